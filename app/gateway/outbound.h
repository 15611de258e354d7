// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP calls from the centre to other offices: who may be called without TLS, a deadline for the whole call, and a
// limit of what is read. Thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/gateway/owncertificate.h"

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
    OwnCertificate own;   // shown to the other; none: the other is not shown one
    std::chrono::milliseconds deadline{3000};
    std::chrono::milliseconds connecting{0};  // how long a connection, and its handshake, may take; 0: the deadline
    qsizetype answerLimit = 16 * 1024;        // bytes of the answer's body
};

struct OutboundAnswer
{
    int status = 0;
    QByteArray body;
};

// The other answered that it does not let us in.
[[nodiscard]] bool refusesUs(const OutboundAnswer &answer);

// Nothing was sent: CentreUnreachable: no connection; KeyMissing: our own certificate, or the file of the authority, is
// not usable; SignatureBad: the other's certificate is not. Something may have been sent: NotAllowed: the other does
// not accept our certificate, or wants one; DeviceTimeout: no whole answer came within the deadline and the limit.
[[nodiscard]] Result<OutboundAnswer> callOffice(const OutboundCall &call);
// Why the other does not let us in by our certificate, found out by a handshake alone; empty when it does, or does not
// say. Where a request breaks off, the other's word is lost when it closes with the request unread. Seconds at most.
[[nodiscard]] std::string refusalBy(const OutboundCall &call);
// Of a fault of callOffice().
[[nodiscard]] bool nothingWasSent(const Fault &fault);

}  // namespace hall::gateway
