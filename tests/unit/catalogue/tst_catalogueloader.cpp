// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks one file of a copy of the real catalogue at a time: the report names file, path and reason, the rest loads.
#include "app/catalogue/catalogueloader.h"

#include "tests/unit/catalogue/cataloguecopy.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using hall::CatalogueCopy;
using hall::Defect;
using hall::listed;
using hall::LoadedCatalogue;
using hall::realCatalogue;

class CatalogueLoaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realCatalogueIsSound();
    void brokenService_data();
    void brokenService();
    void brokenTable_data();
    void brokenTable();
    void brokenField_data();
    void brokenField();
    void misshapenFieldIsLeftOutAlone();
    void fieldsInACircle();
    void fieldThatIsNotFinished_data();
    void fieldThatIsNotFinished();
    void brokenDictionaryLeavesTables();
    void brokenMessagesAndEvents();
    void missingFolder();
    void hugeAndBinaryFiles();
    void hugeIsRefusedQuickly_data();
    void hugeIsRefusedQuickly();
    void allDefectsAtOnce();
    void shapeAndMeaningAtOnce();
    void foreignFileSaysItOnce();
    void versionFollowsContent();
};

void CatalogueLoaderTest::realCatalogueIsSound()
{
    const LoadedCatalogue loaded = hall::loadCatalogue(realCatalogue());
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(listed(loaded.defects)));
    QStringList files =
        QDir(hall::realCatalogue() + u"/services"_qs).entryList({u"*.json"_qs}, QDir::Files, QDir::Name);
    files.replaceInStrings(u".json"_qs, QString());
    files.sort();
    QVERIFY(files.size() >= 3);
    QCOMPARE(loaded.catalogue.services().keys(), files);
    QVERIFY(loaded.catalogue.fields().size() >= 148);
    QCOMPARE(loaded.catalogue.version().size(), 16);
}

