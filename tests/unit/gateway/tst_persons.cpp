// SPDX-License-Identifier: GPL-3.0-or-later
// A person with several documents: what was handed in with one of them is the same person's with another, and nobody
// else's.
#include "app/catalogue/catalogueloader.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/persons.h"
#include "app/gateway/register.h"
#include "app/gateway/schema.h"
#include "app/gateway/units.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

namespace {

const QString kVisit = QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2");
const QString kName = QStringLiteral("陈示例");
const QString kLatin = QStringLiteral("CHAN SHI LI");
const QString kPermit = QStringLiteral("H00000001");
const QString kRenewed = QStringLiteral("H00000001B");
const QString kResidence = QStringLiteral("810000199001010000");
const QString kUnit = QStringLiteral("91370202MA3DEM001A");
const QString kService = QStringLiteral("unemployment-registration");

QJsonObject document(const QString &number, const QString &name)
{
    return {{QStringLiteral("number"), number}, {QStringLiteral("name"), name}};
}

QJsonObject person(const QString &number, const QString &name, const QJsonArray &documents, const QString &mobile)
{
    QJsonObject one = document(number, name);
    one.insert(QStringLiteral("documents"), documents);
    if (!mobile.isEmpty()) {
        one.insert(QStringLiteral("fields"), QJsonObject{{QStringLiteral("mobile"), mobile}});
    }
    return one;
}

QByteArray peopleFile(const QJsonArray &people)
{
    const QJsonObject rule{{QStringLiteral("outcome"), QStringLiteral("accepted")},
                           {QStringLiteral("prefill"), QJsonArray{QStringLiteral("mobile")}}};
    const QJsonObject unit{
        {QStringLiteral("code"), kUnit},
        {QStringLiteral("clerks"), QJsonArray{document(kPermit, kLatin)}},
        {QStringLiteral("fields"), QJsonObject{{QStringLiteral("unit_name"), QStringLiteral("甲")}}}};
    return QJsonDocument(QJsonObject{{QStringLiteral("people"), people},
                                     {QStringLiteral("units"), QJsonArray{unit}},
                                     {QStringLiteral("services"), QJsonObject{{kService, rule}}}})
        .toJson();
}

// One person with a residence permit and two travel permits, and somebody else of the same name.
QJsonArray linked()
{
    const QJsonArray others{document(kPermit, kLatin), document(kRenewed, kLatin)};
    return {person(kResidence, kName, others, QStringLiteral("13800000031")),
            person(QStringLiteral("37020019900307006X"), kName, {}, QStringLiteral("13800000001"))};
}

// An office that says of everybody what it is told to say.
class Office final : public RecordSource
{
public:
    explicit Office(QVector<PersonDocument> &documents) : m_documents(documents) {}
    Result<RecordAnswer> find(const Catalogue &, const RecordLookup &lookup) override
    {
        RecordAnswer answer;
        answer.found = true;
        answer.documents = lookup.documents ? m_documents : QVector<PersonDocument>();
        return answer;
    }

private:
    QVector<PersonDocument> &m_documents;
};

}  // namespace

class TestPersons : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<GatewayRig>();
        m_database = m_rig->database();
        m_register = std::make_unique<Register>(m_database, QByteArray(32, 't'), 1000, m_rig->clock);
    }
    void cleanup()
    {
        m_register.reset();
        m_database.reset();
        end();
    }
    void everyDocumentLeadsToTheRecord();
    void aNumberUnderAnotherNameDoesNot();
    void casesFollowThePerson();
    void aClerkIsOneByAnyDocument();
    void whatIsLinkedLaterCounts();
    void aDocumentThatIsNoLongerNamedIsNobodys();
    void oneDocumentIsNotTwoPeoples();
    void whatAnOfficeSaysLinks();
    void keysSayNothingOfTheNumber();
    void oldRowsAreTakenAlong();
    void aSupplementMayComeWithAnotherDocument();

