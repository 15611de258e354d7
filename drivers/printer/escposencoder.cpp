// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/escposencoder.h"

#include "drivers/core/raster.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

namespace hall::device {

namespace {

// What one more command may save and is still not worth it: its head of eight bytes, and a printer stays at its speed
// better when it gets few pictures.
constexpr int commandCost = 24;

using Row = std::span<const unsigned char>;

int usedBytes(Row row)
{
    const auto last = std::find_if(row.rbegin(), row.rend(), [](unsigned char byte) { return byte != 0; });
    return static_cast<int>(row.rend() - last);
}

// Every other dot of sixteen; the printer makes two of each again.
unsigned char halved(unsigned char left, unsigned char right)
{
    unsigned half = 0;
    for (unsigned bit = 0; bit < 8; ++bit) {
        const unsigned char from = bit < 4 ? left : right;
        half |= (from >> (7 - 2 * (bit % 4)) & 1U) << (7 - bit);
    }
    return static_cast<unsigned char>(half);
}

// GS v 0: bit 0 of m prints every dot twice side by side, bit 1 every row twice. Epson, SNBC, HPRT and Wincor manuals
// have it alike.
constexpr unsigned doubleWidth = 1;
constexpr unsigned doubleHeight = 2;

class BandEncoder
{
public:
    BandEncoder(const RasterBand &band, int sliceRows, std::vector<EscposCommand> &commands)
        : m_bits(band.bits), m_rowBytes(static_cast<std::size_t>((band.widthDots + 7) / 8)),
          m_sliceRows(std::clamp(sliceRows, 1, 255)), m_commands(commands)
    {
        m_bits.resize(m_rowBytes * static_cast<std::size_t>(std::max(band.rows, 0)));
        breakRealTimePairs(m_bits);
        for (int row = 0; row < band.rows; ++row) {
            m_used.push_back(usedBytes(rowAt(row)));
            m_halfUsed.push_back(halfUsed(rowAt(row).first(static_cast<std::size_t>(m_used.back()))));
            const bool twin = row > 0 && std::ranges::equal(rowAt(row - 1), rowAt(row));
            m_asAbove.push_back(twin ? 1 : 0);
        }
    }

    void encode()
    {
        for (const Slice &slice : cheapestSlices()) {
            send(slice);
        }
    }

private:
    struct Best
    {
        int cost = 0;
        int from = 0;
        unsigned doubled = 0;
    };

    struct Slice
    {
        int from = 0;
        int to = 0;  // the row behind the last
        unsigned doubled = 0;
    };

    [[nodiscard]] Row rowAt(int row) const
    {
        return Row(m_bits).subspan(static_cast<std::size_t>(row) * m_rowBytes, m_rowBytes);
    }

    // Bytes of the row with every other dot left out, up to its last black one; 0 where that would not be the same
    // row, would speak to the printer, or leaves no byte of white to its right.
    [[nodiscard]] int halfUsed(Row used) const
    {
        unsigned char before = 0;
        for (std::size_t i = 0; i < used.size(); i += 2) {
            const unsigned char left = used[i];
            const unsigned char right = i + 1 < used.size() ? used[i + 1] : 0;
            if (((left ^ left >> 1) & 0x55) != 0 || ((right ^ right >> 1) & 0x55) != 0) {
                return 0;
            }
            const unsigned char half = halved(left, right);
            if (isRealTimePair(before, half)) {
                return 0;
            }
            before = half;
        }
        const std::size_t bytes = std::max<std::size_t>(1, (used.size() + 1) / 2);
        return bytes < m_rowBytes / 2 ? static_cast<int>(bytes) : 0;
    }

    // Of all divisions into slices the one with the fewest bytes: the white to the right of a slice is not sent, so
    // short lines and the white between them are worth slices of their own; rows and dots that come in twos are sent
    // once.
    [[nodiscard]] std::vector<Slice> cheapestSlices() const
    {
        std::vector<Best> best(m_used.size() + 1);
        for (int to = 1; to <= static_cast<int>(m_used.size()); ++to) {
            best[static_cast<std::size_t>(to)] = cheapestLast(best, to);
        }
        std::vector<Slice> slices;
        for (int to = static_cast<int>(m_used.size()); to > 0; to = slices.back().from) {
            const Best &last = best[static_cast<std::size_t>(to)];
            slices.push_back({last.from, to, last.doubled});
        }
        std::reverse(slices.begin(), slices.end());
        return slices;
    }

