// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/barreader.h"
#include "tests/support/scenes/barcode.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <QtTest>
#include <random>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

struct Print
{
    double module = 4;  // samples
    double blur = 0;    // deviation, modules
    double noise = 0;   // deviation, grey levels
    double slope = 0;   // of the light, share over the whole line
    double bow = 0;     // modules, that the middle of the code lies aside
    unsigned seed = 1;
};

// The line that a camera sees of bars with their quiet zones: the share of ink under each sample, blurred.
std::vector<float> seen(const std::vector<int> &bars, const Print &print)
{
    constexpr int quiet = 10;
    int modules = 0;
    for (const int width : bars) {
        modules += width;
    }
    const auto ink = [&](double x) {  // with the blur, x in modules
        double sum = 0;
        double at = 0;
        const double blur = std::max(print.blur, 0.05) * std::sqrt(2.0);
        for (std::size_t i = 0; i < bars.size(); ++i) {
            if (i % 2 == 0) {
                sum += 0.5 * (std::erf((x - at) / blur) - std::erf((x - at - bars[i]) / blur));
            }
            at += bars[i];
        }
        return sum;
    };
    std::mt19937 random(print.seed);
    std::normal_distribution<double> grain(0, std::max(print.noise, 1e-9));
    std::vector<float> line;
    for (int i = 0; i < static_cast<int>(std::ceil((modules + 2 * quiet) * print.module)); ++i) {
        const double straight = (i + 0.5) / print.module - quiet;
        const double share = std::clamp(straight / modules, 0.0, 1.0);
        const double x = straight + 4 * print.bow * share * (1 - share);
        const double light = 1 + print.slope * (share - 0.5);
        line.push_back(static_cast<float>((220 - 150 * ink(x)) * light + grain(random)));
    }
    return line;
}

}  // namespace

class tst_BarReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void barsAreRead_data()
    {
        QTest::addColumn<Print>("print");
        QTest::newRow("sharp") << Print{};
        QTest::newRow("narrow bars run together") << Print{2, 0.9, 1};
        QTest::newRow("hardly more than a sample a module") << Print{1.3, 0.6, 1};
        QTest::newRow("noise") << Print{3, 0.6, 14};
        QTest::newRow("light that falls off") << Print{3, 0.7, 2, 0.6};
        QTest::newRow("paper that is curled") << Print{3, 0.6, 2, 0, 0.5};
    }

    void barsAreRead()
    {
        QFETCH(Print, print);
        for (const QString &text : {u"155275404688"_s, u"LD-2026-00417"_s, u"Aa9~ !"_s, u"42"_s}) {
            const std::vector<float> line = seen(scenes::code128(text), print);
            const auto reading = readCode128(line);
            QVERIFY2(reading, qPrintable(text));
            QCOMPARE(reading->text, text);
            QVERIFY(std::abs(reading->module / print.module - 1) < 0.05);
            const auto back = readCode128({line.rbegin(), line.rend()});
            QVERIFY2(back, qPrintable(text));
            QCOMPARE(back->text, text);
        }
    }

    // ISO/IEC 15417, table 1: characters that begin or change a set, whose bars barcode.h does not draw.
    void setsMayChange()
    {
        const auto with = [](const std::vector<int> &packed) {
            std::vector<int> bars;
            for (const int widths : packed) {
                const std::string digits = std::to_string(widths);
                for (const char digit : digits) {
                    bars.push_back(digit - '0');
                }
            }
            return bars;
        };
        constexpr int stop = 2331112;
        // Start A, "A", set B, "a", set C, "12", check (103 + 33 + 2·100 + 3·65 + 4·99 + 5·12) mod 103 = 60
        const auto mixed = readCode128(seen(with({211412, 111323, 114131, 121124, 113141, 112232, 314111, stop}), {}));
        QVERIFY(mixed);
        QCOMPARE(mixed->text, u"Aa12"_s);
        // Start C, FNC1, "12", FNC1, "34", check (105 + 102 + 2·12 + 3·102 + 4·34) mod 103 = 55
        const auto parted = readCode128(seen(with({211232, 411131, 112232, 411131, 131123, 311321, stop}), {}));
        QVERIFY(parted);
        QCOMPARE(parted->text, u"12\u001d34"_s);
    }

    // Another character in the middle, of as many modules: the check character no longer fits.
    void aWrongCheckCharacterIsRefused()
    {
        std::vector<int> bars = scenes::code128(u"155275404688"_s);
        const std::vector<int> others = scenes::code128(u"150075404688"_s);
        QCOMPARE(others.size(), bars.size());
        std::copy(others.begin() + 12, others.begin() + 18, bars.begin() + 12);
        QVERIFY(!readCode128(seen(bars, {})));
    }

    void nothingIsMadeUp()
    {
        QVERIFY(!readCode128({}));
        QVERIFY(!readCode128(std::vector<float>(63, 1.F)));
        QVERIFY(!readCode128(std::vector<float>(8193, 1.F)));
        QVERIFY(!readCode128(std::vector<float>(400, 1.F)));
        std::vector<float> broken(400, 1.F);
        std::fill(broken.begin() + 100, broken.begin() + 200, std::numeric_limits<float>::quiet_NaN());
        QVERIFY(!readCode128(broken));
        std::mt19937 random(7);
        std::uniform_int_distribution<int> width(1, 4);
        for (int i = 0; i < 60; ++i) {
            std::vector<int> bars(static_cast<std::size_t>(31 + 6 * (i % 12)));
            std::generate(bars.begin(), bars.end(), [&] { return width(random); });
            QVERIFY(!readCode128(seen(bars, {3, 0.5, 4, 0, 0, static_cast<unsigned>(i)})));
        }
    }
};

QTEST_APPLESS_MAIN(tst_BarReader)
#include "tst_barreader.moc"
