// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/demosources.h"

#include "app/catalogue/service.h"
#include "app/gateway/checksource.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/wire.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <httplib.h>

namespace hall::gateway {
namespace {

constexpr qsizetype kFileLimit = 4 * 1024 * 1024;
constexpr auto kSlow = std::chrono::seconds(60);
constexpr auto kTrickle = std::chrono::milliseconds(50);
constexpr char kJson[] = "application/json";

const QStringList kModes{QStringLiteral("up"),        QStringLiteral("down"),    QStringLiteral("slow"),
                         QStringLiteral("trickle"),   QStringLiteral("garbage"), QStringLiteral("oversized"),
                         QStringLiteral("wrong-json")};

void reply(httplib::Response &response, int status, const QByteArray &body)
{
    response.status = status;
    response.set_content(body.constData(), static_cast<std::size_t>(body.size()), kJson);
}

}  // namespace

DemoSources::DemoSources() = default;

DemoSources::~DemoSources()
{
    stop();
}

Result<int> DemoSources::load(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kFileLimit);
    if (!object) {
        return fail(FaultCode::FileInvalid, object.error().detail);
    }
    const QJsonObject sources = object->value(QStringLiteral("sources")).toObject();
    for (auto it = sources.begin(); it != sources.end(); ++it) {
        if (!checkSources().contains(it.key()) || !it->isObject()) {
            return fail(FaultCode::FileInvalid, "'sources' names what is none of the twelve");
        }
        m_sources.insert(it.key(), it->toObject());
    }
    return static_cast<int>(m_sources.size());
}

Done DemoSources::start(const QString &host, int port)
{
    m_server = std::make_unique<httplib::Server>();
    m_server->set_payload_max_length(wire::kSmallBodyBytes);
    m_server->set_keep_alive_max_count(1);
    m_server->Post("/([a-z-]{1,32})/v1/compare", [this](const httplib::Request &request, httplib::Response &response) {
        answer(QString::fromStdString(request.matches[1]), request, response, "{\"v\":1,\"outcome\":\"match\"}",
               &DemoSources::judged);
    });
    m_server->Post("/([a-z-]{1,32})/v1/licence", [this](const httplib::Request &request, httplib::Response &response) {
        answer(QString::fromStdString(request.matches[1]), request, response, "{\"v\":1,\"outcome\":\"none\"}",
               &DemoSources::licence);
    });
    m_server->Post("/control", [this](const httplib::Request &request, httplib::Response &response) {
        const bool known = behave(QString::fromStdString(request.get_param_value("source")),
                                  QString::fromStdString(request.get_param_value("mode")));
        reply(response, known ? 200 : 400, known ? "{}" : "{\"error\":\"source or mode\"}");
    });
    const std::string name = host.toStdString();
    const bool bound = port != 0 && m_server->bind_to_port(name, port);
    m_port = port == 0 ? m_server->bind_to_any_port(name) : bound ? port : 0;
    if (m_port <= 0) {
        return fail(FaultCode::BadArgument, "cannot listen on " + name + ":" + std::to_string(port));
    }
    m_ending = false;
    m_thread = std::thread([this] { m_server->listen_after_bind(); });
    return {};
}

void DemoSources::stop()
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

bool DemoSources::behave(const QString &source, const QString &mode)
{
    const bool all = source == QLatin1String("all");
    if (!kModes.contains(mode) || (!all && !checkSources().contains(source))) {
        return false;
    }
    const std::lock_guard lock(m_mutex);
    for (const QString &each : all ? checkSources() : QStringList{source}) {
        m_modes.insert(each, mode);
    }
    m_wake.notify_all();
    return true;
}

void DemoSources::wait(std::chrono::milliseconds atMost)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, atMost, [this] { return m_ending; });
}

