// SPDX-License-Identifier: GPL-3.0-or-later
// The staff of the halls: from the centre's file to a kiosk that lets them in, and no longer.
#include "app/gateway/reference.h"
#include "app/gateway/stafffile.h"
#include "app/protocol/secretfile.h"
#include "app/store/kioskstore.h"
#include "app/upkeep/staffgate.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

namespace {

const QDate today(2026, 1, 1);
const QByteArray key(32, 'k');
const QString card = QStringLiteral("Z90000001");
const QString other = QStringLiteral("Z90000002");
const QString pin = QStringLiteral("246810");

}  // namespace

class TestStaffFile : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_hash = must(hashStaffPin(pin)); }
    void aFileBecomesAList();
    void wrongLines_data();
    void wrongLines();
    void pins_data();
    void pins();
    void peopleComeAndGo();
    void aFileOthersCanReadIsRefused();

private:
    [[nodiscard]] QByteArray line(const QString &number, const char *role = "staff") const
    {
        return number.toUtf8() + " | " + role + " | 李窗口 | 2027-06-30 | " + m_hash + '\n';
    }
    QByteArray m_hash;
};

void TestStaffFile::aFileBecomesAList()
{
    const QByteArray text =
        "\xef\xbb\xbf# 青岛市各大厅\r\n\r\n" + line(card).trimmed() + "\r\n" + line(other, "technician");
    const QByteArray list = must(staffListOf(text, key, today));
    const Signer centre = Signer::generate();
    const auto read = must(StaffList::read(list, centre.sign("hall-staff-list-v1\n" + list), centre.publicKey()));
    const auto entry = read.find(read.tagOf(card));
    QVERIFY(entry);
    QCOMPARE(entry->name, QStringLiteral("李窗口"));
    QCOMPARE(entry->expires, QDate(2027, 6, 30));
    QVERIFY(entry->role == StaffRole::Staff && pinMatches(entry->pin, pin));
    QVERIFY(read.find(read.tagOf(other))->role == StaffRole::Technician);
    QVERIFY(!list.contains("Z9000000"));
    QCOMPARE(staffKeyOf(list), key);
    QCOMPARE(staffKeyOf({}).size(), 32);
    QVERIFY(staffKeyOf({}) != staffKeyOf({}));
    QCOMPARE(must(staffListOf(text, key, today)), list);  // published again, nothing changes
    QVERIFY(must(staffListOf("# nobody\n", key, today)).contains("\"entries\": ["));
}

void TestStaffFile::wrongLines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    const QByteArray good = line(card);
    const QByteArray tail = " | 李窗口 | 2027-06-30 | " + m_hash;
    const auto row = [](const char *name, const QByteArray &text, const char *said) {
        QTest::newRow(name) << text << QString::fromUtf8(said);
    };
    row("too few parts", good + "Z90000002 | staff\n", "line 2: 2 parts; five, with | between");
    row("no card", " | staff" + tail, "line 1: not a card number");
    row("a card with a blank", "Z9000 0002 | staff" + tail, "line 1: not a card number");
    row("a card twice", good + "# again\n" + good, "line 3: this card stands in a line above as well; take one");
    row("a role that is none", "Z90000001 | boss" + tail, "line 1: not a role; staff or technician (1 line is wrong)");
    row("no name", "Z90000001 | staff |  | 2027-06-30 | " + m_hash, "line 1: not a name");
    row("no such day", "Z90000001 | staff | 李 | 2027-02-30 | " + m_hash,
        "line 1: not a day; the last day, as 2027-06-30");
    row("a day that is over", "Z90000001 | staff | 李 | 2025-12-31 | " + m_hash, "line 1: the last day is over");
    row("a PIN in the clear", "Z90000001 | staff | 李 | 2027-06-30 | 246810",
        "line 1: no PIN, or one in the clear; run");
    row("a hash cut short", "Z90000001 | staff | 李 | 2027-06-30 | " + m_hash.left(60),
        "line 1: not what stands for a PIN");
    row("a hash that takes a kiosk's memory",
        "Z90000001 | staff | 李 | 2027-06-30 | " + QByteArray(m_hash).replace("m=65536", "m=4194304"),
        "line 1: not what stands for a PIN");
    row("not UTF-8", "Z90000001 | staff | \xc0\xee | 2027-06-30 | " + m_hash,
        "line 1: not UTF-8; save the file as UTF-8");
    row("several", "a\nb\n" + good + "c\n",
        "line 1: 1 parts; five, with | between: card, role, name, last day, PIN (3 lines are wrong)");
}

