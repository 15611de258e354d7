// SPDX-License-Identifier: GPL-3.0-or-later
// ask-check: do the offices that kiosks' questions go to answer, before a visitor finds out that they do not?
#include "app/gateway/call.h"
#include "app/gateway/corelink.h"

#include <QElapsedTimer>
#include <QJsonArray>

#include <cstdio>

namespace hall::gateway {
namespace {

QJsonObject lookedAt(const OfficeLine &line)
{
    QElapsedTimer timer;
    timer.start();
    const Done answered = line.ping();
    QJsonObject office{
        {QStringLiteral("office"), line.name()},
        {QStringLiteral("address"), line.address().base.toString()},
        {QStringLiteral("state"), coreLinkState(answered)},
        {QStringLiteral("detail"), answered ? QString() : QString::fromStdString(answered.error().detail)},
        {QStringLiteral("ms"), timer.elapsed()}};
    if (const OwnCertificate &own = line.address().own; own.given()) {
        const auto until = goodUntil(own);
        office.insert(QStringLiteral("certificate_until"), until ? until->toUTC().toString(Qt::ISODate) : QString());
    }
    return office;
}

}  // namespace

OfficeWords officeWords(const Call &call)
{
    const auto values = [&call](const char *name) { return call.parser.values(QLatin1String(name)); };
    return {values("ask"), values("ask-ca"), values("ask-token"), values("ask-certificate"), values("ask-key")};
}

int askCheckCommand(const Call &call)
{
    const int deadline = call.parser.value(QStringLiteral("ask-deadline")).toInt();
    if (!call.arguments.isEmpty() || !call.parser.isSet(QStringLiteral("ask")) || deadline < 100 ||
        deadline > kMostAskMs) {
        return wrongUsage("ask-check needs --ask URL, and what `serve` is given beside it");
    }
    const SystemClock clock;
    const auto offices = officesFrom(officeWords(call), std::chrono::milliseconds(deadline), 1, clock);
    if (!offices) {
        return failed(call, offices.error());
    }
    QJsonArray looked;
    bool allUp = offices->any();
    for (const OfficeLine *line : offices->lines()) {
        if (line) {
            looked.append(lookedAt(*line));
            allUp = allUp && looked.last()[u"state"].toString() == QLatin1String("up");
        }
    }
    if (call.parser.isSet(QStringLiteral("json"))) {
        print(QJsonDocument(looked));
    }
    for (const auto &entry : std::as_const(looked)) {
        const bool up = entry[u"state"].toString() == QLatin1String("up");
        std::fprintf(call.parser.isSet(QStringLiteral("json")) ? stderr : stdout, "%s  %s  %s%s%s  %lld ms\n",
                     qPrintable(entry[u"office"].toString()), qPrintable(entry[u"address"].toString()),
                     qPrintable(entry[u"state"].toString()), up ? "" : ": ", qPrintable(entry[u"detail"].toString()),
                     static_cast<long long>(entry[u"ms"].toInteger()));
    }
    return allUp ? 0 : 1;
}

}  // namespace hall::gateway
