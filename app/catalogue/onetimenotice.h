// SPDX-License-Identifier: GPL-3.0-or-later
// Everything missing told at once (一次性告知): what a case of a service needs, what of it is there already, what may
// follow later (容缺受理) and what may be promised instead (告知承诺). Pure: the day is given.
#pragma once

#include "app/catalogue/formengine.h"
#include "app/catalogue/rules/policies.h"

namespace hall {

struct NoticePaper
{
    const ServiceMaterial *material = nullptr;     // of the service, which must outlive this
    MaterialState state = MaterialState::Needed;   // never NotNeeded: such a paper is not told of
    bool follows = false;                          // needed, and may be handed in after the case
    std::optional<QDate> until = std::nullopt;     // last day for that; unknown where the calendar does not reach
    bool promise = false;                          // needed, and a promise may take its place
    std::optional<QDate> original = std::nullopt;  // last day on which the window must have seen the paper itself
    bool operator==(const NoticePaper &) const = default;
};

// The last day of a time of `workdays` that begins after `from`. Unknown for no days, for an invalid day, and where the
// calendar has not been announced.
[[nodiscard]] std::optional<QDate> lastDay(const rules::Policies &policies, const QDate &from, int workdays);

// Whether a promise may take the place of this paper: the service file names the source that can confirm it. What
// somebody else says (a letter of authority, a guardian's consent) cannot be promised by the applicant.
[[nodiscard]] bool mayBePromised(const Service &service, const ServiceMaterial &material);

// The papers of a case in the order of the service file, as far as the facts tell: with none, everything that may be
// asked for. What a source must have said counts only as `sourced`.
[[nodiscard]] QVector<NoticePaper> oneTimeNotice(const Service &service, const Facts &facts,
                                                 const SourcedFacts &sourced, const rules::Policies &policies,
                                                 const QDate &today);

}  // namespace hall
