// SPDX-License-Identifier: GPL-3.0-or-later
// For whom a visitor acts besides himself, as far as one visit holds it. Personal data; Session wipes it.
#pragma once

#include "app/catalogue/facts.h"

#include <QStringList>
#include <QVector>

namespace hall {

// The unit (employer, school, prison …) that the visitor is a clerk of.
struct UnitVisit
{
    bool active = false;
    bool confirmed = false;  // the centre has said that the visitor is one of its clerks
    QString code;            // unified social credit code (GB 32100)
    Facts facts;             // as the centre keeps them; the code alone while it cannot be asked
    QString entry;           // as typed so far
    QString note;            // "", "short", "check", "unknown", "error", "unread", "no-card"
};

// Somebody else whose letter of authority the visitor has brought. What the letter says is all that is known.
struct DelegateVisit
{
    bool active = false;
    QString name;
    QString number;
};

// The card of the worker whom a unit's form is about.
struct WorkerCard
{
    bool waiting = false;
    QString note;         // "", "read", "own", "unread", "refused"
    QStringList readers;  // where such cards lay: they are taken home like the visitor's own
};

}  // namespace hall
