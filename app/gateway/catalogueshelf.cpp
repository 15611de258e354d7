// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/catalogueshelf.h"

#include "app/catalogue/catalogueloader.h"
#include "app/gateway/eventlog.h"
#include "app/gateway/reference.h"
#include "app/gateway/routing.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace hall::gateway {
namespace {

constexpr qsizetype kInMemory = 6;
constexpr qsizetype kUnknownKept = 1000;  // a kiosk that names another version in each case must not fill the memory

}  // namespace

CatalogueShelf::CatalogueShelf(std::shared_ptr<Database> database, Held own, QString region, QByteArray refKey)
    : m_database(std::move(database)), m_own(std::move(own)), m_region(std::move(region)), m_refKey(std::move(refKey))
{
}

CatalogueShelf::CatalogueShelf(Held own) : m_own(std::move(own))
{
}

// What is not signed, not whole, or has no service for these halls is no catalogue; a fault is the database's.
Result<CatalogueShelf::Held> CatalogueShelf::load(qint64 number)
{
    auto files = releaseFiles(*m_database, number, m_refKey, QStringLiteral("catalogue/"));
    if (!files && (files.error().code == FaultCode::StoreIo || files.error().code == FaultCode::StoreNotFound)) {
        return fail(files.error());
    }
    if (!files || files->isEmpty()) {
        if (!files) {
            logEvent("catalogue-not-believed",
                     {{QStringLiteral("release"), number},
                      {QStringLiteral("detail"), QString::fromStdString(files.error().detail)}});
        }
        return Held();
    }
    const QTemporaryDir folder;
    for (auto it = files->begin(); it != files->end(); ++it) {
        const QString path = folder.filePath(it.key());
        QFile file(path);
        if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) ||
            file.write(it.value()) != it.value().size()) {
            return fail(FaultCode::StoreIo, "no room to read a catalogue");
        }
    }
    auto loaded = servicesOf(folder.filePath(QStringLiteral("catalogue")), m_region);
    if (!loaded) {
        logEvent("catalogue-not-usable", {{QStringLiteral("release"), number},
                                          {QStringLiteral("detail"), QString::fromStdString(loaded.error().detail)}});
        return Held();
    }
    logEvent("catalogue-taken",
             {{QStringLiteral("release"), number}, {QStringLiteral("version"), (*loaded)->version()}});
    return std::move(*loaded);
}

void CatalogueShelf::forgetOldest()
{
    while (m_releases.size() > kInMemory) {
        auto oldest = m_releases.begin();
        for (auto it = m_releases.begin(); it != m_releases.end(); ++it) {
            oldest = it->used < oldest->used ? it : oldest;
        }
        m_releases.erase(oldest);
    }
}

Result<CatalogueShelf::Held> CatalogueShelf::held(qint64 number)
{
    auto found = m_releases.find(number);
    if (found == m_releases.end()) {
        auto loaded = load(number);
        if (!loaded) {
            return loaded;
        }
        found = m_releases.insert(number, {std::move(*loaded), 0});
    }
    found->used = ++m_uses;
    const Held catalogue = found->catalogue;
    forgetOldest();
    return catalogue;
}

// Releases since it was looked last, oldest first. Their versions follow from their files: each is read once.
Done CatalogueShelf::look()
{
    if (!m_database || m_refKey.isEmpty()) {
        return {};
    }
    auto db = m_database->connection();
    auto rows = db ? run(*db, QStringLiteral("SELECT n FROM ref_release WHERE n > ? ORDER BY n"), {m_looked})
                   : fail(db.error());
    if (!rows) {
        return fail(rows.error());
    }
    QVector<qint64> numbers;
    while (rows->next()) {
        numbers.append(rows->value(0).toLongLong());
    }
    rows->finish();
    for (const qint64 number : std::as_const(numbers)) {
        auto catalogue = held(number);
        if (!catalogue) {
            return fail(catalogue.error());
        }
        if (*catalogue) {
            m_versions.insert(number, (*catalogue)->version());
        }
        m_looked = number;
        m_unknown.clear();
    }
    return {};
}

Result<CatalogueShelf::Held> CatalogueShelf::of(const QString &version)
{
    if (version.isEmpty() || !m_own || version == m_own->version()) {
        return m_own;
    }
    const std::lock_guard lock(m_mutex);
    auto number = m_versions.key(version, 0);
    if (number == 0) {
        if (auto done = look(); !done) {
            return fail(done.error());
        }
        number = m_versions.key(version, 0);
    }
    if (number != 0) {
        return held(number);
    }
    if (!m_unknown.contains(version) && m_unknown.size() < kUnknownKept) {
        m_unknown.insert(version);
        logEvent("catalogue-unknown", {{QStringLiteral("version"), version.left(64)}});
    }
    return Held();
}

Result<CatalogueShelf::Held> CatalogueShelf::newest()
{
    const std::lock_guard lock(m_mutex);
    if (auto done = look(); !done) {
        return fail(done.error());
    }
    return m_versions.isEmpty() ? Result<Held>(m_own) : held(m_versions.lastKey());
}

}  // namespace hall::gateway
