// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/refmanifest.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace hall {
namespace {

constexpr qsizetype kPathNames = 4;
constexpr qsizetype kNameLength = 64;
const QString kSignature = QStringLiteral("sig");

tl::unexpected<Fault> wrong(const std::string &what)
{
    return fail(FaultCode::MessageInvalid, "reference manifest: " + what);
}

QByteArray signedText(const QByteArray &canonical)
{
    return QByteArrayLiteral("hall-ref-v1\n") + canonical;
}

bool isName(QStringView name)
{
    const auto plain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
    };
    return !name.isEmpty() && name.size() <= kNameLength && plain(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [&plain](QChar c) { return plain(c) || c == u'.' || c == u'_' || c == u'-'; });
}

bool onlyKeys(const QJsonObject &object, const QStringList &sorted)
{
    return object.keys() == sorted;
}

Result<RefFile> fileOf(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    const RefFile file{object.value(u"path").toString(), object.value(u"sha256").toString(),
                       object.value(u"size").toInteger(-1)};
    if (!onlyKeys(object, {QStringLiteral("path"), QStringLiteral("sha256"), QStringLiteral("size")}) ||
        !isRefPath(file.path) || !isSha256Hex(file.sha256) || file.size < 0 || file.size > kRefFileBytes) {
        return wrong("a file's path, digest or size");
    }
    return file;
}

// Ascending paths, of which none is a folder of another: they can all lie in one tree.
Done checkTree(const RefManifest &manifest)
{
    if (manifest.number < 1 || manifest.number > kCanonicalIntegerLimit || manifest.madeMs < 0) {
        return wrong("number or time");
    }
    if (manifest.files.isEmpty() || manifest.files.size() > kRefFiles || manifest.bytes() > kRefTotalBytes) {
        return wrong("no files, or more than a release may have");
    }
    QString before;
    for (const RefFile &file : manifest.files) {
        if (file.path <= before) {
            return wrong("files out of order, or twice");
        }
        before = file.path;
        for (qsizetype slash = file.path.indexOf(u'/'); slash > 0; slash = file.path.indexOf(u'/', slash + 1)) {
            if (manifest.has(file.path.left(slash))) {
                return wrong("a file is also a folder");
            }
        }
    }
    return {};
}

QJsonObject objectOf(const RefManifest &manifest)
{
    QJsonArray files;
    for (const RefFile &file : manifest.files) {
        files.append(QJsonObject{{QStringLiteral("path"), file.path},
                                 {QStringLiteral("sha256"), file.sha256},
                                 {QStringLiteral("size"), file.size}});
    }
    return {{QStringLiteral("v"), 1},
            {QStringLiteral("number"), manifest.number},
            {QStringLiteral("made"), manifest.madeMs},
            {QStringLiteral("files"), files}};
}

}  // namespace

qint64 RefManifest::bytes() const
{
    qint64 sum = 0;
    for (const RefFile &file : files) {
        sum += file.size;
    }
    return sum;
}

bool RefManifest::has(const QString &path) const
{
    const auto at = std::lower_bound(files.begin(), files.end(), path,
                                     [](const RefFile &file, const QString &wanted) { return file.path < wanted; });
    return at != files.end() && at->path == path;
}

const QStringList &refParts()
{
    static const QStringList parts{QStringLiteral("catalogue"), QStringLiteral("configuration"),
                                   QStringLiteral("regions"), QStringLiteral("staff"), QStringLiteral("vacancies")};
    return parts;
}

bool isRefPath(const QString &path)
{
    const QStringList names = path.split(u'/');
    return names.size() >= 2 && names.size() <= kPathNames && refParts().contains(names.first()) &&
           std::all_of(names.begin(), names.end(), [](const QString &name) { return isName(name); });
}

Result<QByteArray> signRefManifest(const RefManifest &manifest, const Signer &centre)
{
    QJsonObject object = objectOf(manifest);
    const auto text = canonicalJson(object);
    if (!text) {
        return fail(text.error());
    }
    object.insert(kSignature, QString::fromLatin1(centre.sign(signedText(*text)).toHex()));
    auto json = canonicalJson(object);
    if (!json) {
        return json;
    }
    if (const auto read = readRefManifest(*json, centre.publicKey()); !read) {
        return fail(read.error());
    }
    return json;
}

Result<RefManifest> readRefManifest(const QByteArray &json, const QByteArray &centreKey)
{
    auto object = parseCanonicalObject(json, kRefManifestBytes);
    if (!object) {
        return fail(object.error());
    }
    const QByteArray hex = object->take(kSignature).toString().toLatin1();
    const QByteArray signature = QByteArray::fromHex(hex);  // leaves out what is none
    const auto text = canonicalJson(*object);
    if (!text || signature.toHex() != hex || !verifySignature(centreKey, signedText(*text), signature)) {
        return fail(FaultCode::SignatureBad, "reference manifest: not signed by the centre");
    }
    static const QStringList keys{QStringLiteral("files"), QStringLiteral("made"), QStringLiteral("number"),
                                  QStringLiteral("v")};
    if (!onlyKeys(*object, keys) || object->value(u"v").toInt() != 1 || !object->value(u"files").isArray()) {
        return wrong("not of version 1");
    }
    RefManifest manifest;
    manifest.number = object->value(u"number").toInteger();
    manifest.madeMs = object->value(u"made").toInteger(-1);
    for (const QJsonValue value : object->value(u"files").toArray()) {
        auto file = fileOf(value);
        if (!file) {
            return fail(file.error());
        }
        manifest.files.append(*file);
    }
    if (auto tree = checkTree(manifest); !tree) {
        return fail(tree.error());
    }
    return manifest;
}

}  // namespace hall
