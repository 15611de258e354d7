// SPDX-License-Identifier: MIT
// What a maker's library is left with.
#pragma once

namespace hall::vendorhost {

// Only standard input, output and error stay open; no file can be made larger than nothing, no core is written, memory
// ends at one gibibyte; the process dies with its parent, gains no rights, cannot be looked into; and the kernel
// refuses it the network, other programs, other processes and other namespaces (seccomp). Null, or what could not be
// had: then nothing of the library may run.
[[nodiscard]] const char *closeDoors();

}  // namespace hall::vendorhost
