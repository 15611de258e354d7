// SPDX-License-Identifier: GPL-3.0-or-later
// Interfaces chosen from descriptors, and what libusb's errors mean.
#include "drivers/transport/usbfault.h"
#include "drivers/transport/usbinterface.h"

#include <QTest>

#include <libusb.h>

#include <deque>
#include <vector>

using namespace hall;
using namespace hall::device;

namespace {

struct EndSpec
{
    std::uint8_t address;
    std::uint8_t type;
    std::uint16_t packet = 64;
};

// Keeps what libusb's structures only point at.
class Configuration
{
public:
    // `sameInterface`: another alternate setting of the one before.
    Configuration &add(int classCode, int subclass, int protocol, const std::vector<EndSpec> &ends,
                       bool sameInterface = false)
    {
        if (!sameInterface || m_settings.empty()) {
            m_settings.emplace_back();
        }
        auto &ofInterface = m_settings.back();
        auto &endpoints = m_endpoints.emplace_back();
        for (const EndSpec &end : ends) {
            libusb_endpoint_descriptor descriptor{};
            descriptor.bEndpointAddress = end.address;
            descriptor.bmAttributes = end.type;
            descriptor.wMaxPacketSize = end.packet;
            endpoints.push_back(descriptor);
        }
        libusb_interface_descriptor setting{};
        setting.bInterfaceNumber = static_cast<std::uint8_t>(m_settings.size() - 1);
        setting.bAlternateSetting = static_cast<std::uint8_t>(ofInterface.size());
        setting.bInterfaceClass = static_cast<std::uint8_t>(classCode);
        setting.bInterfaceSubClass = static_cast<std::uint8_t>(subclass);
        setting.bInterfaceProtocol = static_cast<std::uint8_t>(protocol);
        setting.bNumEndpoints = static_cast<std::uint8_t>(endpoints.size());
        setting.endpoint = endpoints.data();
        ofInterface.push_back(setting);
        return *this;
    }
    [[nodiscard]] std::optional<UsbInterface> choose(UsbUse use) const
    {
        std::vector<libusb_interface> interfaces;
        for (const auto &settings : m_settings) {
            interfaces.push_back({settings.data(), static_cast<int>(settings.size())});
        }
        libusb_config_descriptor descriptor{};
        descriptor.bNumInterfaces = static_cast<std::uint8_t>(interfaces.size());
        descriptor.interface = interfaces.data();
        return chooseUsbInterface(descriptor, use);
    }

private:
    std::deque<std::vector<libusb_endpoint_descriptor>> m_endpoints;
    std::vector<std::vector<libusb_interface_descriptor>> m_settings;
};

constexpr int bulk = LIBUSB_TRANSFER_TYPE_BULK;
constexpr int interrupt = LIBUSB_TRANSFER_TYPE_INTERRUPT;

}  // namespace

