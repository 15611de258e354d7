// SPDX-License-Identifier: GPL-3.0-or-later
// Services as one: nothing is lost, nothing is asked twice, and the order in which they were begun leaves no trace.
// HALL_TEST_SCALE multiplies the rounds.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/chainform.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/validation.h"

#include <QTest>

#include <random>

using hall::Catalogue;
using hall::Facts;
using hall::FormKind;
using hall::Service;
using hall::Tri;

namespace {

const QDate today(2026, 11, 26);

const Catalogue &catalogue()
{
    static const hall::LoadedCatalogue loaded =
        hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"));
    return loaded.catalogue;
}

int rounds(int count)
{
    return count * std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
}

hall::Chain chainOf(const QStringList &services)
{
    hall::Chain chain;
    chain.id = u"together"_qs;
    chain.title = {u"一起办"_qs, u"Together"_qs};
    for (const QString &id : services) {
        chain.links.append({id, {}, std::nullopt});
    }
    return chain;
}

// Those that have a form.
QStringList formServices()
{
    QStringList ids;
    for (const Service &service : catalogue().services()) {
        if (!service.query) {
            ids.append(service.id);
        }
    }
    return ids;
}

QStringList shuffled(QStringList ids, std::mt19937 &random)
{
    std::shuffle(ids.begin(), ids.end(), random);
    return ids;
}

QVariant someValue(const hall::Field &field, std::mt19937 &random)
{
    switch (field.type) {
    case hall::FieldType::Bool:
        return bool(random() % 2);
    case hall::FieldType::Number:
    case hall::FieldType::Money:
        return qlonglong(random() % 5000);
    case hall::FieldType::Date:
    case hall::FieldType::Month:
        return QDate(2020, 1, 1).addDays(int(random() % 2000));
    case hall::FieldType::Choice:
    case hall::FieldType::Region: {
        const auto *table = catalogue().table(field.type == hall::FieldType::Region ? u"region"_qs : field.codeTable);
        const auto rows = table ? table->choices() : QVector<hall::CodeRow>();
        return rows.isEmpty() ? QVariant() : QVariant(rows[qsizetype(random() % std::size_t(rows.size()))].code);
    }
    case hall::FieldType::Text:
    case hall::FieldType::Phone:
        return QStringLiteral("text %1").arg(random() % 100);
    case hall::FieldType::Set:
    case hall::FieldType::Image:
    case hall::FieldType::Table:
        break;
    }
    return {};
}

// Some facts known, some not, whatever they are.
Facts someFacts(std::mt19937 &random)
{
    Facts facts;
    for (const hall::Field &field : catalogue().fields()) {
        if (random() % 3 != 0) {
            const QVariant value = someValue(field, random);
            if (value.isValid()) {
                facts.insert(field.id, value);
            }
        }
    }
    return facts;
}

}  // namespace

class ChainFormTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachFieldOnce();
    void nothingIsLost();
    void neverAskedLess();
    void orderLeavesNoTrace();
    void threeInOneInAnyOrder();
    void materialsTogether();
    void strictest();
    void whatIsBroughtAboutIsNoCondition();
    void derivedIsNotAsked();
    void whatDecidesIsAskedBefore();
    void peopleOfAChain();
    void papersAreReadForAll();
};

void ChainFormTest::eachFieldOnce()
{
    std::mt19937 random(1);
    for (int i = 0, n = rounds(50); i < n; ++i) {
        const QStringList ids = shuffled(formServices(), random).mid(0, 3);
        const Service whole = hall::mergedService(catalogue(), chainOf(ids), ids);
        QStringList fields = whole.online.fieldIds();
        const qsizetype before = fields.size();
        fields.removeDuplicates();
        QCOMPARE(fields.size(), before);
        QStringList pages;
        for (const hall::FormPage &page : whole.online.pages) {
            QVERIFY(!page.fields.isEmpty() && page.fields.size() <= 6);
            pages.append(page.id);
        }
        QCOMPARE(QSet<QString>(pages.begin(), pages.end()).size(), pages.size());
    }
}

