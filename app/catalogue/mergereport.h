// SPDX-License-Identifier: GPL-3.0-or-later
// What a chain saves: the fields, questions and scans of its forms one by one, and as one form.
#pragma once

#include "app/catalogue/catalogue.h"

namespace hall {

// Each count once for the services apart (…Sum) and once for the merged form. A field is independent when it does not
// follow from other fields of the same form, nor from the kiosk itself (its region, today). It is typed when no card,
// record, sign-in or derivation gives it; typedOcr leaves out what can be read off a paper as well. Scans are kinds of
// paper that are needed when nothing is waived.
struct MergeReport
{
    QMap<QString, int> fields;  // by service
    int sum = 0;
    int united = 0;
    int independentSum = 0;
    int independent = 0;
    int typedSum = 0;
    int typed = 0;
    int typedOcr = 0;
    int scansSum = 0;
    int scans = 0;
    QStringList dependent;    // of the merged form
    QStringList typedFields;  // of the merged form
};

[[nodiscard]] MergeReport mergeReport(const Catalogue &catalogue, const Chain &chain);

// Fields of several forms in the order in which they are met, each once.
[[nodiscard]] QStringList unitedFields(const Catalogue &catalogue, const QStringList &services);

}  // namespace hall