class TestUsbInterface : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endpointsComeFromTheDescriptors()
    {
        const auto chosen =
            Configuration().add(0xFF, 0, 0, {{0x8F, bulk, 512}, {0x0A, bulk, 256}}).choose(UsbUse::IdReader);
        QVERIFY(chosen.has_value());
        QCOMPARE(int(chosen->in), 0x8F);
        QCOMPARE(int(chosen->out), 0x0A);
        QCOMPARE(chosen->inPacket, 512);
        QCOMPARE(chosen->outPacket, 256);
        QVERIFY(!chosen->inInterrupt && !chosen->outInterrupt && !chosen->hid && chosen->onlyAlternate);
    }

    void bulkIsPreferredToInterrupt()
    {
        const auto chosen =
            Configuration()
                .add(0xFF, 0, 0, {{0x81, interrupt, 8}, {0x82, bulk}, {0x03, interrupt, 8}, {0x04, bulk}})
                .choose(UsbUse::IdReader);
        QVERIFY(chosen.has_value());
        QCOMPARE(int(chosen->in), 0x82);
        QCOMPARE(int(chosen->out), 0x04);
    }

    void aPrinterOffersSeveralWays()
    {
        const std::vector<EndSpec> both{{0x01, bulk}, {0x82, bulk}};
        Configuration printer;
        printer.add(7, 1, 1, {{0x01, bulk}}).add(7, 1, 2, both, true).add(7, 1, 3, both, true).add(7, 1, 4, both, true);
        printer.add(0xFF, 0, 0, both).add(3, 0, 0, {{0x83, interrupt}});
        const auto chosen = printer.choose(UsbUse::Printer);
        QVERIFY(chosen.has_value());
        QCOMPARE(chosen->number, 0);
        QCOMPARE(chosen->alternate, 1);
        QVERIFY(!chosen->onlyAlternate);
    }

    void oneWayIsBetterThanNone()
    {
        const auto chosen = Configuration().add(7, 1, 1, {{0x02, bulk}}).choose(UsbUse::Printer);
        QVERIFY(chosen.has_value());
        QCOMPARE(int(chosen->out), 0x02);
        QCOMPARE(int(chosen->in), 0);
    }

    void vendorClassPrinter()
    {
        const auto chosen = Configuration().add(0xFF, 1, 2, {{0x02, bulk}, {0x81, bulk}}).choose(UsbUse::Printer);
        QVERIFY(chosen.has_value());
        QCOMPARE(int(chosen->in), 0x81);
    }

    void hidWithoutAnOutEndpoint()
    {
        const auto chosen = Configuration().add(3, 0, 0, {{0x81, interrupt, 64}}).choose(UsbUse::IdReader);
        QVERIFY(chosen.has_value());
        QVERIFY(chosen->hid && chosen->out == 0 && chosen->inInterrupt);
        QCOMPARE(chosen->outPacket, 64);
    }

    void nothingFits_data()
    {
        QTest::addColumn<int>("row");
        for (int row = 0; row < 7; ++row) {
            QTest::addRow("%d", row) << row;
        }
    }

    void nothingFits()
    {
        QFETCH(int, row);
        const std::vector<EndSpec> both{{0x01, bulk}, {0x82, bulk}};
        switch (row) {
        case 0:
            QVERIFY(!Configuration().choose(UsbUse::Printer));
            break;
        case 1:
            QVERIFY(!Configuration().add(7, 1, 4, both).add(7, 1, 3, both).choose(UsbUse::Printer));  // IPP, 1284.4
            break;
        case 2:
            QVERIFY(!Configuration().add(7, 1, 2, {{0x82, bulk}}).choose(UsbUse::Printer));  // takes nothing
            break;
        case 3:
            QVERIFY(!Configuration().add(0xFF, 0, 0, {{0x82, bulk}}).choose(UsbUse::IdReader));
            break;
        case 4:
            QVERIFY(!Configuration().add(8, 6, 0x50, both).choose(UsbUse::IdReader));  // a memory stick
            break;
        case 5:
            QVERIFY(!Configuration().add(0xFF, 0, 0, {{0x81, bulk, 0}, {0x01, bulk, 0}}).choose(UsbUse::IdReader));
            break;
        default:
            QVERIFY(!Configuration().add(0xFF, 0, 0, {{0x81, 1}, {0x01, 1}}).choose(UsbUse::IdReader));  // isochronous
        }
    }

    void errorsAreToldApart_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<FaultCode>("code");
        QTest::newRow("NO_DEVICE") << int(LIBUSB_ERROR_NO_DEVICE) << FaultCode::DeviceDisconnected;
        QTest::newRow("IO") << int(LIBUSB_ERROR_IO) << FaultCode::DeviceDisconnected;
        QTest::newRow("PIPE") << int(LIBUSB_ERROR_PIPE) << FaultCode::DeviceProtocol;
        QTest::newRow("OVERFLOW") << int(LIBUSB_ERROR_OVERFLOW) << FaultCode::DeviceProtocol;
        QTest::newRow("ACCESS") << int(LIBUSB_ERROR_ACCESS) << FaultCode::DeviceUnauthorised;
        QTest::newRow("BUSY") << int(LIBUSB_ERROR_BUSY) << FaultCode::DeviceShared;
        QTest::newRow("TIMEOUT") << int(LIBUSB_ERROR_TIMEOUT) << FaultCode::DeviceTimeout;
        QTest::newRow("NO_MEM") << int(LIBUSB_ERROR_NO_MEM) << FaultCode::DeviceInternal;
    }

    void errorsAreToldApart()
    {
        QFETCH(int, error);
        QFETCH(FaultCode, code);
        const Fault fault = usbFault(error, "read");
        QCOMPARE(fault.code, code);
        QCOMPARE(fault.detail, std::string("read: LIBUSB_ERROR_") + QTest::currentDataTag());
    }

    void transfersEndAsErrors()
    {
        QCOMPARE(usbErrorOf(LIBUSB_TRANSFER_COMPLETED), int(LIBUSB_SUCCESS));
        QCOMPARE(usbErrorOf(LIBUSB_TRANSFER_NO_DEVICE), int(LIBUSB_ERROR_NO_DEVICE));
        QCOMPARE(usbErrorOf(LIBUSB_TRANSFER_ERROR), int(LIBUSB_ERROR_IO));
        QCOMPARE(usbErrorOf(LIBUSB_TRANSFER_STALL), int(LIBUSB_ERROR_PIPE));
        QCOMPARE(usbErrorOf(LIBUSB_TRANSFER_OVERFLOW), int(LIBUSB_ERROR_OVERFLOW));
        QCOMPARE(usbErrorOf(LIBUSB_TRANSFER_CANCELLED), int(LIBUSB_ERROR_INTERRUPTED));
        QCOMPARE(usbErrorOf(99), int(LIBUSB_ERROR_OTHER));
    }
};

QTEST_APPLESS_MAIN(TestUsbInterface)
#include "tst_usbinterface.moc"
