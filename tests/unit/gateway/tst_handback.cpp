// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a contract: all of it goes back, and only then it is destroyed, with a record.
#include "app/gateway/casecore.h"
#include "app/gateway/handback.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/secretfile.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

class TestHandback : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { end(); }
    void allOfItIsThere();
    void notIntoAFolderThatIsUsed();
    void whatIsNotWhole_data();
    void whatIsNotWhole();
    void destroyedWithARecord();
    void nothingWithoutAnExport();
    void goesOnWhereItWasBrokenOff();
    void apartFromWhatIsDestroyed();

private:
    Result<HandedBack> exported();
    Result<HandedBack> checked();
    Result<HandedBack> destroyed();
    QByteArray read(const QString &path) const;
    void store(CaseMaker &cases, const QVector<QByteArray> &pages = {});

    std::unique_ptr<QTemporaryDir> m_out;
    QString m_folder;
    QString m_record;
    QString m_case;
    Kiosk m_kiosk;
};

void TestHandback::init()
{
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.core = false;
    m_rig->start();
    m_kiosk = enrolled(QStringLiteral("K1"));
    m_out = std::make_unique<QTemporaryDir>();
    m_folder = m_out->filePath(QStringLiteral("export"));
    m_record = m_out->filePath(QStringLiteral("record.json"));
    CaseMaker cases = maker(m_kiosk);
    store(cases, {QByteArray("a page that nobody scanned")});
    store(cases);
    m_rig->stop();
}

void TestHandback::store(CaseMaker &cases, const QVector<QByteArray> &pages)
{
    const auto made = cases.make(pages);
    QCOMPARE(sendOne(m_kiosk, made.item), wire::VerdictKind::Stored);
    for (const QByteArray &blob : made.blobs) {
        QVERIFY(patch(m_kiosk, blob, 0, blob));
    }
    m_case = made.id;
    auto db = m_rig->database();
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CaseCore core(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))), m_rig->keys.tagKey, m_rig->clock);
    must(core.step(50));
}

Result<HandedBack> TestHandback::exported()
{
    auto db = m_rig->database();
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    return exportAll(*db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))),
                     must(loadReferenceKey(m_rig->dir.path())), m_folder, m_rig->clock);
}

Result<HandedBack> TestHandback::checked()
{
    auto db = m_rig->database();
    return checkExport(*db, must(loadReferenceKey(m_rig->dir.path())).publicKey(), m_folder);
}

Result<HandedBack> TestHandback::destroyed()
{
    return destroyAll(m_rig->dir.path(), m_rig->options.database, m_folder, m_record, m_rig->clock);
}

QByteArray TestHandback::read(const QString &path) const
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestHandback::allOfItIsThere()
{
    const auto counts = must(exported());
    QCOMPARE(counts.cases, 2);
    QCOMPARE(counts.unreadable, 0);
    QCOMPARE(counts.scans, 1);
    QCOMPARE(must(checked()), counts);
    const QJsonObject one = QJsonDocument::fromJson(read(m_folder + u"/cases/"_qs + m_case + u".json"_qs)).object();
    QCOMPARE(one[QStringLiteral("answers")][QStringLiteral("mobile")].toString(), QStringLiteral("13800000001"));
    QCOMPARE(one[QStringLiteral("identity")][QStringLiteral("number")].toString(),
             QStringLiteral("37020019900307006X"));
    const QByteArray page("a page that nobody scanned");
    QCOMPARE(read(m_folder + u"/scans/"_qs + sha256Hex(page)), page);
    QCOMPARE(read(m_folder + u"/tables/item.jsonl"_qs).count('\n'), 2);
    QVERIFY(!read(m_folder + u"/tables/item.jsonl"_qs).contains("\"body\""));
    QCOMPARE(read(m_folder + u"/tables/kiosk.jsonl"_qs).count('\n'), 1);
    QCOMPARE(QFile::permissions(m_folder) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestHandback::notIntoAFolderThatIsUsed()
{
    must(exported());
    QCOMPARE(exported().error().code, FaultCode::BadArgument);
}

void TestHandback::whatIsNotWhole_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what :
         {"a case is changed", "a scan is missing", "the manifest is changed", "the signature is missing",
          "a case has come", "a case has gone on", "another gateway signed it"}) {
        QTest::newRow(what) << QString::fromLatin1(what);
    }
}

