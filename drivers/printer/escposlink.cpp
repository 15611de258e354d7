// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/escposlink.h"

#include "drivers/printer/escposencoder.h"

#include <algorithm>
#include <array>

namespace hall::device {

using namespace std::chrono_literals;

namespace {

constexpr int fullStatus = 20;        // DLE EOT 20 of Custom
constexpr auto clearWithin = 500ms;   // Epson answers DLE DC4 8 when the buffers are empty
constexpr auto shortCommand = 200ms;  // for the transport to take a few bytes
constexpr auto tornAnswer = 50ms;     // for the rest of an answer that came in two pieces
constexpr auto headWithin = 50ms;
constexpr auto whiteWithin = 1000ms;  // white at a time; a slow line goes on with the next poll
constexpr std::size_t readSize = 256;
constexpr std::size_t whiteSize = 1024;
constexpr std::size_t longestHead = 8;  // GS v 0 m xL xH yL yH

template <class... F> struct Overloaded : F...
{
    using F::operator()...;
};
template <class... F> Overloaded(F...) -> Overloaded<F...>;  // clang before 17 does not deduce it by itself

}  // namespace

EscposLink::EscposLink(std::unique_ptr<ByteTransport> transport, PrinterProfile profile,
                       std::chrono::milliseconds answerWithin)
    : m_transport(std::move(transport)), m_profile(std::move(profile)), m_answerWithin(answerWithin),
      m_parser(printerDialect(m_profile.dialect))
{
}

Done EscposLink::open(std::chrono::milliseconds atMost)
{
    m_tail.clear();
    m_parser = StatusParser(printerDialect(m_profile.dialect));
    if (Done done = m_transport->open(atMost); !done) {
        return done;
    }
    // It may still hold bytes from before, and belongs to nobody who is here now. Unconfirmed, heal() goes on.
    if (m_profile.clearBuffer && clearBuffer()) {
        m_bufferDirty = false;
        m_hanging = m_head = 0;
    }
    return {};
}

void EscposLink::close()
{
    if (m_bufferDirty) {
        // What was on its way is lost as well, so that any command may be the one cut short.
        leaveUnfinished(largestCommand(m_profile));
    }
    m_transport->close();
}

void EscposLink::resetPort()
{
    m_transport->resetPort();
}

Done EscposLink::refresh()
{
    if (!answers()) {
        return listen(0ms);
    }
    const Conditions before = m_conditions;
    m_asking = true;
    Done done = refreshOnce();
    m_asking = false;
    if (m_conditions != before && m_changed) {
        m_changed();
    }
    return done;
}

Done EscposLink::refreshOnce()
{
    const bool wasGood = !fault();
    if (Done done = askAll(); !done) {
        return done;
    }
    return wasGood == !fault() ? Done{} : askAll();
}

Done EscposLink::askAll()
{
    if (Done done = leaveHead(); !done) {
        return done;
    }
    if (printerDialect(m_profile.dialect) == PrinterDialect::Custom) {
        return ask(fullStatus);
    }
    for (const int query : {1, 2, 3, 4}) {
        if (Done done = ask(query); !done) {
            return done;
        }
    }
    return {};
}

Done EscposLink::ask(int query)
{
    // What is still under way answers an older question.
    m_parser.forgetExpected();
    if (Done done = listen(0ms); !done) {
        return done;
    }
    if (m_parser.incomplete()) {
        if (Done done = listen(tornAnswer); !done) {
            return done;
        }
        m_parser.quiet();
    }

    const unsigned char command[] = {0x10, 0x04, static_cast<unsigned char>(query)};
    if (Done done = sendWhole(command, shortCommand); !done) {
        return done;
    }
    if (query != fullStatus) {
        m_parser.expect(query);
    }
    m_answeredQuery = 0;
    const auto until = Monotonic::now() + m_answerWithin;
    while (m_answeredQuery != query) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Monotonic::now());
        if (left <= 0ms) {
            return fail(FaultCode::DeviceTimeout, "no answer to DLE EOT " + std::to_string(query));
        }
        if (Done done = listen(left); !done) {
            return done;
        }
    }
    return {};
}

Done EscposLink::listen(std::chrono::milliseconds atMost)
{
    Result<Bytes> got = m_transport->read(readSize, atMost);
    if (!got) {
        if (got.error().code == FaultCode::DeviceTimeout) {
            return {};
        }
        return fail(got.error());
    }
    apply(m_parser.feed(*got));
    return {};
}

void EscposLink::apply(const std::vector<StatusEvent> &events)
{
    for (const StatusEvent &event : events) {
        std::visit(Overloaded{
                       [this](const StatusUpdate &update) { apply(update); },
                       [this](const InOrderStatus &) { ++m_inOrderAnswers; },
                       [this](const ProcessDone &done) { m_lastProcessId = done.id; },
                       [this](const BufferCleared &) { ++m_cleared; },
                       [](const FlowControl &) {},
                   },
                   event);
    }
}

void EscposLink::apply(const StatusUpdate &update)
{
    m_answeredQuery = update.source == StatusUpdate::Source::Full ? fullStatus : update.query;
    const Conditions before = m_conditions;
    m_conditions.update(update.covered, update.said);
    if (!m_asking && m_conditions != before && m_changed) {
        m_changed();
    }
}

Written EscposLink::send(std::span<const unsigned char> bytes, std::chrono::milliseconds atMost)
{
    if (!m_tail.empty()) {
        if (Done done = sendWhole({}, atMost); !done) {
            return {0, done.error()};
        }
    }
    return m_transport->write(bytes, atMost);
}

