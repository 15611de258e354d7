// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/handback.h"

#include "app/gateway/gatewaykeys.h"
#include "app/gateway/listing.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/secretfile.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlRecord>

#include <algorithm>
#include <map>
#include <unistd.h>

namespace hall::gateway {
namespace {

constexpr char kSigned[] = "hall-export-v1\n";
constexpr char kRecordSigned[] = "hall-destruction-v1\n";
constexpr qint64 kFileLimit = 1024LL * 1024 * 1024;  // bytes of one file of an export

struct Written
{
    QString sha256;
    qint64 size = 0;
};
using Files = std::map<QString, Written>;  // by path within the folder

Done write(const QString &folder, const QString &path, const QByteArray &content, Files &files)
{
    if (auto done = writeWholeFile(folder + u'/' + path, content, true); !done) {
        return done;
    }
    files[path] = {sha256Hex(content), content.size()};
    return {};
}

QJsonValue jsonOf(const QVariant &value)
{
    if (value.isNull()) {
        return QJsonValue::Null;
    }
    if (value.typeId() == QMetaType::QByteArray) {
        return QString::fromLatin1(value.toByteArray().toHex());
    }
    return value.typeId() == QMetaType::QString ? QJsonValue(value.toString()) : QJsonValue(value.toLongLong());
}

QStringList tablesOf(QSqlDatabase &db)
{
    QStringList tables;
    for (QString name : db.tables()) {
        name = name.section(u'.', -1).remove(u'"');  // PostgreSQL may say the schema
        if (!name.startsWith(QLatin1String("sqlite_"))) {
            tables.append(name);
        }
    }
    tables.sort();
    return tables;
}

// A line for each row, an object by column; of sealed bodies there are the cases themselves.
Result<qint64> writeTable(QSqlDatabase &db, const QString &table, const QString &folder, Files &files)
{
    auto rows = run(db, QStringLiteral("SELECT * FROM ") + table);
    if (!rows) {
        return fail(rows.error());
    }
    const bool items = table == QLatin1String("item");
    QByteArray lines;
    qint64 count = 0;
    while (rows->next()) {
        const QSqlRecord record = rows->record();
        QJsonObject line;
        for (int i = 0; i < record.count(); ++i) {
            if (!items || record.fieldName(i) != QLatin1String("body")) {
                line.insert(record.fieldName(i), jsonOf(record.value(i)));
            }
        }
        lines += QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
        ++count;
    }
    auto done = write(folder, QStringLiteral("tables/%1.jsonl").arg(table), lines, files);
    return done ? Result<qint64>(count) : Result<qint64>(fail(done.error()));
}

struct Item
{
    QString id;
    QString hash;
    QString state;
};

Result<QVector<Item>> itemsOf(QSqlDatabase &db)
{
    auto rows = run(db, QStringLiteral("SELECT id, hash, state FROM item ORDER BY id"));
    if (!rows) {
        return fail(rows.error());
    }
    QVector<Item> items;
    while (rows->next()) {
        items.append({rows->value(0).toString(), rows->value(1).toString(), rows->value(2).toString()});
    }
    return items;
}

// False: it cannot be opened here; then its sealed bytes are handed over.
Result<bool> writeCase(Database &database, const Blobs &blobs, const Item &item, const SealKeyRing &keys,
                       const QString &folder, Files &files)
{
    const QString path = QStringLiteral("cases/%1.json").arg(item.id);
    auto opened = openItem(database, blobs, item.id, keys);
    if (opened) {
        auto done = write(folder, path, QJsonDocument(*opened).toJson(QJsonDocument::Compact) + '\n', files);
        return done ? Result<bool>(true) : Result<bool>(fail(done.error()));
    }
    if (opened.error().code != FaultCode::SealBroken && opened.error().code != FaultCode::KeyMissing &&
        opened.error().code != FaultCode::MessageInvalid) {
        return fail(opened.error());
    }
    auto db = database.connection();
    auto body = db ? single(*db, QStringLiteral("SELECT body FROM item WHERE id = ?"), {item.id}) : fail(db.error());
    if (!body) {
        return fail(body.error());
    }
    const QJsonObject sealed{{QStringLiteral("id"), item.id},
                             {QStringLiteral("sealed"), QString::fromLatin1(body->toByteArray().toHex())}};
    auto done = write(folder, path, QJsonDocument(sealed).toJson(QJsonDocument::Compact) + '\n', files);
    return done ? Result<bool>(false) : Result<bool>(fail(done.error()));
}

// Opened where that is possible, under the digest of what is written.
Result<qint64> writeScans(QSqlDatabase &db, const Blobs &blobs, const SealKeyRing &keys, const QString &folder,
                          Files &files)
{
    auto rows = run(db, QStringLiteral("SELECT sha256 FROM blob ORDER BY sha256"));
    if (!rows) {
        return fail(rows.error());
    }
    QStringList names;
    while (rows->next()) {
        names.append(rows->value(0).toString());
    }
    rows->finish();
    for (const QString &name : std::as_const(names)) {
        auto sealed = blobs.read(name);
        if (!sealed) {
            return fail(sealed.error());
        }
        auto plain = keys.open(SealKind::Blob, *sealed);
        const QByteArray &bytes = plain ? plain->reveal() : *sealed;
        if (auto done = write(folder, QStringLiteral("scans/") + sha256Hex(bytes), bytes, files); !done) {
            return fail(done.error());
        }
    }
    return names.size();
}

QJsonObject countsJson(const HandedBack &counts)
{
    return {{QStringLiteral("cases"), counts.cases},
            {QStringLiteral("unreadable"), counts.unreadable},
            {QStringLiteral("scans"), counts.scans},
            {QStringLiteral("rows"), counts.rows}};
}

HandedBack countsFrom(const QJsonObject &counts)
{
    return {counts[QStringLiteral("cases")].toInteger(), counts[QStringLiteral("unreadable")].toInteger(),
            counts[QStringLiteral("scans")].toInteger(), counts[QStringLiteral("rows")].toInteger()};
}

QString timeText(const Clock &clock)
{
    return QDateTime::fromMSecsSinceEpoch(clock.wall().count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

tl::unexpected<Fault> notWhole(const QString &what)
{
    return fail(FaultCode::FileInvalid, "the export is not whole: " + what.toStdString());
}

// A path that stays in its folder, as this program writes them: FOLDER/NAME.
bool isExportPath(const QString &path)
{
    const QStringList parts = path.split(u'/');
    return parts.size() == 2 && std::all_of(parts.begin(), parts.end(), [](const QString &part) {
               return isToken(part) && !part.startsWith(u'.');
           });
}

}  // namespace

Result<HandedBack> exportAll(Database &database, const Blobs &blobs, const SealKeyRing &keys, const Signer &signer,
                             const QString &folder, const Clock &clock)
{
    if (QDir(folder).exists() && !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        return fail(FaultCode::BadArgument, folder.toStdString() + " is not empty");
    }
    if (!QDir().mkpath(folder) ||
        !QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)) {
        return fail(FaultCode::FileUnreadable, folder.toStdString() + " cannot be made");
    }
    auto db = database.connection();
    auto items = db ? itemsOf(*db) : fail(db.error());
    if (!items) {
        return fail(items.error());
    }
    Files files;
    HandedBack counts;
    for (const QString &table : tablesOf(*db)) {
        auto rows = writeTable(*db, table, folder, files);
        if (!rows) {
            return fail(rows.error());
        }
        counts.rows += *rows;
    }
    QJsonArray cases;
    for (const Item &item : std::as_const(*items)) {
        auto opened = writeCase(database, blobs, item, keys, folder, files);
        if (!opened) {
            return fail(opened.error());
        }
        ++counts.cases;
        counts.unreadable += *opened ? 0 : 1;
        cases.append(QJsonArray{item.id, item.hash, item.state});
    }
    auto scans = writeScans(*db, blobs, keys, folder, files);
    if (!scans) {
        return fail(scans.error());
    }
    counts.scans = *scans;
    QJsonArray list;
    for (const auto &[path, file] : files) {
        list.append(QJsonArray{path, file.sha256, file.size});
    }
    const QByteArray manifest = QJsonDocument(QJsonObject{{QStringLiteral("format"), QStringLiteral("hall-export/1")},
                                                          {QStringLiteral("made"), timeText(clock)},
                                                          {QStringLiteral("counts"), countsJson(counts)},
                                                          {QStringLiteral("cases"), cases},
                                                          {QStringLiteral("files"), list}})
                                    .toJson(QJsonDocument::Compact) +
                                '\n';
    if (auto done = writeWholeFile(folder + QStringLiteral("/manifest.json"), manifest, true); !done) {
        return fail(done.error());
    }
    // Last: an export without it is none.
    auto done = writeWholeFile(folder + QStringLiteral("/manifest.sig"), signer.sign(kSigned + manifest), true);
    return done ? Result<HandedBack>(counts) : Result<HandedBack>(fail(done.error()));
}

Result<HandedBack> checkExport(Database &database, const QByteArray &publicKey, const QString &folder)
{
    auto manifest = readWholeFile(folder + QStringLiteral("/manifest.json"), kFileLimit);
    auto signature = readWholeFile(folder + QStringLiteral("/manifest.sig"), Signer::kSignatureBytes);
    if (!manifest || !signature) {
        return notWhole(QStringLiteral("it has no manifest, or no signature"));
    }
    if (!verifySignature(publicKey, kSigned + *manifest, *signature)) {
        return notWhole(QStringLiteral("the manifest is not signed by this gateway"));
    }
    const QJsonObject object = QJsonDocument::fromJson(*manifest).object();
    for (const auto &entry : object[QStringLiteral("files")].toArray()) {
        const QString path = entry[0].toString();
        auto content = isExportPath(path) ? readWholeFile(folder + u'/' + path, kFileLimit)
                                          : Result<QByteArray>(fail(FaultCode::FileInvalid, "path"));
        if (!content || content->size() != entry[2].toInteger() || sha256Hex(*content) != entry[1].toString()) {
            return notWhole(path);
        }
    }
    auto db = database.connection();
    auto items = db ? itemsOf(*db) : fail(db.error());
    if (!items) {
        return fail(items.error());
    }
    const QJsonArray cases = object[QStringLiteral("cases")].toArray();
    if (cases.size() != items->size()) {
        return notWhole(QStringLiteral("cases have come since"));
    }
    for (qsizetype i = 0; i < items->size(); ++i) {
        const Item &item = items->at(i);
        if (cases[i] != QJsonValue(QJsonArray{item.id, item.hash, item.state})) {
            return notWhole(item.id + QStringLiteral(" has changed since"));
        }
    }
    auto scans = single(*db, QStringLiteral("SELECT COUNT(*) FROM blob"));
    const QJsonObject counts = object[QStringLiteral("counts")].toObject();
    if (!scans || scans->toLongLong() != counts[QStringLiteral("scans")].toInteger()) {
        return scans ? Result<HandedBack>(notWhole(QStringLiteral("scans have come since")))
                     : Result<HandedBack>(fail(scans.error()));
    }
    return countsFrom(counts);
}

namespace {

// Overwritten, then removed: on a disk that writes elsewhere the first is worth little, and costs nothing.
Done destroyFile(const QString &path)
{
    QFile file(path);
    if (!file.exists()) {
        return {};
    }
    if (file.open(QIODevice::ReadWrite)) {
        const QByteArray nothing(64 * 1024, '\0');
        for (qint64 left = file.size(); left > 0;) {
            const qint64 written = file.write(nothing.constData(), std::min<qint64>(left, nothing.size()));
            if (written <= 0) {
                break;
            }
            left -= written;
        }
        file.flush();
        ::fdatasync(file.handle());
        file.close();
    }
    return file.remove() ? Done() : Done(fail(FaultCode::StoreIo, path.toStdString() + " cannot be removed"));
}

Done destroyFolder(const QString &folder)
{
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        if (auto done = destroyFile(files.next()); !done) {
            return done;
        }
    }
    return QDir(folder).removeRecursively()
               ? Done()
               : Done(fail(FaultCode::StoreIo, folder.toStdString() + " cannot be removed"));
}

// Rows by table: all of them go.
Result<QJsonObject> tableCounts(Database &database)
{
    auto db = database.connection();
    if (!db) {
        return fail(db.error());
    }
    QJsonObject counts;
    for (const QString &table : tablesOf(*db)) {
        auto rows = single(*db, QStringLiteral("SELECT COUNT(*) FROM ") + table);
        if (!rows) {
            return fail(rows.error());
        }
        counts.insert(table, rows->toLongLong());
    }
    return counts;
}

Done dropTables(Database &database)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    for (const QString &table : tablesOf(transaction.connection())) {
        auto dropped = run(transaction.connection(), QStringLiteral("DROP TABLE %1 CASCADE").arg(table));
        if (!dropped) {
            return fail(dropped.error());
        }
    }
    return transaction.commit();
}

Done writeRecord(const QString &file, QJsonObject record, const Signer &signer)
{
    record.insert(QStringLiteral("format"), QStringLiteral("hall-destruction/1"));
    record.insert(QStringLiteral("key"), QString::fromLatin1(signer.publicKey().toHex()));
    auto bytes = canonicalJson(record);
    if (!bytes) {
        return fail(bytes.error());
    }
    record.insert(QStringLiteral("sig"), QString::fromLatin1(signer.sign(kRecordSigned + *bytes).toHex()));
    return writeWholeFile(file, QJsonDocument(record).toJson(QJsonDocument::Indented), false);
}

// What the record says, when it is one of this gateway about this manifest.
std::optional<QJsonObject> ownRecord(const QString &file, const Signer &signer, const QString &manifest)
{
    const auto bytes = readWholeFile(file, kFileLimit);
    QJsonObject record = bytes ? QJsonDocument::fromJson(*bytes).object() : QJsonObject();
    const QByteArray signature = QByteArray::fromHex(record.take(QStringLiteral("sig")).toString().toLatin1());
    const auto signedBytes = canonicalJson(record);
    const bool own = signedBytes && verifySignature(signer.publicKey(), kRecordSigned + *signedBytes, signature) &&
                     record[QStringLiteral("manifest")].toString() == manifest;
    return own ? std::optional(record) : std::nullopt;
}

// The keys last, and of them the one that signs the record.
Done destroyFiles(const QString &data)
{
    for (const char *name : {"gateway.db", "gateway.db-wal", "gateway.db-shm", "gateway.lock"}) {
        if (auto done = destroyFile(data + QLatin1String(name)); !done) {
            return done;
        }
    }
    for (const char *name : {"blobs", "front"}) {
        if (auto done = destroyFolder(data + QLatin1String(name)); !done) {
            return done;
        }
    }
    const QDir core(data + QStringLiteral("core"));
    for (const QString &name : core.entryList({QStringLiteral("unseal*.key")}, QDir::Files)) {
        if (auto done = destroyFile(core.filePath(name)); !done) {
            return done;
        }
    }
    return destroyFolder(data + QStringLiteral("core"));
}

}  // namespace

