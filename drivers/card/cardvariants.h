// SPDX-License-Identifier: GPL-3.0-or-later
// How cards that were read before wanted to be addressed, so that the next one of the same kind needs no second try.
// What is remembered is no more than a first guess: every card is asked the other way when it refuses.
#pragma once

#include "drivers/core/values.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace hall::device {

struct CardVariant
{
    std::uint8_t selectP1 = 0x02;  // of SELECT EF: 02 under the current application, 00 by file identifier
    std::uint8_t recordP2 = 0x04;  // of READ RECORD: 04 by number, 00 by identifier
    bool operator==(const CardVariant &) const = default;
};

// Used by one thread at a time.
class CardVariants
{
public:
    // Before a card has said where it comes from: what the last card with this answer to reset took.
    [[nodiscard]] CardVariant byAtr(const Bytes &atr) const
    {
        return m_last && m_last->first == atr ? m_last->second : CardVariant();
    }
    [[nodiscard]] std::optional<CardVariant> byKind(const std::string &region, const std::string &version) const
    {
        const auto known = m_kinds.find({region, version});
        return known == m_kinds.end() ? std::nullopt : std::optional(known->second);
    }
    void learn(const Bytes &atr, const std::string &region, const std::string &version, const CardVariant &variant)
    {
        m_last = {atr, variant};
        if (m_kinds.size() < mostKinds || m_kinds.contains({region, version})) {
            m_kinds[{region, version}] = variant;
        }
    }

private:
    // Regions of a province times versions; a forged card may name any, and must not fill memory.
    static constexpr std::size_t mostKinds = 256;

    std::optional<std::pair<Bytes, CardVariant>> m_last;
    std::map<std::pair<std::string, std::string>, CardVariant> m_kinds;
};

}  // namespace hall::device
