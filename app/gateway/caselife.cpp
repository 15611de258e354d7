// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/caselife.h"

#include <QDateTime>
#include <QHash>
#include <QJsonDocument>

#include <array>

namespace hall::gateway {
namespace {

struct StateWord
{
    CaseState state;
    const char *name;
};

constexpr std::array kStates{
    StateWord{CaseState::Waiting, "waiting"},
    StateWord{CaseState::Received, "received"},
    StateWord{CaseState::ChecksPending, "checks-pending"},
    StateWord{CaseState::Accepted, "accepted"},
    StateWord{CaseState::Correction, "correction"},
    StateWord{CaseState::Withdrawn, "withdrawn"},
    StateWord{CaseState::Decided, "decided"},
    StateWord{CaseState::Refused, "refused"},
    StateWord{CaseState::Ready, "ready"},
    StateWord{CaseState::Delivered, "delivered"},
    StateWord{CaseState::Applied, "applied"},
};

struct ActWord
{
    CaseAct act;
    const char *name;
    const char *code;  // in inbox and result
};

constexpr std::array kActs{
    ActWord{CaseAct::AskCorrection, "correction", "correction"},
    ActWord{CaseAct::Supplement, "supplement", "supplemented"},
    ActWord{CaseAct::Withdraw, "withdraw", "withdrawn"},
    ActWord{CaseAct::Approve, "approve", "approved"},
    ActWord{CaseAct::Refuse, "refuse", "refused"},
    ActWord{CaseAct::MakeReady, "ready", "ready"},
    ActWord{CaseAct::Deliver, "delivered", "delivered"},
};

struct Transition
{
    CaseState from;
    CaseAct act;
    CaseState to;
};

// All there is; what is not here is not allowed.
constexpr std::array kTransitions{
    Transition{CaseState::Accepted, CaseAct::AskCorrection, CaseState::Correction},
    Transition{CaseState::Accepted, CaseAct::Supplement, CaseState::Accepted},  // a paper that was to follow
    Transition{CaseState::Accepted, CaseAct::Approve, CaseState::Decided},
    Transition{CaseState::Accepted, CaseAct::Refuse, CaseState::Refused},
    Transition{CaseState::Correction, CaseAct::AskCorrection, CaseState::Correction},  // asked anew
    Transition{CaseState::Correction, CaseAct::Supplement, CaseState::Accepted},
    Transition{CaseState::Correction, CaseAct::Refuse, CaseState::Refused},  // nothing came in time
    Transition{CaseState::Decided, CaseAct::MakeReady, CaseState::Ready},
    Transition{CaseState::Decided, CaseAct::Deliver, CaseState::Delivered},
    Transition{CaseState::Ready, CaseAct::MakeReady, CaseState::Ready},  // elsewhere, or longer
    Transition{CaseState::Ready, CaseAct::Deliver, CaseState::Delivered},
    // The applicant may take a case back until it is decided.
    Transition{CaseState::Waiting, CaseAct::Withdraw, CaseState::Withdrawn},
    Transition{CaseState::Received, CaseAct::Withdraw, CaseState::Withdrawn},
    Transition{CaseState::ChecksPending, CaseAct::Withdraw, CaseState::Withdrawn},
    Transition{CaseState::Accepted, CaseAct::Withdraw, CaseState::Withdrawn},
    Transition{CaseState::Correction, CaseAct::Withdraw, CaseState::Withdrawn},
};

constexpr std::array kAskedKinds{"field", "material", "words"};

QString kindName(AskedItem::Kind kind)
{
    return QLatin1String(kAskedKinds[static_cast<std::size_t>(kind)]);
}

QString codeOf(CaseAct act)
{
    for (const ActWord &word : kActs) {
        if (word.act == act) {
            return QLatin1String(word.code);
        }
    }
    Q_UNREACHABLE();
}

QString timeText(const QVariant &milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds.toLongLong(), Qt::UTC).toString(Qt::ISODateWithMs);
}

QString textOf(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
}

QJsonArray askedJson(const QVector<AskedItem> &items)
{
    QJsonArray array;
    for (const AskedItem &item : items) {
        array.append(QJsonObject{{QStringLiteral("kind"), kindName(item.kind)},
                                 {QStringLiteral("id"), item.id},
                                 {QStringLiteral("text"), item.text}});
    }
    return array;
}

// What the case says about itself from now on. A correction that is answered is no longer asked for; words and result
// stay as the last step said them.
Done saveWords(QSqlDatabase &db, const QString &item, CaseState to, const StepWords &words)
{
    const bool correction = to == CaseState::Correction;
    const bool result = to == CaseState::Ready || to == CaseState::Delivered;
    const auto text = [](const QString &value) { return value.isNull() ? QStringLiteral("") : value; };
    auto row =
        run(db,
            QStringLiteral("INSERT INTO case_life (item, asked, until_day, words, what, place)"
                           " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (item) DO UPDATE SET asked = excluded.asked,"
                           " until_day = excluded.until_day, words = excluded.words,"
                           " what = CASE WHEN excluded.what = '' THEN case_life.what ELSE excluded.what END,"
                           " place = CASE WHEN excluded.place = '' THEN case_life.place ELSE excluded.place END"),
            {item, correction ? textOf(askedJson(words.asked)) : QStringLiteral("[]"),
             correction || result ? text(words.until.toString(Qt::ISODate)) : QStringLiteral(""), text(words.words),
             result ? text(words.what) : QStringLiteral(""), result ? text(words.place) : QStringLiteral("")});
    return row ? Done() : Done(fail(row.error()));
}

Done complete(CaseAct act, const StepWords &words)
{
    if (act == CaseAct::AskCorrection) {
        for (const AskedItem &item : words.asked) {
            if (item.kind == AskedItem::Kind::Words ? item.text.isEmpty() : item.id.isEmpty()) {
                return fail(FaultCode::BadArgument, "something is asked for without saying what");
            }
        }
        if (words.asked.isEmpty()) {
            return fail(FaultCode::BadArgument, "a correction says what is missing or wrong");
        }
        if (!words.until.isValid()) {
            return fail(FaultCode::BadArgument, "a correction says until when");
        }
    }
    if (act == CaseAct::Refuse && words.words.isEmpty()) {
        return fail(FaultCode::BadArgument, "a refusal says why");
    }
    if (act == CaseAct::MakeReady && (words.what.isEmpty() || words.place.isEmpty())) {
        return fail(FaultCode::BadArgument, "a result says what it is and where");
    }
    return {};
}

}  // namespace

