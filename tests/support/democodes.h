// SPDX-License-Identifier: GPL-3.0-or-later
// The codes of the demonstration's electronic cards, made as resources/demo/README.md says.
#pragma once

#include "app/protocol/digest.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>

namespace hall::test {

// A code of a demo card as its telephone makes it.
inline QByteArray demoCardCode(const QString &name, std::chrono::milliseconds at)
{
    QFile file(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/codes/") + name + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("no demo card");
    }
    const QJsonObject card = QJsonDocument::fromJson(file.readAll()).object();
    const QByteArray subject = card[QStringLiteral("subject")].toString().toLatin1();
    const QByteArray seconds = QByteArray::number(qint64(std::chrono::floor<std::chrono::seconds>(at).count()));
    const QByteArray secret = QByteArray::fromHex(card[QStringLiteral("secret")].toString().toLatin1());
    const QByteArray seal = hmacSha256(secret, "hall-e-card-v1\n" + subject + '\n' + seconds).toHex().left(32);
    return "HALL-E1." + subject + '.' + seconds + '.' + seal;
}

}  // namespace hall::test
