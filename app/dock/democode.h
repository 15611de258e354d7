// SPDX-License-Identifier: GPL-3.0-or-later
// What a telephone shows to a demonstration kiosk, made from a file of resources/demo/codes: the code of an electronic
// card, new every second, or any other text (resources/demo/README.md).
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>

namespace hall {

// {"subject","secret"} and maybe "age_s": a code that was made so many seconds before `now` (since 1970).
// {"text"} and maybe "times": the text, so often. FileInvalid names what is missing.
[[nodiscard]] Result<QString> demoCode(const QByteArray &json, qint64 now);

}  // namespace hall
