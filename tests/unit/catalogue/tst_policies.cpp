// SPDX-License-Identifier: GPL-3.0-or-later
// The delivered policy tables against the texts: each side of every step of the retirement age, make-up Saturdays, a
// cap that changed; and what rules say of them.
#include "app/catalogue/catalogueloader.h"

#include "tests/unit/catalogue/cataloguecopy.h"

#include <QTest>

using hall::CatalogueCopy;
using hall::listed;
using hall::LoadedCatalogue;
using hall::Tri;
using hall::rules::Policies;

class PoliciesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void retirement_data();
    void retirement();
    void everyStepOfRetirement_data();
    void everyStepOfRetirement();
    void workdays_data();
    void workdays();
    void workdaysApart();
    void amountsByDay();
    void inRules_data();
    void inRules();
    void nearerRegionHolds();
    void brokenFiles_data();
    void brokenFiles();

private:
    static const LoadedCatalogue &real()
    {
        static const LoadedCatalogue loaded = hall::loadCatalogue(hall::realCatalogue());
        return loaded;
    }
};

// The tables that go with the decision of 13 September 2024 list, for each month of birth, the age and the month of
// retirement. First and last months of steps, and the ends.
void PoliciesTest::retirement_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QDate>("birth");
    QTest::addColumn<QDate>("reached");
    const auto row = [](const char *kind, QDate birth, QDate reached) {
        QTest::addRow("%s born %s", kind, qPrintable(birth.toString(Qt::ISODate)))
            << QString::fromLatin1(kind) << birth << reached;
    };
    row("man", {1964, 12, 31}, {2024, 12, 31});  // the last who is not touched
    row("man", {1965, 1, 1}, {2025, 2, 1});
    row("man", {1965, 4, 30}, {2025, 5, 30});
    row("man", {1965, 5, 1}, {2025, 7, 1});
    row("man", {1965, 8, 15}, {2025, 10, 15});
    row("man", {1965, 9, 15}, {2025, 12, 15});
    row("man", {1966, 1, 10}, {2026, 5, 10});
    row("man", {1976, 8, 10}, {2039, 7, 10});  // 62 years and 11 months
    row("man", {1976, 9, 10}, {2039, 9, 10});  // 63
    row("man", {1976, 12, 10}, {2039, 12, 10});
    row("man", {1990, 1, 1}, {2053, 1, 1});
    row("cadre", {1969, 12, 31}, {2024, 12, 31});
    row("cadre", {1970, 1, 1}, {2025, 2, 1});
    row("cadre", {1970, 5, 1}, {2025, 7, 1});
    row("cadre", {1981, 8, 10}, {2039, 7, 10});
    row("cadre", {1981, 9, 10}, {2039, 9, 10});  // 58
    row("worker", {1974, 12, 31}, {2024, 12, 31});
    row("worker", {1975, 1, 1}, {2025, 2, 1});
    row("worker", {1975, 2, 28}, {2025, 3, 28});
    row("worker", {1975, 3, 1}, {2025, 5, 1});
    row("worker", {1984, 10, 10}, {2039, 9, 10});   // 54 years and 11 months
    row("worker", {1984, 11, 10}, {2039, 11, 10});  // 55
    row("worker", {1984, 12, 10}, {2039, 12, 10});
    row("man", {1968, 2, 29}, {2028, 12, 29});  // 10 months later
}

void PoliciesTest::retirement()
{
    QFETCH(QString, kind);
    QFETCH(QDate, birth);
    QFETCH(QDate, reached);
    QVERIFY2(real().defects.isEmpty(), qPrintable(listed(real().defects)));
    const auto &steps = real().catalogue.policies().retirement;
    QVERIFY(steps);
    const auto &step = kind == u"man"_qs ? steps->man : kind == u"cadre"_qs ? steps->womanCadre : steps->womanWorker;
    QCOMPARE(hall::rules::retirementDate(step, birth).value_or(QDate()), reached);
}

