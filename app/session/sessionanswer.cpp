// SPDX-License-Identifier: GPL-3.0-or-later
// The centre's answer to a query: as groups on the screen, and on paper for whoever wants to take it along.
#include "app/catalogue/formengine.h"
#include "app/session/centrefacts.h"
#include "app/session/paper.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

namespace hall {

namespace {

constexpr int linesOfRecord = 5;  // of a list, on paper: the first fields of its group say what matters most

const QString proofPaper = QStringLiteral("proof");

QString paperName(AnswerPaper paper)
{
    switch (paper) {
    case AnswerPaper::None:
        return {};
    case AnswerPaper::Answer:
        return QStringLiteral("answer");
    case AnswerPaper::Proof:
        return proofPaper;
    }
    return {};
}

}  // namespace

QVariantList Session::rowsOf(const QStringList &fields, const Facts &record, bool inFull) const
{
    QVariantList rows;
    for (const QString &id : fields) {
        const Field *field = m_services.catalogue->field(id);
        if (field && isKnown(record, id)) {
            rows.append(
                QVariantMap{{QStringLiteral("label"), field->label.in(m_language)},
                            {QStringLiteral("value"), shownValue(*field, record.value(id), field->masked && !inFull)}});
        }
    }
    return rows;
}

QVariantList Session::answerGroups(bool inFull) const
{
    QVariantList groups;
    const auto add = [&groups](const QString &title, const QVariantList &rows, bool listed) {
        if (!rows.isEmpty()) {
            groups.append(QVariantMap{
                {QStringLiteral("title"), title}, {QStringLiteral("rows"), rows}, {QStringLiteral("listed"), listed}});
        }
    };
    for (const ResultGroup &group : m_service && m_service->query ? m_service->resultGroups : QVector<ResultGroup>()) {
        if (!group.each) {
            add(group.title.in(m_language), rowsOf(group.fields, m_queryFacts, inFull), false);
            continue;
        }
        for (const Facts &record : m_queryList) {
            QVariantList rows = rowsOf(group.fields, record, inFull);
            const bool named = isKnown(record, group.fields.constFirst());
            const QString title =
                named ? rows.takeFirst().toMap().value(QStringLiteral("value")).toString() : group.title.in(m_language);
            add(title, rows, true);
        }
    }
    return groups;
}

QVariantList Session::queryGroups() const
{
    return answerGroups(false);
}

QVariantMap Session::answerPaper() const
{
    const bool found = m_service && m_queryState == QLatin1String("found");
    return {{QStringLiteral("offered"), found ? paperName(m_service->paper) : QString()},
            {QStringLiteral("state"), m_answerPaperState},
            {QStringLiteral("fault"), m_answerPaperFault}};
}

bool Session::keptHere(const Service &service) const
{
    static const QString number = QStringLiteral("vacancy_no");
    const bool lists = service.query && std::any_of(service.resultGroups.begin(), service.resultGroups.end(),
                                                    [](const ResultGroup &group) {
                                                        return group.each && group.fields.contains(number);
                                                    });
    return lists && m_services.vacancies && !m_services.vacancies->entries.isEmpty();
}

// The centre cannot be asked. What it has sent to everybody before is shown, chosen as the centre would, by what this
// visit knows of the person's wishes.
void Session::answerFromHere()
{
    m_queryState = QStringLiteral("offline");
    if (m_service && keptHere(*m_service)) {
        const Facts known = knownFacts();
        const auto text = [&known](const char *field) { return known.value(QLatin1String(field)).toString(); };
        Wishes wishes{text("want_occupation"), text("want_region"), std::nullopt};
        if (isKnown(known, QStringLiteral("want_wage"))) {
            wishes.wage = known.value(QStringLiteral("want_wage")).toLongLong();
        }
        for (const QJsonValue one : chosen(*m_services.vacancies, wishes, today())) {
            m_queryList.append(centreFacts(*m_services.catalogue, one.toObject()));
        }
        m_queryAsOf = m_services.vacancies->date.toString(Qt::ISODate);
        m_queryState = m_queryList.isEmpty() ? QStringLiteral("none") : QStringLiteral("found");
    }
    Q_EMIT queryChanged();
}

void Session::forgetAnswer()
{
    m_queryAsOf.clear();
    wipeFacts(m_queryFacts);
    m_queryList.clear();
    m_answerPaperState.clear();
    m_answerPaperFault = {};
    ++m_answerPapers;
}

ReceiptDocument Session::answerDocument(int copy) const
{
    const auto word = [this](const char *name) {
        return m_services.receiptWords.value(QLatin1String(name)).in(m_language);
    };
    const bool proof = m_service->paper == AnswerPaper::Proof;
    ReceiptDocument document;
    document.kind = ReceiptDocument::Kind::Guide;
    document.title = m_service->title.in(m_language);
    document.hall = hallName();
    document.stateLine = word(proof ? "answer-proof" : "answer");
    int number = 0;
    for (const QVariant &one : answerGroups(proof)) {
        const QVariantMap group = one.toMap();
        const QVariantList rows = group.value(QStringLiteral("rows")).toList();
        if (group.value(QStringLiteral("listed")).toBool()) {
            QStringList told;
            for (const QVariant &row : rows.first(std::min<qsizetype>(rows.size(), linesOfRecord))) {
                const QVariantMap said = row.toMap();
                told.append(word("answer-pair")
                                .arg(said.value(QStringLiteral("label")).toString(),
                                     said.value(QStringLiteral("value")).toString()));
            }
            document.rows.append(
                {word("answer-item").arg(++number).arg(group.value(QStringLiteral("title")).toString()),
                 told.join(word("guide-and"))});
            continue;
        }
        for (const QVariant &row : rows) {
            const QVariantMap said = row.toMap();
            document.rows.append(
                {said.value(QStringLiteral("label")).toString(), said.value(QStringLiteral("value")).toString()});
        }
    }
    if (!m_queryAsOf.isEmpty()) {
        document.notes.append(word("answer-as-of").arg(m_queryAsOf));
    }
    document.rows.append({word("kiosk"), m_services.kioskId()});
    document.rows.resize(std::min<qsizetype>(document.rows.size(), ReceiptDocument::maxRows));
    if (proof) {
        document.notes.append(word("answer-ask"));
    }
    document.printedAt = word("printed") + QLatin1Char(' ') +
                         nowUtc(*m_services.clock).toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    document.largePrint = m_elder;
    document.copy = copy;
    document.copyLabel = copy > 0 ? word("copy").arg(copy) : QString();
    return document;
}

void Session::printAnswer()
{
    if (m_stage != QLatin1String("query") || answerPaper().value(QStringLiteral("offered")).toString().isEmpty() ||
        m_answerPaperState == QLatin1String("printing")) {
        return;
    }
    m_answerPaperFault = {};
    if (!m_services.hub->printerProfile() || !m_services.hub->serviceability(Capability::PrintReceipt).available) {
        m_answerPaperState = QStringLiteral("none");
        Q_EMIT queryChanged();
        return;
    }
    m_answerPaperState = QStringLiteral("printing");
    Q_EMIT queryChanged();
    m_idle.setWorking(true);
    const int asked = ++m_answerPapers;
    const auto document = [this, asked](int copy) {
        return asked == m_answerPapers && m_identity ? std::optional(answerDocument(copy)) : std::nullopt;
    };
    sendPaper(*m_services.hub, *m_services.store, this,
              {m_visitId, paperName(m_service->paper) + QLatin1Char('-') + m_service->id, document,
               [this, asked](const device::PrintReport &report) {
                   m_idle.setWorking(false);
                   if (asked != m_answerPapers) {
                       return;  // the answer it was of has gone
                   }
                   m_answerPaperState = paperState(report.outcome);
                   m_answerPaperFault =
                       report.outcome == device::PrintOutcome::Printed ? QVariant() : faultMap(paperFault(report));
                   Q_EMIT queryChanged();
               }});
}

}  // namespace hall
