// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/formmodel.h"

#include "app/domain/identity.h"

namespace hall {

namespace {

bool sameField(const FormRow &a, const FormRow &b)
{
    return a.fieldId == b.fieldId && a.type == b.type;
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
    default:
        return {};
    }
}

QHash<int, QByteArray> FormModel::roleNames() const
{
    return {{FieldIdRole, "fieldId"},   {LabelRole, "label"},       {HelpRole, "help"},
            {TypeRole, "type"},         {KeyboardRole, "keyboard"}, {ValueRole, "value"},
            {DisplayRole, "display"},   {OptionsRole, "options"},   {SourceRole, "source"},
            {RequiredRole, "required"}, {ReadOnlyRole, "readOnly"}, {MaskedRole, "masked"},
            {ErrorRole, "error"},       {SpokenRole, "spoken"}};
}

void FormModel::setRows(QVector<FormRow> rows)
{
    const bool same =
        rows.size() == m_rows.size() && std::equal(rows.cbegin(), rows.cend(), m_rows.cbegin(), sameField);
    if (!same) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
    }
}

void FormModel::clear()
{
    beginResetModel();
    for (FormRow &row : m_rows) {
        if (row.value.typeId() == QMetaType::QString) {
            wipe(*static_cast<QString *>(row.value.data()));
        }
        wipe(row.display);
    }
    m_rows.clear();
    endResetModel();
}

}  // namespace hall
