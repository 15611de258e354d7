// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as GA 467 modules exchange them, with everything a line can do to them.
#include "drivers/card/sdtframe.h"
#include "drivers/card/sdtmodule.h"

#include <QTest>

using namespace hall;
using namespace hall::device;

namespace {

Bytes bytes(const QByteArray &hex)
{
    const QByteArray raw = QByteArray::fromHex(hex);
    return Bytes(raw.begin(), raw.end());
}

QByteArray hexOf(const Bytes &value)
{
    return QByteArray(reinterpret_cast<const char *>(value.data()), static_cast<qsizetype>(value.size()))
        .toHex()
        .toUpper();
}

const QByteArray preamble("AAAAAA9669");
const QByteArray found = preamble + "000800009F0000000097";

// "F:" and the body of each good frame, "B:" and the reason of each broken one.
QByteArrayList parse(sdt::FrameParser &parser)
{
    QByteArrayList out;
    while (auto item = parser.next()) {
        if (const auto *frame = std::get_if<sdt::Frame>(&*item)) {
            out.append("F:" + hexOf(frame->body.reveal()));
        } else {
            out.append("B:" + QByteArray::fromStdString(std::get<sdt::Broken>(*item).reason));
        }
    }
    return out;
}

QByteArrayList parse(const Bytes &all, std::size_t portion)
{
    sdt::FrameParser parser;
    QByteArrayList out;
    for (std::size_t at = 0; at < all.size(); at += portion) {
        parser.push(std::span(all).subspan(at, std::min(portion, all.size() - at)));
        out += parse(parser);
    }
    return out;
}

Bytes baseAnswer(std::size_t text, std::size_t photo)
{
    Bytes body{0x00,
               0x00,
               0x90,
               static_cast<unsigned char>(text >> 8),
               static_cast<unsigned char>(text),
               static_cast<unsigned char>(photo >> 8),
               static_cast<unsigned char>(photo)};
    body.resize(7 + text + photo, 0x20);
    return sdt::encode(body);
}

}  // namespace

class TestSdtFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requests_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("parameter");
        QTest::addColumn<QByteArray>("frame");
        const auto row = [](const char *name, sdt::Command command, const char *frame) {
            QTest::newRow(name) << int(command.code) << int(command.parameter) << QByteArray(frame);
        };
        row("reset", sdt::resetModule, "000310FFEC");
        row("status", sdt::moduleStatus, "000311FFED");
        row("id", sdt::moduleId, "000312FFEE");
        row("find", sdt::findCard, "0003200122");
        row("select", sdt::selectCard, "0003200221");
        row("base", sdt::readBase, "0003300132");
        row("address", sdt::readNewAddress, "0003300330");
        row("base with fingerprint", {0x30, 0x10}, "0003301023");
    }

    void requests()
    {
        QFETCH(int, code);
        QFETCH(int, parameter);
        QFETCH(QByteArray, frame);
        const sdt::Command command{std::uint8_t(code), std::uint8_t(parameter)};
        QCOMPARE(hexOf(sdt::request(command)), preamble + frame);
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QByteArrayList>("items");
        const QByteArrayList foundItem{"F:00009F00000000"};
        QTest::newRow("status") << preamble + "0004000090" + "94" << QByteArrayList{"F:000090"};
        QTest::newRow("found") << found << foundItem;
        QTest::newRow("selected") << preamble + "000C0000900102030405060708" + "94"
                                  << QByteArrayList{"F:0000900102030405060708"};
        QTest::newRow("two glued") << found + found << foundItem + foundItem;
        QTest::newRow("noise between") << found + "0102AA" + found << foundItem + foundItem;
        QTest::newRow("wrong checksum") << preamble + "000800009F0000000098" << QByteArrayList{"B:checksum"};
        QTest::newRow("wrong, then good")
            << preamble + "000800009F0000000098" + found << QByteArrayList{"B:checksum"} + foundItem;
        QTest::newRow("length 0") << preamble + "0000" + found << QByteArrayList{"B:length"} + foundItem;
        QTest::newRow("length FFFF") << preamble + "FFFF" + found << QByteArrayList{"B:length"} + foundItem;
        QTest::newRow("cut, then good") << preamble + "000800009F" + found << QByteArrayList{"B:checksum"} + foundItem;
        QTest::newRow("one AA too many") << QByteArray("AA") + found << foundItem;
        QTest::newRow("half a frame") << found.left(found.size() - 2) << QByteArrayList();
        QTest::newRow("nothing but noise") << QByteArray("0011AAAA9669AAAA") << QByteArrayList();
        for (int noise = 1; noise <= 7; ++noise) {
            QTest::addRow("%d bytes of noise", noise)
                << QByteArray("AA00AA9669AA96").left(noise * 2) + found << foundItem;
        }
    }

    void answers()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QByteArrayList, items);
        const Bytes all = bytes(raw);
        for (const std::size_t portion :
             {std::size_t(1), std::size_t(2), std::size_t(3), std::size_t(64), all.size()}) {
            QCOMPARE(parse(all, portion), items);
        }
    }

    void wholeBaseAnswer()
    {
        const Bytes frame = baseAnswer(256, 1024);
        QCOMPARE(frame.size(), std::size_t(1295));
        for (const std::size_t portion : {std::size_t(1), std::size_t(64), std::size_t(1295)}) {
            const QByteArrayList items = parse(frame, portion);
            QCOMPARE(items.size(), 1);
            QCOMPARE(items.first().size(), 2 + 2 * (3 + 4 + 256 + 1024));
        }
    }

    void neverMoreThanTheBuffer()
    {
        sdt::FrameParser parser;
        const Bytes noise(100'000, 0xAA);
        parser.push(noise);
        parser.push(noise);
        parser.push(bytes(found));
        QCOMPARE(parse(parser), QByteArrayList{"F:00009F00000000"});
    }

    void baseData_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("rest");
        QTest::addColumn<bool>("good");
        QTest::newRow("text and photo") << QByteArray("01000400") << 1280 << true;
        QTest::newRow("no photo") << QByteArray("01000000") << 256 << true;
        QTest::newRow("no text") << QByteArray("00000400") << 1024 << false;
        QTest::newRow("short text") << QByteArray("00FE0400") << 1278 << false;
        QTest::newRow("more announced than there is") << QByteArray("01000400") << 1279 << false;
        QTest::newRow("less announced than there is") << QByteArray("01000400") << 1281 << false;
        QTest::newRow("FFFF") << QByteArray("FFFFFFFF") << 1280 << false;
        QTest::newRow("with fingerprints") << QByteArray("010004000400") << 2304 << true;
        QTest::newRow("without fingerprints") << QByteArray("010004000000") << 1280 << true;
        QTest::newRow("third length beyond the end") << QByteArray("010004000400") << 2303 << false;
        QTest::newRow("lengths cut") << QByteArray("0100") << 0 << false;
    }

    void baseData()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, rest);
        QFETCH(bool, good);
        Bytes data = bytes(head);
        data.resize(data.size() + std::size_t(rest), 0x20);
        const auto base = sdt::parseBase(data);
        QCOMPARE(base.has_value(), good);
        if (good) {
            QCOMPARE(base->text.reveal().size(), std::size_t(256));
            const bool fingerprint = rest > 1280;
            QCOMPARE(base->fingerprint, fingerprint);
            QCOMPARE(base->photo.reveal().size(), std::size_t(fingerprint ? 1024 : rest - 256));
        }
    }

    void moduleNumber()
    {
        QCOMPARE(sdt::moduleIdText(bytes("05000300879C34013930000032090100")),
                 std::string("05.03-20225159-0000012345-0000067890"));
        QVERIFY(sdt::moduleIdText(bytes("0500")).empty());
    }
};

QTEST_APPLESS_MAIN(TestSdtFrame)
#include "tst_sdtframe.moc"
