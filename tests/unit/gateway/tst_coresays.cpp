// SPDX-License-Identifier: GPL-3.0-or-later
// What the municipal core says of a case comes back to the applicant; what it refuses, and what a person settles.
#include "app/gateway/caselife.h"
#include "app/gateway/corecommand.h"
#include "app/gateway/coredesk.h"
#include "tests/unit/gateway/corebed.h"

#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

class TestCoreSays : public QObject, private CoreBed
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { load(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void refusedForAPerson();
    void refusedForTheApplicant();
    void whatTheCoreSays();
    void whatCannotBeAppliedIsListed();
    void settledByHand();
};

void TestCoreSays::refusedForAPerson()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    behave(QStringLiteral("refuse"));
    step();
    QCOMPARE(message(item).state, CoreState::Refused);
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
    QCOMPARE(listed(false)[QStringLiteral("messages")][0][QStringLiteral("code")].toString(),
             QStringLiteral("not-for-us"));
    step(std::chrono::hours(24));
    QCOMPARE(m_core->handed(), 1);
    must(retryCore(*m_database, coreReference(item), m_rig->clock.wall().count()));
    step();
    QCOMPARE(message(item).state, CoreState::Accepted);
}

void TestCoreSays::refusedForTheApplicant()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    behave(QStringLiteral("correct"));
    step();
    QCOMPARE(message(item).state, CoreState::Refused);
    QCOMPARE(stateOf(item), QStringLiteral("correction"));
    const auto &db = m_database;
    QVERIFY(must(runCoreCommand(*db, {{QStringLiteral("list")}, {}, false, false, {}}, m_rig->clock))
                .contains(QStringLiteral("the applicant is asked")));
    auto connection = must(db->connection());
    const QJsonObject life = must(lifeJson(connection, item));
    QCOMPARE(life[QStringLiteral("asked")][0][QStringLiteral("id")].toString(), QStringLiteral("mobile"));  // of aac067
    // What the applicant adds goes with the case, in one message under the same reference.
    cases.supplements = item;
    const QString added = sent(cases);
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
    until(coreReference(item), CoreState::Accepted);
    QCOMPARE(m_core->record().size(), 1);
    const QJsonValue whole = m_core->record().constFirst()[QStringLiteral("message")][QStringLiteral("cases")][0];
    QCOMPARE(whole[QStringLiteral("added")][0][QStringLiteral("case")].toString(), added);
    QCOMPARE(message(added).state, CoreState::Closed);
}

void TestCoreSays::whatTheCoreSays()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    step();
    const auto say = [&](QJsonObject event) {
        event.insert(QStringLiteral("case"), item);
        QVERIFY(m_core->say(event));
        step(std::chrono::seconds(10));
    };
    say({{QStringLiteral("event"), QStringLiteral("correction")},
         {QStringLiteral("until"), QStringLiteral("2026-03-31")},
         {QStringLiteral("asked"), QJsonArray{QJsonObject{{QStringLiteral("kind"), QStringLiteral("material")},
                                                          {QStringLiteral("id"), QStringLiteral("no-such-paper")},
                                                          {QStringLiteral("text"), QStringLiteral("缺少材料")}}}}});
    QCOMPARE(stateOf(item), QStringLiteral("correction"));
    {
        const auto &db = m_database;
        auto connection = must(db->connection());
        const QJsonValue asked = must(lifeJson(connection, item))[QStringLiteral("asked")][0];
        QCOMPARE(asked[QStringLiteral("kind")].toString(), QStringLiteral("words"));  // no kiosk could take it
        QCOMPARE(asked[QStringLiteral("text")].toString(), QStringLiteral("缺少材料"));
    }
    cases.supplements = item;
    const QString added = sent(cases);
    until(coreReference(added), CoreState::Accepted);
    QCOMPARE(recorded(QStringLiteral("supplement")).size(), 1);
    say({{QStringLiteral("event"), QStringLiteral("decided")}});
    QCOMPARE(stateOf(item), QStringLiteral("decided"));
    say({{QStringLiteral("event"), QStringLiteral("decided")}});  // told twice is nothing new
    say({{QStringLiteral("event"), QStringLiteral("ready")},
         {QStringLiteral("what"), QStringLiteral("就业创业证")},
         {QStringLiteral("place"), QStringLiteral("3号窗口")}});
    QCOMPARE(stateOf(item), QStringLiteral("ready"));
    const auto told = inbox(m_kiosk, 0);
    QCOMPARE(told.constLast().state, QStringLiteral("ready"));
    QCOMPARE(listed()[QStringLiteral("events")].toArray().size(), 0);
    const qsizetype before = told.size();
    step(std::chrono::hours(1));  // none of them again
    QCOMPARE(inbox(m_kiosk, 0).size(), before);
}

