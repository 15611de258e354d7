// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/workshare.h"

namespace hall::gateway {
namespace {

constexpr int kWorkLock = 0x48616c6c;  // any number of this program's own: "Hall"

}  // namespace

WorkShare::WorkShare(const Database &database, const QSqlDatabase &connection)
    : m_shared(!database.sqlite()), m_connection(connection)
{
}

WorkShare::~WorkShare()
{
    if (m_shared && m_connection.isOpen()) {
        [[maybe_unused]] auto done = run(m_connection, QStringLiteral("SELECT pg_advisory_unlock_all()"));
    }
}

Result<QStringList> WorkShare::claim(const QStringList &names, int most)
{
    if (!m_shared || names.isEmpty()) {
        return names.mid(0, most);
    }
    // Row by row until there are enough: no more is locked than is given.
    auto rows = run(m_connection,
                    QStringLiteral("SELECT name FROM unnest(string_to_array(?, chr(10))) AS name"
                                   " WHERE pg_try_advisory_lock(%1, hashtext(name)) LIMIT %2")
                        .arg(kWorkLock)
                        .arg(most),
                    {names.join(u'\n')});
    if (!rows) {
        return fail(rows.error());
    }
    QStringList mine;
    while (rows->next()) {
        mine.append(rows->value(0).toString());
    }
    return mine;
}

}  // namespace hall::gateway