QString caseStateName(CaseState state)
{
    return QLatin1String(kStates[static_cast<std::size_t>(state)].name);
}

std::optional<CaseState> caseStateFrom(const QString &name)
{
    for (const StateWord &word : kStates) {
        if (name == QLatin1String(word.name)) {
            return word.state;
        }
    }
    return std::nullopt;
}

QString caseActName(CaseAct act)
{
    return QLatin1String(kActs[static_cast<std::size_t>(act)].name);
}

std::optional<CaseAct> caseActFrom(const QString &name)
{
    for (const ActWord &word : kActs) {
        if (name == QLatin1String(word.name)) {
            return word.act;
        }
    }
    return std::nullopt;
}

const QVector<CaseState> &allCaseStates()
{
    static const QVector<CaseState> all = [] {
        QVector<CaseState> states;
        for (const StateWord &word : kStates) {
            states.append(word.state);
        }
        return states;
    }();
    return all;
}

const QVector<CaseAct> &allCaseActs()
{
    static const QVector<CaseAct> all = [] {
        QVector<CaseAct> acts;
        for (const ActWord &word : kActs) {
            acts.append(word.act);
        }
        return acts;
    }();
    return all;
}

std::optional<CaseState> stateAfter(CaseState state, CaseAct act)
{
    for (const Transition &one : kTransitions) {
        if (one.from == state && one.act == act) {
            return one.to;
        }
    }
    return std::nullopt;
}