Result<HandedBack> destroyAll(const QString &dataDir, const QString &databaseUrl, const QString &folder,
                              const QString &recordFile, const Clock &clock)
{
    const QString data = QDir(dataDir).absolutePath() + u'/';
    const QString record = QFileInfo(recordFile).absoluteFilePath();
    const QString exported = QDir(folder).absolutePath() + u'/';
    if (record.startsWith(data) || record.startsWith(exported) || exported.startsWith(data) ||
        data.startsWith(exported)) {
        return fail(FaultCode::BadArgument, "the export and the record lie outside of what is destroyed, and apart");
    }
    auto signer = loadReferenceKey(dataDir);
    if (!signer) {
        return fail(signer.error());
    }
    auto manifest = readWholeFile(folder + QStringLiteral("/manifest.json"), kFileLimit);
    if (!manifest) {
        return notWhole(QStringLiteral("it has no manifest"));
    }
    const QString digest = sha256Hex(*manifest);
    auto begun = ownRecord(record, *signer, digest);
    QJsonObject words = begun.value_or(QJsonObject{{QStringLiteral("begun"), timeText(clock)},
                                                   {QStringLiteral("ended"), QStringLiteral("")},
                                                   {QStringLiteral("manifest"), digest}});
    auto database = Database::open(dataDir, databaseUrl);
    if (!database) {
        return fail(database.error());
    }
    if (!begun) {  // otherwise it was checked before the first of it went
        auto whole = checkExport(**database, signer->publicKey(), folder);
        if (!whole) {
            return whole;
        }
        words.insert(QStringLiteral("counts"), countsJson(*whole));
        auto tables = tableCounts(**database);
        if (!tables) {
            return fail(tables.error());
        }
        words.insert(QStringLiteral("tables"), *tables);
        if (auto done = writeRecord(record, words, *signer); !done) {
            return fail(done.error());
        }
    }
    if (!(*database)->sqlite()) {
        if (auto done = dropTables(**database); !done) {
            return fail(done.error());
        }
    }
    database->reset();
    if (auto done = destroyFiles(data); !done) {
        return fail(done.error());
    }
    words.insert(QStringLiteral("ended"), timeText(clock));
    auto done = writeRecord(record, words, *signer);
    return done ? Result<HandedBack>(countsFrom(words[QStringLiteral("counts")].toObject()))
                : Result<HandedBack>(fail(done.error()));
}

}  // namespace hall::gateway
