// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/pinentry.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

using namespace hall;

class TestPinEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digitsOneByOne()
    {
        PinEntry entry;
        QVERIFY(!entry.add(1));  // nothing is wanted yet
        QVERIFY(!entry.complete());
        entry.begin(4);
        QVERIFY(!entry.add(-1) && !entry.add(10));
        QVERIFY(entry.add(3) && entry.add(0) && entry.add(9));
        entry.erase();
        QCOMPARE(entry.count(), 2);
        QVERIFY(entry.add(5) && entry.add(7));
        QVERIFY(entry.complete() && !entry.add(1));
        QCOMPARE(entry.take().reveal(), std::string("3057"));
        QCOMPARE(entry.count(), 0);
        entry.erase();
        QCOMPARE(entry.count(), 0);
        QCOMPARE(entry.digits(), 4);
    }

    // Its bytes are looked at where they stood: a string of twelve digits lies in the object itself.
    void nothingIsLeft_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("erased") << 0;
        QTest::newRow("cleared") << 1;
        QTest::newRow("taken") << 2;
        QTest::newRow("begun anew") << 3;
    }

    void nothingIsLeft()
    {
        QFETCH(int, how);
        PinEntry entry;
        entry.begin(PinEntry::longest);
        for (int i = 0; i < PinEntry::longest; ++i) {
            QVERIFY(entry.add(7));
        }
        const auto sevens = [&entry] {
            const auto *bytes = reinterpret_cast<const volatile char *>(&entry);
            const auto here = reinterpret_cast<std::uintptr_t>(&entry);
            int count = 0;
            for (std::size_t word = 0; word < sizeof entry; word += sizeof here) {
                std::array<char, sizeof here> copy{};
                for (std::size_t i = 0; i < copy.size(); ++i) {
                    copy[i] = bytes[word + i];
                }
                // A pointer into the object itself is an address, whatever bytes chance has given it.
                const auto address = std::bit_cast<std::uintptr_t>(copy);
                if (address < here || address >= here + sizeof entry) {
                    count += static_cast<int>(std::count(copy.begin(), copy.end(), '7'));
                }
            }
            return count;
        };
        QCOMPARE(sevens(), PinEntry::longest);
        for (int i = 0; how == 0 && i < PinEntry::longest; ++i) {
            entry.erase();
        }
        if (how == 1) {
            entry.clear();
        } else if (how == 2) {
            QCOMPARE(entry.take().reveal().size(), std::size_t(PinEntry::longest));
        } else if (how == 3) {
            entry.begin(6);
        }
        QCOMPARE(sevens(), 0);
    }
};

QTEST_APPLESS_MAIN(TestPinEntry)
#include "tst_pinentry.moc"
