// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/assurance.h"

#include <QTest>

using namespace hall;

namespace {

constexpr Assurance levels[] = {Assurance::Open, Assurance::Possession, Assurance::Holder, Assurance::Staff};
constexpr ProofWay ways[] = {ProofWay::Typed, ProofWay::Zone,    ProofWay::SocialCard,  ProofWay::ResidentCard,
                             ProofWay::ECard, ProofWay::CardPin, ProofWay::HolderCheck, ProofWay::Staff};

// Written out, so that nobody changes what a way is worth in passing.
Assurance worth(ProofWay way)
{
    if (way == ProofWay::Typed) {
        return Assurance::Open;
    }
    if (way == ProofWay::CardPin || way == ProofWay::HolderCheck) {
        return Assurance::Holder;
    }
    return way == ProofWay::Staff ? Assurance::Staff : Assurance::Possession;
}

Identity cameBy(IdentitySource source, bool pin = false, bool initial = false)
{
    Identity identity;
    identity.source = source;
    identity.pinProved = pin;
    identity.initialPin = initial;
    return identity;
}

const QDateTime noon(QDate(2026, 11, 26), QTime(12, 0), Qt::UTC);

}  // namespace

class TestAssurance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreThoseOfTheFiles()
    {
        QStringList names;
        for (const Assurance level : levels) {
            names.append(assuranceName(level));
            QVERIFY(assuranceFrom(assuranceName(level)) == level);
        }
        QCOMPARE(names.join(u' '), QStringLiteral("open possession holder staff"));
        QVERIFY(!assuranceFrom(QStringLiteral("trust")));
        QVERIFY(!assuranceFrom(QString()));
        names.clear();
        for (const ProofWay way : ways) {
            names.append(proofWayName(way));
            QVERIFY(proofWayFrom(proofWayName(way)) == way);
        }
        QCOMPARE(names.join(u' '),
                 QStringLiteral("typed zone social-card resident-card e-card card-pin holder-check staff"));
        QVERIFY(!proofWayFrom(QStringLiteral("word of honour")));
    }

    void whatAnIdentityComesWith()
    {
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::Typed))), int(Assurance::Open));
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::Zone))), int(Assurance::Possession));
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::SocialCard))), int(Assurance::Possession));
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::ResidentCard))), int(Assurance::Possession));
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::ECard))), int(Assurance::Possession));
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::SocialCard, true))), int(Assurance::Holder));
        QCOMPARE(int(wayOf(cameBy(IdentitySource::SocialCard, true))), int(ProofWay::CardPin));
        // The PIN that the finder of a card can read in a leaflet.
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::SocialCard, false, true))), int(Assurance::Possession));
        // Nothing but a social security card has a PIN.
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::ResidentCard, true))), int(Assurance::Possession));
        QCOMPARE(int(assuranceOf(cameBy(IdentitySource::Typed, true))), int(Assurance::Open));
    }

    void everyWayAgainstEveryLevel_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<int>("needed");
        for (const ProofWay way : ways) {
            for (const Assurance level : levels) {
                QTest::addRow("%s for %s", qPrintable(proofWayName(way)), qPrintable(assuranceName(level)))
                    << int(way) << int(level);
            }
        }
    }

    void everyWayAgainstEveryLevel()
    {
        QFETCH(int, way);
        QFETCH(int, needed);
        const auto by = static_cast<ProofWay>(way);
        const auto level = static_cast<Assurance>(needed);
        QCOMPARE(int(assuranceOf(by)), int(worth(by)));
        VisitAssurance visit;
        visit.raise(by, noon);  // nobody is signed in
        QVERIFY(!visit.proof());
        QCOMPARE(visit.allows(level), level == Assurance::Open);
        visit.begin(cameBy(IdentitySource::Typed), noon);
        visit.raise(by, noon.addSecs(60));
        QCOMPARE(visit.allows(level), int(worth(by)) >= needed);
        QCOMPARE(int(visit.level()), int(worth(by)));
    }

    void onlyMoreCounts()
    {
        VisitAssurance visit;
        QCOMPARE(int(visit.level()), int(Assurance::Open));
        visit.begin(cameBy(IdentitySource::SocialCard), noon);
        QCOMPARE(int(visit.level()), int(Assurance::Possession));
        visit.raise(ProofWay::CardPin, noon.addSecs(10));
        visit.raise(ProofWay::HolderCheck, noon.addSecs(20), {}, QStringLiteral("face-1"));
        visit.raise(ProofWay::ResidentCard, noon.addSecs(30));
        QCOMPARE(int(visit.proof()->way), int(ProofWay::CardPin));
        QCOMPARE(visit.proof()->at, noon.addSecs(10));
        QCOMPARE(visit.proof()->consentVersion, QString());
        const StaffWitness witness{QStringLiteral("staff"), QByteArray(32, 'x')};
        visit.raise(ProofWay::Staff, noon.addSecs(40), witness);
        QVERIFY(visit.allows(Assurance::Staff));
        QVERIFY(visit.proof()->witness == witness);
        visit.raise(ProofWay::CardPin, noon.addSecs(50));
        QCOMPARE(int(visit.proof()->way), int(ProofWay::Staff));
    }

    void theNextVisitorStartsAtNothing()
    {
        VisitAssurance visit;
        visit.begin(cameBy(IdentitySource::SocialCard), noon);
        visit.raise(ProofWay::Staff, noon);
        visit.clear();
        QVERIFY(!visit.proof());
        QVERIFY(!visit.allows(Assurance::Possession));
        visit.begin(cameBy(IdentitySource::ResidentCard), noon);
        QCOMPARE(int(visit.level()), int(Assurance::Possession));
        // Nor does what one proved hold for who comes without a pause.
        visit.raise(ProofWay::Staff, noon);
        visit.begin(cameBy(IdentitySource::SocialCard), noon);
        QCOMPARE(int(visit.level()), int(Assurance::Possession));
    }
};

QTEST_APPLESS_MAIN(TestAssurance)
#include "tst_assurance.moc"
