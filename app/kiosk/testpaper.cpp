// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/testpaper.h"

#include "app/domain/receiptdocument.h"
#include "app/receipt/receiptcomposer.h"
#include "app/store/kioskstore.h"
#include "app/upkeep/journaloutcome.h"
#include "drivers/hub/devicehub.h"
#include "drivers/printer/printerstate.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFuture>
#include <QJsonDocument>
#include <QUuid>

namespace hall {

namespace {

constexpr qint64 largestDocument = 1024 * 1024;             // bytes
constexpr std::chrono::milliseconds printDeadline{25'000};  // preflight, print at 80 mm/s, end marker

Result<ReceiptDocument> documentOf(const QJsonObject &request)
{
    if (request.value(u"document").isObject()) {
        return ReceiptDocument::fromJson(QJsonDocument(request.value(u"document").toObject()).toJson());
    }
    QFile file(request.value(u"file").toString());
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, file.errorString().toStdString());
    }
    return ReceiptDocument::fromJson(file.read(largestDocument));
}

void print(const TestPaperParts &parts, QObject *owner, const ReceiptDocument &document,
           const ControlServer::Reply &reply)
{
    const QString paper = QStringLiteral("test-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QByteArray content = QCryptographicHash::hash(document.toJson(), QCryptographicHash::Sha256);
    const device::PrinterProfile *profile = parts.hub->printerProfile();
    parts.store->beginPrint(paper, QStringLiteral("test"), QString::fromStdString(profile->id), content)
        .then(owner, [parts, owner, document, profile, reply](const Result<PrintStart> &started) {
            if (!started) {
                reply(fail(started.error()));
                return;
            }
            const qint64 number = started->job;
            ReceiptComposer composer;
            parts.hub->print(composer.compose(document, *profile, std::to_string(number)), printDeadline)
                .then(owner, [store = parts.store, number, reply](const device::PrintReport &report) {
                    std::ignore = store->endPrint(
                        number, journalOutcome(report.outcome), QString(QLatin1Char(report.proof)),
                        QString::fromStdString(report.reason), static_cast<qint64>(report.bytesAccepted));
                    reply(reportJson(report));
                });
        });
}

}  // namespace

QJsonObject reportJson(const device::PrintReport &report)
{
    return {{QStringLiteral("outcome"), QString::fromLatin1(device::outcomeName(report.outcome))},
            {QStringLiteral("proof"), QString(QLatin1Char(report.proof))},
            {QStringLiteral("reason"), QString::fromStdString(report.reason)}};
}

void addTestPaper(TestPaperParts parts, QObject *owner)
{
    ControlServer *server = parts.server;
    server->add(QStringLiteral("receipt-print"), ControlServer::Access::Technician,
                [parts = std::move(parts), owner](const QJsonObject &request, const ControlServer::Reply &reply) {
                    const Result<ReceiptDocument> document = documentOf(request);
                    if (!document) {
                        reply(fail(document.error()));
                    } else if (!parts.hub->printerProfile()) {
                        reply(fail(FaultCode::DeviceNotReady, "no receipt printer is fitted"));
                    } else if (!parts.atRest()) {
                        reply(fail(FaultCode::DeviceBusy, "a visit has the printer"));
                    } else {
                        print(parts, owner, *document, reply);
                    }
                });
}

}  // namespace hall