void TestCoreSays::whatCannotBeAppliedIsListed()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    step();
    for (const char *event : {"delivered", "certainly", "refused", "decided"}) {  // a refusal says why
        QVERIFY(m_core->say({{QStringLiteral("case"), item}, {QStringLiteral("event"), QLatin1String(event)}}));
    }
    QVERIFY(m_core->say({{QStringLiteral("case"), item},
                         {QStringLiteral("reference"), QStringLiteral("HK0")},
                         {QStringLiteral("event"), QStringLiteral("decided")}}));
    step(std::chrono::seconds(10));
    QStringList outcomes;
    for (const auto &event : listed()[QStringLiteral("events")].toArray()) {
        outcomes.append(event[QStringLiteral("outcome")].toString());
    }
    QCOMPARE(outcomes, QStringList({QStringLiteral("not-possible"), QStringLiteral("not-understood"),
                                    QStringLiteral("incomplete"), QStringLiteral("no-such-case")}));
    QCOMPARE(stateOf(item), QStringLiteral("decided"));  // the one between them had its effect
    const auto &db = m_database;
    must(runCoreCommand(*db, {{QStringLiteral("seen"), QStringLiteral("2")}, {}, false, false, {}}, m_rig->clock));
    QCOMPARE(listed()[QStringLiteral("events")].toArray().size(), 3);
    for (const qint64 n : {2, 4, 99}) {  // seen, applied, none
        QCOMPARE(seenCoreEvent(*db, n).error().code, FaultCode::StoreNotFound);
    }
}

void TestCoreSays::settledByHand()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    const QString reference = coreReference(item);
    const auto &db = m_database;
    const auto act = [&](const QStringList &words, const QStringList &numbers = {}) {
        CoreCommand command{words, numbers, false, false, {}};
        return usageOf(command).isEmpty() ? runCoreCommand(*db, command, m_rig->clock)
                                          : Result<QString>(fail(FaultCode::BadArgument, "usage"));
    };
    const auto settle = QStringLiteral("settle");
    QCOMPARE(act({QStringLiteral("retry"), reference}).error().code, FaultCode::NotAllowed);  // it waits
    QCOMPARE(act({QStringLiteral("retry"), QStringLiteral("HK0")}).error().code, FaultCode::StoreNotFound);
    behave(QStringLiteral("wrong-reference"), -1);
    step();
    until(reference, CoreState::Unknown);
    QVERIFY(must(act({QStringLiteral("list")})).contains(QStringLiteral("no clear answer")));
    QCOMPARE(act({settle, reference, QStringLiteral("accepted")}).error().code, FaultCode::BadArgument);
    QCOMPARE(act({settle, reference, QStringLiteral("waiting")}).error().code, FaultCode::BadArgument);
    must(act({settle, reference, QStringLiteral("accepted")}, {QStringLiteral("YW7")}));
    QCOMPARE(numberOf(item), QStringLiteral("YW7"));
    QCOMPARE(message(item).state, CoreState::Accepted);
    QCOMPARE(act({settle, reference, QStringLiteral("closed")}).error().code, FaultCode::NotAllowed);
}

QTEST_GUILESS_MAIN(TestCoreSays)
#include "tst_coresays.moc"
