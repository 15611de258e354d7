// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the memory of a secret from being written to swap while it is in use. Where the limit of locked memory is used
// up the secret is as safe as the machine's swap (a kiosk has none).
#pragma once

#include <sys/mman.h>

#include <cstddef>

namespace hall::device {

class MemoryLock
{
public:
    MemoryLock(const void *data, std::size_t size) : m_data(data), m_size(size)
    {
        m_locked = size > 0 && mlock(data, size) == 0;
    }
    ~MemoryLock()
    {
        if (m_locked) {
            munlock(m_data, m_size);
        }
    }
    MemoryLock(const MemoryLock &) = delete;
    MemoryLock &operator=(const MemoryLock &) = delete;

private:
    const void *m_data;
    std::size_t m_size;
    bool m_locked = false;
};

}  // namespace hall::device
