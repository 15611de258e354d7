// SPDX-License-Identifier: GPL-3.0-or-later
// Every field of the dictionary that ships says what it is in everyday words and aloud, has the keyboard and the table
// of its type, and guards what must be guarded; every table says where it comes from and can be searched.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/derivations.h"
#include "app/catalogue/validation.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using hall::Catalogue;
using hall::CodeRow;
using hall::CodeTable;
using hall::Field;
using hall::FieldType;
using hall::KeyboardKind;

namespace {

const QDate today(2026, 11, 25);
constexpr qsizetype shortestSearched = 25;  // rows from which a table is searched by its initials

const Catalogue &catalogue()
{
    static const Catalogue loaded =
        hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

qsizetype characters(const QString &text)
{
    return static_cast<qsizetype>(text.toUcs4().size());
}

QString where(const Field &field, const QString &text)
{
    return field.id + u": "_qs + text;
}

QString initialsOf(const QString &table, const QString &code)
{
    const CodeRow *row = catalogue().table(table)->find(code);
    return row ? row->initials : QString();
}

QString initialsOfText(const QString &table, const QString &zh)
{
    for (const CodeRow &row : catalogue().table(table)->rows()) {
        if (row.text.zh == zh) {
            return row.initials;
        }
    }
    return {};
}

}  // namespace

class DictionaryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsExplained();
    void everyFieldCanBeSaidAloud();
    void noFieldSaysTheSameTwice();
    void chineseNeedsNoLatin();
    void keyboardFitsTheType();
    void everyChoiceHasItsTable();
    void everyBasisIsNamed();
    void numbersOfPeopleAreMasked();
    void amountsAndNumbersHaveBounds();
    void whatDecidesMoneyIsConfirmed();
    void everyTableSaysItsBasis();
    void longTablesCanBeSearched();
    void initialsKnowTheirReadings();
    void everyTableBeginsWithTheUsualAnswers();
    void citiesOfShandong();
    void standardsAreComplete();
    void terminationNamesItsArticle();
    void rowsEndWithTheirValidity();
    void tableBoundsRowsWithoutTheirOwn();
    void derivations();
};

void DictionaryTest::everyFieldIsExplained()
{
    QVERIFY(catalogue().fields().size() >= 340);
    for (const Field &field : catalogue().fields()) {
        QVERIFY2(!field.plain.zh.isEmpty() && characters(field.plain.zh) <= 30,
                 qPrintable(where(field, field.plain.zh)));
        QVERIFY2(!field.plain.en.isEmpty() && characters(field.plain.en) <= 80,
                 qPrintable(where(field, field.plain.en)));
        QVERIFY2(field.plain.zh.endsWith(u'。'), qPrintable(where(field, field.plain.zh)));
        QVERIFY2(field.plain.en.endsWith(u'.'), qPrintable(where(field, field.plain.en)));
    }
}

// A voice reads it: nothing that must be spelt out.
void DictionaryTest::everyFieldCanBeSaidAloud()
{
    static const QRegularExpression inChinese(u"[0-9A-Za-z]"_qs);
    static const QRegularExpression inEnglish(u"[0-9]|\\p{Lu}{2}|\\p{Han}"_qs);
    for (const Field &field : catalogue().fields()) {
        QVERIFY2(!field.spoken.zh.isEmpty() && characters(field.spoken.zh) <= 40,
                 qPrintable(where(field, field.spoken.zh)));
        QVERIFY2(!field.spoken.en.isEmpty() && characters(field.spoken.en) <= 40,
                 qPrintable(where(field, field.spoken.en)));
        QVERIFY2(!field.spoken.zh.contains(inChinese), qPrintable(where(field, field.spoken.zh)));
        QVERIFY2(!field.spoken.en.contains(inEnglish), qPrintable(where(field, field.spoken.en)));
    }
}

void DictionaryTest::noFieldSaysTheSameTwice()
{
    const auto bare = [](const QString &text) {
        static const QRegularExpression marks(u"[^\\p{L}\\p{N}]"_qs);
        return text.toLower().remove(marks);
    };
    for (const Field &field : catalogue().fields()) {
        for (const QString &language : {u"zh_CN"_qs, u"en"_qs}) {
            const QString label = bare(field.label.in(language));
            const QString plain = bare(field.plain.in(language));
            const QString spoken = bare(field.spoken.in(language));
            QVERIFY2(label != plain, qPrintable(where(field, plain)));
            QVERIFY2(label != spoken, qPrintable(where(field, spoken)));
            QVERIFY2(plain != spoken, qPrintable(where(field, spoken)));
        }
    }
}

