// SPDX-License-Identifier: GPL-3.0-or-later
// Cases that have been over for long enough lose their content, and nothing else does.
#include "app/gateway/casecommand.h"
#include "app/gateway/casecore.h"
#include "app/gateway/coreoutbox.h"
#include "app/gateway/retention.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QDirIterator>
#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

namespace {

constexpr auto kDay = std::chrono::hours(24);

}  // namespace

class TestRetention : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { end(); }
    void whatIsOverGoes();
    void whatIsNotOverStays();
    void aScanOfTwoCasesStaysWithTheOther();
    void aKioskThatSendsItAgainIsAnswered();
    void whatTheCoreHasStillToGetStays();
    void aBrokenPassGoesOn();
    void whoAskedForWhom();
    void aResultThatNobodyCollects();
    void whatIsAboutNoCase();
    void answersThatWereRead();
    void answersThatWereNotRead();
    void aGapIsNotFilled();
    void aKioskThatAsksFromFurtherBack();
    void aCentreThatWasPutBack();
    void everyDayOneMark();

private:
    int answers();
    QString sent(CaseMaker &cases, const QVector<QByteArray> &pages = {}, bool handsOver = false);
    void rule(const QString &outcome);
    Destroyed pass(bool dry = false, int most = 100);
    [[nodiscard]] int blobs() const;
    qint64 bodyBytes(const QString &item);

    Kiosk m_kiosk;
};

void TestRetention::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.core = false;
    m_rig->start();
    m_kiosk = enrolled(QStringLiteral("K1"));
}

void TestRetention::rule(const QString &outcome)
{
    auto db = m_rig->database();
    auto connection = must(db->connection());
    must(gateway::run(connection, QStringLiteral("DELETE FROM service_rule")));
    must(gateway::run(connection, QStringLiteral("INSERT INTO service_rule (service, outcome, code) VALUES (?, ?, ?)"),
                      {QStringLiteral("unemployment-registration"), outcome, QStringLiteral("own")}));
}

QString TestRetention::sent(CaseMaker &cases, const QVector<QByteArray> &pages, bool handsOver)
{
    const auto made = cases.make(pages);
    if (sendOne(m_kiosk, made.item) != wire::VerdictKind::Stored) {
        throw std::runtime_error("the case was not stored");
    }
    for (const QByteArray &blob : made.blobs) {
        if (const auto answer = patch(m_kiosk, blob, 0, blob); !answer || answer->status >= 300) {
            throw std::runtime_error("a scan was not stored");
        }
    }
    auto db = m_rig->database();
    const Blobs store(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CaseCore core(db, store, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))), m_rig->keys.tagKey, m_rig->clock);
    if (handsOver) {
        core.handOver();
    }
    must(core.step(50));
    return made.id;
}

Destroyed TestRetention::pass(bool dry, int most)
{
    auto db = m_rig->database();
    const Blobs store(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    RetentionRules rules;
    rules.days = 30;
    return must(destroyOld(*db, store, rules, m_rig->clock, dry, most));
}

int TestRetention::answers()
{
    return m_rig->count(QStringLiteral("SELECT COUNT(*) FROM inbox"));
}

int TestRetention::blobs() const
{
    int count = 0;
    QDirIterator files(m_rig->dir.filePath(QStringLiteral("blobs")), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        ++count;
    }
    return count;
}

qint64 TestRetention::bodyBytes(const QString &item)
{
    auto db = m_rig->database();
    auto connection = must(db->connection());
    return must(single(connection, QStringLiteral("SELECT body FROM item WHERE id = ?"), {item})).toByteArray().size();
}

void TestRetention::whatIsOverGoes()
{
    rule(QStringLiteral("decided"));
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases, {QByteArray("a page"), QByteArray("another")});
    QCOMPARE(pass(), Destroyed());
    m_rig->clock.advance(31 * kDay);
    QCOMPARE(pass(true), (Destroyed{1, 2, 0}));
    QCOMPARE(blobs(), 2);
    QCOMPARE(pass(), (Destroyed{1, 2, 0}));
    QCOMPARE(blobs(), 0);
    QCOMPARE(bodyBytes(item), 0);
    for (const char *table : {"attachment", "blob", "notice", "case_life", "check_result"}) {
        QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ") + QLatin1String(table)), 0);
    }
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM result WHERE tag = '' AND reference <> ''")), 1);
    auto db = m_rig->database();
    const QJsonArray passes = must(destructionsJson(*db));
    QCOMPARE(passes.size(), 1);
    QCOMPARE(passes[0][QStringLiteral("cases")].toInt(), 1);
    QCOMPARE(passes[0][QStringLiteral("scans")].toInt(), 2);
    auto connection = must(db->connection());
    const QString hash = must(single(connection, QStringLiteral("SELECT hash FROM item"))).toString();
    QCOMPARE(passes[0][QStringLiteral("digest")].toString(), sha256Hex((item + u' ' + hash + u'\n').toUtf8()));
    QCOMPARE(pass(), Destroyed());
    QCOMPARE(must(destructionsJson(*db)).size(), 1);
}