void ChainFormTest::nothingIsLost()
{
    std::mt19937 random(2);
    for (int i = 0, n = rounds(50); i < n; ++i) {
        const QStringList ids = shuffled(formServices(), random).mid(0, 3);
        const Service whole = hall::mergedService(catalogue(), chainOf(ids), ids);
        for (const QString &id : ids) {
            const Service &service = *catalogue().service(id);
            for (const QString &field : service.online.fieldIds()) {
                QVERIFY2(whole.online.fieldIds().contains(field), qPrintable(id + u' ' + field));
            }
            if (whole.offlineAllowed) {
                for (const QString &field : service.offline.fieldIds()) {
                    QVERIFY2(whole.offline.fieldIds().contains(field), qPrintable(id + u' ' + field));
                }
            }
        }
    }
}

// What one of the services shows or requires, the merged form shows or requires for the same facts, and the service
// gets from the one visit all that it would have got from one of its own.
void ChainFormTest::neverAskedLess()
{
    std::mt19937 random(3);
    int compared = 0;
    for (int i = 0, n = rounds(60); i < n; ++i) {
        const QStringList ids = shuffled(formServices(), random).mid(0, 3);
        const Service whole = hall::mergedService(catalogue(), chainOf(ids), ids);
        const Facts facts = someFacts(random);
        const QStringList required = hall::requiredFields(whole, FormKind::Online, facts, today);
        const Facts shown = hall::answers(whole, FormKind::Online, facts, today);
        for (const QString &id : ids) {
            const Service &service = *catalogue().service(id);
            for (const QString &field : hall::requiredFields(service, FormKind::Online, facts, today)) {
                QVERIFY2(required.contains(field), qPrintable(id + u' ' + field));
                ++compared;
            }
            const Facts own = hall::answers(service, FormKind::Online, facts, today);
            const Facts part = hall::partAnswers(catalogue(), service, true, shown, today);
            for (auto it = own.constBegin(); it != own.constEnd(); ++it) {
                QVERIFY2(shown.contains(it.key()), qPrintable(id + u' ' + it.key()));
                QVERIFY2(part.value(it.key()) == *it, qPrintable(id + u' ' + it.key()));
            }
        }
    }
    QVERIFY(compared > 100);
}

void ChainFormTest::orderLeavesNoTrace()
{
    std::mt19937 random(4);
    for (int i = 0, n = rounds(60); i < n; ++i) {
        const QStringList ids = shuffled(formServices(), random).mid(0, 3);
        const Facts facts = someFacts(random);
        const QStringList other = shuffled(ids, random);
        const Service first = hall::mergedService(catalogue(), chainOf(ids), ids);
        const Service second = hall::mergedService(catalogue(), chainOf(other), other);
        // What the visitor confirmed on the pages, whichever way.
        const Facts one = hall::answers(first, FormKind::Online, facts, today);
        const Facts two = hall::answers(second, FormKind::Online, facts, today);
        QCOMPARE(one, two);
        for (const QString &id : ids) {
            const Service &service = *catalogue().service(id);
            QCOMPARE(hall::partAnswers(catalogue(), service, true, one, today),
                     hall::partAnswers(catalogue(), service, true, two, today));
        }
    }
}

// Whatever is known: whichever of the three forms comes first, the same three payloads.
void ChainFormTest::threeInOneInAnyOrder()
{
    const hall::Chain *chain = catalogue().chain(u"three-in-one"_qs);
    QVERIFY(chain);
    std::mt19937 random(6);
    QStringList order = chain->services();
    QCOMPARE(order.size(), 3);
    std::sort(order.begin(), order.end());
    const QStringList services = order;
    qsizetype fields = 0;
    const int count = rounds(20);
    for (int i = 0; i < count; ++i) {
        const Facts facts = someFacts(random);
        QVector<Facts> first;
        do {
            const Service whole = hall::mergedService(catalogue(), *chain, order);
            const Facts given = hall::answers(whole, FormKind::Online, facts, today);
            QVector<Facts> payloads;
            for (const QString &id : services) {
                payloads.append(hall::partAnswers(catalogue(), *catalogue().service(id), true, given, today));
            }
            first = first.isEmpty() ? payloads : first;
            QCOMPARE(payloads, first);
        } while (std::next_permutation(order.begin(), order.end()));
        for (const Facts &payload : first) {
            QVERIFY(!payload.isEmpty());
            fields += payload.size();
        }
    }
    QVERIFY(fields > 50 * count);
}

