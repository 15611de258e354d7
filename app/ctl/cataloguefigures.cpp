// SPDX-License-Identifier: GPL-3.0-or-later
// catalogue report, catalogue merge: what the hall's list and its chains amount to.
#include "app/ctl/commandline.h"

#include "app/catalogue/cataloguereport.h"
#include "app/catalogue/mergereport.h"
#include "app/ctl/hallcatalogue.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/secretfile.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace hall::ctl {

namespace {

constexpr qint64 visitedLimit = 1024 * 1024;  // bytes

QString folderOf(const Call &call)
{
    return call.resources() + QStringLiteral("/catalogue");
}

QJsonObject basisJson(const BasisCount &basis)
{
    const auto share = [&basis](int part) { return Share{part, basis.rows(), {}}.percent(); };
    return {{QStringLiteral("source"), share(basis.source)},
            {QStringLiteral("law"), share(basis.law)},
            {QStringLiteral("assumed"), share(basis.assumed)}};
}

// One figure for people: what it is, of how many, and what it rests on.
QString line(const QString &name, const Share &share)
{
    return QStringLiteral("%1 %2 %   %3 of %4   (law %5, source %6, assumed %7 of %8 rows)\n")
        .arg(name, -20)
        .arg(share.percent(), 5, 'f', 1)
        .arg(share.part)
        .arg(share.whole)
        .arg(share.basis.law)
        .arg(share.basis.source)
        .arg(share.basis.assumed)
        .arg(share.basis.rows());
}

Result<Proven> provenIn(const QString &path, const Catalogue &catalogue)
{
    const Result<QByteArray> json = readWholeFile(path, visitedLimit);
    if (!json) {
        return fail(json.error());
    }
    const Result<QJsonObject> object = parseJsonObject(*json, visitedLimit);
    if (!object || (*object)[u"format"].toString() != QLatin1String("hall-visited/1")) {
        return fail(FaultCode::FileInvalid, path.toStdString() + ": no list of scripted visits (hall-visited/1)");
    }
    return provenBy(*object, catalogue);
}

Outcome report(const Call &call)
{
    const Result<LoadedCatalogue> there = catalogueFor(call, folderOf(call));
    if (!there) {
        return there.error();
    }
    const LoadedCatalogue &loaded = *there;
    const QString shipped = folderOf(call) + QStringLiteral("/visited.json");
    const QString visits = call.has("visits") ? call.value("visits") : shipped;
    Proven proven;
    if (call.has("visits") || QFileInfo::exists(shipped)) {
        Result<Proven> read = provenIn(visits, loaded.catalogue);
        if (!read) {
            return read.error();
        }
        proven = *read;
    }
    // A list that lost a case to a broken service would have other figures.
    const QVector<Defect> all = loaded.defects + loaded.following;
    const bool whole = std::none_of(
        all.begin(), all.end(), [](const Defect &defect) { return defect.file == QLatin1String("visit-once.json"); });
    if (!whole || loaded.catalogue.visitOnce().items.isEmpty()) {
        return Fault(FaultCode::FileInvalid, folderOf(call).toStdString() + "/visit-once.json: no sound list");
    }
    const CatalogueReport found = catalogueReport(loaded.catalogue, proven);
    const QVector<QPair<QString, const Share *>> figures{{QStringLiteral("materials_cut"), &found.materials},
                                                         {QStringLiteral("time_cut"), &found.time},
                                                         {QStringLiteral("immediate_share"), &found.immediate},
                                                         {QStringLiteral("self_service_share"), &found.selfService},
                                                         {QStringLiteral("online_share"), &found.online},
                                                         {QStringLiteral("offline_share"), &found.offline},
                                                         {QStringLiteral("one_visit_share"), &found.visits}};
    Answer answer;
    answer.json = {{QStringLiteral("items"), found.items},
                   {QStringLiteral("cases"), found.cases},
                   {QStringLiteral("one_card"), found.oneCard.part},
                   {QStringLiteral("one_card_of"), found.oneCard.whole},
                   {QStringLiteral("basis"), basisJson(found.basis)},
                   {QStringLiteral("unproven"), QJsonArray::fromStringList(found.unproven)}};
    answer.text = QStringLiteral("%1 items, %2 cases\n").arg(found.items).arg(found.cases);
    QJsonObject rests;
    for (const auto &[name, share] : figures) {
        answer.json.insert(name, share->percent());
        rests.insert(name, basisJson(share->basis));
        answer.text += line(name, *share);
    }
    rests.insert(QStringLiteral("one_card"), basisJson(found.oneCard.basis));
    answer.json.insert(QStringLiteral("figure_basis"), rests);
    answer.text += line(QStringLiteral("one_card"), found.oneCard);
    for (const QString &service : found.unproven) {
        answer.text += QStringLiteral("not shown by a scripted visit: %1\n").arg(service);
    }
    return answer;
}

Outcome merge(const Call &call)
{
    const Result<LoadedCatalogue> there = catalogueFor(call, folderOf(call));
    if (!there) {
        return there.error();
    }
    const LoadedCatalogue &loaded = *there;
    const QString id = call.arguments().constFirst();
    const Chain *chain = loaded.catalogue.chain(id);
    if (!chain) {
        return Fault(FaultCode::BadArgument, folderOf(call).toStdString() + ": no chain '" + id.toStdString() + "'");
    }
    const MergeReport found = mergeReport(loaded.catalogue, *chain);
    QJsonObject fields;
    for (auto it = found.fields.cbegin(); it != found.fields.cend(); ++it) {
        fields.insert(it.key(), *it);
    }
    Answer answer;
    answer.json = {{QStringLiteral("chain"), id},
                   {QStringLiteral("fields"), fields},
                   {QStringLiteral("sum"), found.sum},
                   {QStringLiteral("union"), found.united},
                   {QStringLiteral("independent_sum"), found.independentSum},
                   {QStringLiteral("independent"), found.independent},
                   {QStringLiteral("typed_sum"), found.typedSum},
                   {QStringLiteral("typed"), found.typed},
                   {QStringLiteral("typed_ocr"), found.typedOcr},
                   {QStringLiteral("scans_sum"), found.scansSum},
                   {QStringLiteral("scans"), found.scans},
                   {QStringLiteral("dependent_fields"), QJsonArray::fromStringList(found.dependent)},
                   {QStringLiteral("typed_fields"), QJsonArray::fromStringList(found.typedFields)}};
    const auto pair = [](const char *what, int apart, int merged) {
        return QStringLiteral("%1 %2 apart, %3 merged: -%4 %\n")
            .arg(QLatin1String(what), -22)
            .arg(apart, 4)
            .arg(merged, 4)
            .arg(Share{apart - merged, apart, {}}.percent(), 0, 'f', 1);
    };
    answer.text =
        pair("fields", found.sum, found.united) + pair("independent fields", found.independentSum, found.independent) +
        pair("typed", found.typedSum, found.typed) + pair("typed, papers read", found.typedSum, found.typedOcr) +
        pair("scans", found.scansSum, found.scans);
    return answer;
}

}  // namespace

