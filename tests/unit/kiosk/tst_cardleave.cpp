// SPDX-License-Identifier: GPL-3.0-or-later
// Cards that are read with the centre's leave, what is behind it, and what comes next when there is none.
#include "tests/unit/kiosk/pinrig.h"

using namespace hall;
using namespace hall::test;

class TestCardLeave : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Where the region's profile has it read, the number of the employment certificate stands in the form.
    void theCertificateOnTheCard_data()
    {
        QTest::addColumn<QByteArray>("onTheCard");
        QTest::addColumn<bool>("taken");
        QTest::newRow("a number") << QByteArray("3702020018000008") << true;
        QTest::newRow("none yet") << QByteArray(16, '\0') << false;
        QTest::newRow("something else") << QByteArray("N/A") << false;
    }

    void theCertificateOnTheCard()
    {
        QFETCH(QByteArray, onTheCard);
        QFETCH(bool, taken);
        Rig rig;
        device::CardFile file = card("sun-yangben");
        file.files["SSSE/DF02/EF09"] = {{0x55, device::Bytes(onTheCard.begin(), onTheCard.end())}};
        QVERIFY(rig.insert(file));
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
        rig.session->acceptConsent();
        rig.session->openService(QStringLiteral("flexible-registration"));
        rig.session->begin();
        QVERIFY(rig.comes("form"));
        bool shown = false;
        for (const QVariant &section : rig.session->reviewSections()) {
            for (const QVariant &row : section.toMap().value(QStringLiteral("rows")).toList()) {
                shown = shown || row.toMap().value(QStringLiteral("value")) == QString::fromLatin1(onTheCard);
            }
        }
        QCOMPARE(shown, taken);
    }

    void theCentreOpensACard()
    {
        Rig rig;
        rig.devices.cardSlot->insert(card("chen-moban"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        QVERIFY(rig.at("reading") && rig.session->busy() && rig.session->askingLeave());
        const CardAuthQuestion &question = rig.centre.asked.front();
        QCOMPARE(question.cardId.toHex(), QByteArray("370200d15600000500112233445500a2"));
        QCOMPARE(question.region, QStringLiteral("370200"));
        QVERIFY(parseCardAuthQuestion(encodeCardAuthQuestion(question)).has_value());
        rig.centre.open("D1D2D3D4D5D6D7D8", "E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8");
        QVERIFY(rig.comes("consent"));
        QVERIFY(!rig.session->askingLeave());
        QCOMPARE(rig.session->visitorName(), QStringLiteral("陈**"));
    }

    void theCentreDoesNot_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<QString>("shown");
        QTest::newRow("unknown") << int(FaultCode::CentreNotFound) << QStringLiteral("card.needs-authorisation");
        QTest::newRow("away") << int(FaultCode::CentreUnreachable) << QStringLiteral("card.offline");
        QTest::newRow("late") << int(FaultCode::CentreTimeout) << QStringLiteral("card.offline");
        QTest::newRow("too many") << int(FaultCode::CentreRefused) << QStringLiteral("centre.refused");
    }

    void theCentreDoesNot()
    {
        QFETCH(int, answer);
        QFETCH(QString, shown);
        Rig rig;
        rig.devices.cardSlot->insert(card("chen-moban"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        rig.centre.answer(fail(static_cast<FaultCode>(answer)));
        QVERIFY(rig.comes("sign-in"));
        QCOMPARE(rig.fault(), shown);
    }

    void anAnswerThatOpensNothing()
    {
        const struct
        {
            const char *internal;
            const char *external;
            const char *shown;
        } rows[] = {{"D1D2D3D4D5D6D7D8", "00", "centre.protocol"},
                    {"D1D2D3D4D5D6D7D8", "0000000000000000", "centre.refused"},
                    {"0000000000000000", "E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8", "card.not-genuine"}};
        for (const auto &row : rows) {
            Rig rig;
            rig.devices.cardSlot->insert(card("chen-moban"));
            QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
            rig.centre.open(row.internal, row.external);
            QVERIFY(rig.comes("sign-in"));
            QCOMPARE(rig.fault(), QLatin1String(row.shown));
        }
    }

    void withoutACentre()
    {
        Rig rig;
        rig.enrolled = false;
        QVERIFY(rig.insert(card("chen-moban"), "sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.offline"));
        QVERIFY(rig.centre.asked.isEmpty());
    }

    void anAnswerForACardThatHasGone()
    {
        Rig rig;
        rig.devices.cardSlot->insert(card("chen-moban"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        QVERIFY(rig.remove());
        QVERIFY(rig.comes("sign-in"));
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.centre.open("D1D2D3D4D5D6D7D8", "E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8");
        QCoreApplication::processEvents();
        QVERIFY(rig.at("pin"));
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
    }

    void goingOnWithoutThePin()
    {
        Rig rig(R"({"id":"both","name":"x","region":"370200","authorisation":["pin","remote"]})");
        device::CardFile file = card("chen-moban");
        file.pin = right;
        QVERIFY(rig.insert(file));
        QVERIFY(rig.pad("another").toBool());
        rig.type("12");
        rig.session->pinSkip();
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        rig.centre.open("D1D2D3D4D5D6D7D8", "E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8");
        QVERIFY(rig.comes("consent"));
        QCOMPARE(rig.session->visitorName(), QStringLiteral("陈**"));
    }

    void offlineThePinIsNext()
    {
        Rig rig(R"({"id":"both","name":"x","region":"370200","authorisation":["remote","pin"]})");
        rig.devices.cardSlot->insert(card("sun-yangben"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        rig.centre.answer(fail(FaultCode::CentreUnreachable));
        QVERIFY(rig.comes("pin"));
        QVERIFY(rig.padFault().isEmpty());
        QVERIFY(!rig.pad("another").toBool());
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
    }

    // Where the region's profile names no way, or the centre has not signed it, there is no pad.
    void aRegionWithoutAWay()
    {
        Rig rig(R"({"id":"other","name":"x","region":"990000","authorisation":["pin"]})");
        QVERIFY(rig.insert(card("sun-yangben"), "sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.needs-authorisation"));
    }
};

QTEST_MAIN(TestCardLeave)
#include "tst_cardleave.moc"