void ChainFormTest::materialsTogether()
{
    for (const Service &a : catalogue().services()) {
        for (const Service &b : catalogue().services()) {
            const QStringList ids{a.id, b.id};
            const Service whole = hall::mergedService(catalogue(), chainOf(ids), ids);
            QSet<QString> papers;
            for (const auto &material : a.materials + b.materials) {
                papers.insert(material.id);
            }
            QCOMPARE(whole.materials.size(), papers.size());
        }
    }
    // A paper that one of them needs is needed, though the other waives it.
    std::mt19937 random(5);
    for (int i = 0, n = rounds(60); i < n; ++i) {
        const QStringList ids = shuffled(catalogue().services().keys(), random).mid(0, 3);
        const Service whole = hall::mergedService(catalogue(), chainOf(ids), ids);
        const Facts facts = someFacts(random);
        const auto sourced =
            hall::SourcedFacts::of(catalogue(), facts.keys(), {{hall::FactSource::Central, facts}}, today);
        const auto state = [&](const Service &service, const QString &id) {
            for (const auto &need : hall::materialNeeds(service, facts, sourced, today)) {
                if (need.material == id) {
                    return need.state;
                }
            }
            return hall::MaterialState::NotNeeded;
        };
        for (const QString &id : ids) {
            for (const auto &need : hall::materialNeeds(*catalogue().service(id), facts, sourced, today)) {
                if (need.state == hall::MaterialState::Needed) {
                    QCOMPARE(state(whole, need.material), hall::MaterialState::Needed);
                }
            }
        }
    }
}

void ChainFormTest::strictest()
{
    const QStringList ids = catalogue().services().keys();
    const Service whole = hall::mergedService(catalogue(), chainOf(ids), ids);
    int minutes = 0;
    Facts brought;
    for (const QString &id : ids) {
        const Service &service = *catalogue().service(id);
        QVERIFY(whole.assurance >= service.assurance);
        QVERIFY(service.offlineAllowed || !whole.offlineAllowed);
        QVERIFY(whole.consent.version.contains(id));
        minutes += service.minutes;
        for (const auto &clause : service.eligibility) {
            if (!brought.isEmpty() && clause.rule.evaluate(brought, {}) == Tri::Yes) {
                continue;  // an earlier one sees to it
            }
            QVERIFY(std::any_of(whole.eligibility.begin(), whole.eligibility.end(),
                                [&clause](const auto &c) { return c.rule.text() == clause.rule.text(); }));
        }
        brought = hall::afterwards(service, brought);
    }
    QCOMPARE(whole.minutes, minutes);
}

// Who registers and claims in one visit is not yet registered; in the other order the claim comes too early.
void ChainFormTest::whatIsBroughtAboutIsNoCondition()
{
    const QStringList ids{u"unemployment-registration"_qs, u"unemployment-benefit"_qs};
    const QStringList backwards{ids[1], ids[0]};
    const QString condition = u":registered_unemployed_flag"_qs;
    const auto asks = [&condition](const Service &service) {
        return std::any_of(service.eligibility.begin(), service.eligibility.end(),
                           [&condition](const auto &clause) { return clause.rule.text() == condition; });
    };
    QVERIFY(asks(*catalogue().service(ids[1])));
    QVERIFY(!asks(hall::mergedService(catalogue(), chainOf(ids), ids)));
    QVERIFY(asks(hall::mergedService(catalogue(), chainOf(backwards), backwards)));
}

