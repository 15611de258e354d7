// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against the clock, simulated: a rural line of 64 kbit/s that loses a fifth of what is asked and is away
// for eight hours, and two thousand kiosks that find the centre again at once. HALL_TEST_SCALE multiplies the schedules
// of the line; HALL_TEST_SEED is the first of them. The seed of one that fails is printed.
#include "app/protocol/wire.h"
#include "app/sync/syncengine.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <queue>
#include <set>

using namespace hall;

namespace {

constexpr qint64 kSecond = 1000;
constexpr qint64 kMinute = 60 * kSecond;
constexpr qint64 kHour = 60 * kMinute;

// What happens when; in the order in which it was planned at one moment.
class Agenda
{
public:
    void plan(qint64 at, std::function<void()> what) { m_events.push({at, m_count++, std::move(what)}); }
    // Until nothing is planned before `end`, or stop() was called.
    void run(qint64 end)
    {
        while (!m_events.empty() && m_events.top().at <= end && !m_stopped) {
            const Event event = m_events.top();
            m_events.pop();
            m_now = event.at;
            event.what();
        }
    }
    void stop() { m_stopped = true; }
    [[nodiscard]] qint64 now() const { return m_now; }

private:
    struct Event
    {
        qint64 at = 0;
        quint64 number = 0;
        std::function<void()> what;
        bool operator<(const Event &other) const
        {
            return std::tie(other.at, other.number) < std::tie(at, number);  // the earliest on top
        }
    };
    std::priority_queue<Event> m_events;
    quint64 m_count = 0;
    qint64 m_now = 0;
    bool m_stopped = false;
};

struct Line
{
    qint64 bytesASecond = 0;  // 0: as fast as one likes
    int lossPercent = 0;      // of requests; found out by silence
    qint64 awayFrom = 0;
    qint64 awayTo = 0;
    qint64 delayMs = 50;
};

// A kiosk with its store, and its centre at the other end of the line. Scans go in chunks as SyncClient sends them.
class Kiosk
{
public:
    Kiosk(Agenda &agenda, const Line &line, quint32 seed, std::function<void(qint64)> asked)
        : m_agenda(agenda), m_line(line), m_random(seed), m_asked(std::move(asked)),
          m_engine(SyncTiming{}, [this] { return m_random.generateDouble(); })
    {
    }

    // scans: bytes of each. waits: its person stands there for three minutes.
    void commit(const QVector<qint64> &scans, bool waits = false)
    {
        constexpr qint64 bodyBytes = 4096;
        const qint64 seq = qint64(m_cases.size()) + 1;
        Case made{seq, {}, bodyBytes, m_agenda.now(), -1, -1, -1, 0, 0, 0};
        for (const qint64 bytes : scans) {
            const QString name = QStringLiteral("%1").arg(seq * 100 + made.scans.size(), 64, 10, QLatin1Char('0'));
            m_sizes.insert(name, bytes);
            made.scans.append(name);
        }
        m_cases.push_back(made);
        if (waits) {
            m_waits = seq;
            feed(HandedIn{{QString::number(seq)}});
            later(3 * kMinute, [this] {
                m_waits = 0;
                feed(NobodyWaits{});
            });
        } else {
            wake();
        }
    }
    void wake() { feed(WakeUp{}); }

    struct Case
    {
        qint64 seq = 0;
        QStringList scans;
        qint64 bodyBytes = 0;
        qint64 committed = 0;
        qint64 left = -1;  // for the first time
        qint64 atCentre = -1;
        qint64 acknowledged = -1;
        int chunksBetween = 0;  // of scans, begun after it was committed and before it was at the centre
        int failedAlone = 0;    // tries of it alone that nothing was heard of
        int casesBetween = 0;   // others that left after it was committed and before it left itself
    };
    [[nodiscard]] const std::vector<Case> &cases() const { return m_cases; }
    [[nodiscard]] const QString &problem() const { return m_problem; }
    [[nodiscard]] bool drained() const
    {
        return std::all_of(m_cases.begin(), m_cases.end(), [](const Case &one) { return one.acknowledged >= 0; });
    }

private:
    void feed(const SyncEvent &event)
    {
        for (const SyncAction &action : m_engine.handle(event)) {
            std::visit([this](const auto &what) { act(what); }, action);
        }
    }
    void later(qint64 ms, std::function<void()> what) { m_agenda.plan(m_agenda.now() + ms, std::move(what)); }

