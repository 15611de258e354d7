// SPDX-License-Identifier: GPL-3.0-or-later
// The core: opens sealed cases, checks them, records what became of them and writes the answer into the kiosk's inbox.
// It alone holds the unsealing key and meets the front only in the database. One thread at a time.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/blobs.h"
#include "app/gateway/casegroup.h"
#include "app/gateway/caselife.h"
#include "app/gateway/catalogueshelf.h"
#include "app/gateway/crosscheck.h"
#include "app/gateway/database.h"
#include "app/protocol/casebody.h"
#include "app/protocol/envelope.h"
#include "app/protocol/sealkeyring.h"

namespace hall::gateway {

// A case as opened: the body, and for each material whether its blob opens to the digest the body names.
struct OpenedCase
{
    Envelope envelope;
    CaseBody body;
    Sensitive<QByteArray> json;  // of the body
    QVector<bool> materialsGood;
};

// Opens item `id` with the key it was sealed to. StoreNotFound, SealBroken or MessageInvalid; KeyMissing when it is for
// the key that its envelope says, which is not here.
[[nodiscard]] Result<OpenedCase> openCase(QSqlDatabase &db, const Blobs &blobs, const QString &id,
                                          const SealKeyRing &keys);

class CaseCore
{
public:
    CaseCore(std::shared_ptr<Database> database, const Blobs &blobs, SealKeyRing keys, QByteArray tagKey,
             const Clock &clock);

    // Without them a case is judged by service_rule alone. Before the first step.
    void setChecks(std::shared_ptr<CaseChecks> checks) { m_checks = std::move(checks); }
    // The services: how sure a kiosk must have been of who stood there, who may act in a case, what is compared.
    // Without them nobody is refused for the first two, and nothing is compared. Before the first step.
    void setCatalogues(std::shared_ptr<CatalogueShelf> catalogues) { m_catalogues = std::move(catalogues); }
    // What is judged is queued for the municipal core, in the commit that records it. Before the first step.
    void handOver() { m_handsOver = true; }
    // Handles up to `most` cases that were received or have waited for their sources, and up to `most` groups of them
    // (casegroup.h); gives how many cases.
    [[nodiscard]] Result<int> step(int most);

private:
    [[nodiscard]] Result<QStringList> receivedAlone(QSqlDatabase &db, int most) const;
    [[nodiscard]] Done handleAlone(QSqlDatabase &db, const QString &id);
    [[nodiscard]] Result<int> handleGroup(QSqlDatabase &db, const GroupKey &key);
    [[nodiscard]] Result<int> handleInOrder(QSqlDatabase &db, const OpenGroup &group);
    [[nodiscard]] Result<int> handleTogether(QSqlDatabase &db, const OpenGroup &group);
    [[nodiscard]] Result<Judgement> judge(QSqlDatabase &db, const QString &id);
    // What is left once nothing refuses it: by its checks, or by the table service_rule. Null: no catalogue.
    [[nodiscard]] Result<Judgement> judgeSound(QSqlDatabase &db, const OpenedCase &opened, const QString &tag,
                                               const Catalogue *catalogue);
    [[nodiscard]] bool licencesGood(const CaseBody &body, const QString &tag) const;
    // Of a case that adds to another one or takes it back: whether it may.
    [[nodiscard]] Result<Judgement> judgeFollowUp(QSqlDatabase &db, const OpenedCase &opened, const QString &tag) const;
    // In one commit, in this order; nothing when another core was first with any of them.
    [[nodiscard]] Done record(const QStringList &ids, const QVector<Judgement> &judgements);
    [[nodiscard]] Result<bool> write(QSqlDatabase &db, const QString &id, const Judgement &judgement);
    [[nodiscard]] Done answer(QSqlDatabase &db, const QString &kiosk, const QString &id, const Judgement &judgement);

    std::shared_ptr<Database> m_database;
    const Blobs &m_blobs;
    SealKeyRing m_keys;
    QByteArray m_tagKey;
    const Clock &m_clock;
    std::shared_ptr<CaseChecks> m_checks;
    std::shared_ptr<CatalogueShelf> m_catalogues;
    bool m_handsOver = false;
};

}  // namespace hall::gateway
