// SPDX-License-Identifier: GPL-3.0-or-later
// One code table of the catalogue.
#pragma once

#include "app/catalogue/codetable.h"
#include "app/catalogue/defect.h"

#include <QJsonObject>

namespace hall {

// `document` is of the shape of codes.schema.json, or its report knows where it is not.
[[nodiscard]] CodeTable readCodeTable(const QJsonObject &document, FileReport &report);

}  // namespace hall
