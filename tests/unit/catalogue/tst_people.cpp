// SPDX-License-Identifier: GPL-3.0-or-later
// The rules that ship give every person of the table exactly what the legal texts give; and the table itself is sound.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/factjson.h"
#include "app/catalogue/formengine.h"
#include "peopletable.h"

#include <QTest>

using hall::Catalogue;
using hall::Facts;
using hall::FieldType;
using hall::PeopleTable;
using hall::PersonRow;
using hall::Tri;

namespace {

const PeopleTable &table()
{
    static const PeopleTable read = hall::readPeople(QStringLiteral(HALL_TEST_DATA "/people.json"));
    return read;
}

const Catalogue &catalogue()
{
    static const Catalogue loaded = hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"),
                                                        {table().today, QStringLiteral("370200")})
                                        .catalogue;
    return loaded;
}

QString named(Tri answer)
{
    switch (answer) {
    case Tri::No:
        return u"no"_qs;
    case Tri::Unknown:
        return u"unknown"_qs;
    case Tri::Yes:
        return u"yes"_qs;
    }
    Q_UNREACHABLE();
}

// Every service the table must judge; it grows with the list of the hall.
const QStringList &judged()
{
    static const QStringList ids = {u"benefit-stop"_qs,
                                    u"career-guidance"_qs,
                                    u"emp-cert"_qs,
                                    u"emp-cert-issue"_qs,
                                    u"employment-registration-unit"_qs,
                                    u"file-query"_qs,
                                    u"flex-insurance-subsidy"_qs,
                                    u"flexible-registration"_qs,
                                    u"graduate-change"_qs,
                                    u"graduate-hire-subsidy"_qs,
                                    u"graduate-report"_qs,
                                    u"graduate-subsidy"_qs,
                                    u"hardship-hire-subsidy"_qs,
                                    u"hardship-recognition"_qs,
                                    u"housekeeping-insurance-subsidy"_qs,
                                    u"insured-proof"_qs,
                                    u"internship-subsidy"_qs,
                                    u"job-seeking"_qs,
                                    u"labour-filing-hire"_qs,
                                    u"labour-filing-termination"_qs,
                                    u"loan-guarantee"_qs,
                                    u"periodic-confirmation"_qs,
                                    u"self-employment-registration"_qs,
                                    u"si-card-activate"_qs,
                                    u"si-card-loss"_qs,
                                    u"si-card-status"_qs,
                                    u"skill-assessment-subsidy"_qs,
                                    u"social-insurance-enrolment"_qs,
                                    u"startup-subsidy"_qs,
                                    u"training-subsidy"_qs,
                                    u"unemployment-benefit"_qs,
                                    u"unemployment-exit"_qs,
                                    u"unemployment-registration"_qs,
                                    u"unemployment-renewal"_qs,
                                    u"vacancy-search"_qs,
                                    u"zero-employment-family"_qs};
    return ids;
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

class PeopleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTableIsRead();
    void everyPersonIsComplete();
    void everyFactIsInTheDictionary();
    void everyReasonNamesItsSource();
    void everyServiceHasAllThreeAnswers();
    void needsNameServices();
    void householdsChangeNothing();
    void theServicesShip();
    void eligibilityAsTheLawHasIt_data();
    void eligibilityAsTheLawHasIt();
};

void PeopleTest::theTableIsRead()
{
    QString error;
    const PeopleTable read = hall::readPeople(QStringLiteral(HALL_TEST_DATA "/people.json"), &error);
    QCOMPARE(error, QString());
    QCOMPARE(read.format, u"hall-people/1"_qs);
    QCOMPARE(read.today, QDate(2026, 11, 26));
    QVERIFY(read.people.size() >= 60);
    QVERIFY(read.servicesAtLeast > 0 && read.servicesAtLeast <= judged().size());
    QVERIFY(hall::readPeople(u"/nowhere/people.json"_qs, &error).people.isEmpty());
    QVERIFY(!error.isEmpty());
}

void PeopleTest::everyPersonIsComplete()
{
    QSet<QString> ids;
    for (const PersonRow &row : table().people) {
        QVERIFY2(!row.id.isEmpty() && !ids.contains(row.id), qPrintable(row.id));
        ids.insert(row.id);
        QVERIFY2(row.about.endsWith(u'.'), qPrintable(row.id));
        QCOMPARE(row.why.keys(), row.eligible.keys());
        for (const QJsonValue &answer : row.eligible) {
            QVERIFY2(QStringList({u"yes"_qs, u"no"_qs, u"unknown"_qs}).contains(answer.toString()), qPrintable(row.id));
        }
    }
}

void PeopleTest::everyFactIsInTheDictionary()
{
    for (const PersonRow &row : table().people) {
        QStringList refused;
        const Facts facts = hall::factsFromJson(catalogue(), row.facts, &refused);
        QVERIFY2(refused.isEmpty(), qPrintable(row.id + u": "_qs + refused.join(u' ')));
        QCOMPARE(facts.size(), row.facts.size());  // what is not known is left out, not null
        for (auto it = facts.begin(); it != facts.end(); ++it) {
            const hall::Field *field = catalogue().field(it.key());
            const hall::CodeTable *codes = catalogue().table(field->codeTable);
            const QString where = row.id + u' ' + it.key() + u' ' + it->toString();
            QVERIFY2(hall::isKnown(facts, it.key()), qPrintable(where));
            QVERIFY2(field->type != FieldType::Choice || (codes && codes->find(it->toString())), qPrintable(where));
            QVERIFY2(field->type != FieldType::Region || it->toString().size() == 6, qPrintable(where));
        }
    }
}

