// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/crosscheck.h"

#include "app/catalogue/factjson.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/prefill.h"
#include "app/gateway/eventlog.h"
#include "app/gateway/halltime.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/caseapplicant.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <array>

namespace hall::gateway {
namespace {

const QString kNumber = QStringLiteral("cert_no");
const QString kName = QStringLiteral("name");

const CheckRow *rowOf(const QVector<CheckRow> &rows, const QString &check)
{
    const auto it =
        std::find_if(rows.begin(), rows.end(), [&check](const CheckRow &row) { return row.check == check; });
    return it == rows.end() ? nullptr : &*it;
}

// Whether an answer could still change what becomes of the case.
bool decides(const CrossCheck &check)
{
    return check.required || check.onMismatch == CrossCheck::Mismatch::Refuse;
}

// What the service says, unless a condition of it certainly fails or its version is not in force.
Tri mayHandle(const Service &service, const Facts &facts, const QDate &today)
{
    const bool open = validOn(service, today) && eligibility(service, facts, today).answer != Tri::No;
    return open && service.autoHandle ? service.autoHandle->evaluate(facts, today) : Tri::No;
}

}  // namespace

bool concerns(const CrossCheck &check, const Facts &facts, const QDate &today)
{
    return !check.when || check.when->evaluate(facts, today) != Tri::No;
}

QVector<CrossCheck> checksOf(const Service &service, const QVector<Facts> &people, const QDate &today)
{
    QVector<CrossCheck> checks;
    std::copy_if(service.checks.begin(), service.checks.end(), std::back_inserter(checks),
                 [&](const CrossCheck &check) {
                     return std::any_of(people.begin(), people.end(),
                                        [&](const Facts &facts) { return concerns(check, facts, today); });
                 });
    return checks;
}

Verdict verdictOf(const QVector<CrossCheck> &checks, const QVector<CheckRow> &rows, Tri autoHandle, bool outstanding,
                  bool mayWait)
{
    bool waits = false;
    bool consent = true;
    bool sound = true;
    for (const CrossCheck &check : checks) {
        const CheckRow *row = rowOf(rows, check.id);
        const CheckOutcome outcome = row ? row->outcome : CheckOutcome::Down;
        if (outcome == CheckOutcome::Mismatch && check.onMismatch == CrossCheck::Mismatch::Refuse) {
            return {Handling::Refused, QStringLiteral("check-mismatch")};
        }
        waits = waits || (outcome == CheckOutcome::Down && check.onDown == CrossCheck::Down::Later && decides(check));
        consent = consent && (outcome != CheckOutcome::NoConsent || !check.required);
        sound = sound && outcome != CheckOutcome::Mismatch && (outcome == CheckOutcome::Match || !check.required);
    }
    if (waits && mayWait) {
        return {Handling::Waits, QStringLiteral("checks-pending")};
    }
    if (outstanding) {
        return {Handling::Review, QStringLiteral("material-outstanding")};
    }
    if (!consent) {
        return {Handling::Review, QStringLiteral("check-consent")};
    }
    if (!sound) {
        return {Handling::Review, QStringLiteral("check-review")};
    }
    return autoHandle == Tri::Yes ? Verdict{Handling::Automatic, QStringLiteral("automatic")}
                                  : Verdict{Handling::Review, QStringLiteral("accepted")};
}

Facts factsOf(const Catalogue &catalogue, const Service &service, const CaseBody &body, const QDate &today)
{
    const auto answers = parseJsonObject(body.transaction.answers.reveal(), kCaseBodyLimit);
    Facts facts = answers ? factsFromJson(catalogue, *answers) : Facts();
    const Identity &identity = body.identity;
    const auto &applicant = body.transaction.applicant;
    const bool own = (service.applicant == QLatin1String("person") || service.applicant == QLatin1String("anyone")) &&
                     (!applicant || applicant->kind == ApplicantKind::Person);
    if (own) {
        facts.insert(kNumber, identity.number.reveal());
        facts.insert(kName, identity.name.reveal());
        if (identity.birthDate) {
            facts.insert(QStringLiteral("birth_date"), *identity.birthDate);
        }
    }
    return withDerived(catalogue, std::move(facts), today);
}

QVector<Facts> factsOfEach(const Catalogue &catalogue, const Service &service, const CaseBody &body, const QDate &today)
{
    const auto people = casePeople(body.transaction.people.reveal());
    if (!people) {
        return {factsOf(catalogue, service, body, today)};
    }
    const auto answers = parseJsonObject(body.transaction.answers.reveal(), kCaseBodyLimit);
    QVector<Facts> all;
    for (const auto &person : *people) {
        Facts facts = answers ? factsFromJson(catalogue, *answers) : Facts();
        facts.insert(factsFromJson(catalogue, person.toObject()));
        all.append(withDerived(catalogue, std::move(facts), today));
    }
    return all;
}

Facts withDerived(const Catalogue &catalogue, Facts facts, const QDate &today)
{
    const Facts derived = derive(catalogue, facts, today);
    for (auto it = derived.constBegin(); it != derived.constEnd(); ++it) {
        if (!isKnown(facts, it.key())) {
            facts.insert(it.key(), *it);
        }
    }
    return facts;
}

Facts claimed(const Service &service, const CrossCheck &check, const Facts &facts, const QDate &today)
{
    Facts stated;
    for (const QString &field : check.fields) {
        if (isKnown(facts, field)) {
            stated.insert(field, facts.value(field));
            continue;
        }
        const auto excluded = [&](bool value) {
            Facts supposed = facts;
            supposed.insert(field, value);
            return eligibility(service, supposed, today).answer == Tri::No;
        };
        const bool yes = excluded(true);
        const bool no = excluded(false);
        if (yes != no) {
            stated.insert(field, no);
        }
    }
    return stated;
}

QDate hallDay(const Clock &clock)
{
    const int ahead = static_cast<int>(std::chrono::seconds(hallOffset).count());
    return QDateTime::fromMSecsSinceEpoch(clock.wall().count(), Qt::OffsetFromUTC, ahead).date();
}

std::chrono::milliseconds checkPause(int tries)
{
    return std::chrono::minutes(std::min(60, 1 << std::clamp(tries - 1, 0, 6)));
}

Result<std::optional<CaseChecks::Judged>> CaseChecks::judge(QSqlDatabase &db, const Catalogue &catalogue,
                                                            const CaseBody &body)
{
    const Transaction &t = body.transaction;
    const Service *service = catalogue.service(t.service);
    if (!service) {
        return std::optional<Judged>();
    }
    auto before = checkRows(db, t.id);
    auto tried = single(db, QStringLiteral("SELECT tries FROM check_wait WHERE item = ?"), {t.id});
    if (!before || !tried) {
        return fail(!before ? before.error() : tried.error());
    }
    // The centre's clock is looked after.
    const QDate today = hallDay(m_clock);
    QVector<Facts> people = factsOfEach(catalogue, *service, body, today);
    const QVector<CrossCheck> checks = checksOf(*service, people, today);
    auto asked = rows({catalogue, body, *service}, checks, people, today, before->value(t.id));
    Tri autoHandle = Tri::Yes;
    for (Facts &facts : people) {
        autoHandle = std::min(autoHandle, mayHandle(*service, facts, today));
        wipeFacts(facts);
    }
    if (!asked) {
        return fail(asked.error());
    }
    Judged judged;
    judged.tries = tried->toInt() + 1;
    judged.verdict = verdictOf(checks, *asked, autoHandle, !t.outstanding.isEmpty(), judged.tries < kCheckTries);
    judged.rows = std::move(*asked);
    return std::optional(std::move(judged));
}

Result<QVector<CheckRow>> CaseChecks::rows(const Asked &asked, const QVector<CrossCheck> &checks,
                                           const QVector<Facts> &people, const QDate &today,
                                           const QVector<CheckRow> &before)
{
    QVector<CheckRow> all;
    for (const CrossCheck &check : checks) {
        if (m_ending) {
            return fail(FaultCode::DeviceCancelled, "the gateway ends");
        }
        const CheckRow *known = rowOf(before, check.id);
        all.append(known && known->outcome != CheckOutcome::Down ? *known : askForEach(asked, check, people, today));
    }
    if (m_ending) {
        return fail(FaultCode::DeviceCancelled, "the gateway ends");
    }
    return all;
}

// The worst of what the source says of those whom the check concerns: a difference, no answer, no consent, something
// unstated.
CheckRow CaseChecks::askForEach(const Asked &asked, const CrossCheck &check, const QVector<Facts> &people,
                                const QDate &today)
{
    constexpr std::array order{CheckOutcome::Match, CheckOutcome::Unstated, CheckOutcome::NoConsent, CheckOutcome::Down,
                               CheckOutcome::Mismatch};
    const auto badness = [&order](CheckOutcome outcome) {
        return std::find(order.begin(), order.end(), outcome) - order.begin();
    };
    CheckRow worst;
    bool first = true;
    for (qsizetype i = 0; i < people.size() && !m_ending; ++i) {
        if (!concerns(check, people[i], today)) {
            continue;
        }
        CheckRow row = ask(asked, check, people[i], claimed(asked.service, check, people[i], today));
        const QStringList differs = worst.differs + row.differs;
        if (first || badness(row.outcome) > badness(worst.outcome)) {
            worst = std::move(row);
        }
        first = false;
        worst.differs = differs;
        if (worst.outcome == CheckOutcome::Down) {
            break;  // it is asked again for all of them
        }
    }
    worst.differs.removeDuplicates();
    return worst;
}

CheckRow CaseChecks::ask(const Asked &asked, const CrossCheck &check, const Facts &facts, const Facts &stated)
{
    const CaseBody &body = asked.body;
    const Identity &identity = body.identity;
    const bool named = isKnown(facts, kNumber) && isKnown(facts, kName);
    CheckQuestion question{check.source,
                           body.transaction.service,
                           named ? Sensitive<QString>(facts.value(kNumber).toString()) : identity.number,
                           named ? Sensitive<QString>(facts.value(kName).toString()) : identity.name,
                           factsToJson(asked.catalogue, stated),
                           body.transaction.consent};
    if (isKnown(facts, QStringLiteral("principal_no"))) {
        question.consent.sharing.clear();  // who acts for another has not that person's word for it
    }
    CheckResult result = m_source.ask(question);
    if (result.outcome == CheckOutcome::Match && stated.size() < check.fields.size()) {
        result.outcome = CheckOutcome::Unstated;
    }
    return {check.id, check.source, result.outcome, result.differs, qint64(m_clock.wall().count())};
}

Done CaseChecks::keep(QSqlDatabase &db, const QString &item, const Judged &judged) const
{
    for (const CheckRow &row : judged.rows) {
        auto written = run(db,
                           QStringLiteral("INSERT INTO check_result (item, check_id, source, outcome, differs, at_ms)"
                                          " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (item, check_id) DO UPDATE SET"
                                          " outcome = excluded.outcome, differs = excluded.differs,"
                                          " at_ms = excluded.at_ms"),
                           {item, row.check, row.source, outcomeName(row.outcome),
                            row.differs.isEmpty() ? QStringLiteral("") : row.differs.join(u' '), row.atMs});
        if (!written) {
            return fail(written.error());
        }
    }
    return {};
}

Done CaseChecks::save(QSqlDatabase &db, const QString &item, const QString &tag, const Judged &judged) const
{
    if (auto kept = keep(db, item, judged); !kept || judged.verdict.handling != Handling::Waits) {
        return kept;
    }
    const qint64 due = (m_clock.wall() + checkPause(judged.tries)).count();
    auto wait = run(db,
                    QStringLiteral("INSERT INTO check_wait (item, tag, tries, due_ms) VALUES (?, ?, ?, ?)"
                                   " ON CONFLICT (item) DO UPDATE SET tries = excluded.tries,"
                                   " due_ms = excluded.due_ms"),
                    {item, tag, judged.tries, due});
    if (!wait) {
        return fail(wait.error());
    }
    return {};
}

Result<QHash<QString, QVector<CheckRow>>> checkRows(QSqlDatabase &db, const QString &item)
{
    const QString what = QStringLiteral("SELECT item, check_id, source, outcome, differs, at_ms FROM check_result");
    const QString order = QStringLiteral(" ORDER BY item, check_id");
    auto found =
        item.isEmpty() ? run(db, what + order) : run(db, what + QStringLiteral(" WHERE item = ?") + order, {item});
    if (!found) {
        return fail(found.error());
    }
    QHash<QString, QVector<CheckRow>> rows;
    while (found->next()) {
        rows[found->value(0).toString()].append({found->value(1).toString(), found->value(2).toString(),
                                                 outcomeFrom(found->value(3).toString()).value_or(CheckOutcome::Down),
                                                 found->value(4).toString().split(u' ', Qt::SkipEmptyParts),
                                                 found->value(5).toLongLong()});
    }
    return rows;
}

QJsonObject checkJson(const CheckRow &row)
{
    const auto at = QDateTime::fromMSecsSinceEpoch(row.atMs, Qt::UTC);
    return {{QStringLiteral("check"), row.check},
            {QStringLiteral("source"), row.source},
            {QStringLiteral("outcome"), outcomeName(row.outcome)},
            {QStringLiteral("differs"), QJsonArray::fromStringList(row.differs)},
            {QStringLiteral("at"), at.toString(Qt::ISODateWithMs)}};
}

Result<QStringList> dueCases(QSqlDatabase &db, qint64 nowMs, int most)
{
    auto rows = run(db, QStringLiteral("SELECT item FROM check_wait WHERE due_ms <= ? ORDER BY due_ms, item LIMIT ?"),
                    {nowMs, most});
    if (!rows) {
        return fail(rows.error());
    }
    QStringList ids;
    while (rows->next()) {
        ids.append(rows->value(0).toString());
    }
    return ids;
}

}  // namespace hall::gateway