    // Calls back with whether the request came through and its answer came back.
    void ask(qint64 bytes, qint64 silenceMs, std::function<void(bool arrived, bool answered)> then)
    {
        m_asked(m_agenda.now());
        const qint64 now = m_agenda.now();
        if (now >= m_line.awayFrom && now < m_line.awayTo) {
            later(kSecond, [then = std::move(then)] { then(false, false); });
            return;
        }
        const qint64 ms = m_line.delayMs + (m_line.bytesASecond > 0 ? bytes * kSecond / m_line.bytesASecond : 0);
        const bool lost = int(m_random.bounded(100)) < m_line.lossPercent;
        const bool arrived = !lost || m_random.bounded(2) == 0;  // or only the answer was
        later(lost ? ms + silenceMs : ms, [then = std::move(then), arrived, lost] { then(arrived, !lost); });
    }

    OutboxItem itemOf(const Case &one) const
    {
        OutboxItem item;
        item.id = QString::number(one.seq);
        item.seq = one.seq;
        item.blobs = one.scans;
        QJsonArray att;
        for (const QString &scan : one.scans) {
            att.append(QJsonObject{{QStringLiteral("sha256"), scan}, {QStringLiteral("size"), m_sizes.value(scan)}});
        }
        item.envelopeJson = QJsonDocument(QJsonObject{{QStringLiteral("att"), att},
                                                      {QStringLiteral("epoch"), QStringLiteral("e")},
                                                      {QStringLiteral("prio"), 0}})
                                .toJson();
        item.sealedBody = QByteArray(one.bodyBytes, 'x');
        return item;
    }

