// SPDX-License-Identifier: GPL-3.0-or-later
// What the sources of wire.h share. Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <string>

namespace hall::wire {

inline constexpr qsizetype kAnswerLimit = 4 * 1024 * 1024;

inline tl::unexpected<Fault> wrong(const char *what)
{
    return fail(FaultCode::MessageInvalid, std::string("'") + what + "' missing or wrong");
}

inline QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// The bytes of a member in lower-case hex; empty for any other spelling.
inline QByteArray hexOf(const QJsonObject &object, const QString &member)
{
    const QByteArray text = object.value(member).toString().toLatin1();
    QByteArray bytes = QByteArray::fromHex(text);  // leaves out what is none
    return bytes.toHex() == text ? bytes : QByteArray();
}

}  // namespace hall::wire
