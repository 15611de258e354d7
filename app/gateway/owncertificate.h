// SPDX-License-Identifier: GPL-3.0-or-later
// The certificate by which the gateway shows itself to another office over TLS: two files, read again for every
// connection, so that new ones are taken without a restart. Thread-safe.
#pragma once

#include "app/domain/base/result.h"

#include <QDateTime>
#include <QString>

namespace hall::gateway {

struct OwnCertificate
{
    QString file;     // PEM, with what it was signed by behind it
    QString keyFile;  // PEM without a pass phrase; mode 0600, or a credential that systemd laid down for this service
    [[nodiscard]] bool given() const { return !file.isEmpty(); }
};

// Until when it is good. KeyMissing says which file, and what is wrong with it now: not there, not a certificate, not
// its key, not for TLS clients, expired, not good yet.
[[nodiscard]] Result<QDateTime> goodUntil(const OwnCertificate &own);

}  // namespace hall::gateway