void CatalogueLoaderTest::brokenService_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");  // a part of it
    const auto row = [](const char *name, const char *before, const char *after, const char *path, const char *reason) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QString::fromUtf8(path)
                            << QString::fromUtf8(reason);
    };
    row("not JSON", "\"applicant\": \"person\",", "\"applicant\": \"person\"", "", "not JSON, line 1");
    row("missing member", "\"minutes\": 4,", "", "", "'minutes' is missing");
    row("unknown member", "\"minutes\": 4,", "\"minutes\": 4, \"colour\": 1,", "/colour", "no property 'colour'");
    row("unknown member inside", "{\"id\": \"flex_project\"", "{\"id\": \"flex_project\", \"colour\": 1",
        "/forms/online/pages/3/fields/1/colour", "no property 'colour'");
    row("wrong type", "\"minutes\": 4,", "\"minutes\": \"four\",", "/minutes", "type");
    row("missing English", "\"title\": {\"zh\": \"灵活就业登记\", \"en\": \"Flexible employment registration\"}",
        "\"title\": {\"zh\": \"灵活就业登记\"}", "/title", "'en' is missing");
    row("empty Chinese", "{\"zh\": \"灵活就业登记\",", "{\"zh\": \"\",", "/title/zh", "empty");
    row("unknown field", "{\"id\": \"mobile\"", "{\"id\": \"mobil\"", "/forms/online/pages/1/fields/2/id",
        "no sound field 'mobil'");
    row("field that no form can ask", "{\"id\": \"flex_project\"", "{\"id\": \"photo\"",
        "/forms/online/pages/3/fields/1/id", "cannot ask");
    row("field twice", "{\"id\": \"flex_project\"", "{\"id\": \"mobile\"", "/forms/online/pages/3/fields/1",
        "asked twice");
    row("unknown parent code", "\"under\": \"hall\"", "\"under\": \"999900\"", "/forms/online/pages/1/fields/0/under",
        "nothing under '999900'");
    row("rule syntax", "NOT :insured_employee_flag", "NOT insured_employee_flag", "/eligibility/1/rule",
        "character 5: 'insured_employee_flag' is no function");
    row("rule type", "today()) >= 16", "today()) >= '16'", "/eligibility/0/rule",
        "character 27: a whole number cannot be compared with text");
    row("rule with unknown field", "NOT :insured_employee_flag", "NOT :insured", "/eligibility/1/rule",
        "character 5: the dictionary has no field 'insured'");
    row("rule with unknown function", "NOT :insured_employee_flag", "wage_of(:birth_date) > 5", "/eligibility/1/rule",
        "character 1: 'wage_of' is no function");
    row("rule with unknown code", "NOT :insured_employee_flag", ":flex_type = '77'", "/eligibility/1/rule",
        "table flexible-type has no code '77'");
    row("rule that stops", "NOT :insured_employee_flag", "NOT :insured_employee_flag AND", "/eligibility/1/rule",
        "rule, character");
    row("clause without legal basis", "\"basis\": {\"zh\": \"《中华人民共和国劳动法》第十五条\"",
        "\"bases\": {\"zh\": \"《中华人民共和国劳动法》第十五条\"", "/eligibility/0/bases", "'basis' is missing");
    row("no output", "\"outputs\": [", "\"outputs\": [], \"outcomes\": [", "/outputs", "fewer than");
    row("no legal basis", "\"legal\": [", "\"legal\": [], \"lawful\": [", "/legal", "fewer than");
    row("brings what is no question", "\"hours\": \"always\",",
        "\"hours\": \"always\", \"brings\": {\"flex_start\": true},", "/brings/flex_start",
        "no sound yes-or-no field 'flex_start'");
    row("unknown life event", "\"event\": \"working-flexibly\"", "\"event\": \"party\"", "/event",
        "no life event 'party'");
    row("id is not the file name", "\"id\": \"flexible-registration\"", "\"id\": \"flexible\"", "/id",
        "not the file's name");
    row("unknown assurance", "\"assurance\": \"possession\"", "\"assurance\": \"trust\"", "/assurance",
        "none of the allowed values");
    row("condition that is never true", "{\"id\": \"flex_income\", \"required\": true}",
        "{\"id\": \"flex_income\", \"visibleIf\": \"1 = 2\"}", "/forms/online/pages/3/fields/4/visibleIf",
        "can never be shown");
    row("condition that nobody can answer", "{\"id\": \"flex_income\", \"required\": true}",
        "{\"id\": \"flex_income\", \"visibleIf\": \":claim_flag\"}", "/forms/online/pages/3/fields/4/visibleIf",
        "depends on 'claim_flag'");
    row("conditions in a circle", "{\"id\": \"flex_start\", \"required\": true}",
        "{\"id\": \"flex_start\", \"visibleIf\": \":flex_start < today()\"}",
        "/forms/online/pages/3/fields/3/visibleIf", "depends on itself");
    row("ends before it begins", "\"validFrom\": \"2026-01-01\",",
        "\"validFrom\": \"2026-01-01\", \"validUntil\": \"2025-12-31\",", "/validUntil", "ends before it begins");
    row("no such day", "\"validFrom\": \"2026-01-01\",", "\"validFrom\": \"2026-02-30\",", "/validFrom", "is no day");
    row("an unknown source", "\"source\": \"police\"", "\"source\": \"neighbour\"", "/checks/0/source",
        "none of the allowed values");
    row("compares an unknown field", "\"fields\": [\"cert_no\", \"name\"],", "\"fields\": [\"cert_no\", \"nam\"],",
        "/checks/0/fields/1", "no sound field 'nam'");
    const char *const checked = "\"fields\": [\"cert_no\", \"name\"],";
    row("a check on a condition that no form answers", checked, "\"fields\": [\"cert_no\"], \"when\": \":claim_flag\",",
        "/checks/0/when", "asked in no form");
    row("a check that is never made", checked, "\"fields\": [\"cert_no\"], \"when\": \"1 = 2\",", "/checks/0/when",
        "never be made");
    row("a check on a rule that is none", checked, "\"fields\": [\"cert_no\"], \"when\": \":flex_typ = '1'\",",
        "/checks/0/when", "no field 'flex_typ'");
    row("waived without a reason", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"waivedIf\": "
        "\":business_flag\", \"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0", "waived without a reason");
    row("waived on what only the visitor says", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"waivedIf\": \":business_flag AND :claim_flag\", \"waiver\": {\"zh\": \"查到\", \"en\": \"On record\"}, "
        "\"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0/waivedIf", "can know 'claim_flag'");
    row("read from a paper that says no such thing", "\"materials\": []",
        "\"materials\": [{\"id\": \"proof\", \"title\": {\"zh\": \"证明\", \"en\": \"Proof\"}, \"kind\": \"a4\", "
        "\"reads\": [\"wage\", \"mobile\"], \"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0/reads/1", "is not filled in from a paper");
    row("a picture is promised", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"trust\": \"C\", \"promise\": \"police\", \"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0/promise", "no promise can stand for it");
    row("what the window looks at is promised", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"trust\": \"B\", \"original\": \"window\", \"originalDays\": 5, \"promise\": \"police\", "
        "\"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0/promise", "shown at the window");
    row("a licence that rests on nothing", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"licence\": \"household-register\", \"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0", "stand together or not at all");
    row("no kind of licence", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"licence\": \"passport\", \"licenceBasis\": \"assumed\", \"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0/licence", "none of the allowed values");
    row("a format that is none", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"format\": \"jpeg-bilevel\", \"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0/format", "none of the allowed values");
    row("more dots than a camera has", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"dpi\": 1200, \"why\": {\"zh\": \"需要\", \"en\": \"Needed\"}}]",
        "/materials/0/dpi", "too large");
    row("a licence that nobody agrees to", "\"materials\": []",
        "\"materials\": [{\"id\": \"paper\", \"title\": {\"zh\": \"材料\", \"en\": \"A paper\"}, \"kind\": \"a4\", "
        "\"licence\": \"disability-card\", \"licenceBasis\": \"assumed\", \"why\": {\"zh\": \"需要\", \"en\": "
        "\"Needed\"}}]",
        "/materials/0/licence", "nobody agrees that 'disability' is asked");
    row("a case is printed as an answer", "\"hours\": \"always\",", "\"hours\": \"always\", \"paper\": \"proof\",",
        "/paper", "only the answer of a query");
    row("delegate without a letter", "\"hours\": \"always\",",
        "\"hours\": \"always\", \"delegate\": {\"letter\": \"letter\"},", "/delegate/letter", "no material 'letter'");
    row("an array", "{\n  \"format\"", "[1]\n", "", "not JSON");
}

