// SPDX-License-Identifier: GPL-3.0-or-later
// A chain of services as one visit: which of its services take part for what is known so far, and the one service whose
// pages the visitor goes through. Pure; the visit itself is sessionchain.cpp.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"

#include <QDate>
#include <QSet>
#include <QVector>

#include <memory>
#include <optional>

namespace hall {

struct ChainPart
{
    enum class State
    {
        Taken,      // a case is filed
        Asked,      // a query: its answer is shown, nothing is filed
        Open,       // not known yet whether this person's matter calls for it
        Theirs,     // somebody else's to do: the employer's in a person's chain, the worker's query in an employer's
        NotCalled,  // it does not
        Refused     // it does, and the person certainly cannot apply
    };
    const Service *service = nullptr;  // of the catalogue
    State state = State::Open;
    const EligibilityClause *refusal = nullptr;  // of Refused; of the catalogue
};

// Filed, or asked about, by another kind of applicant than the chain is for.
[[nodiscard]] bool isAnothers(const Chain &chain, const Service &service);

// In the order of the chain, each judged as if what is filed before it were done. Services that the catalogue does not
// have are left out; what another kind of applicant files, or asks about, is theirs as long as it may be called for.
[[nodiscard]] QVector<ChainPart> chainParts(const Catalogue &catalogue, const Chain &chain, const Facts &facts,
                                            const QDate &today);
// Whether there is something to file, and nothing in the way: of a chain of all or none every part that is called for
// must be open to the person.
[[nodiscard]] bool chainGoesOn(const Chain &chain, const QVector<ChainPart> &parts);

// The one service of those that take part: mergedService() with what a query of the chain knows shown as pages of its
// own, which nobody fills in. Its level is the highest of all services of the chain, its facts are those of all of them
// and of the branches. Offline unless a part cannot, or a part comes after a query. A page of which the visitor has
// seen some fields (`seen`, by dictionary id) and others not becomes two.
[[nodiscard]] Service chainService(const Catalogue &catalogue, const Chain &chain, const QVector<ChainPart> &parts,
                                   const QSet<QString> &seen);

// The chain that is offered to whoever opens `service`: the shortest of all or none that has it, else one in which it
// always takes part; only of the same kind of applicant. Null when there is none.
[[nodiscard]] const Chain *chainOffered(const Catalogue &catalogue, const Service &service);

// What the session holds while the visit is one of a chain.
struct ChainVisit
{
    struct Filed
    {
        QString id;
        const Service *service = nullptr;
        QString number;
        bool stored = false;  // the centre has it
    };
    const Chain *chain = nullptr;
    QVector<ChainPart> parts;
    std::unique_ptr<Service> whole;
    QSet<QString> seen;           // fields of pages that the visitor has gone through
    QSet<QString> known;          // fields that are accepted together
    int asks = 0;                 // answers of the centre still to come
    QHash<QString, QString> ids;  // transaction by service: a second try is the same case
    QVector<Filed> filed;
};

}  // namespace hall
