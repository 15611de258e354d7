// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/formengine.h"

#include "app/catalogue/eachperson.h"

#include <algorithm>

namespace hall {
namespace {

bool isVisible(const FormField &field, const Facts &facts, const QDate &today)
{
    if (field.visibleIf && field.visibleIf->evaluate(facts, today) != Tri::Yes) {
        return false;
    }
    return !field.readonly || field.required || isKnown(facts, field.id);
}

bool isRequired(const FormField &field, const Facts &facts, const QDate &today)
{
    return field.required || (field.requiredIf && field.requiredIf->evaluate(facts, today) == Tri::Yes);
}

MaterialState stateOf(const ServiceMaterial &material, const Facts &facts, const Facts &onRecord, const QDate &today)
{
    if (material.requiredIf && material.requiredIf->evaluate(facts, today) == Tri::No) {
        return MaterialState::NotNeeded;
    }
    if (material.waivedIf && material.waivedIf->evaluate(onRecord, today) == Tri::Yes) {
        return MaterialState::Waived;
    }
    return material.required ? MaterialState::Needed : MaterialState::Optional;
}

}  // namespace

QString formKindName(FormKind kind)
{
    switch (kind) {
    case FormKind::Online:
        return QStringLiteral("online");
    case FormKind::Offline:
        return QStringLiteral("offline");
    }
    Q_UNREACHABLE();
}

const Form &formOf(const Service &service, FormKind kind)
{
    switch (kind) {
    case FormKind::Online:
        return service.online;
    case FormKind::Offline:
        return service.offline;
    }
    Q_UNREACHABLE();
}

// A service that names sources to compare with asks first whether they may be asked, whatever its forms ask else.
bool asksSharing(const Service &service, FormKind kind)
{
    const Form &form = formOf(service, kind);
    return !service.checks.isEmpty() && !form.pages.isEmpty() && !form.fieldIds().contains(sharingField());
}

namespace {

// Whether one of the service's checks concerns what is answered on these pages.
bool concernsAny(const Service &service, const QVector<FormPage> &pages, const Facts &facts, const QDate &today)
{
    const bool always = std::any_of(service.checks.begin(), service.checks.end(),
                                    [](const CrossCheck &check) { return !check.when.has_value(); });
    if (always) {
        return true;
    }
    Facts given;
    for (const FormPage &page : pages) {
        for (const FormField &field : page.fields) {
            if (isKnown(facts, field.id)) {
                given.insert(field.id, facts.value(field.id));
            }
        }
    }
    const bool any = !checksAbout(service, given, today).isEmpty();
    wipeFacts(given);
    return any;
}

}  // namespace

QVector<FormPage> visiblePages(const Service &service, FormKind kind, const Facts &facts, const QDate &today)
{
    QVector<FormPage> pages;
    for (const FormPage &page : formOf(service, kind).pages) {
        FormPage shown{page.id, page.title, {}, page.each};
        for (const FormField &field : page.fields) {
            if (isVisible(field, facts, today)) {
                shown.fields.append(field);
            }
        }
        if (!shown.fields.isEmpty()) {
            pages.append(shown);
        }
    }
    if (asksSharing(service, kind) && concernsAny(service, pages, facts, today)) {
        FormField agreed;
        agreed.id = sharingField();
        agreed.required = true;
        pages.append({sharingPage(), {}, {agreed}});
    }
    return pages;
}

QStringList requiredFields(const Service &service, FormKind kind, const Facts &facts, const QDate &today)
{
    QStringList required;
    for (const FormPage &page : visiblePages(service, kind, facts, today)) {
        for (const FormField &field : page.fields) {
            if (isRequired(field, facts, today)) {
                required.append(field.id);
            }
        }
    }
    return required;
}

QVector<Problem> problems(const Catalogue &catalogue, const Service &service, FormKind kind, const Facts &facts,
                          const QDate &today)
{
    QVector<Problem> found;
    for (const FormPage &page : visiblePages(service, kind, facts, today)) {
        for (const FormField &field : page.fields) {
            if (!isKnown(facts, field.id)) {
                if (isRequired(field, facts, today)) {
                    found.append({page.id, field.id, QStringLiteral("required")});
                }
                continue;
            }
            const Field *entry = catalogue.field(field.id);
            if (const auto error =
                    entry ? validate(catalogue, *entry, facts.value(field.id), facts, today) : std::nullopt) {
                found.append({page.id, field.id, *error});
            }
        }
    }
    return found;
}

QStringList settledPages(const Catalogue &catalogue, const Service &service, FormKind kind, const Facts &facts,
                         const QDate &today)
{
    const QVector<Problem> open = problems(catalogue, service, kind, facts, today);
    QStringList settled;
    for (const FormPage &page : visiblePages(service, kind, facts, today)) {
        const bool wrong =
            std::any_of(open.begin(), open.end(), [&](const Problem &problem) { return problem.page == page.id; });
        const bool known = std::all_of(page.fields.begin(), page.fields.end(), [&](const FormField &use) {
            const Field *field = catalogue.field(use.id);
            return isKnown(facts, use.id) && (use.readonly || !field || !field->confirmEach);
        });
        if (known && !wrong) {
            settled.append(page.id);
        }
    }
    return settled;
}

Facts answers(const Service &service, FormKind kind, const Facts &facts, const QDate &today)
{
    Facts given;
    for (const FormPage &page : visiblePages(service, kind, facts, today)) {
        for (const FormField &field : page.fields) {
            if (isKnown(facts, field.id)) {
                given.insert(field.id, facts.value(field.id));
            }
        }
    }
    return given;
}

Eligibility eligibility(const Service &service, const Facts &facts, const QDate &today)
{
    Eligibility result;
    for (const EligibilityClause &clause : service.eligibility) {
        const Tri answer = clause.rule.evaluate(facts, today);
        if (answer == Tri::No) {
            return {answer, &clause};
        }
        if (answer == Tri::Unknown && result.answer == Tri::Yes) {
            result = {answer, &clause};
        }
    }
    return result;
}

QVector<MaterialNeed> materialNeeds(const Service &service, const Facts &facts, const SourcedFacts &sourced,
                                    const QDate &today)
{
    Facts onRecord = sourced.standingIn(facts);
    QVector<MaterialNeed> needs;
    for (const ServiceMaterial &material : service.materials) {
        needs.append({material.id, stateOf(material, facts, onRecord, today)});
    }
    wipeFacts(onRecord);
    return needs;
}

QVector<const CrossCheck *> checksAbout(const Service &service, const Facts &answers, const QDate &today)
{
    const auto concerns = [&](const CrossCheck &check) {
        if (!check.when) {
            return true;
        }
        const QStringList facts = check.when->facts();
        const bool ofEach = std::any_of(facts.begin(), facts.end(),
                                        [&service](const QString &fact) { return isOfEach(service, fact); });
        return ofEach || check.when->evaluate(answers, today) != Tri::No;
    };
    QVector<const CrossCheck *> about;
    for (const CrossCheck &check : service.checks) {
        if (concerns(check)) {
            about.append(&check);
        }
    }
    return about;
}

QStringList sharedSources(const Service &service, const Facts &answers, const QDate &today)
{
    QStringList sources;
    const QVariant agreed = answers.value(sharingField());
    if (agreed.typeId() == QMetaType::Bool && agreed.toBool()) {
        for (const CrossCheck *check : checksAbout(service, answers, today)) {
            sources.append(check->source);
        }
    }
    sources.removeDuplicates();
    return sources;
}

}  // namespace hall
