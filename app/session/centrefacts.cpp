// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/centrefacts.h"

#include "app/catalogue/validation.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

// A value as the centre sends it (text, number or flag) in the shape the dictionary asks for; invalid when it is none.
QVariant fromJson(const Field &field, const QJsonValue &value)
{
    if (value.isBool()) {
        return field.type == FieldType::Bool ? QVariant(value.toBool()) : QVariant();
    }
    if (value.isDouble()) {
        return QVariant::fromValue<qlonglong>(value.toInteger());
    }
    const auto read = readTyped(field, value.toString());
    return read ? *read : QVariant();
}

}  // namespace

Facts centreFacts(const Catalogue &catalogue, const CentreAnswer &answer)
{
    return centreFacts(catalogue, QJsonDocument::fromJson(answer.json.reveal()).object().value(u"fields").toObject());
}

Facts centreFacts(const Catalogue &catalogue, const QJsonObject &fields)
{
    Facts facts;
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        if (const Field *field = catalogue.field(it.key())) {
            const QVariant value = fromJson(*field, *it);
            if (value.isValid()) {
                facts.insert(it.key(), value);
            }
        }
    }
    return facts;
}

}  // namespace hall
