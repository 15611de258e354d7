// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/hub/devicehub.h"

#include "drivers/hub/carddecode.h"

#include <QPromise>

namespace hall {

namespace {

// Runs on the hub's thread, or not at all once the hub is gone. Devices are stopped before the hub's data goes, so a
// callback always finds the hub alive.
template <typename Call> void onHub(DeviceHub *hub, Call call)
{
    QMetaObject::invokeMethod(hub, std::move(call), Qt::QueuedConnection);
}

Serviceability fromSnapshot(const std::shared_ptr<const device::Snapshot> &snapshot)
{
    if (!snapshot) {
        return {false, Fault(FaultCode::DeviceNotFitted)};
    }
    if (snapshot->link == device::Link::Ready) {
        return {true, snapshot->fault};
    }
    return {false, snapshot->fault ? *snapshot->fault : Fault(FaultCode::DeviceNotReady)};
}

// Paper that a job takes, in metres. A text line is 24 dots high, with a gap of a quarter.
double lengthOf(const device::PrintJob &job, int dpi)
{
    constexpr int lineDots = 30;
    constexpr double metresPerInch = 0.0254;
    int dots = job.feedDots;
    for (const device::PaperPart &part : job.parts) {
        if (const auto *band = std::get_if<device::RasterBand>(&part)) {
            dots += band->rows;
        } else if (const auto *line = std::get_if<device::TextLine>(&part)) {
            dots += lineDots * line->scale;
        } else {
            dots += std::get<device::NativeQr>(part).rows;
        }
    }
    return dpi > 0 ? dots * metresPerInch / dpi : 0;
}

}  // namespace

QString capabilityName(Capability capability)
{
    switch (capability) {
    case Capability::Identify:
        return QStringLiteral("identify");
    case Capability::Capture:
        return QStringLiteral("capture");
    case Capability::PrintReceipt:
        return QStringLiteral("print-receipt");
    case Capability::ScanCode:
        return QStringLiteral("scan-code");
    case Capability::BeginVisit:
        return QStringLiteral("begin-visit");
    case Capability::CheckHolder:
        return QStringLiteral("check-holder");
    case Capability::Guide:
        return QStringLiteral("guide");
    }
    return {};
}

DeviceHub::DeviceHub(QObject *parent) : QObject(parent)
{
    qRegisterMetaType<hall::device::Cabinet::Key>();
    qRegisterMetaType<hall::Fault>();
    qRegisterMetaType<hall::device::Frame>();
}

DeviceHub::~DeviceHub()
{
    stop();
}

void DeviceHub::listenTo(device::Device &target)
{
    const auto first = target.board().current();
    const QString id = QString::fromStdString(first->id);
    m_order.append(id);
    m_all.push_back(&target);
    m_snapshots.insert(id, first);
    target.board().listen(
        [this, id, &target](const std::shared_ptr<const device::Snapshot> &snapshot) {
            onSnapshot(target, id, snapshot);
        },
        [this](std::function<void()> task) { onHub(this, std::move(task)); });
}

void DeviceHub::onSnapshot(device::Device &target, const QString &id,
                           const std::shared_ptr<const device::Snapshot> &snapshot)
{
    const auto before = m_snapshots.value(id);
    m_snapshots.insert(id, snapshot);
    if (snapshot->fault && (!before || before->fault != snapshot->fault) && usable(id)) {
        Q_EMIT counted(id, QStringLiteral("faults"), 1);
    }
    checkIdentity(target, id, *snapshot);
    gatherCabinet();
    Q_EMIT deviceChanged(id);
    Q_EMIT capabilitiesChanged();
}

// What is plugged in says who it is. One that must be another is refused until the right one is back.
void DeviceHub::checkIdentity(device::Device &target, const QString &id, const device::Snapshot &snapshot)
{
    auto fact = snapshot.facts.find("identity");
    if (fact == snapshot.facts.end()) {
        fact = snapshot.facts.find("sam");  // an identity card reader is who its security module is
    }
    const auto *const text = fact == snapshot.facts.end() ? nullptr : std::get_if<std::string>(&fact->second);
    if (!text || text->empty()) {
        return;
    }
    const QString identity = QString::fromStdString(*text);
    if (m_identities.value(id) == identity) {
        return;
    }
    m_identities.insert(id, identity);
    const QString pin = m_pins.value(id);
    const bool other = !pin.isEmpty() && pin != identity;
    if (other) {
        m_refused.insert(id);
    } else {
        m_refused.remove(id);
    }
    target.board().refuse(
        other ? std::optional<Fault>(Fault(FaultCode::DeviceOther, *text + " instead of " + pin.toStdString()))
              : std::nullopt);
    Q_EMIT identityChanged(id, identity);
}

void DeviceHub::gatherCabinet()
{
    CabinetState now;
    const auto word = [](const device::Snapshot &snapshot, const char *name) {
        const auto fact = snapshot.facts.find(name);
        const auto *const text = fact == snapshot.facts.end() ? nullptr : std::get_if<std::string>(&fact->second);
        return text ? *text : std::string();
    };
    const auto ofSupply = [&now, &word](const device::Snapshot &snapshot) {
        const std::string power = word(snapshot, "power");
        const auto state = power == "low"       ? CabinetState::Power::Low
                           : power == "battery" ? CabinetState::Power::Battery
                                                : CabinetState::Power::Mains;
        now.power = std::max(now.power, state);
        const auto minutes = snapshot.facts.find("minutes");
        if (minutes != snapshot.facts.end() && std::holds_alternative<std::int64_t>(minutes->second)) {
            now.minutes = static_cast<int>(std::get<std::int64_t>(minutes->second));
        }
    };
    // A device that does not answer says nothing; what it said last does not hold any more.
    const auto speaks = [this](const device::Device *target) -> std::shared_ptr<const device::Snapshot> {
        const auto snapshot =
            target
                ? m_snapshots.value(QString::fromStdString(const_cast<device::Device *>(target)->board().current()->id))
                : nullptr;
        return snapshot && snapshot->link == device::Link::Ready ? snapshot : nullptr;
    };
    if (const auto cabinet = speaks(m_cabinet.get())) {
        now.doorOpen = word(*cabinet, "door") == "open";
        now.headphones = word(*cabinet, "headphones") == "in";
        const std::string presence = word(*cabinet, "presence");
        now.presenceKnown = !presence.empty();
        now.present = presence == "present";
        ofSupply(*cabinet);
    }
    if (const auto supply = speaks(m_supply.get())) {
        ofSupply(*supply);
    }
    if (now == m_cabinetState) {
        return;
    }
    m_cabinetState = now;
    Q_EMIT cabinetChanged();
}

void DeviceHub::addReader(std::unique_ptr<device::CardReader> reader)
{
    auto entry = std::make_unique<Reader>();
    entry->id = QString::fromStdString(reader->board().current()->id);
    entry->device = std::move(reader);
    listenTo(*entry->device);
    wire(*entry);
    m_readers.push_back(std::move(entry));
}

void DeviceHub::wire(Reader &reader)
{
    const QString id = reader.id;
    device::CardReader::Events events;
    events.foundAtStart = [this, id] { onHub(this, [this, id] { readerOf(id)->left = true; }); };
    events.arrived = [this, id] {
        onHub(this, [this, id] {
            readerOf(id)->card = true;
            readerOf(id)->givenUp = false;
            if (!usable(id)) {
                readerOf(id)->left = true;  // whoever put it there is told by the screen to use another way
            }
            if (readerOf(id)->left) {
                Q_EMIT leftCardFound(id);
                return;
            }
            Q_EMIT cardArrived(id);
        });
    };
    events.read = [this, id](device::CardContents contents) {
        // The one copy of the card's bytes travels inside the call and goes with it.
        auto carried = std::make_shared<device::CardContents>(std::move(contents));
        onHub(this, [this, id, carried] { onRead(id, std::move(*carried)); });
    };
    if (reader.device->authorisation()) {
        events.needsAuthorisation = [this, id](device::AuthorisationNeed need) {
            auto carried = std::make_shared<device::AuthorisationNeed>(std::move(need));
            onHub(this, [this, id, carried] { onWaits(id, std::move(*carried)); });
        };
    }
    events.failed = [this, id](const Fault &fault) {
        onHub(this, [this, id, fault] {
            readerOf(id)->need.reset();
            Q_EMIT counted(id, QStringLiteral("failures"), 1);
            if (!readerOf(id)->left && !readerOf(id)->givenUp) {
                Q_EMIT cardFailed(id, fault);
            }
        });
    };
    events.removed = [this, id] {
        onHub(this, [this, id] {
            readerOf(id)->card = false;
            readerOf(id)->left = false;
            readerOf(id)->givenUp = false;
            readerOf(id)->need.reset();
            readerOf(id)->identity.reset();
            Q_EMIT cardRemoved(id);
        });
    };
    reader.device->setEvents(std::move(events));
}

void DeviceHub::onRead(const QString &id, device::CardContents contents)
{
    readerOf(id)->need.reset();
    if (m_held.contains(id)) {
        if (Result<Identity> identity = decodeCard(contents)) {
            Q_EMIT heldCardRead(id, std::make_shared<const Identity>(std::move(*identity)));
        }
        return;
    }
    if (readerOf(id)->left || readerOf(id)->givenUp) {
        return;
    }
    Q_EMIT counted(id, QStringLiteral("reads"), 1);
    if (const auto *social = std::get_if<device::SocialCardContents>(&contents); social && social->needsAuthorisation) {
        Q_EMIT cardFailed(id, Fault(FaultCode::CardNeedsAuth));
        return;
    }
    Result<Identity> identity = decodeCard(contents);
    if (!identity) {
        Q_EMIT cardFailed(id, identity.error());
        return;
    }
    auto shared = std::make_shared<const Identity>(std::move(*identity));
    readerOf(id)->identity = shared;
    Q_EMIT cardRead(id, shared);
}

void DeviceHub::setPrinter(std::unique_ptr<device::ReceiptPrinter> printer)
{
    m_printer = std::move(printer);
    listenTo(*m_printer);
}

void DeviceHub::setCamera(std::unique_ptr<device::DocumentCamera> camera)
{
    m_camera = std::move(camera);
    listenTo(*m_camera);
    m_camera->setPreviewSink(
        [this](const device::Frame &frame) { onHub(this, [this, frame] { Q_EMIT frameArrived(frame); }); });
}

void DeviceHub::setScanner(std::unique_ptr<device::CodeScanner> scanner)
{
    m_scanner = std::move(scanner);
    listenTo(*m_scanner);
    device::CodeScanner::Events events;
    events.scanned = [this](device::ScannedCode code) {
        // The one copy travels inside the call and goes with it.
        auto carried = std::make_shared<const device::ScannedCode>(std::move(code));
        onHub(this, [this, carried] {
            if (m_scanning && usable(scannerId())) {
                Q_EMIT counted(scannerId(), QStringLiteral("reads"), 1);
                Q_EMIT codeScanned(carried);
            }
        });
    };
    events.unreadable = [this](const Fault &fault) {
        onHub(this, [this, fault] {
            if (m_scanning && usable(scannerId())) {
                Q_EMIT counted(scannerId(), QStringLiteral("failures"), 1);
                Q_EMIT codeUnreadable(fault);
            }
        });
    };
    m_scanner->setEvents(std::move(events));
}

void DeviceHub::setCabinet(std::unique_ptr<device::Cabinet> cabinet)
{
    m_cabinet = std::move(cabinet);
    device::Cabinet::Events events;
    const QString id = QString::fromStdString(m_cabinet->board().current()->id);
    events.key = [this, id](device::Cabinet::Key key) {
        onHub(this, [this, id, key] {
            if (usable(id)) {
                Q_EMIT counted(id, QStringLiteral("keys"), 1);
                Q_EMIT cabinetKey(key);
            }
        });
    };
    m_cabinet->setEvents(std::move(events));
    listenTo(*m_cabinet);
}

void DeviceHub::setPowerSupply(std::unique_ptr<device::Device> supply)
{
    m_supply = std::move(supply);
    listenTo(*m_supply);
}

void DeviceHub::setHolderCheck(std::unique_ptr<device::HolderCheck> check)
{
    m_holder = std::move(check);
    listenTo(*m_holder);
}

void DeviceHub::setPins(QHash<QString, QString> pins)
{
    m_pins = std::move(pins);
}

void DeviceHub::light(device::Cabinet::Lights lights)
{
    if (m_cabinet) {
        m_cabinet->light(lights, [](const Done &) {});
    }
}

bool DeviceHub::hold(const QString &deviceId, bool on)
{
    for (device::Device *target : m_all) {
        if (QString::fromStdString(target->board().current()->id) != deviceId) {
            continue;
        }
        if (on) {
            m_held.insert(deviceId);
            if (Reader *reader = readerOf(deviceId); reader && reader->card) {
                leaveCard(deviceId);
            }
        } else {
            m_held.remove(deviceId);
        }
        target->board().hold(on);
        return true;
    }
    return false;
}

QStringList DeviceHub::heldDevices() const
{
    QStringList held;
    for (const QString &id : m_order) {
        if (m_held.contains(id)) {
            held.append(id);
        }
    }
    return held;
}

QString DeviceHub::scannerId() const
{
    return m_scanner ? QString::fromStdString(m_scanner->board().current()->id) : QString();
}

void DeviceHub::setScanning(bool on)
{
    m_scanning = on;
    if (m_scanner) {
        m_scanner->setListening(on);
    }
}

void DeviceHub::start()
{
    m_started = true;
    for (device::Device *target : m_all) {
        target->start();
    }
}

void DeviceHub::stop()
{
    if (!m_started) {
        return;
    }
    m_started = false;
    for (device::Device *target : m_all) {
        target->stop();
    }
}

QStringList DeviceHub::deviceIds() const
{
    return m_order;
}

QStringList DeviceHub::readerIds() const
{
    QStringList ids;
    for (const auto &reader : m_readers) {
        ids.append(reader->id);
    }
    return ids;
}

std::shared_ptr<const device::Snapshot> DeviceHub::snapshot(const QString &deviceId) const
{
    return m_snapshots.value(deviceId);
}

Serviceability DeviceHub::serviceability(Capability capability) const
{
    switch (capability) {
    case Capability::Identify: {
        Serviceability best{false, Fault(FaultCode::DeviceNotFitted)};
        for (const auto &reader : m_readers) {
            const Serviceability one = fromSnapshot(m_snapshots.value(reader->id));
            if (one.available) {
                return one;
            }
            best = one;
        }
        return best;
    }
    case Capability::Capture:
        return ofDevice(m_camera.get());
    case Capability::PrintReceipt:
        return ofDevice(m_printer.get());
    case Capability::ScanCode:
        return ofDevice(m_scanner.get());
    case Capability::BeginVisit:
        return visits();
    case Capability::CheckHolder:
        return ofDevice(m_holder.get());
    case Capability::Guide:
        return ofDevice(m_cabinet.get());
    }
    return {};
}

Serviceability DeviceHub::ofDevice(const device::Device *target) const
{
    return target ? fromSnapshot(m_snapshots.value(
                        QString::fromStdString(const_cast<device::Device *>(target)->board().current()->id)))
                  : Serviceability{false, Fault(FaultCode::DeviceNotFitted)};
}

Serviceability DeviceHub::visits() const
{
    if (m_cabinetState.doorOpen) {
        return {false, Fault(FaultCode::DoorOpen)};
    }
    switch (m_cabinetState.power) {
    case CabinetState::Power::Mains:
        return {true, std::nullopt};
    case CabinetState::Power::Battery:
        return {false, Fault(FaultCode::PowerOnBattery)};
    case CabinetState::Power::Low:
        return {false, Fault(FaultCode::PowerLow)};
    }
    return {};
}

bool DeviceHub::cardPresent() const
{
    return !readerWithCard().isEmpty() || !readerWithLeftCard().isEmpty();
}

void DeviceHub::leaveCard(const QString &readerId)
{
    if (Reader *reader = readerOf(readerId); reader && reader->card) {
        reader->left = true;
        reader->identity.reset();
        if (reader->need) {
            reader->need.reset();
            reader->device->authorisation()->giveUp();
        }
    }
}

QString DeviceHub::readerWithLeftCard() const
{
    const auto found =
        std::find_if(m_readers.begin(), m_readers.end(), [](const auto &reader) { return reader->left; });
    return found != m_readers.end() ? (*found)->id : QString();
}

bool DeviceHub::cardLeft(const QString &readerId) const
{
    const Reader *reader = readerOf(readerId);
    return reader && reader->left;
}

QStringList DeviceHub::readersWithCards() const
{
    QStringList ids;
    for (const auto &reader : m_readers) {
        if (reader->card && !reader->left) {
            ids.append(reader->id);
        }
    }
    return ids;
}

QString DeviceHub::readerWithCard() const
{
    return readersWithCards().value(0);
}

const device::PrinterProfile *DeviceHub::printerProfile() const
{
    return m_printer ? &m_printer->profile() : nullptr;
}

void DeviceHub::setReading(bool on)
{
    for (const auto &reader : m_readers) {
        reader->device->setPolling(on);
    }
}

std::shared_ptr<const Identity> DeviceHub::lastIdentity(const QString &readerId) const
{
    const Reader *reader = readerOf(readerId);
    return reader ? reader->identity : nullptr;
}

QFuture<device::PrintReport> DeviceHub::print(device::PrintJob job, std::chrono::milliseconds deadline)
{
    auto promise = std::make_shared<QPromise<device::PrintReport>>();
    promise->start();
    QFuture<device::PrintReport> future = promise->future();
    if (!m_printer) {
        promise->addResult(device::PrintReport{device::PrintOutcome::NotPrinted, 'D',
                                               std::string(faultName(FaultCode::DeviceNotFitted)), 0, 0});
        promise->finish();
        return future;
    }
    const QString id = QString::fromStdString(m_printer->board().current()->id);
    if (!usable(id)) {
        promise->addResult(device::PrintReport{device::PrintOutcome::NotPrinted, 'D',
                                               std::string(faultName(FaultCode::DeviceHeld)), 0, 0});
        promise->finish();
        return future;
    }
    const double metres = lengthOf(job, m_printer->profile().dpi);
    m_printer->print(std::move(job), deadline, [this, id, metres, promise](device::PrintReport report) {
        const bool printed = report.outcome == device::PrintOutcome::Printed;
        onHub(this, [this, id, metres, printed] {
            Q_EMIT counted(id, printed ? QStringLiteral("prints") : QStringLiteral("failures"), 1);
            if (printed) {
                Q_EMIT counted(id, QStringLiteral("metres"), metres);
            }
        });
        promise->addResult(std::move(report));
        promise->finish();
    });
    return future;
}

namespace {

// A device that answers once on its own thread, as a future.
template <typename Value, typename Ask> QFuture<Result<Value>> asked(bool can, const Fault &whyNot, Ask ask)
{
    auto promise = std::make_shared<QPromise<Result<Value>>>();
    promise->start();
    QFuture<Result<Value>> future = promise->future();
    const auto answer = [promise](Result<Value> value) {
        promise->addResult(std::move(value));
        promise->finish();
    };
    if (can) {
        ask(answer);
    } else {
        answer(fail(whyNot));
    }
    return future;
}

}  // namespace

QFuture<Result<device::HolderVerdict>> DeviceHub::checkHolder(device::ResidentPhoto photo,
                                                              std::chrono::milliseconds deadline)
{
    const Serviceability now = serviceability(Capability::CheckHolder);
    return asked<device::HolderVerdict>(
        now.available, now.reason.value_or(Fault(FaultCode::DeviceNotReady)),
        [&](auto answer) { m_holder->check(std::move(photo), deadline, std::move(answer)); });
}

QFuture<Result<device::Frame>> DeviceHub::decodePhoto(device::ResidentPhoto photo, std::chrono::milliseconds deadline)
{
    const Serviceability now = serviceability(Capability::CheckHolder);
    return asked<device::Frame>(now.available, now.reason.value_or(Fault(FaultCode::DeviceNotReady)), [&](auto answer) {
        m_holder->decodePhoto(std::move(photo), deadline, std::move(answer));
    });
}

void DeviceHub::setPrintJournal(device::ReceiptPrinter::JournalIntent intent)
{
    if (m_printer) {
        m_printer->setJournal(std::move(intent));
    }
}

void DeviceHub::startPreview()
{
    if (m_camera) {
        m_camera->startPreview();
    }
}

void DeviceHub::stopPreview()
{
    if (m_camera) {
        m_camera->stopPreview();
    }
}

QFuture<Result<device::Frame>> DeviceHub::captureStill(std::chrono::milliseconds deadline)
{
    auto promise = std::make_shared<QPromise<Result<device::Frame>>>();
    promise->start();
    QFuture<Result<device::Frame>> future = promise->future();
    const QString id = m_camera ? QString::fromStdString(m_camera->board().current()->id) : QString();
    if (!m_camera || !usable(id)) {
        promise->addResult(Result<device::Frame>(fail(m_camera ? FaultCode::DeviceHeld : FaultCode::DeviceNotFitted)));
        promise->finish();
        return future;
    }
    m_camera->captureStill(deadline, [this, id, promise](Result<device::Frame> frame) {
        onHub(this, [this, id, taken = frame.has_value()] {
            Q_EMIT counted(id, taken ? QStringLiteral("stills") : QStringLiteral("failures"), 1);
        });
        promise->addResult(std::move(frame));
        promise->finish();
    });
    return future;
}

DeviceHub::Reader *DeviceHub::readerOf(const QString &id)
{
    for (const auto &reader : m_readers) {
        if (reader->id == id) {
            return reader.get();
        }
    }
    return nullptr;
}

const DeviceHub::Reader *DeviceHub::readerOf(const QString &id) const
{
    return const_cast<DeviceHub *>(this)->readerOf(id);
}

}  // namespace hall
