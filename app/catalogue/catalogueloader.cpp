// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"

#include "app/catalogue/dictionaryreader.h"
#include "app/catalogue/jsonread.h"
#include "app/catalogue/listreader.h"
#include "app/catalogue/policyreader.h"
#include "app/catalogue/schemacheck.h"
#include "app/catalogue/servicereader.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

namespace hall {
namespace {

// A file of the catalogue is read by people; megabytes are a mistake.
constexpr qint64 largestFile = 4 * 1024 * 1024;

QString placeOf(const QByteArray &text, int offset)
{
    const QByteArray before = text.left(offset);
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1;
    return QStringLiteral("line %1, column %2").arg(line).arg(column);
}

class Loader
{
public:
    Loader(const QString &folder, const CatalogueTerms &terms) : m_folder(folder), m_terms(terms) {}

    LoadedCatalogue run()
    {
        each(u"codes"_qs, [this](const QString &name, const QString &id) { loadTable(name, id); });
        loadMessages();
        if (QFileInfo(m_folder.filePath(u"policies"_qs)).isDir()) {
            loadPolicies();
        }
        m_data.policies->area = m_terms.region.left(4);
        if (QFileInfo(m_folder.filePath(u"regions"_qs)).isDir()) {
            loadRegions();
        }
        layPolicies();
        loadDictionary();
        for (const QString &id : nearer()) {
            layRegion(id);
        }
        loadEvents();
        each(u"services"_qs, [this](const QString &name, const QString &id) { loadService(name, id); });
        checkOften();
        checkSuggestions();
        checkRegions();
        if (QFileInfo::exists(m_folder.filePath(u"needs.json"_qs))) {
            loadNeeds();
        }
        if (QFileInfo(m_folder.filePath(u"chains"_qs)).isDir()) {
            each(u"chains"_qs, [this](const QString &name, const QString &id) { loadChain(name, id); });
        }
        if (QFileInfo::exists(m_folder.filePath(u"visit-once.json"_qs))) {
            loadVisitOnce();
        }
        m_data.version = QString::fromLatin1(m_hash.result().toHex().left(16));
        return {Catalogue(std::move(m_data)), std::move(m_defects)};
    }

private:
    template <typename Load> void each(const QString &subfolder, Load load)
    {
        const QDir dir(m_folder.filePath(subfolder));
        if (!dir.exists()) {
            m_defects.append({subfolder, {}, QStringLiteral("the folder is missing"), QStringLiteral("add it")});
            return;
        }
        for (const QFileInfo &info : dir.entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            load(subfolder + QLatin1Char('/') + info.fileName(), info.completeBaseName());
        }
    }

    // The document of a file, when it is JSON and follows the schema.
    std::optional<QJsonObject> document(const QString &name, const QString &schema, FileReport &report)
    {
        const auto json = object(name, schema, report);
        if (json) {
            checkSchema(schema, *json, report);
        }
        return report.clean() ? json : std::nullopt;
    }

    // The JSON object of a file; it may be any.
    std::optional<QJsonObject> object(const QString &name, const QString &schema, FileReport &report)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) {
            report.add({}, QStringLiteral("the file cannot be read: %1").arg(file.errorString()),
                       QStringLiteral("add it or correct its rights"));
            return std::nullopt;
        }
        if (file.size() > largestFile) {
            report.add({}, QStringLiteral("the file is larger than 4 MiB"), QStringLiteral("split it"));
            return std::nullopt;
        }
        const QByteArray text = file.readAll();
        m_hash.addData(name.toUtf8());
        m_hash.addData(QByteArray(1, '\0'));
        m_digest = QCryptographicHash::hash(text, QCryptographicHash::Sha256);
        m_hash.addData(m_digest);
        QJsonParseError error;
        const QJsonDocument parsed = QJsonDocument::fromJson(text, &error);
        if (error.error != QJsonParseError::NoError) {
            report.add({}, QStringLiteral("not JSON, %1: %2").arg(placeOf(text, error.offset), error.errorString()),
                       QStringLiteral("correct the file at that place"));
            return std::nullopt;
        }
        if (!parsed.isObject()) {
            report.add({}, QStringLiteral("the file is not one JSON object"),
                       QStringLiteral("see resources/schema/%1.schema.json").arg(schema));
            return std::nullopt;
        }
        return parsed.object();
    }

