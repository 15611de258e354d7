// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every service, whoever asks and whatever is known of them: what is not known never decides, the
// household never decides, sources are trusted in their order, and the way a chain is begun leaves no trace.
// HALL_TEST_SCALE adds rounds.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/chainform.h"
#include "app/catalogue/factjson.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/prefill.h"
#include "peopletable.h"

#include <QJsonDocument>
#include <QTest>

#include <random>

using hall::Catalogue;
using hall::Facts;
using hall::FactSource;
using hall::Service;
using hall::Tri;

namespace {

const hall::PeopleTable &table()
{
    static const hall::PeopleTable read = hall::readPeople(QStringLiteral(HALL_TEST_DATA "/people.json"));
    return read;
}

const Catalogue &catalogue()
{
    static const Catalogue loaded = hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"),
                                                        {table().today, QStringLiteral("370200")})
                                        .catalogue;
    return loaded;
}

const QVector<Facts> &people()
{
    static const QVector<Facts> all = [] {
        QVector<Facts> facts;
        for (const hall::PersonRow &row : table().people) {
            facts.append(hall::factsFromJson(catalogue(), row.facts));
        }
        return facts;
    }();
    return all;
}

void collectHas(const hall::rules::Node &node, QSet<QString> &facts)
{
    if (node.op == hall::rules::Op::Has) {
        facts.insert(node.fact);
    }
    for (const hall::rules::Node &child : node.children) {
        collectHas(child, facts);
    }
}

// Facts whose absence a rule takes for a statement: nobody has such a certificate, nobody has said how he works.
QSet<QString> askedForAtAll(const Service &service)
{
    QSet<QString> facts;
    for (const hall::EligibilityClause &clause : service.eligibility) {
        collectHas(clause.rule.root(), facts);
    }
    return facts;
}

Facts without(const Facts &facts, const QSet<QString> &kept, std::mt19937 &random)
{
    Facts fewer;
    for (auto it = facts.constBegin(); it != facts.constEnd(); ++it) {
        if (kept.contains(it.key()) || random() % 3 != 0) {
            fewer.insert(it.key(), *it);
        }
    }
    return fewer;
}

QVariant valueFor(const hall::Field &field, int n)
{
    switch (field.type) {
    case hall::FieldType::Bool:
        return n % 2 == 0;
    case hall::FieldType::Number:
    case hall::FieldType::Money:
        return qlonglong(n);
    case hall::FieldType::Date:
        return QDate(2020, 1, 1).addDays(n);
    case hall::FieldType::Month:
        return QDate(2020, 1, 1).addMonths(n);
    case hall::FieldType::Choice:
    case hall::FieldType::Region:
    case hall::FieldType::Text:
    case hall::FieldType::Phone:
        return QStringLiteral("value %1").arg(n);
    case hall::FieldType::Set:
    case hall::FieldType::Image:
    case hall::FieldType::Table:
        break;
    }
    return {};
}

}  // namespace

class PropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void absenceIsAStatementOfFewFacts();
    void whatIsNotKnownNeverDecides_data();
    void whatIsNotKnownNeverDecides();
    void noClockNeverDecides();
    void nothingKnownRefusesNobody();
    void theHouseholdNeverDecides();
    void sourcesInTheirOrder();
    void threeWaysIntoOneVisit();
};

// A new one is a decision: whoever has not the fact is then told no.
void PropertiesTest::absenceIsAStatementOfFewFacts()
{
    QSet<QString> facts;
    for (const Service &service : catalogue().services()) {
        facts += askedForAtAll(service);
    }
    QCOMPARE(facts, (QSet<QString>{u"emp_cert_no"_qs, u"flex_type"_qs}));
}

void PropertiesTest::whatIsNotKnownNeverDecides_data()
{
    QTest::addColumn<QString>("service");
    for (const QString &id : catalogue().services().keys()) {
        QTest::newRow(qPrintable(id)) << id;
    }
}

// Taking facts away from a person leaves the answer or makes it unknown; it never turns it round.
void PropertiesTest::whatIsNotKnownNeverDecides()
{
    QFETCH(QString, service);
    const Service &found = *catalogue().service(service);
    const QSet<QString> kept = askedForAtAll(found);
    std::mt19937 random(7);
    const int rounds = 8 + 2 * std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
    for (qsizetype i = 0; i < people().size(); ++i) {
        const Tri whole = hall::eligibility(found, people()[i], table().today).answer;
        for (int round = 0; round < rounds; ++round) {
            const Tri fewer = hall::eligibility(found, without(people()[i], kept, random), table().today).answer;
            QVERIFY2(fewer == whole || fewer == Tri::Unknown, qPrintable(table().people[i].id));
        }
    }
}

