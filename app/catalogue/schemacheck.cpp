// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows valijson.
#include "app/catalogue/schemacheck.h"

#include "app/catalogue/jsonread.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <memory>
#include <mutex>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace hall {
namespace {

using valijson::adapters::QtJsonAdapter;

struct Shape
{
    QJsonObject document;
    valijson::Schema schema;
};

std::shared_ptr<const Shape> parseSchema(const QString &name)
{
    QFile file(QStringLiteral(":/hall/schema/%1.schema.json").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return nullptr;
    }
    auto shape = std::make_shared<Shape>();
    shape->document = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonValue document = shape->document;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(QtJsonAdapter(document), shape->schema);
    return shape;
}

std::shared_ptr<const Shape> schemaNamed(const QString &name)
{
    static std::mutex mutex;
    static QHash<QString, std::shared_ptr<const Shape>> parsed;
    const std::lock_guard lock(mutex);
    if (!parsed.contains(name)) {
        parsed.insert(name, parseSchema(name));
    }
    return parsed.value(name);
}

// valijson names a place as "<root>", "[forms]", "[0]" …
QString pointerOf(const std::vector<std::string> &context)
{
    QString pointer;
    for (const std::string &part : context) {
        QString step = QString::fromStdString(part);
        if (!step.startsWith(QLatin1Char('['))) {
            continue;
        }
        step = step.mid(1, step.size() - 2);
        pointer = under(pointer, step);
    }
    return pointer;
}

// Members that no schema knows. valijson names the first of them in each object, and of those whose name breaks
// `propertyNames` none.
class Strangers
{
public:
    Strangers(const QJsonObject &schema, FileReport &report, QStringList &places)
        : m_schema(schema), m_report(report), m_places(places)
    {
    }

    void look(const QJsonValue &schema, const QJsonValue &value, const QString &path)
    {
        const QJsonObject shape = resolved(schema);
        if (value.isArray()) {
            const QJsonArray items = value.toArray();
            for (qsizetype i = 0; i < items.size() && shape[u"items"].isObject(); ++i) {
                look(shape[u"items"], items[i], under(path, i));
            }
            return;
        }
        const QJsonObject members = value.toObject();
        const QJsonObject known = shape[u"properties"].toObject();
        const QJsonValue others = shape[u"additionalProperties"];
        const QRegularExpression names(shape[u"propertyNames"][u"pattern"].toString());
        for (auto it = members.constBegin(); it != members.constEnd(); ++it) {
            const QString here = under(path, it.key());
            if (!names.match(it.key()).hasMatch()) {
                add(here, QStringLiteral("'%1' is no name that can stand here").arg(it.key()),
                    QStringLiteral("write it as %1").arg(names.pattern()));
            } else if (known.contains(it.key())) {
                look(known[it.key()], it.value(), here);
            } else if (others.isObject()) {
                look(others, it.value(), here);
            } else if (others.isBool() && !others.toBool()) {
                add(here, QStringLiteral("there is no property '%1' here").arg(it.key()),
                    QStringLiteral("remove the property or correct its name"));
            }
        }
    }

private:
    [[nodiscard]] QJsonObject resolved(const QJsonValue &schema) const
    {
        const QString name = schema[u"$ref"].toString();
        return name.isEmpty() ? schema.toObject()
                              : m_schema[u"definitions"][name.section(QLatin1Char('/'), -1)].toObject();
    }

    void add(const QString &place, const QString &reason, const QString &cure)
    {
        m_report.add(place, reason, cure);
        m_places.append(place);
    }

    const QJsonObject &m_schema;
    FileReport &m_report;
    QStringList &m_places;
};

QString cureOf(const QString &reason, const QString &schema)
{
    if (reason.contains(QLatin1String("Missing required property"))) {
        return QStringLiteral("add the property");
    }
    return QStringLiteral("see resources/schema/%1.schema.json").arg(schema);
}

// valijson reports a violation once more at each level above it: "Failed to validate against …". Strangers have been
// told already.
bool isEcho(const QString &reason)
{
    return reason.startsWith(QLatin1String("Failed to validate")) ||
           reason.startsWith(QLatin1String("Object contains a property"));
}

// Where a property is missing, that property: a defect names its object.
QString placeOf(const QString &pointer, const QString &reason)
{
    static const QRegularExpression missing(QStringLiteral("^Missing required property '(.*)'\\.$"));
    const QRegularExpressionMatch match = missing.match(reason);
    return match.hasMatch() ? under(pointer, match.captured(1)) : pointer;
}

}  // namespace

QStringList checkSchema(const QString &schema, const QJsonObject &document, FileReport &report)
{
    const auto parsed = schemaNamed(schema);
    if (!parsed) {
        report.add({}, QStringLiteral("the program has no schema '%1'").arg(schema),
                   QStringLiteral("reinstall the program"));
        return {QString()};
    }
    const QJsonValue value = document;
    valijson::ValidationResults results;
    if (valijson::Validator().validate(parsed->schema, QtJsonAdapter(value), &results)) {
        return {};
    }
    QStringList places;
    Strangers(parsed->document, report, places).look(parsed->document, document, {});
    for (const auto &error : results) {
        const QString reason = QString::fromStdString(error.description);
        if (!isEcho(reason)) {
            const QString pointer = pointerOf(error.context);
            report.add(pointer, reason, cureOf(reason, schema));
            places.append(placeOf(pointer, reason));
        }
    }
    if (places.isEmpty()) {
        report.add({}, QStringLiteral("the file does not follow its schema"), cureOf({}, schema));
        places.append(QString());
    }
    return places;
}

}  // namespace hall
