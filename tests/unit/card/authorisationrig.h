// SPDX-License-Identifier: GPL-3.0-or-later
// A reader whose region lets cards be opened in the ways that a test names.
#pragma once

#include "drivers/card/socialcardreader.h"
#include "drivers/sim/simcardslot.h"
#include "tests/unit/card/cardevents.h"

#include <future>
#include <memory>
#include <vector>

namespace hall::test {

using namespace device;
using namespace std::chrono_literals;

inline CardFile card(const char *name)
{
    const auto file = readCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/") + QLatin1String(name) +
                                   QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

inline RegionProfile profile(std::vector<AuthorisationStep> chain)
{
    RegionProfile made;
    made.id = "370200";
    made.region = "370200";
    made.authorisation = std::move(chain);
    made.initialPins = {"888888"};
    return made;
}

inline std::shared_ptr<const std::vector<RegionProfile>> only(RegionProfile one)
{
    return std::make_shared<const std::vector<RegionProfile>>(std::vector{std::move(one)});
}

struct Rig
{
    explicit Rig(RegionProfile region) : reader(slot, options(std::move(region)))
    {
        events.attach(reader, true);
        reader.start();
    }
    ~Rig() { reader.stop(); }

    static SocialCardReader::Options options(RegionProfile region)
    {
        SocialCardReader::Options chosen;
        chosen.recovery.pauses = {5ms, 10ms};
        chosen.regions = only(std::move(region));
        return chosen;
    }
    void insert(const CardFile &file) const { slot->insert(file); }
    void pin(const char *digits, bool lastTry = false)
    {
        reader.authorisation()->verifyPin(Sensitive<std::string>(digits), lastTry);
    }
    [[nodiscard]] QString told() const { return QString::fromStdString(events.text()); }
    [[nodiscard]] SocialCardContents contents() const { return std::get<SocialCardContents>(*events.contents()); }
    [[nodiscard]] Done changed(const char *old, const char *fresh)
    {
        std::promise<Done> done;
        reader.authorisation()->changePin(Sensitive<std::string>(old), Sensitive<std::string>(fresh),
                                          [&done](Done ended) { done.set_value(std::move(ended)); });
        return done.get_future().get();
    }

    std::shared_ptr<SimCardSlot> slot = std::make_shared<SimCardSlot>();
    CardEvents events;
    SocialCardReader reader;
};

inline CardFile withCertificate(CardFile file)
{
    file.files["SSSE/DF02/EF09"] = {
        {0x55, {'3', '7', '0', '2', '0', '0', '0', '0', '1', '9', '0', '0', '0', '1', '2', '3'}}};
    file.access["SSSE/DF02/EF09"] = CardAccess::Pin;
    return file;
}

}  // namespace hall::test
