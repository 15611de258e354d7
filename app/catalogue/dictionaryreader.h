// SPDX-License-Identifier: GPL-3.0-or-later
// Builds fields from a dictionary document whose fields have passed their schema.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/defect.h"

#include <QJsonObject>

namespace hall {

// Adds the sound fields to `data`; its tables and messages must already be there.
void readDictionary(const QJsonObject &document, CatalogueData &data, FileReport &report);

}  // namespace hall
