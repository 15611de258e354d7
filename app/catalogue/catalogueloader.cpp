// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"

#include "app/catalogue/codetablereader.h"
#include "app/catalogue/dictionaryreader.h"
#include "app/catalogue/eachperson.h"
#include "app/catalogue/filedefects.h"
#include "app/catalogue/jsonread.h"
#include "app/catalogue/listreader.h"
#include "app/catalogue/localfiles.h"
#include "app/catalogue/servicereader.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>

namespace hall {
namespace {

// A file of the catalogue is read by people; megabytes are a mistake.
constexpr qint64 largestFile = 4 * 1024 * 1024;
constexpr qsizetype mostMisshapen = 100;  // places of a file that break its schema, and it is still read further

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
        loadLocal(u"policies"_qs, u"policies"_qs, m_policies);
        loadLocal(u"regions"_qs, u"region"_qs, m_packs);
        for (const auto &pack : m_packs) {
            m_data.packs.append(pack.first);
        }
        *m_data.policies = layPolicies(m_policies, m_packs, m_terms.region);
        for (const auto &tables : m_policies) {
            m_defects += tables.second.defects.all();
        }
        loadDictionary();
        for (const QString &id : nearer()) {
            layRegion(id);
        }
        loadEvents();
        each(u"services"_qs, [this](const QString &name, const QString &id) { loadService(name, id); });
        checkOften();
        checkSuggestions();
        checkRegions();
        m_defects += mixedPages(m_data.services);
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

    // A file that is JSON. One that breaks its schema is read all the same, so that everything that is wrong with it is
    // told at once, but nothing of it is used. Of a file that breaks it all over, the schema has said enough.
    template <typename Read> void load(const QString &name, const QString &schema, Read read)
    {
        FileDefects defects(name);
        if (const auto json = object(name, schema, defects.report())) {
            defects.check(schema, *json);
            if (defects.misshapen().size() <= mostMisshapen) {
                read(*json, defects);
            }
        }
        m_defects += defects.all();
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
        load(name, u"codes"_qs, [&](const QJsonObject &json, FileDefects &defects) {
            const CodeTable table = readCodeTable(json, defects.report());
            checkId(table.id, id, defects.report());
            if (defects.clean()) {
                m_data.tables.insert(id, table);
            }
        });
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
        load(u"messages.json"_qs, u"messages"_qs, [this](const QJsonObject &json, const FileDefects &defects) {
            const QJsonObject messages = defects.clean() ? json[u"messages"].toObject() : QJsonObject();
            for (auto it = messages.constBegin(); it != messages.constEnd(); ++it) {
                m_data.messages.insert(it.key(), {localText(it.value()[u"happened"]), localText(it.value()[u"todo"])});
            }
        });
    }

    // From the whole country to the city: what lies nearer comes later and holds.
    [[nodiscard]] QStringList nearer() const
    {
        const QString &region = m_terms.region;
        QStringList ids{u"national"_qs, region.left(2), region.left(4), region};
        ids.removeDuplicates();
        return ids;
    }

    // All are read, those of other regions too. Where a file breaks its schema the rest of it is read for its defects
    // alone, and the last of them are found in checkRegions(), when the services are known.
    void loadLocal(const QString &folder, const QString &schema, LocalFiles &files)
    {
        if (!QFileInfo(m_folder.filePath(folder)).isDir()) {
            return;
        }
        each(folder, [&](const QString &name, const QString &id) {
            LocalFile &file = files.try_emplace(id, name).first->second;
            if (auto json = object(name, schema, file.defects.report())) {
                file.defects.check(schema, *json);
                if (file.defects.misshapen().contains(u"/id"_qs)) {
                    json->insert(u"id"_qs, id);  // it is judged as what its name says
                }
                checkId((*json)[u"id"].toString(), id, file.defects.report());
                if (file.defects.misshapen().size() <= mostMisshapen) {
                    file.json = std::move(*json);
                }
            }
        });
    }

    // A pack that is not sound is left out whole; another region's is only checked, in checkRegions().
    void layRegion(const QString &id)
    {
        const auto found = m_packs.find(id);
        if (found == m_packs.end()) {
            return;
        }
        LocalFile &pack = found->second;
        Region laid = m_data.region;
        readRegion(pack.json, m_data, laid, pack.defects.report());
        if (pack.defects.clean()) {
            m_data.region = std::move(laid);
        }
    }

    // Once the services are known. What a pack says of a service that is not there is a defect and without effect.
    void checkRegions()
    {
        static const QStringList applicants{u"person"_qs, u"employer"_qs, u"institution"_qs, u"anyone"_qs};
        const QStringList laid = nearer();
        for (auto &[region, pack] : m_packs) {
            FileReport &report = pack.defects.report();
            if (!laid.contains(region)) {
                Region alone;
                readRegion(pack.json, m_data, alone, report);
            }
            for (const QString &key : {u"routes"_qs, u"services"_qs}) {
                for (const QString &id : pack.json[key].toObject().keys()) {
                    if (!m_data.services.contains(id) && !(key == u"routes"_qs && applicants.contains(id))) {
                        report.add(under(u'/' + key, id), QStringLiteral("there is no sound service '%1'").arg(id),
                                   QStringLiteral("add or mend services/%1.json").arg(id));
                    }
                }
            }
            m_defects += pack.defects.all();
        }
    }

