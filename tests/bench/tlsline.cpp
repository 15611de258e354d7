// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/tlsline.h"

#include <array>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace hall::bench {

namespace {

constexpr timeval patience{20, 0};

SSL_CTX *context()
{
    static SSL_CTX *const shared = [] {
        SSL_CTX *made = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_min_proto_version(made, TLS1_3_VERSION);
        SSL_CTX_set_mode(made, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY);
        return made;
    }();
    return shared;
}

bool showCertificate(SSL *ssl, const QByteArray &certificatePem, const QByteArray &keyPem)
{
    BIO *in = BIO_new_mem_buf(certificatePem.constData(), static_cast<int>(certificatePem.size()));
    X509 *certificate = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    in = BIO_new_mem_buf(keyPem.constData(), static_cast<int>(keyPem.size()));
    EVP_PKEY *key = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    const bool good =
        certificate && key && SSL_use_certificate(ssl, certificate) == 1 && SSL_use_PrivateKey(ssl, key) == 1;
    X509_free(certificate);
    EVP_PKEY_free(key);
    return good;
}

}  // namespace

TlsLine::TlsLine(int port, QByteArray certificatePem, QByteArray keyPem)
    : m_port(port), m_certificatePem(std::move(certificatePem)), m_keyPem(std::move(keyPem))
{
}

TlsLine::~TlsLine()
{
    SSL_free(m_ssl);
    if (m_socket >= 0) {
        close(m_socket);
    }
}

bool TlsLine::open()
{
    m_socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(m_port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_ssl = SSL_new(context());
    return connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
           showCertificate(m_ssl, m_certificatePem, m_keyPem) && SSL_set_fd(m_ssl, m_socket) == 1 &&
           SSL_connect(m_ssl) == 1 && SSL_version(m_ssl) == TLS1_3_VERSION;
}

bool TlsLine::send(const QByteArray &request)
{
    return SSL_write(m_ssl, request.constData(), static_cast<int>(request.size())) == request.size();
}

int TlsLine::answer()
{
    QByteArray got;
    std::array<char, 4096> piece{};
    qsizetype whole = -1;
    while (whole < 0 || got.size() < whole) {
        const int size = SSL_read(m_ssl, piece.data(), static_cast<int>(piece.size()));
        if (size <= 0) {
            return 0;
        }
        got.append(piece.data(), size);
        const qsizetype end = got.indexOf("\r\n\r\n");
        if (whole < 0 && end >= 0) {
            const QByteArray head = got.left(end).toLower() + "\r\n";
            const qsizetype length = head.indexOf("\r\ncontent-length:");
            if (length < 0 || head.contains("\r\nconnection: close")) {
                return 0;
            }
            whole =
                end + 4 + head.mid(length + 17, head.indexOf("\r\n", length + 2) - length - 17).trimmed().toLongLong();
        }
    }
    return got.mid(got.indexOf(' ') + 1, 3).toInt();
}

}  // namespace hall::bench
