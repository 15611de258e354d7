// SPDX-License-Identifier: GPL-3.0-or-later
// What is one person's and what is the unit's in a case about several: the delivered services, what a file may get
// wrong, and that two people of a chain stay two in what each of its services hands in.
#include "app/catalogue/batchtable.h"
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/chainform.h"
#include "app/catalogue/eachperson.h"
#include "app/catalogue/formengine.h"
#include "tests/unit/catalogue/cataloguecopy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using hall::CatalogueCopy;
using hall::Facts;
using hall::FormKind;
using hall::Service;

namespace {

const QDate today(2026, 11, 26);
const QStringList kHire{u"employment-registration-unit"_qs, u"labour-filing-hire"_qs, u"social-insurance-enrolment"_qs};

const hall::LoadedCatalogue &delivered()
{
    static const hall::LoadedCatalogue loaded = hall::loadCatalogue(hall::realCatalogue());
    return loaded;
}

const hall::Catalogue &catalogue()
{
    return delivered().catalogue;
}

const Service &service(const QString &id)
{
    static const Service none;
    const Service *found = catalogue().service(id);
    return found ? *found : none;
}

// What the unit says once, and what is known of each of its two new workers.
Facts unit()
{
    return {{u"uscc"_qs, u"91370202MA3DEM001A"_qs},        {u"unit_no"_qs, u"370202000001"_qs},
            {u"unit_name"_qs, u"青岛示例机械有限公司"_qs}, {u"handler_name"_qs, u"李演示"_qs},
            {u"handler_phone"_qs, u"13900000005"_qs},      {u"remark"_qs, u"两人同日到岗"_qs}};
}

Facts first()
{
    return {{u"cert_no"_qs, u"37020019900307006X"_qs},
            {u"name"_qs, u"张测试"_qs},
            {u"major"_qs, u"08"_qs},
            {u"marital"_qs, u"10"_qs},
            {u"political"_qs, u"13"_qs},
            {u"voc_qual_level"_qs, u"3"_qs},
            {u"voc_cert_no"_qs, u"S000000000001"_qs},
            {u"person_category"_qs, u"01"_qs},
            {u"health"_qs, u"10"_qs},
            {u"prof_title"_qs, u"2"_qs},
            {u"cert_valid_to"_qs, QDate(2036, 1, 1)},
            {u"service_start"_qs, QDate(2026, 12, 1)}};
}

Facts second()
{
    Facts person = first();
    person[u"cert_no"_qs] = u"370200197208080035"_qs;
    person[u"name"_qs] = u"王示例"_qs;
    person[u"marital"_qs] = u"20"_qs;
    person[u"voc_qual_level"_qs] = u"5"_qs;
    person[u"voc_cert_no"_qs] = u"S000000000002"_qs;
    person[u"health"_qs] = u"20"_qs;
    person[u"prof_title"_qs] = u"4"_qs;
    person[u"cert_valid_to"_qs] = QDate(2030, 6, 30);
    person[u"service_start"_qs] = QDate(2027, 1, 1);
    return person;
}

bool contains(const QVector<hall::Defect> &defects, const QString &file, const QString &path)
{
    return std::any_of(defects.begin(), defects.end(),
                       [&](const hall::Defect &one) { return one.file == file && one.path == path; });
}

}  // namespace

class EachPersonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDeliveredOnes();
    void whatIsWhose_data();
    void whatIsWhose();
    void pageWithAColumn();
    void takenOneAtATime();
    void twoSortsInOneService();
    void twoSortsInTwoServices();
    void chainKeepsThemApart();
    void pagesOfOneNameStayApart();
    void twoPeopleStayTwo();
    void tablesMayTellMore();
};

// Nothing is one person's in one service and the unit's in another.
void EachPersonTest::theDeliveredOnes()
{
    QCOMPARE(hall::listed(delivered().defects), QString());
    QCOMPARE(hall::listed(hall::mixedPages(catalogue().services())), QString());
}

