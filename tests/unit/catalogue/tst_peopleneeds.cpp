// SPDX-License-Identifier: GPL-3.0-or-later
// The kiosk suggests to every person of the table what the texts call for, and none of what they rule out.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/factjson.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/needs.h"
#include "peopletable.h"

#include <QTest>

using hall::PeopleTable;
using hall::PersonRow;

namespace {

const PeopleTable &table()
{
    static const PeopleTable read = hall::readPeople(QStringLiteral(HALL_TEST_DATA "/people.json"));
    return read;
}

const hall::Catalogue &catalogue()
{
    static const hall::Catalogue loaded = hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"),
                                                              {table().today, QStringLiteral("370200")})
                                              .catalogue;
    return loaded;
}

// With what follows from them (the term of a contract from its days), as the kiosk and the centre have them.
hall::Facts known(const PersonRow &row)
{
    hall::Facts facts = hall::factsFromJson(catalogue(), row.facts);
    const hall::Facts derived = hall::derive(catalogue(), facts, table().today);
    for (auto it = derived.constBegin(); it != derived.constEnd(); ++it) {
        if (!hall::isKnown(facts, it.key())) {
            facts.insert(it.key(), *it);
        }
    }
    return facts;
}

}  // namespace

class PeopleNeedsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void needsAsTheTextsHaveThem_data();
    void needsAsTheTextsHaveThem();
};

void PeopleNeedsTest::needsAsTheTextsHaveThem_data()
{
    QTest::addColumn<int>("person");
    QTest::addColumn<QString>("service");
    QTest::addColumn<bool>("suggested");
    for (int i = 0; i < table().people.size(); ++i) {
        const PersonRow &row = table().people[i];
        for (const QString &id : row.needs) {
            QTest::newRow(qPrintable(row.id + u' ' + id)) << i << id << true;
        }
        for (const QString &id : row.notNeeds) {
            QTest::newRow(qPrintable(row.id + u" not "_qs + id)) << i << id << false;
        }
    }
}

void PeopleNeedsTest::needsAsTheTextsHaveThem()
{
    QFETCH(int, person);
    QFETCH(QString, service);
    QFETCH(bool, suggested);
    const PersonRow &row = table().people[person];
    QStringList found;
    for (const hall::Need &need : needsOf(catalogue(), known(row), table().today)) {
        found << need.service;
    }
    const QString words = u"%1 (%2) %3 suggestion %4; suggested: %5"_qs.arg(
        row.id, row.about, suggested ? u"lacks the"_qs : u"has the"_qs, service, found.join(u' '));
    QVERIFY2(found.contains(service) == suggested, qPrintable(words));
}

QTEST_GUILESS_MAIN(PeopleNeedsTest)
#include "tst_peopleneeds.moc"
