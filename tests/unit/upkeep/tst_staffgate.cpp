// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/kioskstore.h"
#include "app/upkeep/staffgate.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <sodium.h>

using namespace hall;
using namespace std::chrono_literals;

namespace {

const QString staffCard = QStringLiteral("A12345678");
const QString technicianCard = QStringLiteral("T00000001");
const QString goodPin = QStringLiteral("246810");
const QString wrongPin = QStringLiteral("135791");

template <typename T> std::optional<FaultCode> faultIn(const Result<T> &result)
{
    return result ? std::nullopt : std::optional<FaultCode>(result.error().code);
}

}  // namespace

class TestStaffGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(sodium_init() >= 0);
        m_public = QByteArray(crypto_sign_PUBLICKEYBYTES, '\0');
        QByteArray secret(crypto_sign_SECRETKEYBYTES, '\0');
        crypto_sign_keypair(reinterpret_cast<unsigned char *>(m_public.data()),
                            reinterpret_cast<unsigned char *>(secret.data()));
        m_secret = Sensitive<QByteArray>(secret);
        const Result<SignedStaffList> made =
            makeStaffList({{Sensitive<QString>(staffCard), StaffRole::Staff, QStringLiteral("李窗口"),
                            QDate(2026, 6, 30), Sensitive<QString>(goodPin)},
                           {Sensitive<QString>(technicianCard), StaffRole::Technician, QStringLiteral("王维护"),
                            QDate(2027, 6, 30), Sensitive<QString>(QStringLiteral("975310"))}},
                          m_secret);
        QVERIFY(made);
        m_list = *made;
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<ManualClock>();
        open();
    }
    void cleanup()
    {
        m_gate.reset();
        m_store.reset();
        m_folder.reset();
    }

    void theRightPinOpens()
    {
        QCOMPARE(*m_gate->present(staffCard), StaffRole::Staff);
        QCOMPARE(*m_gate->enter(staffCard, goodPin), StaffRole::Staff);
        QCOMPARE(*m_gate->enter(technicianCard, QStringLiteral("975310")), StaffRole::Technician);
        QCOMPARE(faultIn(m_gate->enter(staffCard, QStringLiteral("975310"))), FaultCode::StaffWrongPin);
        QCOMPARE(faultIn(m_gate->enter(staffCard, QString())), FaultCode::StaffWrongPin);
    }

    void strangersAreRefused()
    {
        QCOMPARE(faultIn(m_gate->present(QStringLiteral("B98765432"))), FaultCode::StaffUnknownCard);
        QCOMPARE(faultIn(m_gate->enter(QStringLiteral("B98765432"), goodPin)), FaultCode::StaffUnknownCard);
        StaffGate empty(*m_store, *m_clock);
        QCOMPARE(faultIn(empty.present(staffCard)), FaultCode::StaffUnknownCard);
    }

    void theLastDayStillCounts()
    {
        const QDateTime lastEvening(QDate(2026, 6, 30), QTime(23, 59));
        m_clock->advance(std::chrono::milliseconds(lastEvening.toMSecsSinceEpoch()) - m_clock->wall());
        QVERIFY(m_gate->present(staffCard));
        m_clock->advance(2min);
        QCOMPARE(faultIn(m_gate->present(staffCard)), FaultCode::StaffExpired);
        QCOMPARE(faultIn(m_gate->enter(staffCard, goodPin)), FaultCode::StaffExpired);
        QVERIFY(m_gate->present(technicianCard));
    }

    void fiveTriesThenADoublingWait()
    {
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(faultIn(m_gate->enter(staffCard, wrongPin)), FaultCode::StaffWrongPin);
            QCOMPARE(m_gate->lockedFor(staffCard), 0s);
        }
        std::chrono::seconds wait = 15s;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(faultIn(m_gate->enter(staffCard, wrongPin)), FaultCode::StaffWrongPin);
            QCOMPARE(m_gate->lockedFor(staffCard), wait);
            QCOMPARE(faultIn(m_gate->present(staffCard)), FaultCode::StaffLocked);
            QCOMPARE(faultIn(m_gate->enter(staffCard, goodPin)), FaultCode::StaffLocked);
            m_clock->advance(wait - 1ms);
            QCOMPARE(m_gate->lockedFor(staffCard), 1s);
            QCOMPARE(faultIn(m_gate->enter(staffCard, goodPin)), FaultCode::StaffLocked);
            m_clock->advance(1ms);
            wait *= 2;
        }
        QVERIFY(m_gate->present(technicianCard));
        QVERIFY(m_gate->enter(staffCard, goodPin));
        // A right PIN gives the five tries back.
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(faultIn(m_gate->enter(staffCard, wrongPin)), FaultCode::StaffWrongPin);
        }
        QCOMPARE(m_gate->lockedFor(staffCard), 0s);
    }

    void theWaitEndsSomewhere()
    {
        for (int i = 0; i < 14; ++i) {
            QCOMPARE(faultIn(m_gate->enter(staffCard, wrongPin)), FaultCode::StaffWrongPin);
            QVERIFY(m_gate->lockedFor(staffCard) <= StaffGate::longestWait);
            QVERIFY(i < 13 || m_gate->lockedFor(staffCard) == StaffGate::longestWait);
            m_clock->advance(StaffGate::longestWait);
        }
        QVERIFY(m_gate->enter(staffCard, goodPin));
    }

    void aRestartWinsNoTryBack()
    {
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(faultIn(m_gate->enter(staffCard, wrongPin)), FaultCode::StaffWrongPin);
        }
        m_clock->advance(14s);
        open();
        QCOMPARE(m_gate->lockedFor(staffCard), 15s);  // begins anew
        m_clock->advance(15s);
        QCOMPARE(faultIn(m_gate->enter(staffCard, wrongPin)), FaultCode::StaffWrongPin);
        QCOMPARE(m_gate->lockedFor(staffCard), 30s);
    }

    void aRightPinForgetsTheTries()
    {
        QCOMPARE(faultIn(m_gate->enter(staffCard, wrongPin)), FaultCode::StaffWrongPin);
        const QByteArray before = *m_store->setting(QStringLiteral("staff.tries")).result();
        QVERIFY2(before.endsWith(":1}"), before.constData());
        QVERIFY(!before.contains(staffCard.toLatin1()));
        QVERIFY(m_gate->enter(staffCard, goodPin));
        QCOMPARE(*m_store->setting(QStringLiteral("staff.tries")).result(), QByteArray("{}"));
    }

    // The store takes anything but a try: even the right PIN must not open, for the try comes first.
    void theTryIsWrittenBeforeItIsJudged()
    {
        m_gate.reset();
        m_store.reset();
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("direct"));
            db.setDatabaseName(m_folder->filePath(QStringLiteral("kiosk.db")));
            QVERIFY(db.open());
            QSqlQuery query(db);
            QVERIFY(query.exec(QStringLiteral("CREATE TRIGGER no_try BEFORE INSERT ON setting WHEN NEW.value <> x'7b7d'"
                                              " BEGIN SELECT RAISE(ABORT, 'no try'); END")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("direct"));
        open();
        QVERIFY(m_store->setSetting(QStringLiteral("staff.tries"), "{}").result());
        QCOMPARE(faultIn(m_gate->enter(staffCard, goodPin)), FaultCode::StoreIo);
    }

    void forgedListsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("signature");
        QByteArray changed = m_list.json;
        changed.replace("\"technician\"", "\"staff\"     ");
        QByteArray flipped = m_list.signature;
        flipped[5] = static_cast<char>(flipped[5] ^ 1);
        QTest::newRow("changed list") << changed << m_list.signature;
        QTest::newRow("changed signature") << m_list.json << flipped;
        QTest::newRow("short signature") << m_list.json << m_list.signature.left(63);
        QTest::newRow("no signature") << m_list.json << QByteArray();
        QByteArray other(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char *>(other.data()), nullptr,
                             reinterpret_cast<const unsigned char *>(m_list.json.constData()),
                             static_cast<unsigned long long>(m_list.json.size()),
                             reinterpret_cast<const unsigned char *>(m_secret.reveal().constData()));
        QTest::newRow("signed for another purpose") << m_list.json << other;
    }
    void forgedListsAreRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, signature);
        StaffGate gate(*m_store, *m_clock);
        QCOMPARE(faultIn(gate.load(json, signature, m_public)), FaultCode::SignatureBad);
        QCOMPARE(faultIn(gate.present(staffCard)), FaultCode::StaffUnknownCard);
        // A good list stays in force when a bad one comes.
        QCOMPARE(faultIn(m_gate->load(json, signature, m_public)), FaultCode::SignatureBad);
        QVERIFY(m_gate->present(staffCard));
    }

    void signedRubbishIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("not JSON") << QByteArray("staff");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("other version") << QByteArray(m_list.json).replace("\"v\": 1", "\"v\": 2");
        QTest::newRow("unknown role") << QByteArray(m_list.json).replace("\"technician\"", "\"root\"");
        QTest::newRow("no date") << QByteArray(m_list.json).replace("2027-06-30", "2027-06-31");
        QTest::newRow("other PIN kind") << QByteArray(m_list.json).replace("$argon2id$", "$argon2i$");
    }
    void signedRubbishIsRefused()
    {
        QFETCH(QByteArray, json);
        const QByteArray told = "hall-staff-list-v1\n" + json;
        QByteArray signature(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char *>(signature.data()), nullptr,
                             reinterpret_cast<const unsigned char *>(told.constData()),
                             static_cast<unsigned long long>(told.size()),
                             reinterpret_cast<const unsigned char *>(m_secret.reveal().constData()));
        QCOMPARE(faultIn(m_gate->load(json, signature, m_public)), FaultCode::FileInvalid);
    }

    void weakPinsAreNotIssued_data()
    {
        QTest::addColumn<QString>("pin");
        QTest::newRow("short") << QStringLiteral("12345");
        QTest::newRow("one digit") << QStringLiteral("000000");
        QTest::newRow("letters") << QStringLiteral("abcdef");
        QTest::newRow("empty") << QString();
    }
    void weakPinsAreNotIssued()
    {
        QFETCH(QString, pin);
        const auto made = makeStaffList({{Sensitive<QString>(staffCard), StaffRole::Staff, QStringLiteral("李窗口"),
                                          QDate(2027, 1, 1), Sensitive<QString>(pin)}},
                                        m_secret);
        QCOMPARE(faultIn(made), FaultCode::BadArgument);
    }

    void theListNamesNoCard()
    {
        QVERIFY(!m_list.json.contains(staffCard.toLatin1()));
        QVERIFY(!m_list.json.contains(goodPin.toLatin1()));
    }

private:
    StoreOptions optionsHere() const
    {
        StoreOptions options;
        options.dataFolder = m_folder->path();
        options.ballastBytes = 0;
        return options;
    }
    void open()
    {
        m_gate.reset();
        m_store.reset();
        Result<std::unique_ptr<KioskStore>> store = KioskStore::open(optionsHere());
        QVERIFY(store);
        m_store = std::move(*store);
        m_gate = std::make_unique<StaffGate>(*m_store, *m_clock);
        QVERIFY(m_gate->load(m_list.json, m_list.signature, m_public));
    }

    QByteArray m_public;
    Sensitive<QByteArray> m_secret;
    SignedStaffList m_list;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<KioskStore> m_store;
    std::unique_ptr<StaffGate> m_gate;
};

QTEST_GUILESS_MAIN(TestStaffGate)
#include "tst_staffgate.moc"
