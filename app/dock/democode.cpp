// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dock/democode.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

namespace hall {

namespace {

constexpr qsizetype sealDigits = 32;
constexpr int mostTimes = 64 * 1024;

}  // namespace

Result<QString> demoCode(const QByteArray &json, qint64 now)
{
    const QJsonObject card = QJsonDocument::fromJson(json).object();
    const QString text = card.value(u"text").toString();
    if (!text.isEmpty()) {
        return text.repeated(qBound(1, card.value(u"times").toInt(1), mostTimes));
    }
    const QByteArray subject = card.value(u"subject").toString().toLatin1();
    const QByteArray secret = QByteArray::fromHex(card.value(u"secret").toString().toLatin1());
    if (subject.isEmpty() || secret.isEmpty()) {
        return fail(FaultCode::FileInvalid, "a code has a text, or subject and secret");
    }
    const QByteArray made = QByteArray::number(now - card.value(u"age_s").toInteger());
    const QByteArray seal =
        QMessageAuthenticationCode::hash("hall-e-card-v1\n" + subject + '\n' + made, secret, QCryptographicHash::Sha256)
            .toHex()
            .left(sealDigits);
    return QString::fromLatin1("HALL-E1." + subject + '.' + made + '.' + seal);
}

}  // namespace hall
