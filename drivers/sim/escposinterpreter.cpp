// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/escposinterpreter.h"

#include "drivers/sim/escposcommands.h"

#include <algorithm>
#include <array>
#include <memory>
#include <qrencode.h>
#include <utility>

namespace hall::device {

namespace {

// Each bit of the row `scale` times.
Bytes widen(const Bytes &bits, int scale)
{
    if (scale == 1) {
        return bits;
    }
    Bytes wide(bits.size() * static_cast<std::size_t>(scale), 0);
    for (std::size_t x = 0; x < bits.size() * 8; ++x) {
        if ((bits[x / 8] & (0x80U >> (x % 8))) != 0) {
            for (std::size_t to = x * static_cast<std::size_t>(scale); to < (x + 1) * static_cast<std::size_t>(scale);
                 ++to) {
                wide[to / 8] = static_cast<unsigned char>(wide[to / 8] | (0x80U >> (to % 8)));
            }
        }
    }
    return wide;
}

void moveFront(std::deque<unsigned char> &from, std::size_t count, Bytes &taken)
{
    const auto end = from.begin() + static_cast<std::ptrdiff_t>(count);
    taken.insert(taken.end(), from.begin(), end);
    from.erase(from.begin(), end);
}

}  // namespace

EscPosInterpreter::EscPosInterpreter(Options options) : m_options(options)
{
}

bool EscPosInterpreter::insideCommand() const
{
    return m_raster.rowsLeft > 0 || !m_rows.empty() || m_feed > 0 || m_cut.has_value() || !m_line.empty();
}

std::vector<std::string> EscPosInterpreter::takeText()
{
    return std::exchange(m_text, {});
}

std::vector<NativeCode> EscPosInterpreter::takeCodes()
{
    return std::exchange(m_codes, {});
}

void EscPosInterpreter::abandon()
{
    m_raster = {};
    m_rows.clear();
    m_feed = 0;
    m_cut.reset();
    m_line.clear();
    m_graphics.clear();
    m_qr.clear();
}

void EscPosInterpreter::resetModes()
{
    m_style = {};
    m_align = TextAlign::Left;
    m_lineSpacing = 30;
    m_chinese = true;
    m_line.clear();
    m_graphics.clear();
    m_qr.clear();
    m_qrModule = 3;
    m_qrLevel = 48;
}

void EscPosInterpreter::run(std::deque<unsigned char> &buffer, PrintMechanism &mechanism, Bytes &taken)
{
    while (printPending(mechanism)) {
        const bool went = m_raster.rowsLeft > 0 ? takeRasterRow(buffer, taken) : takeCommand(buffer, mechanism, taken);
        if (!went) {
            return;
        }
    }
}

bool EscPosInterpreter::printPending(PrintMechanism &mechanism)
{
    for (; !m_rows.empty(); m_rows.pop_front()) {
        if (!mechanism.printRow(m_rows.front().bits, m_rows.front().widthDots, m_rows.front().left)) {
            return false;
        }
    }
    for (; m_feed > 0; --m_feed) {
        if (!mechanism.printRow({}, 0, 0)) {
            return false;
        }
    }
    if (m_cut) {
        if (!mechanism.cut(*m_cut)) {
            return false;
        }
        m_cut.reset();
    }
    return true;
}

bool EscPosInterpreter::takeRasterRow(std::deque<unsigned char> &buffer, Bytes &taken)
{
    const auto length = static_cast<std::size_t>(m_raster.rowBytes);
    if (buffer.size() < length) {
        return false;
    }
    Bytes bits(buffer.begin(), buffer.begin() + m_raster.rowBytes);
    moveFront(buffer, length, taken);
    --m_raster.rowsLeft;
    bits = widen(bits, m_raster.scaleX);
    const int width = m_raster.rowBytes * 8 * m_raster.scaleX;
    for (int repeat = 1; repeat < m_raster.scaleY; ++repeat) {
        queueRow(bits, width);
    }
    queueRow(std::move(bits), width);
    return true;
}

void EscPosInterpreter::queueRow(Bytes bits, int widthDots)
{
    if (widthDots > m_options.dots) {
        ++m_counts.clippedRows;
    }
    const int space = std::max(0, m_options.dots - widthDots);
    const int left = m_align == TextAlign::Left ? 0 : (m_align == TextAlign::Centre ? space / 2 : space);
    m_rows.push_back({std::move(bits), widthDots, left});
}

bool EscPosInterpreter::takeCommand(std::deque<unsigned char> &buffer, PrintMechanism &mechanism, Bytes &taken)
{
    if (buffer.empty()) {
        return false;
    }
    // Enough to know any length; blocks are copied once they are complete.
    std::array<unsigned char, 16> first{};
    const std::size_t seen = std::min(buffer.size(), first.size());
    std::copy_n(buffer.begin(), seen, first.begin());
    std::optional<std::size_t> length = escPosLength(Head(first.data(), seen), m_chinese);
    if (!length && seen == first.size()) {
        // A bar code of the old form, ended by NUL.
        const auto end = std::find(buffer.begin() + 3, buffer.end(), 0);
        if (end == buffer.end()) {
            return false;
        }
        length = static_cast<std::size_t>(end - buffer.begin()) + 1;
    }
    if (!length || *length > buffer.size()) {
        return false;
    }
    if (*length == 0) {
        ++m_counts.unknownBytes;
        moveFront(buffer, 1, taken);
        return true;
    }
    const Bytes command(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*length));
    moveFront(buffer, *length, taken);
    execute(command, mechanism);
    return true;
}

