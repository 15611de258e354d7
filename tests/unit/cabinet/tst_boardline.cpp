// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences of the cabinet's board: each field, broken frames, and the way back into step.
#include "drivers/cabinet/boardline.h"
#include "drivers/cabinet/keypad.h"

#include <QTest>

#include <cstring>

using namespace hall;
using namespace hall::device;

namespace {

Bytes bytesOf(std::string_view text)
{
    return {text.begin(), text.end()};
}

std::vector<Sentence> read(std::string_view text)
{
    SentenceReader reader;
    return reader.take(bytesOf(text));
}

std::string textOf(const Sentence &sentence)
{
    const Bytes bytes = sentenceBytes(sentence);
    return {bytes.begin(), bytes.end()};
}

Bytes keyEvent(unsigned short type, unsigned short code, int value)
{
    input_event event{};
    event.type = type;
    event.code = code;
    event.value = value;
    Bytes bytes(sizeof event);
    std::memcpy(bytes.data(), &event, sizeof event);
    return bytes;
}

}  // namespace

class TestBoardLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The sum is of NMEA 0183: a sentence from its literature, with its sum, is taken.
    void theSumIsThatOfTheStandard()
    {
        const auto found = read("$GPGLL,4916.45,N,12311.12,W,225444,A,*1D\r\n");
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0].size(), std::size_t(8));
        QCOMPARE(found[0][0], std::string("GPGLL"));
        QCOMPARE(textOf({"HKGET"}), std::string("$HKGET*55\r\n"));
    }

    void goesThereAndBack()
    {
        BoardState state;
        state.doorOpen = true;
        state.present = false;
        state.power = 'L';
        state.minutes = 3;
        state.lights = lightBits({.cardSlot = true, .scanner = true, .flashing = true});
        QCOMPARE(textOf(boardSentence(state)).substr(0, 22), std::string("$HCSTA,O,N,-,L,3,91*16"));
        const auto found = read(textOf(boardSentence(state)));
        QCOMPARE(found.size(), std::size_t(1));
        QVERIFY(boardState(found[0]) == state);
    }

    void brokenOnesAreDropped_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("another sum") << QByteArray("$HKGET*54\r\n");
        QTest::newRow("no sum") << QByteArray("$HKGET\r\n");
        QTest::newRow("no CR") << QByteArray("$HKGET*55\n");
        QTest::newRow("a control character") << QByteArray("$HK\x01GET*54\r\n");
        QTest::newRow("nothing in it") << QByteArray("$*00\r\n");
        QTest::newRow("too long") << QByteArray('$' + QByteArray(120, 'A') + "*00\r\n");
        QTest::newRow("the beginning is lost") << QByteArray("GET*55\r\n");
        QTest::newRow("the sum is no number") << QByteArray("$HKGET*5G\r\n");
    }
    void brokenOnesAreDropped()
    {
        QFETCH(const QByteArray, bytes);
        const auto found = read((bytes + "$HKWHO*53\r\n").toStdString());
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0][0], std::string("HKWHO"));
    }

    void aCutOneDoesNotTakeTheNextWithIt()
    {
        SentenceReader reader;
        const auto found = reader.take(bytesOf("$HCSTA,C,N,$HKWHO*53\r\n"));
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(reader.broken(), std::size_t(1));
    }

    void inAnyPortions()
    {
        const std::string text = "noise" + textOf({"HCVER", "1", "board", "7"}) + textOf({"HCKEY", "up"});
        for (std::size_t portion = 1; portion <= text.size(); ++portion) {
            SentenceReader reader;
            std::vector<Sentence> all;
            for (std::size_t at = 0; at < text.size(); at += portion) {
                for (Sentence &one : reader.take(bytesOf(text.substr(at, portion)))) {
                    all.push_back(std::move(one));
                }
            }
            QCOMPARE(all.size(), std::size_t(2));
            QCOMPARE(all[1][1], std::string("up"));
        }
    }

    void statesThatMeanNothing_data()
    {
        QTest::addColumn<QString>("fields");
        QTest::newRow("door") << QStringLiteral("HCSTA,X,N,O,M,3,00");
        QTest::newRow("presence") << QStringLiteral("HCSTA,C,,O,M,3,00");
        QTest::newRow("headphones") << QStringLiteral("HCSTA,C,N,IN,M,3,00");
        QTest::newRow("power") << QStringLiteral("HCSTA,C,N,O,W,3,00");
        QTest::newRow("minutes") << QStringLiteral("HCSTA,C,N,O,M,-3,00");
        QTest::newRow("very many minutes") << QStringLiteral("HCSTA,C,N,O,M,10000,00");
        QTest::newRow("lights") << QStringLiteral("HCSTA,C,N,O,M,3,20");
        QTest::newRow("one digit") << QStringLiteral("HCSTA,C,N,O,M,3,0");
        QTest::newRow("too few") << QStringLiteral("HCSTA,C,N,O,M,3");
        QTest::newRow("another name") << QStringLiteral("HCSTB,C,N,O,M,3,00");
    }
    void statesThatMeanNothing()
    {
        QFETCH(const QString, fields);
        Sentence sentence;
        for (const QString &field : fields.split(u',')) {
            sentence.push_back(field.toStdString());
        }
        QVERIFY(!boardState(sentence));
    }

    void emptyFieldsStay()
    {
        const Sentence sentence{"", "", "HKWHO", ""};
        const auto found = read(textOf(sentence));
        QCOMPARE(found.size(), std::size_t(1));
        QVERIFY(found[0] == sentence);
    }

    void aLaterVersionMaySayMore() { QVERIFY(boardState({"HCSTA", "C", "P", "O", "M", "30", "00", "21.5"})); }

    void nothingForeignIsSent()
    {
        QVERIFY(sentenceBytes({"HKLIT", "0*0"}).empty());
        QVERIFY(sentenceBytes({"HKLIT", "\r\n$HKLIT"}).empty());
        QVERIFY(sentenceBytes({"HKLIT", std::string(80, '0')}).empty());
        QVERIFY(sentenceBytes({}).empty());
    }

    void lightsAreBits()
    {
        for (unsigned bits = 0; bits < 0x20; ++bits) {
            QCOMPARE(lightBits(lightsOf(bits)), bits);
            QCOMPARE(lightBits(lightsOf(bits | 0x80)), bits == 0 ? 0 : bits | 0x80);
        }
        QCOMPARE(lightsText({}), std::string("none"));
        QCOMPARE(lightsText({.cardSlot = true, .idPlate = true, .flashing = true}),
                 std::string("card-slot id-plate flashing"));
    }

    void keysOfAKeyboardMove()
    {
        KeypadDecoder decoder;
        std::string told;
        const auto take = [&](unsigned short type, unsigned short code, int value) {
            decoder.take(keyEvent(type, code, value),
                         [&told](Cabinet::Key key) { told += std::string(keyName(key)) + ' '; });
        };
        take(EV_KEY, KEY_DOWN, 1);
        take(EV_KEY, KEY_DOWN, 2);  // held by a finger that rests: one press
        take(EV_KEY, KEY_DOWN, 0);
        take(EV_KEY, KEY_A, 1);
        take(EV_KEY, KEY_LEFTCTRL, 1);
        take(EV_MSC, KEY_UP, 1);
        take(EV_KEY, KEY_KPENTER, 1);
        take(EV_SYN, SYN_DROPPED, 0);
        take(EV_KEY, KEY_UP, 1);  // half a report
        take(EV_SYN, SYN_REPORT, 0);
        take(EV_KEY, KEY_ESC, 1);
        QCOMPARE(told, std::string("down select back "));
        for (const char *name : {"up", "down", "left", "right", "select", "back", "help", "next", "previous"}) {
            QVERIFY(keyFrom(name));
            QCOMPARE(keyName(*keyFrom(name)), std::string_view(name));
        }
        QVERIFY(!keyFrom("power"));
    }
};

QTEST_GUILESS_MAIN(TestBoardLine)
#include "tst_boardline.moc"
