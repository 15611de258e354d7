// SPDX-License-Identifier: GPL-3.0-or-later
// Cases of one chain of services: they wait for each other, are judged together, and none of them twice.
#include "app/catalogue/catalogueloader.h"
#include "app/gateway/casecore.h"
#include "app/gateway/schema.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QTest>

#include <algorithm>
#include <thread>

using namespace hall;
using namespace hall::test;
using namespace hall::gateway;
using wire::VerdictKind;

namespace {

const QString kDecided = QStringLiteral("decided-here");  // services of the test's own rules
const QString kPerson = QStringLiteral("for-a-person");
const QString kRefused = QStringLiteral("refused-here");
const QString kChecked = QStringLiteral("unemployment-registration");  // of the catalogue, with checks
const auto kDay = std::chrono::hours(24);

// Agrees to everything, or does not answer.
class OneSource final : public CheckSource
{
public:
    bool down = false;
    int asked = 0;

private:
    CheckResult compare(const CheckQuestion &) override
    {
        ++asked;
        return {down ? CheckOutcome::Down : CheckOutcome::Match, {}};
    }
};

}  // namespace

class TestCaseGroup : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void inAnyOrderAndOnce_data();
    void inAnyOrderAndOnce();
    void allOrNone_data();
    void allOrNone();
    void eachForItself();
    void scansAreWaitedFor();
    void whatNeverCameWhole_data();
    void whatNeverCameWhole();
    void aSourceHoldsAllBack();
    void aSourceHoldsBackWhatComesAfter();
    void twoCoresAtOnce();
    void whatDoesNotFitIsRefused();
    void ofOnePersonOnly();
    void settling();
    void anOlderDatabaseIsMovedOn();

private:
    QVector<CaseMaker::Made> make(CaseMaker &cases, const QStringList &services, bool atomic);
    void store(const Kiosk &kiosk, const CaseMaker::Made &made) const;
    int step();                                                // a core that forgets everything between two
    [[nodiscard]] QStringList told(const Kiosk &kiosk) const;  // "service state code" by number
    void rule(const QString &service, const QString &outcome);
    [[nodiscard]] qint64 results();

    std::unique_ptr<OneSource> m_source;
    std::shared_ptr<const Catalogue> m_catalogue;  // set: cases are compared
    QHash<QString, QString> m_services;            // by case
    int m_groups = 0;
};

void TestCaseGroup::init()
{
    m_source = std::make_unique<OneSource>();
    m_services.clear();
    m_catalogue.reset();
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.core = false;
    m_rig->start();
    rule(kDecided, QStringLiteral("decided"));
    rule(kPerson, QStringLiteral("accepted"));
    rule(kRefused, QStringLiteral("refused"));
}

void TestCaseGroup::cleanup()
{
    end();
}

void TestCaseGroup::rule(const QString &service, const QString &outcome)
{
    auto db = m_rig->database();
    auto connection = must(db->connection());
    must(gateway::run(connection, QStringLiteral("INSERT INTO service_rule (service, outcome, code) VALUES (?, ?, ?)"),
                      {service, outcome, QStringLiteral("own")}));
}

// In the order of their parts.
QVector<CaseMaker::Made> TestCaseGroup::make(CaseMaker &cases, const QStringList &services, bool atomic)
{
    const QString id = newTransactionId(1'767'225'600'000 + ++m_groups);
    QVector<CaseMaker::Made> all;
    for (const QString &service : services) {
        cases.group = {id, int(all.size()) + 1, int(services.size()), atomic};
        cases.service = service;
        all.append(cases.make());
        m_services.insert(all.constLast().id, service);
    }
    cases.group = {};
    return all;
}

void TestCaseGroup::store(const Kiosk &kiosk, const CaseMaker::Made &made) const
{
    if (sendOne(kiosk, made.item) != VerdictKind::Stored) {
        throw std::runtime_error("the case was not stored");
    }
}

int TestCaseGroup::step()
{
    auto db = m_rig->database();
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CaseCore core(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))), m_rig->keys.tagKey, m_rig->clock);
    if (m_catalogue) {
        core.setCatalogues(std::make_shared<CatalogueShelf>(m_catalogue));
        core.setChecks(std::make_shared<CaseChecks>(*m_source, m_rig->clock));
    }
    return must(core.step(20));
}

QStringList TestCaseGroup::told(const Kiosk &kiosk) const
{
    QStringList all;
    for (const wire::InboxItem &item : inbox(kiosk, 0)) {
        all.append(m_services.value(item.id) + u' ' + item.state + u' ' + item.code);
    }
    return all;
}

qint64 TestCaseGroup::results()
{
    return m_rig->count(QStringLiteral("SELECT COUNT(*) FROM result"));
}

