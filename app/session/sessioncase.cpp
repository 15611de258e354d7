// SPDX-License-Identifier: GPL-3.0-or-later
// From the signature to the paper: one commit, then the receipt. Neither sync nor the printer can undo the commit.
#include "app/session/session.h"

#include "app/protocol/digest.h"
#include "app/receipt/receiptcomposer.h"
#include "app/session/sessiontools.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <tuple>

namespace hall {

namespace {

constexpr std::chrono::milliseconds printDeadline{25000};  // preflight, print at 80 mm/s, end marker

ReceiptComposer &composer()
{
    static ReceiptComposer one;  // keeps its fonts; it holds no text
    return one;
}

QString localTime(const QDateTime &utc)
{
    return utc.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

hall::PrintOutcome storedOutcome(device::PrintOutcome outcome)
{
    switch (outcome) {
    case device::PrintOutcome::Printed:
        return PrintOutcome::Printed;
    case device::PrintOutcome::NotPrinted:
        return PrintOutcome::NotPrinted;
    case device::PrintOutcome::Unknown:
        return PrintOutcome::Unknown;
    }
    return PrintOutcome::Unknown;
}

// Why nothing (or nothing certain) came out, for the screen.
Fault faultOf(const device::PrintReport &report)
{
    for (const FaultCode code : allFaultCodes()) {
        if (faultName(code) == report.reason) {
            return Fault(code);
        }
    }
    return Fault(FaultCode::PrintUnknown);
}

}  // namespace

void Session::setSignature(const QByteArray &png)
{
    m_signature = Sensitive<QByteArray>(png);
}

void Session::keepSignature(const QByteArray &strokes)
{
    if (m_stage != QLatin1String("sign")) {
        return;
    }
    m_strokes = Sensitive<QByteArray>(strokes);
    m_signedContent = signedContent();
    m_signatureDropped = m_signatureDropped && strokes.isEmpty();
}

QByteArray Session::keptSignature() const
{
    const QByteArray &kept = m_strokes.reveal();
    return kept.isNull() ? QByteArray("") : kept;  // not null: QML makes a detached ArrayBuffer of that
}

QByteArray Session::signedContent() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray json = answersJson();
    hash.addData(json);
    json.fill('\0');
    for (const MaterialTask &task : m_materials) {
        hash.addData(QByteArray::number(task.index));
        for (const QString &image : task.images) {
            hash.addData(image.toUtf8());
        }
    }
    return hash.result();
}

void Session::checkSignature()
{
    if (m_strokes.reveal().isEmpty() || m_signedContent == signedContent()) {
        return;
    }
    forgetSignature();
    m_signatureDropped = true;
}

void Session::forgetSignature()
{
    m_signature = Sensitive<QByteArray>();
    m_strokes = Sensitive<QByteArray>();
    m_signedContent.clear();
    m_signatureDropped = false;
}

QByteArray Session::answersJson() const
{
    return jsonOf(answers(*m_service, m_formKind, m_facts, today()));
}

QByteArray Session::jsonOf(Facts facts)
{
    QJsonObject json;
    for (auto it = facts.cbegin(); it != facts.cend(); ++it) {
        if (it->typeId() == QMetaType::QDate) {
            json.insert(it.key(), it->toDate().toString(Qt::ISODate));
        } else if (it->typeId() == QMetaType::LongLong) {
            json.insert(it.key(), it->toLongLong());
        } else if (it->typeId() == QMetaType::Bool) {
            json.insert(it.key(), it->toBool());
        } else {
            json.insert(it.key(), it->toString());
        }
    }
    wipeFacts(facts);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Transaction Session::newTransaction(const Service &service) const
{
    Transaction transaction;
    transaction.id = newTransactionId(m_services.clock->wall().count());
    transaction.service = service.id;
    transaction.serviceVersion = service.version;
    transaction.catalogueVersion = m_services.catalogue->version();
    transaction.form = m_formKind == FormKind::Online ? QStringLiteral("online") : QStringLiteral("offline");
    transaction.consent = m_consent;
    transaction.submittedAt = nowUtc(*m_services.clock);
    return transaction;
}

void Session::submit()
{
    if (m_stage != QLatin1String("sign") || m_signature.reveal().isEmpty() || m_busy) {
        return;
    }
    m_submitFault = {};
    if (m_chain) {
        submitChain();
        return;
    }
    if (!m_transaction) {
        m_transaction = newTransaction(*m_service);
    }
    // A second try after a refused commit keeps its id: the same case, whatever became of the first try.
    m_transaction->answers = Sensitive<QByteArray>(answersJson());
    m_transaction->signaturePng = m_signature;
    m_transaction->consent.sharing = sharedSources(*m_service, answers(*m_service, m_formKind, m_facts, today()));
    m_transaction->assurance = m_assurance.proof();
    m_transaction->materials.clear();
    m_transaction->outstanding.clear();
    for (const MaterialTask &task : std::as_const(m_materials)) {
        m_transaction->materials += task.pages;
        if (broughtLater(task)) {
            m_transaction->outstanding.append(m_service->materials[task.index].id);
        }
    }
    setStage(QStringLiteral("submitting"));
    setBusy(true);
    m_services.writer->commit(*m_transaction, *m_identity).then(this, [this](const Result<Committed> &committed) {
        onCommitted(committed);
    });
}

void Session::onCommitted(const Result<Committed> &committed)
{
    setBusy(false);
    if (!committed) {
        m_submitFault = faultMap(committed.error());
        Q_EMIT doneChanged();
        setStage(QStringLiteral("sign"));
        return;
    }
    m_committed = true;
    m_caseNumber = committed->number;
    m_delivery = m_online ? QStringLiteral("sent") : QStringLiteral("saved");
    m_services.caseCommitted();
    Q_EMIT doneChanged();
    setStage(QStringLiteral("done"));
    printReceipt();
}

QString Session::receiptQr() const
{
    return m_caseNumber.isEmpty() ? QString() : QStringLiteral("hall:case:") + numbers().join(u',');
}

QStringList Session::nextSteps() const
{
    QStringList steps;
    if (!m_service || m_caseNumber.isEmpty()) {
        return steps;
    }
    for (const MaterialTask &task : m_materials) {
        if (broughtLater(task)) {
            steps.append(m_services.receiptWords.value(QStringLiteral("bring"))
                             .in(m_language)
                             .arg(m_service->materials[task.index].title.in(m_language)));
        }
    }
    for (const LocalText &step : m_service->next) {
        steps.append(step.in(m_language));
    }
    return steps;
}

void Session::reprint()
{
    if (m_stage == QLatin1String("done") && m_printState != QLatin1String("printing")) {
        printReceipt();
    }
}

ReceiptDocument Session::receiptDocument(int copy) const
{
    const auto word = [this](const char *name) {
        return m_services.receiptWords.value(QLatin1String(name)).in(m_language);
    };
    ReceiptDocument document;
    document.title = m_service->title.in(m_language);
    document.hall = hallName();
    document.number = m_caseNumber;
    document.numberLabel = word("number");
    document.stateLine =
        word(m_services.role == QLatin1String("form-filling") ? "form-filling" : m_delivery.toLatin1().constData());
    document.rows = {{word("name"), fullName()},
                     {word("cert_no"), maskNumber(m_identity->number.reveal())},
                     {word("submitted"), localTime(m_transaction->submittedAt)}};
    if (const QVector<ReceiptRow> cases = chainRows(); !cases.isEmpty()) {
        document.rows = cases + document.rows;
    }
    qsizetype scanned = 0;
    for (const MaterialTask &task : m_materials) {
        scanned += task.pages.size();
    }
    if (scanned > 0) {
        document.rows.append({word("materials"), QString::number(scanned)});
    }
    document.rows.append({word("kiosk"), m_services.kioskId()});
    for (const QString &step : nextSteps()) {
        document.notes.append(step);
    }
    document.qr = receiptQr();
    document.qrCaption = word("scan");
    document.printedAt = word("printed") + QLatin1Char(' ') + localTime(nowUtc(*m_services.clock));
    document.copy = copy;
    document.copyLabel = copy > 0 ? word("copy").arg(copy) : QString();
    document.largePrint = m_elder;
    return document;
}

void Session::printReceipt()
{
    const device::PrinterProfile *profile = m_services.hub->printerProfile();
    if (!profile) {
        m_printState = QStringLiteral("none");
        Q_EMIT doneChanged();
        return;
    }
    m_printState = QStringLiteral("printing");
    m_printFault = {};
    Q_EMIT doneChanged();
    m_idle.setWorking(true);
    const QString printer = QString::fromStdString(profile->id);
    const QByteArray content = sha256(receiptDocument(0).toJson());
    // The intent is on the disk before the first byte goes out. The journal numbers the copies: whatever comes after a
    // paper that is or may be in somebody's hands is one.
    m_services.store->beginPrint(m_transaction->id, QStringLiteral("receipt"), printer, content)
        .then(this, [this, profile](const Result<PrintStart> &started) {
            if (!started) {
                onPrinted({device::PrintOutcome::NotPrinted, 'D', std::string(started.error().name()), 0, 0});
                return;
            }
            const qint64 number = started->job;
            if (!m_identity || !m_transaction) {  // the visit ended meanwhile, and what would be printed with it
                std::ignore = m_services.store->endPrint(number, storedOutcome(device::PrintOutcome::NotPrinted),
                                                         QStringLiteral("D"), QStringLiteral("visit-over"), 0);
                return;
            }
            device::PrintJob job = composer().compose(receiptDocument(started->copy), *profile, std::to_string(number));
            // The outcome is journaled even when the visit is over before the paper is.
            m_services.hub->print(std::move(job), printDeadline)
                .then([store = m_services.store, number](const device::PrintReport &report) {
                    std::ignore = store->endPrint(
                        number, storedOutcome(report.outcome), QString(QLatin1Char(report.proof)),
                        QString::fromStdString(report.reason), static_cast<qint64>(report.bytesAccepted));
                    return report;
                })
                .then(this, [this](const device::PrintReport &report) { onPrinted(report); });
        });
}

void Session::onPrinted(const device::PrintReport &report)
{
    m_idle.setWorking(false);
    switch (report.outcome) {
    case device::PrintOutcome::Printed:
        m_printState = QStringLiteral("printed");
        break;
    case device::PrintOutcome::NotPrinted:
        m_printState = QStringLiteral("not-printed");
        break;
    case device::PrintOutcome::Unknown:
        m_printState = QStringLiteral("unknown");
        break;
    }
    m_printFault = report.outcome == device::PrintOutcome::Printed ? QVariant() : faultMap(faultOf(report));
    Q_EMIT doneChanged();
}

void Session::caseStateChanged(const QString &id, const QString &state)
{
    static const QStringList there{QStringLiteral("stored"), QStringLiteral("duplicate"), QStringLiteral("accepted"),
                                   QStringLiteral("decided")};
    if (m_chain && there.contains(state)) {
        partStored(id);
        return;
    }
    if (m_transaction && m_transaction->id == id && there.contains(state) && m_delivery != QLatin1String("stored")) {
        m_delivery = QStringLiteral("stored");
        Q_EMIT doneChanged();
    }
}

}  // namespace hall
