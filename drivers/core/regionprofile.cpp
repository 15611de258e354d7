// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/regionprofile.h"

#include <algorithm>

namespace hall::device {

std::string_view stepName(AuthorisationStep step)
{
    switch (step) {
    case AuthorisationStep::Pin:
        return "pin";
    case AuthorisationStep::Remote:
        return "remote";
    case AuthorisationStep::Psam:
        return "psam";
    }
    return {};
}

const RegionProfile &profileFor(std::span<const RegionProfile> profiles, std::string_view region,
                                std::string_view version)
{
    static const RegionProfile builtIn = [] {
        RegionProfile profile;
        profile.id = "default";
        return profile;
    }();
    const RegionProfile *best = &builtIn;
    for (const RegionProfile &profile : profiles) {
        const auto &versions = profile.versions;
        const bool fits = region.starts_with(profile.region) &&
                          (versions.empty() || std::find(versions.begin(), versions.end(), version) != versions.end());
        const bool longer = profile.region.size() > best->region.size();
        const bool closer = profile.region.size() == best->region.size() &&
                            (best == &builtIn || (best->versions.empty() && !versions.empty()));
        if (fits && (longer || closer)) {
            best = &profile;
        }
    }
    return *best;
}

}  // namespace hall::device
