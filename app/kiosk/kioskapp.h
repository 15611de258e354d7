// SPDX-License-Identifier: GPL-3.0-or-later
// The composition root: builds every object of the kiosk, hands each what it needs, and connects them. Nothing else in
// the product names concrete drivers, the sync client and the pages together.
#pragma once

#include "app/domain/base/result.h"
#include "app/kiosk/cabinetwatch.h"
#include "app/kiosk/clockwatch.h"
#include "app/kiosk/controlcommands.h"
#include "app/kiosk/demo/simulatedreader.h"
#include "app/kiosk/devices.h"
#include "app/kiosk/healthfacts.h"
#include "app/kiosk/kioskconfig.h"
#include "app/kiosk/machineclock.h"
#include "app/kiosk/referencedata.h"
#include "app/kiosk/visithost.h"
#include "app/kiosk/visittraces.h"
#include "app/session/casewriter.h"
#include "app/sync/enrolment.h"
#include "app/upkeep/calibrationdesk.h"
#include "app/upkeep/conflicttally.h"
#include "app/upkeep/devicerecords.h"
#include "app/upkeep/platewatch.h"
#include "app/upkeep/printtest.h"
#include "app/upkeep/targetprint.h"
#include "app/upkeep/upkeep.h"

#include <QFuture>
#include <QObject>
#include <QQuickWindow>
#include <QSocketNotifier>

#include <memory>

namespace hall {

class HealthReporter;
class PaperBinder;
class LineWatch;
class HttpsCentre;
class RoomWatch;
class Renewal;
class SyncClient;

class KioskApp : public QObject
{
    Q_OBJECT

public:
    static constexpr int renewCode = 75;  // exit code of the event loop: start the program anew
    // Exit code of the program: the battery is nearly empty, and starting it again would be of no use.
    static constexpr int powerCode = 76;

    explicit KioskApp(KioskConfig config);
    ~KioskApp() override;

    [[nodiscard]] Done start();
    // SIGTERM or SIGINT has come, perhaps while the objects were being taken down.
    [[nodiscard]] static bool askedToEnd();
    // Loads the visitors' and the staff's pages and looks at every one; 0 when no QML warning came.
    [[nodiscard]] int selfTest();

private:
    [[nodiscard]] Done openStore();
    [[nodiscard]] Done openReference();
    [[nodiscard]] KioskGround ground(const KioskIdentity &identity) const;
    [[nodiscard]] Done useRelease();
    [[nodiscard]] Done useSettings();
    [[nodiscard]] Done loadCatalogueFiles();
    [[nodiscard]] Done loadStaff();
    [[nodiscard]] Done findRegions();
    [[nodiscard]] Done findVacancies();
    [[nodiscard]] Done connectCentre();
    void enrol(const QByteArray &ca);
    void useIdentity(KioskIdentity identity);
    void followReference(const KioskIdentity &identity);
    // Seals to the newest key that the centre has told and whose time has come; not while a visit is under way, so that
    // a case and its scans are for one key.
    void useSealKey();
    [[nodiscard]] bool nobodyThere() const;
    // Encrypts what lies plain where this service has a credential; says so where it has none.
    void shelterKeys();
    // "none" before enrolment, "files" (plain, mode 0600), "credential"
    [[nodiscard]] QString keysState() const;
    [[nodiscard]] QJsonObject health();
    void tellHealth();
    void showWindow();
    void onVisitRenewed();
    void awaitSearch();
    void renewIfQuiet();
    [[nodiscard]] SessionServices sessionServices();
    [[nodiscard]] QString inData(const QString &name) const;
    // A part of the release in force; empty when there is none, or it has no such part.
    [[nodiscard]] QString inRelease(const char *part) const;

    const KioskConfig m_own;  // as this machine has it
    KioskConfig m_config;     // with what the centre has set
    MachineClock m_clock;
    const std::chrono::milliseconds m_begun = m_clock.monotonic();
    Catalogue m_catalogue;
    Notice m_notice;
    Notice m_promise;
    ReceiptWords m_receiptWords;
    std::shared_ptr<const VacancyList> m_vacancies;  // of the release in force
    QString m_kioskId;
    std::optional<KioskIdentity> m_identity;
    QByteArray m_sealedTo;
    bool m_keysPlain = false;
    bool m_ending = false;  // answers that come now are for nobody
    std::unique_ptr<KioskStore> m_store;
    std::unique_ptr<RoomWatch> m_room;
    std::unique_ptr<ClockWatch> m_clockWatch;
    std::unique_ptr<ReferenceData> m_reference;
    QString m_release;  // folder of the release in force; empty: what the program came with
    QByteArray m_centreKey;
    std::unique_ptr<CaseWriter> m_writer;
    DeviceHub m_hub;
    SimulatedDevices m_simulated;
    SimulatedHands m_hands{m_simulated};
    std::unique_ptr<PaperBinder> m_binder;
    std::unique_ptr<PageReader> m_engineReader;          // null: the kinds of paper are not there
    std::unique_ptr<SimulatedReader> m_simulatedReader;  // of a demonstration
    std::unique_ptr<TableStick> m_stick;
    std::unique_ptr<StaffGate> m_gate;
    std::unique_ptr<DeviceRecords> m_records;
    std::unique_ptr<ConflictTally> m_conflicts;
    std::unique_ptr<PlateWatch> m_plate;
    std::unique_ptr<CalibrationDesk> m_calibration;
    std::unique_ptr<PrintTest> m_printTest;
    std::unique_ptr<TargetPrint> m_targetPrint;
    std::unique_ptr<Upkeep> m_upkeep;
    std::unique_ptr<Enrolment> m_enrolment;
    std::unique_ptr<NetworkRelay> m_relay;
    std::unique_ptr<HttpsCentre> m_centre;
    std::unique_ptr<SyncClient> m_sync;
    std::unique_ptr<Renewal> m_renewal;
    std::unique_ptr<HealthReporter> m_health;
    std::unique_ptr<LineWatch> m_lineWatch;
    std::unique_ptr<HealthFacts> m_facts;
    bool m_handedOver = false;  // something, since health was told
    bool m_asking = false;      // tellHealth() waits for the store
    std::unique_ptr<QQuickWindow> m_window;
    std::unique_ptr<VisitHost> m_host;
    std::unique_ptr<CabinetWatch> m_cabinet;
    std::unique_ptr<ControlServer> m_control;
    std::unique_ptr<ControlCommands> m_commands;
    VisitTraces m_traces;
    bool m_renewing = false;
    int m_searches = 0;     // of the memory, since the start
    int m_tracesLeft = 0;   // in the memory, of visits that are over
    QFuture<int> m_search;  // through the memory, for m_traces
};

}  // namespace hall
