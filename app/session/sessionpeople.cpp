// SPDX-License-Identifier: GPL-3.0-or-later
// Several people in one case of a unit, entered one after another: the pages about a person are gone through for each,
// the rest is said once. The last of them is on the form pages, the others are put aside.
#include "app/catalogue/batchtable.h"
#include "app/catalogue/chainform.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace hall {

namespace {

constexpr qsizetype kFewPeople = 5;
constexpr qsizetype kPeopleRows = 20;

QJsonObject rowJson(const Facts &person)
{
    QJsonObject row;
    for (auto it = person.cbegin(); it != person.cend(); ++it) {
        if (it->typeId() == QMetaType::QDate) {
            row.insert(it.key(), it->toDate().toString(Qt::ISODate));
        } else if (it->typeId() == QMetaType::LongLong) {
            row.insert(it.key(), it->toLongLong());
        } else if (it->typeId() == QMetaType::Bool) {
            row.insert(it.key(), it->toBool());
        } else {
            row.insert(it.key(), it->toString());
        }
    }
    return row;
}

// A table has said more of this person than this form asks.
bool isBeyond(const Service &service, FormKind kind, const QString &field)
{
    return service.batch.all().contains(field) && !asks(service, kind, field);
}

}  // namespace

bool Session::takesPeople() const
{
    return m_unit.active && m_service && m_service->batch.most > 1 && !personalPages().isEmpty();
}

QStringList Session::personalPages() const
{
    QStringList ids;
    for (const FormPage &page : pages()) {
        if (page.each) {
            ids.append(page.id);
        }
    }
    return ids;
}

QStringList Session::personalFields() const
{
    QStringList ids = m_service->batch.columns;
    // What only the other form asks of a person may be known all the same: of a card, or of a table.
    for (const FormKind kind : {m_formKind, FormKind::Online, FormKind::Offline}) {
        for (const FormPage &page : formOf(*m_service, kind).pages) {
            for (const FormField &field : page.each ? page.fields : QVector<FormField>()) {
                ids.append(field.id);
            }
        }
    }
    ids.removeDuplicates();
    return ids;
}

Facts Session::personInHand() const
{
    const Facts all = answers(*m_service, m_formKind, m_facts, today());
    Facts person;
    for (const QString &id : personalFields()) {
        const bool beyond = isBeyond(*m_service, m_formKind, id);
        if (isKnown(beyond ? m_facts : all, id)) {
            person.insert(id, (beyond ? m_facts : all).value(id));
        }
    }
    return person;
}

bool Session::nobodyInHand() const
{
    return !isKnown(m_facts, QStringLiteral("cert_no")) && !isKnown(m_facts, QStringLiteral("name"));
}

QString Session::openPageOfPerson() const
{
    const QStringList personal = personalPages();
    const QVector<Problem> open = problems(*m_services.catalogue, *m_service, m_formKind, m_facts, today());
    for (const FormPage &page : pages()) {
        const bool wrong =
            std::any_of(open.begin(), open.end(), [&](const Problem &one) { return one.page == page.id; }) ||
            std::any_of(page.fields.begin(), page.fields.end(),
                        [this](const FormField &field) { return m_rowCells.contains(field.id); });
        if (wrong && personal.contains(page.id)) {
            return page.id;
        }
    }
    return {};
}

void Session::forgetPeople()
{
    for (Facts &person : m_people) {
        wipeFacts(person);
    }
    m_people.clear();
    m_rowCells.clear();
    forgetTable();
}

// In place of whoever is on the form pages now.
void Session::putInHand(const Facts &person)
{
    const QStringList fields = personalFields();
    for (const QString &id : fields) {
        m_facts.remove(id);
        m_sources.remove(id);
    }
    for (auto it = person.cbegin(); it != person.cend(); ++it) {
        m_facts.insert(it.key(), *it);
        const Field *field = m_services.catalogue->field(it.key());
        const bool follows = field && field->derive && !m_service->batch.all().contains(it.key());
        if (!follows) {  // it changes with what it follows from
            m_sources.insert(it.key(), QStringLiteral("visitor"));
        }
    }
    // What follows from the person before is not this one's.
    const Facts derived = derive(*m_services.catalogue, m_facts, today());
    for (const QString &id : std::as_const(m_service->facts)) {
        const Field *field = m_services.catalogue->field(id);
        if (field && field->derive && !fields.contains(id) && field->derive->from.contains(QStringLiteral("cert_no"))) {
            m_facts.remove(id);
            if (derived.contains(id)) {
                m_facts.insert(id, derived.value(id));
            }
        }
    }
    m_typed.clear();
    m_unread.clear();
    m_rowCells.clear();
    m_errors.clear();
}

