// SPDX-License-Identifier: GPL-3.0-or-later
// Takes batches: one verdict per item, in order. An item is written in the same commit as its kiosk's chain head, with
// the transaction id as primary key for ever; so any number of repeats has one effect. Thread-safe.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/database.h"
#include "app/gateway/kiosks.h"
#include "app/gateway/rowinsert.h"
#include "app/gateway/sealkeys.h"
#include "app/protocol/envelope.h"
#include "app/protocol/hashchain.h"
#include "app/protocol/wire.h"

#include <QHash>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace hall::gateway {

struct IntakeRules
{
    bool acceptTests = false;  // a production gateway refuses marked test cases
    QString sealKeyId;         // of the key that `init` made; none: items are taken whatever they are sealed for
};

class Intake
{
public:
    Intake(std::shared_ptr<Database> database, IntakeRules rules, const Clock &clock);

    // Verdicts in the order of the items. A Fault means nothing was written and the whole batch may be sent again.
    [[nodiscard]] Result<QVector<wire::Verdict>> take(const KnownKiosk &kiosk, const wire::Batch &batch);
    // One case that a person brings (takein.h): whatever the kiosk's chain and standing. Where another case has its
    // number, it stands in an epoch of its own. Fault: nothing was written.
    [[nodiscard]] Result<wire::Verdict> bring(const KnownKiosk &kiosk, const wire::BatchItem &item);
    // Answers after number n, by number without a gap, at most wire::kInboxItems. In the place of one that was
    // forgotten (retention.h) stands one about a case that no kiosk has.
    [[nodiscard]] Result<QVector<wire::InboxItem>> inbox(const QString &kiosk, qint64 after);
    // The last number that was given to it; 0 for none.
    [[nodiscard]] Result<qint64> lastAnswer(const QString &kiosk);
    // That the kiosk has all answers up to that number on its disk: it says so by asking for those after it. Kept once
    // a day, and at once when it is less than before.
    [[nodiscard]] Done noteRead(const QString &kiosk, qint64 after);
    // Keeps the report; a kiosk whose audit log was put back is in quarantine from here on (audithead.h).
    [[nodiscard]] Done health(const QString &kiosk, const QByteArray &json);

private:
    struct Work;
    // The place of a batch among those of its kiosk that are here at once: they are written in the order they came.
    class Turn
    {
    public:
        Turn(Intake &intake, QString kiosk);
        ~Turn();
        Turn(const Turn &) = delete;
        Turn &operator=(const Turn &) = delete;
        void wait();  // for those before, but not for long

    private:
        Intake &m_intake;
        QString m_kiosk;
        quint64 m_number;
    };
    struct Candidate
    {
        Envelope envelope;
        QByteArray bytes;
        QByteArray body;
        wire::Verdict refusal;  // set when the item was refused by its own bytes
        bool refused = false;
        bool ofKiosk = false;  // readable, and says that it is this kiosk's
        void refuse(const QString &id, const QString &code, bool fixable = false);
    };
    [[nodiscard]] Result<std::vector<Candidate>> examineAll(const KnownKiosk &kiosk,
                                                            const QVector<wire::BatchItem> &items);
    // Refuses what is sealed for a key of which no cases are taken.
    [[nodiscard]] Done checkSealKeys(std::vector<Candidate> &candidates);
    [[nodiscard]] static Result<QHash<QString, QString>> hashesOf(QSqlDatabase &db,
                                                                  const std::vector<Candidate> &candidates);
    [[nodiscard]] Candidate read(const KnownKiosk &kiosk, const wire::BatchItem &item) const;
    static void checkSignatures(const KnownKiosk &kiosk, std::vector<Candidate> &candidates);
    [[nodiscard]] Candidate examine(const KnownKiosk &kiosk, const wire::BatchItem &item) const;
    // Nothing written, and nothing answered, when rows that were written together clash with others.
    [[nodiscard]] Result<std::optional<QVector<wire::Verdict>>> takeAll(const KnownKiosk &kiosk,
                                                                        const std::vector<Candidate> &candidates,
                                                                        const std::optional<wire::Skip> &skip,
                                                                        bool together);
    [[nodiscard]] static Done writeGathered(Work &work);
    [[nodiscard]] static std::vector<Cell> cellsOf(const Work &work, const Candidate &candidate);
    [[nodiscard]] Result<wire::Verdict> decide(Work &work, const Candidate &candidate);
    [[nodiscard]] Result<wire::Verdict> place(Work &work, Candidate &candidate);
    [[nodiscard]] Result<wire::Verdict> known(Work &work, const Candidate &candidate, const QString &hash);
    [[nodiscard]] Result<wire::Verdict> late(Work &work, const Candidate &candidate);
    [[nodiscard]] Result<wire::Verdict> write(Work &work, const Candidate &candidate);
    [[nodiscard]] Result<wire::Verdict> fork(Work &work, const Candidate &candidate, const char *why);
    [[nodiscard]] Done applySkip(Work &work, const wire::Skip &skip);
    [[nodiscard]] Result<ChainHead *> head(Work &work, const QString &epoch);
    [[nodiscard]] Done saveHeads(Work &work);

    std::shared_ptr<Database> m_database;
    IntakeRules m_rules;
    const Clock &m_clock;
    SealKeys m_sealKeys;
    std::mutex m_turnsMutex;
    std::condition_variable m_turnEnded;
    QHash<QString, QVector<quint64>> m_turns;  // by kiosk, in order
    quint64 m_lastTurn = 0;
};

// Names of an item's blobs that are not complete yet.
[[nodiscard]] Result<QStringList> missingBlobs(QSqlDatabase &db, const QString &item);

}  // namespace hall::gateway
