// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/routing.h"

#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/factjson.h"
#include "app/gateway/eventlog.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace hall::gateway {

Result<std::shared_ptr<const Catalogue>> servicesOf(const QString &folder, const QString &region)
{
    if (folder.isEmpty()) {
        return std::make_shared<const Catalogue>();
    }
    CatalogueTerms terms;
    terms.region = region.isEmpty() ? terms.region : region;
    LoadedCatalogue loaded = loadCatalogue(folder, terms);
    for (const Defect &defect : loaded.defects) {
        logEvent("catalogue-defect",
                 {{QStringLiteral("file"), defect.file}, {QStringLiteral("reason"), defect.reason}});
    }
    if (loaded.catalogue.services().isEmpty()) {
        return fail(FaultCode::FileInvalid, folder.toStdString() + ": no service in the catalogue");
    }
    if (const Done there = region.isEmpty() ? Done() : loaded.catalogue.hallMayStandIn(region); !there) {
        return fail(there.error());
    }
    return std::make_shared<const Catalogue>(std::move(loaded.catalogue));
}

QJsonObject agencyOf(const Catalogue &catalogue, const Service &service, const QJsonObject &answers,
                     const QString &hall)
{
    Facts facts = factsFromJson(catalogue, answers);
    const Agency *competent = catalogue.region().competent(service, facts, hall);
    wipeFacts(facts);
    return competent ? QJsonObject{{QStringLiteral("code"), competent->district},
                                   {QStringLiteral("name"), competent->name.zh}}
                     : QJsonObject();
}

Result<QString> hallOf(QSqlDatabase &db, const QString &item, const QString &region)
{
    const auto health =
        single(db, QStringLiteral("SELECT k.health FROM kiosk k JOIN item i ON i.kiosk = k.id WHERE i.id = ?"), {item});
    if (!health) {
        return fail(health.error());
    }
    static const QRegularExpression sixDigits(QStringLiteral("^[0-9]{6}\\z"));
    constexpr int city = 4;  // digits of it
    const QString there =
        QJsonDocument::fromJson(health->toString().toUtf8()).object().value(QStringLiteral("region")).toString();
    return sixDigits.match(there).hasMatch() && there.left(city) == region.left(city) ? there : region;
}

QJsonObject routingOf(const Catalogue &catalogue, const QString &region, const QJsonObject &opened)
{
    const Service *service = catalogue.service(opened.value(QStringLiteral("service")).toString());
    if (!service) {
        return {};
    }
    Facts facts = factsFromJson(catalogue, opened.value(QStringLiteral("answers")).toObject());
    QJsonObject codes;
    for (auto it = facts.constBegin(); it != facts.constEnd(); ++it) {
        const Field *field = catalogue.field(it.key());
        const QString own = it->toString();
        if (!field || field->type != FieldType::Choice || own.isEmpty()) {
            continue;
        }
        if (const QString theirs = catalogue.region().mapped(field->codeTable, own); theirs != own) {
            codes.insert(it.key(), theirs);
        }
    }
    QJsonObject agency;
    if (const Agency *competent = catalogue.region().competent(*service, facts, region)) {
        agency = {{QStringLiteral("district"), competent->district}, {QStringLiteral("name"), competent->name.zh}};
    }
    wipeFacts(facts);
    return {{QStringLiteral("id"), catalogue.region().id},
            {QStringLiteral("agency"), agency},
            {QStringLiteral("codes"), codes}};
}

}  // namespace hall::gateway
