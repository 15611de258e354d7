// SPDX-License-Identifier: GPL-3.0-or-later
// The card vectors through the real pcscd, and a card pulled after each single command of a read.
#include "tests/integration/card/pcscrig.h"

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

RegionProfile profile(std::vector<AuthorisationStep> chain)
{
    RegionProfile made;
    made.id = "370200";
    made.region = "370200";
    made.authorisation = std::move(chain);
    return made;
}

std::shared_ptr<const std::vector<RegionProfile>> only(RegionProfile one)
{
    return std::make_shared<const std::vector<RegionProfile>>(std::vector{std::move(one)});
}

struct Vector
{
    const char *file;
    const char *told;
    const char *name = "";
    int identityApdus = 0;
};

constexpr const char *ok = "arrived read";
constexpr const char *garbled = "arrived failed:card.garbled";
constexpr const char *zhang = "张测试";

// The letters are those of the vectors' list; B and C are gone through to the end below. A card that does not answer to
// its reset (h-mute) cannot be made of vpcd, which shows every card that is connected as powered.
const std::vector<Vector> all{
    {"a-free", ok, zhang, 8},
    {"zhang-ceshi", ok, zhang, 8},
    {"b-external", ok},
    {"c-pin", ok},
    {"d-shifted-numbers", ok, zhang, 8},
    {"d-tag-addressing", ok, zhang, 9},
    {"e-long-name", ok, "古丽巴哈尔·阿不都热依木江·买买提吐尔洪", 9},
    {"f-rare-characters", ok, "欧阳䶮㛃测试演示样例文字名𠅤末", 9},
    {"g-bank-card", "arrived failed:card.not-social"},
    {"h-bad-atr", "arrived failed:card.mute"},
    {"i-endless-61", garbled},
    {"i-endless-6c00", garbled},
    {"i-length-over-data", garbled},
    {"i-no-status", garbled},
    {"i-truncated-record", garbled},
    {"i-wrong-length-once", ok, zhang, 12},
    {"j-expired", ok, zhang, 8},
    {"k-pulled", "arrived failed:card.pulled removed"},
    {"l-blocked", "arrived failed:card.blocked"},
    {"m-wrong-check-digit", ok, zhang, 8},
};

int commandsOf(const char *name)
{
    SimSmartCard probe(card(name));
    const apdu::Exchange send = [&probe](const Bytes &command) -> Result<Bytes> { return *probe.answer(command); };
    return readSocialCard(send)->apdus;
}

}  // namespace

