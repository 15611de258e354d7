// SPDX-License-Identifier: GPL-3.0-or-later
// What sources say differently about the visitor: shown side by side, settled by the visitor alone, and counted.
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <algorithm>

namespace hall {

// What a paper says is the visitor's to confirm, whatever the form asks.
bool Session::isFixed(const FormField &use) const
{
    return use.readonly && isKnown(m_facts, use.id) && !saidByVisitor(use.id) &&
           m_sources.value(use.id) != QLatin1String("scan");
}

// How the page calls a source to the visitor.
QString Session::spokenSource(FactSource source) const
{
    switch (source) {
    case FactSource::SiCard:
        return QStringLiteral("social-card");
    case FactSource::IdCard:
        return plainSource();
    case FactSource::Central:
        return QStringLiteral("centre");
    case FactSource::Employer:
        return QStringLiteral("unit");
    case FactSource::Derived:
        return QStringLiteral("number");
    case FactSource::Ocr:
        return QStringLiteral("scan");
    case FactSource::Session:
        return QString();
    }
    return {};
}

bool Session::inConflict(const QString &field) const
{
    return m_disagreements.has(field) && !saidByVisitor(field);
}

bool Session::inConflict(const FormPage &page) const
{
    return std::any_of(page.fields.begin(), page.fields.end(),
                       [this](const FormField &use) { return inConflict(use.id); });
}

// What keeps the form from being handed in: also that the visitor has not said yet whose word holds. What nobody may
// change here is only shown.
QVector<Problem> Session::leftToDo() const
{
    QVector<Problem> left = problems(*m_services.catalogue, *m_service, m_formKind, m_facts, today());
    const QStringList others = askedForOthers();
    for (const FormPage &page : pages()) {
        for (const FormField &use : page.fields) {
            if (others.contains(use.id) && !isKnown(m_facts, use.id) &&
                !left.contains(Problem{page.id, use.id, QStringLiteral("required")})) {
                left.append({page.id, use.id, QStringLiteral("required")});
            }
            const bool told = std::any_of(left.cbegin(), left.cend(),
                                          [&use](const Problem &problem) { return problem.field == use.id; });
            if (inConflict(use.id) && !isFixed(use) && !told) {
                const bool alone = m_disagreements.said(use.id).size() == 1;
                left.append(
                    {page.id, use.id, alone ? QStringLiteral("not-compared") : QStringLiteral("sources-differ")});
            }
        }
    }
    return left;
}

void Session::addSaid(const FormField &use, const Field &field, FormRow &row) const
{
    const auto taken = saidByVisitor(use.id) ? m_disagreements.takenFrom(use.id) : std::nullopt;
    for (const Prefilled &one : m_disagreements.said(use.id)) {
        const bool masked = isMasked(field, sourceName(one.source));
        const bool words = field.type == FieldType::Text || field.type == FieldType::Phone;
        const ReadPlace *place = one.source == FactSource::Ocr ? placeOf(use.id) : nullptr;
        const QString picture =
            place && !place->image.isEmpty() ? QStringLiteral("image://pages/") + place->image : QString();
        row.said.append(
            QVariantMap{{QStringLiteral("source"), spokenSource(one.source)},
                        {QStringLiteral("text"), shownValue(field, one.value, masked)},
                        {QStringLiteral("hidden"), masked && !words},
                        {QStringLiteral("taken"), taken == one.source},
                        {QStringLiteral("unsure"), one.source == FactSource::Ocr && !(place && place->certain)},
                        {QStringLiteral("picture"), picture}});
    }
    row.undecided = inConflict(use.id) && !isFixed(use);
    if (row.undecided) {
        row.value = QString();
        row.display.clear();
    }
}

void Session::takeSaid(const QString &fieldId, int index)
{
    const QVector<Prefilled> said = m_disagreements.said(fieldId);
    const bool open = std::any_of(m_form.rows().cbegin(), m_form.rows().cend(),
                                  [&fieldId](const FormRow &row) { return row.fieldId == fieldId && !row.readOnly; });
    if (m_stage != QLatin1String("form") || m_busy || !open || index < 0 || index >= said.size()) {
        return;
    }
    m_unread.remove(fieldId);
    m_typed.remove(fieldId);
    m_rowCells.remove(fieldId);
    m_facts.insert(fieldId, said[index].value);
    m_disagreements.take(fieldId, said[index].source);
    answered(fieldId);
}

void Session::countConflicts()
{
    const QStringList fields = m_disagreements.fields();
    if (!fields.isEmpty() && m_services.sourcesDiffered) {
        m_services.sourcesDiffered(m_service->id, fields);
    }
}

}  // namespace hall
