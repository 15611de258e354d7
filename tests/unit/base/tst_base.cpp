// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/base/clock.h"
#include "app/domain/base/result.h"
#include "app/domain/base/sensitive.h"

#include <QSet>
#include <QTest>

using namespace hall;

template <typename T>
concept Comparable = requires(const T &a, const T &b)
{
    {a == b};
};
template <typename T>
concept Streamable = requires(std::ostream &out, const T &value)
{
    {out << value};
};
static_assert(!Comparable<Sensitive<std::string>>, "personal data must not be compared by accident");
static_assert(!Streamable<Sensitive<std::string>>, "personal data must not be streamed by accident");

class TestBase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFaultHasItsOwnNameAndAWord()
    {
        QSet<QByteArray> names;
        for (const FaultCode code : allFaultCodes()) {
            const Fault fault(code);
            names.insert(QByteArray(fault.name().data(), qsizetype(fault.name().size())));
            QVERIFY(!whoName(fault.who()).empty());
            QVERIFY(!remedyName(fault.remedy()).empty());
        }
        QCOMPARE(names.size(), qsizetype(allFaultCodes().size()));
        QVERIFY(names.contains("card.mute"));
        QCOMPARE(Fault(FaultCode::PaperOut).who(), Who::Staff);
        QCOMPARE(Fault(FaultCode::PaperOut).remedy(), Remedy::LoadPaper);
    }

    void aResultIsAValueOrAFault()
    {
        const Result<int> good = 7;
        const Result<int> bad = fail(FaultCode::StoreFull, "95 %");
        QCOMPARE(*good, 7);
        QVERIFY(!bad);
        QVERIFY(bad.error() == Fault(FaultCode::StoreFull, "95 %"));
    }

    void aSensitiveValueIsOverwrittenWhenItIsReplaced()
    {
        // Long enough not to sit in the small-string buffer of the object itself.
        const std::string secret(64, 's');
        Sensitive<std::string> holder{std::string(secret)};
        const char *memory = holder.reveal().data();
        std::string &inside = holder.reveal();
        wipe(inside);
        QCOMPARE(memory[0], '\0');  // same buffer, still owned by the string
        QVERIFY(holder.reveal().empty());
    }

    void movingASensitiveValueLeavesNothingBehind()
    {
        Sensitive<std::string> from{std::string("short")};  // small-string buffer: a move copies the bytes
        const Sensitive<std::string> to(std::move(from));
        QCOMPARE(to.reveal(), std::string("short"));
        QVERIFY(from.reveal().empty());
        const auto *bytes = reinterpret_cast<const unsigned char *>(&from);
        QVERIFY(std::string(reinterpret_cast<const char *>(bytes), sizeof(from)).find("short") == std::string::npos);
    }

    void anAdvancedClockMovesBothTimes()
    {
        SystemClock clock;
        const auto wall = clock.wall();
        const auto monotonic = clock.monotonic();
        clock.advance(std::chrono::seconds(90));
        QVERIFY(clock.wall() - wall >= std::chrono::seconds(90));
        QVERIFY(clock.monotonic() - monotonic >= std::chrono::seconds(90));
    }
};

QTEST_APPLESS_MAIN(TestBase)
#include "tst_base.moc"
