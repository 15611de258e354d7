// SPDX-License-Identifier: GPL-3.0-or-later
// Form pages and review.
#include "app/session/session.h"

#include "app/session/sessiontools.h"

#include <algorithm>
#include <utility>

namespace hall {

namespace {

// Regions have one table, which the dictionary does not repeat for each of them.
QString tableOf(const Field &field)
{
    return field.type == FieldType::Region ? QStringLiteral("region") : field.codeTable;
}

QString typeName(const Field &field)
{
    switch (field.type) {
    case FieldType::Choice:
    case FieldType::Region:
        return tableOf(field).isEmpty() ? QStringLiteral("text") : QStringLiteral("choice");
    case FieldType::Date:
        return QStringLiteral("date");
    case FieldType::Bool:
        return QStringLiteral("bool");
    case FieldType::Phone:
        return QStringLiteral("phone");
    case FieldType::Number:
    case FieldType::Money:
        return QStringLiteral("number");
    case FieldType::Month:
    case FieldType::Text:
    case FieldType::Set:
    case FieldType::Image:
    case FieldType::Table:
        return QStringLiteral("text");
    }
    return QStringLiteral("text");
}

// The letter under which somebody looks for an answer among many: of the pinyin in Chinese.
QString letterOf(const CodeRow &code, const QString &language)
{
    const QString text = language.startsWith(QLatin1String("zh")) ? code.initials : code.text.in(language);
    return text.left(1).toUpper();
}

// Of the ways a result may reach somebody, those that this service has; every answer to any other question.
bool delivers(const Service &service, const QString &field, const QString &code)
{
    static const QHash<QString, QString> ways{{QStringLiteral("1"), QStringLiteral("here")},
                                              {QStringLiteral("2"), QStringLiteral("pickup")},
                                              {QStringLiteral("3"), QStringLiteral("post")},
                                              {QStringLiteral("4"), QStringLiteral("message")},
                                              {QStringLiteral("5"), QStringLiteral("electronic")}};
    return field != QLatin1String("delivery") || service.delivery.isEmpty() || service.delivery.contains(ways[code]);
}

QString keyboardName(const Field &field)
{
    switch (field.keyboard) {
    case KeyboardKind::Identity:
        return QStringLiteral("id");
    case KeyboardKind::Phone:
        return QStringLiteral("phone");
    case KeyboardKind::Date:
        return field.type == FieldType::Month ? QStringLiteral("month") : QStringLiteral("date");
    case KeyboardKind::Digits:
    case KeyboardKind::Money:
        return QStringLiteral("digits");
    case KeyboardKind::None:
    case KeyboardKind::Text:
        return QStringLiteral("letters");
    }
    return QStringLiteral("letters");
}

QString money(qlonglong fen)
{
    constexpr int fenPerYuan = 100;
    return QStringLiteral("%1.%2").arg(fen / fenPerYuan).arg(fen % fenPerYuan, 2, 10, QLatin1Char('0'));
}

// To be read and checked: 200,000.00.
QString groupedMoney(qlonglong fen)
{
    constexpr qsizetype group = 3;
    QString text = money(fen);
    for (qsizetype at = text.indexOf(QLatin1Char('.')) - group; at > 0; at -= group) {
        text.insert(at, QLatin1Char(','));
    }
    return text;
}

// As an editor holds it: what readTyped takes back unchanged.
QVariant editedValue(const Field &field, const QVariant &value)
{
    if (!value.isValid()) {
        return QString();
    }
    if (field.type == FieldType::Bool) {
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    }
    if (value.typeId() == QMetaType::QDate) {
        return value.toDate().toString(field.type == FieldType::Month ? QStringLiteral("yyyy-MM")
                                                                      : QStringLiteral("yyyy-MM-dd"));
    }
    if (field.type == FieldType::Money) {
        return money(value.toLongLong());
    }
    return value.toString();
}

}  // namespace

QVector<FormPage> Session::pages() const
{
    return m_service ? visiblePages(*m_service, m_formKind, m_facts, today()) : QVector<FormPage>();
}

QString Session::shownValue(const Field &field, const QVariant &value, bool masked) const
{
    if (!value.isValid()) {
        return {};
    }
    const bool words = field.type == FieldType::Text || field.type == FieldType::Phone;
    if (masked && !words) {
        return m_services.receiptWords.value(QStringLiteral("on-record")).in(m_language);
    }
    if (field.type == FieldType::Bool) {
        const auto word = m_services.receiptWords.value(value.toBool() ? QStringLiteral("yes") : QStringLiteral("no"));
        return word.in(m_language);
    }
    if (const QString table = tableOf(field); !table.isEmpty()) {
        return m_services.catalogue->codeText(table, value.toString(), m_language);
    }
    if (field.type == FieldType::Money) {
        return groupedMoney(value.toLongLong());
    }
    const QString text = editedValue(field, value).toString();
    if (masked && field.type == FieldType::Text) {
        return field.masked ? maskNumber(text) : maskWords(text);
    }
    if (masked && field.type == FieldType::Phone && text.size() >= 7) {
        return text.left(3) + QStringLiteral("****") + text.mid(7);
    }
    return text;
}

// What the visitor said is shown as it was said. What the centre knows of the person is the person's to read: whoever
// has no more than the card sees enough of a text to say whether it is right, and of a choice, a date or a number only
// that there is one.
bool Session::isMasked(const Field &field) const
{
    if (!saidByVisitor(field.id)) {
        return isMasked(field, m_sources.value(field.id));
    }
    // Whoever took a source's word has not seen more of it by that.
    const auto taken = m_disagreements.takenFrom(field.id);
    return taken && isMasked(field, sourceName(*taken));
}

bool Session::isMasked(const Field &field, const QString &source) const
{
    if (source == QLatin1String("scan")) {
        return false;  // to be compared with the paper in the visitor's hand
    }
    const bool record = source == QLatin1String("centre") && field.pii > 0;
    return field.masked || (record && !m_assurance.allows(Assurance::Holder));
}

FormRow Session::rowOf(const FormField &use, const QStringList &required) const
{
    const Field *field = m_services.catalogue->field(use.id);
    FormRow row;
    row.fieldId = use.id;
    row.label = field->label.in(m_language);
    row.help = field->plain.in(m_language);
    row.spoken = field->spoken.in(m_language);
    row.type = typeName(*field);
    row.keyboard = keyboardName(*field);
    row.source = m_sources.value(use.id);
    row.required = required.contains(use.id);
    row.readOnly = isFixed(use);
    row.masked = isMasked(*field);
    const bool unread = m_unread.contains(use.id);  // what was typed and could not be read stays to be mended
    // An editor keeps what was typed: "2026-11-2" on the way to "2026-11-20", a blank between two words, "5" before
    // "5.50".
    row.value = m_typed.contains(use.id) ? QVariant(m_typed.value(use.id)) : editedValue(*field, m_facts.value(use.id));
    row.display = unread ? QString() : shownValue(*field, m_facts.value(use.id), row.masked);
    if (row.readOnly || (row.masked && !m_typed.contains(use.id))) {
        row.value = row.display;  // what nobody may edit or read is given out as it is shown: in words, and masked
    }
    if (row.type == QLatin1String("choice")) {
        if (const CodeTable *table = m_services.catalogue->table(tableOf(*field))) {
            for (const CodeRow &code : table->choices(use.under, today())) {
                // Without the centre nothing comes back that this machine could print.
                const bool here = use.id == QLatin1String("delivery") && code.code == QLatin1String("1");
                if (!delivers(*m_service, use.id, code.code) || (here && m_formKind == FormKind::Offline)) {
                    continue;
                }
                row.options.append(QVariantMap{{QStringLiteral("value"), code.code},
                                               {QStringLiteral("text"), code.text.in(m_language)},
                                               {QStringLiteral("seldom"), code.seldom},
                                               {QStringLiteral("initials"), code.initials},
                                               {QStringLiteral("letter"), letterOf(code, m_language)}});
            }
        }
    }
    for (const FieldError &error : m_errors) {
        if (error.field == use.id) {
            row.error = errorText(error.error);
        }
    }
    addSaid(use, *field, row);
    return row;
}

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
            m_replaced = m_materials[i];
            m_materials[i].pages.clear();
            m_materials[i].images.clear();
            m_materials[i].skipped = false;
            m_materials[i].promised.reset();
            m_materials[i].licence.reset();
            m_return = Return::Review;
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
