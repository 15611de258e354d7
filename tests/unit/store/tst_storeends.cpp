// SPDX-License-Identifier: GPL-3.0-or-later
// How cases end: closed by staff with a reason, pruned by the centre's time, and what a full store says of itself.
#include "tests/unit/store/storetools.h"

#include "app/store/outbox.h"
#include "app/store/roomwatch.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>

using namespace hall;
using namespace hall::test;

namespace {

constexpr qint64 kDay = 24LL * 3600 * 1000;
constexpr qint64 kCentreBegins = 1'780'000'000'000;  // 2026-05-28, by the centre

// A machine whose clock may be wrong by any time, while its monotonic one runs as it should.
class WrongClock final : public Clock
{
public:
    explicit WrongClock(qint64 aheadDays) : m_ahead(aheadDays * kDay) {}
    [[nodiscard]] std::chrono::milliseconds wall() const override
    {
        return std::chrono::milliseconds(kCentreBegins + m_passed.load() + m_ahead.load());
    }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        return std::chrono::milliseconds(1000 + m_passed.load());
    }
    void pass(qint64 days) { m_passed += days * kDay; }
    void set(qint64 aheadDays) { m_ahead = aheadDays * kDay; }
    [[nodiscard]] qint64 centre() const { return kCentreBegins + m_passed.load(); }

private:
    std::atomic<qint64> m_passed{0};
    std::atomic<qint64> m_ahead;
};

const CaseClosing atCounter{QStringLiteral("at-counter"), QStringLiteral("counter"), QString(),
                            QStringLiteral("staff 0a0b0c0d0e0f")};

}  // namespace

