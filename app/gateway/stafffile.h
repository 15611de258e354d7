// SPDX-License-Identifier: GPL-3.0-or-later
// The staff of the halls as the centre writes it down, a line each, and the list that kiosks take (its form:
// app/upkeep/stafflist.h). README.md, "Staff", shows the file. Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QDate>
#include <QString>

namespace hall::gateway {

inline constexpr qsizetype kStaffFileBytes = 1024 * 1024;
inline constexpr qsizetype kStaffPeople = 4000;

// "CARD | ROLE | NAME | LAST DAY | PIN" of each line → the list without its signature. `key`, 32 bytes, hides the
// numbers of the cards; the one of the list in force, so that a kiosk still knows who has tried wrong PINs. FileInvalid
// says the first line that is wrong, what is wrong with it, what to do, and how many there are; no number or name.
[[nodiscard]] Result<QByteArray> staffListOf(const QByteArray &text, const QByteArray &key, const QDate &today);
// The key of a list; a new one where there is no list.
[[nodiscard]] QByteArray staffKeyOf(const QByteArray &list);
// What stands in the file for a PIN: an Argon2id string. BadArgument: not six to twelve digits, or all the same.
[[nodiscard]] Result<QByteArray> hashStaffPin(const QString &pin);

}  // namespace hall::gateway