// `certain` is an answer that would be right if it came in time, or alone.
void DemoSources::answer(const QString &source, const httplib::Request &request, httplib::Response &response,
                         const QByteArray &certain,
                         QByteArray (DemoSources::*judge)(const QString &, const QJsonObject &) const)
{
    ++m_asked;
    QString mode;
    {
        const std::lock_guard lock(m_mutex);
        mode = m_modes.value(source, kModes.constFirst());
    }
    if (!m_sources.contains(source)) {
        reply(response, 404, "{}");
    } else if (mode == QLatin1String("down")) {
        reply(response, 503, "{}");
    } else if (mode == QLatin1String("slow")) {
        wait(kSlow);
        reply(response, 200, certain);
    } else if (mode == QLatin1String("trickle")) {
        response.set_chunked_content_provider(kJson, [this](std::size_t, httplib::DataSink &sink) {
            wait(kTrickle);
            return sink.write(" ", 1);
        });
    } else if (mode == QLatin1String("garbage")) {
        reply(response, 200, QByteArray::fromHex("00ff7b1f8b0a"));
    } else if (mode == QLatin1String("oversized")) {
        reply(response, 200, certain + QByteArray(kCheckAnswerBytes, ' '));
    } else if (mode == QLatin1String("wrong-json")) {
        reply(response, 200, "{\"v\":1,\"outcome\":\"certainly\"}");
    } else {
        const auto question = parseJsonObject(QByteArray::fromStdString(request.body), wire::kSmallBodyBytes);
        const QByteArray answer = question ? (this->*judge)(source, *question) : QByteArray();
        reply(response, answer.isEmpty() ? 400 : 200, answer.isEmpty() ? "{}" : answer);
    }
}

// A person under another name is not that person. Who is not in the file has what the file says otherwise, and a fact
// that the file does not know disagrees.
QByteArray DemoSources::judged(const QString &source, const QJsonObject &question) const
{
    const QJsonObject person = question.value(QStringLiteral("person")).toObject();
    const QJsonObject facts = question.value(QStringLiteral("facts")).toObject();
    if (question.value(QStringLiteral("source")).toString() != source || facts.isEmpty()) {
        return {};
    }
    const QJsonObject &file = m_sources[source];
    const QJsonObject entry =
        file[QStringLiteral("people")].toObject()[person[QStringLiteral("number")].toString()].toObject();
    QJsonObject known = file[QStringLiteral("otherwise")].toObject();
    if (!entry.isEmpty()) {
        known.insert(QStringLiteral("cert_no"), person[QStringLiteral("number")]);
        known.insert(QStringLiteral("name"), entry[QStringLiteral("name")]);
        const QJsonObject own = entry[QStringLiteral("facts")].toObject();
        for (auto it = own.begin(); it != own.end(); ++it) {
            known.insert(it.key(), it.value());
        }
    }
    const bool stranger = !entry.isEmpty() && entry[QStringLiteral("name")] != person[QStringLiteral("name")];
    QJsonArray differs;
    for (auto it = facts.begin(); it != facts.end(); ++it) {
        if (stranger || known.value(it.key()) != it.value()) {
            differs.append(it.key());
        }
    }
    QJsonObject answer{
        {QStringLiteral("v"), 1},
        {QStringLiteral("outcome"), differs.isEmpty() ? QStringLiteral("match") : QStringLiteral("mismatch")}};
    if (!differs.isEmpty()) {
        answer.insert(QStringLiteral("fields"), differs);
    }
    return QJsonDocument(answer).toJson(QJsonDocument::Compact);
}

// Nobody has the licences of somebody in another name.
QByteArray DemoSources::licence(const QString &source, const QJsonObject &question) const
{
    const QJsonObject person = question.value(QStringLiteral("person")).toObject();
    const QString kind = question.value(QStringLiteral("licence")).toString();
    if (question.value(QStringLiteral("source")).toString() != source || licenceSource(kind) != source) {
        return {};
    }
    const QJsonObject &file = m_sources[source];
    const QString unit = question.value(QStringLiteral("unit")).toString();
    const QJsonObject owner =
        unit.isEmpty()
            ? file[QStringLiteral("people")].toObject()[person[QStringLiteral("number")].toString()].toObject()
            : file[QStringLiteral("units")].toObject()[unit].toObject();
    const bool stranger = unit.isEmpty() && owner[QStringLiteral("name")] != person[QStringLiteral("name")];
    const QJsonValue found = owner[QStringLiteral("licences")].toObject().value(kind);
    QJsonObject answer{{QStringLiteral("v"), 1}, {QStringLiteral("outcome"), QStringLiteral("none")}};
    if (found.isObject() && !stranger) {
        answer.insert(QStringLiteral("outcome"), QStringLiteral("found"));
        answer.insert(QStringLiteral("licence"), found);
    }
    return QJsonDocument(answer).toJson(QJsonDocument::Compact);
}

}  // namespace hall::gateway
