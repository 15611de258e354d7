// SPDX-License-Identifier: GPL-3.0-or-later
// The envelope of a case: everything the centre's front may read, signed by the kiosk and chained to the one before.
// It holds no personal data; the case itself is sealed (casebody.h, seal.h). Fields: app/protocol/README.md §2.
// Values; functions are pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/protocol/signer.h"

#include <QByteArray>
#include <QString>
#include <QVector>

namespace hall {

inline constexpr int kEnvelopeVersion = 1;
inline constexpr int kCaseSchema = 1;                   // of the sealed body
inline constexpr qsizetype kEnvelopeLimit = 64 * 1024;  // bytes of canonical JSON
inline constexpr int kAttachmentLimit = 64;             // scans of one case
inline constexpr qint64 kBlobLimit = 32 * 1024 * 1024;  // bytes of one sealed scan

enum class Priority
{
    Waiting = 0,
    Normal = 1,
    Bulk = 2
};  // 0: the person stands at the kiosk

struct Attachment
{
    QString sha256;     // hex, of the sealed bytes: the name of the blob
    qint64 size = 0;    // sealed bytes
    QString mediaType;  // of the plain file
    QString role;       // material kind and page, "dismissal-proof/1"
    bool operator==(const Attachment &) const = default;
};

inline constexpr int kGroupLimit = 16;  // cases of one group

// Cases of one chain of services, committed together. What the centre makes of it: README.md §2.
struct CaseGroup
{
    QString id;    // UUIDv7, the same in all of them; empty = the case stands alone
    int part = 0;  // from 1
    int of = 0;
    bool atomic = false;  // the centre is asked to take all of them or none
    bool operator==(const CaseGroup &) const = default;
};

struct Envelope
{
    QString id;  // UUIDv7
    QString kiosk;
    QString epoch;   // random per store database, 32 hex digits
    qint64 seq = 0;  // gapless within the epoch, counts from 1
    QString prev;    // hash of the envelope seq-1, 64 hex digits; zeros for seq 1
    QString hash;    // set by finishEnvelope
    QString service;
    QString catalogue;
    QString app;  // program version
    int schema = kCaseSchema;
    qint64 wallMs = 0;  // Unix milliseconds at submit
    qint64 monotonicMs = 0;
    QString boot;          // boot id of the kiosk
    QString sealAlg;       // "intl"
    QString sealKey;       // key id of the centre's public key
    QString sealedSha256;  // hex, of the sealed body
    qint64 sealedSize = 0;
    QVector<Attachment> attachments;
    Priority priority = Priority::Normal;
    QString consentVersion;
    qint64 consentAtMs = 0;
    bool test = false;
    CaseGroup group;
    QString signature;  // 128 hex digits, set by finishEnvelope
    bool operator==(const Envelope &) const = default;
};

// prev of the first envelope of an epoch.
[[nodiscard]] QString chainStart();
// Fills hash and signature and gives the canonical bytes. MessageInvalid when a field breaks the rules of parse.
[[nodiscard]] Result<QByteArray> finishEnvelope(Envelope &envelope, const Signer &signer);
// Reads bytes from outside: form, field rules and the hash; not the signature. MessageInvalid names the field.
[[nodiscard]] Result<Envelope> parseEnvelope(const QByteArray &json);
// The same by way of a tree; parseEnvelope() takes it where the text is not as finishEnvelope() writes it.
[[nodiscard]] Result<Envelope> parseAnyEnvelope(const QByteArray &json);
// SignatureBad unless the kiosk's key signed this envelope's hash.
[[nodiscard]] Done verifyEnvelope(const Envelope &envelope, const QByteArray &kioskPublicKey);

[[nodiscard]] bool isUuid(const QString &text);  // 8-4-4-4-12 lower-case hex
// Letters, digits, '.', '_', '-' and '/', 1 to 64 characters: ids of kiosks, services, versions, roles.
[[nodiscard]] bool isToken(const QString &text);

}  // namespace hall
