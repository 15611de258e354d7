// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/reference.h"

#include "app/gateway/crosscheck.h"
#include "app/gateway/referencecheck.h"
#include "app/gateway/stafffile.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/secretfile.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QJsonObject>
#include <QMap>

#include <algorithm>

namespace hall::gateway {
namespace {

using namespace refpath;
using Files = QMap<QString, QByteArray>;  // by path of the release

const QString kStaffSignature = QStringLiteral("staff/staff.sig");

tl::unexpected<Fault> invalid(const QString &what)
{
    return fail(FaultCode::FileInvalid, what.toStdString());
}

void removeUnder(Files &files, const QString &prefix)
{
    for (auto it = files.begin(); it != files.end();) {
        it = it.key().startsWith(prefix) ? files.erase(it) : std::next(it);
    }
}

Result<QByteArray> readSource(const QString &path)
{
    auto bytes = readWholeFile(path, kRefFileBytes);
    return bytes ? bytes : fail(FaultCode::FileUnreadable, bytes.error().detail);
}

// Files whose name begins with a point are the publisher's own.
Done takeFolder(Files &files, const QString &folder, const QString &prefix)
{
    if (!QFileInfo(folder).isDir()) {
        return fail(FaultCode::FileUnreadable, folder.toStdString() + ": no such folder");
    }
    removeUnder(files, prefix);
    // Whole, so that what is under it can be told however the folder was named; a folder in it may be a link.
    const QDir root(QFileInfo(folder).canonicalFilePath());
    QDirIterator it(root.path(), QDir::Files, QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
    while (it.hasNext()) {
        const QString file = it.next();
        const QString path = prefix + root.relativeFilePath(file);
        if (!isRefPath(path)) {
            return invalid(file + QStringLiteral(": not a name for reference data"));
        }
        auto bytes = readSource(file);
        if (!bytes) {
            return fail(bytes.error());
        }
        files.insert(path, *bytes);
    }
    return {};
}

Done takeFile(Files &files, const QString &source, const QString &path)
{
    auto bytes = readSource(source);
    if (!bytes) {
        return fail(bytes.error());
    }
    files.insert(path, *bytes);
    return {};
}

// As the kiosks read them: each profile and the list of staff has a signature of its own beside it.
Done signParts(Files &files, const Signer &centre)
{
    const QStringList paths = files.keys();
    for (const QString &path : paths) {
        if (path.startsWith(kRegions) && path.endsWith(QLatin1String(".json"))) {
            files.insert(path.chopped(5) + QStringLiteral(".sig"),
                         centre.sign("hall-region-profile-v1\n" + files.value(path)));
        }
    }
    if (files.contains(kStaff)) {
        files.insert(kStaffSignature, centre.sign("hall-staff-list-v1\n" + files.value(kStaff)));
    }
    return {};
}

Result<QByteArray> manifestJson(QSqlDatabase &db, qint64 number)
{
    auto json = single(db, QStringLiteral("SELECT manifest FROM ref_release WHERE n = ?"), {number});
    if (!json) {
        return fail(json.error());
    }
    return json->isValid() ? Result<QByteArray>(json->toByteArray())
                           : fail(FaultCode::StoreNotFound, "no such release of reference data");
}

Result<qint64> newest(QSqlDatabase &db)
{
    auto number = single(db, QStringLiteral("SELECT MAX(n) FROM ref_release"));
    return number ? Result<qint64>(number->toLongLong()) : fail(number.error());
}

Result<QByteArray> fileContent(QSqlDatabase &db, const QString &sha256)
{
    auto content = single(db, QStringLiteral("SELECT content FROM ref_file WHERE sha256 = ?"), {sha256});
    if (!content) {
        return fail(content.error());
    }
    return content->isValid() ? Result<QByteArray>(content->toByteArray())
                              : fail(FaultCode::StoreNotFound, "no such file of reference data");
}

Result<Files> contentOf(QSqlDatabase &db, const RefManifest &manifest)
{
    Files files;
    for (const RefFile &file : manifest.files) {
        auto content = fileContent(db, file.sha256);
        if (!content) {
            return fail(content.error());
        }
        files.insert(file.path, *content);
    }
    return files;
}

// The file of staff says whose card it is, so it is nobody else's to read; the list does not.
Done takeStaff(Files &files, const QString &source, const Clock &clock)
{
    auto bytes = readSource(source);
    if (!bytes) {
        return fail(bytes.error());
    }
    if (!bytes->trimmed().startsWith('{')) {
        if (bytes->size() > kStaffFileBytes) {
            return invalid(source + QStringLiteral(": larger than 1 MiB"));
        }
        if (auto secret = readSecretFile(source); !secret) {
            return fail(secret.error());
        }
        bytes = staffListOf(*bytes, staffKeyOf(files.value(kStaff)), hallDay(clock));
        if (!bytes) {
            return fail(bytes.error().code, source.toStdString() + ": " + bytes.error().detail);
        }
    }
    files.insert(kStaff, *bytes);
    return {};
}

Done takeSources(Files &files, const RefSources &sources, const Clock &clock)
{
    // A catalogue brings its own policies; those given apart replace them.
    const struct
    {
        const QString &source;
        const QString &prefix;
    } folders[] = {{sources.catalogue, kCatalogue},
                   {sources.policies, kPolicies},
                   {sources.regions, kRegions},
                   {sources.vacancies, kVacancies}};
    for (const auto &folder : folders) {
        if (!folder.source.isEmpty()) {
            if (auto done = takeFolder(files, folder.source, folder.prefix); !done) {
                return done;
            }
        }
    }
    if (!sources.settings.isEmpty()) {
        if (auto done = takeFile(files, sources.settings, kSettings); !done) {
            return done;
        }
    }
    return sources.staff.isEmpty() ? Done() : takeStaff(files, sources.staff, clock);
}

Done store(QSqlDatabase &db, const RefManifest &manifest, const Files &files, const QByteArray &json)
{
    for (const RefFile &file : manifest.files) {
        auto done = run(db,
                        QStringLiteral("INSERT INTO ref_file (sha256, content) VALUES (?, ?)"
                                       " ON CONFLICT (sha256) DO NOTHING"),
                        {file.sha256, files.value(file.path)});
        if (!done) {
            return fail(done.error());
        }
    }
    auto done = run(db, QStringLiteral("INSERT INTO ref_release (n, manifest, at_ms) VALUES (?, ?, ?)"),
                    {manifest.number, json, manifest.madeMs});
    return done ? Done() : fail(done.error());
}

QVector<RefFile> listed(const Files &files)
{
    QVector<RefFile> list;
    for (auto it = files.begin(); it != files.end(); ++it) {
        list.append({it.key(), sha256Hex(it.value()), it.value().size()});
    }
    return list;
}

}  // namespace

Result<QMap<QString, QByteArray>> releaseFiles(Database &database, qint64 number, const QByteArray &centreKey,
                                               const QString &prefix)
{
    auto db = database.connection();
    const auto json = db ? manifestJson(*db, number) : fail(db.error());
    if (!json) {
        return fail(json.error());
    }
    const auto manifest = readRefManifest(*json, centreKey);
    if (!manifest) {
        return fail(manifest.error());
    }
    Files files;
    for (const RefFile &file : manifest->files) {
        if (!file.path.startsWith(prefix)) {
            continue;
        }
        auto content = fileContent(*db, file.sha256);
        if (!content) {
            return fail(content.error());
        }
        if (sha256Hex(*content) != file.sha256) {
            return invalid(file.path + QStringLiteral(": not what the release says"));
        }
        files.insert(file.path, *content);
    }
    return files;
}

Result<RefRelease> publishReference(Database &database, const Signer &centre, const RefSources &sources,
                                    const Clock &clock)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    const auto last = newest(db);
    if (!last) {
        return fail(last.error());
    }
    Files files;
    QVector<RefFile> before;
    for (const qint64 number : {*last, sources.from}) {
        if (number > 0) {
            const auto json = manifestJson(db, number);
            const auto manifest = json ? readRefManifest(*json, centre.publicKey()) : fail(json.error());
            auto content = manifest ? contentOf(db, *manifest) : fail(manifest.error());
            if (!content) {
                return fail(content.error());
            }
            before = number == *last ? manifest->files : before;
            files = std::move(*content);
        }
    }
    if (auto done = takeSources(files, sources, clock); !done) {
        return fail(done.error());
    }
    (void)signParts(files, centre);
    const auto version = checkReference(files);
    if (!version) {
        return fail(version.error());
    }
    RefManifest manifest;
    // By the clock, so that a database put back from a backup does not give the same number to another release.
    manifest.madeMs = clock.wall().count();
    manifest.number = std::max(*last + 1, manifest.madeMs / 1000);
    manifest.files = listed(files);
    if (manifest.files.isEmpty() || (manifest.files == before && sources.from == 0)) {
        return fail(FaultCode::BadArgument, "nothing would change");
    }
    const auto json = signRefManifest(manifest, centre);
    if (!json) {
        return invalid(QString::fromStdString(json.error().detail));
    }
    if (auto done = store(db, manifest, files, *json); !done) {
        return fail(done.error());
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return RefRelease{manifest.number, manifest.files.size(), manifest.bytes(), *version};
}

Result<QJsonArray> listReferences(Database &database)
{
    auto connection = database.connection();
    auto rows = connection ? run(*connection, QStringLiteral("SELECT n, manifest FROM ref_release ORDER BY n DESC"))
                           : fail(connection.error());
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray list;
    while (rows->next()) {
        const auto object = parseJsonObject(rows->value(1).toByteArray(), kRefManifestBytes);
        if (!object) {
            return fail(object.error());
        }
        QJsonObject parts;
        qint64 bytes = 0;
        const QJsonArray files = object->value(u"files").toArray();
        for (const QJsonValue file : files) {
            const QString part = file[u"path"].toString().section(u'/', 0, 0);
            parts[part] = parts.value(part).toInt() + 1;
            bytes += file[u"size"].toInteger();
        }
        list.append(QJsonObject{
            {QStringLiteral("number"), rows->value(0).toLongLong()},
            {QStringLiteral("made"),
             QDateTime::fromMSecsSinceEpoch(object->value(u"made").toInteger(), Qt::UTC).toString(Qt::ISODate)},
            {QStringLiteral("files"), files.size()},
            {QStringLiteral("bytes"), bytes},
            {QStringLiteral("parts"), parts}});
    }
    return list;
}

Result<std::optional<QByteArray>> manifestAfter(Database &database, qint64 have)
{
    auto connection = database.connection();
    const auto last = connection ? newest(*connection) : fail(connection.error());
    if (!last) {
        return fail(last.error());
    }
    if (*last <= have) {
        return std::optional<QByteArray>();
    }
    auto json = manifestJson(*connection, *last);
    if (!json) {
        return fail(json.error());
    }
    return std::optional<QByteArray>(*json);
}

Result<QByteArray> referenceFile(Database &database, const QString &sha256)
{
    auto connection = database.connection();
    return connection ? fileContent(*connection, sha256) : fail(connection.error());
}

}  // namespace hall::gateway