void EscPosInterpreter::execute(Head command, PrintMechanism &mechanism)
{
    if (command.size() >= 2 && command[0] < 0x20) {
        if (isLayoutSetting(command[0], command[1])) {
            ++m_counts.settings;
            return;
        }
    }
    switch (command[0]) {
    case 0x00:
        ++m_counts.padding;
        break;
    case 0x09:
        addText(std::array<unsigned char, 1>{' '});
        break;
    case 0x0D:
        break;
    case lf:
        flushLine(true);
        break;
    case dle:
        break;  // was obeyed when it was received
    case esc:
        executeEsc(command, mechanism);
        break;
    case fs:
        executeFs(command);
        break;
    case gs:
        executeGs(command, mechanism);
        break;
    default:
        addText(command);
        break;
    }
}

void EscPosInterpreter::executeEsc(Head command, PrintMechanism &mechanism)
{
    const unsigned char n = command.size() > 2 ? command[2] : 0;
    switch (command[1]) {
    case '@':
        resetModes();
        mechanism.initialise();
        break;
    case 'a':
        m_align = n % 48 == 1 ? TextAlign::Centre : (n % 48 == 2 ? TextAlign::Right : TextAlign::Left);
        break;
    case 'E':
        m_style.bold = (n & 1) != 0;
        break;
    case '-':
        m_style.underline = n % 48 != 0;
        break;
    case '3':
        m_lineSpacing = n;
        break;
    case '2':
        m_lineSpacing = 30;
        break;
    case '!':
        m_style.bold = (n & 0x08) != 0;
        m_style.scaleY = (n & 0x10) != 0 ? 2 : 1;
        m_style.scaleX = (n & 0x20) != 0 ? 2 : 1;
        m_style.underline = (n & 0x80) != 0;
        break;
    case 'J':
        flushLine(false);
        m_feed += n;
        break;
    case 'd':
        flushLine(false);
        m_feed += n * m_lineSpacing;
        break;
    case 'p':
        mechanism.pulseDrawer();
        break;
    default:
        break;  // code page and character set: text is taken as ASCII and GB18030
    }
}

void EscPosInterpreter::executeFs(Head command)
{
    const unsigned char n = command.size() > 2 ? command[2] : 0;
    switch (command[1]) {
    case '&':
        m_chinese = true;
        break;
    case '.':
        m_chinese = false;
        break;
    case '!':
        m_style.chineseScaleX = (n & 0x04) != 0 ? 2 : 1;
        m_style.chineseScaleY = (n & 0x08) != 0 ? 2 : 1;
        m_style.underline = (n & 0x80) != 0;
        break;
    case 'W':
        m_style.chineseScaleX = m_style.chineseScaleY = (n & 1) != 0 ? 2 : 1;
        break;
    default:
        ++m_counts.settings;
        break;  // FS ( blocks
    }
}

void EscPosInterpreter::executeGs(Head command, PrintMechanism &mechanism)
{
    const unsigned char n = command[2];
    switch (command[1]) {
    case '!':
        m_style.scaleX = (n >> 4 & 7) + 1;
        m_style.scaleY = (n & 7) + 1;
        break;
    case 'B':
        m_style.inverted = (n & 1) != 0;
        break;
    case 'a':
        mechanism.setAutoStatus(n);
        break;
    case 0xE0:
        mechanism.setCustomAutoStatus(n);
        break;
    case 'r':
        mechanism.sendInOrderStatus(n);
        break;
    case 'I':
        mechanism.sendModelInfo(n);
        break;
    case 'V':
        flushLine(false);
        if (command.size() == 4) {
            m_feed += m_options.headToCutterRows + command[3];
        }
        m_cut = n == 1 || n == '1' || n == 'B';
        break;
    case 'e':
        mechanism.moveTicket(n);
        break;
    case 'v':
        beginRaster(command);
        break;
    case 'k': {
        const std::size_t from = n >= 65 ? 4 : 3;
        const std::size_t end = n >= 65 ? command.size() : command.size() - 1;
        m_codes.push_back({"barcode", std::string(command.begin() + static_cast<std::ptrdiff_t>(from),
                                                  command.begin() + static_cast<std::ptrdiff_t>(end))});
        break;
    }
    case '(':
        executeBlock(n, command.subspan(5), mechanism);
        break;
    case '8':
        executeGraphics(command.subspan(7));
        break;
    default:
        break;
    }
}

void EscPosInterpreter::executeBlock(unsigned char family, Head parameters, PrintMechanism &mechanism)
{
    if (family == 'H' && parameters.size() == 6 && parameters[0] == 0x30 && parameters[1] == 0x30) {
        mechanism.sendProcessId(Bytes(parameters.begin() + 2, parameters.end()));
    } else if (family == 'L') {
        executeGraphics(parameters);
    } else if (family == 'k') {
        executeQr(parameters);
    } else {
        ++m_counts.settings;
    }
}

