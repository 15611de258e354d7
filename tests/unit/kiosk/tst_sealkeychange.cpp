// SPDX-License-Identifier: GPL-3.0-or-later
// The centre changes the key that cases are sealed to: a real gateway over TLS, a real store, and the kiosk's own parts
// between them. Nothing that was queued is lost, and no kiosk takes a key that the centre did not sign.
#include "app/gateway/listing.h"
#include "app/gateway/sealkeys.h"
#include "app/kiosk/healthfacts.h"
#include "app/protocol/secretfile.h"
#include "app/session/casewriter.h"
#include "app/sync/healthreporter.h"
#include "app/sync/renewal.h"
#include "app/sync/syncclient.h"
#include "tests/support/gatewayrig.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace hall;
using namespace hall::test;

namespace {

const QString kioskId = QStringLiteral("hall-a-01");
constexpr int longMs = 20'000;

template <typename T> T answered(const QFuture<T> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, longMs)) {
        throw std::runtime_error("never answered");
    }
    return future.result();
}

}  // namespace

class SealKeyChangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void casesOfBothKeysArriveAndTheOldOneEnds();
    void theNextKeyIsUsedFromItsTime();
    void toldWithTheNextCertificateAndTheNextEnrolment();
    void whatTheCentreDidNotSignIsNotTaken_data();
    void whatTheCentreDidNotSignIsNotTaken();
    void anUnsignedKeyIsNotTakenFromARenewal();
    void aFileOfBeforeIsBroughtForward();
    void aKeyInForceDoesNotEnd();
    void aDatabaseThatWasPutBackKnowsTheKeyAgain();

private:
    void enrol();
    void use(const KioskIdentity &identity, qint64 nowMs = 0);
    QString handIn();
    void drain();
    // One report to the centre, as the program tells it.
    void tellHealth();
    QString keyNow() const { return sealKeyId(sealKeyOf(m_identity, 0)); }
    QString stateOf(const QString &id);

    std::unique_ptr<GatewayRig> m_rig;
    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<KioskStore> m_store;
    std::unique_ptr<CaseWriter> m_writer;
    std::unique_ptr<HealthFacts> m_facts;
    std::unique_ptr<Renewal> m_renewal;
    std::unique_ptr<SyncClient> m_sync;
    KioskIdentity m_identity{{}, {}, {}, {}, {}, {}, Signer::generate()};
};

void SealKeyChangeTest::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_rig->start();
    m_data = std::make_unique<QTemporaryDir>();
    StoreOptions options;
    options.dataFolder = m_data->path();
    options.ballastBytes = 0;
    options.clock = &m_rig->clock;
    m_store = must(KioskStore::open(options));
    m_writer = std::make_unique<CaseWriter>(*m_store, m_rig->clock);
    m_facts = std::make_unique<HealthFacts>(*m_store, m_rig->clock);
    enrol();
}

void SealKeyChangeTest::cleanup()
{
    m_sync.reset();
    m_renewal.reset();
    m_facts.reset();
    m_writer.reset();
    m_store.reset();
    m_rig.reset();
}

void SealKeyChangeTest::enrol()
{
    Enrolment enrolment(m_data->path());
    m_identity = must(answered(enrolment.enrol(QUrl(m_rig->url()), m_rig->newCode(kioskId), m_rig->keys.caPem)));
    m_renewal = std::make_unique<Renewal>(m_data->path(), m_identity, m_rig->clock, 0);
    connect(m_renewal.get(), &Renewal::sealKeysTaken, this, [this](const KioskIdentity &next) { use(next); });
    connect(m_renewal.get(), &Renewal::renewed, this, [this](const KioskIdentity &next) { use(next); });
    SyncTiming timing;
    timing.backoffBaseMs = 20;
    timing.backoffCapMs = 100;
    timing.pollMs = 100;
    m_sync = std::make_unique<SyncClient>(*m_store, m_identity, timing);
    use(m_identity);
}

void SealKeyChangeTest::use(const KioskIdentity &identity, qint64 nowMs)
{
    m_identity = identity;
    const QByteArray &key = sealKeyOf(identity, nowMs);
    m_writer->setIdentity(SealIdentity{identity.kiosk, identity.signer, key});
    m_facts->setSealKey(identity.sealNotice ? identity.sealNotice->number : 0, sealKeyId(key));
}

