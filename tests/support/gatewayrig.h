// SPDX-License-Identifier: GPL-3.0-or-later
// A real gateway in this process on a free port, with its own keys and database, and a kiosk that makes real cases.
#pragma once

#include "app/domain/transaction.h"
#include "app/gateway/gateway.h"
#include "app/gateway/kiosks.h"
#include "app/protocol/casebody.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/seal.h"
#include "app/protocol/wire.h"
#include "app/protocol/x509.h"

#include <QFile>
#include <QTemporaryDir>

#include <stdexcept>

namespace hall::test {

template <typename T> T must(Result<T> result)
{
    if (!result) {
        throw std::runtime_error(std::string(result.error().name()) + ": " + result.error().detail);
    }
    return std::move(*result);
}

inline void must(const Done &done)
{
    if (!done) {
        throw std::runtime_error(std::string(done.error().name()) + ": " + done.error().detail);
    }
}

class GatewayRig
{
public:
    GatewayRig()
    {
        must(gateway::initialiseKeys(dir.path(), {QStringLiteral("127.0.0.1"), QStringLiteral("localhost")}));
        options.dataDir = dir.path();
        options.acceptTests = true;
        options.threads = 8;
        keys = must(gateway::loadFrontKeys(dir.path()));
        if (qEnvironmentVariableIsSet("HALL_TEST_POSTGRES")) {
            options.database = qEnvironmentVariable("HALL_TEST_POSTGRES");
            emptyPostgres();
        }
    }

    void start()
    {
        server = must(gateway::Gateway::start(options, clock));
        options.port = server->port();  // a restart answers at the same address
    }
    void stop() { server.reset(); }

    std::shared_ptr<gateway::Database> database()
    {
        return must(gateway::Database::open(dir.path(), options.database));
    }
    QString newCode(const QString &kiosk) { return must(gateway::Kiosks(database(), keys, clock).newCode(kiosk)); }
    void revoke(const QString &kiosk) { must(gateway::Kiosks(database(), keys, clock).revoke(kiosk)); }
    qint64 count(const QString &sql)
    {
        auto db = database();
        auto connection = must(db->connection());
        return must(gateway::single(connection, sql)).toLongLong();
    }
    QString url() const { return QStringLiteral("https://127.0.0.1:%1").arg(options.port); }

    // The whole suite runs on PostgreSQL too: HALL_TEST_POSTGRES names a database that may be emptied.
    void emptyPostgres()
    {
        auto db = database();
        auto connection = must(db->connection());
        must(gateway::run(connection, QStringLiteral("DROP SCHEMA public CASCADE")));
        must(gateway::run(connection, QStringLiteral("CREATE SCHEMA public")));
    }

    QTemporaryDir dir;
    ManualClock clock;
    gateway::GatewayOptions options;
    gateway::FrontKeys keys;
    std::unique_ptr<gateway::Gateway> server;
};

// Makes signed, sealed, chained items as the store would.
class CaseMaker
{
public:
    CaseMaker(QString kiosk, Signer signer, QByteArray sealKey)
        : m_kiosk(std::move(kiosk)), m_signer(std::move(signer)), m_sealKey(std::move(sealKey))
    {
    }

    struct Made
    {
        QString id;
        qint64 seq = 0;
        wire::BatchItem item;
        Envelope envelope;
        QVector<QByteArray> blobs;  // sealed
    };

    Made make(const QVector<QByteArray> &pages = {}, qsizetype filler = 0, bool test = false)
    {
        Made made;
        Transaction t;
        t.id = newTransactionId(1'767'225'600'000 + seq);
        t.serviceVersion = QStringLiteral("1");
        t.catalogueVersion = catalogue;
        t.form = QStringLiteral("online");
        t.test = test;
        t.outstanding = outstanding;
        t.service = service;
        t.supplements = supplements;
        t.withdraws = withdraws;
        t.assurance = assurance;
        t.answers = Sensitive<QByteArray>(!answers.isEmpty() ? answers
                                                             : "{\"mobile\":\"13800000001\",\"remark\":\"" +
                                                                   QByteArray(filler, 'x') + "\"}");
        t.consent = {QStringLiteral("2026-01"), QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC), sharing};
        t.submittedAt = t.consent.at;
        t.applicant = applicant;
        t.people = Sensitive<QByteArray>(people);
        t.licences = licences;
        Envelope &e = made.envelope;
        for (qsizetype i = 0; i < pages.size(); ++i) {
            const QByteArray sealed = must(seal(SealKind::Blob, pages[i], m_sealKey));
            made.blobs.append(sealed);
            t.materials.append({material, int(i) + 1, sha256(pages[i]), sha256(sealed), sealed.size(),
                                QStringLiteral("image/jpeg"), as});
            e.attachments.append({sha256Hex(sealed), sealed.size(), QStringLiteral("image/jpeg"),
                                  QStringLiteral("%1/%2").arg(material).arg(i + 1)});
        }
        Identity identity;
        identity.source = source;
        identity.name = Sensitive<QString>(name);
        identity.number = Sensitive<QString>(number);
        identity.birthDate = birthDate;
        auto body = must(encodeCaseBody(t, identity));
        made.item.sealedBody = must(seal(SealKind::Body, body.reveal(), m_sealKey));
        e.id = made.id = t.id;
        e.kiosk = m_kiosk;
        e.epoch = epoch;
        e.seq = made.seq = ++seq;
        e.prev = prev;
        e.service = t.service;
        e.catalogue = QStringLiteral("2026.1");
        e.app = QStringLiteral("0.1.0");
        e.wallMs = 1'767'225'600'000;
        e.sealAlg = QLatin1String(kSealSuite);
        e.sealKey = sealKeyId(m_sealKey);
        e.sealedSha256 = sha256Hex(made.item.sealedBody);
        e.sealedSize = made.item.sealedBody.size();
        e.consentVersion = t.consent.version;
        e.test = test;
        e.group = group;
        made.item.envelope = must(finishEnvelope(e, m_signer));
        prev = e.hash;
        return made;
    }

    QString epoch = QString::fromLatin1(randomBytes(16).toHex());
    qint64 seq = 0;
    QString prev = chainStart();
    // Of the cases made from now on
    QStringList outstanding;
    QString supplements;  // id of another case
    QString withdraws;
    QString service = QStringLiteral("unemployment-registration");
    QString catalogue;  // version that the case names; none: the gateway's own
    std::optional<AssuranceProof> assurance;
    IdentitySource source = IdentitySource::SocialCard;
    QStringList sharing;  // sources that may be asked
    CaseGroup group;
    QString name = QStringLiteral("张测试");
    QString number = QStringLiteral("37020019900307006X");
    std::optional<QDate> birthDate;
    std::optional<Applicant> applicant;
    QByteArray people;
    QVector<LicenceReference> licences;
    QString material = QStringLiteral("dismissal-proof");  // that the pages are of
    QString as = {};                                       // what the service wants it as
    QByteArray answers;                                    // empty: a few, with `filler`

private:
    QString m_kiosk;
    Signer m_signer;
    QByteArray m_sealKey;
};

}  // namespace hall::test
