// SPDX-License-Identifier: GPL-3.0-or-later
// Broken on purpose: proves that the rig finds what is wrong, keeps the input and says where it lies. Two faults: a
// read past the end that only AddressSanitizer sees, and a property that does not hold. HALL_CANARY=past leaves the
// second out: comparisons guide the fuzzer to either.
#include "tests/fuzz/fuzz.h"

#include <cstdlib>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const char *const wanted = std::getenv("HALL_CANARY");
    static const bool past = wanted != nullptr && std::string_view(wanted) == "past";
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    HALL_HOLDS(past || !text.starts_with("broken"));
    if (past && text.starts_with("past the end")) {
        const std::vector<std::uint8_t> copy(data, data + size);
        const volatile std::uint8_t beyond = copy.data()[copy.size()];
        (void)beyond;
    }
    return 0;
}
