// SPDX-License-Identifier: GPL-3.0-or-later
// Every bit of every status byte, in the words of the makers' manuals, and what it must mean to people. The table says
// nothing of our own names; it is complete, the bits that say nothing stand in it too.
// Epson: ESC/POS reference, DLE EOT and GS a. SNBC: BT-T080 programming manual pp. 41-43, 54-55, BTP-M300 pp. 24-31.
// Custom: KPM300 and VKP80 manuals, DLE EOT and DLE EOT 14h. Citizen, "Identification of Send Status": fixed bits.
#include "drivers/printer/printerstate.h"
#include "drivers/printer/statusparser.h"

#include <QTest>

#include <set>

using namespace hall;
using namespace hall::device;

namespace {

struct Bit
{
    const char *byte;  // "eot1" to "eot4", "asb1" to "asb4", "full p", "full u", "full r", "full x"
    int bit;
    const char *epson;
    const char *snbc;
    const char *custom;  // "" where this dialect does not have the byte
};

const char *const fixed0 = "always 0";
const char *const fixed1 = "always 1";
const char *const none = "not named";

const Bit bits[] = {
    {"eot1", 0, fixed0, fixed0, fixed0},
    {"eot1", 1, fixed1, fixed1, fixed1},
    {"eot1", 2, "drawer pin 3 high", none, none},  // BT-T080: fixed to 1
    {"eot1", 3, "offline", "offline", "offline"},
    {"eot1", 4, fixed1, fixed1, fixed1},
    {"eot1", 5, "waits for recovery", none, none},
    {"eot1", 6, "feed button pressed", none, none},
    {"eot1", 7, fixed0, fixed0, fixed0},

    {"eot2", 0, fixed0, fixed0, fixed0},
    {"eot2", 1, fixed1, fixed1, fixed1},
    {"eot2", 2, "cover open", "cover open", "cover open"},
    {"eot2", 3, "fed by the button", "fed by the button", "fed by the button"},
    {"eot2", 4, fixed1, fixed1, fixed1},
    {"eot2", 5, "stopped by paper end", "stopped by paper end", "stopped by paper end"},
    {"eot2", 6, "error", "error", "error"},
    {"eot2", 7, fixed0, fixed0, fixed0},

    {"eot3", 0, fixed0, fixed0, fixed0},
    {"eot3", 1, fixed1, fixed1, fixed1},
    {"eot3", 2, "mechanical error", "paper jam", none},
    {"eot3", 3, "cutter error", "cutter error", "cutter error"},
    {"eot3", 4, fixed1, fixed1, fixed1},
    {"eot3", 5, "unrecoverable error", "unrecoverable error", "unrecoverable error"},
    {"eot3", 6, "recovers by itself", "recovers by itself", "recovers by itself"},  // BT-T080: or the head is lifted
    {"eot3", 7, fixed0, fixed0, fixed0},

    {"eot4", 0, fixed0, fixed0, fixed0},
    {"eot4", 1, fixed1, fixed1, fixed1},
    {"eot4", 2, "near end with 3", "near end with 3", "near end with 3"},
    {"eot4", 3, "near end with 2", "near end with 2", "near end with 2"},
    {"eot4", 4, fixed1, fixed1, fixed1},
    {"eot4", 5, "paper end with 6", "paper end with 6", "paper end with 6"},
    {"eot4", 6, "paper end with 5", "paper end with 5", "paper end with 5"},
    {"eot4", 7, fixed0, fixed0, fixed0},

    {"asb1", 0, fixed0, fixed0, ""},
    {"asb1", 1, fixed0, fixed0, ""},
    {"asb1", 2, "drawer pin 3 high", "drawer pin 3 high", ""},
    {"asb1", 3, "offline", "offline", ""},
    {"asb1", 4, fixed1, fixed1, ""},
    {"asb1", 5, "cover open", "cover open", ""},
    {"asb1", 6, "fed by the button", "fed by the button", ""},
    {"asb1", 7, fixed0, fixed0, ""},

    {"asb2", 0, "waits for recovery", "waits for recovery", ""},
    {"asb2", 1, "feed button pressed", "feed button pressed", ""},
    {"asb2", 2, "mechanical error", "paper jam", ""},
    {"asb2", 3, "cutter error", "cutter error", ""},
    {"asb2", 4, fixed0, fixed0, ""},
    {"asb2", 5, "unrecoverable error", "unrecoverable error", ""},
    {"asb2", 6, "recovers by itself", "recovers by itself", ""},
    {"asb2", 7, fixed0, fixed0, ""},

    {"asb3", 0, "near end with 1", "near end with 1", ""},
    {"asb3", 1, "near end with 0", "near end with 0", ""},
    {"asb3", 2, "paper end with 3", "paper end with 3", ""},
    {"asb3", 3, "paper end with 2", "paper end with 2", ""},
    {"asb3", 4, fixed0, fixed0, ""},
    {"asb3", 5, none, none, ""},
    {"asb3", 6, none, none, ""},
    {"asb3", 7, fixed0, fixed0, ""},

    {"asb4", 0, none, none, ""},  // BTP-M300: bits 0 to 3 are 1
    {"asb4", 1, none, none, ""},
    {"asb4", 2, none, none, ""},
    {"asb4", 3, none, none, ""},
    {"asb4", 4, fixed0, fixed0, ""},
    {"asb4", 5, none, none, ""},
    {"asb4", 6, none, none, ""},
    {"asb4", 7, fixed0, fixed0, ""},

    {"full p", 0, "", "", "paper end"},
    {"full p", 1, "", "", none},
    {"full p", 2, "", "", "near end"},
    {"full p", 3, "", "", none},
    {"full p", 4, "", "", none},
    {"full p", 5, "", "", "ticket in the mouth"},
    {"full p", 6, "", "", "virtual paper end"},
    {"full p", 7, "", "", none},  // notch: opposite in the KPM300 and KPM150H manuals

    {"full u", 0, "", "", "head up"},
    {"full u", 1, "", "", "cover open"},
    {"full u", 2, "", "", "spooling"},
    {"full u", 3, "", "", "motor on"},
    {"full u", 4, "", "", none},
    {"full u", 5, "", "", "line feed key"},
    {"full u", 6, "", "", "form feed key"},
    {"full u", 7, "", "", none},

    {"full r", 0, "", "", "head temperature"},
    {"full r", 1, "", "", "communication error"},
    {"full r", 2, "", "", none},
    {"full r", 3, "", "", "supply voltage"},
    {"full r", 4, "", "", none},
    {"full r", 5, "", "", none},
    {"full r", 6, "", "", "command not acknowledged"},
    {"full r", 7, "", "", none},

    {"full x", 0, "", "", "cutter error"},
    {"full x", 1, "", "", "cutter cover open"},
    {"full x", 2, "", "", "RAM error"},
    {"full x", 3, "", "", "EEPROM error"},
    {"full x", 4, "", "", none},
    {"full x", 5, "", "", none},
    {"full x", 6, "", "", "head locked"},
    {"full x", 7, "", "", "diverter error"},
};

// What people must learn of it: the fault that stops the printer, and the one fact that differs from a sound printer's.
struct Meaning
{
    const char *words;
    const char *fault;  // "" = it prints
    const char *fact;   // "" = none
    const char *value;
};

const Meaning meanings[] = {
    {"drawer pin 3 high", "", "", ""},
    {"offline", "device.not-ready", "", ""},
    {"waits for recovery", "printer.jam", "", ""},
    {"feed button pressed", "", "", ""},
    {"fed by the button", "", "", ""},
    {"cover open", "printer.cover-open", "cover", "open"},
    {"stopped by paper end", "printer.paper-out", "paper", "out"},
    {"error", "printer.jam", "", ""},
    {"mechanical error", "printer.jam", "jam", "true"},
    {"paper jam", "printer.jam", "jam", "true"},
    {"cutter error", "printer.cutter", "cutter", "fault"},
    {"unrecoverable error", "printer.fatal", "", ""},
    {"recovers by itself", "printer.head-hot", "head", "hot"},
    {"near end", "", "paper", "near-end"},
    {"paper end", "printer.paper-out", "paper", "out"},
    {"ticket in the mouth", "", "mouth", "occupied"},
    {"virtual paper end", "", "paper", "near-end"},
    {"head up", "printer.cover-open", "head", "up"},
    {"spooling", "", "", ""},
    {"motor on", "", "", ""},
    {"line feed key", "", "", ""},
    {"form feed key", "", "", ""},
    {"head temperature", "printer.head-hot", "head", "hot"},
    {"communication error", "", "", ""},
    {"supply voltage", "printer.head-hot", "", ""},
    {"command not acknowledged", "", "", ""},
    {"cutter cover open", "printer.cover-open", "cover", "open"},
    {"RAM error", "printer.fatal", "", ""},
    {"EEPROM error", "printer.fatal", "", ""},
    {"head locked", "printer.cover-open", "head", "up"},
    {"diverter error", "printer.fatal", "", ""},
    {none, "", "", ""},
};

const Meaning *meaningOf(const QString &words)
{
    for (const Meaning &meaning : meanings) {
        if (words == QLatin1String(meaning.words)) {
            return &meaning;
        }
    }
    return nullptr;
}

PrinterDialect dialectOf(const QString &name)
{
    return printerDialect(name.toStdString());
}

// The answer of a sound printer, before any bit is turned.
Bytes soundAnswer(const QString &byte, const QString &dialect)
{
    if (byte.startsWith(QLatin1String("eot"))) {
        return {static_cast<unsigned char>(byte == QLatin1String("eot1") && dialect == QLatin1String("snbc") ? 0x16
                                                                                                             : 0x12)};
    }
    if (byte.startsWith(QLatin1String("asb"))) {
        return {0x10, 0x00, 0x00, static_cast<unsigned char>(dialect == QLatin1String("snbc") ? 0x0F : 0x00)};
    }
    return {0x10, 0x0F, 0x00, 0x00, 0x00, 0x00};
}

std::size_t positionOf(const QString &byte)
{
    if (byte.startsWith(QLatin1String("asb"))) {
        return static_cast<std::size_t>(byte.back().digitValue() - 1);
    }
    return byte.startsWith(QLatin1String("full"))
               ? 2 + static_cast<std::size_t>(QStringLiteral("purx").indexOf(byte.back()))
               : 0;
}

struct Heard
{
    int updates = 0;
    Conditions conditions;
};

Heard heard(const QString &byte, const QString &dialect, const Bytes &answer)
{
    StatusParser parser(dialectOf(dialect));
    if (byte.startsWith(QLatin1String("eot"))) {
        parser.expect(byte.back().digitValue());
    }
    Heard all;
    for (const StatusEvent &event : parser.feed(answer)) {
        if (const auto *update = std::get_if<StatusUpdate>(&event)) {
            ++all.updates;
            all.conditions.update(update->covered, update->said);
        }
    }
    return all;
}

QString factText(const Fact &fact)
{
    if (const auto *text = std::get_if<std::string>(&fact)) {
        return QString::fromStdString(*text);
    }
    if (const auto *truth = std::get_if<bool>(&fact)) {
        return *truth ? QStringLiteral("true") : QStringLiteral("false");
    }
    return QStringLiteral("?");
}

QString faultText(Conditions conditions)
{
    const auto fault = printerFault(conditions);
    return fault ? QString::fromStdString(std::string(fault->name())) : QString();
}

QString wordsFor(const Bit &bit, const char *dialect)
{
    const QLatin1String name(dialect);
    return QString::fromLatin1(name == QLatin1String("epson")  ? bit.epson
                               : name == QLatin1String("snbc") ? bit.snbc
                                                               : bit.custom);
}

const char *const dialects[] = {"epson", "snbc", "custom"};

}  // namespace

