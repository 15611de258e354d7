// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/derivations.h"
#include "app/catalogue/factjson.h"
#include "app/catalogue/validation.h"

#include <QTest>

using hall::Catalogue;
using hall::Facts;

namespace {

const QDate today(2026, 11, 25);

const Catalogue &catalogue()
{
    static const Catalogue loaded =
        hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

}  // namespace

class ValidationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndValidates_data();
    void readsAndValidates();
    void checksLookAtOtherFacts();
    void creditCode_data();
    void creditCode();
    void creditCodeWithOneWrongCharacter();
    void unknownIsNoError();
    void jsonRoundTrip();
    void jsonOfWrongShapeIsRefused();
    void wiping();
};

void ValidationTest::readsAndValidates_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QVariant>("value");
    const auto good = [](const QString &field, const QString &typed, const QVariant &value) {
        QTest::newRow(qPrintable(field + u" "_qs + typed)) << field << typed << QString() << value;
    };
    const auto bad = [](const QString &field, const QString &typed, const char *error) {
        QTest::newRow(qPrintable(field + u" "_qs + typed))
            << field << typed << QString::fromLatin1(error) << QVariant();
    };
    good(u"mobile"_qs, u"138 0000 0000"_qs, u"13800000000"_qs);
    good(u"mobile"_qs, u"16600000000"_qs, u"16600000000"_qs);
    good(u"mobile"_qs, u"+86 199-0000-0000"_qs, u"19900000000"_qs);
    bad(u"mobile"_qs, u"12800000000"_qs, "not-a-phone");
    bad(u"mobile"_qs, u"1380000000"_qs, "not-a-phone");
    good(u"cert_no"_qs, u"370202199001010007"_qs, u"370202199001010007"_qs);
    good(u"cert_no"_qs, u"H00000001"_qs, u"H00000001"_qs);
    bad(u"cert_no"_qs, u"370202199001010008"_qs, "id-check-digit");
    bad(u"cert_no"_qs, u"37020219900101"_qs, "not-an-id-number");
    good(u"name"_qs, u"阿卜杜拉·买买提"_qs, u"阿卜杜拉·买买提"_qs);
    good(u"name"_qs, u"王䶮"_qs, u"王䶮"_qs);
    good(u"name"_qs, u"李𠅤"_qs, u"李𠅤"_qs);
    good(u"name"_qs, u"CHAN TAI-MAN"_qs, u"CHAN TAI-MAN"_qs);
    bad(u"name"_qs, u"王"_qs, "not-a-name");
    bad(u"name"_qs, u"王5"_qs, "not-a-name");
    bad(u"name"_qs, QString(61, u'王'), "too-long");
    good(u"unemp_date"_qs, u"2026-11-25"_qs, today);
    good(u"unemp_date"_qs, u"2026/9/5"_qs, QDate(2026, 9, 5));
    good(u"unemp_date"_qs, u"20261005"_qs, QDate(2026, 10, 5));
    bad(u"unemp_date"_qs, u"2026-11-26"_qs, "date-in-future");
    bad(u"unemp_date"_qs, u"2026-02-30"_qs, "not-a-date");
    bad(u"unemp_date"_qs, u"yesterday"_qs, "not-a-date");
    good(u"flex_income"_qs, u"2100.5"_qs, qlonglong(210050));
    good(u"flex_income"_qs, u"0"_qs, qlonglong(0));
    bad(u"flex_income"_qs, u"-1"_qs, "amount-negative");
    bad(u"flex_income"_qs, u"2100.505"_qs, "not-an-amount");
    bad(u"flex_income"_qs, u"2,100"_qs, "not-an-amount");
    good(u"unemp_reason"_qs, u"24"_qs, u"24"_qs);
    bad(u"unemp_reason"_qs, u"25"_qs, "not-in-list");
    good(u"residence_region"_qs, u"370211"_qs, u"370211"_qs);
    good(u"hukou_region"_qs, u"530102"_qs, u"530102"_qs);
    bad(u"hukou_region"_qs, u"990101"_qs, "not-a-region");
    bad(u"hukou_region"_qs, u"3702"_qs, "not-a-region");
    good(u"claim_flag"_qs, u"true"_qs, true);
    bad(u"claim_flag"_qs, u"yes"_qs, "not-yes-or-no");
    good(u"emp_cert_no"_qs, u"3702020026000001"_qs, u"3702020026000001"_qs);
    bad(u"emp_cert_no"_qs, u"370202002600000"_qs, "emp-cert-shape");
    good(u"email"_qs, u"a@example.com"_qs, u"a@example.com"_qs);
    bad(u"email"_qs, u"a@example"_qs, "not-an-email");
    good(u"seniority"_qs, u"12"_qs, qlonglong(12));
    bad(u"seniority"_qs, u"1e3"_qs, "not-a-number");
    good(u"first_insured_month"_qs, u"2026-3"_qs, QDate(2026, 3, 1));
    bad(u"first_insured_month"_qs, u"2026-13"_qs, "not-a-date");
    good(u"last_unit"_qs, u"  "_qs, QVariant());
    good(u"bank_account"_qs, u"6222 0000 0000 0000 000"_qs, u"6222000000000000000"_qs);
    bad(u"bank_account"_qs, u"62220000000"_qs, "bank-account-shape");
    bad(u"bank_account"_qs, u"6222-0000-0000"_qs, "bank-account-shape");
    good(u"postcode"_qs, u"266000"_qs, u"266000"_qs);
    bad(u"postcode"_qs, u"26600"_qs, "postcode-shape");
    good(u"unit_phone"_qs, u"0532-00000000"_qs, u"0532-00000000"_qs);
    good(u"unit_phone"_qs, u"13800000000"_qs, u"13800000000"_qs);
    bad(u"unit_phone"_qs, u"00000000"_qs, "telephone-shape");
    bad(u"org_code"_qs, u"MA0000000X"_qs, "organisation-code-shape");
    bad(u"wage"_qs, u"0"_qs, "amount-not-above-zero");
    bad(u"wage"_qs, u"100000000"_qs, "amount-too-large");
    good(u"loan_amount"_qs, u"300000"_qs, qlonglong(30000000));
    bad(u"loan_amount"_qs, u"3000000.01"_qs, "loan-too-large");
    bad(u"insured_subsidy"_qs, u"100000000"_qs, "amount-too-large");
    bad(u"insured_age"_qs, u"15"_qs, "age-16-to-60");
    bad(u"insured_age"_qs, u"61"_qs, "age-16-to-60");
    good(u"insured_age"_qs, u"60"_qs, qlonglong(60));
    bad(u"contract_sign_date"_qs, u"2026-11-26"_qs, "date-in-future");
    bad(u"vacancy_valid_to"_qs, u"2026-11-24"_qs, "date-in-past");
    bad(u"guidance_date"_qs, u"2026-12-26"_qs, "too-far-ahead");
    good(u"guidance_date"_qs, u"2026-12-25"_qs, QDate(2026, 12, 25));
    bad(u"letter_date"_qs, u"2025-11-23"_qs, "letter-too-old");
    bad(u"batch_rows"_qs, u"201"_qs, "batch-too-long");
    bad(u"graduate_year"_qs, u"26"_qs, "year-out-of-range");
}

