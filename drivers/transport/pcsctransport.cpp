// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/pcsctransport.h"

#include <winscard.h>

#include <array>
#include <cstdio>
#include <cstring>

namespace hall::device {

namespace {

// Readers coming and going wake a wait through this name (pcsc-lite, SCardGetStatusChange).
constexpr const char *newReaders = "\\\\?PnP?\\Notification";

// Extended answers do not occur with this card; 256 data bytes, the status word and room for a careless reader driver.
constexpr std::size_t answerLimit = 512;

// A card without contacts has no answer to reset; the reader makes one up that begins so (PC/SC part 3, 3.1.3.2.3.1).
bool saysContactless(const SCARD_READERSTATE &seen)
{
    const unsigned char *atr = seen.rgbAtr;
    return seen.cbAtr >= 4 && atr[0] == 0x3B && (atr[1] & 0xF0) == 0x80 && atr[2] == 0x80 && atr[3] == 0x01;
}

CardSlot slotOf(const std::string &reader, const SCARD_READERSTATE &seen)
{
    const DWORD state = seen.dwEventState;
    CardSlot slot;
    slot.reader = reader;
    slot.contactless = saysContactless(seen);
    slot.present = state & SCARD_STATE_PRESENT;
    slot.mute = state & SCARD_STATE_MUTE;
    slot.insertion = static_cast<unsigned>(state >> 16 & 0xFFFF);  // pcsc-lite's event counter of the reader
    return slot;
}

}  // namespace

PcscTransport::PcscTransport() = default;

PcscTransport::~PcscTransport()
{
    PcscTransport::disconnect();
    drop();
}

Done PcscTransport::establish()
{
    if (m_context != 0) {
        return {};
    }
    SCARDCONTEXT context = 0;
    const LONG code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context);
    if (code != SCARD_S_SUCCESS) {
        return fail(translate(static_cast<std::int32_t>(code), "SCardEstablishContext"));
    }
    m_context = context;
    m_states.clear();
    return {};
}

void PcscTransport::drop()
{
    const SCARDCONTEXT context = m_context.exchange(0);
    if (context != 0) {
        SCardReleaseContext(context);
    }
    m_connected = false;
    m_states.clear();
}

Fault PcscTransport::translate(std::int32_t signedCode, const char *call)
{
    const auto code = static_cast<std::uint32_t>(signedCode);
    char detail[96];
    std::snprintf(detail, sizeof detail, "%s %08X", call, code);
    const auto is = [code](LONG constant) { return code == static_cast<std::uint32_t>(constant); };

    if (is(SCARD_E_NO_READERS_AVAILABLE) || is(SCARD_E_UNKNOWN_READER) || is(SCARD_E_READER_UNAVAILABLE)) {
        return Fault(FaultCode::DeviceDisconnected, detail);
    }
    // The card was pulled: noticed by pcscd already (W_REMOVED, NO_SMARTCARD) or not yet (NOT_TRANSACTED).
    if (is(SCARD_W_REMOVED_CARD) || is(SCARD_E_NO_SMARTCARD) || is(SCARD_E_NOT_TRANSACTED)) {
        return Fault(FaultCode::CardPulled, detail);
    }
    if (is(SCARD_W_UNRESPONSIVE_CARD) || is(SCARD_W_UNPOWERED_CARD) || is(SCARD_W_UNSUPPORTED_CARD) ||
        is(SCARD_E_PROTO_MISMATCH)) {
        return Fault(FaultCode::CardMute, detail);
    }
    if (is(SCARD_W_RESET_CARD)) {
        return Fault(FaultCode::CardGarbled, detail);
    }
    if (is(SCARD_E_SHARING_VIOLATION)) {
        return Fault(FaultCode::DeviceShared, detail);
    }
    if (is(SCARD_E_TIMEOUT)) {
        return Fault(FaultCode::DeviceTimeout, detail);
    }
    if (is(SCARD_W_SECURITY_VIOLATION)) {
        return Fault(FaultCode::DeviceUnauthorised, detail);
    }
    // Whatever else happened, the context cannot be trusted: SCardIsValidContext still says yes after the daemon died.
    drop();
    return Fault(FaultCode::DeviceNoDaemon, detail);
}

Result<std::vector<CardSlot>> PcscTransport::cardSlots()
{
    if (const Done ready = establish(); !ready) {
        return fail(ready.error());
    }
    DWORD size = 0;
    LONG code = SCardListReaders(m_context, nullptr, nullptr, &size);
    std::string names(size, '\0');
    if (code == SCARD_S_SUCCESS) {
        code = SCardListReaders(m_context, nullptr, names.data(), &size);
    }
    if (code != SCARD_S_SUCCESS) {
        return fail(translate(static_cast<std::int32_t>(code), "SCardListReaders"));
    }
    std::vector<std::string> readers;
    for (const char *name = names.c_str(); *name != '\0'; name += std::strlen(name) + 1) {
        readers.emplace_back(name);
    }
    std::vector<SCARD_READERSTATE> states(readers.size());
    for (std::size_t i = 0; i < readers.size(); ++i) {
        states[i] = {};
        states[i].szReader = readers[i].c_str();
        states[i].dwCurrentState = SCARD_STATE_UNAWARE;
    }
    code = SCardGetStatusChange(m_context, 0, states.data(), static_cast<DWORD>(states.size()));
    if (code != SCARD_S_SUCCESS && code != SCARD_E_TIMEOUT) {
        return fail(translate(static_cast<std::int32_t>(code), "SCardGetStatusChange"));
    }
    std::vector<CardSlot> found;
    m_states.clear();
    for (std::size_t i = 0; i < readers.size(); ++i) {
        found.push_back(slotOf(readers[i], states[i]));
        m_states[readers[i]] = states[i].dwEventState;
    }
    return found;
}

