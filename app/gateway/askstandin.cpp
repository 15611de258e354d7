// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/askstandin.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <httplib.h>

#include <algorithm>
#include <thread>

namespace hall::standin {
namespace {

constexpr char kJson[] = "application/json";
constexpr int kOversized = 1024 * 1024;
constexpr qint64 kCodeSeconds = 60;
constexpr int kListed = 30;

const QStringList kModes{QStringLiteral("up"),         QStringLiteral("down"),         QStringLiteral("error"),
                         QStringLiteral("slow"),       QStringLiteral("garbage"),      QStringLiteral("cut"),
                         QStringLiteral("oversized"),  QStringLiteral("redirect"),     QStringLiteral("not-let-in"),
                         QStringLiteral("wrong-type"), QStringLiteral("wrong-person"), QStringLiteral("wrong-ask"),
                         QStringLiteral("unasked"),    QStringLiteral("no-such-call")};

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void reply(httplib::Response &response, int status, const QByteArray &body)
{
    response.status = status;
    response.set_content(body.constData(), static_cast<std::size_t>(body.size()), kJson);
}

// Says how much comes, gives half of it, and hangs up.
void hangUp(httplib::Response &response, const QByteArray &body)
{
    response.status = 200;
    response.set_content_provider(
        static_cast<std::size_t>(body.size()), kJson,
        [half = body.left(body.size() / 2)](std::size_t offset, std::size_t, httplib::DataSink &sink) {
            return offset == 0 && sink.write(half.constData(), static_cast<std::size_t>(half.size()));
        });
}

QJsonObject objectIn(const QString &path, QString &wrong)
{
    QFile file(path);
    const QJsonObject object =
        file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    if (object.isEmpty()) {
        wrong = path + QStringLiteral(": no JSON object");
    }
    return object;
}

QSet<QString> words(const QJsonValue &array)
{
    QSet<QString> all;
    for (const auto &word : array.toArray()) {
        all.insert(word.toString());
    }
    return all;
}

// What the dictionary's fields of an answer are swapped for, as a careless office would.
void spoil(QJsonObject &answer, const QString &mode)
{
    if (mode == QLatin1String("wrong-ask")) {
        answer.insert(QStringLiteral("ask"), QString(32, u'0'));
    }
    if (mode == QLatin1String("wrong-person")) {
        answer.insert(QStringLiteral("person"),
                      QJsonObject{{QStringLiteral("number"), QStringLiteral("370200198506150016")},
                                  {QStringLiteral("name"), QStringLiteral("李演示")}});
        answer.insert(QStringLiteral("card_id"), QString(32, u'0'));
        answer.insert(QStringLiteral("until"), QStringLiteral("2999-01-01T00:00:00.000Z"));
    }
    for (const QString &part : {QStringLiteral("fields"), QStringLiteral("holder")}) {
        QJsonObject fields = answer[part].toObject();
        if (mode == QLatin1String("wrong-type")) {
            for (auto it = fields.begin(); it != fields.end(); ++it) {
                *it = QJsonArray{QJsonObject()};
            }
        }
        if (mode == QLatin1String("unasked")) {
            fields.insert(QStringLiteral("aac999"), QStringLiteral("nobody asked for this"));
        }
        if (answer.contains(part)) {
            answer.insert(part, fields);
        }
    }
    if (mode == QLatin1String("wrong-type") || mode == QLatin1String("unasked")) {
        answer.insert(QStringLiteral("external"), 7);
    }
}

}  // namespace

QString AskStandin::load(const QString &people, const QString &dictionary)
{
    QString wrong;
    const QJsonObject known = objectIn(people, wrong);
    const QJsonObject fields = objectIn(dictionary, wrong)[QStringLiteral("fields")].toObject();
    if (!wrong.isEmpty()) {
        return wrong;
    }
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const QString code = it->toObject()[QStringLiteral("code")].toString();
        const QString key = code.isEmpty() ? QStringLiteral("hall.") + it.key() : code;
        m_idOf.insert(key, it.key());
        m_keyOf.insert(it.key(), key);
    }
    for (const auto &entry : known[QStringLiteral("people")].toArray()) {
        const QJsonObject person = entry.toObject();
        QJsonArray documents = person[QStringLiteral("documents")].toArray();
        documents.prepend(QJsonObject{{QStringLiteral("number"), person[QStringLiteral("number")]}});
        for (const auto &document : std::as_const(documents)) {
            const QString name = document[QStringLiteral("name")].toString(person[QStringLiteral("name")].toString());
            m_documents.insert(document[QStringLiteral("number")].toString().toUpper(),
                               {{QStringLiteral("name"), name}, {QStringLiteral("person"), person}});
        }
        const QJsonObject card = person[QStringLiteral("e_card")].toObject();
        if (!card.isEmpty()) {
            m_cards.insert(card[QStringLiteral("subject")].toString(), person);
        }
    }
    m_services = known[QStringLiteral("services")].toObject();
    m_units = known[QStringLiteral("units")].toArray();
    m_vacancies = known[QStringLiteral("vacancies")].toArray();
    m_cardKeys = known[QStringLiteral("card_keys")].toArray();
    return {};
}

