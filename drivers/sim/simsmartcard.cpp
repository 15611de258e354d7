// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simsmartcard.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace hall::device {

namespace {

// Standards as in drivers/card: LD/T 32.3 and 32.5, ISO/IEC 7816-4. Written apart from the driver on purpose, so that
// a mistake in one of them shows.
const std::string ssseAid = "7378312E73682EC9E7BBE1B1A3D5CF";
const std::string sssePublicAids = "D156000005";  // + number of the application under SSSE: 00 is DF01

std::string hex(const Bytes &bytes)
{
    std::string out;
    for (const unsigned char byte : bytes) {
        char two[3];
        std::snprintf(two, sizeof two, "%02X", byte);
        out += two;
    }
    return out;
}

Bytes status(std::uint16_t sw)
{
    return {static_cast<unsigned char>(sw >> 8), static_cast<unsigned char>(sw & 0xFF)};
}

Bytes withStatus(Bytes data, std::uint16_t sw)
{
    data.push_back(static_cast<unsigned char>(sw >> 8));
    data.push_back(static_cast<unsigned char>(sw & 0xFF));
    return data;
}

// The body of a command whose Lc is right; nothing when it is not.
std::optional<Bytes> bodyOf(const Bytes &command)
{
    const bool right = command.size() >= 5 && command.size() >= 5U + command[4];
    return right ? std::optional(Bytes(command.begin() + 5, command.begin() + 5 + command[4])) : std::nullopt;
}

template <typename Map> auto longestMatch(const Map &map, const std::string &command)
{
    auto best = map.end();
    for (auto it = map.begin(); it != map.end(); ++it) {
        const bool longer = best == map.end() || it->first.size() > best->first.size();
        if (longer && command.starts_with(it->first)) {
            best = it;
        }
    }
    return best;
}

}  // namespace

SimSmartCard::SimSmartCard(CardFile file) : m_file(std::move(file)), m_pinTries(m_file.pinTries)
{
}

void SimSmartCard::reset()
{
    m_application.clear();
    m_selected.clear();
    m_waiting.clear();
    m_moduleReady = false;
    m_pinShown = false;
    m_authenticated = false;
    m_challenged = false;
}

std::optional<Bytes> SimSmartCard::answer(const Bytes &command)
{
    if (m_file.fault.pullAfter && m_answered >= *m_file.fault.pullAfter) {
        return std::nullopt;
    }
    ++m_answered;
    const std::string text = hex(command);
    if (const auto raw = longestMatch(m_file.fault.raw, text); raw != m_file.fault.raw.end()) {
        return raw->second;
    }
    const std::string header = text.substr(0, 8);
    const bool repeated = std::exchange(m_lastHeader, header) == header;
    if (const auto sw = longestMatch(m_file.fault.sw, text); sw != m_file.fault.sw.end()) {
        const bool wrongLe = (sw->second & 0xFF00) == 0x6C00 && (sw->second & 0xFF) != 0;
        if (!wrongLe || !repeated) {
            return status(sw->second);
        }
    }
    return dispatch(command);
}

Bytes SimSmartCard::dispatch(const Bytes &command)
{
    if (command.size() < 4) {
        return status(0x6700);
    }
    if (command[0] == 0x80 && command[1] == 0x5E) {
        return changePin(command);
    }
    if (command[0] == 0x80 && !m_file.moduleResult.empty()) {
        return module(command);
    }
    if (command[0] != 0x00) {
        return status(0x6E00);
    }
    if (command[1] != 0xC0) {
        m_waiting.clear();
    }
    switch (command[1]) {
    case 0x20:
        return verify(command);
    case 0x82:
        return externalAuthenticate(command);
    case 0x88:
        return internalAuthenticate(command);
    case 0x84:
        m_challenged = true;
        return withStatus(Bytes{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88}, 0x9000);
    case 0xA4:
        return select(command);
    case 0xB2:
        return readRecord(command);
    case 0xC0:
        return getResponse(command);
    default:
        return status(0x6D00);
    }
}

