// SPDX-License-Identifier: GPL-3.0-or-later
// Several cores on one PostgreSQL share the work: what one has in hand, the others leave. Without it all of them would
// judge the same cases, and each wait for the others' commits to find its own work in vain. It saves time and nothing
// more: that a case is judged once rests on the commit that records it.
#pragma once

#include "app/gateway/database.h"

#include <QStringList>

namespace hall::gateway {

// In one thread. What was claimed is let go at the end, or by the server when this process or its connection is gone.
class WorkShare
{
public:
    WorkShare(const Database &database, const QSqlDatabase &connection);
    ~WorkShare();
    WorkShare(const WorkShare &) = delete;
    WorkShare &operator=(const WorkShare &) = delete;

    // At most so many of them, in their order: those that nobody else has in hand. On SQLite nobody else works.
    [[nodiscard]] Result<QStringList> claim(const QStringList &names, int most);

private:
    bool m_shared;
    QSqlDatabase m_connection;
};

}  // namespace hall::gateway
