// SPDX-License-Identifier: GPL-3.0-or-later
// What is built from services: chains and the list of one visit. Documents have passed their schemas.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/defect.h"

#include <QJsonObject>

namespace hall {

// `data` must hold services, events and fields. A chain is sound only when the report stays clean; a case of the list
// that is not sound is left out alone, and so is an item that is left with none.
[[nodiscard]] Chain readChain(const QJsonObject &document, const CatalogueData &data, FileReport &report);
[[nodiscard]] VisitOnce readVisitOnce(const QJsonObject &document, const CatalogueData &data, FileReport &report);

}  // namespace hall