Done tellKiosk(QSqlDatabase &db, const QString &kiosk, const QString &item, const QString &state, const QString &code,
               const QString &reference, qint64 nowMs)
{
    auto number =
        single(db, QStringLiteral("UPDATE kiosk SET inbox_no = inbox_no + 1 WHERE id = ? RETURNING inbox_no"), {kiosk});
    if (!number) {
        return fail(number.error());
    }
    auto inbox = run(db,
                     QStringLiteral("INSERT INTO inbox (kiosk, n, item, state, code, reference, at_ms)"
                                    " VALUES (?, ?, ?, ?, ?, ?, ?)"),
                     {kiosk, number->toLongLong(), item, state, code, reference, nowMs});
    return inbox ? Done() : Done(fail(inbox.error()));
}

Done noteEvent(QSqlDatabase &db, const QString &tag, const QString &item, const QString &event, qint64 nowMs)
{
    if (tag.isEmpty()) {
        return {};
    }
    auto row = run(db,
                   QStringLiteral("INSERT INTO notice (item, n, tag, event, at_ms, delivered_ms)"
                                  " SELECT ?, COALESCE(MAX(n), 0) + 1, ?, ?, ?, NULL FROM notice WHERE item = ?"),
                   {item, tag, event, nowMs, item});
    return row ? Done() : Done(fail(row.error()));
}

Result<CaseState> takeStep(QSqlDatabase &db, const QString &item, CaseAct act, const StepWords &words, qint64 nowMs,
                           const QString &tag)
{
    if (auto whole = complete(act, words); !whole) {
        return fail(whole.error());
    }
    auto row = run(db,
                   QStringLiteral("SELECT i.state, i.kiosk, r.tag, r.reference FROM item i"
                                  " LEFT JOIN result r ON r.item = i.id WHERE i.id = ?"),
                   {item});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return fail(FaultCode::StoreNotFound, "no such case");
    }
    const QString from = row->value(0).toString();
    const QString kiosk = row->value(1).toString();
    const bool judged = !row->value(2).isNull();
    const QString person = judged ? row->value(2).toString() : tag;
    const QString reference = judged ? row->value(3).toString() : QStringLiteral("");
    row->finish();
    const auto state = caseStateFrom(from);
    const auto to = state ? stateAfter(*state, act) : std::nullopt;
    if (!to) {
        return fail(FaultCode::NotAllowed,
                    caseActName(act).toStdString() + " is not possible for a case that is " + from.toStdString());
    }
    const QString toName = caseStateName(*to);
    auto moved = run(db, QStringLiteral("UPDATE item SET state = ? WHERE id = ? AND state = ?"), {toName, item, from});
    if (!moved || moved->numRowsAffected() != 1) {
        return fail(!moved ? moved.error() : Fault(FaultCode::DeviceBusy, "somebody else was quicker"));
    }
    const QString code = codeOf(act);
    auto result =
        run(db,
            QStringLiteral("INSERT INTO result (item, tag, state, code, reference, at_ms) VALUES (?, ?, ?, ?, ?, ?)"
                           " ON CONFLICT (item) DO UPDATE SET state = excluded.state, code = excluded.code,"
                           " at_ms = excluded.at_ms"),
            {item, person.isNull() ? QStringLiteral("") : person, toName, code, reference, nowMs});
    if (!result) {
        return fail(result.error());
    }
    if (auto waits = run(db, QStringLiteral("DELETE FROM check_wait WHERE item = ?"), {item}); !waits) {
        return fail(waits.error());
    }
    if (auto saved = saveWords(db, item, *to, words); !saved) {
        return fail(saved.error());
    }
    if (auto told = tellKiosk(db, kiosk, item, toName, code, reference, nowMs); !told) {
        return fail(told.error());
    }
    if (auto noted = noteEvent(db, person, item, code, nowMs); !noted) {
        return fail(noted.error());
    }
    return *to;
}

