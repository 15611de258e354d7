// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/hub/devicehub.h"

#include "drivers/hub/hubcall.h"

namespace hall {

namespace {

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
    case Capability::PrintA4:
        return QStringLiteral("print-a4");
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

void DeviceHub::addReader(std::unique_ptr<device::CardReader> reader)
{
    auto entry = std::make_unique<Reader>();
    entry->id = QString::fromStdString(reader->board().current()->id);
    entry->device = std::move(reader);
    listenTo(*entry->device);
    wire(*entry);
    m_readers.push_back(std::move(entry));
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

void DeviceHub::setHolderCheck(std::unique_ptr<device::HolderCheck> check)
{
    m_holder = std::move(check);
    listenTo(*m_holder);
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
    case Capability::PrintA4:
        return ofDevice(m_pagePrinter.get());
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
