// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/socialcardreader.h"

#include "drivers/card/socialcardloop.h"

namespace hall::device {

SocialCardReader::SocialCardReader(std::shared_ptr<SmartCardTransport> transport, Options options)
    : m_transport(std::move(transport)), m_options(std::move(options)), m_board(m_options.id)
{
}

SocialCardReader::SocialCardReader(std::shared_ptr<SmartCardTransport> transport)
    : SocialCardReader(std::move(transport), Options())
{
}

SocialCardReader::~SocialCardReader()
{
    SocialCardReader::stop();
}

void SocialCardReader::setEvents(Events events)
{
    m_events = std::move(events);
}

void SocialCardReader::setPolling(bool on)
{
    m_polling = on;
    if (m_loop) {
        m_loop->setPolling(on);
    }
}

void SocialCardReader::start()
{
    if (!m_loop) {
        m_options.holds = static_cast<bool>(m_events.needsAuthorisation);
        m_loop = std::make_unique<SocialCardLoop>(m_transport, m_options, m_events, m_board, m_polling);
    }
}

void SocialCardReader::stop()
{
    if (!m_loop) {
        return;
    }
    m_loop.reset();
    m_board.change([](Snapshot &next) {
        next.link = Link::Absent;
        next.activity = {};
        next.facts = {{"media", Unknown{}}};
        next.fault.reset();
    });
}

void SocialCardReader::beginVisit()
{
    if (m_loop) {
        m_loop->post(SocialCardLoop::BeginVisit{});
    }
}

void SocialCardReader::verifyPin(Sensitive<std::string> digits, bool lastTry)
{
    if (m_loop) {
        m_loop->post(HolderAuthorisation::Request(HolderAuthorisation::Pin{std::move(digits), lastTry}));
    }
}

void SocialCardReader::continueRemote(RemoteAnswer answer)
{
    if (m_loop) {
        m_loop->post(HolderAuthorisation::Request(std::move(answer)));
    }
}

void SocialCardReader::refused(Fault fault)
{
    if (m_loop) {
        m_loop->post(HolderAuthorisation::Request(HolderAuthorisation::Refusal{std::move(fault)}));
    }
}

void SocialCardReader::giveUp()
{
    if (m_loop) {
        m_loop->post(HolderAuthorisation::Request(HolderAuthorisation::GiveUp{}));
    }
}

void SocialCardReader::changePin(Sensitive<std::string> old, Sensitive<std::string> fresh,
                                 std::function<void(Done)> done)
{
    if (!m_loop) {
        done(fail(FaultCode::DeviceNotReady, "the reader is not started"));
        return;
    }
    m_loop->post(SocialCardLoop::ChangePin{std::move(old), std::move(fresh), std::move(done)});
}

void SocialCardReader::askPin(PinDone done)
{
    if (!m_loop) {
        done({fail(FaultCode::DeviceNotReady, "the reader is not started")});
        return;
    }
    m_loop->post(SocialCardLoop::ProvePin{{}, std::move(done)});
}

void SocialCardReader::provePin(Sensitive<std::string> digits, bool lastTry, PinDone done)
{
    if (!m_loop) {
        done({fail(FaultCode::DeviceNotReady, "the reader is not started")});
        return;
    }
    m_loop->post(SocialCardLoop::ProvePin{HolderAuthorisation::Pin{std::move(digits), lastTry}, std::move(done)});
}

StateBoard &SocialCardReader::board()
{
    return m_board;
}

}  // namespace hall::device