void DictionaryTest::chineseNeedsNoLatin()
{
    static const QRegularExpression latin(u"[A-Za-z]"_qs);
    for (const Field &field : catalogue().fields()) {
        for (const QString &text : {field.label.zh, field.plain.zh, field.spoken.zh}) {
            QVERIFY2(!text.contains(latin), qPrintable(where(field, text)));
        }
    }
    for (const CodeTable &table : catalogue().tables()) {
        for (const CodeRow &row : table.rows()) {
            QVERIFY2(!row.text.zh.contains(latin), qPrintable(table.id + u' ' + row.text.zh));
        }
    }
    // An address has Latin letters, the last character of an identity number may be an X, a spreadsheet program names
    // the format of a table so when it saves one, and a stick is called so; nothing else needs them.
    for (auto it = catalogue().messages().begin(); it != catalogue().messages().end(); ++it) {
        QString text = it->happened.zh + it->todo.zh;
        text.remove(u"name@example.com"_qs).remove(u"可能是X"_qs).remove(u"CSV"_qs).remove(u"U盘"_qs);
        QVERIFY2(!text.contains(latin), qPrintable(it.key()));
    }
}

void DictionaryTest::keyboardFitsTheType()
{
    using enum KeyboardKind;
    for (const Field &field : catalogue().fields()) {
        QVector<KeyboardKind> fitting{None};
        switch (field.type) {
        case FieldType::Text:
            fitting = {Text, Digits, Identity, Phone};
            break;
        case FieldType::Phone:
            fitting = {Phone};
            break;
        case FieldType::Money:
            fitting = {Money};
            break;
        case FieldType::Number:
            fitting = {Digits};
            break;
        case FieldType::Date:
        case FieldType::Month:
            fitting = {Date};
            break;
        case FieldType::Choice:
        case FieldType::Region:
        case FieldType::Bool:
        case FieldType::Set:
        case FieldType::Image:
        case FieldType::Table:
            break;
        }
        QVERIFY2(fitting.contains(field.keyboard), qPrintable(field.id));
        QCOMPARE(field.shape == hall::Shape::IdentityNumber, field.keyboard == Identity);
        QVERIFY2(field.type != FieldType::Text || field.length > 0, qPrintable(field.id));
    }
}

void DictionaryTest::everyChoiceHasItsTable()
{
    QSet<QString> used{u"region"_qs};
    for (const Field &field : catalogue().fields()) {
        const bool coded = field.type == FieldType::Choice || field.type == FieldType::Set;
        QCOMPARE(coded, !field.codeTable.isEmpty());
        QVERIFY2(!coded || catalogue().table(field.codeTable), qPrintable(field.id));
        if (coded) {
            used.insert(field.codeTable);
        }
    }
    for (const QString &table : catalogue().tables().keys()) {
        QVERIFY2(used.contains(table), qPrintable(table));
    }
}

