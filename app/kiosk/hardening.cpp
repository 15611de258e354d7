// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/hardening.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace hall {

void hardenProcess()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // glibc fills what is freed (and what is newly given out) with this byte's complement and itself.
    constexpr int fill = 0x5a;
    mallopt(M_PERTURB, fill);
}

}  // namespace hall
