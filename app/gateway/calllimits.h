// SPDX-License-Identifier: GPL-3.0-or-later
// How often one kiosk may call, beside its questions (register.h), and how many of its calls may be under way: one
// kiosk cannot take the gateway from the others. An honest one never comes near. In memory, of one front. Thread-safe.
#pragma once

#include "app/domain/base/clock.h"

#include <QHash>
#include <QString>

#include <array>
#include <mutex>
#include <optional>

namespace hall::gateway {

enum class Limited
{
    Batch,
    Health,
    Rating,
    PhoneOpen
};

struct CallRate
{
    int perMinute;
    int atOnce;  // after a rest; at least 1
};

struct CallRates
{
    CallRate batch{12'000, 400};  // a drain sends some 70 a second
    CallRate health{120, 120};    // once a minute, and after each round of a drain, twice a second at most
    CallRate rating{30, 30};      // one a visit
    CallRate phoneOpen{20, 20};   // one a paper that a visitor wants to send
    int underWay = 8;             // calls with a body; nginx.conf has the same for its connections
};

class CallLimits
{
public:
    CallLimits(const CallRates &rates, const Clock &clock) : m_rates(rates), m_clock(clock) {}

    // Counts one call. Nothing: it may go on. Else after how many seconds (1 or more) the next one may.
    [[nodiscard]] std::optional<int> wait(const QString &kiosk, Limited what);

    // One call while it is under way.
    class UnderWay
    {
    public:
        UnderWay(CallLimits &limits, QString kiosk);
        ~UnderWay();
        UnderWay(const UnderWay &) = delete;
        UnderWay &operator=(const UnderWay &) = delete;
        UnderWay(UnderWay &&) = delete;
        UnderWay &operator=(UnderWay &&) = delete;
        [[nodiscard]] bool allowed() const { return m_allowed; }

    private:
        CallLimits &m_limits;
        QString m_kiosk;
        bool m_allowed = false;
    };

private:
    struct Bucket
    {
        double calls = 0;  // that may still come now
        qint64 atMs = 0;
    };

    [[nodiscard]] const CallRate &rate(Limited what) const;

    const CallRates m_rates;
    const Clock &m_clock;
    std::mutex m_mutex;
    QHash<QString, std::array<std::optional<Bucket>, 4>> m_buckets;  // by kiosk and Limited
    QHash<QString, int> m_underWay;
};

}  // namespace hall::gateway
