// SPDX-License-Identifier: GPL-3.0-or-later
// A service that is put together from four files: a template, what the service says itself, and the texts of a
// province's and a city's pack. The input is one JSON object with members "template", "service", "province" and "city";
// a string stands in its file as it is, anything else as JSON, and what is absent is no file. They are loaded beside a
// small dictionary, in a hall of that city.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/jsonplace.h"
#include "app/catalogue/schemacheck.h"
#include "tests/fuzz/cataloguechecks.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTemporaryDir>

using namespace hall;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/");

struct Part
{
    const char *member;
    const char *file;
};
constexpr Part parts[] = {{"template", "templates/t.json"},
                          {"service", "services/s.json"},
                          {"province", "regions/37.json"},
                          {"city", "regions/3702.json"}};

QJsonObject real(const QString &name)
{
    QFile file(resources + name);
    HALL_HOLDS(file.open(QIODevice::ReadOnly));
    return QJsonDocument::fromJson(file.readAll()).object();
}

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    HALL_HOLDS(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

// Of the dictionary what one service asks, of the regions one city.
class SmallCatalogue
{
public:
    SmallCatalogue()
    {
        for (const char *folder : {"codes", "services", "templates", "regions"}) {
            HALL_HOLDS(QDir(m_dir.path()).mkpath(QString::fromLatin1(folder)));
        }
        const LoadedCatalogue whole = loadCatalogue(resources);
        QStringList ids = whole.catalogue.service(QStringLiteral("emp-cert-replacement"))->facts;
        ids << QStringLiteral("residence_region") << QStringLiteral("consent_share_flag");
        QJsonObject dictionary = real(QStringLiteral("dictionary.json"));
        const QJsonObject all = dictionary[u"fields"].toObject();
        QJsonObject few;
        for (qsizetype i = 0; i < ids.size(); ++i) {
            few.insert(ids[i], all[ids[i]]);
            for (const QJsonValue from : all[ids[i]][u"derive"][u"from"].toArray()) {
                if (!ids.contains(from.toString())) {
                    ids.append(from.toString());
                }
            }
            const QString table = all[ids[i]][u"codeTable"].toString();
            if (!table.isEmpty()) {
                copyTable(table);
            }
        }
        dictionary.insert(QStringLiteral("fields"), few);
        write(path("dictionary.json"), QJsonDocument(dictionary).toJson(QJsonDocument::Compact));
        writeMessages(few);
        QJsonObject events = real(QStringLiteral("events.json"));
        events.insert(QStringLiteral("often"), QJsonArray());
        write(path("events.json"), QJsonDocument(events).toJson(QJsonDocument::Compact));
        copyTable(QStringLiteral("region"));
        const LoadedCatalogue empty = loadCatalogue(m_dir.path());
        HALL_HOLDS(empty.defects.isEmpty() && empty.catalogue.fields().size() == few.size());
    }

    [[nodiscard]] QString path(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)); }
    [[nodiscard]] QString folder() const { return m_dir.path(); }

private:
    // Enough rows of each table to choose from, with those that the service names: it is read anew for every input.
    void copyTable(const QString &id) const
    {
        const QString name = QStringLiteral("codes/%1.json").arg(id);
        QJsonObject table = real(name);
        QJsonArray rows;
        for (const QJsonValue row : table[u"rows"].toArray()) {
            const QString code = row[u"code"].toString();
            const bool ofCity = code == u"370000" || code == u"370200" || code == u"370202";
            if (id == u"region" ? ofCity : rows.size() < 6 && row[u"parent"].isUndefined()) {
                rows.append(row);
            }
        }
        table.insert(QStringLiteral("rows"), rows);
        write(m_dir.filePath(name), QJsonDocument(table).toJson(QJsonDocument::Compact));
    }

    void writeMessages(const QJsonObject &fields) const
    {
        const QByteArray used = QJsonDocument(fields).toJson(QJsonDocument::Compact);
        QJsonObject file = real(QStringLiteral("messages.json"));
        QJsonObject messages = file[u"messages"].toObject();
        for (const QString &id : messages.keys()) {
            if (!used.contains('"' + id.toUtf8() + '"')) {
                messages.remove(id);
            }
        }
        file.insert(QStringLiteral("messages"), messages);
        write(path("messages.json"), QJsonDocument(file).toJson(QJsonDocument::Compact));
    }

    QTemporaryDir m_dir;
};

// What a pack's schema says is wrong is told whatever else is; and a pack that is not sound gives no texts.
bool allIsTold(const QString &file, const QJsonObject &pack, const QVector<Defect> &told)
{
    QVector<Defect> broken;
    FileReport report(file, broken);
    checkSchema(QStringLiteral("region"), pack, report);
    for (const Defect &defect : std::as_const(broken)) {
        HALL_HOLDS(told.contains(defect));
    }
    return broken.isEmpty();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const SmallCatalogue small;
    const QJsonObject input =
        QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size))).object();
    QMap<QString, QJsonObject> documents;
    QSet<QString> whole;  // those that are one JSON object without a slip
    for (const Part &part : parts) {
        const QJsonValue value = input[QLatin1String(part.member)];
        QFile::remove(small.path(part.file));
        if (value.isUndefined()) {
            continue;
        }
        const QByteArray text = value.isString()   ? value.toString().toUtf8()
                                : value.isObject() ? QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact)
                                                   : QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
        write(small.path(part.file), text);
        const QJsonDocument document = QJsonDocument::fromJson(text);
        documents.insert(QLatin1String(part.file), document.object());
        if (document.isObject() && !jsonSlip(QLatin1String(part.file), text)) {
            whole.insert(QLatin1String(part.file));
        }
    }

    const LoadedCatalogue loaded = loadCatalogue(small.folder(), {fuzz::today, QStringLiteral("370202")});
    for (auto it = documents.constBegin(); it != documents.constEnd(); ++it) {
        fuzz::checkDefects(loaded.defects, it.key(), *it);
    }
    for (const Defect &defect : loaded.defects) {
        HALL_HOLDS(loaded.defects.count(defect) == 1);
    }
    HALL_HOLDS(loaded.catalogue.services().size() <= 1);
    QVector<QJsonValue> titles{documents[QStringLiteral("templates/t.json")][u"title"],
                               documents[QStringLiteral("services/s.json")][u"title"]};
    for (const char *file : {"regions/37.json", "regions/3702.json"}) {
        const QString name = QLatin1String(file);
        if (whole.contains(name) && allIsTold(name, documents[name], loaded.defects)) {
            titles.append(documents[name][u"services"][u"s"][u"title"]);
        }
    }
    for (const Service &service : loaded.catalogue.services()) {
        HALL_HOLDS(service.digest.size() == 16);
        HALL_HOLDS(std::any_of(titles.begin(), titles.end(), [&service](const QJsonValue &title) {
            return title[u"zh"].toString() == service.title.zh;
        }));
        fuzz::useForms(service, loaded.catalogue);
        const Agency *agency = loaded.catalogue.region().competent(service, {}, QStringLiteral("370202"));
        HALL_HOLDS(!agency || agency->district.startsWith(QLatin1String("37")));
    }
    return 0;
}
