// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dock/gallery.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

Result<QVariantList> readList(const QJsonValue &list, const QDir &folder, const QString &language)
{
    if (!list.isArray()) {
        return fail(FaultCode::FileInvalid, "a list is missing");
    }
    QVariantList found;
    for (const QJsonValue value : list.toArray()) {
        const QJsonObject entry = value.toObject();
        const QString name = entry.value(u"file").toString();
        const QString group = entry.value(u"group").toString();
        const QString title = entry.value(u"title").toObject().value(language).toString();
        const QString use = entry.value(u"use").toObject().value(language).toString();
        if (name.isEmpty() || name.contains(u'/') || !QFileInfo::exists(folder.filePath(name))) {
            return fail(FaultCode::FileInvalid, "no file '" + name.toStdString() + "'");
        }
        const bool knownGroup =
            group == QLatin1String("people") || group == QLatin1String("staff") || group == QLatin1String("trouble");
        if (!knownGroup || title.isEmpty() || use.isEmpty()) {
            return fail(FaultCode::FileInvalid, name.toStdString() + ": group, title or use is missing");
        }
        found.append(QVariantMap{{QStringLiteral("file"), folder.absoluteFilePath(name)},
                                 {QStringLiteral("title"), title},
                                 {QStringLiteral("use"), use},
                                 {QStringLiteral("group"), group}});
    }
    return found;
}

// What a scenario is called; what is in it is the kiosk's business.
Result<QVariantList> readScenarios(const QDir &folder, const QString &language)
{
    QVariantList found;
    for (const QString &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        const QJsonObject scenario =
            file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
        const QString title = scenario.value(u"title").toObject().value(language).toString();
        if (title.isEmpty()) {
            return fail(FaultCode::FileInvalid, name.toStdString() + ": title is missing");
        }
        found.append(QVariantMap{{QStringLiteral("file"), folder.absoluteFilePath(name)},
                                 {QStringLiteral("name"), QFileInfo(name).completeBaseName()},
                                 {QStringLiteral("title"), title}});
    }
    return found;
}

}  // namespace

Done Gallery::load(const QString &resourcesDir, const QString &language)
{
    const QDir demo(QDir(resourcesDir).filePath(QStringLiteral("demo")));
    QFile file(demo.filePath(QStringLiteral("gallery.json")));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, file.fileName().toStdString() + ": " + file.errorString().toStdString());
    }
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
    const auto read = [&](const char *key, const char *folder) {
        return readList(all.value(QLatin1String(key)), QDir(demo.filePath(QLatin1String(folder))), language);
    };
    const auto cards = read("cards", "cards");
    const auto idCards = read("id_cards", "id-cards");
    const auto pages = read("pages", "pages");
    const auto codes = read("codes", "codes");
    const auto scenarios = readScenarios(QDir(demo.filePath(QStringLiteral("scenarios"))), language);
    for (const Result<QVariantList> &list : {cards, idCards, pages, codes, scenarios}) {
        if (!list) {
            return fail(list.error().code, file.fileName().toStdString() + ": " + list.error().detail);
        }
    }
    m_cards = *cards;
    m_idCards = *idCards;
    m_pages = *pages;
    m_codes = *codes;
    m_scenarios = *scenarios;
    m_stick = demo.absoluteFilePath(QStringLiteral("table-stick"));
    return {};
}

}  // namespace hall
