// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/kiosks.h"

#include "app/gateway/eventlog.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/signer.h"
#include "app/protocol/x509.h"

namespace hall::gateway {
namespace {

constexpr int kCodeTries = 5;
constexpr qint64 kCodeLifeMs = 24LL * 3600 * 1000;
constexpr int kCodeBytes = 10;  // 80 bits, 16 characters

// Crockford's base 32: no I, L, O, U.
QString base32(const QByteArray &bytes)
{
    static constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    QString text;
    quint32 buffer = 0;
    int bits = 0;
    for (const char byte : bytes) {
        buffer = (buffer << 8) | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5; bits -= 5) {
            text += QLatin1Char(kAlphabet[(buffer >> (bits - 5)) & 31]);
        }
    }
    return text;
}

QString codeHash(const QString &code)
{
    return sha256Hex("hall-enrol-code\n" + wire::normaliseCode(code));
}

}  // namespace

Kiosks::Kiosks(std::shared_ptr<Database> database, FrontKeys keys, const Clock &clock)
    : m_database(std::move(database)), m_keys(std::move(keys)), m_clock(clock)
{
}

Result<QString> Kiosks::newCode(const QString &kiosk)
{
    if (!isToken(kiosk)) {
        return fail(FaultCode::BadArgument, "a kiosk id has 1 to 64 letters, digits, '.', '_', '-' or '/'");
    }
    const QString code = base32(randomBytes(kCodeBytes));
    const qint64 now = m_clock.wall().count();
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    auto made = run(db, QStringLiteral("INSERT INTO kiosk (id, created_ms) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"),
                    {kiosk, now});
    if (!made) {
        return fail(made.error());
    }
    auto stored = run(db, QStringLiteral("INSERT INTO enrol_code (code_hash, kiosk, expires_ms) VALUES (?, ?, ?)"),
                      {codeHash(code), kiosk, now + kCodeLifeMs});
    if (!stored) {
        return fail(stored.error());
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return code;
}

Result<wire::EnrolAnswer> Kiosks::enrol(const wire::EnrolRequest &request)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    const QString hash = codeHash(request.code);
    // Counting the try first also locks the row, so that of many callers at once one consumes the code.
    auto row = run(db,
                   QStringLiteral("UPDATE enrol_code SET tries = tries + 1 WHERE code_hash = ?"
                                  " RETURNING kiosk, expires_ms, tries, used_ms, csr_hash, fingerprint"),
                   {hash});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return fail(FaultCode::EnrolCodeBad, "unknown code");
    }
    const QString kiosk = row->value(0).toString();
    const qint64 expires = row->value(1).toLongLong();
    const qint64 tries = row->value(2).toLongLong();
    const bool used = !row->value(3).isNull();
    const QString csrHash = row->value(4).toString();
    const QString fingerprint = row->value(5).toString();
    row->finish();

    const bool macGood = equalConstantTime(request.mac, wire::enrolMac(request.code, request.csrPem, request.signKey));
    if (used && macGood && csrHash == sha256Hex(request.csrPem + request.signKey)) {
        auto again = answer(db, kiosk, fingerprint);
        return again;
    }
    if (used || expires < m_clock.wall().count() || tries > kCodeTries || !macGood) {
        if (auto done = transaction.commit(); !done) {
            return fail(done.error());
        }
        logEvent("enrol-refused",
                 {{QStringLiteral("kiosk"), kiosk}, {QStringLiteral("used"), used}, {QStringLiteral("tries"), tries}});
        return fail(FaultCode::EnrolCodeBad, used ? "code was used with another request" : "code expired or wrong");
    }
    return consume(transaction, kiosk, hash, request);
}

