// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"
#include "app/gateway/call.h"
#include "app/gateway/casecommand.h"
#include "app/gateway/corecommand.h"
#include "app/gateway/eventlog.h"
#include "app/gateway/gateway.h"
#include "app/gateway/kiosks.h"
#include "app/gateway/listing.h"
#include "app/gateway/ratings.h"
#include "app/gateway/reference.h"
#include "app/gateway/routing.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <malloc.h>

using namespace hall;
using namespace hall::gateway;

namespace {

constexpr int kMostAsks = 100'000;  // a minute

int init(const Call &call)
{
    QStringList hosts{QStringLiteral("localhost"), QStringLiteral("127.0.0.1"), QStringLiteral("::1")};
    hosts += call.parser.values(QStringLiteral("host"));
    if (!QDir().mkpath(call.dataDir)) {
        return failed(call, Fault(FaultCode::FileUnreadable, call.dataDir.toStdString() + " cannot be made"));
    }
    if (auto done = initialiseKeys(call.dataDir, hosts); !done) {
        return failed(call, done.error());
    }
    if (call.database != QLatin1String("none")) {
        auto database = Database::open(call.dataDir, call.database);
        if (!database) {
            return failed(call, database.error());
        }
    }
    std::printf("CA certificate: %s/front/ca.pem\nunsealing key: %s\n", qPrintable(call.dataDir),
                qPrintable(unsealKeyPath(call.dataDir)));
    return 0;
}

// The other limits of a kiosk grow with that of its questions; none becomes smaller.
CallRates scaled(CallRates rates, double times)
{
    for (CallRate *rate : {&rates.batch, &rates.health, &rates.rating, &rates.phoneOpen}) {
        rate->perMinute = static_cast<int>(rate->perMinute * std::max(1.0, times));
        rate->atOnce = static_cast<int>(rate->atOnce * std::max(1.0, times));
    }
    return rates;
}

std::optional<GatewayOptions> serveOptions(const Call &call)
{
    GatewayOptions options;
    options.dataDir = call.dataDir;
    options.database = call.database;
    options.demoPeople = call.parser.value(QStringLiteral("demo-people"));
    options.catalogue = call.parser.value(QStringLiteral("catalogue"));
    options.region = call.parser.value(QStringLiteral("region"));
    options.checks = call.parser.values(QStringLiteral("checks"));
    options.checksCa = call.parser.value(QStringLiteral("checks-ca"));
    options.municipal = call.parser.value(QStringLiteral("core"));
    options.municipalCa = call.parser.value(QStringLiteral("core-ca"));
    options.municipalToken = call.parser.value(QStringLiteral("core-token"));
    options.municipalCertificate = call.parser.value(QStringLiteral("core-certificate"));
    options.municipalKey = call.parser.value(QStringLiteral("core-key"));
    options.municipalDeadlineMs = call.parser.value(QStringLiteral("core-deadline")).toInt();
    options.municipalSettleMs = call.parser.value(QStringLiteral("core-settle")).toInt();
    options.ask = officeWords(call);
    options.askDeadlineMs = call.parser.value(QStringLiteral("ask-deadline")).toInt();
    options.publicUrl = call.parser.value(QStringLiteral("public-url"));
    const int asks = call.parser.value(QStringLiteral("asks-per-minute")).toInt();
    options.rates = scaled(options.rates, double(asks) / options.asksPerMinute);
    options.asksPerMinute = asks;
    options.acceptTests = call.parser.isSet(QStringLiteral("accept-tests"));
    options.behindProxy = call.parser.isSet(QStringLiteral("behind-proxy"));
    const QString role = call.parser.value(QStringLiteral("role"));
    options.front = role != QLatin1String("core");
    options.core = role != QLatin1String("front");
    const QString listen = call.parser.value(QStringLiteral("listen"));
    const qsizetype colon = listen.lastIndexOf(u':');
    bool numeric = false;
    options.host = listen.left(colon);
    options.port = listen.mid(colon + 1).toInt(&numeric);
    const bool roleKnown =
        role == QLatin1String("both") || role == QLatin1String("front") || role == QLatin1String("core");
    const bool timed = options.municipalDeadlineMs >= 100 && options.municipalSettleMs >= 100 &&
                       options.askDeadlineMs >= 100 && options.askDeadlineMs <= kMostAskMs;
    const QUrl phones(options.publicUrl, QUrl::StrictMode);
    const bool reached =
        options.publicUrl.isEmpty() || (phones.isValid() && phones.scheme() == QLatin1String("https") &&
                                        !phones.host().isEmpty() && !phones.hasQuery() && !phones.hasFragment());
    if (!timed || !reached || asks < 1 || asks > kMostAsks || colon < 1 || !numeric || options.port < 0 ||
        options.port > 65535 || !roleKnown) {
        return std::nullopt;
    }
    return options;
}

// Signals are blocked in every thread and waited for here, so that stopping is ordinary code.
int serve(const Call &call)
{
    const auto options = serveOptions(call);
    if (!options) {
        return wrongUsage(
            "serve needs --listen HOST:PORT, --role front, core or both, times in milliseconds, 100 or more, of "
            "--ask-deadline 2500 at most, and at least one question a minute");
    }
    if (!options->region.isEmpty() && options->catalogue.isEmpty()) {
        return wrongUsage("--region needs --catalogue DIR: the catalogue says what a region has otherwise");
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);  // ends nothing: another certificate is to be shown
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const SystemClock clock;
    auto gateway = Gateway::start(*options, clock);
    if (!gateway) {
        return failed(call, gateway.error());
    }
    if (options->front) {
        std::printf("listening on %s:%d\n", qPrintable(options->host), (*gateway)->port());
    } else {
        std::puts("core running");
    }
    std::fflush(stdout);
    int received = 0;
    while (sigwait(&signals, &received) == 0 && received == SIGHUP) {
        if (const auto done = (*gateway)->reloadCertificate(); !done) {
            logEvent("server-certificate-kept",
                     {{QStringLiteral("detail"), QString::fromStdString(done.error().detail)}});
        }
    }
    (*gateway)->stop();
    return 0;
}

int kioskCommand(const Call &call, const std::function<Result<QString>(Kiosks &)> &work)
{
    if (call.arguments.size() != 1) {
        return wrongUsage("which kiosk?");
    }
    auto keys = loadFrontKeys(call.dataDir);
    if (!keys) {
        return failed(call, keys.error());
    }
    return withDatabase(call, [&](std::shared_ptr<Database> database) {
        const SystemClock clock;
        Kiosks kiosks(std::move(database), *keys, clock);
        auto text = work(kiosks);
        if (!text) {
            return failed(call, text.error());
        }
        if (!text->isEmpty()) {
            std::puts(qPrintable(*text));
        }
        return 0;
    });
}

int enrolCode(const Call &call)
{
    return kioskCommand(call, [&](Kiosks &kiosks) -> Result<QString> {
        auto code = kiosks.newCode(call.arguments.first());
        if (!code) {
            return code;
        }
        const QString grouped =
            QStringList{code->mid(0, 4), code->mid(4, 4), code->mid(8, 4), code->mid(12, 4)}.join(u'-');
        if (call.parser.isSet(QStringLiteral("json"))) {
            return QStringLiteral("{\"kiosk\":\"%1\",\"code\":\"%2\"}").arg(call.arguments.first(), grouped);
        }
        return grouped;
    });
}

int revoke(const Call &call)
{
    return kioskCommand(call, [&](Kiosks &kiosks) -> Result<QString> {
        if (auto done = kiosks.revoke(call.arguments.first()); !done) {
            return fail(done.error());
        }
        return QString();
    });
}

int list(const Call &call)
{
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        auto items = listItems(*database);
        if (!items) {
            return failed(call, items.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(*items));
            return 0;
        }
        for (const auto &entry : std::as_const(*items)) {
            const QJsonObject item = entry.toObject();
            std::printf("%s  %s  %lld  %s  %s  %s\n", qPrintable(item.value(QStringLiteral("id")).toString()),
                        qPrintable(item.value(QStringLiteral("kiosk")).toString()),
                        static_cast<long long>(item.value(QStringLiteral("seq")).toInteger()),
                        qPrintable(item.value(QStringLiteral("service")).toString()),
                        qPrintable(item.value(QStringLiteral("state")).toString()),
                        qPrintable(item.value(QStringLiteral("received")).toString()));
        }
        return 0;
    });
}

