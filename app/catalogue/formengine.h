// SPDX-License-Identifier: GPL-3.0-or-later
// What a form shows, asks and accepts for the facts known so far. Every function is pure: same input, same answer.
// The day is given, never looked up.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"
#include "app/catalogue/prefill.h"
#include "app/catalogue/sourcedfacts.h"
#include "app/catalogue/validation.h"

namespace hall {

enum class FormKind
{
    Online,
    Offline
};

struct Eligibility
{
    Tri answer = Tri::Yes;
    // The clause that decided: the first that fails, else the first that cannot be decided; nullptr when all hold.
    // Points into the service.
    const EligibilityClause *clause = nullptr;
};

struct Problem
{
    QString page;
    QString field;
    ErrorId error;
    bool operator==(const Problem &) const = default;
};

enum class MaterialState
{
    Needed,
    Optional,
    Waived,    // the centre knows it already
    NotNeeded  // this case does not call for it
};

struct MaterialNeed
{
    QString material;
    MaterialState state = MaterialState::Needed;
    bool operator==(const MaterialNeed &) const = default;
};

[[nodiscard]] const Form &formOf(const Service &service, FormKind kind);

// Whether the sources of a service's checks may be asked: the page that asks it, and its field. The page follows the
// others of every form of a service with checks that concern the case, unless the form asks the field itself; it has no
// title.
[[nodiscard]] inline QString sharingPage()
{
    return QStringLiteral("sharing");
}
[[nodiscard]] inline QString sharingField()
{
    return QStringLiteral("consent_share_flag");
}
[[nodiscard]] bool asksSharing(const Service &service, FormKind kind);

// Pages with the fields that are visible now, in order; pages without any are left out. A field whose visibleIf is
// unknown stays hidden, and so does a read-only optional field that no source knows.
[[nodiscard]] QVector<FormPage> visiblePages(const Service &service, FormKind kind, const Facts &facts,
                                             const QDate &today);

// Visible fields that must be filled in. A requiredIf that is unknown does not require.
[[nodiscard]] QStringList requiredFields(const Service &service, FormKind kind, const Facts &facts, const QDate &today);

// What still keeps the form from being handed in, in the order of the pages.
[[nodiscard]] QVector<Problem> problems(const Catalogue &catalogue, const Service &service, FormKind kind,
                                        const Facts &facts, const QDate &today);

// Pages with nothing left to ask: every visible field has a valid value, and none of those values must be confirmed on
// its own. They may be shown and accepted together. Ids, in order.
[[nodiscard]] QStringList settledPages(const Catalogue &catalogue, const Service &service, FormKind kind,
                                       const Facts &facts, const QDate &today);

// The known values of the visible fields: what is handed in. Answers to questions that are hidden now are left behind.
[[nodiscard]] Facts answers(const Service &service, FormKind kind, const Facts &facts, const QDate &today);

// All clauses in Kleene logic: one that fails decides, else one that is unknown.
[[nodiscard]] Eligibility eligibility(const Service &service, const Facts &facts, const QDate &today);

// Asked for when it is not certain that the case, by all its facts, needs none. Waived only on what sources said and
// the facts still say: a visitor's own word waives nothing.
[[nodiscard]] QVector<MaterialNeed> materialNeeds(const Service &service, const Facts &facts,
                                                  const SourcedFacts &sourced, const QDate &today);

// The service's checks that concern a case with these answers (answers()), in order: whose condition is not certainly
// false. What each person of a table answers for himself may be anything. They live as long as the
// service.
[[nodiscard]] QVector<const CrossCheck *> checksAbout(const Service &service, const Facts &answers, const QDate &today);

// Sources that a case of this service may be compared with: those of the checks that concern it once
// `consent_share_flag` was answered with yes, else none.
[[nodiscard]] QStringList sharedSources(const Service &service, const Facts &answers, const QDate &today);

}  // namespace hall