QString SealKeyChangeTest::handIn()
{
    Transaction made;
    made.id = newTransactionId(m_rig->clock.wall().count());
    made.service = QStringLiteral("unemployment-registration");
    made.serviceVersion = QStringLiteral("1");
    made.catalogueVersion = QStringLiteral("2026.1");
    made.form = QStringLiteral("online");
    made.submittedAt = QDateTime::fromMSecsSinceEpoch(m_rig->clock.wall().count(), Qt::UTC);
    made.consent = {QStringLiteral("2026-01"), made.submittedAt, {}};
    made.test = true;
    made.answers = Sensitive<QByteArray>("{\"mobile\":\"13800000001\"}");
    made.materials.append(must(answered(
        m_writer->writePage(QStringLiteral("dismissal-proof"), 1, Sensitive<QByteArray>(QByteArray("jpeg"))))));
    Identity identity;
    identity.source = IdentitySource::SocialCard;
    identity.name = Sensitive<QString>(QStringLiteral("张测试"));
    identity.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    must(answered(m_writer->commit(made, identity)));
    return made.id;
}

void SealKeyChangeTest::drain()
{
    m_sync->wake();
    QTRY_COMPARE_WITH_TIMEOUT(must(answered(m_store->counts())).queued, 0, longMs);
    QTRY_COMPARE_WITH_TIMEOUT(must(answered(m_store->counts())).waitingBlobs, 0, longMs);
}

void SealKeyChangeTest::tellHealth()
{
    bool ready = false;
    m_facts->refresh([&ready] { ready = true; });
    QTRY_VERIFY(ready);
    HealthReporter reporter(m_identity, [this] { return m_facts->take(); });
    connect(&reporter, &HealthReporter::sealNoticeTold, m_renewal.get(), &Renewal::takeSealNotice);
    QSignalSpy told(&reporter, &HealthReporter::answered);
    reporter.soon();
    QTRY_COMPARE_WITH_TIMEOUT(told.count(), 1, longMs);
    QVERIFY(told.constFirst().constFirst().toBool());
}

QString SealKeyChangeTest::stateOf(const QString &id)
{
    auto db = m_rig->database();
    auto connection = must(db->connection());
    return must(gateway::single(connection, QStringLiteral("SELECT state FROM item WHERE id = ?"), {id})).toString();
}

