// SPDX-License-Identifier: GPL-3.0-or-later
// What the core makes of a case whose service the catalogue describes: it has every check of the service asked that
// concerns the case, and finishes the case by itself (自动办理) only when nothing speaks against it.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"
#include "app/gateway/checksource.h"
#include "app/gateway/database.h"
#include "app/protocol/casebody.h"

#include <atomic>

namespace hall::gateway {

// One check of one case, as it is kept. Never a value: neither what the case says nor what the source knows.
struct CheckRow
{
    QString check;
    QString source;
    CheckOutcome outcome = CheckOutcome::Down;
    QStringList differs;
    qint64 atMs = 0;
    bool operator==(const CheckRow &) const = default;
};

enum class Handling
{
    Refused,    // a check whose mismatch ends the case found one
    Waits,      // a source that decides something did not answer; it is asked again
    Review,     // a person looks at it
    Automatic,  // decided at once
};

struct Verdict
{
    Handling handling = Handling::Review;
    // refused: check-mismatch; review: material-outstanding, check-consent, check-review, accepted; automatic:
    // automatic; waits: checks-pending. Which check it was stays at the centre.
    QString code;
    bool operator==(const Verdict &) const = default;
};

// Pure. `checks`: those that concern the case. `rows` in any order; a check without a row counts as one whose source is
// down. Automatic only when autoHandle is yes, nothing is outstanding, every required check matches and no check at all
// found a mismatch. `mayWait`: a case that has waited long enough does not wait again.
[[nodiscard]] Verdict verdictOf(const QVector<CrossCheck> &checks, const QVector<CheckRow> &rows, Tri autoHandle,
                                bool outstanding, bool mayWait);

// The service's checks that concern one of these people at least: whose condition is not certainly false.
[[nodiscard]] QVector<CrossCheck> checksOf(const Service &service, const QVector<Facts> &people, const QDate &today);

// What a case says about its person: the answers, and what follows from them. Who applies for himself is whom the card
// says, whatever was typed; an employer's or institution's case speaks of somebody else, and the card is the clerk's.
[[nodiscard]] Facts factsOf(const Catalogue &catalogue, const Service &service, const CaseBody &body,
                            const QDate &today);
// The same for each person of a unit's case, in its order; one of them when the case has no list.
[[nodiscard]] QVector<Facts> factsOfEach(const Catalogue &catalogue, const Service &service, const CaseBody &body,
                                         const QDate &today);
// The facts, and what follows from them where they say nothing.
[[nodiscard]] Facts withDerived(const Catalogue &catalogue, Facts facts, const QDate &today);
// What is to be compared. A yes-or-no that the case does not say is taken as the service's conditions demand it: with
// the opposite, nobody could have applied.
[[nodiscard]] Facts claimed(const Service &service, const CrossCheck &check, const Facts &facts, const QDate &today);

[[nodiscard]] QDate hallDay(const Clock &clock);  // the day at the halls

// A case is asked about at most so often, after 1, 2, 4 … 60 minutes.
inline constexpr int kCheckTries = 12;
[[nodiscard]] std::chrono::milliseconds checkPause(int tries);  // after so many tries

class CaseChecks
{
public:
    // source must outlive it.
    CaseChecks(CheckSource &source, const Clock &clock) : m_source(source), m_clock(clock) {}

    struct Judged
    {
        Verdict verdict;
        QVector<CheckRow> rows;
        int tries = 0;  // of a case that waits
    };
    // By the catalogue of the case; nothing when it has no such service. Asks what has not been answered yet.
    // DeviceCancelled after end().
    [[nodiscard]] Result<std::optional<Judged>> judge(QSqlDatabase &db, const Catalogue &catalogue,
                                                      const CaseBody &body);
    // What the sources said, and no more, within the core's transaction.
    [[nodiscard]] Done keep(QSqlDatabase &db, const QString &item, const Judged &judged) const;
    // The same, and that the case waits if it does, once the core has moved the case on.
    [[nodiscard]] Done save(QSqlDatabase &db, const QString &item, const QString &tag, const Judged &judged) const;
    // Breaks off what is being judged, unrecorded. Any thread.
    void end() { m_ending = true; }

private:
    // A case with what it is judged by.
    struct Asked
    {
        const Catalogue &catalogue;
        const CaseBody &body;
        const Service &service;
    };
    [[nodiscard]] Result<QVector<CheckRow>> rows(const Asked &asked, const QVector<CrossCheck> &checks,
                                                 const QVector<Facts> &people, const QDate &today,
                                                 const QVector<CheckRow> &before);
    [[nodiscard]] CheckRow askForEach(const Asked &asked, const CrossCheck &check, const QVector<Facts> &people,
                                      const QDate &today);
    [[nodiscard]] CheckRow ask(const Asked &asked, const CrossCheck &check, const Facts &facts, const Facts &stated);

    CheckSource &m_source;
    const Clock &m_clock;
    std::atomic<bool> m_ending{false};
};

// Of one case, or of all when `item` is empty, by case and in the order of the checks' ids.
[[nodiscard]] Result<QHash<QString, QVector<CheckRow>>> checkRows(QSqlDatabase &db, const QString &item = {});
// {"check","source","outcome","differs","at"}
[[nodiscard]] QJsonObject checkJson(const CheckRow &row);
// Ids of waiting cases whose time has come, longest due first.
[[nodiscard]] Result<QStringList> dueCases(QSqlDatabase &db, qint64 nowMs, int most);

}  // namespace hall::gateway
