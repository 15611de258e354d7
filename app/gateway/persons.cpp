// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/persons.h"

#include "app/protocol/digest.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr int kPersonKeyBytes = 16;

QString encodeValue(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
}

Result<QString> keyOf(QSqlDatabase &db, const QString &tag)
{
    auto key = single(db, QStringLiteral("SELECT person FROM person_document WHERE tag = ?"), {tag});
    if (!key) {
        return fail(key.error());
    }
    return key->toString();
}

// What another key knew goes to `person`, which keeps its own values.
Done merge(QSqlDatabase &db, const QString &person, const QString &other)
{
    auto moved = run(db,
                     QStringLiteral("INSERT INTO person_record (person, field, value)"
                                    " SELECT CAST(? AS TEXT), field, value FROM person_record WHERE person = ?"
                                    " ON CONFLICT (person, field) DO NOTHING"),
                     {person, other});
    auto gone = moved ? run(db, QStringLiteral("DELETE FROM person_record WHERE person = ?"), {other})
                      : Result<QSqlQuery>(fail(moved.error()));
    if (!gone) {
        return fail(gone.error());
    }
    auto linked = run(db, QStringLiteral("UPDATE person_document SET person = ? WHERE person = ?"), {person, other});
    if (!linked) {
        return fail(linked.error());
    }
    return {};
}

}  // namespace

Result<QString> personOf(QSqlDatabase &db, const DocumentTags &document)
{
    auto key = single(db, QStringLiteral("SELECT person FROM person_document WHERE tag = ? AND name_tag = ?"),
                      {document.number, document.name});
    if (!key) {
        return fail(key.error());
    }
    return key->toString();
}

QString isOfOnePerson(const char *column)
{
    return QStringLiteral("(%1 = ? OR %1 IN (SELECT b.tag FROM person_document a"
                          " JOIN person_document b ON b.person = a.person WHERE a.tag = ?))")
        .arg(QLatin1String(column));
}

Result<bool> ofOnePerson(QSqlDatabase &db, const QString &tag, const QString &other)
{
    if (tag == other) {
        return true;
    }
    auto key = keyOf(db, tag);
    auto otherKey = keyOf(db, other);
    if (!key || !otherKey) {
        return fail(!key ? key.error() : otherKey.error());
    }
    return !key->isEmpty() && *key == *otherKey;
}

Result<bool> isPerson(QSqlDatabase &db, const QVector<DocumentTags> &documents)
{
    auto rows = run(db,
                    QStringLiteral("SELECT b.tag, b.name_tag FROM person_document a"
                                   " JOIN person_document b ON b.person = a.person WHERE a.tag = ?"),
                    {documents.value(0).number});
    if (!rows) {
        return fail(rows.error());
    }
    QHash<QString, QString> kept;
    while (rows->next()) {
        kept.insert(rows->value(0).toString(), rows->value(1).toString());
    }
    if (kept.isEmpty() && documents.size() == 1) {
        return true;
    }
    return kept.size() == documents.size() &&
           std::all_of(documents.begin(), documents.end(),
                       [&kept](const DocumentTags &one) { return kept.value(one.number) == one.name; });
}

Done savePerson(QSqlDatabase &db, const QVector<DocumentTags> &documents, const QJsonObject &fields, qint64 nowMs)
{
    QString person;
    for (const DocumentTags &document : documents) {
        auto known = keyOf(db, document.number);
        if (!known) {
            return fail(known.error());
        }
        if (person.isEmpty()) {
            person = *known;
        } else if (!known->isEmpty() && *known != person) {
            if (auto done = merge(db, person, *known); !done) {
                return done;
            }
        }
    }
    if (person.isEmpty()) {
        person = QString::fromLatin1(randomBytes(kPersonKeyBytes).toHex());
    }
    if (auto gone = run(db, QStringLiteral("DELETE FROM person_document WHERE person = ?"), {person}); !gone) {
        return fail(gone.error());
    }
    for (const DocumentTags &document : documents) {
        auto row = run(db,
                       QStringLiteral("INSERT INTO person_document (tag, person, name_tag, updated_ms)"
                                      " VALUES (?, ?, ?, ?)"),
                       {document.number, person, document.name, nowMs});
        if (!row) {
            return fail(row.error());
        }
    }
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        auto row = run(db,
                       QStringLiteral("INSERT INTO person_record (person, field, value) VALUES (?, ?, ?)"
                                      " ON CONFLICT (person, field) DO UPDATE SET value = excluded.value"),
                       {person, it.key(), encodeValue(it.value())});
        if (!row) {
            return fail(row.error());
        }
    }
    return {};
}

}  // namespace hall::gateway