void AskStandin::addRoutes(httplib::Server &server)
{
    if (m_keyOf.isEmpty()) {
        return;
    }
    const auto route = [this, &server](const char *path, Judge judge) {
        server.Post(path, [this, judge](const httplib::Request &request, httplib::Response &response) {
            answer(request, response, judge);
        });
    };
    route("/v1/records", &AskStandin::recordOf);
    route("/v1/e-cards", &AskStandin::holderOf);
    route("/v1/card-keys", &AskStandin::keysOf);
    server.Post("/control/asks", [this](const httplib::Request &request, httplib::Response &response) {
        const QJsonObject wish = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
        const bool known = behave(wish[QStringLiteral("mode")].toString(), wish[QStringLiteral("times")].toInt(-1),
                                  wish[QStringLiteral("delay_ms")].toInt(4000));
        reply(response, known ? 200 : 400, known ? "{}" : "{\"error\":\"mode\"}");
    });
}

bool AskStandin::behave(const QString &mode, int times, int delayMs)
{
    const std::lock_guard lock(m_mutex);
    if (!kModes.contains(mode)) {
        return false;
    }
    m_mode = mode;
    m_times = times;
    m_delayMs = delayMs;
    return true;
}

int AskStandin::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

void AskStandin::answer(const httplib::Request &request, httplib::Response &response, Judge judge)
{
    QString mode;
    int delay = 0;
    {
        const std::lock_guard lock(m_mutex);
        ++m_asked;
        mode = m_times == 0 ? kModes.constFirst() : m_mode;
        m_times -= m_times > 0 ? 1 : 0;
        delay = m_delayMs;
    }
    if (mode == QLatin1String("down") || mode == QLatin1String("error")) {
        return reply(response, mode == QLatin1String("down") ? 503 : 500, "{}");
    }
    if (mode == QLatin1String("not-let-in") || mode == QLatin1String("no-such-call")) {
        return reply(response, mode == QLatin1String("not-let-in") ? 403 : 404, "{}");
    }
    const QJsonObject question = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
    if (question[QStringLiteral("v")].toInt() != 1 || question[QStringLiteral("ask")].toString().isEmpty()) {
        return reply(response, 400, "{}");
    }
    QJsonObject said = (this->*judge)(question);
    said.insert(QStringLiteral("v"), 1);
    said.insert(QStringLiteral("ask"), question[QStringLiteral("ask")]);
    said.insert(QStringLiteral("outcome"),
                said.take(QStringLiteral("found")).toBool() ? QStringLiteral("found") : QStringLiteral("none"));
    spoil(said, mode);
    const QByteArray whole = text(said);
    if (mode == QLatin1String("slow")) {
        std::this_thread::sleep_for(std::chrono::milliseconds(delay));
    }
    if (mode == QLatin1String("redirect")) {
        response.set_redirect("/v1/ping");
    } else if (mode == QLatin1String("garbage")) {
        reply(response, 200, "{\"v\":1,");
    } else if (mode == QLatin1String("cut")) {
        hangUp(response, whole);
    } else if (mode == QLatin1String("oversized")) {
        reply(response, 200, whole + QByteArray(kOversized, ' '));
    } else {
        reply(response, 200, whole);
    }
}

// The fields that are asked for, known, and of `only` when that is given.
QJsonObject AskStandin::byKey(const QJsonObject &fields, const QJsonArray &keys, const QSet<QString> *only) const
{
    QJsonObject said;
    for (const auto &key : keys) {
        const QString id = m_idOf.value(key.toString());
        if (fields.contains(id) && (!only || only->contains(id))) {
            said.insert(key.toString(), fields[id]);
        }
    }
    return said;
}

