// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/register.h"

#include "app/catalogue/factjson.h"
#include "app/catalogue/needs.h"
#include "app/domain/transaction.h"
#include "app/gateway/alarms.h"
#include "app/gateway/caselife.h"
#include "app/gateway/crosscheck.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/persons.h"
#include "app/gateway/units.h"
#include "app/gateway/vacancies.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/caseapplicant.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/wire.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr qsizetype kPeopleFileLimit = 4 * 1024 * 1024;
// How long a used code is remembered; no issuer lets one live so long.
constexpr qint64 kUsedCodesMs = 24LL * 3600 * 1000;

QJsonValue decodeValue(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).array().at(0);
}

}  // namespace

Register::Register(std::shared_ptr<Database> database, QByteArray tagKey, int perMinute, const Clock &clock)
    : m_database(std::move(database)), m_tagKey(std::move(tagKey)), m_perMinute(perMinute), m_clock(clock)
{
}

Result<Question> Register::parse(const QByteArray &json)
{
    auto object = parseJsonObject(json, wire::kSmallBodyBytes);
    if (!object) {
        return fail(object.error());
    }
    const QJsonObject proof = object->value(QStringLiteral("proof")).toObject();
    Question q;
    q.kind = object->value(QStringLiteral("kind")).toString();
    q.service = object->value(QStringLiteral("service")).toString();
    q.visit = proof.value(QStringLiteral("visit")).toString();
    q.number = proof.value(QStringLiteral("number")).toString();
    q.name = proof.value(QStringLiteral("name")).toString();
    if (proof.contains(QStringLiteral("assurance"))) {
        q.assurance = assuranceFrom(proof.value(QStringLiteral("assurance")).toString());
        if (!q.assurance) {
            return fail(FaultCode::MessageInvalid, "'proof.assurance' is not a level");
        }
    }
    const bool ofOne = q.kind == QLatin1String("prefill") || q.kind == QLatin1String("query");
    const bool ofUnit = q.kind == QLatin1String("unit");
    const bool ofLicence = q.kind == QLatin1String("licence");
    if (!ofOne && !ofUnit && !ofLicence && q.kind != QLatin1String("progress") && q.kind != QLatin1String("needs")) {
        return fail(FaultCode::MessageInvalid, "'kind' is not prefill, query, progress, needs, unit or licence");
    }
    if (ofUnit) {
        q.service = object->value(QStringLiteral("unit")).toString();
        if (!isCreditCodeShape(q.service)) {
            return fail(FaultCode::MessageInvalid, "'unit' is no credit code");
        }
    }
    if ((ofOne || ofLicence) && !isToken(q.service)) {
        return fail(FaultCode::MessageInvalid, "'service' missing or wrong");
    }
    if (ofLicence) {
        if (auto read = readLicenceQuestion(*object, q); !read) {
            return fail(read.error());
        }
    }
    if (!isUuid(q.visit)) {
        return fail(FaultCode::MessageInvalid, "'proof.visit' is not a UUID");
    }
    if (q.number.isEmpty() || q.number.size() > 32 || q.name.isEmpty() || q.name.size() > 64) {
        return fail(FaultCode::MessageInvalid, "'proof' names nobody");
    }
    return q;
}

