// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/batchtable.h"

#include "app/domain/identitynumber.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace hall {

namespace {

QString plainHeading(QString heading)
{
    static const QRegularExpression noise(QStringLiteral("[\\s*＊※:：]+"));
    heading.remove(noise);
    heading.replace(u'（', u'(').replace(u'）', u')');
    return heading.toCaseFolded();
}

QHash<QString, QString> headings(const Catalogue &catalogue, const QStringList &columns)
{
    QHash<QString, QString> ids;
    for (const QString &id : columns) {
        const Field *field = catalogue.field(id);
        if (!field) {
            continue;
        }
        for (const QString &name : {field->label.zh, field->label.en, field->id, field->code}) {
            if (!name.isEmpty()) {
                ids.insert(plainHeading(name), id);
            }
        }
    }
    return ids;
}

// 2026年3月5日 as 2026-3-5, 2026年3月 as 2026-3; spreadsheets here write dates so.
QString plainDate(QString text)
{
    static const QRegularExpression day(QStringLiteral("^(\\d{4})年(\\d{1,2})月(?:(\\d{1,2})日)?$"));
    const QRegularExpressionMatch match = day.match(text);
    if (!match.hasMatch()) {
        return text;
    }
    const QString month = match.captured(1) + u'-' + match.captured(2).rightJustified(2, u'0');
    return match.captured(3).isEmpty() ? month : month + u'-' + match.captured(3);
}

QString plainBool(const QString &text)
{
    static const QHash<QString, QString> words{
        {QStringLiteral("是"), QStringLiteral("true")},   {QStringLiteral("否"), QStringLiteral("false")},
        {QStringLiteral("yes"), QStringLiteral("true")},  {QStringLiteral("no"), QStringLiteral("false")},
        {QStringLiteral("1"), QStringLiteral("true")},    {QStringLiteral("0"), QStringLiteral("false")},
        {QStringLiteral("true"), QStringLiteral("true")}, {QStringLiteral("false"), QStringLiteral("false")}};
    return words.value(text.toCaseFolded(), text);
}

// The code of a row that is written as its words; what is written when there is no such row, or more than one. `text`
// has no wide characters any more, so the words are compared without.
QString plainCode(const Catalogue &catalogue, const Field &field, const QString &text)
{
    const QString tableId = field.type == FieldType::Region ? QStringLiteral("region") : field.codeTable;
    const CodeTable *table = catalogue.table(tableId);
    if (!table || table->find(text)) {
        return text;
    }
    QString code;
    for (const CodeRow &row : table->rows()) {
        if (row.choosable && (row.text.zh.normalized(QString::NormalizationForm_KC) == text ||
                              row.text.en.compare(text, Qt::CaseInsensitive) == 0)) {
            if (!code.isEmpty()) {
                return text;
            }
            code = row.code;
        }
    }
    return code.isEmpty() ? text : code;
}

QString plainCell(const Catalogue &catalogue, const Field &field, const QString &typed)
{
    const bool words = field.type == FieldType::Text && field.keyboard == KeyboardKind::Text;
    // Digits and letters of Chinese width are the same digits and letters.
    const QString cell = words ? typed : typed.normalized(QString::NormalizationForm_KC);
    switch (field.type) {
    case FieldType::Date:
    case FieldType::Month:
        return plainDate(cell);
    case FieldType::Bool:
        return plainBool(cell);
    case FieldType::Choice:
    case FieldType::Region:
        return plainCode(catalogue, field, cell);
    case FieldType::Number:
    case FieldType::Money: {
        QString text = cell;
        return text.remove(u',').remove(u'，').remove(u'元').remove(u'¥').remove(u'￥');
    }
    case FieldType::Text:
    case FieldType::Phone:
    case FieldType::Set:
    case FieldType::Image:
    case FieldType::Table:
        break;
    }
    return cell;
}

// A spreadsheet keeps fifteen digits of a number: what is left of a longer one says so. An identity number may end in
// three zeros by right; then its check digit holds.
bool wasRounded(const Field &field, const QString &cell)
{
    static const QRegularExpression scientific(QStringLiteral("^\\d(\\.\\d+)?[eE]\\+?\\d+$"));
    static const QRegularExpression zeros(QStringLiteral("^\\d{15}0{3}$"));
    if (scientific.match(cell).hasMatch()) {
        return true;
    }
    return field.shape == Shape::IdentityNumber && zeros.match(cell).hasMatch() && !checkNumber(cell).valid();
}

class BatchReader
{
public:
    BatchReader(const Catalogue &catalogue, const Service &service, const QDate &today)
        : m_catalogue(catalogue), m_service(service), m_today(today)
    {
    }

