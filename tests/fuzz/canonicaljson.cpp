// SPDX-License-Identifier: GPL-3.0-or-later
// JSON from outside: what is accepted has one canonical form, and no other bytes pass for it.
#include "app/protocol/canonicaljson.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr qsizetype limit = 16 * 1024;
    const QByteArray json = fuzz::qbytes({data, size});
    const auto object = parseJsonObject(json, limit);
    const auto strict = parseCanonicalObject(json, limit);
    // The quick look never takes what the thorough one refuses.
    HALL_HOLDS(json.isEmpty() || json.size() > limit || plainCanonicalObject(json) != json.size() || strict);
    if (!object) {
        HALL_HOLDS(object.error().code == FaultCode::MessageInvalid && fuzz::isImpersonal(object.error()));
        HALL_HOLDS(!strict);
        return 0;
    }
    HALL_HOLDS(json.size() <= limit);
    const auto canonical = canonicalJson(*object);
    HALL_HOLDS(canonical);
    HALL_HOLDS(strict.has_value() == (*canonical == json));
    const auto again = parseCanonicalObject(*canonical, qsizetype(size) * 6 + 16);  // an escape makes six bytes of one
    HALL_HOLDS(again && *again == *object);
    return 0;
}
