// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/checksource.h"

#include "app/catalogue/service.h"
#include "app/gateway/eventlog.h"
#include "app/protocol/canonicaljson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <httplib.h>

#include <condition_variable>
#include <thread>

namespace hall::gateway {
namespace {

constexpr const char *kOutcomes[] = {"match", "mismatch", "down", "no-consent", "unstated"};

bool thisMachine(const QString &host)
{
    return host == QLatin1String("127.0.0.1") || host == QLatin1String("::1") || host == QLatin1String("localhost");
}

Result<QUrl> baseFrom(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool plain = url.scheme() == QLatin1String("http") && thisMachine(url.host());
    if (!url.isValid() || url.host().isEmpty() || url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty() ||
        (url.scheme() != QLatin1String("https") && !plain)) {
        return fail(FaultCode::BadArgument,
                    "a source's address is https://HOST[:PORT][/PATH], or http to this machine");
    }
    return url;
}

// Ends a request at its deadline, however slowly it trickles in: the library's own limits are for each read.
class Deadline
{
public:
    Deadline(httplib::Client &client, std::chrono::milliseconds after)
        : m_thread([this, &client, after] {
              std::unique_lock lock(m_mutex);
              if (!m_done.wait_for(lock, after, [this] { return m_over; })) {
                  client.stop();
              }
          })
    {
    }
    ~Deadline()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_over = true;
        }
        m_done.notify_one();
        m_thread.join();
    }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_done;
    bool m_over = false;
    std::thread m_thread;
};

}  // namespace

QString outcomeName(CheckOutcome outcome)
{
    return QLatin1String(kOutcomes[static_cast<std::size_t>(outcome)]);
}

std::optional<CheckOutcome> outcomeFrom(const QString &name)
{
    for (std::size_t i = 0; i < std::size(kOutcomes); ++i) {
        if (name == QLatin1String(kOutcomes[i])) {
            return static_cast<CheckOutcome>(i);
        }
    }
    return std::nullopt;
}

CheckResult CheckSource::ask(const CheckQuestion &question)
{
    if (!question.consent.sharing.contains(question.source)) {
        return {CheckOutcome::NoConsent, {}};
    }
    return question.facts.isEmpty() ? CheckResult{CheckOutcome::Unstated, {}} : compare(question);
}

Result<CheckSourceOptions> checkSourceOptions(const QStringList &values)
{
    CheckSourceOptions options;
    for (const QString &value : values) {
        const QString source = value.section(u'=', 0, 0);
        const bool one = checkSources().contains(source);
        auto base = baseFrom(one ? value.section(u'=', 1) : value);
        if (!base) {
            return fail(base.error());
        }
        (one ? options.of[source] : options.base) = *base;
    }
    return options;
}

Sensitive<QByteArray> encodeCheckQuestion(const CheckQuestion &question)
{
    const QJsonObject object{
        {QStringLiteral("v"), 1},
        {QStringLiteral("source"), question.source},
        {QStringLiteral("purpose"), question.service},
        {QStringLiteral("person"), QJsonObject{{QStringLiteral("number"), question.number.reveal()},
                                               {QStringLiteral("name"), question.name.reveal()}}},
        {QStringLiteral("facts"), question.facts}};
    return Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<CheckResult> parseCheckAnswer(const QByteArray &json, const QStringList &asked)
{
    auto object = parseJsonObject(json, kCheckAnswerBytes);
    if (!object) {
        return fail(object.error());
    }
    const QString outcome = object->value(QStringLiteral("outcome")).toString();
    const QJsonValue fields = object->value(QStringLiteral("fields"));
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return fail(FaultCode::MessageInvalid, "'v' is not 1");
    }
    if (outcome == QLatin1String("match")) {
        if (!fields.toArray().isEmpty()) {
            return fail(FaultCode::MessageInvalid, "a match that names differences");
        }
        return CheckResult{CheckOutcome::Match, {}};
    }
    if (outcome != QLatin1String("mismatch") || !fields.isArray()) {
        return fail(FaultCode::MessageInvalid, "'outcome' or 'fields' missing or wrong");
    }
    CheckResult result{CheckOutcome::Mismatch, {}};
    for (const auto &field : fields.toArray()) {
        const QString id = field.toString();
        if (!asked.contains(id) || result.differs.contains(id)) {
            return fail(FaultCode::MessageInvalid, "'fields' names what was not asked, or one twice");
        }
        result.differs.append(id);
    }
    if (result.differs.isEmpty()) {
        return fail(FaultCode::MessageInvalid, "a mismatch that names no difference");
    }
    return result;
}

