// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/formmodel.h"

#include "app/catalogue/facts.h"
#include "app/domain/identity.h"

#include <algorithm>
#include <utility>

namespace hall {

namespace {

bool sameField(const FormRow &a, const FormRow &b)
{
    return a.fieldId == b.fieldId && a.type == b.type;
}

bool has(const QVector<FormRow> &rows, const FormRow &wanted)
{
    return std::any_of(rows.cbegin(), rows.cend(), [&wanted](const FormRow &row) { return sameField(row, wanted); });
}

// Whether it is the same page, on which an answer has brought up questions or taken some away: some fields stay, in
// their order.
bool goesOnAs(const QVector<FormRow> &before, const QVector<FormRow> &after)
{
    auto place = after.cbegin();
    for (const FormRow &old : before) {
        if (has(after, old)) {
            place = std::find_if(place, after.cend(), [&old](const FormRow &row) { return sameField(row, old); });
            if (place == after.cend()) {
                return false;
            }
            ++place;
        }
    }
    return place != after.cbegin();
}

}  // namespace

FormModel::FormModel(QObject *parent) : QAbstractListModel(parent)
{
}

FormModel::~FormModel()
{
    clear();
}

int FormModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant FormModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size()) {
        return {};
    }
    const FormRow &row = m_rows[index.row()];
    switch (role) {
    case FieldIdRole:
        return row.fieldId;
    case LabelRole:
        return row.label;
    case HelpRole:
        return row.help;
    case SpokenRole:
        return row.spoken;
    case TypeRole:
        return row.type;
    case KeyboardRole:
        return row.keyboard;
    case ValueRole:
        return row.value;
    case DisplayRole:
        return row.display;
    case OptionsRole:
        return row.options;
    case SourceRole:
        return row.source;
    case RequiredRole:
        return row.required;
    case ReadOnlyRole:
        return row.readOnly;
    case MaskedRole:
        return row.masked;
    case ErrorRole:
        return row.error;
    case SaidRole:
        return row.said;
    case UndecidedRole:
        return row.undecided;
    default:
        return {};
    }
}

QHash<int, QByteArray> FormModel::roleNames() const
{
    return {{FieldIdRole, "fieldId"},    {LabelRole, "label"},       {HelpRole, "help"},
            {TypeRole, "type"},          {KeyboardRole, "keyboard"}, {ValueRole, "value"},
            {DisplayRole, "display"},    {OptionsRole, "options"},   {SourceRole, "source"},
            {RequiredRole, "required"},  {ReadOnlyRole, "readOnly"}, {MaskedRole, "masked"},
            {ErrorRole, "error"},        {SpokenRole, "spoken"},     {SaidRole, "said"},
            {UndecidedRole, "undecided"}};
}

void FormModel::setRows(QVector<FormRow> rows)
{
    if (!goesOnAs(m_rows, rows)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i) {
        if (!has(rows, m_rows[i])) {
            beginRemoveRows({}, i, i);
            m_rows.remove(i);
            endRemoveRows();
        }
    }
    for (int i = 0; i < rows.size(); ++i) {
        if (i >= m_rows.size() || !sameField(m_rows[i], rows[i])) {
            beginInsertRows({}, i, i);
            m_rows.insert(i, rows[i]);
            endInsertRows();
        }
    }
    m_rows = std::move(rows);
    Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
}

void FormModel::clear()
{
    beginResetModel();
    for (FormRow &row : m_rows) {
        if (row.value.typeId() == QMetaType::QString) {
            wipe(*static_cast<QString *>(row.value.data()));
        }
        wipe(row.display);
        for (QVariant &one : row.said) {
            QVariantMap map = one.toMap();
            one.clear();
            wipeFacts(map);
        }
    }
    m_rows.clear();
    endResetModel();
}

}  // namespace hall
