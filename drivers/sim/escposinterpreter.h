// SPDX-License-Identifier: GPL-3.0-or-later
// What a receipt printer's firmware does with the bytes of its receive buffer, in order: it prints rows, cuts and
// answers. It can stop at any row (no paper) and go on there later. Real-time commands are executed when they are
// received (realtimescanner.h) and only passed over here. Commands: Epson ESC/POS reference; the SNBC, HPRT and Custom
// manuals for what differs.
#pragma once

#include "drivers/core/values.h"
#include "drivers/sim/escpostext.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hall::device {

// The mechanics and the way back to the host. Called from EscPosInterpreter::run() only.
class PrintMechanism
{
public:
    virtual ~PrintMechanism() = default;
    // One dot row; an empty row is a feed. False: the printer stands still, the same row comes again later.
    virtual bool printRow(const Bytes &bits, int widthDots, int left) = 0;
    virtual bool cut(bool partial) = 0;                        // false: it failed and is tried again later
    virtual void initialise() = 0;                             // ESC @
    virtual void setAutoStatus(unsigned char mask) = 0;        // GS a
    virtual void setCustomAutoStatus(unsigned char mask) = 0;  // GS E0h, Custom printers
    virtual void sendInOrderStatus(unsigned char n) = 0;       // GS r
    virtual void sendModelInfo(unsigned char n) = 0;           // GS I
    virtual void sendProcessId(const Bytes &id) = 0;           // GS ( H function 48, four bytes
    virtual void pulseDrawer() = 0;                            // ESC p
    virtual void moveTicket(unsigned char n) = 0;              // GS e, Custom KPM210 manual p. 49: 2 retract, 5 eject
};

struct EscPosCounts
{
    std::size_t unknownBytes = 0;  // bytes where a command should begin and none does
    std::size_t padding = 0;       // NUL between commands
    std::size_t settings = 0;      // well-known layout settings without effect here (margins, fonts)
    std::size_t clippedRows = 0;   // raster rows wider than the paper
};

// A bar code or QR code that the printer draws itself. A QR code is on the image too, as the manual has it without
// white around it; a bar code is not.
struct NativeCode
{
    std::string type;  // "qr" or "barcode"
    std::string data;
    bool operator==(const NativeCode &) const = default;
};

class EscPosInterpreter
{
public:
    struct Options
    {
        int dots = 576;
        int headToCutterRows = 104;
        bool rasterHeightLowByteOnly = false;  // firmware that ignores yH of GS v 0
    };

    explicit EscPosInterpreter(Options options);

    // Takes from the front of `buffer` what can be done now. Taken bytes are appended to `taken`.
    void run(std::deque<unsigned char> &buffer, PrintMechanism &mechanism, Bytes &taken);
    // Forgets the command in progress, the line and what waits to be printed (DLE DC4 8, DLE ENQ 2, power off).
    void abandon();
    [[nodiscard]] bool insideCommand() const;  // bytes to come would be taken as data, or rows wait

    [[nodiscard]] const EscPosCounts &counts() const { return m_counts; }
    // Text lines and native codes printed since the last call.
    [[nodiscard]] std::vector<std::string> takeText();
    [[nodiscard]] std::vector<NativeCode> takeCodes();

private:
    struct Row
    {
        Bytes bits;
        int widthDots = 0;
        int left = 0;
    };
    struct Raster
    {
        int rowBytes = 0;
        int rowsLeft = 0;
        int scaleX = 1;
        int scaleY = 1;
    };
    using Head = std::span<const unsigned char>;

    bool printPending(PrintMechanism &mechanism);
    bool takeRasterRow(std::deque<unsigned char> &buffer, Bytes &taken);
    bool takeCommand(std::deque<unsigned char> &buffer, PrintMechanism &mechanism, Bytes &taken);
    void execute(Head command, PrintMechanism &mechanism);
    void executeEsc(Head command, PrintMechanism &mechanism);
    void executeFs(Head command);
    void executeGs(Head command, PrintMechanism &mechanism);
    void executeBlock(unsigned char family, Head parameters, PrintMechanism &mechanism);
    void executeGraphics(Head parameters);
    void executeQr(Head parameters);
    void drawQr();
    void beginRaster(Head header);
    void addText(Head character);
    void flushLine(bool feed);
    void queueRow(Bytes bits, int widthDots);
    void resetModes();

    Options m_options;
    EscPosCounts m_counts;
    Raster m_raster;
    std::deque<Row> m_rows;
    int m_feed = 0;
    std::optional<bool> m_cut;  // partial?
    TextStyle m_style;
    TextAlign m_align = TextAlign::Left;
    int m_lineSpacing = 30;  // dots; the usual default of 80 mm printers, 1/6 inch at 180 dpi
    bool m_chinese = true;   // Chinese models start in Chinese mode
    std::vector<TextCell> m_line;
    std::deque<Row> m_graphics;  // stored by GS ( L function 112, printed by function 50
    std::string m_qr;
    int m_qrModule = 3;  // dots; GS ( k function 67
    int m_qrLevel = 48;  // 48 L to 51 H; function 69
    std::vector<std::string> m_text;
    std::vector<NativeCode> m_codes;
};

}  // namespace hall::device
