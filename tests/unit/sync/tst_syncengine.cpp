// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against a model of store, network and centre: by example, and by random schedules. HALL_TEST_SCALE
// multiplies the 200 schedules; HALL_TEST_SEED, which is printed, repeats them.
#include "app/sync/syncengine.h"
#include "tests/unit/sync/syncworld.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <map>

using namespace hall;
using wire::Verdict;
using wire::VerdictKind;

namespace {

template <typename T> std::optional<T> find(const QVector<SyncAction> &actions)
{
    for (const SyncAction &action : actions) {
        if (const T *found = std::get_if<T>(&action)) {
            return *found;
        }
    }
    return std::nullopt;
}

template <typename T> int count(const QVector<SyncAction> &actions)
{
    return int(std::count_if(actions.begin(), actions.end(),
                             [](const SyncAction &a) { return std::holds_alternative<T>(a); }));
}

OutboxItem item(qint64 seq, const QStringList &blobs = {})
{
    return test::syncItem(seq, blobs);
}

Verdict verdict(qint64 seq, VerdictKind kind)
{
    return test::syncVerdict(seq, kind);
}

ItemsFetched fetched(QVector<OutboxItem> items)
{
    return ItemsFetched{Result<QVector<OutboxItem>>(std::move(items))};
}

}  // namespace

class TestSyncEngine : public QObject
{
    Q_OBJECT

private:
    SyncEngine m_engine{SyncTiming{}, [] { return 0.5; }};

private Q_SLOTS:
    void init()
    {
        m_engine = SyncEngine(SyncTiming{}, [] { return 0.5; });
    }
    void storedIsAcknowledgedThenInboxIsRead();
    void failureBacksOffByDoublingWithJitter();
    void windowProbesThenGrows();
    void packedBatchesHoldMore();
    void fullBatchesFollowAtOnce();
    void theNextBatchLeavesOnASecondLine();
    void answersCountInTheOrderOfTheChain();
    void theOtherBatchIsWaitedFor_data();
    void theOtherBatchIsWaitedFor();
    void aStreakEndsWith_data();
    void aStreakEndsWith();
    void verdicts_data();
    void verdicts();
    void missingVerdictIsSentAgain();
    void gapDeclaresWhatIsHeldBack();
    void gapAfterSkipBacksOff();
    void blobsFollowAndThenTheAcknowledgement();
    void scansAreAskedAboutEvenIfNoneIsMissed();
    void aNewCaseGoesBeforeScans();
    void scansGoOnWhereTheLineBroke();
    void inboxCursorIsSavedAfterTheAnswers();
    void failedStoreKeepsTheCursor();
    void answersRideOnABatch();
    void whatRodeIsNotAskedForBeforeItIsWritten();
    void answersThatComeAtRestAreTaken();
    void answersThatComeAtAnotherTimeAreLeft();
    void poisonStopsNothing_data();
    void poisonStopsNothing();
    void aLonePoisonItemLeavesTheInbox();
    void aCentreThatTakesNothingHasNothingParked_data();
    void aCentreThatTakesNothingHasNothingParked();
    void aPoisonScanStopsNothing();
    void anItemWithoutAVerdictStopsNothing();
    void whatIsAboutACaseGoesAfterIt();
    void whatIsAboutACaseDoesNotWaitForItsScans();
    void whatIsAboutASuspectWaitsWithIt();
    void aWaitingCaseLeavesBeforeTheQueue();
    void aWaitingCaseLeavesBesideWhatIsUnderWay();
    void aWaitingCaseIsNotSentTwice();
    void aWaitingCasesScansAreNext();
    void aWaitingCaseGoesInItsTurnWhen_data();
    void aWaitingCaseGoesInItsTurnWhen();
    void aWaitingCaseIsTriedAgain();
    void whatWasHandedInTogetherLeavesTogether();
    void retryAfterIsHonoured();
    void wakeDuringBackOffHurriesOnce();
    void staleTimerIsIgnored();
    void randomSchedules();
    void wrongEnginesAreFoundOut_data();
    void wrongEnginesAreFoundOut();
};

void TestSyncEngine::storedIsAcknowledgedThenInboxIsRead()
{
    QVERIFY(find<FetchItems>(m_engine.handle(WakeUp{})));
    QVERIFY(find<SendBatch>(m_engine.handle(fetched({item(1)}))));
    auto actions = m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}});
    QCOMPARE(find<Acknowledge>(actions)->verdict, QStringLiteral("stored"));
    QVERIFY(find<Reachable>(actions)->yes);
    QVERIFY(!find<FetchItems>(actions));  // not before the store has noted it
    QVERIFY(find<FetchItems>(m_engine.handle(StoreWritten{})));
    QVERIFY(find<PollInbox>(m_engine.handle(fetched({}))));
    actions = m_engine.handle(InboxAnswered{});
    QVERIFY(find<RoundEnded>(actions)->drained);
    QVERIFY(find<StartTimer>(actions)->ms <= 1000);  // the answer to what was just sent may come soon
}

