// SPDX-License-Identifier: GPL-3.0-or-later
// Checks a JSON document against one of the schemas (draft-07) that are built into the program from resources/schema.
#pragma once

#include "app/catalogue/defect.h"

#include <QJsonObject>

namespace hall {

// `schema`: "dictionary", "codes", "service", "events" or "messages". Adds a defect per violation.
void checkSchema(const QString &schema, const QJsonObject &document, FileReport &report);

}  // namespace hall
