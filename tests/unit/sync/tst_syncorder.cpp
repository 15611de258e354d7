// SPDX-License-Identifier: GPL-3.0-or-later
// A case that staff have to look at, and what its person did about it afterwards: a real gateway over TLS, a real
// store, and the kiosk's own parts between them. Order is promised inside one case.
#include "app/session/casewriter.h"
#include "app/store/outbox.h"
#include "app/sync/enrolment.h"
#include "app/sync/syncclient.h"
#include "tests/support/gatewayrig.h"

#include <QSet>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace hall;
using namespace hall::test;

namespace {

constexpr int longMs = 20'000;

template <typename T> T answered(const QFuture<T> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, longMs)) {
        throw std::runtime_error("never answered");
    }
    return future.result();
}

// The store, read over a bad cable: bodies of some cases come out wrong.
class BadCable final : public OutboxStore
{
public:
    explicit BadCable(KioskStore &store) : m_store(store) {}

    QFuture<Result<QVector<OutboxItem>>> next(int maxItems, qint64 maxBytes, QString after) override
    {
        return read(m_store.next(maxItems, maxBytes, std::move(after)));
    }
    QFuture<Result<QVector<OutboxItem>>> pick(QStringList ids) override { return read(m_store.pick(std::move(ids))); }
    QFuture<Result<QVector<Done>>> acknowledge(QVector<CentreWord> words) override
    {
        return m_store.acknowledge(std::move(words));
    }
    QFuture<Done> noteFailure(QString id, QString error, bool park) override
    {
        return m_store.noteFailure(std::move(id), std::move(error), park);
    }
    QFuture<Result<QByteArray>> readBlob(QString sha256Hex, qint64 offset, int max) override
    {
        return m_store.readBlob(std::move(sha256Hex), offset, max);
    }
    QFuture<Done> setSyncState(QString key, QByteArray value) override
    {
        return m_store.setSyncState(std::move(key), std::move(value));
    }
    QFuture<Result<QByteArray>> syncState(QString key) override { return m_store.syncState(std::move(key)); }

    QSet<QString> spoilt;
    bool slow = false;
    std::atomic<int> reading = 0;

private:
    [[nodiscard]] QFuture<Result<QVector<OutboxItem>>> read(QFuture<Result<QVector<OutboxItem>>> items)
    {
        ++reading;
        return items.then([this, spoilt = spoilt, slow = slow](Result<QVector<OutboxItem>> read) {
            if (slow) {
                QThread::msleep(10);
            }
            --reading;
            for (OutboxItem &item : *read) {
                if (spoilt.contains(item.id)) {
                    item.sealedBody.back() = static_cast<char>(item.sealedBody.back() ^ 1);
                }
            }
            return read;
        });
    }

    KioskStore &m_store;
};

}  // namespace

class TestSyncOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatIsAboutAParkedCaseWaitsForIt_data();
    void whatIsAboutAParkedCaseWaitsForIt();
    void itGoesAtOnceWhenNothingIsWrong();
    void whatIsAboutAClosedCaseIsForStaff();
    void whoWaitsGoesFirst();
    void aClientEndsAfterWhatItAskedOfTheStore();

private:
    QString handIn(const QString &supplements = {}, const QString &withdraws = {});
    QueueRow rowOf(const QString &id);
    // At the centre; empty: it has not got it.
    QString stateOf(const QString &id);

    std::unique_ptr<GatewayRig> m_rig;
    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<KioskStore> m_store;
    std::unique_ptr<CaseWriter> m_writer;
    std::unique_ptr<BadCable> m_cable;
    std::unique_ptr<SyncClient> m_sync;
    std::optional<KioskIdentity> m_identity;
};

