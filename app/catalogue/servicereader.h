// SPDX-License-Identifier: GPL-3.0-or-later
// Builds a service from a document that has passed its schema.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/defect.h"

#include <QJsonObject>

namespace hall {

// Sound only when the report stays clean. `data` must hold tables, messages, events and fields.
[[nodiscard]] Service readService(const QJsonObject &document, const CatalogueData &data, FileReport &report);

}  // namespace hall