QVector<Facts> Session::everybody() const
{
    QVector<Facts> all = m_people;
    all.append(personInHand());
    return all;
}

// What is known where this person stands on the form pages.
Facts Session::caseOf(const Facts &person) const
{
    Facts facts = m_facts;
    const QStringList personal = personalFields();
    for (const QString &id : personal) {
        facts.remove(id);
    }
    facts.insert(person);
    facts.insert(derive(*m_services.catalogue, person, today()));
    return facts;
}

// What the unit is asked once may hang on any of its people: why one of them comes late.
QStringList Session::askedForOthers() const
{
    QStringList asked;
    const QStringList personal = m_people.isEmpty() ? QStringList() : personalFields();
    const auto calls = [&](const rules::Rule &rule, const Facts &person) {
        Facts facts;
        const QStringList named = rule.facts();
        for (const QString &id : named) {
            facts.insert(id, (personal.contains(id) ? person : m_facts).value(id));
        }
        const bool yes = rule.evaluate(facts, today()) == Tri::Yes;
        wipeFacts(facts);
        return yes;
    };
    for (const FormPage &page : m_people.isEmpty() ? QVector<FormPage>() : pages()) {
        for (const FormField &use : page.each ? QVector<FormField>() : page.fields) {
            if (use.requiredIf && std::any_of(m_people.begin(), m_people.end(),
                                              [&](const Facts &one) { return calls(*use.requiredIf, one); })) {
                asked.append(use.id);
            }
        }
    }
    return asked;
}

QStringList Session::peopleProblems() const
{
    const QVector<Facts> all = everybody();
    QStringList words;
    const QVector<BatchError> errors =
        m_formKind == FormKind::Online ? checkPeople(*m_services.catalogue, *m_service, all, today()) : samePeople(all);
    const bool open = !openPageOfPerson().isEmpty();
    for (int i = 0; i < all.size(); ++i) {
        const auto wrong =
            std::find_if(errors.begin(), errors.end(), [i](const BatchError &error) { return error.row == i + 1; });
        const bool missing = open && i + 1 == all.size();
        Facts facts = caseOf(all[i]);
        const Eligibility verdict = eligibility(*m_service, facts, today());
        if (missing || (wrong != errors.end() && wrong->error == QLatin1String("required"))) {
            words.append(m_services.receiptWords.value(QStringLiteral("person-missing")).in(m_language));
        } else if (wrong != errors.end()) {
            words.append(errorText(wrong->error));
        } else if (verdict.answer == Tri::No && verdict.clause) {
            words.append(verdict.clause->message.in(m_language));
        } else {
            words.append(QString());
        }
        wipeFacts(facts);
    }
    return words;
}

QVariantMap Session::people() const
{
    if (!takesPeople() || m_stage != QLatin1String("people")) {
        return {{QStringLiteral("most"), 0}, {QStringLiteral("list"), QVariantList()}};
    }
    QVariantList list;
    const QStringList problem = peopleProblems();
    const QVector<Facts> all = everybody();
    for (int i = 0; i < all.size(); ++i) {
        list.append(
            QVariantMap{{QStringLiteral("name"), all[i].value(QStringLiteral("name")).toString()},
                        {QStringLiteral("number"), maskNumber(all[i].value(QStringLiteral("cert_no")).toString())},
                        {QStringLiteral("problem"), problem[i]}});
    }
    return {{QStringLiteral("most"), m_service->batch.most}, {QStringLiteral("list"), list}};
}

void Session::showPeople()
{
    m_return = Return::Onward;
    m_worker.waiting = false;
    setStage(QStringLiteral("people"));
    Q_EMIT unitChanged();
    Q_EMIT tableChanged();
}

void Session::addPerson()
{
    if (m_stage != QLatin1String("people") || m_people.size() + 1 >= m_service->batch.most) {
        return;
    }
    const QStringList problem = peopleProblems();
    if (!problem.constLast().isEmpty()) {
        afterPeople();
        return;
    }
    readingsEnd();  // what nobody has compared does not go into the list
    m_people.append(personInHand());
    putInHand({});
    forgetSignature();
    m_return = Return::People;
    showPage(personalPages().constFirst());
}

void Session::removePerson(int index)
{
    if (m_stage != QLatin1String("people") || index < 0 || index > m_people.size() || m_people.isEmpty()) {
        return;
    }
    if (index == 0 &&
        std::any_of(m_materials.cbegin(), m_materials.cend(), [](const MaterialTask &task) { return task.more; })) {
        dropReadPapers();  // those of the first alone are there
    }
    if (index == m_people.size()) {
        putInHand(m_people.takeLast());
    } else {
        wipeFacts(m_people[index]);
        m_people.removeAt(index);
    }
    for (MaterialTask &task : m_materials) {
        task.more = task.more && !m_people.isEmpty();
    }
    Q_EMIT unitChanged();
    Q_EMIT tableChanged();
}

