// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/base/clock.h"
#include "app/domain/base/result.h"
#include "app/domain/base/sensitive.h"
#include "app/domain/base/wipestack.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <array>
#include <sys/uio.h>
#include <thread>
#include <unistd.h>
#include <vector>

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

namespace {

constexpr std::size_t deep = 900 * 1024;  // bytes of stack, of the eight megabytes that a thread has
constexpr unsigned char mark = 0xa7;

__attribute__((noinline)) void writeOnStack(std::size_t bytes)
{
    std::array<unsigned char, 1000> area;
    std::fill(area.begin(), area.end(), mark);
    asm volatile("" : : "r"(area.data()) : "memory");  // written, whatever the compiler thinks of it
    if (bytes > area.size()) {
        writeOnStack(bytes - area.size());
    }
    asm volatile("" : : "r"(area.data()) : "memory");
}

// How many bytes below the caller are marked.
__attribute__((noinline)) std::ptrdiff_t markedBelow(std::vector<unsigned char> &copy)
{
    auto *here = static_cast<unsigned char *>(__builtin_frame_address(0));
    iovec local{copy.data(), copy.size()};
    iovec remote{here - copy.size(), copy.size()};
    if (process_vm_readv(getpid(), &local, 1, &remote, 1, 0) != static_cast<ssize_t>(copy.size())) {
        return -1;
    }
    return std::count(copy.begin(), copy.end(), mark);
}

}  // namespace

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
        QCOMPARE(memory[0], '\0');  // NOLINT(clang-analyzer-cplusplus.InnerPointer): the string keeps its buffer
        QVERIFY(holder.reveal().empty());
    }

    void movingASensitiveValueLeavesNothingBehind()
    {
        Sensitive<std::string> from{std::string("short")};  // small-string buffer: a move copies the bytes
        const Sensitive<std::string> to(std::move(from));
        QCOMPARE(to.reveal(), std::string("short"));
        // NOLINTNEXTLINE(bugprone-use-after-move,clang-analyzer-cplusplus.Move): what is left there is what is tried
        QVERIFY(from.reveal().empty());
        const auto *bytes = reinterpret_cast<const unsigned char *>(&from);
        QVERIFY(std::string(reinterpret_cast<const char *>(bytes), sizeof(from)).find("short") == std::string::npos);
    }

    void whatFunctionsLeftOnAThreadsStackIsCleared()
    {
        std::vector<unsigned char> copy(deep);
        std::ptrdiff_t before = 0;
        std::ptrdiff_t after = 0;
        std::thread([&] {
            writeOnStack(deep);
            before = markedBelow(copy);
            wipeStackBelow();
            after = markedBelow(copy);
        }).join();
        QVERIFY2(before > std::ptrdiff_t(deep / 2), qPrintable(QString::number(before)));
        QVERIFY2(after < 100, qPrintable(QString::number(after)));  // a byte may have this value by chance
        QVERIFY(after >= 0);
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
