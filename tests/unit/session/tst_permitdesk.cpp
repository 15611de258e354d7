// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of signing in with a travel permit; numbers and people are fictional.
#include "app/session/permitdesk.h"

#include <QTest>

using namespace hall;
using namespace Qt::StringLiterals;

using Step = PermitDesk::Step;
using Note = PermitDesk::Note;

namespace {

const QDate today(2026, 11, 25);
const PermitDesk::Ways everything{true, true};
const PermitDesk::Ways keysOnly{false, true};
const PermitDesk::Ways cameraOnly{true, false};

TravelPermit hongKong(const QDate &until = QDate(2030, 12, 31))
{
    TravelPermit permit;
    permit.kind = NumberKind::HkMoPermit;
    permit.number = Sensitive<QString>(u"H12345678"_s);
    permit.name = Sensitive<QString>(u"CHAN, SHI LI"_s);
    permit.sex = 2;
    permit.birthDate = QDate(1990, 1, 1);
    permit.validUntil = until;
    return permit;
}

PermitDesk at(NumberKind kind, const PermitDesk::Ways &ways)
{
    PermitDesk desk;
    desk.setWays(ways);
    desk.choose(kind);
    return desk;
}

int typed(PermitDesk &desk, const QString &keys)
{
    int taken = 0;
    for (const QChar key : keys) {
        taken += desk.type(key) ? 1 : 0;
    }
    return taken;
}

}  // namespace

class TestPermitDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waysLead_data()
    {
        QTest::addColumn<bool>("camera");
        QTest::addColumn<bool>("keys");
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("note");
        QTest::newRow("both") << true << true << int(Step::Lay) << int(Note::None);
        QTest::newRow("no keys") << true << false << int(Step::Lay) << int(Note::None);
        QTest::newRow("no camera") << false << true << int(Step::Number) << int(Note::CameraOut);
        QTest::newRow("neither") << false << false << int(Step::Kind) << int(Note::Window);
    }

    void waysLead()
    {
        QFETCH(bool, camera);
        QFETCH(bool, keys);
        const PermitDesk desk = at(NumberKind::HkMoPermit, {camera, keys});
        QTEST(int(desk.step()), "step");
        QTEST(int(desk.note()), "note");
    }

    void onlyPermitsAreChosen() { QCOMPARE(at(NumberKind::Resident, everything).step(), Step::Kind); }

    void aZoneIsConfirmed()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, everything);
        desk.read(hongKong(), today);
        QCOMPARE(desk.step(), Step::Check);
        QVERIFY(desk.found());
        QVERIFY(!desk.holder());  // nobody has said that it is right
        desk.confirm();
        QVERIFY(desk.holder());
        QCOMPARE(desk.holder()->source, IdentitySource::Zone);
        QCOMPARE(desk.holder()->number.reveal(), u"H12345678"_s);
        QVERIFY(!desk.holder()->verified);
        QVERIFY(!mayAskCentreAbout(*desk.holder()));
    }

    void aZoneIsRejected()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, everything);
        desk.read(hongKong(), today);
        desk.reject();
        QCOMPARE(desk.step(), Step::Lay);
        QCOMPARE(desk.note(), Note::Unread);
        QVERIFY(!desk.found());
        desk.confirm();
        QVERIFY(!desk.holder());
    }

    void notThisPermit_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QDate>("until");
        QTest::addColumn<int>("note");
        QTest::newRow("the other kind") << int(NumberKind::TaiwanPermit) << QDate(2030, 12, 31) << int(Note::WrongKind);
        QTest::newRow("over yesterday") << int(NumberKind::HkMoPermit) << today.addDays(-1) << int(Note::Expired);
        QTest::newRow("over tonight") << int(NumberKind::HkMoPermit) << today << int(Note::None);
    }

    void notThisPermit()
    {
        QFETCH(int, kind);
        QFETCH(QDate, until);
        QFETCH(int, note);
        PermitDesk desk = at(static_cast<NumberKind>(kind), everything);
        desk.read(hongKong(until), today);
        QCOMPARE(int(desk.note()), note);
        QCOMPARE(desk.step(), note == int(Note::None) ? Step::Check : Step::Lay);
        QCOMPARE(desk.found().has_value(), note == int(Note::None));
    }

    void unreadIsCounted()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, everything);
        desk.read(fail(FaultCode::CardGarbled), today);
        QCOMPARE(desk.note(), Note::Unread);
        desk.read(fail(FaultCode::CardUnknownKind), today);
        QCOMPARE(desk.note(), Note::OtherDocument);
        QCOMPARE(desk.unread(), 2);
        QCOMPARE(desk.step(), Step::Lay);
    }

    void nothingToReadWith()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, everything);
        desk.read(fail(FaultCode::FileUnreadable), today);
        QCOMPARE(desk.step(), Step::Number);
        QCOMPARE(desk.note(), Note::CameraOut);
        QVERIFY(desk.back());
        QCOMPARE(desk.step(), Step::Kind);

        PermitDesk window = at(NumberKind::HkMoPermit, cameraOnly);
        window.read(fail(FaultCode::FileUnreadable), today);
        QCOMPARE(window.step(), Step::Kind);
        QCOMPARE(window.note(), Note::Window);
    }

    void theCameraGoes()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, everything);
        desk.setWays(keysOnly);
        QCOMPARE(desk.step(), Step::Number);
        QCOMPARE(desk.note(), Note::CameraOut);
        desk.setWays(everything);
        QCOMPARE(desk.step(), Step::Number);  // nobody is torn from the keys when it comes back

        PermitDesk window = at(NumberKind::HkMoPermit, cameraOnly);
        window.setWays({});
        QCOMPARE(window.note(), Note::Window);
    }

    void typedTwice()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, keysOnly);
        QCOMPARE(typed(desk, u"H12345678"_s), 9);
        desk.enter();
        QCOMPARE(desk.step(), Step::Again);
        QVERIFY(desk.entry().isEmpty());  // without sight of the first
        QCOMPARE(typed(desk, u"H12345678"_s), 9);
        desk.enter();
        QVERIFY(desk.holder());
        QCOMPARE(desk.holder()->source, IdentitySource::Typed);
        QCOMPARE(desk.holder()->type, NumberKind::HkMoPermit);
        QCOMPARE(desk.holder()->number.reveal(), u"H12345678"_s);
        QVERIFY(desk.holder()->name.reveal().isEmpty());
        QVERIFY(!mayAskCentreAbout(*desk.holder()));
    }

    void theTwoDiffer()
    {
        PermitDesk desk = at(NumberKind::TaiwanPermit, keysOnly);
        typed(desk, u"12345678"_s);
        desk.enter();
        typed(desk, u"12345679"_s);
        desk.enter();
        QVERIFY(!desk.holder());
        QCOMPARE(desk.step(), Step::Number);
        QCOMPARE(desk.note(), Note::Differs);
        QVERIFY(desk.entry().isEmpty());
        QVERIFY(desk.traces().isEmpty());  // of both
        typed(desk, u"1"_s);
        QCOMPARE(desk.note(), Note::None);
    }

    void noNumberYet()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, keysOnly);
        typed(desk, u"H1234567"_s);
        desk.enter();
        QCOMPARE(desk.step(), Step::Number);
        QCOMPARE(desk.note(), Note::NoNumber);
        QCOMPARE(desk.entry(), u"H1234567"_s);  // to be mended
        typed(desk, u"8"_s);
        desk.enter();
        QCOMPARE(desk.step(), Step::Again);
    }

    void keysThatFit_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("entry");
        QTest::newRow("letter first") << int(NumberKind::HkMoPermit) << u"1H2M3"_s << u"H23"_s;
        QTest::newRow("no letter") << int(NumberKind::TaiwanPermit) << u"H1M2x"_s << u"12"_s;
        QTest::newRow("longest") << int(NumberKind::HkMoPermit) << u"M1234567890123"_s << u"M1234567890"_s;
        QTest::newRow("longest of digits") << int(NumberKind::TaiwanPermit) << u"123456789012"_s << u"1234567890"_s;
        QTest::newRow("other letters") << int(NumberKind::HkMoPermit) << u"h\u0661A"_s << QString();
    }

    void keysThatFit()
    {
        QFETCH(int, kind);
        QFETCH(QString, keys);
        PermitDesk desk = at(static_cast<NumberKind>(kind), keysOnly);
        typed(desk, keys);
        QTEST(desk.entry(), "entry");
    }

    void eraseAndClear()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, keysOnly);
        desk.erase();
        typed(desk, u"H12"_s);
        desk.erase();
        QCOMPARE(desk.entry(), u"H1"_s);
        QVERIFY(!desk.letterWanted());
        desk.clearEntry();
        QVERIFY(desk.letterWanted());
    }

    void stepsBack()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, everything);
        desk.typeInstead();
        typed(desk, u"H12345678"_s);
        desk.enter();
        QVERIFY(desk.back());
        QCOMPARE(desk.step(), Step::Number);
        QVERIFY(desk.traces().isEmpty());
        QVERIFY(desk.back());
        QCOMPARE(desk.step(), Step::Lay);
        desk.read(hongKong(), today);
        QVERIFY(desk.back());
        QCOMPARE(desk.step(), Step::Lay);
        QVERIFY(!desk.found());
        QVERIFY(desk.back());
        QCOMPARE(desk.step(), Step::Kind);
        QVERIFY(!desk.back());
    }

    void nothingStays()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, everything);
        desk.read(hongKong(), today);
        QCOMPARE(desk.traces(), QStringList({u"CHAN, SHI LI"_s, u"H12345678"_s}));
        desk.confirm();
        desk.clear();
        QVERIFY(desk.traces().isEmpty());
        QVERIFY(!desk.holder());
    }

    void keysMayBeForbidden()
    {
        PermitDesk desk = at(NumberKind::HkMoPermit, cameraOnly);
        desk.typeInstead();
        QCOMPARE(desk.step(), Step::Lay);
        QCOMPARE(typed(desk, u"H12345678"_s), 0);
    }

    // Whoever shows a card with a chip may be told; nobody else.
    void whoMayBeAskedAbout()
    {
        Identity person;
        for (const auto source : {IdentitySource::SocialCard, IdentitySource::ResidentCard, IdentitySource::ECard}) {
            person.source = source;
            QVERIFY(mayAskCentreAbout(person));
        }
        person.verified = true;
        for (const auto source : {IdentitySource::Typed, IdentitySource::Zone}) {
            person.source = source;
            QVERIFY(!mayAskCentreAbout(person));
        }
    }
};

QTEST_APPLESS_MAIN(TestPermitDesk)
#include "tst_permitdesk.moc"