Result<wire::EnrolAnswer> Kiosks::consume(WriteTransaction &transaction, const QString &kiosk, const QString &hash,
                                          const wire::EnrolRequest &request)
{
    auto pem = issueKiosk(m_keys.caPem, m_keys.caKeyPem, request.csrPem, kiosk);
    if (!pem) {
        return fail(pem.error());
    }
    auto fingerprint = certificateFingerprint(*pem);
    if (!fingerprint) {
        return fail(fingerprint.error());
    }
    const qint64 now = m_clock.wall().count();
    QSqlDatabase &db = transaction.connection();
    const std::pair<QString, QVariantList> statements[] = {
        {QStringLiteral("INSERT INTO certificate (fingerprint, kiosk, pem, issued_ms) VALUES (?, ?, ?, ?)"),
         {*fingerprint, kiosk, QString::fromLatin1(*pem), now}},
        // A kiosk that enrols anew gets new keys: certificates of the old ones end here.
        {QStringLiteral("DELETE FROM certificate WHERE kiosk = ? AND fingerprint <> ?"), {kiosk, *fingerprint}},
        {QStringLiteral("INSERT INTO kiosk_key (kiosk, sign_key, until_ms) SELECT id, sign_key, ? FROM kiosk"
                        " WHERE id = ? AND sign_key <> '' AND sign_key <> ? ON CONFLICT DO NOTHING"),
         {now, kiosk, QString::fromLatin1(request.signKey.toHex())}},
        {QStringLiteral("UPDATE kiosk SET sign_key = ?, revoked_ms = NULL, quarantine = '' WHERE id = ?"),
         {QString::fromLatin1(request.signKey.toHex()), kiosk}},
        {QStringLiteral("UPDATE enrol_code SET used_ms = ?, csr_hash = ?, fingerprint = ? WHERE code_hash = ?"),
         {now, sha256Hex(request.csrPem + request.signKey), *fingerprint, hash}},
    };
    for (const auto &[sql, values] : statements) {
        if (auto done = run(db, sql, values); !done) {
            return fail(done.error());
        }
    }
    auto result = answer(db, kiosk, *fingerprint);
    if (!result) {
        return result;
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    logEvent("enrolled", {{QStringLiteral("kiosk"), kiosk}});
    return result;
}

Result<wire::EnrolAnswer> Kiosks::renew(const wire::RenewRequest &request)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    // Writing first also locks the row: of two requests at once one comes second.
    auto row = run(db, QStringLiteral("UPDATE kiosk SET seen_ms = ? WHERE id = ? RETURNING sign_key, revoked_ms"),
                   {qint64(m_clock.wall().count()), request.kiosk});
    if (!row) {
        return fail(row.error());
    }
    const bool known = row->next();
    const QByteArray signKey = known ? QByteArray::fromHex(row->value(0).toString().toLatin1()) : QByteArray();
    const bool revoked = known && !row->value(1).isNull();
    row->finish();
    if (!verifySignature(signKey, wire::renewText(request), request.signature)) {
        return fail(FaultCode::CentreNotEnrolled, "no kiosk with this key");
    }
    if (revoked) {
        return fail(FaultCode::CentreRevoked, "revoked");
    }
    auto newest = run(db,
                      QStringLiteral("SELECT fingerprint, csr_hash, previous FROM certificate c WHERE kiosk = ?"
                                     " AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.previous = c.fingerprint)"),
                      {request.kiosk});
    if (!newest) {
        return fail(newest.error());
    }
    if (!newest->next()) {
        return fail(FaultCode::CentreNotEnrolled, "this kiosk has no certificate");
    }
    const QString fingerprint = newest->value(0).toString();
    const bool lostAnswer =
        newest->value(1).toString() == sha256Hex(request.csrPem) && newest->value(2).toString() == request.previous;
    newest->finish();
    if (lostAnswer) {
        return answer(db, request.kiosk, fingerprint);
    }
    if (fingerprint != request.previous) {
        if (auto done = quarantine(transaction, request.kiosk); !done) {
            return fail(done.error());
        }
        return fail(FaultCode::EnrolCodeBad, "another certificate was given out after this one");
    }
    return follow(transaction, request);
}

