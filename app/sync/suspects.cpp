// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/suspects.h"

#include <algorithm>

namespace hall {

Suspects::Verdict Suspects::failed(const QString &id)
{
    Item &item = m_items[id];
    ++item.errors;
    item.proven += item.othersPassed ? 1 : 0;
    if (item.proven >= m_errorsToPark) {
        m_items.remove(id);
        return Verdict::GiveUp;
    }
    return item.errors == kDoubts ? Verdict::Aside : Verdict::GoOn;
}

void Suspects::passed(const QString &id)
{
    m_items.remove(id);
    othersPassed(id);
}

void Suspects::othersPassed(const QString &id)
{
    for (auto item = m_items.begin(); item != m_items.end(); ++item) {
        item->othersPassed = item->othersPassed || item.key() != id;
    }
}

int Suspects::countAside() const
{
    return int(
        std::count_if(m_items.cbegin(), m_items.cend(), [](const Item &item) { return item.errors >= kDoubts; }));
}

}  // namespace hall
