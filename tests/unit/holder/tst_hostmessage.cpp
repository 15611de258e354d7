// SPDX-License-Identifier: GPL-3.0-or-later
// What a vendor host may say, and what it may not.
#include "drivers/holder/hostmessage.h"

#include <QTest>

#include <cstring>

using namespace hall;
using namespace hall::device;

namespace wire = hall::vendorhost;

namespace {

FaultCode codeOf(const auto &result)
{
    return result ? FaultCode::Internal : result.error().code;
}

HostMessage photo(int width, int height, std::size_t bytes)
{
    HostMessage message{wire::Photo, 0, 7, {}};
    for (const int side : {width, height}) {
        message.body.push_back(static_cast<unsigned char>(side));
        message.body.push_back(static_cast<unsigned char>(side >> 8));
    }
    message.body.resize(4 + bytes, 0x42);
    return message;
}

}  // namespace

class TestHostMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inAnyPortions()
    {
        const HostMessage first{wire::State, 0, 513, {}};
        const HostMessage second = photo(2, 1, 6);
        Bytes both = hostBytes(first);
        QCOMPARE(both.size(), wire::headBytes);
        const Bytes more = hostBytes(second);
        both.insert(both.end(), more.begin(), more.end());
        for (std::size_t portion = 1; portion <= both.size(); ++portion) {
            HostReader reader;
            std::vector<HostMessage> found;
            for (std::size_t at = 0; at < both.size(); at += portion) {
                reader.take(std::span(both).subspan(at, std::min(portion, both.size() - at)));
                while (const auto message = *reader.next()) {
                    found.push_back(*message);
                }
            }
            QVERIFY(found == (std::vector<HostMessage>{first, second}));
        }
    }

    void aBrokenStreamStaysBroken()
    {
        for (const char *bytes : {"X", "HVH2", "HVX"}) {
            HostReader reader;
            reader.take(std::span(reinterpret_cast<const unsigned char *>(bytes), std::strlen(bytes)));
            QCOMPARE(int(codeOf(reader.next())), int(FaultCode::DeviceProtocol));
            reader.take(hostBytes({wire::State, 0, 1, {}}));
            QCOMPARE(int(codeOf(reader.next())), int(FaultCode::DeviceProtocol));
        }
        HostReader reader;
        Bytes huge = hostBytes({wire::Photo, 0, 1, {}});
        huge[10] = 2;  // 128 KiB
        reader.take(huge);
        QCOMPARE(int(codeOf(reader.next())), int(FaultCode::DeviceProtocol));
    }

    void hellos()
    {
        const auto good = helloOf({wire::Hello, 0, 0, {3, 'M', '\x07', '1'}});
        QVERIFY(good && good->photo && good->check);
        QCOMPARE(good->name, std::string("M?1"));
        QVERIFY(!helloOf({wire::Hello, 0, 0, {1}})->check);
        const auto refused = helloOf({wire::Hello, 1, 0, {'n', 'o'}});
        QCOMPARE(int(codeOf(refused)), int(FaultCode::VendorLibrary));
        QCOMPARE(refused.error().detail, std::string("no"));
        QCOMPARE(int(codeOf(helloOf({wire::Hello, 0, 0, {}}))), int(FaultCode::DeviceProtocol));
        QCOMPARE(int(codeOf(helloOf({wire::State, 0, 0, {1}}))), int(FaultCode::DeviceProtocol));
    }

    void verdicts()
    {
        const auto verdict = [](std::uint8_t status) { return verdictOf({wire::Check, status, 1, {}}); };
        QVERIFY(*verdict(0) == HolderVerdict::Match);
        QVERIFY(*verdict(1) == HolderVerdict::NoMatch);
        QVERIFY(*verdict(2) == HolderVerdict::Refused);
        QCOMPARE(int(codeOf(verdict(3))), int(FaultCode::CardGarbled));
        QCOMPARE(int(codeOf(verdict(4))), int(FaultCode::DeviceNotReady));
        QCOMPARE(int(codeOf(verdict(5))), int(FaultCode::DeviceProtocol));
        QCOMPARE(int(codeOf(verdictOf({wire::Photo, 0, 1, {}}))), int(FaultCode::DeviceProtocol));
        QCOMPARE(int(codeOf(verdictOf({wire::Check, 0, 1, {1}}))), int(FaultCode::DeviceProtocol));
    }

    void photos()
    {
        const auto good = photoOf(photo(102, 126, 102 * 126 * 3));
        QVERIFY(good);
        QCOMPARE(good->width, 102);
        QCOMPARE(good->bgr->size(), std::size_t(38556));
        QCOMPARE(int(codeOf(photoOf(photo(102, 126, 38555)))), int(FaultCode::DeviceProtocol));
        QCOMPARE(int(codeOf(photoOf(photo(0, 126, 0)))), int(FaultCode::DeviceProtocol));
        QCOMPARE(int(codeOf(photoOf(photo(65535, 65535, 100)))), int(FaultCode::DeviceProtocol));
        QCOMPARE(int(codeOf(photoOf({wire::Photo, 0, 1, {1}}))), int(FaultCode::DeviceProtocol));
        QCOMPARE(int(codeOf(photoOf({wire::Photo, 1, 1, {}}))), int(FaultCode::CardGarbled));
    }
};

QTEST_GUILESS_MAIN(TestHostMessage)
#include "tst_hostmessage.moc"
