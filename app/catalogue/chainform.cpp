// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/chainform.h"

#include "app/domain/transaction.h"

#include "app/catalogue/derivations.h"
#include "app/catalogue/eachperson.h"
#include "app/catalogue/formengine.h"

#include <QSet>

namespace hall {

namespace {

constexpr qsizetype kPageFields = 6;

// Both conditions as one that holds when either does. Rules of a loaded catalogue are sound, and so is what joins them.
std::optional<rules::Rule> either(const std::optional<rules::Rule> &a, const std::optional<rules::Rule> &b,
                                  const rules::Vocabulary &vocabulary)
{
    if (!a || !b) {
        return std::nullopt;
    }
    if (a->text() == b->text()) {
        return a;
    }
    auto joined = rules::Rule::compile(u'(' + a->text() + QStringLiteral(") OR (") + b->text() + u')', vocabulary);
    return joined ? std::optional(std::move(*joined)) : std::nullopt;
}

std::optional<rules::Rule> both(const std::optional<rules::Rule> &a, const std::optional<rules::Rule> &b,
                                const rules::Vocabulary &vocabulary)
{
    if (!a || !b) {
        return std::nullopt;
    }
    if (a->text() == b->text()) {
        return a;
    }
    auto joined = rules::Rule::compile(u'(' + a->text() + QStringLiteral(") AND (") + b->text() + u')', vocabulary);
    return joined ? std::optional(std::move(*joined)) : std::nullopt;
}

class Merger
{
public:
    // `several`: it takes several people, so that what is asked of each stays apart from what is asked once.
    Merger(const Catalogue &catalogue, bool several)
        : m_catalogue(catalogue), m_vocabulary(catalogue.data()), m_several(several)
    {
    }

    Form form(const QVector<const Service *> &services, Form Service::*kind)
    {
        Form whole;
        QStringList all;
        for (const Service *service : services) {
            all += (service->*kind).fieldIds();
        }
        for (const Service *service : services) {
            for (const FormPage &page : (service->*kind).pages) {
                addPage(whole, page, all);
            }
        }
        askFirst(whole);
        return cut(whole);
    }

    QVector<ServiceMaterial> materials(const QVector<const Service *> &services)
    {
        QVector<ServiceMaterial> whole;
        for (const Service *service : services) {
            for (const ServiceMaterial &material : service->materials) {
                addMaterial(whole, material);
            }
        }
        return whole;
    }

private:
    // Whether this machine works the field out from others that are asked.
    [[nodiscard]] bool follows(const QString &id, const QStringList &all) const
    {
        const Field *field = m_catalogue.field(id);
        return field && field->derive && !field->derive->proposal &&
               field->derive->function != QLatin1String("centre") &&
               std::all_of(field->derive->from.begin(), field->derive->from.end(),
                           [&all](const QString &from) { return all.contains(from); });
    }

    void addPage(Form &whole, const FormPage &page, const QStringList &all)
    {
        const bool each = page.each && m_several;
        const QString apart = page.id + (each ? QStringLiteral("-each") : QStringLiteral("-all"));
        for (FormField field : page.fields) {
            field.readonly = field.readonly || follows(field.id, all);
            if (FormField *known = find(whole, field.id)) {
                join(*known, field);
                continue;
            }
            // What is asked of each person never joins what is asked once, though the pages have one name.
            auto place = std::find_if(whole.pages.begin(), whole.pages.end(), [&](const FormPage &p) {
                return p.each == each && (p.id == page.id || p.id == apart);
            });
            if (place == whole.pages.end()) {
                const bool taken = std::any_of(whole.pages.begin(), whole.pages.end(),
                                               [&page](const FormPage &p) { return p.id == page.id; });
                whole.pages.append({taken ? apart : page.id, page.title, {}, each});
                place = whole.pages.end() - 1;
            }
            place->fields.append(field);
        }
    }

    // Where two services' pages meet, what decides whether a question is asked may have come to stand after it: it is
    // taken before it, so that nobody is led back. What depends on each other stays as it is.
    static void askFirst(Form &whole)
    {
        QSet<QString> moved;
        for (qsizetype p = 0; p < whole.pages.size(); ++p) {
            for (qsizetype f = 0; f < whole.pages[p].fields.size(); ++f) {
                const FormField field = whole.pages[p].fields[f];
                for (const QString &on : decidedBy(field)) {
                    std::optional<FormField> decides =
                        on == field.id || moved.contains(on) ? std::nullopt : takeAfter(whole, on, p, f);
                    if (decides) {
                        moved.insert(on);
                        whole.pages[p].fields.insert(f, *decides);
                    }
                }
                if (whole.pages[p].fields[f].id != field.id) {
                    --f;  // what was put before it may depend on others in turn
                }
            }
        }
        whole.pages.removeIf([](const FormPage &page) { return page.fields.isEmpty(); });
    }

