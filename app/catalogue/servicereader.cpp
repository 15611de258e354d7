// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/servicereader.h"

#include "app/catalogue/jsonread.h"

#include <QSet>

namespace hall {
namespace {

class ServiceReader
{
public:
    ServiceReader(const CatalogueData &data, FileReport &report) : m_data(data), m_vocabulary(data), m_report(report) {}

    Service run(const QJsonObject &json)
    {
        readHead(json);
        readEligibility(json[u"eligibility"].toArray());
        m_service.online = readForm(json[u"forms"][u"online"], QStringLiteral("/forms/online"));
        m_service.offline = readForm(json[u"forms"][u"offline"], QStringLiteral("/forms/offline"));
        readMaterials(json[u"materials"].toArray());
        for (const QString &id : m_service.results) {
            use(id, QStringLiteral("/results"));
        }
        checkWhole();
        m_facts.sort();
        m_facts.removeDuplicates();
        m_service.facts = m_facts;
        return std::move(m_service);
    }

private:
    void readHead(const QJsonObject &json)
    {
        Service &s = m_service;
        s.id = json[u"id"].toString();
        s.version = json[u"version"].toString();
        s.title = localText(json[u"title"]);
        s.summary = localText(json[u"summary"]);
        s.who = localText(json[u"who"]);
        s.event = json[u"event"].toString();
        s.applicant = json[u"applicant"].toString();
        s.query = json[u"query"].toBool();
        for (const QJsonValue group : json[u"results"].toArray()) {
            s.resultGroups.append({localText(group[u"title"]), strings(group[u"fields"])});
            s.results += s.resultGroups.constLast().fields;
        }
        s.assurance = assuranceFrom(json[u"assurance"].toString()).value_or(Assurance::Staff);
        s.minutes = json[u"minutes"].toInt();
        s.fee = json[u"fee"].toInteger();
        const QJsonValue statutory = json[u"time"][u"statutory"];
        s.time.statutory = statutory.isNull() ? std::nullopt : std::optional(statutory.toInt());
        s.time.promised = json[u"time"][u"promised"].toInt();
        s.time.immediate = json[u"time"][u"immediate"].toBool();
        s.outputs = localTexts(json[u"outputs"]);
        s.next = localTexts(json[u"next"]);
        s.needs = strings(json[u"needs"]);
        s.offlineAllowed = json[u"offline"].toString() == QLatin1String("allow");
        for (const QJsonValue note : json[u"legal"].toArray()) {
            s.legal.append({localText(note[u"title"]), note[u"status"].toString()});
        }
        s.consent = {json[u"consent"][u"version"].toString(), localText(json[u"consent"][u"text"])};
    }

    std::optional<rules::Rule> rule(const QJsonValue &value, const QString &path)
    {
        auto found = readRule(value, path, m_vocabulary, m_report);
        if (found) {
            m_facts.append(found->facts());
        }
        return found;
    }

    // The field, when a form or a result list may name it.
    const Field *use(const QString &id, const QString &path)
    {
        const auto it = m_data.fields.constFind(id);
        if (it == m_data.fields.constEnd()) {
            m_report.add(path, QStringLiteral("the dictionary has no sound field '%1'").arg(id),
                         QStringLiteral("correct the id or add the field"));
            return nullptr;
        }
        m_facts.append(id);
        if (it->type == FieldType::Choice && it->codeTable.isEmpty()) {
            m_report.add(path, QStringLiteral("field '%1' has no code table (%2)").arg(id, it->standard),
                         QStringLiteral("add the table to codes/ and name it in the dictionary"));
        }
        return &*it;
    }

    void readEligibility(const QJsonArray &clauses)
    {
        for (qsizetype i = 0; i < clauses.size(); ++i) {
            const QString path = under(QStringLiteral("/eligibility"), i);
            if (auto found = rule(clauses[i][u"rule"], under(path, u"rule"_qs))) {
                m_service.eligibility.append(
                    {std::move(*found), localText(clauses[i][u"message"]), localText(clauses[i][u"basis"])});
            }
        }
    }

    Form readForm(const QJsonValue &json, const QString &path)
    {
        Form form;
        QSet<QString> seen;
        const QJsonArray pages = json[u"pages"].toArray();
        for (qsizetype i = 0; i < pages.size(); ++i) {
            const QString here = under(path + QStringLiteral("/pages"), i);
            FormPage page{pages[i][u"id"].toString(), localText(pages[i][u"title"]), {}};
            const QJsonArray fields = pages[i][u"fields"].toArray();
            for (qsizetype k = 0; k < fields.size(); ++k) {
                const FormField field = readField(fields[k], under(here + QStringLiteral("/fields"), k));
                if (seen.contains(field.id)) {
                    m_report.add(under(here + QStringLiteral("/fields"), k),
                                 QStringLiteral("field '%1' is asked twice in this form").arg(field.id),
                                 QStringLiteral("remove one"));
                }
                seen.insert(field.id);
                page.fields.append(field);
            }
            form.pages.append(page);
        }
        return form;
    }

