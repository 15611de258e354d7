// SPDX-License-Identifier: GPL-3.0-or-later
// From the signature to the paper: one commit, then the receipt. Neither sync nor the printer can undo the commit.
#include "app/session/session.h"

#include "app/session/paper.h"
#include "app/session/receiptrows.h"
#include "app/session/sessiontools.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

QString localTime(const QDateTime &utc)
{
    return utc.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
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
    QByteArray people = peopleJson();
    hash.addData(people);
    people.fill('\0');
    for (const MaterialTask &task : m_materials) {
        hash.addData(QByteArray::number(task.index));
        for (const QString &image : task.images) {
            hash.addData(image.toUtf8());
        }
        if (task.promised) {
            hash.addData(m_services.promise.version.toUtf8());
        }
        if (task.licence) {
            hash.addData(task.licence->digest.toUtf8());
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
    Facts facts = answers(*m_service, m_formKind, m_facts, today());
    if (!m_people.isEmpty()) {
        for (const QString &each : personalFields()) {
            facts.remove(each);  // that is in the list of people
        }
    }
    if (m_delegate.active) {
        facts.insert(QStringLiteral("principal_name"), m_delegate.name);
        facts.insert(QStringLiteral("principal_no"), m_delegate.number);
    }
    return jsonOf(std::move(facts));
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
    if (!bindPapers()) {
        handIn();
    }
}

void Session::handIn()
{
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
    m_transaction->consent.sharing =
        sharedSources(*m_service, answers(*m_service, m_formKind, m_facts, today()), today());
    m_transaction->assurance = m_assurance.proof();
    m_transaction->applicant = applicant();
    m_transaction->people = Sensitive<QByteArray>(peopleJson());
    m_transaction->supplements = supplementing() ? m_supplementOf : QString();
    m_transaction->materials.clear();
    m_transaction->outstanding.clear();
    for (const MaterialTask &task : std::as_const(m_materials)) {
        m_transaction->materials += filesOf(task);
        if (broughtLater(task)) {
            m_transaction->outstanding.append(m_service->materials[task.index].id);
        }
    }
    m_transaction->commitments = commitments();
    m_transaction->licences = licencesFor(*m_service);
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
        const bool signedFor = !m_transaction || m_transaction->withdraws.isEmpty();
        m_submitFault = faultMap(committed.error());
        lookForRoom(committed.error());
        Q_EMIT doneChanged();
        setStage(signedFor ? QStringLiteral("sign") : QStringLiteral("pending"));
        return;
    }
    m_committed = true;
    m_caseNumber = committed->number;
    m_delivery = m_online ? QStringLiteral("sent") : QStringLiteral("saved");
    m_handedIn += filedServices();
    countConflicts();
    releaseBoundPages();
    noteFollowUp();
    dropDraft();
    m_services.caseCommitted();
    Q_EMIT doneChanged();
    Q_EMIT suggestionsChanged();
    setStage(QStringLiteral("done"));
    printReceipt();
}

QString Session::receiptQr() const
{
    return m_caseNumber.isEmpty() ? QString() : QStringLiteral("hall:case:") + numbers().join(u',');
}

QVector<Session::NextGroup> Session::nextOf() const
{
    if (!m_service || m_caseNumber.isEmpty()) {
        return {};
    }
    NextGroup first{{}, windowSteps()};  // also what several of a chain's services say
    QVector<NextGroup> own;
    const QVector<const Service *> filed = filedParts();
    for (const Service *service : filed) {
        NextGroup group{service->title.in(m_language), {}};
        for (const LocalText &step : service->next) {
            const auto says = [&step](const Service *other) { return other->next.contains(step); };
            const bool shared = std::count_if(filed.begin(), filed.end(), says) > 1;
            QStringList &steps = shared ? first.steps : group.steps;
            if (!steps.contains(step.in(m_language))) {
                steps.append(step.in(m_language));
            }
        }
        own.append(group);
    }
    if (own.size() < 2) {
        first.steps += own.isEmpty() ? QStringList() : own.constFirst().steps;
        own.clear();
    }
    const QVector<ChainPart> parts = m_chain ? m_chain->parts : QVector<ChainPart>();
    for (const ChainPart &part : parts) {
        if (part.state == ChainPart::State::Theirs) {
            first.steps.append(m_services.receiptWords.value(m_unit.active ? u"worker-looks"_qs : u"employer-files"_qs)
                                   .in(m_language)
                                   .arg(part.service->title.in(m_language)));
        }
    }
    QVector<NextGroup> groups = QVector<NextGroup>{first} + own;
    groups.removeIf([](const NextGroup &group) { return group.steps.isEmpty(); });
    return groups;
}

QVariantList Session::nextGroups() const
{
    QVariantList list;
    for (const NextGroup &group : nextOf()) {
        list.append(QVariantMap{{QStringLiteral("title"), group.title}, {QStringLiteral("steps"), group.steps}});
    }
    return list;
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
    document.rows = {{word(m_unit.active ? "handler" : "name"), maskName(fullName())},
                     {word("cert_no"), maskNumber(m_identity->number.reveal())},
                     {word("submitted"), localTime(m_transaction->submittedAt)}};
    if (m_unit.active) {
        document.rows.append({word("unit"), unitName()});
    }
    if (m_delegate.active) {
        document.rows.append({word("principal"), maskName(m_delegate.name)});
    }
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
    for (const MaterialTask &task : m_materials) {
        if (task.promised && task.pages.isEmpty()) {
            document.rows.append({word("promise-given"), m_service->materials[task.index].title.in(m_language)});
        }
        if (task.licence) {
            document.rows.append({word("licence-held"), m_service->materials[task.index].title.in(m_language)});
        }
    }
    const bool waits = m_delivery == QLatin1String("saved");
    const QDate handedIn = m_transaction->submittedAt.toLocalTime().date();
    document.rows += routingRows(*m_services.catalogue, *m_service, m_facts,
                                 {m_services.region, waits || !today().isValid() ? QDate() : handedIn},
                                 m_services.receiptWords, m_language);
    // How the result comes and when to be there, where the service asks it; paper says no more than the screen does.
    Facts given = answers(*m_service, m_formKind, m_facts, today());
    for (const char *asked : {"delivery", "delivery_address", "guidance_date", "guidance_part", "next_survey_date"}) {
        const QString id = QString::fromLatin1(asked);
        if (const Field *field = m_services.catalogue->field(id); field && isKnown(given, id)) {
            document.rows.append({field->label.in(m_language), shownValue(*field, given.value(id), isMasked(*field))});
        }
    }
    wipeFacts(given);
    if (const QString of = m_transaction->supplements + m_transaction->withdraws; !of.isEmpty()) {
        document.rows.append({word(m_transaction->withdraws.isEmpty() ? "adds-to" : "takes-back"), shortNumber(of)});
    }
    document.rows.append({word("kiosk"), m_services.kioskId()});
    if (!today().isValid()) {
        document.notes.append(word("clock-wrong"));
    }
    for (const NextGroup &group : nextOf()) {
        if (group.title.isEmpty()) {
            document.notes += group.steps;
        } else {
            document.notes.append(
                word("answer-pair")
                    .arg(group.title, group.steps.join(m_language.startsWith(QLatin1String("zh")) ? u""_qs : u" "_qs)));
        }
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
    printPaper(m_transaction->id, QStringLiteral("receipt"), [this](int copy) -> std::optional<ReceiptDocument> {
        return m_identity && m_transaction ? std::optional(receiptDocument(copy)) : std::nullopt;
    });
}

void Session::printPaper(const QString &caseId, const QString &kind,
                         const std::function<std::optional<ReceiptDocument>(int)> &document)
{
    if (!m_services.hub->printerProfile() || !document(0)) {
        m_printState = QStringLiteral("none");
        Q_EMIT doneChanged();
        return;
    }
    m_printState = QStringLiteral("printing");
    m_printFault = {};
    Q_EMIT doneChanged();
    m_idle.setWorking(true);
    sendPaper(*m_services.hub, *m_services.store, this,
              {caseId, kind, document, [this](const device::PrintReport &report) { onPrinted(report); }});
}

void Session::onPrinted(const device::PrintReport &report)
{
    m_idle.setWorking(false);
    m_printState = paperState(report.outcome);
    m_printFault = report.outcome == device::PrintOutcome::Printed ? QVariant() : faultMap(paperFault(report));
    Q_EMIT doneChanged();
}

void Session::caseStateChanged(const QString &id, const QString &state)
{
    static const QStringList there{QStringLiteral("stored"), QStringLiteral("duplicate"), QStringLiteral("accepted"),
                                   QStringLiteral("decided"), QStringLiteral("applied")};
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
