// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of the service at hand about which the visitor is to say what is right: sources say different things, or only
// a paper was read; and whose word the visitor has taken. Values
// are personal data: overwritten when they are replaced, forgotten or the object goes. Owned by Session; GUI thread.
#pragma once

#include "app/catalogue/prefill.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace hall {

class Disagreements
{
public:
    Disagreements() = default;
    ~Disagreements();
    Disagreements(const Disagreements &) = delete;
    Disagreements &operator=(const Disagreements &) = delete;

    // In place of those found before. Whose word was taken stays.
    void found(const QVector<Conflict> &conflicts);

    [[nodiscard]] QStringList fields() const;  // dictionary ids where sources differ, sorted
    [[nodiscard]] bool has(const QString &field) const { return m_said.contains(field); }
    // Each value once, by the most trusted source that says it; empty where nothing is to be said.
    [[nodiscard]] QVector<Prefilled> said(const QString &field) const { return m_said.value(field); }

    void take(const QString &field, FactSource source) { m_taken.insert(field, source); }
    void leave(const QString &field) { m_taken.remove(field); }  // the visitor says something of his own
    [[nodiscard]] std::optional<FactSource> takenFrom(const QString &field) const;

    void forgetSaid();  // what the sources said; whose word was taken stays
    void clear();

private:
    QHash<QString, QVector<Prefilled>> m_said;
    QHash<QString, FactSource> m_taken;
};

}  // namespace hall
