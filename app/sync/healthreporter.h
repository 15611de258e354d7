// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the centre once a minute how this kiosk is (POST /v1/health, app/protocol/README.md §5). No personal data. A
// report that does not arrive is not sent again: the next one says more. On the thread it was made on.
#pragma once

#include "app/sync/centreline.h"

#include <QDeadlineTimer>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <functional>

namespace hall {

class HealthReporter final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kPeriodMs = 60'000;  // ± a quarter
    static constexpr int kAwayMs = 30'000;    // ± a quarter: after a report that was not answered
    static constexpr int kSoonMs = 500;       // several changes are one report

    // `report` is asked on this object's thread when a report is due.
    HealthReporter(const KioskIdentity &identity, std::function<QJsonObject()> report, QObject *parent = nullptr);

    // Asked with each report: the number of the last answer that the kiosk has, so that later ones ride on the
    // report's.
    void setInboxAfter(std::function<std::optional<qint64>()> after) { m_inboxAfter = std::move(after); }
    void setCertificate(const KioskIdentity &identity) { m_line.setCertificate(identity); }

public Q_SLOTS:
    void soon();  // something changed; also begins

Q_SIGNALS:
    void answered(bool taken);
    void taken(const QJsonObject &report);
    void sealNoticeTold(const QByteArray &notice);  // as it came; not yet looked at
    void timeTold(qint64 centreMs);                 // with every answer that says it
    void answersCame(const QVector<wire::InboxItem> &items);

private:
    void send();
    void later(qint64 retryAfterMs);  // after a report that was not taken

    CentreLine m_line;
    std::function<QJsonObject()> m_report;
    std::function<std::optional<qint64>()> m_inboxAfter;
    QTimer m_timer;
    QDeadlineTimer m_notBefore{0};  // as the centre asked
};

}  // namespace hall
