// SPDX-License-Identifier: GPL-3.0-or-later
// Requests and answers of the centre's HTTPS interface, as this side sees them.
#pragma once

#include "app/protocol/wire.h"
#include "app/sync/syncengine.h"

#include <QByteArray>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QUrl>

namespace hall {

struct HttpAnswer
{
    int status = 0;  // 0: no HTTP answer arrived
    QByteArray body;
    wire::Problem problem;  // of statuses above 399
    QString error;          // of status 0, for technicians
    QString
        tlsProblem;  // of status 0: "server-certificate-time", "server-certificate", or nothing when that was not it
    bool timedOut = false;
    bool spoilt = false;      // of status 0: it came, and is not as it was sent
    bool headerless = false;  // and one of its two digests is not there at all, as behind a box that takes headers away
    qint64 retryAfterMs = 0;
    qint64 centreMs = 0;  // the time at the centre when it answered, Unix ms; 0: it does not say
};

// HTTP/1.1 (a dead HTTP/2 connection goes unnoticed), no redirects, no cookies, no cache, JSON by default.
[[nodiscard]] QNetworkRequest httpRequest(const QUrl &gateway, const QString &path, const QSslConfiguration &tls,
                                          int timeoutMs);
// Ends a call whose answer is longer than `most` bytes or still not whole after `total` milliseconds, however busily it
// arrives; readAnswer() then says that none arrived. To be called at once, on the reply's thread.
void limitAnswer(QNetworkReply &reply, qint64 most, int totalMs);
// Qt 6.4 gives what is sent to its network thread in pieces of 16 KiB, and both threads wait for each other at every
// one of them. With this, at once behind post(), it goes in one piece: for a line that is known to take it quickly
// only, since no progress is told then, and silence ends a call. False when Qt offers no way; then the pieces remain.
bool handOverWhole(QNetworkReply &reply, const QByteArray &content);
// An answer with digests that are not its own (wiredigest.h) is none, like one that was cut.
[[nodiscard]] HttpAnswer readAnswer(QNetworkReply &reply);
// Says in the request what its content is, so that the centre refuses it when it comes as something else.
void addDigest(QNetworkRequest &request, const QByteArray &content);
[[nodiscard]] FailureKind failureKind(const HttpAnswer &answer);  // of an answer that is no success
[[nodiscard]] QString failureCode(const HttpAnswer &answer);

}  // namespace hall
