// SPDX-License-Identifier: GPL-3.0-or-later
// Which questions of a unit's case for several people are about each of them, and which about the unit or the case.
#pragma once

#include "app/catalogue/catalogue.h"

namespace hall {

class ServiceContext;

// A page that asks a column is about one person each whether it says so or not: makes it so, and collects what the
// pages about a person ask beside the columns (`Batch::also`). Nothing for a service that takes one person at a time.
void settleEach(Service &service, const QMap<QString, Field> &fields);

// Whether the field is one person's: a column, or on a page about one person each.
[[nodiscard]] bool isOfEach(const Service &service, const QString &field);

// Of one service, once settled: a page about each person where nobody brings several; a field that one form asks of
// each person and the other once for all.
void checkEach(const Service &service, ServiceContext &context);

// Between services that take several people: a field that one asks of each person and another once for all. One of the
// two pages mixes what is a person's with what is the unit's. Told at the page about a person, each place once.
[[nodiscard]] QVector<Defect> mixedPages(const QMap<QString, Service> &services);

}  // namespace hall