Done PcscTransport::waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost)
{
    if (const Done ready = establish(); !ready) {
        return ready;
    }
    std::vector<SCARD_READERSTATE> states(known.size() + 1);
    for (std::size_t i = 0; i < known.size(); ++i) {
        states[i] = {};
        states[i].szReader = known[i].reader.c_str();
        const auto seen = m_states.find(known[i].reader);
        // The counter in the upper half also tells of a card that was pulled and put back in between.
        states[i].dwCurrentState = seen == m_states.end() ? SCARD_STATE_UNAWARE : seen->second & ~SCARD_STATE_CHANGED;
    }
    states.back() = {};
    states.back().szReader = newReaders;
    states.back().dwCurrentState = static_cast<DWORD>(known.size()) << 16;
    const LONG code = SCardGetStatusChange(m_context, static_cast<DWORD>(atMost.count()), states.data(),
                                           static_cast<DWORD>(states.size()));
    if (code == SCARD_S_SUCCESS || code == SCARD_E_TIMEOUT || code == SCARD_E_CANCELLED ||
        code == SCARD_E_UNKNOWN_READER) {
        return {};
    }
    return fail(translate(static_cast<std::int32_t>(code), "SCardGetStatusChange"));
}

void PcscTransport::cancelWait()
{
    const SCARDCONTEXT context = m_context;
    if (context != 0) {
        SCardCancel(context);
    }
}

Result<Bytes> PcscTransport::connect(const std::string &reader)
{
    if (const Done ready = establish(); !ready) {
        return fail(ready.error());
    }
    disconnect();
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    LONG code = SCardConnect(m_context, reader.c_str(), SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                             &card, &protocol);
    if (code != SCARD_S_SUCCESS) {
        return fail(translate(static_cast<std::int32_t>(code), "SCardConnect"));
    }
    m_card = card;
    m_protocol = protocol;
    m_connected = true;
    m_cardLost = false;

    std::array<unsigned char, MAX_ATR_SIZE> atr{};
    DWORD atrSize = atr.size();
    DWORD nameSize = 0;
    DWORD state = 0;
    code = SCardStatus(m_card, nullptr, &nameSize, &state, &protocol, atr.data(), &atrSize);
    if (code != SCARD_S_SUCCESS) {
        const Fault fault = translate(static_cast<std::int32_t>(code), "SCardStatus");
        disconnect();
        return fail(fault);
    }
    return Bytes(atr.begin(), atr.begin() + atrSize);
}

Result<Bytes> PcscTransport::transmit(const Bytes &command, std::chrono::milliseconds)
{
    if (!m_connected) {
        return fail(FaultCode::DeviceNotReady, "no card connected");
    }
    const SCARD_IO_REQUEST *pci = m_protocol == SCARD_PROTOCOL_T1 ? SCARD_PCI_T1 : SCARD_PCI_T0;
    std::array<unsigned char, answerLimit> answer{};
    DWORD size = answer.size();
    const LONG code = SCardTransmit(m_card, pci, command.data(), command.size(), nullptr, answer.data(), &size);
    if (code != SCARD_S_SUCCESS) {
        const Fault fault = translate(static_cast<std::int32_t>(code), "SCardTransmit");
        m_cardLost = fault.code == FaultCode::CardPulled;
        return fail(fault);
    }
    if (size == 0) {
        // No card answers with nothing: vpcd reports so that its card went away during the exchange.
        m_cardLost = true;
        return fail(FaultCode::CardPulled, "SCardTransmit without an answer");
    }
    Bytes out(answer.begin(), answer.begin() + size);
    wipeMemory(answer.data(), answer.size());
    return out;
}

void PcscTransport::reopen()
{
    disconnect();
    drop();
}

void PcscTransport::disconnect()
{
    if (m_connected) {
        // pcscd 1.9.9 calls a slot empty at once when the power-down of a lost card fails, but the thread that watches
        // the slot (every 400 ms) does not learn of it: a card that comes before its next look stays unseen until it is
        // taken out again. So a lost card is left to that thread.
        SCardDisconnect(m_card, m_cardLost ? SCARD_LEAVE_CARD : SCARD_UNPOWER_CARD);
        m_connected = false;
    }
}

}  // namespace hall::device
