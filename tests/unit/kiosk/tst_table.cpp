// SPDX-License-Identifier: GPL-3.0-or-later
// A clerk with a table on a stick: the real session over simulated devices, a real reader process, no centre.
#include "app/catalogue/catalogueloader.h"
#include "app/kiosk/devices.h"
#include "app/protocol/seal.h"
#include "app/session/session.h"
#include "app/store/kioskstore.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
const QString hire = QStringLiteral("labour-filing-hire");
constexpr int longMs = 30'000;
const QString heading = QStringLiteral("证件号码,姓名,录用日期,合同类别,合同开始日期,合同终止日期,证件类型\n");
const QString zhang = QStringLiteral("37020019900307006X,张测试,2026-11-02,20,2026-11-02,,111\n");
const QString wang = QStringLiteral("370200197208080035,王示例,2026-11-02,20,2026-11-02,,111\n");
const QString zhao =
    QStringLiteral("370200199509230016,赵范例,2026年11月2日,无固定期限劳动合同,2026/11/2,,居民身份证\n");
const QString wrongNumber = QStringLiteral("370200197911030014,吴例子,2026-11-02,20,2026-11-02,,111\n");
const QString noEnd = QStringLiteral("370200200305180040,郑仿真,2026-11-02,10,2026-11-02,,111\n");
const QString wrongDate = QStringLiteral("37020019830412002X,周示范,yesterday,20,2026-11-02,,111\n");

