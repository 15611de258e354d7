// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/controlcommands.h"

#include "app/domain/transaction.h"
#include "app/kiosk/testpaper.h"
#include "app/protocol/casebody.h"
#include "app/store/kioskstore.h"
#include "app/store/roomwatch.h"
#include "app/sync/syncclient.h"
#include "app/table/tablestick.h"
#include "app/upkeep/devicerecords.h"
#include "app/upkeep/platewatch.h"
#include "app/upkeep/targetprint.h"
#include "app/upkeep/upkeep.h"

#include <QDateTime>
#include <QJsonArray>

namespace hall {

namespace {

constexpr int countsTickMs = 250;
constexpr int waitTickMs = 40;
constexpr int longestWaitMs = 120'000;
constexpr qint64 longestAdvanceSeconds = 3660LL * 24 * 3600;  // ten years; what a demonstration of an expiry needs
constexpr double farthestPixel = 32'767;                      // beyond any screen, within every integer

QString placeName(const TableStick *stick)
{
    if (!stick) {
        return QStringLiteral("none");
    }
    switch (stick->place()) {
    case TableStick::Place::Out:
        return QStringLiteral("out");
    case TableStick::Place::In:
        return QStringLiteral("in");
    case TableStick::Place::Left:
        return QStringLiteral("left");
    }
    return {};
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

QJsonValue factJson(const device::Fact &fact)
{
    if (std::holds_alternative<device::NotSupported>(fact)) {
        return QStringLiteral("not-supported");
    }
    if (std::holds_alternative<device::Unknown>(fact)) {
        return QStringLiteral("unknown");
    }
    if (const auto *flag = std::get_if<bool>(&fact)) {
        return *flag;
    }
    if (const auto *number = std::get_if<std::int64_t>(&fact)) {
        return static_cast<qint64>(*number);
    }
    return QString::fromStdString(std::get<std::string>(fact));
}

QJsonValue faultJson(const std::optional<Fault> &fault)
{
    if (!fault) {
        return QJsonValue::Null;
    }
    return QJsonObject{{QStringLiteral("code"), text(fault->name())},
                       {QStringLiteral("who"), text(whoName(fault->who()))},
                       {QStringLiteral("remedy"), text(remedyName(fault->remedy()))},
                       {QStringLiteral("detail"), QString::fromStdString(fault->detail)}};
}

Result<QPointF> pointOf(const QJsonValue &x, const QJsonValue &y)
{
    const QPointF point(x.toDouble(), y.toDouble());
    if (qAbs(point.x()) > farthestPixel || qAbs(point.y()) > farthestPixel) {
        return fail(FaultCode::BadArgument, "a point beyond any screen");
    }
    return point;
}

Result<QJsonObject> outcome(const Done &done)
{
    if (!done) {
        return fail(done.error());
    }
    return QJsonObject{};
}

}  // namespace

ControlCommands::ControlCommands(ControlParts parts, QObject *parent) : QObject(parent), m_parts(std::move(parts))
{
    addStatus();
    addCamera();
    addCards();
    addStore();
    addTestPaper({m_parts.server, m_parts.hub, m_parts.store, [this] { return atRest(); }}, this);
    if (m_parts.demo) {
        addDemo();
    }
    m_countsTick.setInterval(countsTickMs);
    connect(&m_countsTick, &QTimer::timeout, this, &ControlCommands::refreshCounts);
    m_countsTick.start();
    refreshCounts();
}

void ControlCommands::refreshCounts()
{
    m_parts.store->counts().then(this, [this](const Result<QueueCounts> &counts) {
        if (!counts) {
            return;
        }
        const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_parts.clock->wall().count(), Qt::UTC);
        m_counts = jsonOf(*counts, now);
    });
}

QJsonObject ControlCommands::status() const
{
    QJsonObject devices;
    for (const QString &id : m_parts.hub->deviceIds()) {
        const auto snapshot = m_parts.hub->snapshot(id);
        QJsonObject facts;
        for (const auto &[name, fact] : snapshot->facts) {
            facts.insert(QString::fromStdString(name), factJson(fact));
        }
        devices.insert(id, QJsonObject{{QStringLiteral("link"), text(device::linkName(snapshot->link))},
                                       {QStringLiteral("activity"),
                                        snapshot->activity.busy ? QString::fromStdString(snapshot->activity.command)
                                                                : QStringLiteral("idle")},
                                       {QStringLiteral("facts"), facts},
                                       {QStringLiteral("swapped"), m_parts.records->swapped(id)},
                                       {QStringLiteral("fault"), faultJson(snapshot->fault)}});
    }
    QJsonObject capabilities;
    for (const Capability capability : allCapabilities) {
        const Serviceability now = m_parts.hub->serviceability(capability);
        QJsonObject told{{QStringLiteral("available"), now.available},
                         {QStringLiteral("reason"), faultJson(now.reason)}};
        if (capability == Capability::Capture && m_parts.plate) {
            // Papers are measured, or taken as photos.
            told.insert(QStringLiteral("measured"), now.available && m_parts.plate->measures());
        }
        capabilities.insert(capabilityName(capability), told);
    }
    const Session *session = m_parts.host->session();
    const QString upkeep = m_parts.upkeep->stage();
    QString stage = upkeep == QLatin1String("home") ? QStringLiteral("staff") : QStringLiteral("staff-") + upkeep;
    QString page = stage;
    QJsonObject visit;
    if (session && !m_parts.host->staffShown()) {
        stage = session->stage();
        page = session->pageId();
        visit = {{QStringLiteral("number"), session->caseNumber()},
                 {QStringLiteral("delivery"), session->delivery()},
                 {QStringLiteral("print"), session->printState()},
                 {QStringLiteral("query"), session->queryState()},
                 {QStringLiteral("assurance"), session->assurance()},
                 {QStringLiteral("covered"), session->serviced()},
                 {QStringLiteral("capture"), session->capture().value(QStringLiteral("state")).toString()},
                 {QStringLiteral("patient"), session->patient()},
                 {QStringLiteral("seconds_left"), session->secondsLeft()}};
    }
    const std::optional<Salvage> salvaged = m_parts.store->salvaged();
    return {{QStringLiteral("stage"), stage},
            {QStringLiteral("page"), page},
            {QStringLiteral("scenario"), m_scenarios ? m_scenarios->state() : QJsonObject()},
            {QStringLiteral("visit"), visit},
            {QStringLiteral("visits"), static_cast<qint64>(m_parts.host->visits())},
            {QStringLiteral("language"), session ? session->language() : QString()},
            {QStringLiteral("devices"), devices},
            {QStringLiteral("capabilities"), capabilities},
            {QStringLiteral("table_stick"), placeName(m_parts.stick)},
            {QStringLiteral("queue"), m_counts},
            {QStringLiteral("store"), m_parts.room ? jsonOf(m_parts.room->fill()) : QJsonObject()},
            {QStringLiteral("salvaged"), salvaged ? jsonOf(*salvaged) : QJsonObject()},
            {QStringLiteral("network"),
             QJsonObject{{QStringLiteral("centre"),
                          m_parts.centreReachable() ? QStringLiteral("reachable") : QStringLiteral("unreachable")},
                         {QStringLiteral("enrolled"), m_parts.sync() != nullptr},
                         {QStringLiteral("problem"), m_parts.sync() ? m_parts.sync()->problem() : QString()}}},
            {QStringLiteral("out_of_service"), m_parts.upkeep->outOfService()},
            {QStringLiteral("statistics"), m_parts.records->json()},
            {QStringLiteral("conflicts"), m_parts.conflicts ? m_parts.conflicts() : QJsonObject()},
            {QStringLiteral("calibration"), m_parts.plate ? m_parts.plate->json() : QJsonObject()},
            {QStringLiteral("print_test"), m_parts.printTest ? m_parts.printTest() : QJsonObject()},
            {QStringLiteral("held"), QJsonArray::fromStringList(m_parts.hub->heldDevices())},
            {QStringLiteral("voice_pack"), QStringLiteral("none")},
            {QStringLiteral("warnings"), m_parts.host->warnings()},
            {QStringLiteral("memory"), m_parts.memory ? m_parts.memory() : QJsonObject()},
            {QStringLiteral("region"), m_parts.region ? m_parts.region() : QString()},
            {QStringLiteral("keys"), m_parts.keys ? m_parts.keys() : QString()},
            {QStringLiteral("clock"), m_parts.clockReport ? m_parts.clockReport() : QJsonObject()},
            {QStringLiteral("reference"), m_parts.reference ? m_parts.reference() : QJsonObject()},
            {QStringLiteral("version"), QStringLiteral(HALL_VERSION)}};
}

bool ControlCommands::atRest() const
{
    const QString stage = status().value(u"stage").toString();
    return stage == QLatin1String("attract") || stage.startsWith(QLatin1String("staff"));
}

void ControlCommands::addStatus()
{
    m_parts.server->add(QStringLiteral("status"), ControlServer::Access::Open,
                        [this](const QJsonObject &, const Reply &reply) { reply(status()); });
    m_parts.server->add(
        QStringLiteral("vocabulary"), ControlServer::Access::Open, [](const QJsonObject &, const Reply &reply) {
            QJsonArray stages = QJsonArray::fromStringList(Session::stageNames());
            stages.append(QStringLiteral("staff-pin"));
            stages.append(QStringLiteral("staff"));
            stages.append(QStringLiteral("staff-take-card"));
            QJsonArray faults;
            for (const FaultCode code : allFaultCodes()) {
                faults.append(text(faultName(code)));
            }
            reply(QJsonObject{{QStringLiteral("stages"), stages},
                              {QStringLiteral("pages"), QStringLiteral("the stage, or form-<page of the service file>, "
                                                                       "or scan-<material of the service file>")},
                              {QStringLiteral("faults"), faults}});
        });
    m_parts.server->add(
        QStringLiteral("hold"), ControlServer::Access::Technician,
        [this](const QJsonObject &request, const Reply &reply) {
            const QString id = request.value(u"device").toString();
            if (!request.value(u"on").isBool() || !m_parts.records->hold(id, request.value(u"on").toBool())) {
                reply(fail(FaultCode::BadArgument, "device: one of the kiosk's; on: true or false"));
                return;
            }
            reply(QJsonObject{{QStringLiteral("device"), id}, {QStringLiteral("held"), m_parts.hub->held(id)}});
        });
    m_parts.server->add(QStringLiteral("wait"), ControlServer::Access::Technician,
                        [this](const QJsonObject &request, const Reply &reply) {
                            const int asked = request.value(u"timeout_ms").toInt(5000);
                            waitFor(request.value(u"for").toObject(),
                                    QDateTime::currentMSecsSinceEpoch() + qBound(0, asked, longestWaitMs), reply);
                        });
}

void ControlCommands::waitFor(const QJsonObject &wanted, qint64 deadlineMs, const Reply &reply)
{
    const QJsonObject now = status();
    if (device::matches(now, wanted)) {
        reply(now);
        return;
    }
    if (QDateTime::currentMSecsSinceEpoch() >= deadlineMs) {
        reply(fail(FaultCode::DeviceTimeout, "stage " + now.value(u"stage").toString().toStdString() + ", page " +
                                                 now.value(u"page").toString().toStdString()));
        return;
    }
    QTimer::singleShot(waitTickMs, this, [this, wanted, deadlineMs, reply] { waitFor(wanted, deadlineMs, reply); });
}

// {"do":"camera","action":"state"} or "check": the daily look at the plate, now. Answer: PlateWatch::json(). Or
// "print-target": by the page printer. Answer: {"outcome","proof","reason"}, as of receipt-print.
void ControlCommands::addCamera()
{
    m_parts.server->add(QStringLiteral("camera"), ControlServer::Access::Technician,
                        [this](const QJsonObject &request, const Reply &reply) {
                            const QString action = request.value(u"action").toString(QStringLiteral("state"));
                            const bool state = action == QLatin1String("state");
                            if (action == QLatin1String("print-target")) {
                                m_parts.targetPrint->print([reply](const Result<device::PrintReport> &report) {
                                    reply(report ? Result<QJsonObject>(reportJson(*report)) : fail(report.error()));
                                });
                            } else if (!state && action != QLatin1String("check")) {
                                reply(fail(FaultCode::BadArgument, "action: state, check or print-target"));
                            } else if (state || !m_parts.plate->current()) {
                                reply(m_parts.plate->json());
                            } else if (!atRest()) {
                                reply(fail(FaultCode::DeviceBusy, "a visit has the camera"));
                            } else {
                                m_parts.plate->check();
                                auto *once = new QObject(this);
                                connect(m_parts.plate, &PlateWatch::changed, once, [this, once, reply] {
                                    if (!m_parts.plate->checking()) {
                                        once->deleteLater();
                                        disconnect(m_parts.plate, nullptr, once, nullptr);
                                        reply(m_parts.plate->json());
                                    }
                                });
                            }
                        });
}

// As `hallctl card read`, of the card that lies in one of the kiosk's own readers.
void ControlCommands::addCards()
{
    m_parts.server->add(
        QStringLiteral("card-read"), ControlServer::Access::Technician,
        [this](const QJsonObject &request, const Reply &reply) {
            bool waits = false;
            for (const QString &reader : m_parts.hub->readersWithCards()) {
                if (const auto person = m_parts.hub->lastIdentity(reader)) {
                    const bool full = request.value(u"full").toBool();
                    m_parts.store->appendAudit(QStringLiteral("card-read"), full ? "{\"full\":true}" : "{}");
                    reply(full ? identityJson(*person) : maskedIdentityJson(*person));
                    return;
                }
                waits = waits || m_parts.hub->waitingCard(reader);
            }
            reply(waits ? fail(FaultCode::CardNeedsAuth, "the card waits for its holder's PIN or the centre's leave")
                        : fail(FaultCode::DeviceNotReady, "no card that was read lies in a reader"));
        });
}

void ControlCommands::addStore()
{
    const auto technician = ControlServer::Access::Technician;
    m_parts.server->add(QStringLiteral("outbox"), technician, [this](const QJsonObject &request, const Reply &reply) {
        const QString action = request.value(u"action").toString(QStringLiteral("list"));
        if (action == QLatin1String("retry")) {
            m_parts.store->retry(request.value(u"case").toString()).then(this, [reply](const Done &done) {
                reply(outcome(done));
            });
            return;
        }
        if (action == QLatin1String("close")) {
            const CaseClosing closing{request.value(u"reason").toString(), request.value(u"basis").toString(),
                                      request.value(u"note").toString(), QStringLiteral("technician")};
            m_parts.store->closeCase(request.value(u"case").toString(), closing).then(this, [reply](const Done &done) {
                reply(outcome(done));
            });
            return;
        }
        if (action == QLatin1String("export")) {
            m_parts.store->exportSealed(request.value(u"dir").toString()).then(this, [reply](const Result<int> &count) {
                if (!count) {
                    reply(fail(count.error()));
                    return;
                }
                reply(QJsonObject{{QStringLiteral("exported"), *count}});
            });
            return;
        }
        m_parts.store->outbox(request.value(u"all").toBool(true))
            .then(this, [this, reply](const Result<QVector<QueueRow>> &rows) {
                if (!rows) {
                    reply(fail(rows.error()));
                    return;
                }
                QJsonArray list;
                const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_parts.clock->wall().count(), Qt::UTC);
                for (const QueueRow &row : *rows) {
                    list.append(jsonOf(row, now));
                }
                reply(QJsonObject{{QStringLiteral("cases"), list}});
            });
    });
    m_parts.server->add(QStringLiteral("sync"), technician, [this](const QJsonObject &, const Reply &reply) {
        if (SyncClient *client = m_parts.sync()) {
            client->wake();
            reply(m_counts);
        } else {
            reply(fail(FaultCode::CentreNotEnrolled));
        }
    });
    m_parts.server->add(QStringLiteral("audit"), technician, [this](const QJsonObject &request, const Reply &reply) {
        m_parts.store->verifyAudit(auditRow(request[u"told"].toString()))
            .then(this, [reply](const Result<AuditVerdict> &verdict) {
                if (!verdict) {
                    reply(fail(verdict.error()));
                    return;
                }
                reply(QJsonObject{{QStringLiteral("intact"), verdict->intact},
                                  {QStringLiteral("rows"), verdict->rows},
                                  {QStringLiteral("first_broken"), verdict->firstBroken}});
            });
    });
}

