// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/listreader.h"

#include "app/catalogue/servicecontext.h"

#include <QSet>

namespace hall {

namespace {

QVector<ChainLink> readLinks(const QJsonArray &json, const CatalogueData &data, FileReport &report)
{
    const DictionaryVocabulary vocabulary(data);
    QVector<ChainLink> links;
    QSet<QString> seen;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QString path = under(u"/services"_qs, i);
        ChainLink link{json[i][u"id"].toString(), strings(json[i][u"after"]),
                       readRule(json[i][u"onlyIf"], under(path, u"onlyIf"_qs), vocabulary, report)};
        if (!data.services.contains(link.service)) {
            report.add(under(path, u"id"_qs), DefectId::NoService, {link.service});
        }
        if (seen.contains(link.service)) {
            report.add(under(path, u"id"_qs), DefectId::ServiceTwice, {link.service});
        }
        seen.insert(link.service);
        links.append(std::move(link));
    }
    for (qsizetype i = 0; i < links.size(); ++i) {
        links[i].after.removeIf([&](const QString &before) {
            if (!seen.contains(before)) {
                report.add(under(under(u"/services"_qs, i), u"after"_qs), DefectId::NotOfChain, {before});
            }
            return !seen.contains(before);
        });
    }
    return links;
}

// The links in the order of the file, moved back as far as their `after` asks; what is left over goes in circles.
QVector<ChainLink> ordered(QVector<ChainLink> links, FileReport &report)
{
    QVector<ChainLink> result;
    QSet<QString> done;
    while (!links.isEmpty()) {
        const auto ready = std::find_if(links.begin(), links.end(), [&done](const ChainLink &link) {
            return std::all_of(link.after.begin(), link.after.end(),
                               [&done](const QString &id) { return done.contains(id); });
        });
        if (ready == links.end()) {
            report.add(u"/services"_qs, DefectId::OrderCircle, {links[0].service});
            return result;
        }
        done.insert(ready->service);
        result.append(*ready);
        links.erase(ready);
    }
    return result;
}

QString nameOf(KioskLevel level)
{
    switch (level) {
    case KioskLevel::Guide:
        return QStringLiteral("guide");
    case KioskLevel::Part:
        return QStringLiteral("part");
    case KioskLevel::Full:
        return QStringLiteral("full");
    }
    return {};
}

// A paper that whoever applies has to hand in: neither looked up nor promised, in no case only.
bool isAskedOfAll(const ServiceMaterial &material)
{
    return material.required && !material.requiredIf && !material.waivedIf && material.licence.isEmpty() &&
           material.promise.isEmpty();
}

KioskLevel levelOf(const QJsonValue &json, KioskLevel otherwise)
{
    const QString name = json.toString();
    return name == QLatin1String("full")    ? KioskLevel::Full
           : name == QLatin1String("part")  ? KioskLevel::Part
           : name == QLatin1String("guide") ? KioskLevel::Guide
                                            : otherwise;
}

// The list cannot say otherwise than the service itself; a case may keep to less than the service offers.
void checkAgainst(const Service &service, const OnceCase &one, const QString &path, FileReport &report)
{
    for (qsizetype i = 0; i < one.channels.size(); ++i) {
        if (!service.channels.isEmpty() && !service.channels.contains(one.channels[i])) {
            report.add(under(under(path, u"channels"_qs), i), DefectId::ChannelNotOfService,
                       {one.channels[i], service.id});
        }
    }
    if (one.level > service.level) {
        report.add(under(path, u"kiosk"_qs), DefectId::LevelAboveService,
                   {nameOf(one.level), service.id, nameOf(service.level)});
    }
    const QString days = under(path, u"workdays"_qs);
    if (service.time.statutory && one.workdays.before != *service.time.statutory) {
        report.add(under(days, u"statutory"_qs), DefectId::OtherStatutory,
                   {one.workdays.before, service.id, *service.time.statutory});
    }
    if (one.workdays.after != service.time.promised) {
        report.add(under(days, u"promised"_qs), DefectId::OtherPromised,
                   {one.workdays.after, service.id, service.time.promised});
    }
    const auto sure = std::count_if(service.materials.begin(), service.materials.end(), isAskedOfAll);
    if (one.materials.after < sure) {
        report.add(under(under(path, u"materials"_qs), u"after"_qs), DefectId::PapersBelowService,
                   {one.materials.after, service.id, qint64(sure)});
    } else if (one.materials.after > service.materials.size()) {
        report.add(under(under(path, u"materials"_qs), u"after"_qs), DefectId::PapersAboveService,
                   {one.materials.after, service.id, qint64(service.materials.size())});
    }
}

OnceCase readCase(const QJsonValue &json, const QString &path, const CatalogueData &data, FileReport &report)
{
    OnceCase one;
    one.id = json[u"id"].toString();
    one.title = localText(json[u"title"]);
    one.service = json[u"service"].toString();
    const auto service = data.services.constFind(one.service);
    if (service == data.services.constEnd()) {
        report.add(under(path, u"service"_qs), DefectId::NoService, {one.service});
        return one;
    }
    one.channels = json[u"channels"].isArray() ? strings(json[u"channels"]) : service->channels;
    one.level = levelOf(json[u"kiosk"], service->level);
    one.always = json[u"hours"].isString() ? json[u"hours"].toString() == QLatin1String("always") : service->always;
    one.visits = json[u"visits"].toInt(1);
    const QJsonValue materials = json[u"materials"];
    one.materials = {materials[u"before"].toInt(), materials[u"after"].toInt(),
                     basisOf(materials[u"basis"].toString())};
    const QJsonValue days = json[u"workdays"];
    one.workdays = {days[u"statutory"].toInt(), days[u"promised"].toInt(), basisOf(days[u"basis"].toString())};
    if (one.channels.isEmpty()) {
        report.add(under(path, u"channels"_qs), DefectId::NoChannel, {one.service});
    }
    checkAgainst(*service, one, path, report);
    return one;
}

// What decides on a branch is asked by one of the services, brought by one, or known from a source.
void checkBranches(const QVector<ChainLink> &links, const CatalogueData &data, FileReport &report)
{
    QStringList asked;
    for (const ChainLink &link : links) {
        const auto service = data.services.constFind(link.service);
        if (service == data.services.constEnd()) {
            return;
        }
        asked += service->online.fieldIds() + service->batch.columns + service->brings.keys() + service->results;
    }
    const KnownFact known = [&](const QString &fact) { return canBeKnown(fact, asked, data); };
    for (qsizetype i = 0; i < links.size(); ++i) {
        const QString fact = links[i].onlyIf ? neverYesWithout(*links[i].onlyIf, known) : QString();
        if (!fact.isEmpty()) {
            report.add(under(under(u"/services"_qs, i), u"onlyIf"_qs), DefectId::BranchNeverDecided, {fact});
        }
    }
}

}  // namespace