void TestSyncEngine::failureBacksOffByDoublingWithJitter()
{
    qint64 expected = 500;  // half of the base, random is 0.5
    (void)m_engine.handle(WakeUp{});
    for (int round = 0; round < 2; ++round) {
        (void)m_engine.handle(fetched({item(1)}));
        const auto actions = m_engine.handle(BatchFailed{FailureKind::Network, QStringLiteral("unreachable"), 0});
        const auto timer = find<StartTimer>(actions);
        QCOMPARE(timer->ms, std::min<qint64>(expected, 150'000));
        QVERIFY(m_engine.waiting());
        expected *= 2;
        auto next = m_engine.handle(TimerFired{timer->number});
        if (round > 0) {
            // From the second on it is asked first whether anything is answered.
            QVERIFY(find<PollInbox>(next));
            for (int more = 0; more < 12; ++more) {
                const auto wait = find<StartTimer>(m_engine.handle(InboxFailed{}));
                QCOMPARE(wait->ms, std::min<qint64>(expected, 150'000));
                expected *= 2;
                QVERIFY(find<PollInbox>(m_engine.handle(TimerFired{wait->number})));
            }
            QVERIFY(find<FetchItems>(m_engine.handle(InboxAnswered{})));
            return;
        }
        QVERIFY(find<FetchItems>(next));
    }
}

void TestSyncEngine::windowProbesThenGrows()
{
    auto fetch = find<FetchItems>(m_engine.handle(WakeUp{}));
    QVector<int> windows;
    for (qint64 seq = 1; seq < 6; ++seq) {
        windows.append(fetch->maxItems);
        (void)m_engine.handle(fetched({item(seq)}));
        (void)m_engine.handle(BatchAnswered{{verdict(seq, VerdictKind::Stored)}});
        fetch = find<FetchItems>(m_engine.handle(StoreWritten{}));
    }
    QCOMPARE(windows, QVector<int>({1, 4, 16, 64, 100}));
    (void)m_engine.handle(fetched({item(6)}));
    (void)m_engine.handle(BatchFailed{});
    QCOMPARE(m_engine.window(), 1);
}

void TestSyncEngine::packedBatchesHoldMore()
{
    const auto heavy = [](qint64 seq) {
        OutboxItem one = item(seq);
        one.sealedBody = QByteArray(200 * 1024, 'x');
        return one;
    };
    const SyncTiming timing;
    QCOMPARE(find<FetchItems>(m_engine.handle(WakeUp{}))->maxBytes, timing.windowBytes);
    auto sent = find<SendBatch>(m_engine.handle(fetched({heavy(1), heavy(2)})));
    QVERIFY(!sent->packed);
    QCOMPARE(sent->items.size(), 1);  // base64 makes two of them too large
    m_engine.setPacked(true);
    (void)m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}});
    QCOMPARE(find<FetchItems>(m_engine.handle(StoreWritten{}))->maxBytes, timing.packedWindowBytes);
    sent = find<SendBatch>(m_engine.handle(fetched({heavy(2), heavy(3), heavy(4)})));
    QVERIFY(sent->packed);
    QCOMPARE(sent->items.size(), 2);
    // It was read for a packed batch, and is sent as what is said now.
    (void)m_engine.handle(BatchAnswered{{verdict(2, VerdictKind::Stored), verdict(3, VerdictKind::Stored)}});
    (void)m_engine.handle(StoreWritten{});
    QVERIFY(find<FetchItems>(m_engine.handle(StoreWritten{})));
    m_engine.setPacked(false);
    sent = find<SendBatch>(m_engine.handle(fetched({heavy(4), heavy(5)})));
    QVERIFY(!sent->packed);
    QCOMPARE(sent->items.size(), 1);
}

namespace {

// Grown to its full window of four; items 1 and 2 to 5 are at the centre, 6 to 9 under way.
SyncEngine inFullSwing()
{
    SyncTiming timing;
    timing.window = 4;
    SyncEngine engine(timing, [] { return 0.5; });
    (void)engine.handle(WakeUp{});
    (void)engine.handle(fetched({item(1)}));
    (void)engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}});
    (void)engine.handle(StoreWritten{});
    (void)engine.handle(fetched({item(2), item(3), item(4), item(5)}));
    (void)engine.handle(AheadFetched{QVector<OutboxItem>{item(6), item(7), item(8), item(9)}});
    QVector<Verdict> verdicts;
    for (qint64 seq = 2; seq <= 5; ++seq) {
        verdicts.append(verdict(seq, VerdictKind::Stored));
    }
    (void)engine.handle(BatchAnswered{verdicts});
    return engine;
}

}  // namespace

void TestSyncEngine::fullBatchesFollowAtOnce()
{
    SyncTiming timing;
    timing.window = 2;
    m_engine = SyncEngine(timing, [] { return 0.5; });
    (void)m_engine.handle(WakeUp{});
    QVERIFY(!find<FetchAhead>(m_engine.handle(fetched({item(1)}))));  // a probe goes alone
    (void)m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}});
    (void)m_engine.handle(StoreWritten{});
    auto actions = m_engine.handle(fetched({item(2), item(3)}));
    QCOMPARE(find<FetchAhead>(actions)->after, QStringLiteral("id-3"));
    const BatchAnswered taken{{verdict(2, VerdictKind::Stored), verdict(3, VerdictKind::Duplicate)}};
    actions = m_engine.handle(taken);
    QCOMPARE(count<Acknowledge>(actions), 2);
    QVERIFY(!find<SendBatch>(actions));  // not read yet
    (void)m_engine.handle(StoreWritten{});
    actions = m_engine.handle(AheadFetched{QVector<OutboxItem>{item(4)}});
    QCOMPARE(find<SendBatch>(actions)->items.constFirst().seq, 4);
    QVERIFY(!find<FetchAhead>(actions));  // that was the last of them
    QVERIFY(m_engine.handle(StoreWritten{}).isEmpty());
    actions = m_engine.handle(BatchAnswered{{verdict(4, VerdictKind::Stored)}});
    QVERIFY(!find<FetchItems>(actions));  // the store is up to date first
    QVERIFY(find<FetchItems>(m_engine.handle(StoreWritten{}))->after.isEmpty());
}

namespace {

BatchAnswered allStored(qint64 from, qint64 to, int line)
{
    BatchAnswered answer;
    for (qint64 seq = from; seq <= to; ++seq) {
        answer.verdicts.append(verdict(seq, VerdictKind::Stored));
    }
    answer.line = line;
    return answer;
}

// As inFullSwing, and the store has noted 2 to 5; 6 to 9 have left on line 0, 10 to 13 are under way on line 1.
SyncEngine onTwoLines()
{
    SyncEngine engine = inFullSwing();
    for (int i = 0; i < 4; ++i) {
        (void)engine.handle(StoreWritten{});
    }
    (void)engine.handle(AheadFetched{QVector<OutboxItem>{item(10), item(11), item(12), item(13)}});
    (void)engine.handle(BatchUploaded{0});
    return engine;
}

}  // namespace

void TestSyncEngine::theNextBatchLeavesOnASecondLine()
{
    m_engine = inFullSwing();
    QVERIFY(m_engine.handle(BatchUploaded{0}).isEmpty());  // nothing has been read yet
    auto actions = m_engine.handle(AheadFetched{QVector<OutboxItem>{item(10), item(11), item(12), item(13)}});
    auto sent = find<SendBatch>(actions);
    QVERIFY(sent);
    QCOMPARE(sent->items.constFirst().seq, 10);
    QCOMPARE(sent->line, 1);
    QVERIFY(!find<FetchAhead>(actions));  // never a third
    QVERIFY(m_engine.handle(BatchUploaded{1}).isEmpty());
    actions = m_engine.handle(allStored(6, 9, 0));
    QVERIFY(std::holds_alternative<FetchAhead>(actions.constFirst()));
    QCOMPARE(find<FetchAhead>(actions)->after, QStringLiteral("id-13"));
    QCOMPARE(count<Acknowledge>(actions), 4);
    sent = find<SendBatch>(m_engine.handle(AheadFetched{QVector<OutboxItem>{item(14)}}));
    QVERIFY(sent);
    QCOMPARE(sent->items.constFirst().seq, 14);
    QCOMPARE(sent->line, 0);
}