QJsonObject AskStandin::personOf(const QJsonValue &asked) const
{
    const QJsonObject document = m_documents.value(asked[QStringLiteral("number")].toString().toUpper());
    const bool same = document[QStringLiteral("name")].toString() == asked[QStringLiteral("name")].toString().trimmed();
    return same ? document[QStringLiteral("person")].toObject() : QJsonObject();
}

// The one that the records are kept by, and all others.
QJsonArray AskStandin::documentsOf(const QJsonObject &person)
{
    QJsonArray documents{QJsonObject{{QStringLiteral("number"), person[QStringLiteral("number")]},
                                     {QStringLiteral("name"), person[QStringLiteral("name")]}}};
    for (const auto &document : person[QStringLiteral("documents")].toArray()) {
        documents.append(QJsonObject{{QStringLiteral("number"), document[QStringLiteral("number")]},
                                     {QStringLiteral("name"), document[QStringLiteral("name")].toString(
                                                                  person[QStringLiteral("name")].toString())}});
    }
    return documents;
}

QJsonObject AskStandin::recordOf(const QJsonObject &question)
{
    const QString kind = question[QStringLiteral("kind")].toString();
    const QJsonArray keys = question[QStringLiteral("fields")].toArray();
    QJsonObject said{{QStringLiteral("person"), question[QStringLiteral("person")]}};
    if (kind == QLatin1String("unit")) {
        said.insert(QStringLiteral("unit"), question[QStringLiteral("unit")]);
        const QJsonObject unit = unitOf(question);
        said.insert(QStringLiteral("found"), !unit.isEmpty());
        if (!unit.isEmpty()) {
            said.insert(QStringLiteral("fields"), byKey(unit, keys, nullptr));
        }
        return said;
    }
    const QJsonObject person = personOf(question[QStringLiteral("person")]);
    const QJsonObject known = person[QStringLiteral("fields")].toObject();
    const QJsonValue service = m_services[question[QStringLiteral("purpose")].toString()];
    const QSet<QString> needed = words(service[QStringLiteral("needed")]);
    QSet<QString> only = words(service[kind]);
    bool found = !person.isEmpty();
    if (kind == QLatin1String("query")) {
        only += needed;
        for (const QString &id : needed) {
            found = found && known.contains(id);
        }
    }
    const bool everything = kind == QLatin1String("needs");
    const bool listed =
        question.contains(QStringLiteral("list")) && service.toObject().contains(QStringLiteral("list"));
    if (!everything && only.isEmpty()) {
        found = false;
    }
    said.insert(QStringLiteral("found"), found || listed);
    if (found || listed) {
        said.insert(QStringLiteral("fields"), found ? byKey(known, keys, everything ? nullptr : &only) : QJsonObject());
    }
    if (found && question[QStringLiteral("documents")].toBool()) {
        said.insert(QStringLiteral("documents"), documentsOf(person));
    }
    if (listed) {
        said.insert(QStringLiteral("list"), vacanciesFor(known, question[QStringLiteral("list")].toArray()));
    }
    return said;
}

// A unit is told to its clerks alone, by whichever of their documents.
QJsonObject AskStandin::unitOf(const QJsonObject &question) const
{
    const QJsonValue asking = question[QStringLiteral("person")];
    const QJsonObject person = personOf(asking);
    for (const auto &entry : m_units) {
        if (entry[QStringLiteral("code")].toString() != question[QStringLiteral("unit")].toString()) {
            continue;
        }
        for (const auto &clerk : entry[QStringLiteral("clerks")].toArray()) {
            const bool same = clerk[QStringLiteral("number")] == asking[QStringLiteral("number")] &&
                              clerk[QStringLiteral("name")] == asking[QStringLiteral("name")];
            if (same || (!person.isEmpty() && personOf(clerk) == person)) {
                QJsonObject fields = entry[QStringLiteral("fields")].toObject();
                fields.insert(QStringLiteral("uscc"), entry[QStringLiteral("code")]);
                return fields;
            }
        }
    }
    return {};
}

