// SPDX-License-Identifier: GPL-3.0-or-later
// The `fields` of an answer of the centre as facts. What the dictionary does not have, or not in this shape, is left
// out. Pure.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"
#include "app/protocol/centreclient.h"

#include <QJsonObject>

namespace hall {

[[nodiscard]] Facts centreFacts(const Catalogue &catalogue, const CentreAnswer &answer);
[[nodiscard]] Facts centreFacts(const Catalogue &catalogue, const QJsonObject &fields);

}  // namespace hall
