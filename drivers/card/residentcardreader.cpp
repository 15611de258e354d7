// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/residentcardreader.h"

#include "drivers/card/residentcardloop.h"

#include <utility>

namespace hall::device {

ResidentCardReader::ResidentCardReader(std::shared_ptr<ByteTransport> transport, Options options)
    : m_transport(std::move(transport)), m_options(std::move(options)), m_board(m_options.id)
{
}

ResidentCardReader::ResidentCardReader(std::shared_ptr<ByteTransport> transport)
    : ResidentCardReader(std::move(transport), Options())
{
}

ResidentCardReader::~ResidentCardReader()
{
    ResidentCardReader::stop();
}

void ResidentCardReader::setEvents(Events events)
{
    m_events = std::move(events);
}

void ResidentCardReader::setPolling(bool on)
{
    m_polling = on;
    if (m_loop) {
        m_loop->setPolling(on);
    }
}

void ResidentCardReader::start()
{
    if (!m_loop) {
        m_loop = std::make_unique<ResidentCardLoop>(m_transport, m_options, m_events, m_board, m_polling);
    }
}

void ResidentCardReader::stop()
{
    if (!m_loop) {
        return;
    }
    m_loop.reset();
    m_board.change([](Snapshot &s) {
        s.link = Link::Absent;
        s.activity = {};
        s.facts = {{"media", Unknown{}}, {"sam", Unknown{}}};
        s.fault.reset();
    });
}

StateBoard &ResidentCardReader::board()
{
    return m_board;
}

}  // namespace hall::device
