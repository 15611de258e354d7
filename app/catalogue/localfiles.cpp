// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/localfiles.h"

#include "app/catalogue/policyreader.h"

#include <QSet>

namespace hall {
namespace {

const QString country = QStringLiteral("national");

// Larger regions before what lies in them.
QStringList largestFirst(const LocalFiles &policies, const LocalFiles &packs)
{
    QSet<QString> ids;
    for (const LocalFiles *files : {&policies, &packs}) {
        for (const auto &file : *files) {
            ids.insert(file.first);
        }
    }
    const auto rank = [](const QString &id) { return id == country ? 0 : id.size(); };
    QStringList sorted = ids.values();
    std::sort(sorted.begin(), sorted.end(),
              [&rank](const QString &a, const QString &b) { return std::pair(rank(a), a) < std::pair(rank(b), b); });
    return sorted;
}

}  // namespace

rules::Policies layPolicies(LocalFiles &policies, LocalFiles &packs, const QString &region)
{
    std::map<QString, rules::Policies> laid;
    const auto nearest = [&laid](QString id) {
        while (!id.isEmpty() && !laid.contains(id)) {
            id.chop(2);
        }
        return laid[id.isEmpty() ? country : id];
    };
    for (const QString &id : largestFirst(policies, packs)) {
        rules::Policies its = nearest(id);
        for (LocalFiles *files : {&policies, &packs}) {
            const auto found = files->find(id);
            if (found == files->end()) {
                continue;
            }
            FileDefects &defects = found->second.defects;
            rules::Policies over = its;
            readPolicies(found->second.json, over, defects.report());
            if (defects.clean()) {
                its = std::move(over);
            }
        }
        laid[id] = std::move(its);
    }
    rules::Policies here = nearest(region);
    here.area = region.left(4);
    return here;
}

}  // namespace hall
