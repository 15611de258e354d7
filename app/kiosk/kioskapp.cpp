// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskapp.h"

#include "app/catalogue/catalogueloader.h"
#include "app/domain/homepromise.h"
#include "app/kiosk/demo/demoregions.h"
#include "app/kiosk/demo/demostaff.h"
#include "app/protocol/centresettings.h"
#include "app/protocol/keyfile.h"
#include "app/protocol/seal.h"
#include "app/protocol/secretfile.h"
#include "app/regions/regionprofiles.h"
#include "app/session/paperbinder.h"
#include "app/session/paperpagereader.h"
#include "app/store/kioskstore.h"
#include "app/store/roomwatch.h"
#include "app/sync/enrolment.h"
#include "app/sync/healthreporter.h"
#include "app/sync/httpscentre.h"
#include "app/sync/linewatch.h"
#include "app/sync/renewal.h"
#include "app/sync/syncclient.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QScreen>

#include <algorithm>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace hall {

namespace {

constexpr qint64 demoPollMs = 3000;  // the status line of a demonstration follows the network closely
constexpr int enrolRetryMs = 5000;
const QString attractStage = QStringLiteral("attract");
constexpr int frameHeight = 36;  // pixels of a desk's window frame, about
// After the start; until then nobody is told that there is no connection.
constexpr std::chrono::seconds firstContact{5};

int signalPipe[2] = {-1, -1};

volatile std::sig_atomic_t asked = 0;

void onSignal(int)
{
    asked = 1;
    const char byte = 1;
    [[maybe_unused]] const auto written = write(signalPipe[1], &byte, 1);
}

// SIGTERM and SIGINT end the event loop, so that the store is closed in order.
void endOnSignals(QObject *parent)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, signalPipe) != 0) {
        return;
    }
    auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, parent);
    QObject::connect(notifier, &QSocketNotifier::activated, parent, [] { QCoreApplication::exit(0); });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
}

}  // namespace

bool KioskApp::askedToEnd()
{
    return asked != 0;
}

KioskApp::KioskApp(KioskConfig config) : m_own(std::move(config)), m_config(m_own)
{
}

KioskApp::~KioskApp()
{
    m_ending = true;
    awaitSearch();
    m_commands.reset();
    m_control.reset();
    if (m_config.demo && m_renewing) {  // nobody puts anything there any more
        qputenv(SimulatedHands::variable, m_hands.lying());
    }
    m_cabinet.reset();
    m_host.reset();
    m_window.reset();
    m_health.reset();
    m_lineWatch.reset();
    m_facts.reset();
    m_reference.reset();
    m_sync.reset();
    m_centre.reset();
    m_hub.stop();
    finishAnswered();  // what became of a paper that was under way is written down
    m_upkeep.reset();
    m_targetPrint.reset();
    m_printTest.reset();
    m_calibration.reset();
    m_plate.reset();
    m_conflicts.reset();
    m_records.reset();
    m_gate.reset();
    m_writer.reset();
    m_clockWatch.reset();
    m_room.reset();
    m_store.reset();
}

namespace {

// The hub, and with it the printer's thread, ends before the store does.
device::RollMemory rollMemory(KioskStore &store)
{
    const QString key = QStringLiteral("printer-roll");
    device::RollMemory memory;
    if (const auto kept = store.setting(key).result()) {
        memory.last = device::RollCount::read(kept->toStdString());
    }
    memory.keep = [&store, key](const device::RollCount &count) {
        (void)store.setSetting(key, QByteArray::fromStdString(count.written()));
    };
    return memory;
}

// Whether a paper was on its way to the receipt printer when the program ended. A page printer forgets nothing of its
// own.
bool receiptUnfinished(KioskStore &store)
{
    const auto unknown = store.unknownPrints().result();
    return unknown && std::any_of(unknown->begin(), unknown->end(), [](const PrintRecord &print) {
               return print.printer != QLatin1String(TargetPrint::printerId);
           });
}

}  // namespace

QString KioskApp::inData(const QString &name) const
{
    return QDir(m_config.dataDir).filePath(name);
}

