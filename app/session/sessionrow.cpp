// SPDX-License-Identifier: GPL-3.0-or-later
// One question and its answer as the pages show it.
#include "app/session/session.h"

#include "app/session/sessiontools.h"

namespace hall {

namespace {

// Regions have one table, which the dictionary does not repeat for each of them.
QString tableOf(const Field &field)
{
    return field.type == FieldType::Region ? QStringLiteral("region") : field.codeTable;
}

QString typeName(const Field &field)
{
    switch (field.type) {
    case FieldType::Choice:
    case FieldType::Region:
        return tableOf(field).isEmpty() ? QStringLiteral("text") : QStringLiteral("choice");
    case FieldType::Date:
        return QStringLiteral("date");
    case FieldType::Bool:
        return QStringLiteral("bool");
    case FieldType::Phone:
        return QStringLiteral("phone");
    case FieldType::Number:
    case FieldType::Money:
        return QStringLiteral("number");
    case FieldType::Month:
    case FieldType::Text:
    case FieldType::Set:
    case FieldType::Image:
    case FieldType::Table:
        return QStringLiteral("text");
    }
    return QStringLiteral("text");
}

// The letter under which somebody looks for an answer among many: of the pinyin in Chinese.
QString letterOf(const CodeRow &code, const QString &language)
{
    const QString text = language.startsWith(QLatin1String("zh")) ? code.initials : code.text.in(language);
    return text.left(1).toUpper();
}

// Of the ways a result may reach somebody, those that this service has; every answer to any other question.
bool delivers(const Service &service, const QString &field, const QString &code)
{
    static const QHash<QString, QString> ways{{QStringLiteral("1"), QStringLiteral("here")},
                                              {QStringLiteral("2"), QStringLiteral("pickup")},
                                              {QStringLiteral("3"), QStringLiteral("post")},
                                              {QStringLiteral("4"), QStringLiteral("message")},
                                              {QStringLiteral("5"), QStringLiteral("electronic")}};
    return field != QLatin1String("delivery") || service.delivery.isEmpty() || service.delivery.contains(ways[code]);
}

QString keyboardName(const Field &field)
{
    switch (field.keyboard) {
    case KeyboardKind::Identity:
        return QStringLiteral("id");
    case KeyboardKind::Phone:
        return QStringLiteral("phone");
    case KeyboardKind::Date:
        return field.type == FieldType::Month ? QStringLiteral("month") : QStringLiteral("date");
    case KeyboardKind::Digits:
    case KeyboardKind::Money:
        return QStringLiteral("digits");
    case KeyboardKind::None:
    case KeyboardKind::Text:
        return QStringLiteral("letters");
    }
    return QStringLiteral("letters");
}

QString money(qlonglong fen)
{
    constexpr int fenPerYuan = 100;
    return QStringLiteral("%1.%2").arg(fen / fenPerYuan).arg(fen % fenPerYuan, 2, 10, QLatin1Char('0'));
}

// To be read and checked: 200,000.00.
QString groupedMoney(qlonglong fen)
{
    constexpr qsizetype group = 3;
    QString text = money(fen);
    for (qsizetype at = text.indexOf(QLatin1Char('.')) - group; at > 0; at -= group) {
        text.insert(at, QLatin1Char(','));
    }
    return text;
}

// As an editor holds it: what readTyped takes back unchanged.
QVariant editedValue(const Field &field, const QVariant &value)
{
    if (!value.isValid()) {
        return QString();
    }
    if (field.type == FieldType::Bool) {
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    }
    if (value.typeId() == QMetaType::QDate) {
        return value.toDate().toString(field.type == FieldType::Month ? QStringLiteral("yyyy-MM")
                                                                      : QStringLiteral("yyyy-MM-dd"));
    }
    if (field.type == FieldType::Money) {
        return money(value.toLongLong());
    }
    return value.toString();
}

}  // namespace

QString Session::shownValue(const Field &field, const QVariant &value, bool masked) const
{
    if (!value.isValid()) {
        return {};
    }
    const bool words = field.type == FieldType::Text || field.type == FieldType::Phone;
    if (masked && !words) {
        return m_services.receiptWords.value(QStringLiteral("on-record")).in(m_language);
    }
    if (field.type == FieldType::Bool) {
        const auto word = m_services.receiptWords.value(value.toBool() ? QStringLiteral("yes") : QStringLiteral("no"));
        return word.in(m_language);
    }
    if (const QString table = tableOf(field); !table.isEmpty()) {
        return m_services.catalogue->codeText(table, value.toString(), m_language);
    }
    if (field.type == FieldType::Money) {
        return groupedMoney(value.toLongLong());
    }
    const QString text = editedValue(field, value).toString();
    if (masked && field.type == FieldType::Text) {
        return field.masked ? maskNumber(text) : maskWords(text);
    }
    if (masked && field.type == FieldType::Phone && text.size() >= 7) {
        return text.left(3) + QStringLiteral("****") + text.mid(7);
    }
    return text;
}

// What the visitor said is shown as it was said. What the centre knows of the person is the person's to read: whoever
// has no more than the card sees enough of a text to say whether it is right, and of a choice, a date or a number only
// that there is one.
bool Session::isMasked(const Field &field) const
{
    if (!saidByVisitor(field.id)) {
        return isMasked(field, m_sources.value(field.id));
    }
    // Whoever took a source's word has not seen more of it by that.
    const auto taken = m_disagreements.takenFrom(field.id);
    return taken && isMasked(field, sourceName(*taken));
}

bool Session::isMasked(const Field &field, const QString &source) const
{
    if (source == QLatin1String("scan")) {
        return false;  // to be compared with the paper in the visitor's hand
    }
    const bool record = source == QLatin1String("centre") && field.pii > 0;
    return field.masked || (record && !m_assurance.allows(Assurance::Holder));
}

FormRow Session::rowOf(const FormField &use, const QStringList &required) const
{
    const Field *field = m_services.catalogue->field(use.id);
    FormRow row;
    row.fieldId = use.id;
    row.label = field->label.in(m_language);
    row.help = field->plain.in(m_language);
    row.spoken = field->spoken.in(m_language);
    row.type = typeName(*field);
    row.keyboard = keyboardName(*field);
    row.source = m_sources.value(use.id);
    row.required = required.contains(use.id);
    row.readOnly = isFixed(use);
    row.masked = isMasked(*field);
    const bool unread = m_unread.contains(use.id);  // what was typed and could not be read stays to be mended
    // An editor keeps what was typed: "2026-11-2" on the way to "2026-11-20", a blank between two words, "5" before
    // "5.50".
    row.value = m_typed.contains(use.id) ? QVariant(m_typed.value(use.id)) : editedValue(*field, m_facts.value(use.id));
    row.display = unread ? QString() : shownValue(*field, m_facts.value(use.id), row.masked);
    if (row.readOnly || (row.masked && !m_typed.contains(use.id))) {
        row.value = row.display;  // what nobody may edit or read is given out as it is shown: in words, and masked
    }
    if (row.type == QLatin1String("choice")) {
        if (const CodeTable *table = m_services.catalogue->table(tableOf(*field))) {
            for (const CodeRow &code : table->choices(use.under, today())) {
                // Without the centre nothing comes back that this machine could print.
                const bool here = use.id == QLatin1String("delivery") && code.code == QLatin1String("1");
                if (!delivers(*m_service, use.id, code.code) || (here && m_formKind == FormKind::Offline)) {
                    continue;
                }
                row.options.append(QVariantMap{{QStringLiteral("value"), code.code},
                                               {QStringLiteral("text"), code.text.in(m_language)},
                                               {QStringLiteral("seldom"), code.seldom},
                                               {QStringLiteral("initials"), code.initials},
                                               {QStringLiteral("letter"), letterOf(code, m_language)}});
            }
        }
    }
    for (const FieldError &error : m_errors) {
        if (error.field == use.id) {
            row.error = errorText(error.error);
        }
    }
    addSaid(use, *field, row);
    return row;
}

}  // namespace hall
