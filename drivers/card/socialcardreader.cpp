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

StateBoard &SocialCardReader::board()
{
    return m_board;
}

}  // namespace hall::device
