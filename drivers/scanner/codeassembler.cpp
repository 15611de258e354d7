// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/scanner/codeassembler.h"

namespace hall::device {

namespace {

constexpr unsigned char carriageReturn = 0x0D;
constexpr unsigned char lineFeed = 0x0A;

bool printable(unsigned char byte)
{
    return byte >= 0x20 && byte <= 0x7E;
}

}  // namespace

CodeAssembler::~CodeAssembler()
{
    drop();
}

CodeAssembler::Ended CodeAssembler::push(unsigned char byte)
{
    if (byte == carriageReturn || byte == lineFeed) {
        return end();
    }
    if (m_refused || !printable(byte) || m_size == longest) {
        drop();
        m_refused = true;  // until the end of this one
        return std::nullopt;
    }
    m_text[m_size++] = static_cast<char>(byte);
    return std::nullopt;
}

CodeAssembler::Ended CodeAssembler::end()
{
    if (!begun()) {
        return std::nullopt;
    }
    if (m_refused) {
        drop();
        return Result<ScannedCode>(fail(FaultCode::ScanUnreadable, "no printable ASCII, or too long"));
    }
    ScannedCode code;
    code.text.reveal().assign(m_text.data(), m_size);
    drop();
    return Result<ScannedCode>(std::move(code));
}

void CodeAssembler::drop()
{
    wipeMemory(m_text.data(), m_size);
    m_size = 0;
    m_refused = false;
}

}  // namespace hall::device
