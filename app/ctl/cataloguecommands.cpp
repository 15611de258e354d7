// SPDX-License-Identifier: GPL-3.0-or-later
// catalogue check, eligibility.
#include "app/ctl/commandline.h"

#include "app/catalogue/factjson.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/jsonplace.h"
#include "app/catalogue/receiptwords.h"
#include "app/ctl/hallcatalogue.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/secretfile.h"

#include <QDate>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <optional>

namespace hall::ctl {

namespace {

constexpr qint64 factsLimit = 1024 * 1024;  // bytes

QString catalogueFolder(const Call &call)
{
    return call.resources() + QStringLiteral("/catalogue");
}

// The JSON object of one of the files that the session reads and the catalogue's own loader does not. What keeps it
// from being read is told.
std::optional<QJsonObject> wordsOf(const QString &folder, const QString &name, QVector<Defect> &defects)
{
    QFile file(folder + QLatin1Char('/') + name);
    if (!file.open(QIODevice::ReadOnly)) {
        defects.append(defectOf(name, {}, DefectId::MissingWords));
        return std::nullopt;
    }
    const QByteArray text = file.readAll();
    QJsonParseError error;
    const QJsonDocument parsed = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        defects.append(jsonDefect(name, text, error.offset, error.errorString()));
        return std::nullopt;
    }
    if (const auto slip = jsonSlip(name, text)) {
        defects.append(*slip);
        return std::nullopt;
    }
    return parsed.object();
}

// One text in both languages.
void checkWords(const QString &file, const QString &path, const QJsonValue &text, QVector<Defect> &defects)
{
    for (const QString &language : {QStringLiteral("zh"), QStringLiteral("en")}) {
        if (text[language].toString().isEmpty()) {
            const LocalText what{QStringLiteral("双引号里的文字"), QStringLiteral("a text in double quotes")};
            defects.append(defectOf(file, path, DefectId::Missing, {language, what}));
        }
    }
}

void checkNotice(const QString &folder, const QString &name, QVector<Defect> &defects)
{
    const qsizetype before = defects.size();
    const auto notice = wordsOf(folder, name, defects);
    if (!notice) {
        return;
    }
    const QJsonArray paragraphs = notice->value(u"paragraphs").toArray();
    for (qsizetype i = 0; i < paragraphs.size(); ++i) {
        checkWords(name, QStringLiteral("/paragraphs/%1").arg(i), paragraphs[i], defects);
    }
    if (notice->value(u"version").toString().isEmpty()) {
        const LocalText what{QStringLiteral("双引号里的文字"), QStringLiteral("a text in double quotes")};
        defects.append(defectOf(name, {}, DefectId::Missing, {QStringLiteral("version"), what}));
    }
    if (paragraphs.isEmpty()) {
        const LocalText what{QStringLiteral("列表 [ … ]"), QStringLiteral("a list [ … ]")};
        defects.append(defectOf(name, {}, DefectId::Missing, {QStringLiteral("paragraphs"), what}));
    }
    if (defects.size() == before && !loadNotice(folder + QLatin1Char('/') + name)) {
        defects.append(defectOf(name, {}, DefectId::BrokenWords,
                                {LocalText{QStringLiteral("内容不全"), QStringLiteral("it is not whole")}}));
    }
}

void checkReceiptWords(const QString &folder, QVector<Defect> &defects)
{
    const QString name = QStringLiteral("receipt.json");
    const qsizetype before = defects.size();
    const auto words = wordsOf(folder, name, defects);
    if (!words) {
        return;
    }
    const QJsonObject given = words->value(u"words").toObject();
    for (const QString &word : neededReceiptWords()) {
        checkWords(name, QStringLiteral("/words/%1").arg(word), given.value(word), defects);
    }
    if (defects.size() == before && !loadReceiptWords(folder + QLatin1Char('/') + name)) {
        defects.append(defectOf(name, {}, DefectId::BrokenWords,
                                {LocalText{QStringLiteral("内容不全"), QStringLiteral("it is not whole")}}));
    }
}

// The line of a defect in its file; 0 when it is of the whole file, or that cannot be read.
int lineIn(const QString &folder, const Defect &defect)
{
    QFile file(folder + QLatin1Char('/') + defect.file);
    return defect.path.isEmpty() || !file.open(QIODevice::ReadOnly) ? 0 : lineOfPlace(file.readAll(), defect.path);
}

// One line: where, what, cure.
QString lineOf(const Defect &defect, int line, const QString &language)
{
    const bool zh = language.startsWith(QLatin1String("zh"));
    const QString path = defect.path.isEmpty() ? QString() : QLatin1Char('#') + defect.path;
    const QString where =
        line == 0 ? QString() : (zh ? QStringLiteral("（第 %1 行）") : QStringLiteral(" (line %1)")).arg(line);
    return QStringList{defect.file + path + where, zh ? QStringLiteral("：") : QStringLiteral(": "),
                       defect.reasonIn(language),  zh ? QStringLiteral("。") : QStringLiteral("; "),
                       defect.cureIn(language),    zh ? QStringLiteral("。\n") : QStringLiteral("\n")}
        .join(QString());
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
    checkNotice(folder, QStringLiteral("notice.json"), defects);
    checkNotice(folder, QStringLiteral("commitment.json"), defects);
    checkReceiptWords(folder, defects);
    Answer answer;
    QJsonArray list;
    for (const Defect &defect : std::as_const(defects)) {
        const int line = lineIn(folder, defect);
        list.append(QJsonObject{{QStringLiteral("file"), defect.file},
                                {QStringLiteral("path"), defect.path},
                                {QStringLiteral("line"), line},
                                {QStringLiteral("id"), defect.id},
                                {QStringLiteral("reason"), defect.reasonIn(call.language())},
                                {QStringLiteral("cure"), defect.cureIn(call.language())}});
        answer.text += lineOf(defect, line, call.language());
    }
    answer.json = {{QStringLiteral("catalogue"), folder},
                   {QStringLiteral("version"), loaded.catalogue.version()},
                   {QStringLiteral("services"), static_cast<int>(loaded.catalogue.services().size())},
                   {QStringLiteral("fields"), static_cast<int>(loaded.catalogue.fields().size())},
                   {QStringLiteral("defects"), list}};
    if (defects.isEmpty()) {
        answer.text = (call.language().startsWith(QLatin1String("zh"))
                           ? QStringLiteral("%1：没有错误；业务 %2 项，字段 %3 个，版本 %4\n")
                           : QStringLiteral("%1: no defects; %2 services, %3 fields, version %4\n"))
                          .arg(folder)
                          .arg(loaded.catalogue.services().size())
                          .arg(loaded.catalogue.fields().size())
                          .arg(loaded.catalogue.version());
    } else {
        answer.fault =
            Fault(FaultCode::FileInvalid,
                  folder.toStdString() + (call.language().startsWith(QLatin1String("zh")) ? "：错误 " : ": defects: ") +
                      std::to_string(defects.size()) + (call.language().startsWith(QLatin1String("zh")) ? " 处" : ""));
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
             "\"defects\":[{\"file\",\"path\",\"line\",\"id\",\"reason\",\"cure\"}]}; path is a JSON Pointer into the "
             "file,\n"
             "empty for the whole (line 0); id names the kind of defect in every language. What only follows from a "
             "defect\n"
             "(a list that names a broken service) is not told beside it. Exit status 1 when there is a defect. The "
             "packs of all regions are checked; what the\n"
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