HttpCheckSource::HttpCheckSource(CheckSourceOptions options, const Clock &clock)
    : m_options(std::move(options)), m_clock(clock)
{
}

CheckResult HttpCheckSource::compare(const CheckQuestion &question)
{
    const QUrl base = m_options.of.value(question.source, m_options.base);
    if (base.isEmpty()) {
        return {CheckOutcome::Down, {}};
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_restsUntil.value(question.source, 0) > m_clock.monotonic().count()) {
            return {CheckOutcome::Down, {}};
        }
    }
    auto answer = request(base, question);
    if (answer) {
        return *answer;
    }
    logEvent("check-source-down", {{QStringLiteral("source"), question.source},
                                   {QStringLiteral("detail"), QString::fromStdString(answer.error().detail)}});
    if (answer.error().code == FaultCode::CentreUnreachable) {
        const std::lock_guard lock(m_mutex);
        m_restsUntil.insert(question.source, (m_clock.monotonic() + m_options.rest).count());
    }
    return {CheckOutcome::Down, {}};
}

Result<CheckResult> HttpCheckSource::request(const QUrl &base, const CheckQuestion &question) const
{
    const QString origin = base.scheme() + QLatin1String("://") + base.authority();
    httplib::Client client(origin.toStdString());
    if (!client.is_valid()) {
        return fail(FaultCode::CentreUnreachable, "the source's address is not usable");
    }
    if (!m_options.caFile.isEmpty()) {
        client.set_ca_cert_path(m_options.caFile.toStdString());
    }
    client.enable_server_certificate_verification(true);
    client.set_connection_timeout(m_options.deadline);
    client.set_read_timeout(m_options.deadline);
    client.set_write_timeout(m_options.deadline);
    client.set_decompress(false);  // a small answer that unpacks to a large one is no answer

    const auto body = encodeCheckQuestion(question);
    std::string received;
    httplib::Request request;
    request.method = "POST";
    QString path = base.path() + u'/' + question.source + u"/v1/compare"_qs;
    request.path = path.replace(u"//"_qs, u"/"_qs).toStdString();
    request.headers = {{"Content-Type", "application/json"}};
    request.body.assign(body.reveal().constData(), static_cast<std::size_t>(body.reveal().size()));
    request.content_receiver = [&received](const char *data, std::size_t size, std::uint64_t, std::uint64_t) {
        if (received.size() + size > static_cast<std::size_t>(kCheckAnswerBytes)) {
            return false;
        }
        received.append(data, size);
        return true;
    };
    const auto answer = [&] {
        const Deadline deadline(client, m_options.deadline);
        return client.send(request);
    }();
    wipe(request.body);
    if (!answer) {
        return fail(FaultCode::CentreUnreachable, "no whole answer: " + httplib::to_string(answer.error()));
    }
    if (answer->status != 200) {
        // Its own trouble, or what it thinks of this one question.
        return fail(answer->status >= 500 ? FaultCode::CentreUnreachable : FaultCode::CentreRefused,
                    "status " + std::to_string(answer->status));
    }
    return parseCheckAnswer(QByteArray::fromStdString(received), question.facts.keys());
}

}  // namespace hall::gateway
