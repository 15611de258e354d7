// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/identity.h"

#include <QTest>

#include <algorithm>

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && defined(__GLIBC__)
#define HALL_WATCH_FREE
#include <malloc.h>

namespace {
const char *watched = nullptr;
std::size_t watchedSize = 0;
bool seenFreed = false;
bool allZero = false;
}  // namespace

// Looks at the watched bytes in the moment their block is given back.
extern "C" void __libc_free(void *block);
extern "C" void free(void *block) noexcept
{
    const char *start = static_cast<const char *>(block);
    if (watched && start && watched >= start && watched < start + malloc_usable_size(block)) {
        seenFreed = true;
        allZero = std::all_of(watched, watched + watchedSize, [](char c) { return c == 0; });
    }
    __libc_free(block);
}
#endif

using hall::Sensitive;

class TestWipe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overwritesBeforeTheBufferIsFreed()
    {
#ifdef HALL_WATCH_FREE
        QString text = QString::fromUtf8("张测试 370200");
        text.reserve(64);
        watched = reinterpret_cast<const char *>(text.constData());
        watchedSize = static_cast<std::size_t>(text.size()) * sizeof(QChar);
        wipe(text);
        watched = nullptr;
        QVERIFY(text.isEmpty());
        QVERIFY(seenFreed);
        QVERIFY(allZero);
#else
        QSKIP("the sanitizer owns free()");
#endif
    }

    void otherHolderKeepsItsText()
    {
        QString text = QString::fromUtf8("张测试 370200");
        const QString holder = text;
        wipe(text);
        QVERIFY(text.isEmpty());
        QCOMPARE(holder, QString::fromUtf8("张测试 370200"));
    }

    void leavesABufferItDoesNotOwn()
    {
        // fromRawData buffers are not detached: they belong to somebody else and must stay as they are.
        char raw[] = "number";
        QByteArray view = QByteArray::fromRawData(raw, 6);
        wipe(view);
        QVERIFY(view.isEmpty());
        QCOMPARE(QByteArray(raw), QByteArray("number"));
    }

    void memoryIsZero()
    {
        unsigned char raw[8] = {1, 2, 3, 4, 5, 6, 7, 8};
        hall::wipeMemory(raw, 5);
        const unsigned char expected[8] = {0, 0, 0, 0, 0, 6, 7, 8};
        QVERIFY(std::equal(std::begin(raw), std::end(raw), std::begin(expected)));
    }

    void sensitiveMovesAndEmptiesTheSource()
    {
        Sensitive<QString> from(QString::fromUtf8("张测试"));
        const Sensitive<QString> to(std::move(from));
        QCOMPARE(to.reveal(), QString::fromUtf8("张测试"));
        QVERIFY(from.reveal().isEmpty());  // NOLINT(bugprone-use-after-move): the emptied source is what is tested
    }
};

QTEST_APPLESS_MAIN(TestWipe)
#include "tst_wipe.moc"
