// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/scenario.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace hall::device {

namespace {

constexpr qint64 largestFile = 256 * 1024;  // bytes
constexpr qsizetype mostSteps = 1000;
constexpr int longestMs = 24 * 3600 * 1000;
constexpr int patienceMs = 60'000;  // for a `when` without `within_ms`

// What a step may ask for, with the keys it must have; a device's action takes more.
struct Deed
{
    const char *name;
    std::array<const char *, 2> keys;  // nullptr: none
    bool more;
};
constexpr std::array<Deed, 5> deeds{{{"device", {"device", "action"}, true},
                                     {"fault", {"device", "fault"}, false},
                                     {"heal", {"device", nullptr}, false},
                                     {"network", {"state", nullptr}, false},
                                     {"clock", {"advance_s", nullptr}, false}}};
constexpr std::array<const char *, 3> stepKeys{"when", "within_ms", "after_ms"};
constexpr std::array<const char *, 3> fileKeys{"card", "image", "video"};

tl::unexpected<Fault> wrong(const QString &where, const QString &why)
{
    return fail(FaultCode::FileInvalid, (where + QStringLiteral(": ") + why).toStdString());
}

Result<std::chrono::milliseconds> timeOf(const QJsonObject &step, const char *key, int otherwise, const QString &where)
{
    const QJsonValue value = step.value(QLatin1String(key));
    const int ms = value.isUndefined() ? otherwise : value.toInt(-1);
    if (ms < 0 || ms > longestMs) {
        return wrong(where + u'.' + QLatin1String(key), QStringLiteral("milliseconds up to a day expected"));
    }
    return std::chrono::milliseconds(ms);
}

bool isStepKey(const QString &key)
{
    return std::any_of(stepKeys.begin(), stepKeys.end(), [&key](const char *one) { return key == QLatin1String(one); });
}

Result<std::optional<QJsonObject>> requestOf(const QJsonObject &step, const QString &folder, const QString &where)
{
    QJsonObject request;
    for (auto it = step.begin(); it != step.end(); ++it) {
        if (!isStepKey(it.key())) {
            request.insert(it.key(), *it);
        }
    }
    if (request.isEmpty()) {
        return std::optional<QJsonObject>();
    }
    const QString name = request.value(u"do").toString();
    const auto *const deed =
        std::find_if(deeds.begin(), deeds.end(), [&name](const Deed &one) { return name == QLatin1String(one.name); });
    if (deed == deeds.end()) {
        return wrong(where + QStringLiteral(".do"), QStringLiteral("device, fault, heal, network or clock expected"));
    }
    for (const char *key : deed->keys) {
        if (key && !request.contains(QLatin1String(key))) {
            return wrong(where + u'.' + QLatin1String(key), QStringLiteral("missing"));
        }
    }
    for (const QString &key : request.keys()) {
        const bool known = deed->more || key == QLatin1String("do") || key == QLatin1String("after") ||
                           std::any_of(deed->keys.begin(), deed->keys.end(),
                                       [&key](const char *one) { return one && key == QLatin1String(one); });
        if (!known) {
            return wrong(where + u'.' + key, QStringLiteral("no such key"));
        }
    }
    for (const char *key : fileKeys) {
        const QString file = request.value(QLatin1String(key)).toString();
        if (!file.isEmpty() && QFileInfo(file).isRelative()) {
            request.insert(QLatin1String(key), QDir::cleanPath(QDir(folder).absoluteFilePath(file)));
        }
    }
    return std::optional(request);
}

Result<ScenarioStep> stepOf(const QJsonValue &value, const QString &folder, const QString &where)
{
    if (!value.isObject()) {
        return wrong(where, QStringLiteral("an object expected"));
    }
    const QJsonObject object = value.toObject();
    ScenarioStep step;
    const QJsonValue when = object.value(u"when");
    if (!when.isUndefined() && !when.isObject()) {
        return wrong(where + QStringLiteral(".when"), QStringLiteral("an object expected"));
    }
    step.when = when.toObject();
    const auto within = timeOf(object, "within_ms", patienceMs, where);
    const auto after = timeOf(object, "after_ms", 0, where);
    const auto request = requestOf(object, folder, where);
    for (const Fault *fault :
         {within ? nullptr : &within.error(), after ? nullptr : &after.error(), request ? nullptr : &request.error()}) {
        if (fault) {
            return fail(*fault);
        }
    }
    step.within = *within;
    step.after = *after;
    step.request = *request;
    return step;
}

}  // namespace

bool matches(const QJsonObject &have, const QJsonObject &wanted)
{
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const QJsonValue there = have.value(it.key());
        if (it->isObject() && there.isObject()) {
            if (!matches(there.toObject(), it->toObject())) {
                return false;
            }
        } else if (it->isArray()) {
            if (!it->toArray().contains(there)) {
                return false;
            }
        } else if (there != *it) {
            return false;
        }
    }
    return true;
}

Result<Scenario> parseScenario(const QByteArray &json, const QString &folder)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject()) {
        return wrong(QStringLiteral("scenario"), QStringLiteral("no JSON object: ") + error.errorString());
    }
    const QJsonObject object = document.object();
    for (const QString &key : object.keys()) {
        if (key != QLatin1String("title") && key != QLatin1String("steps")) {
            return wrong(key, QStringLiteral("no such key"));
        }
    }
    Scenario scenario;
    scenario.title = object.value(u"title").toObject();
    const QJsonArray steps = object.value(u"steps").toArray();
    if (steps.isEmpty() || steps.size() > mostSteps) {
        return wrong(QStringLiteral("steps"), QStringLiteral("a list of 1 to %1 steps expected").arg(mostSteps));
    }
    for (qsizetype i = 0; i < steps.size(); ++i) {
        auto step = stepOf(steps[i], folder, QStringLiteral("steps[%1]").arg(i));
        if (!step) {
            return fail(step.error());
        }
        scenario.steps.push_back(std::move(*step));
    }
    return scenario;
}

Result<Scenario> readScenario(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, file.errorString().toStdString());
    }
    if (file.size() > largestFile) {
        return wrong(QStringLiteral("scenario"), QStringLiteral("larger than %1 bytes").arg(largestFile));
    }
    return parseScenario(file.readAll(), QFileInfo(path).absolutePath());
}

ScenarioPlayer::ScenarioPlayer(Scenario scenario, std::shared_ptr<Timeline> time)
    : m_scenario(std::move(scenario)), m_time(std::move(time)), m_since(m_time->now())
{
}

std::optional<QJsonObject> ScenarioPlayer::turn(const QJsonObject &status)
{
    while (!over()) {
        const ScenarioStep &step = m_scenario.steps[m_step];
        const auto now = m_time->now();
        if (!m_seen && matches(status, step.when)) {
            m_seen = step.when.isEmpty() ? m_since : now;
        }
        if (!m_seen) {
            if (now - m_since >= step.within) {
                failed(
                    Fault(FaultCode::DeviceTimeout, "what step " + std::to_string(m_step) + " waits for did not come"));
            }
            return std::nullopt;
        }
        if (now - *m_seen < step.after) {
            return std::nullopt;
        }
        std::optional<QJsonObject> request = step.request;
        next();
        if (request) {
            return request;
        }
    }
    return std::nullopt;
}

void ScenarioPlayer::failed(const Fault &fault)
{
    m_fault = fault;
}

void ScenarioPlayer::next()
{
    ++m_step;
    m_seen.reset();
    m_since = m_time->now();
}

}  // namespace hall::device