// The line, what is wrong, what to do; and nobody's number or PIN.
void TestStaffFile::wrongLines()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, said);
    const auto list = staffListOf(text, key, today);
    QVERIFY(!list);
    QCOMPARE(list.error().code, FaultCode::FileInvalid);
    const QString detail = QString::fromStdString(list.error().detail);
    QVERIFY2(detail.startsWith(said), qPrintable(detail));
    QVERIFY(!detail.contains(QStringLiteral("Z9000")) && !detail.contains(QStringLiteral("246810")));
}

void TestStaffFile::pins_data()
{
    QTest::addColumn<bool>("good");
    QTest::newRow("246810") << true;
    QTest::newRow("123456789012") << true;
    QTest::newRow("12345") << false;
    QTest::newRow("1234567890123") << false;
    QTest::newRow("111111") << false;
    QTest::newRow("12345a") << false;
    QTest::newRow("") << false;
}

void TestStaffFile::pins()
{
    QFETCH(const bool, good);
    const auto hash = hashStaffPin(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(hash.has_value(), good);
    if (!good) {
        QCOMPARE(hash.error().code, FaultCode::BadArgument);
    }
}

// Published twice: who is taken out is let in no more, who stays still waits for wrong PINs, who is new is let in.
void TestStaffFile::peopleComeAndGo()
{
    begin();
    const QTemporaryDir dir;
    const auto database = m_rig->database();
    const Signer centre = must(loadReferenceKey(m_rig->dir.path()));
    const auto publish = [&](const QByteArray &text) {
        const QString file = dir.filePath(QStringLiteral("staff.txt"));
        must(writeWholeFile(file, text, true));
        RefSources sources;
        sources.staff = file;
        must(publishReference(*database, centre, sources, m_rig->clock));
        QMap<QString, QByteArray> files;
        for (const RefFile &one : must(readRefManifest(*must(manifestAfter(*database, 0)), centre.publicKey())).files) {
            files.insert(one.path, must(referenceFile(*database, one.sha256)));
        }
        return files;
    };
    const QString json = QStringLiteral("staff/staff.json");
    const QString signature = QStringLiteral("staff/staff.sig");
    StoreOptions options;
    options.dataFolder = dir.filePath(QStringLiteral("kiosk"));
    options.ballastBytes = 0;
    const std::unique_ptr<KioskStore> store = must(KioskStore::open(options));
    StaffGate gate(*store, m_rig->clock);
    const auto first = publish(line(card) + line(other, "technician"));
    must(gate.load(first[json], first[signature], centre.publicKey()));
    QCOMPARE(must(gate.enter(card, pin)), StaffRole::Staff);
    for (int i = 0; i < StaffGate::freeTries; ++i) {
        QCOMPARE(gate.enter(other, QStringLiteral("135791")).error().code, FaultCode::StaffWrongPin);
    }
    QCOMPARE(gate.enter(other, pin).error().code, FaultCode::StaffLocked);
    const QString third = QStringLiteral("Z90000003");
    const auto second = publish(line(other, "technician") + line(third));
    must(gate.load(second[json], second[signature], centre.publicKey()));
    QCOMPARE(gate.present(card).error().code, FaultCode::StaffUnknownCard);
    QCOMPARE(gate.enter(card, pin).error().code, FaultCode::StaffUnknownCard);
    QCOMPARE(gate.enter(other, pin).error().code, FaultCode::StaffLocked);
    QCOMPARE(must(gate.enter(third, pin)), StaffRole::Staff);
    end();
}

void TestStaffFile::aFileOthersCanReadIsRefused()
{
    begin();
    const QTemporaryDir dir;
    RefSources sources;
    sources.staff = dir.filePath(QStringLiteral("staff.txt"));
    must(writeWholeFile(sources.staff, line(card), false));
    const Signer centre = must(loadReferenceKey(m_rig->dir.path()));
    const auto refused = publishReference(*m_rig->database(), centre, sources, m_rig->clock);
    QCOMPARE(refused.error().code, FaultCode::KeyMissing);
    QVERIFY(refused.error().detail.find("mode 0600") != std::string::npos);
    must(writeWholeFile(sources.staff, line(card) + "x\n", true));
    const auto wrong = publishReference(*m_rig->database(), centre, sources, m_rig->clock);
    QVERIFY(wrong.error().detail.find("staff.txt: line 2: ") != std::string::npos);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ref_release")), 0);
    end();
}

QTEST_GUILESS_MAIN(TestStaffFile)
#include "tst_stafffile.moc"
