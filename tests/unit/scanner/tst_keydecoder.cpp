// SPDX-License-Identifier: GPL-3.0-or-later
// Keys → characters.
#include "drivers/scanner/keydecoder.h"
#include "tests/unit/scanner/typedkeys.h"

#include <QTest>

using namespace hall::device;
using hall::test::TypedKeys;

namespace {

// "?" stands for what is no character, "|" for Enter.
std::string typed(const Bytes &bytes, std::size_t portion = 4096)
{
    KeyDecoder decoder;
    std::string text;
    const std::span<const unsigned char> all(bytes);
    for (std::size_t at = 0; at < all.size(); at += portion) {
        decoder.take(all.subspan(at, std::min(portion, all.size() - at)), [&text](unsigned char c) {
            text += c == KeyDecoder::foreign ? '\x7F' : c == KeyDecoder::enter ? '\r' : static_cast<char>(c);
        });
    }
    return text;
}

const std::string foreign = "\x7F";

std::string everyCharacter()
{
    std::string all;
    for (char c = 0x20; c < 0x7F; ++c) {
        all += c;
    }
    return all;
}

}  // namespace

class TestKeyDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCharacterOfTheKeyboard()
    {
        QCOMPARE(typed(TypedKeys().type(everyCharacter()).enter().bytes()), everyCharacter() + '\r');
    }

    void portionsDoNotMatter()
    {
        const Bytes bytes = TypedKeys().type("aB:9").enter().bytes();
        for (std::size_t portion = 1; portion <= bytes.size(); ++portion) {
            QCOMPARE(typed(bytes, portion), std::string("aB:9\r"));
        }
    }

    void numberPad()
    {
        TypedKeys keys;
        for (const unsigned short key : {KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4, KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8,
                                         KEY_KP9, KEY_KP0, KEY_KPDOT, KEY_KPMINUS, KEY_KPENTER}) {
            keys.press(key);
        }
        QCOMPARE(typed(keys.bytes()), std::string("1234567890.-\r"));
    }

    void bothShifts()
    {
        TypedKeys keys;
        keys.down(KEY_LEFTSHIFT).down(KEY_RIGHTSHIFT).press(KEY_A).up(KEY_LEFTSHIFT).press(KEY_B);
        keys.up(KEY_RIGHTSHIFT).press(KEY_C);
        QCOMPARE(typed(keys.bytes()), std::string("ABc"));
    }

    void combinationsAreNoCharacters_data()
    {
        QTest::addColumn<int>("held");
        for (const int key : {KEY_LEFTCTRL, KEY_RIGHTCTRL, KEY_LEFTALT, KEY_RIGHTALT, KEY_LEFTMETA, KEY_RIGHTMETA}) {
            QTest::addRow("%d", key) << key;
        }
    }

    void combinationsAreNoCharacters()
    {
        QFETCH(int, held);
        const auto modifier = static_cast<unsigned short>(held);
        for (const unsigned short key : {KEY_A, KEY_C, KEY_F1, KEY_DELETE, KEY_ENTER, KEY_TAB, KEY_ESC, KEY_KP1}) {
            QCOMPARE(typed(TypedKeys().with(modifier, key).bytes()), foreign);
        }
        QCOMPARE(typed(TypedKeys().type("a").with(modifier, KEY_C).type("b").bytes()), 'a' + foreign + 'b');
        QCOMPARE(typed(TypedKeys().press(modifier).type("b").bytes()), std::string("b"));
    }

    void ctrlAltF1()
    {
        TypedKeys keys;
        keys.down(KEY_LEFTCTRL)
            .down(KEY_LEFTALT)
            .press(KEY_F1)
            .up(KEY_LEFTALT)
            .press(KEY_F1)
            .up(KEY_LEFTCTRL)
            .type("x");
        QCOMPARE(typed(keys.bytes()), foreign + foreign + 'x');
    }

    // ALT+0065 on the number pad would be an A elsewhere.
    void altAndTheNumberPad()
    {
        TypedKeys keys;
        keys.down(KEY_LEFTALT).press(KEY_KP0).press(KEY_KP0).press(KEY_KP6).press(KEY_KP5).up(KEY_LEFTALT);
        QCOMPARE(typed(keys.bytes()), foreign + foreign + foreign + foreign);
    }

    void keysWithoutACharacter()
    {
        for (const unsigned short key : {KEY_F1, KEY_ESC, KEY_TAB, KEY_BACKSPACE, KEY_DELETE, KEY_UP, KEY_SYSRQ,
                                         KEY_POWER, KEY_SLEEP, KEY_WWW, KEY_COMPOSE, KEY_MENU}) {
            QCOMPARE(typed(TypedKeys().press(key).bytes()), foreign);
        }
    }

    void locksAndRepetitionsSayNothing()
    {
        TypedKeys keys;
        keys.press(KEY_CAPSLOCK).press(KEY_NUMLOCK).press(KEY_SCROLLLOCK).down(KEY_A);
        keys.event(EV_KEY, KEY_A, 2).report().event(EV_KEY, KEY_A, 2).report().up(KEY_A);
        keys.event(EV_LED, LED_CAPSL, 1).event(EV_REL, REL_X, 5).report();
        QCOMPARE(typed(keys.bytes()), std::string("a"));
    }

    // The kernel's buffer ran over: nothing that follows may be read with a Shift that has long been let go.
    void lostEvents()
    {
        TypedKeys keys;
        keys.type("ab").down(KEY_LEFTSHIFT).event(EV_SYN, SYN_DROPPED, 0);
        keys.event(EV_KEY, KEY_X, 1).event(EV_KEY, KEY_X, 0).report().type("cd");
        QCOMPARE(typed(keys.bytes()), "ab" + foreign + "cd");
    }

    void resetForgets()
    {
        KeyDecoder decoder;
        std::string text;
        const auto out = [&text](unsigned char c) { text += static_cast<char>(c); };
        const Bytes held = TypedKeys().down(KEY_LEFTCTRL).down(KEY_LEFTSHIFT).bytes();
        decoder.take(held, out);
        decoder.take(std::span(held).first(7), out);
        decoder.reset();
        decoder.take(TypedKeys().type("a").bytes(), out);
        QCOMPARE(text, std::string("a"));
    }

    void randomBytesAreOneCharacterAnEventAtMost()
    {
        unsigned state = 4711;
        Bytes noise(24 * 4000);
        for (unsigned char &byte : noise) {
            state = state * 1664525U + 1013904223U;
            byte = static_cast<unsigned char>(state >> 24);
        }
        // The types that matter, so that the noise gets somewhere.
        for (std::size_t at = 16; at < noise.size(); at += sizeof(input_event)) {
            noise[at] = noise[at] % 3;
            noise[at + 1] = 0;
            noise[at + 3] = 0;
            noise[at + 4] = noise[at + 4] % 3;
            noise[at + 5] = noise[at + 6] = noise[at + 7] = 0;
        }
        const std::string text = typed(noise);
        QVERIFY(!text.empty());
        QVERIFY(text.size() <= noise.size() / sizeof(input_event));
        QCOMPARE(typed(noise, 7), text);
    }
};

QTEST_GUILESS_MAIN(TestKeyDecoder)
#include "tst_keydecoder.moc"
