// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of social security cards over simulated slots.
#pragma once

#include "drivers/card/socialcardreader.h"
#include "drivers/sim/simcardslot.h"
#include "tests/unit/card/cardevents.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace hall::test {

using namespace device;
using namespace std::chrono_literals;

inline constexpr int plainApdus = 17;  // SSSE, EF05 twice, EF06; seven and six records less the name extension

inline CardFile card(const char *name)
{
    const auto file = readCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/") + QLatin1String(name) +
                                   QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

inline SocialCardReader::Options quick()
{
    SocialCardReader::Options options;
    options.sharingPause = 5ms;
    options.recovery.pauses = {5ms, 10ms};
    return options;
}

inline std::string fact(const Snapshot &snapshot, const char *name)
{
    const auto it = snapshot.facts.find(name);
    const auto *text = it == snapshot.facts.end() ? nullptr : std::get_if<std::string>(&it->second);
    return text ? *text : std::string();
}

// A daemon that can be made to answer what nobody asked.
class NonsenseSlot final : public SimCardSlot
{
public:
    std::atomic<bool> nonsense = false;
    std::atomic<int> reopened = 0;

    Result<std::vector<CardSlot>> cardSlots() override
    {
        return nonsense ? fail(FaultCode::DeviceProtocol, "nonsense") : SimCardSlot::cardSlots();
    }
    Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) override
    {
        return SimCardSlot::waitForChange(known, std::min(atMost, std::chrono::milliseconds(10)));
    }
    void reopen() override { ++reopened; }
};

// A reader with two slots, as a dual reader has: pcscd may list the one without contacts first.
class TwoSlots final : public SmartCardTransport
{
public:
    SimCardSlot first{"Dual Reader PICC 00 00"};
    SimCardSlot second{"Dual Reader ICC 00 01"};

    Result<std::vector<CardSlot>> cardSlots() override
    {
        std::vector<CardSlot> both = *first.cardSlots();
        both.push_back(second.cardSlots()->front());
        return both;
    }
    Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) override
    {
        return first.waitForChange({known.front()}, std::min(atMost, 10ms));
    }
    void cancelWait() override { first.cancelWait(); }
    Result<Bytes> connect(const std::string &reader) override
    {
        m_connected = reader.find("PICC") == std::string::npos ? &second : &first;
        return m_connected->connect(reader);
    }
    Result<Bytes> transmit(const Bytes &command, std::chrono::milliseconds atMost) override
    {
        return m_connected->transmit(command, atMost);
    }
    void disconnect() override
    {
        first.disconnect();
        second.disconnect();
    }

private:
    SimCardSlot *m_connected = &first;
};

inline CardFile withoutContacts(CardFile file)
{
    file.interface = CardInterface::Contactless;
    const Bytes atr{0x3B, 0x8D, 0x80, 0x01, 0x00, 0x81, 0x54, 0x4C, 0x00,
                    0x86, 0x37, 0x02, 0x00, 0x01, 0x11, 0x22, 0x33, 0x5E};
    file.atr = atr;
    return file;
}

struct DualRig
{
    DualRig() : reader(slots, quick())
    {
        events.attach(reader);
        reader.setPolling(false);
        reader.start();
        if (!events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; })) {
            qFatal("not ready");
        }
    }
    ~DualRig() { reader.stop(); }
    [[nodiscard]] bool contact() const
    {
        return std::get<SocialCardContents>(*events.contents()).interface == CardInterface::Contact;
    }

    std::shared_ptr<TwoSlots> slots = std::make_shared<TwoSlots>();
    CardEvents events;
    SocialCardReader reader;
};

// One reader over one slot, started.
struct Rig
{
    explicit Rig(const SocialCardReader::Options &options = quick(), const char *cardAtStart = nullptr)
        : reader(slot, options)
    {
        if (cardAtStart) {
            slot->insert(card(cardAtStart));
        }
        events.attach(reader);
        reader.start();
    }
    ~Rig() { reader.stop(); }

    [[nodiscard]] SocialCardContents contents() const { return std::get<SocialCardContents>(*events.contents()); }

    std::shared_ptr<SimCardSlot> slot = std::make_shared<SimCardSlot>();
    CardEvents events;
    SocialCardReader reader;
};

}  // namespace hall::test