void EachPersonTest::whatIsWhose_data()
{
    QTest::addColumn<QString>("in");
    QTest::addColumn<QStringList>("each");
    QTest::addColumn<QStringList>("once");
    QTest::newRow("registration") << kHire[0]
                                  << QStringList{u"major"_qs,          u"political"_qs,   u"marital"_qs,
                                                 u"voc_qual_level"_qs, u"voc_cert_no"_qs, u"person_category"_qs,
                                                 u"emp_cert_no"_qs,    u"school"_qs,      u"prob_end"_qs}
                                  << QStringList{u"uscc"_qs, u"handler_phone"_qs, u"remark"_qs};
    QTest::newRow("filing") << kHire[1] << QStringList{u"service_start"_qs, u"seniority"_qs, u"contract_term"_qs}
                            << QStringList{u"unit_address"_qs, u"handler_name"_qs, u"remark"_qs};
    QTest::newRow("insurance") << kHire[2] << QStringList{u"cert_valid_from"_qs, u"cert_valid_to"_qs, u"education"_qs,
                                                          u"marital"_qs,         u"health"_qs,        u"prof_title"_qs,
                                                          u"voc_qual_level"_qs,  u"veteran_flag"_qs,  u"email"_qs,
                                                          u"hukou_book_no"_qs}
                               << QStringList{u"unit_no"_qs, u"reg_region"_qs, u"remark"_qs};
    QTest::newRow("termination") << u"labour-filing-termination"_qs << QStringList{u"term_detail"_qs}
                                 << QStringList{u"uscc"_qs, u"remark"_qs};
    QTest::newRow("graduates") << u"graduate-hire-subsidy"_qs << QStringList{u"school"_qs, u"enjoyed_months"_qs}
                               << QStringList{u"subsidy_from"_qs, u"subsidy_people"_qs, u"payee_account"_qs};
    QTest::newRow("interns") << u"internship-subsidy"_qs << QStringList{u"intern_start"_qs}
                             << QStringList{u"intern_count"_qs, u"subsidy_amount"_qs, u"remark"_qs};
    QTest::newRow("trainees") << u"training-subsidy-institution"_qs << QStringList{u"train_cert_no"_qs}
                              << QStringList{u"train_job"_qs, u"subsidy_people"_qs, u"subsidy_amount"_qs};
}

void EachPersonTest::whatIsWhose()
{
    QFETCH(QString, in);
    QFETCH(QStringList, each);
    QFETCH(QStringList, once);
    const Service &one = service(in);
    for (const QString &id : each) {
        QVERIFY2(hall::isOfEach(one, id), qPrintable(id));
    }
    for (const QString &id : once) {
        QVERIFY2(one.online.fieldIds().contains(id), qPrintable(id));
        QVERIFY2(!hall::isOfEach(one, id), qPrintable(id));
    }
}

// A page that asks a column says nothing and is one person's all the same; what it asks beside may stand in a table.
void EachPersonTest::pageWithAColumn()
{
    Service one = service(kHire[0]);
    one.batch.columns = {u"cert_no"_qs};
    for (hall::FormPage &page : one.online.pages) {
        page.each = false;
    }
    hall::settleEach(one, catalogue().fields());
    QStringList pages;
    for (const hall::FormPage &page : one.online.pages) {
        pages += page.each ? QStringList{page.id} : QStringList();
    }
    QCOMPARE(pages, QStringList{u"worker"_qs});
    QVERIFY(one.batch.also.contains(u"name"_qs));
    QVERIFY(!one.batch.also.contains(u"birth_date"_qs));  // it follows from the number
    one.batch.most = 0;
    hall::settleEach(one, catalogue().fields());
    QVERIFY(one.batch.also.isEmpty() && !hall::isOfEach(one, u"name"_qs));
}

void EachPersonTest::takenOneAtATime()
{
    const CatalogueCopy copy;
    copy.change(u"services/flexible-registration.json"_qs, "\"fields\": [", "\"each\": true, \"fields\": [");
    QVERIFY(contains(hall::loadCatalogue(copy.folder()).defects, u"services/flexible-registration.json"_qs,
                     u"/forms/online/pages/0/each"_qs));
}