Result<wire::EnrolAnswer> Kiosks::follow(WriteTransaction &transaction, const wire::RenewRequest &request)
{
    auto pem = issueKiosk(m_keys.caPem, m_keys.caKeyPem, request.csrPem, request.kiosk);
    auto fingerprint = pem ? certificateFingerprint(*pem) : fail(pem.error());
    if (!fingerprint) {
        return fail(fingerprint.error());
    }
    QSqlDatabase &db = transaction.connection();
    const std::pair<QString, QVariantList> statements[] = {
        {QStringLiteral("INSERT INTO certificate (fingerprint, kiosk, pem, issued_ms, csr_hash, previous)"
                        " VALUES (?, ?, ?, ?, ?, ?)"),
         {*fingerprint, request.kiosk, QString::fromLatin1(*pem), qint64(m_clock.wall().count()),
          sha256Hex(request.csrPem), request.previous}},
        // The one before stays good until its own end: its answer may be lost, and its connections are open.
        {QStringLiteral("DELETE FROM certificate WHERE kiosk = ? AND fingerprint <> ? AND fingerprint <> ?"),
         {request.kiosk, *fingerprint, request.previous}},
    };
    for (const auto &[sql, values] : statements) {
        if (auto done = run(db, sql, values); !done) {
            return fail(done.error());
        }
    }
    auto result = answer(db, request.kiosk, *fingerprint);
    if (!result) {
        return result;
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    logEvent("renewed", {{QStringLiteral("kiosk"), request.kiosk}});
    return result;
}

Done Kiosks::quarantine(WriteTransaction &transaction, const QString &kiosk)
{
    auto done =
        run(transaction.connection(), QStringLiteral("UPDATE kiosk SET quarantine = 'clone' WHERE id = ?"), {kiosk});
    if (!done) {
        return fail(done.error());
    }
    logEvent("clone-suspected", {{QStringLiteral("kiosk"), kiosk}});
    return transaction.commit();
}

Result<wire::EnrolAnswer> Kiosks::answer(QSqlDatabase &db, const QString &kiosk, const QString &fingerprint)
{
    auto pem = single(db, QStringLiteral("SELECT pem FROM certificate WHERE fingerprint = ?"), {fingerprint});
    if (!pem) {
        return fail(pem.error());
    }
    if (!pem->isValid()) {
        return fail(FaultCode::EnrolCodeBad, "the certificate of this code was replaced");
    }
    wire::EnrolAnswer answer;
    answer.kiosk = kiosk;
    answer.certificatePem = pem->toString().toLatin1();
    answer.caPem = m_keys.caPem;
    answer.serverTimeMs = m_clock.wall().count();
    const auto notice = lastSealNotice(db, m_keys.refKey);
    if (!notice) {
        return fail(notice.error());
    }
    answer.sealKey = *notice ? (*notice)->keyAt(answer.serverTimeMs) : m_keys.sealPublicKey;
    answer.sealNotice = *notice ? (*notice)->json : QByteArray();
    answer.refKey = m_keys.refKey;
    return answer;
}

Result<std::optional<SealNotice>> Kiosks::sealNotice()
{
    auto connection = m_database->connection();
    return connection ? lastSealNotice(*connection, m_keys.refKey) : fail(connection.error());
}

Done Kiosks::revoke(const QString &kiosk)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    auto changed = run(transaction.connection(), QStringLiteral("UPDATE kiosk SET revoked_ms = ? WHERE id = ?"),
                       {qint64(m_clock.wall().count()), kiosk});
    if (!changed) {
        return fail(changed.error());
    }
    if (changed->numRowsAffected() != 1) {
        return fail(FaultCode::StoreNotFound, "no such kiosk");
    }
    return transaction.commit();
}

Result<KnownKiosk> Kiosks::byFingerprint(const QString &fingerprint)
{
    auto connection = m_database->connection();
    if (!connection) {
        return fail(connection.error());
    }
    std::optional<KnownKiosk> kiosk;
    const Done asked = runKept(*connection,
                               QStringLiteral("SELECT k.id, k.sign_key, k.revoked_ms FROM certificate c"
                                              " JOIN kiosk k ON k.id = c.kiosk WHERE c.fingerprint = ?"),
                               {fingerprint}, [&kiosk](QSqlQuery &row) {
                                   if (row.next()) {
                                       kiosk = KnownKiosk{row.value(0).toString(),
                                                          QByteArray::fromHex(row.value(1).toString().toLatin1()),
                                                          !row.value(2).isNull()};
                                   }
                                   return Done();
                               });
    if (!asked) {
        return fail(asked.error());
    }
    return kiosk ? Result<KnownKiosk>(*kiosk) : fail(FaultCode::CentreNotEnrolled, "certificate not known here");
}

}  // namespace hall::gateway
