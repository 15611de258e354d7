// SPDX-License-Identifier: GPL-3.0-or-later
// Real session, hub and card driver over a simulated slot, signed region profiles, and a centre that answers when the
// test says so.
#pragma once

#include "app/catalogue/catalogueloader.h"
#include "app/kiosk/demo/demoregions.h"
#include "app/kiosk/devices.h"
#include "app/session/session.h"
#include "app/store/kioskstore.h"

#include <QPromise>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace hall::test {

inline const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
inline const QString social = QStringLiteral("social-card-reader");
inline constexpr int longMs = 30'000;
inline constexpr char right[] = "305917";  // resources/demo/README.md
inline constexpr char initial[] = "123456";

class SlowCentre final : public CentreClient
{
public:
    QFuture<Result<CentreAnswer>> prefill(const VisitProof &, const QString &) override
    {
        return ended(CentreAnswer{Sensitive<QByteArray>(R"({"fields":{}})")});
    }
    QFuture<Result<CentreAnswer>> query(const VisitProof &, const QString &) override { return refused(); }
    QFuture<Result<CentreAnswer>> unit(const VisitProof &, const QString &) override { return refused(); }
    QFuture<Result<CentreAnswer>> progress(const VisitProof &) override { return refused(); }
    QFuture<Result<CentreAnswer>> needs(const VisitProof &) override { return refused(); }
    QFuture<Result<CentreAnswer>> licences(const VisitProof &, const LicenceQuestion &) override { return refused(); }
    QFuture<Result<CentreAnswer>> holderOf(const ECardQuestion &) override { return refused(); }
    QFuture<Result<CentreAnswer>> authenticateCard(const CardAuthQuestion &question) override
    {
        asked.append(question);
        m_promise = std::make_shared<QPromise<Result<CentreAnswer>>>();
        m_promise->start();
        return m_promise->future();
    }
    QFuture<Result<CentreAnswer>> draft(const wire::DraftCall &) override { return refused(); }
    QFuture<Result<CentreAnswer>> phone(const wire::PhoneCall &) override { return refused(); }
    QFuture<Result<CentreAnswer>> rate(const wire::Rating &) override { return refused(); }
    [[nodiscard]] bool reachable() const override { return true; }

    void answer(Result<CentreAnswer> answer)
    {
        m_promise->addResult(std::move(answer));
        m_promise->finish();
    }
    void open(const char *internal, const char *external)
    {
        answer(CentreAnswer{encodeCardAuthAnswer(
            {QByteArray::fromHex(internal), Sensitive<QByteArray>(QByteArray::fromHex(external))})});
    }

    QList<CardAuthQuestion> asked;

private:
    static QFuture<Result<CentreAnswer>> refused() { return ended(fail(FaultCode::CentreUnreachable)); }
    static QFuture<Result<CentreAnswer>> ended(Result<CentreAnswer> answer)
    {
        QPromise<Result<CentreAnswer>> promise;
        promise.start();
        promise.addResult(std::move(answer));
        promise.finish();
        return promise.future();
    }
    std::shared_ptr<QPromise<Result<CentreAnswer>>> m_promise;
};