int open(const Call &call)
{
    if (call.arguments.size() != 1 || !call.parser.isSet(QStringLiteral("key"))) {
        return wrongUsage("open needs an id and --key FILE");
    }
    std::vector<SealKeyPair> keys;
    for (const QString &file : call.parser.values(QStringLiteral("key"))) {
        auto key = loadUnsealKey(file);
        if (!key) {
            return failed(call, key.error());
        }
        keys.push_back(std::move(*key));
    }
    const SealKeyRing ring(std::move(keys));
    const QString folder = call.parser.value(QStringLiteral("catalogue"));
    const QString region = call.parser.value(QStringLiteral("region"));
    const auto catalogue = servicesOf(folder, region);
    if (!catalogue) {
        return failed(call, catalogue.error());
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        const SystemClock clock;
        const Blobs blobs(database, call.dataDir + QStringLiteral("/blobs"), clock);
        auto opened = openItem(*database, blobs, call.arguments.first(), ring);
        if (!opened) {
            return failed(call, opened.error());
        }
        if (!folder.isEmpty()) {
            const CatalogueTerms terms;
            auto db = database->connection();
            const auto hall = db ? hallOf(*db, call.arguments.first(), region.isEmpty() ? terms.region : region)
                                 : Result<QString>(fail(db.error()));
            if (!hall) {
                return failed(call, hall.error());
            }
            opened->insert(QStringLiteral("region"), routingOf(**catalogue, *hall, *opened));
        }
        print(QJsonDocument(*opened));
        return 0;
    });
}

