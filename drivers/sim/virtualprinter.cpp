// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/virtualprinter.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace hall::device {

namespace {

constexpr std::size_t keptPapers = 32;
constexpr std::size_t keptBytes = 8 << 20;  // of a paper that is never cut
constexpr int rollMetres = 30;
constexpr std::size_t shortWriteBytes = 512;
constexpr std::size_t realTimeReserve = 16;  // a real-time command gets through a full buffer
constexpr int slowRowsPerSecond = 300;
const Bytes bufferClearedAnswer{0x37, 0x25, 0x00};  // Epson, DLE DC4 function 8

}  // namespace

VirtualPrinterModel VirtualPrinterModel::of(const PrinterProfile &profile)
{
    VirtualPrinterModel model;
    model.dots = profile.dots;
    model.headToCutterRows = profile.headToCutterMm * profile.dpi * 10 / 254;
    model.rollRows = rollMetres * 1000 * profile.dpi / 254 * 10;
    model.dialect = profile.dialect == "snbc"     ? StatusDialect::Snbc
                    : profile.dialect == "custom" ? StatusDialect::Custom
                                                  : StatusDialect::Epson;
    model.nearEndSensor = profile.nearEndSensor;
    model.presenter = profile.presenter;
    model.clearBuffer = profile.clearBuffer;
    model.answersProcessId = profile.proof == 'A';
    model.answersGsR = profile.proof == 'A' || profile.proof == 'B';
    return model;
}

std::optional<PrinterFault> printerFaultFrom(std::string_view name)
{
    static constexpr std::pair<std::string_view, PrinterFault> names[] = {
        {"unplug", PrinterFault::Unplug},
        {"stall", PrinterFault::Stall},
        {"slow", PrinterFault::Slow},
        {"garbage", PrinterFault::Garbage},
        {"short-write", PrinterFault::ShortWrite},
        {"stale-status", PrinterFault::StaleStatus},
        {"hang", PrinterFault::Hang},
        {"freeze", PrinterFault::Freeze},
    };
    for (const auto &[known, fault] : names) {
        if (known == name) {
            return fault;
        }
    }
    return std::nullopt;
}

VirtualPrinter::VirtualPrinter(VirtualPrinterModel model)
    : m_model(model), m_interpreter({model.dots, model.headToCutterRows, model.rasterHeightLowByteOnly}),
      m_roll(model.dots, model.headToCutterRows), m_rowsFrom(std::chrono::steady_clock::now())
{
}

VirtualPrinter::~VirtualPrinter()
{
    heal();
}

// ---- state ----

VirtualPrinterState VirtualPrinter::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

void VirtualPrinter::setState(const VirtualPrinterState &state)
{
    edit([&](VirtualPrinterState &now) { now = state; });
}

void VirtualPrinter::edit(const std::function<void(VirtualPrinterState &)> &edit)
{
    Lock lock(m_mutex);
    VirtualPrinterState next = m_state;
    edit(next);
    change([&] { assign(next); });
    pump();
    changed(lock);
}

void VirtualPrinter::afterRows(int rows, const VirtualPrinterState &state)
{
    Lock lock(m_mutex);
    m_nextState = state;
    m_rowsToState = rows;
    if (rows <= 0) {
        change([&] { assign(m_nextState); });
    }
    changed(lock);
}

void VirtualPrinter::setFault(PrinterFault fault, std::size_t afterBytes)
{
    Lock lock(m_mutex);
    if (afterBytes > 0) {
        m_faultToCome = {fault, afterBytes};
    } else {
        begin(fault);
    }
    changed(lock);
}

void VirtualPrinter::heal()
{
    Lock lock(m_mutex);
    m_faultToCome.reset();
    m_fault = PrinterFault::None;
    pump();
    changed(lock);
}

void VirtualPrinter::takePaper()
{
    edit([](VirtualPrinterState &state) { state.ticketInMouth = false; });
}

void VirtualPrinter::powerCycle()
{
    Lock lock(m_mutex);
    clearBuffer();
    m_answers.clear();
    m_autoStatus = m_customAutoStatus = 0;
    m_awaitsRecovery = false;
    m_state.fatal = m_state.headHot = false;
    m_scanner = {};
    changed(lock);
}

bool VirtualPrinter::standsStill() const
{
    return m_fault == PrinterFault::Freeze || isOffline({m_state, m_awaitsRecovery});
}

PrinterStatusInput VirtualPrinter::shown() const
{
    if (m_fault == PrinterFault::StaleStatus) {
        return m_stale;
    }
    return {m_state, m_awaitsRecovery, m_model.nearEndSensor, m_model.dialect};
}

