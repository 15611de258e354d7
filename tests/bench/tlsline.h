// SPDX-License-Identifier: GPL-3.0-or-later
// A connection of a kiosk at its least: TLS 1.3 with a certificate of its own, and one question at a time. Blocking;
// its few kilobytes let thousands of them exist in one process.
#pragma once

#include <QByteArray>

#include <openssl/ssl.h>

namespace hall::bench {

class TlsLine
{
public:
    // To a port of this machine, whose certificate is not looked at.
    TlsLine(int port, QByteArray certificatePem, QByteArray keyPem);
    ~TlsLine();
    TlsLine(const TlsLine &) = delete;
    TlsLine &operator=(const TlsLine &) = delete;
    TlsLine(TlsLine &&) = delete;
    TlsLine &operator=(TlsLine &&) = delete;

    [[nodiscard]] bool open();
    [[nodiscard]] bool send(const QByteArray &request);
    // Reads one whole answer; its status, 0 when none came within 20 s or the line cannot be used any more.
    [[nodiscard]] int answer();

private:
    int m_port;
    QByteArray m_certificatePem;
    QByteArray m_keyPem;
    int m_socket = -1;
    SSL *m_ssl = nullptr;
};

}  // namespace hall::bench
