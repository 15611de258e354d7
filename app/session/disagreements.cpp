// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/disagreements.h"

#include "app/domain/identity.h"

#include <algorithm>

namespace hall {

Disagreements::~Disagreements()
{
    forgetSaid();
}

void Disagreements::found(const QVector<Conflict> &conflicts)
{
    forgetSaid();
    for (const Conflict &conflict : conflicts) {
        QVector<Prefilled> &distinct = m_said[conflict.field];
        for (const Prefilled &one : conflict.said) {
            const bool there = std::any_of(distinct.cbegin(), distinct.cend(), [&one](const Prefilled &other) {
                return sameValue(one.value, other.value);
            });
            if (!there) {
                distinct.append(one);
            }
        }
    }
}

QStringList Disagreements::fields() const
{
    QStringList ids;
    for (auto it = m_said.cbegin(); it != m_said.cend(); ++it) {
        if (it->size() > 1) {
            ids.append(it.key());
        }
    }
    ids.sort();
    return ids;
}

std::optional<FactSource> Disagreements::takenFrom(const QString &field) const
{
    const auto taken = m_taken.constFind(field);
    return taken == m_taken.cend() ? std::nullopt : std::optional(*taken);
}

void Disagreements::forgetSaid()
{
    for (QVector<Prefilled> &said : m_said) {
        for (Prefilled &one : said) {
            if (one.value.typeId() == QMetaType::QString) {
                wipe(*static_cast<QString *>(one.value.data()));
            }
        }
    }
    m_said.clear();
}

void Disagreements::clear()
{
    forgetSaid();
    m_taken.clear();
}

}  // namespace hall