void TestSyncEngine::answersCountInTheOrderOfTheChain()
{
    m_engine = onTwoLines();
    QVERIFY(m_engine.handle(allStored(10, 13, 1)).isEmpty());  // it waits for the one before
    const auto actions = m_engine.handle(allStored(6, 9, 0));
    QCOMPARE(count<Acknowledge>(actions), 8);
    QVERIFY(!find<SendBatch>(actions));  // what comes next has not been read
    QCOMPARE(find<FetchAhead>(actions)->after, QStringLiteral("id-13"));
}

void TestSyncEngine::theOtherBatchIsWaitedFor_data()
{
    QTest::addColumn<bool>("firstFails");
    QTest::addColumn<bool>("otherFails");
    QTest::addColumn<bool>("otherFirst");
    QTest::addColumn<int>("noted");
    for (const bool otherFirst : {false, true}) {
        const char *order = otherFirst ? ", answered first" : "";
        QTest::addRow("a broken line, the other taken%s", order) << true << false << otherFirst << 4;
        QTest::addRow("both lines broken%s", order) << true << true << otherFirst << 0;
        QTest::addRow("an item refused, the other taken%s", order) << false << false << otherFirst << 8;
    }
}

// Whatever becomes of the first, nothing is fetched and no timer runs before the other has been answered and noted.
void TestSyncEngine::theOtherBatchIsWaitedFor()
{
    QFETCH(bool, firstFails);
    QFETCH(bool, otherFails);
    QFETCH(bool, otherFirst);
    QFETCH(int, noted);
    m_engine = onTwoLines();
    BatchAnswered refused = allStored(6, 9, 0);
    refused.verdicts.last().kind = VerdictKind::Rejected;
    const SyncEvent first = firstFails ? SyncEvent(BatchFailed{FailureKind::Network, {}, 0, 0}) : SyncEvent(refused);
    const SyncEvent other =
        otherFails ? SyncEvent(BatchFailed{FailureKind::Network, {}, 0, 1}) : SyncEvent(allStored(10, 13, 1));
    QVector<SyncAction> actions = m_engine.handle(otherFirst ? other : first);
    QVERIFY(!find<FetchItems>(actions) && !find<StartTimer>(actions));
    QVERIFY(!m_engine.waiting());
    actions += m_engine.handle(otherFirst ? first : other);
    QCOMPARE(count<Acknowledge>(actions), noted);
    for (int i = 0; i < noted; ++i) {
        QVERIFY(!find<FetchItems>(actions) && !find<StartTimer>(actions));
        actions = m_engine.handle(StoreWritten{});
    }
    QCOMPARE(m_engine.waiting(), firstFails);
    QCOMPARE(find<StartTimer>(actions).has_value(), firstFails);
    QCOMPARE(find<FetchItems>(actions).has_value(), !firstFails);
    QVERIFY(!find<SendBatch>(actions));
}

void TestSyncEngine::aStreakEndsWith_data()
{
    QTest::addColumn<QVector<SyncEvent>>("events");
    QTest::addColumn<bool>("waits");
    const auto answered = [](VerdictKind last) {
        QVector<Verdict> verdicts;
        for (qint64 seq = 6; seq <= 9; ++seq) {
            verdicts.append(verdict(seq, seq == 9 ? last : VerdictKind::Stored));
        }
        return BatchAnswered{verdicts};
    };
    const StoreWritten good{};
    QTest::newRow("an item that comes later")
        << QVector<SyncEvent>{answered(VerdictKind::Later), good, good, good, good, good, good, good} << false;
    QTest::newRow("an item that is refused")
        << QVector<SyncEvent>{answered(VerdictKind::Rejected), good, good, good, good, good, good, good, good} << false;
    QTest::newRow("a verdict that is missing")
        << QVector<SyncEvent>{BatchAnswered{{verdict(6, VerdictKind::Stored)}}, good, good, good, good, good} << false;
    QTest::newRow("a broken line") << QVector<SyncEvent>{BatchFailed{}, good, good, good, good} << true;
    QTest::newRow("a store that cannot note it")
        << QVector<SyncEvent>{good, good, StoreWritten{false}, good, answered(VerdictKind::Stored), good, good,
                              good, good}
        << true;
}

// Nothing more leaves until the store has noted everything; then either the first of what is queued is read again, or a
// timer runs.
void TestSyncEngine::aStreakEndsWith()
{
    QFETCH(QVector<SyncEvent>, events);
    QFETCH(bool, waits);
    m_engine = inFullSwing();
    QVERIFY(m_engine.handle(AheadFetched{QVector<OutboxItem>{item(10)}}).isEmpty());
    QVector<SyncAction> actions;
    for (const SyncEvent &event : std::as_const(events)) {
        QVERIFY(!find<FetchItems>(actions) && !find<StartTimer>(actions));
        actions = m_engine.handle(event);
        QVERIFY(!find<SendBatch>(actions));
    }
    QCOMPARE(m_engine.waiting(), waits);
    QCOMPARE(find<StartTimer>(actions).has_value(), waits);
    QCOMPARE(find<FetchItems>(actions).has_value(), !waits);
}

void TestSyncEngine::verdicts_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("fixable");
    QTest::addColumn<QString>("acknowledged");
    QTest::addColumn<bool>("parked");
    QTest::newRow("stored") << int(VerdictKind::Stored) << false << "stored" << false;
    QTest::newRow("duplicate") << int(VerdictKind::Duplicate) << false << "stored" << false;
    QTest::newRow("rejected") << int(VerdictKind::Rejected) << false << "rejected" << false;
    QTest::newRow("rejected, fixable") << int(VerdictKind::Rejected) << true << "" << false;
    QTest::newRow("conflict") << int(VerdictKind::Conflict) << false << "" << true;
    QTest::newRow("fork") << int(VerdictKind::Fork) << false << "" << false;
    QTest::newRow("later") << int(VerdictKind::Later) << false << "" << false;
}

void TestSyncEngine::verdicts()
{
    QFETCH(int, kind);
    QFETCH(bool, fixable);
    QFETCH(QString, acknowledged);
    QFETCH(bool, parked);
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1)}));
    Verdict word = verdict(1, VerdictKind(kind));
    word.fixable = fixable;
    const auto actions = m_engine.handle(BatchAnswered{{word}});
    const auto ack = find<Acknowledge>(actions);
    QCOMPARE(ack ? ack->verdict : QString(), acknowledged);
    const auto failure = find<NoteFailure>(actions);
    QCOMPARE(failure && failure->park, parked);
}

void TestSyncEngine::missingVerdictIsSentAgain()
{
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1), item(2)}));
    const auto actions = m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}});
    QCOMPARE(count<Acknowledge>(actions), 1);
    QCOMPARE(count<NoteFailure>(actions), 0);
    QVERIFY(find<FetchItems>(m_engine.handle(StoreWritten{})));
    // Not one verdict at all is no progress: wait before the next try.
    (void)m_engine.handle(fetched({item(2)}));
    QVERIFY(find<StartTimer>(m_engine.handle(BatchAnswered{})));
}