private:
    Result<QJsonObject> ask(const char *kind, const QString &number, const QString &name)
    {
        return m_register->ask(QStringLiteral("K1"), {QLatin1String(kind), kService, kVisit, number, name});
    }
    QString mobile(const QString &number, const QString &name)
    {
        const auto answer = ask("prefill", number, name);
        return answer ? (*answer)[QStringLiteral("fields")][QStringLiteral("mobile")].toString() : QString();
    }
    qsizetype cases(const QString &number, const QString &name)
    {
        return must(ask("progress", number, name))[QStringLiteral("cases")].toArray().size();
    }
    // A case as the core leaves it; `number` as in ask().
    void file(const QString &number)
    {
        const QString tag = personTag(QByteArray(32, 't'), number);
        auto db = must(m_database->connection());
        const QString id = newTransactionId(1'767'225'600'000 + ++m_filed);
        must(
            run(db, QStringLiteral("INSERT INTO kiosk (id, created_ms) VALUES ('K1', 1) ON CONFLICT (id) DO NOTHING")));
        must(run(db,
                 QStringLiteral("INSERT INTO item (id, kiosk, epoch, seq, prev, hash, service, test, state, envelope,"
                                " body, received_ms) VALUES (?, 'K1', 'e', ?, '', '', ?, 0, 'accepted', '', ?, 1)"),
                 {id, m_filed, kService, QByteArray("x")}));
        must(run(db,
                 QStringLiteral("INSERT INTO result (item, tag, state, code, reference, at_ms)"
                                " VALUES (?, ?, 'accepted', 'accepted', '', 1)"),
                 {id, tag}));
    }

    std::shared_ptr<Database> m_database;
    std::unique_ptr<Register> m_register;
    qint64 m_filed = 0;
};

void TestPersons::everyDocumentLeadsToTheRecord()
{
    QCOMPARE(must(m_register->load(peopleFile(linked()))), 2);
    QCOMPARE(mobile(kResidence, kName), QStringLiteral("13800000031"));
    QCOMPARE(mobile(kPermit, kLatin), QStringLiteral("13800000031"));
    QCOMPARE(mobile(kRenewed.toLower(), kLatin), QStringLiteral("13800000031"));
    QCOMPARE(mobile(QStringLiteral("37020019900307006X"), kName), QStringLiteral("13800000001"));
}

void TestPersons::aNumberUnderAnotherNameDoesNot()
{
    must(m_register->load(peopleFile(linked())));
    file(kPermit);
    QCOMPARE(mobile(kPermit, kName), QString());  // the permit has the name in Latin letters
    QCOMPARE(cases(kResidence, QStringLiteral("别人")), 0);
    QCOMPARE(cases(kResidence, kName), 1);
}

void TestPersons::casesFollowThePerson()
{
    must(m_register->load(peopleFile(linked())));
    file(kPermit);
    file(kResidence);
    QCOMPARE(cases(kResidence, kName), 2);
    QCOMPARE(cases(kRenewed, kLatin), 2);
    QCOMPARE(cases(QStringLiteral("37020019900307006X"), kName), 0);  // of the same name
    QCOMPARE(cases(QStringLiteral("H00000009"), kLatin), 0);
    file(QStringLiteral("H00000009"));  // whom the centre does not know has what came with this document
    QCOMPARE(cases(QStringLiteral("H00000009"), kLatin), 1);
}

void TestPersons::aClerkIsOneByAnyDocument()
{
    must(m_register->load(peopleFile(linked())));
    auto db = must(m_database->connection());
    const auto tags = [](const QString &number, const QString &name) {
        return DocumentTags{personTag(QByteArray(32, 't'), number),
                            QString::fromLatin1(hmacSha256(QByteArray(32, 't'), "name\n" + name.toUtf8()).toHex())};
    };
    QVERIFY(unitFacts(db, kUnit, tags(kPermit, kLatin)));
    QVERIFY(unitFacts(db, kUnit, tags(kResidence, kName)));
    QVERIFY(!unitFacts(db, kUnit, tags(kResidence, kLatin)));
    QVERIFY(!unitFacts(db, kUnit, tags(QStringLiteral("37020019900307006X"), kName)));
    QCOMPARE(must(clerkWord(db, kUnit, tags(kRenewed, kLatin).number)), ClerkWord::Clerk);
    QCOMPARE(must(clerkWord(db, kUnit, tags(QStringLiteral("37020019900307006X"), kName).number)), ClerkWord::Stranger);
}

