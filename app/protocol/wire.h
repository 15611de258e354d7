// SPDX-License-Identifier: GPL-3.0-or-later
// The messages between kiosk and gateway, both directions, as values. Bytes: app/protocol/README.md §5.
// Pure and thread-safe. Parsers take any bytes; MessageInvalid names what is wrong.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>

namespace hall::wire {

inline constexpr int kBatchItems = 100;                       // most items of one batch
inline constexpr qsizetype kBatchBytes = 512 * 1024;          // of the request body; a larger item goes alone
inline constexpr qsizetype kLoneItemBytes = 6 * 1024 * 1024;  // of a request body with one item
inline constexpr qsizetype kBlobChunkBytes = 128 * 1024;      // most bytes of one PATCH
inline constexpr qsizetype kSmallBodyBytes = 16 * 1024;       // enrol, ask, health
inline constexpr int kInboxItems = 100;                       // most answers of one inbox call

enum class VerdictKind
{
    Stored,
    Duplicate,
    Conflict,
    Gap,
    Fork,
    Rejected,
    Later
};
[[nodiscard]] QString verdictName(VerdictKind kind);
[[nodiscard]] std::optional<VerdictKind> verdictOf(const QString &name);

struct Verdict
{
    QString id;
    VerdictKind kind = VerdictKind::Later;
    qint64 expected = 0;   // gap: the sequence number the centre waits for
    QString code;          // rejected, conflict, fork: why
    bool fixable = false;  // rejected: a later try may pass
    int afterSeconds = 0;  // later
    QStringList missing;   // stored, duplicate: hex names of blobs not complete yet
    bool operator==(const Verdict &) const = default;
};

struct BatchItem
{
    QByteArray envelope;  // canonical JSON
    QByteArray sealedBody;
    bool operator==(const BatchItem &) const = default;
};

// Numbers of one epoch that the kiosk holds back (parked or refused); the chain goes on after them.
struct Skip
{
    QString epoch;
    qint64 from = 0;
    qint64 to = 0;
    bool operator==(const Skip &) const = default;
};

struct Batch
{
    QVector<BatchItem> items;
    std::optional<Skip> skip;
    bool operator==(const Batch &) const = default;
};

// Bytes an item adds to the body of a batch; packedSize: of a packed one.
[[nodiscard]] qsizetype wireSize(const BatchItem &item);
[[nodiscard]] qsizetype packedSize(const BatchItem &item);
[[nodiscard]] Result<QByteArray> encodeBatch(const Batch &batch);
// parseBatch reads what encodeBatch writes quickly; parseAnyBatch gives the same for it, and reads any other spelling.
[[nodiscard]] Result<Batch> parseBatch(const QByteArray &json);
[[nodiscard]] Result<Batch> parseAnyBatch(const QByteArray &json);

// A batch with its bodies as they are, for centres that say in kPackedHeader ("1") that they take it.
inline constexpr char kPackedType[] = "application/vnd.hall.batch";
inline constexpr char kPackedHeader[] = "Batch-Packed";
[[nodiscard]] QByteArray packBatch(const Batch &batch);
// Takes what parseBatch() takes, told in the other form.
[[nodiscard]] Result<Batch> parsePackedBatch(const QByteArray &bytes);

// {"id":…,"verdict":…}, as it stands in the answer to a batch.
[[nodiscard]] QByteArray encodeVerdict(const Verdict &verdict);
[[nodiscard]] QByteArray encodeVerdicts(const QVector<Verdict> &verdicts);
[[nodiscard]] Result<QVector<Verdict>> parseVerdicts(const QByteArray &json);
[[nodiscard]] QJsonObject toJson(const Verdict &verdict);

// An answer of the centre to one case. No personal data: who asks for details does so after card login.
struct InboxItem
{
    qint64 n = 0;       // gapless per kiosk, counts from 1
    QString id;         // transaction id
    QString state;      // accepted, decided, refused
    QString code;       // e.g. "registered", "test-case"
    QString reference;  // the centre's number, may be empty
    qint64 atMs = 0;
    bool operator==(const InboxItem &) const = default;
};
[[nodiscard]] QByteArray encodeInbox(const QVector<InboxItem> &items);
[[nodiscard]] Result<QVector<InboxItem>> parseInbox(const QByteArray &json);
// Whether the items are the ones right after number `after`, none left out.
[[nodiscard]] bool followOn(const QVector<InboxItem> &items, qint64 after);
[[nodiscard]] QJsonObject toJson(const InboxItem &item);

// {"error":{"code","detail"}} of every status above 399.
struct Problem
{
    QString code;
    QString detail;
};
[[nodiscard]] QByteArray encodeProblem(const QString &code, const QString &detail);
[[nodiscard]] Problem parseProblem(const QByteArray &json);  // empty code when the bytes are not ours

struct EnrolRequest
{
    QString code;  // as typed, 16 base32 characters, separators allowed
    QByteArray csrPem;
    QByteArray signKey;  // Ed25519 public key, 32 bytes
    QByteArray mac;      // enrolMac(code, csrPem, signKey)
};
struct EnrolAnswer
{
    QString kiosk;
    QByteArray certificatePem;
    QByteArray caPem;
    QByteArray sealKey;  // the centre's X25519 public key, 32 bytes
    qint64 serverTimeMs = 0;
    QByteArray refKey{};      // Ed25519 public key of the centre, 32 bytes; empty from a centre without one
    QByteArray sealNotice{};  // as sealnotice.h reads it; empty from a centre that never changed its key
};
// Upper case, without spaces and hyphens; I, L → 1 and O → 0 as people read them.
[[nodiscard]] QByteArray normaliseCode(const QString &typed);
[[nodiscard]] QByteArray enrolMac(const QString &code, const QByteArray &csrPem, const QByteArray &signKey);
[[nodiscard]] QByteArray encodeEnrolRequest(const EnrolRequest &request);
[[nodiscard]] Result<EnrolRequest> parseEnrolRequest(const QByteArray &json);
[[nodiscard]] QByteArray encodeEnrolAnswer(const EnrolAnswer &answer);
[[nodiscard]] Result<EnrolAnswer> parseEnrolAnswer(const QByteArray &json);

// A kiosk that was enrolled asks for its next certificate, with or without one that is still good. Answered as
// enrolment is.
struct RenewRequest
{
    QString kiosk;
    QByteArray csrPem;
    QString previous;      // fingerprint of the certificate that this one follows, 64 hex
    QByteArray signature;  // Ed25519 of the kiosk over renewText()
};
[[nodiscard]] QByteArray renewText(const RenewRequest &request);
[[nodiscard]] QByteArray encodeRenewRequest(const RenewRequest &request);
[[nodiscard]] Result<RenewRequest> parseRenewRequest(const QByteArray &json);

}  // namespace hall::wire
