// SPDX-License-Identifier: GPL-3.0-or-later
// Builds a service from a document that has been held against its schema. Where it breaks it, the report knows of it:
// the rest is still read, so that all its defects are told at once.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/defect.h"

#include <QJsonObject>

namespace hall {

// Sound only when the report stays clean. `data` must hold tables, messages, events and fields.
[[nodiscard]] Service readService(const QJsonObject &document, const CatalogueData &data, FileReport &report);

}  // namespace hall