Done KioskApp::start()
{
    endOnSignals(this);
    for (const auto step : {&KioskApp::openStore, &KioskApp::openReference, &KioskApp::useRelease}) {
        if (Done done = (this->*step)(); !done) {
            return done;
        }
    }
    auto fitted = fitDevices(m_hub, m_config, receiptUnfinished(*m_store), rollMemory(*m_store));
    if (!fitted) {
        return fail(fitted.error());
    }
    m_simulated = *fitted;
    m_stick = fitTableStick(m_config);
    if (m_stick && m_config.demo && m_config.tableFolder.isEmpty()) {
        m_simulated.stick = m_stick.get();
    }
    if (auto papers = readPapers(QDir(m_config.resourcesDir).filePath(QStringLiteral("papers")))) {
        m_engineReader =
            std::make_unique<PaperPageReader>(std::move(*papers), [this] { return m_clockWatch->trust().day(); });
    } else {
        std::fprintf(stderr, "hall-kiosk: papers are not read: %s\n", papers.error().detail.c_str());
    }
    if (m_config.demo && m_simulated.camera) {
        m_simulatedReader = std::make_unique<SimulatedReader>(m_engineReader.get());
        m_simulated.reader = m_simulatedReader.get();
    }
    m_writer = std::make_unique<CaseWriter>(*m_store, m_clock);
    m_binder = std::make_unique<PaperBinder>();

    m_records = std::make_unique<DeviceRecords>(m_hub, *m_store);
    m_conflicts = std::make_unique<ConflictTally>(*m_store);
    m_plate = std::make_unique<PlateWatch>(
        PlateWatch::Parts{&m_clock, &m_hub, m_store.get(), inData(QStringLiteral("camera")),
                          [this] { return m_host && nobodyThere() && !m_host->staffShown(); }});
    m_calibration = std::make_unique<CalibrationDesk>(CalibrationDesk::Parts{&m_clock, &m_hub, m_plate.get()});
    m_printTest = std::make_unique<PrintTest>(PrintTest::Parts{&m_clock, &m_hub, m_store.get(), m_plate.get()});
    m_targetPrint = std::make_unique<TargetPrint>(TargetPrint::Parts{&m_hub, m_store.get()});
    UpkeepServices upkeep;
    upkeep.targetPrint = m_targetPrint.get();
    upkeep.plate = m_plate.get();
    upkeep.calibration = m_calibration.get();
    upkeep.printTest = m_printTest.get();
    upkeep.records = m_records.get();
    upkeep.clock = &m_clock;
    upkeep.hub = &m_hub;
    upkeep.store = m_store.get();
    upkeep.room = m_room.get();
    upkeep.gate = m_gate.get();
    upkeep.serviceTitle = [this](const QString &id) {
        const Service *service = m_catalogue.service(id);
        return service ? service->title.in(m_config.language) : id;
    };
    upkeep.centreReachable = [this] { return m_sync && m_sync->reachable(); };
    upkeep.centreProblem = [this] { return m_sync ? m_sync->problem() : QString(); };
    upkeep.syncNow = [this] {
        if (m_sync) {
            m_sync->wake();
        }
    };
    upkeep.keysPlain = [this] { return m_keysPlain && !m_config.demo; };  // a demonstration's keys open nothing
    upkeep.clockReport = [this] { return m_clockWatch->report().toVariantMap(); };
    m_upkeep = std::make_unique<Upkeep>(std::move(upkeep));
    connect(m_clockWatch.get(), &ClockWatch::changed, m_upkeep.get(), &Upkeep::clockChanged);
    if (const auto out = m_store->setting(QStringLiteral("out-of-service")).result(); out && *out == "1") {
        m_upkeep->restoreOutOfService(true);
    }

    if (Done done = connectCentre(); !done) {
        return done;
    }
    showWindow();
    if (m_config.demo) {
        m_hands.layBack(qgetenv(SimulatedHands::variable));
        qunsetenv(SimulatedHands::variable);
        if (m_simulated.stick) {
            m_stick->leave();  // what lay there before the program is nobody's
        }
    }
    m_hub.start();

    if (m_config.selfTest) {
        return {};
    }
    m_plate->start();
    m_control = std::make_unique<ControlServer>(m_config.demo, [this](const QString &card, const QString &pin) {
        const auto role = m_gate->enter(card, pin);
        return role && *role == StaffRole::Technician;
    });
    ControlParts parts;
    parts.server = m_control.get();
    parts.clock = &m_clock;
    parts.clockReport = [this] { return m_clockWatch->report(); };
    parts.hub = &m_hub;
    parts.store = m_store.get();
    parts.room = m_room.get();
    parts.host = m_host.get();
    parts.window = m_window.get();
    parts.upkeep = m_upkeep.get();
    parts.records = m_records.get();
    parts.plate = m_plate.get();
    parts.targetPrint = m_targetPrint.get();
    parts.printTest = [this] { return m_printTest->json(); };
    parts.hands = &m_hands;
    parts.stick = m_stick.get();
    parts.relay = [this] { return m_relay.get(); };
    parts.sync = [this] { return m_sync.get(); };
    parts.centreReachable = [this] { return m_sync && m_sync->reachable(); };
    parts.memory = [this] {
        return QJsonObject{{QStringLiteral("searches"), m_searches}, {QStringLiteral("traces"), m_tracesLeft}};
    };
    parts.reference = [this] { return m_reference ? m_reference->report() : QJsonObject(); };
    parts.conflicts = [this] { return m_conflicts->json(); };
    parts.region = [this] { return m_config.region; };
    parts.keys = [this] { return keysState(); };
    parts.demo = m_config.demo;
    parts.scenarios = m_config.resourcesDir + QStringLiteral("/demo/scenarios");
    m_commands = std::make_unique<ControlCommands>(std::move(parts));
    m_store->appendAudit(QStringLiteral("program-started"), "{\"version\":\"" HALL_VERSION "\"}");
    return m_control->listen(m_config.controlSocket);
}