void TestRetention::whatIsNotOverStays()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);  // accepted: a person looks at it
    auto db = m_rig->database();
    must(runCaseCommand(
        *db,
        must(parseCaseCommand({item, QStringLiteral("correction")},
                              {{QStringLiteral("mobile")}, {}, {}, QStringLiteral("2026-03-31"), {}, {}})),
        m_rig->clock));
    cases.supplements = item;
    const QString added = sent(cases);
    m_rig->clock.advance(365 * kDay);
    QCOMPARE(pass(), Destroyed());  // nor what was added to it
    must(runCaseCommand(*db, must(parseCaseCommand({item, QStringLiteral("approve")}, {})), m_rig->clock));
    QCOMPARE(pass(), Destroyed());  // what was added has been over for a year, and goes with the case
    m_rig->clock.advance(31 * kDay);
    QCOMPARE(pass(), (Destroyed{2, 0, 0}));
    QCOMPARE(bodyBytes(item) + bodyBytes(added), 0);
}

void TestRetention::aScanOfTwoCasesStaysWithTheOther()
{
    rule(QStringLiteral("decided"));
    CaseMaker cases = maker(m_kiosk);
    const auto made = cases.make({QByteArray("a page")});
    QCOMPARE(sendOne(m_kiosk, made.item), wire::VerdictKind::Stored);
    QVERIFY(patch(m_kiosk, made.blobs[0], 0, made.blobs[0]));
    sent(cases);
    m_rig->clock.advance(31 * kDay);
    const QString young = sent(cases);
    auto db = m_rig->database();
    auto connection = must(db->connection());
    must(gateway::run(connection,
                      QStringLiteral("INSERT INTO attachment (item, role, sha256, size) VALUES (?, 'x', ?, 1)"),
                      {young, sha256Hex(made.blobs[0])}));
    QCOMPARE(pass(), (Destroyed{2, 0, 0}));
    QCOMPARE(blobs(), 1);
}

void TestRetention::aKioskThatSendsItAgainIsAnswered()
{
    rule(QStringLiteral("refused"));
    CaseMaker cases = maker(m_kiosk);
    const auto made = cases.make({QByteArray("a page")});
    QCOMPARE(sendOne(m_kiosk, made.item), wire::VerdictKind::Stored);
    QVERIFY(patch(m_kiosk, made.blobs[0], 0, made.blobs[0]));
    sent(cases);
    m_rig->clock.advance(31 * kDay);
    QCOMPARE(pass(), (Destroyed{2, 1, 0}));
    const auto verdicts = send(m_kiosk, {{made.item}, {}});
    QCOMPARE(verdicts[0].kind, wire::VerdictKind::Duplicate);
    QVERIFY(verdicts[0].missing.isEmpty());  // its scans are not asked for again
}

void TestRetention::whatTheCoreHasStillToGetStays()
{
    rule(QStringLiteral("decided"));
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases, {}, true);
    m_rig->clock.advance(31 * kDay);
    QCOMPARE(pass(), Destroyed());
    auto db = m_rig->database();
    auto connection = must(db->connection());
    const auto message = must(coreMessage(connection, coreReference(item)));
    QVERIFY(message);
    QVERIFY(must(CoreOutbox(*db).accepted(*message, {{item, QStringLiteral("YW1")}}, 1)));
    QCOMPARE(pass(), (Destroyed{1, 0, 0}));
}