bool Register::spend(const QString &kiosk)
{
    const std::lock_guard lock(m_mutex);
    const qint64 now = m_clock.monotonic().count();
    auto it = m_buckets.find(kiosk);
    if (it == m_buckets.end()) {
        it = m_buckets.insert(kiosk, Bucket{double(m_perMinute), now});
    }
    it->tokens = std::min(double(m_perMinute), it->tokens + double(now - it->atMs) * m_perMinute / 60'000.0);
    it->atMs = now;
    if (it->tokens < 1.0) {
        return false;
    }
    it->tokens -= 1.0;
    return true;
}

Result<QJsonObject> Register::ask(const QString &kiosk, const Question &question)
{
    const QString tag = personTag(m_tagKey, question.number);
    if (!spend(kiosk)) {
        if (auto done = note(kiosk, question, tag, QStringLiteral("too-many")); !done) {
            return fail(done.error());
        }
        return fail(FaultCode::DeviceBusy, "too many questions");
    }
    auto connection = m_database->connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto found = m_records && isOfRecord(question.kind) ? lookElsewhere(*connection, kiosk, question, tag)
                                                        : look(*connection, kiosk, question, tag);
    if (!found && found.error().code != FaultCode::StoreNotFound) {
        return m_records ? Result<QJsonObject>(unanswered(kiosk, question, tag, found.error())) : found;
    }
    // No answer leaves without its row in the log.
    if (auto done = note(kiosk, question, tag, found ? QStringLiteral("answered") : QStringLiteral("not-found"));
        !done) {
        return fail(done.error());
    }
    return found;
}

// Who was asked for may have left this house even so.
tl::unexpected<Fault> Register::unanswered(const QString &kiosk, const Question &question, const QString &tag,
                                           const Fault &fault)
{
    auto done = note(kiosk, question, tag, QStringLiteral("unanswered"));
    return tl::unexpected(done ? fault : done.error());
}

QString Register::tagOf(const QString &number) const
{
    return personTag(m_tagKey, number);
}

Done Register::admit(const QString &kiosk, const Question &question)
{
    if (spend(kiosk)) {
        return {};
    }
    auto done = answered(kiosk, question, QStringLiteral("too-many"));
    return done ? Done(fail(FaultCode::DeviceBusy, "too many questions")) : done;
}

Done Register::answered(const QString &kiosk, const Question &question, const QString &outcome)
{
    return note(kiosk, question, tagOf(question.number), outcome);
}

Result<Identity> Register::identify(const QString &kiosk, const ECardQuestion &question)
{
    Question asked;
    asked.kind = QStringLiteral("e-card");
    asked.service = question.scene;
    asked.visit = question.visit;
    if (!spend(kiosk)) {
        if (auto done = note(kiosk, asked, QStringLiteral(""), QStringLiteral("too-many")); !done) {
            return fail(done.error());
        }
        return fail(FaultCode::DeviceBusy, "too many questions");
    }
    if (!m_issuer) {
        return fail(FaultCode::DeviceNotFitted, "no issuer of electronic cards is connected");
    }
    auto holder = m_issuer->holderOf(question);
    if (!holder && holder.error().code != FaultCode::StoreNotFound) {
        return unanswered(kiosk, asked, QStringLiteral(""), holder.error());
    }
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    const Result<bool> fresh = holder ? firstUse(db, question.code.reveal()) : false;
    if (!fresh) {
        return fail(fresh.error());
    }
    const QString tag = holder ? personTag(m_tagKey, holder->number.reveal()) : QStringLiteral("");
    const QString outcome = *fresh   ? QStringLiteral("answered")
                            : holder ? QStringLiteral("used")
                                     : QStringLiteral("not-found");
    if (auto done = noteIn(db, kiosk, asked, tag, outcome); !done) {
        return fail(done.error());
    }
    // What is not certain to be used up is not answered.
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return *fresh ? std::move(holder) : fail(FaultCode::StoreNotFound, "unknown, over, or used before");
}

Result<CardAuthAnswer> Register::authenticate(const QString &kiosk, const CardAuthQuestion &question)
{
    Question asked;
    asked.kind = QStringLiteral("card-auth");
    asked.service = question.region;
    asked.visit = question.visit;
    const QString tag = QString::fromLatin1(hmacSha256(m_tagKey, "card\n" + question.cardId).toHex());
    if (!spend(kiosk)) {
        if (auto done = note(kiosk, asked, tag, QStringLiteral("too-many")); !done) {
            return fail(done.error());
        }
        return fail(FaultCode::DeviceBusy, "too many questions");
    }
    if (!m_authority) {
        return fail(FaultCode::DeviceNotFitted, "no authority for cards is connected");
    }
    auto answer = m_authority->authenticate(question);
    if (!answer && answer.error().code != FaultCode::StoreNotFound) {
        return unanswered(kiosk, asked, tag, answer.error());
    }
    // No answer leaves without its row in the log.
    if (auto done = note(kiosk, asked, tag, answer ? QStringLiteral("answered") : QStringLiteral("not-found")); !done) {
        return fail(done.error());
    }
    return answer;
}

Result<bool> Register::firstUse(QSqlDatabase &db, const QByteArray &code)
{
    const qint64 now = m_clock.wall().count();
    if (auto gone = run(db, QStringLiteral("DELETE FROM ecard_used WHERE at_ms < ?"), {now - kUsedCodesMs}); !gone) {
        return fail(gone.error());
    }
    const QString digest = QString::fromLatin1(hmacSha256(m_tagKey, "e-card\n" + code).toHex());
    auto row =
        run(db, QStringLiteral("INSERT INTO ecard_used (digest, at_ms) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING"),
            {digest, now});
    if (!row) {
        return fail(row.error());
    }
    return row->numRowsAffected() == 1;
}

Result<QJsonObject> Register::look(QSqlDatabase &db, const QString &kiosk, const Question &question, const QString &tag)
{
    const DocumentTags document{tag, nameTag(question.name)};
    if (question.kind == QLatin1String("unit")) {
        return unitFacts(db, question.service, document);
    }
    if (question.kind == QLatin1String("licence")) {
        const auto begun = std::chrono::steady_clock::now();
        // A unit's licences are told to its clerks alone.
        if (!question.unit.isEmpty()) {
            auto clerk = m_records ? clerkElsewhere(kiosk, question) : unitFacts(db, question.unit, document);
            if (!clerk) {
                return fail(clerk.error());
            }
        }
        return licences(question, tag, begun);
    }
    auto person = personOf(db, document);
    if (!person) {
        return fail(person.error());
    }
    if (question.kind == QLatin1String("progress")) {
        return progress(db, question, tag, !person->isEmpty());
    }
    if (question.kind == QLatin1String("query")) {
        auto list = single(db, QStringLiteral("SELECT 1 FROM service_field WHERE service = ? AND kind = 'list'"),
                           {question.service});
        if (!list) {
            return fail(list.error());
        }
        if (list->isValid()) {
            return listed(db, question, *person);
        }
    }
    if (person->isEmpty()) {
        return fail(FaultCode::StoreNotFound, "no record, or under another name");
    }
    return question.kind == QLatin1String("needs") ? needs(db, question, tag, *person) : fields(db, question, *person);
}

// What is told to everybody: those the centre knows are told what suits their wishes, others all of it.
Result<QJsonObject> Register::listed(QSqlDatabase &db, const Question &question, const QString &person)
{
    QJsonObject answer{{QStringLiteral("fields"), QJsonObject()}, {QStringLiteral("found"), true}};
    Wishes wishes;
    if (!person.isEmpty()) {
        auto own = fields(db, question, person);
        if (own) {
            answer = *own;
        } else if (own.error().code != FaultCode::StoreNotFound) {
            return own;
        }
        const QJsonObject facts = answer.value(QStringLiteral("fields")).toObject();
        wishes = wishesOf(facts);
    }
    auto list = vacanciesFor(db, wishes, hallDay(m_clock));
    if (!list) {
        return fail(list.error());
    }
    if (list->isEmpty()) {
        return fail(FaultCode::StoreNotFound, "no vacancy suits");
    }
    answer.insert(QStringLiteral("list"), *list);
    return answer;
}

// Which services the record suggests, and by which rule: never what stands in the record.
Result<QJsonObject> Register::needs(QSqlDatabase &db, const Question &question, const QString &tag,
                                    const QString &person)
{
    if (!m_catalogues) {
        return fail(FaultCode::StoreNotFound, "the centre suggests nothing");
    }
    const auto catalogue = m_catalogues->newest();
    if (!catalogue) {
        return fail(catalogue.error());
    }
    auto known = run(db, QStringLiteral("SELECT field, value FROM person_record WHERE person = ?"), {person});
    if (!known) {
        return fail(known.error());
    }
    QJsonObject record;
    while (known->next()) {
        record.insert(known->value(0).toString(), decodeValue(known->value(1).toString()));
    }
    return suggested(db, **catalogue, question, tag, std::move(record));
}

Result<QJsonObject> Register::suggested(QSqlDatabase &db, const Catalogue &catalogue, const Question &question,
                                        const QString &tag, QJsonObject record)
{
    record.insert(QStringLiteral("cert_no"), question.number);
    auto pending = run(db,
                       QStringLiteral("SELECT i.service FROM result r JOIN item i ON i.id = r.item"
                                      " WHERE %1 AND r.state IN ('accepted', 'correction') UNION"
                                      " SELECT i.service FROM check_wait w JOIN item i ON i.id = w.item WHERE %2")
                           .arg(isOfOnePerson("r.tag"), isOfOnePerson("w.tag")),
                       {tag, tag, tag, tag});
    if (!pending) {
        return fail(pending.error());
    }
    QSet<QString> underWay;
    while (pending->next()) {
        underWay.insert(pending->value(0).toString());
    }
    const QDate today = hallDay(m_clock);
    Facts facts = withDerived(catalogue, factsFromJson(catalogue, record), today);
    QJsonArray suggestions;
    for (const Need &need : needsOf(catalogue, facts, today)) {
        if (!underWay.contains(need.service)) {
            suggestions.append(
                QJsonObject{{QStringLiteral("service"), need.service}, {QStringLiteral("need"), need.id}});
        }
    }
    wipeFacts(facts);
    return QJsonObject{{QStringLiteral("suggestions"), suggestions}};
}

Result<QJsonObject> Register::fields(QSqlDatabase &db, const Question &question, const QString &person)
{
    auto rows = run(db,
                    QStringLiteral("SELECT s.field, s.needed, f.value FROM service_field s"
                                   " LEFT JOIN person_record f ON f.field = s.field AND f.person = ?"
                                   " WHERE s.service = ? AND s.kind = ?"),
                    {person, question.service, question.kind});
    if (!rows) {
        return fail(rows.error());
    }
    QJsonObject known;
    bool any = false;
    while (rows->next()) {
        any = true;
        const QString value = rows->value(2).toString();
        if (!value.isEmpty()) {
            known.insert(rows->value(0).toString(), decodeValue(value));
        } else if (rows->value(1).toInt() != 0) {
            return fail(FaultCode::StoreNotFound, "the record lacks what this service answers");
        }
    }
    if (!any) {
        return fail(FaultCode::StoreNotFound, "the centre answers nothing for this service");
    }
    QJsonObject answer{{QStringLiteral("fields"), known}};
    if (question.kind == QLatin1String("query")) {
        answer.insert(QStringLiteral("found"), true);
    }
    return answer;
}

// What a case is about, and what is asked of the person, is told to the holder: others learn that there is a case, and
// whether it waits for them. A kiosk that says nothing of who stands there gets what such kiosks always got. Cases of
// the person's other documents are told where name and number fit what the centre knows.
Result<QJsonObject> Register::progress(QSqlDatabase &db, const Question &question, const QString &tag, bool known)
{
    const QString others = known ? tag : QStringLiteral("");
    auto rows =
        run(db,
            QStringLiteral("SELECT i.id, i.service, r.state, r.at_ms, r.code FROM result r JOIN item i ON i.id = r.item"
                           " LEFT JOIN follow_up f ON f.item = i.id"
                           " WHERE %1 AND f.item IS NULL UNION ALL"
                           " SELECT i.id, i.service, 'in-progress', i.received_ms, '' FROM check_wait w"
                           " JOIN item i ON i.id = w.item WHERE %2 ORDER BY 4 DESC LIMIT 50")
                .arg(isOfOnePerson("r.tag"), isOfOnePerson("w.tag")),
            {tag, others, tag, others});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<QJsonObject> found;
    while (rows->next()) {
        const auto at = QDateTime::fromMSecsSinceEpoch(rows->value(3).toLongLong(), Qt::UTC);
        found.append(QJsonObject{{QStringLiteral("id"), rows->value(0).toString()},
                                 {QStringLiteral("number"), shortNumber(rows->value(0).toString())},
                                 {QStringLiteral("service"), rows->value(1).toString()},
                                 {QStringLiteral("state"), rows->value(2).toString()},
                                 {QStringLiteral("code"), rows->value(4).toString()},
                                 {QStringLiteral("at"), at.toString(Qt::ISODateWithMs)}});
    }
    rows->finish();
    const bool holder = question.assurance && *question.assurance >= Assurance::Holder;
    QJsonArray cases;
    for (QJsonObject &one : found) {
        const QString state = one.value(QStringLiteral("state")).toString();
        one.insert(QStringLiteral("waiting"),
                   state == caseStateName(CaseState::Correction) || state == caseStateName(CaseState::Ready));
        if (holder) {
            auto life = lifeJson(db, one.value(QStringLiteral("id")).toString());
            if (!life) {
                return fail(life.error());
            }
            for (auto it = life->constBegin(); it != life->constEnd(); ++it) {
                one.insert(it.key(), *it);
            }
        } else if (question.assurance) {
            one.remove(QStringLiteral("service"));
            one.remove(QStringLiteral("state"));
            one.remove(QStringLiteral("code"));
        }
        cases.append(one);
    }
    QJsonObject answer{{QStringLiteral("cases"), cases}};
    auto draft = single(db, QStringLiteral("SELECT 1 FROM draft WHERE tag = ? AND until_ms > ?"),
                        {tag, qint64(m_clock.wall().count())});
    if (!draft) {
        return fail(draft.error());
    }
    if (draft->isValid()) {
        answer.insert(QStringLiteral("draft"), true);
    }
    return answer;
}

Done Register::note(const QString &kiosk, const Question &question, const QString &tag, const QString &outcome)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    if (auto done = noteIn(transaction.connection(), kiosk, question, tag, outcome); !done) {
        return done;
    }
    return transaction.commit();
}