int caseStep(const Call &call)
{
    const auto value = [&call](const char *name) { return call.parser.value(QLatin1String(name)); };
    auto command = parseCaseCommand(call.arguments, {call.parser.values(QStringLiteral("field")),
                                                     call.parser.values(QStringLiteral("material")), value("words"),
                                                     value("until"), value("what"), value("where")});
    if (!command) {
        return wrongUsage(command.error().detail.c_str());
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        const SystemClock clock;
        auto state = runCaseCommand(*database, *command, clock);
        if (!state) {
            return failed(call, state.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(QJsonObject{{QStringLiteral("state"), caseStateName(*state)}}));
        } else {
            std::puts(qPrintable(caseStateName(*state)));
        }
        return 0;
    });
}

int publish(const Call &call)
{
    const auto value = [&call](const char *name) { return call.parser.value(QLatin1String(name)); };
    RefSources sources{value("catalogue"),
                       value("policies"),
                       value("regions"),
                       value("vacancies"),
                       value("settings"),
                       value("staff"),
                       0};
    bool numeric = true;
    if (call.parser.isSet(QStringLiteral("from"))) {
        sources.from = value("from").toLongLong(&numeric);
    }
    const bool any = sources.from > 0 || !(sources.catalogue + sources.policies + sources.regions + sources.vacancies +
                                           sources.settings + sources.staff)
                                              .isEmpty();
    if (!numeric || sources.from < 0 || !any) {
        return wrongUsage("ref publish needs at least one of --catalogue, --policies, --regions, --vacancies, "
                          "--settings, --staff, --from NUMBER");
    }
    auto signer = loadReferenceKey(call.dataDir);
    if (!signer) {
        return failed(call, signer.error());
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        const SystemClock clock;
        auto release = publishReference(*database, *signer, sources, clock);
        if (!release) {
            return failed(call, release.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(QJsonObject{{QStringLiteral("number"), release->number},
                                            {QStringLiteral("files"), release->files},
                                            {QStringLiteral("bytes"), release->bytes},
                                            {QStringLiteral("catalogue"), release->catalogue}}));
        } else {
            std::printf("%lld\n", static_cast<long long>(release->number));
        }
        return 0;
    });
}

