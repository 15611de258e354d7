// SPDX-License-Identifier: GPL-3.0-or-later
// The region profiles of a kiosk: which way a social security card of a region may be read is what the centre says, so
// each file is signed. Pure functions over files; any thread. The shape: resources/schema/region-profile.schema.json.
#pragma once

#include "app/domain/base/result.h"
#include "app/protocol/signer.h"
#include "drivers/core/regionprofile.h"

#include <QByteArray>
#include <QString>
#include <QVector>

#include <vector>

namespace hall {

// FileInvalid names the key and what it must be.
[[nodiscard]] Result<device::RegionProfile> regionProfileFromJson(const QByteArray &json);

struct LoadedRegions
{
    std::vector<device::RegionProfile> profiles;
    QVector<Fault> refused;  // SignatureBad, FileInvalid, FileUnreadable; the detail begins with the file
};

// Every *.json of the folder whose signature lies beside it as *.sig: 64 bytes, Ed25519 by `centreKey` over
// "hall-region-profile-v1\n" and the file. One that is not signed so, or is no profile, is refused; cards of its region
// are then read as far as they let everybody.
[[nodiscard]] LoadedRegions loadRegionProfiles(const QString &folder, const QByteArray &centreKey);

// With the key that lies there as centre.pub (32 bytes).
[[nodiscard]] LoadedRegions loadRegionProfiles(const QString &folder);

[[nodiscard]] QByteArray signRegionProfile(const Signer &signer, const QByteArray &json);

}  // namespace hall
