// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/chain.h"

namespace hall {

QStringList Chain::services() const
{
    QStringList ids;
    for (const ChainLink &link : links) {
        ids.append(link.service);
    }
    return ids;
}

QStringList branch(const Chain &chain, const Facts &facts, const QDate &today)
{
    QStringList ids;
    for (const ChainLink &link : chain.links) {
        if (!link.onlyIf || link.onlyIf->evaluate(facts, today) == Tri::Yes) {
            ids.append(link.service);
        }
    }
    return ids;
}

}  // namespace hall
