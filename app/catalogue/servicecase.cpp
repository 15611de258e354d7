// SPDX-License-Identifier: GPL-3.0-or-later
// What a service file says about a case beside its forms: papers, comparisons, what comes next, tables of people.
#include "app/catalogue/servicecontext.h"
#include "app/catalogue/sourcedfacts.h"

#include <QSet>

#include <algorithm>

namespace hall {

namespace {

Trust trustOf(const QString &letter)
{
    return letter == QLatin1String("A")   ? Trust::Issued
           : letter == QLatin1String("B") ? Trust::Checked
           : letter == QLatin1String("D") ? Trust::Declared
                                          : Trust::Scanned;
}

OriginalCheck originalOf(const QString &name)
{
    return name == QLatin1String("commitment") ? OriginalCheck::Commitment
           : name == QLatin1String("window")   ? OriginalCheck::Window
                                               : OriginalCheck::None;
}

// A promise stands for what an office or another body has certified and a source can confirm, never for what somebody
// wrote for this very case (a letter, a contract, an account), nor for a paper the window wants to see.
std::optional<DefectId> unfitForPromise(const ServiceMaterial &material)
{
    if (material.trust == Trust::Scanned || material.trust == Trust::Declared) {
        return DefectId::PromiseUncompared;
    }
    return material.original == OriginalCheck::Window ? std::optional(DefectId::PromiseAtWindow) : std::nullopt;
}

// A paper is needless because of what a record holds: what only the visitor can say would waive it never.
void checkWaiver(const ServiceMaterial &material, const QString &path, ServiceContext &context)
{
    if (!material.waivedIf) {
        return;
    }
    for (const QString &fact : material.waivedIf->facts()) {
        if (!recordCanKnow(context.data().fields, fact)) {
            context.defect(
                path, QStringLiteral("no card, no centre and no unit's record can know '%1'").arg(fact),
                QStringLiteral("rest the waiver on fields that a source knows (`prefill` in the dictionary), "
                               "and say in `requiredIf` which answers call for the paper"));
        }
    }
}

ServiceMaterial readMaterial(const QJsonValue &json, const QString &path, ServiceContext &context)
{
    ServiceMaterial material;
    material.id = json[u"id"].toString();
    material.title = localText(json[u"title"]);
    material.kind = json[u"kind"].toString();
    material.pagesLeast = json[u"pages"][u"least"].toInt(1);
    material.pagesMost = json[u"pages"][u"most"].toInt(material.pagesLeast);
    material.required = json[u"required"].toBool(true);
    material.waivedIf = context.rule(json[u"waivedIf"], under(path, u"waivedIf"_qs));
    material.waiver = localText(json[u"waiver"]);
    material.requiredIf = context.rule(json[u"requiredIf"], under(path, u"requiredIf"_qs));
    material.why = localText(json[u"why"]);
    material.licence = json[u"licence"].toString();
    material.licenceBasis = basisOf(json[u"licenceBasis"].toString());
    material.trust = trustOf(json[u"trust"].toString());
    material.original = originalOf(json[u"original"].toString());
    material.originalDays = json[u"originalDays"].toInt();
    material.promise = json[u"promise"].toString();
    material.followDays = json[u"followDays"].toInt();
    material.leastDpi = json[u"dpi"].toInt();
    material.format = json[u"format"].toString(material.format);
    material.reads = strings(json[u"reads"]);
    for (qsizetype i = 0; i < material.reads.size(); ++i) {
        const QString place = under(under(path, u"reads"_qs), i);
        const Field *field = context.use(material.reads[i], place);
        if (field && !field->prefill.contains(FactSource::Ocr)) {
            context.defect(place, DefectId::NotFromPaper, {material.reads[i]});
        }
    }
    material.basis = basisOf(json[u"basis"].toString());
    if (material.pagesMost < material.pagesLeast) {
        context.defect(under(path, u"pages"_qs), DefectId::MostBelowLeast, {material.pagesMost, material.pagesLeast});
    }
    checkWaiver(material, under(path, u"waivedIf"_qs), context);
    if (json[u"waivedIf"].isString() && material.waiver.zh.isEmpty()) {
        context.defect(path, DefectId::WaivedWithoutReason, {material.id});
    }
    if (material.original == OriginalCheck::Window && material.originalDays == 0) {
        context.defect(path, DefectId::WindowWithoutDays, {material.id});
    }
    if (json[u"licence"].isString() != json[u"licenceBasis"].isString()) {
        context.defect(path, DefectId::LicenceWithoutBasis);
    }
    const auto unfit = unfitForPromise(material);
    if (!material.promise.isEmpty() && unfit) {
        context.defect(under(path, u"promise"_qs), *unfit, {material.id});
    }
    return material;
}

}  // namespace

QVector<ServiceMaterial> readMaterials(const QJsonArray &json, ServiceContext &context)
{
    QVector<ServiceMaterial> materials;
    QSet<QString> seen;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QString path = under(QStringLiteral("/materials"), i);
        ServiceMaterial material = readMaterial(json[i], path, context);
        if (seen.contains(material.id)) {
            context.defect(under(path, u"id"_qs), DefectId::MaterialTwice, {material.id});
        }
        seen.insert(material.id);
        materials.append(std::move(material));
    }
    return materials;
}

