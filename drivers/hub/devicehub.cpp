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
    }
    return {};
}

DeviceHub::DeviceHub(QObject *parent) : QObject(parent)
{
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
    m_snapshots.insert(id, first);
    target.board().listen(
        [this, id](const std::shared_ptr<const device::Snapshot> &snapshot) {
            m_snapshots.insert(id, snapshot);
            Q_EMIT deviceChanged(id);
            Q_EMIT capabilitiesChanged();
        },
        [this](std::function<void()> task) { onHub(this, std::move(task)); });
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
    if (readerOf(id)->left || readerOf(id)->givenUp) {
        return;
    }
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
            if (m_scanning) {
                Q_EMIT codeScanned(carried);
            }
        });
    };
    events.unreadable = [this](const Fault &fault) {
        onHub(this, [this, fault] {
            if (m_scanning) {
                Q_EMIT codeUnreadable(fault);
            }
        });
    };
    m_scanner->setEvents(std::move(events));
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
    for (const auto &reader : m_readers) {
        reader->device->start();
    }
    if (m_printer) {
        m_printer->start();
    }
    if (m_camera) {
        m_camera->start();
    }
    if (m_scanner) {
        m_scanner->start();
    }
}

void DeviceHub::stop()
{
    if (!m_started) {
        return;
    }
    m_started = false;
    for (const auto &reader : m_readers) {
        reader->device->stop();
    }
    if (m_printer) {
        m_printer->stop();
    }
    if (m_camera) {
        m_camera->stop();
    }
    if (m_scanner) {
        m_scanner->stop();
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
        return m_camera ? fromSnapshot(m_snapshots.value(QString::fromStdString(m_camera->board().current()->id)))
                        : Serviceability{false, Fault(FaultCode::DeviceNotFitted)};
    case Capability::PrintReceipt:
        return m_printer ? fromSnapshot(m_snapshots.value(QString::fromStdString(m_printer->board().current()->id)))
                         : Serviceability{false, Fault(FaultCode::DeviceNotFitted)};
    case Capability::ScanCode:
        return fromSnapshot(m_snapshots.value(scannerId()));
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
    m_printer->print(std::move(job), deadline, [promise](device::PrintReport report) {
        promise->addResult(std::move(report));
        promise->finish();
    });
    return future;
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
    if (!m_camera) {
        promise->addResult(Result<device::Frame>(fail(FaultCode::DeviceNotFitted)));
        promise->finish();
        return future;
    }
    m_camera->captureStill(deadline, [promise](Result<device::Frame> frame) {
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