void TestCaseGroup::inAnyOrderAndOnce_data()
{
    QTest::addColumn<QVector<int>>("order");
    QTest::addColumn<bool>("atomic");
    QVector<int> order{1, 2, 3};
    do {
        for (const bool atomic : {true, false}) {
            QTest::addRow("%d %d %d %s", order[0], order[1], order[2], atomic ? "all" : "each") << order << atomic;
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

// The parts in any order of the chain, each of them sent twice, the gateway restarted before the last.
void TestCaseGroup::inAnyOrderAndOnce()
{
    QFETCH(QVector<int>, order);
    QFETCH(bool, atomic);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const QStringList services{kDecided, kPerson, kDecided};
    const QString id = newTransactionId(1'767'225'600'000);
    for (const int part : std::as_const(order)) {
        QCOMPARE(step(), 0);
        QCOMPARE(inbox(kiosk, 0).size(), 0);
        cases.group = {id, part, 3, atomic};
        cases.service = services[part - 1];
        const auto made = cases.make();
        m_services.insert(made.id, QString::number(part));
        store(kiosk, made);
        QCOMPARE(int(sendOne(kiosk, made.item)), int(VerdictKind::Duplicate));
        if (part == order[1]) {
            m_rig->stop();
            m_rig->start();
            QCOMPARE(int(sendOne(kiosk, made.item)), int(VerdictKind::Duplicate));
        }
    }
    QCOMPARE(step(), 3);
    QCOMPARE(step(), 0);
    const QString first = atomic ? QStringLiteral("accepted group-review") : QStringLiteral("decided own");
    QCOMPARE(told(kiosk), (QStringList{QStringLiteral("1 ") + first, QStringLiteral("2 accepted own"),
                                       QStringLiteral("3 ") + first}));
    QCOMPARE(results(), 3);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT n FROM counter WHERE name = 'reference'")), 3);
}

void TestCaseGroup::allOrNone_data()
{
    QTest::addColumn<QStringList>("services");
    QTest::addColumn<QStringList>("ends");
    QTest::addRow("all decided") << QStringList{kDecided, kDecided}
                                 << QStringList{QStringLiteral("decided own"), QStringLiteral("decided own")};
    QTest::addRow("one for a person") << QStringList{kDecided, kPerson}
                                      << QStringList{QStringLiteral("accepted group-review"),
                                                     QStringLiteral("accepted own")};
    QTest::addRow("the last is refused") << QStringList{kDecided, kPerson, kRefused}
                                         << QStringList{QStringLiteral("refused group-refused"),
                                                        QStringLiteral("refused group-refused"),
                                                        QStringLiteral("refused own")};
    QTest::addRow("the first is refused")
        << QStringList{kRefused, kDecided}
        << QStringList{QStringLiteral("refused own"), QStringLiteral("refused group-refused")};
}

void TestCaseGroup::allOrNone()
{
    QFETCH(QStringList, services);
    QFETCH(QStringList, ends);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    for (const auto &made : make(cases, services, true)) {
        store(kiosk, made);
    }
    QCOMPARE(step(), int(services.size()));
    QStringList wanted;
    for (qsizetype i = 0; i < services.size(); ++i) {
        wanted.append(services[i] + u' ' + ends[i]);
    }
    QCOMPARE(told(kiosk), wanted);
    const bool refused = ends.constLast().startsWith(QLatin1String("refused"));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM result WHERE state = 'refused'")),
             refused ? services.size() : 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT n FROM counter WHERE name = 'reference'")),
             refused ? 0 : services.size());
}

void TestCaseGroup::eachForItself()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const auto all = make(cases, {kRefused, kDecided, kPerson}, false);
    const auto alone = cases.make();
    m_services.insert(alone.id, QStringLiteral("alone"));
    store(kiosk, all[0]);
    store(kiosk, all[1]);
    QCOMPARE(step(), 0);
    store(kiosk, all[2]);
    store(kiosk, alone);
    QCOMPARE(step(), 4);
    QStringList ends = told(kiosk);
    ends.removeIf([](const QString &one) { return one.startsWith(QLatin1String("alone")); });
    QCOMPARE(ends, (QStringList{kRefused + QStringLiteral(" refused own"), kDecided + QStringLiteral(" decided own"),
                                kPerson + QStringLiteral(" accepted own")}));
}

void TestCaseGroup::scansAreWaitedFor()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    cases.group = {newTransactionId(1'767'225'600'000), 1, 2, true};
    cases.service = kDecided;
    const auto scanned = cases.make({QByteArray("a page")});
    cases.group.part = 2;
    const auto other = cases.make();
    m_services = {{scanned.id, QStringLiteral("1")}, {other.id, QStringLiteral("2")}};
    store(kiosk, scanned);
    store(kiosk, other);
    QCOMPARE(step(), 0);
    QCOMPARE(patch(kiosk, scanned.blobs[0], 0, scanned.blobs[0])->status, 204);
    QCOMPARE(step(), 2);
    QCOMPARE(told(kiosk), (QStringList{QStringLiteral("1 decided own"), QStringLiteral("2 decided own")}));
}