void PoliciesTest::everyStepOfRetirement_data()
{
    QTest::addColumn<int>("years");    // the age before the law
    QTest::addColumn<QDate>("first");  // the first day of birth that it touches
    QTest::addColumn<int>("months");   // of birth to a step
    QTest::addColumn<int>("steps");    // of one month each
    QTest::newRow("man") << 60 << QDate(1965, 1, 1) << 4 << 36;
    QTest::newRow("cadre") << 55 << QDate(1970, 1, 1) << 4 << 36;
    QTest::newRow("worker") << 50 << QDate(1975, 1, 1) << 2 << 60;
}

// Article 1 counts it so: one month more for every so many months of birth, up to the last step and no further. The
// first and the last day of birth of each step, and the days beside them.
void PoliciesTest::everyStepOfRetirement()
{
    QFETCH(int, years);
    QFETCH(QDate, first);
    QFETCH(int, months);
    QFETCH(int, steps);
    const QString kind = QString::fromLatin1(QTest::currentDataTag());
    const auto &law = *real().catalogue.policies().retirement;
    const auto &step = kind == u"man"_qs ? law.man : kind == u"cadre"_qs ? law.womanCadre : law.womanWorker;
    const auto reached = [&](const QDate &birth, int later) {
        QCOMPARE(hall::rules::retirementDate(step, birth).value_or(QDate()), birth.addMonths(years * 12 + later));
    };
    reached(first.addDays(-1), 0);
    for (int i = 0; i < steps; ++i) {
        const QDate begins = first.addMonths(i * months);
        reached(begins, i + 1);
        reached(begins.addMonths(months).addDays(-1), i + 1);
    }
    const QDate after = first.addMonths(steps * months);
    reached(after, steps);
    reached(after.addYears(20), steps);
}

void PoliciesTest::workdays_data()
{
    QTest::addColumn<QDate>("day");
    QTest::addColumn<int>("works");  // -1 = not known
    QTest::newRow("a Thursday") << QDate(2026, 11, 26) << 1;
    QTest::newRow("a Saturday") << QDate(2026, 11, 28) << 0;
    QTest::newRow("Spring Festival Saturday that is worked") << QDate(2026, 2, 14) << 1;
    QTest::newRow("the Sunday after it") << QDate(2026, 2, 15) << 0;
    QTest::newRow("Spring Festival Monday") << QDate(2026, 2, 23) << 0;
    QTest::newRow("the day after") << QDate(2026, 2, 24) << 1;
    QTest::newRow("make-up Saturday of February") << QDate(2026, 2, 28) << 1;
    QTest::newRow("make-up Saturday of May") << QDate(2026, 5, 9) << 1;
    QTest::newRow("make-up Sunday of September") << QDate(2026, 9, 20) << 1;
    QTest::newRow("make-up Saturday of October") << QDate(2026, 10, 10) << 1;
    QTest::newRow("National Day") << QDate(2026, 10, 1) << 0;
    QTest::newRow("a year not announced") << QDate(2031, 3, 3) << -1;
    QTest::newRow("no day") << QDate() << -1;
}

void PoliciesTest::workdays()
{
    QFETCH(QDate, day);
    QFETCH(int, works);
    const auto found = real().catalogue.policies().calendar.isWorkday(day);
    QCOMPARE(found ? int(*found) : -1, works);
}