void PeopleTest::everyReasonNamesItsSource()
{
    for (const PersonRow &row : table().people) {
        for (auto it = row.why.begin(); it != row.why.end(); ++it) {
            const QString key = it.value().toString().section(u": "_qs, 0, 0);
            const QString reason = it.value().toString().section(u": "_qs, 1);
            QVERIFY2(table().sources.contains(key) && !reason.isEmpty(), qPrintable(row.id + u' ' + it.key()));
        }
    }
    for (const QJsonValue &source : table().sources) {
        QVERIFY2(source.toString().endsWith(u"(law)"_qs) || source.toString().endsWith(u"(source)"_qs),
                 qPrintable(source.toString()));
    }
}

void PeopleTest::everyServiceHasAllThreeAnswers()
{
    QCOMPARE(table().services(), judged());
    for (const QString &service : judged()) {
        QSet<QString> answers;
        for (const PersonRow &row : table().people) {
            if (row.eligible.contains(service)) {
                answers.insert(row.eligible[service].toString());
            }
        }
        QVERIFY2(answers.size() == (table().always.contains(service) ? 1 : 3), qPrintable(service));
        QVERIFY2(answers.contains(u"yes"_qs), qPrintable(service));
    }
}

void PeopleTest::needsNameServices()
{
    QSet<QString> suggested;
    for (const PersonRow &row : table().people) {
        for (const QString &id : row.needs + row.notNeeds) {
            QVERIFY2(judged().contains(id), qPrintable(row.id + u' ' + id));
        }
        for (const QString &id : row.needs) {
            QVERIFY2(!row.notNeeds.contains(id), qPrintable(row.id + u' ' + id));
            suggested.insert(id);
        }
    }
    for (const QString &id : suggested) {
        QVERIFY2(std::any_of(table().people.begin(), table().people.end(),
                             [&](const PersonRow &row) { return row.notNeeds.contains(id); }),
                 qPrintable(u"suggested to some, withheld from nobody: "_qs + id));
    }
    QVERIFY(suggested.size() >= 12);
}

// "X-elsewhere" is X with a household in another province: nothing else differs, and nothing follows from it.
void PeopleTest::householdsChangeNothing()
{
    int pairs = 0;
    for (const PersonRow &row : table().people) {
        if (!row.id.endsWith(u"-elsewhere"_qs)) {
            continue;
        }
        const PersonRow *here = table().person(row.id.chopped(10));
        QVERIFY2(here, qPrintable(row.id));
        for (const QString &id : QStringList(row.facts.keys() + here->facts.keys())) {
            const bool household = id == u"hukou_region"_qs || id == u"hukou_type"_qs;
            QVERIFY2((row.facts[id] == here->facts[id]) == !household, qPrintable(row.id + u' ' + id));
        }
        QCOMPARE(row.eligible, here->eligible);
        QCOMPARE(row.needs, here->needs);
        QCOMPARE(row.notNeeds, here->notNeeds);
        ++pairs;
    }
    QVERIFY(pairs >= 12);
}

void PeopleTest::theServicesShip()
{
    QStringList missing;
    for (const QString &id : judged()) {
        if (!catalogue().service(id)) {
            missing << id;
        }
    }
    const auto there = judged().size() - missing.size();
    QVERIFY2(there >= table().servicesAtLeast, qPrintable(u"missing: "_qs + missing.join(u' ')));
    if (!missing.isEmpty()) {
        QSKIP(qPrintable(u"not in the catalogue, so not judged: "_qs + missing.join(u' ')));
    }
}

void PeopleTest::eligibilityAsTheLawHasIt_data()
{
    QTest::addColumn<int>("person");
    QTest::addColumn<QString>("service");
    for (int i = 0; i < table().people.size(); ++i) {
        const PersonRow &row = table().people[i];
        for (const QString &service : row.eligible.keys()) {
            if (catalogue().service(service)) {
                QTest::newRow(qPrintable(row.id + u' ' + service)) << i << service;
            }
        }
    }
}

void PeopleTest::eligibilityAsTheLawHasIt()
{
    QFETCH(int, person);
    QFETCH(QString, service);
    const PersonRow &row = table().people[person];
    const Facts facts = known(row);
    const hall::Eligibility found = hall::eligibility(*catalogue().service(service), facts, table().today);
    const QString expected = row.eligible[service].toString();
    const QString clause = found.clause ? found.clause->message.en : u"none"_qs;
    const QString words = u"%1 (%2)\n%3: the texts say %4 (%5), the rules %6; deciding clause: %7"_qs.arg(
        row.id, row.about, service, expected, row.why[service].toString(), named(found.answer), clause);
    QVERIFY2(named(found.answer) == expected, qPrintable(words));
}

QTEST_GUILESS_MAIN(PeopleTest)
#include "tst_people.moc"