Done Register::noteIn(QSqlDatabase &db, const QString &kiosk, const Question &question, const QString &tag,
                      const QString &outcome)
{
    const qint64 now = m_clock.wall().count();
    auto row = run(db,
                   QStringLiteral("INSERT INTO ask_log (id, at_ms, kiosk, visit, tag, kind, service, outcome)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
                   {QString::fromLatin1(randomBytes(16).toHex()), now, kiosk, question.visit, tag, question.kind,
                    question.service.isNull() ? QStringLiteral("") : question.service, outcome});
    if (!row) {
        return fail(row.error());
    }
    return watchQuestions(db, kiosk, now);
}

QString Register::nameTag(const QString &name) const
{
    return QString::fromLatin1(hmacSha256(m_tagKey, "name\n" + name.trimmed().toUtf8()).toHex());
}

Result<int> Register::load(const QByteArray &json)
{
    auto object = parseJsonObject(json, kPeopleFileLimit);
    if (!object) {
        return fail(FaultCode::FileInvalid, object.error().detail);
    }
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    const QJsonArray people = object->value(QStringLiteral("people")).toArray();
    QSet<QString> numbers;
    for (const auto &person : people) {
        if (auto done = loadPerson(transaction.connection(), person.toObject(), numbers); !done) {
            return fail(done.error());
        }
    }
    const auto tags = [this](const QString &number, const QString &name) {
        return DocumentTags{personTag(m_tagKey, number), nameTag(name)};
    };
    for (const auto &unit : object->value(QStringLiteral("units")).toArray()) {
        if (auto done = loadUnit(transaction.connection(), unit.toObject(), tags); !done) {
            return fail(done.error());
        }
    }
    for (const auto &vacancy : object->value(QStringLiteral("vacancies")).toArray()) {
        if (auto done = loadVacancy(transaction.connection(), vacancy.toObject()); !done) {
            return fail(done.error());
        }
    }
    const QJsonObject services = object->value(QStringLiteral("services")).toObject();
    for (auto it = services.begin(); it != services.end(); ++it) {
        if (auto done = loadService(transaction.connection(), it.key(), it->toObject()); !done) {
            return fail(done.error());
        }
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return static_cast<int>(people.size());
}

Done Register::loadPerson(QSqlDatabase &db, const QJsonObject &person, QSet<QString> &numbers)
{
    QJsonArray entries = person.value(QStringLiteral("documents")).toArray();
    entries.prepend(person);
    QVector<DocumentTags> documents;
    for (const auto &entry : entries) {
        const QString number = entry[QStringLiteral("number")].toString().toUpper();
        const QString name = entry[QStringLiteral("name")].toString(person.value(QStringLiteral("name")).toString());
        if (number.isEmpty() || name.isEmpty()) {
            return fail(FaultCode::FileInvalid, "a person without number or name");
        }
        if (numbers.contains(number)) {
            return fail(FaultCode::FileInvalid, "two people, or one twice, with the same document");
        }
        numbers.insert(number);
        documents.append({personTag(m_tagKey, number), nameTag(name)});
    }
    return savePerson(db, documents, person.value(QStringLiteral("fields")).toObject(), m_clock.wall().count());
}

Done Register::loadService(QSqlDatabase &db, const QString &service, const QJsonObject &rule)
{
    auto row =
        run(db,
            QStringLiteral("INSERT INTO service_rule (service, outcome, code) VALUES (?, ?, ?)"
                           " ON CONFLICT (service) DO UPDATE SET outcome = excluded.outcome, code = excluded.code"),
            {service, rule.value(QStringLiteral("outcome")).toString(QStringLiteral("accepted")),
             rule.value(QStringLiteral("code")).toString(QStringLiteral("accepted"))});
    if (!row) {
        return fail(row.error());
    }
    for (const auto *kind : {"prefill", "query", "needed", "list"}) {
        const bool needed = qstrcmp(kind, "needed") == 0;
        for (const auto &field : rule.value(QLatin1String(kind)).toArray()) {
            auto added =
                run(db,
                    QStringLiteral("INSERT INTO service_field (service, kind, field, needed) VALUES (?, ?, ?, ?)"
                                   " ON CONFLICT (service, kind, field) DO UPDATE SET needed = excluded.needed"),
                    {service, needed ? QStringLiteral("query") : QString::fromLatin1(kind), field.toString(),
                     needed ? 1 : 0});
            if (!added) {
                return fail(added.error());
            }
        }
    }
    return {};
}

}  // namespace hall::gateway
