// SPDX-License-Identifier: GPL-3.0-or-later
// What sources themselves said of a case: cards, the centre, the unit's record, and what follows from those alone. It
// is made from sources only, so that no answer of the visitor and no reading of a paper gets in.
#pragma once

#include "app/catalogue/prefill.h"

#include <utility>

namespace hall {

// Personal data: overwritten when the object goes. Moves, never copies.
class SourcedFacts
{
public:
    SourcedFacts() = default;  // no source said anything
    ~SourcedFacts() { wipeFacts(m_facts); }
    SourcedFacts(SourcedFacts &&other) noexcept : m_facts(std::exchange(other.m_facts, {})) {}
    SourcedFacts &operator=(SourcedFacts &&other) noexcept
    {
        m_facts.swap(other.m_facts);
        return *this;
    }
    SourcedFacts(const SourcedFacts &) = delete;
    SourcedFacts &operator=(const SourcedFacts &) = delete;

    // Of `sources` the records (isRecord()) count, whatever else is among them. What they say different things about is
    // left out, for as long as somebody would have to say which is right.
    [[nodiscard]] static SourcedFacts of(const Catalogue &catalogue, const QStringList &fields,
                                         const SourceFacts &sources, const QDate &today);

    void leaveOut(const QStringList &fields);  // what was said of somebody else
    // What the sources said and the case still says: whatever it says otherwise, or no more, is the visitor's word.
    [[nodiscard]] Facts standingIn(const Facts &facts) const;

private:
    Facts m_facts;
};

// Whether a source of this kind knows by itself. The kiosk's own guess, what is worked out and what is read from a
// paper do not.
[[nodiscard]] bool isRecord(FactSource source);

// Whether any record can know the field, or all that it is worked out from.
[[nodiscard]] bool recordCanKnow(const QMap<QString, Field> &fields, const QString &id);

}  // namespace hall
