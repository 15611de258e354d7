// SPDX-License-Identifier: GPL-3.0-or-later
// Items at which the centre fails, again and again, while it answers otherwise. Pure.
//
// A try counts when the centre had answered something else right before it. After kDoubts of them the item stands
// aside: the others go first. It is given up (parked) after so many tries that counted since another item was taken: a
// centre that takes nothing at all has nothing parked.
#pragma once

#include <QHash>
#include <QString>

namespace hall {

class Suspects
{
public:
    static constexpr int kDoubts = 3;

    explicit Suspects(int errorsToPark) : m_errorsToPark(errorsToPark) {}

    enum class Verdict
    {
        GoOn,    // nothing changes
        Aside,   // from now on
        GiveUp,  // and is forgotten here
    };
    // A try of this item alone failed, and counts.
    [[nodiscard]] Verdict failed(const QString &id);
    // The centre has taken it, or its word on it.
    void passed(const QString &id);
    // The centre has it, but not all of its scans: that speaks for the centre, and not for the item.
    void othersPassed(const QString &id);

    [[nodiscard]] bool none() const { return m_items.isEmpty(); }
    [[nodiscard]] bool aside(const QString &id) const { return errors(id) >= kDoubts; }
    [[nodiscard]] int errors(const QString &id) const { return m_items.value(id).errors; }
    [[nodiscard]] int countAside() const;

private:
    struct Item
    {
        int errors = 0;
        int proven = 0;  // of them, after another item was taken
        bool othersPassed = false;
    };
    int m_errorsToPark;
    QHash<QString, Item> m_items;
};

}  // namespace hall
