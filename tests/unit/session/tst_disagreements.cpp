// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of sources that say different things, and of whose word was taken.
#include "app/session/disagreements.h"

#include <QTest>

using namespace hall;

namespace {

const QString address = QStringLiteral("hukou_address");
const QString name = QStringLiteral("name");

QVector<Conflict> threeSources()
{
    return {{address,
             {{QStringLiteral("Demo road 1"), FactSource::IdCard},
              {QStringLiteral("Demo  road 1"), FactSource::SiCard},
              {QStringLiteral("Demo road 2"), FactSource::Central}}}};
}

}  // namespace

class TestDisagreements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachValueStandsOnce()
    {
        Disagreements all;
        all.found(threeSources());
        QCOMPARE(all.fields(), QStringList{address});
        QVERIFY(all.has(address));
        QVERIFY(!all.has(name));
        QCOMPARE(all.said(address).size(), 2);
        QCOMPARE(all.said(address)[0].source, FactSource::IdCard);
        QCOMPARE(all.said(address)[1].source, FactSource::Central);
    }

    void whatOnlyAPaperSaysIsToBeConfirmedAndNoConflict()
    {
        Disagreements all;
        all.found({{name, {{QStringLiteral("read"), FactSource::Ocr}}}});
        QVERIFY(all.has(name));
        QCOMPARE(all.said(name).size(), 1);
        QVERIFY(all.fields().isEmpty());
    }

    void whatWasFoundBeforeGoes()
    {
        Disagreements all;
        all.found(threeSources());
        all.found({});
        QVERIFY(all.fields().isEmpty());
        QVERIFY(all.said(address).isEmpty());
    }

    void whoseWordWasTakenOutlivesWhatWasSaid()
    {
        Disagreements all;
        all.found(threeSources());
        QVERIFY(!all.takenFrom(address));
        all.take(address, FactSource::Central);
        all.forgetSaid();
        QCOMPARE(all.takenFrom(address), std::optional(FactSource::Central));
        all.leave(address);
        QVERIFY(!all.takenFrom(address));
        all.take(address, FactSource::IdCard);
        all.clear();
        QVERIFY(!all.takenFrom(address));
    }

    void otherHoldersKeepTheirValue()
    {
        const QVector<Conflict> conflicts = threeSources();
        {
            Disagreements all;
            all.found(conflicts);
        }
        QCOMPARE(conflicts[0].said[2].value.toString(), QStringLiteral("Demo road 2"));
    }
};

QTEST_GUILESS_MAIN(TestDisagreements)
#include "tst_disagreements.moc"
