// SPDX-License-Identifier: GPL-3.0-or-later
// What a release of reference data must be before it is signed: what a kiosk would refuse, or would never look at, is
// refused here, by the publisher (reference.h). Pure but for a temporary folder; any thread.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace hall::gateway {

// Where the parts of a release lie in it (app/protocol/README.md §7).
namespace refpath {
inline const QString kCatalogue = QStringLiteral("catalogue/");
inline const QString kPolicies = QStringLiteral("catalogue/policies/");
inline const QString kRegions = QStringLiteral("regions/");
inline const QString kVacancies = QStringLiteral("vacancies/");
inline const QString kSettings = QStringLiteral("configuration/kiosks.json");
inline const QString kStaff = QStringLiteral("staff/staff.json");
}  // namespace refpath

// files: by path of the release. The version of the catalogue, empty without one. FileInvalid names the first defect.
[[nodiscard]] Result<QString> checkReference(const QMap<QString, QByteArray> &files);

}  // namespace hall::gateway
