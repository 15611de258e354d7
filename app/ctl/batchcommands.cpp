// SPDX-License-Identifier: GPL-3.0-or-later
// batch check: an employer's table of people, row by row, before it is brought. The file is taken apart by
// hall-table-reader, which can reach nothing.
#include "app/ctl/commandline.h"

#include "app/catalogue/batchtable.h"
#include "app/ctl/hallcatalogue.h"
#include "app/table/tablechild.h"

#include <QCoreApplication>
#include <QDate>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>

namespace hall::ctl {

namespace {

constexpr qint64 kFileLimit =
    5 * 1024 * 1024;  // bytes; more than the reader takes, so that it is the reader who says so
constexpr int kReaderMs = 10'000;

TableCells cellsOf(const QByteArray &bytes)
{
    TableChild child(QCoreApplication::applicationDirPath() + QStringLiteral("/hall-table-reader"));
    QEventLoop loop;
    TableCells cells;
    QObject::connect(&child, &TableChild::done, &loop, [&](const TableCells &told) {
        cells = told;
        loop.quit();
    });
    child.read(bytes, kReaderMs);
    loop.exec();
    return cells;
}

QString words(const Catalogue &catalogue, const ErrorId &error, const QString &language)
{
    const Message *message = catalogue.message(error);
    return message ? message->happened.in(language) + QLatin1Char(' ') + message->todo.in(language) : error;
}

QString label(const Catalogue &catalogue, const QString &id, const QString &language)
{
    const Field *field = catalogue.field(id);
    return field ? field->label.in(language) : QString();
}

Answer told(const Catalogue &catalogue, const Service &service, const BatchTable &table, const Call &call)
{
    Answer answer;
    QJsonArray errors;
    for (const BatchError &error : table.errors) {
        const QString text = words(catalogue, error.error, call.language());
        errors.append(QJsonObject{{QStringLiteral("row"), error.row},
                                  {QStringLiteral("line"), error.line},
                                  {QStringLiteral("field"), error.field},
                                  {QStringLiteral("error"), error.error},
                                  {QStringLiteral("text"), text}});
        answer.text += QStringLiteral("%1\t%2\t%3\t%4\n")
                           .arg(error.row)
                           .arg(error.line)
                           .arg(label(catalogue, error.field, call.language()), text);
    }
    answer.json = {{QStringLiteral("service"), service.id},
                   {QStringLiteral("people"), static_cast<int>(table.people.size())},
                   {QStringLiteral("columns"), QJsonArray::fromStringList(table.columns)},
                   {QStringLiteral("unknown"), QJsonArray::fromStringList(table.unknown)},
                   {QStringLiteral("errors"), errors}};
    if (table.errors.isEmpty()) {
        answer.text = QStringLiteral("%1: people: %2, no errors\n").arg(service.id).arg(table.people.size());
    } else {
        answer.fault = Fault(FaultCode::FileInvalid, "errors in the table: " + std::to_string(table.errors.size()));
    }
    return answer;
}

Outcome checkBatch(const Call &call)
{
    if (!call.has("service")) {
        return WrongUsage{QStringLiteral("--service ID is missing")};
    }
    const QDate on = call.has("on") ? QDate::fromString(call.value("on"), Qt::ISODate) : QDate::currentDate();
    if (!on.isValid()) {
        return WrongUsage{QStringLiteral("--on: a date as 2026-01-31 is meant")};
    }
    const Result<LoadedCatalogue> read = catalogueFor(call, call.resources() + QStringLiteral("/catalogue"));
    if (!read) {
        return read.error();
    }
    const LoadedCatalogue &loaded = *read;
    const Service *service = loaded.catalogue.service(call.value("service"));
    if (!service || service->batch.most == 0) {
        return Fault(FaultCode::BadArgument,
                     "no service that takes tables: '" + call.value("service").toStdString() + "'");
    }
    const QString path = call.arguments().constFirst();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return Fault(FaultCode::FileUnreadable, path.toStdString());
    }
    const TableCells cells = cellsOf(file.read(kFileLimit));
    BatchTable table;
    if (cells.problem.isEmpty()) {
        table = readPeople(loaded.catalogue, *service, cells.rows, cells.lines, on);
    } else {
        table.errors.append({0, 0, {}, cells.problem});
    }
    Answer answer = told(loaded.catalogue, *service, table, call);
    for (Facts &person : table.people) {
        wipeFacts(person);
    }
    return answer;
}

}  // namespace

QVector<Command> batchCommands()
{
    return {{QStringLiteral("batch check"),
             QStringLiteral("--service ID [--on DATE] [--region ID] FILE.csv"),
             QStringLiteral("Find every error of a table of people for a service, by row."),
             QStringLiteral(
                 "JSON: {\"service\",\"people\",\"columns\",\"unknown\",\"errors\":[{\"row\",\"line\",\"field\",\n"
                 "\"error\",\"text\"}]}; row 1 is the first person, 0 the heading or the table as a whole;\n"
                 "`unknown` are headings that the service has no use for. No value of the table is printed.\n"
                 "Exit status 1 when there is an error."),
             1,
             1,
             {QStringLiteral("service"), QStringLiteral("on"), QStringLiteral("region"), QStringLiteral("resources")},
             checkBatch}};
}

}  // namespace hall::ctl
