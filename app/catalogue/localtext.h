// SPDX-License-Identifier: GPL-3.0-or-later
// One text in the two languages that every catalogue file must carry.
#pragma once

#include <QString>

namespace hall {

struct LocalText
{
    QString zh;
    QString en;

    // language as in "zh_CN", "zh", "en"; whatever is not Chinese gets English.
    [[nodiscard]] const QString &in(const QString &language) const
    {
        return language.startsWith(QLatin1String("zh")) ? zh : en;
    }
    bool operator==(const LocalText &) const = default;
};

}  // namespace hall