    static QStringList decidedBy(const FormField &field)
    {
        return (field.visibleIf ? field.visibleIf->facts() : QStringList()) +
               (field.requiredIf ? field.requiredIf->facts() : QStringList());
    }

    // The field, when it stands after this place and is asked.
    static std::optional<FormField> takeAfter(Form &whole, const QString &id, qsizetype page, qsizetype place)
    {
        for (qsizetype p = page; p < whole.pages.size(); ++p) {
            QVector<FormField> &fields = whole.pages[p].fields;
            for (qsizetype f = p == page ? place + 1 : 0; f < fields.size(); ++f) {
                const bool otherSort = whole.pages[p].each != whole.pages[page].each;
                if (fields[f].id == id && !fields[f].readonly && !otherSort) {
                    return fields.takeAt(f);
                }
            }
        }
        return std::nullopt;
    }

    static FormField *find(Form &form, const QString &id)
    {
        for (FormPage &page : form.pages) {
            for (FormField &field : page.fields) {
                if (field.id == id) {
                    return &field;
                }
            }
        }
        return nullptr;
    }

    void join(FormField &known, const FormField &other)
    {
        // Required without a condition in one of them is required wherever the field is shown.
        known.requiredIf = known.required || other.required ? std::nullopt
                           : known.requiredIf && other.requiredIf
                               ? either(known.requiredIf, other.requiredIf, m_vocabulary)
                           : known.requiredIf ? known.requiredIf
                                              : other.requiredIf;
        known.required = known.required || other.required;
        known.visibleIf = either(known.visibleIf, other.visibleIf, m_vocabulary);
        known.readonly = known.readonly && other.readonly;
        if (known.under != other.under) {
            known.under.clear();
        }
    }

    static Form cut(const Form &whole)
    {
        Form pages;
        for (const FormPage &page : whole.pages) {
            for (qsizetype from = 0; from < page.fields.size(); from += kPageFields) {
                const QString id = from == 0 ? page.id : page.id + u'-' + QString::number(from / kPageFields + 1);
                pages.pages.append({id, page.title, page.fields.mid(from, kPageFields), page.each});
            }
        }
        return pages;
    }

    void addMaterial(QVector<ServiceMaterial> &whole, const ServiceMaterial &material)
    {
        const auto known = std::find_if(whole.begin(), whole.end(),
                                        [&material](const ServiceMaterial &m) { return m.id == material.id; });
        if (known == whole.end()) {
            whole.append(material);
            return;
        }
        known->requiredIf = known->required && !known->requiredIf       ? std::nullopt
                            : material.required && !material.requiredIf ? std::nullopt
                            : known->requiredIf && material.requiredIf
                                ? either(known->requiredIf, material.requiredIf, m_vocabulary)
                            : known->requiredIf ? known->requiredIf
                                                : material.requiredIf;
        known->required = known->required || material.required;
        for (const QString &field : material.reads) {
            if (!known->reads.contains(field)) {
                known->reads.append(field);
            }
        }
        known->waivedIf = both(known->waivedIf, material.waivedIf, m_vocabulary);
        known->pagesLeast = std::max(known->pagesLeast, material.pagesLeast);
        known->pagesMost = std::max(known->pagesMost, material.pagesMost);
        // The stricter of what must still be seen, the shorter of what may follow.
        known->original = std::max(known->original, material.original);
        known->originalDays = std::max(known->originalDays, material.originalDays);
        known->followDays = std::min(known->followDays, material.followDays);
        known->leastDpi = std::max(known->leastDpi, material.leastDpi);
        known->format = formatForBoth(known->format, material.format);
        known->trust = std::min(known->trust, material.trust);
        // Promised only where each of the services takes a promise.
        known->promise = material.promise.isEmpty() ? QString() : known->promise;
    }

