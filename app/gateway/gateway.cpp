// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/gateway.h"

#include "app/catalogue/catalogueloader.h"
#include "app/gateway/casecore.h"
#include "app/gateway/coreadapter.h"
#include "app/gateway/demoauthority.h"
#include "app/gateway/democards.h"
#include "app/gateway/demolicences.h"
#include "app/gateway/eventlog.h"
#include "app/gateway/front.h"
#include "app/gateway/officecards.h"
#include "app/gateway/routing.h"
#include "app/gateway/servertls.h"
#include "app/gateway/wipingqueue.h"
#include "app/protocol/keyfile.h"
#include "app/protocol/secretfile.h"

#include <QJsonArray>

#include <condition_variable>
#include <thread>

namespace hall::gateway {
namespace {

constexpr std::size_t kPayloadLimit = 16 * 1024 * 1024;  // what the library reads at all; calls have lower limits
constexpr int kKeepAliveSeconds = 2;                     // also how long a stop may take
// Behind a proxy one request a connection: what a refused body leaves behind must not start the next one.
constexpr std::size_t kKeepAliveRequests = 10'000;
constexpr int kReadSeconds = 10;
constexpr qsizetype kPeopleFileLimit = 4 * 1024 * 1024;
// Connections that wait until they are taken. The library's own five are fewer than a proxy opens at once, and whoever
// finds no room tries again only after a second.
constexpr int kWaiting = 1024;
constexpr auto kCorePoll = std::chrono::milliseconds(500);
constexpr int kCoreStep = 50;

// The library's own choice, SO_REUSEPORT, lets a second gateway listen on the port of a running one and take part of
// its kiosks. SO_REUSEADDR alone only allows a restart while old connections linger.
void refuseSharedPort(socket_t socket)
{
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

QString regionOf(const GatewayOptions &options)
{
    return options.region.isEmpty() ? CatalogueTerms().region : options.region;
}

}  // namespace

struct Gateway::Inside
{
    QString dataDir;
    std::shared_ptr<Database> database;
    std::unique_ptr<Kiosks> kiosks;
    std::unique_ptr<Intake> intake;
    std::unique_ptr<Blobs> blobs;
    std::unique_ptr<Register> people;
    Offices offices;
    std::unique_ptr<Front> front;
    std::shared_ptr<CatalogueShelf> catalogues;
    std::unique_ptr<CheckSource> checkSource;
    std::shared_ptr<CaseChecks> checks;
    std::unique_ptr<CaseCore> core;
    std::unique_ptr<CoreAdapter> adapter;
    std::unique_ptr<ServerTls> tls;  // none behind a proxy
    std::unique_ptr<httplib::Server> server;
    int port = 0;
    socket_t listening = INVALID_SOCKET;  // the server's
    std::thread serving;
    std::thread handling;
    std::thread handing;
    std::mutex mutex;
    std::condition_variable wake;
    bool work = false;
    bool ending = false;

