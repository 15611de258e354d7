// SPDX-License-Identifier: GPL-3.0-or-later
// What of a document does not have the shape its schema asks for: which value stands there, what may stand there, and
// what to write. Knows the keywords that our schemas use (JSON Schema draft 7, a part of it).
#pragma once

#include "app/catalogue/defect.h"

#include <QJsonObject>
#include <QStringList>

namespace hall {

// Tells each place once and returns the places (JSON Pointers), of what is missing that of the member itself.
QStringList tellShape(const QJsonObject &schema, const QJsonObject &document, FileReport &report);

}  // namespace hall
