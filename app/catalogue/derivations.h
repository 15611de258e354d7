// SPDX-License-Identifier: GPL-3.0-or-later
// Functions by which one field follows from others, named in the dictionary.
#pragma once

#include "app/catalogue/facts.h"

#include <QStringList>

namespace hall {

// Every name a dictionary may use. "centre" is among them: it stands for what only the centre can work out.
[[nodiscard]] const QStringList &derivationNames();

// The value, or an invalid QVariant when the inputs do not give one. `inputs` in the order of Derivation::from.
[[nodiscard]] QVariant deriveValue(const QString &function, const QVariantList &inputs, const QDate &today);

}  // namespace hall