// A copy in which flexible registration is a unit's service for several: its first page is about one person each.
void EachPersonTest::twoSortsInOneService()
{
    const CatalogueCopy copy;
    const QString name = u"services/flexible-registration.json"_qs;
    QJsonObject json = QJsonDocument::fromJson(copy.read(name)).object();
    json[u"batch"] = QJsonObject{{u"most"_qs, 5}, {u"columns"_qs, QJsonArray{u"cert_no"_qs}}};
    copy.write(name, QJsonDocument(json).toJson());
    QCOMPARE(hall::listed(hall::loadCatalogue(copy.folder()).defects), QString());
    QJsonObject forms = json[u"forms"].toObject();
    QJsonObject offline = forms[u"offline"].toObject();
    QJsonArray pages = offline[u"pages"].toArray();
    const QJsonObject page{{u"id"_qs, u"other"_qs},
                           {u"title"_qs, QJsonObject{{u"zh"_qs, u"其他"_qs}, {u"en"_qs, u"Other"_qs}}},
                           {u"fields"_qs, QJsonArray{QJsonObject{{u"id"_qs, u"ethnicity"_qs}}}}};
    pages.append(page);
    offline[u"pages"] = pages;
    forms[u"offline"] = offline;
    json[u"forms"] = forms;
    copy.write(name, QJsonDocument(json).toJson());
    const auto defects = hall::loadCatalogue(copy.folder()).defects;
    const bool told = std::any_of(defects.begin(), defects.end(), [&](const hall::Defect &one) {
        return one.file == name && one.path.startsWith(u"/forms/online/pages/"_qs) &&
               one.reason.contains(u"ethnicity"_qs);
    });
    QVERIFY2(told, qPrintable(hall::listed(defects)));
}

void EachPersonTest::twoSortsInTwoServices()
{
    QMap<QString, Service> services{{kHire[0], service(kHire[0])}, {kHire[2], service(kHire[2])}};
    QVERIFY(hall::mixedPages(services).isEmpty());
    Service &mixed = services[kHire[0]];
    for (hall::FormPage &page : mixed.online.pages) {
        page.each = page.each && page.id != u"skills"_qs;
    }
    const auto told = hall::mixedPages(services);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told[0].file, u"services/social-insurance-enrolment.json"_qs);
    QVERIFY(told[0].reason.contains(u"voc_qual_level"_qs) && told[0].reason.contains(kHire[0]));
}

// Every question of the chain's one form is whose it is in the service's own, online and offline.
void EachPersonTest::chainKeepsThemApart()
{
    const Service whole = hall::mergedService(catalogue(), *catalogue().chain(u"three-in-one"_qs), kHire);
    int each = 0;
    for (const QString &id : kHire) {
        for (const auto kind : {FormKind::Online, FormKind::Offline}) {
            for (const hall::FormPage &own : hall::formOf(service(id), kind).pages) {
                for (const hall::FormField &use : own.fields) {
                    for (const hall::FormPage &page : hall::formOf(whole, kind).pages) {
                        const bool here = std::any_of(page.fields.begin(), page.fields.end(),
                                                      [&use](const auto &other) { return other.id == use.id; });
                        QVERIFY2(!here || page.each == own.each, qPrintable(id + u' ' + use.id));
                        each += here && page.each ? 1 : 0;
                    }
                }
            }
        }
    }
    QVERIFY(each > 80);
    for (const hall::FormPage &page : hall::visiblePages(whole, FormKind::Online, unit(), today)) {
        QCOMPARE(page.each, hall::isOfEach(whole, page.fields.constFirst().id));
    }
}

