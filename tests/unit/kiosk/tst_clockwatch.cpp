// SPDX-License-Identifier: GPL-3.0-or-later
// The clock against the centre's, over restarts of the program: what is remembered, said and logged.
#include "app/kiosk/clockwatch.h"
#include "app/protocol/centretime.h"
#include "app/store/kioskstore.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::hours day{24};

// Wall and monotonic time that are set apart.
class TwoHands final : public Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds wall() const override { return steady.wall() + ahead; }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return steady.monotonic(); }
    SystemClock steady;
    std::chrono::milliseconds ahead{0};
};

}  // namespace

class TestClockWatch : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<KioskStore> m_store;
    TwoHands m_clock;

    // As after a start of the program.
    void open()
    {
        m_store.reset();
        StoreOptions options;
        options.dataFolder = m_dir->path();
        options.ballastBytes = 0;
        auto opened = KioskStore::open(options);
        QVERIFY(opened.has_value());
        m_store = std::move(*opened);
    }
    [[nodiscard]] qint64 real() const { return m_clock.steady.wall().count(); }
    static QString stateOf(const ClockWatch &watch) { return watch.report().value(u"state").toString(); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_clock.ahead = 0ms;
        open();
    }
    void cleanup() { m_store.reset(); }

    void aHeader_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("a time") << QByteArray("1782475200000") << Q_INT64_C(1782475200000);
        QTest::newRow("none") << QByteArray() << Q_INT64_C(0);
        QTest::newRow("a sign") << QByteArray("-5") << Q_INT64_C(0);
        QTest::newRow("a fraction") << QByteArray("1.5") << Q_INT64_C(0);
        QTest::newRow("words") << QByteArray("Fri, 26 Jun 2026") << Q_INT64_C(0);
        QTest::newRow("too long") << QByteArray(16, '9') << Q_INT64_C(0);
    }
    void aHeader()
    {
        QFETCH(QByteArray, header);
        QFETCH(qint64, ms);
        QCOMPARE(wire::parseTime(header), ms);
    }

    void aWrongClockIsSaid()
    {
        ClockWatch watch(m_clock, *m_store);
        QSignalSpy changed(&watch, &ClockWatch::changed);
        QCOMPARE(stateOf(watch), QStringLiteral("unheard"));
        QVERIFY(!watch.report().contains(u"ahead_s"));
        watch.hear(0);
        QCOMPARE(changed.count(), 0);
        watch.hear(real());
        QCOMPARE(stateOf(watch), QStringLiteral("good"));
        m_clock.ahead = 400 * day;
        QTRY_COMPARE(changed.count(), 2);  // without another answer
        QCOMPARE(stateOf(watch), QStringLiteral("doubtful"));
        QVERIFY(!watch.trust().day().isValid());
        QVERIFY(qAbs(watch.report().value(u"ahead_s").toInteger() - 400 * 86400) < 10);
        m_clock.ahead = 0ms;
        QTRY_COMPARE(stateOf(watch), QStringLiteral("good"));
    }

    void itIsRememberedOverARestart_data()
    {
        QTest::addColumn<qint64>("thenMs");
        QTest::addColumn<qint64>("nowMs");
        QTest::addColumn<QString>("state");
        const auto row = [](const char *name, std::chrono::milliseconds then, std::chrono::milliseconds now,
                            const char *state) {
            QTest::newRow(name) << qint64(then.count()) << qint64(now.count()) << QString::fromLatin1(state);
        };
        row("as it was", 0ms, 0ms, "unheard");
        row("400 days behind since", 0ms, -400 * day, "doubtful");
        row("400 days ahead since", 0ms, 400 * day, "doubtful");
        row("was ahead and is", 400 * day, 400 * day, "doubtful");
        row("was ahead and has been set", 400 * day, 0ms, "unheard");
    }
    void itIsRememberedOverARestart()
    {
        QFETCH(qint64, thenMs);
        QFETCH(qint64, nowMs);
        QFETCH(QString, state);
        m_clock.ahead = std::chrono::milliseconds(thenMs);
        {
            ClockWatch watch(m_clock, *m_store);
            watch.hear(real());
            QVERIFY(m_store->setting(QStringLiteral("clock-contact")).result().has_value());
        }
        open();
        m_clock.ahead = std::chrono::milliseconds(nowMs);
        ClockWatch watch(m_clock, *m_store);
        QCOMPARE(stateOf(watch), state);
        QVERIFY(!watch.report().value(u"contact").toString().isEmpty());
        // The centre's word of now ends all doubt of then.
        watch.hear(real());
        QCOMPARE(stateOf(watch), nowMs == 0 ? QStringLiteral("good") : QStringLiteral("doubtful"));
    }

    void notEveryAnswerIsWrittenDown()
    {
        ClockWatch watch(m_clock, *m_store);
        watch.hear(real());
        const QByteArray kept = *m_store->setting(QStringLiteral("clock-contact")).result();
        m_clock.steady.advance(5min);
        watch.hear(real());
        QCOMPARE(*m_store->setting(QStringLiteral("clock-contact")).result(), kept);
        m_clock.steady.advance(5min);
        watch.hear(real());
        QVERIFY(*m_store->setting(QStringLiteral("clock-contact")).result() != kept);
    }
};

QTEST_GUILESS_MAIN(TestClockWatch)
#include "tst_clockwatch.moc"
