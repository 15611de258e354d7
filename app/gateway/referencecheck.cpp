// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/referencecheck.h"

#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/receiptwords.h"
#include "app/catalogue/schemacheck.h"
#include "app/catalogue/vacancylist.h"
#include "app/gateway/crosscheck.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/centresettings.h"
#include "app/protocol/refmanifest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>

namespace hall::gateway {
namespace {

using namespace refpath;
using Files = QMap<QString, QByteArray>;  // by path of the release

const QString kPacks = QStringLiteral("catalogue/regions/");

tl::unexpected<Fault> invalid(const QString &what)
{
    return fail(FaultCode::FileInvalid, what.toStdString());
}

// What lies elsewhere would be carried to every kiosk and looked at by none.
bool isRead(const QString &path)
{
    static const QStringList single{kSettings,
                                    kStaff,
                                    QStringLiteral("catalogue/commitment.json"),
                                    QStringLiteral("catalogue/dictionary.json"),
                                    QStringLiteral("catalogue/events.json"),
                                    QStringLiteral("catalogue/messages.json"),
                                    QStringLiteral("catalogue/needs.json"),
                                    QStringLiteral("catalogue/notice.json"),
                                    QStringLiteral("catalogue/receipt.json"),
                                    QStringLiteral("catalogue/visit-once.json"),
                                    QStringLiteral("catalogue/visited.json")};
    static const QStringList folders{kPolicies,
                                     kPacks,
                                     kRegions,
                                     kVacancies,
                                     QStringLiteral("catalogue/chains/"),
                                     QStringLiteral("catalogue/codes/"),
                                     QStringLiteral("catalogue/services/"),
                                     QStringLiteral("catalogue/templates/")};
    return single.contains(path) ||
           (path.endsWith(QLatin1String(".json")) && folders.contains(path.left(path.lastIndexOf(u'/') + 1)));
}

Result<QJsonObject> objectOf(const Files &files, const QString &path)
{
    auto object = parseJsonObject(files.value(path), kRefFileBytes);
    if (!object) {
        return invalid(path + QStringLiteral(": ") + QString::fromStdString(object.error().detail));
    }
    return object;
}

QString toldOf(const QVector<Defect> &defects)
{
    const Defect &first = defects.first();
    return QStringLiteral("%1#%2: %3; %4 (%5 defects)")
        .arg(first.file, first.path, first.reason, first.cure)
        .arg(defects.size());
}

Done writeUnder(const Files &files, const QString &prefix, const QTemporaryDir &folder)
{
    for (auto it = files.begin(); it != files.end(); ++it) {
        if (it.key().startsWith(prefix)) {
            const QString path = folder.filePath(it.key());
            QFile file(path);
            if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) ||
                file.write(it.value()) != it.value().size()) {
                return fail(FaultCode::FileUnreadable, path.toStdString() + ": cannot be written");
            }
        }
    }
    return {};
}

Done checkStaff(const Files &files)
{
    if (!files.contains(kStaff)) {
        return {};
    }
    const auto list = objectOf(files, kStaff);
    if (!list) {
        return fail(list.error());
    }
    bool good = list->value(u"v").toInt() == 1 && list->value(u"key").toString().size() == 64 &&
                list->value(u"entries").isArray();
    for (const QJsonValue value : list->value(u"entries").toArray()) {
        good = good && value.toObject().value(u"card_tag").toString().size() == 64 &&
               value.toObject().value(u"pin").toString().startsWith(QLatin1String("$argon2id$"));
    }
    return good ? Done() : invalid(kStaff + QStringLiteral(": not a list of staff"));
}

// Of the shape that kiosks ask of a profile of cards.
Done checkProfile(const QString &path, const QJsonObject &profile)
{
    QVector<Defect> defects;
    FileReport report(path, defects);
    checkSchema(QStringLiteral("region-profile"), profile, report);
    return defects.isEmpty() ? Done() : invalid(toldOf(defects));
}