void EscPosInterpreter::executeGraphics(Head parameters)
{
    constexpr std::size_t header = 10;  // m fn a bx by c xL xH yL yH
    if (parameters.size() >= 2 && (parameters[1] == 50 || parameters[1] == 2)) {
        flushLine(false);
        for (Row &row : m_graphics) {
            queueRow(std::move(row.bits), row.widthDots);
        }
        m_graphics.clear();
        return;
    }
    if (parameters.size() < header || parameters[1] != 112 || parameters[2] != 48) {
        ++m_counts.settings;
        return;
    }
    const int scaleX = parameters[3] == 2 ? 2 : 1;
    const int scaleY = parameters[4] == 2 ? 2 : 1;
    const std::size_t width = word(parameters[6], parameters[7]);
    const std::size_t rowBytes = (width + 7) / 8;
    const Head data = parameters.subspan(header);
    for (std::size_t y = 0; y < word(parameters[8], parameters[9]) && (y + 1) * rowBytes <= data.size(); ++y) {
        const Head row = data.subspan(y * rowBytes, rowBytes);
        const Bytes bits = widen(Bytes(row.begin(), row.end()), scaleX);
        m_graphics.insert(m_graphics.end(), static_cast<std::size_t>(scaleY),
                          Row{bits, static_cast<int>(width) * scaleX, 0});
    }
}

void EscPosInterpreter::executeQr(Head parameters)
{
    if (parameters.size() < 2 || parameters[0] != 49) {
        ++m_counts.settings;
        return;
    }
    if (parameters[1] == 80 && parameters.size() >= 3) {
        m_qr.assign(parameters.begin() + 3, parameters.end());
    } else if (parameters[1] == 67 && parameters.size() == 3) {
        m_qrModule = std::clamp<int>(parameters[2], 1, 16);
    } else if (parameters[1] == 69 && parameters.size() == 3) {
        m_qrLevel = std::clamp<int>(parameters[2], 48, 51);
    } else if (parameters[1] == 81) {
        flushLine(false);
        m_codes.push_back({"qr", m_qr});
        drawQr();
    }
}

void EscPosInterpreter::drawQr()
{
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        m_qr.empty()
            ? nullptr
            : QRcode_encodeData(static_cast<int>(m_qr.size()), reinterpret_cast<const unsigned char *>(m_qr.data()), 0,
                                static_cast<QRecLevel>(m_qrLevel - 48)),
        QRcode_free);
    if (!code || code->width * m_qrModule > m_options.dots) {
        return;  // the manual: what does not fit is not printed
    }
    const int dots = code->width * m_qrModule;
    for (int y = 0; y < code->width; ++y) {
        Bytes bits(static_cast<std::size_t>((dots + 7) / 8), 0);
        for (int x = 0; x < dots; ++x) {
            if ((code->data[y * code->width + x / m_qrModule] & 1) != 0) {
                const auto at = static_cast<std::size_t>(x / 8);
                bits[at] = static_cast<unsigned char>(bits[at] | (0x80U >> (x % 8)));
            }
        }
        for (int repeat = 0; repeat < m_qrModule; ++repeat) {
            queueRow(bits, dots);
        }
    }
}

void EscPosInterpreter::beginRaster(Head header)
{
    flushLine(false);
    const unsigned char mode = header[3] % 48;
    m_raster.rowBytes = static_cast<int>(word(header[4], header[5]));
    m_raster.rowsLeft =
        static_cast<int>(word(header[6], m_options.rasterHeightLowByteOnly ? std::uint8_t{0} : header[7]));
    m_raster.scaleX = (mode & 1) != 0 ? 2 : 1;
    m_raster.scaleY = (mode & 2) != 0 ? 2 : 1;
    if (m_raster.rowBytes == 0) {
        m_raster.rowsLeft = 0;
    }
}

void EscPosInterpreter::addText(Head character)
{
    TextCell cell{std::string(character.begin(), character.end()), character.size() > 1, m_style};
    int width = cell.width();
    for (const TextCell &before : m_line) {
        width += before.width();
    }
    if (width > m_options.dots) {
        flushLine(true);
    }
    m_line.push_back(std::move(cell));
}

void EscPosInterpreter::flushLine(bool feed)
{
    int height = 0;
    if (!m_line.empty()) {
        const QImage picture = drawLine(m_line, m_options.dots, m_align);
        height = picture.height();
        const auto rowBytes = static_cast<std::ptrdiff_t>((m_options.dots + 7) / 8);
        for (int y = 0; y < height; ++y) {
            const uchar *row = picture.constScanLine(y);
            m_rows.push_back({Bytes(row, row + rowBytes), m_options.dots, 0});
        }
        m_text.push_back(textOf(m_line));
        m_line.clear();
    }
    if (feed) {
        m_feed += std::max(0, m_lineSpacing - height);
    }
}

}  // namespace hall::device
