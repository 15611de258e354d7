// SPDX-License-Identifier: GPL-3.0-or-later
// The services, dictionary and tables that ship: complete in both languages, and right at the edges of the law.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/formengine.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using hall::Catalogue;
using hall::Eligibility;
using hall::Facts;
using hall::FormKind;
using hall::Tri;

namespace {

const QDate today(2026, 11, 25);

const Catalogue &catalogue()
{
    static const Catalogue loaded =
        hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

bool isHan(const QString &text)
{
    static const QRegularExpression han(QStringLiteral("\\p{Han}"));
    return text.contains(han);
}

// Every object with "zh" anywhere in a document, with its path.
void collectTexts(const QJsonValue &value, const QString &path, QList<std::pair<QString, QJsonObject>> &texts)
{
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            collectTexts(array[i], path + u'/' + QString::number(i), texts);
        }
    }
    if (!value.isObject()) {
        return;
    }
    const QJsonObject object = value.toObject();
    if (object.contains(u"zh"_qs) || object.contains(u"en"_qs)) {
        texts.append({path, object});
    }
    for (auto it = object.begin(); it != object.end(); ++it) {
        collectTexts(it.value(), path + u'/' + it.key(), texts);
    }
}

// A resident of Qingdao, 36, out of work.
Facts jobless()
{
    return {
        {u"birth_date"_qs, QDate(1990, 1, 1)}, {u"sex"_qs, u"1"_qs},         {u"full_time_student_flag"_qs, false},
        {u"prison_term_flag"_qs, false},       {u"death_flag"_qs, false},    {u"pensioner_flag"_qs, false},
        {u"insured_employee_flag"_qs, false},  {u"business_flag"_qs, false}, {u"residence_region"_qs, u"370202"_qs}};
}

}  // namespace

class ServicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsInBothLanguages_data();
    void everyTextIsInBothLanguages();
    void everyTableReferencedExists();
    void everyErrorHasItsMessage();
    void longTablesBeginWithTheUsualAnswers();
    void noPageSaysTheSameTwice_data();
    void noPageSaysTheSameTwice();
    void aClerkIsNotTakenForTheWorker();
    void chineseHasItsOwnMarks_data();
    void chineseHasItsOwnMarks();
    void moneySaysItsUnit();
    void ethnicityIsComplete();
    void districtsOfQingdao();
    void eligibilityAtTheEdges_data();
    void eligibilityAtTheEdges();
    void householdPlaceNeverDecides();
    void atMostFourFieldsAreTyped();
    void queryService();
    void whatMayBeSentAsksHow();
};

void ServicesTest::everyTextIsInBothLanguages_data()
{
    QTest::addColumn<QString>("file");
    QDirIterator files(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"), {u"*.json"_qs}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (QFileInfo(file).fileName() != u"visited.json"_qs) {  // what visits have shown: no words
            QTest::newRow(qPrintable(QFileInfo(file).fileName())) << file;
        }
    }
}

void ServicesTest::everyTextIsInBothLanguages()
{
    QFETCH(QString, file);
    QFile json(file);
    QVERIFY(json.open(QIODevice::ReadOnly));
    QList<std::pair<QString, QJsonObject>> texts;
    collectTexts(QJsonDocument::fromJson(json.readAll()).object(), {}, texts);
    QVERIFY(!texts.isEmpty());
    for (const auto &[path, text] : texts) {
        if (path.endsWith(u"/guide-and"_qs) || path.endsWith(u"/paper-ways"_qs) || path.endsWith(u"/answer-pair"_qs)) {
            continue;  // signs around and between the parts of a line
        }
        QVERIFY2(isHan(text[u"zh"].toString()), qPrintable(path));
        const QString english = text[u"en"].toString();
        QVERIFY2(!english.trimmed().isEmpty() && !isHan(english), qPrintable(path));
        QVERIFY2(!english.contains(u"TODO"_qs) && english[0] == english[0].toUpper(),
                 qPrintable(path + u": "_qs + english));
    }
}

