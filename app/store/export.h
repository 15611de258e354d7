// SPDX-License-Identifier: GPL-3.0-or-later
// The queue on a stick, still sealed: for a kiosk whose way to the centre is closed for good.
#pragma once

#include "app/domain/base/result.h"

#include <QSqlDatabase>
#include <QString>

namespace hall {

class BlobFiles;

// See KioskStore::exportSealed. The manifest comes last: without it the export is not whole.
[[nodiscard]] Result<int> exportSealed(QSqlDatabase &db, const BlobFiles &blobs, const QString &folder);

}  // namespace hall