    // Where the last of the slices up to `to` begins best.
    [[nodiscard]] Best cheapestLast(const std::vector<Best> &best, int to) const
    {
        Best here{INT_MAX, 0, 0};
        int width = 1;
        int half = 1;  // 0: the dots do not come in twos
        int white = 0;
        bool twins = true;
        for (int from = to - 1; from >= std::max(0, to - m_sliceRows); --from) {
            const auto at = static_cast<std::size_t>(from);
            width = std::max(width, m_used[at]);
            half = half > 0 && m_halfUsed[at] > 0 ? std::max(half, m_halfUsed[at]) : 0;
            const int rows = to - from;
            const bool even = rows % 2 == 0;
            twins = twins && (!even || m_asAbove[at + 1] != 0);
            const int sent = half > 0 ? half : width;
            const int cost = best[at].cost + commandCost + sent * (even && twins ? rows / 2 : rows);
            if (cost <= here.cost) {
                here = {cost, from, (half > 0 ? doubleWidth : 0) | (even && twins ? doubleHeight : 0)};
            }
            // So much white is worth a slice of its own, whatever stands above it.
            white = m_used[at] == 0 ? white + 1 : 0;
            if (white * (sent - 1) > 4 * commandCost) {
                break;
            }
        }
        return here;
    }

    void send(const Slice &slice)
    {
        const bool wide = (slice.doubled & doubleWidth) != 0;
        const std::vector<int> &used = wide ? m_halfUsed : m_used;
        const auto width = static_cast<std::size_t>(
            std::max(1, *std::max_element(used.begin() + slice.from, used.begin() + slice.to)));
        Bytes payload = dotsOf(slice, width);
        if (breakRealTimePairs(payload) > 0) {
            // Leaving out white made neighbours of a row's end and the next row's start. A byte of white parts them.
            payload = dotsOf(slice, width + 1);
        }
        const int rows = slice.to - slice.from;
        const int sent = (slice.doubled & doubleHeight) != 0 ? rows / 2 : rows;
        const std::size_t x = payload.size() / static_cast<std::size_t>(sent);
        EscposCommand command{CommandKind::Raster, {}, rows};
        command.bytes = {0x1D,
                         0x76,
                         0x30,
                         static_cast<unsigned char>(slice.doubled),
                         static_cast<unsigned char>(x & 0xFF),
                         static_cast<unsigned char>(x >> 8),
                         static_cast<unsigned char>(sent & 0xFF),
                         static_cast<unsigned char>(sent >> 8)};
        command.bytes.insert(command.bytes.end(), payload.begin(), payload.end());
        m_commands.push_back(std::move(command));
    }

    [[nodiscard]] Bytes dotsOf(const Slice &slice, std::size_t width) const
    {
        const bool wide = (slice.doubled & doubleWidth) != 0;
        Bytes payload;
        payload.reserve(width * static_cast<std::size_t>(slice.to - slice.from));
        for (int row = slice.from; row < slice.to; row += (slice.doubled & doubleHeight) != 0 ? 2 : 1) {
            const Row bits = rowAt(row);
            if (!wide) {
                payload.insert(payload.end(), bits.begin(), bits.begin() + static_cast<std::ptrdiff_t>(width));
                continue;
            }
            for (std::size_t i = 0; i < width; ++i) {
                payload.push_back(halved(bits[2 * i], bits[2 * i + 1]));
            }
        }
        return payload;
    }

    Bytes m_bits;
    std::size_t m_rowBytes;
    int m_sliceRows;
    std::vector<int> m_used;      // bytes of each row up to its last black dot
    std::vector<int> m_halfUsed;  // the same with every other dot left out; 0: cannot be
    std::vector<char> m_asAbove;  // 1: the same dots as the row above
    std::vector<EscposCommand> &m_commands;
};

constexpr int cellRows = 24;     // a line of the printer's own font
constexpr int linesPerInch = 6;  // ESC 2, the pitch that every printer starts with
constexpr bool isControl(unsigned char byte)
{
    return byte < 0x20 || byte == 0x7F;
}

// Text and codes. What is set for one line stays set until it must differ.
class TextEncoder
{
public:
    TextEncoder(int dpi, std::vector<EscposCommand> &commands) : m_dpi(dpi), m_commands(commands) {}

