// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/calllimits.h"

#include <algorithm>
#include <cmath>

namespace hall::gateway {
namespace {

constexpr double kMinuteMs = 60'000.0;

}  // namespace

const CallRate &CallLimits::rate(Limited what) const
{
    switch (what) {
    case Limited::Batch:
        return m_rates.batch;
    case Limited::Health:
        return m_rates.health;
    case Limited::Rating:
        return m_rates.rating;
    case Limited::PhoneOpen:
        break;
    }
    return m_rates.phoneOpen;
}

std::optional<int> CallLimits::wait(const QString &kiosk, Limited what)
{
    const CallRate &limit = rate(what);
    const std::lock_guard lock(m_mutex);
    const qint64 now = m_clock.monotonic().count();
    auto &bucket = m_buckets[kiosk][static_cast<std::size_t>(what)];
    if (!bucket) {
        bucket = Bucket{double(limit.atOnce), now};
    }
    const double came = double(now - bucket->atMs) * limit.perMinute / kMinuteMs;
    bucket->calls = std::min(double(limit.atOnce), bucket->calls + came);
    bucket->atMs = now;
    if (bucket->calls >= 1.0) {
        bucket->calls -= 1.0;
        return std::nullopt;
    }
    const double seconds = (1.0 - bucket->calls) * kMinuteMs / limit.perMinute / 1000.0;
    return std::max(1, static_cast<int>(std::ceil(seconds)));
}

CallLimits::UnderWay::UnderWay(CallLimits &limits, QString kiosk) : m_limits(limits), m_kiosk(std::move(kiosk))
{
    const std::lock_guard lock(m_limits.m_mutex);
    m_allowed = ++m_limits.m_underWay[m_kiosk] <= m_limits.m_rates.underWay;
}

CallLimits::UnderWay::~UnderWay()
{
    const std::lock_guard lock(m_limits.m_mutex);
    const auto it = m_limits.m_underWay.find(m_kiosk);
    if (--*it == 0) {
        m_limits.m_underWay.erase(it);
    }
}

}  // namespace hall::gateway