void SealKeyChangeTest::casesOfBothKeysArriveAndTheOldOneEnds()
{
    const auto db = m_rig->database();
    const QString dir = m_rig->dir.path();
    auto connection = must(db->connection());
    const QString a = keyNow();
    QStringList ids{handIn(), handIn()};
    must(gateway::beginSealKey(*db, dir, 0, m_rig->clock));
    tellHealth();  // with the answer it hears of the new one
    const QString b = keyNow();
    QVERIFY(b != a);
    QCOMPARE(must(loadIdentity(m_data->path())).sealNotice->number, m_identity.sealNotice->number);
    ids << handIn() << handIn();

    // What the kiosk told: still of the old key, with two cases that are.
    const auto why = [&] { return must(gateway::stillOut(connection, a)).at(0)[u"why"].toString(); };
    QCOMPARE(why(), QStringLiteral("not-changed"));
    tellHealth();
    QCOMPARE(why(), QStringLiteral("holds"));
    QCOMPARE(gateway::endSealKey(*db, dir, a, false, m_rig->clock).error().code, FaultCode::CentreRefused);
    // One that there never was is none that kiosks have something for.
    QCOMPARE(gateway::endSealKey(*db, dir, QStringLiteral("0000000000000000"), false, m_rig->clock).error().code,
             FaultCode::StoreNotFound);

    drain();
    const gateway::Blobs blobs(db, dir + QStringLiteral("/blobs"), m_rig->clock);
    const auto keys = must(gateway::loadCoreKeys(dir)).unseal;
    for (const QString &id : std::as_const(ids)) {
        QTRY_VERIFY2(stateOf(id) == u"decided" || stateOf(id) == u"accepted", qPrintable(stateOf(id)));
        const QJsonObject opened = must(gateway::openItem(*db, blobs, id, keys));
        QCOMPARE(opened[u"answers"][u"mobile"].toString(), QStringLiteral("13800000001"));
        QVERIFY(opened[u"materials"][0][u"good"].toBool());
    }
    const QJsonArray listed = must(gateway::listSealKeys(*db, dir, m_rig->clock));
    QCOMPARE(listed.at(0)[u"state"].toString(), QStringLiteral("former"));
    QCOMPARE(listed.at(0)[u"stored"].toInt(), 2);
    QCOMPARE(listed.at(1)[u"id"].toString(), b);
    QCOMPARE(listed.at(1)[u"state"].toString(), QStringLiteral("current"));

    tellHealth();
    QVERIFY(must(gateway::stillOut(connection, a)).isEmpty());
    must(gateway::endSealKey(*db, dir, a, false, m_rig->clock));
    m_rig->clock.advance(std::chrono::seconds(2));

    // One that comes all the same is kept at the kiosk, where staff see why, and comes once the key counts again.
    m_writer->setIdentity(SealIdentity{kioskId, m_identity.signer, m_identity.sealKey});
    const QString late = handIn();
    drain();
    const QVector<QueueRow> rows = must(answered(m_store->outbox()));
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.constFirst().id, late);
    QCOMPARE(rows.constFirst().state, QStringLiteral("rejected"));
    QCOMPARE(rows.constFirst().lastError, QStringLiteral("seal-key"));
    QCOMPARE(must(answered(m_store->oldestSealKey())), a);
    QVERIFY(stateOf(late).isEmpty());
    QCOMPARE(must(gateway::resumeSealKey(*db, dir, a, m_rig->clock)), false);  // nothing to announce
    must(answered(m_store->retry(late)));
    drain();
    QTRY_VERIFY(stateOf(late) == u"decided" || stateOf(late) == u"accepted");
}

void SealKeyChangeTest::theNextKeyIsUsedFromItsTime()
{
    const auto db = m_rig->database();
    const QString a = keyNow();
    const qint64 from = m_rig->clock.wall().count() + 3'600'000;
    const SealNotice notice = must(gateway::beginSealKey(*db, m_rig->dir.path(), from, m_rig->clock));
    QCOMPARE(gateway::beginSealKey(*db, m_rig->dir.path(), 0, m_rig->clock).error().code, FaultCode::BadArgument);
    tellHealth();
    QCOMPARE(m_identity.sealNotice->json, notice.json);
    QCOMPARE(keyNow(), a);
    QCOMPARE(sealKeyId(sealKeyOf(m_identity, from - 1)), a);
    QCOMPARE(sealKeyOf(m_identity, from), notice.next);
    // Cases for it are taken before, too: clocks differ.
    use(m_identity, from);
    const QString early = handIn();
    drain();
    QTRY_VERIFY(stateOf(early) == u"decided" || stateOf(early) == u"accepted");
}

void SealKeyChangeTest::toldWithTheNextCertificateAndTheNextEnrolment()
{
    const auto db = m_rig->database();
    const QString a = keyNow();
    must(gateway::beginSealKey(*db, m_rig->dir.path(), 0, m_rig->clock));
    m_rig->clock.advance(std::chrono::hours(24 * 400));
    QSignalSpy renewed(m_renewal.get(), &Renewal::renewed);
    m_renewal->look();
    QTRY_COMPARE_WITH_TIMEOUT(renewed.count(), 1, longMs);
    const QString b = keyNow();
    QVERIFY(b != a);
    must(gateway::beginSealKey(*db, m_rig->dir.path(), 0, m_rig->clock));
    enrol();
    QVERIFY(keyNow() != b && keyNow() != a);
    // An older program reads the same file, and finds the key in force there.
    QCOMPARE(sealKeyId(m_identity.sealKey), keyNow());
}

void SealKeyChangeTest::whatTheCentreDidNotSignIsNotTaken_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("signed by somebody else") << 0;
    QTest::newRow("a byte of a key changed") << 1;
    QTest::newRow("an older one") << 2;
    QTest::newRow("another one with the same number") << 3;
    QTest::newRow("no notice at all") << 4;
    QTest::newRow("without its signature") << 5;
}