// Two records that the centre finds to be one person's: both go on, and what the new one says counts.
void TestPersons::whatIsLinkedLaterCounts()
{
    must(m_register->load(peopleFile({person(kPermit, kLatin, {}, QStringLiteral("13800000032"))})));
    must(m_register->load(peopleFile({person(kResidence, kName, {}, QString())})));
    file(kPermit);
    QCOMPARE(cases(kResidence, kName), 0);
    QCOMPARE(mobile(kResidence, kName), QString());
    must(m_register->load(peopleFile({person(kResidence, kName, {document(kPermit, kLatin)}, QString())})));
    QCOMPARE(cases(kResidence, kName), 1);
    QCOMPARE(mobile(kResidence, kName), QStringLiteral("13800000032"));
    must(m_register->load(peopleFile(linked())));
    QCOMPARE(mobile(kPermit, kLatin), QStringLiteral("13800000031"));
}

void TestPersons::aDocumentThatIsNoLongerNamedIsNobodys()
{
    must(m_register->load(peopleFile(linked())));
    file(kPermit);
    must(m_register->load(peopleFile({person(kResidence, kName, {document(kRenewed, kLatin)}, QString())})));
    QCOMPARE(mobile(kPermit, kLatin), QString());
    QCOMPARE(cases(kResidence, kName), 0);
    QCOMPARE(cases(kPermit, kLatin), 1);
}

void TestPersons::oneDocumentIsNotTwoPeoples()
{
    const QJsonArray twice{person(kResidence, kName, {document(kPermit, kLatin)}, QString()),
                           person(kPermit, kLatin, {}, QString())};
    const auto refused = m_register->load(peopleFile(twice));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, FaultCode::FileInvalid);
    QCOMPARE(mobile(kPermit, kLatin), QString());
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_document")), 0);
}

// The records are elsewhere: which documents are one person's comes with any answer, and stays.
void TestPersons::whatAnOfficeSaysLinks()
{
    QVector<PersonDocument> said;
    m_register->setRecords(std::make_unique<Office>(said));
    m_register->setCatalogues(std::make_shared<CatalogueShelf>(std::make_shared<const Catalogue>(
        loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue)));
    const auto names = [](const QString &number, const QString &name) {
        return PersonDocument{Sensitive<QString>(number), Sensitive<QString>(name)};
    };
    file(kPermit);
    must(ask("prefill", kResidence, kName));
    QCOMPARE(cases(kResidence, kName), 0);  // it says nothing of documents
    said = {names(kResidence, kName), names(kPermit.toLower(), kLatin)};
    must(ask("prefill", kResidence, kName));
    QCOMPARE(cases(kResidence, kName), 1);
    QCOMPARE(cases(kPermit, kLatin), 1);
    QCOMPARE(cases(kResidence, kLatin), 0);  // another's name on it
    const QString rows = QStringLiteral("SELECT COUNT(*) FROM person_document WHERE tag LIKE '%H0000%'");
    QCOMPARE(m_rig->count(rows), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_record")), 0);
    said.clear();
    must(ask("prefill", kResidence, kName));
    QCOMPARE(cases(kResidence, kName), 1);  // what is known stays
    said = {names(kResidence, kName), names(kRenewed, kLatin)};
    must(ask("needs", kResidence, kName));
    QCOMPARE(cases(kResidence, kName), 0);  // and a document that is no longer named is nobody's
    QCOMPARE(cases(kPermit, kLatin), 1);
}

void TestPersons::keysSayNothingOfTheNumber()
{
    must(m_register->load(peopleFile(linked())));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(DISTINCT person) FROM person_document")), 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_document WHERE LENGTH(person) = 32")), 4);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_document WHERE person = tag")), 0);
    auto db = must(m_database->connection());
    const QString key = must(single(db, QStringLiteral("SELECT person FROM person_document WHERE tag = ?"),
                                    {personTag(QByteArray(32, 't'), kPermit)}))
                            .toString();
    must(m_register->load(peopleFile(linked())));
    const QString again = must(single(db, QStringLiteral("SELECT person FROM person_document WHERE tag = ?"),
                                      {personTag(QByteArray(32, 't'), kPermit)}))
                              .toString();
    QCOMPARE(again, key);  // and stays
}

