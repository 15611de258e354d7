// SPDX-License-Identifier: GPL-3.0-or-later
// Who may ask for a unit, and whose cases the core takes: clerks, delegates, people under age.
#include "tests/unit/gateway/gatewaybed.h"

#include "app/protocol/caseapplicant.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::test;
using wire::VerdictKind;

namespace {

const QString unit = QStringLiteral("91370202MA3DEM001A");
const QString stranger = QStringLiteral("37020019900307006X");
const QString clerk = QStringLiteral("370200198506150016");

Applicant actingFor(ApplicantKind kind, const QString &code)
{
    return {kind, code, {}, {}};
}

Applicant delegateOf(const QString &number)
{
    return {ApplicantKind::Delegate, {}, Sensitive<QString>(QStringLiteral("王示例")), Sensitive<QString>(number)};
}

}  // namespace

class TestGatewayApplicants : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void aUnitIsToldToItsClerksAlone();
    void whoIsNoClerkAnyMoreIsToldNothing();
    void casesAreTakenFromThoseWhoMayAct_data();
    void casesAreTakenFromThoseWhoMayAct();
    void aCentreWithoutUnitsRefusesNoClerk();

private:
    httplib::Result ask(const Kiosk &kiosk, const QString &code, const QString &number, const QString &name);
    QString codeOf(const Kiosk &kiosk, CaseMaker &cases, const QVector<QByteArray> &pages = {});
};

httplib::Result TestGatewayApplicants::ask(const Kiosk &kiosk, const QString &code, const QString &number,
                                           const QString &name)
{
    const QJsonObject question{
        {QStringLiteral("v"), 1},
        {QStringLiteral("kind"), QStringLiteral("unit")},
        {QStringLiteral("service"), QString()},
        {QStringLiteral("unit"), code},
        {QStringLiteral("proof"),
         QJsonObject{{QStringLiteral("visit"), QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2")},
                     {QStringLiteral("number"), number},
                     {QStringLiteral("name"), name}}}};
    return client(&kiosk)->Post("/v1/ask", QJsonDocument(question).toJson().toStdString(), "application/json");
}

// What the inbox says of one case.
QString TestGatewayApplicants::codeOf(const Kiosk &kiosk, CaseMaker &cases, const QVector<QByteArray> &pages)
{
    const auto made = cases.make(pages);
    if (sendOne(kiosk, made.item) != VerdictKind::Stored) {
        return QStringLiteral("not stored");
    }
    for (const QByteArray &blob : made.blobs) {
        if (const auto sent = patch(kiosk, blob, 0, blob); !sent || sent->status != 204) {
            return QStringLiteral("scan refused");
        }
    }
    QVector<wire::InboxItem> items;
    const auto answered = [&] {
        items = inbox(kiosk, 0);
        return !items.isEmpty();
    };
    if (!QTest::qWaitFor(answered, 10000)) {
        return QStringLiteral("no answer");
    }
    const wire::InboxItem &last = items.constLast();
    return last.state == QLatin1String("refused") ? last.code : last.state;
}

void TestGatewayApplicants::aUnitIsToldToItsClerksAlone()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto told = ask(kiosk, unit, clerk, QStringLiteral("李演示"));
    QCOMPARE(told->status, 200);
    const QJsonObject fields = QJsonDocument::fromJson(bytes(told->body)).object()[QStringLiteral("fields")].toObject();
    QCOMPARE(fields[QStringLiteral("uscc")].toString(), unit);
    QCOMPARE(fields[QStringLiteral("unit_name")].toString(), QStringLiteral("青岛示例机械有限公司"));
    QCOMPARE(fields[QStringLiteral("unit_account_flag")], QJsonValue(false));

    const auto notClerk = ask(kiosk, unit, stranger, QStringLiteral("张测试"));
    const auto otherName = ask(kiosk, unit, clerk, QStringLiteral("张测试"));
    const auto noUnit = ask(kiosk, QStringLiteral("91370202MA3DEM009X"), clerk, QStringLiteral("李演示"));
    QCOMPARE(notClerk->status, 404);
    QCOMPARE(bytes(notClerk->body), bytes(noUnit->body));
    QCOMPARE(bytes(otherName->body), bytes(noUnit->body));
    QCOMPARE(ask(kiosk, QStringLiteral("91370202"), clerk, QStringLiteral("李演示"))->status, 400);

    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE kind = 'unit'")), 4);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE kind = 'unit' AND outcome = 'not-found'"
                                         " AND service = '91370202MA3DEM001A'")),
             2);
    m_rig->stop();
    m_rig->options.asksPerMinute = 2;
    m_rig->start();
    ask(kiosk, unit, stranger, QStringLiteral("张测试"));
    ask(kiosk, unit, stranger, QStringLiteral("张测试"));
    QCOMPARE(ask(kiosk, unit, clerk, QStringLiteral("李演示"))->status, 429);
}

