// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/refshelf.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/store/durablefile.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace hall {
namespace {

constexpr qsizetype kStateBytes = 16 * 1024;
const QString kManifest = QStringLiteral("manifest.json");
const QString kPart = QStringLiteral(".part");
const QString kUnfinished = QStringLiteral(".new");

Fault damaged(const std::string &what)
{
    return Fault(FaultCode::SignatureBad, "reference data: " + what);
}

Result<QByteArray> readUpTo(const QString &path, qint64 limit)
{
    auto bytes = readPart(path, 0, limit + 1);
    if (bytes && bytes->size() > limit) {
        return fail(FaultCode::StoreIo, "larger than it may be");
    }
    return bytes;
}

QByteArray encode(const RefShelf::State &state, const QByteArray &centreKey)
{
    QJsonArray refused;
    for (const RefShelf::Refused &one : state.refused) {
        refused.append(QJsonObject{{QStringLiteral("number"), one.number}, {QStringLiteral("code"), one.code}});
    }
    const auto json = canonicalJson(QJsonObject{{QStringLiteral("v"), 1},
                                                {QStringLiteral("centre"), QString::fromLatin1(centreKey.toHex())},
                                                {QStringLiteral("highest"), state.highest},
                                                {QStringLiteral("current"), state.current},
                                                {QStringLiteral("previous"), state.previous},
                                                {QStringLiteral("staged"), state.staged},
                                                {QStringLiteral("proven"), state.proven},
                                                {QStringLiteral("tries"), state.tries},
                                                {QStringLiteral("refused"), refused}});
    return json.value_or(QByteArray());
}

RefShelf::State decode(const QJsonObject &object)
{
    RefShelf::State state;
    state.highest = object.value(u"highest").toInteger();
    state.current = object.value(u"current").toInteger();
    state.previous = object.value(u"previous").toInteger();
    state.staged = object.value(u"staged").toInteger();
    state.proven = object.value(u"proven").toBool(true);
    state.tries = object.value(u"tries").toInt();
    for (const QJsonValue value : object.value(u"refused").toArray()) {
        const QJsonObject one = value.toObject();
        state.refused.append({one.value(u"number").toInteger(), one.value(u"code").toString()});
    }
    return state;
}

// Flushes the entries of a folder and all folders in it.
Done syncTree(const QString &folder)
{
    QDirIterator folders(folder, QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (folders.hasNext()) {
        if (auto done = syncFolder(folders.next()); !done) {
            return done;
        }
    }
    return syncFolder(folder);
}

}  // namespace

RefShelf::RefShelf(QString folder, QByteArray centreKey)
    : m_folder(std::move(folder)), m_centreKey(std::move(centreKey))
{
}

QString RefShelf::path(const QString &name) const
{
    return m_folder + u'/' + name;
}

QString RefShelf::versionPath(qint64 number) const
{
    return path(QStringLiteral("versions/%1").arg(number));
}

QString RefShelf::objectPath(const QString &sha256) const
{
    return path(QStringLiteral("objects/") + sha256);
}

Done RefShelf::open()
{
    for (const char *name : {"objects", "versions"}) {
        if (auto done = makeFolder(path(QLatin1String(name))); !done) {
            return done;
        }
    }
    const std::lock_guard lock(m_mutex);
    m_state = readState();
    clean();
    return {};
}

RefShelf::State RefShelf::readState() const
{
    const auto json = readUpTo(path(QStringLiteral("state.json")), kStateBytes);
    const auto object = json ? parseCanonicalObject(*json, kStateBytes) : fail(json.error());
    if (!object) {
        return rescuedState();
    }
    if (object->value(u"centre").toString().toLatin1() != m_centreKey.toHex()) {
        return {};
    }
    return decode(*object);
}

// Without its state, the newest release that the centre signed is the next one; begin() looks at it again.
RefShelf::State RefShelf::rescuedState() const
{
    State state;
    for (const QString &name : QDir(path(QStringLiteral("versions"))).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const qint64 number = name.toLongLong();
        if (number > state.staged && verify(versionPath(number), number)) {
            state.staged = state.highest = number;
        }
    }
    return state;
}

RefShelf::State RefShelf::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

// With the lock held. What cannot be written has not happened.
Done RefShelf::save(const State &next)
{
    if (auto done = writeDurably(path(QStringLiteral("state.json")), encode(next, m_centreKey)); !done) {
        return done;
    }
    m_state = next;
    return {};
}

Result<RefManifest> RefShelf::manifestOf(const QString &folder) const
{
    const auto json = readUpTo(folder + u'/' + kManifest, kRefManifestBytes);
    return json ? readRefManifest(*json, m_centreKey) : fail(json.error());
}

// Every file of the manifest, and no other.
Done RefShelf::verify(const QString &folder, qint64 number) const
{
    const auto manifest = manifestOf(folder);
    if (!manifest || manifest->number != number) {
        return fail(damaged("no manifest of this release"));
    }
    for (const RefFile &file : manifest->files) {
        const auto bytes = readUpTo(folder + u'/' + file.path, kRefFileBytes);
        if (!bytes || bytes->size() != file.size || sha256Hex(*bytes) != file.sha256) {
            return fail(damaged("a file is not as it was signed"));
        }
    }
    qsizetype found = 0;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        ++found;
    }
    if (found != manifest->files.size() + 1) {
        return fail(damaged("more files than were signed"));
    }
    return {};
}

