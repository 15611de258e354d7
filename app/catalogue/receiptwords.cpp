// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/receiptwords.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

constexpr const char *neededWords[] = {"title",
                                       "service",
                                       "name",
                                       "handler",
                                       "cert_no",
                                       "submitted",
                                       "printed",
                                       "number",
                                       "scan",
                                       "materials",
                                       "kiosk",
                                       "sent",
                                       "saved",
                                       "stored",
                                       "form-filling",
                                       "copy",
                                       "yes",
                                       "no",
                                       "bring",
                                       "on-record",
                                       "agency",
                                       "phone",
                                       "promised",
                                       "clock-wrong",
                                       "unit",
                                       "principal",
                                       "person-missing",
                                       "adds-to",
                                       "takes-back",
                                       "ready",
                                       "what",
                                       "place",
                                       "until",
                                       "answer",
                                       "answer-proof",
                                       "answer-as-of",
                                       "answer-ask",
                                       "answer-pair",
                                       "answer-item",
                                       "guide",
                                       "guide-bring",
                                       "guide-identity",
                                       "guide-identity-unit",
                                       "guide-paper",
                                       "guide-papers",
                                       "guide-no-papers",
                                       "guide-who",
                                       "guide-time",
                                       "guide-at-once",
                                       "guide-workdays",
                                       "guide-fee",
                                       "guide-free",
                                       "guide-yuan",
                                       "guide-where",
                                       "guide-kiosk",
                                       "guide-kiosk-part",
                                       "guide-always",
                                       "guide-hall-hours",
                                       "guide-online",
                                       "guide-window",
                                       "guide-and",
                                       "guide-hours",
                                       "guide-basis",
                                       "guide-more",
                                       "people-from-to",
                                       "columns",
                                       "columns-column",
                                       "columns-optional",
                                       "columns-also",
                                       "columns-save",
                                       "columns-text",
                                       "columns-most",
                                       "columns-code",
                                       "paper-ways",
                                       "paper-held",
                                       "paper-optional",
                                       "paper-waived",
                                       "worker-looks",
                                       "employer-files",
                                       "paper-promise",
                                       "paper-licence",
                                       "licence-held",
                                       "paper-until",
                                       "paper-follows",
                                       "paper-original",
                                       "bring-until",
                                       "bring-within",
                                       "show-until",
                                       "show-within",
                                       "window-hours",
                                       "promise-given"};

Result<QJsonObject> readObject(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, path.toStdString());
    }
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject()) {
        return fail(FaultCode::FileInvalid, path.toStdString() + ": " + error.errorString().toStdString());
    }
    return document.object();
}

std::optional<LocalText> localText(const QJsonValue &value)
{
    const LocalText text{value.toObject().value(u"zh").toString(), value.toObject().value(u"en").toString()};
    if (text.zh.isEmpty() || text.en.isEmpty()) {
        return {};
    }
    return text;
}

}  // namespace

Result<Notice> loadNotice(const QString &file)
{
    const Result<QJsonObject> object = readObject(file);
    if (!object) {
        return fail(object.error());
    }
    Notice notice;
    notice.version = object->value(u"version").toString();
    for (const QJsonValue value : object->value(u"paragraphs").toArray()) {
        const auto paragraph = localText(value);
        if (!paragraph) {
            return fail(FaultCode::FileInvalid, file.toStdString() + ": a paragraph lacks zh or en");
        }
        notice.paragraphs.append(*paragraph);
    }
    if (notice.version.isEmpty() || notice.paragraphs.isEmpty()) {
        return fail(FaultCode::FileInvalid, file.toStdString() + ": version and paragraphs are needed");
    }
    return notice;
}

Done checkWordFiles(const QString &folder)
{
    for (const char *name : {"/notice.json", "/commitment.json"}) {
        if (const auto notice = loadNotice(folder + QLatin1String(name)); !notice) {
            return fail(notice.error());
        }
    }
    const auto words = loadReceiptWords(folder + QStringLiteral("/receipt.json"));
    return words ? Done() : fail(words.error());
}

QStringList neededReceiptWords()
{
    QStringList names;
    for (const char *name : neededWords) {
        names.append(QLatin1String(name));
    }
    return names;
}

Result<ReceiptWords> loadReceiptWords(const QString &file)
{
    const Result<QJsonObject> object = readObject(file);
    if (!object) {
        return fail(object.error());
    }
    ReceiptWords words;
    const QJsonObject given = object->value(u"words").toObject();
    for (const char *name : neededWords) {
        const auto word = localText(given.value(QLatin1String(name)));
        if (!word) {
            return fail(FaultCode::FileInvalid, file.toStdString() + ": words." + name + " lacks zh or en");
        }
        words.insert(QLatin1String(name), *word);
    }
    return words;
}

}  // namespace hall