struct Rig
{
    QTemporaryDir dir;
    SystemClock clock;
    Catalogue catalogue = loadCatalogue(resources + QStringLiteral("/catalogue")).catalogue;
    std::unique_ptr<KioskStore> store;
    std::unique_ptr<CaseWriter> writer;
    DeviceHub hub;
    SimulatedDevices devices;
    TableStick stick{{{}, QStringLiteral(HALL_TABLE_READER), 20, 10'000}};
    std::unique_ptr<Session> session;

    Rig()
    {
        StoreOptions options;
        options.dataFolder = dir.filePath(QStringLiteral("data"));
        options.ballastBytes = 0;
        options.clock = &clock;
        auto opened = KioskStore::open(options);
        KioskConfig config;
        config.resourcesDir = resources;
        auto fitted = fitDevices(hub, config, false);
        if (!opened || !fitted || !QDir().mkpath(folder())) {
            qFatal("no store or no devices");
        }
        store = std::move(*opened);
        devices = *fitted;
        writer = std::make_unique<CaseWriter>(*store, clock);
        writer->setIdentity(SealIdentity{QStringLiteral("test-kiosk"), Signer::generate(), newSealKeyPair().publicKey});
        begin();
        hub.start();
    }
    ~Rig()
    {
        session.reset();
        hub.stop();
    }

    void begin()
    {
        SessionServices services;
        services.clock = &clock;
        services.hub = &hub;
        services.catalogue = &catalogue;
        services.store = store.get();
        services.writer = writer.get();
        services.stick = &stick;
        services.centre = [] { return nullptr; };
        services.centreReachable = [] { return false; };
        services.staffCard = [](const QString &) { return false; };
        services.outOfService = [] { return false; };
        services.caseCommitted = [] {};
        services.kioskId = [] { return QStringLiteral("test-kiosk"); };
        services.notice = *loadNotice(resources + QStringLiteral("/catalogue/notice.json"));
        services.receiptWords = *loadReceiptWords(resources + QStringLiteral("/catalogue/receipt.json"));
        session.reset();
        session = std::make_unique<Session>(std::move(services));
        session->setLanguage(QStringLiteral("en"));
    }

    [[nodiscard]] QString folder() const { return dir.filePath(QStringLiteral("stick")); }
    [[nodiscard]] bool at(const char *stage) const { return session->stage() == QLatin1String(stage); }
    [[nodiscard]] QVariant table(const char *key) const { return session->table().value(QLatin1String(key)); }
    [[nodiscard]] QVariantList wrong() const { return table("wrong").toList(); }
    [[nodiscard]] QString placed() const { return table("stick").toString(); }

    void write(const QString &rows, const QString &name = QStringLiteral("people.csv")) const
    {
        QFile file(folder() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(rows.toUtf8());
    }

    [[nodiscard]] QStringList people() const
    {
        QStringList names;
        for (const QVariant &one : session->people().value(QStringLiteral("list")).toList()) {
            names.append(one.toMap().value(QStringLiteral("name")).toString());
        }
        return names;
    }

    // From the card to the first page about a person.
    void comeIn()
    {
        QTRY_VERIFY_WITH_TIMEOUT(hub.snapshot(QStringLiteral("social-card-reader"))->link == device::Link::Ready,
                                 longMs);
        QVERIFY(devices.cardSlot->insert(resources + QStringLiteral("/demo/cards/li-yanshi.json")));
        QTRY_VERIFY_WITH_TIMEOUT(at("consent"), longMs);
        session->acceptConsent();
        session->unitStart();
        for (const QChar sign : QStringLiteral("91370202MA3DEM001A")) {
            session->unitKey(QString(sign));
        }
        session->unitEnter();
        QTRY_VERIFY_WITH_TIMEOUT(at("home"), longMs);
        session->openService(hire);
        QVERIFY(at("intro"));
        session->begin();
        QTRY_VERIFY_WITH_TIMEOUT(at("form"), longMs);
        while (session->pageId() != QLatin1String("form-worker")) {
            const QString page = session->pageId();
            session->setAnswer(QStringLiteral("handler_phone"), QStringLiteral("13900000005"));
            session->next();
            QVERIFY2(session->pageId() != page, qPrintable(page));
        }
    }

    // What is asked once for all of them, up to the list of people.
    void toPeople() const
    {
        for (int i = 0; i < 5 && !at("people"); ++i) {
            session->setAnswer(QStringLiteral("consent_share_flag"), QStringLiteral("true"));
            session->next();
        }
        QVERIFY2(at("people"), qPrintable(session->pageId()));
    }

    // From there to what the table holds.
    void bring(const QString &rows)
    {
        write(rows);
        session->openTable();
        QVERIFY(at("table"));
        stick.insert(folder());
        QTRY_COMPARE_WITH_TIMEOUT(table("files").toList().size(), 1, longMs);
        session->chooseTable(0);
        QTRY_VERIFY_WITH_TIMEOUT(!session->busy(), longMs);
    }
};

}  // namespace

class TestTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offeredWhereSeveralPeopleAre()
    {
        Rig rig;
        QVERIFY(!rig.table("offered").toBool());
        rig.session->openTable();
        QVERIFY(rig.at("attract"));
        rig.comeIn();
        QVERIFY(rig.table("offered").toBool());
        QCOMPARE(rig.placed(), QStringLiteral("out"));
    }

    void allAreRight()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang + wang + zhao);
        QVERIFY2(rig.at("table-rows"), qPrintable(rig.table("note").toString()));
        QCOMPARE(rig.table("right").toInt(), 3);
        QVERIFY(rig.wrong().isEmpty());
        rig.session->next();
        // The columns this form does not ask for are neither missed nor lost; no page about a person is asked.
        QCOMPARE(rig.session->pageId(), QStringLiteral("form-sharing"));
        rig.toPeople();
        QCOMPARE(rig.people(),
                 (QStringList{QStringLiteral("张测试"), QStringLiteral("王示例"), QStringLiteral("赵范例")}));
        QCOMPARE(rig.table("left").toInt(), 0);
        rig.session->next();
        QVERIFY2(rig.at("scan"), qPrintable(rig.session->pageId()));
    }

    void wrongRowsAreToldAndCorrected()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang + wrongNumber + noEnd + wrongDate);
        QVERIFY(rig.at("table-rows"));
        QCOMPARE(rig.table("right").toInt(), 1);
        QCOMPARE(rig.wrong().size(), 3);
        const QVariantMap first = rig.wrong()[0].toMap();
        QCOMPARE(first.value(QStringLiteral("line")).toInt(), 3);
        QCOMPARE(first.value(QStringLiteral("name")).toString(), QStringLiteral("吴**"));
        QVERIFY(!first.value(QStringLiteral("number")).toString().contains(QStringLiteral("19791103")));
        QCOMPARE(first.value(QStringLiteral("errors")).toList().size(), 1);
        QVERIFY(!first.value(QStringLiteral("errors"))
                     .toList()[0]
                     .toMap()
                     .value(QStringLiteral("text"))
                     .toString()
                     .isEmpty());

        rig.session->correctRow(0);
        QVERIFY(rig.at("table-rows"));  // not before the right ones are taken
        rig.session->next();
        QVERIFY(rig.at("table-rows"));
        QVERIFY(rig.table("taken").toBool());

        rig.session->correctRow(0);
        QCOMPARE(rig.session->pageId(), QStringLiteral("form-worker"));
        QCOMPARE(rig.session->errors().size(), 1);
        QCOMPARE(rig.session->errors().value(0).toMap().value(QStringLiteral("fieldId")).toString(),
                 QStringLiteral("cert_no"));
        rig.session->next();
        QCOMPARE(rig.session->pageId(), QStringLiteral("form-worker"));
        rig.session->setAnswer(QStringLiteral("cert_no"), QStringLiteral("370200197911030013"));
        rig.session->next();
        QVERIFY(rig.at("table-rows"));
        QCOMPARE(rig.wrong().size(), 2);

        rig.session->correctRow(0);
        QCOMPARE(rig.session->pageId(), QStringLiteral("form-contract"));
        rig.session->setAnswer(QStringLiteral("contract_end"), QStringLiteral("2029-11-01"));
        rig.session->next();
        QVERIFY(rig.at("table-rows"));

        // What could not be read stands there as it was typed.
        rig.session->correctRow(0);
        QCOMPARE(rig.session->pageId(), QStringLiteral("form-contract"));
        const QAbstractListModel *fields = rig.session->fields();
        QStringList values;
        for (int i = 0; i < fields->rowCount(); ++i) {
            values.append(fields->data(fields->index(i), fields->roleNames().key("value")).toString());
        }
        QVERIFY2(values.contains(QStringLiteral("yesterday")), qPrintable(values.join(u'|')));
        rig.session->setAnswer(QStringLiteral("hire_date"), QStringLiteral("2026-11-02"));
        rig.session->next();
        rig.toPeople();
        QCOMPARE(rig.people().size(), 4);
        for (const QVariant &one : rig.session->people().value(QStringLiteral("list")).toList()) {
            QCOMPARE(one.toMap().value(QStringLiteral("problem")).toString(), QString());
        }
    }

    void wrongRowsMayBeLeft()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang + wrongNumber);
        rig.session->next();
        rig.session->next();
        rig.toPeople();
        QCOMPARE(rig.people(), QStringList{QStringLiteral("张测试")});
        QCOMPARE(rig.table("left").toInt(), 1);
        rig.session->openRows();
        QVERIFY(rig.at("table-rows"));
        rig.session->back();
        QVERIFY(rig.at("people"));
        rig.session->next();
        QVERIFY(rig.at("scan"));
    }

    // A row that was begun and left is missing something, and the list says so.
    void aCorrectionMayBeBrokenOff()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang + wrongDate);
        rig.session->next();
        rig.session->correctRow(0);
        rig.session->back();
        QVERIFY(rig.at("people"));
        const QVariantList list = rig.session->people().value(QStringLiteral("list")).toList();
        QCOMPARE(list.size(), 2);
        QVERIFY(!list[1].toMap().value(QStringLiteral("problem")).toString().isEmpty());
        rig.session->next();
        QCOMPARE(rig.session->pageId(), QStringLiteral("form-contract"));
    }

    void noneIsTaken()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang + wang);
        rig.session->back();
        QVERIFY(rig.at("table"));
        rig.session->back();
        QCOMPARE(rig.session->pageId(), QStringLiteral("form-worker"));
        QVERIFY(rig.stick.files().isEmpty());
        QVERIFY(rig.session->people().value(QStringLiteral("list")).toList().isEmpty());
    }

    void whoIsInTheCaseIsNotTakenTwice()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang);
        rig.session->next();
        rig.toPeople();
        rig.stick.remove();
        QTRY_COMPARE_WITH_TIMEOUT(rig.placed(), QStringLiteral("out"), longMs);
        rig.bring(heading + zhang + wang);
        QVERIFY(rig.at("table-rows"));
        QCOMPARE(rig.table("right").toInt(), 1);
        QCOMPARE(rig.wrong().size(), 1);
        rig.session->next();
        rig.session->next();
        QCOMPARE(rig.people(), (QStringList{QStringLiteral("王示例"), QStringLiteral("张测试")}));
    }

    void nothingOfAWholeThatIsWrong_data()
    {
        QTest::addColumn<QString>("bytes");
        QTest::newRow("a column is missing") << QStringLiteral("证件号码,姓名\n37020019900307006X,张测试\n");
        QTest::newRow("no heading") << QStringLiteral("hello,world\n1,2\n");
        QString crowd = heading;
        for (int i = 0; i < 201; ++i) {
            crowd += zhang;
        }
        QTest::newRow("a crowd") << crowd;
    }

    void nothingOfAWholeThatIsWrong()
    {
        QFETCH(QString, bytes);
        Rig rig;
        rig.comeIn();
        rig.bring(bytes);
        QVERIFY(rig.at("table-rows"));
        QVERIFY(!rig.table("whole").toList().isEmpty());
        rig.session->next();
        rig.session->correctRow(0);
        QVERIFY(rig.at("table-rows"));
        rig.session->back();
        QVERIFY(rig.at("table"));
    }

    void whatIsNoTable_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a workbook by another name") << QByteArray("PK\x03\x04 and more");
        QTest::newRow("control characters") << QByteArray("a,b\n\x01\x02,\x1b[2J\n");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("too large") << QByteArray(5 * 1024 * 1024, 'a');
        QTest::newRow("an open quote") << QByteArray("a,\"b\nc");
    }

    void whatIsNoTable()
    {
        QFETCH(QByteArray, bytes);
        Rig rig;
        rig.comeIn();
        QFile file(rig.folder() + QStringLiteral("/people.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        rig.session->openTable();
        rig.stick.insert(rig.folder());
        QTRY_COMPARE_WITH_TIMEOUT(rig.table("files").toList().size(), 1, longMs);
        rig.session->chooseTable(0);
        QTRY_VERIFY_WITH_TIMEOUT(!rig.session->busy(), longMs);
        QVERIFY(rig.at("table"));
        QVERIFY(rig.table("note").toString().size() > 10);
    }

    void pulledOutWhileItIsRead()
    {
        Rig rig;
        rig.comeIn();
        rig.write(heading + zhang);
        rig.session->openTable();
        rig.stick.insert(rig.folder());
        QTRY_COMPARE_WITH_TIMEOUT(rig.table("files").toList().size(), 1, longMs);
        rig.session->chooseTable(0);
        rig.stick.remove();
        QVERIFY(QDir(rig.folder()).removeRecursively());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.session->busy(), longMs);
        if (rig.at("table")) {  // unless it had been read before
            QVERIFY(rig.table("note").toString().contains(QStringLiteral("taken out")));
            QTRY_COMPARE_WITH_TIMEOUT(rig.placed(), QStringLiteral("out"), longMs);
        }
    }

    void theStickIsRemindedOf()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang);
        rig.session->finish();
        QVERIFY(rig.at("take-card"));
        QVERIFY(rig.stick.files().isEmpty());
        QSignalSpy removed(&rig.hub, &DeviceHub::cardRemoved);
        rig.devices.cardSlot->remove();
        QVERIFY(removed.wait(longMs));
        QVERIFY(rig.at("take-card"));
        QCOMPARE(rig.placed(), QStringLiteral("in"));
        rig.stick.remove();
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("ended"), longMs);
    }

    void aForgottenStickIsNobodys()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang);
        rig.session->finish();
        QSignalSpy over(rig.session.get(), &Session::visitOver);
        rig.clock.advance(std::chrono::seconds(100));
        QVERIFY(over.wait(longMs));
        rig.devices.cardSlot->remove();
        rig.begin();
        QCOMPARE(rig.placed(), QStringLiteral("left"));
        rig.comeIn();
        rig.session->openTable();
        QVERIFY(rig.at("table"));
        QTest::qWait(100);
        QVERIFY(rig.table("files").toList().isEmpty());
        rig.stick.insert(rig.folder());
        QTRY_COMPARE_WITH_TIMEOUT(rig.table("files").toList().size(), 1, longMs);
    }

    void nothingIsLeftAfterTheVisit()
    {
        Rig rig;
        rig.comeIn();
        rig.bring(heading + zhang + wrongNumber);
        QSignalSpy wiping(rig.session.get(), &Session::wiping);
        rig.session->finish();
        QVERIFY(rig.wrong().isEmpty());
        QCOMPARE(rig.table("left").toInt(), 0);
        QVERIFY(!wiping.isEmpty());
    }
};

QTEST_MAIN(TestTable)
#include "tst_table.moc"