void SealKeyChangeTest::whatTheCentreDidNotSignIsNotTaken()
{
    QFETCH(const int, which);
    const auto db = m_rig->database();
    const SealNotice notice = must(gateway::beginSealKey(*db, m_rig->dir.path(), 0, m_rig->clock));
    tellHealth();
    const Signer centre = must(gateway::loadReferenceKey(m_rig->dir.path()));
    const QByteArray evil = newSealKeyPair().publicKey;
    QByteArray json;
    if (which == 0) {
        json = must(signSealNotice({notice.number + 1, notice.current, evil, 0}, Signer::generate())).json;
    } else if (which == 1) {
        json = must(signSealNotice({notice.number + 1, notice.current, evil, 0}, centre)).json;
        json.replace(evil.toHex(), newSealKeyPair().publicKey.toHex());
    } else if (which == 2) {
        json = must(signSealNotice({notice.number - 1, notice.current, {}, 0}, centre)).json;
    } else if (which == 3) {
        json = must(signSealNotice({notice.number, notice.current, evil, 0}, centre)).json;
    } else if (which == 4) {
        json = "{}";
    } else {
        json =
            "{\"current\":\"" + evil.toHex() + "\",\"number\":" + QByteArray::number(notice.number + 1) + ",\"v\":1}";
    }
    const QByteArray before = must(readSecretFile(m_data->filePath(QStringLiteral("identity/identity.json"))));
    QSignalSpy refused(m_renewal.get(), &Renewal::sealKeysRefused);
    m_renewal->takeSealNotice(json);
    m_renewal->takeSealNotice(json);
    QCOMPARE(refused.count(), 1);  // said once
    QCOMPARE(must(readSecretFile(m_data->filePath(QStringLiteral("identity/identity.json")))), before);
    QCOMPARE(sealKeyOf(m_identity, 0), notice.next);
    // The one that it has, again, is no news.
    m_renewal->takeSealNotice(notice.json);
    QCOMPARE(refused.count(), 1);
}

// Whoever has the front's certificate alone cannot lead kiosks to another key.
void SealKeyChangeTest::anUnsignedKeyIsNotTakenFromARenewal()
{
    const QByteArray own = sealKeyOf(m_identity, 0);
    m_rig->stop();
    must(writeWholeFile(m_rig->dir.filePath(QStringLiteral("front/seal.pub")), newSealKeyPair().publicKey.toHex(),
                        false));
    m_rig->start();
    m_rig->clock.advance(std::chrono::hours(24 * 400));
    QSignalSpy renewed(m_renewal.get(), &Renewal::renewed);
    m_renewal->look();
    QTRY_COMPARE_WITH_TIMEOUT(renewed.count(), 1, longMs);
    QCOMPARE(sealKeyOf(m_identity, 0), own);
    QCOMPARE(sealKeyOf(must(loadIdentity(m_data->path())), 0), own);
}

void SealKeyChangeTest::aFileOfBeforeIsBroughtForward()
{
    const QString path = m_data->filePath(QStringLiteral("identity/identity.json"));
    QJsonObject file = QJsonDocument::fromJson(must(readSecretFile(path))).object();
    QVERIFY(!file.contains(QStringLiteral("seal_keys")));  // as those of before
    QVERIFY(!must(loadIdentity(m_data->path())).sealNotice);
    const auto db = m_rig->database();
    const SealNotice notice = must(gateway::beginSealKey(*db, m_rig->dir.path(), 0, m_rig->clock));
    tellHealth();
    const KioskIdentity now = must(loadIdentity(m_data->path()));
    QCOMPARE(now.sealNotice->current, now.sealKey);
    QCOMPARE(now.sealNotice->next, notice.next);
    QCOMPARE(now.certificatePem, m_identity.certificatePem);
    file = QJsonDocument::fromJson(must(readSecretFile(path))).object();
    QJsonObject keys = file[QStringLiteral("seal_keys")].toObject();
    keys[QStringLiteral("next")] = QString(64, u'0');
    file[QStringLiteral("seal_keys")] = keys;
    must(writeWholeFile(path, QJsonDocument(file).toJson(), true));
    QCOMPARE(loadIdentity(m_data->path()).error().code, FaultCode::KeyMissing);
}

