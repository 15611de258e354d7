// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/units.h"

#include "app/protocol/caseapplicant.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace hall::gateway {
namespace {

QString encodeValue(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
}

QJsonValue decodeValue(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).array().at(0);
}

}  // namespace

Result<QJsonObject> unitFacts(QSqlDatabase &db, const QString &unit, const DocumentTags &asking)
{
    // One question for both reasons to say nothing, so that they take the same time.
    auto rows = run(db,
                    QStringLiteral("SELECT f.field, f.value FROM unit_clerk c JOIN unit_fact f ON f.unit = c.unit"
                                   " WHERE c.unit = ? AND (c.tag = ? AND c.name_tag = ? OR EXISTS (SELECT 1"
                                   " FROM person_document a JOIN person_document b ON b.person = a.person"
                                   " WHERE a.tag = ? AND a.name_tag = ? AND b.tag = c.tag"
                                   " AND b.name_tag = c.name_tag))"),
                    {unit, asking.number, asking.name, asking.number, asking.name});
    if (!rows) {
        return fail(rows.error());
    }
    QJsonObject known;
    while (rows->next()) {
        known.insert(rows->value(0).toString(), decodeValue(rows->value(1).toString()));
    }
    if (known.isEmpty()) {
        return fail(FaultCode::StoreNotFound, "no such unit, or not for this person");
    }
    return QJsonObject{{QStringLiteral("fields"), known}};
}

Result<ClerkWord> clerkWord(QSqlDatabase &db, const QString &unit, const QString &numberTag)
{
    auto clerk = single(db, QStringLiteral("SELECT 1 FROM unit_clerk WHERE unit = ? AND %1").arg(isOfOnePerson("tag")),
                        {unit, numberTag, numberTag});
    auto any = single(db, QStringLiteral("SELECT 1 FROM unit_clerk LIMIT 1"));
    if (!clerk || !any) {
        return fail(!clerk ? clerk.error() : any.error());
    }
    return clerk->isValid() ? ClerkWord::Clerk : any->isValid() ? ClerkWord::Stranger : ClerkWord::NoList;
}

Done loadUnit(QSqlDatabase &db, const QJsonObject &unit,
              const std::function<DocumentTags(const QString &number, const QString &name)> &tagsOf)
{
    const QString code = unit.value(QStringLiteral("code")).toString();
    if (!isCreditCodeShape(code)) {
        return fail(FaultCode::FileInvalid, "a unit without a credit code");
    }
    if (auto gone = run(db, QStringLiteral("DELETE FROM unit_clerk WHERE unit = ?"), {code}); !gone) {
        return fail(gone.error());
    }
    for (const auto &entry : unit.value(QStringLiteral("clerks")).toArray()) {
        const QString number = entry[QStringLiteral("number")].toString();
        const QString name = entry[QStringLiteral("name")].toString();
        if (number.isEmpty() || name.isEmpty()) {
            return fail(FaultCode::FileInvalid, "a unit's clerk without number or name");
        }
        const DocumentTags tags = tagsOf(number, name);
        auto row = run(db,
                       QStringLiteral("INSERT INTO unit_clerk (unit, tag, name_tag) VALUES (?, ?, ?)"
                                      " ON CONFLICT (unit, tag) DO UPDATE SET name_tag = excluded.name_tag"),
                       {code, tags.number, tags.name});
        if (!row) {
            return fail(row.error());
        }
    }
    QJsonObject facts = unit.value(QStringLiteral("fields")).toObject();
    facts.insert(QStringLiteral("uscc"), code);
    for (auto it = facts.begin(); it != facts.end(); ++it) {
        auto fact = run(db,
                        QStringLiteral("INSERT INTO unit_fact (unit, field, value) VALUES (?, ?, ?)"
                                       " ON CONFLICT (unit, field) DO UPDATE SET value = excluded.value"),
                        {code, it.key(), encodeValue(it.value())});
        if (!fact) {
            return fail(fact.error());
        }
    }
    return {};
}

}  // namespace hall::gateway
