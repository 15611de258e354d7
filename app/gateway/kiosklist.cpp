// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/kiosklist.h"

#include "app/gateway/call.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <cstdio>

namespace hall::gateway {
namespace {

constexpr qsizetype kMostOfAWord = 120;
constexpr qsizetype kMostDevices = 32;  // as many as a report may name

QString isoTime(qint64 ms)
{
    return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate) : QString();
}

// Blanks, letters and signs stay; what would move a cursor, hide text or turn its direction becomes "?".
QString plain(const QString &word)
{
    QString shown;
    for (const QChar c : word.left(kMostOfAWord)) {
        const bool hidden = c.category() == QChar::Other_Format || c.isSurrogate();
        shown += c.isPrint() && !hidden ? c : QChar(u'?');
    }
    return shown;
}

QString plain(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : plain(value.toString());
}

QString orDash(const QString &text)
{
    return text.isEmpty() ? QStringLiteral("-") : text;
}

QStringList troubles(const QJsonObject &health)
{
    QStringList lines;
    const QJsonObject problem = health[u"problem"].toObject();
    if (const QString now = plain(problem[u"now"]); !now.isEmpty()) {
        lines.append(QStringLiteral("the centre does not take its cases: %1").arg(now));
    }
    const QJsonObject queue = health[u"queue"].toObject();
    if (queue[u"parked"].toInteger() > 0) {
        lines.append(QStringLiteral("%1 cases set aside").arg(queue[u"parked"].toInteger()));
    }
    if (const QString clock = plain(health[u"clock"].toObject()[u"state"]);
        clock == QLatin1String("off") || clock == QLatin1String("doubtful")) {
        lines.append(QStringLiteral("clock %1").arg(clock));
    }
    if (const QString room = plain(health[u"disk"].toObject()[u"room"]);
        !room.isEmpty() && room != QLatin1String("ample")) {
        lines.append(QStringLiteral("disk: %1").arg(room));
    }
    if (const QString refused = plain(health[u"reference"].toObject()[u"problem"]); !refused.isEmpty()) {
        lines.append(QStringLiteral("reference data: %1").arg(refused));
    }
    const QJsonArray devices = health[u"devices"].toArray();
    for (qsizetype i = 0; i < std::min<qsizetype>(devices.size(), kMostDevices); ++i) {
        const QJsonObject device = devices[i].toObject();
        const QString link = plain(device[u"link"]);
        const QString fault = plain(device[u"fault"]);
        if (link != QLatin1String("ready") || !fault.isEmpty()) {
            lines.append(QStringLiteral("%1: %2 %3").arg(plain(device[u"id"]), orDash(link), fault).trimmed());
        }
    }
    return lines;
}

}  // namespace

Result<QJsonArray> listKiosks(Database &database)
{
    auto connection = database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto rows = run(*connection,
                    QStringLiteral("SELECT k.id, k.seen_ms, k.revoked_ms, k.quarantine, k.health, k.health_ms,"
                                   " (SELECT COUNT(*) FROM item i WHERE i.kiosk = k.id) FROM kiosk k ORDER BY k.id"));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray kiosks;
    while (rows->next()) {
        kiosks.append(QJsonObject{
            {QStringLiteral("kiosk"), rows->value(0).toString()},
            {QStringLiteral("seen"), isoTime(rows->value(1).toLongLong())},
            {QStringLiteral("revoked"), isoTime(rows->value(2).toLongLong())},
            {QStringLiteral("quarantine"), rows->value(3).toString()},
            {QStringLiteral("cases"), rows->value(6).toLongLong()},
            {QStringLiteral("health_at"), isoTime(rows->value(5).toLongLong())},
            {QStringLiteral("health"), QJsonDocument::fromJson(rows->value(4).toString().toUtf8()).object()}});
    }
    return kiosks;
}

QString kioskLines(const QJsonObject &kiosk)
{
    const QJsonObject health = kiosk[u"health"].toObject();
    const QString state = !kiosk[u"revoked"].toString().isEmpty()      ? QStringLiteral("revoked")
                          : !kiosk[u"quarantine"].toString().isEmpty() ? plain(kiosk[u"quarantine"])
                                                                       : QStringLiteral("good");
    QString text = QStringLiteral("%1  %2  report %3  program %4  catalogue %5  queued %6  cases %7\n")
                       .arg(plain(kiosk[u"kiosk"]), state, orDash(kiosk[u"health_at"].toString()),
                            orDash(plain(health[u"program"])), orDash(plain(health[u"catalogue"])),
                            orDash(plain(health[u"queue"].toObject()[u"queued"])), plain(kiosk[u"cases"]));
    for (const QString &line : troubles(health)) {
        text += QStringLiteral("  ") + line + u'\n';
    }
    return text;
}

int kiosksCommand(const Call &call)
{
    if (!call.arguments.isEmpty()) {
        return wrongUsage("kiosks takes nothing but options");
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        const auto kiosks = listKiosks(*database);
        if (!kiosks) {
            return failed(call, kiosks.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(*kiosks));
            return 0;
        }
        for (const QJsonValue kiosk : *kiosks) {
            std::fputs(qPrintable(kioskLines(kiosk.toObject())), stdout);
        }
        return 0;
    });
}

}  // namespace hall::gateway
