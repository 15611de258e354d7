// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/targetprint.h"

#include "app/domain/homepromise.h"
#include "app/recognition/targetpdf.h"
#include "app/store/kioskstore.h"
#include "app/upkeep/journaloutcome.h"
#include "drivers/hub/devicehub.h"

#include <QCryptographicHash>
#include <QUuid>

namespace hall {

namespace {

// Somebody stands there: long enough to fill the tray or to clear a jam.
constexpr std::chrono::milliseconds printDeadline{120'000};

QString word(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

}  // namespace

TargetPrint::TargetPrint(Parts parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    connect(m_parts.hub, &DeviceHub::deviceChanged, this, [this](const QString &id) {
        if (id == QLatin1String(printerId)) {
            Q_EMIT changed();
        }
    });
}

QString TargetPrint::phase() const
{
    if (!m_parts.hub->snapshot(QLatin1String(printerId))) {
        return QStringLiteral("none");
    }
    if (m_printing) {
        return QStringLiteral("printing");
    }
    return m_outcome.isEmpty() ? QStringLiteral("idle") : m_outcome;
}

QString TargetPrint::hint() const
{
    if (!m_printing) {
        return m_reason;
    }
    const auto snapshot = m_parts.hub->snapshot(QLatin1String(printerId));
    return snapshot && snapshot->fault ? word(snapshot->fault->name()) : QString();
}

void TargetPrint::end()
{
    if (m_printing && m_ofPage) {
        m_unwanted = true;
        m_parts.hub->cancelPages();
    }
    m_outcome.clear();
    m_reason.clear();
    Q_EMIT changed();
}

void TargetPrint::print(Done done)
{
    if (m_printing) {
        if (done) {
            done(fail(FaultCode::DeviceBusy, "the target is being printed"));
        }
        return;
    }
    m_printing = true;
    m_ofPage = !done;
    m_unwanted = false;
    m_outcome.clear();
    m_reason.clear();
    Q_EMIT changed();
    // Drawing and packing it takes longer than a screen may stand still.
    runApart([] { return targetPdf(); }).then(this, [this, done](const QByteArray &pdf) { journal(pdf, done); });
}

namespace {

device::PrintReport notPrinted(std::string_view reason)
{
    device::PrintReport report;
    report.outcome = device::PrintOutcome::NotPrinted;
    report.reason = reason;
    return report;
}

}  // namespace

void TargetPrint::journal(const QByteArray &pdf, const Done &done)
{
    if (m_unwanted) {
        finish(notPrinted(faultName(FaultCode::DeviceCancelled)), done);
        return;
    }
    const QString paper = QStringLiteral("target-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_parts.store
        ->beginPrint(paper, QStringLiteral("target"), QLatin1String(printerId),
                     QCryptographicHash::hash(pdf, QCryptographicHash::Sha256))
        .then(this, [this, pdf, done](const Result<PrintStart> &started) {
            if (started) {
                send(started->job, pdf, done);
            } else {
                finish(notPrinted(started.error().name()), done);
            }
        });
}

void TargetPrint::send(qint64 number, const QByteArray &pdf, const Done &done)
{
    const auto ended = [this, number, done](const device::PrintReport &report) {
        std::ignore =
            m_parts.store->endPrint(number, journalOutcome(report.outcome), QString(QLatin1Char(report.proof)),
                                    QString::fromStdString(report.reason), static_cast<qint64>(report.bytesAccepted));
        finish(report, done);
    };
    if (m_unwanted) {
        ended(notPrinted(faultName(FaultCode::DeviceCancelled)));
        return;
    }
    m_parts.hub
        ->printPages({std::to_string(number), std::make_shared<const device::Bytes>(pdf.begin(), pdf.end())},
                     printDeadline)
        .then(this, ended);
}

void TargetPrint::finish(const device::PrintReport &report, const Done &done)
{
    m_printing = false;
    switch (report.outcome) {
    case device::PrintOutcome::Printed:
        m_outcome = QStringLiteral("printed");
        break;
    case device::PrintOutcome::NotPrinted:
        m_outcome = m_unwanted ? QString() : QStringLiteral("failed");
        break;
    case device::PrintOutcome::Unknown:
        m_outcome = QStringLiteral("unknown");
        break;
    }
    const bool told = m_outcome == QLatin1String("printed") || m_outcome.isEmpty();
    m_reason = told ? QString() : QString::fromStdString(report.reason);
    Q_EMIT changed();
    if (done) {
        done(report);
    }
}

}  // namespace hall