void TestCaseGroup::whatNeverCameWhole_data()
{
    QTest::addColumn<bool>("atomic");
    QTest::addRow("all") << true;
    QTest::addRow("each") << false;
}

void TestCaseGroup::whatNeverCameWhole()
{
    QFETCH(bool, atomic);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const auto all = make(cases, {kDecided, kRefused, kDecided}, atomic);
    store(kiosk, all[0]);
    m_rig->clock.advance(10 * kDay);
    store(kiosk, all[1]);
    m_rig->clock.advance(20 * kDay - std::chrono::milliseconds(1));
    QCOMPARE(step(), 0);
    m_rig->clock.advance(std::chrono::milliseconds(1));
    m_rig->stop();
    m_rig->start();
    QCOMPARE(step(), 2);
    QCOMPARE(told(kiosk), (QStringList{kDecided + QStringLiteral(" accepted group-incomplete"),
                                       kRefused + QStringLiteral(" refused own")}));
    // What comes after that goes alone too, and nothing twice.
    store(kiosk, all[2]);
    QCOMPARE(step(), 1);
    QCOMPARE(step(), 0);
    QCOMPARE(told(kiosk).value(2), kDecided + QStringLiteral(" accepted group-incomplete"));
    QCOMPARE(results(), 3);
}

void TestCaseGroup::aSourceHoldsAllBack()
{
    m_catalogue = std::make_shared<const Catalogue>(
        loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    for (const CrossCheck &check : m_catalogue->service(kChecked)->checks) {
        cases.sharing.append(check.source);
    }
    const auto all = make(cases, {kDecided, kChecked, kChecked}, true);
    for (const auto &made : all) {
        store(kiosk, made);
    }
    m_source->down = true;
    QCOMPARE(step(), 3);
    QCOMPARE(told(kiosk), QStringList());
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item WHERE state = 'checks-pending'")), 2);
    QCOMPARE(step(), 0);  // not again at once
    m_source->down = false;
    m_rig->clock.advance(std::chrono::minutes(1));
    QCOMPARE(step(), 3);
    QCOMPARE(step(), 0);
    const int asked = m_source->asked;
    QCOMPARE(told(kiosk).size(), 3);
    QCOMPARE(results(), 3);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM check_wait")), 0);
    m_rig->clock.advance(std::chrono::hours(1));
    QCOMPARE(step(), 0);
    QCOMPARE(m_source->asked, asked);
}

void TestCaseGroup::aSourceHoldsBackWhatComesAfter()
{
    m_catalogue = std::make_shared<const Catalogue>(
        loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    for (const CrossCheck &check : m_catalogue->service(kChecked)->checks) {
        cases.sharing.append(check.source);
    }
    const auto all = make(cases, {kDecided, kChecked, kPerson}, false);
    for (const auto &made : all) {
        store(kiosk, made);
    }
    m_source->down = true;
    QCOMPARE(step(), 2);
    QCOMPARE(told(kiosk), QStringList{kDecided + QStringLiteral(" decided own")});
    QCOMPARE(step(), 0);
    m_source->down = false;
    m_rig->clock.advance(std::chrono::minutes(1));
    QCOMPARE(step(), 2);
    QCOMPARE(told(kiosk).size(), 3);
    QVERIFY(told(kiosk)[1].startsWith(kChecked));
    QCOMPARE(told(kiosk)[2], kPerson + QStringLiteral(" accepted own"));
}

void TestCaseGroup::twoCoresAtOnce()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    constexpr int groups = 8;
    for (int i = 0; i < groups; ++i) {
        for (const auto &made : make(cases, {kDecided, kPerson, kDecided}, i % 2 == 0)) {
            store(kiosk, made);
        }
    }
    constexpr int cores = 3;
    std::vector<std::thread> threads;
    threads.reserve(cores);
    std::atomic<int> failed{0};
    for (int i = 0; i < cores; ++i) {
        threads.emplace_back([&] {
            try {
                step();
            } catch (const std::exception &) {
                ++failed;
            }
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    QCOMPARE(failed.load(), 0);
    QCOMPARE(step(), 0);
    QCOMPARE(results(), groups * 3);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM inbox")), groups * 3);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT inbox_no FROM kiosk")), groups * 3);
}

void TestCaseGroup::whatDoesNotFitIsRefused()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const Kiosk other = enrolled(QStringLiteral("K2"));
    CaseMaker cases = maker(kiosk);
    CaseMaker others = maker(other);
    const CaseGroup group{newTransactionId(1'767'225'600'000), 1, 2, true};
    cases.service = others.service = kDecided;
    cases.group = group;
    store(kiosk, cases.make());
    // A number that was refused is not used: the next case has it.
    const auto next = [&](const CaseGroup &wrong) {
        const qint64 seq = cases.seq;
        const QString prev = cases.prev;
        cases.group = wrong;
        const wire::Verdict verdict = send(kiosk, {{cases.make().item}, {}}).value(0);
        cases.seq = seq;
        cases.prev = prev;
        return verdict.kind == VerdictKind::Rejected ? verdict.code : QStringLiteral("taken");
    };
    QCOMPARE(next({group.id, 1, 2, true}), QStringLiteral("group"));
    QCOMPARE(next({group.id, 2, 3, true}), QStringLiteral("group"));
    QCOMPARE(next({group.id, 2, 2, false}), QStringLiteral("group"));
    // Another kiosk cannot complete it.
    others.group = {group.id, 2, 2, true};
    store(other, others.make());
    QCOMPARE(step(), 0);
    cases.group = {group.id, 2, 2, true};
    store(kiosk, cases.make());
    QCOMPARE(step(), 2);
    QCOMPARE(inbox(other, 0).size(), 0);
}

