// SPDX-License-Identifier: GPL-3.0-or-later
// A table of people that a unit's clerk brings on a stick, as far as one visit holds it. Personal data; Session wipes
// it.
#pragma once

#include "app/session/columnspaper.h"
#include "app/session/tablerows.h"

#include <QVariant>

namespace hall {

struct TableVisit
{
    bool fromForm = false;  // asked for before anybody was entered, on a page about a person
    QString page;           // then that page
    bool reading = false;
    QString file;         // its name, as it is shown
    ErrorId note;         // why the last one could not be read
    bool judged = false;  // then `rows` are of that file
    bool taken = false;   // those that are right
    int took = 0;
    TableRows rows;
    QString paperState;  // of the column headings; "" nobody asked
    QVariant paperFault;
    int papers = 0;  // what became of an earlier one is too late
};

}  // namespace hall
