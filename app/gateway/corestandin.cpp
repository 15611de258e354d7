// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/corestandin.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <httplib.h>

#include <unistd.h>

namespace hall::standin {
namespace {

constexpr std::size_t kPayload = 64 * 1024 * 1024;
constexpr qsizetype kOversized = 1024 * 1024;
constexpr qsizetype kEventsAtOnce = 100;
constexpr char kJson[] = "application/json";

const QString kUp = QStringLiteral("up");
// What chance may choose from; refusals are told, never left to it.
const QStringList kFaults{QStringLiteral("down"),        QStringLiteral("slow"),      QStringLiteral("error"),
                          QStringLiteral("error-after"), QStringLiteral("lost"),      QStringLiteral("cut"),
                          QStringLiteral("garbage"),     QStringLiteral("oversized"), QStringLiteral("wrong-reference"),
                          QStringLiteral("working")};

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void reply(httplib::Response &response, int status, const QByteArray &body)
{
    response.status = status;
    response.set_content(body.constData(), static_cast<std::size_t>(body.size()), kJson);
}

void reply(httplib::Response &response, const QJsonObject &body)
{
    reply(response, 200, text(body));
}

// Says how much comes, gives the first `size` bytes of it, and hangs up.
void hangUp(httplib::Response &response, const QByteArray &body, qsizetype size)
{
    response.status = 200;
    response.set_content_provider(static_cast<std::size_t>(body.size()), kJson,
                                  [first = body.left(size)](std::size_t offset, std::size_t, httplib::DataSink &sink) {
                                      if (offset == 0 && !first.isEmpty()) {
                                          return sink.write(first.constData(), static_cast<std::size_t>(first.size()));
                                      }
                                      return false;
                                  });
}

// One line, on the disk when it returns.
bool append(const QString &path, const QJsonObject &line)
{
    QFile file(path);
    const QByteArray bytes = text(line) + '\n';
    return file.open(QIODevice::WriteOnly | QIODevice::Append) && file.write(bytes) == bytes.size() && file.flush() &&
           ::fdatasync(file.handle()) == 0;
}

// What was being written when the program was killed had not been answered: it is cut off.
QVector<QJsonObject> readLines(const QString &path)
{
    QFile file(path);
    QVector<QJsonObject> lines;
    if (!file.open(QIODevice::ReadWrite)) {
        return lines;
    }
    qint64 good = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (!line.endsWith('\n') || !document.isObject()) {
            break;
        }
        lines.append(document.object());
        good += line.size();
    }
    file.resize(good);
    return lines;
}

bool isDigest(const QString &digest)
{
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]{64}\\z"));
    return hex.match(digest).hasMatch();
}

QString numberOf(qsizetype seq, qsizetype part)
{
    return QStringLiteral("YW%1-%2").arg(seq, 8, 10, QLatin1Char('0')).arg(part + 1);
}

QJsonObject said(const QString &reference, const char *outcome)
{
    return {{QStringLiteral("v"), 1},
            {QStringLiteral("reference"), reference},
            {QStringLiteral("outcome"), QLatin1String(outcome)}};
}

}  // namespace

CoreStandin::CoreStandin(QString folder, int decideAfter) : m_folder(std::move(folder)), m_decideAfter(decideAfter)
{
}

CoreStandin::~CoreStandin()
{
    stop();
}

void CoreStandin::secure(const QString &certificate, const QString &key, const QString &clients)
{
    m_certificate = certificate;
    m_key = key;
    m_clients = clients;
}

QString CoreStandin::start(const QString &host, int port)
{
    if (!QDir().mkpath(m_folder + QStringLiteral("/materials"))) {
        return m_folder + QStringLiteral(" cannot be made");
    }
    m_record = readLines(m_folder + QStringLiteral("/record.jsonl"));
    m_events = readLines(m_folder + QStringLiteral("/events.jsonl"));
    for (qsizetype i = 0; i < m_record.size(); ++i) {
        const QString reference = m_record[i][QStringLiteral("reference")].toString();
        if (!m_byReference.contains(reference)) {
            m_byReference.insert(reference, i);
        }
        for (const auto &one : m_record[i][QStringLiteral("cases")].toArray()) {
            m_ofCase.insert(one[QStringLiteral("case")].toString(), reference);
        }
    }
    for (const QJsonObject &event : std::as_const(m_events)) {
        const QString name = event[QStringLiteral("event")].toString();
        const int stage = name == QLatin1String("decided") ? 1 : name == QLatin1String("ready") ? 2 : 3;
        m_told.insert(event[QStringLiteral("case")].toString(), stage);
    }
    if (m_certificate.isEmpty()) {
        m_server = std::make_unique<httplib::Server>();
    } else {
        const QByteArray clients = QFile::encodeName(m_clients);
        m_server = std::make_unique<httplib::SSLServer>(QFile::encodeName(m_certificate).constData(),
                                                        QFile::encodeName(m_key).constData(),
                                                        clients.isEmpty() ? nullptr : clients.constData());
        if (!m_server->is_valid()) {
            return QStringLiteral("certificate, key or authority cannot be used");
        }
    }
    m_server->set_payload_max_length(kPayload);
    m_server->set_keep_alive_max_count(1);
    addRoutes();
    const std::string name = host.toStdString();
    const bool bound = port != 0 && m_server->bind_to_port(name, port);
    m_port = port == 0 ? m_server->bind_to_any_port(name) : bound ? port : 0;
    if (m_port <= 0) {
        return QStringLiteral("cannot listen on %1:%2").arg(host).arg(port);
    }
    m_ending = false;
    m_thread = std::thread([this] { m_server->listen_after_bind(); });
    return {};
}

