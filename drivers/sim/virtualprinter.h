// SPDX-License-Identifier: GPL-3.0-or-later
// A receipt printer made of code: bytes in, paper out. Written from the printers' manuals alone, to judge the product's
// own encoder and driver. It has a receive buffer that survives paper end, a head before its cutter, sensors, and the
// faults of cables. Thread-safe; nothing happens on a thread of its own: work is done in the calls of the front ends
// (virtualprintertransport.h in the process, virtualprinterserver.h over TCP).
#pragma once

#include "drivers/core/values.h"
#include "drivers/sim/escposinterpreter.h"
#include "drivers/sim/paperroll.h"
#include "drivers/sim/printerstatus.h"
#include "drivers/sim/realtimescanner.h"

#include <QImage>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hall::device {

// How the printer is built.
struct VirtualPrinterModel
{
    int dots = 576;
    int headToCutterRows = 104;  // 13 mm at 203 dpi
    // A roll is 30 m long (240,000 rows at 203 dpi). One that was printed to its end without a cut is out; the next one
    // begins when paper is loaded, and what hung from the old one is torn off. After each cut there is a full roll.
    int rollRows = 240'000;
    std::size_t bufferBytes = 16384;  // what it takes while it stands still
    StatusDialect dialect = StatusDialect::Epson;
    bool nearEndSensor = true;
    bool presenter = false;
    bool clearBuffer = true;       // knows DLE DC4 8
    bool enqClearsAlways = false;  // DLE ENQ 2 clears after paper end and cover open too (one P80C manual)
    bool latchErrors = false;      // jam and cutter errors stay until DLE ENQ 1 or 2
    bool answersGsR = true;
    bool answersProcessId = true;
    bool rasterHeightLowByteOnly = false;
    int rowsPerSecond = 0;  // 0 = at once; 1600 = 200 mm/s at 203 dpi

    [[nodiscard]] static VirtualPrinterModel of(const PrinterProfile &profile);
};

struct VirtualPaper
{
    QImage image;  // Format_Mono, black on white, from the last cut to this one
    Bytes bytes;   // what the printer took from its buffer since the last cut, the last 8 MiB of it
    std::vector<std::string> text;
    std::vector<NativeCode> codes;
    bool partialCut = false;
};

enum class PrinterFault
{
    None,
    Unplug,
    Stall,
    Slow,
    Garbage,
    ShortWrite,
    StaleStatus,
    Hang,
    Freeze
};
// "unplug", "stall", "slow", "garbage", "short-write", "stale-status", "hang", "freeze"
[[nodiscard]] std::optional<PrinterFault> printerFaultFrom(std::string_view name);

class VirtualPrinter : private PrintMechanism
{
public:
    explicit VirtualPrinter(VirtualPrinterModel model = {});
    ~VirtualPrinter() override;
    VirtualPrinter(const VirtualPrinter &) = delete;
    VirtualPrinter &operator=(const VirtualPrinter &) = delete;

    [[nodiscard]] const VirtualPrinterModel &model() const { return m_model; }
    [[nodiscard]] VirtualPrinterState state() const;
    void setState(const VirtualPrinterState &state);  // paper loaded, cover closed …: printing goes on where it stopped
    void edit(const std::function<void(VirtualPrinterState &)> &change);
    // The state that comes when `rows` more rows have been printed or fed, e.g. paper out within a raster.
    void afterRows(int rows, const VirtualPrinterState &state);
    // Begins when `afterBytes` more bytes have been received.
    void setFault(PrinterFault fault, std::size_t afterBytes = 0);
    void heal();
    void takePaper();   // the visitor takes the paper from the mouth
    void powerCycle();  // buffer, modes and latched errors are gone; what hangs on the strip stays

    [[nodiscard]] int paperCount();  // cut since the start
    [[nodiscard]] std::optional<VirtualPaper> lastPaper();
    [[nodiscard]] std::vector<VirtualPaper> papers();  // the last 32, or fewer that make up one roll
    [[nodiscard]] QImage strip();                      // what hangs uncut
    [[nodiscard]] int uncutRows();
    [[nodiscard]] EscPosCounts counts() const;
    [[nodiscard]] int drawerPulses() const;
    [[nodiscard]] int retracted() const;  // papers drawn into the bin
    [[nodiscard]] std::size_t bufferedBytes() const;
    [[nodiscard]] std::size_t receivedBytes() const;
    [[nodiscard]] bool insideCommand() const;

