// SPDX-License-Identifier: GPL-3.0-or-later
// Where and why a text is not JSON, told so that somebody who is no programmer finds and mends it. Qt's parser names
// the byte at which it gave up, which is often a line or a page after the mistake.
#pragma once

#include "app/catalogue/defect.h"

#include <QByteArray>

#include <optional>

namespace hall {

// The first mistake of a text, when there is one: also what QJsonDocument lets pass though it reads something else than
// was meant (bytes that are no UTF-8, a backslash before any letter, a name that stands twice).
[[nodiscard]] std::optional<Defect> jsonSlip(const QString &file, const QByteArray &text);

// Of a text that QJsonDocument refused: the first mistake, or `parserOffset` and `parserSays` when nothing of what
// people do wrong is found.
[[nodiscard]] Defect jsonDefect(const QString &file, const QByteArray &text, qsizetype parserOffset,
                                const QString &parserSays);

// The line (from 1) at which a JSON Pointer's place begins in a text that is JSON; of what is missing, where it would
// lie.
[[nodiscard]] int lineOfPlace(const QByteArray &text, const QString &pointer);

}  // namespace hall
