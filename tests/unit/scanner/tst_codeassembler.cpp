// SPDX-License-Identifier: GPL-3.0-or-later
// Where a code ends, and which are taken.
#include "drivers/scanner/codeassembler.h"

#include <QTest>

#include <string>
#include <vector>

using namespace hall;
using namespace hall::device;

namespace {

// What came of these bytes: codes as they are, "!" for each that was refused.
std::vector<std::string> told(CodeAssembler &assembler, std::string_view bytes, bool thenSilent = true)
{
    std::vector<std::string> all;
    const auto note = [&all](const CodeAssembler::Ended &ended) {
        if (ended) {
            all.push_back(*ended ? (*ended)->text.reveal() : "!");
        }
    };
    for (const char c : bytes) {
        note(assembler.push(static_cast<unsigned char>(c)));
    }
    if (thenSilent) {
        note(assembler.fallSilent());
    }
    return all;
}

QByteArray joined(const std::vector<std::string> &all)
{
    QByteArray text;
    for (const std::string &one : all) {
        text += '[' + QByteArray::fromStdString(one) + ']';
    }
    return text;
}

}  // namespace

class TestCodeAssembler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsOfCodes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("codes");
        QTest::newRow("CR") << QByteArray("A-1\r") << QByteArray("[A-1]");
        QTest::newRow("LF") << QByteArray("A-1\n") << QByteArray("[A-1]");
        QTest::newRow("CRLF") << QByteArray("A-1\r\n") << QByteArray("[A-1]");
        QTest::newRow("silence") << QByteArray("A-1") << QByteArray("[A-1]");
        QTest::newRow("nothing") << QByteArray("") << QByteArray("");
        QTest::newRow("only ends") << QByteArray("\r\n\n\r") << QByteArray("");
        QTest::newRow("two") << QByteArray("A\r\nB\r\n") << QByteArray("[A][B]");
        QTest::newRow("spaces stay") << QByteArray(" A B \r") << QByteArray("[ A B ]");
        QTest::newRow("first and last of ASCII") << QByteArray(" ~\r") << QByteArray("[ ~]");
    }

    void endsOfCodes()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, codes);
        CodeAssembler assembler;
        QCOMPARE(joined(told(assembler, bytes.toStdString())), codes);
        QVERIFY(!assembler.begun());
    }

    void refusedAsAWhole_data()
    {
        QTest::addColumn<QByteArray>("bad");
        for (int byte = 0; byte < 256; ++byte) {
            if ((byte < 0x20 || byte > 0x7E) && byte != '\r' && byte != '\n') {
                QTest::addRow("%02x", byte) << QByteArray(1, static_cast<char>(byte));
            }
        }
        QTest::newRow("UTF-8") << QByteArray("张测试");
        QTest::newRow("GB18030") << QByteArray("\xD5\xC5\xB2\xE2");
        QTest::newRow("escape sequence") << QByteArray("\x1b[2J");
        QTest::newRow("too long") << QByteArray(513, 'x');
        QTest::newRow("4 KB") << QByteArray(4096, 'x');
        QTest::newRow("4 KB of NUL") << QByteArray(4096, '\0');
    }

    // Neither before nor after the byte that does not belong there is anything of it told; the next code is.
    void refusedAsAWhole()
    {
        QFETCH(QByteArray, bad);
        for (const char *end : {"\r", "\n", "\r\n"}) {
            CodeAssembler assembler;
            const std::string bytes = "before" + bad.toStdString() + "after" + end + "good" + end;
            QCOMPARE(joined(told(assembler, bytes)), QByteArray("[!][good]"));
        }
        CodeAssembler assembler;
        QCOMPARE(joined(told(assembler, bad.toStdString())), QByteArray("[!]"));
        QCOMPARE(joined(told(assembler, "good\r")), QByteArray("[good]"));
    }

    void theLongest()
    {
        CodeAssembler assembler;
        const std::string most(CodeAssembler::longest, 'x');
        QCOMPARE(told(assembler, most + '\r'), std::vector<std::string>{most});
        QCOMPARE(told(assembler, most + "x\r"), std::vector<std::string>{"!"});
        QCOMPARE(told(assembler, most), std::vector<std::string>{most});
    }

    void nothingOfItIsInTheFault()
    {
        CodeAssembler assembler;
        for (const char c : std::string("SECRET\x01")) {
            QVERIFY(!assembler.push(static_cast<unsigned char>(c)));
        }
        const auto ended = assembler.push('\r');
        QVERIFY(ended && !*ended);
        QCOMPARE(QString::fromUtf8(ended->error().name().data()), QStringLiteral("scanner.unreadable"));
        QVERIFY(ended->error().detail.find("SECRET") == std::string::npos);
    }

    void nothingOfItStaysInMemory()
    {
        CodeAssembler assembler;
        const auto *const bytes = reinterpret_cast<const char *>(&assembler);
        const auto holds = [&] {
            return std::string_view(bytes, sizeof assembler).find("SECRET") != std::string_view::npos;
        };
        for (const char c : std::string("SECRET")) {
            (void)assembler.push(static_cast<unsigned char>(c));
        }
        QVERIFY2(holds(), "this test looks at the wrong place");
        (void)assembler.push('\r');
        QVERIFY(!holds());
        (void)told(assembler, "SECRET\x02", false);
        QVERIFY(!holds());
        (void)told(assembler, "SECRET", false);
        assembler.drop();
        QVERIFY(!holds());
        QVERIFY(!assembler.begun());
    }
};

QTEST_GUILESS_MAIN(TestCodeAssembler)
#include "tst_codeassembler.moc"
