// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/healthreporter.h"

#include "app/sync/httpanswer.h"

#include <QJsonDocument>
#include <QRandomGenerator>

namespace hall {
namespace {

constexpr int kTimeoutMs = 15'000;

}  // namespace

HealthReporter::HealthReporter(const KioskIdentity &identity, std::function<QJsonObject()> report, QObject *parent)
    : QObject(parent), m_gateway(identity.gateway), m_tls(tlsConfiguration(identity)), m_report(std::move(report))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HealthReporter::send);
}

void HealthReporter::soon()
{
    if (!m_timer.isActive() || m_timer.remainingTime() > kSoonMs) {
        m_timer.start(kSoonMs);
    }
}

void HealthReporter::send()
{
    const QJsonObject report = m_report();
    const QByteArray json = QJsonDocument(report).toJson(QJsonDocument::Compact);
    QNetworkReply *reply =
        m_network.post(httpRequest(m_gateway, QStringLiteral("/v1/health"), m_tls, kTimeoutMs), json);
    limitAnswer(*reply, wire::kSmallBodyBytes, kTimeoutMs);
    connect(reply, &QNetworkReply::finished, this, [this, reply, report] {
        reply->deleteLater();
        const HttpAnswer answer = readAnswer(*reply);
        if (answer.centreMs > 0) {
            Q_EMIT timeTold(answer.centreMs);
        }
        const bool good = answer.status == 204 || answer.status == 200;
        if (good) {
            Q_EMIT taken(report);
        }
        if (const auto notice =
                answer.status == 200 ? parseHealthAnswer(answer.body) : fail(FaultCode::MessageInvalid)) {
            Q_EMIT sealNoticeTold(*notice);
        }
        Q_EMIT answered(good);
    });
    m_timer.start(static_cast<int>(kPeriodMs * (0.75 + 0.5 * QRandomGenerator::system()->generateDouble())));
}

}  // namespace hall