void TestGatewayApplicants::whoIsNoClerkAnyMoreIsToldNothing()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QCOMPARE(ask(kiosk, unit, clerk, QStringLiteral("李演示"))->status, 200);
    m_rig->stop();
    QFile file(m_rig->dir.filePath(QStringLiteral("people.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"people":[],"units":[{"code":"91370202MA3DEM001A","clerks":[],"fields":{}}]})");
    file.close();
    m_rig->options.demoPeople = file.fileName();
    m_rig->start();
    QCOMPARE(ask(kiosk, unit, clerk, QStringLiteral("李演示"))->status, 404);
}

void TestGatewayApplicants::casesAreTakenFromThoseWhoMayAct_data()
{
    using Who = std::optional<Applicant>;
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("number");
    QTest::addColumn<Who>("applicant");
    QTest::addColumn<QByteArray>("answers");
    QTest::addColumn<QString>("scan");
    QTest::addColumn<QString>("code");
    const QString hire = QStringLiteral("labour-filing-hire");
    const QString transfer = QStringLiteral("file-transfer-in");
    const QString letter = QStringLiteral("letter-of-authority");
    const QByteArray ofUnit = R"({"uscc":"91370202MA3DEM001A"})";
    const QByteArray ofPrincipal = R"({"cert_no":"370200197208080035","principal_no":"370200197208080035"})";
    const QString wang = QStringLiteral("370200197208080035");
    const Who employer = actingFor(ApplicantKind::Employer, unit);
    QTest::newRow("a clerk") << hire << clerk << employer << ofUnit << QString() << QStringLiteral("decided");
    QTest::newRow("a stranger") << hire << stranger << employer << ofUnit << QString() << QStringLiteral("unit-clerk");
    QTest::newRow("a clerk of another unit")
        << hire << wang << employer << ofUnit << QString() << QStringLiteral("unit-clerk");
    QTest::newRow("a unit nobody knows") << hire << clerk
                                         << Who(actingFor(ApplicantKind::Employer,
                                                          QStringLiteral("91370202MA3DEM009X")))
                                         << QByteArray("{}") << QString() << QStringLiteral("unit-clerk");
    QTest::newRow("another unit's form") << hire << clerk << employer << QByteArray(R"({"uscc":"91370203MA3DEM002U"})")
                                         << QString() << QStringLiteral("applicant");
    QTest::newRow("an older kiosk's clerk")
        << hire << clerk << Who() << ofUnit << QString() << QStringLiteral("decided");
    QTest::newRow("an older kiosk's stranger")
        << hire << stranger << Who() << ofUnit << QString() << QStringLiteral("unit-clerk");
    QTest::newRow("a person for himself")
        << hire << clerk << Who(Applicant()) << ofUnit << QString() << QStringLiteral("applicant");
    QTest::newRow("as an institution") << hire << clerk << Who(actingFor(ApplicantKind::Institution, unit)) << ofUnit
                                       << QString() << QStringLiteral("applicant");
    QTest::newRow("a unit in a person's matter")
        << transfer << clerk << employer << ofUnit << QString() << QStringLiteral("applicant");
    QTest::newRow("with the letter") << transfer << clerk << Who(delegateOf(wang)) << ofPrincipal << letter
                                     << QStringLiteral("accepted");
    QTest::newRow("without the letter") << transfer << clerk << Who(delegateOf(wang)) << ofPrincipal << QString()
                                        << QStringLiteral("delegate-letter");
    QTest::newRow("for oneself") << transfer << clerk << Who(delegateOf(clerk)) << QByteArray("{}") << letter
                                 << QStringLiteral("applicant");
    QTest::newRow("for two people") << transfer << clerk << Who(delegateOf(wang))
                                    << QByteArray(R"({"cert_no":"370200199509230016"})") << letter
                                    << QStringLiteral("applicant");
    QTest::newRow("a wrong number") << transfer << clerk << Who(delegateOf(QStringLiteral("370200197208080036")))
                                    << QByteArray("{}") << letter << QStringLiteral("applicant");
    QTest::newRow("nobody may go instead") << QStringLiteral("job-seeking") << clerk << Who(delegateOf(wang))
                                           << ofPrincipal << letter << QStringLiteral("applicant");
}

void TestGatewayApplicants::casesAreTakenFromThoseWhoMayAct()
{
    QFETCH(QString, service);
    QFETCH(QString, number);
    QFETCH(std::optional<Applicant>, applicant);
    QFETCH(QByteArray, answers);
    QFETCH(QString, scan);
    QFETCH(QString, code);
    m_rig->stop();
    m_rig->options.catalogue = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    cases.service = service;
    cases.number = number;
    cases.applicant = applicant;
    cases.answers = answers;
    cases.material = scan;
    const QVector<QByteArray> pages = scan.isEmpty() ? QVector<QByteArray>() : QVector<QByteArray>{"a letter"};
    QCOMPARE(codeOf(kiosk, cases, pages), code);
}

void TestGatewayApplicants::aCentreWithoutUnitsRefusesNoClerk()
{
    m_rig->stop();
    QFile file(m_rig->dir.filePath(QStringLiteral("people.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"people":[]})");
    file.close();
    m_rig->options.demoPeople = file.fileName();
    m_rig->options.database.clear();
    QVERIFY(QFile::remove(m_rig->dir.filePath(QStringLiteral("gateway.db"))));
    m_rig->options.catalogue = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    cases.service = QStringLiteral("labour-filing-hire");
    cases.applicant = actingFor(ApplicantKind::Employer, unit);
    cases.answers = "{}";
    QCOMPARE(codeOf(kiosk, cases), QStringLiteral("accepted"));
}

QTEST_GUILESS_MAIN(TestGatewayApplicants)
#include "tst_gatewayapplicants.moc"
