// SPDX-License-Identifier: GPL-3.0-or-later
// The time of the halls: one for the whole country, without summer time.
#pragma once

#include <chrono>

namespace hall::gateway {

inline constexpr std::chrono::hours hallOffset{8};  // ahead of UTC

}  // namespace hall::gateway
