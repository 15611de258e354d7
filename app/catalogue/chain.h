// SPDX-License-Identifier: GPL-3.0-or-later
// Several services done in one go (一件事): one interview, one signature, one receipt, a case for each.
#pragma once

#include "app/catalogue/service.h"

namespace hall {

struct ChainLink
{
    QString service;
    QStringList after;                  // services of the chain whose cases come first
    std::optional<rules::Rule> onlyIf;  // the branch: left out unless yes; unknown counts as not yet
};

struct Chain
{
    enum class Atomic
    {
        All,  // the centre takes all of its cases or none
        Each  // each case stands for itself
    };
    QString id;
    QString version;
    LocalText title;
    LocalText summary;
    LocalText who;
    QString event;
    QString applicant;
    QVector<ChainLink> links;  // in an order that keeps every `after`
    Atomic atomic = Atomic::Each;
    Basis basis = Basis::Assumed;
    [[nodiscard]] QStringList services() const;
};

// The services of the chain that this person's facts call for, in order.
[[nodiscard]] QStringList branch(const Chain &chain, const Facts &facts, const QDate &today);

}  // namespace hall
