// SPDX-License-Identifier: GPL-3.0-or-later
// Cards that keep their holder to themselves: the way of the region, the two-step authentication, the security module,
// and what becomes of a card that waits.
#include "drivers/hub/carddecode.h"
#include "tests/unit/card/authorisationrig.h"

#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace hall::test;

class TestCardAuthorisation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProfileIsTheClosest()
    {
        const auto made = [](const char *id, const char *region, std::vector<std::string> versions) {
            RegionProfile one;
            one.id = id;
            one.region = region;
            one.versions = std::move(versions);
            return one;
        };
        const std::vector<RegionProfile> all{made("province", "37", {}), made("city-new", "370200", {"3.00"}),
                                             made("city", "370200", {}), made("other-new", "37", {"3.00"})};
        QCOMPARE(profileFor(all, "370200", "2.00").id, std::string("city"));
        QCOMPARE(profileFor(all, "370200", "3.00").id, std::string("city-new"));
        QCOMPARE(profileFor(all, "370300", "3.00").id, std::string("other-new"));
        QCOMPARE(profileFor(all, "370300", "2.00").id, std::string("province"));
        QCOMPARE(profileFor(all, "110100", "2.00").id, std::string("default"));
        QVERIFY(profileFor(all, "110100", "2.00").authorisation.empty());
    }

    void aRegionWithoutAWayEndsAtOnce()
    {
        Rig rig(profile({}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.told(), QStringLiteral("arrived failed:card.needs-authorisation"));
    }

    void theTwoSteps()
    {
        Rig rig(profile({AuthorisationStep::Remote}));
        rig.insert(card("b-external"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote"));
        const RemoteRequest request = rig.events.need().remote.value();
        QCOMPARE(request.region, std::string("370200"));
        QCOMPARE(request.resetInfo, std::string("0081544C008637020001112233"));
        QCOMPARE(request.cardId, std::string("370200D15600000500112233445566BB"));
        QCOMPARE(request.externalSource, std::string("1122334455667788"));
        QCOMPARE(request.externalFactor, std::string("0081544C00863702"));
        QCOMPARE(request.internalFactor, request.externalFactor);
        QCOMPARE(request.internalSource.size(), std::size_t(16));
        const std::string text = request.text();
        QCOMPARE(std::count(text.begin(), text.end(), '|'), 8);
        RemoteAnswer answer;
        answer.internal = card("b-external").internalAuth;
        answer.external = Sensitive<Bytes>(card("b-external").externalAuth);
        rig.reader.continueRemote(answer);
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote read"));
        QVERIFY(rig.contents().genuine);
        QVERIFY(decodeCard(rig.contents())->verified);
    }

    void whatTheCentreMaySayWrong_data()
    {
        QTest::addColumn<Bytes>("internal");
        QTest::addColumn<Bytes>("external");
        QTest::addColumn<QString>("end");
        const CardFile file = card("b-external");
        QTest::newRow("another card's proof")
            << Bytes(8, 0x11) << file.externalAuth << QStringLiteral("card.not-genuine");
        QTest::newRow("wrong key") << file.internalAuth << Bytes(16, 0x11) << QStringLiteral("centre.refused");
        QTest::newRow("short") << file.internalAuth << Bytes(7, 0x11) << QStringLiteral("centre.protocol");
        QTest::newRow("nothing") << Bytes() << Bytes() << QStringLiteral("centre.protocol");
    }

    void whatTheCentreMaySayWrong()
    {
        QFETCH(Bytes, internal);
        QFETCH(Bytes, external);
        QFETCH(QString, end);
        Rig rig(profile({AuthorisationStep::Remote}));
        rig.insert(card("b-external"));
        QVERIFY(rig.events.waitFor(2));
        rig.reader.continueRemote({internal, Sensitive<Bytes>(external)});
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote failed:") + end);
    }

    void aCentreThatCannotBeAsked()
    {
        Rig rig(profile({AuthorisationStep::Remote}));
        rig.insert(card("b-external"));
        QVERIFY(rig.events.waitFor(2));
        rig.reader.refused(Fault(FaultCode::CentreUnreachable));
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote failed:centre.unreachable"));
    }

    void aCardThatIsNotProvedIsNotCalledGenuine()
    {
        CardFile file = card("b-external");
        file.internalAuth.clear();
        Rig rig(profile({AuthorisationStep::Remote}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.events.need().remote->internalSource.empty());
        rig.reader.continueRemote({Bytes(8, 0x11), Sensitive<Bytes>(file.externalAuth)});
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.order().back(), std::string("read"));
        QVERIFY(!rig.contents().genuine);
        QVERIFY(!decodeCard(rig.contents())->verified);
    }

    // The module in its own slot computes what the card wants; nobody is asked.
    void theSecurityModule_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("told");
        QTest::newRow("in order") << QString() << QStringLiteral("arrived read");
        for (const char *what : {"none", "gone", "mute", "another key", "another region", "no module", "unplugged"}) {
            QTest::newRow(what) << QString::fromLatin1(what)
                                << QStringLiteral("arrived needs:remote:card.needs-authorisation");
        }
        QTest::newRow("wrong answer") << QStringLiteral("wrong answer")
                                      << QStringLiteral("arrived needs:remote:centre.refused");
    }

    void theSecurityModule()
    {
        QFETCH(QString, what);
        QFETCH(QString, told);
        // Diversified by "370200sx" and the first eight historical bytes.
        CardFile module;
        module.atr = {0x3B, 0x02, 0x50, 0x53};
        module.files["DF01/EF17"] = {};
        module.moduleInit = {'3', '7', '0', '2', '0', '0', 's', 'x', 0x00, 0x81, 0x54, 0x4C, 0x00, 0x86, 0x37, 0x02};
        module.moduleResult = {1, 2, 3, 4, 5, 6, 7, 8};
        CardFile file = card("b-external");
        file.externalAuth = module.moduleResult;
        file.externalAuth.insert(file.externalAuth.end(), module.moduleInit.begin() + 8, module.moduleInit.end());
        if (what == u"another key") {
            module.moduleInit[8] = 0xFF;
        } else if (what == u"another region") {
            module.moduleInit[0] = '1';
        } else if (what == u"no module") {
            module.moduleResult.clear();
        } else if (what == u"wrong answer") {
            module.moduleResult[0] = 9;
        } else if (what == u"mute") {
            module.fault.mute = true;
        }
        const auto second = std::make_shared<SimCardSlot>("Module 00 01");
        if (what != u"gone") {
            second->insert(module);
        }
        if (what == u"unplugged") {
            QVERIFY(second->setFault("unplug"));
        }
        RegionProfile region = profile({AuthorisationStep::Psam, AuthorisationStep::Remote});
        region.psamReader = "Module";
        SocialCardReader::Options options = Rig::options(region);
        options.module = what == u"none" ? nullptr : second;
        const auto slot = std::make_shared<SimCardSlot>();
        CardEvents events;
        SocialCardReader reader(slot, options);
        events.attach(reader, true);
        reader.start();
        slot->insert(file);
        QVERIFY(events.waitFor(2));
        QCOMPARE(QString::fromStdString(events.text()), told);
        if (what.isEmpty()) {
            const auto contents = std::get<SocialCardContents>(*events.contents());
            QVERIFY(!contents.genuine);  // the module proved the reader to the card, not the card to us
            QCOMPARE(decodeCard(contents)->name.reveal(), QString::fromUtf8("张测试"));
        } else {
            reader.authorisation()->giveUp();
            QVERIFY(events.waitFor(3));
            QCOMPARE(events.order().back(), std::string("failed:card.needs-authorisation"));
        }
    }

    void givenUp()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.reader.giveUp();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin failed:card.needs-authorisation"));
        rig.pin("123456");  // comes too late, and is shown to nobody
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(4));
        QCOMPARE(rig.events.order().back(), std::string("removed"));
    }

    void takenOutWhileItWaits()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(3));
        rig.pin("123456");
        rig.insert(card("a-free"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin removed arrived read"));
    }

    void pulledInTheMiddleOfAStep_data()
    {
        QTest::addColumn<int>("after");
        for (int i = 0; i <= 8; ++i) {
            QTest::addRow("%d", i) << i;
        }
    }

    void pulledInTheMiddleOfAStep()
    {
        QFETCH(int, after);
        CardFile file = card("c-pin");
        SimSmartCard probe(file);
        const apdu::Exchange send = [&probe](const Bytes &command) -> Result<Bytes> { return *probe.answer(command); };
        QVERIFY(readSocialCard(send)->needsAuthorisation);
        file.fault.pullAfter = probe.answered() + 1 + after;  // the question for the tries
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        rig.pin("123456");
        const bool whole = after == 8;
        QVERIFY(rig.events.waitFor(whole ? 3 : 4));
        QCOMPARE(rig.told(), whole ? QStringLiteral("arrived needs:pin read")
                                   : QStringLiteral("arrived needs:pin failed:card.pulled removed"));
        rig.insert(card("a-free"));
        QVERIFY(rig.events.waitFor(6));
        QCOMPARE(rig.events.order().back(), std::string("read"));
    }

    // The daemon goes and comes back while somebody looks for the PIN.
    void aGapWhileItWaits()
    {
        for (const AuthorisationStep step : {AuthorisationStep::Pin, AuthorisationStep::Remote}) {
            Rig rig(profile({step}));
            rig.insert(card(step == AuthorisationStep::Pin ? "c-pin" : "b-external"));
            QVERIFY(rig.events.waitFor(2));
            QVERIFY(rig.slot->setFault("daemon"));
            QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Suspended; }));
            rig.slot->heal();
            QVERIFY(rig.events.waitFor(3));
            QCOMPARE(rig.events.order()[2], rig.events.order()[1]);
            if (step == AuthorisationStep::Pin) {
                rig.pin("123456");
            } else {
                rig.reader.continueRemote({{}, Sensitive<Bytes>(card("b-external").externalAuth)});
            }
            QVERIFY(rig.events.waitFor(4));
            QCOMPARE(rig.events.order().back(), std::string("read"));
        }
    }

    void stoppedWhileItWaits()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        const auto begun = std::chrono::steady_clock::now();
        rig.reader.stop();
        QVERIFY(std::chrono::steady_clock::now() - begun < 2s);
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin"));
    }

    void theEmploymentCertificate_data()
    {
        QTest::addColumn<int>("reading");
        QTest::addColumn<bool>("onCard");
        QTest::addColumn<QString>("number");
        const QString number = QStringLiteral("3702000019000123");
        QTest::newRow("off") << int(CertificateReading::Off) << true << QString();
        QTest::newRow("on") << int(CertificateReading::On) << true << number;
        QTest::newRow("not there") << int(CertificateReading::On) << false << QString();
    }

    void theEmploymentCertificate()
    {
        QFETCH(int, reading);
        QFETCH(bool, onCard);
        QFETCH(QString, number);
        RegionProfile region = profile({AuthorisationStep::Pin});
        region.certificate = static_cast<CertificateReading>(reading);
        Rig rig(region);
        rig.insert(onCard ? withCertificate(card("c-pin")) : card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.pin("123456");
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.order().back(), std::string("read"));
        QCOMPARE(decodeCard(rig.contents())->employmentCertificate.reveal(), number);
    }

    void whereFilesAreSelectedByIdentifierAlone()
    {
        CardFile file = card("a-free");
        file.fault.sw["00A402"] = 0x6A86;
        Rig rig(profile({}));
        for (const int apdus : {10, 8}) {
            rig.insert(file);
            QVERIFY(rig.events.waitFor(apdus == 10 ? 2 : 5));
            QVERIFY(rig.contents().identityApdus <= apdus);
        }
        QCOMPARE(rig.contents().identityApdus, 8);
    }
};

QTEST_APPLESS_MAIN(TestCardAuthorisation)
#include "tst_cardauthorisation.moc"
