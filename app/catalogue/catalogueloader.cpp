// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"

#include "app/catalogue/codetablereader.h"
#include "app/catalogue/dictionaryreader.h"
#include "app/catalogue/eachperson.h"
#include "app/catalogue/filedefects.h"
#include "app/catalogue/jsonplace.h"
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
#include <QSet>

namespace hall {
namespace {

// A file of the catalogue is read by people; megabytes are a mistake.
constexpr qint64 largestFile = 4 * 1024 * 1024;
constexpr qsizetype mostMisshapen = 100;  // places of a file that break its schema, and it is still read further

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
        for (const QString &folder : {u"services"_qs, u"templates"_qs}) {
            noteAsked(QDir(m_folder.filePath(folder)));
        }
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
        LoadedCatalogue loaded;
        for (const Defect &defect : std::as_const(m_defects)) {
            (follows(defect) ? loaded.following : loaded.defects).append(defect);
        }
        loaded.catalogue = Catalogue(std::move(m_data));
        return loaded;
    }

private:
    // Whether what is missing there is in the catalogue, and has been left out for a defect of its own.
    [[nodiscard]] bool follows(const Defect &defect) const
    {
        return !defect.about.isEmpty() && std::any_of(m_defects.begin(), m_defects.end(), [&](const Defect &other) {
            return other != defect && makesMissing(other, defect.about);
        });
    }

    [[nodiscard]] bool makesMissing(const Defect &defect, const QString &thing) const
    {
        const QString kind = thing.section(u' ', 0, 0);
        const QString name = thing.section(u' ', 1);
        if (kind == u"field"_qs) {
            return defect.file == u"dictionary.json"_qs &&
                   (!defect.path.startsWith(u"/fields/"_qs) || defect.path.section(u'/', 2, 2) == name);
        }
        if (kind == u"policy"_qs) {
            const bool tables = defect.file.startsWith(u"policies/"_qs) || defect.file.startsWith(u"regions/"_qs);
            return tables && (!defect.path.startsWith(u"/policies/"_qs) || name.isEmpty() ||
                              defect.path.section(u'/', 2, 2) == name);
        }
        if (thing.startsWith(u"services/"_qs) && m_leftOut.contains(thing)) {
            return true;
        }
        return defect.file == thing + u".json"_qs && (kind != u"events"_qs || m_data.events.isEmpty());
    }

    template <typename Load> void each(const QString &subfolder, Load load)
    {
        const QDir dir(m_folder.filePath(subfolder));
        if (!dir.exists()) {
            m_defects.append(defectOf(subfolder, {}, DefectId::NoFolder));
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
            report.add({}, DefectId::Unreadable,
                       {file.exists() ? LocalText{QStringLiteral("没有读取权限，或磁盘有错"), file.errorString()}
                                      : LocalText{QStringLiteral("没有这个文件"), QStringLiteral("there is none")}});
            return std::nullopt;
        }
        if (file.size() > largestFile) {
            report.add({}, DefectId::TooLarge);
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
            report.add(jsonDefect(name, text, error.offset, error.errorString()));
            return std::nullopt;
        }
        if (const auto slip = jsonSlip(name, text)) {
            report.add(*slip);
            return std::nullopt;
        }
        if (!parsed.isObject()) {
            report.add({}, DefectId::NotAnObject, {schema});
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
            report.add(u"/id"_qs, DefectId::WrongName, {inside, fileName});
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
                        report.add(under(u'/' + key, id), DefectId::NoService, {id});
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

    // What the forms ask, before any service is judged. What cannot be read is told later.
    void noteAsked(const QDir &folder)
    {
        for (const QFileInfo &info : folder.entryInfoList({QStringLiteral("*.json")}, QDir::Files)) {
            QFile file(info.filePath());
            if (info.size() > largestFile || !file.open(QIODevice::ReadOnly)) {
                continue;
            }
            const QJsonObject forms = QJsonDocument::fromJson(file.readAll()).object()[u"forms"].toObject();
            for (const QJsonValue form : forms) {
                for (const QJsonValue page : form[u"pages"].toArray()) {
                    for (const QJsonValue field : page[u"fields"].toArray()) {
                        m_data.asked.insert(field[u"id"].toString());
                    }
                }
            }
        }
    }

    void loadService(const QString &name, const QString &id)
    {
        FileDefects defects(name);
        const auto own = object(name, u"service"_qs, defects.report());
        if (own) {
            readServiceOf(*own, id, defects);
        }
        if (!m_data.services.contains(id)) {
            m_leftOut.insert(u"services/"_qs + id);
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
            report.add(u"/validUntil"_qs, DefectId::Ended, {service.validUntil.toString(Qt::ISODate)});
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
        const bool there = name.match(id).hasMatch() &&  // a path would leave the folder
                           QFileInfo::exists(m_folder.filePath(QStringLiteral("templates/%1.json").arg(id)));
        if (!m_templates.contains(id) && there) {
            QVector<Defect> found;
            FileReport its(QStringLiteral("templates/%1.json").arg(id), found);
            const auto json = object(its.file(), u"service"_qs, its);
            m_defects += found;
            m_templates.insert(id, {json, m_digest});
        }
        const auto [json, bytes] = m_templates.value(id);
        if (!json) {
            report.add(u"/template"_qs, DefectId::NoSuchTemplate, {id});
            return std::nullopt;
        }
        digest.addData(bytes);
        return joined(*json, own);
    }

    // What a service has from its template is to be mended there, and so is what is missing in such a part.
    void blameTemplate(const QJsonObject &own, Defect &defect) const
    {
        const QString id = own[u"template"].toString();
        const auto json = m_templates.value(id).first;
        if (json && standing(*json, defect.path) > standing(own, defect.path)) {
            defect.file = QStringLiteral("templates/%1.json").arg(id);
        }
    }

    // How many steps of the way to a place there are.
    static qsizetype standing(const QJsonObject &document, const QString &pointer)
    {
        const QStringList steps = pointer.split(u'/', Qt::SkipEmptyParts);
        QJsonValue at = document;
        for (qsizetype i = 0; i < steps.size(); ++i) {
            at = at.isArray() ? at.toArray().at(steps[i].toInt()) : at.toObject().value(stepName(steps[i]));
            if (at.isUndefined()) {
                return i;
            }
        }
        return steps.size();
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
                report.add(under(u"/often"_qs, i), DefectId::NoService, {id});
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
                report.add(under(under(u"/suggest"_qs, i), u"service"_qs), DefectId::NoService, {suggestion.service});
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
    QSet<QString> m_leftOut;  // "services/emp-cert"
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

}  // namespace

LoadedCatalogue loadCatalogue(const QString &folder, const CatalogueTerms &terms)
{
    if (!QFileInfo(folder).isDir()) {
        return {Catalogue(), {defectOf(folder, {}, DefectId::NoCatalogue)}};
    }
    return Loader(folder, terms).run();
}

}  // namespace hall
