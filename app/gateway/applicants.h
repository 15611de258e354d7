// SPDX-License-Identifier: GPL-3.0-or-later
// Whether whoever stands in a case may act in it: for the unit, for the other person, or alone though not of age.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/gateway/database.h"
#include "app/protocol/casebody.h"

namespace hall::gateway {

// For whom a case is. What an older kiosk's case does not say follows from its service and its answers.
[[nodiscard]] Applicant applicantOf(const Service &service, const CaseBody &body);

// Why a case is refused for whoever acts in it, as the inbox says it; empty when it is not.
// applicant: the service is not for this kind of applicant, or the case contradicts itself about who it is for.
// unit-clerk: the person of the card is none of the unit's clerks.
// delegate-letter: the letter of authority is not with it. guardian-consent: under 18 without the guardian's consent.
// `tag`: of the person of the card. Nothing is refused for a service that the catalogue does not have.
[[nodiscard]] Result<QString> applicantRefusal(QSqlDatabase &db, const Catalogue &catalogue, const CaseBody &body,
                                               const QString &tag, const QDate &today);

}  // namespace hall::gateway
