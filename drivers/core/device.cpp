// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/device.h"

namespace hall::device {

std::string_view linkName(Link link)
{
    switch (link) {
    case Link::NotFitted:
        return "not-fitted";
    case Link::Absent:
        return "absent";
    case Link::Starting:
        return "starting";
    case Link::Ready:
        return "ready";
    case Link::Blocked:
        return "blocked";
    case Link::Suspended:
        return "suspended";
    case Link::Held:
        return "held";
    case Link::Failed:
        return "failed";
    case Link::Hung:
        return "hung";
    }
    return {};
}

StateBoard::StateBoard(std::string id)
{
    auto first = std::make_shared<Snapshot>();
    first->id = std::move(id);
    m_current = std::move(first);
}

std::shared_ptr<const Snapshot> StateBoard::current() const
{
    const std::lock_guard lock(m_mutex);
    return m_current;
}

void StateBoard::listen(Listener listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

void StateBoard::change(const std::function<void(Snapshot &)> &edit)
{
    std::shared_ptr<const Snapshot> published;
    Listener listener;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed) {
            return;
        }
        auto next = std::make_shared<Snapshot>(*m_current);
        edit(*next);
        const bool same = next->link == m_current->link && next->activity == m_current->activity &&
                          next->facts == m_current->facts && next->fault == m_current->fault;
        if (same) {
            return;
        }
        next->version = m_current->version + 1;
        m_current = next;
        published = m_current;
        listener = m_listener;
        ++m_telling;
    }
    if (listener) {
        listener(published);
    }
    const std::lock_guard lock(m_mutex);
    --m_telling;
    m_told.notify_all();
}

void StateBoard::close()
{
    std::unique_lock lock(m_mutex);
    m_closed = true;
    m_listener = nullptr;
    m_told.wait(lock, [this] { return m_telling == 0; });
}

}  // namespace hall::device
