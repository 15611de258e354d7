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
            report.add(path, QStringLiteral("'%1' does not lie in %2").arg(district, area),
                       QStringLiteral("move it to the pack of its region"));
        } else if (table == data.tables.constEnd() || !table->find(district)) {
            report.add(path, QStringLiteral("table region has no code '%1'").arg(district),
                       QStringLiteral("correct it or add the row"));
        } else if (seen.contains(district)) {
            report.add(path, QStringLiteral("'%1' appears twice").arg(district), QStringLiteral("remove one"));
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
                report.add(under(under(u"/routes"_qs, it.key()), i),
                           QStringLiteral("there is no sound field of a region '%1'").arg(fields[i]),
                           QStringLiteral("add it to the dictionary or name another"));
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
            report.add(path, QStringLiteral("there is no sound code table '%1'").arg(it.key()),
                       QStringLiteral("add or mend codes/%1.json").arg(it.key()));
            continue;
        }
        const QJsonObject map = it.value()[u"map"].toObject();
        for (auto code = map.constBegin(); code != map.constEnd(); ++code) {
            if (!table->find(code.key())) {
                report.add(under(under(path, u"map"_qs), code.key()),
                           QStringLiteral("table %1 has no code '%2'").arg(it.key(), code.key()),
                           QStringLiteral("correct it or add the row"));
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