void CoreStandin::stop()
{
    if (!m_thread.joinable()) {
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_all();
    while (!m_server->is_running()) {
        std::this_thread::yield();
    }
    m_server->stop();
    m_thread.join();
}

void CoreStandin::behave(const CoreManners &manners)
{
    const std::lock_guard lock(m_mutex);
    m_manners = manners;
}

QVector<QJsonObject> CoreStandin::record() const
{
    const std::lock_guard lock(m_mutex);
    return m_record;
}

int CoreStandin::questions() const
{
    const std::lock_guard lock(m_mutex);
    return m_questions;
}

int CoreStandin::handed() const
{
    const std::lock_guard lock(m_mutex);
    return m_handed;
}

void CoreStandin::addRoutes()
{
    m_server->Get("/v1/ping", [this](const httplib::Request &, httplib::Response &response) {
        bool down = false;
        {
            const std::lock_guard lock(m_mutex);
            down = m_manners.mode == QLatin1String("down") && m_manners.times != 0;
        }
        reply(response, down ? 503 : 200, "{\"v\":1,\"ready\":true}");
    });
    m_server->Post("/v1/handovers", [this](const httplib::Request &request, httplib::Response &response) {
        handOver(request, response);
    });
    m_server->Get("/v1/handovers/([A-Za-z0-9._-]{1,64})",
                  [this](const httplib::Request &request, httplib::Response &response) {
                      question(QString::fromStdString(request.matches[1]), response);
                  });
    m_server->Get("/v1/events",
                  [this](const httplib::Request &request, httplib::Response &response) { events(request, response); });
    m_server->Get("/v1/materials/([0-9a-f]{64})", [this](const httplib::Request &request, httplib::Response &response) {
        material(QString::fromStdString(request.matches[1]), nullptr, response);
    });
    m_server->Put("/v1/materials/([0-9a-f]{64})", [this](const httplib::Request &request, httplib::Response &response) {
        material(QString::fromStdString(request.matches[1]), &request, response);
    });
    m_asks.addRoutes(*m_server);
    m_server->Post("/control", [this](const httplib::Request &request, httplib::Response &response) {
        control(request, response);
    });
    m_server->Post("/control/event", [this](const httplib::Request &request, httplib::Response &response) {
        const bool known = say(QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object());
        reply(response, known ? 200 : 400, known ? "{}" : "{\"error\":\"case or event\"}");
    });
}

void CoreStandin::control(const httplib::Request &request, httplib::Response &response)
{
    const QJsonObject wish = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
    CoreManners manners;
    manners.mode = wish[QStringLiteral("mode")].toString(kUp);
    manners.times = wish[QStringLiteral("times")].toInt(-1);
    manners.chaosPercent = wish[QStringLiteral("chaos")].toInt();
    manners.delayMs = wish[QStringLiteral("delay_ms")].toInt(manners.delayMs);
    manners.dedupe = wish[QStringLiteral("dedupe")].toBool(true);
    manners.code = wish[QStringLiteral("code")].toString(manners.code);
    static const QStringList told{kUp, QStringLiteral("refuse"), QStringLiteral("correct"),
                                  QStringLiteral("duplicate")};
    if (wish.isEmpty() || (!told.contains(manners.mode) && !kFaults.contains(manners.mode))) {
        return reply(response, 400, "{\"error\":\"mode\"}");
    }
    behave(manners);
    reply(response, 200, "{}");
}

QString CoreStandin::takeMode()
{
    const std::lock_guard lock(m_mutex);
    const auto draw = [this](int below) { return std::uniform_int_distribution<int>(0, below - 1)(m_random); };
    if (m_manners.chaosPercent > 0 && draw(100) < m_manners.chaosPercent) {
        return kFaults[draw(static_cast<int>(kFaults.size()))];
    }
    if (m_manners.times == 0) {
        return kUp;
    }
    m_manners.times -= m_manners.times > 0 ? 1 : 0;
    return m_manners.mode;
}

void CoreStandin::sleep(int milliseconds)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return m_ending; });
}