void TestSyncEngine::gapDeclaresWhatIsHeldBack()
{
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(5)}));
    Verdict gap = verdict(5, VerdictKind::Gap);
    gap.expected = 3;
    QVERIFY(find<FetchItems>(m_engine.handle(BatchAnswered{{gap}})));
    const auto batch = find<SendBatch>(m_engine.handle(fetched({item(5)})));
    QVERIFY(batch->skip.has_value());
    QCOMPARE(batch->skip->from, 3);
    QCOMPARE(batch->skip->to, 4);
}

void TestSyncEngine::gapAfterSkipBacksOff()
{
    gapDeclaresWhatIsHeldBack();
    Verdict gap = verdict(5, VerdictKind::Gap);
    gap.expected = 3;
    QVERIFY(find<StartTimer>(m_engine.handle(BatchAnswered{{gap}})));
}

void TestSyncEngine::blobsFollowAndThenTheAcknowledgement()
{
    const QString a(64, u'a');
    const QString b(64, u'b');
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1, {a, b})}));
    Verdict stored = verdict(1, VerdictKind::Stored);
    stored.missing = {a, b};
    auto actions = m_engine.handle(BatchAnswered{{stored}});
    QVERIFY(!find<Acknowledge>(actions));
    QCOMPARE(find<FetchItems>(actions)->after, QStringLiteral("id-1"));  // every case before any scan
    actions = m_engine.handle(fetched({}));
    QCOMPARE(find<UploadBlob>(actions)->sha256, a);
    QCOMPARE(find<UploadBlob>(actions)->size, 10);
    actions = m_engine.handle(BlobDone{a});
    QCOMPARE(find<UploadBlob>(actions)->sha256, b);
    actions = m_engine.handle(BlobDone{b});
    QCOMPARE(find<Acknowledge>(actions)->verdict, QStringLiteral("stored"));
}

void TestSyncEngine::scansAreAskedAboutEvenIfNoneIsMissed()
{
    const QString a(64, u'a');
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1, {a})}));
    QVERIFY(!find<Acknowledge>(m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}})));
    QCOMPARE(find<UploadBlob>(m_engine.handle(fetched({})))->sha256, a);
    QCOMPARE(find<Acknowledge>(m_engine.handle(BlobDone{a}))->verdict, QStringLiteral("stored"));
}

void TestSyncEngine::aNewCaseGoesBeforeScans()
{
    const QString a(64, u'a');
    const QString b(64, u'b');
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1, {a})}));
    (void)m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}});
    QCOMPARE(find<UploadBlob>(m_engine.handle(fetched({})))->sha256, a);
    QVERIFY(find<PauseUpload>(m_engine.handle(WakeUp{})));
    QVERIFY(m_engine.handle(WakeUp{}).isEmpty());  // said once
    QCOMPARE(find<FetchItems>(m_engine.handle(BlobPaused{a}))->after, QStringLiteral("id-1"));
    QCOMPARE(find<SendBatch>(m_engine.handle(fetched({item(2, {b})})))->items.size(), 1);
    (void)m_engine.handle(BatchAnswered{{verdict(2, VerdictKind::Stored)}});
    QCOMPARE(find<UploadBlob>(m_engine.handle(fetched({})))->sha256, b);  // its own scans first
    auto actions = m_engine.handle(BlobDone{b});
    QCOMPARE(find<Acknowledge>(actions)->id, QStringLiteral("id-2"));
    QCOMPARE(find<UploadBlob>(m_engine.handle(StoreWritten{}))->sha256, a);
    QCOMPARE(find<Acknowledge>(m_engine.handle(BlobDone{a}))->id, QStringLiteral("id-1"));
    actions = m_engine.handle(StoreWritten{});
    QVERIFY(find<FetchItems>(actions) && find<FetchItems>(actions)->after.isEmpty());
}

void TestSyncEngine::scansGoOnWhereTheLineBroke()
{
    const QString a(64, u'a');
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1, {a})}));
    (void)m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}});
    (void)m_engine.handle(fetched({}));
    const auto timer = find<StartTimer>(m_engine.handle(BlobFailed{a, FailureKind::Network, {}, 0}));
    QVERIFY(timer);
    QCOMPARE(find<FetchItems>(m_engine.handle(TimerFired{timer->number}))->after, QStringLiteral("id-1"));
    QCOMPARE(find<UploadBlob>(m_engine.handle(fetched({})))->sha256, a);  // the case itself is not sent again
    // After any other failure the centre is asked anew what it has.
    const auto refused = find<StartTimer>(m_engine.handle(BlobFailed{a, FailureKind::Server, {}, 0}));
    QVERIFY(refused);
    QCOMPARE(find<FetchItems>(m_engine.handle(TimerFired{refused->number}))->after, QString());
}

void TestSyncEngine::inboxCursorIsSavedAfterTheAnswers()
{
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({}));
    auto actions = m_engine.handle(InboxAnswered{{{3, QStringLiteral("id-1"), QStringLiteral("decided"), {}, {}, 0}}});
    QCOMPARE(find<Acknowledge>(actions)->verdict, QStringLiteral("decided"));
    QVERIFY(!find<SaveInbox>(actions));
    QCOMPARE(find<SaveInbox>(m_engine.handle(StoreWritten{}))->after, 3);
    QVERIFY(find<StartTimer>(m_engine.handle(StoreWritten{})));
}

void TestSyncEngine::failedStoreKeepsTheCursor()
{
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({}));
    (void)m_engine.handle(InboxAnswered{{{3, QStringLiteral("id-1"), QStringLiteral("decided"), {}, {}, 0}}});
    const auto actions = m_engine.handle(StoreWritten{false});
    QVERIFY(!find<SaveInbox>(actions));
    QVERIFY(find<StartTimer>(actions));
}

namespace {

QVector<wire::InboxItem> riding(qint64 n)
{
    return {{n, QStringLiteral("id-77"), QStringLiteral("decided"), {}, {}, 0}};
}

}  // namespace

void TestSyncEngine::answersRideOnABatch()
{
    (void)m_engine.handle(WakeUp{});
    QVERIFY(find<SendBatch>(m_engine.handle(fetched({item(1)})))->inbox);
    auto actions = m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}, riding(3)});
    QCOMPARE(count<Acknowledge>(actions), 2);
    QCOMPARE(find<Acknowledge>(actions)->verdict, QStringLiteral("stored"));  // the words on this batch first
    QVERIFY(m_engine.handle(StoreWritten{}).isEmpty());
    QCOMPARE(find<SaveInbox>(m_engine.handle(StoreWritten{}))->after, 3);
    QVERIFY(find<FetchItems>(m_engine.handle(StoreWritten{})));

    (void)m_engine.handle(fetched({item(2)}));
    (void)m_engine.handle(BatchAnswered{{verdict(2, VerdictKind::Stored)}, riding(4)});
    (void)m_engine.handle(StoreWritten{});
    actions = m_engine.handle(StoreWritten{false});
    QVERIFY(!find<SaveInbox>(actions));
    QVERIFY(find<StartTimer>(actions));
}

