// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP calls from the centre to other offices: who may be called without TLS, a deadline for the whole call, and a
// limit of what is read. Thread-safe.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QUrl>

#include <chrono>

namespace hall::gateway {

// https://HOST[:PORT][/PATH], or http to this machine. BadArgument begins with `what`: "a source's address".
[[nodiscard]] Result<QUrl> officeAddress(const QString &text, const std::string &what);

struct OutboundCall
{
    std::string method;  // "POST"
    QUrl base;
    QString path;         // below the base, "/v1/compare"
    QByteArrayView body;  // must outlive the call; none for GET
    QString contentType;  // of the body
    QString token;        // Authorization: Bearer; empty: none
    QString caFile;       // PEM of who signed the other's certificate; empty: the system's
    std::chrono::milliseconds deadline{3000};
    qsizetype answerLimit = 16 * 1024;  // bytes of the answer's body
};

struct OutboundAnswer
{
    int status = 0;
    QByteArray body;
};

// CentreUnreachable: no connection, so nothing was sent. DeviceTimeout: something may have been sent, and no whole
// answer came within the deadline and the limit.
[[nodiscard]] Result<OutboundAnswer> callOffice(const OutboundCall &call);

}  // namespace hall::gateway
