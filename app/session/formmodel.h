// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of one form page as QML draws them. Holds personal data of this visit only; wiped with it.
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <QVariant>
#include <QVector>

namespace hall {

struct FormRow
{
    QString fieldId;
    QString label;
    QString help;
    QString spoken;        // the label as it is said aloud
    QString type;          // text, choice, date, number, money, phone, bool
    QString keyboard;      // letters, digits, id, phone, date
    QVariant value;        // as edited: text, bool; a date as yyyy-MM-dd
    QString display;       // as read: the option's words, a masked number
    QVariantList options;  // {value, text, seldom, initials}
    QString source;        // social-card, resident-card, centre, scan, visitor, ""
    bool required = false;
    bool readOnly = false;
    bool masked = false;
    QString error;
    // What sources say differently: {source, text, hidden, taken, unsure, picture}. source: "social-card",
    // "resident-card", "travel-permit", "number", "centre", "unit", "scan"; hidden: text only says that there is
    // something on record; taken: the visitor took this one's word; unsure: the machine may have read it wrong;
    // picture: of the place on the paper where it was read, or empty
    QVariantList said;
    bool undecided = false;  // and the visitor is still to say which is right
};

class FormModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ANONYMOUS

public:
    enum Role
    {
        FieldIdRole = Qt::UserRole + 1,
        LabelRole,
        HelpRole,
        SpokenRole,
        TypeRole,
        KeyboardRole,
        ValueRole,
        DisplayRole,
        OptionsRole,
        SourceRole,
        RequiredRole,
        ReadOnlyRole,
        MaskedRole,
        ErrorRole,
        SaidRole,
        UndecidedRole
    };
    Q_ENUM(Role)

    explicit FormModel(QObject *parent = nullptr);
    ~FormModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    // On the same page fields that stay are not made anew, so that an editor keeps its focus.
    void setRows(QVector<FormRow> rows);
    [[nodiscard]] const QVector<FormRow> &rows() const { return m_rows; }
    void clear();  // wipes the values

private:
    QVector<FormRow> m_rows;
};

}  // namespace hall