void TestSyncOrder::init()
{
    m_rig = std::make_unique<GatewayRig>();  // no table of rules: every case is accepted and waits for a person
    m_rig->start();
    m_data = std::make_unique<QTemporaryDir>();
    StoreOptions options;
    options.dataFolder = m_data->path();
    options.ballastBytes = 0;
    options.clock = &m_rig->clock;
    m_store = must(KioskStore::open(options));
    Enrolment enrolment(m_data->path());
    const KioskIdentity identity = must(
        answered(enrolment.enrol(QUrl(m_rig->url()), m_rig->newCode(QStringLiteral("hall-a-01")), m_rig->keys.caPem)));
    m_writer = std::make_unique<CaseWriter>(*m_store, m_rig->clock);
    m_writer->setIdentity(SealIdentity{identity.kiosk, identity.signer, identity.sealKey});
    SyncTiming timing;
    timing.backoffBaseMs = 20;
    timing.backoffCapMs = 100;
    timing.pollMs = 100;
    m_cable = std::make_unique<BadCable>(*m_store);
    m_sync = std::make_unique<SyncClient>(*m_cable, identity, timing);
    m_identity.emplace(identity);
}

void TestSyncOrder::cleanup()
{
    m_sync.reset();
    m_cable.reset();
    m_writer.reset();
    m_store.reset();
    m_rig.reset();
}

QString TestSyncOrder::handIn(const QString &supplements, const QString &withdraws)
{
    Transaction made;
    made.id = newTransactionId(m_rig->clock.wall().count());
    made.service = QStringLiteral("unemployment-registration");
    made.serviceVersion = QStringLiteral("1");
    made.catalogueVersion = QStringLiteral("2026.1");
    made.form = QStringLiteral("online");
    made.submittedAt = QDateTime::fromMSecsSinceEpoch(m_rig->clock.wall().count(), Qt::UTC);
    made.consent = {QStringLiteral("2026-01"), made.submittedAt, {}};
    made.assurance = AssuranceProof{Assurance::Holder, ProofWay::CardPin, made.submittedAt, {}, {}};
    made.supplements = supplements;
    made.withdraws = withdraws;
    made.answers = Sensitive<QByteArray>(withdraws.isEmpty() ? "{\"mobile\":\"13800000001\"}" : "{}");
    Identity identity;
    identity.source = IdentitySource::SocialCard;
    identity.name = Sensitive<QString>(QStringLiteral("张测试"));
    identity.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    must(answered(m_writer->commit(made, identity)));
    return made.id;
}

QueueRow TestSyncOrder::rowOf(const QString &id)
{
    for (const QueueRow &row : must(answered(m_store->outbox(true)))) {
        if (row.id == id) {
            return row;
        }
    }
    return {};
}

QString TestSyncOrder::stateOf(const QString &id)
{
    auto db = m_rig->database();
    auto connection = must(db->connection());
    return must(gateway::single(connection, QStringLiteral("SELECT state FROM item WHERE id = ?"), {id})).toString();
}

void TestSyncOrder::whatIsAboutAParkedCaseWaitsForIt_data()
{
    QTest::addColumn<bool>("withdraws");
    QTest::addColumn<QString>("caseEnds");
    QTest::newRow("withdrawal") << true << QStringLiteral("withdrawn");
    QTest::newRow("supplement") << false << QStringLiteral("accepted");
}

void TestSyncOrder::whatIsAboutAParkedCaseWaitsForIt()
{
    QFETCH(bool, withdraws);
    QFETCH(QString, caseEnds);
    const QString parked = handIn();
    const QString about = withdraws ? handIn({}, parked) : handIn(parked);
    const QString other = handIn();
    m_cable->spoilt.insert(parked);
    m_sync->wake();
    QTRY_COMPARE_WITH_TIMEOUT(rowOf(parked).state, QStringLiteral("parked"), longMs);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(other), QStringLiteral("accepted"), longMs);
    QTest::qWait(500);  // five rests of the queue
    QCOMPARE(stateOf(about), QString());
    QCOMPARE(rowOf(about).state, QStringLiteral("queued"));
    QCOMPARE(rowOf(about).waitsFor, parked);

    // Put back while the cable is still bad: both numbers were passed over, and none of them goes.
    must(answered(m_store->retry(parked)));
    m_sync->wake();
    QTRY_COMPARE_WITH_TIMEOUT(rowOf(parked).state, QStringLiteral("parked"), longMs);
    QTest::qWait(500);
    QCOMPARE(stateOf(about), QString());

    m_cable->spoilt.clear();
    must(answered(m_store->retry(parked)));
    m_sync->wake();
    QTRY_COMPARE_WITH_TIMEOUT(rowOf(about).state, QStringLiteral("stored"), longMs);
    if (withdraws) {
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(about), QStringLiteral("applied"), longMs);
    } else {
        // There was nothing that was asked for; but it is known what it is about.
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(about), QStringLiteral("refused"), longMs);
        QVERIFY(!answered(m_store->lastAnswer(about))->contains("no-such-case"));
    }
    QCOMPARE(stateOf(parked), caseEnds);
    QCOMPARE(rowOf(about).waitsFor, QString());
}

