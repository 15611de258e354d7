// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/statusparser.h"

#include <algorithm>
#include <optional>

namespace hall::device {

namespace {

constexpr std::size_t longestBlock = 80;  // Epson: block data has at most 80 bytes

constexpr bool bit(unsigned char byte, int number)
{
    return (byte >> number & 1) != 0;
}

constexpr bool isRealTimeAnswer(unsigned char byte)  // 0xx1xx10
{
    return (byte & 0x93) == 0x12;
}

constexpr bool isAutomaticFirst(unsigned char byte)  // 0xx1xx00
{
    return (byte & 0x93) == 0x10;
}

constexpr bool isPlain(unsigned char byte)  // 0xx0xxxx: ASB bytes 2 to 4, GS r
{
    return (byte & 0x90) == 0;
}

struct BitMeaning
{
    int number;
    Condition condition;
};

template <std::size_t N> StatusUpdate meanings(unsigned char byte, const BitMeaning (&table)[N], StatusUpdate update)
{
    for (const BitMeaning &meaning : table) {
        update.covered.add(meaning.condition);
        if (bit(byte, meaning.number)) {
            update.said.add(meaning.condition);
        }
    }
    return update;
}

// Sensors that send two bits for one fact: both must be set (a single one is noise).
void pair(unsigned char byte, int low, Condition condition, StatusUpdate &update)
{
    update.covered.add(condition);
    if (bit(byte, low) && bit(byte, low + 1)) {
        update.said.add(condition);
    }
}

StatusUpdate realTime(int query)
{
    return {StatusUpdate::Source::RealTime, query, {}, {}};
}

StatusUpdate decodeError(unsigned char byte, PrinterDialect dialect)
{
    switch (dialect) {
    case PrinterDialect::Epson:
        return meanings(byte,
                        {{2, Condition::Mechanical},
                         {3, Condition::Cutter},
                         {5, Condition::Unrecoverable},
                         {6, Condition::HeadHot}},
                        realTime(3));
    case PrinterDialect::Snbc:
        return meanings(
            byte, {{2, Condition::Jam}, {3, Condition::Cutter}, {5, Condition::Unrecoverable}, {6, Condition::HeadHot}},
            realTime(3));
    case PrinterDialect::Custom:  // bit 2 is undefined
        return meanings(byte, {{3, Condition::Cutter}, {5, Condition::Unrecoverable}, {6, Condition::HeadHot}},
                        realTime(3));
    }
    return realTime(3);
}

}  // namespace

PrinterDialect printerDialect(const std::string &name)
{
    if (name == "snbc") {
        return PrinterDialect::Snbc;
    }
    return name == "custom" ? PrinterDialect::Custom : PrinterDialect::Epson;
}

StatusUpdate StatusParser::decodeRealTime(int query, unsigned char byte, PrinterDialect dialect)
{
    switch (query) {
    case 1:
        if (dialect != PrinterDialect::Epson) {  // SNBC: bit 2 is fixed to 1; neither names 5 and 6
            return meanings(byte, {{3, Condition::Offline}}, realTime(1));
        }
        return meanings(byte,
                        {{2, Condition::Drawer},
                         {3, Condition::Offline},
                         {5, Condition::WaitingForRecovery},
                         {6, Condition::FeedButton}},
                        realTime(1));
    case 2:
        return meanings(byte,
                        {{2, Condition::CoverOpen},
                         {3, Condition::Feeding},
                         {5, Condition::StoppedByPaperEnd},
                         {6, Condition::Error}},
                        realTime(2));
    case 3:
        return decodeError(byte, dialect);
    case 4: {
        StatusUpdate update = realTime(4);
        pair(byte, 2, Condition::NearEnd, update);
        pair(byte, 5, Condition::PaperEnd, update);
        return update;
    }
    default:
        return realTime(query);
    }
}

StatusUpdate StatusParser::decodeAutomatic(std::span<const unsigned char, 4> bytes, PrinterDialect dialect)
{
    StatusUpdate update{StatusUpdate::Source::Automatic, 0, {}, {}};
    update = meanings(
        bytes[0], {{2, Condition::Drawer}, {3, Condition::Offline}, {5, Condition::CoverOpen}, {6, Condition::Feeding}},
        update);
    update = meanings(bytes[1],
                      {{0, Condition::WaitingForRecovery},
                       {1, Condition::FeedButton},
                       {2, dialect == PrinterDialect::Snbc ? Condition::Jam : Condition::Mechanical},
                       {3, Condition::Cutter},
                       {5, Condition::Unrecoverable},
                       {6, Condition::HeadHot}},
                      update);
    pair(bytes[2], 0, Condition::NearEnd, update);
    pair(bytes[2], 2, Condition::PaperEnd, update);
    return update;
}

StatusUpdate StatusParser::decodeFull(std::span<const unsigned char, 4> bytes)
{
    // Bit 7 of the first byte (notch) has opposite meanings in the KPM300 and KPM150H manuals: not used.
    StatusUpdate update{StatusUpdate::Source::Full, 0, {}, {}};
    update = meanings(bytes[0],
                      {{0, Condition::PaperEnd},
                       {2, Condition::NearEnd},
                       {5, Condition::TicketInMouth},
                       {6, Condition::VirtualPaperEnd}},
                      update);
    update = meanings(bytes[1],
                      {{0, Condition::HeadUp},
                       {1, Condition::CoverOpen},
                       {2, Condition::Spooling},
                       {3, Condition::Moving},
                       {5, Condition::FeedButton},
                       {6, Condition::Feeding}},
                      update);
    update = meanings(bytes[2],
                      {{0, Condition::HeadHot},
                       {1, Condition::Communication},
                       {3, Condition::Voltage},
                       {6, Condition::NotAcknowledged}},
                      update);
    update = meanings(bytes[3],
                      {{0, Condition::Cutter},
                       {1, Condition::CutterCover},
                       {2, Condition::Memory},
                       {6, Condition::HeadLocked},
                       {7, Condition::Diverter}},
                      update);
    if (bit(bytes[3], 3)) {  // EEPROM: the same cure as RAM
        update.said.add(Condition::Memory);
    }
    return update;
}

void StatusParser::expect(int query)
{
    m_expected.push_back(query);
}

std::vector<StatusEvent> StatusParser::feed(std::span<const unsigned char> bytes)
{
    std::vector<StatusEvent> events;
    m_pending.insert(m_pending.end(), bytes.begin(), bytes.end());
    drain(events);
    return events;
}

void StatusParser::quiet()
{
    m_skipped += m_pending.size();
    m_pending.clear();
}

void StatusParser::drain(std::vector<StatusEvent> &events)
{
    while (!m_pending.empty()) {
        const Step step = next(events);
        if (step.consumed == 0) {
            return;
        }
        m_skipped += step.skip ? step.consumed : 0;
        m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(step.consumed));
    }
}