void VirtualPrinter::assign(const VirtualPrinterState &next)
{
    const bool wasWrong = m_state.jam || m_state.cutterFault;
    const bool loaded = m_state.paper == SimPaper::Out && next.paper != SimPaper::Out;
    if (loaded && m_roll.rows() >= m_model.rollRows) {
        m_roll.tearOff();
    }
    m_state = next;
    if (m_model.latchErrors && wasWrong && !next.jam && !next.cutterFault) {
        m_awaitsRecovery = true;
    }
}

// Automatic status (GS a): bit 1 online and offline, 2 error, 3 paper; bit 6 the feed button.
void VirtualPrinter::change(const std::function<void()> &edit)
{
    const PrinterStatusInput before = shown();
    edit();
    const PrinterStatusInput after = shown();
    const Bytes was = autoStatus(before);
    const Bytes is = autoStatus(after);
    const bool due = ((m_autoStatus & 0x02) != 0 && was[0] != is[0]) ||
                     ((m_autoStatus & 0x04) != 0 && was[1] != is[1]) || ((m_autoStatus & 0x08) != 0 && was[2] != is[2]);
    if (due) {
        answer(is);
    }
    if (m_customAutoStatus != 0 && customStatus(before) != customStatus(after)) {
        setCustomAutoStatus(m_customAutoStatus);
    }
}

// ---- faults ----

void VirtualPrinter::begin(PrinterFault fault)
{
    m_stale = shown();
    m_fault = fault;
    if (fault == PrinterFault::Unplug) {
        m_answers.clear();
    }
    m_rowsFrom = std::chrono::steady_clock::now();
    m_rowCredit = 0;
}

void VirtualPrinter::beginDueFault()
{
    if (m_faultToCome && m_faultToCome->second == 0) {
        begin(m_faultToCome->first);
        m_faultToCome.reset();
    }
}

bool VirtualPrinter::silentNow() const
{
    return m_fault == PrinterFault::Stall || m_fault == PrinterFault::Hang;
}

// ---- bytes in ----

bool VirtualPrinter::full(std::size_t cable) const
{
    // A printer that works takes the rest of a long command as it comes.
    return m_buffer.size() >= m_model.bufferBytes + cable && (standsStill() || m_paced);
}

VirtualPrinter::Received VirtualPrinter::receive(std::span<const unsigned char> data, std::size_t cable)
{
    Lock lock(m_mutex);
    const std::size_t most = m_fault == PrinterFault::ShortWrite ? std::min(data.size(), shortWriteBytes) : data.size();
    Received received;
    bool urgent = false;  // a lone real-time command, obeyed though there is no room for it
    while (received.bytes < most) {
        beginDueFault();
        if (m_fault == PrinterFault::Unplug || silentNow()) {
            break;
        }
        if (!urgent && m_buffer.size() >= m_model.bufferBytes + cable) {
            pump();
            urgent = full(cable) && received.bytes == 0 && data[0] == 0x10 && data.size() <= realTimeReserve;
            if (full(cable) && !urgent) {
                break;
            }
        }
        const unsigned char byte = data[received.bytes++];
        ++m_received;
        if (m_faultToCome) {
            --m_faultToCome->second;
        }
        if (!urgent) {
            m_buffer.push_back(byte);
        }
        if (m_fault != PrinterFault::Freeze) {
            obey(m_scanner.take(byte));
        }
    }
    beginDueFault();
    pump();
    received.unplugged = m_fault == PrinterFault::Unplug;
    received.silent = silentNow() || (m_fault == PrinterFault::ShortWrite && received.bytes < data.size());
    received.change = m_changes;
    if (received.bytes > 0) {
        ++received.change;
        changed(lock);
    }
    return received;
}

void VirtualPrinter::obey(RealTimeScanner::Found command)
{
    switch (command.what) {
    case RealTime::None:
    case RealTime::PowerOff:
        break;
    case RealTime::Status:
        answer({realTimeStatus(shown(), command.n)});
        break;
    case RealTime::CustomStatus:
        if (m_model.dialect == StatusDialect::Custom) {
            Bytes status{0x10, 0x0F};
            const Bytes four = customStatus(shown());
            status.insert(status.end(), four.begin(), four.end());
            answer(std::move(status));
        }
        break;
    case RealTime::Retry:
        recover(false);
        break;
    case RealTime::RecoverAndClear:
        recover(true);
        break;
    case RealTime::ClearBuffer:
        if (m_model.clearBuffer) {
            clearBuffer();
            answer(bufferClearedAnswer);
        }
        break;
    case RealTime::DrawerPulse:
        ++m_drawerPulses;
        break;
    }
}