    void wakeCore()
    {
        const std::lock_guard lock(mutex);
        work = true;
        wake.notify_all();
    }
    void handleCases();
    void handOver();
    [[nodiscard]] Done listen(const GatewayOptions &options, const FrontKeys &keys);
    [[nodiscard]] std::function<qint64()> certificateLife(const GatewayOptions &options);
    [[nodiscard]] Done connectSources(const GatewayOptions &options, const Clock &clock);
    [[nodiscard]] Done loadDemo(const QString &path, const Clock &clock);
    [[nodiscard]] Done connectOffices(const GatewayOptions &options, const Clock &clock);
    [[nodiscard]] Done connectLicences(const GatewayOptions &options, const Clock &clock);
    [[nodiscard]] Done connectMunicipal(const GatewayOptions &options, const Clock &clock);
};

// Before the core's first step: what is judged is queued in the same commit.
Done Gateway::Inside::connectMunicipal(const GatewayOptions &options, const Clock &clock)
{
    if (options.municipal.isEmpty()) {
        return {};
    }
    if (options.catalogue.isEmpty()) {
        return fail(FaultCode::BadArgument, "cases are written for the municipal core as the catalogue says");
    }
    auto how = coreOptions(
        options.municipal,
        {options.municipalCa, options.municipalToken, {options.municipalCertificate, options.municipalKey}});
    if (!how) {
        return fail(how.error());
    }
    how->deadline = std::chrono::milliseconds(options.municipalDeadlineMs);
    how->settle = std::chrono::milliseconds(options.municipalSettleMs);
    auto keys = loadCoreKeys(options.dataDir);
    if (!keys) {
        return fail(keys.error());
    }
    adapter = std::make_unique<CoreAdapter>(database, *blobs, std::move(keys->unseal), catalogues, regionOf(options),
                                            std::move(*how), clock);
    core->handOver();
    return {};
}

Done Gateway::Inside::loadDemo(const QString &path, const Clock &clock)
{
    auto file = readWholeFile(path, kPeopleFileLimit);
    auto loaded = file ? people->load(*file) : fail(file.error());
    if (!loaded) {
        return fail(loaded.error());
    }
    auto cards = std::make_unique<DemoCards>(clock);
    auto authority = std::make_unique<DemoAuthority>();
    auto licences = std::make_unique<DemoLicences>();
    const auto known = cards->load(*file);
    const auto cardKeys = authority->load(*file);
    const auto licenceCount = licences->load(*file);
    for (const Result<int> *count : {&known, &cardKeys, &licenceCount}) {
        if (!*count) {
            return fail(count->error());
        }
    }
    people->setIssuer(std::move(cards));
    people->setAuthority(std::move(authority));
    people->setLicences(std::move(licences));
    logEvent("people-loaded", {{QStringLiteral("people"), *loaded},
                               {QStringLiteral("e_cards"), *known},
                               {QStringLiteral("card_keys"), *cardKeys},
                               {QStringLiteral("licences"), *licenceCount}});
    return {};
}

// What kiosks ask goes through the front, so it is the front that knows these offices.
Done Gateway::Inside::connectOffices(const GatewayOptions &options, const Clock &clock)
{
    // Whatever the offices do, some threads are left for cases.
    const int atOnce = std::max(1, options.threads / 4);
    auto found = officesFrom(options.ask, std::chrono::milliseconds(options.askDeadlineMs), atOnce, clock);
    if (!found) {
        return fail(found.error());
    }
    if (found->any() && options.catalogue.isEmpty()) {
        return fail(FaultCode::BadArgument, "offices are asked as the catalogue says, and there is none");
    }
    offices = std::move(*found);
    if (offices.records) {
        people->setRecords(std::make_unique<OfficeRecords>(offices.records));
    }
    if (offices.eCards) {
        people->setIssuer(std::make_unique<OfficeIssuer>(offices.eCards, catalogues, clock));
    }
    if (offices.cardKeys) {
        people->setAuthority(std::make_unique<OfficeAuthority>(offices.cardKeys));
    }
    return {};
}

// The front asks for licences while the person stands there; the same offices that the core compares with.
Done Gateway::Inside::connectLicences(const GatewayOptions &options, const Clock &clock)
{
    if (options.checks.isEmpty()) {
        return {};
    }
    auto sources = checkSourceOptions(options.checks);
    if (!sources) {
        return fail(sources.error());
    }
    sources->caFile = options.checksCa;
    sources->deadline = std::chrono::milliseconds(options.checkDeadlineMs);
    people->setLicences(std::make_unique<HttpLicenceSource>(std::move(*sources), clock));
    return {};
}

Done Gateway::Inside::connectSources(const GatewayOptions &options, const Clock &clock)
{
    if (options.checks.isEmpty()) {
        return {};
    }
    if (options.catalogue.isEmpty()) {
        return fail(FaultCode::BadArgument, "sources are asked as the catalogue says, and there is none");
    }
    auto sources = checkSourceOptions(options.checks);
    if (!sources) {
        return fail(sources.error());
    }
    sources->caFile = options.checksCa;
    sources->deadline = std::chrono::milliseconds(options.checkDeadlineMs);
    checkSource = std::make_unique<HttpCheckSource>(std::move(*sources), clock);
    checks = std::make_shared<CaseChecks>(*checkSource, clock);
    core->setChecks(checks);
    return {};
}

void Gateway::Inside::handleCases()
{
    for (;;) {
        auto handled = core->step(kCoreStep);
        if (!handled && handled.error().code != FaultCode::DeviceCancelled) {
            logEvent("core-failed", {{QStringLiteral("detail"), QString::fromStdString(handled.error().detail)}});
        }
        std::unique_lock lock(mutex);
        if (ending) {
            return;
        }
        if (!handled || *handled < kCoreStep) {
            wake.wait_for(lock, kCorePoll, [this] { return work || ending; });
        }
        work = false;
    }
}

void Gateway::Inside::handOver()
{
    for (;;) {
        const auto handed = adapter->step(kCoreStep);
        if (!handed) {
            logEvent("core-adapter-failed",
                     {{QStringLiteral("detail"), QString::fromStdString(handed.error().detail)}});
        }
        std::unique_lock lock(mutex);
        if (ending) {
            return;
        }
        if (!handed || *handed < kCoreStep) {
            wake.wait_for(lock, kCorePoll, [this] { return ending; });
        }
    }
}

std::function<qint64()> Gateway::Inside::certificateLife(const GatewayOptions &options)
{
    return options.behindProxy ? std::function<qint64()>() : [this] { return tls ? tls->secondsLeft() : 0; };
}

Done Gateway::Inside::listen(const GatewayOptions &options, const FrontKeys &keys)
{
    if (options.behindProxy) {
        server = std::make_unique<httplib::Server>();
    } else {
        tls = std::make_unique<ServerTls>();
        if (const auto shown = tls->show(keys.serverPem, keys.serverKeyPem); !shown) {
            return fail(shown.error());
        }
        server = std::make_unique<httplib::SSLServer>(
            [this, &keys](SSL_CTX &context) { return tls->setUp(context, keys.caPem); });
    }
    if (!server->is_valid()) {
        return fail(FaultCode::KeyMissing, "front/ca.pem: not a certificate in PEM");
    }
    const int threads = options.threads;
    const int waiting = options.waiting;
    server->new_task_queue = [threads, waiting] {
        return new WipingQueue(static_cast<std::size_t>(threads), static_cast<std::size_t>(waiting));
    };
    server->set_keep_alive_max_count(options.behindProxy ? 1 : kKeepAliveRequests);
    server->set_keep_alive_timeout(kKeepAliveSeconds);
    server->set_read_timeout(kReadSeconds);
    server->set_payload_max_length(kPayloadLimit);
    server->set_tcp_nodelay(true);
    server->set_socket_options([this](socket_t socket) {
        refuseSharedPort(socket);
        listening = socket;
    });
    front->addRoutes(*server);
    const std::string host = options.host.toStdString();
    if (options.port == 0) {
        port = server->bind_to_any_port(host);
    } else if (server->bind_to_port(host, options.port)) {
        port = options.port;
    }
    if (port <= 0) {
        return fail(FaultCode::BadArgument, "cannot listen on " + host + ":" + std::to_string(options.port));
    }
    ::listen(listening, kWaiting);  // it listens already
    serving = std::thread([this] { server->listen_after_bind(); });
    return {};
}

Gateway::Gateway(std::unique_ptr<Inside> inside) : m_inside(std::move(inside))
{
}

Result<std::unique_ptr<Gateway>> Gateway::start(const GatewayOptions &options, const Clock &clock)
{
    // Each half reads its own folder of keys alone: they may run as two users.
    FrontKeys keys;
    std::optional<CoreKeys> coreKeys;
    if (options.front) {
        auto loaded = loadFrontKeys(options.dataDir);
        if (!loaded) {
            return fail(loaded.error());
        }
        keys = std::move(*loaded);
    }
    if (options.core) {
        auto loaded = loadCoreKeys(options.dataDir);
        if (!loaded) {
            return fail(loaded.error());
        }
        coreKeys = std::move(*loaded);
    }
    const QStringList plain = plainKeyFiles((options.front ? frontKeyFiles(options.dataDir) : QStringList()) +
                                            (options.core ? coreKeyFiles(options.dataDir) : QStringList()));
    const auto signer = options.front ? fail(FaultCode::KeyMissing) : loadReferenceKey(options.dataDir);
    const QByteArray refKey = options.front ? keys.refKey : signer ? signer->publicKey() : QByteArray();
    const QByteArray tagKey = options.front ? keys.tagKey : coreKeys->tagKey;
    auto database = Database::open(options.dataDir, options.database);
    if (!database) {
        return fail(database.error());
    }
    auto inside = std::make_unique<Inside>();
    Inside *in = inside.get();
    in->dataDir = options.dataDir;
    in->database = *database;
    in->blobs = std::make_unique<Blobs>(*database, options.dataDir + QStringLiteral("/blobs"), clock);
    in->people = std::make_unique<Register>(*database, tagKey, options.asksPerMinute, clock);
    std::unique_ptr<Gateway> gateway(new Gateway(std::move(inside)));
    auto catalogue = servicesOf(options.catalogue, options.region);
    if (!catalogue) {
        return fail(catalogue.error());
    }
    in->catalogues = std::make_shared<CatalogueShelf>(*database, std::move(*catalogue), regionOf(options),
                                                      options.catalogue.isEmpty() ? QByteArray() : refKey);
    if (!options.catalogue.isEmpty()) {
        in->people->setCatalogues(in->catalogues);
    }
    if (!options.demoPeople.isEmpty()) {
        if (auto done = in->loadDemo(options.demoPeople, clock); !done) {
            return fail(done.error());
        }
    }
    if (options.front) {
        if (auto done = in->connectOffices(options, clock); !done) {
            return fail(done.error());
        }
    }
    if (auto done = in->connectLicences(options, clock); !done) {
        return fail(done.error());
    }
    if (options.core) {
        in->core =
            std::make_unique<CaseCore>(*database, *in->blobs, std::move(coreKeys->unseal), coreKeys->tagKey, clock);
        in->core->setCatalogues(in->catalogues);
        if (auto done = in->connectSources(options, clock); !done) {
            return fail(done.error());
        }
        if (auto done = in->connectMunicipal(options, clock); !done) {
            return fail(done.error());
        }
        in->handling = std::thread([in] { in->handleCases(); });
        if (in->adapter) {
            in->handing = std::thread([in] { in->handOver(); });
        }
    }
    if (options.front) {
        in->kiosks = std::make_unique<Kiosks>(*database, keys, clock);
        in->intake =
            std::make_unique<Intake>(*database, IntakeRules{options.acceptTests, sealKeyId(keys.sealPublicKey)}, clock);
        in->front = std::make_unique<Front>(
            Front::Parts{*in->kiosks, *in->intake, *in->blobs, *in->people, *database, keys.caPem, clock,
                         options.behindProxy, [in] { in->wakeCore(); }, options.publicUrl, plain.size(),
                         in->certificateLife(options), [in] { return officeMetrics(in->offices); }, options.rates});
        if (auto done = in->listen(options, keys); !done) {
            return fail(done.error());
        }
    }
    if (!plain.isEmpty()) {
        logEvent("keys-in-plain-files", {{QStringLiteral("files"), QJsonArray::fromStringList(plain)}});
    }
    return gateway;
}

Gateway::~Gateway()
{
    stop();
}

int Gateway::port() const
{
    return m_inside->port;
}

Done Gateway::reloadCertificate()
{
    if (!m_inside->tls) {
        return fail(FaultCode::BadArgument, "this part shows none: the web server in front does");
    }
    const auto keys = loadFrontKeys(m_inside->dataDir);
    const auto until = keys ? m_inside->tls->show(keys->serverPem, keys->serverKeyPem) : fail(keys.error());
    if (!until) {
        return fail(until.error());
    }
    logEvent("server-certificate", {{QStringLiteral("until"), *until}});
    return {};
}

void Gateway::stop()
{
    if (m_inside->serving.joinable()) {
        // The listening loop must have begun, or the stop would be lost.
        while (!m_inside->server->is_running()) {
            std::this_thread::yield();
        }
        m_inside->server->stop();
        m_inside->serving.join();
    }
    {
        const std::lock_guard lock(m_inside->mutex);
        m_inside->ending = true;
        if (m_inside->checks) {
            m_inside->checks->end();
        }
        if (m_inside->adapter) {
            m_inside->adapter->end();
        }
        m_inside->wake.notify_all();
    }
    for (std::thread *thread : {&m_inside->handling, &m_inside->handing}) {
        if (thread->joinable()) {
            thread->join();
        }
    }
}

}  // namespace hall::gateway