void CatalogueLoaderTest::brokenService()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const CatalogueCopy copy;
    const QString name = u"services/flexible-registration.json"_qs;
    copy.change(name, before, after);
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY(!loaded.defects.isEmpty());
    const bool named = std::any_of(loaded.defects.begin(), loaded.defects.end(), [&](const Defect &defect) {
        const bool anyLine =
            reason == QLatin1String("not JSON, line 1") && defect.reason.startsWith(u"not JSON, line 1"_qs);
        return defect.file == name && defect.path == path && (anyLine || defect.reason.contains(reason)) &&
               !defect.cure.isEmpty();
    });
    QVERIFY2(named, qPrintable(listed(loaded.defects)));
    for (const Defect &defect : loaded.defects) {
        QCOMPARE(defect.file, name);
    }
    QCOMPARE(loaded.catalogue.services().keys(), QStringList({u"emp-cert"_qs, u"unemployment-registration"_qs}));
}

void CatalogueLoaderTest::brokenTable_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    QTest::newRow("code twice") << QByteArray("\"code\": \"5\"") << QByteArray("\"code\": \"4\"") << u"/rows/4"_qs
                                << u"appears twice"_qs;
    QTest::newRow("no such parent") << QByteArray("\"zh\": \"自由职业\"")
                                    << QByteArray("\"parent\": \"7\", \"zh\": \"自由职业\"") << u"/rows/4/parent"_qs
                                    << u"no row '7'"_qs;
    QTest::newRow("no English") << QByteArray(", \"en\": \"Freelance\"") << QByteArray() << u"/rows/4"_qs
                                << u"'en' is missing"_qs;
    QTest::newRow("day of no calendar") << QByteArray("\"zh\": \"自由职业\"")
                                        << QByteArray("\"validTo\": \"2026-02-30\", \"zh\": \"自由职业\"")
                                        << u"/rows/4/validTo"_qs << u"'2026-02-30' is no day"_qs;
    QTest::newRow("ends before it begins")
        << QByteArray("\"zh\": \"自由职业\"")
        << QByteArray("\"validFrom\": \"2026-02-02\", \"validTo\": \"2026-02-01\", \"zh\": \"自由职业\"")
        << u"/rows/4/validTo"_qs << u"last day is before the first"_qs;
    QTest::newRow("table ends before it begins")
        << QByteArray("\"rows\": [")
        << QByteArray("\"validFrom\": \"2026-02-02\", \"validTo\": \"2026-02-01\", \"rows\": [") << u"/validTo"_qs
        << u"last day is before the first"_qs;
    QTest::newRow("initials in capitals")
        << QByteArray("\"zh\": \"自由职业\"") << QByteArray("\"initials\": \"ZYZY\", \"zh\": \"自由职业\"")
        << u"/rows/4/initials"_qs << u"not written as"_qs;
}