Done KioskApp::openStore()
{
    QDir().mkpath(m_config.dataDir);
    // Demonstrations run on data that a demonstration made, and on nothing else.
    const QString marker = inData(QStringLiteral("demo"));
    const bool fresh = QDir(m_config.dataDir).isEmpty();
    if (m_config.demo && !fresh && !QFileInfo::exists(marker)) {
        return fail(FaultCode::NotAllowed, "--demo is refused: " + m_config.dataDir.toStdString() +
                                               " belongs to a kiosk that is not a demonstration");
    }
    if (m_config.demo && fresh) {
        QFile file(marker);
        if (!file.open(QIODevice::WriteOnly)) {
            return fail(FaultCode::StoreIo, marker.toStdString() + ": " + file.errorString().toStdString());
        }
    }
    StoreOptions options;
    options.dataFolder = m_config.dataDir;
    options.clock = &m_clock;
    auto store = KioskStore::open(options);
    if (!store) {
        return fail(store.error());
    }
    m_store = std::move(*store);
    m_room = std::make_unique<RoomWatch>(*m_store);
    m_clockWatch = std::make_unique<ClockWatch>(m_clock, *m_store);
    return {};
}

QString KioskApp::inRelease(const char *part) const
{
    const QString path = m_release + u'/' + QLatin1String(part);
    return !m_release.isEmpty() && QFileInfo::exists(path) ? path : QString();
}

KioskGround KioskApp::ground(const KioskIdentity &identity) const
{
    return {identity.kiosk, identity.refKey, m_own.region,
            QDir(m_own.resourcesDir).filePath(QStringLiteral("catalogue"))};
}

Done KioskApp::openReference()
{
    const auto identity = loadIdentity(m_config.dataDir);
    if (!identity || identity->refKey.isEmpty() || m_config.selfTest) {
        return {};
    }
    m_centreKey = identity->refKey;
    m_reference = std::make_unique<ReferenceData>(m_config.dataDir, ground(*identity));
    m_kioskId = identity->kiosk;
    return m_reference->open();
}

// A release that cannot be used is taken back, and the one before it is tried; at last what the program came with.
Done KioskApp::useRelease()
{
    for (;;) {
        m_config = m_own;
        m_gate = std::make_unique<StaffGate>(*m_store, m_clock);
        m_release = m_reference ? m_reference->shelf().begin() : QString();
        Done used;
        for (const auto step : {&KioskApp::useSettings, &KioskApp::loadCatalogueFiles, &KioskApp::loadStaff,
                                &KioskApp::findRegions, &KioskApp::findVacancies}) {
            used = used ? (this->*step)() : used;
        }
        if (used || m_release.isEmpty()) {
            return used;
        }
        std::fprintf(stderr, "hall-kiosk: reference data taken back: %s: %s\n",
                     std::string(used.error().name()).c_str(), used.error().detail.c_str());
        m_store->appendAudit(QStringLiteral("reference-taken-back"),
                             QByteArray("{\"code\":\"") + std::string(used.error().name()).c_str() + "\"}");
        m_reference->shelf().rollBack(QStringLiteral("load"));
    }
}

Done KioskApp::useSettings()
{
    const QString file = inRelease("configuration/kiosks.json");
    if (file.isEmpty()) {
        return {};
    }
    const auto json = readWholeFile(file, kCentreSettingsBytes);
    const auto settings = json ? parseCentreSettings(*json, m_kioskId) : fail(json.error());
    if (!settings) {
        return fail(settings.error());
    }
    if (!settings->hallEn.isEmpty()) {
        m_config.hallName = {settings->hallZh, settings->hallEn};
    }
    if (!settings->hoursEn.isEmpty()) {
        m_config.hallHours = {settings->hoursZh, settings->hoursEn};
    }
    if (!settings->region.isEmpty()) {
        m_config.region = settings->region;
    }
    if (!settings->travelPermits.isEmpty()) {
        m_config.travelPermits = settings->travelPermits;
    }
    return {};
}