// What hands and the weather do in a demonstration: asked for on the socket, or by a scenario.
Result<QJsonObject> ControlCommands::demoAct(const QJsonObject &request)
{
    const QString what = request.value(u"do").toString();
    if (what == QLatin1String("device")) {
        return m_parts.hands->act(request);
    }
    if (what == QLatin1String("fault")) {
        return outcome(m_parts.hands->setFault(request.value(u"device").toString(), request.value(u"fault").toString(),
                                               request.value(u"after").toInt(0)));
    }
    if (what == QLatin1String("heal")) {
        return outcome(m_parts.hands->setFault(request.value(u"device").toString(), {}, 0));
    }
    if (what == QLatin1String("clock")) {
        const qint64 seconds = request.value(u"advance_s").toInteger();
        if (seconds > longestAdvanceSeconds || seconds < -longestAdvanceSeconds) {
            return fail(FaultCode::BadArgument, "advance_s: at most ten years");
        }
        const qint64 ahead = request.value(u"ahead_s").toInteger();
        if (ahead > longestAdvanceSeconds || ahead < -longestAdvanceSeconds) {
            return fail(FaultCode::BadArgument, "ahead_s: at most ten years");
        }
        if (request.contains(u"ahead_s")) {
            m_parts.clock->setAhead(std::chrono::seconds(ahead));
        }
        m_parts.clock->advance(std::chrono::seconds(seconds));
        return QJsonObject{};
    }
    if (what == QLatin1String("network")) {
        NetworkRelay *relay = m_parts.relay();
        if (!relay) {
            return fail(FaultCode::CentreNotEnrolled);
        }
        relay->setUp(request.value(u"state").toString() != QLatin1String("down"));
        return QJsonObject{};
    }
    return fail(FaultCode::BadArgument, "nothing that is done to a demonstration");
}