    const Catalogue &m_catalogue;
    DictionaryVocabulary m_vocabulary;
    bool m_several;
};

template <typename List> void appendNew(List &whole, const List &more)
{
    for (const auto &one : more) {
        if (!whole.contains(one)) {
            whole.append(one);
        }
    }
}

// What the services together bring about need not hold beforehand.
void addClauses(Service &whole, const Service &service, const Facts &brought)
{
    for (const EligibilityClause &clause : service.eligibility) {
        if (!brought.isEmpty() && clause.rule.evaluate(brought, QDate()) == Tri::Yes) {
            continue;
        }
        const bool known =
            std::any_of(whole.eligibility.begin(), whole.eligibility.end(),
                        [&clause](const EligibilityClause &c) { return c.rule.text() == clause.rule.text(); });
        if (!known) {
            whole.eligibility.append(clause);
        }
    }
}

void addWords(Service &whole, const Service &service)
{
    appendNew(whole.outputs, service.outputs);
    appendNew(whole.next, service.next);
    whole.needs += service.needs;
    whole.needs.removeDuplicates();
    whole.facts += service.facts;
    whole.facts.sort();
    whole.facts.removeDuplicates();
    whole.assurance = std::max(whole.assurance, service.assurance);
    whole.minutes += service.minutes;
    whole.fee += service.fee;
    whole.time.promised = std::max(whole.time.promised, service.time.promised);
    whole.time.immediate = whole.time.immediate && service.time.immediate;
    whole.offlineAllowed = whole.offlineAllowed && service.offlineAllowed;
    whole.consent.version += (whole.consent.version.isEmpty() ? QString() : QStringLiteral("+")) + service.id + u'@' +
                             service.consent.version;
    whole.consent.text.zh += (whole.consent.text.zh.isEmpty() ? QString() : QStringLiteral("\n\n")) +
                             QStringLiteral("【%1】%2").arg(service.title.zh, service.consent.text.zh);
    whole.consent.text.en += (whole.consent.text.en.isEmpty() ? QString() : QStringLiteral("\n\n")) +
                             QStringLiteral("%1: %2").arg(service.title.en, service.consent.text.en);
    for (const LegalNote &note : service.legal) {
        const bool known = std::any_of(whole.legal.begin(), whole.legal.end(),
                                       [&note](const LegalNote &n) { return n.title == note.title; });
        if (!known) {
            whole.legal.append(note);
        }
    }
}

// As many people as each of the services takes, with what any of them asks of each. A branch is one person's way, so a
// chain with branches takes one at a time.
Batch mergedBatch(const Chain &chain, const QVector<const Service *> &services)
{
    const bool branches = std::any_of(chain.links.begin(), chain.links.end(),
                                      [](const ChainLink &link) { return link.onlyIf.has_value(); });
    const bool each =
        std::all_of(services.begin(), services.end(), [](const Service *service) { return service->batch.most > 1; });
    Batch whole;
    if (services.isEmpty() || branches || !each) {
        return whole;
    }
    whole.most = services.constFirst()->batch.most;
    for (const Service *service : services) {
        whole.most = std::min(whole.most, service->batch.most);
        appendNew(whole.columns, service->batch.columns);
    }
    return whole;
}

}  // namespace

Service mergedService(const Catalogue &catalogue, const Chain &chain, const QStringList &ids)
{
    QVector<const Service *> services;
    for (const QString &id : ids) {
        if (const Service *service = catalogue.service(id)) {
            services.append(service);
        }
    }
    Service whole;
    whole.id = chain.id;
    whole.version = chain.version;
    whole.title = chain.title;
    whole.summary = chain.summary;
    whole.who = chain.who;
    whole.event = chain.event;
    whole.applicant = chain.applicant;
    whole.assurance = Assurance::Open;
    whole.offlineAllowed = !services.isEmpty();
    Facts brought;
    for (const Service *service : services) {
        addClauses(whole, *service, brought);
        brought = afterwards(*service, std::move(brought));
        addWords(whole, *service);
        whole.checks += service->checks;  // the page about sharing names every source of any of them
    }
    whole.batch = mergedBatch(chain, services);
    Merger merger(catalogue, whole.batch.most > 1);
    whole.online = merger.form(services, &Service::online);
    if (whole.offlineAllowed) {
        whole.offline = merger.form(services, &Service::offline);
    }
    whole.materials = merger.materials(services);
    settleEach(whole, catalogue.fields());
    return whole;
}

Facts partAnswers(const Catalogue &catalogue, const Service &service, bool online, const Facts &facts,
                  const QDate &today)
{
    Facts known = facts;
    const Facts derived = derive(catalogue, facts, today);
    for (auto it = derived.constBegin(); it != derived.constEnd(); ++it) {
        if (!isKnown(known, it.key())) {
            known.insert(it.key(), *it);
        }
    }
    Facts own = answers(service, online ? FormKind::Online : FormKind::Offline, known, today);
    wipeFacts(known);
    return own;
}

}  // namespace hall
