// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/escposencoder.h"

#include "drivers/core/raster.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

namespace hall::device {

namespace {

// What one more command may save and is still not worth it: its head of eight bytes, and a printer stays at its speed
// better when it gets few pictures.
constexpr std::size_t commandCost = 24;

using Row = std::span<const unsigned char>;

int usedBytes(Row row)
{
    const auto last = std::find_if(row.rbegin(), row.rend(), [](unsigned char byte) { return byte != 0; });
    return static_cast<int>(row.rend() - last);
}

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
        }
    }

    void encode()
    {
        for (const auto &[from, to] : cheapestSlices()) {
            slice(from, to);
        }
    }

private:
    using Slices = std::vector<std::pair<int, int>>;  // first row, row behind the last

    [[nodiscard]] Row rowAt(int row) const
    {
        return Row(m_bits).subspan(static_cast<std::size_t>(row) * m_rowBytes, m_rowBytes);
    }

    // Of all divisions into slices the one with the fewest bytes: the white to the right of a slice is not sent, so
    // short lines and the white between them are worth slices of their own.
    [[nodiscard]] Slices cheapestSlices() const
    {
        struct Best
        {
            std::size_t cost = 0;
            int from = 0;  // where the last slice begins
        };
        const int rows = static_cast<int>(m_used.size());
        std::vector<Best> best(m_used.size() + 1);
        for (int to = 1; to <= rows; ++to) {
            Best &here = best[static_cast<std::size_t>(to)];
            here.cost = SIZE_MAX;
            int width = 1;
            for (int from = to - 1; from >= std::max(0, to - m_sliceRows); --from) {
                width = std::max(width, m_used[static_cast<std::size_t>(from)]);
                const std::size_t cost = best[static_cast<std::size_t>(from)].cost + commandCost +
                                         static_cast<std::size_t>(width) * static_cast<std::size_t>(to - from);
                if (cost <= here.cost) {
                    here = {cost, from};
                }
            }
        }
        Slices slices;
        for (int to = rows; to > 0; to = slices.back().first) {
            slices.emplace_back(best[static_cast<std::size_t>(to)].from, to);
        }
        std::reverse(slices.begin(), slices.end());
        return slices;
    }

    void slice(int from, int to)
    {
        const int used = std::max(1, *std::max_element(m_used.begin() + from, m_used.begin() + to));
        Bytes payload = rowsOf(from, to, static_cast<std::size_t>(used));
        if (breakRealTimePairs(payload) > 0) {
            // Leaving out white made neighbours of a row's end and the next row's start. A byte of white parts them.
            payload = rowsOf(from, to, static_cast<std::size_t>(used) + 1);
        }
        EscposCommand command{CommandKind::Raster, {}, to - from};
        const std::size_t x = payload.size() / static_cast<std::size_t>(to - from);
        const auto y = static_cast<unsigned>(to - from);
        command.bytes = {0x1D,
                         0x76,
                         0x30,
                         0x00,
                         static_cast<unsigned char>(x & 0xFF),
                         static_cast<unsigned char>(x >> 8),
                         static_cast<unsigned char>(y & 0xFF),
                         static_cast<unsigned char>(y >> 8)};
        command.bytes.insert(command.bytes.end(), payload.begin(), payload.end());
        m_commands.push_back(std::move(command));
    }

    [[nodiscard]] Bytes rowsOf(int from, int to, std::size_t width) const
    {
        Bytes payload;
        payload.reserve(width * static_cast<std::size_t>(to - from));
        for (int row = from; row < to; ++row) {
            const Row bits = rowAt(row).first(width);
            payload.insert(payload.end(), bits.begin(), bits.end());
        }
        return payload;
    }

    Bytes m_bits;
    std::size_t m_rowBytes;
    int m_sliceRows;
    std::vector<int> m_used;  // bytes of each row up to its last black dot
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
