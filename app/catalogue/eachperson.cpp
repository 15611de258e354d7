// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/eachperson.h"

#include "app/catalogue/servicecontext.h"

#include <algorithm>

namespace hall {

namespace {

bool hasColumn(const FormPage &page, const Batch &batch)
{
    return std::any_of(page.fields.begin(), page.fields.end(),
                       [&batch](const FormField &use) { return batch.columns.contains(use.id); });
}

// Whether a table can hold it: what somebody types or chooses, and this machine does not work out itself.
bool fitsATable(const FormField &use, const QMap<QString, Field> &fields)
{
    const auto field = fields.constFind(use.id);
    if (use.readonly || field == fields.constEnd() || field->type == FieldType::Set ||
        field->type == FieldType::Image || field->type == FieldType::Table) {
        return false;
    }
    return !field->derive || field->derive->proposal || field->derive->function == QLatin1String("centre");
}

// Fields of the pages that are, or are not, about one person each.
QStringList fieldsOf(const Service &service, bool each)
{
    QStringList ids;
    for (const Form *form : {&service.online, &service.offline}) {
        for (const FormPage &page : form->pages) {
            for (const FormField &use : page.each == each ? page.fields : QVector<FormField>()) {
                ids.append(use.id);
            }
        }
    }
    ids.removeDuplicates();
    return ids;
}

template <typename Told> void goThrough(const Service &service, const Told &told)
{
    for (const auto &[form, path] : {std::pair(&service.online, QStringLiteral("/forms/online/pages")),
                                     std::pair(&service.offline, QStringLiteral("/forms/offline/pages"))}) {
        for (qsizetype p = 0; p < form->pages.size(); ++p) {
            told(form->pages[p], under(path, p));
        }
    }
}

}  // namespace

void settleEach(Service &service, const QMap<QString, Field> &fields)
{
    Batch &batch = service.batch;
    batch.also.clear();
    if (batch.most < 2) {
        return;
    }
    for (Form *form : {&service.online, &service.offline}) {
        for (FormPage &page : form->pages) {
            page.each = page.each || hasColumn(page, batch);
            for (const FormField &use : page.each ? page.fields : QVector<FormField>()) {
                if (!batch.columns.contains(use.id) && !batch.also.contains(use.id) && fitsATable(use, fields)) {
                    batch.also.append(use.id);
                }
            }
        }
    }
}

bool isOfEach(const Service &service, const QString &field)
{
    return service.batch.columns.contains(field) || (service.batch.most > 1 && fieldsOf(service, true).contains(field));
}

void checkEach(const Service &service, ServiceContext &context)
{
    const QStringList common = fieldsOf(service, false);
    goThrough(service, [&](const FormPage &page, const QString &path) {
        if (page.each && service.batch.most < 2) {
            context.defect(under(path, u"each"_qs),
                           QStringLiteral("page '%1' is about each of several people, and the service takes one at a "
                                          "time")
                               .arg(page.id),
                           QStringLiteral("remove `each`, or add `batch`"));
        }
        for (qsizetype f = 0; f < page.fields.size(); ++f) {
            if (page.each && service.batch.most > 1 && common.contains(page.fields[f].id)) {
                context.defect(under(under(path, u"fields"_qs), f),
                               QStringLiteral("'%1' is asked of each person here and once for all on another page")
                                   .arg(page.fields[f].id),
                               QStringLiteral("ask it on pages of one sort"));
            }
        }
    });
}

QVector<Defect> mixedPages(const QMap<QString, Service> &services)
{
    QMap<QString, QString> common;  // where a field is asked once for all
    for (const Service &service : services) {
        for (const QString &id : service.batch.most > 1 ? fieldsOf(service, false) : QStringList()) {
            if (!common.contains(id)) {
                common.insert(id, service.id);
            }
        }
    }
    QVector<Defect> found;
    for (const Service &service : services) {
        goThrough(service, [&](const FormPage &page, const QString &path) {
            for (qsizetype f = 0; f < page.fields.size(); ++f) {
                const QString &id = page.fields[f].id;
                const QString other = common.value(id);
                if (page.each && service.batch.most > 1 && !other.isEmpty() && other != service.id) {
                    found.append(
                        {QStringLiteral("services/%1.json").arg(service.id), under(under(path, u"fields"_qs), f),
                         QStringLiteral("'%1' is asked of each person here and once for all in '%2'").arg(id, other),
                         QStringLiteral("part the page into what is a person's and what is the unit's")});
                }
            }
        });
    }
    return found;
}

}  // namespace hall
