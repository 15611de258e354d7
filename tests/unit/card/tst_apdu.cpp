// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/apdu.h"
#include "drivers/card/atr.h"

#include <QTest>

#include <deque>

using namespace hall;
using namespace hall::device;

namespace {

Bytes bytes(const char *hex)
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

// A card that plays back answers and writes down what it was asked.
struct Script
{
    std::deque<Bytes> answers;
    QByteArrayList asked;
    bool repeatLast = false;

    Result<Bytes> operator()(const Bytes &command)
    {
        asked.append(hexOf(command));
        if (answers.empty()) {
            return fail(FaultCode::CardPulled);
        }
        Bytes answer = answers.front();
        if (answers.size() > 1 || !repeatLast) {
            answers.pop_front();
        }
        return answer;
    }
};

}  // namespace

class TestApdu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commands()
    {
        QCOMPARE(hexOf(apdu::selectName(bytes("D156000005"))), QByteArray("00A4040005D156000005"));
        QCOMPARE(hexOf(apdu::selectFile(0xEF05, 0x02)), QByteArray("00A4020002EF05"));
        QCOMPARE(hexOf(apdu::readRecord(1, 4, 18)), QByteArray("00B2010412"));
        QCOMPARE(hexOf(*apdu::verify("123456")), QByteArray("0020000003123456"));
        QVERIFY(!apdu::verify("12345"));
        QVERIFY(!apdu::verify("12345a"));
        QVERIFY(!apdu::verify(""));
        QVERIFY(!apdu::verify("12345678901234"));
    }

    void answers_data()
    {
        QTest::addColumn<QByteArrayList>("answers");
        QTest::addColumn<QByteArrayList>("asked");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<int>("sw");
        QTest::newRow("plain") << QByteArrayList{"AABB9000"} << QByteArrayList{"00B2010412"} << QByteArray("AABB")
                               << 0x9000;
        QTest::newRow("wrong length") << QByteArrayList{"6C02", "AABB9000"}
                                      << QByteArrayList{"00B2010412", "00B2010402"} << QByteArray("AABB") << 0x9000;
        QTest::newRow("get response") << QByteArrayList{"6102", "AABB9000"}
                                      << QByteArrayList{"00B2010412", "00C0000002"} << QByteArray("AABB") << 0x9000;
        QTest::newRow("in parts") << QByteArrayList{"AA6101", "BB9000"} << QByteArrayList{"00B2010412", "00C0000001"}
                                  << QByteArray("AABB") << 0x9000;
        QTest::newRow("wrong length of get response")
            << QByteArrayList{"6105", "6C02", "AABB9000"} << QByteArrayList{"00B2010412", "00C0000005", "00C0000002"}
            << QByteArray("AABB") << 0x9000;
        QTest::newRow("6100 is 256") << QByteArrayList{"6100", "AA9000"} << QByteArrayList{"00B2010412", "00C0000000"}
                                     << QByteArray("AA") << 0x9000;
        QTest::newRow("refused") << QByteArrayList{"6982"} << QByteArrayList{"00B2010412"} << QByteArray() << 0x6982;
    }

    void answers()
    {
        QFETCH(QByteArrayList, answers);
        QFETCH(QByteArrayList, asked);
        QFETCH(QByteArray, data);
        QFETCH(int, sw);
        Script script;
        for (const QByteArray &answer : answers) {
            script.answers.push_back(bytes(answer.constData()));
        }
        const auto reply = apdu::run(apdu::readRecord(1, 4, 18), std::ref(script));
        QVERIFY(reply);
        QCOMPARE(hexOf(reply->data.reveal()), data);
        QCOMPARE(int(reply->sw), sw);
        QCOMPARE(script.asked, asked);
    }

    void skippedAnswerStaysInTheCard()
    {
        Script script{{bytes("6115")}, {}, false};
        const auto reply = apdu::run(apdu::selectFile(0xEF05, 2), std::ref(script), apdu::Answer::Skip);
        QVERIFY(reply);
        QCOMPARE(int(reply->sw), int(apdu::swOk));
        QCOMPARE(script.asked.size(), 1);
    }

    void endlessAnswersEnd_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("6C00") << QByteArray("6C00");
        QTest::newRow("6C12") << QByteArray("6C12");
        QTest::newRow("6110") << QByteArray("6110");
        QTest::newRow("61 with data") << QByteArray("00112233445566776108");
    }

    void endlessAnswersEnd()
    {
        QFETCH(QByteArray, answer);
        Script script{{bytes(answer.constData())}, {}, true};
        const auto reply = apdu::run(apdu::readRecord(1, 4, 18), std::ref(script));
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, FaultCode::CardGarbled);
        QCOMPARE(script.asked.size(), apdu::repeatLimit + 1);
    }

    void verifyIsNeverSentTwice()
    {
        Script script{{bytes("6C03"), bytes("9000")}, {}, false};
        const auto reply = apdu::run(*apdu::verify("123456"), std::ref(script));
        QVERIFY(reply);
        QCOMPARE(script.asked, QByteArrayList{"0020000003123456"});
    }

    void shortAnswers()
    {
        for (const char *answer : {"", "90"}) {
            Script script{{bytes(answer)}, {}, false};
            const auto reply = apdu::run(apdu::readRecord(1, 4, 18), std::ref(script));
            QVERIFY(!reply);
            QCOMPARE(reply.error().code, FaultCode::CardGarbled);
        }
    }

    void records_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<bool>("good");
        QTest::addColumn<int>("size");
        QTest::newRow("plain") << QByteArray("0103AABBCC") << true << 3;
        QTest::newRow("empty value") << QByteArray("4E00") << true << 0;
        QTest::newRow("filled") << QByteArray("0101AA00FF00") << true << 1;
        QTest::newRow("cut") << QByteArray("0110AABB") << false << 0;
        QTest::newRow("length only") << QByteArray("01FF") << false << 0;
        QTest::newRow("one byte") << QByteArray("01") << false << 0;
        QTest::newRow("nothing") << QByteArray() << false << 0;
        QTest::newRow("more than one record") << QByteArray("0101AA0201BB") << false << 0;
    }

    void records()
    {
        QFETCH(QByteArray, raw);
        QFETCH(bool, good);
        QFETCH(int, size);
        const Bytes data = bytes(raw.constData());
        const auto record = apdu::parseRecord(data);
        QCOMPARE(record.has_value(), good);
        if (good) {
            QCOMPARE(int(record->value.size()), size);
        }
    }

    void atr_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<bool>("good");
        QTest::addColumn<QByteArray>("historical");
        QTest::addColumn<bool>("contactless");
        QTest::newRow("social card") << QByteArray("3B6D00000081544C008637020001112233") << true
                                     << QByteArray("0081544C008637020001112233") << false;
        QTest::newRow("PSAM, three interface bytes") << QByteArray("3B7D94000081544C008637020001112233") + "44" << true
                                                     << QByteArray("81544C00863702000111223344") << false;
        QTest::newRow("contactless") << QByteArray("3B8D80010081544C008637020001112244A1") << true
                                     << QByteArray("0081544C008637020001112244") << true;
        QTest::newRow("no historical bytes") << QByteArray("3B00") << true << QByteArray() << false;
        QTest::newRow("inverse convention") << QByteArray("3F01AA") << true << QByteArray("AA") << false;
        QTest::newRow("cut in the interface bytes") << QByteArray("3B6D00") << false << QByteArray() << false;
        QTest::newRow("cut in the historical bytes") << QByteArray("3B6D0000AABB") << false << QByteArray() << false;
        QTest::newRow("TD chain without end") << QByteArray("3B80808080") << false << QByteArray() << false;
        QTest::newRow("empty") << QByteArray() << false << QByteArray() << false;
        QTest::newRow("noise") << QByteArray("0000000000") << false << QByteArray() << false;
    }

    void atr()
    {
        QFETCH(QByteArray, raw);
        QFETCH(bool, good);
        QFETCH(QByteArray, historical);
        QFETCH(bool, contactless);
        const auto parsed = parseAtr(bytes(raw.constData()));
        QCOMPARE(parsed.has_value(), good);
        if (good) {
            QCOMPARE(hexOf(parsed->historical), historical);
            QCOMPARE(parsed->interface == CardInterface::Contactless, contactless);
        } else {
            QCOMPARE(parsed.error().code, FaultCode::CardMute);
        }
    }
};

QTEST_APPLESS_MAIN(TestApdu)
#include "tst_apdu.moc"