void CoreStandin::handOver(const httplib::Request &request, httplib::Response &response)
{
    const QString mode = takeMode();
    const QJsonObject message = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
    const QString reference = message[QStringLiteral("reference")].toString();
    {
        const std::lock_guard lock(m_mutex);
        ++m_handed;
    }
    if (message.isEmpty() || reference.isEmpty()) {
        return reply(response, 400, "{}");
    }
    if (mode == QLatin1String("down")) {
        return reply(response, 503, "{}");
    }
    if (mode == QLatin1String("error")) {
        return reply(response, 500, "{}");
    }
    if (mode == QLatin1String("garbage")) {
        return reply(response, 200, QByteArray::fromHex("00ff7b1f8b0a"));
    }
    if (mode == QLatin1String("refuse") || mode == QLatin1String("correct")) {
        QJsonObject no = said(reference, "refused");
        const std::lock_guard lock(m_mutex);
        no.insert(QStringLiteral("code"), m_manners.code);
        no.insert(QStringLiteral("words"), QStringLiteral("请核对后再办。"));
        if (mode == QLatin1String("correct")) {
            const QJsonValue first = message[QStringLiteral("cases")][0][QStringLiteral("case")];
            no.insert(QStringLiteral("asked"),
                      QJsonArray{QJsonObject{{QStringLiteral("case"), first},
                                             {QStringLiteral("kind"), QStringLiteral("field")},
                                             {QStringLiteral("id"), QStringLiteral("aac067")},
                                             {QStringLiteral("text"), QStringLiteral("手机号码有误")}}});
            no.insert(QStringLiteral("until"), QStringLiteral("2099-12-31"));
        }
        return reply(response, no);
    }
    if (mode == QLatin1String("slow")) {
        int delay = 0;
        {
            const std::lock_guard lock(m_mutex);
            delay = m_manners.delayMs;
        }
        sleep(delay);
    }
    if (mode == QLatin1String("duplicate")) {
        const std::lock_guard lock(m_mutex);
        if (m_byReference.contains(reference)) {
            QJsonObject no = said(reference, "refused");
            no.insert(QStringLiteral("code"), QStringLiteral("duplicate"));
            return reply(response, no);
        }
    }
    const QJsonObject answer = judge(message, true);
    if (mode == QLatin1String("error-after")) {
        return reply(response, 500, "{}");
    }
    if (mode == QLatin1String("working")) {
        return reply(response, said(reference, "working"));
    }
    if (mode == QLatin1String("wrong-reference")) {
        QJsonObject other = answer;
        other.insert(QStringLiteral("reference"), QStringLiteral("HK0"));
        return reply(response, other);
    }
    if (mode == QLatin1String("oversized")) {
        return reply(response, 200, text(answer) + QByteArray(kOversized, ' '));
    }
    if (mode == QLatin1String("lost") || mode == QLatin1String("cut")) {
        const QByteArray whole = text(answer);
        return hangUp(response, whole, mode == QLatin1String("cut") ? whole.size() / 2 : 0);
    }
    reply(response, answer);
}

void CoreStandin::question(const QString &reference, httplib::Response &response)
{
    const QString mode = takeMode();
    QJsonObject answer = said(reference, "unknown");
    {
        const std::lock_guard lock(m_mutex);
        ++m_questions;
        if (m_byReference.contains(reference)) {
            answer = answerOf(m_record[m_byReference[reference]]);
        }
    }
    if (mode == QLatin1String("down")) {
        return reply(response, 503, "{}");
    }
    if (mode == QLatin1String("error") || mode == QLatin1String("error-after")) {
        return reply(response, 500, "{}");
    }
    if (mode == QLatin1String("garbage")) {
        return reply(response, 200, "{\"v\":1,");
    }
    if (mode == QLatin1String("working")) {
        return reply(response, said(reference, "working"));
    }
    if (mode == QLatin1String("oversized")) {
        return reply(response, 200, text(answer) + QByteArray(kOversized, ' '));
    }
    if (mode == QLatin1String("wrong-reference")) {
        answer.insert(QStringLiteral("reference"), QStringLiteral("HK0"));
    }
    if (mode == QLatin1String("lost") || mode == QLatin1String("cut")) {
        const QByteArray whole = text(answer);
        return hangUp(response, whole, mode == QLatin1String("cut") ? whole.size() / 2 : 0);
    }
    reply(response, answer);
}