// However many passes it takes, each case is on record once.
void TestRetention::aBrokenPassGoesOn()
{
    rule(QStringLiteral("decided"));
    CaseMaker cases = maker(m_kiosk);
    for (int i = 0; i < 5; ++i) {
        sent(cases, {QByteArray("page ") + QByteArray::number(i)});
    }
    m_rig->clock.advance(31 * kDay);
    QCOMPARE(pass(false, 2), (Destroyed{2, 2, 0}));
    QCOMPARE(pass(false, 2), (Destroyed{2, 2, 0}));
    QCOMPARE(pass(false, 2), (Destroyed{1, 1, 0}));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT SUM(cases) FROM destruction")), 5);
    QCOMPARE(blobs(), 0);
}

void TestRetention::whoAskedForWhom()
{
    auto db = m_rig->database();
    auto connection = must(db->connection());
    for (const qint64 daysAgo : {2000, 10}) {
        must(gateway::run(connection,
                          QStringLiteral("INSERT INTO ask_log (id, at_ms, kiosk, visit, tag, kind, service, outcome)"
                                         " VALUES (?, ?, 'K1', 'v', 't', 'prefill', 's', 'ok')"),
                          {QString::number(daysAgo), m_rig->clock.wall().count() - daysAgo * 24 * 3600 * 1000}));
    }
    QCOMPARE(pass(), (Destroyed{0, 0, 1}));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log")), 1);
    QCOMPARE(must(destructionsJson(*db)).size(), 1);
}

void TestRetention::aResultThatNobodyCollects()
{
    rule(QStringLiteral("decided"));
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases, {QByteArray("a page")});
    auto db = m_rig->database();
    auto connection = must(db->connection());
    must(gateway::run(connection, QStringLiteral("UPDATE item SET state = 'ready'")));
    must(gateway::run(connection,
                      QStringLiteral("INSERT INTO rating (id, kiosk, item, service, stars, reasons, at_ms)"
                                     " VALUES ('r', 'K1', ?, 's', 5, '', ?)"),
                      {item, qint64(m_rig->clock.wall().count())}));
    m_rig->clock.advance(729 * kDay);
    QCOMPARE(pass(), Destroyed());
    m_rig->clock.advance(2 * kDay);
    QCOMPARE(pass(true), (Destroyed{1, 1, 0, 1}));
    QCOMPARE(pass(), (Destroyed{1, 1, 0, 1}));
    QCOMPARE(bodyBytes(item), 0);
    // The rating stays and says no more what it was about.
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM rating WHERE item = ''")), 1);
    QCOMPARE(pass(), Destroyed());
}

