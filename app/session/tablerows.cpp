// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/tablerows.h"

#include "app/catalogue/derivations.h"

#include <QSet>

#include <algorithm>

namespace hall {

namespace {

const QString kNumber = QStringLiteral("cert_no");

bool isAbout(const QVector<RowError> &errors, const QString &field)
{
    return std::any_of(errors.begin(), errors.end(), [&](const RowError &one) { return one.field == field; });
}

// Whether it follows from something that is wrong itself.
bool follows(const Catalogue &catalogue, const QString &field, const QVector<RowError> &errors)
{
    const Field *one = catalogue.field(field);
    return one && one->derive &&
           std::any_of(one->derive->from.begin(), one->derive->from.end(),
                       [&](const QString &from) { return isAbout(errors, from); });
}

// What the form and the service's conditions have against a person, beside what the columns alone have.
void judgeByForm(const TableCase &about, TableRow &row)
{
    Facts facts = about.around;
    facts.insert(row.person);
    Facts derived = derive(*about.catalogue, row.person, about.today);
    facts.insert(derived);
    // What the form shows of what follows belongs to the person, as with one who was entered here.
    for (auto it = derived.cbegin(); it != derived.cend(); ++it) {
        if (!isKnown(row.person, it.key()) && asks(*about.service, about.kind, it.key())) {
            row.person.insert(it.key(), *it);
        }
    }
    for (const Problem &one : problems(*about.catalogue, *about.service, about.kind, facts, about.today)) {
        if (about.personal.contains(one.page) && !isAbout(row.errors, one.field) &&
            !follows(*about.catalogue, one.field, row.errors)) {
            row.errors.append({one.field, one.error, {}});
        }
    }
    if (row.errors.isEmpty()) {
        const Eligibility verdict = eligibility(*about.service, facts, about.today);
        if (verdict.answer == Tri::No && verdict.clause) {
            row.errors.append({{}, {}, verdict.clause->message});
        }
    }
    wipeFacts(facts);
    wipeFacts(derived);
}

}  // namespace

bool asks(const Service &service, FormKind kind, const QString &field)
{
    const QVector<FormPage> &pages = formOf(service, kind).pages;
    return std::any_of(pages.begin(), pages.end(), [&](const FormPage &page) {
        return std::any_of(page.fields.begin(), page.fields.end(),
                           [&](const FormField &one) { return one.id == field; });
    });
}

TableRows judgeTable(const TableCase &about, const TableCells &cells)
{
    TableRows result;
    if (!cells.problem.isEmpty()) {
        result.whole.append({0, 0, {}, cells.problem});
        return result;
    }
    BatchTable table = readPeople(*about.catalogue, *about.service, cells.rows, cells.lines, about.today);
    result.unknown = table.unknown;
    QVector<TableRow> rows;
    for (qsizetype i = 0; i < table.people.size(); ++i) {
        rows.append({cells.lines.value(i + 1), table.people[i], table.unread[i], {}});
    }
    for (const BatchError &error : std::as_const(table.errors)) {
        // A form that asks less wants no more of a table either.
        const bool lacks =
            error.error == QLatin1String("required") || error.error == QLatin1String("table-column-missing");
        if (lacks && !asks(*about.service, about.kind, error.field)) {
            continue;
        }
        if (error.row < 1 || error.row > rows.size()) {
            result.whole.append(error);
        } else {
            rows[error.row - 1].errors.append({error.field, error.error, {}});
        }
    }
    QSet<QString> entered;
    for (const Facts &person : about.entered) {
        entered.insert(person.value(kNumber).toString());
    }
    entered.remove(QString());
    for (TableRow &row : rows) {
        if (!isAbout(row.errors, kNumber) && entered.contains(row.person.value(kNumber).toString())) {
            row.errors.append({kNumber, QStringLiteral("table-person-entered"), {}});
        }
        judgeByForm(about, row);
        std::stable_sort(row.errors.begin(), row.errors.end(), [&](const RowError &a, const RowError &b) {
            const QStringList order = about.service->batch.all();
            return order.indexOf(a.field) < order.indexOf(b.field);
        });
        if (row.errors.isEmpty()) {
            result.right.append(row.person);
        } else {
            result.wrong.append(row);
        }
    }
    if (result.whole.isEmpty() && about.entered.size() + result.right.size() > about.service->batch.most) {
        result.whole.append({0, 0, {}, QStringLiteral("table-too-many-people")});
    }
    return result;
}

void wipe(TableRows &rows)
{
    for (Facts &person : rows.right) {
        wipeFacts(person);
    }
    for (TableRow &row : rows.wrong) {
        wipeFacts(row.person);
        for (QString &cell : row.unread) {
            cell.fill(QChar());
        }
    }
    rows = {};
}

}  // namespace hall