QJsonObject CoreStandin::answerOf(const QJsonObject &record) const
{
    QJsonObject answer = said(record[QStringLiteral("reference")].toString(), "accepted");
    answer.insert(QStringLiteral("cases"), record[QStringLiteral("cases")]);
    return answer;
}

QJsonObject CoreStandin::judge(const QJsonObject &message, bool mayRecord)
{
    const QString reference = message[QStringLiteral("reference")].toString();
    const QString act = message[QStringLiteral("act")].toString();
    const QByteArray digest = QCryptographicHash::hash(text(message), QCryptographicHash::Sha256).toHex();
    const std::lock_guard lock(m_mutex);
    if (m_byReference.contains(reference) && m_manners.dedupe) {
        const QJsonObject &known = m_record[m_byReference[reference]];
        return known[QStringLiteral("digest")].toString() == QLatin1String(digest) ? answerOf(known)
                                                                                   : said(reference, "conflict");
    }
    QJsonArray missing;
    for (const auto &one : message[QStringLiteral("cases")].toArray()) {
        for (const auto &page : one[QStringLiteral("materials")].toArray()) {
            const QString named = page[QStringLiteral("sha256")].toString();
            if (!isDigest(named) || !QFile::exists(m_folder + QStringLiteral("/materials/") + named)) {
                missing.append(named);
            }
        }
    }
    if (!missing.isEmpty()) {
        QJsonObject answer = said(reference, "materials");
        answer.insert(QStringLiteral("missing"), missing);
        return answer;
    }
    const QString of = message[QStringLiteral("of")][QStringLiteral("reference")].toString();
    const bool adds = act == QLatin1String("supplement") || act == QLatin1String("withdraw");
    if ((act != QLatin1String("case") && !adds) || (adds && !m_byReference.contains(of))) {
        QJsonObject answer = said(reference, "refused");
        answer.insert(QStringLiteral("code"), QStringLiteral("no-such-case"));
        return answer;
    }
    if (const QString code = wrongAgency(message); !code.isEmpty()) {
        QJsonObject answer = said(reference, "refused");
        answer.insert(QStringLiteral("code"), code);
        return answer;
    }
    QJsonObject kept = message;
    kept.insert(QStringLiteral("digest"), QLatin1String(digest));
    return mayRecord ? keep(kept) : said(reference, "unknown");
}

// A core that serves a whole city must know whose a case is: each names one, by code and name.
QString CoreStandin::wrongAgency(const QJsonObject &message) const
{
    static const QRegularExpression district(QStringLiteral("^[0-9]{6}\\z"));
    if (message[QStringLiteral("act")].toString() != QLatin1String("case")) {
        return {};
    }
    for (const auto &one : message[QStringLiteral("cases")].toArray()) {
        const QJsonValue agency = one[QStringLiteral("agency")];
        const QString code = agency[QStringLiteral("code")].toString();
        const QString name = agency[QStringLiteral("name")].toString();
        if (!district.match(code).hasMatch() || name.isEmpty()) {
            return QStringLiteral("no-agency");
        }
        if (!m_agencies.isEmpty() && m_agencies[code].toString() != name) {
            return QStringLiteral("wrong-agency");
        }
    }
    return {};
}

// With the mutex held.
QJsonObject CoreStandin::keep(const QJsonObject &message)
{
    const QString reference = message[QStringLiteral("reference")].toString();
    const qsizetype seq = m_record.size() + 1;
    QJsonArray cases;
    for (const auto &one : message[QStringLiteral("cases")].toArray()) {
        cases.append(QJsonObject{{QStringLiteral("case"), one[QStringLiteral("case")]},
                                 {QStringLiteral("number"), numberOf(seq, cases.size())}});
    }
    const QJsonObject line{{QStringLiteral("seq"), seq},
                           {QStringLiteral("reference"), reference},
                           {QStringLiteral("act"), message[QStringLiteral("act")]},
                           {QStringLiteral("of"), message[QStringLiteral("of")]},
                           {QStringLiteral("digest"), message[QStringLiteral("digest")]},
                           {QStringLiteral("at"), QDateTime::currentMSecsSinceEpoch()},
                           {QStringLiteral("cases"), cases},
                           {QStringLiteral("message"), message}};
    if (!append(m_folder + QStringLiteral("/record.jsonl"), line)) {
        return said(reference, "unknown");
    }
    m_record.append(line);
    if (!m_byReference.contains(reference)) {
        m_byReference.insert(reference, m_record.size() - 1);
    }
    for (const auto &one : std::as_const(cases)) {
        m_ofCase.insert(one[QStringLiteral("case")].toString(), reference);
    }
    if (message[QStringLiteral("act")].toString() == QLatin1String("withdraw")) {
        m_told.insert(message[QStringLiteral("of")][QStringLiteral("case")].toString(), 3);
    }
    return answerOf(line);
}

