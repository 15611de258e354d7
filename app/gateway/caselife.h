// SPDX-License-Identifier: GPL-3.0-or-later
// A case after it was handed in: its states, what may follow what, and one step of it. A step changes the state, tells
// the kiosk that the case came from (inbox) and leaves a notice for the person, all in the caller's transaction. The
// core takes the steps that visitors ask for; officials take theirs by `hall-gateway case` or an adapter.
#pragma once

#include "app/gateway/database.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QVector>

#include <optional>

namespace hall::gateway {

enum class CaseState
{
    Waiting,  // for its scans
    Received,
    ChecksPending,
    Accepted,    // a person looks at it
    Correction,  // something is asked of the applicant (补正)
    Withdrawn,
    Decided,  // approved, or done by itself
    Refused,
    Ready,      // its result waits to be collected
    Delivered,  // the applicant has the result
    Applied     // of what was added to another case, or took one back: it has had its effect
};

enum class CaseAct
{
    AskCorrection,
    Supplement,  // what was asked for has come, at a kiosk or at a window
    Withdraw,
    Approve,
    Refuse,
    MakeReady,
    Deliver
};

[[nodiscard]] QString caseStateName(CaseState state);  // as the tables and the inbox have it, "checks-pending"
[[nodiscard]] std::optional<CaseState> caseStateFrom(const QString &name);
[[nodiscard]] QString caseActName(CaseAct act);  // as officials type it: correction, supplement, withdraw, approve …
[[nodiscard]] std::optional<CaseAct> caseActFrom(const QString &name);
[[nodiscard]] const QVector<CaseState> &allCaseStates();
[[nodiscard]] const QVector<CaseAct> &allCaseActs();

// What an act makes of a case in a state; nothing: it is not allowed then. Pure.
[[nodiscard]] std::optional<CaseState> stateAfter(CaseState state, CaseAct act);

// One thing that is missing or wrong.
struct AskedItem
{
    enum class Kind
    {
        Field,     // dictionary id
        Material,  // id of the service's material
        Words      // nothing a kiosk can take: only said
    };
    Kind kind = Kind::Words;
    QString id;    // empty for Words
    QString text;  // plain sentence, may be empty but for Words
    bool operator==(const AskedItem &) const = default;
};

// What is said with a step, each where it belongs: `asked` and `until` with a correction, `words` with any, `what`,
// `place` and `until` with a result. No texts of a person's record: kiosks show them to who has proved to be the
// holder.
struct StepWords
{
    QVector<AskedItem> asked;
    QDate until;
    QString words;
    QString what;
    QString place;
};

// Within the caller's transaction. Gives the new state. `tag` is used for a case that was not judged yet, and may be
// empty for others. StoreNotFound: no such case. NotAllowed: not in its state. BadArgument: a correction that asks
// for nothing, or a refusal without a reason. DeviceBusy: somebody else was quicker, try again.
[[nodiscard]] Result<CaseState> takeStep(QSqlDatabase &db, const QString &item, CaseAct act, const StepWords &words,
                                         qint64 nowMs, const QString &tag = {});

// A case that adds to another one or takes it back.
struct FollowUp
{
    QString of;
    CaseAct act = CaseAct::Supplement;  // or Withdraw
    QString tag;
};
// Within the core's transaction. An empty code: done. Else why not: "no-such-case", "not-asked" or "too-late".
[[nodiscard]] Result<QString> applyFollowUp(QSqlDatabase &db, const QString &item, const FollowUp &followUp,
                                            qint64 nowMs);

// One row of a kiosk's inbox. The row lock on the kiosk makes the order of numbers the order of commits: a cursor never
// skips one.
[[nodiscard]] Done tellKiosk(QSqlDatabase &db, const QString &kiosk, const QString &item, const QString &state,
                             const QString &code, const QString &reference, qint64 nowMs);
// For the person: that something happened, never what is in it. Nobody is noted without a tag.
[[nodiscard]] Done noteEvent(QSqlDatabase &db, const QString &tag, const QString &item, const QString &event,
                             qint64 nowMs);

// {"asked":[{"kind","id","text"}],"until","words","result":{"what","place","until"}}, only what there is.
[[nodiscard]] Result<QJsonObject> lifeJson(QSqlDatabase &db, const QString &item);
// What was added to a case, oldest first: [{"id","act","at"}].
[[nodiscard]] Result<QJsonArray> followUpsJson(QSqlDatabase &db, const QString &item);
// By case: [{"event","at","tag","delivered"}], oldest first.
[[nodiscard]] Result<QHash<QString, QJsonArray>> noticesJson(QSqlDatabase &db);

}  // namespace hall::gateway
