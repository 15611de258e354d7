// SPDX-License-Identifier: GPL-3.0-or-later
// Broken on purpose: proves that the rig finds what is wrong, keeps the input and says where it lies. Two faults: a
// read past the end that only AddressSanitizer sees, and a property that does not hold.
#include "tests/fuzz/fuzz.h"

#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    HALL_HOLDS(!text.starts_with("broken"));
    if (text.starts_with("past the end")) {
        const std::vector<std::uint8_t> copy(data, data + size);
        const volatile std::uint8_t past = copy.data()[copy.size()];
        (void)past;
    }
    return 0;
}
