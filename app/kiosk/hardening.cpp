// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>

namespace hall {

namespace {

constexpr rlim_t mostFiles = 65536;

}  // namespace

void hardenProcess()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    // A camera that gives no pictures for weeks costs a file whenever it is opened anew
    // (drivers/camera/qtframestream.cpp).
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = std::max(files.rlim_cur, std::min(files.rlim_max, mostFiles));
        setrlimit(RLIMIT_NOFILE, &files);
    }
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace hall
