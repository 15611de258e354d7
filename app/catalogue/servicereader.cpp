// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/servicereader.h"

#include "app/catalogue/eachperson.h"
#include "app/catalogue/servicecontext.h"

namespace hall {

namespace {

KioskLevel levelOf(const QString &name)
{
    return name == QLatin1String("guide")  ? KioskLevel::Guide
           : name == QLatin1String("part") ? KioskLevel::Part
                                           : KioskLevel::Full;
}

ServiceTime readTime(const QJsonValue &json)
{
    const QJsonValue statutory = json[u"statutory"];
    return {statutory.isNull() ? std::nullopt : std::optional(statutory.toInt()), json[u"promised"].toInt(),
            json[u"immediate"].toBool(), basisOf(json[u"basis"].toString())};
}

QDate dateOf(const QJsonValue &json, const QString &path, ServiceContext &context)
{
    const QString text = json.toString();
    const QDate date = QDate::fromString(text, Qt::ISODate);
    if (!text.isEmpty() && !date.isValid()) {
        context.defect(path, DefectId::NoDay, {text});
    }
    return date;
}

void readHead(Service &s, const QJsonObject &json)
{
    s.id = json[u"id"].toString();
    s.version = json[u"version"].toString();
    s.title = localText(json[u"title"]);
    s.summary = localText(json[u"summary"]);
    s.who = localText(json[u"who"]);
    s.event = json[u"event"].toString();
    s.applicant = json[u"applicant"].toString();
    s.query = json[u"query"].toBool();
    s.changesPin = json[u"act"].toString() == QLatin1String("change-pin");
    for (const QJsonValue group : json[u"results"].toArray()) {
        s.resultGroups.append({localText(group[u"title"]), strings(group[u"fields"]), group[u"each"].toBool()});
        s.results += s.resultGroups.constLast().fields;
    }
    const QString paper = json[u"paper"].toString();
    s.paper = paper == QLatin1String("proof")    ? AnswerPaper::Proof
              : paper == QLatin1String("answer") ? AnswerPaper::Answer
                                                 : AnswerPaper::None;
    s.assurance = assuranceFrom(json[u"assurance"].toString()).value_or(Assurance::Staff);
    s.minutes = json[u"minutes"].toInt();
    s.fee = json[u"fee"].toInteger();
    s.time = readTime(json[u"time"]);
    s.outputs = localTexts(json[u"outputs"]);
    s.next = localTexts(json[u"next"]);
    s.needs = strings(json[u"needs"]);
    s.offlineAllowed = json[u"offline"].toString() == QLatin1String("allow");
    for (const QJsonValue note : json[u"legal"].toArray()) {
        s.legal.append({localText(note[u"title"]), note[u"status"].toString()});
    }
    s.consent = {json[u"consent"][u"version"].toString(), localText(json[u"consent"][u"text"])};
}

// Who may apply, where and when.
void readReach(Service &s, const QJsonObject &json, ServiceContext &context)
{
    s.validFrom = dateOf(json[u"validFrom"], u"/validFrom"_qs, context);
    s.validUntil = dateOf(json[u"validUntil"], u"/validUntil"_qs, context);
    s.identityTypes = strings(json[u"identityTypes"]);
    s.channels = strings(json[u"channels"]);
    s.level = levelOf(json[u"kiosk"].toString());
    s.always = json[u"hours"].toString() != QLatin1String("hall");
    s.delegateLetter = json[u"delegate"][u"letter"].toString();
    s.guardianForMinors = json[u"minors"].toString() == QLatin1String("guardian");
    s.oneCard = strings(json[u"oneCard"]);
    s.delivery = strings(json[u"delivery"]);
    s.basis = {basisOf(json[u"basis"][u"fields"].toString()), basisOf(json[u"basis"][u"eligibility"].toString())};
}

QVector<EligibilityClause> readEligibility(const QJsonArray &clauses, ServiceContext &context)
{
    QVector<EligibilityClause> result;
    for (qsizetype i = 0; i < clauses.size(); ++i) {
        const QString path = under(under(u"/eligibility"_qs, i), u"rule"_qs);
        if (auto found = context.rule(clauses[i][u"rule"], path)) {
            result.append({std::move(*found), localText(clauses[i][u"message"]), localText(clauses[i][u"basis"])});
        }
    }
    return result;
}

void readBrings(Service &s, const QJsonObject &json, ServiceContext &context)
{
    for (auto it = json.constBegin(); it != json.constEnd(); ++it) {
        const auto field = context.data().fields.constFind(it.key());
        if (field == context.data().fields.constEnd() || field->type != FieldType::Bool) {
            context.defect(under(u"/brings"_qs, it.key()), DefectId::NoBoolField, {it.key()});
            continue;
        }
        s.brings.insert(it.key(), it.value().toBool());
    }
}

void checkWhole(const Service &s, ServiceContext &context)
{
    const QVector<LifeEvent> &events = context.data().events;
    if (std::none_of(events.begin(), events.end(), [&s](const LifeEvent &e) { return e.id == s.event; })) {
        context.defect(u"/event"_qs, DefectId::NoEvent, {s.event, eventIds(context.data())});
    }
    if (s.query && s.results.isEmpty()) {
        context.defect(u"/results"_qs, DefectId::QueryShowsNothing);
    }
    if (!s.query && s.paper != AnswerPaper::None) {
        context.defect(u"/paper"_qs, DefectId::PaperOfCase);
    }
    if (!s.query && s.online.pages.isEmpty()) {
        context.defect(u"/forms/online"_qs, DefectId::NoPage);
    }
    if (s.offlineAllowed && s.offline.pages.isEmpty()) {
        context.defect(u"/forms/offline"_qs, DefectId::NoOfflineForm);
    }
    if (s.validFrom.isValid() && s.validUntil.isValid() && s.validUntil < s.validFrom) {
        context.defect(u"/validUntil"_qs, DefectId::EndsBeforeBegin);
    }
    const bool letter = std::any_of(s.materials.begin(), s.materials.end(),
                                    [&s](const ServiceMaterial &m) { return m.id == s.delegateLetter; });
    if (!s.delegateLetter.isEmpty() && !letter) {
        context.defect(u"/delegate/letter"_qs, DefectId::NoMaterial, {s.delegateLetter});
    }
}

// Kiosk and centre decide by the answers alone whom a check concerns.
void checkConditions(const Service &s, ServiceContext &context)
{
    const QStringList asked = s.online.fieldIds() + s.offline.fieldIds() + s.batch.columns;
    for (qsizetype i = 0; i < s.checks.size(); ++i) {
        const std::optional<rules::Rule> &when = s.checks[i].when;
        const QString path = under(under(u"/checks"_qs, i), u"when"_qs);
        if (!when) {
            continue;
        }
        if (when->evaluate({}, {}) == Tri::No && when->facts().isEmpty()) {
            context.defect(path, DefectId::NeverChecked, {s.checks[i].id});
        }
        for (const QString &fact : when->facts()) {
            if (!asked.contains(fact)) {
                context.defect(path, DefectId::AskedNowhere, {fact});
            }
        }
    }
}

}  // namespace

Service readService(const QJsonObject &document, const CatalogueData &data, FileReport &report)
{
    ServiceContext context(data, report);
    Service service;
    readHead(service, document);
    readReach(service, document, context);
    service.eligibility = readEligibility(document[u"eligibility"].toArray(), context);
    service.online = readForm(document[u"forms"][u"online"], QStringLiteral("/forms/online"), context);
    service.offline = readForm(document[u"forms"][u"offline"], QStringLiteral("/forms/offline"), context);
    service.materials = readMaterials(document[u"materials"].toArray(), context);
    service.checks = readCrossChecks(document[u"checks"].toArray(), context);
    checkLicences(service, context);
    service.autoHandle = context.rule(document[u"autoHandle"], QStringLiteral("/autoHandle"));
    service.suggestions = readSuggestions(document[u"suggest"].toArray(), context);
    readBrings(service, document[u"brings"].toObject(), context);
    service.batch = readBatch(document[u"batch"], context);
    settleEach(service, data.fields);
    checkEach(service, context);
    for (const QString &id : service.results) {
        context.use(id, QStringLiteral("/results"));
    }
    checkConditions(service, context);
    checkWhole(service, context);
    checkTogether(service, context);
    service.facts = context.facts();
    return service;
}

}  // namespace hall