    void loadTable(const QString &name, const QString &id)
    {
        FileReport report(name, m_defects);
        const auto json = document(name, u"codes"_qs, report);
        if (!json) {
            return;
        }
        CodeTable table;
        table.id = (*json)[u"id"].toString();
        table.version = (*json)[u"version"].toString();
        table.title = localText((*json)[u"title"]);
        table.standard = (*json)[u"standard"].toString();
        table.basis = (*json)[u"basis"].toString();
        table.validFrom = readDay(*json, u"validFrom"_qs, {}, report);
        table.validTo = readDay(*json, u"validTo"_qs, {}, report);
        checkOrder(table.validFrom, table.validTo, {}, report);
        table.setRows(readRows((*json)[u"rows"].toArray(), report));
        checkId(table.id, id, report);
        if (report.clean()) {
            m_data.tables.insert(id, table);
        }
    }

    static QVector<CodeRow> readRows(const QJsonArray &json, FileReport &report)
    {
        QVector<CodeRow> rows;
        QSet<QString> codes;
        for (qsizetype i = 0; i < json.size(); ++i) {
            const QJsonValue row = json[i];
            const QString code = row[u"code"].toString();
            if (codes.contains(code)) {
                report.add(under(u"/rows"_qs, i), QStringLiteral("code '%1' appears twice").arg(code),
                           QStringLiteral("remove one"));
            }
            codes.insert(code);
            const QString path = under(u"/rows"_qs, i);
            rows.append({code, localText(row), row[u"parent"].toString(), row[u"choosable"].toBool(true),
                         row[u"seldom"].toBool(), row[u"initials"].toString(),
                         readDay(row, u"validFrom"_qs, path, report), readDay(row, u"validTo"_qs, path, report)});
            checkOrder(rows.last().validFrom, rows.last().validTo, path, report);
        }
        for (qsizetype i = 0; i < rows.size(); ++i) {
            if (!rows[i].parent.isEmpty() && !codes.contains(rows[i].parent)) {
                report.add(under(u"/rows"_qs, i) + u"/parent"_qs,
                           QStringLiteral("there is no row '%1'").arg(rows[i].parent),
                           QStringLiteral("add the row or correct the parent"));
            }
        }
        return rows;
    }

    // The schema knows the shape of a day, not the calendar.
    static QDate readDay(const QJsonValue &json, const QString &key, const QString &path, FileReport &report)
    {
        const QString text = json[key].toString();
        const QDate day = QDate::fromString(text, Qt::ISODate);
        if (!text.isEmpty() && !day.isValid()) {
            report.add(under(path, key), QStringLiteral("there is no day '%1'").arg(text),
                       QStringLiteral("write year-month-day, for example 2026-03-05"));
        }
        return day;
    }

    static void checkOrder(const QDate &from, const QDate &to, const QString &path, FileReport &report)
    {
        if (from.isValid() && to.isValid() && to < from) {
            report.add(under(path, u"validTo"_qs), QStringLiteral("the last day is before the first"),
                       QStringLiteral("correct one of them"));
        }
    }

    static void checkId(const QString &inside, const QString &fileName, FileReport &report)
    {
        if (inside != fileName) {
            report.add(u"/id"_qs, QStringLiteral("the id '%1' is not the file's name").arg(inside),
                       QStringLiteral("make them the same"));
        }
    }

    void loadMessages()
    {
        FileReport report(u"messages.json"_qs, m_defects);
        const auto json = document(report.file(), u"messages"_qs, report);
        if (!json) {
            return;
        }
        const QJsonObject messages = (*json)[u"messages"].toObject();
        for (auto it = messages.constBegin(); it != messages.constEnd(); ++it) {
            m_data.messages.insert(it.key(), {localText(it.value()[u"happened"]), localText(it.value()[u"todo"])});
        }
    }

    // From the whole country to the city: what lies nearer comes later and holds.
    [[nodiscard]] QStringList nearer() const
    {
        const QString &region = m_terms.region;
        QStringList ids{u"national"_qs, region.left(2), region.left(4), region};
        ids.removeDuplicates();
        return ids;
    }

    // All are checked, those of other regions too.
    void loadPolicies()
    {
        each(u"policies"_qs, [this](const QString &name, const QString &id) {
            FileReport report(name, m_defects);
            if (const auto json = document(name, u"policies"_qs, report)) {
                checkId((*json)[u"id"].toString(), id, report);
                rules::Policies alone;
                readPolicies(*json, alone, report);
                if (report.clean()) {
                    m_policies.insert(id, *json);
                }
            }
        });
    }