void ControlCommands::addDemo()
{
    m_scenarios = std::make_unique<Scenarios>(
        m_parts.scenarios, [this] { return status(); },
        [this](const QJsonObject &request) { return demoAct(request); });
    const auto technician = ControlServer::Access::Technician;
    for (const char *name : {"device", "fault", "heal", "clock", "network"}) {
        m_parts.server->add(QLatin1String(name), technician,
                            [this](const QJsonObject &request, const Reply &reply) { reply(demoAct(request)); });
    }
    m_parts.server->add(QStringLiteral("scenario"), technician, [this](const QJsonObject &request, const Reply &reply) {
        if (request.value(u"stop").toBool()) {
            m_scenarios->stop();
        }
        const QString name = request.value(u"play").toString();
        if (const Done played = name.isEmpty() ? Done() : m_scenarios->play(name); !played) {
            reply(fail(played.error()));
            return;
        }
        reply(QJsonObject{{QStringLiteral("known"), m_scenarios->list()},
                          {QStringLiteral("scenario"), m_scenarios->state()}});
    });
    m_parts.server->add(QStringLiteral("nodes"), technician, [this](const QJsonObject &, const Reply &reply) {
        ScreenHand(*m_parts.window).whenDrawn([window = m_parts.window, reply] {
            reply(QJsonObject{{QStringLiteral("nodes"), ScreenHand(*window).nodes()}});
        });
    });
    m_parts.server->add(QStringLiteral("touch"), technician, [this](const QJsonObject &request, const Reply &reply) {
        const auto at = pointOf(request.value(u"x"), request.value(u"y"));
        if (!at) {
            reply(fail(at.error()));
            return;
        }
        ScreenHand(*m_parts.window).touch(*at);
        reply(QJsonObject{});
    });
    m_parts.server->add(QStringLiteral("stroke"), technician, [this](const QJsonObject &request, const Reply &reply) {
        QVector<QPointF> points;
        for (const QJsonValue point : request.value(u"points").toArray()) {
            const auto at = pointOf(point.toArray().at(0), point.toArray().at(1));
            if (!at) {
                reply(fail(at.error()));
                return;
            }
            points.append(*at);
        }
        ScreenHand(*m_parts.window).stroke(points, [reply] { reply(QJsonObject{}); });
    });
    m_parts.server->add(QStringLiteral("grab"), technician, [this](const QJsonObject &request, const Reply &reply) {
        reply(outcome(ScreenHand(*m_parts.window).grab(request.value(u"file").toString())));
    });
}

}  // namespace hall