Result<QString> applyFollowUp(QSqlDatabase &db, const QString &item, const FollowUp &followUp, qint64 nowMs)
{
    if (followUp.act == CaseAct::Supplement) {
        // Papers that were to follow come once; and what nobody asked for is no correction.
        auto open = run(db, QStringLiteral("SELECT state, code FROM result WHERE item = ?"), {followUp.of});
        if (!open) {
            return fail(open.error());
        }
        const bool judged = open->next();
        const QString state = judged ? open->value(0).toString() : QString();
        const QString code = judged ? open->value(1).toString() : QString();
        open->finish();
        const bool asked =
            state == caseStateName(CaseState::Correction) ||
            (state == caseStateName(CaseState::Accepted) && code == QLatin1String("material-outstanding"));
        if (!asked) {
            return QStringLiteral("not-asked");
        }
    }
    auto step = takeStep(db, followUp.of, followUp.act, {}, nowMs, followUp.tag);
    if (!step && step.error().code == FaultCode::NotAllowed) {
        return followUp.act == CaseAct::Withdraw ? QStringLiteral("too-late") : QStringLiteral("not-asked");
    }
    if (!step && step.error().code == FaultCode::StoreNotFound) {
        return QStringLiteral("no-such-case");
    }
    if (!step) {
        return fail(step.error());
    }
    auto row = run(db, QStringLiteral("INSERT INTO follow_up (item, of_item, act, at_ms) VALUES (?, ?, ?, ?)"),
                   {item, followUp.of, caseActName(followUp.act), nowMs});
    return row ? Result<QString>(QStringLiteral("")) : Result<QString>(fail(row.error()));
}

Result<QJsonObject> lifeJson(QSqlDatabase &db, const QString &item)
{
    auto row =
        run(db, QStringLiteral("SELECT asked, until_day, words, what, place FROM case_life WHERE item = ?"), {item});
    if (!row) {
        return fail(row.error());
    }
    QJsonObject life;
    if (!row->next()) {
        return life;
    }
    const auto text = [&row](int column) { return row->value(column).toString(); };
    const QJsonArray asked = QJsonDocument::fromJson(text(0).toUtf8()).array();
    if (!asked.isEmpty()) {
        life.insert(QStringLiteral("asked"), asked);
    }
    if (!text(2).isEmpty()) {
        life.insert(QStringLiteral("words"), text(2));
    }
    if (!text(3).isEmpty() || !text(4).isEmpty()) {
        life.insert(QStringLiteral("result"), QJsonObject{{QStringLiteral("what"), text(3)},
                                                          {QStringLiteral("place"), text(4)},
                                                          {QStringLiteral("until"), text(1)}});
    } else if (!text(1).isEmpty()) {
        life.insert(QStringLiteral("until"), text(1));
    }
    return life;
}

Result<QJsonArray> followUpsJson(QSqlDatabase &db, const QString &item)
{
    auto rows = run(db, QStringLiteral("SELECT item, act, at_ms FROM follow_up WHERE of_item = ? ORDER BY at_ms, item"),
                    {item});
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray array;
    while (rows->next()) {
        array.append(QJsonObject{{QStringLiteral("id"), rows->value(0).toString()},
                                 {QStringLiteral("act"), rows->value(1).toString()},
                                 {QStringLiteral("at"), timeText(rows->value(2))}});
    }
    return array;
}

Result<QHash<QString, QJsonArray>> noticesJson(QSqlDatabase &db)
{
    auto rows = run(db, QStringLiteral("SELECT item, event, at_ms, tag, delivered_ms FROM notice ORDER BY item, n"));
    if (!rows) {
        return fail(rows.error());
    }
    QHash<QString, QJsonArray> notices;
    while (rows->next()) {
        notices[rows->value(0).toString()].append(QJsonObject{{QStringLiteral("event"), rows->value(1).toString()},
                                                              {QStringLiteral("at"), timeText(rows->value(2))},
                                                              {QStringLiteral("tag"), rows->value(3).toString()},
                                                              {QStringLiteral("delivered"), !rows->value(4).isNull()}});
    }
    return notices;
}

}  // namespace hall::gateway
