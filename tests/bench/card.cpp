// SPDX-License-Identifier: GPL-3.0-or-later
// identity-read: the real reader driver over a simulated PC/SC slot whose card takes 24 ms a command, as real ones do
// (the demo card says so), against sleeping that long as often. Beyond it is what the driver adds.
#include "drivers/card/socialcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/sim/simcardslot.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"

#include <future>
#include <thread>

namespace hall::bench {

namespace {

using namespace std::chrono_literals;
using device::CardContents;
using device::SocialCardContents;

constexpr auto cardWithin = 10s;

class Reader
{
public:
    Reader() : m_reader(m_slot)
    {
        device::CardReader::Events events;
        events.read = [this](CardContents contents) { tell(std::get<SocialCardContents>(std::move(contents))); };
        events.failed = [this](Fault fault) { tell(fail(std::move(fault))); };
        events.removed = [this] { m_removed.set_value(); };
        m_reader.setEvents(std::move(events));
        m_reader.start();
    }
    ~Reader() { m_reader.stop(); }
    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;

    // From the card in the slot to the contents; decoded by the caller.
    [[nodiscard]] Result<SocialCardContents> insert(const device::CardFile &card)
    {
        m_read = {};
        m_slot->insert(card);
        std::future<Result<SocialCardContents>> future = m_read.get_future();
        if (future.wait_for(cardWithin) != std::future_status::ready) {
            return fail(FaultCode::DeviceTimeout, "the card was not read");
        }
        return future.get();
    }
    [[nodiscard]] bool takeOut()
    {
        m_removed = {};
        m_slot->remove();
        return m_removed.get_future().wait_for(cardWithin) == std::future_status::ready;
    }

private:
    void tell(Result<SocialCardContents> word) { m_read.set_value(std::move(word)); }

    std::shared_ptr<device::SimCardSlot> m_slot = std::make_shared<device::SimCardSlot>();
    std::promise<Result<SocialCardContents>> m_read;
    std::promise<void> m_removed;
    device::SocialCardReader m_reader;
};

Result<Figure> identityRead(const Settings &settings, int count)
{
    const auto card = device::readCardFile(settings.resources + QStringLiteral("/demo/cards/zhang-ceshi.json"));
    if (!card) {
        return fail(card.error());
    }
    Reader reader;
    Samples whole;
    Samples sleeping;
    SocialCardContents contents;
    for (int i = 0; i < count; ++i) {
        const WallTimer timer;
        auto read = reader.insert(*card);
        if (!read) {
            return fail(read.error());
        }
        if (const auto person = decodeCard(*read); !person) {
            return fail(person.error());
        }
        whole.add(timer.ms());
        contents = std::move(*read);
        if (!reader.takeOut()) {
            return fail(FaultCode::DeviceTimeout, "the card's removal was not noticed");
        }
        const WallTimer pause;
        for (int apdu = 0; apdu < contents.apdus; ++apdu) {
            std::this_thread::sleep_for(std::chrono::milliseconds(card->fault.delayMs));
        }
        sleeping.add(pause.ms());
    }
    return Figure{whole.mean(),
                  QStringLiteral("ms"),
                  sleeping.mean(),
                  count,
                  {{QStringLiteral("apdus"), contents.apdus},
                   {QStringLiteral("identity_apdus"), contents.identityApdus},
                   {QStringLiteral("ms_an_apdu"), card->fault.delayMs},
                   {QStringLiteral("overhead_ms"), whole.mean() - sleeping.mean()},
                   {QStringLiteral("p95"), whole.percentile(95)}}};
}

}  // namespace

QVector<Benchmark> cardBenchmarks()
{
    return {{QStringLiteral("identity-read"),
             QStringLiteral("ms from the card in the slot to the decoded identity, whole card, 24 ms a command"),
             QStringLiteral("sleeping 24 ms as often as the driver asked the card"),
             QStringLiteral("identity_apdus ≤ 8 without name extension, overhead_ms ≤ 5, value ≤ 1000"), 20,
             identityRead}};
}

}  // namespace hall::bench