void TestCaseGroup::ofOnePersonOnly()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    cases.group = {newTransactionId(1'767'225'600'000), 1, 2, true};
    cases.service = kDecided;
    const auto first = cases.make();
    cases.group.part = 2;
    cases.number = QStringLiteral("370200200012310040");
    const auto second = cases.make();
    m_services = {{first.id, QStringLiteral("1")}, {second.id, QStringLiteral("2")}};
    store(kiosk, first);
    store(kiosk, second);
    QCOMPARE(step(), 2);
    QCOMPARE(told(kiosk),
             (QStringList{QStringLiteral("1 refused group-refused"), QStringLiteral("2 refused group-refused")}));
}

void TestCaseGroup::settling()
{
    const auto part = [](const char *state, const char *tag = "t") {
        return Judgement{QLatin1String(state), QStringLiteral("own"), QLatin1String(tag)};
    };
    QVector<Judgement> parts{part("checks-pending"), part("decided"), part("accepted")};
    settleTogether(parts);
    QCOMPARE(parts[1].state, QStringLiteral("decided"));  // untouched until the source has answered
    parts.append(part("refused"));
    settleTogether(parts);
    for (const Judgement &one : parts) {
        QCOMPARE(one.state, QStringLiteral("refused"));
    }
    QCOMPARE(parts[3].code, QStringLiteral("own"));
    Judgement waits = part("checks-pending");
    settleAlone(waits);
    QCOMPARE(waits.state, QStringLiteral("accepted"));
    QCOMPARE(waits.code, QStringLiteral("group-incomplete"));
}

// What was stored before there were groups stands alone.
void TestCaseGroup::anOlderDatabaseIsMovedOn()
{
    if (qEnvironmentVariableIsSet("HALL_TEST_POSTGRES")) {
        QSKIP("the file of an older gateway is SQLite's");
    }
    const QTemporaryDir dir;
    constexpr int before = 3;  // steps of a gateway without groups
    {
        QSqlDatabase old = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("older"));
        old.setDatabaseName(dir.filePath(QStringLiteral("gateway.db")));
        QVERIFY(old.open());
        QStringList steps{QStringLiteral("CREATE TABLE schema_version (version BIGINT NOT NULL)")};
        for (int i = 0; i < before; ++i) {
            steps += schemaSteps()[i];
        }
        steps += QStringLiteral("INSERT INTO schema_version (version) VALUES (%1)").arg(before);
        steps += QStringLiteral("INSERT INTO kiosk (id, created_ms) VALUES ('K1', 1)");
        steps +=
            QStringLiteral("INSERT INTO item (id, kiosk, epoch, seq, prev, hash, service, test, state, envelope,"
                           " body, received_ms) VALUES ('a', 'K1', 'e', 1, '', '', 's', 0, 'received', '', '', 1)");
        for (QString sql : std::as_const(steps)) {
            must(gateway::run(old, sql.replace(QLatin1String("%BLOB%"), QLatin1String("BLOB"))));
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("older"));
    auto database = must(Database::open(dir.path(), QStringLiteral("sqlite")));
    auto db = must(database->connection());
    QVERIFY(!must(groupOf(db, QStringLiteral("a"))));
    QCOMPARE(must(readyGroups(db, 1'767'225'600'000, 10)).size(), 0);
}

QTEST_GUILESS_MAIN(TestCaseGroup)
#include "tst_casegroup.moc"
