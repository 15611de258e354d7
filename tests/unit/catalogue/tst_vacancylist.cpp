// SPDX-License-Identifier: GPL-3.0-or-later
// Vacancies of a release: what is a list of them, and which are told.
#include "app/catalogue/vacancylist.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

const QDate today(2026, 11, 26);

QJsonObject vacancy(const char *number, const char *occupation, const char *region, int pays,
                    const char *until = "2026-12-31")
{
    return {{QStringLiteral("vacancy_no"), QLatin1String(number)},
            {QStringLiteral("vacancy_occupation"), QLatin1String(occupation)},
            {QStringLiteral("vacancy_region"), QLatin1String(region)},
            {QStringLiteral("vacancy_pay_to"), pays},
            {QStringLiteral("vacancy_valid_to"), QLatin1String(until)}};
}

QJsonObject listOf(const QJsonArray &entries, const char *date = "2026-11-20")
{
    return {{QStringLiteral("v"), 1}, {QStringLiteral("date"), QLatin1String(date)}, {QStringLiteral("list"), entries}};
}

QString numbers(const QJsonArray &told)
{
    QStringList all;
    for (const QJsonValue one : told) {
        all.append(one[u"vacancy_no"].toString());
    }
    return all.join(u' ');
}

}  // namespace

class TestVacancyList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsNoList_data();
    void whatIsNoList();
    void whatSuits_data();
    void whatSuits();
    void whatIsOver();
    void notMoreThanAScreenTakes();
    void aFolderOfThem();
};

void TestVacancyList::whatIsNoList_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    QTest::newRow("somebody else's") << QByteArray("{\"a\":1}") << true;
    QTest::newRow("an empty list") << QByteArray(R"({"v":1,"date":"2026-11-20","list":[]})") << true;
    QTest::newRow("another version") << QByteArray(R"({"v":2,"date":"2026-11-20","list":[]})") << false;
    QTest::newRow("no date") << QByteArray(R"({"v":1,"list":[]})") << false;
    QTest::newRow("no day") << QByteArray(R"({"v":1,"date":"2026-13-20","list":[]})") << false;
    QTest::newRow("no list") << QByteArray(R"({"v":1,"date":"2026-11-20","list":{}})") << false;
    QTest::newRow("a word in it") << QByteArray(R"({"v":1,"date":"2026-11-20","list":["x"]})") << false;
    QTest::newRow("no number") << QByteArray(
                                      R"({"v":1,"date":"2026-11-20","list":[{"vacancy_valid_to":"2026-12-31"}]})")
                               << false;
    QTest::newRow("no end") << QByteArray(R"({"v":1,"date":"2026-11-20","list":[{"vacancy_no":"1"}]})") << false;
}

void TestVacancyList::whatIsNoList()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, good);
    const auto list = parseVacancies(QJsonDocument::fromJson(json).object());
    QCOMPARE(list.has_value(), good);
    if (!good) {
        QCOMPARE(list.error().code, FaultCode::FileInvalid);
    }
}

void TestVacancyList::whatSuits_data()
{
    QTest::addColumn<QByteArray>("record");
    QTest::addColumn<QString>("told");
    QTest::newRow("anything") << QByteArray("{}") << "B A C D";
    QTest::newRow("work") << QByteArray(R"({"want_occupation":"6-31-x09"})") << "B A";
    QTest::newRow("a city") << QByteArray(R"({"want_region":"370200"})") << "B A D";
    QTest::newRow("a district") << QByteArray(R"({"want_region":"370203"})") << "A D";
    QTest::newRow("a province") << QByteArray(R"({"want_region":"370000"})") << "B A C D";
    QTest::newRow("pay") << QByteArray(R"({"want_wage":500000})") << "B A";
    QTest::newRow("all of it") << QByteArray(
                                      R"({"want_wage":500000,"want_region":"370203","want_occupation":"6-31-x01"})")
                               << "A";
    QTest::newRow("nothing does") << QByteArray(R"({"want_wage":900000})") << "";
}

void TestVacancyList::whatSuits()
{
    QFETCH(QByteArray, record);
    QFETCH(QString, told);
    const auto list = parseVacancies(
        listOf({vacancy("A", "6-31-x05", "370203", 600000), vacancy("B", "6-31-x05", "370202", 700000),
                vacancy("C", "4-02-x06", "370102", 400000), vacancy("D", "4-02-x06", "370203", 400000)}));
    QCOMPARE(numbers(chosen(*list, wishesOf(QJsonDocument::fromJson(record).object()), today)), told);
}

void TestVacancyList::whatIsOver()
{
    const auto list = parseVacancies(
        listOf({vacancy("A", "6-31", "370203", 1, "2026-11-25"), vacancy("B", "6-31", "370203", 1, "2026-11-26")}));
    QCOMPARE(numbers(chosen(*list, {}, today)), QStringLiteral("B"));
    // Whoever does not know the day leaves nothing out.
    QCOMPARE(numbers(chosen(*list, {}, QDate())), QStringLiteral("A B"));
}

void TestVacancyList::notMoreThanAScreenTakes()
{
    QJsonArray many;
    for (int i = 0; i < 100; ++i) {
        many.append(vacancy(QByteArray::number(i).constData(), "6-31", "370203", i));
    }
    const QJsonArray told = chosen(*parseVacancies(listOf(many)), {}, today);
    QCOMPARE(told.size(), kMostVacancies);
    QCOMPARE(told.first()[u"vacancy_no"].toString(), QStringLiteral("99"));
}

void TestVacancyList::aFolderOfThem()
{
    const QTemporaryDir dir;
    const auto write = [&dir](const char *name, const QByteArray &text) {
        QFile file(dir.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    const auto json = [](const QJsonObject &object) { return QJsonDocument(object).toJson(); };
    QCOMPARE(vacanciesIn(dir.filePath(QStringLiteral("absent"))), VacancyList());
    write("a.json", json(listOf({vacancy("A", "6-31", "370203", 1), vacancy("B", "6-31", "370203", 2)})));
    write("b.json", json(listOf({vacancy("B", "6-31", "370203", 3)}, "2026-11-24")));
    write("broken.json", "{\"list\":");
    write("other.json", "{\"a\":1}");
    const VacancyList all = vacanciesIn(dir.path());
    QCOMPARE(all.date, QDate(2026, 11, 20));
    QCOMPARE(numbers(all.entries), QStringLiteral("A B"));
    QCOMPARE(all.entries[1][u"vacancy_pay_to"].toInt(), 3);
}

QTEST_GUILESS_MAIN(TestVacancyList)
#include "tst_vacancylist.moc"