// What only a source may say, as a card its own dates, costs nobody a page.
QStringList Session::pagesToAsk() const
{
    QStringList ids;
    for (const FormPage &page : pages()) {
        const bool fixed =
            std::all_of(page.fields.begin(), page.fields.end(), [this](const FormField &use) { return isFixed(use); });
        if (page.each && (!fixed || page.id == m_pageShown)) {
            ids.append(page.id);
        }
    }
    return ids;
}

void Session::nextOfPerson()
{
    const QStringList sequence = pagesToAsk();
    const auto place = sequence.indexOf(m_pageShown);
    if (place >= 0 && place + 1 < sequence.size()) {
        showPage(sequence[place + 1]);
    } else {
        showPeople();
    }
}

// Whoever turns back on the first page of a further person keeps what was entered; the list says what is missing.
void Session::backOfPerson()
{
    const QStringList sequence = pagesToAsk();
    const auto place = sequence.indexOf(m_pageShown);
    if (place > 0) {
        showPage(sequence[place - 1]);
        return;
    }
    showPeople();
}

void Session::afterPeople()
{
    const QStringList problem = peopleProblems();
    if (!problem.constLast().isEmpty()) {
        const QString open = openPageOfPerson();
        m_return = Return::People;
        showPage(open.isEmpty() ? personalPages().constFirst() : open);
        return;
    }
    if (problem.count(QString()) == problem.size()) {
        afterLastPage();
    }
}

// What a service of a chain has of each: what its own form asks, and what a table said beyond that.
Facts Session::personFor(const Service &part, const Facts &person) const
{
    Facts facts = m_facts;
    const QStringList personal = personalFields();
    for (const QString &id : personal) {
        facts.remove(id);
    }
    facts.insert(person);
    Facts asked = partAnswers(*m_services.catalogue, part, m_formKind == FormKind::Online, facts, today());
    wipeFacts(facts);
    Facts own;
    for (const QString &id : personal) {
        const bool beyond = isBeyond(part, m_formKind, id);
        if (isKnown(beyond ? person : asked, id)) {
            own.insert(id, (beyond ? person : asked).value(id));
        }
    }
    wipeFacts(asked);
    return own;
}

QByteArray Session::peopleJson(const Service *part) const
{
    if (m_people.isEmpty()) {
        return {};
    }
    QJsonArray rows;
    for (const Facts &person : everybody()) {
        rows.append(rowJson(part ? personFor(*part, person) : person));
    }
    return QJsonDocument(rows).toJson(QJsonDocument::Compact);
}

// Of a few people everything that was entered; of a crowd, whom it is about.
QVariantList Session::peopleSections() const
{
    QVariantList sections;
    QVariantList crowd;
    for (const Facts &person : m_people) {
        const QString name = person.value(QStringLiteral("name")).toString();
        if (m_people.size() > kFewPeople) {
            crowd.append(
                QVariantMap{{QStringLiteral("label"), name},
                            {QStringLiteral("value"), maskNumber(person.value(QStringLiteral("cert_no")).toString())},
                            {QStringLiteral("source"), QStringLiteral("visitor")}});
            continue;
        }
        QVariantList rows;
        for (const QString &id : personalFields()) {
            const Field *field = m_services.catalogue->field(id);
            if (field && isKnown(person, id)) {
                rows.append(QVariantMap{{QStringLiteral("label"), field->label.in(m_language)},
                                        {QStringLiteral("value"), shownValue(*field, person.value(id), false)},
                                        {QStringLiteral("source"), QStringLiteral("visitor")}});
            }
        }
        sections.append(QVariantMap{{QStringLiteral("pageId"), QStringLiteral("people")},
                                    {QStringLiteral("title"), name},
                                    {QStringLiteral("fixed"), true},
                                    {QStringLiteral("rows"), rows}});
    }
    // In pieces, so that they find their place in any column.
    for (qsizetype from = 0; from < crowd.size(); from += kPeopleRows) {
        const qsizetype to = std::min(crowd.size(), from + kPeopleRows);
        const QString title = m_services.receiptWords.value(QStringLiteral("people-from-to")).in(m_language);
        sections.append(QVariantMap{{QStringLiteral("pageId"), QStringLiteral("people")},
                                    {QStringLiteral("title"), title.arg(from + 1).arg(to)},
                                    {QStringLiteral("fixed"), true},
                                    {QStringLiteral("rows"), crowd.mid(from, to - from)}});
    }
    return sections;
}

}  // namespace hall