class TestStatusBits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsComplete();
    void bit_data();
    void bit();
};

void TestStatusBits::tableIsComplete()
{
    std::set<std::pair<std::string, int>> seen;
    for (const Bit &bit : bits) {
        QVERIFY2(seen.insert({bit.byte, bit.bit}).second, bit.byte);
    }
    QCOMPARE(seen.size(), std::size_t(8 * (4 + 4 + 4)));
    for (const char *dialect : dialects) {
        for (const Bit &bit : bits) {
            const QString words = wordsFor(bit, dialect).section(QStringLiteral(" with "), 0, 0);
            const bool fixed = words == QLatin1String(fixed0) || words == QLatin1String(fixed1);
            QVERIFY2(words.isEmpty() || fixed || meaningOf(words), qPrintable(words));
        }
    }
}

void TestStatusBits::bit_data()
{
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("byte");
    QTest::addColumn<int>("bit");
    QTest::addColumn<QString>("words");
    for (const char *dialect : dialects) {
        for (const Bit &bit : bits) {
            const QString words = wordsFor(bit, dialect);
            if (!words.isEmpty()) {
                QTest::addRow("%s %s bit %d: %s", dialect, bit.byte, bit.bit, qPrintable(words))
                    << QString::fromLatin1(dialect) << QString::fromLatin1(bit.byte) << bit.bit << words;
            }
        }
    }
}

