// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/chainplan.h"

#include "app/catalogue/chainform.h"
#include "app/catalogue/formengine.h"

#include <algorithm>

namespace hall {

namespace {

bool ofPeople(const QString &applicant)
{
    return applicant == QLatin1String("person") || applicant == QLatin1String("anyone");
}

ChainPart partOf(const Chain &chain, const Service &service, const ChainLink &link, const Facts &facts,
                 const QDate &today)
{
    using State = ChainPart::State;
    // What the machine does itself, like the change of a PIN, is no case to file with others.
    if (!validOn(service, today) || service.changesPin) {
        return {&service, State::NotCalled, nullptr};
    }
    const Tri called = link.onlyIf ? link.onlyIf->evaluate(facts, today) : Tri::Yes;
    // What the employer hands in is not filed by a person's visit, nor is a person's record shown to a clerk.
    if (isAnothers(chain, service)) {
        return {&service, called == Tri::No ? State::NotCalled : State::Theirs, nullptr};
    }
    if (called != Tri::Yes) {
        return {&service, called == Tri::No ? State::NotCalled : State::Open, nullptr};
    }
    if (service.query) {
        return {&service, State::Asked, nullptr};
    }
    const Eligibility verdict = eligibility(service, facts, today);
    return verdict.answer == Tri::No ? ChainPart{&service, State::Refused, verdict.clause}
                                     : ChainPart{&service, State::Taken, nullptr};
}

// What a query shows, as pages without anything to fill in.
QVector<FormPage> answerPages(const Service &query, const QStringList &shown)
{
    QVector<FormPage> pages;
    for (const ResultGroup &group : query.resultGroups) {
        FormPage page{query.id + u'-' + QString::number(pages.size() + 1), group.title, {}};
        for (const QString &id : group.fields) {
            if (!shown.contains(id)) {
                FormField field;
                field.id = id;
                field.readonly = true;
                page.fields.append(field);
            }
        }
        if (!page.fields.isEmpty()) {
            pages.append(page);
        }
    }
    return pages;
}

Form parted(const Form &form, const QSet<QString> &seen)
{
    Form pages;
    for (const FormPage &page : form.pages) {
        FormPage before{page.id, page.title, {}, page.each};
        FormPage fresh{page.id + QStringLiteral("-more"), page.title, {}, page.each};
        for (const FormField &field : page.fields) {
            (seen.contains(field.id) ? before : fresh).fields.append(field);
        }
        if (before.fields.isEmpty() || fresh.fields.isEmpty()) {
            pages.pages.append(page);
        } else {
            pages.pages.append(before);
            pages.pages.append(fresh);
        }
    }
    return pages;
}

bool followsAQuery(const Catalogue &catalogue, const Chain &chain)
{
    return std::any_of(chain.links.begin(), chain.links.end(), [&](const ChainLink &link) {
        return std::any_of(link.after.begin(), link.after.end(), [&](const QString &id) {
            const Service *before = catalogue.service(id);
            return before && before->query;
        });
    });
}

}  // namespace

bool isAnothers(const Chain &chain, const Service &service)
{
    return ofPeople(service.applicant) != ofPeople(chain.applicant);
}

QVector<ChainPart> chainParts(const Catalogue &catalogue, const Chain &chain, const Facts &facts, const QDate &today)
{
    QVector<ChainPart> parts;
    Facts known = facts;  // a later link is judged as if those before it were done
    for (const ChainLink &link : chain.links) {
        const Service *service = catalogue.service(link.service);
        if (!service) {
            continue;
        }
        parts.append(partOf(chain, *service, link, known, today));
        if (parts.constLast().state == ChainPart::State::Taken) {
            known = afterwards(*service, std::move(known));
        }
    }
    wipeFacts(known);
    return parts;
}

bool chainGoesOn(const Chain &chain, const QVector<ChainPart> &parts)
{
    const auto has = [&parts](ChainPart::State state) {
        return std::any_of(parts.begin(), parts.end(), [state](const ChainPart &part) { return part.state == state; });
    };
    return has(ChainPart::State::Taken) && (chain.atomic == Chain::Atomic::Each || !has(ChainPart::State::Refused));
}

Service chainService(const Catalogue &catalogue, const Chain &chain, const QVector<ChainPart> &parts,
                     const QSet<QString> &seen)
{
    QStringList taken;
    for (const ChainPart &part : parts) {
        const bool refuses = part.state == ChainPart::State::Refused && chain.atomic == Chain::Atomic::All;
        if (part.state == ChainPart::State::Taken || refuses) {
            taken.append(part.service->id);
        }
    }
    Service whole = mergedService(catalogue, chain, taken);
    // A chain of which nothing is called for yet may still become one that can be filled in.
    whole.offlineAllowed = (whole.offlineAllowed || taken.isEmpty()) && !followsAQuery(catalogue, chain);
    bool any = false;
    for (const ChainPart &part : parts) {
        if (part.state == ChainPart::State::Taken && !part.service->identityTypes.isEmpty()) {
            const QStringList &types = part.service->identityTypes;
            whole.identityTypes.removeIf([&types](const QString &type) { return !types.contains(type); });
            whole.identityTypes = any ? whole.identityTypes : types;
            any = true;
        }
    }
    for (const ChainPart &part : parts) {
        whole.assurance = std::max(whole.assurance, part.service->assurance);
        whole.facts += part.service->facts;
        if (part.state == ChainPart::State::Asked) {
            whole.online.pages = answerPages(*part.service, whole.online.fieldIds()) + whole.online.pages;
        }
    }
    for (const ChainLink &link : chain.links) {
        whole.facts += link.onlyIf ? link.onlyIf->facts() : QStringList();
    }
    whole.facts.sort();
    whole.facts.removeDuplicates();
    whole.online = parted(whole.online, seen);
    whole.offline = parted(whole.offline, seen);
    return whole;
}

const Chain *chainOffered(const Catalogue &catalogue, const Service &service)
{
    const Chain *best = nullptr;
    for (const Chain &chain : catalogue.chains()) {
        const auto link = std::find_if(chain.links.begin(), chain.links.end(),
                                       [&service](const ChainLink &one) { return one.service == service.id; });
        const bool all = chain.atomic == Chain::Atomic::All;
        if (link == chain.links.end() || chain.applicant != service.applicant || (!all && link->onlyIf)) {
            continue;
        }
        const bool bestAll = best && best->atomic == Chain::Atomic::All;
        if (!best || (all && !bestAll) || (all == bestAll && chain.links.size() < best->links.size())) {
            best = &chain;
        }
    }
    return best;
}

}  // namespace hall