void TestSyncEngine::whatRodeIsNotAskedForBeforeItIsWritten()
{
    SyncEngine engine = inFullSwing();
    for (int i = 0; i < 4; ++i) {
        (void)engine.handle(StoreWritten{});
    }
    (void)engine.handle(AheadFetched{QVector<OutboxItem>{item(10), item(11), item(12), item(13)}});
    QVector<Verdict> verdicts;
    for (qint64 seq = 6; seq <= 9; ++seq) {
        verdicts.append(verdict(seq, VerdictKind::Stored));
    }
    const auto actions = engine.handle(BatchAnswered{verdicts, riding(3)});
    QVERIFY(!find<SendBatch>(actions)->inbox);
    QCOMPARE(count<Acknowledge>(actions), 5);
}

void TestSyncEngine::answersThatComeAtRestAreTaken()
{
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({}));
    const auto old = find<StartTimer>(m_engine.handle(InboxAnswered{}));
    QVERIFY(m_engine.handle(AnswersCame{}).isEmpty());
    QCOMPARE(find<Acknowledge>(m_engine.handle(AnswersCame{riding(1)}))->verdict, QStringLiteral("decided"));
    QCOMPARE(find<SaveInbox>(m_engine.handle(StoreWritten{}))->after, 1);
    QVERIFY(m_engine.handle(TimerFired{old->number}).isEmpty());
    const auto next = find<StartTimer>(m_engine.handle(StoreWritten{}));
    QVERIFY(find<FetchItems>(m_engine.handle(TimerFired{next->number})));
}

