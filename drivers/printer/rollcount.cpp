// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/rollcount.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace hall::device {

namespace {

constexpr std::int64_t flickerMm = 500;  // some turns of a roll that is nearly empty

}

std::string RollCount::written() const
{
    return std::to_string(printedMm) + ' ' + (nearEnd ? '1' : '0') + ' ' + std::to_string(sinceNearEndMm);
}

RollCount RollCount::read(std::string_view text)
{
    std::int64_t numbers[3] = {};
    const char *at = text.data();
    const char *const end = at + text.size();
    for (std::int64_t &number : numbers) {
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc{} || number < 0 || (next != end && *next != ' ')) {
            return {};
        }
        at = next == end ? next : next + 1;
    }
    return at == end && numbers[1] <= 1 ? RollCount{numbers[0], numbers[1] == 1, numbers[2]} : RollCount{};
}

RollCounter::RollCounter(const PrinterProfile &profile, RollMemory memory)
    : m_sensor(profile.nearEndSensor), m_nearEndMm(profile.nearEndMm), m_rollMm(profile.rollM * std::int64_t{1000}),
      m_memory(std::move(memory)), m_count(m_memory.last)
{
}

void RollCounter::look(Conditions conditions)
{
    m_ranOut = m_ranOut || conditions.hasAny({Condition::PaperEnd, Condition::StoppedByPaperEnd});
    if (conditions.hasAny({Condition::PaperEnd, Condition::StoppedByPaperEnd, Condition::CoverOpen, Condition::HeadUp,
                           Condition::HeadLocked})) {
        m_opened = true;
        return;
    }
    m_nearEnd = m_sensor && conditions.hasAny({Condition::NearEnd, Condition::VirtualPaperEnd});
    m_clearMm = m_nearEnd ? 0 : m_clearMm;
    RollCount next = m_count;
    if (std::exchange(m_opened, false) && (std::exchange(m_ranOut, false) || (next.nearEnd && !m_nearEnd))) {
        next = {};
        m_clearMm = 0;
    }
    next.nearEnd = next.nearEnd || m_nearEnd;
    assign(next);
}

void RollCounter::printed(double mm)
{
    m_fraction += std::max(0.0, mm);
    const auto whole = static_cast<std::int64_t>(std::floor(m_fraction));
    m_fraction -= static_cast<double>(whole);
    RollCount next = m_count;
    next.printedMm += whole;
    next.sinceNearEndMm += next.nearEnd ? whole : 0;
    m_clearMm += next.nearEnd && !m_nearEnd ? whole : 0;
    if (m_clearMm >= flickerMm) {
        next = {std::exchange(m_clearMm, 0), false, 0};
    }
    assign(next);
}

std::optional<std::int64_t> RollCounter::leftMm() const
{
    if (m_count.nearEnd) {
        return std::max<std::int64_t>(0, m_nearEndMm - m_count.sinceNearEndMm);
    }
    if (m_rollMm <= 0) {
        return {};
    }
    // While the sensor is silent there is at least what it announces.
    return std::max(m_sensor ? m_nearEndMm : 0, m_rollMm - m_count.printedMm);
}

bool RollCounter::usedUp() const
{
    return m_count.nearEnd && m_count.sinceNearEndMm >= m_nearEndMm;
}

void RollCounter::assign(const RollCount &next)
{
    if (next == m_count) {
        return;
    }
    m_count = next;
    if (m_memory.keep) {
        m_memory.keep(m_count);
    }
}

}  // namespace hall::device