void PoliciesTest::workdaysApart()
{
    const auto &calendar = real().catalogue.policies().calendar;
    // Friday 13 February to Tuesday 24 February: the Saturday worked, then nine days off, then the Tuesday.
    QCOMPARE(calendar.between({2026, 2, 13}, {2026, 2, 24}).value_or(-99), 2);
    QCOMPARE(calendar.between({2026, 2, 24}, {2026, 2, 13}).value_or(-99), -2);
    QCOMPARE(calendar.between({2026, 5, 8}, {2026, 5, 8}).value_or(-99), 0);
    QCOMPARE(calendar.after({2026, 2, 13}, 2).value_or(QDate()), QDate(2026, 2, 24));
    QCOMPARE(calendar.after({2026, 5, 8}, 1).value_or(QDate()), QDate(2026, 5, 9));
    QCOMPARE(calendar.after({2026, 5, 8}, 0).value_or(QDate()), QDate(2026, 5, 8));
    QVERIFY(!calendar.after({2030, 12, 30}, 5));
    QVERIFY(!calendar.between({2026, 12, 1}, {2031, 1, 1}));
    QVERIFY(!calendar.between(QDate(), {2026, 1, 1}));
}

void PoliciesTest::amountsByDay()
{
    const auto &cap = real().catalogue.policies().named[u"housekeeping_premium_cap"_qs];
    QCOMPARE(cap.type, hall::rules::Type::Money);
    QVERIFY(!cap.on({2015, 12, 31}));
    QCOMPARE(cap.on({2016, 1, 1}).value_or(0), 6000);
    QCOMPARE(cap.on({2022, 12, 31}).value_or(0), 6000);
    QCOMPARE(cap.on({2023, 1, 1}).value_or(0), 10000);
    QVERIFY(!cap.on(QDate()));
}

void PoliciesTest::inRules_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<hall::Facts>("facts");
    QTest::addColumn<QDate>("today");
    QTest::addColumn<int>("answer");
    const QDate day(2026, 11, 26);
    const auto row = [](const char *name, const char *rule, const hall::Facts &facts, const QDate &today, Tri answer) {
        QTest::newRow(name) << QString::fromUtf8(rule) << facts << today << int(answer);
    };
    row("age by table", "age(:birth_date, today()) >= policy('working_age')", {{u"birth_date"_qs, QDate(2010, 11, 26)}},
        day, Tri::Yes);
    row("a day too young", "age(:birth_date, today()) >= policy('working_age')",
        {{u"birth_date"_qs, QDate(2010, 11, 27)}}, day, Tri::No);
    row("no clock", "policy('working_age') >= 16", {}, QDate(), Tri::Unknown);
    row("money", ":premium <= policy('housekeeping_premium_cap')", {{u"premium"_qs, qlonglong(10000)}}, day, Tri::Yes);
    row("money of earlier years", ":premium <= policy('housekeeping_premium_cap')", {{u"premium"_qs, qlonglong(10000)}},
        QDate(2022, 5, 1), Tri::No);
    const char *retired = "retirement_date(:birth_date, :sex, :veteran_flag) <= today()";
    row("a man needs no more", retired, {{u"birth_date"_qs, QDate(1960, 1, 1)}, {u"sex"_qs, u"1"_qs}}, day, Tri::Yes);
    row("a woman does", retired, {{u"birth_date"_qs, QDate(1960, 1, 1)}, {u"sex"_qs, u"2"_qs}}, day, Tri::Unknown);
    row("a woman, worker", retired,
        {{u"birth_date"_qs, QDate(1975, 3, 1)}, {u"sex"_qs, u"2"_qs}, {u"veteran_flag"_qs, false}}, day, Tri::Yes);
    row("a woman, cadre", retired,
        {{u"birth_date"_qs, QDate(1975, 3, 1)}, {u"sex"_qs, u"2"_qs}, {u"veteran_flag"_qs, true}}, day, Tri::No);
    row("sex not stated", retired, {{u"birth_date"_qs, QDate(1960, 1, 1)}, {u"sex"_qs, u"9"_qs}}, day, Tri::Unknown);
    row("workdays", "workdays_between(:flex_start, today()) <= 5", {{u"flex_start"_qs, QDate(2026, 11, 19)}}, day,
        Tri::Yes);
    row("one workday more", "workdays_between(:flex_start, today()) <= 5", {{u"flex_start"_qs, QDate(2026, 11, 18)}},
        day, Tri::No);
    row("not announced", "workdays_between(:flex_start, today()) <= 5", {{u"flex_start"_qs, QDate(2031, 1, 1)}}, day,
        Tri::Unknown);
}

