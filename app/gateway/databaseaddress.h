// SPDX-License-Identifier: GPL-3.0-or-later
// Where a PostgreSQL database is, as its URL says: postgresql://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME?OPTION=VALUE.
// Several hosts are a primary and its standbys, in any order. Thread-safe.
#pragma once

#include "app/domain/base/result.h"

#include <QString>

namespace hall::gateway {

struct DatabaseAddress
{
    QString user;
    QString password;
    QString name;
    QString options;  // of QSqlDatabase: what libpq is told besides, NAME=VALUE with a ; between
};

// BadArgument: not such a URL, or an option that the gateway does not hand on. A folder of a socket is written with
// percent signs (%2Frun%2Fpostgresql); no host is the socket of this machine.
[[nodiscard]] Result<DatabaseAddress> parseDatabaseUrl(const QString &url);

}  // namespace hall::gateway