StatusParser::Step StatusParser::next(std::vector<StatusEvent> &events)
{
    constexpr Step needMore{0, false};
    constexpr Step skipOne{1, true};
    const unsigned char first = m_pending.front();

    if (first == 0x37 || first == 0x3B || first == 0x3D || first == 0x5F) {
        return block(events);
    }
    if (first == 0x11 || first == 0x13) {
        events.emplace_back(FlowControl{first == 0x11});
        return {1, false};
    }
    if (m_dialect == PrinterDialect::Custom && first == 0x10) {
        if (m_pending.size() < 2) {
            return needMore;
        }
        if (m_pending[1] == 0x0F) {
            if (m_pending.size() < 6) {
                return needMore;
            }
            events.emplace_back(decodeFull(std::span(m_pending).subspan<2, 4>()));
            return {6, false};
        }
    }
    if (isRealTimeAnswer(first)) {
        if (m_expected.empty()) {
            return skipOne;
        }
        const int query = m_expected.front();
        m_expected.pop_front();
        events.emplace_back(decodeRealTime(query, first, m_dialect));
        return {1, false};
    }
    if (isAutomaticFirst(first)) {
        const std::size_t have = std::min<std::size_t>(m_pending.size(), 4);
        const auto end = m_pending.begin() + static_cast<std::ptrdiff_t>(have);
        const auto wrong = std::find_if_not(m_pending.begin() + 1, end, isPlain);
        if (wrong != end) {
            return {static_cast<std::size_t>(wrong - m_pending.begin()), true};
        }
        if (have < 4) {
            return needMore;
        }
        events.emplace_back(decodeAutomatic(std::span(m_pending).subspan<0, 4>(), m_dialect));
        return {4, false};
    }
    if (isPlain(first)) {
        InOrderStatus status{first, {}};
        if (bit(first, 0) && bit(first, 1)) {
            status.said.add(Condition::NearEnd);
        }
        if (bit(first, 2) && bit(first, 3)) {
            status.said.add(Condition::PaperEnd);
        }
        events.emplace_back(status);
        return {1, false};
    }
    return skipOne;
}

// 37 kind text 00. A byte outside 20..7E ends the hope that this is a block.
StatusParser::Step StatusParser::block(std::vector<StatusEvent> &events)
{
    constexpr Step skipOne{1, true};
    const auto isText = [](unsigned char byte) { return byte >= 0x20 && byte <= 0x7E; };
    const auto end = std::find_if_not(m_pending.begin() + 1, m_pending.end(), isText);
    const auto length = static_cast<std::size_t>(end - m_pending.begin());
    // Only 37 blocks are asked for; the kinds of the others (fonts, model names) are passed over whole.
    const unsigned char kind = m_pending.front() == 0x37 && m_pending.size() > 1 ? m_pending[1] : 0;
    const std::optional<std::size_t> exact = kind == 0x22   ? std::optional<std::size_t>(6)
                                             : kind == 0x25 ? std::optional<std::size_t>(2)
                                                            : std::nullopt;
    // Whether its end is here already makes no difference: bytes mean the same in whatever portions they come.
    if (length > longestBlock || (exact && length > *exact)) {
        return skipOne;
    }
    if (end == m_pending.end()) {
        return Step{0, false};
    }
    if (*end != 0 || length < 2 || (exact && length != *exact)) {
        return skipOne;
    }
    if (kind == 0x22) {
        events.emplace_back(ProcessDone{std::string(m_pending.begin() + 2, end)});
    } else if (kind == 0x25) {
        events.emplace_back(BufferCleared{});
    }
    return {length + 1, false};
}

}  // namespace hall::device