QString RefShelf::begin()
{
    const std::lock_guard lock(m_mutex);
    while (m_state.current > 0) {
        QString code;
        if (!m_state.proven && m_state.tries >= kMostTries) {
            code = QStringLiteral("ended-early");
        } else if (!verify(versionPath(m_state.current), m_state.current)) {
            code = QStringLiteral("damaged");
        } else {
            break;
        }
        refuse(m_state, m_state.current, code);
        (void)save(m_state);
    }
    if (m_state.current == 0) {
        return {};
    }
    if (!m_state.proven) {
        ++m_state.tries;
        (void)save(m_state);
    }
    return versionPath(m_state.current);
}

void RefShelf::rollBack(const QString &code)
{
    const std::lock_guard lock(m_mutex);
    if (m_state.current > 0) {
        refuse(m_state, m_state.current, code);
        (void)save(m_state);  // a full disk: the next start finds the same out again
    }
}

// Of the one in force, the one before it takes its place.
void RefShelf::refuse(State &state, qint64 number, const QString &code) const
{
    state.highest = std::max(state.highest, number);
    state.refused.append({number, code});
    while (state.refused.size() > kKeptRefusals) {
        state.refused.removeFirst();
    }
    if (number == state.current) {
        state.current = state.previous;
        state.previous = 0;
        state.proven = true;
        state.tries = 0;
    }
}

Done RefShelf::prove()
{
    const std::lock_guard lock(m_mutex);
    if (m_state.proven) {
        return {};
    }
    State next = m_state;
    next.proven = true;
    next.tries = 0;
    return save(next);
}

Result<RefManifest> RefShelf::receive(const QByteArray &manifestJson)
{
    auto manifest = readRefManifest(manifestJson, m_centreKey);
    if (!manifest) {
        return manifest;
    }
    if (manifest->number <= state().highest) {
        return fail(FaultCode::StoreDuplicate, "reference data: not newer than what was here");
    }
    // So that what has come of it is kept over a restart.
    const QString incoming = path(QStringLiteral("incoming.json"));
    if (const auto before = readUpTo(incoming, kRefManifestBytes); !before || *before != manifestJson) {
        if (auto done = writeDurably(incoming, manifestJson); !done) {
            return fail(done.error());
        }
    }
    return manifest;
}

QVector<RefFile> RefShelf::missing(const RefManifest &manifest) const
{
    QVector<RefFile> wanted;
    QSet<QString> seen;
    for (const RefFile &file : manifest.files) {
        const bool here =
            QFileInfo(objectPath(file.sha256)).size() == file.size && QFileInfo::exists(objectPath(file.sha256));
        if (!here && !seen.contains(file.sha256)) {
            seen.insert(file.sha256);
            wanted.append(file);
        }
    }
    return wanted;
}

qint64 RefShelf::received(const RefFile &file) const
{
    return QFileInfo(objectPath(file.sha256) + kPart).size();
}

Done RefShelf::add(const RefFile &file, const QByteArray &bytes)
{
    const QString partPath = objectPath(file.sha256) + kPart;
    QFile part(partPath);
    if (!part.open(QIODevice::ReadWrite | QIODevice::Append)) {
        return fail(FaultCode::StoreIo, "a file of the reference data cannot be written");
    }
    if (part.size() + bytes.size() > file.size) {
        part.remove();
        return fail(damaged("a file is longer than it was announced"));
    }
    if (part.write(bytes) != bytes.size() || !part.flush()) {
        const Fault fault = faultOfErrno("write");
        part.remove();
        return fail(fault);
    }
    if (part.size() < file.size) {
        return {};
    }
    part.seek(0);
    const QByteArray whole = part.readAll();
    if (sha256Hex(whole) != file.sha256) {
        part.remove();
        return fail(damaged("a file has another digest than was signed"));
    }
    if (auto done = writeDurably(objectPath(file.sha256), whole); !done) {
        return done;
    }
    part.remove();
    return {};
}