Done EscposLink::sendWhole(std::span<const unsigned char> bytes, std::chrono::milliseconds atMost)
{
    const std::size_t owed = m_tail.size();
    m_tail.insert(m_tail.end(), bytes.begin(), bytes.end());
    std::size_t sent = 0;
    const auto until = Monotonic::now() + atMost;
    while (!m_tail.empty()) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Monotonic::now());
        const Written written = m_transport->write(m_tail, std::max(left, 0ms));
        sent += written.bytes;
        m_tail.erase(m_tail.begin(), m_tail.begin() + static_cast<std::ptrdiff_t>(written.bytes));
        const bool gone = written.fault && written.fault->code != FaultCode::DeviceTimeout;
        if (gone || (!m_tail.empty() && left <= 0ms)) {
            if (sent <= owed) {
                m_tail.resize(owed - sent);  // nothing of this command went out, so nothing of it need follow
            }
            return gone ? fail(*written.fault) : fail(FaultCode::DeviceTimeout, "the printer takes no bytes");
        }
    }
    return {};
}

void EscposLink::forgetMarkers()
{
    m_parser.forgetExpected();
    m_parser.quiet();
    m_lastProcessId.clear();
    m_inOrderAnswers = 0;
}

Done EscposLink::clearBuffer()
{
    if (!m_profile.clearBuffer) {
        return {};
    }
    const int before = m_cleared;
    if (Done done = sendWhole(escpos::clearBuffer, shortCommand); !done) {
        return done;
    }
    const auto until = Monotonic::now() + clearWithin;
    while (m_cleared == before) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Monotonic::now());
        if (left <= 0ms) {
            return fail(FaultCode::DeviceProtocol, "the printer did not confirm that its buffer is empty");
        }
        if (Done done = listen(left); !done) {
            return done;
        }
    }
    return {};
}

Done EscposLink::retract()
{
    return sendWhole(m_profile.retract, shortCommand);
}

void EscposLink::leaveUnfinished(std::size_t hanging)
{
    m_bufferDirty = true;
    m_paperDirty = true;
    m_hanging = std::max(m_hanging, hanging);
    m_head = std::min(m_hanging, longestHead);
}

Done EscposLink::heal()
{
    recoverOnce();
    if (m_bufferDirty && m_profile.clearBuffer) {
        // At once, also while paper is out: when it is loaded the printer would go on with the earlier visitor's paper.
        if (Done done = clearBuffer(); !done) {
            return done;
        }
        m_bufferDirty = false;
        m_hanging = m_head = 0;
    }
    if (clean()) {
        return {};
    }
    if (const auto blocked = fault()) {
        return fail(*blocked);
    }
    if (m_bufferDirty) {
        if (Done done = finishCommand(whiteWithin); !done) {
            return done;
        }
        m_bufferDirty = false;
    }
    if (Done done = sendWhole(separatePaper(m_profile), shortCommand); !done) {
        return done;
    }
    m_paperDirty = false;
    return {};
}

// Without DLE DC4 8: white dots complete the command that was cut short, and what is left of its head becomes the size
// of nothing; outside a command NUL prints nothing.
Done EscposLink::finishCommand(std::chrono::milliseconds atMost)
{
    if (Done done = writeWhite(m_hanging, atMost); !done) {
        return done;
    }
    return sendWhole(escpos::recoverDiscarding, shortCommand);
}

// A query is obeyed wherever it stands, and taken as data as well: where the printer waits for the size of a picture it
// would become one of megabytes, that swallows the next papers. A printer that takes no white has no room for the query
// among its data either.
Done EscposLink::leaveHead()
{
    if (m_head == 0 || m_profile.clearBuffer) {
        return {};
    }
    Done done = writeWhite(m_head, headWithin);
    return done || done.error().code == FaultCode::DeviceTimeout ? Done{} : done;
}

// Counts down what has gone out, in `bytes` and in both counts of what is missing.
Done EscposLink::writeWhite(std::size_t &bytes, std::chrono::milliseconds atMost)
{
    static constexpr std::array<unsigned char, whiteSize> white{};
    const auto until = Monotonic::now() + atMost;
    if (!m_tail.empty()) {
        if (Done done = sendWhole({}, atMost); !done) {
            return done;
        }
    }
    while (bytes > 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Monotonic::now());
        const Written written =
            m_transport->write(std::span(white).first(std::min(bytes, white.size())), std::max(left, 0ms));
        m_hanging -= std::min(m_hanging, written.bytes);
        m_head -= std::min(m_head, written.bytes);
        if (written.fault && written.fault->code != FaultCode::DeviceTimeout) {
            return fail(*written.fault);
        }
        if (bytes > 0 && left <= 0ms) {
            return fail(FaultCode::DeviceTimeout, "the printer takes no bytes");
        }
    }
    return {};
}

// A recoverable error stays until it is told to go: once when it appears and once after each closing of the cover.
void EscposLink::recoverOnce()
{
    const auto trouble = fault();
    const bool waiting = trouble && (trouble->code == FaultCode::PaperJam || trouble->code == FaultCode::CutterFault);
    if (!waiting || m_conditions.has(Condition::CoverOpen)) {
        m_recoverSent = false;
        return;
    }
    if (!m_recoverSent && answers()) {
        m_recoverSent = sendWhole(escpos::recoverDiscarding, shortCommand).has_value();
    }
}

}  // namespace hall::device
