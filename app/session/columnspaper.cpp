// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/columnspaper.h"

#include "app/catalogue/batchtable.h"

namespace hall {

namespace {

constexpr qsizetype kMostChoices = 8;  // named on the paper; of a longer list the words are taken as they are

class ColumnsWriter
{
public:
    explicit ColumnsWriter(const ColumnsPaper &paper) : m_paper(paper) {}

    [[nodiscard]] ReceiptDocument document() const
    {
        ReceiptDocument document;
        document.kind = ReceiptDocument::Kind::Guide;
        document.title = m_paper.service->title.in(m_paper.language);
        document.hall = m_paper.hallName;
        document.stateLine = word("columns");
        int number = 0;
        for (const QString &id : m_paper.service->batch.columns) {
            const Field *field = m_paper.catalogue->field(id);
            if (field && number < ReceiptDocument::maxRows) {
                document.rows.append({word("columns-column").arg(++number), described(*field)});
            }
        }
        document.notes = {word("columns-save"), word("columns-text"),
                          word("columns-most").arg(m_paper.service->batch.most)};
        if (const QStringList also = labels(m_paper.service->batch.also); !also.isEmpty()) {
            const bool chinese = m_paper.language.startsWith(QLatin1String("zh"));
            document.notes.append(
                word("columns-also").arg(also.join(chinese ? QStringLiteral("、") : QStringLiteral(", "))));
        }
        document.qr = columnsCode(m_paper);
        document.qrCaption = document.qr.isEmpty() ? QString() : word("columns-code");
        document.printedAt = word("printed") + QLatin1Char(' ') + m_paper.printedAt;
        document.largePrint = m_paper.largePrint;
        return document;
    }

private:
    [[nodiscard]] QString word(const char *name) const
    {
        return m_paper.words.value(QLatin1String(name)).in(m_paper.language);
    }

    [[nodiscard]] QStringList labels(const QStringList &ids) const
    {
        QStringList words;
        for (const QString &id : ids) {
            const Field *field = m_paper.catalogue->field(id);
            words += field ? QStringList{field->label.in(m_paper.language)} : QStringList();
        }
        return words;
    }

    [[nodiscard]] QString described(const Field &field) const
    {
        QStringList hints;
        if (const QString shape = howToWrite(field); !shape.isEmpty()) {
            hints.append(shape);
        }
        if (!neededOfEach(*m_paper.service, field.id)) {
            hints.append(word("columns-optional"));
        }
        const QString label = field.label.in(m_paper.language);
        return hints.isEmpty() ? label : word("paper-ways").arg(label, hints.join(word("guide-and")));
    }

    [[nodiscard]] QString howToWrite(const Field &field) const
    {
        switch (field.type) {
        case FieldType::Date:
            return QStringLiteral("2026-01-31");
        case FieldType::Month:
            return QStringLiteral("2026-01");
        case FieldType::Bool:
            return word("yes") + QLatin1Char('/') + word("no");
        case FieldType::Money:
            return word("guide-yuan").arg(QStringLiteral("3500.00"));
        case FieldType::Choice:
            return choices(field);
        case FieldType::Text:
        case FieldType::Phone:
        case FieldType::Number:
        case FieldType::Region:
        case FieldType::Set:
        case FieldType::Image:
        case FieldType::Table:
            break;
        }
        return {};
    }

    [[nodiscard]] QString choices(const Field &field) const
    {
        const CodeTable *table = m_paper.catalogue->table(field.codeTable);
        const QVector<CodeRow> rows = table ? table->choices() : QVector<CodeRow>();
        QStringList words;
        for (const CodeRow &row : rows) {
            words.append(row.text.in(m_paper.language));
        }
        return rows.size() <= kMostChoices ? words.join(QLatin1Char('/')) : QString();
    }

    const ColumnsPaper &m_paper;
};

}  // namespace

ReceiptDocument columnsDocument(const ColumnsPaper &paper)
{
    return ColumnsWriter(paper).document();
}

QString columnsCode(const ColumnsPaper &paper)
{
    QStringList labels;
    for (const QString &id : paper.service->batch.columns) {
        if (const Field *field = paper.catalogue->field(id)) {
            const QString label = field->label.in(paper.language);
            labels.append(label.contains(u',') ? u'"' + label + u'"' : label);
        }
    }
    const QString line = labels.join(u',');
    return line.toUtf8().size() <= ReceiptDocument::maxQrBytes ? line : QString();
}

}  // namespace hall
