// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogues that a gateway judges by: its own folder, and those that it has published to its kiosks (reference.h).
// A case is judged by the version that it names, whatever came since; what is not about a case goes by the newest.
// Releases are believed when the centre's key has signed them, and looked for while the gateway runs. Thread-safe.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/gateway/database.h"

#include <QMap>
#include <QSet>

#include <memory>
#include <mutex>

namespace hall::gateway {

class CatalogueShelf
{
public:
    using Held = std::shared_ptr<const Catalogue>;

    // `own` as servicesOf() gives it; `region` of the halls, six digits; `refKey` the centre's public key, 32 bytes, or
    // empty: then no release is looked at.
    CatalogueShelf(std::shared_ptr<Database> database, Held own, QString region, QByteArray refKey);
    // One catalogue for all: what knows of no releases.
    explicit CatalogueShelf(Held own);

    [[nodiscard]] const Held &own() const { return m_own; }
    // Of a case. Null: nobody here knows this version. A case that names none is of our own. A fault is the database's.
    [[nodiscard]] Result<Held> of(const QString &version);
    // Of the last release that has one; our own before there is any.
    [[nodiscard]] Result<Held> newest();

private:
    struct Release
    {
        Held catalogue;  // null: it has none, or one that is of no use here
        quint64 used = 0;
    };
    [[nodiscard]] Result<Held> load(qint64 number);
    [[nodiscard]] Result<Held> held(qint64 number);
    [[nodiscard]] Done look();
    void forgetOldest();

    const std::shared_ptr<Database> m_database;
    const Held m_own;
    const QString m_region;
    const QByteArray m_refKey;
    std::mutex m_mutex;
    qint64 m_looked = 0;               // the newest release that was looked at
    QMap<qint64, QString> m_versions;  // of each release with a catalogue that is of use here
    QMap<qint64, Release> m_releases;  // those in memory
    QSet<QString> m_unknown;           // versions that no release up to m_looked has
    quint64 m_uses = 0;
};

}  // namespace hall::gateway