// Sex follows from the number of a resident; of a permit's holder it must be asked.
void ChainFormTest::derivedIsNotAsked()
{
    const QStringList ids{u"unemployment-registration"_qs, u"flexible-registration"_qs};
    const Service whole = hall::mergedService(catalogue(), chainOf(ids), ids);
    for (const hall::FormPage &page : whole.online.pages) {
        for (const hall::FormField &field : page.fields) {
            QVERIFY(field.id != u"sex"_qs || field.readonly);
        }
    }
    const auto missing = [&whole](const Facts &facts) {
        QStringList fields;
        for (const hall::Problem &problem : hall::problems(catalogue(), whole, FormKind::Online, facts, today)) {
            fields.append(problem.field);
        }
        return fields;
    };
    Facts resident{{u"cert_no"_qs, u"370202199001010007"_qs}};
    const Facts derived = hall::derive(catalogue(), resident, today);
    resident.insert(derived);
    QVERIFY(!missing(resident).contains(u"sex"_qs));
    QVERIFY(missing({{u"cert_no"_qs, u"H00000001"_qs}}).contains(u"sex"_qs));
}

// Whoever answers page by page is never led back to a page by a later answer.
// As many as each of its services takes, with all that any of them asks of each; where the way branches, one.
void ChainFormTest::peopleOfAChain()
{
    const QStringList hire{u"employment-registration-unit"_qs, u"labour-filing-hire"_qs,
                           u"social-insurance-enrolment"_qs};
    const hall::Chain &three = *catalogue().chain(u"three-in-one"_qs);
    const Service whole = hall::mergedService(catalogue(), three, hire);
    QCOMPARE(whole.batch.most, 200);
    for (const QString &id : hire) {
        for (const QString &column : catalogue().service(id)->batch.columns) {
            QCOMPARE(whole.batch.columns.count(column), 1);
        }
    }
    QCOMPARE(hall::mergedService(catalogue(), three, {}).batch.most, 0);
    QCOMPARE(hall::mergedService(catalogue(), three, hire + QStringList{u"vacancy-posting"_qs}).batch.most, 0);
    hall::Chain branching = three;
    branching.links.last().onlyIf = catalogue().chain(u"unemployed"_qs)->links.last().onlyIf;
    QVERIFY(branching.links.constLast().onlyIf.has_value());
    QCOMPARE(hall::mergedService(catalogue(), branching, hire).batch.most, 0);
}

// A paper lies under the camera once; what any of the services reads of it is read for the form of all.
void ChainFormTest::papersAreReadForAll()
{
    const hall::Chain &three = *catalogue().chain(u"three-in-one"_qs);
    const QString contract = u"labour-contract"_qs;
    const auto readOf = [&contract](const Service &service) {
        QStringList fields;
        for (const hall::ServiceMaterial &paper : service.materials) {
            fields += paper.id == contract ? paper.reads : QStringList();
        }
        fields.sort();
        return fields;
    };
    QStringList all;
    QSet<qsizetype> counts;
    for (const QString &id : three.services()) {
        const QStringList own = readOf(*catalogue().service(id));
        QVERIFY2(!own.isEmpty(), qPrintable(id));
        counts.insert(own.size());
        all += own;
    }
    QVERIFY(counts.size() > 1);  // they do not read the same
    all.sort();
    all.removeDuplicates();
    QCOMPARE(readOf(hall::mergedService(catalogue(), three, three.services())), all);
}

void ChainFormTest::whatDecidesIsAskedBefore()
{
    const auto decidedBy = [](const hall::FormField &field) {
        return (field.visibleIf ? field.visibleIf->facts() : QStringList()) +
               (field.requiredIf ? field.requiredIf->facts() : QStringList());
    };
    int decided = 0;
    for (const hall::Chain &chain : catalogue().chains()) {
        const Service whole = hall::mergedService(catalogue(), chain, chain.services());
        QHash<QString, hall::FormField> fields;
        for (const hall::FormPage &page : whole.online.pages) {
            for (const hall::FormField &field : page.fields) {
                fields.insert(field.id, field);
            }
        }
        const QStringList order = whole.online.fieldIds();
        for (const QString &id : order) {
            for (const QString &on : decidedBy(fields[id])) {
                if (!fields.contains(on) || fields[on].readonly || decidedBy(fields[on]).contains(id)) {
                    continue;
                }
                ++decided;
                QVERIFY2(order.indexOf(on) < order.indexOf(id),
                         qPrintable(chain.id + u": "_qs + on + u" after "_qs + id));
            }
        }
    }
    QVERIFY(decided > 10);
}

QTEST_GUILESS_MAIN(ChainFormTest)
#include "tst_chainform.moc"