void ValidationTest::readsAndValidates()
{
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, error);
    QFETCH(QVariant, value);
    const hall::Field *entry = catalogue().field(field);
    QVERIFY(entry);
    const auto read = hall::readTyped(*entry, typed);
    const auto found = read ? hall::validate(catalogue(), *entry, *read, {}, today) : std::optional(read.error());
    QCOMPARE(found.value_or(QString()), error);
    if (error.isEmpty()) {
        QCOMPARE(*read, value);
    }
}

void ValidationTest::checksLookAtOtherFacts()
{
    const hall::Field &date = *catalogue().field(u"unemp_date"_qs);
    const Facts facts{{u"last_end"_qs, QDate(2026, 10, 31)}};
    QCOMPARE(hall::validate(catalogue(), date, QDate(2026, 10, 30), facts, today),
             std::optional(u"date-before-job-end"_qs));
    QCOMPARE(hall::validate(catalogue(), date, QDate(2026, 10, 31), facts, today), std::nullopt);
    const hall::Field &start = *catalogue().field(u"flex_start"_qs);
    const Facts young{{u"birth_date"_qs, QDate(2010, 1, 2)}};
    QCOMPARE(hall::validate(catalogue(), start, QDate(2026, 1, 1), young, today), std::optional(u"under-16-then"_qs));
    QCOMPARE(hall::validate(catalogue(), start, QDate(2026, 1, 2), young, today), std::nullopt);
    const auto error = [](const QString &id, const QVariant &value, const Facts &others) {
        return hall::validate(catalogue(), *catalogue().field(id), value, others, today).value_or(QString());
    };
    const Facts contract{{u"prob_start"_qs, QDate(2026, 1, 1)}, {u"contract_end"_qs, QDate(2026, 12, 31)}};
    QCOMPARE(error(u"prob_end"_qs, QDate(2026, 6, 30), contract), QString());
    QCOMPARE(error(u"prob_end"_qs, QDate(2025, 12, 31), contract), u"end-before-start"_qs);
    QCOMPARE(error(u"prob_end"_qs, QDate(2026, 8, 1), contract), u"probation-too-long"_qs);
    QCOMPARE(error(u"prob_end"_qs, QDate(2027, 1, 1), contract), u"probation-outside-contract"_qs);
    const Facts insured{{u"insured_premium"_qs, 80'00LL}};
    QCOMPARE(error(u"insured_subsidy"_qs, 80'00LL, insured), QString());
    QCOMPARE(error(u"insured_subsidy"_qs, 80'01LL, insured), u"subsidy-over-premium"_qs);
    const Facts own{{u"cert_no"_qs, u"370202199001010007"_qs}, {u"mobile"_qs, u"13800000000"_qs}};
    QCOMPARE(error(u"principal_no"_qs, u"370202199001010007"_qs, own), u"number-is-your-own"_qs);
    QCOMPARE(error(u"principal_no"_qs, u"370211198506150007"_qs, own), QString());
    QCOMPARE(error(u"guardian_phone"_qs, u"13800000000"_qs, own), u"phone-is-your-own"_qs);
    const Facts pay{{u"vacancy_pay_from"_qs, qlonglong(500000)}};
    QCOMPARE(error(u"vacancy_pay_to"_qs, qlonglong(499999), pay), u"range-upside-down"_qs);
    QCOMPARE(error(u"family_able_count"_qs, qlonglong(4), {{u"family_members"_qs, qlonglong(3)}}),
             u"more-than-the-family"_qs);
}

// Both check characters were computed from GB 32100-2015; the codes belong to nobody.
void ValidationTest::creditCode_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("error");
    const auto row = [](const QString &typed, const char *error) {
        QTest::newRow(qPrintable(typed)) << typed << QString::fromLatin1(error);
    };
    row(u"91370200000000000Y"_qs, "");
    row(u"91370200MA00000002"_qs, "");
    row(u" 91370200ma0000 0002 "_qs, "");
    row(u"91370200000000000X"_qs, "credit-code-check");
    row(u"913702000000000000"_qs, "credit-code-check");
    row(u"91370200MA00000003"_qs, "credit-code-check");
    row(u"91370200AM00000002"_qs, "credit-code-check");
    row(u"91370200MA0000002"_qs, "credit-code-shape");
    row(u"91370200MA000000021"_qs, "too-long");
    row(u"91370200MAO0000002"_qs, "credit-code-shape");
    row(u"9137O200MA00000002"_qs, "credit-code-shape");
}

void ValidationTest::creditCode()
{
    QFETCH(QString, typed);
    QFETCH(QString, error);
    const hall::Field &field = *catalogue().field(u"uscc"_qs);
    const auto value = hall::readTyped(field, typed);
    QVERIFY(value);
    QCOMPARE(hall::validate(catalogue(), field, *value, {}, today).value_or(QString()), error);
    if (error.isEmpty()) {
        QCOMPARE(value->toString().size(), 18);
        QCOMPARE(hall::deriveValue(u"region_of_credit_code"_qs, {*value}, today), QVariant(u"370200"_qs));
    }
}

// The modulus is prime and no weight is a multiple of it: one wrong character never passes.
void ValidationTest::creditCodeWithOneWrongCharacter()
{
    const hall::Field &field = *catalogue().field(u"uscc"_qs);
    const QString right = u"91370200MA00000002"_qs;
    for (qsizetype i = 0; i < right.size(); ++i) {
        for (const QChar other : u"0123456789ABCDEFGHJKLMNPQRTUWXY"_qs) {
            QString wrong = right;
            wrong[i] = other;
            QCOMPARE(hall::validate(catalogue(), field, wrong, {}, today).has_value(), wrong != right);
        }
    }
}

void ValidationTest::unknownIsNoError()
{
    for (const hall::Field &field : catalogue().fields()) {
        QCOMPARE(hall::validate(catalogue(), field, QVariant(), {}, today), std::nullopt);
    }
}

void ValidationTest::jsonRoundTrip()
{
    const Facts facts{{u"name"_qs, u"李𠅤"_qs},
                      {u"birth_date"_qs, QDate(1990, 1, 1)},
                      {u"claim_flag"_qs, false},
                      {u"flex_income"_qs, qlonglong(210050)},
                      {u"first_insured_month"_qs, QDate(2026, 3, 1)},
                      {u"seniority"_qs, qlonglong(3)}};
    const QJsonObject json = hall::factsToJson(catalogue(), facts);
    QCOMPARE(json[u"birth_date"].toString(), u"1990-01-01"_qs);
    QCOMPARE(json[u"first_insured_month"].toString(), u"2026-03"_qs);
    QCOMPARE(json[u"flex_income"].toInteger(), 210050);
    QCOMPARE(hall::factsFromJson(catalogue(), json), facts);
}

void ValidationTest::jsonOfWrongShapeIsRefused()
{
    const QJsonObject json{{u"birth_date"_qs, u"1990"_qs},
                           {u"claim_flag"_qs, 1},
                           {u"flex_income"_qs, 21.5},
                           {u"name"_qs, 5},
                           {u"nobody"_qs, u"x"_qs},
                           {u"mobile"_qs, QJsonValue::Null},
                           {u"sex"_qs, u"2"_qs}};
    QStringList refused;
    const Facts facts = hall::factsFromJson(catalogue(), json, &refused);
    QCOMPARE(facts, Facts({{u"sex"_qs, u"2"_qs}}));
    refused.sort();
    QCOMPARE(refused, QStringList({u"birth_date"_qs, u"claim_flag"_qs, u"flex_income"_qs, u"name"_qs, u"nobody"_qs}));
}

void ValidationTest::wiping()
{
    const QString name = QString::fromLatin1("Zhang San");
    const Facts keeper{{u"name"_qs, name}};
    Facts facts{{u"name"_qs, name}, {u"claim_flag"_qs, true}};
    hall::wipeFacts(facts);
    QVERIFY(facts.isEmpty());
    QCOMPARE(keeper.value(u"name"_qs).toString(), u"Zhang San"_qs);
}

QTEST_GUILESS_MAIN(ValidationTest)
#include "tst_validation.moc"
