// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/mergereport.h"

#include <QSet>

namespace hall {

namespace {

bool followsFrom(const Field &field, const QStringList &form)
{
    const bool fromForm = field.derive && std::all_of(field.derive->from.begin(), field.derive->from.end(),
                                                      [&form](const QString &id) { return form.contains(id); });
    const bool fromKiosk =
        !field.prefill.isEmpty() && std::all_of(field.prefill.begin(), field.prefill.end(),
                                                [](FactSource source) { return source == FactSource::Session; });
    return fromForm || fromKiosk;
}

bool typed(const Field &field)
{
    return std::all_of(field.prefill.begin(), field.prefill.end(),
                       [](FactSource source) { return source == FactSource::Ocr; });
}

QStringList dependentFields(const Catalogue &catalogue, const QStringList &form)
{
    QStringList ids;
    for (const QString &id : form) {
        const Field *field = catalogue.field(id);
        if (field && followsFrom(*field, form)) {
            ids.append(id);
        }
    }
    return ids;
}

QStringList typedFields(const Catalogue &catalogue, const QStringList &form)
{
    QStringList ids;
    for (const QString &id : form) {
        const Field *field = catalogue.field(id);
        if (field && typed(*field)) {
            ids.append(id);
        }
    }
    return ids;
}

}  // namespace

QStringList unitedFields(const Catalogue &catalogue, const QStringList &services)
{
    QStringList ids;
    for (const QString &name : services) {
        if (const Service *service = catalogue.service(name)) {
            ids += service->online.fieldIds();
        }
    }
    ids.removeDuplicates();
    return ids;
}

MergeReport mergeReport(const Catalogue &catalogue, const Chain &chain)
{
    MergeReport report;
    QSet<QString> papers;
    for (const QString &id : chain.services()) {
        const Service *service = catalogue.service(id);
        if (!service) {
            continue;
        }
        const QStringList form = service->online.fieldIds();
        report.fields.insert(id, int(form.size()));
        report.sum += int(form.size());
        report.independentSum += int(form.size() - dependentFields(catalogue, form).size());
        report.typedSum += int(typedFields(catalogue, form).size());
        for (const ServiceMaterial &material : service->materials) {
            report.scansSum += material.required ? 1 : 0;
            if (material.required) {
                papers.insert(material.id);
            }
        }
    }
    const QStringList whole = unitedFields(catalogue, chain.services());
    report.united = int(whole.size());
    report.dependent = dependentFields(catalogue, whole);
    report.independent = report.united - int(report.dependent.size());
    report.typedFields = typedFields(catalogue, whole);
    report.typed = int(report.typedFields.size());
    report.typedOcr = int(std::count_if(report.typedFields.begin(), report.typedFields.end(),
                                        [&](const QString &id) { return catalogue.field(id)->prefill.isEmpty(); }));
    report.scans = int(papers.size());
    return report;
}

}  // namespace hall