inline device::CardFile card(const char *name)
{
    const auto file = device::readCardFile(resources + QStringLiteral("/demo/cards/") + QLatin1String(name) +
                                           QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

struct Rig
{
    QTemporaryDir dir;
    SystemClock clock;
    Catalogue catalogue = loadCatalogue(resources + QStringLiteral("/catalogue")).catalogue;
    std::unique_ptr<KioskStore> store;
    std::unique_ptr<CaseWriter> writer;
    DeviceHub hub;
    SimulatedDevices devices;
    SlowCentre centre;
    bool enrolled = true;
    std::unique_ptr<Session> session;

    // `profile`: instead of the demonstration's.
    explicit Rig(const QByteArray &profile = {})
    {
        StoreOptions options;
        options.dataFolder = dir.filePath(QStringLiteral("data"));
        options.ballastBytes = 0;
        options.clock = &clock;
        auto opened = KioskStore::open(options);
        KioskConfig config;
        config.resourcesDir = resources;
        config.demo = true;
        config.regions = dir.filePath(QStringLiteral("regions"));
        auto fitted = makeDemoRegions(profilesFrom(profile), config.regions) ? fitDevices(hub, config, false)
                                                                             : fail(FaultCode::StoreIo);
        if (!opened || !fitted) {
            qFatal("no store or no devices");
        }
        store = std::move(*opened);
        devices = *fitted;
        writer = std::make_unique<CaseWriter>(*store, clock);
        writer->setIdentity(SealIdentity{QStringLiteral("k1"), Signer::generate(), QByteArray(32, 'k')});
        begin();
        hub.start();
        // A card that lies there at the first look is nobody's.
        const auto looked = [this](const QString &reader) {
            const auto media = hub.snapshot(reader)->facts.find("media");
            return media != hub.snapshot(reader)->facts.end() && media->second == device::Fact(std::string("none"));
        };
        if (!QTest::qWaitFor([&] { return looked(social) && looked(QStringLiteral("id-card-reader")); }, longMs)) {
            qFatal("no readers");
        }
    }
    ~Rig()
    {
        session.reset();
        hub.stop();
    }

    QString profilesFrom(const QByteArray &profile) const
    {
        if (profile.isEmpty()) {
            return resources + QStringLiteral("/regions");
        }
        const QString folder = dir.filePath(QStringLiteral("profiles"));
        QDir().mkpath(folder);
        QFile file(folder + QStringLiteral("/one.json"));
        if (!file.open(QIODevice::WriteOnly) || file.write(profile) != profile.size()) {
            qFatal("no profile");
        }
        return folder;
    }

    // A visit, as the host of visits begins it.
    void begin()
    {
        SessionServices services;
        services.clock = &clock;
        services.hub = &hub;
        services.catalogue = &catalogue;
        services.store = store.get();
        services.writer = writer.get();
        services.centre = [this]() -> CentreClient * { return enrolled ? &centre : nullptr; };
        services.centreReachable = [] { return true; };
        services.staffCard = [](const QString &number) { return number == QLatin1String("Z90000001"); };
        services.outOfService = [] { return false; };
        services.notice = *loadNotice(resources + QStringLiteral("/catalogue/notice.json"));
        session.reset();
        session = std::make_unique<Session>(services);
    }

    [[nodiscard]] bool at(const char *stage) const { return session->stage() == QLatin1String(stage); }
    [[nodiscard]] bool comes(const char *stage) const
    {
        return QTest::qWaitFor([&] { return at(stage) && !session->busy(); }, longMs);
    }
    [[nodiscard]] static QString codeOf(const QVariant &fault)
    {
        return fault.toMap().value(QStringLiteral("code")).toString();
    }
    [[nodiscard]] QString fault() const { return codeOf(session->signInFault()); }
    [[nodiscard]] QString padFault() const { return codeOf(session->pin().value(QStringLiteral("fault"))); }
    [[nodiscard]] QVariant pad(const char *key) const { return session->pin().value(QLatin1String(key)); }
    [[nodiscard]] bool insert(const device::CardFile &file, const char *stage = "pin") const
    {
        devices.cardSlot->insert(file);
        return comes(stage);
    }
    [[nodiscard]] bool remove()
    {
        QSignalSpy removed(&hub, &DeviceHub::cardRemoved);
        devices.cardSlot->remove();
        return QTest::qWaitFor([&] { return !removed.isEmpty(); }, longMs);
    }
    void type(const char *digits) const
    {
        for (const char *digit = digits; *digit; ++digit) {
            session->pinDigit(*digit - '0');
        }
    }
    // Typed and shown to the card, which has answered.
    void enter(const char *digits) const
    {
        type(digits);
        session->pinEnter();
        (void)QTest::qWaitFor([this] { return !session->busy(); }, longMs);
    }
};

}  // namespace hall::test
