// SPDX-License-Identifier: GPL-3.0-or-later
// How the routes of the front answer: JSON, refusals with a code, bodies read to their limit.
#pragma once

#include "app/domain/base/result.h"
#include "app/gateway/countingreader.h"

#include <QByteArray>

#include <httplib.h>

#include <string>

namespace hall::gateway {

void reply(httplib::Response &response, int status, const QByteArray &json);
void refuse(httplib::Response &response, int status, const char *code, const std::string &detail = {});
// The same later may pass.
void tryAgain(httplib::Response &response, int status, const char *code, int seconds);
// Faults of the database or disk: the client may try again.
void unavailable(httplib::Response &response, const Fault &fault);
// A question that has no answer.
void unanswered(httplib::Response &response, const Fault &fault);
// Says in an answer that is ready to leave what it is (wiredigest.h).
void addDigests(const httplib::Request &request, httplib::Response &response);
// Reads a body that nobody wants, and keeps nothing of it.
void drop(const httplib::Request &request, const httplib::ContentReader &reader);
// Also refuses one that is not what the request says it is.
bool readOrRefuse(const httplib::Request &request, const httplib::ContentReader &reader, qsizetype limit,
                  QByteArray &body, httplib::Response &response);

}  // namespace hall::gateway
