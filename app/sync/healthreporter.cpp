// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/healthreporter.h"

#include "app/protocol/ridinginbox.h"
#include "app/sync/httpanswer.h"

#include <QJsonDocument>
#include <QRandomGenerator>

#include <algorithm>

namespace hall {
namespace {

constexpr int kTimeoutMs = 15'000;

// ± a quarter.
int spread(int ms)
{
    return static_cast<int>(ms * (0.75 + 0.5 * QRandomGenerator::system()->generateDouble()));
}

}  // namespace

HealthReporter::HealthReporter(const KioskIdentity &identity, std::function<QJsonObject()> report, QObject *parent)
    : QObject(parent), m_line(identity, this), m_report(std::move(report))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HealthReporter::send);
}

void HealthReporter::soon()
{
    const int in = std::max(kSoonMs, static_cast<int>(m_notBefore.remainingTime()));
    if (!m_timer.isActive() || m_timer.remainingTime() > in) {
        m_timer.start(in);
    }
}

void HealthReporter::later(qint64 retryAfterMs)
{
    m_notBefore.setRemainingTime(retryAfterMs);
    const int again = std::max(spread(kAwayMs), static_cast<int>(retryAfterMs));
    if (m_timer.remainingTime() > again || m_timer.remainingTime() < retryAfterMs) {
        m_timer.start(again);
    }
}

void HealthReporter::send()
{
    const QJsonObject report = m_report();
    const QByteArray json = QJsonDocument(report).toJson(QJsonDocument::Compact);
    QNetworkRequest request = m_line.request(QStringLiteral("/v1/health"), kTimeoutMs);
    if (const auto after = m_inboxAfter ? m_inboxAfter() : std::nullopt) {
        request.setRawHeader(wire::kInboxAfterHeader, QByteArray::number(*after));
    }
    addDigest(request, json);
    QNetworkReply *reply = m_line.network().post(request, json);
    limitAnswer(*reply, wire::kSmallBodyBytes, kTimeoutMs);
    connect(reply, &QNetworkReply::finished, this, [this, reply, report] {
        reply->deleteLater();
        const HttpAnswer answer = readAnswer(*reply);
        if (answer.centreMs > 0) {
            Q_EMIT timeTold(answer.centreMs);
        }
        const auto riding = answer.status == 200 ? wire::parseInbox(answer.body) : fail(FaultCode::CentreProtocol);
        const auto notice = answer.status == 200 ? parseHealthAnswer(answer.body) : fail(FaultCode::CentreProtocol);
        const bool good = answer.status == 204 || riding || notice;  // a portal's 200 is not the centre's word
        if (good) {
            Q_EMIT taken(report);
        } else {
            later(answer.retryAfterMs);
        }
        Q_EMIT answered(good);
        if (riding) {
            Q_EMIT answersCame(*riding);
        }
        if (notice) {
            Q_EMIT sealNoticeTold(*notice);
        }
    });
    m_timer.start(spread(kPeriodMs));
}

}  // namespace hall