void TestSyncOrder::itGoesAtOnceWhenNothingIsWrong()
{
    const QString first = handIn();
    const QString about = handIn({}, first);
    const QString other = handIn();
    m_sync->wake();
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(other), QStringLiteral("accepted"), longMs);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(about), QStringLiteral("applied"), longMs);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(first), QStringLiteral("withdrawn"), longMs);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 3);
}

void TestSyncOrder::whatIsAboutAClosedCaseIsForStaff()
{
    const QString parked = handIn();
    const QString about = handIn({}, parked);
    m_cable->spoilt.insert(parked);
    m_sync->wake();
    QTRY_COMPARE_WITH_TIMEOUT(rowOf(parked).state, QStringLiteral("parked"), longMs);
    must(answered(m_store->closeCase(parked, {QStringLiteral("at-counter"), QStringLiteral("counter"), {}, {}})));
    QCOMPARE(rowOf(about).state, QStringLiteral("parked"));
    QCOMPARE(rowOf(about).lastError, outbox::kFollowsClosed);
    QTest::qWait(500);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 0);
}

// The queue of an outage, and somebody who hands in when the line is back; once more with a client that knows nothing
// of the first, as after a new start.
void TestSyncOrder::whoWaitsGoesFirst()
{
    constexpr int queued = 60;
    QStringList queue;
    for (int i = 0; i < queued; ++i) {
        queue.append(handIn());
    }
    QStringList order;
    connect(m_sync.get(), &SyncClient::itemStored, this, [&order](const QString &id, const QString &word) {
        if (word == QLatin1String("stored")) {
            order.append(id);
        }
    });
    const QString first = handIn();
    m_sync->handedIn({first});
    QTRY_VERIFY_WITH_TIMEOUT(order.contains(first), longMs);
    QVERIFY2(order.indexOf(first) <= 1, qPrintable(QString::number(order.indexOf(first))));  // one may be beside it
    const QString about = handIn({}, queue.last());
    m_sync->handedIn({about});
    QTRY_COMPARE_WITH_TIMEOUT(order.size(), queued + 2, longMs);
    QVERIFY(order.indexOf(about) > order.indexOf(queue.last()));
    QCOMPARE(QSet<QString>(order.begin(), order.end()).size(), queued + 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), queued + 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(DISTINCT seq) FROM item")), queued + 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT last_seq FROM chain")), queued + 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE quarantine <> ''")), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item a JOIN item b ON b.seq = a.seq + 1"
                                         " WHERE b.prev <> a.hash")),
             0);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(about), QStringLiteral("applied"), longMs);
}

// On a thread of its own, as in programs that are several kiosks at once: what the store's thread ends after the client
// is gone would be posted to nobody.
void TestSyncOrder::aClientEndsAfterWhatItAskedOfTheStore()
{
    constexpr int rounds = 20;
    handIn();
    m_identity->gateway.setPort(1);  // nobody listens
    m_cable->slow = true;
    for (int round = 0; round < rounds; ++round) {
        std::unique_ptr<QThread> thread(QThread::create([this] {
            SyncClient client(*m_cable, *m_identity);
            client.wake();
            client.handedIn({QStringLiteral("none")});
        }));
        thread->start();
        QVERIFY(thread->wait(longMs));
        QCOMPARE(m_cable->reading.load(), 0);
    }
    QCOMPARE(must(answered(m_store->counts())).queued, qint64(1));
}

QTEST_GUILESS_MAIN(TestSyncOrder)
#include "tst_syncorder.moc"
