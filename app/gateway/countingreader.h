// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a request body to a limit. The server library's own limit does not hold for chunked bodies.
#pragma once

#include <QByteArray>

#include <httplib.h>

namespace hall::gateway {

enum class BodyRead
{
    Whole,
    TooLarge,
    NoLength,
    Broken
};

// On TooLarge the rest is read and dropped up to 8 MiB, so that the client can read its answer; beyond that the
// connection is cut. A form (multipart/form-data) is Broken: no call takes one that is read with this.
[[nodiscard]] BodyRead readBody(const httplib::Request &request, const httplib::ContentReader &reader, qsizetype limit,
                                QByteArray &body);

}  // namespace hall::gateway
