// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/call.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/sealkeys.h"
#include "app/protocol/seal.h"

#include <QDateTime>

#include <cstdio>

namespace hall::gateway {
namespace {

QString text(const QJsonValue &object, QStringView key)
{
    return object[key].toString();
}

int begin(const Call &call, Database &database)
{
    const SystemClock clock;
    qint64 fromMs = 0;
    if (call.parser.isSet(QStringLiteral("seal-from"))) {
        const auto from = QDateTime::fromString(call.parser.value(QStringLiteral("seal-from")), Qt::ISODate);
        if (!from.isValid() || from.toMSecsSinceEpoch() <= clock.wall().count()) {
            return wrongUsage("--seal-from is a time to come, such as 2027-01-31T22:00:00Z");
        }
        fromMs = from.toMSecsSinceEpoch();
    }
    auto notice = beginSealKey(database, call.dataDir, fromMs, clock);
    if (!notice) {
        return failed(call, notice.error());
    }
    const QString id = sealKeyId(notice->next);
    const QString file = unsealKeyPath(call.dataDir, id);
    if (call.parser.isSet(QStringLiteral("json"))) {
        print(QJsonDocument(QJsonObject{
            {QStringLiteral("id"), id}, {QStringLiteral("number"), notice->number}, {QStringLiteral("key"), file}}));
    } else {
        std::printf("%s\nunsealing key: %s\ncopy it to where the other keys are locked away\n", qPrintable(id),
                    qPrintable(file));
    }
    return 0;
}

int list(const Call &call, Database &database)
{
    const SystemClock clock;
    auto keys = listSealKeys(database, call.dataDir, clock);
    if (!keys) {
        return failed(call, keys.error());
    }
    if (call.parser.isSet(QStringLiteral("json"))) {
        print(QJsonDocument(*keys));
        return 0;
    }
    for (const QJsonValue key : std::as_const(*keys)) {
        std::printf("%s  %s  %lld cases  %s\n", qPrintable(text(key, u"id")), qPrintable(text(key, u"state")),
                    static_cast<long long>(key[u"stored"].toInteger()), qPrintable(text(key, u"from")));
    }
    return 0;
}

// What is out is said whether it is ended or not.
int end(const Call &call, Database &database, const QString &id)
{
    const SystemClock clock;
    auto db = database.connection();
    auto out = db ? stillOut(*db, id) : fail(db.error());
    if (!out) {
        return failed(call, out.error());
    }
    const bool json = call.parser.isSet(QStringLiteral("json"));
    for (const QJsonValue one : std::as_const(*out)) {
        if (!json) {
            std::printf("%s  %s  %s%s\n", qPrintable(text(one, u"kiosk")), qPrintable(text(one, u"why")),
                        qPrintable(text(one, u"told")), one[u"revoked"].toBool() ? "  revoked" : "");
        }
    }
    const QJsonObject told{{QStringLiteral("id"), id}, {QStringLiteral("out"), *out}};
    const bool evenSo = call.parser.isSet(QStringLiteral("yes-refuse-what-is-out"));
    if (auto done = endSealKey(database, call.dataDir, id, evenSo, clock); !done) {
        return failed(call, done.error(), told);
    }
    if (json) {
        print(QJsonDocument(told));
    }
    return 0;
}

int resume(const Call &call, Database &database, const QString &id)
{
    const SystemClock clock;
    const auto anew = resumeSealKey(database, call.dataDir, id, clock);
    if (!anew) {
        return failed(call, anew.error());
    }
    if (call.parser.isSet(QStringLiteral("json"))) {
        print(QJsonDocument(QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("announced"), *anew}}));
    } else if (*anew) {
        std::printf("the database did not know this key; kiosks are told of it anew, and seal to it\n");
    }
    return 0;
}

}  // namespace

int sealKeyCommand(const Call &call)
{
    const QString act = call.arguments.value(0);
    const QString id = call.arguments.value(1);
    const bool alone = act == QLatin1String("begin") || act == QLatin1String("list");
    const bool named = act == QLatin1String("end") || act == QLatin1String("resume");
    if ((!alone && !named) || call.arguments.size() != (named ? 2 : 1)) {
        return wrongUsage("seal-key begin, list, end KEYID or resume KEYID?");
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        if (act == QLatin1String("begin")) {
            return begin(call, *database);
        }
        if (act == QLatin1String("list")) {
            return list(call, *database);
        }
        if (act == QLatin1String("end")) {
            return end(call, *database, id);
        }
        return resume(call, *database, id);
    });
}

}  // namespace hall::gateway
