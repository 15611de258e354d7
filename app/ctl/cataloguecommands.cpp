// SPDX-License-Identifier: GPL-3.0-or-later
// catalogue check, eligibility.
#include "app/ctl/commandline.h"

#include "app/catalogue/factjson.h"
#include "app/catalogue/formengine.h"
#include "app/ctl/hallcatalogue.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/secretfile.h"
#include "app/session/receiptwords.h"

#include <QDate>
#include <QFileInfo>
#include <QJsonArray>

namespace hall::ctl {

namespace {

constexpr qint64 factsLimit = 1024 * 1024;  // bytes

QString catalogueFolder(const Call &call)
{
    return call.resources() + QStringLiteral("/catalogue");
}

// The two files of a kiosk's catalogue that the session reads and the catalogue's own loader does not.
template <typename T> void addDefect(const Result<T> &loaded, const QString &file, QVector<Defect> &defects)
{
    if (loaded) {
        return;
    }
    const bool absent = loaded.error().code == FaultCode::FileUnreadable;
    const QString reason = QString::fromStdString(loaded.error().detail);
    defects.append({file, QString(), absent ? QStringLiteral("the file cannot be read") : reason,
                    absent
                        ? QStringLiteral("add it, as in the catalogue delivered with the program")
                        : QStringLiteral("give every text in zh and en, as in the file delivered with the program")});
}

Outcome check(const Call &call)
{
    const QString folder = call.arguments().constFirst();
    if (!QFileInfo(folder).isDir()) {
        return Fault(FaultCode::FileUnreadable, folder.toStdString() + ": not a folder");
    }
    const Result<LoadedCatalogue> read = catalogueFor(call, folder);
    if (!read) {
        return read.error();
    }
    const LoadedCatalogue &loaded = *read;
    QVector<Defect> defects = loaded.defects;
    addDefect(loadNotice(folder + QStringLiteral("/notice.json")), QStringLiteral("notice.json"), defects);
    addDefect(loadNotice(folder + QStringLiteral("/commitment.json")), QStringLiteral("commitment.json"), defects);
    addDefect(loadReceiptWords(folder + QStringLiteral("/receipt.json")), QStringLiteral("receipt.json"), defects);
    Answer answer;
    QJsonArray list;
    for (const Defect &defect : std::as_const(defects)) {
        list.append(QJsonObject{{QStringLiteral("file"), defect.file},
                                {QStringLiteral("path"), defect.path},
                                {QStringLiteral("reason"), defect.reason},
                                {QStringLiteral("cure"), defect.cure}});
        answer.text += QStringLiteral("%1%2: %3; %4\n")
                           .arg(defect.file, defect.path.isEmpty() ? QString() : QLatin1Char('#') + defect.path,
                                defect.reason, defect.cure);
    }
    answer.json = {{QStringLiteral("catalogue"), folder},
                   {QStringLiteral("version"), loaded.catalogue.version()},
                   {QStringLiteral("services"), static_cast<int>(loaded.catalogue.services().size())},
                   {QStringLiteral("fields"), static_cast<int>(loaded.catalogue.fields().size())},
                   {QStringLiteral("defects"), list}};
    if (defects.isEmpty()) {
        answer.text = QStringLiteral("%1: no defects; %2 services, %3 fields, version %4\n")
                          .arg(folder)
                          .arg(loaded.catalogue.services().size())
                          .arg(loaded.catalogue.fields().size())
                          .arg(loaded.catalogue.version());
    } else {
        answer.fault =
            Fault(FaultCode::FileInvalid, folder.toStdString() + ": defects: " + std::to_string(defects.size()));
    }
    return answer;
}

Result<Facts> factsAt(const QString &path, const Catalogue &catalogue, const QDate &on)
{
    const Result<QByteArray> json = readWholeFile(path, factsLimit);
    if (!json) {
        return fail(json.error());
    }
    const Result<QJsonObject> object = parseJsonObject(*json, factsLimit);
    if (!object) {
        return fail(FaultCode::FileInvalid, path.toStdString() + ": " + object.error().detail);
    }
    QStringList refused;
    const Facts given = factsFromJson(catalogue, *object, &refused);
    if (!refused.isEmpty()) {
        // A misspelt id must not silently become "unknown".
        return fail(FaultCode::FileInvalid, path.toStdString() +
                                                ": not in the dictionary, or not of its shape there: " +
                                                refused.join(QStringLiteral(", ")).toStdString());
    }
    Facts facts = derive(catalogue, given, on);
    for (auto it = given.cbegin(); it != given.cend(); ++it) {
        if (isKnown(given, it.key())) {
            facts.insert(it.key(), *it);
        }
    }
    return facts;
}

QString triName(Tri answer)
{
    switch (answer) {
    case Tri::No:
        return QStringLiteral("no");
    case Tri::Unknown:
        return QStringLiteral("unknown");
    case Tri::Yes:
        return QStringLiteral("yes");
    }
    return {};
}

QJsonObject eligibilityJson(const Eligibility &found, const QString &language)
{
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    const EligibilityClause *clause = found.clause;
    return {{QStringLiteral("answer"), triName(found.answer)},
            {QStringLiteral("clause"), orNull(clause ? clause->rule.text() : QString())},
            {QStringLiteral("message"), orNull(clause ? clause->message.in(language) : QString())},
            {QStringLiteral("basis"), orNull(clause ? clause->basis.in(language) : QString())}};
}

Outcome eligible(const Call &call)
{
    if (!call.has("facts")) {
        return WrongUsage{QStringLiteral("--facts FILE is missing")};
    }
    const QDate on = call.has("on") ? QDate::fromString(call.value("on"), Qt::ISODate) : QDate::currentDate();
    if (!on.isValid()) {
        return WrongUsage{QStringLiteral("--on: a date as 2026-01-31 is meant")};
    }
    const Result<LoadedCatalogue> loaded = catalogueFor(call, catalogueFolder(call));
    if (!loaded) {
        return loaded.error();
    }
    const Catalogue &catalogue = loaded->catalogue;
    const QString only = call.value("service");
    if (catalogue.services().isEmpty() || (call.has("service") && !catalogue.service(only))) {
        return Fault(FaultCode::BadArgument,
                     catalogueFolder(call).toStdString() + ": no service '" + only.toStdString() + "'");
    }
    Result<Facts> facts = factsAt(call.value("facts"), catalogue, on);
    if (!facts) {
        return facts.error();
    }
    Answer answer;
    for (const Service &service : catalogue.services()) {
        if (call.has("service") && service.id != only) {
            continue;
        }
        const QJsonObject found = eligibilityJson(eligibility(service, *facts, on), call.language());
        answer.json.insert(service.id, found);
        answer.text += QStringLiteral("%1 %2 %3\n")
                           .arg(service.id, -28)
                           .arg(found.value(u"answer").toString(), -8)
                           .arg(found.value(u"basis").toString());
    }
    wipeFacts(*facts);
    return answer;
}

}  // namespace

QVector<Command> catalogueCommands()
{
    return {
        {QStringLiteral("catalogue check"),
         QStringLiteral("DIR [--region ID]"),
         QStringLiteral("Find every defect of a catalogue: file, place, reason, cure."),
         QStringLiteral(
             "DIR holds dictionary.json, codes/, services/, events.json, messages.json, notice.json,\n"
             "commitment.json and receipt.json. JSON: {\"catalogue\",\"version\",\"services\",\"fields\",\n"
             "\"defects\":[{\"file\",\"path\",\"reason\",\"cure\"}]}; path is a JSON Pointer into the file, empty\n"
             "for the whole. Exit status 1 when there is a defect. The packs of all regions are checked; what the\n"
             "services say is checked as the hall's region has it."),
         1,
         1,
         {QStringLiteral("region")},
         check},
        {QStringLiteral("eligibility"),
         QStringLiteral("--facts FILE [--service ID] [--on DATE] [--region ID]"),
         QStringLiteral("Say for which services a person with these facts may apply."),
         QStringLiteral(
             "JSON: {\"SERVICE\":{\"answer\":\"yes|no|unknown\",\"clause\",\"message\",\"basis\"}}; the clause that "
             "decided\n"
             "and its legal basis, null when all clauses hold. The hall's region has its own limits. What follows from "
             "other facts (birth date and\n"
             "sex from the number) is worked out."),
         0,
         0,
         {QStringLiteral("facts"), QStringLiteral("service"), QStringLiteral("on"), QStringLiteral("region"),
          QStringLiteral("resources")},
         eligible}};
}

}  // namespace hall::ctl