Bytes SimSmartCard::select(const Bytes &command)
{
    const std::optional<Bytes> body = bodyOf(command);
    if (!body || body->empty()) {
        return status(0x6700);
    }
    if (command[2] == 0x04) {
        return selectByName(*body);
    }
    if ((command[2] != 0x00 && command[2] != 0x02) || body->size() != 2) {
        return status(0x6A86);
    }
    const std::string id = hex(*body);
    if (id == "3F00") {
        reset();
        return status(0x9000);
    }
    const std::string path = (m_application.empty() ? "" : m_application + "/") + id;
    if (id.starts_with("DF")) {
        const bool known = std::any_of(m_file.files.begin(), m_file.files.end(),
                                       [&](const auto &file) { return file.first.starts_with(path + "/"); });
        if (known) {
            m_application = path;
            m_selected.clear();
        }
        return status(known ? 0x9000 : 0x6A82);
    }
    if (!m_file.files.contains(path)) {
        return status(0x6A82);
    }
    m_selected = path;
    return status(0x9000);
}

Bytes SimSmartCard::selectByName(const Bytes &aid)
{
    const std::string text = hex(aid);
    std::string application = text;
    if (text == ssseAid) {
        application = "SSSE";
    } else if (text.starts_with(sssePublicAids) && aid.size() == 6) {
        char folder[16];
        std::snprintf(folder, sizeof folder, "SSSE/DF%02X", aid.back() + 1);
        application = folder;
    }
    const bool known = std::any_of(m_file.files.begin(), m_file.files.end(),
                                   [&](const auto &file) { return file.first.starts_with(application + "/"); });
    if (!known) {
        return status(0x6A82);
    }
    m_application = application;
    m_selected.clear();
    // FCI template with the application's name (ISO/IEC 7816-4 table 8).
    Bytes fci{0x6F, static_cast<unsigned char>(aid.size() + 2), 0x84, static_cast<unsigned char>(aid.size())};
    fci.insert(fci.end(), aid.begin(), aid.end());
    if (m_file.interface == CardInterface::Contactless) {
        return withStatus(std::move(fci), 0x9000);
    }
    // T=0 cannot answer a command that carries data with data.
    m_waiting = std::move(fci);
    return status(static_cast<std::uint16_t>(0x6100 | m_waiting.size()));
}

bool SimSmartCard::allowed(const std::string &path) const
{
    const auto rule = m_file.access.find(path);
    if (rule == m_file.access.end()) {
        return true;
    }
    switch (rule->second) {
    case CardAccess::Free:
        return true;
    case CardAccess::Pin:
        return m_pinShown;
    case CardAccess::External:
        return m_authenticated;
    }
    return false;
}

Bytes SimSmartCard::readRecord(const Bytes &command)
{
    if (m_selected.empty()) {
        return status(0x6985);
    }
    if (command.size() != 5) {
        return status(0x6700);
    }
    const bool byNumber = command[3] == 0x04;
    const bool byTag = command[3] == 0x00;
    const bool supported = (byNumber && m_file.addressing != CardAddressing::Tag) ||
                           (byTag && m_file.addressing != CardAddressing::Number);
    if (!supported) {
        return status(0x6A86);
    }
    if (!allowed(m_selected)) {
        return status(0x6982);
    }
    const std::vector<CardRecord> &records = m_file.files.at(m_selected);
    const auto record = std::find_if(records.begin(), records.end(), [&](const CardRecord &r) {
        return byTag ? r.tag == command[2] : &r - records.data() + 1 == command[2];
    });
    if (record == records.end()) {
        return status(0x6A83);
    }
    Bytes data{record->tag, static_cast<unsigned char>(record->value.size())};
    data.insert(data.end(), record->value.begin(), record->value.end());
    const bool wholeAsked = command[4] == 0 && m_file.interface == CardInterface::Contactless;
    if (command[4] != data.size() && !wholeAsked) {
        return status(static_cast<std::uint16_t>(0x6C00 | data.size()));
    }
    return withStatus(std::move(data), 0x9000);
}

