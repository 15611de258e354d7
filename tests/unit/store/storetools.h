// SPDX-License-Identifier: GPL-3.0-or-later
// Cases and stores for tests. The envelope is a stand-in of the same make: canonical JSON whose SHA-256 is its hash.
#pragma once

#include "app/domain/transaction.h"
#include "app/store/kioskstore.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

namespace hall::test {

inline Result<SignedEnvelope> standInEnvelope(const QString &id, const ChainPosition &at)
{
    const QJsonObject object{{QStringLiteral("epoch"), at.epoch},
                             {QStringLiteral("id"), id},
                             {QStringLiteral("prev"), QString::fromLatin1(at.prevHash.toHex())},
                             {QStringLiteral("seq"), at.seq}};
    const QByteArray envelope = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return SignedEnvelope{envelope, QCryptographicHash::hash(envelope, QCryptographicHash::Sha256)};
}

inline QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes) {
        byte = static_cast<char>(QRandomGenerator::global()->generate());
    }
    return bytes;
}

inline NewCase newCase(const QString &id = newTransactionId(1'767'225'600'000), qsizetype bodyBytes = 4096)
{
    NewCase fresh;
    fresh.id = id;
    fresh.service = QStringLiteral("unemployment-registration");
    fresh.submittedAt = QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC);
    fresh.personTag = QByteArray(32, 'p');
    fresh.sealedBody = randomBytes(bodyBytes);
    fresh.makeEnvelope = [id](const ChainPosition &at) { return standInEnvelope(id, at); };
    return fresh;
}

inline StoreOptions optionsFor(const QString &folder)
{
    StoreOptions options;
    options.dataFolder = folder;
    options.ballastBytes = 1 << 20;
    return options;
}

// Ends the test with the fault's name when the store does not open.
inline std::unique_ptr<KioskStore> opened(const StoreOptions &options)
{
    Result<std::unique_ptr<KioskStore>> store = KioskStore::open(options);
    if (!store) {
        qFatal("the store does not open: %s %s", std::string(store.error().name()).c_str(),
               store.error().detail.c_str());
    }
    return std::move(*store);
}

// Fault code of a result, or nothing.
template <typename T> std::optional<FaultCode> faultIn(const Result<T> &result)
{
    return result ? std::nullopt : std::optional<FaultCode>(result.error().code);
}

inline int scale()
{
    return std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
}

// What must hold of the queue after any fault: every promised id once, numbers without a gap, an unbroken chain. Empty
// when it holds, else what is wrong. Cases that were never promised may be there (the cut came before the answer).
inline QString queueDefect(KioskStore &store, const QStringList &promised)
{
    const Result<QVector<OutboxItem>> items = store.next(1'000'000, 1LL << 40).result();
    if (!items) {
        return QStringLiteral("the queue cannot be read");
    }
    QHash<QString, int> seen;
    QByteArray prev(32, '\0');
    qint64 seq = 0;
    for (const OutboxItem &item : *items) {
        ++seen[item.id];
        const QJsonObject envelope = QJsonDocument::fromJson(item.envelopeJson).object();
        if (item.seq != ++seq || envelope.value(u"seq").toInteger() != seq) {
            return QStringLiteral("gap at %1").arg(seq);
        }
        if (envelope.value(u"prev").toString() != QString::fromLatin1(prev.toHex())) {
            return QStringLiteral("chain broken at %1").arg(seq);
        }
        prev = QCryptographicHash::hash(item.envelopeJson, QCryptographicHash::Sha256);
    }
    for (const QString &id : promised) {
        if (seen.value(id) != 1) {
            return QStringLiteral("%1 is there %2 times").arg(id).arg(seen.value(id));
        }
    }
    return {};
}

}  // namespace hall::test
