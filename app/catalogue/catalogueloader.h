// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a folder of catalogue files:
//   dictionary.json   the fields                 events.json    groups of the home page
//   codes/ID.json     one code table a file      messages.json  texts of refused values
//   services/ID.json  one service a file
// A file that is broken in any way is reported and left out; everything else loads. Inside the dictionary a broken
// field is left out alone. Never throws; reads only.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/defect.h"

namespace hall {

struct LoadedCatalogue
{
    Catalogue catalogue;
    QVector<Defect> defects;
};

[[nodiscard]] LoadedCatalogue loadCatalogue(const QString &folder);

}  // namespace hall
