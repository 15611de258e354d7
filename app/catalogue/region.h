// SPDX-License-Identifier: GPL-3.0-or-later
// A region as its packs (regions/ID.json, ID being a province "37" or a city "3702") state it: who handles whose case,
// how the region writes codes, and when a promised time ends. What a city says takes the place of what its province
// says. Values; any thread.
#pragma once

#include "app/catalogue/defect.h"
#include "app/catalogue/service.h"

#include <QJsonObject>
#include <QMap>

namespace hall {

struct CatalogueData;
namespace rules {
struct Policies;
}

// A public employment service (经办机构). What nobody has confirmed is left empty, never made up.
struct Agency
{
    QString district;  // GB/T 2260, six digits; the city's own for all that no district takes
    LocalText name;
    LocalText address;
    LocalText hours;
    QString phone;
    Basis basis = Basis::Assumed;
};

struct Region
{
    QString id;  // of the nearest pack; empty when there is none
    LocalText name;
    QMap<QString, Agency> agencies;  // by district
    // By service id, or by kind of applicant ("person", "employer", "institution", "anyone"): the fields that say where
    // a case belongs, best first.
    QMap<QString, QStringList> routes;
    QMap<QString, QMap<QString, QString>> codes;  // table → our code → the region's

    // Any hall of the city takes a case of any district; this is who decides on it: by the first field of the
    // service's route that is known and lies in the region, else by `hall`, where it is handed in (six digits). None
    // when the region has no agency at all.
    [[nodiscard]] const Agency *competent(const Service &service, const Facts &facts, const QString &hall) const;
    // The region's own code; ours where it has none.
    [[nodiscard]] QString mapped(const QString &table, const QString &code) const;
};

// The last day of the promised time of a case handed in on `day`; that day itself when it is immediate. Unknown for an
// unknown day, and when the time reaches into a year whose days off are not announced yet.
[[nodiscard]] std::optional<QDate> promisedDay(const Service &service, const QDate &day,
                                               const rules::Policies &policies);

// Lays a pack over `region`; a document that breaks its schema is read for its defects, and what comes out is not to be
// used. `data` holds fields and tables. Routes of services and texts of services are checked when those are known.
void readRegion(const QJsonObject &document, const CatalogueData &data, Region &region, FileReport &report);

}  // namespace hall
