// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a folder of catalogue files:
//   dictionary.json   the fields                 events.json    groups of the home page
//   codes/ID.json     one code table a file      messages.json  texts of refused values
//   services/ID.json  one service a file             chains/ID.json    services done in one go (optional)
//   needs.json        who may need what (optional)
//   policies/ID.json  tables of a region (optional)      visit-once.json   the list of one visit (optional)
//   regions/ID.json   what a region says otherwise (optional)
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
    // What only follows from them: a service that asks a field that is left out, a list that names that service. Told
    // to nobody who mends the files; whoever uses the catalogue may ask what is not whole.
    QVector<Defect> following = {};
};

struct CatalogueTerms
{
    // A version that ends before this day is a defect; an invalid day (the clock cannot be believed) ends none.
    QDate on = QDate::currentDate();
    // Where the hall stands, GB/T 2260, six digits: whose policies and pack hold. Catalogue::hallMayStandIn() judges
    // it.
    QString region = QStringLiteral("370200");
};

[[nodiscard]] LoadedCatalogue loadCatalogue(const QString &folder, const CatalogueTerms &terms = {});

}  // namespace hall
