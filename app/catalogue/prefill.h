// SPDX-License-Identifier: GPL-3.0-or-later
// Values that nobody has to type: from the cards, the centre, the kiosk, and what follows from them.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"

#include <QDate>
#include <QMap>

namespace hall {

using SourceFacts = QMap<FactSource, Facts>;

struct Prefilled
{
    QVariant value;
    FactSource source = FactSource::Central;
    bool operator==(const Prefilled &) const = default;
};

// Sources that say different things about one field, the most trusted first. Shown to the visitor, never settled
// silently. A guess (the kiosk's own region; what is worked out where a record is trusted more) is not among them.
struct Conflict
{
    QString field;
    QVector<Prefilled> said;
    bool operator==(const Conflict &) const = default;
};

struct Prefill
{
    QMap<QString, Prefilled> values;  // by dictionary id; personal data
    QVector<Conflict> conflicts;
    [[nodiscard]] Facts facts() const;
};

// Whether two sources say the same: texts but for blanks and the width of their signs.
[[nodiscard]] bool sameValue(const QVariant &a, const QVariant &b);

// What the dictionary can work out from `facts` here; only ids whose inputs are known, whether or not `facts` has them.
// Without what is only proposed.
[[nodiscard]] Facts derive(const Catalogue &catalogue, const Facts &facts, const QDate &today);
// What it proposes on the ground of `facts`, for forms alone: "the same number as above".
[[nodiscard]] Facts propose(const Catalogue &catalogue, const Facts &facts, const QDate &today);

// For each of `fields`: the value of the first source in the field's order of trust that knows it. Sources that a field
// does not list are not asked. Derived values, proposed ones too, come from the values found.
[[nodiscard]] Prefill prefill(const Catalogue &catalogue, const QStringList &fields, const SourceFacts &sources,
                              const QDate &today);

}  // namespace hall
