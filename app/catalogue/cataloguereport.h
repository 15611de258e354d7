// SPDX-License-Identifier: GPL-3.0-or-later
// What the hall's list of one visit amounts to, computed from the files, with what each figure rests on.
#pragma once

#include "app/catalogue/catalogue.h"

#include <QSet>

namespace hall {

// How many of the rows behind a figure are law, read in a source, or assumed.
struct BasisCount
{
    int law = 0;
    int source = 0;
    int assumed = 0;
    void add(Basis basis);
    [[nodiscard]] int rows() const { return law + source + assumed; }
};

struct Share
{
    int part = 0;
    int whole = 0;
    BasisCount basis;
    // In percent with one decimal; 0 of nothing.
    [[nodiscard]] double percent() const;
};

// A case adds to the part of a figure only when a scripted visit has shown its service, and always to the whole.
struct CatalogueReport
{
    int items = 0;
    int cases = 0;
    Share materials;       // papers that fell away, of those before
    Share time;            // workdays that fell away, of the statutory ones
    Share immediate;       // cases promised at once or within one workday
    Share selfService;     // cases that are done whole at a kiosk
    Share online;          // cases that can be handed in from home
    Share offline;         // cases that a kiosk takes without the network, shown so
    Share visits;          // cases with at most one visit
    Share oneCard;         // functions of the social security card that a service carries
    BasisCount basis;      // of all rows above
    QStringList unproven;  // services of the list that no scripted visit has shown
};

// Services that a scripted visit has taken from the card to the end, as the file of the last run says.
struct Proven
{
    QSet<QString> online;
    QSet<QString> offline;
};

// `json`: {"format": "hall-visited/1", "services": {"ID": {"digest": "…", "online": true, "offline": true}}}. What was
// shown of another version of a service's file counts for nothing.
[[nodiscard]] Proven provenBy(const QJsonObject &json, const Catalogue &catalogue);

[[nodiscard]] CatalogueReport catalogueReport(const Catalogue &catalogue, const Proven &proven);

}  // namespace hall