    BatchTable run(const QVector<QStringList> &rows, const QVector<int> &lines)
    {
        if (rows.isEmpty()) {
            m_table.errors.append({0, 0, {}, QStringLiteral("table-empty")});
            return m_table;
        }
        readHeading(rows.constFirst(), lines.value(0));
        if (m_table.columns.isEmpty()) {
            return m_table;
        }
        if (rows.size() == 1) {
            m_table.errors.append({0, 0, {}, QStringLiteral("table-empty")});
        }
        for (qsizetype i = 1; i < rows.size(); ++i) {
            if (i > m_service.batch.most) {
                m_table.errors.append({int(i), lines.value(i), {}, QStringLiteral("table-too-many-people")});
                break;
            }
            readPerson(rows[i], int(i), lines.value(i));
        }
        return m_table;
    }

    QVector<BatchError> check(const QVector<Facts> &people)
    {
        m_table.columns = m_service.batch.all();
        for (qsizetype i = 0; i < people.size(); ++i) {
            checkPerson(people[i], int(i) + 1, 0);
        }
        if (people.size() > m_service.batch.most) {
            m_table.errors.append({m_service.batch.most + 1, 0, {}, QStringLiteral("table-too-many-people")});
        }
        return m_table.errors;
    }

private:
    void readHeading(const QStringList &heading, int line)
    {
        QHash<QString, QString> known = headings(m_catalogue, m_service.batch.also);
        known.insert(headings(m_catalogue, m_service.batch.columns));
        for (qsizetype i = 0; i < heading.size(); ++i) {
            const QString id = known.value(plainHeading(heading[i]));
            m_columnOf.append(id);
            if (id.isEmpty()) {
                if (!heading[i].isEmpty()) {
                    m_table.unknown.append(heading[i]);
                }
                continue;
            }
            if (m_table.columns.contains(id)) {
                m_table.errors.append({0, line, id, QStringLiteral("table-column-twice")});
                m_columnOf.last().clear();
                continue;
            }
            m_table.columns.append(id);
        }
        if (m_table.columns.isEmpty()) {
            m_table.errors.append({0, line, {}, QStringLiteral("table-no-heading")});
            return;
        }
        for (const QString &id : m_service.batch.columns) {
            if (!m_table.columns.contains(id)) {
                m_table.errors.append({0, line, id, QStringLiteral("table-column-missing")});
            }
        }
    }

    void readPerson(const QStringList &cells, int row, int line)
    {
        Facts person;
        QHash<QString, QString> unread;
        for (qsizetype i = 0; i < std::min(cells.size(), m_columnOf.size()); ++i) {
            const Field *field = m_catalogue.field(m_columnOf[i]);
            if (!field || cells[i].isEmpty()) {
                continue;
            }
            if (wasRounded(*field, cells[i])) {
                m_table.errors.append({row, line, field->id, QStringLiteral("table-number-rounded")});
                unread.insert(field->id, cells[i]);
                continue;
            }
            const auto value = readTyped(*field, plainCell(m_catalogue, *field, cells[i]));
            if (!value) {
                m_table.errors.append({row, line, field->id, value.error()});
                unread.insert(field->id, cells[i]);
            } else {
                person.insert(field->id, *value);
            }
        }
        checkPerson(person, row, line);
        m_table.people.append(person);
        m_table.unread.append(unread);
    }