void CatalogueLoaderTest::brokenTable()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const CatalogueCopy copy;
    copy.change(u"codes/flexible-type.json"_qs, before, after);
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.size() == 1, qPrintable(listed(loaded.defects)));
    QVERIFY2(loaded.following.size() >= 2, qPrintable(listed(loaded.following)));
    QCOMPARE(loaded.defects[0].file, u"codes/flexible-type.json"_qs);
    QCOMPARE(loaded.defects[0].path, path);
    QVERIFY2(loaded.defects[0].reason.contains(reason), qPrintable(loaded.defects[0].reason));
    // The field that needs the table and the service that needs the field go with it; nothing else does.
    QVERIFY(!loaded.catalogue.table(u"flexible-type"_qs));
    QVERIFY(!loaded.catalogue.field(u"flex_type"_qs));
    QVERIFY(loaded.catalogue.field(u"flex_start"_qs));
    QCOMPARE(loaded.catalogue.services().keys(), QStringList({u"emp-cert"_qs, u"unemployment-registration"_qs}));
}

void CatalogueLoaderTest::brokenField_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *before, const char *after, const char *path, const char *reason) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QString::fromUtf8(path)
                            << QString::fromUtf8(reason);
    };
    row("check of another type", ":flex_start <= today()", ":flex_start <= 5", "/fields/flex_start/checks/0/rule",
        "character 13");
    row("check without message", "{\"rule\": \":flex_start <= today()\", \"error\": \"date-in-future\"}",
        "{\"rule\": \":flex_start <= today()\", \"error\": \"no-such-message\"}", "/fields/flex_start/checks/0/error",
        "no 'no-such-message'");
}

void CatalogueLoaderTest::brokenField()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const CatalogueCopy copy;
    copy.change(u"dictionary.json"_qs, before, after);
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QCOMPARE(loaded.defects[0].file, u"dictionary.json"_qs);
    QCOMPARE(loaded.defects[0].path, path);
    QVERIFY2(loaded.defects[0].reason.contains(reason), qPrintable(listed(loaded.defects)));
    QVERIFY(!loaded.catalogue.field(u"flex_start"_qs));
    QCOMPARE(loaded.catalogue.services().keys(), QStringList({u"emp-cert"_qs, u"unemployment-registration"_qs}));
}

// A word that no schema knows and a name that cannot stand: both fields go, the other fields and services stay.
void CatalogueLoaderTest::misshapenFieldIsLeftOutAlone()
{
    const CatalogueCopy copy;
    const qsizetype before = hall::loadCatalogue(copy.folder()).catalogue.fields().size();
    QJsonObject document = QJsonDocument::fromJson(copy.read(u"dictionary.json"_qs)).object();
    QJsonObject fields = document[u"fields"].toObject();
    QJsonObject changed = fields[u"flex_start"].toObject();
    changed.insert(u"colour"_qs, 1);
    changed.insert(u"shade"_qs, 2);
    fields.insert(u"flex_start"_qs, changed);
    fields.insert(u"Loud/Name"_qs, fields[u"flex_project"]);
    document.insert(u"fields"_qs, fields);
    copy.write(u"dictionary.json"_qs, QJsonDocument(document).toJson());
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QStringList places;
    for (const Defect &defect : loaded.defects) {
        if (defect.file == u"dictionary.json"_qs) {
            places.append(defect.path);
        }
    }
    places.sort();
    // What follows from the field (its checks name it) is told as well.
    for (const QString &place :
         {u"/fields/flex_start/colour"_qs, u"/fields/flex_start/shade"_qs, u"/fields/Loud~1Name"_qs}) {
        QVERIFY2(places.contains(place), qPrintable(listed(loaded.defects)));
    }
    QCOMPARE(loaded.catalogue.fields().size(), before - 1);
    QVERIFY(!loaded.catalogue.field(u"flex_start"_qs));
    QCOMPARE(loaded.catalogue.services().keys(), QStringList({u"emp-cert"_qs, u"unemployment-registration"_qs}));
}

