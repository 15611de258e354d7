// SPDX-License-Identifier: GPL-3.0-or-later
// The maintenance mode as QML sees it: sign-in with card and PIN, device states, the queue, and the switches a member
// of staff has. Holds no personal data: cases are shown by number, service and state only.
#pragma once

#include "app/domain/base/clock.h"
#include "app/upkeep/staffgate.h"
#include "drivers/hub/devicehub.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

class QJSEngine;
class QQmlEngine;
Q_MOC_INCLUDE("app/upkeep/calibrationdesk.h")
Q_MOC_INCLUDE("app/upkeep/printtest.h")

namespace hall {

class CalibrationDesk;
class DeviceRecords;
class KioskStore;
class PlateWatch;
class PrintTest;
class RoomWatch;
class TargetPrint;
struct QueueCounts;

// What the maintenance pages may ask of the rest of the program.
struct UpkeepServices
{
    const Clock *clock = nullptr;
    DeviceHub *hub = nullptr;
    KioskStore *store = nullptr;
    RoomWatch *room = nullptr;
    StaffGate *gate = nullptr;
    DeviceRecords *records = nullptr;
    PlateWatch *plate = nullptr;
    CalibrationDesk *calibration = nullptr;
    PrintTest *printTest = nullptr;
    TargetPrint *targetPrint = nullptr;
    std::function<QString(const QString &serviceId)> serviceTitle;  // in the screen's language
    std::function<bool()> centreReachable;
    std::function<QString()> centreProblem;    // SyncClient::problem()
    std::function<bool()> keysPlain;           // the kiosk's keys lie in plain files
    std::function<QVariantMap()> clockReport;  // {state, ahead_s}: ClockWatch::report()
    std::function<void()> syncNow;
};

class Upkeep : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QString stage READ stage NOTIFY stageChanged)            // "pin", "home" or "take-card"
    Q_PROPERTY(QString role READ role NOTIFY stageChanged)              // "staff" or "technician", empty before the PIN
    Q_PROPERTY(QVariant pinFault READ pinFault NOTIFY pinFaultChanged)  // {code, who, remedy} or null
    Q_PROPERTY(int lockedSeconds READ lockedSeconds NOTIFY pinFaultChanged)
    Q_PROPERTY(QVariantList devices READ devices NOTIFY
                   devicesChanged)  // {id, link, busy, held, swapped, facts and counts: [{name,value}], fault}
    Q_PROPERTY(QVariantList queue READ queue NOTIFY
                   queueChanged)  // {id, number, service, state, ageSeconds, attempts, error, exported, waitsFor}
    Q_PROPERTY(QVariantMap counts READ counts NOTIFY queueChanged)  // {queued, parked, oldestSeconds}
    // What became of sendNow(): "" not asked, "nothing" to send, "sending", "offline" (sent later by itself), "refused"
    // (the centre answers, but takes nothing), "sent"
    Q_PROPERTY(QString sendState READ sendState NOTIFY queueChanged)
    // Why the last case could not be closed: {code, who, remedy} or null
    Q_PROPERTY(QVariant closeFault READ closeFault NOTIFY queueChanged)
    Q_PROPERTY(int longestNote READ longestNote CONSTANT)  // characters of what may be noted with the end of a case
    Q_PROPERTY(bool outOfService READ outOfService WRITE setOutOfService NOTIFY outOfServiceChanged)
    Q_PROPERTY(bool centreReachable READ centreReachable NOTIFY queueChanged)
    // Why the centre takes nothing though the kiosk is enrolled, empty when all is well: SyncClient::problem()
    Q_PROPERTY(QString centreProblem READ centreProblem NOTIFY queueChanged)
    // Of this machine against the centre's: state "unheard", "good", "off", "doubtful"; ahead_s when it was heard
    Q_PROPERTY(QVariantMap clock READ clock NOTIFY clockChanged)
    // How full the store is: {percent, room: "ample", "warn", "no-scans", "no-cases", reserve}
    Q_PROPERTY(QVariantMap room READ room NOTIFY roomChanged)
    Q_PROPERTY(bool keysPlain READ keysPlain NOTIFY keysChanged)
    // What was rescued of a damaged store, until somebody has seen it (recovery.h, salvageSetting); empty for nothing
    Q_PROPERTY(QVariantMap salvaged READ salvaged NOTIFY salvagedChanged)
    // Whether the document camera measures: PlateWatch::json(); empty where there is no camera
    Q_PROPERTY(QVariantMap plate READ plate NOTIFY plateChanged)
    Q_PROPERTY(hall::CalibrationDesk *calibration READ calibration CONSTANT)
    Q_PROPERTY(hall::PrintTest *printTest READ printTest CONSTANT)
    Q_PROPERTY(hall::TargetPrint *targetPrint READ targetPrint CONSTANT)