void DictionaryTest::everyBasisIsNamed()
{
    QFile json(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/dictionary.json"));
    QVERIFY(json.open(QIODevice::ReadOnly));
    const QStringList known = QJsonDocument::fromJson(json.readAll()).object()[u"sources"].toObject().keys();
    for (const Field &field : catalogue().fields()) {
        for (const QString &basis : field.basis) {
            QVERIFY2(known.contains(basis), qPrintable(where(field, basis)));
        }
    }
}

void DictionaryTest::numbersOfPeopleAreMasked()
{
    for (const Field &field : catalogue().fields()) {
        const bool number = field.shape == hall::Shape::IdentityNumber;
        const bool account = field.id.endsWith(u"_account"_qs);
        if (number || account || field.type == FieldType::Phone) {
            QVERIFY2(field.masked, qPrintable(field.id));
            QVERIFY2(field.pii == (field.type == FieldType::Phone ? 1 : 2), qPrintable(field.id));
        }
        QVERIFY2(!field.masked || field.pii > 0, qPrintable(field.id));
        QVERIFY2(field.shape != hall::Shape::PersonName || field.pii > 0, qPrintable(field.id));
    }
}

void DictionaryTest::amountsAndNumbersHaveBounds()
{
    const auto refused = [](const Field &field, qlonglong value) {
        return hall::validate(catalogue(), field, QVariant(value), {}, today).has_value();
    };
    for (const Field &field : catalogue().fields()) {
        if (field.type == FieldType::Money || field.type == FieldType::Number) {
            QVERIFY2(refused(field, -1), qPrintable(field.id));
        }
        // A company's registered capital may be anything.
        if (field.type == FieldType::Money && field.id != u"registered_capital"_qs) {
            QVERIFY2(refused(field, 100'000'000'00), qPrintable(field.id));
        }
    }
}

void DictionaryTest::whatDecidesMoneyIsConfirmed()
{
    for (const char *id : {"bank_code",
                           "bank_account",
                           "pay_method",
                           "payee_kind",
                           "payee_name",
                           "payee_bank",
                           "payee_account",
                           "contribution_bank",
                           "contribution_account",
                           "wage",
                           "contrib_base",
                           "claim_flag",
                           "unemp_date",
                           "unemp_reason",
                           "last_end",
                           "hire_date",
                           "contract_start",
                           "contract_end",
                           "term_date",
                           "term_reason",
                           "benefit_start",
                           "pay_from",
                           "pay_to",
                           "subsidy_from",
                           "subsidy_to",
                           "subsidy_amount",
                           "subsidy_people",
                           "loan_amount",
                           "loan_term",
                           "premium",
                           "insured_premium",
                           "insured_subsidy",
                           "training_fee",
                           "startup_posts",
                           "public_post_start",
                           "public_post_end",
                           "release_date",
                           "principal_no",
                           "guardian_consent_flag"}) {
        const Field *field = catalogue().field(QLatin1String(id));
        QVERIFY2(field && field->confirmEach, id);
    }
}

void DictionaryTest::everyTableSaysItsBasis()
{
    static const QRegularExpression kind(u"^(standard|source|assumed)\\b"_qs);
    for (const CodeTable &table : catalogue().tables()) {
        QVERIFY2(table.basis.contains(kind), qPrintable(table.id + u": "_qs + table.basis));
        QVERIFY2(!table.version.isEmpty() && !table.standard.isEmpty(), qPrintable(table.id));
    }
}

void DictionaryTest::longTablesCanBeSearched()
{
    static const QRegularExpression article(u"（第[0-9]+条）"_qs);
    static const QRegularExpression notHan(u"[^\\x{3400}-\\x{9fff}]"_qs);  // \p{Han} takes the comma of lists in
    QSet<QString> searched;
    for (const CodeTable &table : catalogue().tables()) {
        const bool isLong = table.rows().size() >= shortestSearched;
        for (const CodeRow &row : table.rows()) {
            QString read = row.text.zh;
            const qsizetype length = read.remove(article).remove(notHan).size();
            QVERIFY2(row.initials.size() == (isLong ? length : 0), qPrintable(table.id + u' ' + row.text.zh));
        }
        if (isLong) {
            searched.insert(table.id);
        }
    }
    for (const char *id : {"region", "occupation", "industry", "bank", "ethnicity", "major"}) {
        QVERIFY2(searched.contains(QLatin1String(id)), id);
    }
}

// Characters with several readings.
void DictionaryTest::initialsKnowTheirReadings()
{
    QCOMPARE(initialsOfText(u"occupation"_qs, u"软件工程师"_qs), u"rjgcs"_qs);
    QCOMPARE(initialsOfText(u"occupation"_qs, u"会计"_qs), u"kj"_qs);
    QCOMPARE(initialsOfText(u"occupation"_qs, u"音乐教师"_qs), u"yyjs"_qs);
    QCOMPARE(initialsOfText(u"occupation"_qs, u"物流调度员"_qs), u"wlddy"_qs);
    QCOMPARE(initialsOfText(u"occupation"_qs, u"劳动争议调解员"_qs), u"ldzytjy"_qs);
    QCOMPARE(initialsOf(u"region"_qs, u"500000"_qs), u"cqs"_qs);  // 重庆
    QCOMPARE(initialsOf(u"region"_qs, u"370113"_qs), u"cqq"_qs);  // 长清
    QCOMPARE(initialsOf(u"region"_qs, u"371481"_qs), u"lls"_qs);  // 乐陵
    QCOMPARE(initialsOf(u"region"_qs, u"371722"_qs), u"sx"_qs);   // 单县
    QCOMPARE(initialsOf(u"region"_qs, u"371522"_qs), u"sx"_qs);   // 莘县
    QCOMPARE(initialsOf(u"region"_qs, u"371524"_qs), u"dex"_qs);  // 东阿
    QCOMPARE(initialsOf(u"bank"_qs, u"104"_qs), u"zgyh"_qs);
    QCOMPARE(initialsOf(u"ethnicity"_qs, u"10"_qs), u"cxz"_qs);  // 朝鲜
}

// Seven answers and the way to the others. Levels of a disability and of risk are read in their order.
void DictionaryTest::everyTableBeginsWithTheUsualAnswers()
{
    for (const CodeTable &table : catalogue().tables()) {
        QSet<QString> parents{QString()};
        for (const CodeRow &row : table.rows()) {
            parents.insert(row.parent);
        }
        for (const QString &parent : parents) {
            const QVector<CodeRow> rows = table.choices(parent, today);
            if (rows.size() <= 8 || table.id == u"disability-level"_qs) {
                continue;
            }
            const auto usual = std::count_if(rows.begin(), rows.end(), [](const CodeRow &row) { return !row.seldom; });
            QVERIFY2(usual > 0 && usual <= 7, qPrintable(table.id + u' ' + parent));
        }
    }
}

void DictionaryTest::citiesOfShandong()
{
    const CodeTable &regions = *catalogue().table(u"region"_qs);
    QStringList cities;
    int districts = 0;
    for (const CodeRow &row : regions.rows()) {
        QCOMPARE(row.code.size(), 6);
        if (row.parent == u"370000"_qs && !row.validTo.isValid()) {
            cities << row.code.left(4);
            const QVector<CodeRow> below = regions.choices(row.code, today);
            QVERIFY2(below.size() >= 4, qPrintable(row.text.zh));
            for (const CodeRow &district : below) {
                QCOMPARE(district.code.left(4), row.code.left(4));
            }
            districts += static_cast<int>(below.size());
        }
    }
    QCOMPARE(cities.join(u' '), u"3701 3702 3703 3704 3705 3706 3707 3708 3709 3710 3711 3713 3714 3715 3716 3717"_qs);
    QCOMPARE(districts, 136);
    // Laiwu became a part of Jinan: nobody lives there today, cards from before still say so.
    QVERIFY(regions.choices(u"371200"_qs, today).isEmpty());
    QCOMPARE(catalogue().codeText(u"region"_qs, u"371202"_qs, u"zh_CN"_qs), u"莱城区"_qs);
}

void DictionaryTest::standardsAreComplete()
{
    const auto count = [](const QString &id, const auto &matches) {
        const QVector<CodeRow> &rows = catalogue().table(id)->rows();
        return std::count_if(rows.begin(), rows.end(), matches);
    };
    const auto top = [](const CodeRow &row) { return row.parent.isEmpty(); };
    const auto below = [](const CodeRow &row) { return !row.parent.isEmpty(); };
    QCOMPARE(count(u"industry"_qs, top), 20);
    QCOMPARE(count(u"industry"_qs, below), 97);
    QCOMPARE(count(u"occupation"_qs, top), 8);
    QVERIFY(count(u"occupation"_qs, [](const CodeRow &row) { return row.code.contains(u'x'); }) >= 150);
    QCOMPARE(count(u"ethnicity"_qs, top), 58);
    QVERIFY(count(u"bank"_qs, top) >= 30);
    QCOMPARE(count(u"language"_qs, [](const CodeRow &row) { return row.code != u"0"_qs; }), 20);
    const QStringList kinds{u"110"_qs, u"120"_qs, u"210"_qs, u"310"_qs, u"320"_qs, u"330"_qs,
                            u"340"_qs, u"350"_qs, u"370"_qs, u"410"_qs, u"510"_qs};
    for (const QString &kind : kinds) {
        QVERIFY2(catalogue().table(u"insurance-kind"_qs)->find(kind), qPrintable(kind));
    }
}

void DictionaryTest::terminationNamesItsArticle()
{
    const CodeTable &reasons = *catalogue().table(u"termination-reason"_qs);
    for (const CodeRow &row : reasons.rows()) {
        if (row.code == u"90"_qs) {
            continue;
        }
        const QString article = row.code.left(2);
        QVERIFY2(row.text.zh.endsWith(u"（第%1条）"_qs.arg(article)), qPrintable(row.text.zh));
        QVERIFY2(row.text.en.endsWith(u"(article %1)"_qs.arg(article)) || row.code == u"45"_qs,
                 qPrintable(row.text.en));
        QVERIFY(row.parent.isEmpty() || row.parent == article);
    }
    QCOMPARE(reasons.choices(u"39"_qs, today).size(), 6);
    QCOMPARE(reasons.choices(u"44"_qs, today).size(), 6);
}

// The report card for graduates ended in 2023. Records from before still name it.
void DictionaryTest::rowsEndWithTheirValidity()
{
    const CodeTable &destinations = *catalogue().table(u"graduate-destination"_qs);
    const auto offered = [&](const QDate &on) {
        const QVector<CodeRow> rows = destinations.choices({}, on);
        return std::any_of(rows.begin(), rows.end(), [](const CodeRow &row) { return row.code == u"11"_qs; });
    };
    QVERIFY(offered(QDate(2022, 12, 31)));
    QVERIFY(!offered(QDate(2023, 1, 1)));
    QVERIFY(offered(QDate()));  // nobody knows the day
    QVERIFY(destinations.find(u"11"_qs));
    const Field &field = *catalogue().field(u"dest_kind"_qs);
    QCOMPARE(hall::validate(catalogue(), field, u"11"_qs, {}, today), std::nullopt);
}

void DictionaryTest::tableBoundsRowsWithoutTheirOwn()
{
    CodeTable table;
    table.validFrom = QDate(2026, 1, 1);
    table.validTo = QDate(2026, 12, 31);
    const auto row = [](const QString &code, const QString &zh) {
        CodeRow made;
        made.code = code;
        made.text = {zh, code};
        return made;
    };
    const CodeRow plain = row(u"1"_qs, u"一"_qs);
    CodeRow longer = row(u"2"_qs, u"二"_qs);
    longer.validTo = QDate(2027, 12, 31);
    CodeRow later = row(u"3"_qs, u"三"_qs);
    later.validFrom = QDate(2026, 7, 1);
    table.setRows({plain, longer, later});
    const auto codes = [&](const QDate &on) {
        QString all;
        for (const CodeRow &each : table.choices({}, on)) {
            all += each.code;
        }
        return all;
    };
    QCOMPARE(codes(QDate(2025, 12, 31)), QString());
    QCOMPARE(codes(QDate(2026, 1, 1)), u"12"_qs);
    QCOMPARE(codes(QDate(2026, 7, 1)), u"123"_qs);
    QCOMPARE(codes(QDate(2026, 12, 31)), u"123"_qs);
    QCOMPARE(codes(QDate(2027, 1, 1)), u"2"_qs);
    QCOMPARE(codes(QDate(2028, 1, 1)), QString());
    QCOMPARE(codes(QDate()), u"123"_qs);
}

void DictionaryTest::derivations()
{
    const auto months = [](const QDate &from, const QDate &to) {
        return hall::deriveValue(u"inclusive_months"_qs, {from, to}, today);
    };
    QCOMPARE(months(QDate(2026, 1, 1), QDate(2026, 3, 31)), QVariant(3LL));
    QCOMPARE(months(QDate(2025, 12, 1), QDate(2026, 1, 1)), QVariant(2LL));
    QCOMPARE(months(QDate(2026, 3, 1), QDate(2026, 3, 1)), QVariant(1LL));
    QVERIFY(!months(QDate(2026, 3, 1), QDate(2026, 2, 1)).isValid());
    QVERIFY(!months(QDate(), QDate(2026, 2, 1)).isValid());
    QCOMPARE(hall::deriveValue(u"year_of_date"_qs, {QDate(2024, 6, 30)}, today), QVariant(2024LL));
    QVERIFY(!hall::deriveValue(u"year_of_date"_qs, {QVariant()}, today).isValid());
    QCOMPARE(hall::deriveValue(u"region_of_credit_code"_qs, {u"91370200000000000Y"_qs}, today), QVariant(u"370200"_qs));
    QVERIFY(!hall::deriveValue(u"region_of_credit_code"_qs, {u"9137"_qs}, today).isValid());
}

QTEST_GUILESS_MAIN(DictionaryTest)
#include "tst_dictionary.moc"
