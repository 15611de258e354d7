// SPDX-License-Identifier: GPL-3.0-or-later
// What a kiosk does that no honest one does, and the day of an honest one.
#include "app/gateway/alarms.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::test;

class TestAlarms : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        begin();
        m_database = m_rig->database();
    }
    void cleanup()
    {
        m_database.reset();
        end();
    }
    void aKioskThatGoesThroughPeopleIsNoticed();
    void aKioskThatIsRefusedOverAndOverIsNoticed();
    void whoTriesCodesIsNoticed();
    void aWholeDayOfPeopleIsNoticed();
    void anHonestDayRaisesNothing();
    void anotherKioskIsAnotherMatter();

private:
    int ask(httplib::SSLClient &client, int person) const;
    void note(const QString &kiosk, const QString &tag, const char *kind, const char *outcome, qint64 atMs);
    QJsonArray alarms() { return must(gateway::listAlarms(*m_database)); }
    QByteArray metrics(httplib::SSLClient &client) const { return bytes(client.Get("/metrics")->body); }

    std::shared_ptr<gateway::Database> m_database;
    int m_notes = 0;
};

// Person number so many, with a number that no card has: its last sign is no check digit.
int TestAlarms::ask(httplib::SSLClient &client, int person) const
{
    const QJsonObject question{
        {QStringLiteral("v"), 1},
        {QStringLiteral("kind"), QStringLiteral("progress")},
        {QStringLiteral("proof"),
         QJsonObject{
             {QStringLiteral("visit"), QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2")},
             {QStringLiteral("number"), QStringLiteral("37020019900101%1Y").arg(person, 3, 10, QLatin1Char('0'))},
             {QStringLiteral("name"), QStringLiteral("某某")}}}};
    const auto answer = client.Post("/v1/ask", QJsonDocument(question).toJson().toStdString(), "application/json");
    return answer ? answer->status : 0;
}

void TestAlarms::note(const QString &kiosk, const QString &tag, const char *kind, const char *outcome, qint64 atMs)
{
    auto db = must(m_database->connection());
    must(gateway::run(db,
                      QStringLiteral("INSERT INTO ask_log (id, at_ms, kiosk, visit, tag, kind, service, outcome)"
                                     " VALUES (?, ?, ?, 'visit', ?, ?, '', ?)"),
                      {QString::number(++m_notes), atMs, kiosk, tag, QLatin1String(kind), QLatin1String(outcome)}));
    must(gateway::watchQuestions(db, kiosk, atMs));
}

void TestAlarms::aKioskThatGoesThroughPeopleIsNoticed()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto line = client(&kiosk);
    int person = 0;
    const auto askMore = [&](int people) {
        for (const int last = person + people; person < last; ++person) {
            m_rig->clock.advance(std::chrono::milliseconds(2100));
            QCOMPARE(ask(*line, person), 200);
            QCOMPARE(ask(*line, person), 200);  // the same person again is nothing
            m_rig->clock.advance(std::chrono::milliseconds(2100));
        }
    };
    askMore(gateway::kAlarmPeopleAnHour);
    QVERIFY(alarms().isEmpty());
    askMore(1);
    QCOMPARE(alarms().size(), 1);
    const QJsonValue first = alarms()[0];
    QCOMPARE(first[u"kiosk"].toString(), kiosk.id);
    QCOMPARE(first[u"kind"].toString(), QStringLiteral("people"));
    QCOMPARE(first[u"count"].toInt(), gateway::kAlarmPeopleAnHour + 1);
    QVERIFY(metrics(*line).contains("hall_gateway_alarms_open{kind=\"people\"} 1\n"));
    askMore(2);
    QCOMPARE(alarms().size(), 1);  // it counts on
    QCOMPARE(alarms()[0][u"count"].toInt(), gateway::kAlarmPeopleAnHour + 3);

    const auto acknowledge = [&](qint64 number) {
        return gateway::acknowledgeAlarm(*m_database, number, QStringLiteral("operator"), QStringLiteral("trial run"),
                                         m_rig->clock.wall().count());
    };
    QVERIFY(!acknowledge(7));
    QVERIFY(acknowledge(1));
    QVERIFY(!acknowledge(1));
    QCOMPARE(alarms()[0][u"by"].toString(), QStringLiteral("operator"));
    QCOMPARE(alarms()[0][u"words"].toString(), QStringLiteral("trial run"));
    QVERIFY(metrics(*line).contains("hall_gateway_alarms_open{kind=\"people\"} 0\n"));
    askMore(gateway::kAlarmPeopleAnHour);  // what was acknowledged does not count again
    QCOMPARE(alarms().size(), 1);
    askMore(1);
    QCOMPARE(alarms().size(), 2);
    QCOMPARE(alarms()[0][u"n"].toInt(), 2);
    QVERIFY(metrics(*line).contains("hall_gateway_alarms_total 2\n"));
}

