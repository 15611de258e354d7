// SPDX-License-Identifier: GPL-3.0-or-later
// The forms of a service file: pages, fields, and which of them nobody could ever reach.
#include "app/catalogue/servicecontext.h"

#include <QSet>

namespace hall {

namespace {

FormField readField(const QJsonValue &json, const QString &path, ServiceContext &context)
{
    FormField field;
    field.id = json[u"id"].toString();
    field.required = json[u"required"].toBool();
    field.readonly = json[u"readonly"].toBool();
    field.under = json[u"under"].toString();
    if (field.under == QLatin1String("hall")) {
        const QString &area = context.data().policies->area;
        field.under = area.isEmpty() ? QString() : area + u"00"_qs;
    }
    field.visibleIf = context.rule(json[u"visibleIf"], under(path, u"visibleIf"_qs));
    field.requiredIf = context.rule(json[u"requiredIf"], under(path, u"requiredIf"_qs));
    const Field *entry = context.use(field.id, under(path, u"id"_qs));
    if (!entry) {
        return field;
    }
    const bool askable =
        entry->type != FieldType::Set && entry->type != FieldType::Image && entry->type != FieldType::Table;
    const bool asked = !field.readonly || field.required || field.requiredIf;
    if (asked && !askable) {
        context.defect(under(path, u"id"_qs), DefectId::CannotAsk, {field.id});
    }
    if (entry->plain.zh.isEmpty() || entry->plain.en.isEmpty()) {
        context.defect(under(path, u"id"_qs), DefectId::FieldWithoutPlain, {field.id});
    }
    const QString table = entry->type == FieldType::Region ? QStringLiteral("region") : entry->codeTable;
    if (!field.under.isEmpty() && context.data().tables.value(table).choices(field.under).isEmpty()) {
        context.defect(under(path, u"under"_qs), DefectId::NoChoices, {table, field.under});
    }
    return field;
}

// Fields whose condition depends on a field that depends on them, in a few steps or many.
bool leadsBack(const QString &id, const QMap<QString, QStringList> &conditions, const QString &at, QSet<QString> &seen)
{
    for (const QString &next : conditions.value(at)) {
        if (next == id) {
            return true;
        }
        if (!seen.contains(next)) {
            seen.insert(next);
            if (leadsBack(id, conditions, next, seen)) {
                return true;
            }
        }
    }
    return false;
}

void checkReach(const Form &form, const QString &path, ServiceContext &context)
{
    const QStringList asked = form.fieldIds();
    QMap<QString, QStringList> conditions;
    for (const FormPage &page : form.pages) {
        for (const FormField &field : page.fields) {
            if (field.visibleIf) {
                conditions.insert(field.id, field.visibleIf->facts());
            }
        }
    }
    for (qsizetype p = 0; p < form.pages.size(); ++p) {
        for (qsizetype f = 0; f < form.pages[p].fields.size(); ++f) {
            const FormField &field = form.pages[p].fields[f];
            if (!field.visibleIf) {
                continue;
            }
            const QString here =
                under(under(under(under(path, u"pages"_qs), p), u"fields"_qs), f) + QStringLiteral("/visibleIf");
            if (field.visibleIf->evaluate({}, {}) == Tri::No) {
                context.defect(here, DefectId::NeverShown, {field.id});
                continue;
            }
            for (const QString &fact : field.visibleIf->facts()) {
                if (!canBeKnown(fact, asked, context.data())) {
                    context.defect(here, DefectId::NobodyAsks, {field.id, fact});
                }
            }
            QSet<QString> seen;
            if (leadsBack(field.id, conditions, field.id, seen)) {
                context.defect(here, DefectId::DependsOnItself, {field.id});
            }
        }
    }
}

}  // namespace

bool canBeKnown(const QString &fact, const QStringList &asked, const CatalogueData &data, int depth)
{
    if (asked.contains(fact)) {
        return true;
    }
    const auto field = data.fields.constFind(fact);
    if (field == data.fields.constEnd() || depth > 16) {
        return false;
    }
    const bool given = std::any_of(field->prefill.begin(), field->prefill.end(),
                                   [](FactSource source) { return source != FactSource::Derived; });
    if (given) {
        return true;
    }
    return field->derive && std::all_of(field->derive->from.begin(), field->derive->from.end(),
                                        [&](const QString &from) { return canBeKnown(from, asked, data, depth + 1); });
}

Form readForm(const QJsonValue &json, const QString &path, ServiceContext &context)
{
    Form form;
    QSet<QString> seen;
    const QJsonArray pages = json[u"pages"].toArray();
    for (qsizetype i = 0; i < pages.size(); ++i) {
        const QString here = under(path + QStringLiteral("/pages"), i);
        FormPage page{pages[i][u"id"].toString(), localText(pages[i][u"title"]), {}, pages[i][u"each"].toBool()};
        const QJsonArray fields = pages[i][u"fields"].toArray();
        for (qsizetype k = 0; k < fields.size(); ++k) {
            const FormField field = readField(fields[k], under(here + QStringLiteral("/fields"), k), context);
            if (seen.contains(field.id)) {
                context.defect(under(here + QStringLiteral("/fields"), k), DefectId::AskedTwice, {field.id});
            }
            seen.insert(field.id);
            page.fields.append(field);
        }
        form.pages.append(page);
    }
    checkReach(form, path, context);
    return form;
}

}  // namespace hall