    void act(const StartTimer &what)
    {
        later(what.ms, [this, number = what.number] { feed(TimerFired{number}); });
    }
    void act(const FetchItems &what)
    {
        later(1, [this, items = next(what.maxItems, what.maxBytes, what.after)] { feed(ItemsFetched{items}); });
    }
    void act(const FetchAhead &what)
    {
        later(1, [this, items = next(what.maxItems, what.maxBytes, what.after)] { feed(AheadFetched{items}); });
    }
    void act(const FetchWaiting &what)
    {
        QVector<OutboxItem> items;
        for (const QString &id : what.ids) {
            const Case &one = m_cases[std::size_t(id.toLongLong() - 1)];
            if (one.acknowledged < 0) {
                items.append(itemOf(one));
            }
        }
        later(1, [this, items] { feed(WaitingFetched{items}); });
    }
    [[nodiscard]] QVector<OutboxItem> next(int most, qint64 mostBytes, const QString &after) const
    {
        QVector<OutboxItem> items;
        qint64 bytes = 0;
        for (const Case &one : m_cases) {
            const bool fits = items.isEmpty() || bytes + one.bodyBytes <= mostBytes;
            if (one.acknowledged < 0 && one.seq > after.toLongLong() && items.size() < most && fits) {
                items.append(itemOf(one));
                bytes += one.bodyBytes;
            }
        }
        return items;
    }
    void act(const SendBatch &what)
    {
        qint64 bytes = 600;
        for (const OutboxItem &item : what.items) {
            bytes += wire::wireSize({item.envelopeJson, item.sealedBody});
            Case &one = m_cases[std::size_t(item.seq - 1)];
            one.left = one.left < 0 ? m_agenda.now() : one.left;
            if (m_waits > 0 && item.seq < m_waits && m_cases[std::size_t(m_waits - 1)].left < 0) {
                ++m_cases[std::size_t(m_waits - 1)].casesBetween;
            }
        }
        if (what.skip && what.items.constFirst().seq != m_waits && !stoodAside(*what.skip)) {
            m_problem = QStringLiteral("case %1 passed others, and nobody waits for it").arg(what.items[0].seq);
        }
        bytes *= what.line == 2 ? 2 : 1;  // a line beside another has half of what there is
        ask(bytes, (what.line == 2 ? 15 : 30) * kSecond, [this, what](bool arrived, bool answered) {
            QVector<wire::Verdict> verdicts;
            if (arrived && what.skip && what.skip->from <= m_last + 1) {
                m_last = std::max(m_last, what.skip->to);
            }
            for (const OutboxItem &item : arrived ? what.items : QVector<OutboxItem>()) {
                verdicts.append(take(item));
            }
            if (!answered && what.items.size() == 1) {
                ++m_cases[std::size_t(what.items.constFirst().seq - 1)].failedAlone;
            }
            answered ? feed(BatchAnswered{verdicts, {}, what.line})
                     : feed(BatchFailed{FailureKind::Network, {}, 0, what.line});
        });
    }
    // Whether all that is passed over was tried three times alone, in vain: on such a line that is chance, and looks
    // like a centre that fails at it.
    [[nodiscard]] bool stoodAside(const wire::Skip &skip) const
    {
        return std::all_of(m_cases.begin(), m_cases.end(), [&skip](const Case &one) {
            return one.seq < skip.from || one.seq > skip.to || one.acknowledged >= 0 || one.failedAlone >= 3;
        });
    }
    wire::Verdict take(const OutboxItem &item)
    {
        Case &one = m_cases[std::size_t(item.seq - 1)];
        wire::Verdict verdict;
        verdict.id = item.id;
        verdict.kind = one.atCentre >= 0       ? wire::VerdictKind::Duplicate
                       : item.seq > m_last + 1 ? wire::VerdictKind::Gap
                                               : wire::VerdictKind::Stored;
        if (verdict.kind == wire::VerdictKind::Gap) {
            m_problem = QStringLiteral("case %1 was sent before the one in front of it").arg(item.seq);
            return verdict;
        }
        m_last = std::max(m_last, item.seq);
        one.atCentre = one.atCentre < 0 ? m_agenda.now() : one.atCentre;
        for (const QString &scan : one.scans) {
            if (m_have.value(scan) < m_sizes.value(scan)) {
                verdict.missing.append(scan);
            }
        }
        return verdict;
    }
    void act(const UploadBlob &what)
    {
        m_pause = false;
        m_moved = false;
        ask(500, 15 * kSecond, [this, scan = what.sha256](bool, bool answered) {
            answered ? chunk(scan) : feed(BlobFailed{scan, FailureKind::Network, {}, 0});
        });
    }
    void act(const PauseUpload &) { m_pause = true; }
    void chunk(const QString &scan)
    {
        const qint64 left = m_sizes.value(scan) - m_have.value(scan);
        if (left == 0) {
            feed(BlobDone{scan});
            return;
        }
        if (m_pause) {
            feed(BlobPaused{scan});
            return;
        }
        for (Case &one : m_cases) {
            one.chunksBetween += one.atCentre < 0 ? 1 : 0;
        }
        const qint64 bytes = std::min<qint64>(left, wire::kBlobChunkBytes);
        ask(bytes + 500, 15 * kSecond, [this, scan, bytes](bool arrived, bool answered) {
            m_have[scan] += arrived ? bytes : 0;
            if (answered) {
                m_moved = true;
                chunk(scan);
            } else {
                feed(BlobFailed{scan, FailureKind::Network, {}, 0, m_moved});
            }
        });
    }
    void act(const Acknowledge &what)
    {
        Case &one = m_cases[std::size_t(what.id.toLongLong() - 1)];
        const bool whole =
            one.atCentre >= 0 && std::all_of(one.scans.begin(), one.scans.end(), [this](const QString &scan) {
                return m_have.value(scan) == m_sizes.value(scan);
            });
        if (!whole) {
            m_problem = QStringLiteral("case %1 was given up before all of it was at the centre").arg(one.seq);
        }
        one.acknowledged = m_agenda.now();
        later(1, [this] { feed(StoreWritten{true}); });
    }
    void act(const NoteFailure &what)
    {
        if (what.park) {
            m_problem = QStringLiteral("parked: ") + what.error;
        }
        later(1, [this] { feed(StoreWritten{true}); });
    }
    void act(const PollInbox &)
    {
        ask(700, 15 * kSecond, [this](bool, bool answered) { answered ? feed(InboxAnswered{}) : feed(InboxFailed{}); });
    }
    void act(const SaveInbox &)
    {
        later(1, [this] { feed(StoreWritten{true}); });
    }
    void act(const Reachable &) {}
    void act(const RoundEnded &) {}

