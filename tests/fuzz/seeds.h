// SPDX-License-Identifier: GPL-3.0-or-later
// Seeds of the fuzz targets: where they are written, and what makes them.
#pragma once

#include "drivers/core/values.h"

#include <QByteArray>
#include <QString>

namespace hall::fuzz {

// The corpus that is written; every target has a folder there.
void openCorpus(const QString &folder);
// One seed. Ends the program when it cannot be written.
void seed(const QString &target, const QString &name, const QByteArray &bytes);
// What the first byte of many targets says: which of several parsers is meant.
QByteArray first(int byte);
// A file of resources/; empty when there is none.
QByteArray read(const QString &path);
QByteArray bytesOf(const device::Bytes &bytes);

// Cards, readers, printers, scanners, cabinets and cameras.
void cards();
void printers();
void pagePrinters();
void scanners();
void cabinets();
void holders();
void cardLines();
void papers();
void permits();
void pictures();
void calibrations();

// What kiosk and centre say to each other, and the files they keep of it.
void protocol();
void reference();
void sealNotice();
void conversations();

// Files of the catalogue, rules and facts, tables, receipts and configuration.
void catalogue();
void joinedService();
void documents();

}  // namespace hall::fuzz