// A time is promised in workdays: without a calendar no kiosk could name the day.
Done checkTables(const Files &files, const Catalogue &catalogue)
{
    for (auto it = files.begin(); it != files.end(); ++it) {
        const auto pack = it.key().startsWith(kPacks) ? objectOf(files, it.key()) : Result<QJsonObject>(QJsonObject());
        if (it.key().startsWith(kPolicies) || (pack && pack->contains(u"calendar"))) {
            return {};
        }
    }
    const auto &services = catalogue.services();
    const auto promises = std::find_if(services.begin(), services.end(),
                                       [](const Service &service) { return service.time.promised > 0; });
    return promises == services.end()
               ? Done()
               : invalid(kPolicies + QStringLiteral(": no table in it, and %1 promises workdays").arg(promises->id));
}

// The version of the catalogue.
Result<QString> checkCatalogue(const Files &files)
{
    if (std::none_of(files.keyBegin(), files.keyEnd(),
                     [](const QString &path) { return path.startsWith(kCatalogue); })) {
        return QString();
    }
    const QTemporaryDir folder;
    if (auto done = writeUnder(files, kCatalogue, folder); !done) {
        return fail(done.error());
    }
    const LoadedCatalogue loaded = loadCatalogue(folder.filePath(QStringLiteral("catalogue")));
    if (!loaded.defects.isEmpty()) {
        return invalid(kCatalogue + toldOf(loaded.defects));
    }
    if (loaded.catalogue.services().isEmpty()) {
        return invalid(QStringLiteral("catalogue: no service in it"));
    }
    if (auto tables = checkTables(files, loaded.catalogue); !tables) {
        return fail(tables.error());
    }
    // A kiosk of another city lays that city's pack over the same files.
    for (const QString &region : regionsInSettings(files.value(kSettings))) {
        CatalogueTerms terms;
        terms.region = region;
        const LoadedCatalogue there = loadCatalogue(folder.filePath(QStringLiteral("catalogue")), terms);
        if (const Done known = there.catalogue.hallMayStandIn(region); !known) {
            return invalid(QStringLiteral("configuration: ") + QString::fromStdString(known.error().detail));
        }
        if (!there.defects.isEmpty()) {
            const Defect &first = there.defects.first();
            return invalid(
                QStringLiteral("catalogue/%1#%2 in %3: %4").arg(first.file, first.path, region, first.reason));
        }
    }
    if (const Done words = checkWordFiles(folder.filePath(QStringLiteral("catalogue"))); !words) {
        // Named as in the release, not as in the folder of this moment.
        const QString detail = QString::fromStdString(words.error().detail).remove(folder.path() + u'/');
        return invalid(detail);
    }
    return loaded.catalogue.version();
}

}  // namespace

Result<QString> checkReference(const QMap<QString, QByteArray> &files)
{
    for (auto it = files.begin(); it != files.end(); ++it) {
        if (it.key().endsWith(QLatin1String(".sig")) && isRead(it.key().chopped(4) + QStringLiteral(".json"))) {
            continue;  // our own, beside what they sign
        }
        if (!isRead(it.key())) {
            return invalid(it.key() + QStringLiteral(": kiosks read no such file"));
        }
        const auto object = objectOf(files, it.key());
        if (!object) {
            return fail(object.error());
        }
        if (auto done = it.key().startsWith(kRegions) ? checkProfile(it.key(), *object) : Done(); !done) {
            return fail(done.error());
        }
        if (const auto list = parseVacancies(*object); it.key().startsWith(kVacancies) && !list) {
            return invalid(it.key() + QStringLiteral(": ") + QString::fromStdString(list.error().detail));
        }
    }
    if (files.contains(kSettings)) {
        const auto settings = parseCentreSettings(files.value(kSettings), QString());
        if (!settings) {
            return fail(settings.error());
        }
    }
    if (auto done = checkStaff(files); !done) {
        return fail(done.error());
    }
    return checkCatalogue(files);
}

}  // namespace hall::gateway