void PoliciesTest::inRules()
{
    QFETCH(QString, rule);
    QFETCH(hall::Facts, facts);
    QFETCH(QDate, today);
    QFETCH(int, answer);
    const CatalogueCopy copy;
    copy.change(u"services/flexible-registration.json"_qs, "\"rule\": \"NOT :insured_employee_flag\"",
                "\"rule\": \"" + rule.toUtf8() + "\"");
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(listed(loaded.defects)));
    const hall::Service *service = loaded.catalogue.service(u"flexible-registration"_qs);
    QCOMPARE(int(service->eligibility[1].rule.evaluate(facts, today)), answer);
}

void PoliciesTest::nearerRegionHolds()
{
    const CatalogueCopy copy;
    copy.write(u"policies/37.json"_qs, R"({"format": "hall-policies/1", "id": "37", "version": "1",
        "title": {"zh": "山东省", "en": "Shandong"}, "policies": {
        "working_age": {"title": {"zh": "年龄", "en": "Age"}, "type": "number",
                        "rows": [{"from": "2020-01-01", "value": 17, "basis": "assumed"}]},
        "loan_person_most": {"title": {"zh": "上限", "en": "Most"}, "type": "money",
                             "rows": [{"from": "2020-01-01", "value": 200000.00, "basis": "assumed"}]}}})");
    const QDate day(2026, 11, 26);
    const auto qingdao = hall::loadCatalogue(copy.folder(), {day, u"370202"_qs});
    QVERIFY2(qingdao.defects.isEmpty(), qPrintable(listed(qingdao.defects)));
    QCOMPARE(qingdao.catalogue.policies().named[u"working_age"_qs].on(day).value_or(0), 17);
    QCOMPARE(qingdao.catalogue.policies().named[u"loan_person_most"_qs].on(day).value_or(0), 30000000);
    const auto jinan = hall::loadCatalogue(copy.folder(), {day, u"370102"_qs});
    QCOMPARE(jinan.catalogue.policies().named[u"loan_person_most"_qs].on(day).value_or(0), 20000000);
}

void PoliciesTest::brokenFiles_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("path");
    QTest::newRow("rows out of order") << QByteArray("{\"from\": \"2023-01-01\", \"value\": 100.00")
                                       << QByteArray("{\"from\": \"2015-01-01\", \"value\": 100.00")
                                       << u"/policies/housekeeping_premium_cap/rows/1/from"_qs;
    QTest::newRow("half a fen") << QByteArray("\"value\": 60.00") << QByteArray("\"value\": 60.005")
                                << u"/policies/housekeeping_premium_cap/rows/0/value"_qs;
    QTest::newRow("half a month") << QByteArray("\"value\": 36,") << QByteArray("\"value\": 36.5,")
                                  << u"/policies/flexible_subsidy_months/rows/0/value"_qs;
    QTest::newRow("no day") << QByteArray("\"from\": \"2015-01-01\"") << QByteArray("\"from\": \"2015-13-01\"")
                            << u"/policies/flexible_subsidy_months/rows/0/from"_qs;
    QTest::newRow("another id") << QByteArray("\"id\": \"3702\"") << QByteArray("\"id\": \"3701\"") << u"/id"_qs;
}

void PoliciesTest::brokenFiles()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, path);
    const CatalogueCopy copy;
    QFile::remove(copy.path(u"policies/37.json"_qs));
    copy.change(u"policies/3702.json"_qs, before, after);
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.size() == 1 && loaded.defects[0].path == path, qPrintable(listed(loaded.defects)));
    QVERIFY(!loaded.catalogue.policies().named.contains(u"loan_person_most"_qs));
    QVERIFY(loaded.catalogue.policies().named.contains(u"working_age"_qs));
}

QTEST_GUILESS_MAIN(PoliciesTest)
#include "tst_policies.moc"