QVector<Command> catalogueFigureCommands()
{
    return {
        {QStringLiteral("catalogue report"),
         QStringLiteral("[--visits FILE] [--region ID]"),
         QStringLiteral("Add up the hall's list of one visit: papers, time, self-service, what it rests on."),
         QStringLiteral(
             "JSON: {\"items\",\"cases\",\"materials_cut\",\"time_cut\",\"immediate_share\",\"self_service_share\",\n"
             "\"online_share\",\"offline_share\",\"one_visit_share\",\"one_card\",\"one_card_of\",\n"
             "\"basis\":{\"source\",\"law\",\"assumed\"},\"figure_basis\",\"unproven\"}; shares in percent. A case "
             "counts\n"
             "as self-service or offline only when its service was shown by a scripted visit: FILE\n"
             "(hall-visited/1), by default the catalogue's own visited.json."),
         0,
         0,
         {QStringLiteral("visits"), QStringLiteral("region"), QStringLiteral("resources")},
         report},
        {QStringLiteral("catalogue merge"),
         QStringLiteral("CHAIN [--region ID]"),
         QStringLiteral("Count the fields, questions and scans of a chain's forms, apart and as one."),
         QStringLiteral(
             "JSON: "
             "{\"sum\",\"union\",\"independent_sum\",\"independent\",\"typed_sum\",\"typed\",\"typed_ocr\",\"scans_"
             "sum\",\n"
             "\"scans\",\"fields\",\"dependent_fields\",\"typed_fields\"}. Independent: does not follow from other "
             "fields\n"
             "of the form, nor from the kiosk. Typed: no card, record or sign-in gives it; typed_ocr leaves out\n"
             "what can be read off a paper."),
         1,
         1,
         {QStringLiteral("region"), QStringLiteral("resources")},
         merge}};
}

}  // namespace hall::ctl