// A database as it was when a person was a document.
void TestPersons::oldRowsAreTakenAlong()
{
    const QByteArray key(32, 't');
    {
        auto db = must(m_database->connection());
        for (const char *sql :
             {"DROP TABLE person_document", "DROP TABLE person_record",
              "CREATE TABLE person (tag TEXT PRIMARY KEY, name_tag TEXT NOT NULL, updated_ms BIGINT NOT NULL)",
              "CREATE TABLE person_fact (tag TEXT NOT NULL REFERENCES person(tag), field TEXT NOT NULL,"
              " value TEXT NOT NULL, PRIMARY KEY (tag, field))"}) {
            must(run(db, QLatin1String(sql)));
        }
        for (const QString &number : {kPermit, kResidence}) {
            const QString name = number == kPermit ? kLatin : kName;
            must(run(db, QStringLiteral("INSERT INTO person (tag, name_tag, updated_ms) VALUES (?, ?, 7)"),
                     {personTag(key, number), QString::fromLatin1(hmacSha256(key, "name\n" + name.toUtf8()).toHex())}));
            must(run(db, QStringLiteral("INSERT INTO person_fact (tag, field, value) VALUES (?, 'mobile', ?)"),
                     {personTag(key, number), QStringLiteral("[\"1380000%1\"]").arg(number.size())}));
        }
        // The step that is tried, and all after it.
        for (qsizetype step = schemaSteps().size(); step > 0; --step) {
            must(run(db, QStringLiteral("DELETE FROM schema_version WHERE version = ?"), {step}));
            if (schemaSteps()[step - 1].join(QString()).contains(QLatin1String("CREATE TABLE person_document"))) {
                break;
            }
            const QStringList statements = schemaSteps().at(step - 1);
            for (const QString &sql : statements) {
                const QString table = sql.section(u' ', 2, 2);
                if (sql.contains(QLatin1String("ADD COLUMN"))) {
                    must(run(db, QStringLiteral("ALTER TABLE %1 DROP COLUMN %2").arg(table, sql.section(u' ', 5, 5))));
                } else if (sql.startsWith(QLatin1String("CREATE TABLE"))) {
                    must(run(db, QStringLiteral("DROP TABLE ") + table));
                } else if (sql.startsWith(QLatin1String("CREATE INDEX"))) {
                    must(run(db, QStringLiteral("DROP INDEX IF EXISTS ") + table));
                }
            }
        }
    }
    m_register.reset();
    m_database.reset();
    m_database = m_rig->database();
    m_register = std::make_unique<Register>(m_database, key, 1000, m_rig->clock);
    must(m_register->load(peopleFile({})));
    QCOMPARE(mobile(kPermit, kLatin), QStringLiteral("13800009"));
    QCOMPARE(mobile(kResidence, kName), QStringLiteral("138000018"));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(DISTINCT person) FROM person_document")), 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM person_document WHERE person = tag")), 0);
}

// Over the wire, through the core.
void TestPersons::aSupplementMayComeWithAnotherDocument()
{
    QFile people(m_rig->dir.filePath(QStringLiteral("people.json")));
    QVERIFY(people.open(QIODevice::WriteOnly));
    people.write(peopleFile(linked()));
    people.close();
    m_rig->options.demoPeople = people.fileName();
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K2"));
    CaseMaker cases = maker(kiosk);
    cases.number = kPermit;
    cases.name = kLatin;
    cases.outstanding = {QStringLiteral("end-of-job-proof")};
    const auto first = cases.make();
    QCOMPARE(sendOne(kiosk, first.item), wire::VerdictKind::Stored);
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    const auto supplement = [&](const QString &number, const QString &name) {
        cases.number = number;
        cases.name = name;
        cases.outstanding.clear();
        cases.supplements = first.id;
        cases.material = QStringLiteral("end-of-job-proof");
        const auto made = cases.make();
        return sendOne(kiosk, made.item) == wire::VerdictKind::Stored;
    };
    QVERIFY(supplement(QStringLiteral("37020019900307006X"), kName));
    QTRY_COMPARE(inbox(kiosk, 0).size(), 2);
    QCOMPARE(inbox(kiosk, 0).constLast().code, QStringLiteral("no-such-case"));
    QVERIFY(supplement(kResidence, kName));
    QTRY_VERIFY(inbox(kiosk, 0).size() >= 3);
    QVERIFY(inbox(kiosk, 2).constFirst().code != QStringLiteral("no-such-case"));
}

QTEST_GUILESS_MAIN(TestPersons)
#include "tst_persons.moc"