void SealKeyChangeTest::aKeyInForceDoesNotEnd()
{
    const auto db = m_rig->database();
    const QString dir = m_rig->dir.path();
    const QString a = keyNow();
    QCOMPARE(gateway::endSealKey(*db, dir, a, true, m_rig->clock).error().code, FaultCode::BadArgument);
    const SealNotice next = must(gateway::beginSealKey(*db, dir, m_rig->clock.wall().count() + 60'000, m_rig->clock));
    for (const QString &id : {a, sealKeyId(next.next)}) {
        QCOMPARE(gateway::endSealKey(*db, dir, id, true, m_rig->clock).error().code, FaultCode::BadArgument);
    }
    m_rig->clock.advance(std::chrono::minutes(2));
    // Never told of itself: it counts as out, and is ended only when that is meant.
    QCOMPARE(gateway::endSealKey(*db, dir, a, false, m_rig->clock).error().code, FaultCode::CentreRefused);
    must(gateway::endSealKey(*db, dir, a, true, m_rig->clock));
    QCOMPARE(gateway::endSealKey(*db, dir, a, true, m_rig->clock).error().code, FaultCode::StoreNotFound);
    QCOMPARE(gateway::endSealKey(*db, dir, QStringLiteral("0000000000000000"), true, m_rig->clock).error().code,
             FaultCode::StoreNotFound);
    QCOMPARE(gateway::resumeSealKey(*db, dir, QStringLiteral("0000000000000000"), m_rig->clock).error().code,
             FaultCode::StoreNotFound);
}

// The backup is of before the key was begun; its file is among the keys, which are kept apart.
void SealKeyChangeTest::aDatabaseThatWasPutBackKnowsTheKeyAgain()
{
    const auto db = m_rig->database();
    const QString dir = m_rig->dir.path();
    const QString a = keyNow();
    QCOMPARE(gateway::resumeSealKey(*db, dir, a, m_rig->clock).error().code, FaultCode::BadArgument);
    must(gateway::beginSealKey(*db, dir, 0, m_rig->clock));
    tellHealth();
    const QString b = keyNow();
    QVERIFY(b != a);
    auto connection = must(db->connection());
    must(gateway::run(connection, QStringLiteral("DELETE FROM seal_key")));
    must(gateway::run(connection, QStringLiteral("DELETE FROM seal_notice")));
    m_rig->clock.advance(std::chrono::seconds(2));
    const QString kept = handIn();
    drain();
    QCOMPARE(must(answered(m_store->outbox())).constFirst().lastError, QStringLiteral("seal-key"));

    const QString file = gateway::unsealKeyPath(dir, b);
    QVERIFY(QFile::rename(file, file + QStringLiteral(".away")));
    const Fault lacks = gateway::resumeSealKey(*db, dir, b, m_rig->clock).error();
    QCOMPARE(lacks.code, FaultCode::StoreNotFound);
    QVERIFY(lacks.detail.find(file.toStdString()) != std::string::npos);
    QVERIFY(QFile::rename(file + QStringLiteral(".away"), file));
    QCOMPARE(must(gateway::resumeSealKey(*db, dir, b, m_rig->clock)), true);
    QCOMPARE(must(gateway::resumeSealKey(*db, dir, b, m_rig->clock)), false);

    must(answered(m_store->retry(kept)));
    drain();
    QTRY_VERIFY(stateOf(kept) == u"decided" || stateOf(kept) == u"accepted");
    const QJsonArray listed = must(gateway::listSealKeys(*db, dir, m_rig->clock));
    QCOMPARE(listed.size(), 2);
    QCOMPARE(listed.at(0)[u"id"].toString(), a);
    QCOMPARE(listed.at(1)[u"id"].toString(), b);
    QCOMPARE(listed.at(1)[u"state"].toString(), QStringLiteral("current"));
    // The kiosk takes the new notice; one that comes only now seals to the same key.
    const qint64 before = m_identity.sealNotice->number;
    tellHealth();
    QVERIFY(m_identity.sealNotice->number > before);
    QCOMPARE(keyNow(), b);
    enrol();
    QCOMPARE(keyNow(), b);
}

QTEST_GUILESS_MAIN(SealKeyChangeTest)
#include "tst_sealkeychange.moc"
