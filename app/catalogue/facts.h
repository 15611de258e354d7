// SPDX-License-Identifier: GPL-3.0-or-later
// What is known about a person and a case, by dictionary id. Absent, an invalid QVariant or an empty text means
// unknown, never "no". Shapes: text, choice, phone, region = QString; number = qlonglong; money = qlonglong in fen;
// bool = bool; date = QDate; month = QDate of its first day. Any other shape of a value counts as unknown. Facts hold
// personal data: whoever owns a map wipes it (wipeFacts) and never logs it.
#pragma once

#include <QString>
#include <QVariantMap>

namespace hall {

using Facts = QVariantMap;

enum class Tri
{
    No,
    Unknown,
    Yes
};

// Overwrites the texts of the map, then empties it. Buffers shared with other holders are left to them.
void wipeFacts(Facts &facts);

[[nodiscard]] inline bool isKnown(const Facts &facts, const QString &id)
{
    const auto it = facts.constFind(id);
    return it != facts.constEnd() && it->isValid() && !it->isNull() &&
           !(it->typeId() == QMetaType::QString && it->toString().isEmpty());
}

}  // namespace hall