void ServicesTest::everyTableReferencedExists()
{
    for (const hall::Field &field : catalogue().fields()) {
        QVERIFY2(field.codeTable.isEmpty() || catalogue().table(field.codeTable), qPrintable(field.id));
    }
    for (const hall::Service &service : catalogue().services()) {
        for (const QString &id : service.online.fieldIds() + service.offline.fieldIds() + service.results) {
            const hall::Field *field = catalogue().field(id);
            QVERIFY2(field, qPrintable(id));
            QVERIFY2(field->type != hall::FieldType::Choice || catalogue().table(field->codeTable), qPrintable(id));
        }
    }
    QVERIFY(catalogue().table(u"region"_qs));
}

// A screen shows at most eight answers: seven usual ones and the way to the others.
void ServicesTest::longTablesBeginWithTheUsualAnswers()
{
    QSet<QString> longOnes;
    for (const hall::Service &service : catalogue().services()) {
        for (const hall::Form &form : {service.online, service.offline}) {
            for (const hall::FormPage &page : form.pages) {
                for (const hall::FormField &use : page.fields) {
                    const hall::Field *field = catalogue().field(use.id);
                    const QString id = field->type == hall::FieldType::Region ? u"region"_qs : field->codeTable;
                    const hall::CodeTable *table = id.isEmpty() ? nullptr : catalogue().table(id);
                    const QVector<hall::CodeRow> rows = table ? table->choices(use.under) : QVector<hall::CodeRow>();
                    if (rows.size() <= 8 || id == u"disability-level"_qs) {  // levels are read in their order
                        continue;
                    }
                    longOnes.insert(id);
                    const auto usual =
                        std::count_if(rows.begin(), rows.end(), [](const auto &row) { return !row.seldom; });
                    QVERIFY2(usual > 0 && usual <= 7, qPrintable(id));
                }
            }
        }
    }
    QVERIFY(longOnes.contains(u"unemployment-reason"_qs));
}

void ServicesTest::noPageSaysTheSameTwice_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("zh_CN") << u"zh_CN"_qs;
    QTest::newRow("en") << u"en"_qs;
}

// The heading of a page, the label of a field and its plain words each say something of their own.
void ServicesTest::noPageSaysTheSameTwice()
{
    QFETCH(QString, language);
    const auto bare = [&](const hall::LocalText &text) {
        static const QRegularExpression filler(u"\\b(your|the|you|a|an)\\b|[您的了请]|[^\\p{L}\\p{N}]"_qs);
        return text.in(language).toLower().remove(filler);
    };
    int compared = 0;
    for (const hall::Service &service : catalogue().services()) {
        for (const hall::Form &form : {service.online, service.offline}) {
            for (const hall::FormPage &page : form.pages) {
                for (const hall::FormField &use : page.fields) {
                    const hall::Field *field = catalogue().field(use.id);
                    const QString title = bare(page.title);
                    const QString label = bare(field->label);
                    const QString plain = bare(field->plain);
                    const QString where = service.id + u' ' + page.id + u' ' + use.id;
                    QVERIFY2(title != label, qPrintable(where + u": the heading is the label"_qs));
                    QVERIFY2(title != plain, qPrintable(where + u": the heading is the plain text"_qs));
                    QVERIFY2(label != plain, qPrintable(where + u": the label is the plain text"_qs));
                    ++compared;
                }
            }
        }
    }
    QVERIFY(compared > 30);
}

