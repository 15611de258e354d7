// SPDX-License-Identifier: GPL-3.0-or-later
// How a printer model differs, as a file: resources/printers/ID.json (schema printer-profile.schema.json).
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <QByteArray>
#include <QString>

namespace hall {

// FileInvalid names the key and what is wrong with it.
[[nodiscard]] Result<device::PrinterProfile> printerProfileFromJson(const QByteArray &json);
// `idOrFile` is a path to a file, or the id of one in RESOURCES/printers ("generic-80mm-203").
[[nodiscard]] Result<device::PrinterProfile> loadPrinterProfile(const QString &resources, const QString &idOrFile);

}  // namespace hall
