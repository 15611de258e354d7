// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskapp.h"

#include "app/catalogue/catalogueloader.h"
#include "app/kiosk/demo/demoregions.h"
#include "app/kiosk/demo/demostaff.h"
#include "app/store/kioskstore.h"
#include "app/sync/enrolment.h"
#include "app/sync/httpscentre.h"
#include "app/sync/renewal.h"
#include "app/sync/syncclient.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QScreen>
#include <QtConcurrent>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace hall {

namespace {

constexpr qint64 demoPollMs = 3000;  // the status line of a demonstration follows the network closely
constexpr int enrolRetryMs = 5000;
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

KioskApp::KioskApp(KioskConfig config) : m_config(std::move(config))
{
}

KioskApp::~KioskApp()
{
    m_search.waitForFinished();
    m_commands.reset();
    m_control.reset();
    if (m_config.demo && m_renewing) {  // nobody puts anything there any more
        qputenv(SimulatedHands::variable, m_hands.lying());
    }
    m_cabinet.reset();
    m_host.reset();
    m_window.reset();
    m_sync.reset();
    m_centre.reset();
    m_hub.stop();
    m_upkeep.reset();
    m_records.reset();
    m_gate.reset();
    m_writer.reset();
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

}  // namespace

QString KioskApp::inData(const QString &name) const
{
    return QDir(m_config.dataDir).filePath(name);
}

Done KioskApp::start()
{
    endOnSignals(this);
    for (const auto step :
         {&KioskApp::openStore, &KioskApp::loadCatalogueFiles, &KioskApp::loadStaff, &KioskApp::findRegions}) {
        if (Done done = (this->*step)(); !done) {
            return done;
        }
    }
    const auto unfinished = m_store->unknownPrints().result();
    auto fitted = fitDevices(m_hub, m_config, unfinished && !unfinished->isEmpty(), rollMemory(*m_store));
    if (!fitted) {
        return fail(fitted.error());
    }
    m_simulated = *fitted;
    m_writer = std::make_unique<CaseWriter>(*m_store, m_clock);

    m_records = std::make_unique<DeviceRecords>(m_hub, *m_store);
    UpkeepServices upkeep;
    upkeep.records = m_records.get();
    upkeep.clock = &m_clock;
    upkeep.hub = &m_hub;
    upkeep.store = m_store.get();
    upkeep.gate = m_gate.get();
    upkeep.serviceTitle = [this](const QString &id) {
        const Service *service = m_catalogue.service(id);
        return service ? service->title.in(m_config.language) : id;
    };
    upkeep.centreReachable = [this] { return m_sync && m_sync->reachable(); };
    upkeep.syncNow = [this] {
        if (m_sync) {
            m_sync->wake();
        }
    };
    m_upkeep = std::make_unique<Upkeep>(std::move(upkeep));
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
    }
    m_hub.start();

    if (m_config.selfTest) {
        return {};
    }
    m_control = std::make_unique<ControlServer>(m_config.demo, [this](const QString &card, const QString &pin) {
        const auto role = m_gate->enter(card, pin);
        return role && *role == StaffRole::Technician;
    });
    ControlParts parts;
    parts.server = m_control.get();
    parts.clock = &m_clock;
    parts.hub = &m_hub;
    parts.store = m_store.get();
    parts.host = m_host.get();
    parts.window = m_window.get();
    parts.upkeep = m_upkeep.get();
    parts.records = m_records.get();
    parts.hands = &m_hands;
    parts.relay = [this] { return m_relay.get(); };
    parts.sync = [this] { return m_sync.get(); };
    parts.centreReachable = [this] { return m_sync && m_sync->reachable(); };
    parts.memory = [this] {
        return QJsonObject{{QStringLiteral("searches"), m_searches}, {QStringLiteral("traces"), m_tracesLeft}};
    };
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
    return {};
}