class TestStoreEnds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_folder.reset(); }

    void aClosedCaseIsNeverSentAgainAndNotLost()
    {
        const auto store = opened(optionsFor(m_folder->path()));
        const NewCase parked = newCase();
        const NewCase other = newCase();
        QVERIFY(store->commit(parked).result());
        QVERIFY(store->commit(other).result());
        QCOMPARE(faultIn(store->closeCase(parked.id, atCounter).result()), FaultCode::StoreNotFound);  // not parked
        QVERIFY(store->noteFailure(parked.id, QStringLiteral("centre.protocol"), true).result());
        QVERIFY(store->closeCase(parked.id, atCounter).result());

        QCOMPARE(stateOf(*store, parked), QStringLiteral("closed"));
        QCOMPARE(store->counts().result()->parked, 0);
        QCOMPARE(store->counts().result()->closed, 1);
        QCOMPARE(store->outbox().result()->size(), 1);
        const auto next = *store->next(10, 1 << 20).result();
        QCOMPARE(next.size(), 1);
        QCOMPARE(next.constFirst().id, other.id);
        QCOMPARE(faultIn(store->retry(parked.id).result()), FaultCode::StoreNotFound);
        QCOMPARE(faultIn(store->closeCase(parked.id, atCounter).result()), FaultCode::StoreNotFound);
        // Words that come late do not bring it back, but that the centre has it after all is true.
        QVERIFY(store->noteFailure(parked.id, QStringLiteral("centre.timeout"), true).result());
        QVERIFY(store->acknowledge(parked.id, QStringLiteral("waiting-blobs"), "{}").result());
        QVERIFY(store->acknowledge(parked.id, QStringLiteral("rejected"), "{\"code\":\"x\"}").result());
        QCOMPARE(stateOf(*store, parked), QStringLiteral("closed"));
        // The person is told, and the case is still there, sealed.
        const auto told = *store->casesOf(parked.personTag).result();
        QVERIFY(std::any_of(told.begin(), told.end(), [&](const CaseFacts &one) {
            return one.id == parked.id && one.state == QLatin1String("closed");
        }));
        QCOMPARE(*store->exportSealed(m_folder->filePath(QStringLiteral("out"))).result(), 2);
        QVERIFY(QFile::exists(m_folder->filePath(u"out/"_qs + parked.id + u".sealed"_qs)));
        QVERIFY(store->verifyAudit().result()->intact);
        QVERIFY(store->acknowledge(parked.id, QStringLiteral("stored"), "{}").result());
        QCOMPARE(stateOf(*store, parked), QStringLiteral("stored"));
    }

    void whatIsAboutAParkedCaseWaitsForIt_data()
    {
        QTest::addColumn<bool>("rejected");
        QTest::newRow("parked") << false;
        QTest::newRow("rejected") << true;
    }
    void whatIsAboutAParkedCaseWaitsForIt()
    {
        QFETCH(bool, rejected);
        const NewCase first = newCase();
        NewCase about = newCase();
        about.follows = first.id;
        const NewCase other = newCase();
        {
            const auto store = opened(optionsFor(m_folder->path()));
            for (const NewCase &fresh : {first, about, other}) {
                QVERIFY(store->commit(fresh).result());
            }
            QCOMPARE(nextIds(*store), QStringList({first.id, about.id, other.id}));
            QCOMPARE(store->next(10, 1 << 20).result()->at(1).follows, first.id);
            QCOMPARE(waitsFor(*store, about), first.id);
            QVERIFY(rejected ? store->acknowledge(first.id, QStringLiteral("rejected"), "{}").result()
                             : store->noteFailure(first.id, QStringLiteral("signature"), true).result());
        }
        const auto store = opened(optionsFor(m_folder->path()));
        QCOMPARE(nextIds(*store), QStringList{other.id});
        QCOMPARE(nextIds(*store, first.id), QStringList{other.id});
        QCOMPARE(waitsFor(*store, about), first.id);
        QCOMPARE(waitsFor(*store, other), QString());
        QCOMPARE(stateOf(*store, about), QStringLiteral("queued"));

        QVERIFY(store->retry(first.id).result());
        QCOMPARE(nextIds(*store), QStringList({first.id, about.id, other.id}));
        QVERIFY(store->acknowledge(first.id, QStringLiteral("stored"), "{}").result());
        QCOMPARE(nextIds(*store), QStringList({about.id, other.id}));
        QCOMPARE(store->next(10, 1 << 20).result()->constFirst().follows, QString());
        QCOMPARE(waitsFor(*store, about), QString());
    }

    void whatIsAboutAClosedCaseIsParked()
    {
        const auto store = opened(optionsFor(m_folder->path()));
        const NewCase first = newCase();
        NewCase about = newCase();
        about.follows = first.id;
        const NewCase other = newCase();
        for (const NewCase &fresh : {first, about, other}) {
            QVERIFY(store->commit(fresh).result());
        }
        QVERIFY(store->noteFailure(first.id, QStringLiteral("signature"), true).result());
        QVERIFY(store->closeCase(first.id, atCounter).result());
        QCOMPARE(stateOf(*store, about), QStringLiteral("parked"));
        QCOMPARE(store->outbox().result()->constFirst().lastError, outbox::kFollowsClosed);
        QCOMPARE(waitsFor(*store, about), QString());
        QCOMPARE(nextIds(*store), QStringList{other.id});
        // The one before may have been taken from a medium: staff decide.
        QVERIFY(store->retry(about.id).result());
        QCOMPARE(nextIds(*store), QStringList({about.id, other.id}));
        QVERIFY(store->noteFailure(about.id, QStringLiteral("signature"), true).result());
        QVERIFY(store->closeCase(about.id, atCounter).result());
        QCOMPARE(nextIds(*store), QStringList{other.id});
    }

    void exportedIsSaidOnlyOfWhatWas()
    {
        const auto store = opened(optionsFor(m_folder->path()));
        const NewCase before = newCase();
        const NewCase after = newCase();
        CaseClosing closing = atCounter;
        closing.basis = QStringLiteral("exported");
        QVERIFY(store->commit(before).result());
        QVERIFY(store->acknowledge(before.id, QStringLiteral("rejected"), "{\"code\":\"x\"}").result());
        QCOMPARE(faultIn(store->closeCase(before.id, closing).result()), FaultCode::NotAllowed);
        QVERIFY(!store->outbox().result()->constFirst().exported);
        QVERIFY(store->exportSealed(m_folder->filePath(QStringLiteral("out"))).result());
        QVERIFY(store->outbox().result()->constFirst().exported);
        QVERIFY(store->commit(after).result());
        QVERIFY(store->noteFailure(after.id, QStringLiteral("centre.protocol"), true).result());
        QCOMPARE(faultIn(store->closeCase(after.id, closing).result()), FaultCode::NotAllowed);
        QVERIFY(store->closeCase(before.id, closing).result());
        QCOMPARE(stateOf(*store, after), QStringLiteral("parked"));
    }

    void whatMayBeSaidWithIt_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("basis");
        QTest::addColumn<QString>("note");
        QTest::addColumn<bool>("good");
        const QString reason = QStringLiteral("unusable");
        const QString basis = QStringLiteral("counter");
        QTest::newRow("no note") << reason << basis << QString() << true;
        QTest::newRow("a note") << reason << basis << QStringLiteral("旧密钥，已在 3 号窗口补办") << true;
        QTest::newRow("no such reason") << QStringLiteral("because") << basis << QString() << false;
        QTest::newRow("no basis") << reason << QString() << QString() << false;
        QTest::newRow("a telephone number") << reason << basis << QStringLiteral("call 13900000005") << false;
        QTest::newRow("an identity number") << reason << basis << QStringLiteral("37020019900307006X") << false;
        QTest::newRow("spaced digits") << reason << basis << QStringLiteral("139 0000 0005") << false;
        QTest::newRow("full-width digits") << reason << basis << QStringLiteral("１３９００００") << false;
        QTest::newRow("two lines") << reason << basis << QStringLiteral("a\nb") << false;
        QTest::newRow("too long") << reason << basis << QString(61, u'a') << false;
    }
    void whatMayBeSaidWithIt()
    {
        QFETCH(const QString, reason);
        QFETCH(const QString, basis);
        QFETCH(const QString, note);
        QFETCH(const bool, good);
        const auto store = opened(optionsFor(m_folder->path()));
        const NewCase fresh = newCase();
        QVERIFY(store->commit(fresh).result());
        QVERIFY(store->noteFailure(fresh.id, QStringLiteral("centre.protocol"), true).result());
        const Done done = store->closeCase(fresh.id, {reason, basis, note, QStringLiteral("hallctl")}).result();
        QCOMPARE(done.has_value(), good);
        QCOMPARE(stateOf(*store, fresh), good ? QStringLiteral("closed") : QStringLiteral("parked"));
    }

    void aWrongClockPrunesNothingTooEarly_data()
    {
        QTest::addColumn<int>("ahead");
        QTest::newRow("right") << 0;
        QTest::newRow("400 days ahead") << 400;
        QTest::newRow("400 days behind") << -400;
    }
    // Whatever the machine's clock says, a log row lives 180 days by the centre's.
    void aWrongClockPrunesNothingTooEarly()
    {
        QFETCH(const int, ahead);
        WrongClock clock(ahead);
        const auto store = opened(withClock(clock));
        const NewCase old = newCase();
        const NewCase last = newCase();
        for (const NewCase &fresh : {old, last}) {
            QVERIFY(store->commit(fresh).result());
        }
        store->hearTime(clock.centre());
        for (const NewCase &fresh : {old, last}) {
            QVERIFY(store->acknowledge(fresh.id, QStringLiteral("stored"), "{}").result());
        }
        clock.set(-ahead);  // and then the other way
        clock.pass(170);
        settle(*store);
        QCOMPARE(store->outbox(true).result()->size(), 2);
        clock.pass(11);
        QVERIFY(store->setSetting(QStringLiteral("wake"), "1").result());
        QTRY_COMPARE(store->outbox(true).result()->size(), 1);  // the end of the chain stays
    }

    void withoutTheCentreNothingIsOld()
    {
        WrongClock clock(0);
        {
            const auto store = opened(withClock(clock));
            store->hearTime(clock.centre());
            for (int i = 0; i < 3; ++i) {
                const NewCase fresh = newCase();
                QVERIFY(store->commit(fresh).result());
                QVERIFY(store->acknowledge(fresh.id, QStringLiteral("stored"), "{}").result());
            }
        }
        clock.pass(1);
        clock.set(400);
        const auto store = opened(withClock(clock));  // a new run: nobody has said what time it is
        settle(*store);
        QCOMPARE(store->outbox(true).result()->size(), 3);
        clock.pass(1);
        store->hearTime(clock.centre());
        settle(*store);
        QCOMPARE(store->outbox(true).result()->size(), 3);
    }

    // A closed case keeps its body for as long, counted from when a clock could be believed.
    void aClosedCaseGoesWithItsBodyInTheEnd()
    {
        WrongClock clock(-400);
        const auto store = opened(withClock(clock));
        const QString scan = *store->writeBlob(randomBytes(1000)).result();
        NewCase closed = newCase();
        closed.blobs = {scan};
        QVERIFY(store->commit(closed).result());
        QVERIFY(store->commit(newCase()).result());
        QVERIFY(store->noteFailure(closed.id, QStringLiteral("centre.protocol"), true).result());
        QVERIFY(store->closeCase(closed.id, atCounter).result());
        clock.pass(1);
        store->hearTime(clock.centre());
        settle(*store);
        clock.pass(179);
        settle(*store);
        QCOMPARE(store->outbox(true).result()->size(), 2);
        QVERIFY(store->readBlob(scan, 0, 10).result());
        clock.pass(2);
        QVERIFY(store->setSetting(QStringLiteral("wake"), "1").result());
        QTRY_COMPARE(store->outbox(true).result()->size(), 1);
        QCOMPARE(faultIn(store->readBlob(scan, 0, 10).result()), FaultCode::StoreNotFound);
        QCOMPARE(*store->exportSealed(m_folder->filePath(QStringLiteral("out"))).result(), 1);
    }

    // Even what is old goes in steps.
    void aFewAtOnce()
    {
        WrongClock clock(0);
        const auto store = opened(withClock(clock));
        store->hearTime(clock.centre());
        for (int i = 0; i < 502; ++i) {
            const NewCase fresh = newCase(newTransactionId(1), 60);
            QVERIFY(store->commit(fresh).result());
            QVERIFY(store->acknowledge(fresh.id, QStringLiteral("stored"), "{}").result());
        }
        clock.pass(400);
        QVERIFY(store->setSetting(QStringLiteral("wake"), "1").result());
        QTRY_COMPARE(store->outbox(true).result()->size(), 2);
        settle(*store);
        QCOMPARE(store->outbox(true).result()->size(), 2);
    }

    void theRoomIsToldAndComesBack()
    {
        StoreOptions small = optionsFor(m_folder->path());
        small.quotaBytes = 2 << 20;
        const auto store = opened(small);
        RoomWatch watch(*store, std::chrono::milliseconds(50));
        QSignalSpy changes(&watch, &RoomWatch::changed);
        const auto room = [&] { return jsonOf(watch.fill())[QStringLiteral("room")].toString(); };
        QCOMPARE(room(), QStringLiteral("ample"));
        const QString first = *store->writeBlob(randomBytes(1'400'000)).result();
        QTRY_COMPARE(room(), QStringLiteral("warn"));
        const QString second = *store->writeBlob(randomBytes(350'000)).result();
        QTRY_COMPARE(room(), QStringLiteral("no-scans"));
        QVERIFY(store->commit(newCase(newTransactionId(1), 220'000)).result());
        QTRY_COMPARE(room(), QStringLiteral("no-cases"));
        QVERIFY(jsonOf(watch.fill())[QStringLiteral("percent")].toInt() >= 95);
        QVERIFY(changes.size() >= 3);
        QVERIFY(store->releaseBlobs({first, second}).result());
        QTRY_COMPARE(room(), QStringLiteral("ample"));
    }

private:
    StoreOptions withClock(const Clock &clock) const
    {
        StoreOptions options = optionsFor(m_folder->path());
        options.clock = &clock;
        options.idleAfter = std::chrono::milliseconds(20);
        return options;
    }

    static QStringList nextIds(KioskStore &store, const QString &after = {})
    {
        QStringList ids;
        const auto items = store.next(10, 1 << 20, after).result();
        for (const OutboxItem &item : *items) {
            ids.append(item.id);
        }
        return ids;
    }
    static QString waitsFor(KioskStore &store, const NewCase &one)
    {
        const auto rows = store.outbox(true).result();
        for (const QueueRow &row : *rows) {
            if (row.id == one.id) {
                return row.waitsFor;
            }
        }
        return {};
    }
    static QString stateOf(KioskStore &store, const NewCase &one)
    {
        const auto rows = store.outbox(true).result();
        for (const QueueRow &row : *rows) {
            if (row.id == one.id) {
                return row.state;
            }
        }
        return {};
    }

    // Long enough for what is done when nobody waits.
    static void settle(KioskStore &store)
    {
        QVERIFY(store.setSetting(QStringLiteral("wake"), "1").result());
        QThread::msleep(200);
        QVERIFY(store.setSetting(QStringLiteral("wake"), "2").result());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestStoreEnds)
#include "tst_storeends.moc"