int reference(const Call &call)
{
    const QString act = call.arguments.value(0);
    if (call.arguments.size() != 1 || (act != QLatin1String("publish") && act != QLatin1String("list"))) {
        return wrongUsage("ref publish or ref list?");
    }
    if (act == QLatin1String("publish")) {
        return publish(call);
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        auto releases = listReferences(*database);
        if (!releases) {
            return failed(call, releases.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(*releases));
            return 0;
        }
        for (const auto &entry : std::as_const(*releases)) {
            const QJsonObject release = entry.toObject();
            std::printf("%lld  %s  %lld files  %lld bytes  %s\n",
                        static_cast<long long>(release.value(QStringLiteral("number")).toInteger()),
                        qPrintable(release.value(QStringLiteral("made")).toString()),
                        static_cast<long long>(release.value(QStringLiteral("files")).toInteger()),
                        static_cast<long long>(release.value(QStringLiteral("bytes")).toInteger()),
                        qPrintable(release.value(QStringLiteral("parts")).toObject().keys().join(u' ')));
        }
        return 0;
    });
}

int municipal(const Call &call)
{
    CoreCommand command;
    command.words = call.arguments;
    command.numbers = call.parser.values(QStringLiteral("number"));
    command.all = call.parser.isSet(QStringLiteral("all"));
    command.json = call.parser.isSet(QStringLiteral("json"));
    command.catalogue = call.parser.value(QStringLiteral("catalogue"));
    if (const QString wrong = usageOf(command); !wrong.isEmpty()) {
        return wrongUsage(qPrintable(wrong));
    }
    const auto show = [&call](const Result<QString> &said) {
        if (!said) {
            return failed(call, said.error());
        }
        if (!said->isEmpty()) {
            std::fputs(qPrintable(*said), stdout);
        }
        return 0;
    };
    if (command.words.constFirst() == QLatin1String("map")) {
        return show(coreMapOf(command.catalogue));
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        const SystemClock clock;
        return show(runCoreCommand(*database, command, clock));
    });
}

int stats(const Call &call)
{
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        auto numbers = statistics(*database);
        if (!numbers) {
            return failed(call, numbers.error());
        }
        print(QJsonDocument(*numbers));
        return 0;
    });
}

int ratings(const Call &call)
{
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        auto services = ratingsJson(*database);
        if (!services) {
            return failed(call, services.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(*services));
            return 0;
        }
        for (const auto &entry : std::as_const(*services)) {
            const QJsonObject service = entry.toObject();
            QStringList stars;
            for (const auto &number : service.value(QStringLiteral("stars")).toArray()) {
                stars.append(QString::number(number.toInt()));
            }
            std::printf("%s  %d  %s\n", qPrintable(service.value(QStringLiteral("service")).toString()),
                        service.value(QStringLiteral("count")).toInt(), qPrintable(stars.join(u' ')));
        }
        return 0;
    });
}

