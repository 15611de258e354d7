// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/psam.h"

#include <algorithm>

namespace hall::device {

namespace {

constexpr std::size_t blockSize = 8;
constexpr std::uint16_t moduleFolder = 0xDF01;
constexpr unsigned char insInit = 0x1A;   // INIT_FOR_DESCRYPT
constexpr unsigned char insCrypt = 0xFA;  // DES_CRYPT
constexpr unsigned char keyUse = 0x47;    // two levels of diversification, use 7

Bytes withBody(unsigned char ins, unsigned char p1, const Bytes &body)
{
    Bytes command{0x80, ins, p1, 0x00, static_cast<unsigned char>(body.size())};
    command.insert(command.end(), body.begin(), body.end());
    return command;
}

Done refused(const char *step, std::uint16_t sw)
{
    return fail(FaultCode::CardNeedsAuth, std::string("security module: ") + step + " " + apdu::swText(sw));
}

// The slot by its part of a name; the module sits in it for years, so none in it is a fault.
Result<std::string> moduleSlot(SmartCardTransport &transport, const std::string &reader)
{
    const Result<std::vector<CardSlot>> seen = transport.cardSlots();
    if (!seen) {
        return fail(seen.error());
    }
    const auto slot = std::find_if(seen->begin(), seen->end(), [&reader](const CardSlot &one) {
        return one.present && one.reader.find(reader) != std::string::npos;
    });
    return slot == seen->end() ? fail(FaultCode::DeviceDisconnected, "not in its slot")
                               : Result<std::string>(slot->reader);
}

}  // namespace

Result<Sensitive<Bytes>> moduleAnswer(const apdu::Exchange &module, const std::string &region, const Bytes &factor,
                                      const Bytes &challenge)
{
    Bytes diversification(region.begin(), region.end());
    diversification.insert(diversification.end(), {'s', 'x'});
    diversification.insert(diversification.end(), factor.begin(), factor.end());
    if (diversification.size() != 2 * blockSize || challenge.size() != blockSize) {
        return fail(FaultCode::BadArgument, "six digits of a region, a factor and a challenge of eight bytes each");
    }
    const auto selected = apdu::run(apdu::selectFile(moduleFolder, 0x00), module, apdu::Answer::Skip);
    if (!selected || selected->sw != apdu::swOk) {
        return fail(selected ? refused("SELECT", selected->sw).error() : selected.error());
    }
    const auto ready = apdu::run(withBody(insInit, keyUse, diversification), module, apdu::Answer::Skip);
    if (!ready || ready->sw != apdu::swOk) {
        return fail(ready ? refused("INIT", ready->sw).error() : ready.error());
    }
    auto answer = apdu::run(withBody(insCrypt, 0x00, challenge), module);
    if (!answer || answer->sw != apdu::swOk) {
        return fail(answer ? refused("CRYPT", answer->sw).error() : answer.error());
    }
    if (answer->data.reveal().size() != blockSize) {
        return fail(FaultCode::CardNeedsAuth, "security module: an answer of another length");
    }
    return std::move(answer->data);
}

Result<Sensitive<Bytes>> askModule(SmartCardTransport &transport, const std::string &reader,
                                   std::chrono::milliseconds exchangeTime, const std::string &region,
                                   const Bytes &factor, const Bytes &challenge)
{
    const auto wrong = [](const Fault &fault) {
        return fail(FaultCode::CardNeedsAuth, "security module: " + std::string(fault.name()) + " " + fault.detail);
    };
    const Result<std::string> slot = moduleSlot(transport, reader);
    if (!slot) {
        return wrong(slot.error());
    }
    if (const Result<Bytes> atr = transport.connect(*slot); !atr) {
        return wrong(atr.error());
    }
    const apdu::Exchange send = [&transport, exchangeTime](const Bytes &command) {
        return transport.transmit(command, exchangeTime);
    };
    Result<Sensitive<Bytes>> answer = moduleAnswer(send, region, factor, challenge);
    transport.disconnect();
    return answer || answer.error().code == FaultCode::CardNeedsAuth ? std::move(answer) : wrong(answer.error());
}

}  // namespace hall::device