public:
    static constexpr const char *engineProperty = "hallUpkeep";
    static constexpr int idleSeconds = 120;     // staff pages close by themselves
    static constexpr int busySeconds = 900;     // hands are at the camera or the printer, not at the screen
    static constexpr int takeCardSeconds = 30;  // the card is asked for; after that it counts as left

    explicit Upkeep(UpkeepServices services, QObject *parent = nullptr);
    static Upkeep *create(QQmlEngine *engine, QJSEngine *scriptEngine);  // the one the engine was given

    // A card that the visitor pages saw. True when it is on the staff list: the caller then shows the staff pages.
    [[nodiscard]] bool presentCard(const QString &cardNumber);
    void end();                          // signs out
    void touched();                      // restarts the idle time
    void restoreOutOfService(bool out);  // what the store remembers from before the start

    [[nodiscard]] QString stage() const;
    [[nodiscard]] QString role() const;
    [[nodiscard]] QVariant pinFault() const { return m_pinFault; }
    [[nodiscard]] int lockedSeconds() const;
    [[nodiscard]] QVariantList devices() const;
    [[nodiscard]] QVariantList queue() const { return m_queue; }
    [[nodiscard]] QVariantMap counts() const { return m_counts; }
    [[nodiscard]] QVariant closeFault() const { return m_closeFault; }
    [[nodiscard]] int longestNote() const;
    [[nodiscard]] QString sendState() const { return m_sendState; }
    [[nodiscard]] bool outOfService() const { return m_outOfService; }
    void setOutOfService(bool out);
    [[nodiscard]] bool centreReachable() const;
    [[nodiscard]] QString centreProblem() const;
    [[nodiscard]] QVariantMap clock() const;
    [[nodiscard]] QVariantMap room() const;
    [[nodiscard]] bool keysPlain() const;
    [[nodiscard]] QVariantMap salvaged() const { return m_salvaged; }
    [[nodiscard]] QVariantMap plate() const;
    [[nodiscard]] CalibrationDesk *calibration() const { return m_services.calibration; }
    [[nodiscard]] PrintTest *printTest() const { return m_services.printTest; }
    [[nodiscard]] TargetPrint *targetPrint() const { return m_services.targetPrint; }

    // Of a technician alone. What comes of them is plate and calibration.
    Q_INVOKABLE void calibrate();
    Q_INVOKABLE void printTarget();  // what comes of it is targetPrint
    Q_INVOKABLE void acceptCalibration();
    Q_INVOKABLE void rollBackCalibration();  // to the one before
    // Of staff as well.
    Q_INVOKABLE void checkPlate();
    Q_INVOKABLE void testPrint();
    Q_INVOKABLE void endWork();  // calibration or print test: the page is left
    Q_INVOKABLE void enterPin(const QString &pin);
    Q_INVOKABLE void retry(const QString &id);  // a parked case is queued again
    // A parked case ends here; reason, basis and note as in CaseClosing. What came of it is closeFault.
    Q_INVOKABLE void closeCase(const QString &id, const QString &reason, const QString &basis, const QString &note);
    Q_INVOKABLE bool noteFits(const QString &note) const;  // closeCase() takes it
    Q_INVOKABLE void salvageSeen();                        // it need not be told any more
    Q_INVOKABLE void sendNow();
    Q_INVOKABLE void holdDevice(const QString &id, bool on);  // out of use, and back
    Q_INVOKABLE void acceptDevice(const QString &id);         // a technician has seen that it is another one
    Q_INVOKABLE void refresh();
    void centreChanged();      // the centre is there again, or not, or says something else
    Q_INVOKABLE void leave();  // signs out; to the visitors' pages once the card is out of the reader
    Q_INVOKABLE void quit();   // ends the program; the supervisor decides what follows

Q_SIGNALS:
    void stageChanged();
    void pinFaultChanged();
    void devicesChanged();
    void queueChanged();
    void outOfServiceChanged();
    void clockChanged();
    void roomChanged();
    void keysChanged();
    void salvagedChanged();
    void plateChanged();
    void left();
    void quitRequested();

private:
    void setPinFault(const std::optional<Fault> &fault);
    void tick();
    void takeCounts(const QueueCounts &counts);
    [[nodiscard]] QString sendingNow() const;
    void backToVisitors();
    [[nodiscard]] QString whoSigns() const;  // role and tag of the card, for the audit log
    [[nodiscard]] int idleLimit() const;

    UpkeepServices m_services;
    QString m_card;
    std::optional<StaffRole> m_role;
    QVariant m_pinFault;
    QVariantList m_queue;
    QVariantMap m_counts;
    QVariantMap m_salvaged;
    QString m_sendState;
    QVariant m_closeFault;
    bool m_outOfService = false;
    bool m_takingCard = false;  // signed out, and the card still in the reader
    std::chrono::milliseconds m_lastTouch{0};
    QTimer m_tick;
};

}  // namespace hall
