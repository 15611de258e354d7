// SPDX-License-Identifier: GPL-3.0-or-later
// Checks a JSON document against one of the schemas (draft-07) that are built into the program from resources/schema.
#pragma once

#include "app/catalogue/defect.h"

#include <QJsonObject>
#include <QStringList>

namespace hall {

// `schema`: the name of a file of resources/schema, "dictionary", "service" … Adds a defect per violation; the places
// returned are JSON Pointers to what is of the wrong shape, missing, or a stranger.
QStringList checkSchema(const QString &schema, const QJsonObject &document, FileReport &report);

}  // namespace hall