void TestRetention::whatIsAboutNoCase()
{
    rule(QStringLiteral("decided"));
    CaseMaker cases = maker(m_kiosk);
    sent(cases);
    auto db = m_rig->database();
    auto connection = must(db->connection());
    const qint64 now = m_rig->clock.wall().count();
    const auto add = [&](const char *sql, const QVariantList &values) {
        must(gateway::run(connection, QLatin1String(sql), values));
    };
    const QString tag =
        must(single(connection, QStringLiteral("SELECT tag FROM result"))).toString();  // somebody with a case
    const qint64 old = now - 1096LL * 24 * 3600 * 1000;
    for (const auto &[person, document, at] : {std::tuple(QStringLiteral("forgotten"), QStringLiteral("t1"), old),
                                               {u"forgotten"_qs, u"t2"_qs, old},
                                               {u"has a case"_qs, tag, old},
                                               {u"asked about"_qs, u"t3"_qs, old},
                                               {u"clerk"_qs, u"t4"_qs, old},
                                               {u"new"_qs, u"t5"_qs, now}}) {
        add("INSERT INTO person_document (tag, person, name_tag, updated_ms) VALUES (?, ?, 'n', ?)",
            {document, person, at});
        add("INSERT INTO person_record (person, field, value) VALUES (?, 'mobile', '[1]')"
            " ON CONFLICT (person, field) DO NOTHING",
            {person});
    }
    add("INSERT INTO ask_log (id, at_ms, kiosk, visit, tag, kind, service, outcome)"
        " VALUES ('a', ?, 'K1', 'v', 't3', 'prefill', 's', 'ok')",
        {now});
    add("INSERT INTO unit_clerk (unit, tag, name_tag) VALUES ('u', 't4', 'n')", {});
    for (const auto &[n, outcome, at] : {std::tuple(1, "applied", old),
                                         {2, "no-such-case", old},
                                         {3, "seen", now},
                                         {4, "applied", old}}) {  // the last one says up to where
        add("INSERT INTO core_event (n, reference, item, event, outcome, at_ms) VALUES (?, 'R', 'i', 'decided', ?, ?)",
            {n, QLatin1String(outcome), at});
    }
    for (const qint64 at : {old, now}) {
        add("INSERT INTO rating (id, kiosk, item, service, stars, reasons, at_ms) VALUES (?, 'K1', '', 's', 5, '', ?)",
            {QString::number(at), at});
    }
    const Destroyed rest{0, 0, 0, 0, 1, 1, 1};
    QCOMPARE(pass(true), rest);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_document")), 6);
    QCOMPARE(pass(), rest);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_document")), 4);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_record")), 4);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_record WHERE person = 'forgotten'")), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM core_event")), 3);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM rating")), 1);
    const QJsonArray passes = must(destructionsJson(*db));
    QCOMPARE(passes.size(), 1);
    QCOMPARE(passes[0][QStringLiteral("others")].toObject(), (QJsonObject{{QStringLiteral("ratings"), 1},
                                                                          {QStringLiteral("events"), 1},
                                                                          {QStringLiteral("persons"), 1},
                                                                          {QStringLiteral("answers"), 0}}));
    QCOMPARE(pass(), Destroyed());
}

namespace {

Destroyed onlyAnswers(int count)
{
    Destroyed destroyed;
    destroyed.answers = count;
    return destroyed;
}

}  // namespace

// The kiosk has them for the time that is set, and the last one always.
void TestRetention::answersThatWereRead()
{
    CaseMaker cases = maker(m_kiosk);
    for (int i = 0; i < 4; ++i) {
        sent(cases);
    }
    QCOMPARE(inbox(m_kiosk, 0).size(), 4);
    m_rig->clock.advance(400 * kDay);
    QCOMPARE(pass(), Destroyed());  // handed out, but not yet said to be on its disk
    QCOMPARE(inbox(m_kiosk, 3).size(), 1);
    m_rig->clock.advance(100 * kDay);
    QVERIFY(inbox(m_kiosk, 4).isEmpty());
    m_rig->clock.advance(79 * kDay);
    QCOMPARE(pass(), Destroyed());
    m_rig->clock.advance(2 * kDay);
    QCOMPARE(pass(true), onlyAnswers(3));
    QCOMPARE(answers(), 4);
    QCOMPARE(pass(), onlyAnswers(3));
    QCOMPARE(must(destructionsJson(*m_rig->database()))[0][QStringLiteral("others")][QStringLiteral("answers")].toInt(),
             3);
    m_rig->clock.advance(400 * kDay);
    QCOMPARE(pass(), Destroyed());
    QCOMPARE(answers(), 1);

    // Who asks for them all the same, a machine in the place of this one, comes to the one that is there.
    const QString last = sent(cases);
    const QVector<wire::InboxItem> items = inbox(m_kiosk, 0);
    QCOMPARE(items.size(), 5);
    QVERIFY(wire::followOn(items, 0));
    QCOMPARE(items[0].code, QStringLiteral("forgotten"));
    QCOMPARE(items[2].code, QStringLiteral("forgotten"));
    QVERIFY(items[3].code != QStringLiteral("forgotten"));
    QCOMPARE(items[4].id, last);
    QCOMPARE(inbox(m_kiosk, 2).size(), 3);
    QVERIFY(wire::followOn(inbox(m_kiosk, 2), 2));
}

