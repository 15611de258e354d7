// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/countingreader.h"

#include <algorithm>
#include <cstdint>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace hall::gateway {
namespace {

constexpr qsizetype kDropLimit = 8 * 1024 * 1024;
constexpr std::uint64_t kReserveLimit = 1024 * 1024;

}  // namespace

BodyRead readBody(const httplib::Request &request, const httplib::ContentReader &reader, qsizetype limit,
                  QByteArray &body)
{
    // Without either header the library would read until the client hangs up.
    if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
        return BodyRead::NoLength;
    }
    qsizetype seen = 0;
    // The library takes a form apart, and calls what is not there when it is read as plain bytes.
    if (request.is_multipart_form_data()) {
        [[maybe_unused]] const bool read = reader([](const httplib::MultipartFormData &) { return true; },
                                                  [&](const char *, std::size_t size) {
                                                      seen += static_cast<qsizetype>(size);
                                                      return seen <= limit + kDropLimit;
                                                  });
        return BodyRead::Broken;
    }
    // What it says it has: a body that grows is copied at every step. Whoever says much has to send it first.
    const auto said = request.get_header_value<std::uint64_t>("Content-Length");
    body.reserve(static_cast<qsizetype>(std::min<std::uint64_t>(said, kReserveLimit)));
    const bool whole = reader([&](const char *data, std::size_t size) {
        seen += static_cast<qsizetype>(size);
        if (seen <= limit) {
            body.append(data, static_cast<qsizetype>(size));
        }
        return seen <= limit + kDropLimit;
    });
    if (!whole && seen > limit && request.ssl) {
        ::shutdown(SSL_get_fd(request.ssl), SHUT_RDWR);
    }
    if (seen > limit) {
        body.clear();
        return BodyRead::TooLarge;
    }
    return whole ? BodyRead::Whole : BodyRead::Broken;
}

}  // namespace hall::gateway