Chain readChain(const QJsonObject &document, const CatalogueData &data, FileReport &report)
{
    Chain chain;
    chain.id = document[u"id"].toString();
    chain.version = document[u"version"].toString();
    chain.title = localText(document[u"title"]);
    chain.summary = localText(document[u"summary"]);
    chain.who = localText(document[u"who"]);
    chain.event = document[u"event"].toString();
    chain.applicant = document[u"applicant"].toString();
    chain.atomic = document[u"atomic"].toString() == QLatin1String("all") ? Chain::Atomic::All : Chain::Atomic::Each;
    chain.basis = basisOf(document[u"basis"].toString());
    const QVector<ChainLink> links = readLinks(document[u"services"].toArray(), data, report);
    checkBranches(links, data, report);
    chain.links = ordered(links, report);
    const bool known = std::any_of(data.events.begin(), data.events.end(),
                                   [&chain](const LifeEvent &event) { return event.id == chain.event; });
    if (!known) {
        report.add(u"/event"_qs, DefectId::NoEvent, {chain.event, eventIds(data)});
    }
    return chain;
}

VisitOnce readVisitOnce(const QJsonObject &document, const CatalogueData &data, FileReport &report)
{
    VisitOnce list{document[u"version"].toString(), basisOf(document[u"basis"].toString()), {}};
    QSet<QString> seen;
    const QJsonArray items = document[u"items"].toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        OnceItem item{items[i][u"no"].toInt(), localText(items[i][u"title"]), {}};
        const QJsonArray cases = items[i][u"cases"].toArray();
        for (qsizetype k = 0; k < cases.size(); ++k) {
            const QString path = under(under(under(u"/items"_qs, i), u"cases"_qs), k);
            const OnceCase one = readCase(cases[k], path, data, report);
            if (seen.contains(one.id)) {
                report.add(under(path, u"id"_qs), DefectId::CaseTwice, {one.id});
            } else if (data.services.contains(one.service) && !one.channels.isEmpty()) {
                item.cases.append(one);
            }
            seen.insert(one.id);
        }
        if (!item.cases.isEmpty()) {
            list.items.append(std::move(item));
        }
    }
    return list;
}

}  // namespace hall