void TestRetention::answersThatWereNotRead()
{
    const Kiosk away = enrolled(QStringLiteral("K2"));
    CaseMaker mine = maker(m_kiosk);
    CaseMaker theirs = maker(away);
    for (int i = 0; i < 3; ++i) {
        sent(mine);
        const auto made = theirs.make();
        QCOMPARE(sendOne(away, made.item), wire::VerdictKind::Stored);
    }
    sent(mine);
    QCOMPARE(answers(), 7);
    inbox(m_kiosk, 2);
    inbox(away, 0);
    m_rig->clock.advance(1000 * kDay);
    inbox(m_kiosk, 4);
    QCOMPARE(pass(), onlyAnswers(2));
    QCOMPARE(inbox(away, 0).size(), 3);
    QVERIFY(inbox(away, 0)[0].code != QStringLiteral("forgotten"));
    QVERIFY(inbox(m_kiosk, 2)[0].code != QStringLiteral("forgotten"));
}

// Nobody has an answer that is missing for another reason: the kiosk is not led past it.
void TestRetention::aGapIsNotFilled()
{
    CaseMaker cases = maker(m_kiosk);
    for (int i = 0; i < 5; ++i) {
        sent(cases);
    }
    inbox(m_kiosk, 2);
    m_rig->clock.advance(200 * kDay);
    QCOMPARE(pass(), onlyAnswers(2));
    auto db = m_rig->database();
    auto connection = must(db->connection());
    must(gateway::run(connection, QStringLiteral("DELETE FROM inbox WHERE n IN (3, 5)")));
    must(gateway::run(connection, QStringLiteral("UPDATE kiosk SET inbox_no = 6")));
    must(gateway::run(connection, QStringLiteral("INSERT INTO inbox (kiosk, n, item, state, code, reference, at_ms)"
                                                 " SELECT kiosk, 6, item, state, code, reference, at_ms FROM inbox")));
    const auto numbers = [this](qint64 after) {
        QVector<qint64> found;
        for (const wire::InboxItem &item : inbox(m_kiosk, after)) {
            found.append(item.n);
        }
        return found;
    };
    QCOMPARE(numbers(0), (QVector<qint64>{1, 2, 4, 6}));
    QCOMPARE(numbers(2), (QVector<qint64>{4, 6}));
    QCOMPARE(numbers(4), (QVector<qint64>{6}));
}

// An older copy of its disk: what it read before it was put back, it has not read.
void TestRetention::aKioskThatAsksFromFurtherBack()
{
    CaseMaker cases = maker(m_kiosk);
    for (int i = 0; i < 4; ++i) {
        sent(cases);
    }
    inbox(m_kiosk, 3);
    m_rig->clock.advance(100 * kDay);
    QCOMPARE(inbox(m_kiosk, 1).size(), 3);
    m_rig->clock.advance(100 * kDay);
    QCOMPARE(pass(), onlyAnswers(1));
    const QVector<wire::InboxItem> items = inbox(m_kiosk, 1);
    QCOMPARE(items.size(), 3);
    QCOMPARE(items[0].n, 2);
    QVERIFY(items[0].code != QStringLiteral("forgotten"));
}

// It gave out numbers that it does not know of any more: who has read those has not read what gets them now.
void TestRetention::aCentreThatWasPutBack()
{
    CaseMaker cases = maker(m_kiosk);
    sent(cases);
    sent(cases);
    QVERIFY(inbox(m_kiosk, 70).isEmpty());
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM inbox_read")), 0);
    inbox(m_kiosk, 1);
    m_rig->clock.advance(2 * kDay);
    QVERIFY(inbox(m_kiosk, 70).isEmpty());
    sent(cases);
    m_rig->clock.advance(200 * kDay);
    QCOMPARE(pass(), onlyAnswers(1));
}

void TestRetention::everyDayOneMark()
{
    CaseMaker cases = maker(m_kiosk);
    for (int i = 0; i < 3; ++i) {
        sent(cases);
    }
    for (int hour = 0; hour < 49; ++hour) {
        inbox(m_kiosk, 1 + hour / 24);
        m_rig->clock.advance(std::chrono::hours(1));
    }
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM inbox_read")), 3);
    m_rig->clock.advance(200 * kDay);
    QCOMPARE(pass(), onlyAnswers(2));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM inbox_read")), 1);
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