void TestStatusBits::bit()
{
    QFETCH(QString, dialect);
    QFETCH(QString, byte);
    QFETCH(int, bit);
    QFETCH(QString, words);
    Bytes answer = soundAnswer(byte, dialect);
    const Heard sound = heard(byte, dialect, answer);
    QCOMPARE(sound.updates, 1);
    QCOMPARE(faultText(sound.conditions), QString());

    unsigned char &turned = answer[positionOf(byte)];
    const bool fixed = words == QLatin1String(fixed0) || words == QLatin1String(fixed1);
    if (fixed) {
        QCOMPARE((turned >> bit & 1) != 0, words == QLatin1String(fixed1));
        turned = static_cast<unsigned char>(turned ^ (1U << bit));
        QVERIFY2(heard(byte, dialect, answer).updates == 0, "a byte with a wrong fixed bit is no such answer");
        return;
    }
    turned = static_cast<unsigned char>(turned | (1U << bit));
    const QStringList parts = words.split(QStringLiteral(" with "));
    if (parts.size() == 2) {
        QVERIFY(heard(byte, dialect, answer).conditions == sound.conditions);  // one of two bits is noise
        turned = static_cast<unsigned char>(turned | (1U << parts.last().toInt()));
    }
    const Heard now = heard(byte, dialect, answer);
    QCOMPARE(now.updates, 1);

    const Meaning *meaning = meaningOf(parts.first());
    QVERIFY(meaning);
    QCOMPARE(faultText(now.conditions), QString::fromLatin1(meaning->fault));
    QVERIFY((now.conditions == sound.conditions) == (parts.first() == QLatin1String(none)));
    PrinterProfile profile;
    profile.dialect = dialect.toStdString();
    profile.presenter = true;
    const auto before = printerFacts(sound.conditions, profile);
    for (const auto &[name, value] : printerFacts(now.conditions, profile)) {
        const bool changes = QLatin1String(name.c_str()) == QLatin1String(meaning->fact);
        QCOMPARE(factText(value), changes ? QString::fromLatin1(meaning->value) : factText(before.at(name)));
    }
}

QTEST_GUILESS_MAIN(TestStatusBits)
#include "tst_statusbits.moc"
