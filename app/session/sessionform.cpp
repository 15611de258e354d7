// SPDX-License-Identifier: GPL-3.0-or-later
// Form pages.
#include "app/session/session.h"

#include "app/session/sessiontools.h"

#include <algorithm>
#include <utility>

namespace hall {

QVector<FormPage> Session::pages() const
{
    return m_service ? visiblePages(*m_service, m_formKind, m_facts, today()) : QVector<FormPage>();
}

QStringList Session::pageSequence() const
{
    QStringList sequence;
    for (const FormPage &page : pages()) {
        if (!m_knownPages.contains(page.id)) {
            sequence.append(page.id);
        } else if (!sequence.contains(knownPage())) {
            sequence.prepend(knownPage());
        }
    }
    return sequence;
}

void Session::showPage(const QString &id)
{
    m_pageShown = id;
    m_worker.waiting = false;
    m_worker.note.clear();
    m_errors.clear();
    m_unread.clear();
    m_typed.clear();
    showRowCells();
    refreshForm();
    const bool wasForm = m_stage == QLatin1String("form");
    setStage(QStringLiteral("form"));
    Q_EMIT unitChanged();
    Q_EMIT tableChanged();
    Q_EMIT errorsChanged();
    if (wasForm) {
        Q_EMIT pageChanged();
    }
}

void Session::showLastPage()
{
    m_return = Return::Onward;
    if (const QStringList sequence = pageSequence(); !sequence.isEmpty()) {
        showPage(sequence.constLast());
    }
}

void Session::returnTo()
{
    const Return target = std::exchange(m_return, Return::Onward);
    if (target == Return::Known) {
        showPage(knownPage());
    } else {
        setStage(QStringLiteral("review"));
        Q_EMIT reviewChanged();
    }
}

void Session::refreshForm()
{
    if (m_stage == QLatin1String("delegate")) {
        m_form.setRows(principalRows());
        return;
    }
    if (!m_service || m_service->query) {
        return;
    }
    const QStringList required = requiredFields(*m_service, m_formKind, m_facts, today()) + askedForOthers();
    QVector<FormRow> rows;
    for (const FormPage &page : pages()) {
        if (page.id == m_pageShown) {
            for (const FormField &use : page.fields) {
                rows.append(rowOf(use, required));
            }
        }
    }
    m_form.setRows(std::move(rows));
}

QVariantMap Session::page() const
{
    const QStringList sequence = pageSequence();
    QString title;
    for (const FormPage &page : pages()) {
        if (page.id == m_pageShown) {
            title = page.title.in(m_language);
        }
    }
    return {{QStringLiteral("id"), m_pageShown},
            {QStringLiteral("title"), title},
            {QStringLiteral("index"), std::max<int>(0, static_cast<int>(sequence.indexOf(m_pageShown)))},
            {QStringLiteral("count"), static_cast<int>(sequence.size())}};
}

void Session::setAnswer(const QString &fieldId, const QVariant &value)
{
    const Field *field = m_services.catalogue->field(fieldId);
    if (!field || (m_stage != QLatin1String("form") && m_stage != QLatin1String("delegate"))) {
        return;
    }
    const QString typed = value.typeId() == QMetaType::Bool
                              ? (value.toBool() ? QStringLiteral("true") : QStringLiteral("false"))
                              : value.toString();
    const auto read = readTyped(*field, typed);
    m_unread.remove(fieldId);
    m_rowCells.remove(fieldId);
    m_typed.insert(fieldId, typed);
    if (!read) {
        m_unread.insert(fieldId, typed);
        m_facts.remove(fieldId);
    } else if (read->isValid()) {
        m_facts.insert(fieldId, *read);
    } else {
        m_facts.remove(fieldId);
    }
    m_disagreements.leave(fieldId);
    answered(fieldId);
}

void Session::answered(const QString &fieldId)
{
    m_sources.insert(fieldId, QStringLiteral("visitor"));
    followAnswer(fieldId);
    if (fieldId == sharingField()) {
        noteSharing();
    } else {
        reviewSharing();
    }
    m_errors.removeIf([&](const FieldError &error) { return error.field == fieldId; });
    refreshForm();
    Q_EMIT errorsChanged();
    Q_EMIT draftChanged();
}

QString Session::errorText(const ErrorId &error) const
{
    const Message *message = m_services.catalogue->message(error);
    return message ? message->happened.in(m_language) + QLatin1Char(' ') + message->todo.in(m_language) : error;
}

QVariantList Session::errors() const
{
    QVariantList list;
    for (const FieldError &error : m_errors) {
        list.append(
            QVariantMap{{QStringLiteral("fieldId"), error.field},
                        {QStringLiteral("label"), m_services.catalogue->field(error.field)->label.in(m_language)},
                        {QStringLiteral("text"), errorText(error.error)}});
    }
    return list;
}

void Session::collectErrors()
{
    m_errors.clear();
    const QVector<Problem> all = leftToDo();
    for (auto it = m_unread.cbegin(); it != m_unread.cend(); ++it) {
        const auto read = readTyped(*m_services.catalogue->field(it.key()), it.value());
        if (!read) {
            m_errors.append({it.key(), read.error()});
        }
    }
    // Nobody can fill in what follows from an answer that is wrong itself.
    const auto follows = [this](const QString &id) {
        const Field *field = m_services.catalogue->field(id);
        return field && field->derive && !field->derive->proposal &&
               std::any_of(m_errors.begin(), m_errors.end(),
                           [&](const FieldError &error) { return field->derive->from.contains(error.field); });
    };
    for (const Problem &problem : all) {
        if (problem.page == m_pageShown && !m_unread.contains(problem.field) && !follows(problem.field)) {
            m_errors.append({problem.field, problem.error});
        }
    }
}

void Session::next()
{
    if (m_busy) {
        return;
    }
    if (m_stage == QLatin1String("form")) {
        nextPage();
    } else if (m_stage == QLatin1String("scan")) {
        afterMaterial();
    } else if (m_stage == QLatin1String("page-list")) {
        goOnFromList();
    } else if (m_stage == QLatin1String("people")) {
        afterPeople();
    } else if (m_stage == QLatin1String("table-rows")) {
        takeRows();
    } else if (m_stage == QLatin1String("delegate")) {
        nextPrincipal();
    }
}

void Session::nextPage()
{
    collectErrors();
    if (!m_errors.isEmpty()) {
        refreshForm();
        Q_EMIT errorsChanged();
        return;
    }
    if (m_pageShown == knownPage()) {
        // What was known may have been emptied since: it is asked for where it stands.
        const QVector<Problem> left = leftToDo();
        const auto first = std::find_if(left.cbegin(), left.cend(),
                                        [this](const Problem &one) { return m_knownPages.contains(one.page); });
        if (first != left.cend()) {
            m_return = Return::Known;
            showPage(first->page);
            collectErrors();
            refreshForm();
            Q_EMIT errorsChanged();
            return;
        }
    }
    readingsOfAnother();
    if (m_return == Return::Known) {
        returnTo();
        return;
    }
    if (m_return == Return::People) {
        nextOfPerson();
        return;
    }
    if (m_return == Return::Table) {
        nextOfRow();
        return;
    }
    const bool firstOfPeople = takesPeople() && m_people.isEmpty() && m_return == Return::Onward;
    if (firstOfPeople && m_pageShown == personalPages().constFirst() && showPaperToRead()) {
        return;
    }
    if (m_chain) {
        nextChainPage();
        return;
    }
    if (m_return == Return::Review) {
        // An answer may have opened questions further on: those are asked before going back.
        const QVector<Problem> left = leftToDo();
        if (left.isEmpty()) {
            afterLastPage();
        } else {
            showPage(left.constFirst().page);
        }
        return;
    }
    const QStringList sequence = pageSequence();
    // With several people the list is where each of them is looked at.
    const QStringList personal = m_people.isEmpty() ? QStringList() : personalPages();
    const QString open = m_people.isEmpty() ? QString() : openPageOfPerson();
    const auto next = std::find_if(sequence.begin() + sequence.indexOf(m_pageShown) + 1, sequence.end(),
                                   [&](const QString &id) { return !personal.contains(id) || id == open; });
    if (next != sequence.end()) {
        showPage(*next);
    } else {
        afterLastPage();
    }
}

void Session::afterLastPage()
{
    if (takesPeople() && m_return == Return::Onward && m_stage == QLatin1String("form")) {
        showPeople();
        return;
    }
    collectMaterials();
    if (!lookForLicences()) {
        toMaterials();
    }
}

void Session::toMaterials()
{
    const auto open =
        std::find_if(m_materials.cbegin(), m_materials.cend(), [](const MaterialTask &task) { return isOpen(task); });
    if (open != m_materials.cend()) {
        showMaterial(static_cast<int>(open - m_materials.cbegin()));
    } else {
        m_return = Return::Onward;
        setStage(QStringLiteral("review"));
        Q_EMIT reviewChanged();
    }
}

void Session::showEveryStage(const std::function<void()> &settle)
{
    const Service *first = nullptr;
    for (const Service &service : m_services.catalogue->services()) {
        if (!service.query && !first) {
            first = &service;
        }
    }
    m_service = first;
    for (const QString &stage : stageNames()) {
        if (stage == QLatin1String("ended") || stage == QLatin1String("take-card")) {
            continue;  // these go on by themselves
        }
        setStage(stage);
        refreshForm();
        Q_EMIT serviceChanged();
        settle();
        if (stage == QLatin1String("form")) {
            showPage(knownPage());
            settle();
        }
    }
    setStage(QStringLiteral("attract"));
}

}  // namespace hall