// DLE ENQ: for recoverable errors alone on most makers; paper end and an open cover keep the buffer.
void VirtualPrinter::recover(bool clear)
{
    const bool wrong = m_state.jam || m_state.cutterFault || m_awaitsRecovery;
    if (clear && (wrong || m_model.enqClearsAlways)) {
        clearBuffer();
    }
    if (m_awaitsRecovery) {
        change([this] { m_awaitsRecovery = false; });
    }
}

void VirtualPrinter::clearBuffer()
{
    m_buffer.clear();
    m_interpreter.abandon();
    m_paced = false;
}

void VirtualPrinter::pump()
{
    if (m_fault == PrinterFault::Freeze) {
        return;
    }
    m_paced = false;
    m_interpreter.run(m_buffer, *this, m_jobBytes);
    if (m_jobBytes.size() > keptBytes) {
        m_jobBytes.erase(m_jobBytes.begin(), m_jobBytes.end() - keptBytes);
    }
}

// ---- the mechanics ----

int VirtualPrinter::speed() const
{
    return m_fault == PrinterFault::Slow ? slowRowsPerSecond : m_model.rowsPerSecond;
}

bool VirtualPrinter::printRow(const Bytes &bits, int widthDots, int left)
{
    if (standsStill()) {
        return false;
    }
    if (const int rate = speed(); rate > 0) {
        const auto now = std::chrono::steady_clock::now();
        m_rowCredit += std::chrono::duration<double>(now - m_rowsFrom).count() * rate;
        m_rowCredit = std::min(m_rowCredit, rate / 10.0 + 1);  // the motor does not catch up on idle time
        m_rowsFrom = now;
        if (m_rowCredit < 1) {
            m_paced = true;
            return false;
        }
        m_rowCredit -= 1;
    }
    if (bits.empty()) {
        m_roll.addBlankRow();
    } else {
        m_roll.addRow(bits, widthDots, left);
    }
    if (m_rowsToState > 0 && --m_rowsToState == 0) {
        change([this] { assign(m_nextState); });
    }
    if (m_roll.rows() >= m_model.rollRows) {
        change([this] { m_state.paper = SimPaper::Out; });
    }
    return true;
}

bool VirtualPrinter::cut(bool partial)
{
    if (standsStill()) {
        return false;
    }
    VirtualPaper paper;
    paper.image = m_roll.cut();
    paper.bytes = std::exchange(m_jobBytes, {});
    paper.text = m_interpreter.takeText();
    paper.codes = m_interpreter.takeCodes();
    paper.partialCut = partial;
    keep(std::move(paper));
    ++m_paperCount;
    if (m_model.presenter) {
        change([this] { m_state.ticketInMouth = true; });
    }
    return true;
}

void VirtualPrinter::keep(VirtualPaper paper)
{
    m_papers.push_back(std::move(paper));
    const auto rows = [this] {
        return std::accumulate(m_papers.begin(), m_papers.end(), 0,
                               [](int sum, const VirtualPaper &one) { return sum + one.image.height(); });
    };
    while (m_papers.size() > keptPapers || (m_papers.size() > 1 && rows() > m_model.rollRows)) {
        m_papers.pop_front();
    }
}

void VirtualPrinter::initialise()
{
    m_autoStatus = m_customAutoStatus = 0;
}

void VirtualPrinter::pulseDrawer()
{
    ++m_drawerPulses;
}

void VirtualPrinter::moveTicket(unsigned char n)
{
    if (!m_state.ticketInMouth || (n != 2 && n != 5)) {
        return;
    }
    m_retracted += n == 2 ? 1 : 0;
    change([this] { m_state.ticketInMouth = false; });
}

bool VirtualPrinter::unplugged() const
{
    const std::lock_guard lock(m_mutex);
    return m_fault == PrinterFault::Unplug;
}

bool VirtualPrinter::hung() const
{
    const std::lock_guard lock(m_mutex);
    return m_fault == PrinterFault::Hang;
}

bool VirtualPrinter::paced() const
{
    const std::lock_guard lock(m_mutex);
    return m_paced;
}

void VirtualPrinter::changed(Lock &lock)
{
    ++m_changes;
    const std::function<void()> listener = m_listener;
    lock.unlock();
    m_wake.notify_all();
    if (listener) {
        listener();
    }
}

std::uint64_t VirtualPrinter::changes() const
{
    const std::lock_guard lock(m_mutex);
    return m_changes;
}

void VirtualPrinter::waitForChange(std::uint64_t since, std::chrono::steady_clock::time_point until)
{
    Lock lock(m_mutex);
    if (m_paced) {
        until = std::min(until, std::chrono::steady_clock::now() + std::chrono::milliseconds(5));
    }
    m_wake.wait_until(lock, until, [&] { return m_changes != since; });
}

void VirtualPrinter::setListener(std::function<void()> listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

// ---- what came out ----

}  // namespace hall::device