Bytes SimSmartCard::verify(const Bytes &command)
{
    const bool question = command.size() == 4 || (command.size() == 5 && command[4] == 0);
    if (question && m_file.tellsTries && !m_file.pin) {
        return status(0x6A88);
    }
    if (question && m_file.tellsTries) {
        return m_pinShown        ? status(0x9000)
               : m_pinTries == 0 ? status(0x6983)
                                 : status(static_cast<std::uint16_t>(0x63C0 | m_pinTries));
    }
    if (question) {
        return status(0x6700);
    }
    const std::optional<Bytes> body = bodyOf(command);
    if (!body) {
        return status(0x6700);
    }
    if (!m_file.pin) {
        return status(0x6A88);
    }
    if (m_pinTries == 0) {
        return status(0x6983);
    }
    if (hex(*body) == *m_file.pin) {
        m_pinTries = m_file.pinTries;
        m_pinShown = true;
        return status(0x9000);
    }
    return wrongPin();
}

Bytes SimSmartCard::wrongPin()
{
    m_pinShown = false;
    --m_pinTries;
    return status(static_cast<std::uint16_t>(0x63C0 | m_pinTries));
}

// 80 5E 01 00 Lc old FF new: PBOC's CHANGE PIN.
Bytes SimSmartCard::changePin(const Bytes &command)
{
    const std::optional<Bytes> body = bodyOf(command);
    if (!body) {
        return status(0x6700);
    }
    const auto gap = std::find(body->begin(), body->end(), static_cast<unsigned char>(0xFF));
    if (gap == body->end() || gap + 1 == body->end()) {
        return status(0x6700);
    }
    if (command[2] != 0x01 || command[3] != 0x00) {
        return status(0x6A86);
    }
    if (!m_file.pin) {
        return status(0x6A88);
    }
    if (m_pinTries == 0) {
        return status(0x6983);
    }
    if (hex(Bytes(body->begin(), gap)) != *m_file.pin) {
        return wrongPin();
    }
    m_pinTries = m_file.pinTries;
    m_file.pin = hex(Bytes(gap + 1, body->end()));
    return status(0x9000);
}

Bytes SimSmartCard::internalAuthenticate(const Bytes &command)
{
    const std::optional<Bytes> body = bodyOf(command);
    if (!body || body->size() != 16) {
        return status(0x6700);
    }
    if (m_file.internalAuth.empty()) {
        return status(0x6A88);
    }
    if (m_file.interface == CardInterface::Contactless) {
        return withStatus(m_file.internalAuth, 0x9000);
    }
    m_waiting = m_file.internalAuth;
    return status(static_cast<std::uint16_t>(0x6100 | m_waiting.size()));
}

Bytes SimSmartCard::externalAuthenticate(const Bytes &command)
{
    const std::optional<Bytes> body = bodyOf(command);
    if (!body) {
        return status(0x6700);
    }
    if (m_file.externalAuth.empty()) {
        return status(0x6A88);
    }
    if (!std::exchange(m_challenged, false)) {
        return status(0x6984);
    }
    m_authenticated = *body == m_file.externalAuth;
    return status(m_authenticated ? 0x9000 : 0x6300);
}

// INIT_FOR_DESCRYPT and DES_CRYPT of a PBOC security module, under its DF01.
Bytes SimSmartCard::module(const Bytes &command)
{
    const std::optional<Bytes> body = bodyOf(command);
    if (!body) {
        return status(0x6700);
    }
    if (m_application != "DF01") {
        return status(0x6985);
    }
    if (command[1] == 0x1A) {
        m_moduleReady = *body == m_file.moduleInit;
        return status(command[2] != 0x47 ? 0x6A86 : m_moduleReady ? 0x9000 : 0x9403);
    }
    if (command[1] != 0xFA || body->size() != 8) {
        return status(command[1] != 0xFA ? 0x6D00 : 0x6700);
    }
    if (!std::exchange(m_moduleReady, false)) {
        return status(0x6901);
    }
    m_waiting = m_file.moduleResult;
    return status(static_cast<std::uint16_t>(0x6100 | m_waiting.size()));
}

Bytes SimSmartCard::getResponse(const Bytes &command)
{
    if (m_waiting.empty()) {
        return status(0x6F00);
    }
    if (command.size() != 5 || command[4] != m_waiting.size()) {
        return status(static_cast<std::uint16_t>(0x6C00 | m_waiting.size()));
    }
    return withStatus(std::exchange(m_waiting, {}), 0x9000);
}

}  // namespace hall::device
