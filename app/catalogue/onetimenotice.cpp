// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/onetimenotice.h"

namespace hall {

std::optional<QDate> lastDay(const rules::Policies &policies, const QDate &from, int workdays)
{
    if (workdays <= 0 || !from.isValid()) {
        return {};
    }
    return policies.calendar.after(from, workdays);
}

bool mayBePromised(const Service &service, const ServiceMaterial &material)
{
    const bool othersWord = material.id == service.delegateLetter || material.id == QLatin1String("guardian-consent");
    return !material.promise.isEmpty() && !othersWord;
}

QVector<NoticePaper> oneTimeNotice(const Service &service, const Facts &facts, const SourcedFacts &sourced,
                                   const rules::Policies &policies, const QDate &today)
{
    QVector<NoticePaper> papers;
    const QVector<MaterialNeed> needs = materialNeeds(service, facts, sourced, today);
    for (qsizetype i = 0; i < needs.size(); ++i) {
        if (needs[i].state == MaterialState::NotNeeded) {
            continue;
        }
        const ServiceMaterial &material = service.materials[i];
        NoticePaper paper;
        paper.material = &material;
        paper.state = needs[i].state;
        const bool needed = paper.state == MaterialState::Needed;
        paper.follows = needed && material.followDays > 0;
        if (paper.follows) {
            paper.until = lastDay(policies, today, material.followDays);
        }
        paper.promise = needed && mayBePromised(service, material);
        if (paper.state != MaterialState::Waived && material.original == OriginalCheck::Window) {
            paper.original = lastDay(policies, today, material.originalDays);
        }
        papers.append(paper);
    }
    return papers;
}

}  // namespace hall
