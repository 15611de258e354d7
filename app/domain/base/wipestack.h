// SPDX-License-Identifier: GPL-3.0-or-later
// What functions that have returned left on the stack: buffers of libraries, and texts so short that they lie in the
// string itself. Neither a type nor free() can wipe it.
#pragma once

namespace hall {

// Clears the calling thread's stack below the caller. A few microseconds; the pages are given back to the system.
// A thread made by std::thread or pthread_create; in the main thread only the nearest three pages are cleared.
void wipeStackBelow() noexcept;

}  // namespace hall