void CoreStandin::material(const QString &digest, const httplib::Request *upload, httplib::Response &response)
{
    const QString path = m_folder + QStringLiteral("/materials/") + digest;
    if (upload) {
        const QByteArray bytes = QByteArray::fromStdString(upload->body);
        if (QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex() != digest.toLatin1()) {
            return reply(response, 400, "{}");
        }
        static std::atomic<int> parts{0};
        const QString part = path + QStringLiteral(".%1").arg(++parts);
        QFile file(part);
        const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush();
        file.close();
        if (!written || ::rename(QFile::encodeName(part).constData(), QFile::encodeName(path).constData()) != 0) {
            return reply(response, 500, "{}");
        }
    }
    reply(
        response,
        {{QStringLiteral("v"), 1}, {QStringLiteral("sha256"), digest}, {QStringLiteral("held"), QFile::exists(path)}});
}

bool CoreStandin::say(QJsonObject event)
{
    const std::lock_guard lock(m_mutex);
    const QString item = event[QStringLiteral("case")].toString();
    if (!m_ofCase.contains(item) || !event.contains(QStringLiteral("event"))) {
        return false;
    }
    if (!event.contains(QStringLiteral("reference"))) {
        event.insert(QStringLiteral("reference"), m_ofCase[item]);
    }
    m_told.insert(item, 3);
    addEvent(std::move(event));
    return true;
}

// With the mutex held.
void CoreStandin::addEvent(QJsonObject event)
{
    event.insert(QStringLiteral("n"), m_events.size() + 1);
    event.insert(QStringLiteral("at"), QDateTime::currentMSecsSinceEpoch());
    if (append(m_folder + QStringLiteral("/events.jsonl"), event)) {
        m_events.append(std::move(event));
    }
}

// With the mutex held: first the decision, then the result.
void CoreStandin::decideWhatIsDue()
{
    if (m_decideAfter <= 0) {
        return;
    }
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const QJsonObject &one : std::as_const(m_record)) {
        const qint64 age = (now - one[QStringLiteral("at")].toInteger()) / 1000;
        if (one[QStringLiteral("act")].toString() != QLatin1String("case") || age < m_decideAfter) {
            continue;
        }
        for (const auto &part : one[QStringLiteral("cases")].toArray()) {
            const QString item = part[QStringLiteral("case")].toString();
            QJsonObject event{{QStringLiteral("case"), item},
                              {QStringLiteral("reference"), one[QStringLiteral("reference")]}};
            const int told = m_told.value(item);
            if (told == 0) {
                event.insert(QStringLiteral("event"), QStringLiteral("decided"));
            } else if (told == 1 && age >= 2 * m_decideAfter) {
                event.insert(QStringLiteral("event"), QStringLiteral("ready"));
                event.insert(QStringLiteral("what"), QStringLiteral("办理结果"));
                event.insert(QStringLiteral("place"), QStringLiteral("服务大厅1号窗口"));
                event.insert(QStringLiteral("until"), QStringLiteral("2099-12-31"));
            } else {
                continue;
            }
            m_told.insert(item, told + 1);
            addEvent(std::move(event));
        }
    }
}

void CoreStandin::events(const httplib::Request &request, httplib::Response &response)
{
    const qint64 after = QString::fromStdString(request.get_param_value("after")).toLongLong();
    QString mode;
    {
        const std::lock_guard lock(m_mutex);
        mode = m_manners.mode == QLatin1String("down") ? m_manners.mode : kUp;
        decideWhatIsDue();
    }
    if (mode == QLatin1String("down")) {
        return reply(response, 503, "{}");
    }
    const std::lock_guard lock(m_mutex);
    QJsonArray some;
    for (qsizetype i = std::max<qint64>(0, after); i < m_events.size() && some.size() < kEventsAtOnce; ++i) {
        some.append(m_events[i]);
    }
    reply(response,
          {{QStringLiteral("v"), 1}, {QStringLiteral("last"), m_events.size()}, {QStringLiteral("events"), some}});
}

}  // namespace hall::standin