    void line(const TextLine &line)
    {
        Bytes bytes = begun();
        align(bytes, line.align);
        const bool ascii = std::all_of(line.text.begin(), line.text.end(), [](unsigned char c) { return c < 0x80; });
        const int scale = std::clamp(line.scale, 1, ascii ? 3 : 2);  // FS ! knows no more than twice
        if (scale != m_scale) {
            m_scale = scale;
            // GS ! for ASCII, FS ! for Chinese; where GS ! is for both, they say the same.
            bytes.insert(bytes.end(), {0x1D, 0x21, static_cast<unsigned char>((scale - 1) * 0x11), 0x1C, 0x21,
                                       static_cast<unsigned char>(scale > 1 ? 0x0C : 0x00)});
        }
        flag(bytes, m_bold, line.bold, 0x1B, 0x45);
        flag(bytes, m_inverted, line.inverted, 0x1D, 0x42);
        for (const unsigned char byte : line.text) {
            bytes.push_back(isControl(byte) ? ' ' : byte);
        }
        bytes.push_back(0x0A);
        m_commands.push_back({CommandKind::Text, std::move(bytes), std::max(m_dpi / linesPerInch, cellRows * scale)});
    }

    void code(const NativeQr &qr)
    {
        if (qr.text.empty() || std::any_of(qr.text.begin(), qr.text.end(), isControl)) {
            return;
        }
        Bytes bytes = begun();
        align(bytes, TextLine::Align::Centre);
        const char levels[] = "LMQH";
        const auto *const known = std::find(levels, levels + 4, qr.level);
        const auto level = static_cast<unsigned char>(known == levels + 4 ? 0x31 : 0x30 + (known - levels));
        const auto module = static_cast<unsigned char>(std::clamp(qr.moduleDots, 1, 16));
        block(bytes, {0x31, 0x41, 0x32, 0x00});  // model 2
        block(bytes, {0x31, 0x43, module});
        block(bytes, {0x31, 0x45, level});
        Bytes store{0x31, 0x50, 0x30};
        store.insert(store.end(), qr.text.begin(), qr.text.end());
        block(bytes, store);
        block(bytes, {0x31, 0x51, 0x30});
        m_commands.push_back({CommandKind::Code, std::move(bytes), qr.rows});
    }

    // Raster stands at the left edge by the layout's own reckoning.
    void beforeRaster()
    {
        Bytes bytes;
        align(bytes, TextLine::Align::Left);
        if (!bytes.empty()) {
            m_commands.push_back({CommandKind::Setup, std::move(bytes), 0});
        }
    }

private:
    // Once a paper: the characters of ASCII as such, Chinese mode (some printers switch at the next line only), pitch.
    Bytes begun() { return std::exchange(m_begun, true) ? Bytes{} : Bytes{0x1B, 0x52, 0x00, 0x1C, 0x26, 0x1B, 0x32}; }

    void align(Bytes &bytes, TextLine::Align wanted)
    {
        if (wanted != m_align) {
            m_align = wanted;
            bytes.insert(bytes.end(), {0x1B, 0x61, static_cast<unsigned char>(wanted)});
        }
    }

    static void flag(Bytes &bytes, bool &now, bool wanted, unsigned char lead, unsigned char code)
    {
        if (wanted != now) {
            now = wanted;
            bytes.insert(bytes.end(), {lead, code, static_cast<unsigned char>(wanted ? 1 : 0)});
        }
    }

    static void block(Bytes &bytes, const Bytes &parameters)
    {
        bytes.insert(bytes.end(), {0x1D, 0x28, 0x6B, static_cast<unsigned char>(parameters.size() & 0xFF),
                                   static_cast<unsigned char>(parameters.size() >> 8)});
        bytes.insert(bytes.end(), parameters.begin(), parameters.end());
    }

