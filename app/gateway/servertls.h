// SPDX-License-Identifier: GPL-3.0-or-later
// The front's side of TLS, where no web server stands in front of it: the certificate that kiosks see can be exchanged
// while connections are open. What is open goes on; what begins afterwards sees the new one. Thread-safe.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>

#include <openssl/ssl.h>

#include <memory>
#include <mutex>

namespace hall::gateway {

class ServerTls
{
public:
    // PEM: the certificate first, then what it was signed by, if anything; its key. → until when it is good, ISO 8601.
    // KeyMissing: one is not what it should be, they do not belong together, or, where there is one already, its time
    // is not now; then what was shown is shown on.
    [[nodiscard]] Result<QString> show(const QByteArray &certificatePem, const QByteArray &keyPem);
    // How long the certificate that is shown is still good by this machine's time, seconds; 0: no longer.
    [[nodiscard]] qint64 secondsLeft() const;
    // A client certificate is asked for, and must be of this authority when one is sent. This object must outlive the
    // context and its connections.
    [[nodiscard]] bool setUp(SSL_CTX &context, const QByteArray &caPem);

private:
    struct Shown;
    static int choose(SSL *connection, void *self);
    [[nodiscard]] std::shared_ptr<const Shown> shown() const;

    mutable std::mutex m_mutex;
    std::shared_ptr<const Shown> m_shown;
};

}  // namespace hall::gateway
