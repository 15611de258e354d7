// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/vacancylist.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QMap>

#include <algorithm>
#include <vector>

namespace hall {
namespace {

constexpr int regionDigits = 6;  // GB/T 2260
constexpr int mediumGroup = 4;   // "6-31" of "6-31-x05"
constexpr int cityDigits = 4;    // that all districts of a city begin with
constexpr int provinceDigits = 2;
constexpr qint64 largestFile = 2 * 1024 * 1024;  // of a release

QString regionPrefix(const QString &region)
{
    return region.size() != regionDigits            ? region
           : region.endsWith(QLatin1String("0000")) ? region.left(provinceDigits)
           : region.endsWith(QLatin1String("00"))   ? region.left(cityDigits)
                                                    : region;
}

QString numberOf(const QJsonObject &vacancy)
{
    return vacancy.value(u"vacancy_no").toString();
}

QDate validTo(const QJsonObject &vacancy)
{
    return QDate::fromString(vacancy.value(u"vacancy_valid_to").toString(), Qt::ISODate);
}

tl::unexpected<Fault> wrong(const std::string &what)
{
    return fail(FaultCode::FileInvalid, "vacancies: " + what);
}

}  // namespace

Wishes wishesOf(const QJsonObject &fields)
{
    Wishes wishes{fields.value(u"want_occupation").toString(), fields.value(u"want_region").toString(), std::nullopt};
    if (const QJsonValue wage = fields.value(u"want_wage"); wage.isDouble()) {
        wishes.wage = wage.toInteger();
    }
    return wishes;
}

bool suits(const QJsonObject &vacancy, const Wishes &wishes)
{
    const auto text = [&vacancy](const char *field) { return vacancy.value(QLatin1String(field)).toString(); };
    const bool work = text("vacancy_occupation").left(mediumGroup) == wishes.occupation.left(mediumGroup);
    const bool place = text("vacancy_region").startsWith(regionPrefix(wishes.region));
    const qint64 most = vacancy.value(u"vacancy_pay_to").toInteger();
    return (wishes.occupation.isEmpty() || work) && (wishes.region.isEmpty() || place) &&
           (!wishes.wage || most >= *wishes.wage);
}

Result<VacancyList> parseVacancies(const QJsonObject &json)
{
    VacancyList list;
    if (!json.contains(u"list")) {
        return list;
    }
    list.date = QDate::fromString(json.value(u"date").toString(), Qt::ISODate);
    if (json.value(u"v").toInt() != 1 || !json.value(u"list").isArray() || !list.date.isValid()) {
        return wrong("v is 1, date a day as 2026-11-26, list a list");
    }
    list.entries = json.value(u"list").toArray();
    for (const QJsonValue one : list.entries) {
        if (!one.isObject() || numberOf(one.toObject()).isEmpty() || !validTo(one.toObject()).isValid()) {
            return wrong("each is an object with vacancy_no and vacancy_valid_to");
        }
    }
    return list;
}

VacancyList vacanciesIn(const QString &folder)
{
    VacancyList all;
    QMap<QString, QJsonObject> byNumber;
    const QDir dir(folder);
    for (const QString &name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestFile) {
            continue;
        }
        const auto list = parseVacancies(QJsonDocument::fromJson(file.readAll()).object());
        if (!list || list->entries.isEmpty()) {
            continue;
        }
        all.date = all.date.isValid() ? std::min(all.date, list->date) : list->date;
        for (const QJsonValue one : list->entries) {
            byNumber.insert(numberOf(one.toObject()), one.toObject());
        }
    }
    for (const QJsonObject &one : std::as_const(byNumber)) {
        all.entries.append(one);
    }
    return all;
}

QJsonArray chosen(const VacancyList &list, const Wishes &wishes, const QDate &today)
{
    std::vector<QJsonObject> found;
    for (const QJsonValue one : list.entries) {
        const QJsonObject vacancy = one.toObject();
        if ((!today.isValid() || validTo(vacancy) >= today) && suits(vacancy, wishes)) {
            found.push_back(vacancy);
        }
    }
    // As the centre orders them.
    std::sort(found.begin(), found.end(), [](const QJsonObject &one, const QJsonObject &other) {
        const qint64 pays = one.value(u"vacancy_pay_to").toInteger();
        const qint64 otherPays = other.value(u"vacancy_pay_to").toInteger();
        return pays != otherPays ? pays > otherPays : numberOf(one) < numberOf(other);
    });
    QJsonArray told;
    for (std::size_t i = 0; i < found.size() && i < kMostVacancies; ++i) {
        told.append(found[i]);
    }
    return told;
}

}  // namespace hall
