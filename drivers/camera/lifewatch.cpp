// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/lifewatch.h"

namespace hall::device {

LifeWatch::LifeWatch(std::function<void()> look, std::chrono::milliseconds period)
    : m_thread([this, look = std::move(look), period] {
          std::unique_lock lock(m_mutex);
          while (!m_ends.wait_for(lock, period, [this] { return m_over; })) {
              lock.unlock();
              look();
              lock.lock();
          }
      })
{
}

LifeWatch::~LifeWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_over = true;
    }
    m_ends.notify_all();
    m_thread.join();
}

}  // namespace hall::device
