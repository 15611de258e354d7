// SPDX-License-Identifier: GPL-3.0-or-later
// What the control socket can be asked. One small class per subject would scatter the vocabulary; here it is one list.
#pragma once

#include "app/kiosk/controlserver.h"
#include "app/kiosk/demo/networkrelay.h"
#include "app/kiosk/demo/scenarios.h"
#include "app/kiosk/demo/screenhand.h"
#include "app/kiosk/demo/simulatedhands.h"
#include "app/kiosk/machineclock.h"
#include "app/kiosk/visithost.h"

#include <QObject>

namespace hall {

class DeviceRecords;
class KioskStore;
class PlateWatch;
class RoomWatch;
class SyncClient;
class TableStick;
class TargetPrint;

struct ControlParts
{
    ControlServer *server = nullptr;
    MachineClock *clock = nullptr;
    std::function<QJsonObject()> clockReport;  // ClockWatch::report()
    DeviceHub *hub = nullptr;
    KioskStore *store = nullptr;
    RoomWatch *room = nullptr;
    VisitHost *host = nullptr;
    QQuickWindow *window = nullptr;
    Upkeep *upkeep = nullptr;
    DeviceRecords *records = nullptr;
    PlateWatch *plate = nullptr;
    TargetPrint *targetPrint = nullptr;
    std::function<QJsonObject()> printTest;  // PrintTest::json()
    SimulatedHands *hands = nullptr;         // of a demonstration
    TableStick *stick = nullptr;             // null: there is no place for one
    std::function<NetworkRelay *()> relay;   // null while not enrolled, or outside demonstrations
    std::function<SyncClient *()> sync;      // null before enrolment
    std::function<bool()> centreReachable;
    std::function<QJsonObject()> memory;     // {"searches", "traces"}: of the last visit in this process's memory
    std::function<QJsonObject()> conflicts;  // ConflictTally::json()
    std::function<QString()> keys;           // where the keys lie: none, files, credential
    std::function<QString()> region;         // where the hall stands, GB/T 2260
    std::function<QJsonObject()> reference;  // ReferenceData::report(); empty before enrolment
    bool demo = false;
    QString scenarios;  // the folder of the ones known by name
};

class ControlCommands : public QObject
{
    Q_OBJECT

public:
    explicit ControlCommands(ControlParts parts, QObject *parent = nullptr);

private:
    using Reply = ControlServer::Reply;

    void addStatus();
    void addCamera();
    void addCards();
    void addStore();
    void addDemo();
    [[nodiscard]] Result<QJsonObject> demoAct(const QJsonObject &request);
    [[nodiscard]] QJsonObject status() const;
    [[nodiscard]] bool atRest() const;  // no visit
    void refreshCounts();
    void waitFor(const QJsonObject &wanted, qint64 deadlineMs, const Reply &reply);

    ControlParts m_parts;
    std::unique_ptr<Scenarios> m_scenarios;  // of a demonstration
    QJsonObject m_counts;
    QTimer m_countsTick;
};

}  // namespace hall
