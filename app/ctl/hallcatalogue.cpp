// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/hallcatalogue.h"

namespace hall::ctl {

Result<LoadedCatalogue> catalogueFor(const Call &call, const QString &folder)
{
    CatalogueTerms terms;
    if (!call.has("region")) {
        return loadCatalogue(folder, terms);
    }
    terms.region = call.value("region");
    LoadedCatalogue loaded = loadCatalogue(folder, terms);
    if (const Done known = loaded.catalogue.hallMayStandIn(terms.region); !known) {
        return fail(known.error());
    }
    return loaded;
}

}  // namespace hall::ctl
