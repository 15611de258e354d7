// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/listreader.h"

#include "app/catalogue/jsonread.h"

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
            report.add(under(path, u"id"_qs), QStringLiteral("there is no sound service '%1'").arg(link.service),
                       QStringLiteral("add or mend services/%1.json").arg(link.service));
        }
        if (seen.contains(link.service)) {
            report.add(under(path, u"id"_qs), QStringLiteral("service '%1' appears twice").arg(link.service),
                       QStringLiteral("remove one"));
        }
        seen.insert(link.service);
        links.append(std::move(link));
    }
    for (qsizetype i = 0; i < links.size(); ++i) {
        links[i].after.removeIf([&](const QString &before) {
            if (!seen.contains(before)) {
                report.add(under(under(u"/services"_qs, i), u"after"_qs),
                           QStringLiteral("'%1' is not of this chain").arg(before), QStringLiteral("correct the id"));
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
            report.add(u"/services"_qs, QStringLiteral("the order of '%1' goes in a circle").arg(links[0].service),
                       QStringLiteral("correct `after`"));
            return result;
        }
        done.insert(ready->service);
        result.append(*ready);
        links.erase(ready);
    }
    return result;
}

KioskLevel levelOf(const QJsonValue &json, KioskLevel otherwise)
{
    const QString name = json.toString();
    return name == QLatin1String("full")    ? KioskLevel::Full
           : name == QLatin1String("part")  ? KioskLevel::Part
           : name == QLatin1String("guide") ? KioskLevel::Guide
                                            : otherwise;
}

OnceCase readCase(const QJsonValue &json, const QString &path, const CatalogueData &data, FileReport &report)
{
    OnceCase one;
    one.id = json[u"id"].toString();
    one.title = localText(json[u"title"]);
    one.service = json[u"service"].toString();
    const auto service = data.services.constFind(one.service);
    if (service == data.services.constEnd()) {
        report.add(under(path, u"service"_qs), QStringLiteral("there is no sound service '%1'").arg(one.service),
                   QStringLiteral("add or mend services/%1.json").arg(one.service));
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
        report.add(under(path, u"channels"_qs), QStringLiteral("neither the case nor its service names a channel"),
                   QStringLiteral("add `channels` to services/%1.json").arg(one.service));
    }
    return one;
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
    chain.links = ordered(readLinks(document[u"services"].toArray(), data, report), report);
    const bool known = std::any_of(data.events.begin(), data.events.end(),
                                   [&chain](const LifeEvent &event) { return event.id == chain.event; });
    if (!known) {
        report.add(u"/event"_qs, QStringLiteral("events.json has no life event '%1'").arg(chain.event),
                   QStringLiteral("add it or name another"));
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
                report.add(under(path, u"id"_qs), QStringLiteral("case '%1' appears twice").arg(one.id),
                           QStringLiteral("rename one"));
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
