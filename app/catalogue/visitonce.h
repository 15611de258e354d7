// SPDX-License-Identifier: GPL-3.0-or-later
// The hall's list of what is done in one visit (一次办好): items (事项) and their cases (办理项), each by a service.
#pragma once

#include "app/catalogue/service.h"

namespace hall {

// A figure of the list with what it rests on.
struct BeforeAfter
{
    int before = 0;
    int after = 0;
    Basis basis = Basis::Assumed;
};

struct OnceCase
{
    QString id;
    LocalText title;
    QString service;
    QStringList channels;  // those of the service unless the case says otherwise
    KioskLevel level = KioskLevel::Full;
    bool always = true;
    int visits = 1;         // to a counter or a kiosk; 0 = done from home
    BeforeAfter materials;  // papers to bring
    BeforeAfter workdays;   // statutory, promised
};

struct OnceItem
{
    int number = 0;
    LocalText title;
    QVector<OnceCase> cases;
};

struct VisitOnce
{
    QString version;
    Basis basis = Basis::Assumed;  // of the list itself: which items there are
    QVector<OnceItem> items;
};

}  // namespace hall