// Age from birth, birth from age, by way of a third: all of the circle is told and left out.
void CatalogueLoaderTest::fieldsInACircle()
{
    const CatalogueCopy copy;
    QJsonObject document = QJsonDocument::fromJson(copy.read(u"dictionary.json"_qs)).object();
    QJsonObject fields = document[u"fields"].toObject();
    const QStringList circle{u"flex_project"_qs, u"flex_place"_qs, u"unemp_reason_other"_qs};
    for (qsizetype i = 0; i < circle.size(); ++i) {
        QVERIFY2(fields.contains(circle[i]), qPrintable(circle[i]));
        QJsonObject field = fields[circle[i]].toObject();
        const QString &from = circle[(i + 1) % circle.size()];
        field.insert(u"derive"_qs, QJsonObject{{u"function"_qs, u"copy"_qs}, {u"from"_qs, QJsonArray{from}}});
        fields.insert(circle[i], field);
    }
    document.insert(u"fields"_qs, fields);
    copy.write(u"dictionary.json"_qs, QJsonDocument(document).toJson());
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    for (const QString &id : circle) {
        const QString place = u"/fields/"_qs + id + u"/derive/from"_qs;
        QVERIFY2(std::any_of(loaded.defects.begin(), loaded.defects.end(),
                             [&place](const Defect &defect) {
                                 return defect.path == place && defect.reason.contains(u"follows from itself"_qs);
                             }),
                 qPrintable(listed(loaded.defects)));
        QVERIFY(!loaded.catalogue.field(id));
    }
    QVERIFY(loaded.catalogue.field(u"flex_start"_qs));
}

void CatalogueLoaderTest::fieldThatIsNotFinished_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("without");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no table") << u"flex_type"_qs << u"codeTable"_qs << u"/forms/online/pages/3/fields/0/id"_qs
                              << u"no code table"_qs;
    QTest::newRow("no plain words") << u"flex_project"_qs << u"plain"_qs << u"/forms/online/pages/3/fields/1/id"_qs
                                    << u"no plain sentence"_qs;
}

// The dictionary may hold such a field; a form may not ask it.
void CatalogueLoaderTest::fieldThatIsNotFinished()
{
    QFETCH(QString, field);
    QFETCH(QString, without);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const CatalogueCopy copy;
    QJsonObject document = QJsonDocument::fromJson(copy.read(u"dictionary.json"_qs)).object();
    QJsonObject fields = document[u"fields"].toObject();
    QJsonObject changed = fields[field].toObject();
    QVERIFY(changed.contains(without));
    changed.remove(without);
    fields.insert(field, changed);
    document.insert(u"fields"_qs, fields);
    copy.write(u"dictionary.json"_qs, QJsonDocument(document).toJson());
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY(loaded.catalogue.field(field));
    QVERIFY(!loaded.defects.isEmpty());
    QCOMPARE(loaded.defects[0].file, u"services/flexible-registration.json"_qs);
    QCOMPARE(loaded.defects[0].path, path);
    QVERIFY2(loaded.defects[0].reason.contains(reason), qPrintable(listed(loaded.defects)));
    QCOMPARE(loaded.catalogue.services().keys(), QStringList({u"emp-cert"_qs, u"unemployment-registration"_qs}));
}

void CatalogueLoaderTest::brokenDictionaryLeavesTables()
{
    const CatalogueCopy copy;
    copy.write(u"dictionary.json"_qs, "{\"format\": \"hall-dictionary/1\"}");
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QCOMPARE(loaded.defects[0].file, u"dictionary.json"_qs);
    QVERIFY(loaded.catalogue.fields().isEmpty());
    QVERIFY(loaded.catalogue.table(u"ethnicity"_qs));
    QVERIFY(loaded.catalogue.services().isEmpty());
}