// Open ones that suit what the person looks for, the best paid first.
QJsonArray AskStandin::vacanciesFor(const QJsonObject &person, const QJsonArray &keys) const
{
    const QString today = QDateTime::currentDateTimeUtc().addSecs(8 * 3600).date().toString(Qt::ISODate);
    QString region = person[QStringLiteral("want_region")].toString();
    while (region.endsWith(QLatin1String("00"))) {
        region.chop(2);
    }
    const QString group = person[QStringLiteral("want_occupation")].toString().section(u'-', 0, 1);
    const qint64 wage = person[QStringLiteral("want_wage")].toInteger();
    QVector<QJsonObject> open;
    for (const auto &entry : m_vacancies) {
        const QJsonObject one = entry.toObject();
        const auto said = [&one](const char *id) { return one[QLatin1String(id)]; };
        const bool suits = said("vacancy_valid_to").toString() >= today &&
                           said("vacancy_region").toString().startsWith(region) &&
                           said("vacancy_occupation").toString().startsWith(group) &&
                           (wage == 0 || said("vacancy_pay_to").toInteger() >= wage);
        if (suits) {
            open.append(one);
        }
    }
    std::sort(open.begin(), open.end(), [](const QJsonObject &a, const QJsonObject &b) {
        const auto pay = [](const QJsonObject &one) { return one[QStringLiteral("vacancy_pay_to")].toInteger(); };
        const auto number = [](const QJsonObject &one) { return one[QStringLiteral("vacancy_no")].toString(); };
        return pay(a) != pay(b) ? pay(a) > pay(b) : number(a) < number(b);
    });
    QJsonArray list;
    for (const QJsonObject &one : std::as_const(open)) {
        if (list.size() < kListed) {
            list.append(byKey(one, keys, nullptr));
        }
    }
    return list;
}

// HALL-E1.<subject>.<seconds>.<seal>, as a telephone makes it (tests/support/democodes.h); each is good once.
QJsonObject AskStandin::holderOf(const QJsonObject &question)
{
    const QString code = question[QStringLiteral("code")].toString();
    const QStringList parts = code.split(u'.');
    const QJsonObject none{{QStringLiteral("found"), false}};
    if (parts.size() != 4 || parts[0] != QLatin1String("HALL-E1") || !m_cards.contains(parts[1])) {
        return none;
    }
    const QJsonObject person = m_cards[parts[1]];
    const QJsonObject card = person[QStringLiteral("e_card")].toObject();
    const QByteArray sealed = "hall-e-card-v1\n" + parts[1].toLatin1() + '\n' + parts[2].toLatin1();
    const QByteArray secret = QByteArray::fromHex(card[QStringLiteral("secret")].toString().toLatin1());
    const QByteArray seal = QMessageAuthenticationCode::hash(sealed, secret, QCryptographicHash::Sha256).toHex();
    const qint64 until = parts[2].toLongLong() + kCodeSeconds;
    const qint64 left = until - QDateTime::currentSecsSinceEpoch();
    const std::lock_guard lock(m_mutex);
    if (seal.left(32) != parts[3].toLatin1() || left < 0 || left > kCodeSeconds + 5 || m_used.contains(code)) {
        return none;
    }
    m_used.insert(code);
    QJsonObject holder{{QStringLiteral("region"), card[QStringLiteral("region")]}};
    const auto say = [&](const char *id, const QJsonValue &value) {
        holder.insert(m_keyOf.value(QLatin1String(id)), value);
    };
    say("name", person[QStringLiteral("name")]);
    say("cert_no", person[QStringLiteral("number")]);
    say("ethnicity", card[QStringLiteral("ethnicity")]);
    say("si_card_no", card[QStringLiteral("card_number")]);
    return {{QStringLiteral("found"), true},
            {QStringLiteral("until"), QDateTime::fromSecsSinceEpoch(until, Qt::UTC).toString(Qt::ISODateWithMs)},
            {QStringLiteral("holder"), holder}};
}

// Simulated cards answer to what stands in their files, so nothing is computed: a real service has a machine for it.
QJsonObject AskStandin::keysOf(const QJsonObject &question)
{
    const QJsonValue card = question[QStringLiteral("card_id")];
    QJsonObject said{{QStringLiteral("card_id"), card}};
    for (const auto &key : std::as_const(m_cardKeys)) {
        if (key[QStringLiteral("card_id")] == card &&
            key[QStringLiteral("region")] == question[QStringLiteral("region")]) {
            said.insert(QStringLiteral("found"), true);
            said.insert(QStringLiteral("internal"), key[QStringLiteral("internal")]);
            said.insert(QStringLiteral("external"), key[QStringLiteral("external")]);
        }
    }
    return said;
}

}  // namespace hall::standin