void TestHandback::whatIsNotWhole()
{
    QFETCH(const QString, what);
    must(exported());
    const auto rewrite = [](const QString &path, const QByteArray &from, const QByteArray &to) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray content = file.readAll();
        file.close();
        QVERIFY(content.contains(from) && file.open(QIODevice::WriteOnly));
        file.write(content.replace(from, to));
    };
    auto db = m_rig->database();
    auto connection = must(db->connection());
    if (what == u"a case is changed"_qs) {
        rewrite(m_folder + u"/cases/"_qs + m_case + u".json"_qs, "13800000001", "13800000002");
    } else if (what == u"a scan is missing"_qs) {
        QVERIFY(QFile::remove(m_folder + u"/scans/"_qs + sha256Hex(QByteArray("a page that nobody scanned"))));
    } else if (what == u"the manifest is changed"_qs) {
        rewrite(m_folder + u"/manifest.json"_qs, "\"cases\":2", "\"cases\":3");
    } else if (what == u"the signature is missing"_qs) {
        QVERIFY(QFile::remove(m_folder + u"/manifest.sig"_qs));
    } else if (what == u"a case has come"_qs) {
        m_rig->start();
        CaseMaker cases = maker(m_kiosk);
        store(cases);
        m_rig->stop();
    } else if (what == u"a case has gone on"_qs) {
        must(gateway::run(connection, QStringLiteral("UPDATE item SET state = 'decided' WHERE id = ?"), {m_case}));
    } else {
        QFile file(m_folder + u"/manifest.sig"_qs);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(Signer::generate().sign("hall-export-v1\n" + read(m_folder + u"/manifest.json"_qs)));
    }
    QCOMPARE(checked().error().code, FaultCode::FileInvalid);
    QCOMPARE(destroyed().error().code, FaultCode::FileInvalid);
    QVERIFY(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")) >= 2);
    QVERIFY(!QFile::exists(m_record));
}

void TestHandback::destroyedWithARecord()
{
    const auto counts = must(exported());
    const QByteArray key = must(loadReferenceKey(m_rig->dir.path())).publicKey();
    QCOMPARE(must(destroyed()), counts);
    for (const char *name : {"gateway.db", "gateway.db-wal", "blobs", "front", "core"}) {
        QVERIFY2(!QFileInfo::exists(m_rig->dir.filePath(QLatin1String(name))), name);
    }
    QJsonObject record = QJsonDocument::fromJson(read(m_record)).object();
    const QByteArray signature = QByteArray::fromHex(record.take(QStringLiteral("sig")).toString().toLatin1());
    QVERIFY(verifySignature(key, "hall-destruction-v1\n" + must(canonicalJson(record)), signature));
    QCOMPARE(record[QStringLiteral("key")].toString().toLatin1(), key.toHex());
    QCOMPARE(record[QStringLiteral("manifest")].toString(), sha256Hex(read(m_folder + u"/manifest.json"_qs)));
    QCOMPARE(record[QStringLiteral("counts")][QStringLiteral("cases")].toInteger(), 2);
    const QJsonObject tables = record[QStringLiteral("tables")].toObject();
    QCOMPARE(tables[QStringLiteral("item")].toInteger(), 2);
    for (const char *table : {"rating", "inbox", "core_event", "person_record", "ask_log", "draft", "audit_head"}) {
        QVERIFY2(tables.contains(QLatin1String(table)), table);
    }
    qint64 rows = 0;
    for (const QJsonValue count : tables) {
        rows += count.toInteger();
    }
    QCOMPARE(rows, record[QStringLiteral("counts")][QStringLiteral("rows")].toInteger());
    QVERIFY(!record[QStringLiteral("ended")].toString().isEmpty());
    if (qEnvironmentVariableIsSet("HALL_TEST_POSTGRES")) {
        auto db = m_rig->database();  // makes the tables anew
        QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 0);
    }
}

void TestHandback::nothingWithoutAnExport()
{
    QCOMPARE(destroyed().error().code, FaultCode::FileInvalid);
    QVERIFY(QFileInfo::exists(unsealKeyPath(m_rig->dir.path())));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 2);
}

// The record had been written, and some of it had gone.
void TestHandback::goesOnWhereItWasBrokenOff()
{
    const auto counts = must(exported());
    const QByteArray tag = read(m_rig->dir.filePath(QStringLiteral("core/ref.key")));
    must(destroyed());
    QFile::remove(m_rig->dir.filePath(QStringLiteral("core")));
    must(writeWholeFile(m_rig->dir.filePath(QStringLiteral("core/ref.key")), tag, true));
    must(writeWholeFile(m_rig->dir.filePath(QStringLiteral("core/unseal.key")), "left", true));
    QCOMPARE(must(destroyed()), counts);
    QVERIFY(!QFileInfo::exists(m_rig->dir.filePath(QStringLiteral("core"))));
    QVERIFY(!QFileInfo::exists(m_rig->dir.filePath(QStringLiteral("gateway.db"))));
}

void TestHandback::apartFromWhatIsDestroyed()
{
    must(exported());
    m_record = m_rig->dir.filePath(QStringLiteral("record.json"));
    QCOMPARE(destroyed().error().code, FaultCode::BadArgument);
    m_record = m_folder + u"/record.json"_qs;
    QCOMPARE(destroyed().error().code, FaultCode::BadArgument);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 2);
}

QTEST_GUILESS_MAIN(TestHandback)
#include "tst_handback.moc"
