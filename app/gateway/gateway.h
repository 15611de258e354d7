// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway put together: database, front, core, server, threads. Used by hall-gateway and, in one process with
// their kiosk, by demonstrations and tests. Needs a QCoreApplication.
#pragma once

#include "app/domain/base/clock.h"
#include "app/domain/base/result.h"
#include "app/gateway/calllimits.h"
#include "app/gateway/offices.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace hall::gateway {

struct GatewayOptions
{
    QString dataDir;
    QString host = QStringLiteral("127.0.0.1");
    int port = 0;  // 0: any free one
    QString database = QStringLiteral("sqlite");
    QString demoPeople;  // file to load into the register
    QString catalogue;   // folder of the services, for what the core asks of a case; empty: it asks nothing of that
    QString region;      // of its halls, GB/T 2260, six digits; empty: the catalogue's default
    QStringList checks;  // where the sources are asked (checkSourceOptions()); needs `catalogue`; empty: none is asked
    QString checksCa;    // PEM of who signed their certificates; empty: the system's
    int checkDeadlineMs = 3000;
    QString municipal;             // address of the municipal core (CORE.md); needs `catalogue`; empty: there is none
    QString municipalCa;           // PEM of who signed its certificate; empty: the system's
    QString municipalToken;        // file of what the gateway shows itself by; empty: nothing
    QString municipalCertificate;  // PEM file that the gateway shows itself by over TLS; empty: none
    QString municipalKey;          // of its key
    int municipalDeadlineMs = 20'000;
    int municipalSettleMs = 30'000;  // CORE.md, "What the core promises"
    OfficeWords ask;                 // who answers what kiosks ask (ASKING.md); needs `catalogue`; empty: the register
    int askDeadlineMs = static_cast<int>(kAskDeadline.count());
    QString publicUrl;         // https address under which visitors' phones reach the front; empty: they do not
    bool acceptTests = false;  // cases marked as tests; never where real people are served
    bool behindProxy = false;  // plain HTTP from a proxy on loopback
    bool front = true;
    bool core = true;
    int asksPerMinute = 30;  // a kiosk
    CallRates rates;         // of its other calls
    int threads = 32;
    int waiting = 2048;  // connections that may wait for a thread; those that come on top are told to come again
};

class Gateway
{
public:
    // Opens everything and starts to serve; KeyMissing before `init`. The clock must outlive the gateway.
    [[nodiscard]] static Result<std::unique_ptr<Gateway>> start(const GatewayOptions &options, const Clock &clock);
    ~Gateway();  // stops
    Gateway(const Gateway &) = delete;
    Gateway &operator=(const Gateway &) = delete;

    [[nodiscard]] int port() const;  // 0 without a front
    // Reads front/server.pem and server.key again and shows them to connections that begin from now on; open ones go
    // on. KeyMissing: they are not usable, and what was shown is shown on. BadArgument: no part of this gateway shows
    // one. Any thread.
    [[nodiscard]] Done reloadCertificate();
    // Ends serving: requests under way are answered first. Any thread; idempotent.
    void stop();

private:
    struct Inside;
    explicit Gateway(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> m_inside;
};

}  // namespace hall::gateway