// The visitor agrees to the sources of the checks, on one page; whoever answers for a licence must be among them.
void checkLicences(const Service &service, ServiceContext &context)
{
    const bool ofUnit =
        service.applicant == QLatin1String("employer") || service.applicant == QLatin1String("institution");
    for (qsizetype i = 0; i < service.materials.size(); ++i) {
        const QString &licence = service.materials[i].licence;
        const QString path = under(under(QStringLiteral("/materials"), i), u"licence"_qs);
        const QString source = licenceSource(licence);
        const bool shared = std::any_of(service.checks.begin(), service.checks.end(),
                                        [&source](const CrossCheck &check) { return check.source == source; });
        if (licence.isEmpty()) {
            continue;
        }
        if (!licenceKinds().contains(licence)) {
            context.defect(path, DefectId::NotOneOf, {licence, licenceKinds().join(QStringLiteral(", "))});
        } else if (!shared) {
            context.defect(path, DefectId::LicenceNotAgreed, {source});
        } else if (ofUnit && !isUnitLicence(licence)) {
            context.defect(path, DefectId::LicenceOfPerson, {licence});
        }
    }
}

QVector<CrossCheck> readCrossChecks(const QJsonArray &json, ServiceContext &context)
{
    QVector<CrossCheck> checks;
    QSet<QString> seen;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QString path = under(QStringLiteral("/checks"), i);
        const QJsonValue entry = json[i];
        CrossCheck check;
        check.id = entry[u"id"].toString();
        check.source = entry[u"source"].toString();
        check.fields = strings(entry[u"fields"]);
        check.title = localText(entry[u"title"]);
        check.when = context.rule(entry[u"when"], under(path, u"when"_qs));
        check.required = entry[u"required"].toBool(true);
        check.onMismatch = entry[u"onMismatch"].toString() == QLatin1String("refuse") ? CrossCheck::Mismatch::Refuse
                                                                                      : CrossCheck::Mismatch::Review;
        check.onDown =
            entry[u"onDown"].toString() == QLatin1String("review") ? CrossCheck::Down::Review : CrossCheck::Down::Later;
        check.basis = basisOf(entry[u"basis"].toString());
        for (qsizetype k = 0; k < check.fields.size(); ++k) {
            context.use(check.fields[k], under(under(path, u"fields"_qs), k));
        }
        if (seen.contains(check.id)) {
            context.defect(under(path, u"id"_qs), DefectId::CheckTwice, {check.id});
        }
        seen.insert(check.id);
        checks.append(std::move(check));
    }
    return checks;
}

QVector<Suggestion> readSuggestions(const QJsonArray &json, ServiceContext &context)
{
    QVector<Suggestion> suggestions;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QString path = under(QStringLiteral("/suggest"), i);
        suggestions.append({json[i][u"service"].toString(), context.rule(json[i][u"when"], under(path, u"when"_qs)),
                            localText(json[i][u"why"])});
    }
    return suggestions;
}

Batch readBatch(const QJsonValue &json, ServiceContext &context)
{
    Batch batch{json[u"most"].toInt(), strings(json[u"columns"])};
    for (qsizetype i = 0; i < batch.columns.size(); ++i) {
        context.use(batch.columns[i], under(QStringLiteral("/batch/columns"), i));
    }
    return batch;
}

}  // namespace hall