Done KioskApp::loadCatalogueFiles()
{
    const QString published = inRelease("catalogue");
    const QString folder =
        published.isEmpty() ? QDir(m_config.resourcesDir).filePath(QStringLiteral("catalogue")) : published;
    CatalogueTerms terms;
    terms.region = m_config.region;
    terms.on = m_clockWatch->trust().day();
    LoadedCatalogue loaded = loadCatalogue(folder, terms);
    for (const Defect &defect : std::as_const(loaded.defects)) {
        std::fprintf(stderr, "hall-kiosk: catalogue: %s%s: %s; %s\n", qPrintable(defect.file),
                     qPrintable(defect.path.isEmpty() ? QString() : QLatin1Char('#') + defect.path),
                     qPrintable(defect.reason), qPrintable(defect.cure));
    }
    m_catalogue = std::move(loaded.catalogue);
    if (m_catalogue.services().isEmpty()) {
        return fail(FaultCode::FileInvalid, folder.toStdString() + ": no service can be offered");
    }
    if (const Done there = m_catalogue.hallMayStandIn(m_config.region); !there) {
        return there;
    }
    const auto notice = loadNotice(folder + QStringLiteral("/notice.json"));
    if (!notice) {
        return fail(notice.error());
    }
    m_notice = *notice;
    const auto promise = loadNotice(folder + QStringLiteral("/commitment.json"));
    if (!promise) {
        return fail(promise.error());
    }
    m_promise = *promise;
    const auto words = loadReceiptWords(folder + QStringLiteral("/receipt.json"));
    if (!words) {
        return fail(words.error());
    }
    m_receiptWords = *words;
    return {};
}