Done RefShelf::build(const RefManifest &manifest, const QByteArray &json, const QString &folder) const
{
    QDir(folder).removeRecursively();
    for (const RefFile &file : manifest.files) {
        const QString target = folder + u'/' + file.path;
        if (!QDir().mkpath(QFileInfo(target).path())) {
            return fail(FaultCode::StoreIo, "a folder of the reference data cannot be made");
        }
        if (::link(QFile::encodeName(objectPath(file.sha256)).constData(), QFile::encodeName(target).constData()) !=
            0) {
            return fail(faultOfErrno("link"));
        }
    }
    if (auto done = writeDurably(folder + u'/' + kManifest, json); !done) {
        return done;
    }
    return syncTree(folder);
}

Done RefShelf::stage(const QByteArray &manifestJson, const Check &check)
{
    const auto manifest = receive(manifestJson);
    if (!manifest) {
        return fail(manifest.error());
    }
    const QString folder = versionPath(manifest->number) + kUnfinished;
    if (auto done = build(*manifest, manifestJson, folder); !done) {
        QDir(folder).removeRecursively();
        return done;
    }
    Done good = verify(folder, manifest->number);
    if (!good) {
        // What lies here is not what came: from the beginning.
        QDir(folder).removeRecursively();
        for (const RefFile &file : manifest->files) {
            QFile::remove(objectPath(file.sha256));
        }
        return good;
    }
    good = check(folder);
    const std::lock_guard lock(m_mutex);
    State next = m_state;
    if (!good) {
        QDir(folder).removeRecursively();
        const FaultCode code = good.error().code;
        if (code != FaultCode::StoreIo && code != FaultCode::StoreFull) {
            refuse(next, manifest->number, QStringLiteral("check"));
            (void)save(next);
        }
        return good;
    }
    QDir(versionPath(manifest->number)).removeRecursively();
    if (::rename(QFile::encodeName(folder).constData(), QFile::encodeName(versionPath(manifest->number)).constData()) !=
        0) {
        return fail(faultOfErrno("rename"));
    }
    if (auto done = syncFolder(path(QStringLiteral("versions"))); !done) {
        return done;
    }
    next.staged = next.highest = manifest->number;
    if (auto done = save(next); !done) {
        return done;
    }
    QFile::remove(path(QStringLiteral("incoming.json")));
    clean();
    return {};
}

Done RefShelf::switchToStaged()
{
    const std::lock_guard lock(m_mutex);
    if (m_state.staged == 0 || !m_state.proven) {
        return fail(FaultCode::StoreNotFound, "no reference data to switch to");
    }
    State next = m_state;
    next.previous = m_state.current;
    next.current = m_state.staged;
    next.staged = 0;
    next.proven = false;
    next.tries = 0;
    return save(next);
}

// With the lock held. Releases that no state names, and files that belong to none.
void RefShelf::clean() const
{
    QSet<QString> objects;
    const auto keep = [&objects](const Result<RefManifest> &manifest) {
        if (manifest) {
            for (const RefFile &file : manifest->files) {
                objects.insert(file.sha256);
            }
        }
    };
    QSet<QString> versions;
    for (const qint64 number : {m_state.current, m_state.previous, m_state.staged}) {
        if (number > 0) {
            versions.insert(QString::number(number));
            keep(manifestOf(versionPath(number)));
        }
    }
    if (const auto json = readUpTo(path(QStringLiteral("incoming.json")), kRefManifestBytes)) {
        keep(readRefManifest(*json, m_centreKey));
    }
    const QDir all(path(QStringLiteral("versions")));
    for (const QString &name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (!versions.contains(name)) {
            QDir(all.filePath(name)).removeRecursively();
        }
    }
    const QDir files(path(QStringLiteral("objects")));
    for (const QString &name : files.entryList(QDir::Files)) {
        const QString digest = name.left(64);
        if (!objects.contains(digest) || (name != digest && name != digest + kPart)) {
            QFile::remove(files.filePath(name));
        }
    }
}

}  // namespace hall
