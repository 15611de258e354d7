// SPDX-License-Identifier: GPL-3.0-or-later
// The camera's calibrations on this machine, each a file: the one in force, the one before it, and the draft of one
// that is under way. A file is replaced as a whole or not at all. Any thread, one at a time for a folder.
#pragma once

#include "app/recognition/acceptedplate.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace hall::plateshelf {

inline constexpr const char *currentName = "plate.json";
inline constexpr const char *beforeName = "plate-before.json";
inline constexpr const char *draftName = "plate-draft.json";

// FileUnreadable: there is none. FileInvalid: it is damaged.
[[nodiscard]] Result<AcceptedPlate> current(const QString &folder);
[[nodiscard]] bool hasBefore(const QString &folder);
// Puts it in force; the one that was is kept as the one before, and the draft is gone.
[[nodiscard]] Done keep(const QString &folder, const AcceptedPlate &calibration);
// The one before is in force again, and what was takes its place. FileUnreadable: there is none before.
[[nodiscard]] Done rollBack(const QString &folder);

[[nodiscard]] std::optional<AcceptedPlate> draft(const QString &folder);
[[nodiscard]] QDateTime draftTime(const QString &folder);  // invalid: there is none
[[nodiscard]] Done keepDraft(const QString &folder, const AcceptedPlate &draft);
void dropDraft(const QString &folder);

}  // namespace hall::plateshelf
