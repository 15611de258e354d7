// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/region.h"

#include "app/catalogue/catalogue.h"
#include "app/catalogue/jsonread.h"

namespace hall {

namespace {

void readAgencies(const QJsonArray &json, const QString &area, const CatalogueData &data, Region &region,
                  FileReport &report)
{
    const auto table = data.tables.constFind(u"region"_qs);
    QSet<QString> seen;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QString path = under(under(u"/agencies"_qs, i), u"district"_qs);
        const QString district = json[i][u"district"].toString();
        if (!district.startsWith(area)) {
            report.add(path, DefectId::NotInArea, {district, area});
        } else if (table == data.tables.constEnd() || !table->find(district)) {
            report.add(path, DefectId::NoCode, {QStringLiteral("region"), district});
        } else if (seen.contains(district)) {
            report.add(path, DefectId::DistrictTwice, {district});
        } else {
            region.agencies.insert(district, {district, localText(json[i][u"name"]), localText(json[i][u"address"]),
                                              localText(json[i][u"hours"]), json[i][u"phone"].toString(),
                                              basisOf(json[i][u"basis"].toString())});
        }
        seen.insert(district);
    }
}

void readRoutes(const QJsonObject &json, const CatalogueData &data, Region &region, FileReport &report)
{
    for (auto it = json.constBegin(); it != json.constEnd(); ++it) {
        const QStringList fields = strings(it.value());
        for (qsizetype i = 0; i < fields.size(); ++i) {
            const auto field = data.fields.constFind(fields[i]);
            if (field == data.fields.constEnd() || field->type != FieldType::Region) {
                report.add(under(under(u"/routes"_qs, it.key()), i), DefectId::NoRegionField, {fields[i]});
            }
        }
        region.routes.insert(it.key(), fields);
    }
}

void readCodes(const QJsonObject &json, const CatalogueData &data, Region &region, FileReport &report)
{
    for (auto it = json.constBegin(); it != json.constEnd(); ++it) {
        const QString path = under(u"/codes"_qs, it.key());
        const auto table = data.tables.constFind(it.key());
        if (table == data.tables.constEnd()) {
            report.add(path, DefectId::NoTable, {it.key()});
            continue;
        }
        const QJsonObject map = it.value()[u"map"].toObject();
        for (auto code = map.constBegin(); code != map.constEnd(); ++code) {
            if (!table->find(code.key())) {
                report.add(under(under(path, u"map"_qs), code.key()), DefectId::NoCode, {it.key(), code.key()});
            }
            region.codes[it.key()].insert(code.key(), code.value().toString());
        }
    }
}

}  // namespace

const Agency *Region::competent(const Service &service, const Facts &facts, const QString &hall) const
{
    const auto agencyOf = [this](const QString &district) -> const Agency * {
        auto found = agencies.constFind(district);
        if (found == agencies.constEnd()) {
            found = agencies.constFind(district.left(4) + u"00"_qs);
        }
        return found == agencies.constEnd() ? nullptr : &*found;
    };
    for (const QString &field : routes.value(routes.contains(service.id) ? service.id : service.applicant)) {
        const QString district = facts.value(field).toString();
        if (district.size() == 6 && !id.isEmpty() && district.startsWith(id)) {
            if (const Agency *agency = agencyOf(district)) {
                return agency;
            }
        }
    }
    return agencyOf(hall);
}

QString Region::mapped(const QString &table, const QString &code) const
{
    return codes.value(table).value(code, code);
}

std::optional<QDate> promisedDay(const Service &service, const QDate &day, const rules::Policies &policies)
{
    if (!day.isValid()) {
        return std::nullopt;
    }
    return policies.calendar.after(day, service.time.promised);
}

void readRegion(const QJsonObject &document, const CatalogueData &data, Region &region, FileReport &report)
{
    region.id = document[u"id"].toString();
    region.name = localText(document[u"title"]);
    readAgencies(document[u"agencies"].toArray(), region.id, data, region, report);
    readRoutes(document[u"routes"].toObject(), data, region, report);
    readCodes(document[u"codes"].toObject(), data, region, report);
}

}  // namespace hall