class TestPcscVectors : public QObject
{
    Q_OBJECT

private:
    Pcscd m_daemon;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_daemon.start()); }

    void init() { QVERIFY(Pcscd::waitForCards(0)); }

    // Two vectors at a time, one in each slot: what is told, the name, and how many commands until it was here.
    void vectors_data()
    {
        QTest::addColumn<std::size_t>("from");
        for (std::size_t from = 0; from < all.size(); from += slotCount) {
            QTest::addRow("%s and the next", all[from].file) << from;
        }
    }

    void vectors()
    {
        QFETCH(std::size_t, from);
        std::vector<std::unique_ptr<Seat>> seats;
        for (int slot = 0; slot < slotCount && from + static_cast<std::size_t>(slot) < all.size(); ++slot) {
            seats.push_back(std::make_unique<Seat>(slot));
            QVERIFY(seats.back()->virtualCard.insert(card(all[from + static_cast<std::size_t>(slot)].file)));
        }
        for (std::size_t i = 0; i < seats.size(); ++i) {
            const Vector &expected = all[from + i];
            Seat &seat = *seats[i];
            const QString told = QString::fromLatin1(expected.told);
            QVERIFY2(seat.events.waitFor(static_cast<std::size_t>(told.count(u' ') + 1)), expected.file);
            QVERIFY2(seat.told() == told, qPrintable(seat.outcome(expected.file)));
            if (!told.endsWith(u"read")) {
                QVERIFY2(!seat.events.contents(), expected.file);
                continue;
            }
            const SocialCardContents contents = seat.contents();
            QVERIFY2(contents.apdus == seat.virtualCard.exchanges(), expected.file);
            QCOMPARE(contents.reader, slotName(static_cast<int>(i)));
            QCOMPARE(nameOn(contents), QString::fromUtf8(expected.name));
            QCOMPARE(contents.identityApdus, expected.identityApdus);
            seat.virtualCard.remove();
            QVERIFY(seat.events.waitFor(3));
            QCOMPARE(seat.told(), QStringLiteral("arrived read removed"));
        }
    }

    // Vector K: the card pulled after each command of a read, two points at a time. A clear outcome, nothing of the
    // card, and the reader reads the next one.
    void pulledAfterEachCommand_data()
    {
        QTest::addColumn<int>("from");
        for (int from = 0; from <= commandsOf("e-long-name"); from += slotCount) {
            QTest::addRow("after %d and %d", from, from + 1) << from;
        }
    }

    void pulledAfterEachCommand()
    {
        QFETCH(int, from);
        const int commands = commandsOf("e-long-name");
        CardFile file = card("e-long-name");
        std::vector<std::unique_ptr<Seat>> seats;
        for (int slot = 0; slot < slotCount && from + slot <= commands; ++slot) {
            file.fault.pullAfter = from + slot;
            seats.push_back(std::make_unique<Seat>(slot));
            QVERIFY(seats.back()->virtualCard.insert(file));
        }
        for (int i = 0; i < static_cast<int>(seats.size()); ++i) {
            Seat &seat = *seats[static_cast<std::size_t>(i)];
            const bool whole = from + i == commands;
            QVERIFY2(seat.events.waitFor(whole ? 2 : 3), qPrintable(seat.outcome("pulled")));
            QVERIFY2(seat.told() == (whole ? u"arrived read" : u"arrived failed:card.pulled removed"),
                     qPrintable(seat.outcome("pulled")));
            QCOMPARE(seat.events.contents().has_value(), whole);
            seat.virtualCard.remove();
            QVERIFY(seat.events.waitFor(3));
            QVERIFY(seat.virtualCard.insert(card("li-yanshi")));
        }
        for (const auto &seat : seats) {
            QVERIFY2(seat->events.waitFor(5), qPrintable(seat->outcome("next")));
            QCOMPARE(seat->events.order().back(), std::string("read"));
            const SocialCardContents contents = seat->contents();
            QCOMPARE(nameOn(contents), QString::fromUtf8("李演示"));
            QVERIFY(!contents.ef06.contains(0x4E));  // of the card before
        }
    }

    // Vector B: the centre's two steps.
    void theTwoSteps()
    {
        VirtualCard virtualCard;
        CardEvents events;
        SocialCardReader::Options chosen = options();
        chosen.regions = only(profile({AuthorisationStep::Remote}));
        SocialCardReader reader(std::make_shared<PcscTransport>(), chosen);
        events.attach(reader, true);
        reader.start();
        const CardFile file = card("b-external");
        QVERIFY(virtualCard.insert(file));
        QVERIFY(events.waitFor(2));
        reader.continueRemote({file.internalAuth, Sensitive<Bytes>(file.externalAuth)});
        QVERIFY(events.waitFor(3));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived needs:remote read"));
        QVERIFY(std::get<SocialCardContents>(*events.contents()).genuine);
    }

    // A security module in the second slot.
    void theSecurityModule()
    {
        CardFile module;
        module.atr = {0x3B, 0x02, 0x50, 0x53};
        module.files["DF01/EF17"] = {};
        module.moduleInit = {'3', '7', '0', '2', '0', '0', 's', 'x', 0x00, 0x81, 0x54, 0x4C, 0x00, 0x86, 0x37, 0x02};
        module.moduleResult = {1, 2, 3, 4, 5, 6, 7, 8};
        CardFile file = card("b-external");
        file.externalAuth = module.moduleResult;
        file.externalAuth.insert(file.externalAuth.end(), module.moduleInit.begin() + 8, module.moduleInit.end());
        VirtualCard moduleCard(firstPort + 1);
        QVERIFY(moduleCard.insert(module));
        QVERIFY(Pcscd::waitForCards(1));
        RegionProfile region = profile({AuthorisationStep::Psam});
        region.psamReader = slotName(1);
        SocialCardReader::Options chosen = options("Virtual PCD");
        chosen.regions = only(region);
        chosen.module = std::make_shared<PcscTransport>();
        VirtualCard virtualCard;
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), chosen);
        events.attach(reader, true);
        reader.start();
        QVERIFY(virtualCard.insert(file));
        QVERIFY2(events.waitFor(2), events.text().c_str());
        QVERIFY2(events.text() == "arrived read", (events.text() + " " + events.fault().detail).c_str());
        QCOMPARE(moduleCard.exchanges(), 4);  // SELECT, INIT, CRYPT, GET RESPONSE
    }

    // Vector C: what the card says of each wrong PIN, to the end; the question in between takes none off.
    void thePinsTries()
    {
        VirtualCard virtualCard;
        QVERIFY(virtualCard.insert(card("c-pin")));
        PcscTransport transport;
        QTRY_VERIFY_WITH_TIMEOUT(transport.connect("Virtual PCD 00 00").has_value(), 20'000);
        const apdu::Exchange send = [&transport](const Bytes &command) { return transport.transmit(command, 1s); };
        SocialCardSession session({});
        QVERIFY(session.read(send));
        for (int left = 5; left >= 0; --left) {
            QVERIFY(session.askTries(send));
            QCOMPARE(session.triesLeft().value_or(-1), left + 1);
            const auto shown = session.verifyPin(send, Sensitive<std::string>("000000"));
            QCOMPARE(shown.error().code, left > 0 ? FaultCode::PinWrong : FaultCode::PinLocked);
            QCOMPARE(session.triesLeft().value_or(-1), left);
        }
        QCOMPARE(session.askTries(send).error().code, FaultCode::PinLocked);
        QCOMPARE(session.verifyPin(send, Sensitive<std::string>("123456")).error().code, FaultCode::PinLocked);
        transport.disconnect();
    }

    void theRightPin()
    {
        VirtualCard virtualCard;
        CardEvents events;
        SocialCardReader::Options chosen = options();
        chosen.regions = only(profile({AuthorisationStep::Pin}));
        SocialCardReader reader(std::make_shared<PcscTransport>(), chosen);
        events.attach(reader, true);
        reader.start();
        QVERIFY(virtualCard.insert(card("c-pin")));
        QVERIFY(events.waitFor(2));
        QCOMPARE(events.need().triesLeft.value_or(-1), 6);
        reader.verifyPin(Sensitive<std::string>("000000"), false);
        QVERIFY(events.waitFor(3));
        QCOMPARE(events.need().triesLeft.value_or(-1), 5);
        reader.verifyPin(Sensitive<std::string>("123456"), false);
        QVERIFY(events.waitFor(4));
        QCOMPARE(QString::fromStdString(events.text()),
                 QStringLiteral("arrived needs:pin needs:pin:card.pin-wrong read"));
        QCOMPARE(nameOn(std::get<SocialCardContents>(*events.contents())), QString::fromUtf8("张测试"));
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (!qEnvironmentVariableIsSet(insideMark)) {
        return enterNamespaces(app.applicationFilePath(), app.arguments().mid(1));
    }
    TestPcscVectors test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pcscvectors.moc"