    int m_dpi;
    std::vector<EscposCommand> &m_commands;
    bool m_begun = false;
    TextLine::Align m_align = TextLine::Align::Left;
    int m_scale = 1;
    bool m_bold = false;
    bool m_inverted = false;
};

void appendFeed(Bytes &bytes, int dots)
{
    for (; dots > 0; dots -= 255) {
        bytes.insert(bytes.end(), {0x1B, 0x4A, static_cast<unsigned char>(std::min(dots, 255))});
    }
}

// GS V 65/66 feed the last line past the cutter by themselves; without a cutter the paper is fed to the tear bar.
void appendCut(Bytes &bytes, const PrinterProfile &profile)
{
    if (profile.cut == "full") {
        bytes.insert(bytes.end(), {0x1D, 0x56, 0x41, 0x00});
    } else if (profile.cut == "partial") {
        bytes.insert(bytes.end(), {0x1D, 0x56, 0x42, 0x00});
    } else {
        appendFeed(bytes, millimetresToDots(profile.headToCutterMm, profile.dpi));
    }
}

Bytes endMarker(const PrinterProfile &profile, const std::string &processId)
{
    if (profile.proof == 'A') {
        Bytes bytes{0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30};
        bytes.insert(bytes.end(), processId.begin(), processId.end());
        return bytes;
    }
    if (profile.proof == 'B') {
        return {0x1D, 0x72, 0x01};
    }
    return {};
}

}  // namespace

std::size_t largestCommand(const PrinterProfile &profile)
{
    constexpr std::size_t head = 8;
    const auto rows = static_cast<std::size_t>(std::clamp(profile.sliceRows, 1, 255));
    return head + rows * static_cast<std::size_t>((profile.dots + 7) / 8);
}

int millimetresToDots(double millimetres, int dpi)
{
    return static_cast<int>(std::lround(millimetres * dpi / 25.4));
}

std::size_t EscposStream::size() const
{
    std::size_t total = 0;
    for (const EscposCommand &command : commands) {
        total += command.bytes.size();
    }
    return total;
}

std::size_t EscposStream::longestCommand() const
{
    std::size_t longest = 0;
    for (const EscposCommand &command : commands) {
        longest = std::max(longest, command.bytes.size());
    }
    return longest;
}

int EscposStream::rows() const
{
    int total = 0;
    for (const EscposCommand &command : commands) {
        total += command.rows;
    }
    return total;
}

Bytes EscposStream::joined() const
{
    Bytes all;
    all.reserve(size());
    for (const EscposCommand &command : commands) {
        all.insert(all.end(), command.bytes.begin(), command.bytes.end());
    }
    return all;
}

std::string processIdOf(const std::string &jobId)
{
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (const char c : jobId) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    std::string id(4, '0');
    for (char &digit : id) {
        digit = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[hash % 36];
        hash /= 36;
    }
    return id;
}

EscposStream encodeEscpos(const PrintJob &job, const PrinterProfile &profile)
{
    EscposStream stream;
    Bytes setup(escpos::initialise.begin(), escpos::initialise.end());
    if (profile.proof != 'D' && profile.dialect != "custom") {
        setup.insert(setup.end(), escpos::autoStatusOn.begin(), escpos::autoStatusOn.end());
    }
    stream.commands.push_back({CommandKind::Setup, std::move(setup), 0});

    TextEncoder text(profile.dpi, stream.commands);
    for (const PaperPart &part : job.parts) {
        if (const auto *line = std::get_if<TextLine>(&part)) {
            text.line(*line);
        } else if (const auto *qr = std::get_if<NativeQr>(&part)) {
            text.code(*qr);
        } else if (const auto *band = std::get_if<RasterBand>(&part)) {
            text.beforeRaster();
            BandEncoder(*band, profile.sliceRows, stream.commands).encode();
        }
    }
    if (job.feedDots > 0) {
        Bytes feed;
        appendFeed(feed, job.feedDots);
        stream.commands.push_back({CommandKind::Feed, std::move(feed), job.feedDots});
    }
    if (job.cut) {
        Bytes cut;
        appendCut(cut, profile);
        stream.commands.push_back(
            {CommandKind::Cut, std::move(cut), millimetresToDots(profile.headToCutterMm, profile.dpi)});
    }
    if (profile.proof == 'A') {
        stream.processId = processIdOf(job.id);
    }
    if (Bytes marker = endMarker(profile, stream.processId); !marker.empty()) {
        stream.commands.push_back({CommandKind::Marker, std::move(marker), 0});
    }
    return stream;
}

Bytes separatePaper(const PrinterProfile &profile)
{
    Bytes bytes(escpos::initialise.begin(), escpos::initialise.end());
    appendFeed(bytes, millimetresToDots(profile.headToCutterMm, profile.dpi));
    appendCut(bytes, profile);
    return bytes;
}

}  // namespace hall::device