    void loadRegions()
    {
        each(u"regions"_qs, [this](const QString &name, const QString &id) {
            m_data.packs.append(id);
            FileReport report(name, m_defects);
            if (const auto json = document(name, u"region"_qs, report)) {
                checkId((*json)[u"id"].toString(), id, report);
                rules::Policies alone;
                readPolicies(*json, alone, report);
                if (report.clean()) {
                    m_packs.insert(id, *json);
                }
            }
        });
    }

    void layPolicies()
    {
        for (const QString &id : nearer()) {
            for (const auto &[folder, documents] :
                 {std::pair(u"policies"_qs, &m_policies), std::pair(u"regions"_qs, &m_packs)}) {
                if (documents->contains(id)) {
                    FileReport report(QStringLiteral("%1/%2.json").arg(folder, id), m_defects);
                    readPolicies(documents->value(id), *m_data.policies, report);
                }
            }
        }
    }

    // A pack that is not sound is left out whole; another region's is only checked, in checkRegions().
    void layRegion(const QString &id)
    {
        if (!m_packs.contains(id)) {
            return;
        }
        FileReport report(QStringLiteral("regions/%1.json").arg(id), m_defects);
        Region laid = m_data.region;
        readRegion(m_packs[id], m_data, laid, report);
        if (report.clean()) {
            m_data.region = std::move(laid);
        } else {
            m_packs.remove(id);
        }
    }

    // Once the services are known. What a pack says of a service that is not there is a defect and without effect.
    void checkRegions()
    {
        static const QStringList applicants{u"person"_qs, u"employer"_qs, u"institution"_qs, u"anyone"_qs};
        const QStringList laid = nearer();
        for (auto it = m_packs.constBegin(); it != m_packs.constEnd(); ++it) {
            FileReport report(QStringLiteral("regions/%1.json").arg(it.key()), m_defects);
            if (!laid.contains(it.key())) {
                Region alone;
                readRegion(*it, m_data, alone, report);
            }
            for (const QString &key : {u"routes"_qs, u"services"_qs}) {
                for (const QString &id : (*it)[key].toObject().keys()) {
                    if (!m_data.services.contains(id) && !(key == u"routes"_qs && applicants.contains(id))) {
                        report.add(under(u'/' + key, id), QStringLiteral("there is no sound service '%1'").arg(id),
                                   QStringLiteral("add or mend services/%1.json").arg(id));
                    }
                }
            }
        }
    }

    void loadDictionary()
    {
        FileReport report(u"dictionary.json"_qs, m_defects);
        if (const auto json = document(report.file(), u"dictionary"_qs, report)) {
            readDictionary(*json, m_data, report);
        }
    }

    void loadEvents()
    {
        FileReport report(u"events.json"_qs, m_defects);
        const auto json = document(report.file(), u"events"_qs, report);
        if (!json) {
            return;
        }
        for (const QJsonValue event : (*json)[u"events"].toArray()) {
            m_data.events.append({event[u"id"].toString(), localText(event), event[u"icon"].toString()});
        }
        for (const QJsonValue id : (*json)[u"often"].toArray()) {
            m_data.often.append(id.toString());
        }
    }

    void loadService(const QString &name, const QString &id)
    {
        FileReport report(name, m_defects);
        const auto own = object(name, u"service"_qs, report);
        if (!own) {
            return;
        }
        QCryptographicHash digest(QCryptographicHash::Sha256);
        digest.addData(m_digest);
        auto json = withTemplate(*own, report, digest);
        for (const QString &region : nearer()) {
            const QJsonValue words = m_packs.value(region)[u"services"][id];
            if (json && words.isObject()) {
                json = joined(*json, words.toObject());
                digest.addData(QJsonDocument(words.toObject()).toJson(QJsonDocument::Compact));
            }
        }
        if (json) {
            checkSchema(u"service"_qs, *json, report);
        }
        if (!json || !report.clean()) {
            return;
        }
        Service service = readService(*json, m_data, report);
        service.digest = QString::fromLatin1(digest.result().toHex().left(16));
        checkId(service.id, id, report);
        if (m_terms.on.isValid() && service.validUntil.isValid() && service.validUntil < m_terms.on) {
            report.add(u"/validUntil"_qs,
                       QStringLiteral("this version ended on %1").arg(service.validUntil.toString(Qt::ISODate)),
                       QStringLiteral("put the version in its place that is in force"));
        }
        if (report.clean()) {
            m_data.services.insert(id, service);
        }
    }