void EachPersonTest::pagesOfOneNameStayApart()
{
    hall::CatalogueData data = catalogue().data();
    for (hall::FormPage &page : data.services[kHire[0]].online.pages) {
        page.id = page.id == u"remark"_qs ? u"skills"_qs : page.id;  // as the insurance's page about a worker
    }
    data.services[kHire[0]].online.pages.removeIf(
        [](const hall::FormPage &page) { return page.id == u"skills"_qs && page.each; });
    const hall::Catalogue changed(data);
    const Service whole = hall::mergedService(changed, *catalogue().chain(u"three-in-one"_qs), kHire);
    QStringList ids;
    for (const hall::FormPage &page : whole.online.pages) {
        ids.append(page.id);
        const bool remark =
            std::any_of(page.fields.begin(), page.fields.end(), [](const auto &use) { return use.id == u"remark"_qs; });
        QVERIFY(!remark || !page.each);
    }
    QCOMPARE(ids.removeDuplicates(), 0);
    QVERIFY(ids.contains(u"skills"_qs) && ids.contains(u"skills-each"_qs));
}

// What is one person's stays that person's in what each of the three hands in; what is the unit's is the same for both.
void EachPersonTest::twoPeopleStayTwo()
{
    const Service whole = hall::mergedService(catalogue(), *catalogue().chain(u"three-in-one"_qs), kHire);
    QHash<QString, int> apart;
    for (const QString &id : kHire) {
        QVector<Facts> handed;
        for (const Facts &person : {first(), second()}) {
            Facts facts = unit();
            for (auto it = person.cbegin(); it != person.cend(); ++it) {
                QVERIFY2(hall::isOfEach(whole, it.key()), qPrintable(it.key()));
                facts.insert(it.key(), *it);
            }
            handed.append(hall::partAnswers(catalogue(), service(id), true, facts, today));
        }
        for (auto it = handed[0].cbegin(); it != handed[0].cend(); ++it) {
            const QString &field = it.key();
            if (hall::isOfEach(service(id), field)) {
                QCOMPARE(handed[1].value(field) == *it, second().value(field) == first().value(field) &&
                                                            !field.startsWith(u"birth"_qs) && field != u"sex"_qs);
                apart[id] += handed[1].value(field) == *it ? 0 : 1;
            } else {
                QCOMPARE(handed[1].value(field), *it);
            }
        }
    }
    QVERIFY(apart[kHire[0]] >= 5 && apart[kHire[1]] >= 3 && apart[kHire[2]] >= 6);
}

// What a page about a person asks beside the columns may be a column; a table without it is as good.
void EachPersonTest::tablesMayTellMore()
{
    const Service &one = service(kHire[2]);
    const QStringList row{u"111"_qs,        u"37020019900307006X"_qs,
                          u"张测试"_qs,     u"13900000001"_qs,
                          u"某路1号"_qs,    u"10"_qs,
                          u"某路1号"_qs,    u"2010-07"_qs,
                          u""_qs,           u"2010-08"_qs,
                          u"2026-11-20"_qs, u"1"_qs,
                          u"4500"_qs};
    QCOMPARE(row.size(), one.batch.columns.size());
    const auto plain = hall::readPeople(catalogue(), one, {one.batch.columns, row}, {1, 2}, today);
    const QStringList heading = one.batch.columns + QStringList{u"婚姻状况"_qs, u"health"_qs};
    const auto more = hall::readPeople(catalogue(), one, {heading, row + QStringList{u"20"_qs, u""_qs}}, {1, 2}, today);
    QCOMPARE(more.unknown, QStringList());
    QCOMPARE(more.columns.size(), one.batch.columns.size() + 2);
    QCOMPARE(more.people.constFirst().value(u"marital"_qs).toString(), u"20"_qs);
    QVERIFY(!more.people.constFirst().contains(u"health"_qs));
    QCOMPARE(more.errors, plain.errors);
    const auto wrong = hall::readPeople(catalogue(), one, {heading, row + QStringList{u"?"_qs, u""_qs}}, {1, 2}, today);
    QVERIFY(wrong.errors.contains(hall::BatchError{1, 2, u"marital"_qs, u"not-in-list"_qs}));
    QVERIFY(!one.batch.also.contains(u"cert_valid_to"_qs));  // only a card says it
}

QTEST_GUILESS_MAIN(EachPersonTest)
#include "tst_eachperson.moc"
