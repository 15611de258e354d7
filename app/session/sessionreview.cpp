// SPDX-License-Identifier: GPL-3.0-or-later
// What is known and what was entered, once more before it counts; each part can be changed.
#include "app/session/session.h"

#include "app/session/sessiontools.h"

#include <algorithm>

namespace hall {

// What the sources know and nobody need confirm on its own stays together, however the visitor changes it later.
void Session::summariseKnown()
{
    if (m_knownFor == m_formKind) {
        return;
    }
    m_knownFor = m_formKind;
    m_knownPages.clear();
    const QStringList settled = settledPages(*m_services.catalogue, *m_service, m_formKind, m_facts, today());
    for (const FormPage &page : pages()) {
        const bool typed = std::any_of(page.fields.begin(), page.fields.end(), [this](const FormField &use) {
            return m_sources.value(use.id) == QLatin1String("visitor");
        });
        if (!typed && !inConflict(page) && settled.contains(page.id)) {
            m_knownPages.append(page.id);
        }
    }
}

void Session::change(const QString &pageId)
{
    const bool onKnown = m_stage == QLatin1String("form") && m_pageShown == knownPage();
    if (!onKnown && m_stage != QLatin1String("review")) {
        return;
    }
    for (const FormPage &page : pages()) {
        if (page.id == pageId) {
            m_return = onKnown ? Return::Known : Return::Review;
            showPage(pageId);
            return;
        }
    }
    for (int i = 0; i < m_materials.size() && !onKnown; ++i) {
        if (m_service->materials[m_materials[i].index].id == pageId) {
            m_return = Return::Review;
            if (m_materials[i].pages.size() > 1) {  // one of them may be wrong, or its place
                m_materialIndex = i;
                showPageList();
                return;
            }
            m_replaced = m_materials[i];
            m_materials[i].pages.clear();
            m_materials[i].images.clear();
            m_materials[i].skipped = false;
            m_materials[i].promised.reset();
            m_materials[i].licence.reset();
            showMaterial(i);
            return;
        }
    }
}

QVariantMap Session::sectionOf(const FormPage &page) const
{
    QVariantList rows;
    for (const FormField &use : page.fields) {
        const Field *field = m_services.catalogue->field(use.id);
        rows.append(QVariantMap{{QStringLiteral("label"), field->label.in(m_language)},
                                {QStringLiteral("value"), shownValue(*field, m_facts.value(use.id), isMasked(*field))},
                                {QStringLiteral("source"), m_sources.value(use.id)},
                                {QStringLiteral("paper"), readOtherwise(*field)}});
    }
    // What only a source may say cannot be changed here.
    const bool fixed =
        std::all_of(page.fields.begin(), page.fields.end(), [this](const FormField &use) { return isFixed(use); });
    return {{QStringLiteral("pageId"), page.id},
            {QStringLiteral("title"), page.title.in(m_language)},
            {QStringLiteral("fixed"), fixed},
            {QStringLiteral("rows"), rows}};
}

QVariantList Session::reviewSections() const
{
    QVariantList sections = peopleSections();
    if (m_delegate.active) {
        sections.append(principalSection());
    }
    for (const FormPage &page : pages()) {
        sections.append(sectionOf(page));
    }
    return sections;
}

QVariantList Session::knownSections() const
{
    QVariantList sections;
    for (const FormPage &page : pages()) {
        if (m_knownPages.contains(page.id)) {
            sections.append(sectionOf(page));
        }
    }
    return sections;
}

void Session::confirmReview()
{
    if (m_stage != QLatin1String("review")) {
        return;
    }
    const QVector<Problem> left = leftToDo();
    if (!left.isEmpty()) {
        change(left.constFirst().page);
        next();  // shows what is missing
        return;
    }
    checkSignature();
    setStage(QStringLiteral("sign"));
    Q_EMIT visitorChanged();
}

}  // namespace hall