    FormField readField(const QJsonValue &json, const QString &path)
    {
        FormField field;
        field.id = json[u"id"].toString();
        field.required = json[u"required"].toBool();
        field.readonly = json[u"readonly"].toBool();
        field.under = json[u"under"].toString();
        field.visibleIf = rule(json[u"visibleIf"], under(path, u"visibleIf"_qs));
        field.requiredIf = rule(json[u"requiredIf"], under(path, u"requiredIf"_qs));
        const Field *entry = use(field.id, under(path, u"id"_qs));
        if (!entry) {
            return field;
        }
        const bool askable =
            entry->type != FieldType::Set && entry->type != FieldType::Image && entry->type != FieldType::Table;
        if (!askable) {
            m_report.add(under(path, u"id"_qs), QStringLiteral("a form cannot ask field '%1'").arg(field.id),
                         QStringLiteral("remove it from the form"));
        }
        if (entry->plain.zh.isEmpty() || entry->plain.en.isEmpty()) {
            m_report.add(under(path, u"id"_qs), QStringLiteral("field '%1' has no plain sentence").arg(field.id),
                         QStringLiteral("add `plain` to the dictionary"));
        }
        const QString table = entry->type == FieldType::Region ? QStringLiteral("region") : entry->codeTable;
        if (!field.under.isEmpty() && m_data.tables.value(table).choices(field.under).isEmpty()) {
            m_report.add(under(path, u"under"_qs),
                         QStringLiteral("table '%1' offers nothing under '%2'").arg(table, field.under),
                         QStringLiteral("name a parent code of the table"));
        }
        return field;
    }

    void readMaterials(const QJsonArray &materials)
    {
        QSet<QString> seen;
        for (qsizetype i = 0; i < materials.size(); ++i) {
            const QString path = under(QStringLiteral("/materials"), i);
            const QJsonValue json = materials[i];
            ServiceMaterial material;
            material.id = json[u"id"].toString();
            material.title = localText(json[u"title"]);
            material.kind = json[u"kind"].toString();
            material.pagesLeast = json[u"pages"][u"least"].toInt(1);
            material.pagesMost = json[u"pages"][u"most"].toInt(material.pagesLeast);
            material.required = json[u"required"].toBool(true);
            material.waivedIf = rule(json[u"waivedIf"], under(path, u"waivedIf"_qs));
            material.requiredIf = rule(json[u"requiredIf"], under(path, u"requiredIf"_qs));
            material.why = localText(json[u"why"]);
            if (material.pagesMost < material.pagesLeast) {
                m_report.add(under(path, u"pages"_qs), QStringLiteral("most is below least"),
                             QStringLiteral("correct the numbers"));
            }
            if (seen.contains(material.id)) {
                m_report.add(under(path, u"id"_qs), QStringLiteral("material '%1' appears twice").arg(material.id),
                             QStringLiteral("rename one"));
            }
            seen.insert(material.id);
            m_service.materials.append(std::move(material));
        }
    }

    void checkWhole()
    {
        const Service &s = m_service;
        const bool known = std::any_of(m_data.events.begin(), m_data.events.end(),
                                       [&s](const LifeEvent &e) { return e.id == s.event; });
        if (!known) {
            m_report.add(u"/event"_qs, QStringLiteral("events.json has no life event '%1'").arg(s.event),
                         QStringLiteral("add it or name another"));
        }
        if (s.query && s.results.isEmpty()) {
            m_report.add(u"/results"_qs, QStringLiteral("a query service shows nothing"),
                         QStringLiteral("list the fields of the answer"));
        }
        if (!s.query && s.online.pages.isEmpty()) {
            m_report.add(u"/forms/online"_qs, QStringLiteral("the form has no page"), QStringLiteral("add a page"));
        }
        if (s.offlineAllowed && s.offline.pages.isEmpty()) {
            m_report.add(u"/forms/offline"_qs, QStringLiteral("offline is allowed but there is no offline form"),
                         QStringLiteral("add the form, or deny offline"));
        }
    }

    const CatalogueData &m_data;
    DictionaryVocabulary m_vocabulary;
    FileReport &m_report;
    Service m_service;
    QStringList m_facts;
};

}  // namespace

Service readService(const QJsonObject &document, const CatalogueData &data, FileReport &report)
{
    return ServiceReader(data, report).run(document);
}

}  // namespace hall