void CatalogueLoaderTest::brokenMessagesAndEvents()
{
    const CatalogueCopy copy;
    copy.change(u"events.json"_qs, "\"id\": \"lost-job\"", "\"id\": 5");
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QCOMPARE(loaded.defects[0].file, u"events.json"_qs);
    QCOMPARE(loaded.defects[0].path, u"/events/0/id"_qs);
    QVERIFY(loaded.catalogue.events().isEmpty());
    QFile::remove(copy.path(u"messages.json"_qs));
    const LoadedCatalogue again = hall::loadCatalogue(copy.folder());
    QCOMPARE(again.defects[0].file, u"messages.json"_qs);
    QVERIFY(again.defects[0].reason.contains(u"cannot be read"_qs));
}

void CatalogueLoaderTest::missingFolder()
{
    const LoadedCatalogue loaded = hall::loadCatalogue(u"/nowhere/at/all"_qs);
    QCOMPARE(loaded.defects.size(), 1);
    QCOMPARE(loaded.defects[0].file, u"/nowhere/at/all"_qs);
    const QTemporaryDir empty;
    QVERIFY(hall::loadCatalogue(empty.path()).defects.size() >= 4);
}

void CatalogueLoaderTest::hugeAndBinaryFiles()
{
    const CatalogueCopy copy;
    copy.write(u"services/huge.json"_qs, QByteArray(5 * 1024 * 1024, ' '));
    copy.write(u"services/deep.json"_qs, QByteArray(100000, '['));
    copy.write(u"services/binary.json"_qs, QByteArray::fromHex("00ff7f80feff0102"));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QCOMPARE(loaded.defects.size(), 3);
    QCOMPARE(loaded.defects[0].file, u"services/binary.json"_qs);
    QCOMPARE(loaded.defects[1].file, u"services/deep.json"_qs);
    QCOMPARE(loaded.defects[2].file, u"services/huge.json"_qs);
    QVERIFY(loaded.defects[2].reason.contains(u"4 MiB"_qs));
    QCOMPARE(loaded.catalogue.services().size(), 3);
}

void CatalogueLoaderTest::hugeIsRefusedQuickly_data()
{
    QTest::addColumn<QByteArray>("text");  // empty: a file of 100 MB
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    QTest::newRow("100 MB") << QByteArray() << QString() << u"larger than 4 MiB"_qs;
    QTest::newRow("10,000 levels") << QByteArray("{\"a\":" + QByteArray(10000, '[') + QByteArray(10000, ']') + "}")
                                   << QString() << u"not JSON"_qs;
    const auto service = [](const QByteArray &rule) {
        QFile file(hall::realCatalogue() + u"/services/emp-cert.json"_qs);
        QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const qsizetype at = text.indexOf("\"rule\": \"");
        return text.replace(at, text.indexOf("\",", at) - at, "\"rule\": \"" + rule)
            .replace("\"id\": \"emp-cert\"", "\"id\": \"huge\"");
    };
    QTest::newRow("rule of 1 MB") << service(QByteArray(":pensioner_flag OR ").repeated(55000) + ":pensioner_flag")
                                  << u"/eligibility/0/rule"_qs << u"longer than 4000 characters"_qs;
    QTest::newRow("rule of 1,000 levels") << service(QByteArray(1000, '(') + ":pensioner_flag" + QByteArray(1000, ')'))
                                          << u"/eligibility/0/rule"_qs << u"nested deeper"_qs;
}

// Beside a file that no machine should read for long, the catalogue takes about the time it always takes.
void CatalogueLoaderTest::hugeIsRefusedQuickly()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const CatalogueCopy copy;
    QElapsedTimer timer;
    timer.start();
    QVERIFY(hall::loadCatalogue(copy.folder()).defects.isEmpty());
    const qint64 usual = timer.nsecsElapsed();
    copy.write(u"services/huge.json"_qs, text);
    if (text.isEmpty()) {
        QFile file(copy.path(u"services/huge.json"_qs));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(100 * 1024 * 1024));
    }
    timer.restart();
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    const qint64 spent = timer.nsecsElapsed();
    QVERIFY2(spent < 20 * usual, qPrintable(QStringLiteral("%1 times as long").arg(double(spent) / double(usual))));
    QVERIFY2(loaded.defects.size() == 1 && loaded.defects[0].path == path && loaded.defects[0].reason.contains(reason),
             qPrintable(listed(loaded.defects).left(2000)));
    QCOMPARE(loaded.catalogue.services().keys(), hall::copiedServices());
}

