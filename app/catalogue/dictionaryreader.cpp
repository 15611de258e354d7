// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/dictionaryreader.h"

#include "app/catalogue/derivations.h"
#include "app/catalogue/jsonread.h"

#include <QRegularExpression>
#include <QSet>

namespace hall {
namespace {

Field fieldOf(const QString &id, const QJsonObject &json)
{
    Field field;
    field.id = id;
    field.code = json[u"code"].toString();
    field.label = localText(json[u"label"]);
    field.plain = localText(json[u"plain"]);
    field.spoken = localText(json[u"spoken"]);
    field.type = fieldTypeOf(json[u"type"].toString()).value_or(FieldType::Text);
    field.length = json[u"length"].toInt();
    field.pattern = json[u"pattern"].toString();
    field.patternError = json[u"patternError"].toString(QStringLiteral("not-this-shape"));
    field.shape = shapeOf(json[u"shape"].toString()).value_or(Shape::Free);
    field.codeTable = json[u"codeTable"].toString();
    field.standard = json[u"standard"].toString();
    for (const QString &source : strings(json[u"prefill"])) {
        field.prefill.append(factSourceOf(source).value_or(FactSource::Central));
    }
    if (json.contains(u"derive")) {
        field.derive = Derivation{strings(json[u"derive"][u"from"]), json[u"derive"][u"function"].toString(),
                                  json[u"derive"][u"proposal"].toBool()};
    }
    field.pii = json[u"pii"].toInt();
    field.masked = json[u"masked"].toBool();
    field.keyboard = keyboardKindOf(json[u"keyboard"].toString()).value_or(KeyboardKind::None);
    field.confirmEach = json[u"confirmEach"].toBool();
    field.basis = strings(json[u"basis"]);
    return field;
}

// What the schema cannot see.
void checkField(const Field &field, const QJsonObject &fields, const CatalogueData &data, const QString &path,
                FileReport &report)
{
    if (!field.codeTable.isEmpty() && !data.tables.contains(field.codeTable)) {
        report.add(under(path, u"codeTable"_qs), DefectId::NoTable, {field.codeTable});
    }
    if (!QRegularExpression(field.pattern).isValid()) {
        report.add(under(path, u"pattern"_qs), DefectId::NoPattern);
    }
    if (!field.pattern.isEmpty() && !data.messages.contains(field.patternError)) {
        report.add(under(path, u"patternError"_qs), DefectId::NoMessage, {field.patternError});
    }
    if (!field.derive) {
        return;
    }
    for (const QString &from : field.derive->from) {
        if (!fields.contains(from)) {
            report.add(under(path, u"derive/from"_qs), DefectId::DerivesFromNoField, {from});
        }
    }
    if (!derivationNames().contains(field.derive->function)) {
        report.add(under(path, u"derive/function"_qs), DefectId::NoFunction,
                   {field.derive->function, derivationNames().join(QStringLiteral(", "))});
    }
}

void readChecks(Field &field, const QJsonArray &checks, const CatalogueData &data, const QString &path,
                FileReport &report)
{
    const DictionaryVocabulary vocabulary(data);
    for (qsizetype i = 0; i < checks.size(); ++i) {
        const QString here = under(path, i);
        const QString error = checks[i][u"error"].toString();
        auto rule = readRule(checks[i][u"rule"], under(here, u"rule"_qs), vocabulary, report);
        if (!data.messages.contains(error)) {
            report.add(under(here, u"error"_qs), DefectId::NoMessage, {error});
        }
        if (rule) {
            field.checks.append({std::move(*rule), error});
        }
    }
}

// Whether the value of a field is worked out from others that are worked out from it.
bool followsFromItself(const QString &id, const QMap<QString, Field> &fields)
{
    QStringList next = fields.value(id).derive ? fields.value(id).derive->from : QStringList();
    QSet<QString> seen;
    while (!next.isEmpty()) {
        const QString at = next.takeLast();
        if (at == id) {
            return true;
        }
        const auto field = fields.constFind(at);
        if (field != fields.constEnd() && field->derive && !seen.contains(at)) {
            next += field->derive->from;
        }
        seen.insert(at);
    }
    return false;
}

// Those of a circle are left out together.
void checkCircles(CatalogueData &data, FileReport &report)
{
    QStringList circling;
    for (auto it = data.fields.constBegin(); it != data.fields.constEnd(); ++it) {
        if (followsFromItself(it.key(), data.fields)) {
            report.add(under(u"/fields"_qs, it.key()) + u"/derive/from"_qs, DefectId::FollowsFromItself, {it.key()});
            circling.append(it.key());
        }
    }
    for (const QString &id : std::as_const(circling)) {
        data.fields.remove(id);
    }
}

}  // namespace

void readDictionary(const QJsonObject &document, CatalogueData &data, FileReport &report)
{
    const QJsonObject fields = document[u"fields"].toObject();
    QVector<Defect> found;
    for (auto it = fields.constBegin(); it != fields.constEnd(); ++it) {
        FileReport own(report.file(), found);
        Field field = fieldOf(it.key(), it.value().toObject());
        checkField(field, fields, data, under(u"/fields"_qs, it.key()), own);
        if (own.clean()) {
            data.fields.insert(it.key(), field);
        }
    }
    FileReport whole(report.file(), found);
    checkCircles(data, whole);
    // Checks may name any field, so they are read once all fields are known.
    for (const QString &id : data.fields.keys()) {
        FileReport own(report.file(), found);
        Field field = data.fields.value(id);
        readChecks(field, fields[id][u"checks"].toArray(), data, under(u"/fields"_qs, id) + u"/checks"_qs, own);
        if (own.clean()) {
            data.fields.insert(id, field);
        } else {
            data.fields.remove(id);
        }
    }
    for (const Defect &defect : found) {
        report.add(defect);
    }
}

}  // namespace hall