    void loadDictionary()
    {
        FileDefects defects(u"dictionary.json"_qs);
        if (auto json = object(u"dictionary.json"_qs, u"dictionary"_qs, defects.report())) {
            defects.check(u"dictionary"_qs, *json);
            if (takeMisshapen(*json, defects.misshapen())) {
                readDictionary(*json, m_data, defects.report());
            }
        }
        m_defects += defects.all();
    }

    // Takes the fields out that break the schema. What breaks it outside of them leaves no dictionary.
    static bool takeMisshapen(QJsonObject &dictionary, const QStringList &places)
    {
        QJsonObject fields = dictionary[u"fields"].toObject();
        for (const QString &place : places) {
            const QStringList steps = place.split(u'/');
            if (steps.size() < 3 || steps[1] != u"fields"_qs) {
                return false;
            }
            fields.remove(stepName(steps[2]));
        }
        dictionary.insert(u"fields"_qs, fields);
        return true;
    }

    void loadEvents()
    {
        load(u"events.json"_qs, u"events"_qs, [this](const QJsonObject &json, const FileDefects &defects) {
            if (!defects.clean()) {
                return;
            }
            for (const QJsonValue event : json[u"events"].toArray()) {
                m_data.events.append({event[u"id"].toString(), localText(event), event[u"icon"].toString()});
            }
            for (const QJsonValue id : json[u"often"].toArray()) {
                m_data.often.append(id.toString());
            }
        });
    }

    void loadService(const QString &name, const QString &id)
    {
        FileDefects defects(name);
        const auto own = object(name, u"service"_qs, defects.report());
        if (own) {
            readServiceOf(*own, id, defects);
        }
        for (Defect defect : defects.all()) {
            if (own) {
                blameTemplate(*own, defect);
            }
            if (defect.file == name || !m_defects.contains(defect)) {  // each service of a template says the same of it
                m_defects.append(defect);
            }
        }
    }

    void readServiceOf(const QJsonObject &own, const QString &id, FileDefects &defects)
    {
        FileReport &report = defects.report();
        QCryptographicHash digest(QCryptographicHash::Sha256);
        digest.addData(m_digest);
        auto json = withTemplate(own, report, digest);
        for (const QString &region : nearer()) {
            const auto pack = m_packs.find(region);
            const bool sound = pack != m_packs.end() && pack->second.defects.clean();
            const QJsonValue words = sound ? pack->second.json[u"services"][id] : QJsonValue();
            if (json && words.isObject()) {
                json = joined(*json, words.toObject());
                digest.addData(QJsonDocument(words.toObject()).toJson(QJsonDocument::Compact));
            }
        }
        if (!json) {
            return;
        }
        defects.check(u"service"_qs, *json);
        if (defects.misshapen().size() > mostMisshapen) {
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
        if (defects.clean()) {
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
        static const QRegularExpression name(QStringLiteral("\\A[a-z][a-z0-9-]*\\z"));
        if (!m_templates.contains(id) && name.match(id).hasMatch()) {  // a path would leave the folder
            QVector<Defect> found;
            FileReport its(QStringLiteral("templates/%1.json").arg(id), found);
            const auto json = object(its.file(), u"service"_qs, its);
            m_defects += found;
            m_templates.insert(id, {json, m_digest});
        }
        const auto [json, bytes] = m_templates.value(id);
        if (!json) {
            report.add(u"/template"_qs, QStringLiteral("there is no sound template '%1'").arg(id),
                       QStringLiteral("add or mend templates/%1.json").arg(id));
            return std::nullopt;
        }
        digest.addData(bytes);
        return joined(*json, own);
    }

    // What a service has from its template is to be mended there.
    void blameTemplate(const QJsonObject &own, Defect &defect) const
    {
        const QString id = own[u"template"].toString();
        const auto json = m_templates.value(id).first;
        if (json && !stands(own, defect.path) && stands(*json, defect.path)) {
            defect.file = QStringLiteral("templates/%1.json").arg(id);
        }
    }

    static bool stands(const QJsonObject &document, const QString &pointer)
    {
        QJsonValue at = document;
        for (const QString &step : pointer.split(u'/', Qt::SkipEmptyParts)) {
            at = at.isArray() ? at.toArray().at(step.toInt()) : at.toObject().value(stepName(step));
        }
        return !at.isUndefined();
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
        load(u"needs.json"_qs, u"needs"_qs, [this](const QJsonObject &json, FileDefects &defects) {
            auto needs = readNeeds(json, m_data, defects.report());
            if (defects.shaped()) {
                m_data.needs = std::move(needs);
            }
        });
    }

    void loadChain(const QString &name, const QString &id)
    {
        load(name, u"chain"_qs, [&](const QJsonObject &json, FileDefects &defects) {
            Chain chain = readChain(json, m_data, defects.report());
            checkId(chain.id, id, defects.report());
            if (defects.clean()) {
                m_data.chains.insert(id, chain);
            }
        });
    }

    void loadVisitOnce()
    {
        load(u"visit-once.json"_qs, u"visit-once"_qs, [this](const QJsonObject &json, FileDefects &defects) {
            VisitOnce list = readVisitOnce(json, m_data, defects.report());
            if (defects.shaped()) {
                m_data.visitOnce = std::move(list);
            }
        });
    }

    QDir m_folder;
    CatalogueTerms m_terms;
    QByteArray m_digest;  // SHA-256 of the document read last
    QMap<QString, QPair<std::optional<QJsonObject>, QByteArray>> m_templates;
    LocalFiles m_policies;
    LocalFiles m_packs;
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