void TestSyncEngine::answersThatComeAtAnotherTimeAreLeft()
{
    QVERIFY(m_engine.handle(AnswersCame{riding(1)}).isEmpty());  // not begun
    (void)m_engine.handle(WakeUp{});
    QVERIFY(m_engine.handle(AnswersCame{riding(1)}).isEmpty());
    (void)m_engine.handle(fetched({item(1)}));
    QVERIFY(m_engine.handle(AnswersCame{riding(1)}).isEmpty());
    const auto timer = find<StartTimer>(m_engine.handle(BatchFailed{FailureKind::Server, {}, 60'000}));
    QVERIFY(m_engine.handle(AnswersCame{riding(1)}).isEmpty());  // the centre asked for a minute
    QVERIFY(find<FetchItems>(m_engine.handle(TimerFired{timer->number})));
}

namespace {

// A queue, a centre that fails on some of it, and no time to wait. Each try is one step.
struct SickRoom
{
    SyncEngine engine{SyncTiming{}, [] { return 0.5; }};
    QMap<qint64, OutboxItem> queue;
    QSet<qint64> poison;  // items, and items whose scan it is
    QSet<qint64> mute;    // without a verdict
    bool takesNothing = false;
    bool answersNothing = false;
    FailureKind how = FailureKind::Server;
    QVector<qint64> parked;
    QVector<qint64> noted;  // failures of items that were not parked
    int polls = 0;
    int tries = 0;
    QList<qint64> atFirstPark;  // what was queued when the first was parked
    QVector<SyncAction> todo = engine.handle(WakeUp{});

    explicit SickRoom(qint64 items)
    {
        for (qint64 seq = 1; seq <= items; ++seq) {
            queue.insert(seq, item(seq));
        }
    }
    void play(int steps)
    {
        for (int step = 0; step < steps && !todo.isEmpty(); ++step) {
            const SyncAction action = todo.takeFirst();
            std::visit([&](const auto &what) { todo += act(what); }, action);
        }
    }
    QVector<OutboxItem> read(int most, const QString &after) const
    {
        QVector<OutboxItem> items;
        for (const OutboxItem &one : queue) {
            if (one.seq > after.mid(3).toLongLong() && items.size() < most) {
                items.append(one);
            }
        }
        return items;
    }
    QVector<SyncAction> act(const StartTimer &what) { return engine.handle(TimerFired{what.number}); }
    QVector<SyncAction> act(const FetchItems &what) { return engine.handle(fetched(read(what.maxItems, what.after))); }
    QVector<SyncAction> act(const FetchAhead &what)
    {
        return engine.handle(AheadFetched{Result<QVector<OutboxItem>>(read(what.maxItems, what.after))});
    }
    QVector<SyncAction> act(const FetchWaiting &) { return engine.handle(WaitingFetched{QVector<OutboxItem>()}); }
    QVector<SyncAction> act(const SendBatch &what)
    {
        ++tries;
        const bool bad = std::any_of(what.items.begin(), what.items.end(), [this](const OutboxItem &one) {
            return poison.contains(one.seq) && one.blobs.isEmpty();
        });
        if (bad || takesNothing) {
            return engine.handle(BatchFailed{how, QStringLiteral("http-500"), 0, what.line});
        }
        BatchAnswered answer;
        answer.line = what.line;
        for (const OutboxItem &one : what.items) {
            if (!mute.contains(one.seq)) {
                answer.verdicts.append(verdict(one.seq, VerdictKind::Stored));
            }
        }
        return engine.handle(answer);
    }
    QVector<SyncAction> act(const UploadBlob &what)
    {
        if (poison.contains(what.sha256.toLongLong())) {
            return engine.handle(BlobFailed{what.sha256, how, QStringLiteral("http-500"), 0});
        }
        return engine.handle(BlobDone{what.sha256});
    }
    QVector<SyncAction> act(const Acknowledge &what)
    {
        queue.remove(what.id.mid(3).toLongLong());
        return engine.handle(StoreWritten{});
    }
    QVector<SyncAction> act(const NoteFailure &what)
    {
        if (what.park && parked.isEmpty()) {
            atFirstPark = queue.keys();
        }
        (what.park ? parked : noted).append(what.id.mid(3).toLongLong());
        if (what.park) {
            queue.remove(what.id.mid(3).toLongLong());
        }
        return engine.handle(StoreWritten{});
    }
    QVector<SyncAction> act(const PollInbox &)
    {
        ++polls;
        return answersNothing ? engine.handle(InboxFailed{}) : engine.handle(InboxAnswered{});
    }
    QVector<SyncAction> act(const SaveInbox &) { return engine.handle(StoreWritten{}); }
    QVector<SyncAction> act(const PauseUpload &) { return {}; }
    QVector<SyncAction> act(const Reachable &) { return {}; }
    QVector<SyncAction> act(const RoundEnded &) { return {}; }
};

}  // namespace

void TestSyncEngine::poisonStopsNothing_data()
{
    QTest::addColumn<QVector<qint64>>("poison");
    QTest::addColumn<int>("how");
    for (const FailureKind how : {FailureKind::Server, FailureKind::Network}) {
        const char *kind = how == FailureKind::Server ? "the server fails" : "nothing comes back";
        QTest::addRow("%s on the first", kind) << QVector<qint64>{1} << int(how);
        QTest::addRow("%s on two in a row", kind) << QVector<qint64>{4, 5} << int(how);
        QTest::addRow("%s on twelve in a row", kind)
            << QVector<qint64>{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13} << int(how);
        QTest::addRow("%s on the first and the last", kind) << QVector<qint64>{1, 40} << int(how);
        QTest::addRow("%s on the last two", kind) << QVector<qint64>{39, 40} << int(how);
    }
}

void TestSyncEngine::poisonStopsNothing()
{
    QFETCH(QVector<qint64>, poison);
    QFETCH(int, how);
    SickRoom room(40);
    room.poison = QSet<qint64>(poison.begin(), poison.end());
    room.how = FailureKind(how);
    room.play(12'000);
    room.queue.insert(41, item(41));  // whatever comes next shows that it was not the centre
    room.play(12'000);
    std::sort(room.parked.begin(), room.parked.end());
    QCOMPARE(room.parked, poison);
    QVERIFY(room.queue.isEmpty());
    QVERIFY(room.polls > 0);
    for (const qint64 seq : room.atFirstPark) {
        QVERIFY2(poison.contains(seq), qPrintable(QStringLiteral("%1 had not gone").arg(seq)));
    }
    for (const qint64 seq : poison) {
        QVERIFY(room.noted.contains(seq));  // seen before that
    }
}

// Nothing else ever goes through: nobody can tell whether it is the item. It is shown, and the answers come.
void TestSyncEngine::aLonePoisonItemLeavesTheInbox()
{
    SickRoom room(1);
    room.poison = {1};
    room.play(2000);
    QVERIFY(room.parked.isEmpty());
    QCOMPARE(room.noted, QVector<qint64>{1});
    QVERIFY2(room.polls * 2 > room.tries, qPrintable(QStringLiteral("%1 of %2").arg(room.polls).arg(room.tries)));
    room.queue.insert(2, item(2));
    room.play(2000);
    QCOMPARE(room.parked, QVector<qint64>{1});
}

void TestSyncEngine::aCentreThatTakesNothingHasNothingParked_data()
{
    QTest::addColumn<bool>("answersNothing");
    QTest::newRow("it is down") << true;
    QTest::newRow("it answers questions") << false;
}

void TestSyncEngine::aCentreThatTakesNothingHasNothingParked()
{
    QFETCH(bool, answersNothing);
    SickRoom room(40);
    room.takesNothing = true;
    room.answersNothing = answersNothing;
    room.play(20'000);
    QVERIFY(room.parked.isEmpty());
    QCOMPARE(room.queue.size(), 40);
    QCOMPARE(room.noted.isEmpty(), answersNothing);
    room.takesNothing = room.answersNothing = false;
    room.play(2000);
    QVERIFY(room.parked.isEmpty());
    QVERIFY(room.queue.isEmpty());
}

void TestSyncEngine::aPoisonScanStopsNothing()
{
    SickRoom room(20);
    for (const qint64 seq : {3, 7, 8}) {
        room.queue[seq] = item(seq, {QStringLiteral("%1").arg(seq, 64, 10, QLatin1Char('0'))});
    }
    room.poison = {3};
    room.play(3000);
    QCOMPARE(room.parked, QVector<qint64>{3});
    QCOMPARE(room.atFirstPark, QList<qint64>{3});
    QVERIFY(room.queue.isEmpty());
}

void TestSyncEngine::anItemWithoutAVerdictStopsNothing()
{
    SickRoom room(20);
    room.mute = {5, 6};
    room.play(1000);
    QCOMPARE(room.queue.keys(), (QList<qint64>{5, 6}));
    room.queue.insert(21, item(21));
    room.play(3000);
    QCOMPARE(room.parked.size(), 2);
    QVERIFY(room.polls > 0);
}

// id-2 is about id-1. Never in its batch: the centre might refuse the one and take the other.
void TestSyncEngine::whatIsAboutACaseGoesAfterIt()
{
    OutboxItem about = item(2);
    about.follows = QStringLiteral("id-1");
    (void)m_engine.handle(WakeUp{});
    auto batch = find<SendBatch>(m_engine.handle(fetched({item(1), about, item(3)})));
    QCOMPARE(batch->items.size(), 1);
    QCOMPARE(batch->items[0].seq, 1);
    // Refused: it goes nowhere, and what comes behind waits for the next try.
    Verdict refused = verdict(1, VerdictKind::Rejected);
    refused.fixable = true;
    (void)m_engine.handle(BatchAnswered{{refused}});
    const auto timer = find<StartTimer>(m_engine.handle(StoreWritten{}));
    QVERIFY(timer);
    (void)m_engine.handle(TimerFired{timer->number});
    batch = find<SendBatch>(m_engine.handle(fetched({item(1), about, item(3)})));
    QCOMPARE(batch->items.size(), 1);
    (void)m_engine.handle(BatchAnswered{{verdict(1, VerdictKind::Stored)}});
    QVERIFY(find<FetchItems>(m_engine.handle(StoreWritten{})));
    about.follows.clear();  // the store knows that the centre has it
    batch = find<SendBatch>(m_engine.handle(fetched({about, item(3)})));
    QCOMPARE(batch->items.size(), 2);
    QVERIFY(!batch->skip);
}

void TestSyncEngine::whatIsAboutACaseDoesNotWaitForItsScans()
{
    const QString scan(64, u'a');
    OutboxItem about = item(2);
    about.follows = QStringLiteral("id-1");
    (void)m_engine.handle(WakeUp{});
    QCOMPARE(find<SendBatch>(m_engine.handle(fetched({item(1, {scan}), about})))->items.size(), 1);
    Verdict stored = verdict(1, VerdictKind::Stored);
    stored.missing = {scan};
    const auto actions = m_engine.handle(BatchAnswered{{stored}});
    QCOMPARE(count<Acknowledge>(actions), 0);
    QCOMPARE(find<FetchItems>(actions)->after, QStringLiteral("id-1"));
    const auto batch = find<SendBatch>(m_engine.handle(fetched({about})));
    QVERIFY(batch);
    QCOMPARE(batch->items[0].seq, 2);
}

// The server fails on id-1: what is about it waits with it, and others go.
void TestSyncEngine::whatIsAboutASuspectWaitsWithIt()
{
    SickRoom room(4);
    room.queue[2].follows = QStringLiteral("id-1");
    room.poison = {1};
    room.play(3000);
    QCOMPARE(room.parked.value(0), 1);
    QCOMPARE(room.atFirstPark, (QList<qint64>{1, 2}));
}

namespace {

template <typename T> QVector<T> all(const QVector<SyncAction> &actions)
{
    QVector<T> found;
    for (const SyncAction &action : actions) {
        if (const T *one = std::get_if<T>(&action)) {
            found.append(*one);
        }
    }
    return found;
}

WaitingFetched waiting(QVector<OutboxItem> items)
{
    return WaitingFetched{Result<QVector<OutboxItem>>(std::move(items))};
}

constexpr int urgentLine = 2;

}  // namespace

void TestSyncEngine::aWaitingCaseLeavesBeforeTheQueue()
{
    QVERIFY(find<FetchItems>(m_engine.handle(HandedIn{{QStringLiteral("id-6")}})));
    auto actions = m_engine.handle(fetched({item(1)}));
    QVERIFY(!find<SendBatch>(actions));
    QCOMPARE(find<FetchWaiting>(actions)->ids, QStringList{QStringLiteral("id-6")});
    const auto sent = all<SendBatch>(m_engine.handle(waiting({item(6)})));
    QCOMPARE(sent.size(), 2);
    QCOMPARE(sent[0].line, urgentLine);
    QCOMPARE(sent[0].items.constFirst().seq, 6);
    QCOMPARE(sent[0].skip, wire::Skip(QString(32, u'e'), 1, 5));
    QCOMPARE(sent[1].items.constFirst().seq, 1);
    QVERIFY(!sent[1].skip);
    actions = m_engine.handle(allStored(6, 6, urgentLine));
    QCOMPARE(find<Acknowledge>(actions)->id, QStringLiteral("id-6"));
    QVERIFY(m_engine.handle(StoreWritten{}).isEmpty());
    // The queue goes on as ever, and without it.
    (void)m_engine.handle(allStored(1, 1, 0));
    QCOMPARE(find<FetchItems>(m_engine.handle(StoreWritten{}))->maxItems, 4);
    QCOMPARE(find<SendBatch>(m_engine.handle(fetched({item(2), item(3), item(4), item(5)})))->items.size(), 4);
}

void TestSyncEngine::aWaitingCaseLeavesBesideWhatIsUnderWay()
{
    m_engine = onTwoLines();
    QCOMPARE(find<FetchWaiting>(m_engine.handle(HandedIn{{QStringLiteral("id-90")}}))->ids.size(), 1);
    QVERIFY(m_engine.handle(HandedIn{{QStringLiteral("id-90")}}).isEmpty());
    const auto sent = find<SendBatch>(m_engine.handle(waiting({item(90)})));
    QCOMPARE(sent->line, urgentLine);
    QCOMPARE(sent->skip->to, 89);
    // A streak goes on beside it, and its end waits for the answer.
    auto actions = m_engine.handle(allStored(6, 9, 0));
    QCOMPARE(find<FetchAhead>(actions)->after, QStringLiteral("id-13"));
    (void)m_engine.handle(AheadFetched{QVector<OutboxItem>{}});
    actions = m_engine.handle(allStored(10, 13, 1));
    for (int i = 0; i < 8; ++i) {
        QVERIFY(m_engine.handle(StoreWritten{}).isEmpty());
    }
    (void)m_engine.handle(allStored(90, 90, urgentLine));
    QVERIFY(find<FetchItems>(m_engine.handle(StoreWritten{})));
}

// It may have been read for the queue before the store knows that the centre has it.
void TestSyncEngine::aWaitingCaseIsNotSentTwice()
{
    m_engine = inFullSwing();
    for (int i = 0; i < 4; ++i) {
        (void)m_engine.handle(StoreWritten{});
    }
    (void)m_engine.handle(HandedIn{{QStringLiteral("id-11")}});
    (void)m_engine.handle(waiting({item(11)}));
    (void)m_engine.handle(allStored(11, 11, urgentLine));
    (void)m_engine.handle(AheadFetched{QVector<OutboxItem>{item(10), item(11)}});
    const auto second = find<SendBatch>(m_engine.handle(BatchUploaded{0}));
    QVERIFY(second);
    QCOMPARE(second->items.size(), 1);
    QCOMPARE(second->items.constFirst().seq, 10);
    // Nor where it is the first of the queue.
    m_engine = SyncEngine(SyncTiming{}, [] { return 0.5; });
    (void)m_engine.handle(HandedIn{{QStringLiteral("id-1")}});
    const auto actions = m_engine.handle(fetched({item(1)}));
    QVERIFY(!find<FetchWaiting>(actions));
    QCOMPARE(find<SendBatch>(actions)->line, 0);
    QVERIFY(m_engine.handle(WakeUp{}).isEmpty());
}

void TestSyncEngine::aWaitingCasesScansAreNext()
{
    const QString a(64, u'a');
    const QString b(64, u'b');
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1, {a})}));
    (void)m_engine.handle(allStored(1, 1, 0));
    QCOMPARE(find<UploadBlob>(m_engine.handle(fetched({})))->sha256, a);
    auto actions = m_engine.handle(HandedIn{{QStringLiteral("id-9")}});
    QVERIFY(find<PauseUpload>(actions) && find<FetchWaiting>(actions));
    // It does not wait for the end of the chunk.
    QCOMPARE(find<SendBatch>(m_engine.handle(waiting({item(9, {b})})))->line, urgentLine);
    (void)m_engine.handle(allStored(9, 9, urgentLine));
    QCOMPARE(find<UploadBlob>(m_engine.handle(BlobPaused{a}))->sha256, b);
    // A failure of the other one's scan would not be its own.
    actions = m_engine.handle(BlobDone{b});
    QCOMPARE(find<Acknowledge>(actions)->id, QStringLiteral("id-9"));
}

void TestSyncEngine::aWaitingCaseGoesInItsTurnWhen_data()
{
    QTest::addColumn<bool>("ended");
    QTest::addColumn<QVector<OutboxItem>>("read");
    OutboxItem normal = item(6);
    normal.envelopeJson.replace("\"prio\": 0", "\"prio\": 1");
    OutboxItem about = item(6);
    about.follows = QStringLiteral("id-2");
    QTest::newRow("the visit is over") << true << QVector<OutboxItem>{item(6)};
    QTest::newRow("nobody stood there") << false << QVector<OutboxItem>{normal};
    QTest::newRow("it is about one that is queued") << false << QVector<OutboxItem>{about};
    QTest::newRow("it is not queued any more") << false << QVector<OutboxItem>{};
}

void TestSyncEngine::aWaitingCaseGoesInItsTurnWhen()
{
    QFETCH(bool, ended);
    QFETCH(QVector<OutboxItem>, read);
    (void)m_engine.handle(HandedIn{{QStringLiteral("id-6")}});
    (void)m_engine.handle(fetched({item(1)}));
    if (ended) {
        QVERIFY(m_engine.handle(NobodyWaits{}).isEmpty());
    }
    const auto sent = all<SendBatch>(m_engine.handle(waiting(read)));
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent[0].line, 0);
    QCOMPARE(sent[0].items.constFirst().seq, 1);
}

void TestSyncEngine::aWaitingCaseIsTriedAgain()
{
    (void)m_engine.handle(HandedIn{{QStringLiteral("id-6")}});
    (void)m_engine.handle(fetched({item(1)}));
    (void)m_engine.handle(waiting({item(6)}));
    const BatchFailed broken{FailureKind::Network, {}, 0, urgentLine};
    QVERIFY(find<FetchWaiting>(m_engine.handle(broken)));
    (void)m_engine.handle(waiting({item(6)}));
    // The centre is ill: after some tries it goes in its turn.
    const BatchFailed ill{FailureKind::Server, {}, 0, urgentLine};
    QVERIFY(find<FetchWaiting>(m_engine.handle(ill)));
    (void)m_engine.handle(waiting({item(6)}));
    QVERIFY(m_engine.handle(ill).isEmpty());
    (void)m_engine.handle(allStored(1, 1, 0));
    (void)m_engine.handle(StoreWritten{});
    QVERIFY(find<FetchWaiting>(m_engine.handle(fetched({item(2)}))));
    (void)m_engine.handle(waiting({item(6)}));
    QVERIFY(m_engine.handle(ill).isEmpty());
    (void)m_engine.handle(allStored(2, 2, 0));
    (void)m_engine.handle(StoreWritten{});
    QVERIFY(find<SendBatch>(m_engine.handle(fetched({item(3)}))));
    // What the centre asks for holds for every line.
    (void)m_engine.handle(HandedIn{{QStringLiteral("id-7")}});
    (void)m_engine.handle(waiting({item(7)}));
    QVERIFY(m_engine.handle(BatchFailed{FailureKind::Server, {}, 30'000, urgentLine}).isEmpty());
    (void)m_engine.handle(allStored(3, 3, 0));
    QCOMPARE(find<StartTimer>(m_engine.handle(StoreWritten{}))->ms, 30'000);
}

void TestSyncEngine::whatWasHandedInTogetherLeavesTogether()
{
    (void)m_engine.handle(HandedIn{{QStringLiteral("id-6"), QStringLiteral("id-7"), QStringLiteral("id-9")}});
    (void)m_engine.handle(fetched({item(1)}));
    auto sent = all<SendBatch>(m_engine.handle(waiting({item(6), item(7), item(9)})));
    QCOMPARE(sent[0].items.size(), 2);
    const auto actions = m_engine.handle(allStored(6, 7, urgentLine));
    QCOMPARE(find<FetchWaiting>(actions)->ids, QStringList{QStringLiteral("id-9")});
    sent = all<SendBatch>(m_engine.handle(waiting({item(9)})));
    QCOMPARE(sent[0].skip->to, 8);
}

void TestSyncEngine::retryAfterIsHonoured()
{
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1)}));
    QCOMPARE(find<StartTimer>(m_engine.handle(BatchFailed{FailureKind::Server, {}, 40'000}))->ms, 40'000);
    QVERIFY(m_engine.handle(WakeUp{}).isEmpty());  // what the centre asked for is kept to
}

void TestSyncEngine::wakeDuringBackOffHurriesOnce()
{
    (void)m_engine.handle(WakeUp{});
    (void)m_engine.handle(fetched({item(1)}));
    const auto slow = find<StartTimer>(m_engine.handle(BatchFailed{}));
    const auto quick = find<StartTimer>(m_engine.handle(WakeUp{}));
    QVERIFY(quick && quick->ms <= 2000);
    QVERIFY(m_engine.handle(WakeUp{}).isEmpty());
    QVERIFY(m_engine.handle(TimerFired{slow->number}).isEmpty());
    QVERIFY(find<FetchItems>(m_engine.handle(TimerFired{quick->number})));
}

void TestSyncEngine::staleTimerIsIgnored()
{
    QVERIFY(m_engine.handle(TimerFired{7}).isEmpty());
    QVERIFY(m_engine.waiting());
}

namespace {

constexpr int schedulesAtScaleOne = 200;

quint32 firstSeed()
{
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("HALL_TEST_SEED", &given);
    return given ? quint32(wanted) : QRandomGenerator::global()->bounded(1'000'000U);
}

}  // namespace

void TestSyncEngine::randomSchedules()
{
    const quint32 first = firstSeed();
    const int schedules = schedulesAtScaleOne * std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
    qInfo("%d schedules, HALL_TEST_SEED=%u", schedules, first);
    std::map<QString, int> heard;
    for (int i = 0; i < schedules; ++i) {
        const quint32 seed = first + quint32(i);
        test::SyncWorld world(seed);
        const QString problem = world.run();
        QVERIFY2(problem.isEmpty(), qPrintable(QStringLiteral("HALL_TEST_SEED=%1: %2").arg(seed).arg(problem)));
        for (const auto &[word, times] : world.heard()) {
            heard[word] += times;
        }
    }
    for (const char *word : {"stored", "duplicate", "gap", "rejected", "rejected, fixable", "conflict", "fork", "later",
                             "parked", "restart", "before others"}) {
        QVERIFY2(heard[QLatin1String(word)] > schedules / 10, word);
    }
}

// The schedules must find them: one that does not wait for the centre's word, and one that does not hear for how long
// the centre wants to be left alone.
void TestSyncEngine::wrongEnginesAreFoundOut_data()
{
    QTest::addColumn<int>("engine");
    QTest::newRow("careless") << int(test::SyncWorld::Engine::Careless);
    QTest::newRow("hasty") << int(test::SyncWorld::Engine::Hasty);
}

void TestSyncEngine::wrongEnginesAreFoundOut()
{
    QFETCH(int, engine);
    const quint32 seed = firstSeed();
    QVERIFY2(!test::SyncWorld(seed, test::SyncWorld::Engine(engine)).run().isEmpty(),
             qPrintable(QStringLiteral("HALL_TEST_SEED=%1").arg(seed)));
}

QTEST_GUILESS_MAIN(TestSyncEngine)
#include "tst_syncengine.moc"
