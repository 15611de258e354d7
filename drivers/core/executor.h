// SPDX-License-Identifier: GPL-3.0-or-later
// Where a subscriber wants to be told: runs tasks one after another, in order, on its own thread. Called on any thread,
// returns at once. A task that is dropped because its subscriber has gone is a task well done.
#pragma once

#include <functional>

namespace hall::device {

using Executor = std::function<void(std::function<void()> task)>;

}  // namespace hall::device