Done KioskApp::loadStaff()
{
    const QString published = inRelease("staff");
    const QString folder = published.isEmpty() ? inData(QStringLiteral("staff")) : published;
    if (m_config.demo && !QFileInfo::exists(folder)) {
        if (Done made = makeDemoStaff(folder); !made) {
            return made;
        }
    }
    const auto read = [&](const char *name) {
        QFile file(QDir(folder).filePath(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    if (!published.isEmpty()) {
        return m_gate->load(read("staff.json"), read("staff.sig"), m_centreKey);
    }
    const QByteArray list = read("staff.json");
    if (list.isEmpty()) {
        std::fprintf(stderr, "hall-kiosk: no staff list yet; maintenance stays closed\n");
        return {};
    }
    return m_gate->load(list, read("staff.sig"), read("centre.pub"));
}

Done KioskApp::findRegions()
{
    if (!m_config.regions.isEmpty()) {
        return {};
    }
    if (const QString published = inRelease("regions"); !published.isEmpty()) {
        m_config.regions = published;
        m_config.regionsKey = m_centreKey;
        const LoadedRegions loaded = loadRegionProfiles(published, m_centreKey);
        return loaded.refused.isEmpty() ? Done() : fail(loaded.refused.first());
    }
    m_config.regions = inData(QStringLiteral("regions"));
    return m_config.demo
               ? makeDemoRegions(QDir(m_config.resourcesDir).filePath(QStringLiteral("regions")), m_config.regions)
               : Done();
}

// A kiosk without them asks the centre alone.
Done KioskApp::findVacancies()
{
    const QString published = inRelease("vacancies");
    m_vacancies = std::make_shared<const VacancyList>(published.isEmpty() ? VacancyList() : vacanciesIn(published));
    return {};
}

Done KioskApp::connectCentre()
{
    const auto known = loadIdentity(m_config.dataDir);
    if (known) {
        useIdentity(*known);
        return {};
    }
    if (known.error().code != FaultCode::CentreNotEnrolled) {
        return fail(known.error());
    }
    if (m_config.enrolUrl.isEmpty() || m_config.selfTest) {
        return {};
    }
    QFile ca(m_config.enrolCa);
    if (!ca.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, m_config.enrolCa.toStdString() + ": " + ca.errorString().toStdString());
    }
    m_enrolment = std::make_unique<Enrolment>(m_config.dataDir);
    enrol(ca.readAll());
    return {};
}

void KioskApp::enrol(const QByteArray &ca)
{
    m_enrolment->enrol(QUrl(m_config.enrolUrl), m_config.enrolCode, ca)
        .then(this, [this, ca](const Result<KioskIdentity> &identity) {
            if (m_ending) {
                return;
            }
            if (identity) {
                m_store->appendAudit(QStringLiteral("enrolled"), QByteArrayLiteral("{}"));
                useIdentity(*identity);
                return;
            }
            std::fprintf(stderr, "hall-kiosk: enrolment: %s: %s\n", std::string(identity.error().name()).c_str(),
                         identity.error().detail.c_str());
            if (identity.error().who() == Who::Nobody) {  // a matter of time
                QTimer::singleShot(enrolRetryMs, this, [this, ca] { enrol(ca); });
            }
        });
}

void KioskApp::useIdentity(KioskIdentity identity)
{
    m_identity = identity;
    shelterKeys();
    m_sealedTo.clear();  // another kiosk from here on
    m_kioskId = identity.kiosk;
    m_renewal =
        std::make_unique<Renewal>(m_config.dataDir, identity, m_clock, QRandomGenerator::system()->generateDouble());
    SyncTiming timing;
    if (m_config.demo) {
        m_relay =
            std::make_unique<NetworkRelay>(identity.gateway.host(), static_cast<quint16>(identity.gateway.port()));
        identity.gateway.setHost(QStringLiteral("127.0.0.1"));
        identity.gateway.setPort(m_relay->port());
        timing.pollMs = demoPollMs;
        timing.backoffCapMs = demoPollMs;
        m_renewal->setGateway(identity.gateway);
    }
    m_centre = std::make_unique<HttpsCentre>(identity);
    m_lineWatch.reset();
    m_sync = std::make_unique<SyncClient>(*m_store, identity, timing);
    connect(m_store.get(), &KioskStore::caseCommitted, m_sync.get(), [this](const QString &id) {
        if (!nobodyThere()) {
            m_sync->handedIn({id});
        }
    });
    connect(m_sync.get(), &SyncClient::itemStored, this, [this](const QString &id, const QString &verdict) {
        if (m_host && m_host->session()) {
            m_host->session()->caseStateChanged(id, verdict);
        }
    });
    connect(m_renewal.get(), &Renewal::renewed, this, [this, gateway = identity.gateway](const KioskIdentity &next) {
        m_store->appendAudit(QStringLiteral("certificate-renewed"), QByteArrayLiteral("{}"));
        m_identity = next;
        useSealKey();
        m_centre->setCertificate(next);
        m_sync->setCertificate(next);
        m_health->setCertificate(next);
        if (m_reference) {
            m_reference->setCertificate(next);
            return;
        }
        KioskIdentity reached = next;  // the centre has a signing key since then
        reached.gateway = gateway;
        followReference(reached);
    });
    connect(m_renewal.get(), &Renewal::sealKeysTaken, this, [this](const KioskIdentity &next) {
        m_store->appendAudit(QStringLiteral("sealing-keys-told"),
                             "{\"number\":" + QByteArray::number(next.sealNotice->number) + "}");
        m_identity = next;
        useSealKey();
        tellHealth();
    });
    connect(m_renewal.get(), &Renewal::sealKeysRefused, this, [this](const QString &code) {
        m_store->appendAudit(QStringLiteral("sealing-keys-refused"),
                             QByteArray("{\"code\":\"" + code.toLatin1() + "\"}"));
    });
    connect(m_renewal.get(), &Renewal::refused, this, [this](const QString &code) {
        m_store->appendAudit(QStringLiteral("certificate-refused"),
                             QByteArray("{\"code\":\"" + code.toLatin1() + "\"}"));
    });
    connect(m_sync.get(), &SyncClient::reachableChanged, m_upkeep.get(), &Upkeep::centreChanged);
    connect(m_sync.get(), &SyncClient::problemChanged, m_upkeep.get(), &Upkeep::centreChanged);
    connect(m_sync.get(), &SyncClient::timeTold, m_clockWatch.get(), &ClockWatch::hear);
    m_sync->wake();
    m_renewal->start();
    m_health = std::make_unique<HealthReporter>(identity, [this] { return health(); });
    m_health->setInboxAfter([this] { return m_sync->inboxAfter(); });
    m_lineWatch = std::make_unique<LineWatch>(
        *m_sync, [this] { return m_host && m_host->session() && m_host->session()->stage() != attractStage; });
    connect(m_health.get(), &HealthReporter::answered, m_lineWatch.get(), &LineWatch::heard);
    connect(m_health.get(), &HealthReporter::answersCame, m_sync.get(), &SyncClient::answersCame);
    connect(m_health.get(), &HealthReporter::timeTold, m_clockWatch.get(), &ClockWatch::hear);
    connect(m_clockWatch.get(), &ClockWatch::changed, m_health.get(), &HealthReporter::soon);
    m_facts = std::make_unique<HealthFacts>(*m_store, m_clock);
    m_facts->setDevices(m_hub);
    // A camera that was calibrated and does not measure any more: papers are photos until a technician comes.
    const auto tellPlate = [this] {
        const bool lost = m_plate->state() == PlateWatch::State::Failed || m_plate->state() == PlateWatch::State::Stale;
        m_facts->setLimit(QLatin1String(PlateWatch::cameraId), lost ? QStringLiteral("camera.unmeasured") : QString());
    };
    connect(m_plate.get(), &PlateWatch::changed, m_facts.get(), tellPlate);
    tellPlate();
    connect(m_sync.get(), &SyncClient::problemChanged, m_facts.get(), &HealthFacts::setProblem);
    m_asking = false;  // what the one before waited for does not come any more
    useSealKey();
    connect(m_health.get(), &HealthReporter::sealNoticeTold, m_renewal.get(), &Renewal::takeSealNotice);
    connect(m_health.get(), &HealthReporter::taken, m_facts.get(), &HealthFacts::heard);
    connect(m_sync.get(), &SyncClient::itemStored, this, [this] { m_handedOver = true; });
    connect(m_sync.get(), &SyncClient::roundEnded, this, [this] {
        if (std::exchange(m_handedOver, false)) {
            tellHealth();
        }
    });
    tellHealth();
    followReference(identity);
}

void KioskApp::followReference(const KioskIdentity &identity)
{
    if (identity.refKey.isEmpty() || m_config.selfTest) {
        return;
    }
    if (!m_reference) {  // enrolled just now
        m_reference = std::make_unique<ReferenceData>(m_config.dataDir, ground(identity));
        if (const Done opened = m_reference->open(); !opened) {
            std::fprintf(stderr, "hall-kiosk: reference data: %s\n", opened.error().detail.c_str());
            m_reference.reset();
            return;
        }
    }
    connect(m_reference.get(), &ReferenceData::changed, this, [this] {
        m_health->soon();
        renewIfQuiet();
    });
    RefTiming timing;
    if (m_config.demo) {
        timing.pollMs = demoPollMs;
        timing.backoffCapMs = demoPollMs;
    }
    m_reference->start(identity, timing);
}

void KioskApp::shelterKeys()
{
    if (const Done done = shelterKeyFiles(identityKeyFiles(m_config.dataDir)); !done) {
        std::fprintf(stderr, "hall-kiosk: keys: %s\n", done.error().detail.c_str());
    }
    m_keysPlain = !plainKeyFiles(identityKeyFiles(m_config.dataDir)).isEmpty();
    if (m_keysPlain) {
        std::fprintf(stderr,
                     "hall-kiosk: the keys of this kiosk lie in plain files under %s/identity: give the service "
                     "a credential hall-keys (app/protocol/README.md)\n",
                     qPrintable(m_config.dataDir));
    }
    Q_EMIT m_upkeep->keysChanged();
}

QString KioskApp::keysState() const
{
    if (!m_identity) {
        return QStringLiteral("none");
    }
    return m_keysPlain ? QStringLiteral("files") : QStringLiteral("credential");
}

bool KioskApp::nobodyThere() const
{
    return !m_host || !m_host->session() || m_host->session()->stage() == attractStage;
}

void KioskApp::useSealKey()
{
    if (!m_identity || (!m_sealedTo.isEmpty() && !nobodyThere())) {
        return;
    }
    const QByteArray &key = sealKeyOf(*m_identity, m_clockWatch->trust().day().isValid() ? m_clock.wall().count() : 0);
    const qint64 number = m_identity->sealNotice ? m_identity->sealNotice->number : 0;
    m_writer->setIdentity(SealIdentity{m_identity->kiosk, m_identity->signer, key});
    m_sealedTo = key;
    m_facts->setSealKey(number, sealKeyId(key));
}

// What is told to the centre; nothing of any person.
QJsonObject KioskApp::health()
{
    useSealKey();  // the time of an announced one may have come
    QJsonObject report{{QStringLiteral("v"), 1},
                       {QStringLiteral("program"), QStringLiteral(HALL_VERSION)},
                       {QStringLiteral("catalogue"), m_catalogue.version()},
                       {QStringLiteral("region"), m_config.region},
                       {QStringLiteral("keys"), keysState()},
                       {QStringLiteral("clock"), m_clockWatch->report()},
                       {QStringLiteral("reference"), m_reference ? m_reference->report() : QJsonObject()},
                       {QStringLiteral("conflicts"), m_conflicts->json()}};
    const QJsonObject facts = m_facts->take();
    for (auto it = facts.constBegin(); it != facts.constEnd(); ++it) {
        report.insert(it.key(), it.value());
    }
    return report;
}

// With what the store says now. Several causes are one report.
void KioskApp::tellHealth()
{
    if (!std::exchange(m_asking, true)) {
        m_facts->refresh([this] {
            m_asking = false;
            m_health->soon();
        });
    }
}

SessionServices KioskApp::sessionServices()
{
    SessionServices services;
    services.clock = &m_clock;
    services.today = [this] { return m_clockWatch->trust().day(); };
    services.hub = &m_hub;
    services.catalogue = &m_catalogue;
    services.store = m_store.get();
    services.room = m_room.get();
    services.writer = m_writer.get();
    services.binder = m_binder.get();
    services.stick = m_stick.get();
    services.reader = m_simulatedReader ? m_simulatedReader.get() : m_engineReader.get();
    services.plate = [this]() -> std::shared_ptr<const PlateCalibration> {
        const auto &accepted = m_plate->current();
        // The whole is kept while a part of it is used.
        return m_plate->measures() ? std::shared_ptr<const PlateCalibration>(accepted, &accepted->plate) : nullptr;
    };
    services.centre = [this]() -> CentreClient * { return m_centre.get(); };
    services.centreReachable = [this] { return m_sync && m_sync->reachable(); };
    services.centreTried = [this] { return m_clock.monotonic() - m_begun > firstContact; };
    services.staffCard = [this](const QString &card) {
        const auto role = m_gate->present(card);
        return role || role.error().code != FaultCode::StaffUnknownCard;
    };
    services.staff.listed = [this] { return m_gate->listed(); };
    services.staff.may = [this](const QString &card) {
        const auto role = m_gate->present(card);
        return role ? Done() : fail(role.error());
    };
    services.staff.enter = [this](const QString &card, const QString &pin) -> Result<StaffWitness> {
        const auto role = m_gate->enter(card, pin);
        if (!role) {
            m_store->appendAudit(QStringLiteral("staff-refused"), QByteArrayLiteral("{}"));
            return fail(role.error());
        }
        return StaffWitness{staffRoleName(*role), m_gate->tagOf(card)};
    };
    services.staff.lockedSeconds = [this](const QString &card) {
        return static_cast<int>(m_gate->lockedFor(card).count());
    };
    services.outOfService = [this] {
        return m_upkeep->outOfService() || !m_hub.serviceability(Capability::BeginVisit).available;
    };
    services.caseCommitted = [this] {
        if (m_sync) {
            m_sync->wake();
        }
    };
    services.helpCalled = [this] { m_store->appendAudit(QStringLiteral("help-called"), QByteArrayLiteral("{}")); };
    services.sourcesDiffered = [this](const QString &service, const QStringList &fields) {
        m_conflicts->note(service, fields);
    };
    services.kioskId = [this] { return m_kioskId; };
    services.notice = m_notice;
    services.promise = m_promise;
    services.receiptWords = m_receiptWords;
    services.vacancies = m_vacancies;
    services.region = m_config.region;
    services.hallName = m_config.hallName;
    services.hallHours = m_config.hallHours;
    services.role = m_config.screen.role;
    services.permits = m_config.travelPermits != QLatin1String("none");
    services.permitKeys = m_config.travelPermits == QLatin1String("scan-or-type");
    return services;
}

void KioskApp::showWindow()
{
    m_window = std::make_unique<QQuickWindow>();
    m_window->setColor(QColor(0x0a, 0x2f, 0x66));
    m_window->setTitle(m_config.hallName.in(m_config.language));
    const QSize whole(m_config.screen.widthPx, m_config.screen.heightPx);
    const QSize desk = m_window->screen()->availableSize() - QSize(0, frameHeight);
    const bool shrinks = m_config.fitsDesk && whole != whole.boundedTo(desk);
    const QSize size = shrinks ? whole.scaled(desk, Qt::KeepAspectRatio) : whole;
    m_window->resize(size);
    VisitHost::Look look;
    look.pixelsPerMm = m_config.screen.pixelsPerMm() * size.height() / whole.height();
    look.language = m_config.language;
    m_host = std::make_unique<VisitHost>(*m_window, sessionServices(), m_upkeep.get(), look);
    connect(m_host.get(), &VisitHost::visitEnding, this, [this](const QStringList &traces) {
        if (m_sync) {
            m_sync->nobodyWaits();
        }
        awaitSearch();  // of the visit before; it reads what is added to here
        for (const QString &trace : traces) {
            m_traces.remember(trace);
        }
    });
    m_cabinet = std::make_unique<CabinetWatch>(
        CabinetWatch::Parts{&m_clock, &m_hub, m_store.get(), m_host.get(), m_window.get()});
    connect(m_host.get(), &VisitHost::renewed, m_cabinet.get(), [this] { m_cabinet->follow(m_host->session()); });
    connect(m_cabinet.get(), &CabinetWatch::powerEnds, this, [] { QCoreApplication::exit(powerCode); });
    connect(m_host.get(), &VisitHost::renewed, this, &KioskApp::onVisitRenewed);
    connect(m_host.get(), &VisitHost::staffCardSeen, this, [this](const QString &card) {
        if (m_upkeep->presentCard(card)) {
            m_host->showStaff();
        }
    });
    // The staff's cards open maintenance in a reader that is out of use as well.
    connect(&m_hub, &DeviceHub::heldCardRead, this,
            [this](const QString &, const std::shared_ptr<const Identity> &identity) {
                const Session *session = m_host->session();
                static const QStringList free{QStringLiteral("attract"),    QStringLiteral("out-of-service"),
                                              QStringLiteral("guide"),      QStringLiteral("guide-item"),
                                              QStringLiteral("guide-case"), QStringLiteral("sign-in")};
                if (session && free.contains(session->stage()) &&
                    m_upkeep->presentCard(identity->cardNumber.reveal())) {
                    m_host->showStaff();
                }
            });
    connect(m_upkeep.get(), &Upkeep::left, this, [this] {
        m_hub.leaveCard(m_hub.readerWithCard());
        m_host->renew();
    });
    connect(&m_hub, &DeviceHub::cardRemoved, this, &KioskApp::renewIfQuiet);
    connect(m_upkeep.get(), &Upkeep::quitRequested, this, [] { QCoreApplication::exit(0); });
    m_host->renew();
    if (m_config.fullscreen) {
        m_window->showFullScreen();
    } else {
        m_window->show();
    }
}

void KioskApp::onVisitRenewed()
{
    if (m_reference && m_host->pagesLoaded()) {  // the program runs with it
        (void)m_reference->shelf().prove();
    }
    useSealKey();
    renewIfQuiet();
    if (m_traces.empty()) {
        return;
    }
    if (m_centre) {
        m_centre->forget();
    }
    // What Qt kept of the last visit is searched for; if something is left, the program begins anew while nobody waits.
    m_search = runApart([this] { return m_traces.count(); });
    m_search.then(this, [this](int left) {
        if (m_ending) {
            return;
        }
        // The same person may be back already; then what was found may be theirs by right, and is looked for again
        // after that visit.
        const bool nobody = m_host->session() && m_host->session()->stage() == attractStage;
        if (left > 0 && !nobody) {
            return;
        }
        m_traces.forget();
        ++m_searches;
        m_tracesLeft += left;
        renewIfQuiet();
    });
}

void KioskApp::awaitSearch()
{
    if (m_search.isRunning()) {
        (void)m_search.result();
    }
}

// Not while somebody's card is still in a reader: a program that has just started cannot tell it from a visitor's.
void KioskApp::renewIfQuiet()
{
    const QString stage = m_host && m_host->session() ? m_host->session()->stage() : QString();
    const bool nobody = stage == attractStage && m_hub.readerWithLeftCard().isEmpty();
    if (m_renewing || !nobody) {
        return;
    }
    bool anew = m_tracesLeft > 0;
    if (anew) {
        m_store->appendAudit(QStringLiteral("renewed"), "{\"traces\":" + QByteArray::number(m_tracesLeft) + "}");
    }
    if (m_reference && m_reference->nextWaits() && m_reference->shelf().switchToStaged()) {
        m_store->appendAudit(QStringLiteral("reference-switched"),
                             "{\"number\":" + QByteArray::number(m_reference->shelf().state().current) + "}");
        anew = true;
    }
    if (anew) {
        m_renewing = true;
        if (m_control) {
            m_control->beginAnew();
        }
        QCoreApplication::exit(renewCode);
    }
}

int KioskApp::selfTest()
{
    // One turn of the event loop loads the visitors' pages; then every stage and the staff's pages are shown in turn.
    const auto settle = [] {
        for (int i = 0; i < 20; ++i) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        }
    };
    settle();
    if (m_host->session()) {
        m_host->session()->showEveryStage(settle);
    }
    m_host->showStaff();
    settle();
    std::printf("self-test: %d warnings\n", m_host->warnings());
    return m_host->warnings() == 0 ? 0 : 1;
}

}  // namespace hall
