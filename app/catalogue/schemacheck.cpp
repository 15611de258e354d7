// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows valijson.
#include "app/catalogue/schemacheck.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

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

std::shared_ptr<valijson::Schema> parseSchema(const QString &name)
{
    QFile file(QStringLiteral(":/hall/schema/%1.schema.json").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return nullptr;
    }
    const QJsonValue document = QJsonDocument::fromJson(file.readAll()).object();
    auto schema = std::make_shared<valijson::Schema>();
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(QtJsonAdapter(document), *schema);
    return schema;
}

std::shared_ptr<valijson::Schema> schemaNamed(const QString &name)
{
    static std::mutex mutex;
    static QHash<QString, std::shared_ptr<valijson::Schema>> parsed;
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
        step.replace(QLatin1Char('~'), QLatin1String("~0")).replace(QLatin1Char('/'), QLatin1String("~1"));
        pointer += QLatin1Char('/') + step;
    }
    return pointer;
}

QString cureOf(const QString &reason, const QString &schema)
{
    if (reason.contains(QLatin1String("Missing required property"))) {
        return QStringLiteral("add the property");
    }
    if (reason.startsWith(QLatin1String("Object contains a property"))) {
        return QStringLiteral("remove the property or correct its name");
    }
    return QStringLiteral("see resources/schema/%1.schema.json").arg(schema);
}

// valijson reports a violation once more at each level above it: "Failed to validate against …".
bool isEcho(const QString &reason)
{
    return reason.startsWith(QLatin1String("Failed to validate"));
}

}  // namespace

void checkSchema(const QString &schema, const QJsonObject &document, FileReport &report)
{
    const auto parsed = schemaNamed(schema);
    if (!parsed) {
        report.add({}, QStringLiteral("the program has no schema '%1'").arg(schema),
                   QStringLiteral("reinstall the program"));
        return;
    }
    const QJsonValue value = document;
    valijson::ValidationResults results;
    if (valijson::Validator().validate(*parsed, QtJsonAdapter(value), &results)) {
        return;
    }
    bool reported = false;
    for (const auto &error : results) {
        const QString reason = QString::fromStdString(error.description);
        if (!isEcho(reason)) {
            report.add(pointerOf(error.context), reason, cureOf(reason, schema));
            reported = true;
        }
    }
    if (!reported) {
        report.add({}, QStringLiteral("the file does not follow its schema"), cureOf({}, schema));
    }
}

}  // namespace hall