void addOptions(QCommandLineParser &parser)
{
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("command"),
        QStringLiteral(
            "init, serve, enrol-code KIOSK, revoke KIOSK, take FOLDER, list, open ID,"
            " case ID correction|supplement|withdraw|approve|refuse|ready|"
            "delivered, stats, ratings, asks, alarms [acknowledge NUMBER], audit [KIOSK], kiosks, ref publish|list, "
            "staff "
            "pin, core list|retry REFERENCE|"
            "settle REFERENCE accepted|refused|closed|seen NUMBER|map, ask-check, retention [list], export, destroy"));
    parser.addOptions({
        {QStringLiteral("data"), QStringLiteral("Folder of keys, database and scans."), QStringLiteral("DIR")},
        {QStringLiteral("database"),
         QStringLiteral(
             "sqlite, or postgresql://user:password@host:port/name (several host:port with commas are a primary and "
             "its standbys), or postgresql:///name for the server "
             "of this machine, which knows the user; init: none = keys alone."),
         QStringLiteral("URL"), QStringLiteral("sqlite")},
        {QStringLiteral("listen"), QStringLiteral("serve: address, port 0 = any."), QStringLiteral("HOST:PORT"),
         QStringLiteral("127.0.0.1:0")},
        {QStringLiteral("role"), QStringLiteral("serve: front, core or both."), QStringLiteral("ROLE"),
         QStringLiteral("both")},
        {QStringLiteral("behind-proxy"), QStringLiteral("serve: plain HTTP from a TLS proxy on loopback.")},
        {QStringLiteral("demo-people"), QStringLiteral("serve: load fictional people (for demonstrations)."),
         QStringLiteral("FILE")},
        {QStringLiteral("catalogue"),
         QStringLiteral("serve: folder of the kiosks' services; cases below their level of assurance are refused."
                        " open: says who decides on the case and how the region writes its codes."
                        " ref publish: the one that kiosks are to use."),
         QStringLiteral("DIR")},
        {QStringLiteral("region"),
         QStringLiteral("serve, open: where the halls of this gateway stand, six digits, as 370100 (default 370200);"
                        " needs --catalogue."),
         QStringLiteral("ID")},
        {QStringLiteral("asks-per-minute"),
         QStringLiteral("serve: how many questions a kiosk may ask; above 30 its other limits grow with it."),
         QStringLiteral("NUMBER"), QStringLiteral("30")},
        {QStringLiteral("public-url"),
         QStringLiteral("serve: https address under which visitors' phones reach this gateway (without one they send"
                        " nothing)."),
         QStringLiteral("URL")},
        {QStringLiteral("checks"),
         QStringLiteral("serve: where the sources of the catalogue's checks are asked, or SOURCE=URL for one of them."),
         QStringLiteral("URL")},
        {QStringLiteral("checks-ca"), QStringLiteral("serve: who signed the certificates of the sources."),
         QStringLiteral("FILE")},
        {QStringLiteral("core"), QStringLiteral("serve: address of the municipal core that cases are handed over to."),
         QStringLiteral("URL")},
        {QStringLiteral("core-ca"), QStringLiteral("serve: who signed the certificate of the municipal core."),
         QStringLiteral("FILE")},
        {QStringLiteral("core-token"), QStringLiteral("serve: file of what the gateway shows itself by to it."),
         QStringLiteral("FILE")},
        {QStringLiteral("core-certificate"),
         QStringLiteral("serve: certificate by which the gateway shows itself to it over TLS, in PEM."),
         QStringLiteral("FILE")},
        {QStringLiteral("core-key"), QStringLiteral("serve: the key of that certificate, in PEM, mode 0600."),
         QStringLiteral("FILE")},
        {QStringLiteral("core-deadline"), QStringLiteral("serve: how long it may take to answer."),
         QStringLiteral("MILLISECONDS"), QStringLiteral("20000")},
        {QStringLiteral("core-settle"),
         QStringLiteral("serve: what it has not recorded so long after it came, it will not record."),
         QStringLiteral("MILLISECONDS"), QStringLiteral("30000")},
        {QStringLiteral("ask"),
         QStringLiteral("serve, ask-check: address of who answers what kiosks ask (ASKING.md), or OFFICE=URL for one of"
                        " records, e-cards, card-keys, OFFICE=none for nobody."),
         QStringLiteral("URL")},
        {QStringLiteral("ask-ca"), QStringLiteral("serve, ask-check: who signed its certificate; FILE or OFFICE=FILE."),
         QStringLiteral("FILE")},
        {QStringLiteral("ask-token"),
         QStringLiteral("serve, ask-check: what the gateway shows itself by to it; FILE or OFFICE=FILE."),
         QStringLiteral("FILE")},
        {QStringLiteral("ask-certificate"),
         QStringLiteral(
             "serve, ask-check: certificate by which the gateway shows itself to it over TLS, in PEM; FILE or"
             " OFFICE=FILE."),
         QStringLiteral("FILE")},
        {QStringLiteral("ask-key"),
         QStringLiteral("serve, ask-check: the key of that certificate, in PEM, mode 0600; FILE or OFFICE=FILE."),
         QStringLiteral("FILE")},
        {QStringLiteral("ask-deadline"),
         QStringLiteral("serve, ask-check: how long it may take to answer, 2500 at most: a kiosk waits three seconds."),
         QStringLiteral("MILLISECONDS"), QStringLiteral("2000")},
        {QStringLiteral("all"), QStringLiteral("core list: every message.")},
        {QStringLiteral("days"),
         QStringLiteral("retention: destroy the content of cases that have been over for so long."),
         QStringLiteral("NUMBER")},
        {QStringLiteral("question-days"), QStringLiteral("retention: how long who asked for whom is kept."),
         QStringLiteral("NUMBER"), QStringLiteral("1095")},
        {QStringLiteral("ready-days"), QStringLiteral("retention: how long a result waits to be collected."),
         QStringLiteral("NUMBER"), QStringLiteral("730")},
        {QStringLiteral("rating-days"), QStringLiteral("retention: how long ratings are kept."),
         QStringLiteral("NUMBER"), QStringLiteral("1095")},
        {QStringLiteral("event-days"),
         QStringLiteral("retention: how long what the municipal core said of a case is kept."),
         QStringLiteral("NUMBER"), QStringLiteral("1095")},
        {QStringLiteral("person-days"),
         QStringLiteral("retention: how long the register keeps who has no case and was not asked about."),
         QStringLiteral("NUMBER"), QStringLiteral("1095")},
        {QStringLiteral("inbox-days"), QStringLiteral("retention: how long an answer is kept that its kiosk has read."),
         QStringLiteral("NUMBER"), QStringLiteral("180")},
        {QStringLiteral("out"), QStringLiteral("export, destroy: the folder of the export."), QStringLiteral("FOLDER")},
        {QStringLiteral("record"), QStringLiteral("destroy: where the record of it is written."),
         QStringLiteral("FILE")},
        {QStringLiteral("yes-destroy-everything"), QStringLiteral("destroy: that it is meant.")},
        {QStringLiteral("seal-from"), QStringLiteral("seal-key begin: from when kiosks seal to the new key (at once)."),
         QStringLiteral("TIME")},
        {QStringLiteral("yes-refuse-what-is-out"),
         QStringLiteral("seal-key end: also when kiosks may still hold cases sealed to it.")},
        {QStringLiteral("dry-run"), QStringLiteral("retention: only count.")},
        {QStringLiteral("number"), QStringLiteral("core settle REFERENCE accepted: the core's number, or CASE=NUMBER."),
         QStringLiteral("NUMBER")},
        {QStringLiteral("accept-tests"),
         QStringLiteral("serve, take: accept cases marked as tests, which are refused otherwise.")},
        {QStringLiteral("host"), QStringLiteral("init, server-certificate: one more name or address of this server."),
         QStringLiteral("NAME")},
        {QStringLiteral("key"), QStringLiteral("open: an unsealing key; may be given for each there is."),
         QStringLiteral("FILE")},
        {QStringLiteral("field"), QStringLiteral("case ID correction: a field that is wrong, ID or ID=SENTENCE."),
         QStringLiteral("FIELD")},
        {QStringLiteral("material"), QStringLiteral("case ID correction: a paper that is missing, ID or ID=SENTENCE."),
         QStringLiteral("MATERIAL")},
        {QStringLiteral("words"),
         QStringLiteral("case: what is said to the applicant; a refusal needs it. alarms acknowledge: what was "
                        "found out."),
         QStringLiteral("SENTENCE")},
        {QStringLiteral("until"), QStringLiteral("case: last day to answer, or to collect."), QStringLiteral("DAY")},
        {QStringLiteral("what"), QStringLiteral("case ID ready: what there is."), QStringLiteral("SENTENCE")},
        {QStringLiteral("where"), QStringLiteral("case ID ready: where it is to be had."), QStringLiteral("PLACE")},
        {QStringLiteral("policies"), QStringLiteral("ref publish: tables of the region, in place of the catalogue's."),
         QStringLiteral("DIR")},
        {QStringLiteral("regions"), QStringLiteral("ref publish: profiles of social security cards."),
         QStringLiteral("DIR")},
        {QStringLiteral("vacancies"), QStringLiteral("ref publish: vacancies."), QStringLiteral("DIR")},
        {QStringLiteral("settings"), QStringLiteral("ref publish: settings of the kiosks."), QStringLiteral("FILE")},
        {QStringLiteral("staff"), QStringLiteral("ref publish: the staff of the halls, a line each (README.md)."),
         QStringLiteral("FILE")},
        {QStringLiteral("from"), QStringLiteral("ref publish: begin with an earlier release, to go back to it."),
         QStringLiteral("NUMBER")},
        {QStringLiteral("person"),
         QStringLiteral("asks: -, and the number of a person's document on standard input: what was asked about them."),
         QStringLiteral("-")},
        {QStringLiteral("kiosk"), QStringLiteral("asks: of this kiosk alone."), QStringLiteral("KIOSK")},
        {QStringLiteral("since"), QStringLiteral("asks: from the beginning of this day."), QStringLiteral("DAY")},
        {QStringLiteral("json"), QStringLiteral("Print JSON.")},
    });
}