void PropertiesTest::noClockNeverDecides()
{
    for (const Service &service : catalogue().services()) {
        for (qsizetype i = 0; i < people().size(); ++i) {
            const Tri whole = hall::eligibility(service, people()[i], table().today).answer;
            const Tri timeless = hall::eligibility(service, people()[i], QDate()).answer;
            QVERIFY2(timeless == whole || timeless == Tri::Unknown,
                     qPrintable(service.id + u' ' + table().people[i].id));
        }
        QVERIFY2(hall::validOn(service, QDate()), qPrintable(service.id));
    }
    // Ages cannot be told then, and nobody is sent away for one.
    const Service &registration = *catalogue().service(u"unemployment-registration"_qs);
    const Facts child{{u"birth_date"_qs, table().today.addYears(-10)}};
    QCOMPARE(int(hall::eligibility(registration, child, table().today).answer), int(Tri::No));
    QCOMPARE(int(hall::eligibility(registration, child, QDate()).answer), int(Tri::Unknown));
}

void PropertiesTest::nothingKnownRefusesNobody()
{
    for (const Service &service : catalogue().services()) {
        QVERIFY2(hall::eligibility(service, {}, table().today).answer != Tri::No, qPrintable(service.id));
        QVERIFY2(hall::eligibility(service, {}, QDate()).answer != Tri::No, qPrintable(service.id));
    }
}

void PropertiesTest::theHouseholdNeverDecides()
{
    const QStringList regions{u"370202"_qs, u"370102"_qs, u"530102"_qs, u"110101"_qs, QString()};
    const QStringList kinds{u"11"_qs, u"12"_qs, u"20"_qs, u"31"_qs, QString()};
    for (const Service &service : catalogue().services()) {
        for (qsizetype i = 0; i < people().size(); ++i) {
            const Tri here = hall::eligibility(service, people()[i], table().today).answer;
            for (qsizetype n = 0; n < regions.size(); ++n) {
                Facts elsewhere = people()[i];
                elsewhere.insert(u"hukou_region"_qs, regions[n]);
                elsewhere.insert(u"hukou_type"_qs, kinds[n]);
                elsewhere.insert(u"hukou_address"_qs, QString());
                QVERIFY2(hall::eligibility(service, elsewhere, table().today).answer == here,
                         qPrintable(service.id + u' ' + table().people[i].id + u' ' + regions[n]));
            }
        }
    }
}

// Every field that several sources may know: the first of its list that knows it holds, whichever of them do.
void PropertiesTest::sourcesInTheirOrder()
{
    int compared = 0;
    for (const hall::Field &field : catalogue().fields()) {
        QVector<FactSource> order = field.prefill;
        order.removeAll(FactSource::Derived);
        if (order.size() < 2 || !valueFor(field, 0).isValid()) {
            continue;
        }
        for (int known = 1; known < 1 << order.size(); ++known) {
            hall::SourceFacts sources;
            std::optional<FactSource> best;
            for (qsizetype i = 0; i < order.size(); ++i) {
                if (known & 1 << i) {
                    sources.insert(order[i], {{field.id, valueFor(field, int(i))}});
                    best = best ? best : std::optional(order[i]);
                }
            }
            const hall::Prefill found = hall::prefill(catalogue(), {field.id}, sources, table().today);
            const auto value = found.values.constFind(field.id);
            QVERIFY2(value != found.values.constEnd(), qPrintable(field.id));
            QVERIFY2(value->source == *best, qPrintable(field.id));
            QCOMPARE(value->value, sources.value(*best).value(field.id));
            ++compared;
        }
    }
    QVERIFY(compared > 50);
}

// Employment registration, insurance, filing: begun with any of the three, the same three cases come out.
void PropertiesTest::threeWaysIntoOneVisit()
{
    const hall::Chain *chain = catalogue().chain(u"three-in-one"_qs);
    QVERIFY(chain);
    QStringList ids = chain->services();
    QCOMPARE(ids.size(), 3);
    std::sort(ids.begin(), ids.end());
    int ways = 0;
    QVector<QVector<QByteArray>> firsts(people().size());
    do {
        const Service whole = hall::mergedService(catalogue(), *chain, ids);
        for (qsizetype i = 0; i < people().size(); ++i) {
            const Facts given = hall::answers(whole, hall::FormKind::Online, people()[i], table().today);
            QVector<QByteArray> parts;
            QStringList sorted = ids;
            sorted.sort();
            for (const QString &id : sorted) {
                const Facts part = hall::partAnswers(catalogue(), *catalogue().service(id), true, given, table().today);
                parts.append(QJsonDocument(hall::factsToJson(catalogue(), part)).toJson(QJsonDocument::Compact));
            }
            if (ways == 0) {
                firsts[i] = parts;
            }
            QVERIFY2(parts == firsts[i], qPrintable(table().people[i].id));
        }
        ++ways;
    } while (std::next_permutation(ids.begin(), ids.end()));
    QCOMPARE(ways, 6);
}

QTEST_GUILESS_MAIN(PropertiesTest)
#include "tst_properties.moc"
