// SPDX-License-Identifier: GPL-3.0-or-later
// What a printer says about itself: bytes -> conditions and markers. Survives any bytes: a piece that does not fit is
// skipped one byte at a time. Sources: Epson and Citizen "Identification of Send Status", SNBC BT-T080 pp. 41-43,
// Custom KPM300 (DLE EOT 20).
#pragma once

#include "drivers/core/values.h"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace hall::device {

enum class PrinterDialect
{
    Epson,
    Snbc,
    Custom
};
[[nodiscard]] PrinterDialect printerDialect(const std::string &name);  // anything unknown speaks as Epson does

// One bit each; a set of them is a Conditions value.
enum class Condition : std::uint32_t
{
    Offline = 1U << 0,
    WaitingForRecovery = 1U << 1,
    FeedButton = 1U << 2,
    CoverOpen = 1U << 3,
    Feeding = 1U << 4,
    StoppedByPaperEnd = 1U << 5,
    Error = 1U << 6,       // some error; the cause comes with DLE EOT 3
    Mechanical = 1U << 7,  // Epson: recoverable, mostly paper in the cutter's way
    Jam = 1U << 8,         // SNBC anti-jam module
    Cutter = 1U << 9,
    Unrecoverable = 1U << 10,
    HeadHot = 1U << 11,  // heals itself; SNBC: temperature, voltage or lifted head
    NearEnd = 1U << 12,
    PaperEnd = 1U << 13,
    Drawer = 1U << 14,  // pin 3 of the drawer connector; nothing to us
    HeadUp = 1U << 15,
    TicketInMouth = 1U << 16,
    VirtualPaperEnd = 1U << 17,
    Spooling = 1U << 18,
    Moving = 1U << 19,  // drag motor on
    Communication = 1U << 20,
    Voltage = 1U << 21,
    NotAcknowledged = 1U << 22,
    CutterCover = 1U << 23,
    Memory = 1U << 24,  // RAM or EEPROM
    HeadLocked = 1U << 25,
    Diverter = 1U << 26,
};

class Conditions
{
public:
    constexpr Conditions() = default;
    constexpr Conditions(std::initializer_list<Condition> list)
    {
        for (const Condition condition : list) {
            add(condition);
        }
    }
    constexpr void add(Condition condition) { m_bits |= static_cast<std::uint32_t>(condition); }
    [[nodiscard]] constexpr bool has(Condition condition) const
    {
        return (m_bits & static_cast<std::uint32_t>(condition)) != 0;
    }
    [[nodiscard]] constexpr bool hasAny(Conditions others) const { return (m_bits & others.m_bits) != 0; }
    [[nodiscard]] constexpr bool empty() const { return m_bits == 0; }
    // `said` speaks about `covered` only; the rest stays as it was.
    constexpr void update(Conditions covered, Conditions said) { m_bits = (m_bits & ~covered.m_bits) | said.m_bits; }
    bool operator==(const Conditions &) const = default;

private:
    std::uint32_t m_bits = 0;
};

struct StatusUpdate
{
    enum class Source
    {
        RealTime,
        Automatic,
        Full
    };
    Source source = Source::RealTime;
    int query = 0;  // RealTime: the n of DLE EOT n that was answered
    Conditions covered;
    Conditions said;
};
struct InOrderStatus  // GS r 1: everything sent before it has been processed
{
    unsigned char raw = 0;
    Conditions said;  // NearEnd, PaperEnd
};
struct ProcessDone  // GS ( H: printed up to this id
{
    std::string id;
};
struct BufferCleared  // 37 25 00
{
};
struct FlowControl  // XON, XOFF
{
    bool go = true;
};
using StatusEvent = std::variant<StatusUpdate, InOrderStatus, ProcessDone, BufferCleared, FlowControl>;

class StatusParser
{
public:
    explicit StatusParser(PrinterDialect dialect) : m_dialect(dialect) {}

    void expect(int query);  // DLE EOT query was sent; its answer does not carry the number
    void forgetExpected() { m_expected.clear(); }
    [[nodiscard]] std::vector<StatusEvent> feed(std::span<const unsigned char> bytes);
    // The line has been quiet: what is incomplete will not be completed, and must not swallow the next answer. Nor may
    // its bytes be read as something else: a torn automatic status must not look like the proof of a print.
    void quiet();
    [[nodiscard]] bool incomplete() const { return !m_pending.empty(); }
    [[nodiscard]] std::size_t skipped() const { return m_skipped; }  // bytes that meant nothing

    [[nodiscard]] static StatusUpdate decodeRealTime(int query, unsigned char byte, PrinterDialect dialect);
    [[nodiscard]] static StatusUpdate decodeAutomatic(std::span<const unsigned char, 4> bytes, PrinterDialect dialect);
    [[nodiscard]] static StatusUpdate decodeFull(std::span<const unsigned char, 4> bytes);  // p u r x of DLE EOT 20

private:
    struct Step
    {
        std::size_t consumed = 0;  // 0 = more bytes are needed
        bool skip = false;
    };
    Step next(std::vector<StatusEvent> &events);
    Step block(std::vector<StatusEvent> &events);
    void drain(std::vector<StatusEvent> &events);

    PrinterDialect m_dialect;
    std::deque<int> m_expected;
    Bytes m_pending;
    std::size_t m_skipped = 0;
};

}  // namespace hall::device
