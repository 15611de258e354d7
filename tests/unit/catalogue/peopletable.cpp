// SPDX-License-Identifier: GPL-3.0-or-later
#include "peopletable.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

namespace hall {
namespace {

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &one : value.toArray()) {
        list << one.toString();
    }
    return list;
}

PersonRow person(const QJsonObject &json)
{
    return {json[u"id"].toString(),  json[u"about"].toString(), json[u"facts"].toObject(), json[u"eligible"].toObject(),
            json[u"why"].toObject(), texts(json[u"needs"]),     texts(json[u"notNeeds"])};
}

}  // namespace

QStringList PeopleTable::services() const
{
    QSet<QString> ids;
    for (const PersonRow &row : people) {
        for (const QString &id : row.eligible.keys()) {
            ids.insert(id);
        }
    }
    QStringList sorted(ids.begin(), ids.end());
    sorted.sort();
    return sorted;
}

const PersonRow *PeopleTable::person(const QString &id) const
{
    for (const PersonRow &row : people) {
        if (row.id == id) {
            return &row;
        }
    }
    return nullptr;
}

PeopleTable readPeople(const QString &path, QString *error)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        if (error) {
            *error = file.errorString();
        }
        return {};
    }
    QJsonParseError parsed;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll(), &parsed).object();
    if (error) {
        *error = parsed.error == QJsonParseError::NoError ? QString() : parsed.errorString();
    }
    PeopleTable table;
    table.format = json[u"format"].toString();
    table.today = QDate::fromString(json[u"today"].toString(), Qt::ISODate);
    table.servicesAtLeast = json[u"servicesAtLeast"].toInt();
    table.sources = json[u"sources"].toObject();
    table.always = texts(json[u"always"]);
    for (const QJsonValue &one : json[u"people"].toArray()) {
        table.people << person(one.toObject());
    }
    return table;
}

}  // namespace hall
