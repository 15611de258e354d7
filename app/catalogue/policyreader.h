// SPDX-License-Identifier: GPL-3.0-or-later
// Policy tables of a region: policies/ID.json, ID being "national", a province ("37") or a city ("3702"). What a
// smaller region says takes the place of what a larger one says. The document has passed its schema.
#pragma once

#include "app/catalogue/defect.h"
#include "app/catalogue/rules/policies.h"

#include <QJsonObject>

namespace hall {

// Adds to `policies`, or puts in the place of what is there.
void readPolicies(const QJsonObject &document, rules::Policies &policies, FileReport &report);

}  // namespace hall
