// SPDX-License-Identifier: GPL-3.0-or-later
// What the centre may set at its kiosks: configuration/kiosks.json of a release of reference data (README.md §7). What
// is fitted to a machine is the machine's own matter and stands in its configuration file alone.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hall {

inline constexpr qsizetype kCentreSettingsBytes = 1024 * 1024;

// Empty: not set, the kiosk's own holds.
struct CentreSettings
{
    QString hallZh;  // name of the hall, both languages or none
    QString hallEn;
    QString hoursZh;  // when its windows are open, in words; both languages or none
    QString hoursEn;
    QString region;         // where the hall stands, GB/T 2260, six digits
    QString travelPermits;  // "scan-or-type", "scan" or "none"
    bool operator==(const CentreSettings &) const = default;
};

// `{"v":1,"all":{…},"kiosks":{KIOSK:{…}}}`; what stands under `kiosk` goes before what is for all. FileInvalid for a
// key or value that is not known, also of another kiosk.
[[nodiscard]] Result<CentreSettings> parseCentreSettings(const QByteArray &json, const QString &kiosk);

// Every region that is set, for all or for one kiosk; each once. Of settings that parseCentreSettings() takes.
[[nodiscard]] QStringList regionsInSettings(const QByteArray &json);

}  // namespace hall