    // ---- for front ends ----
    struct Received
    {
        std::size_t bytes = 0;
        bool unplugged = false;
        std::uint64_t change = 0;  // for waitForChange()
        bool silent = false;       // stalled, hung, or a short write: the rest does not go through now
    };
    // Takes what fits now; never blocks. `cable`: bytes beyond the printer's own buffer that its interface holds.
    Received receive(std::span<const unsigned char> data, std::size_t cable = 0);
    // At most `atMost` bytes of answers; empty when there are none.
    Bytes takeAnswers(std::size_t atMost);
    [[nodiscard]] bool unplugged() const;
    [[nodiscard]] bool hung() const;
    [[nodiscard]] bool paced() const;  // rows wait for the motor: ask again in a few milliseconds
    // Returns at `until` at the latest, or when something changed since the given change number.
    void waitForChange(std::uint64_t since, std::chrono::steady_clock::time_point until);
    [[nodiscard]] std::uint64_t changes() const;
    // Called after changes, from the thread that made them, with no lock held. One listener: the TCP server.
    void setListener(std::function<void()> listener);

private:
    using Lock = std::unique_lock<std::mutex>;

    bool printRow(const Bytes &bits, int widthDots, int left) override;
    bool cut(bool partial) override;
    void initialise() override;
    void setAutoStatus(unsigned char mask) override;
    void setCustomAutoStatus(unsigned char mask) override;
    void sendInOrderStatus(unsigned char n) override;
    void sendModelInfo(unsigned char n) override;
    void sendProcessId(const Bytes &id) override;
    void pulseDrawer() override;
    void moveTicket(unsigned char n) override;

    void pump();
    void keep(VirtualPaper paper);
    void obey(RealTimeScanner::Found command);
    void clearBuffer();
    void recover(bool clear);
    void change(const std::function<void()> &edit);  // and reports what became different
    void assign(const VirtualPrinterState &next);
    void answer(Bytes bytes, bool processId = false);
    void changed(Lock &lock);  // wakes waiters and tells the listener; unlocks
    void beginDueFault();
    void begin(PrinterFault fault);
    [[nodiscard]] bool silentNow() const;
    [[nodiscard]] bool full(std::size_t cable) const;
    [[nodiscard]] bool standsStill() const;
    [[nodiscard]] int speed() const;                 // rows per second, 0 = at once
    [[nodiscard]] PrinterStatusInput shown() const;  // what status bytes say; frozen by stale-status

    struct Answer
    {
        Bytes bytes;
        bool processId = false;
    };

    const VirtualPrinterModel m_model;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::uint64_t m_changes = 0;
    std::function<void()> m_listener;
    VirtualPrinterState m_state;
    bool m_awaitsRecovery = false;
    EscPosInterpreter m_interpreter;
    PaperRoll m_roll;
    RealTimeScanner m_scanner;
    std::deque<unsigned char> m_buffer;
    std::deque<Answer> m_answers;
    unsigned char m_autoStatus = 0;
    unsigned char m_customAutoStatus = 0;
    Bytes m_jobBytes;
    std::deque<VirtualPaper> m_papers;
    int m_paperCount = 0;
    int m_drawerPulses = 0;
    int m_retracted = 0;
    std::size_t m_received = 0;
    int m_rowsToState = -1;
    VirtualPrinterState m_nextState;
    PrinterFault m_fault = PrinterFault::None;
    std::optional<std::pair<PrinterFault, std::size_t>> m_faultToCome;
    PrinterStatusInput m_stale;
    std::minstd_rand m_noise{20040101};
    std::chrono::steady_clock::time_point m_rowsFrom;
    double m_rowCredit = 0;
    bool m_paced = false;  // rows wait for the motor
};

}  // namespace hall::device
