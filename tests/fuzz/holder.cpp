// SPDX-License-Identifier: GPL-3.0-or-later
// What a vendor host says, whose library may have written over all of it. First byte: the size of the portions.
#include "drivers/holder/hostmessage.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace hall;
using namespace hall::device;
using hall::fuzz::Input;

namespace {

// Messages until the end or until the stream is broken.
std::vector<HostMessage> readIn(std::span<const std::uint8_t> bytes, std::size_t portion, bool &broken)
{
    HostReader reader;
    std::vector<HostMessage> all;
    broken = false;
    for (std::size_t at = 0; at < bytes.size() && !broken; at += portion) {
        reader.take(bytes.subspan(at, std::min(portion, bytes.size() - at)));
        while (true) {
            const auto next = reader.next();
            broken = !next;
            if (!next || !*next) {
                break;
            }
            all.push_back(**next);
        }
    }
    return all;
}

void meaning(const HostMessage &message)
{
    HALL_HOLDS(message.body.size() <= vendorhost::longestBody);
    if (const auto hello = helloOf(message)) {
        HALL_HOLDS(hello->name.size() <= vendorhost::longestName);
        for (const char c : hello->name) {
            HALL_HOLDS(c >= 0x20 && c <= 0x7E);
        }
    } else {
        HALL_HOLDS(hello.error().detail.size() <= vendorhost::longestReason);
    }
    if (const auto photo = photoOf(message)) {
        HALL_HOLDS(photo->bgr->size() == static_cast<std::size_t>(photo->width) * photo->height * 3);
    }
    if (verdictOf(message)) {
        HALL_HOLDS(message.status <= 2 && message.body.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const std::size_t portion = 1U + input.byte();
    const auto bytes = input.rest();
    bool broken = false;
    bool brokenWhole = false;
    const auto found = readIn(bytes, portion, broken);
    HALL_HOLDS(found == readIn(bytes, std::max<std::size_t>(1, bytes.size()), brokenWhole));
    HALL_HOLDS(broken == brokenWhole);
    for (const HostMessage &message : found) {
        meaning(message);
        bool again = false;
        HALL_HOLDS(readIn(hostBytes(message), 1, again) == std::vector<HostMessage>{message});
    }
    return 0;
}