Done KioskApp::loadCatalogueFiles()
{
    const QString folder = QDir(m_config.resourcesDir).filePath(QStringLiteral("catalogue"));
    LoadedCatalogue loaded = loadCatalogue(folder);
    for (const Defect &defect : std::as_const(loaded.defects)) {
        std::fprintf(stderr, "hall-kiosk: catalogue: %s%s: %s; %s\n", qPrintable(defect.file),
                     qPrintable(defect.path.isEmpty() ? QString() : QLatin1Char('#') + defect.path),
                     qPrintable(defect.reason), qPrintable(defect.cure));
    }
    m_catalogue = std::move(loaded.catalogue);
    if (m_catalogue.services().isEmpty()) {
        return fail(FaultCode::FileInvalid, folder.toStdString() + ": no service can be offered");
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
    m_gate = std::make_unique<StaffGate>(*m_store, m_clock);
    const QString folder = inData(QStringLiteral("staff"));
    if (m_config.demo && !QFileInfo::exists(folder)) {
        if (Done made = makeDemoStaff(folder); !made) {
            return made;
        }
    }
    const auto read = [&](const char *name) {
        QFile file(QDir(folder).filePath(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
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
    m_config.regions = inData(QStringLiteral("regions"));
    return m_config.demo
               ? makeDemoRegions(QDir(m_config.resourcesDir).filePath(QStringLiteral("regions")), m_config.regions)
               : Done();
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
    m_writer->setIdentity(SealIdentity{identity.kiosk, identity.signer, identity.sealKey});
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
    m_sync = std::make_unique<SyncClient>(*m_store, identity, timing);
    connect(m_sync.get(), &SyncClient::itemStored, this, [this](const QString &id, const QString &verdict) {
        if (m_host && m_host->session()) {
            m_host->session()->caseStateChanged(id, verdict);
        }
    });
    connect(m_renewal.get(), &Renewal::renewed, this, [this](const KioskIdentity &next) {
        m_store->appendAudit(QStringLiteral("certificate-renewed"), QByteArrayLiteral("{}"));
        m_writer->setIdentity(SealIdentity{next.kiosk, next.signer, next.sealKey});
        m_centre->setCertificate(next);
        m_sync->setCertificate(next);
    });
    connect(m_renewal.get(), &Renewal::refused, this, [this](const QString &code) {
        m_store->appendAudit(QStringLiteral("certificate-refused"),
                             QByteArray("{\"code\":\"" + code.toLatin1() + "\"}"));
    });
    m_sync->wake();
    m_renewal->start();
}

SessionServices KioskApp::sessionServices()
{
    SessionServices services;
    services.clock = &m_clock;
    services.hub = &m_hub;
    services.catalogue = &m_catalogue;
    services.store = m_store.get();
    services.writer = m_writer.get();
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
    services.kioskId = [this] { return m_kioskId; };
    services.notice = m_notice;
    services.promise = m_promise;
    services.receiptWords = m_receiptWords;
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
        m_search.waitForFinished();  // of the visit before; it reads what is added to here
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
    renewIfQuiet();
    if (m_traces.empty()) {
        return;
    }
    if (m_centre) {
        m_centre->forget();
    }
    // What Qt kept of the last visit is searched for; if something is left, the program begins anew while nobody waits.
    m_search = QtConcurrent::run([this] { return m_traces.count(); });
    m_search.then(this, [this](int left) {
        // The same person may be back already; then what was found may be theirs by right, and is looked for again
        // after that visit.
        const bool nobody = m_host->session() && m_host->session()->stage() == QLatin1String("attract");
        if (left > 0 && !nobody) {
            return;
        }
        m_traces.forget();
        ++m_searches;
        m_tracesLeft += left;
        renewIfQuiet();
    });
}

// Not while somebody's card is still in a reader: a program that has just started cannot tell it from a visitor's.
void KioskApp::renewIfQuiet()
{
    const bool idle = m_host && m_host->session() && m_host->session()->stage() == QLatin1String("attract");
    if (m_tracesLeft > 0 && idle && m_hub.readerWithLeftCard().isEmpty()) {
        m_store->appendAudit(QStringLiteral("renewed"), "{\"traces\":" + QByteArray::number(m_tracesLeft) + "}");
        m_renewing = true;
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
