// SPDX-License-Identifier: GPL-3.0-or-later
// Lines on the control socket of a demonstration kiosk: every command there is, on simulated devices. First bytes: how
// the lines are cut into writes, and whether a technician has signed in. Every line gets one answer; without a sign-in
// nothing of a technician's is answered with ok.
#include "app/kiosk/controlcommands.h"
#include "app/kiosk/kioskconfig.h"
#include "app/store/kioskstore.h"
#include "app/upkeep/devicerecords.h"
#include "app/upkeep/upkeep.h"
#include "tests/fuzz/fuzz.h"

#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTemporaryDir>

using namespace hall;
using hall::fuzz::Input;

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    // Never destroyed: what lives to the end of the process needs it.
    static const auto *const application = new QGuiApplication(*argc, *argv);
    HALL_HOLDS(application != nullptr);
    return 0;
}

namespace {

constexpr int answerMs = 5000;

// The part of a kiosk that commands reach. Pages are not shown: they are the business of tests/visitor.
struct Kiosk
{
    QTemporaryDir dir;
    MachineClock clock;
    DeviceHub hub;
    std::unique_ptr<KioskStore> store;
    SimulatedDevices simulated;
    SimulatedHands hands{simulated};
    QQuickWindow window;
    std::unique_ptr<DeviceRecords> records;
    std::unique_ptr<Upkeep> upkeep;
    std::unique_ptr<VisitHost> host;
    std::unique_ptr<ControlServer> open;
    std::unique_ptr<ControlServer> locked;
    std::unique_ptr<ControlCommands> openCommands;
    std::unique_ptr<ControlCommands> lockedCommands;

    Kiosk()
    {
        StoreOptions options;
        options.dataFolder = dir.filePath(QStringLiteral("data"));
        options.ballastBytes = 0;
        options.clock = &clock;
        auto opened = KioskStore::open(options);
        HALL_HOLDS(opened);
        store = std::move(*opened);
        KioskConfig config;
        config.resourcesDir = QStringLiteral(HALL_SOURCE_DIR "/resources");
        auto fitted = fitDevices(hub, config, false);
        HALL_HOLDS(fitted);
        simulated = *fitted;
        UpkeepServices services;
        services.clock = &clock;
        services.hub = &hub;
        services.store = store.get();
        records = std::make_unique<DeviceRecords>(hub, *store);
        services.records = records.get();
        services.serviceTitle = [](const QString &id) { return id; };
        services.centreReachable = [] { return false; };
        services.syncNow = [] {};
        upkeep = std::make_unique<Upkeep>(services);
        host = std::make_unique<VisitHost>(window, SessionServices{}, upkeep.get(), VisitHost::Look{});
        open = serve(true, "open", openCommands);
        locked = serve(false, "locked", lockedCommands);
    }

    [[nodiscard]] QString socket(bool unlocked) const
    {
        return dir.filePath(unlocked ? QStringLiteral("open") : QStringLiteral("locked"));
    }

private:
    std::unique_ptr<ControlServer> serve(bool unlocked, const char *name, std::unique_ptr<ControlCommands> &commands)
    {
        auto server = std::make_unique<ControlServer>(unlocked, [](const QString &, const QString &) { return false; });
        ControlParts parts;
        parts.server = server.get();
        parts.clock = &clock;
        parts.hub = &hub;
        parts.store = store.get();
        parts.host = host.get();
        parts.window = &window;
        parts.upkeep = upkeep.get();
        parts.records = records.get();
        parts.hands = &hands;
        parts.relay = [] { return nullptr; };
        parts.sync = [] { return nullptr; };
        parts.centreReachable = [] { return false; };
        parts.demo = true;
        commands = std::make_unique<ControlCommands>(parts);
        HALL_HOLDS(server->listen(dir.filePath(QLatin1String(name))));
        return server;
    }
};

// Writing files where the line says, waiting, and drawing are what they are for, but not here.
bool leftOut(const QByteArray &line)
{
    const QJsonObject request = QJsonDocument::fromJson(line).object();
    const QString name = request.value(u"do").toString();
    return name == u"grab" || name == u"wait" || name == u"stroke" ||
           request.value(u"action").toString() == u"export" || request.value(u"card").toString().startsWith(u"/dev") ||
           request.value(u"image").toString().startsWith(u"/dev") || request.value(u"fault").toString() == u"slow";
}

QByteArrayList linesOf(const QByteArray &text)
{
    QByteArrayList lines;
    for (const QByteArray &line : text.split('\n')) {
        if (!leftOut(line.trimmed()) && lines.size() < 16) {
            lines.append(line);
        }
    }
    return lines;
}

bool turnUntil(const std::function<bool()> &done)
{
    QElapsedTimer time;
    time.start();
    while (!done()) {
        if (time.elapsed() > answerMs) {
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

void check(const QByteArray &line, bool unlocked)
{
    const QJsonDocument answer = QJsonDocument::fromJson(line);
    HALL_HOLDS(answer.isObject() && answer.object().value(u"ok").isBool());
    if (!answer.object().value(u"ok").toBool()) {
        const QJsonObject error = answer.object().value(u"error").toObject();
        HALL_HOLDS(!error.value(u"code").toString().isEmpty() && !error.value(u"who").toString().isEmpty());
    } else {
        const QJsonObject object = answer.object();
        HALL_HOLDS(unlocked || object.contains(u"stages") || object.contains(u"stage"));  // vocabulary, status
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static Kiosk *kiosk = nullptr;  // never destroyed, but it leaves nothing behind
    if (kiosk == nullptr) {
        kiosk = new Kiosk;
        std::atexit([] { kiosk->dir.remove(); });
    }
    Input input(data, size);
    const qsizetype portion = 1 + input.byte();
    const bool unlocked = (input.byte() & 1) != 0;
    const QByteArrayList lines = linesOf(fuzz::qbytes(input.rest()));
    const QByteArray text = lines.join('\n') + '\n';
    QLocalSocket client;
    client.connectToServer(kiosk->socket(unlocked));
    HALL_HOLDS(client.waitForConnected(answerMs));
    for (qsizetype at = 0; at < text.size(); at += portion) {
        client.write(text.mid(at, portion));
        client.flush();
        if (text.size() <= 64) {
            QCoreApplication::processEvents();
        }
    }
    qsizetype answers = 0;
    const bool all = turnUntil([&] {
        while (client.canReadLine()) {
            check(client.readLine(), unlocked);
            ++answers;
        }
        return answers >= std::max<qsizetype>(lines.size(), 1);
    });
    HALL_HOLDS(all);
    HALL_HOLDS(client.state() == QLocalSocket::ConnectedState && client.bytesAvailable() == 0);
    client.abort();
    kiosk->simulated.printer->heal();
    kiosk->simulated.cardSlot->heal();
    kiosk->simulated.cardSlot->remove();
    kiosk->simulated.idReader->heal();
    kiosk->simulated.idReader->lift();
    kiosk->simulated.camera->heal();
    return 0;
}
