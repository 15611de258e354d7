// SPDX-License-Identifier: GPL-3.0-or-later
// The region profiles of a demonstration, signed by a centre that exists for this start of the program only.
#pragma once

#include "app/domain/base/result.h"

#include <QString>

namespace hall {

// Fills `folder` with the profiles of `from`, a signature beside each, and centre.pub, the key to check them with. What
// lay there goes. The signing key is forgotten. FileUnreadable, StoreIo.
[[nodiscard]] Done makeDemoRegions(const QString &from, const QString &folder);

}  // namespace hall
