// SPDX-License-Identifier: GPL-3.0-or-later
// A case after it was handed in, as the centre (or this kiosk alone) knows it, and the service that takes what is still
// missing. Pure.
#pragma once

#include "app/catalogue/service.h"

#include <QDate>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QVector>

#include <optional>

namespace hall {

// One thing that the centre asks for.
struct AskedThing
{
    QString kind;  // "field", "material" or "words"
    QString id;
    QString text;  // the official's sentence, may be empty
    bool operator==(const AskedThing &) const = default;
};

struct LifeCase
{
    QString id;
    QString number;
    QString service;  // id; empty where the centre told only that there is a case
    QString state;    // of the gateway's README, or of this kiosk's queue; empty as service
    QString code;
    QDateTime at;           // of the last step at the centre, or submitted
    bool waiting = false;   // something is asked of the person, or ready for it
    bool detailed = false;  // the centre said all it knows
    QVector<AskedThing> asked;
    QDate until;  // last day to answer, or to collect
    QString words;
    QString what;  // the result, and where it is
    QString place;
    bool operator==(const LifeCase &) const = default;
};

// The answer to a progress question; what is not a case is left out, at most 50. `detailed`: it was asked as the
// holder.
[[nodiscard]] QVector<LifeCase> lifeCases(const QJsonObject &answer, bool detailed);

// Whether there is something in the correction that a kiosk can take for this service.
[[nodiscard]] bool canSupplement(const Service &service, const LifeCase &one);
// `service` cut down to what is asked for: its fields, each required and to be filled in anew, and its materials. What
// the service does not know is left out. For a withdrawal everything is.
[[nodiscard]] Service supplementOf(const Service &service, const LifeCase &one);
// May the applicant still take it back?
[[nodiscard]] bool canWithdraw(const LifeCase &one);

}  // namespace hall