// On the pages about a worker, what is said aloud and written speaks of the worker: a clerk fills them in.
void ServicesTest::aClerkIsNotTakenForTheWorker()
{
    static const QRegularExpression you(u"您|\\b[Yy]ou(rs?)?\\b"_qs);
    const auto aboutWorker = [](const hall::Service &service, const hall::FormPage &page) {
        return std::any_of(page.fields.begin(), page.fields.end(), [&service](const hall::FormField &use) {
            return use.id == u"cert_no" || service.batch.columns.contains(use.id);
        });
    };
    // What the clerk says himself, whatever page it stands on.
    const QStringList clerks{u"remark"_qs, u"subsidy_amount"_qs, u"occupation"_qs};
    int seen = 0;
    for (const hall::Service &service : catalogue().services()) {
        if (service.applicant != u"employer" && service.applicant != u"institution") {
            continue;
        }
        for (const FormKind kind : {FormKind::Online, FormKind::Offline}) {
            for (const hall::FormPage &page : hall::formOf(service, kind).pages) {
                for (const hall::FormField &use : page.fields) {
                    if (!aboutWorker(service, page) || clerks.contains(use.id)) {
                        continue;
                    }
                    ++seen;
                    const hall::Field &field = *catalogue().field(use.id);
                    for (const hall::LocalText &text : {field.spoken, field.plain}) {
                        QVERIFY2(!text.zh.contains(you), qPrintable(field.id + u' ' + text.zh));
                        QVERIFY2(!text.en.contains(you), qPrintable(field.id + u' ' + text.en));
                    }
                }
            }
        }
    }
    QVERIFY(seen > 60);
}

void ServicesTest::chineseHasItsOwnMarks_data()
{
    everyTextIsInBothLanguages_data();
}

void ServicesTest::chineseHasItsOwnMarks()
{
    static const QRegularExpression narrow(u"\\p{Han}[,:;?!()]|[,:;?!()]\\p{Han}"_qs);
    QFETCH(QString, file);
    QFile json(file);
    QVERIFY(json.open(QIODevice::ReadOnly));
    QList<std::pair<QString, QJsonObject>> texts;
    collectTexts(QJsonDocument::fromJson(json.readAll()).object(), {}, texts);
    for (const auto &[path, text] : texts) {
        QVERIFY2(!text[u"zh"].toString().contains(narrow), qPrintable(path + u": "_qs + text[u"zh"].toString()));
    }
}

void ServicesTest::moneySaysItsUnit()
{
    for (const hall::Field &field : catalogue().fields()) {
        if (field.type == hall::FieldType::Money) {
            QVERIFY2(field.label.in(u"zh_CN"_qs).contains(u"元"_qs), qPrintable(field.id));
            QVERIFY2(field.label.in(u"en"_qs).contains(u"yuan"_qs), qPrintable(field.id));
        }
    }
}

void ServicesTest::everyErrorHasItsMessage()
{
    for (const QString &error : hall::builtInErrors()) {
        QVERIFY2(catalogue().message(error), qPrintable(error));
    }
}

void ServicesTest::ethnicityIsComplete()
{
    const hall::CodeTable *table = catalogue().table(u"ethnicity"_qs);
    QCOMPARE(table->rows().size(), 58);
    QCOMPARE(catalogue().codeText(u"ethnicity"_qs, u"01"_qs, u"zh_CN"_qs), u"汉族"_qs);
    // The characters that lists on the web get wrong.
    QCOMPARE(catalogue().codeText(u"ethnicity"_qs, u"20"_qs, u"zh_CN"_qs), u"傈僳族"_qs);
    QCOMPARE(catalogue().codeText(u"ethnicity"_qs, u"31"_qs, u"zh_CN"_qs), u"达斡尔族"_qs);
    QCOMPARE(catalogue().codeText(u"ethnicity"_qs, u"34"_qs, u"zh_CN"_qs), u"布朗族"_qs);
    QCOMPARE(catalogue().codeText(u"ethnicity"_qs, u"56"_qs, u"en"_qs), u"Jino"_qs);
    QSet<QString> names;
    for (const hall::CodeRow &row : table->rows()) {
        names.insert(row.text.zh);
    }
    QCOMPARE(names.size(), 58);
}

