// SPDX-License-Identifier: GPL-3.0-or-later
// What the virtual printer says to the host, and what whoever drives it may look at.
#include "drivers/sim/virtualprinter.h"

#include <algorithm>
#include <utility>

namespace hall::device {

namespace {

constexpr unsigned char processIdHeader = 0x22;

}  // namespace

void VirtualPrinter::setAutoStatus(unsigned char mask)
{
    m_autoStatus = mask;
    if (mask != 0) {
        answer(autoStatus(shown()));
    }
}

void VirtualPrinter::setCustomAutoStatus(unsigned char mask)
{
    if (m_model.dialect != StatusDialect::Custom) {
        return;
    }
    m_customAutoStatus = mask;
    const Bytes four = customStatus(shown());
    Bytes report{0x10, mask};
    for (std::size_t at = 0; at < four.size(); ++at) {
        if ((mask >> at & 1) != 0) {
            report.push_back(four[at]);
        }
    }
    if (mask != 0) {
        answer(std::move(report));
    }
}

void VirtualPrinter::sendInOrderStatus(unsigned char n)
{
    if (!m_model.answersGsR) {
        return;
    }
    if (n % 48 == 1) {
        answer({inOrderPaperStatus(shown())});
    } else if (n % 48 == 2) {
        answer({0x00});  // drawer connector low
    }
}

void VirtualPrinter::sendModelInfo(unsigned char n)
{
    static constexpr std::string_view texts[] = {"1.00", "HALL", "VIRTUAL-80", "0", "GB18030"};  // GS I 65..69
    if (n >= 65 && n < 65 + std::size(texts)) {
        Bytes block{0x5F};
        block.insert(block.end(), texts[n - 65].begin(), texts[n - 65].end());
        block.push_back(0);
        answer(std::move(block));
    } else if (n % 48 >= 1 && n % 48 <= 3) {
        answer({static_cast<unsigned char>(n % 48 == 2 ? 0x02 : 0x01)});  // 2: has a cutter, no multi-byte display
    }
}

// Epson: of ids that wait for a host that does not read, only the latest is sent.
void VirtualPrinter::sendProcessId(const Bytes &id)
{
    if (!m_model.answersProcessId) {
        return;
    }
    std::erase_if(m_answers, [](const Answer &waiting) { return waiting.processId; });
    Bytes block{0x37, processIdHeader};
    block.insert(block.end(), id.begin(), id.end());
    block.push_back(0);
    answer(std::move(block), true);
}

void VirtualPrinter::answer(Bytes bytes, bool processId)
{
    if (m_fault == PrinterFault::Unplug || silentNow()) {
        return;
    }
    if (m_fault == PrinterFault::Garbage) {
        for (unsigned char &byte : bytes) {
            byte = static_cast<unsigned char>(m_noise() >> 7);
        }
    }
    m_answers.push_back({std::move(bytes), processId});
}

Bytes VirtualPrinter::takeAnswers(std::size_t atMost)
{
    Lock lock(m_mutex);
    if (m_paced) {
        pump();
    }
    Bytes taken;
    while (!m_answers.empty() && taken.size() < atMost && !silentNow()) {
        Bytes &first = m_answers.front().bytes;
        const std::size_t count = std::min(first.size(), atMost - taken.size());
        taken.insert(taken.end(), first.begin(), first.begin() + static_cast<std::ptrdiff_t>(count));
        first.erase(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(count));
        m_answers.front().processId = false;  // begun, so it is sent to its end
        if (first.empty()) {
            m_answers.pop_front();
        }
    }
    return taken;
}

int VirtualPrinter::paperCount()
{
    const std::lock_guard lock(m_mutex);
    pump();
    return m_paperCount;
}

std::optional<VirtualPaper> VirtualPrinter::lastPaper()
{
    const std::lock_guard lock(m_mutex);
    pump();
    return m_papers.empty() ? std::nullopt : std::optional(m_papers.back());
}

std::vector<VirtualPaper> VirtualPrinter::papers()
{
    const std::lock_guard lock(m_mutex);
    pump();
    return {m_papers.begin(), m_papers.end()};
}

QImage VirtualPrinter::strip()
{
    const std::lock_guard lock(m_mutex);
    pump();
    return m_roll.strip();
}

int VirtualPrinter::uncutRows()
{
    const std::lock_guard lock(m_mutex);
    pump();
    return m_roll.rows();
}

EscPosCounts VirtualPrinter::counts() const
{
    const std::lock_guard lock(m_mutex);
    return m_interpreter.counts();
}

int VirtualPrinter::drawerPulses() const
{
    const std::lock_guard lock(m_mutex);
    return m_drawerPulses;
}

int VirtualPrinter::retracted() const
{
    const std::lock_guard lock(m_mutex);
    return m_retracted;
}

std::size_t VirtualPrinter::bufferedBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_buffer.size();
}

std::size_t VirtualPrinter::receivedBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_received;
}

bool VirtualPrinter::insideCommand() const
{
    const std::lock_guard lock(m_mutex);
    return !m_buffer.empty() || m_interpreter.insideCommand();
}

}  // namespace hall::device
