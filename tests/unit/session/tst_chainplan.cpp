// SPDX-License-Identifier: GPL-3.0-or-later
// Which services of a chain take part for what is known, what is offered, and that it leaves the same payloads.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/chainform.h"
#include "app/catalogue/formengine.h"
#include "app/session/chainplan.h"

#include <QTest>

using namespace hall;

namespace {

const QDate today(2026, 11, 26);

const Catalogue &catalogue()
{
    static const LoadedCatalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"));
    return loaded.catalogue;
}

using State = ChainPart::State;

QHash<QString, State> states(const char *chain, const Facts &facts)
{
    QHash<QString, State> found;
    for (const ChainPart &part : chainParts(catalogue(), *catalogue().chain(QLatin1String(chain)), facts, today)) {
        found.insert(part.service->id, part.state);
    }
    return found;
}

}  // namespace

class TestChainPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBranchFollowsTheAnswers();
    void whoCannotApplyIsLeftOut();
    void aQueryFilesNothing();
    void anothersPartIsTheirs();
    void seenFieldsAreNotAskedAgain();
    void threeInOneFromAnyOfThem();
};

void TestChainPlan::theBranchFollowsTheAnswers()
{
    const QString benefit = u"unemployment-benefit"_qs;
    QCOMPARE(states("unemployed", {}).value(benefit), State::Open);  // unknown is not yet
    QCOMPARE(states("unemployed", {}).value(u"unemployment-registration"_qs), State::Taken);
    const Facts claims{{u"claim_flag"_qs, true},
                       {u"paid_months"_qs, qlonglong(60)},
                       {u"unemp_reason"_qs, u"21"_qs},
                       {u"job_intent"_qs, u"1"_qs}};
    QCOMPARE(states("unemployed", claims).value(benefit), State::Taken);
    QCOMPARE(states("unemployed", claims).value(u"job-seeking"_qs), State::Taken);
    QCOMPARE(states("unemployed", {{u"claim_flag"_qs, false}}).value(benefit), State::NotCalled);
}

void TestChainPlan::whoCannotApplyIsLeftOut()
{
    const Facts pensioner{{u"claim_flag"_qs, true},
                          {u"paid_months"_qs, qlonglong(60)},
                          {u"unemp_reason"_qs, u"21"_qs},
                          {u"job_intent"_qs, u"1"_qs},
                          {u"pensioner_flag"_qs, true}};
    Chain chain = *catalogue().chain(u"unemployed"_qs);
    const auto parts = chainParts(catalogue(), chain, pensioner, today);
    QCOMPARE(parts[0].state, State::Refused);
    QVERIFY(parts[0].refusal && !parts[0].refusal->message.zh.isEmpty());
    QVERIFY(chainGoesOn(chain, parts));  // the rest does
    QVERIFY(eligibility(chainService(catalogue(), chain, parts, {}), pensioner, today).answer != Tri::No);
    chain.atomic = Chain::Atomic::All;
    QVERIFY(!chainGoesOn(chain, parts));
    QCOMPARE(eligibility(chainService(catalogue(), chain, parts, {}), pensioner, today).answer, Tri::No);
}

void TestChainPlan::aQueryFilesNothing()
{
    const Chain &chain = *catalogue().chain(u"card"_qs);
    const auto nothing = chainParts(catalogue(), chain, {}, today);
    QCOMPARE(nothing[0].state, State::Asked);
    QVERIFY(!chainGoesOn(chain, nothing));
    const Facts lost{{u"card_state"_qs, u"2"_qs}};
    const auto parts = chainParts(catalogue(), chain, lost, today);
    QCOMPARE(states("card", lost).value(u"si-card-loss"_qs), State::Taken);
    QCOMPARE(states("card", lost).value(u"si-card-pin"_qs), State::NotCalled);
    const Service whole = chainService(catalogue(), chain, parts, {});
    QVERIFY(whole.online.fieldIds().contains(u"card_state"_qs));
    QVERIFY(!whole.offlineAllowed);
}

// What the employer files is nothing of a person's visit, and the worker's card nothing of a clerk's: they are named,
// unless the branch certainly does not call for them, and add neither a page nor a paper.
void TestChainPlan::anothersPartIsTheirs()
{
    const QString termination = u"labour-filing-termination"_qs;
    QCOMPARE(states("leave", {}).value(termination), State::Theirs);
    QCOMPARE(states("leave", {{u"job_end_recorded"_qs, true}}).value(termination), State::NotCalled);
    QCOMPARE(states("hire", {}).value(u"si-card-status"_qs), State::Theirs);
    const Chain &hire = *catalogue().chain(u"hire"_qs);
    const Service whole = chainService(catalogue(), hire, chainParts(catalogue(), hire, {}, today), {});
    QVERIFY(!whole.online.fieldIds().contains(u"card_state"_qs));
    QVERIFY(whole.batch.most > 1);
}

void TestChainPlan::seenFieldsAreNotAskedAgain()
{
    const Chain &chain = *catalogue().chain(u"unemployed"_qs);
    const Facts facts{{u"job_intent"_qs, u"1"_qs}};
    const auto fields = catalogue().service(u"unemployment-registration"_qs)->online.fieldIds();
    const QSet<QString> seen(fields.begin(), fields.end());
    const Service whole = chainService(catalogue(), chain, chainParts(catalogue(), chain, facts, today), seen);
    for (const FormPage &page : whole.online.pages) {
        const bool first = seen.contains(page.fields.constFirst().id);
        for (const FormField &field : page.fields) {
            QCOMPARE(seen.contains(field.id), first);
        }
    }
    QStringList all = whole.online.fieldIds();
    const qsizetype count = all.size();
    all.removeDuplicates();
    QCOMPARE(all.size(), count);
}

void TestChainPlan::threeInOneFromAnyOfThem()
{
    const Chain &three = *catalogue().chain(u"three-in-one"_qs);
    const Facts facts{{u"name"_qs, u"张测试"_qs}, {u"cert_no"_qs, u"37020019900307006X"_qs}};
    QVector<QVector<Facts>> payloads;
    for (const QString &begun : three.services()) {
        const Chain *offered = chainOffered(catalogue(), *catalogue().service(begun));
        QVERIFY(offered && offered->id == three.id);
        const auto parts = chainParts(catalogue(), *offered, facts, today);
        const Service whole = chainService(catalogue(), *offered, parts, {});
        const Facts confirmed = answers(whole, FormKind::Online, facts, today);
        QVector<Facts> set;
        for (const ChainPart &part : parts) {
            QCOMPARE(part.state, State::Taken);
            set.append(partAnswers(catalogue(), *part.service, true, confirmed, today));
        }
        QCOMPARE(set.size(), 3);
        payloads.append(set);
    }
    QCOMPARE(payloads[1], payloads[0]);
    QCOMPARE(payloads[2], payloads[0]);
    QVERIFY(!payloads[0][0].isEmpty());
}

QTEST_GUILESS_MAIN(TestChainPlan)
#include "tst_chainplan.moc"
