// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/call.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/handback.h"
#include "app/gateway/retention.h"
#include "app/gateway/takein.h"
#include "app/protocol/seal.h"

#include <QJsonObject>

#include <cstdio>

namespace hall::gateway {
namespace {

int handedBack(const Call &call, const Result<HandedBack> &done)
{
    if (!done) {
        return failed(call, done.error());
    }
    std::printf("%lld cases (%lld that cannot be opened), %lld scans, %lld rows\n", static_cast<long long>(done->cases),
                static_cast<long long>(done->unreadable), static_cast<long long>(done->scans),
                static_cast<long long>(done->rows));
    return 0;
}

}  // namespace

int takeCommand(const Call &call)
{
    if (call.arguments.size() != 1) {
        return wrongUsage("take FOLDER: what hallctl outbox export wrote");
    }
    auto keys = loadFrontKeys(call.dataDir);
    if (!keys) {
        return failed(call, keys.error());
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        const SystemClock clock;
        Blobs blobs(database, call.dataDir + QStringLiteral("/blobs"), clock);
        const IntakeRules rules{call.parser.isSet(QStringLiteral("accept-tests")), sealKeyId(keys->sealPublicKey)};
        auto taken = takeIn(database, blobs, rules, call.arguments.constFirst(), clock);
        if (!taken) {
            return failed(call, taken.error());
        }
        const bool json = call.parser.isSet(QStringLiteral("json"));
        const QJsonObject told{{QStringLiteral("cases"), taken->cases},
                               {QStringLiteral("stored"), taken->stored},
                               {QStringLiteral("duplicate"), taken->duplicates},
                               {QStringLiteral("refused"), taken->refused},
                               {QStringLiteral("incomplete"), taken->incomplete}};
        if (!json) {
            for (const QJsonValue entry : std::as_const(taken->cases)) {
                std::printf("%s  %s  %s  %s\n", qPrintable(entry[u"id"].toString()),
                            qPrintable(entry[u"kiosk"].toString()), qPrintable(entry[u"verdict"].toString()),
                            qPrintable(entry[u"code"].toString()));
            }
        }
        if (taken->refused + taken->incomplete > 0) {
            return failed(call,
                          Fault(FaultCode::CentreRefused, std::to_string(taken->refused) + " cases were refused, " +
                                                              std::to_string(taken->incomplete) + " lack scans"),
                          told);
        }
        if (json) {
            print(QJsonDocument(told));
        }
        return 0;
    });
}

int retentionCommand(const Call &call)
{
    const bool listing = call.arguments == QStringList{QStringLiteral("list")};
    RetentionRules rules;
    bool good = call.arguments.isEmpty();
    for (const auto &[option, days] : {std::pair("days", &rules.days),
                                       {"question-days", &rules.questionDays},
                                       {"ready-days", &rules.readyDays},
                                       {"rating-days", &rules.ratingDays},
                                       {"event-days", &rules.eventDays},
                                       {"person-days", &rules.personDays},
                                       {"inbox-days", &rules.inboxDays}}) {
        *days = call.parser.value(QLatin1String(option)).toInt();  // 0 where it is no number
        good = good && *days > 0;
    }
    if (!listing && !good) {
        return wrongUsage("retention --days NUMBER [--question-days NUMBER] [--ready-days NUMBER]"
                          " [--rating-days NUMBER] [--event-days NUMBER] [--person-days NUMBER] [--inbox-days NUMBER]"
                          " [--dry-run], or retention list");
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        if (listing) {
            auto passes = destructionsJson(*database);
            if (!passes) {
                return failed(call, passes.error());
            }
            print(QJsonDocument(*passes));
            return 0;
        }
        const SystemClock clock;
        const Blobs blobs(database, call.dataDir + QStringLiteral("/blobs"), clock);
        auto gone = destroyOld(*database, blobs, rules, clock, call.parser.isSet(QStringLiteral("dry-run")));
        if (!gone) {
            return failed(call, gone.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(QJsonObject{{QStringLiteral("cases"), gone->cases},
                                            {QStringLiteral("scans"), gone->scans},
                                            {QStringLiteral("questions"), gone->questions},
                                            {QStringLiteral("uncollected"), gone->uncollected},
                                            {QStringLiteral("ratings"), gone->ratings},
                                            {QStringLiteral("events"), gone->events},
                                            {QStringLiteral("persons"), gone->persons},
                                            {QStringLiteral("answers"), gone->answers}}));
        } else {
            std::printf(
                "%d cases, %d scans, %d questions, of the cases %d never collected; %d ratings, %d events of the"
                " core, %d persons, %d answers to kiosks\n",
                gone->cases, gone->scans, gone->questions, gone->uncollected, gone->ratings, gone->events,
                gone->persons, gone->answers);
        }
        return 0;
    });
}

int exportCommand(const Call &call)
{
    const QString folder = call.parser.value(QStringLiteral("out"));
    if (!call.arguments.isEmpty() || folder.isEmpty()) {
        return wrongUsage("export --out FOLDER");
    }
    auto keys = loadCoreKeys(call.dataDir);
    auto signer = loadReferenceKey(call.dataDir);
    if (!keys || !signer) {
        return failed(call, !keys ? keys.error() : signer.error());
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        const SystemClock clock;
        const Blobs blobs(database, call.dataDir + QStringLiteral("/blobs"), clock);
        return handedBack(call, exportAll(*database, blobs, keys->unseal, *signer, folder, clock));
    });
}

int destroyCommand(const Call &call)
{
    const QString folder = call.parser.value(QStringLiteral("out"));
    const QString record = call.parser.value(QStringLiteral("record"));
    if (!call.arguments.isEmpty() || folder.isEmpty() || record.isEmpty() ||
        !call.parser.isSet(QStringLiteral("yes-destroy-everything"))) {
        return wrongUsage("destroy --out FOLDER --record FILE --yes-destroy-everything: the export is checked first");
    }
    const SystemClock clock;
    return handedBack(call, destroyAll(call.dataDir, call.database, folder, record, clock));
}

}  // namespace hall::gateway
