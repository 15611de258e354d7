// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/casewriter.h"

#include "app/protocol/casebody.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/seal.h"

#include <QFile>
#include <QPromise>

namespace hall {

namespace {

template <typename T> QFuture<Result<T>> answered(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

Envelope describe(const Transaction &transaction, const SealIdentity &identity, const QByteArray &sealed,
                  std::chrono::milliseconds monotonic)
{
    Envelope envelope;
    envelope.id = transaction.id;
    envelope.kiosk = identity.kioskId;
    envelope.service = transaction.service;
    envelope.catalogue = transaction.catalogueVersion;
    envelope.app = QStringLiteral(HALL_VERSION);
    envelope.wallMs = transaction.submittedAt.toMSecsSinceEpoch();
    envelope.monotonicMs = monotonic.count();
    envelope.boot = bootId();
    envelope.sealAlg = QString::fromLatin1(kSealSuite);
    envelope.sealKey = sealKeyId(identity.centrePublicKey);
    envelope.sealedSha256 = sha256Hex(sealed);
    envelope.sealedSize = sealed.size();
    envelope.consentVersion = transaction.consent.version;
    envelope.consentAtMs = transaction.consent.at.toMSecsSinceEpoch();
    envelope.test = transaction.test;
    for (const Material &material : transaction.materials) {
        envelope.attachments.append({hex(material.sealedSha256), material.sealedSize, material.mediaType,
                                     material.kind + QLatin1Char('/') + QString::number(material.page)});
    }
    return envelope;
}

}  // namespace

QString bootId()
{
    static const QString id = [] {
        QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
        return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll().trimmed())
                                              : QStringLiteral("unknown");
    }();
    return id;
}

CaseWriter::CaseWriter(KioskStore &store, const Clock &clock) : m_store(store), m_clock(clock)
{
}

void CaseWriter::setIdentity(std::optional<SealIdentity> identity)
{
    m_identity = std::move(identity);
}

QFuture<Result<Material>> CaseWriter::writePage(const QString &kind, int page, Sensitive<QByteArray> jpeg,
                                                const QString &as)
{
    Material material;
    material.kind = kind;
    material.page = page;
    material.mediaType = QStringLiteral("image/jpeg");
    material.as = as;
    return write(std::move(material), jpeg.reveal());
}

QFuture<Result<Material>> CaseWriter::writePaper(const QString &kind, const Sensitive<QByteArray> &pdf,
                                                 const QString &as)
{
    Material material;
    material.kind = kind;
    material.page = 1;
    material.mediaType = QStringLiteral("application/pdf");
    material.as = as;
    return write(std::move(material), pdf.reveal());
}

QFuture<Result<Material>> CaseWriter::write(Material material, const QByteArray &plain)
{
    if (!m_identity) {
        return answered<Material>(fail(FaultCode::KeyMissing, "not enrolled"));
    }
    Result<QByteArray> sealed = seal(SealKind::Blob, plain, m_identity->centrePublicKey);
    if (!sealed) {
        return answered<Material>(fail(sealed.error()));
    }
    material.plainSha256 = sha256(plain);
    material.sealedSha256 = sha256(*sealed);
    material.sealedSize = sealed->size();
    return m_store.writeBlob(*sealed).then([material](const Result<QString> &name) -> Result<Material> {
        if (!name) {
            return fail(name.error());
        }
        return material;
    });
}

QFuture<Result<Committed>> CaseWriter::commit(const Transaction &transaction, const Identity &identity,
                                              Priority priority)
{
    if (!m_identity) {
        return answered<Committed>(fail(FaultCode::KeyMissing, "not enrolled"));
    }
    Result<NewCase> made = sealedCase(transaction, identity, {}, priority);
    return made ? m_store.commit(std::move(*made)) : answered<Committed>(fail(made.error()));
}

QFuture<Result<QVector<Committed>>> CaseWriter::commitAll(const QVector<Transaction> &transactions,
                                                          const Identity &identity, bool atomic)
{
    using All = QVector<Committed>;
    if (!m_identity) {
        return answered<All>(fail(FaultCode::KeyMissing, "not enrolled"));
    }
    if (transactions.isEmpty() || transactions.size() > kGroupLimit) {
        return answered<All>(fail(FaultCode::BadArgument, "1 to 16 cases make a group"));
    }
    CaseGroup group;
    if (transactions.size() > 1) {
        const qint64 at = transactions.constFirst().submittedAt.toMSecsSinceEpoch();
        group = {newTransactionId(at), 0, static_cast<int>(transactions.size()), atomic};
    }
    QVector<NewCase> cases;
    for (const Transaction &transaction : transactions) {
        group.part += transactions.size() > 1 ? 1 : 0;
        Result<NewCase> made = sealedCase(transaction, identity, group, Priority::Waiting);
        if (!made) {
            return answered<All>(fail(made.error()));
        }
        cases.append(std::move(*made));
    }
    return m_store.commitAll(std::move(cases));
}

Result<NewCase> CaseWriter::sealedCase(const Transaction &transaction, const Identity &identity, const CaseGroup &group,
                                       Priority priority) const
{
    Result<Sensitive<QByteArray>> body = encodeCaseBody(transaction, identity);
    if (!body) {
        return fail(body.error());
    }
    Result<QByteArray> sealed = seal(SealKind::Body, body->reveal(), m_identity->centrePublicKey);
    if (!sealed) {
        return fail(sealed.error());
    }
    NewCase made;
    made.id = transaction.id;
    made.service = transaction.service;
    made.submittedAt = transaction.submittedAt;
    made.personTag = m_store.personTag(identity.number.reveal());
    made.sealedBody = *sealed;
    made.test = transaction.test;
    made.follows = transaction.withdraws.isEmpty() ? transaction.supplements : transaction.withdraws;
    for (const Material &material : transaction.materials) {
        made.blobs.append(hex(material.sealedSha256));
    }
    Envelope described = describe(transaction, *m_identity, *sealed, m_clock.monotonic());
    described.group = group;
    described.priority = priority;
    made.makeEnvelope = [described, signer = m_identity->signer](const ChainPosition &at) -> Result<SignedEnvelope> {
        Envelope envelope = described;
        envelope.epoch = at.epoch;
        envelope.seq = at.seq;
        envelope.prev = hex(at.prevHash);
        Result<QByteArray> bytes = finishEnvelope(envelope, signer);
        if (!bytes) {
            return fail(bytes.error());
        }
        return SignedEnvelope{*bytes, QByteArray::fromHex(envelope.hash.toLatin1())};
    };
    return made;
}

}  // namespace hall