    Agenda &m_agenda;
    Line m_line;
    QRandomGenerator m_random;
    std::function<void(qint64)> m_asked;
    SyncEngine m_engine;
    std::vector<Case> m_cases;
    QHash<QString, qint64> m_sizes;
    QHash<QString, qint64> m_have;  // at the centre
    qint64 m_last = 0;              // of the centre's chain
    qint64 m_waits = 0;             // the case whose person stands there
    bool m_pause = false;
    bool m_moved = false;  // a chunk has arrived since the upload began
    QString m_problem;
};

double scale()
{
    bool set = false;
    const double given = qEnvironmentVariable("HALL_TEST_SCALE").toDouble(&set);
    return set ? given : 1;
}

quint32 firstSeed()
{
    const QString given = qEnvironmentVariable("HALL_TEST_SEED");
    return given.isEmpty() ? 1 : given.toUInt();
}

}  // namespace

class TestSyncLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRuralLineLosesNothingAndWhoWaitsGoesFirst();
    void whoWaitsGoesBeforeAQueue_data();
    void whoWaitsGoesBeforeAQueue();
    void aNewCasesScansGoBeforeOlderOnes();
    void twoThousandKiosksComeBack();
};

// A hall in a village: a case every ten minutes with two pages, the line away from the second to the tenth hour, and a
// visitor every half hour after that, while the scans of eight hours are still being sent.
void TestSyncLine::aRuralLineLosesNothingAndWhoWaitsGoesFirst()
{
    QVector<qint64> waits;
    const int schedules = int(20 * scale());
    const quint32 first = firstSeed();
    for (quint32 seed = first; seed < first + quint32(schedules); ++seed) {
        const auto failed = [seed](const QString &why) { return QStringLiteral("seed %1: %2").arg(seed).arg(why); };
        Agenda agenda;
        Kiosk kiosk(agenda, {8000, 20, 2 * kHour, 10 * kHour, 300}, seed, [](qint64) {});
        for (qint64 at = 0; at < 10 * kHour; at += 10 * kMinute) {
            agenda.plan(at, [&kiosk] { kiosk.commit({300'000, 300'000}); });
        }
        std::set<qint64> waiting;
        for (qint64 at = 10 * kHour + 10 * kMinute; at < 13 * kHour; at += 30 * kMinute) {
            agenda.plan(at, [&] {
                kiosk.commit({300'000}, true);
                waiting.insert(kiosk.cases().back().seq);
            });
        }
        agenda.run(40 * kHour);
        QVERIFY2(kiosk.problem().isEmpty(), qPrintable(failed(kiosk.problem())));
        QVERIFY2(kiosk.drained(), qPrintable(failed(QStringLiteral("not everything has arrived"))));
        for (const Kiosk::Case &one : kiosk.cases()) {
            if (waiting.contains(one.seq)) {
                waits.append(one.atCentre - one.committed);
                QVERIFY2(one.casesBetween == 0, qPrintable(failed(QStringLiteral("a queued case left before"))));
            }
        }
    }
    std::sort(waits.begin(), waits.end());
    const qint64 median = waits[waits.size() / 2];
    qInfo("%d schedules from seed %u: %lld waiting visitors' cases at the centre after %.1f s (median), %.1f s (95 of "
          "100), "
          "%.1f s (the longest); a chunk of a scan takes 16.4 s",
          schedules, first, static_cast<long long>(waits.size()), double(median) / 1000,
          double(waits[waits.size() * 95 / 100]) / 1000, double(waits.back()) / 1000);
    QVERIFY2(median <= 25 * kSecond, qPrintable(QString::number(median)));  // as long as a chunk and its own way
}

void TestSyncLine::whoWaitsGoesBeforeAQueue_data()
{
    QTest::addColumn<int>("queued");
    QTest::addColumn<qint64>("afterMs");
    for (const int queued : {48, 500, 5000}) {
        QTest::addRow("%d, at once", queued) << queued << 10 * kSecond;
        QTest::addRow("%d, while they are sent", queued) << queued << 2 * kMinute;
    }
}

// The same line, and so many cases that were queued while it was away. A visitor hands in soon after it is back.
void TestSyncLine::whoWaitsGoesBeforeAQueue()
{
    QFETCH(int, queued);
    QFETCH(qint64, afterMs);
    QVector<qint64> waits;
    const quint32 first = firstSeed();
    for (quint32 seed = first; seed < first + quint32(11 * scale()); ++seed) {
        const auto failed = [seed](const QString &why) { return QStringLiteral("seed %1: %2").arg(seed).arg(why); };
        Agenda agenda;
        Kiosk kiosk(agenda, {8000, 20, 2 * kHour, 10 * kHour, 300}, seed, [](qint64) {});
        for (int i = 0; i < queued; ++i) {
            agenda.plan(2 * kHour + kMinute + i * (7 * kHour / queued), [&kiosk] { kiosk.commit({}); });
        }
        agenda.plan(10 * kHour + afterMs, [&kiosk] { kiosk.commit({}, true); });
        agenda.run(60 * kHour);
        QVERIFY2(kiosk.problem().isEmpty(), qPrintable(failed(kiosk.problem())));
        QVERIFY2(kiosk.drained(), qPrintable(failed(QStringLiteral("not everything has arrived"))));
        const Kiosk::Case &one = kiosk.cases().back();
        QVERIFY2(one.casesBetween == 0, qPrintable(failed(QStringLiteral("a queued case left before"))));
        waits.append(one.atCentre - one.committed);
    }
    std::sort(waits.begin(), waits.end());
    qInfo("%d queued: at the centre %.1f s (median) after it was handed in, %.1f s at most", queued,
          double(waits[waits.size() / 2]) / 1000, double(waits.back()) / 1000);
    QVERIFY(waits[waits.size() / 2] <= 5 * kSecond);
}

void TestSyncLine::aNewCasesScansGoBeforeOlderOnes()
{
    Agenda agenda;
    Kiosk kiosk(agenda, {8000, 0, 0, 0, 300}, 1, [](qint64) {});
    agenda.plan(0, [&] { kiosk.commit({20'000'000}); });
    agenda.plan(5 * kMinute, [&] { kiosk.commit({200'000}, true); });
    agenda.plan(6 * kMinute, [&] { kiosk.commit({}); });
    agenda.run(3 * kHour);
    QVERIFY2(kiosk.problem().isEmpty(), qPrintable(kiosk.problem()));
    QVERIFY(kiosk.drained());
    const auto &cases = kiosk.cases();
    QVERIFY2(cases[1].chunksBetween <= 1 && cases[2].chunksBetween <= 1, "a case waited for more than one chunk");
    QVERIFY(cases[1].acknowledged < cases[0].acknowledged);
    QVERIFY(cases[2].acknowledged < cases[0].acknowledged);
    QVERIFY2(cases[1].acknowledged - cases[1].committed < 2 * kMinute,
             qPrintable(QString::number(cases[1].acknowledged - cases[1].committed)));
}

// After eight hours away the kiosks of a province find the centre again. In the ten minutes after that no second may
// see more than three times the mean of requests.
void TestSyncLine::twoThousandKiosksComeBack()
{
    constexpr int kiosks = 2000;
    constexpr qint64 back = 8 * kHour;
    constexpr qint64 watched = 600;
    Agenda agenda;
    std::vector<int> asked(watched, 0);
    const auto count = [&asked](qint64 now) {
        if (now >= back && now < back + watched * kSecond) {
            ++asked[std::size_t((now - back) / kSecond)];
        }
    };
    std::vector<std::unique_ptr<Kiosk>> all;
    const quint32 seed = firstSeed();
    for (int i = 0; i < kiosks; ++i) {
        all.push_back(std::make_unique<Kiosk>(agenda, Line{125'000, 0, 0, back, 50}, seed * 7919 + quint32(i), count));
        Kiosk *one = all.back().get();
        agenda.plan(i % 60 * kSecond, [one] { one->wake(); });
        for (qint64 at = 7 * kHour + i % 600 * kSecond; at < back; at += 20 * kMinute) {
            agenda.plan(at, [one] { one->commit({}); });
        }
    }
    agenda.run(back + watched * kSecond);
    const double mean = double(std::accumulate(asked.begin(), asked.end(), 0)) / double(watched);
    const int most = *std::max_element(asked.begin(), asked.end());
    qInfo(
        "seed %u: %d kiosks, %.1f requests a second in the mean of ten minutes, %d in the fullest second (%.2f times)",
        seed, kiosks, mean, most, most / mean);
    QVERIFY(std::all_of(all.begin(), all.end(),
                        [](const auto &one) { return one->problem().isEmpty() && one->drained(); }));
    QVERIFY(mean > 10);
    QVERIFY2(most <= 3 * mean, qPrintable(QString::number(most)));
}

QTEST_GUILESS_MAIN(TestSyncLine)
#include "tst_syncline.moc"