// What one batch took serves the next; otherwise its pages go back to the system and come anew, each time by a fault.
void keepBatchMemory()
{
    constexpr int kept = 4 * 1024 * 1024;
    mallopt(M_MMAP_THRESHOLD, kept);
    mallopt(M_TRIM_THRESHOLD, kept);
}

}  // namespace

int main(int argc, char **argv)
{
    // An office that hangs up while it is written to is an error of that call, not the end of this program.
    std::signal(SIGPIPE, SIG_IGN);
    keepBatchMemory();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("hall-gateway"));
    Call call;
    addOptions(call.parser);
    if (!call.parser.parse(application.arguments())) {
        return wrongUsage(qPrintable(call.parser.errorText()));
    }
    if (call.parser.isSet(QStringLiteral("help")) || call.parser.isSet(QStringLiteral("version"))) {
        call.parser.process(application);
    }
    call.arguments = call.parser.positionalArguments();
    call.dataDir = call.parser.value(QStringLiteral("data"));
    call.database = call.parser.value(QStringLiteral("database"));
    static const QHash<QString, int (*)(const Call &)> commands{
        {QStringLiteral("init"), init},
        {QStringLiteral("serve"), serve},
        {QStringLiteral("enrol-code"), enrolCode},
        {QStringLiteral("revoke"), revoke},
        {QStringLiteral("take"), takeCommand},
        {QStringLiteral("asks"), asksCommand},
        {QStringLiteral("alarms"), alarmsCommand},
        {QStringLiteral("audit"), auditCommand},
        {QStringLiteral("kiosks"), kiosksCommand},
        {QStringLiteral("list"), list},
        {QStringLiteral("open"), open},
        {QStringLiteral("case"), caseStep},
        {QStringLiteral("stats"), stats},
        {QStringLiteral("ratings"), ratings},
        {QStringLiteral("ref"), reference},
        {QStringLiteral("core"), municipal},
        {QStringLiteral("ask-check"), askCheckCommand},
        {QStringLiteral("staff"), staffCommand},
        {QStringLiteral("retention"), retentionCommand},
        {QStringLiteral("export"), exportCommand},
        {QStringLiteral("destroy"), destroyCommand},
        {QStringLiteral("server-certificate"), serverCertificateCommand},
        {QStringLiteral("seal-key"), sealKeyCommand}};
    const auto command = commands.value(call.arguments.value(0));
    if (!command) {
        return wrongUsage("commands: init, serve, enrol-code KIOSK, revoke KIOSK, take FOLDER, list, open ID, case ID "
                          "ACT, stats, asks, alarms, audit, kiosks, "
                          "ref publish|list, server-certificate, seal-key begin|list|end|resume, staff pin, core "
                          "list|retry|settle|seen|map, ask-check, retention, export, destroy");
    }
    if (call.dataDir.isEmpty() && command != staffCommand && command != askCheckCommand) {
        return wrongUsage("--data DIR is missing");
    }
    call.arguments.removeFirst();
    return command(call);
}