// Five mistakes in three files: all are told in one go, and what is sound is offered.
void CatalogueLoaderTest::allDefectsAtOnce()
{
    const CatalogueCopy copy;
    const QString name = u"services/flexible-registration.json"_qs;
    copy.change(name, "NOT :insured_employee_flag", "NOT :insured");
    copy.change(name, "{\"id\": \"mobile\"", "{\"id\": \"mobil\"");
    copy.change(name, "\"event\": \"working-flexibly\"", "\"event\": \"party\"");
    copy.change(u"services/emp-cert.json"_qs, "\"rule\": \"", "\"rule\": \"AND ");
    copy.write(u"policies/99.json"_qs, "{}");
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QSet<QString> places;
    for (const Defect &defect : loaded.defects) {
        places.insert(defect.file + u'#' + defect.path);
    }
    for (const QString &place :
         {name + u"#/eligibility/1/rule"_qs, name + u"#/forms/online/pages/1/fields/2/id"_qs, name + u"#/event"_qs,
          u"services/emp-cert.json#/eligibility/0/rule"_qs, u"policies/99.json#"_qs}) {
        QVERIFY2(places.contains(place), qPrintable(place + u'\n' + listed(loaded.defects)));
    }
    QCOMPARE(loaded.catalogue.services().keys(), QStringList{u"unemployment-registration"_qs});
}

// What breaks the schema does not hide what the schema cannot see, and is not told a second time in other words.
void CatalogueLoaderTest::shapeAndMeaningAtOnce()
{
    const CatalogueCopy copy;
    const QString name = u"services/flexible-registration.json"_qs;
    copy.change(name, "\"minutes\": 4,", "\"minutes\": \"four\", \"colour\": 1, \"shade\": 2,");
    copy.change(name, "NOT :insured_employee_flag", "NOT :insured");
    copy.change(name, "{\"id\": \"mobile\"", "{\"id\": \"mobil\"");
    copy.change(name, "\"event\": \"working-flexibly\",", "");
    copy.change(u"codes/flexible-type.json"_qs, "\"zh\": \"自由职业\", \"en\": \"Freelance\"",
                "\"parent\": \"7\", \"zh\": \"自由职业\", \"en\": \"\"");
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QStringList places;
    for (const Defect &defect : loaded.defects) {
        places.append(defect.file.section(u'/', 1) + u'#' + defect.path);
    }
    const QString file = name.section(u'/', 1);
    for (const QString &place :
         {file + u"#/minutes"_qs, file + u"#/colour"_qs, file + u"#/shade"_qs, file + u"#/eligibility/1/rule"_qs,
          file + u"#/forms/online/pages/1/fields/2/id"_qs, file + u"#"_qs, u"flexible-type.json#/rows/4/en"_qs,
          u"flexible-type.json#/rows/4/parent"_qs}) {
        QCOMPARE(places.count(place), 1);
    }
    QVERIFY(!places.contains(file + u"#/event"_qs));  // it is missing, which is what has been said
    QVERIFY(!loaded.catalogue.table(u"flexible-type"_qs));
    QCOMPARE(loaded.catalogue.services().keys(), QStringList({u"emp-cert"_qs, u"unemployment-registration"_qs}));
}

// A file of something else: what it lacks, and nothing that follows from that.
void CatalogueLoaderTest::foreignFileSaysItOnce()
{
    const CatalogueCopy copy;
    copy.write(u"services/foreign.json"_qs, R"({"name": "something", "version": "1.0", "scripts": {"build": "make"}})");
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY(loaded.defects.size() > 10);
    for (const Defect &defect : loaded.defects) {
        QVERIFY2(defect.reason.contains(u" is missing here"_qs) || defect.reason.contains(u"no property"_qs),
                 qPrintable(listed({defect})));
    }
    QCOMPARE(loaded.catalogue.services().keys(), hall::copiedServices());
}

void CatalogueLoaderTest::versionFollowsContent()
{
    const CatalogueCopy copy;
    const QString before = hall::loadCatalogue(copy.folder()).catalogue.version();
    const CatalogueCopy same;
    QCOMPARE(hall::loadCatalogue(same.folder()).catalogue.version(), before);
    copy.change(u"events.json"_qs, "I lost my job", "I lost my work");
    QVERIFY(hall::loadCatalogue(copy.folder()).catalogue.version() != before);
}

QTEST_GUILESS_MAIN(CatalogueLoaderTest)
#include "tst_catalogueloader.moc"
