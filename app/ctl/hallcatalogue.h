// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue as a hall has it, for commands that take --region.
#pragma once

#include "app/catalogue/catalogueloader.h"
#include "app/ctl/commandline.h"

namespace hall::ctl {

// Of the region in --region, of the default one without it. BadArgument when no hall may stand in the region that was
// named; defects of the catalogue are for the caller to judge.
[[nodiscard]] Result<LoadedCatalogue> catalogueFor(const Call &call, const QString &folder);

}  // namespace hall::ctl