void ServicesTest::districtsOfQingdao()
{
    const QVector<hall::CodeRow> rows = catalogue().table(u"region"_qs)->choices(u"370200"_qs);
    QStringList codes;
    for (const hall::CodeRow &row : rows) {
        codes << row.code;
    }
    QCOMPARE(codes, QStringList({u"370202"_qs, u"370203"_qs, u"370211"_qs, u"370212"_qs, u"370213"_qs, u"370214"_qs,
                                 u"370215"_qs, u"370281"_qs, u"370283"_qs, u"370285"_qs}));
}

void ServicesTest::eligibilityAtTheEdges_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("fact");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<int>("answer");
    QTest::addColumn<int>("clause");  // index of the deciding clause, -1 when all hold
    const auto row = [](const char *name, const QString &service, const QString &fact, const QVariant &value,
                        Tri answer, int clause) {
        QTest::newRow(name) << service << fact << value << static_cast<int>(answer) << clause;
    };
    const QString lost = u"unemployment-registration"_qs;
    const QString flexible = u"flexible-registration"_qs;
    const QString certificate = u"emp-cert"_qs;
    row("15 years 364 days", lost, u"birth_date"_qs, QDate(2010, 11, 26), Tri::No, 0);
    row("16 years", lost, u"birth_date"_qs, QDate(2010, 11, 25), Tri::Yes, -1);
    row("16 years and a day", lost, u"birth_date"_qs, QDate(2010, 11, 24), Tri::Yes, -1);
    row("birth unknown", lost, u"birth_date"_qs, QVariant(), Tri::Unknown, 0);
    row("pensioner", lost, u"pensioner_flag"_qs, true, Tri::No, 1);
    row("pension unknown", lost, u"pensioner_flag"_qs, QVariant(), Tri::Unknown, 1);
    row("insured", lost, u"insured_employee_flag"_qs, true, Tri::No, 2);
    row("insurance unknown", lost, u"insured_employee_flag"_qs, QVariant(), Tri::Unknown, 2);
    row("own business", lost, u"business_flag"_qs, true, Tri::No, 3);
    row("lives in Jinan", lost, u"residence_region"_qs, u"370102"_qs, Tri::No, 4);
    // A man born in June 1966 reaches the age in November 2026, at 60 years and 5 months.
    row("at the retirement age", lost, u"birth_date"_qs, QDate(1966, 6, 25), Tri::No, 5);
    row("a day before it", lost, u"birth_date"_qs, QDate(1966, 6, 26), Tri::Yes, -1);
    row("sex unknown, young", lost, u"sex"_qs, QVariant(), Tri::Unknown, 5);
    row("full-time student", lost, u"full_time_student_flag"_qs, true, Tri::No, 6);
    row("studies unknown", lost, u"full_time_student_flag"_qs, QVariant(), Tri::Unknown, 6);
    row("serves a sentence", lost, u"prison_term_flag"_qs, true, Tri::No, 7);
    row("deceased", lost, u"death_flag"_qs, true, Tri::No, 8);
    row("death unknown", lost, u"death_flag"_qs, QVariant(), Tri::Unknown, 8);
    row("lives in Laixi", lost, u"residence_region"_qs, u"370285"_qs, Tri::Yes, -1);
    row("flexible: 15 years 364 days", flexible, u"birth_date"_qs, QDate(2010, 11, 26), Tri::No, 0);
    row("flexible: 16 years", flexible, u"birth_date"_qs, QDate(2010, 11, 25), Tri::Yes, -1);
    row("flexible: insured", flexible, u"insured_employee_flag"_qs, true, Tri::No, 1);
    row("flexible: lives elsewhere", flexible, u"residence_region"_qs, u"110101"_qs, Tri::Yes, -1);
    row("certificate: child without one", certificate, u"birth_date"_qs, QDate(2012, 1, 1), Tri::No, 0);
    row("certificate: grown up", certificate, u"birth_date"_qs, QDate(1990, 1, 1), Tri::Yes, -1);
}

