// SPDX-License-Identifier: GPL-3.0-or-later
// A resident identity card reader with its SDT module, as bytes: the real driver talks to it unchanged.
#pragma once

#include "drivers/sim/cardfile.h"
#include "drivers/transport/bytetransport.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace hall::device {

// place(), lift(), setFault(), heal() come from any thread and take effect at once. Everything else is the driver's.
class SimSdtReader final : public ByteTransport
{
public:
    // Most modules answer "no card" for one they have read until it is lifted; others go on to find and select it.
    enum class AfterRead
    {
        Silent,
        StillFound
    };

    explicit SimSdtReader(AfterRead afterRead = AfterRead::StillFound);
    ~SimSdtReader() override;

    Done place(const QString &path);  // an identity card file
    void place(IdCardFile card);
    void lift();
    // "unplug" (the reader is gone), "stall" (no answers), "slow" (200 ms an answer), "garbage" (answers with a wrong
    // checksum between noise), "short-write" (takes three bytes of a request at a time). `after` requests go well
    // first. BadArgument for any other name.
    Done setFault(const std::string &fault, int after = 0);
    void heal();
    // The next answer to the read command carries this SW3 instead of data, once.
    void answerReadWith(std::uint8_t sw3);
    void setKnowsFingerprints(bool on);  // the command that reads them too; on at the start

    Done open(std::chrono::milliseconds atMost) override;
    void close() noexcept override;
    [[nodiscard]] bool isOpen() const override;
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override;
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override;

private:
    enum class Trouble
    {
        None,
        Unplug,
        Stall,
        Slow,
        Garbage,
        ShortWrite
    };

    [[nodiscard]] Trouble trouble() const;
    [[nodiscard]] bool unplugged() const { return trouble() == Trouble::Unplug; }
    void takeRequests();
    void handle(const Bytes &body);
    [[nodiscard]] Bytes answerTo(unsigned char command, unsigned char parameter);
    [[nodiscard]] Bytes baseData(bool withFingerprint);
    void reply(const Bytes &body);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    const AfterRead m_afterRead;
    std::optional<IdCardFile> m_card;
    bool m_selected = false;
    bool m_readOnce = false;  // since the card was placed
    bool m_open = false;
    bool m_knowsFingerprints = true;
    Bytes m_incoming;
    std::deque<unsigned char> m_outgoing;
    std::chrono::steady_clock::time_point m_ready;  // when the bytes waiting may be read
    std::optional<std::uint8_t> m_nextReadStatus;
    Trouble m_trouble = Trouble::None;
    int m_goodFirst = 0;
};

}  // namespace hall::device