void TestAlarms::aKioskThatIsRefusedOverAndOverIsNoticed()
{
    m_rig->stop();
    m_rig->options.asksPerMinute = 6;
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto line = client(&kiosk);
    for (int i = 0; i < 6 + gateway::kAlarmRefusals; ++i) {
        QCOMPARE(ask(*line, 1), i < 6 ? 200 : 429);
    }
    QVERIFY(alarms().isEmpty());
    QCOMPARE(ask(*line, 1), 429);
    QCOMPARE(alarms().size(), 1);
    QCOMPARE(alarms()[0][u"kind"].toString(), QStringLiteral("refused"));
}

void TestAlarms::whoTriesCodesIsNoticed()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    for (int i = 0; i < gateway::kAlarmUnknownAnHour; ++i) {
        note(kiosk.id, QStringLiteral(""), i % 2 == 0 ? "e-card" : "card-auth", "not-found", 1000 + i);
    }
    note(kiosk.id, QStringLiteral("tag"), "e-card", "answered", 2000);
    QVERIFY(alarms().isEmpty());
    note(kiosk.id, QStringLiteral(""), "e-card", "used", 3000);
    QCOMPARE(alarms().size(), 1);
    QCOMPARE(alarms()[0][u"kind"].toString(), QStringLiteral("unknown"));
}

// Slowly, so that no hour is too much.
void TestAlarms::aWholeDayOfPeopleIsNoticed()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const qint64 pause = 24LL * 3600 * 1000 / (gateway::kAlarmPeopleADay + 50);
    int people = 0;
    while (alarms().isEmpty() && people < gateway::kAlarmPeopleADay + 50) {
        ++people;
        note(kiosk.id, QStringLiteral("tag%1").arg(people), "prefill", "answered", 1000 + people * pause);
    }
    QCOMPARE(people, gateway::kAlarmPeopleADay + 1);
    QCOMPARE(alarms()[0][u"kind"].toString(), QStringLiteral("people-day"));
}

// Eight hours with no pause: somebody every two minutes, a third of them unknown or with a code that is over, each
// asked about seven times, a third with a card to be opened.
void TestAlarms::anHonestDayRaisesNothing()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    constexpr qint64 visitMs = 120'000;
    for (int visitor = 0; visitor < 8 * 30; ++visitor) {
        const qint64 at = 1000 + visitor * visitMs;
        const QString tag = QStringLiteral("tag%1").arg(visitor);
        if (visitor % 3 == 0) {
            note(kiosk.id, QStringLiteral("card%1").arg(visitor), "card-auth", "answered", at);
        }
        if (visitor % 9 == 1) {
            note(kiosk.id, QStringLiteral(""), "e-card", "used", at);
        }
        for (int question = 0; question < 7; ++question) {
            note(kiosk.id, tag, "prefill", visitor % 3 == 2 ? "not-found" : "answered", at + question * 1000);
        }
    }
    QCOMPARE(alarms().size(), 0);
}

void TestAlarms::anotherKioskIsAnotherMatter()
{
    const Kiosk one = enrolled(QStringLiteral("K1"));
    const Kiosk other = enrolled(QStringLiteral("K2"));
    for (int i = 0; i < gateway::kAlarmPeopleAnHour; ++i) {
        note(one.id, QStringLiteral("tag%1").arg(i), "prefill", "answered", 1000 + i);
        note(other.id, QStringLiteral("other%1").arg(i), "prefill", "answered", 1000 + i);
    }
    QVERIFY(alarms().isEmpty());
    for (const Kiosk *kiosk : {&one, &other}) {
        note(kiosk->id, QStringLiteral("last"), "prefill", "answered", 3000);
    }
    QCOMPARE(alarms().size(), 2);
}

QTEST_GUILESS_MAIN(TestAlarms)
#include "tst_alarms.moc"
