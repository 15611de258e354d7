// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows valijson. It judges; what it found wrong is told by shapewords.h.
#include "app/catalogue/schemacheck.h"

#include "app/catalogue/shapewords.h"

#include <QFile>
#include <QHash>
#include <QJsonDocument>

#include <memory>
#include <mutex>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
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

}  // namespace

QStringList checkSchema(const QString &schema, const QJsonObject &document, FileReport &report)
{
    const auto parsed = schemaNamed(schema);
    if (!parsed) {
        report.add({}, DefectId::NoSchema, {schema});
        return {QString()};
    }
    const QJsonValue value = document;
    if (valijson::Validator().validate(parsed->schema, QtJsonAdapter(value), nullptr)) {
        return {};
    }
    QStringList places = tellShape(parsed->document, document, report);
    if (places.isEmpty()) {
        report.add({}, DefectId::OtherShape, {schema});
        places.append(QString());
    }
    return places;
}

}  // namespace hall
