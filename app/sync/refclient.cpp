// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/refclient.h"

#include "app/sync/httpanswer.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

namespace hall {
namespace {

constexpr int kCallTotalMs = 600'000;
constexpr int kOk = 200;
constexpr int kNothing = 204;
constexpr int kPart = 206;
const QString kRefused = QStringLiteral("check");  // until there is a newer release

double random()
{
    return QRandomGenerator::system()->generateDouble();
}

}  // namespace

RefClient::RefClient(RefShelf &shelf, const KioskIdentity &identity, RefShelf::Check check, const RefTiming &timing,
                     QObject *parent)
    : QObject(parent), m_shelf(shelf), m_line(identity, this), m_check(std::move(check)), m_timing(timing)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RefClient::look);
}

void RefClient::look()
{
    if (m_busy) {
        return;
    }
    m_busy = true;
    get(QStringLiteral("/v1/ref?have=%1").arg(m_shelf.state().highest), kRefManifestBytes,
        &RefClient::manifestAnswered);
}

void RefClient::get(const QString &path, qint64 limit, Answered answered, const QByteArray &range)
{
    QNetworkRequest request = m_line.request(path, m_timing.callTimeoutMs);
    if (!range.isEmpty()) {
        request.setRawHeader("Range", range);
    }
    QNetworkReply *reply = m_line.network().get(request);
    limitAnswer(*reply, limit, kCallTotalMs);
    connect(reply, &QNetworkReply::finished, this, [this, reply, answered] {
        reply->deleteLater();
        (this->*answered)(*reply);
    });
}

void RefClient::manifestAnswered(QNetworkReply &reply)
{
    const HttpAnswer answer = readAnswer(reply);
    if (answer.status == kNothing) {
        if (m_problem != kRefused) {
            setProblem({});
        }
        rest();
        return;
    }
    if (answer.status != kOk) {
        failed(answer);
        return;
    }
    const auto manifest = m_shelf.receive(answer.body);
    if (!manifest) {
        // An old one that is sent again is no news.
        if (manifest.error().code == FaultCode::StoreDuplicate) {
            rest();
        } else {
            failed(manifest.error());
        }
        return;
    }
    m_manifestJson = answer.body;
    m_missing = m_shelf.missing(*manifest);
    fetchNext();
}

void RefClient::fetchNext()
{
    // Files without a byte, and those that were whole when the program ended.
    while (!m_missing.isEmpty() && m_shelf.received(m_missing.first()) >= m_missing.first().size) {
        const auto done = m_shelf.add(m_missing.first(), {});
        if (!done) {
            failed(done.error());
            return;
        }
        m_missing.removeFirst();
    }
    if (m_missing.isEmpty()) {
        stage();
        return;
    }
    const RefFile &file = m_missing.first();
    const qint64 from = m_shelf.received(file);
    const qint64 last = std::min(from + kRefChunkBytes, file.size) - 1;
    get(QStringLiteral("/v1/ref/") + file.sha256, kRefFileBytes, &RefClient::fileAnswered,
        "bytes=" + QByteArray::number(from) + '-' + QByteArray::number(last));
}

void RefClient::fileAnswered(QNetworkReply &reply)
{
    const HttpAnswer answer = readAnswer(reply);
    if (answer.status != kOk && answer.status != kPart) {
        failed(answer);
        return;
    }
    const RefFile file = m_missing.first();
    // A server that knows no ranges sends all of it.
    const QByteArray bytes = answer.status == kOk ? answer.body.mid(m_shelf.received(file)) : answer.body;
    if (bytes.isEmpty()) {
        failed(QStringLiteral("digest"));
        return;
    }
    if (auto done = m_shelf.add(file, bytes); !done) {
        failed(done.error());
        return;
    }
    if (m_shelf.received(file) == 0) {
        m_missing.removeFirst();
    }
    fetchNext();
}

void RefClient::stage()
{
    const auto number = m_shelf.receive(m_manifestJson);
    if (auto done = number ? m_shelf.stage(m_manifestJson, m_check) : Done(fail(number.error())); !done) {
        const bool refused = m_shelf.state().highest >= (number ? number->number : 0);
        if (refused) {
            setProblem(kRefused);
            rest();
        } else {
            failed(done.error());
        }
        return;
    }
    setProblem({});
    rest();
    Q_EMIT staged(number->number);
}

void RefClient::rest()
{
    m_busy = false;
    m_failures = 0;
    m_manifestJson.clear();
    m_missing.clear();
    m_timer.start(std::chrono::milliseconds(qint64(double(m_timing.pollMs) * (0.75 + 0.5 * random()))));
}

void RefClient::failed(const QString &code, qint64 atLeastMs)
{
    setProblem(code);
    m_busy = false;
    m_missing.clear();
    const double ceiling = std::min(double(m_timing.backoffCapMs),
                                    double(m_timing.backoffBaseMs) * std::pow(2.0, std::min(m_failures, 30)));
    ++m_failures;
    m_timer.start(std::chrono::milliseconds(std::max(atLeastMs, qint64(random() * ceiling))));
}

void RefClient::failed(const HttpAnswer &answer)
{
    failed(failureCode(answer), answer.retryAfterMs);
}

void RefClient::failed(const Fault &fault)
{
    const bool lies = fault.code == FaultCode::SignatureBad || fault.code == FaultCode::MessageInvalid;
    const QString code = m_missing.isEmpty() ? QStringLiteral("signature") : QStringLiteral("digest");
    failed(lies ? code : QStringLiteral("store"));
}

void RefClient::setProblem(const QString &code)
{
    if (m_problem != code) {
        m_problem = code;
        Q_EMIT problemChanged(code);
    }
}

}  // namespace hall