    // A service may name a template (templates/ID.json): a part of a service that several share. What the service says
    // itself takes its place; objects are joined member by member, lists are taken whole.
    std::optional<QJsonObject> withTemplate(const QJsonObject &own, FileReport &report, QCryptographicHash &digest)
    {
        const QString id = own[u"template"].toString();
        if (id.isEmpty()) {
            return own;
        }
        if (!m_templates.contains(id)) {
            QVector<Defect> found;
            FileReport its(QStringLiteral("templates/%1.json").arg(id), found);
            const auto json = object(its.file(), u"service"_qs, its);
            m_defects += found;
            m_templates.insert(id, {json, m_digest});
        }
        const auto &[json, bytes] = m_templates[id];
        if (!json) {
            report.add(u"/template"_qs, QStringLiteral("there is no sound template '%1'").arg(id),
                       QStringLiteral("add or mend templates/%1.json").arg(id));
            return std::nullopt;
        }
        digest.addData(bytes);
        return joined(*json, own);
    }

    static QJsonObject joined(QJsonObject below, const QJsonObject &above)
    {
        for (auto it = above.constBegin(); it != above.constEnd(); ++it) {
            const QJsonValue under = below[it.key()];
            const bool both = under.isObject() && it.value().isObject();
            below.insert(it.key(), both ? QJsonValue(joined(under.toObject(), it.value().toObject())) : it.value());
        }
        return below;
    }

    // Once all services are known. What leads nowhere is left out.
    void checkOften()
    {
        FileReport report(u"events.json"_qs, m_defects);
        QStringList sound;
        for (qsizetype i = 0; i < m_data.often.size(); ++i) {
            const QString &id = m_data.often[i];
            if (m_data.services.contains(id)) {
                sound.append(id);
            } else {
                report.add(under(u"/often"_qs, i), QStringLiteral("there is no sound service '%1'").arg(id),
                           QStringLiteral("add or mend services/%1.json").arg(id));
            }
        }
        m_data.often = sound;
    }

    // Once all services are known. A suggestion that leads nowhere is left out; its service stays.
    void checkSuggestions()
    {
        for (Service &service : m_data.services) {
            FileReport report(QStringLiteral("services/%1.json").arg(service.id), m_defects);
            QVector<Suggestion> sound;
            for (qsizetype i = 0; i < service.suggestions.size(); ++i) {
                const Suggestion &suggestion = service.suggestions[i];
                if (m_data.services.contains(suggestion.service)) {
                    sound.append(suggestion);
                    continue;
                }
                report.add(under(under(u"/suggest"_qs, i), u"service"_qs),
                           QStringLiteral("there is no sound service '%1'").arg(suggestion.service),
                           QStringLiteral("add or mend services/%1.json").arg(suggestion.service));
            }
            service.suggestions = sound;
        }
    }

    void loadNeeds()
    {
        FileReport report(u"needs.json"_qs, m_defects);
        if (const auto json = document(report.file(), u"needs"_qs, report)) {
            m_data.needs = readNeeds(*json, m_data, report);
        }
    }

    void loadChain(const QString &name, const QString &id)
    {
        FileReport report(name, m_defects);
        const auto json = document(name, u"chain"_qs, report);
        if (!json) {
            return;
        }
        Chain chain = readChain(*json, m_data, report);
        checkId(chain.id, id, report);
        if (report.clean()) {
            m_data.chains.insert(id, std::move(chain));
        }
    }

    void loadVisitOnce()
    {
        FileReport report(u"visit-once.json"_qs, m_defects);
        if (const auto json = document(report.file(), u"visit-once"_qs, report)) {
            VisitOnce list = readVisitOnce(*json, m_data, report);
            if (report.clean()) {
                m_data.visitOnce = std::move(list);
            }
        }
    }

    QDir m_folder;
    CatalogueTerms m_terms;
    QByteArray m_digest;  // SHA-256 of the document read last
    QMap<QString, QPair<std::optional<QJsonObject>, QByteArray>> m_templates;
    QMap<QString, QJsonObject> m_policies;  // sound files by their id
    QMap<QString, QJsonObject> m_packs;
    CatalogueData m_data;
    QVector<Defect> m_defects;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

}  // namespace

LoadedCatalogue loadCatalogue(const QString &folder, const CatalogueTerms &terms)
{
    if (!QFileInfo(folder).isDir()) {
        return {Catalogue(),
                {{folder,
                  {},
                  QStringLiteral("there is no such folder"),
                  QStringLiteral("name the folder of the catalogue")}}};
    }
    return Loader(folder, terms).run();
}

}  // namespace hall
