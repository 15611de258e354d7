// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a file that a calibration lies in.
#pragma once

#include "app/domain/base/result.h"

#include <filesystem>
#include <vector>

namespace hall {

// FileUnreadable; FileInvalid when it is larger than any calibration (64 MiB). Any thread.
[[nodiscard]] Result<std::vector<unsigned char>> readPlateFile(const std::filesystem::path &path);

}  // namespace hall
