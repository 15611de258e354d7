// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a visit reads the same at another kiosk, whatever its catalogue has by then.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/factjson.h"
#include "app/session/draftvisit.h"

#include <QJsonDocument>
#include <QTest>

using namespace hall;

class TestDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatWasSaidReadsTheSame();
    void whatIsNotKnownHereIsLeftOut();
    void whatIsNoDraftIsRefused_data();
    void whatIsNoDraftIsRefused();

private:
    std::shared_ptr<const Catalogue> m_catalogue;
};

void TestDraft::initTestCase()
{
    m_catalogue = std::make_shared<const Catalogue>(
        loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue);
    QVERIFY(!m_catalogue->services().isEmpty());
}

void TestDraft::whatWasSaidReadsTheSame()
{
    Draft draft{QStringLiteral("unemployment-registration"), {}, {}};
    draft.said.insert(QStringLiteral("mobile"), QStringLiteral("13900000006"));
    draft.said.insert(QStringLiteral("birth_date"), QDate(1990, 3, 7));
    draft.said.insert(QStringLiteral("consent_share_flag"), false);
    const auto read = parseDraft(*m_catalogue, encodeDraft(*m_catalogue, draft).reveal());
    QVERIFY(read.has_value());
    QCOMPARE(read->service, draft.service);
    QVERIFY(read->chain.isEmpty());
    QCOMPARE(read->said, draft.said);
    const Draft whole{{}, QStringLiteral("three-in-one"), draft.said};
    const auto chain = parseDraft(*m_catalogue, encodeDraft(*m_catalogue, whole).reveal());
    QVERIFY(chain.has_value());
    QCOMPARE(chain->chain, whole.chain);
    QVERIFY(chain->service.isEmpty());
}

void TestDraft::whatIsNotKnownHereIsLeftOut()
{
    const auto read = parseDraft(*m_catalogue, R"({"v":1,"service":"unemployment-registration","said":{"mobile":7,)"
                                               R"("of-another-time":"x","education":"21"},"more":[1]})");
    QVERIFY(read.has_value());
    QCOMPARE(read->said.keys(), QStringList{QStringLiteral("education")});
}

void TestDraft::whatIsNoDraftIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("another version") << QByteArray(R"({"v":2,"service":"unemployment-registration","said":{}})");
    QTest::newRow("a service that is not here") << QByteArray(R"({"v":1,"service":"fortune-telling","said":{}})");
    QTest::newRow("a chain that is not here") << QByteArray(R"({"v":1,"chain":"fortune-telling","said":{}})");
    QTest::newRow("both") << QByteArray(
        R"({"v":1,"service":"unemployment-registration","chain":"three-in-one","said":{}})");
    QTest::newRow("neither") << QByteArray(R"({"v":1,"said":{}})");
    QTest::newRow("nothing said") << QByteArray(R"({"v":1,"service":"unemployment-registration"})");
    QTest::newRow("said no object") << QByteArray(R"({"v":1,"service":"unemployment-registration","said":[]})");
}

void TestDraft::whatIsNoDraftIsRefused()
{
    QFETCH(QByteArray, json);
    const auto read = parseDraft(*m_catalogue, json);
    QVERIFY(!read);
    QCOMPARE(read.error().code, FaultCode::MessageInvalid);
}

QTEST_GUILESS_MAIN(TestDraft)
#include "tst_draft.moc"
