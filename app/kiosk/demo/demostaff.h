// SPDX-License-Identifier: GPL-3.0-or-later
// The staff list of a demonstration, signed with a key made on the spot. Cards and PINs: resources/demo/README.md.
#pragma once

#include "app/domain/base/result.h"

#include <QString>

namespace hall {

// Writes staff.json, staff.sig and centre.pub into `folder`.
[[nodiscard]] Done makeDemoStaff(const QString &folder);

}  // namespace hall
