// SPDX-License-Identifier: GPL-3.0-or-later
// What a visitor is told when the store is full, before any form: real session, store and devices without a screen.
#include "app/catalogue/catalogueloader.h"
#include "app/kiosk/devices.h"
#include "app/protocol/seal.h"
#include "app/session/session.h"
#include "app/store/kioskstore.h"
#include "app/store/roomwatch.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
const QString filed = QStringLiteral("flexible-registration");  // can be filed without a connection
constexpr int longMs = 30'000;
constexpr qint64 quota = 4 << 20;

}  // namespace

class TestRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void noCases();
    void noScans();

private:
    void fillTo(double share);
    QVariantMap offered(const QString &id) const;
    [[nodiscard]] bool at(const char *stage) const { return m_session->stage() == QLatin1String(stage); }

    std::unique_ptr<QTemporaryDir> m_dir;
    SystemClock m_clock;
    Catalogue m_catalogue = loadCatalogue(resources + QStringLiteral("/catalogue")).catalogue;
    std::unique_ptr<KioskStore> m_store;
    std::unique_ptr<RoomWatch> m_room;
    std::unique_ptr<CaseWriter> m_writer;
    std::unique_ptr<DeviceHub> m_hub;
    SimulatedDevices m_devices;
    std::unique_ptr<Session> m_session;
    QStringList m_blobs;
};

void TestRoom::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    StoreOptions options;
    options.dataFolder = m_dir->filePath(QStringLiteral("data"));
    options.ballastBytes = 0;
    options.quotaBytes = quota;
    options.clock = &m_clock;
    auto opened = KioskStore::open(options);
    KioskConfig config;
    config.resourcesDir = resources;
    m_hub = std::make_unique<DeviceHub>();
    auto fitted = fitDevices(*m_hub, config, false);
    QVERIFY(opened && fitted);
    m_store = std::move(*opened);
    m_room = std::make_unique<RoomWatch>(*m_store, std::chrono::milliseconds(50));
    m_devices = *fitted;
    m_writer = std::make_unique<CaseWriter>(*m_store, m_clock);
    m_writer->setIdentity(SealIdentity{QStringLiteral("test-kiosk"), Signer::generate(), newSealKeyPair().publicKey});
    SessionServices services;
    services.clock = &m_clock;
    services.hub = m_hub.get();
    services.catalogue = &m_catalogue;
    services.store = m_store.get();
    services.room = m_room.get();
    services.writer = m_writer.get();
    services.centre = [] { return nullptr; };
    services.centreReachable = [] { return false; };
    services.staffCard = [](const QString &) { return false; };
    services.outOfService = [] { return false; };
    services.caseCommitted = [] {};
    services.kioskId = [] { return QStringLiteral("test-kiosk"); };
    services.notice = *loadNotice(resources + QStringLiteral("/catalogue/notice.json"));
    services.receiptWords = *loadReceiptWords(resources + QStringLiteral("/catalogue/receipt.json"));
    m_session = std::make_unique<Session>(services);
    m_hub->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_hub->snapshot(QStringLiteral("social-card-reader"))->link == device::Link::Ready,
                             longMs);
    QVERIFY(m_devices.cardSlot->insert(resources + QStringLiteral("/demo/cards/li-yanshi.json")));
    QTRY_VERIFY_WITH_TIMEOUT(at("consent"), longMs);
    m_session->acceptConsent();
    QTRY_VERIFY_WITH_TIMEOUT(at("home"), longMs);
}

void TestRoom::cleanup()
{
    m_session.reset();
    m_hub->stop();
    m_hub.reset();
    m_writer.reset();
    m_room.reset();
    m_store.reset();
    m_blobs.clear();
}

// With scans that no case has yet.
void TestRoom::fillTo(double share)
{
    constexpr qsizetype step = 40'000;
    while (m_store->fill().result()->share < share) {
        QByteArray bytes(step, '\0');
        bytes.replace(0, 8, QByteArray::number(m_blobs.size()).rightJustified(8));
        const auto name = m_store->writeBlob(bytes).result();
        QVERIFY(name);
        m_blobs.append(*name);
    }
}

QVariantMap TestRoom::offered(const QString &id) const
{
    for (const QVariant &one : m_session->services()) {
        if (one.toMap()[QStringLiteral("id")] == id) {
            return one.toMap();
        }
    }
    return {};
}

void TestRoom::noCases()
{
    QVERIFY(offered(filed)[QStringLiteral("available")].toBool());
    m_session->openService(filed);
    QTRY_VERIFY(at("intro"));
    // Full while the visitor reads: the form does not begin.
    fillTo(0.85);  // after that no scan is taken
    NewCase large;
    large.id = newTransactionId(1);
    large.service = filed;
    large.submittedAt = QDateTime::currentDateTimeUtc();
    large.personTag = QByteArray(32, 't');
    large.sealedBody = QByteArray(500'000, 'x');
    large.makeEnvelope = [](const ChainPosition &) -> Result<SignedEnvelope> {
        return SignedEnvelope{"{}", QByteArray(32, 'h')};
    };
    QVERIFY(m_store->commit(large).result());
    QTRY_COMPARE(m_session->closed(), QStringLiteral("no-cases"));
    QCOMPARE(m_session->service()[QStringLiteral("reason")].toString(), QStringLiteral("store.full"));
    m_session->begin();
    QVERIFY(at("intro"));
    m_session->goHome();
    QVERIFY(!offered(filed)[QStringLiteral("available")].toBool());
    QCOMPARE(offered(filed)[QStringLiteral("reason")].toString(), QStringLiteral("store.full"));
    // What needs no case rests for no such reason.
    for (const Service &service : m_catalogue.services()) {
        if (service.query) {
            QVERIFY2(offered(service.id)[QStringLiteral("reason")].toString() != QLatin1String("store.full"),
                     qPrintable(service.id));
        }
    }
    // And it goes on by itself when there is room again.
    QSignalSpy told(m_session.get(), &Session::closedChanged);
    QVERIFY(m_store->releaseBlobs(m_blobs).result());
    QTRY_COMPARE(m_session->closed(), QString());
    QVERIFY(!told.isEmpty());
    QVERIFY(offered(filed)[QStringLiteral("available")].toBool());
    m_session->openService(filed);
    m_session->begin();
    QTRY_VERIFY(at("form"));
}

void TestRoom::noScans()
{
    fillTo(0.85);
    QTRY_COMPARE(m_session->closed(), QStringLiteral("no-scans"));
    QVERIFY(offered(filed)[QStringLiteral("available")].toBool());
    m_session->openService(filed);
    // Said at the introduction, as when the camera is away, and the case can be handed in all the same.
    QVERIFY(m_session->service()[QStringLiteral("cameraOut")].toBool());
    QVERIFY(m_session->service()[QStringLiteral("available")].toBool());
    m_session->begin();
    QTRY_VERIFY(at("form"));
    QVERIFY(m_store->releaseBlobs(m_blobs).result());
    QTRY_COMPARE(m_session->closed(), QString());
    QVERIFY(!m_session->service()[QStringLiteral("cameraOut")].toBool());
}

QTEST_MAIN(TestRoom)
#include "tst_room.moc"
