// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/base/wipestack.h"

#include "app/domain/base/sensitive.h"

#include <array>
#include <cstdint>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

namespace hall {

namespace {

constexpr std::size_t pageBytes = 4096;  // a larger page only makes less of it
constexpr std::size_t nearPages = 3;     // in use while the rest is given back

__attribute__((noinline)) void wipeNear() noexcept
{
    std::array<char, nearPages * pageBytes> area;  // NOLINT(cppcoreguidelines-pro-type-member-init): old bytes
    wipeMemory(area.data(), area.size());
}

}  // namespace

void wipeStackBelow() noexcept
{
    pthread_attr_t about;
    if (gettid() != getpid() && pthread_getattr_np(pthread_self(), &about) == 0) {
        void *lowest = nullptr;
        std::size_t size = 0;
        pthread_attr_getstack(&about, &lowest, &size);
        pthread_attr_destroy(&about);
        const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
        const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
        const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(lowest);
        // Whole pages, with room for this very call above them.
        const std::uintptr_t end = (here - (nearPages - 1) * pageBytes) / page * page;
        if (end > begin) {
            madvise(lowest, end - begin, MADV_DONTNEED);  // reads as zeros afterwards
        }
    }
    wipeNear();
}

}  // namespace hall
