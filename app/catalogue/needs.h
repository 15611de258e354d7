// SPDX-License-Identifier: GPL-3.0-or-later
// Which services somebody may need, by what is known of the person (服务需求判定), and what the end of one service
// makes useful next (需求联动). A suggestion rests on facts that are known; what is not known never leads to one, and
// nothing is done about one until the person touches it. Pure.
#pragma once

#include "app/catalogue/defect.h"
#include "app/catalogue/facts.h"
#include "app/catalogue/localtext.h"
#include "app/catalogue/rules/rule.h"
#include "app/catalogue/service.h"

#include <QJsonObject>
#include <QVector>

namespace hall {

class Catalogue;
struct CatalogueData;

// One row of needs.json.
struct NeedRule
{
    QString id;
    QString service;
    rules::Rule when;
    LocalText why;  // one sentence with the fact it rests on
    Basis basis = Basis::Assumed;
    bool early = false;  // told also to those who must still wait for it
};

struct Need
{
    QString id;  // of the rule; empty for what follows a service
    QString service;
    LocalText why;
    bool operator==(const Need &) const = default;
};

// In the order of needs.json. A rule suggests when it is yes; a service whose conditions certainly fail, or whose
// version is not in force, is never suggested, unless its row is told early. What a service brings about counts for
// those that come after it: who must register first is told of both. One service may be needed for two reasons. An
// invalid day is unknown.
[[nodiscard]] QVector<Need> needsOf(const Catalogue &catalogue, const Facts &facts, const QDate &today);
// What `service` suggests when it has ended, and has brought about what it brings; without a rule it suggests always.
[[nodiscard]] QVector<Need> suggestionsAfter(const Catalogue &catalogue, const Service &service, const Facts &facts,
                                             const QDate &today);

// The document has passed its schema; `data` holds fields, policies and services. A row that is not sound is reported
// and left out alone.
[[nodiscard]] QVector<NeedRule> readNeeds(const QJsonObject &document, const CatalogueData &data, FileReport &report);

}  // namespace hall
