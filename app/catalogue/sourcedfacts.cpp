// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/sourcedfacts.h"

#include <algorithm>

namespace hall {

bool isRecord(FactSource source)
{
    switch (source) {
    case FactSource::IdCard:
    case FactSource::SiCard:
    case FactSource::Central:
    case FactSource::Employer:
        return true;
    case FactSource::Session:
    case FactSource::Derived:
    case FactSource::Ocr:
        return false;
    }
    Q_UNREACHABLE();
}

bool recordCanKnow(const QMap<QString, Field> &fields, const QString &id)
{
    QStringList open{id};
    for (qsizetype i = 0; i < open.size(); ++i) {
        const auto field = fields.constFind(open[i]);
        if (field == fields.constEnd()) {
            return false;
        }
        if (std::any_of(field->prefill.begin(), field->prefill.end(), isRecord)) {
            continue;
        }
        const bool follows = field->derive && !field->derive->proposal && !field->derive->from.isEmpty();
        if (!follows) {
            return false;
        }
        for (const QString &from : field->derive->from) {
            if (!open.contains(from)) {
                open.append(from);
            }
        }
    }
    return true;
}

SourcedFacts SourcedFacts::of(const Catalogue &catalogue, const QStringList &fields, const SourceFacts &sources,
                              const QDate &today)
{
    SourceFacts records;
    for (auto it = sources.cbegin(); it != sources.cend(); ++it) {
        if (isRecord(it.key())) {
            records.insert(it.key(), *it);
        }
    }
    QStringList said;
    for (const Facts &record : std::as_const(records)) {
        said += record.keys();
    }
    said.removeDuplicates();
    Prefill found = prefill(catalogue, said, records, today);
    for (const Conflict &conflict : std::as_const(found.conflicts)) {
        found.values.remove(conflict.field);
    }
    found.values.removeIf([](const auto &value) { return !isRecord(value->source); });
    Facts settled = found.facts();
    const Facts derived = derive(catalogue, settled, today);
    SourcedFacts result;
    for (const QString &id : fields) {
        if (isKnown(settled, id)) {
            result.m_facts.insert(id, settled.value(id));
        } else if (isKnown(derived, id) && !said.contains(id)) {
            result.m_facts.insert(id, derived.value(id));
        }
    }
    wipeFacts(settled);
    return result;
}

void SourcedFacts::leaveOut(const QStringList &fields)
{
    for (const QString &id : fields) {
        m_facts.remove(id);
    }
}

Facts SourcedFacts::standingIn(const Facts &facts) const
{
    Facts standing;
    for (auto it = m_facts.cbegin(); it != m_facts.cend(); ++it) {
        if (isKnown(facts, it.key()) && sameValue(facts.value(it.key()), *it)) {
            standing.insert(it.key(), *it);
        }
    }
    return standing;
}

}  // namespace hall