void ServicesTest::eligibilityAtTheEdges()
{
    QFETCH(QString, service);
    QFETCH(QString, fact);
    QFETCH(QVariant, value);
    QFETCH(int, answer);
    QFETCH(int, clause);
    Facts facts = jobless();
    facts.insert(fact, value);
    const hall::Service *found = catalogue().service(service);
    QVERIFY(found);
    const Eligibility result = hall::eligibility(*found, facts, today);
    QCOMPARE(static_cast<int>(result.answer), answer);
    QCOMPARE(result.clause ? static_cast<int>(result.clause - found->eligibility.constData()) : -1, clause);
}

void ServicesTest::householdPlaceNeverDecides()
{
    for (const hall::Service &service : catalogue().services()) {
        Facts here = jobless();
        here.insert(u"hukou_region"_qs, u"370202"_qs);
        here.insert(u"hukou_type"_qs, u"11"_qs);
        Facts elsewhere = here;
        elsewhere.insert(u"hukou_region"_qs, u"530102"_qs);
        elsewhere.insert(u"hukou_type"_qs, u"22"_qs);
        QCOMPARE(hall::eligibility(service, elsewhere, today).answer, hall::eligibility(service, here, today).answer);
        for (const hall::EligibilityClause &clause : service.eligibility) {
            QVERIFY(!clause.rule.facts().contains(u"hukou_region"_qs) &&
                    !clause.rule.facts().contains(u"hukou_type"_qs));
            QVERIFY(isHan(clause.message.zh) && isHan(clause.basis.zh));
        }
    }
}

// With a card and a full record at the centre.
void ServicesTest::atMostFourFieldsAreTyped()
{
    const hall::Service *service = catalogue().service(u"unemployment-registration"_qs);
    QStringList typed;
    for (const QString &id : service->online.fieldIds()) {
        if (catalogue().field(id)->prefill.isEmpty()) {
            typed << id;
        }
    }
    QCOMPARE(typed, QStringList({u"unemp_reason_other"_qs, u"job_intent"_qs, u"training_intent"_qs, u"claim_flag"_qs}));
    QCOMPARE(service->online.fieldIds().size(), 29);
    QVERIFY(service->offline.fieldIds().size() < service->online.fieldIds().size() / 2);
}

void ServicesTest::queryService()
{
    const hall::Service *service = catalogue().service(u"emp-cert"_qs);
    QVERIFY(service->query);
    QVERIFY(!service->offlineAllowed);
    QVERIFY(service->results.contains(u"emp_cert_no"_qs));
    QVERIFY(hall::visiblePages(*service, FormKind::Online, {}, today).isEmpty());
}

// A result that can come by post or be collected elsewhere is asked for, with the address, whether online or not.
void ServicesTest::whatMayBeSentAsksHow()
{
    int sent = 0;
    for (const hall::Service &service : catalogue().services()) {
        if (!service.delivery.contains(u"post"_qs)) {
            continue;
        }
        ++sent;
        const hall::Facts byPost{{u"delivery"_qs, u"3"_qs}, {u"cert_paper_wanted"_qs, true}};
        for (const FormKind kind : {FormKind::Online, FormKind::Offline}) {
            const QStringList required = hall::requiredFields(service, kind, byPost, today);
            QVERIFY2(required.contains(u"delivery"_qs), qPrintable(service.id));
            QVERIFY2(required.contains(u"delivery_address"_qs), qPrintable(service.id));
            QVERIFY(!hall::requiredFields(service, kind, {{u"delivery"_qs, u"1"_qs}}, today)
                         .contains(u"delivery_address"_qs));
        }
    }
    QVERIFY(sent >= 4);
}

QTEST_GUILESS_MAIN(ServicesTest)
#include "tst_services.moc"
