// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/prefill.h"

#include "app/catalogue/derivations.h"

#include <QSet>

namespace hall {
namespace {

Facts follow(const Catalogue &catalogue, const Facts &facts, const QDate &today, bool proposals)
{
    Facts derived;
    for (const Field &field : catalogue.fields()) {
        if (!field.derive || field.derive->proposal != proposals) {
            continue;
        }
        QVariantList inputs;
        for (const QString &from : field.derive->from) {
            inputs.append(facts.value(from));
        }
        const QVariant value = deriveValue(field.derive->function, inputs, today);
        if (value.isValid()) {
            derived.insert(field.id, value);
        }
    }
    return derived;
}

// Fields asked for, and those that their derivations need.
QStringList withInputs(const Catalogue &catalogue, const QStringList &fields)
{
    QStringList all = fields;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const Field *field = catalogue.field(all[i]);
        if (!field || !field->derive) {
            continue;
        }
        for (const QString &from : field->derive->from) {
            if (!all.contains(from)) {
                all.append(from);
            }
        }
    }
    return all;
}

// Every source's word on one field, in order of trust.
QVector<Prefilled> wordsOn(const Field &field, const SourceFacts &sources)
{
    QVector<Prefilled> said;
    for (const FactSource source : field.prefill) {
        const auto it = sources.constFind(source);
        if (it != sources.constEnd() && isKnown(*it, field.id)) {
            said.append({it->value(field.id), source});
        }
    }
    return said;
}

// What is worked out stands behind a record in the field's order of trust because it is worked out from less than the
// record knows.
bool isGuess(const Field &field, FactSource source)
{
    if (source != FactSource::Derived) {
        return source == FactSource::Session;
    }
    if (field.derive && field.derive->proposal) {
        return true;
    }
    const auto derived = field.prefill.indexOf(FactSource::Derived);
    const auto before = [&](FactSource record) {
        const auto place = field.prefill.indexOf(record);
        return place >= 0 && place < derived;
    };
    return before(FactSource::Central) || before(FactSource::Employer);
}

// A guess is no statement about the person: it contradicts nobody. The kiosk's own region is one, for where someone
// lives.
QVector<Prefilled> statements(const Field &field, const QVector<Prefilled> &said)
{
    QVector<Prefilled> result;
    std::copy_if(said.begin(), said.end(), std::back_inserter(result),
                 [&field](const Prefilled &each) { return !isGuess(field, each.source); });
    return result;
}

Prefill settle(const Catalogue &catalogue, const QStringList &fields, const SourceFacts &sources)
{
    Prefill result;
    for (const QString &id : fields) {
        const Field *field = catalogue.field(id);
        if (!field) {
            continue;
        }
        const QVector<Prefilled> said = wordsOn(*field, sources);
        if (said.isEmpty()) {
            continue;
        }
        result.values.insert(id, said.first());
        const QVector<Prefilled> stated = statements(*field, said);
        const bool agreed = std::all_of(stated.begin(), stated.end(), [&](const Prefilled &each) {
            return sameValue(each.value, stated.constFirst().value);
        });
        if (!agreed) {
            result.conflicts.append({id, stated});
        }
    }
    return result;
}

}  // namespace

bool sameValue(const QVariant &a, const QVariant &b)
{
    if (a.typeId() != QMetaType::QString || b.typeId() != QMetaType::QString) {
        return a == b;
    }
    const auto plain = [](const QVariant &value) {
        QString text = value.toString().normalized(QString::NormalizationForm_KC);
        text.removeIf([](QChar sign) { return sign.isSpace(); });
        return text;
    };
    return plain(a) == plain(b);
}

Facts Prefill::facts() const
{
    Facts known;
    for (auto it = values.constBegin(); it != values.constEnd(); ++it) {
        known.insert(it.key(), it->value);
    }
    return known;
}

Facts derive(const Catalogue &catalogue, const Facts &facts, const QDate &today)
{
    return follow(catalogue, facts, today, false);
}

Facts propose(const Catalogue &catalogue, const Facts &facts, const QDate &today)
{
    return follow(catalogue, facts, today, true);
}

Prefill prefill(const Catalogue &catalogue, const QStringList &fields, const SourceFacts &sources, const QDate &today)
{
    const QStringList all = withInputs(catalogue, fields);
    SourceFacts known = sources;
    const Facts given = settle(catalogue, all, sources).facts();
    known[FactSource::Derived] = derive(catalogue, given, today);
    known[FactSource::Derived].insert(propose(catalogue, given, today));
    return settle(catalogue, fields, known);
}

}  // namespace hall