    void checkPerson(const Facts &person, int row, int line)
    {
        const auto bad = [&](const QString &id) {
            return std::any_of(m_table.errors.begin(), m_table.errors.end(),
                               [&](const BatchError &error) { return error.row == row && error.field == id; });
        };
        for (const QString &id : m_service.batch.all()) {
            const Field *field = m_catalogue.field(id);
            if (!field || bad(id) || !m_table.columns.contains(id)) {
                continue;
            }
            if (!isKnown(person, id)) {
                if (m_service.batch.columns.contains(id) && neededOfEach(m_service, id)) {
                    m_table.errors.append({row, line, id, QStringLiteral("required")});
                }
                continue;
            }
            if (const auto error = validate(m_catalogue, *field, person[id], person, m_today)) {
                m_table.errors.append({row, line, id, *error});
            }
        }
        const QString number = person.value(QStringLiteral("cert_no")).toString();
        if (!number.isEmpty() && m_numbers.contains(number)) {
            m_table.errors.append({row, line, QStringLiteral("cert_no"), QStringLiteral("table-person-twice")});
        }
        m_numbers.insert(number, row);
    }

    const Catalogue &m_catalogue;
    const Service &m_service;
    QDate m_today;
    BatchTable m_table;
    QStringList m_columnOf;  // by cell; empty = left out
    QHash<QString, int> m_numbers;
};

}  // namespace

BatchTable readPeople(const Catalogue &catalogue, const Service &service, const QVector<QStringList> &rows,
                      const QVector<int> &lines, const QDate &today)
{
    return BatchReader(catalogue, service, today).run(rows, lines);
}

QVector<BatchError> checkPeople(const Catalogue &catalogue, const Service &service, const QVector<Facts> &people,
                                const QDate &today)
{
    return BatchReader(catalogue, service, today).check(people);
}

QVector<BatchError> samePeople(const QVector<Facts> &people)
{
    QVector<BatchError> errors;
    QSet<QString> seen;
    for (qsizetype i = 0; i < people.size(); ++i) {
        const QString number = people[i].value(QStringLiteral("cert_no")).toString();
        if (!number.isEmpty() && seen.contains(number)) {
            errors.append({int(i) + 1, 0, QStringLiteral("cert_no"), QStringLiteral("table-person-twice")});
        }
        seen.insert(number);
    }
    return errors;
}

bool neededOfEach(const Service &service, const QString &column)
{
    for (const FormPage &page : service.online.pages) {
        for (const FormField &field : page.fields) {
            if (field.id == column) {
                return field.required;
            }
        }
    }
    return true;  // a column that is no question of the form is there because it is needed
}

const QStringList &tableErrors()
{
    static const QStringList ids{QStringLiteral("table-empty"),           QStringLiteral("table-too-large"),
                                 QStringLiteral("table-workbook"),        QStringLiteral("table-not-text"),
                                 QStringLiteral("table-open-quote"),      QStringLiteral("table-reader-failed"),
                                 QStringLiteral("table-too-many-people"), QStringLiteral("table-column-twice"),
                                 QStringLiteral("table-no-heading"),      QStringLiteral("table-column-missing"),
                                 QStringLiteral("table-number-rounded"),  QStringLiteral("table-person-twice"),
                                 QStringLiteral("table-person-entered"),  QStringLiteral("table-stick-gone"),
                                 QStringLiteral("table-file-unreadable")};
    return ids;
}

QByteArray emptyBatch(const Catalogue &catalogue, const Service &service, const QString &language)
{
    QStringList labels;
    for (const QString &id : service.batch.columns) {
        const Field *field = catalogue.field(id);
        QString label = field ? field->label.in(language) : id;
        labels.append(u'"' + label.replace(u'"', QLatin1String("\"\"")) + u'"');
    }
    return QByteArray("\xEF\xBB\xBF") + labels.join(u',').toUtf8() + "\r\n";
}

}  // namespace hall
