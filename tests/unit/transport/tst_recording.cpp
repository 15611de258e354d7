// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/recordingtransport.h"
#include "drivers/transport/replaytransport.h"

#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

Bytes bytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

// Says back what it hears, in capital letters.
class Echo final : public ByteTransport
{
public:
    Done open(std::chrono::milliseconds) override { return {}; }
    void close() noexcept override {}
    [[nodiscard]] bool isOpen() const override { return true; }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds) override
    {
        for (const unsigned char byte : data) {
            m_back.push_back(static_cast<unsigned char>(std::toupper(byte)));
        }
        return {data.size(), std::nullopt};
    }
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds) override
    {
        const auto end = m_back.begin() + static_cast<std::ptrdiff_t>(std::min(atMostBytes, m_back.size()));
        Bytes some(m_back.begin(), end);
        m_back.erase(m_back.begin(), end);
        return some;
    }

private:
    Bytes m_back;
};

Bytes ask(ByteTransport &cable, std::string_view what)
{
    const Bytes sent = bytes(what);
    (void)cable.write(sent, 1s);
    const Result<Bytes> back = cable.read(100, 50ms);
    return back ? *back : bytes(back.error().name());
}

}  // namespace

class TestRecording : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasRecordedIsPlayedBack()
    {
        const auto recorder = std::make_shared<Recorder>("echo");
        RecordingTransport cable(std::make_shared<Echo>(), recorder);
        QCOMPARE(ask(cable, "one"), bytes("ONE"));
        recorder->scene("second");
        QCOMPARE(ask(cable, "two"), bytes("TWO"));

        const Result<Recording> read = parseRecording(recordingText(recorder->recording()));
        QVERIFY(read);
        QVERIFY(*read == recorder->recording());
        QCOMPARE(read->scenes.size(), std::size_t(2));

        ReplayTransport played(*read);
        QVERIFY(played.open(1s));
        QCOMPARE(ask(played, "one"), bytes("ONE"));
        QCOMPARE(ask(played, "two"), Bytes());  // of a scene that has not begun
        QVERIFY(played.enter("second"));
        QCOMPARE(ask(played, "two"), bytes("TWO"));
        QCOMPARE(ask(played, "one"), bytes("ONE"));
        QCOMPARE(played.unknown(), std::vector<Bytes>{bytes("two")});
        QVERIFY(!played.enter("third"));
    }

    void answersComeInTheirOrderAndTheLastOneStays()
    {
        const Recording recording{
            "x",
            {{"start", {{bytes("?"), bytes("a"), 0ms}, {bytes("?"), bytes("b"), 0ms}, {bytes("!"), {}, 0ms}}, {}, {}}}};
        ReplayTransport cable(recording);
        QVERIFY(cable.open(1s));
        QCOMPARE(ask(cable, "?"), bytes("a"));
        QCOMPARE(ask(cable, "!"), Bytes());
        QCOMPARE(ask(cable, "?"), bytes("b"));
        QCOMPARE(ask(cable, "?"), bytes("b"));
        QVERIFY(cable.unknown().empty());
        QVERIFY(cable.enter("start"));
        QCOMPARE(ask(cable, "?"), bytes("a"));
    }

    void aCommandMayGoInPieces()
    {
        ReplayTransport cable(Recording{"x", {{"start", {{bytes("abc"), bytes("d"), 0ms}}, {}, {}}}});
        QVERIFY(cable.open(1s));
        QCOMPARE(ask(cable, "a"), Bytes());
        QCOMPARE(ask(cable, "b"), Bytes());
        QCOMPARE(ask(cable, "c"), bytes("d"));
    }

    void anAnswerTakesItsTime()
    {
        ReplayTransport cable(Recording{"x", {{"start", {{bytes("a"), bytes("late"), 120ms}}, {}, {}}}});
        QVERIFY(cable.open(1s));
        const auto before = std::chrono::steady_clock::now();
        QCOMPARE(ask(cable, "a"), Bytes());
        QCOMPARE(*cable.read(2, 5s), bytes("la"));
        QVERIFY(std::chrono::steady_clock::now() - before >= 120ms);
        QCOMPARE(*cable.read(9, 5s), bytes("te"));
    }

    void faultsAreTheCables()
    {
        ReplayTransport cable(Recording{"x", {{"start", {{bytes("a"), bytes("b"), 0ms}}, {}, {}}}});
        QVERIFY(cable.open(1s));
        QVERIFY(cable.setFault("stall"));
        QCOMPARE(ask(cable, "a"), Bytes());
        QVERIFY(cable.setFault("unplug"));
        QCOMPARE(ask(cable, "a"), bytes("device.disconnected"));
        QVERIFY(!cable.open(1s));
        cable.heal();
        QVERIFY(cable.open(1s));
        QCOMPARE(ask(cable, "a"), bytes("b"));
        QCOMPARE(cable.setFault("flood").error().code, FaultCode::BadArgument);
    }

    void cardsArePlayedBackToo()
    {
        const auto read = parseRecording("hall-recording/1 social-card-reader\n"
                                         "# a reader with a name of three words\n"
                                         "@ start\n"
                                         "| Reader of Cards empty 0\n"
                                         "\n"
                                         "@ card\n"
                                         "| Reader of Cards mute 1\n"
                                         "^ 3B6D\n"
                                         "> 00A4\n"
                                         "< 9000 3\n");
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        ReplayCardTransport cable(*read);
        QVERIFY(*cable.cardSlots() == (std::vector<CardSlot>{{"Reader of Cards", false, false, false, 0}}));
        QCOMPARE(cable.connect("Reader of Cards").error().code, FaultCode::CardPulled);
        QVERIFY(cable.enter("card"));
        QVERIFY(*cable.cardSlots() == (std::vector<CardSlot>{{"Reader of Cards", true, true, false, 1}}));
        QCOMPARE(*cable.connect("Reader of Cards"), (Bytes{0x3b, 0x6d}));
        QCOMPARE(*cable.transmit({0x00, 0xa4}, 1s), (Bytes{0x90, 0x00}));
        QCOMPARE(cable.transmit({0x00, 0xb0}, 10ms).error().code, FaultCode::DeviceTimeout);
        QCOMPARE(cable.unknown(), (std::vector<Bytes>{{0x00, 0xb0}}));
    }

    void whatIsSaidUnaskedComesWithItsScene()
    {
        const auto recorder = std::make_shared<Recorder>("speaker");
        const auto device = std::make_shared<Echo>();
        RecordingTransport cable(device, recorder);
        QVERIFY(cable.open(1s));
        (void)device->write(bytes("hello"), 1s);
        QCOMPARE(*cable.read(100, 50ms), bytes("HELLO"));
        QCOMPARE(ask(cable, "one"), bytes("ONE"));
        recorder->scene("card");
        (void)device->write(bytes("come"), 1s);
        QCOMPARE(*cable.read(100, 50ms), bytes("COME"));

        const Result<Recording> read = parseRecording(recordingText(recorder->recording()));
        QVERIFY(read && *read == recorder->recording());
        ReplayTransport played(*read);
        QVERIFY(!played.enter("dance"));
        QVERIFY(played.enter("card"));  // nobody listens yet
        QVERIFY(played.open(1s));
        QCOMPARE(*played.read(100, 1s), bytes("HELLO"));
        QCOMPARE(ask(played, "one"), bytes("ONE"));
        QVERIFY(played.enter("card"));
        QCOMPARE(*played.read(100, 1s), bytes("COME"));
        QCOMPARE(*played.read(100, 10ms), Bytes());
        QVERIFY(played.setFault("stall"));
        QVERIFY(played.enter("card"));
        QCOMPARE(*played.read(100, 1s), bytes("CO"));
        QCOMPARE(*played.read(100, 10ms), Bytes());
    }

    void aRunningNumberIsAnsweredWithItself()
    {
        const auto recorder = std::make_shared<Recorder>("counter");
        recorder->setNumbers({1, 2});
        RecordingTransport cable(std::make_shared<Echo>(), recorder);
        QCOMPARE(ask(cable, "a01b"), bytes("A01B"));
        ReplayTransport played(*parseRecording(recordingText(recorder->recording())));
        QVERIFY(played.open(1s));
        QCOMPARE(ask(played, "a77b"), bytes("A77B"));
        QCOMPARE(ask(played, "a7"), Bytes());  // in two pieces
        QCOMPARE(ask(played, "8b"), bytes("A78B"));
        QCOMPARE(ask(played, "c77b"), Bytes());
    }

    void nothingOfAPersonIsWrittenDown()
    {
        const auto recorder = std::make_shared<Recorder>("secret");
        recorder->setHidden({2, 100});
        recorder->setVeiled(true);
        const auto device = std::make_shared<Echo>();
        RecordingTransport cable(device, recorder);
        QVERIFY(cable.open(1s));
        (void)device->write(bytes("370202-x\r"), 1s);
        QCOMPARE(*cable.read(100, 50ms), bytes("370202-X\r"));
        (void)cable.write(bytes("q:zhang ceshi"), 1s);
        const Recording written = recorder->recording();
        QCOMPARE(written.scenes[0].unasked[0].said, bytes("000000-X\r"));
        QCOMPARE(written.scenes[0].exchanges[0].sent, bytes(std::string("q:") + std::string(11, '\0')));
        ReplayTransport played(written);
        QVERIFY(played.open(1s));
        QCOMPARE(*played.read(100, 1s), bytes("000000-X\r"));
        (void)played.write(bytes("q:li yanshi___"), 1s);
        QVERIFY2(played.unknown().size() == 1, "another length is another command");
        (void)played.write(bytes("q:wang moni__"), 1s);
        QCOMPARE(played.unknown().size(), std::size_t(1));
    }

    void picturesAreKeptAsSixteenByTwelve()
    {
        const auto recorder = std::make_shared<Recorder>("document-camera");
        Frame frame;
        frame.width = 160;
        frame.height = 120;
        auto pixels = std::make_shared<Bytes>(160 * 120 * 3, static_cast<unsigned char>(50));
        for (int i = 0; i < 30; ++i) {
            (*pixels)[std::size_t(i)] = 250;  // ten pixels of the first row: a tenth of the first cell
        }
        frame.bgr = pixels;
        recorder->picture(frame);
        recorder->picture(frame);
        (*pixels)[5000] = 51;
        recorder->picture(frame);
        recorder->picture({});
        const Result<Recording> read = parseRecording(recordingText(recorder->recording()));
        QVERIFY(read && *read == recorder->recording());
        const auto &pictures = read->scenes[0].pictures;
        QCOMPARE(pictures.size(), std::size_t(3));
        QCOMPARE(pictures[0].width, 160);
        QCOMPARE(pictures[0].height, 120);
        QCOMPARE(int(pictures[0].grey[0]), 70);
        QCOMPARE(int(pictures[0].grey[1]), 50);
        QCOMPARE(pictures[0].grey.size(), std::size_t(16 * 12));
        QCOMPARE(pictures[0].print, pictures[1].print);
        QVERIFY(pictures[0].print != pictures[2].print);
    }

    void aBadRecordingIsRefusedWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("said");
        const QByteArray head = "hall-recording/1 x\n";
        QTest::newRow("nothing") << QByteArray() << QByteArray("no scene");
        QTest::newRow("another format") << QByteArray("hall-recording/2 x\n@ a\n")
                                        << QByteArray("line 1: not a recording");
        QTest::newRow("no device") << QByteArray("hall-recording/1 \n@ a\n") << QByteArray("line 1: not a recording");
        QTest::newRow("no scene") << head << QByteArray("no scene");
        QTest::newRow("bytes before a scene") << head + "> 00\n@ a\n" << QByteArray("line 2");
        QTest::newRow("half a byte") << head + "@ a\n> 000\n" << QByteArray("line 3");
        QTest::newRow("no hex") << head + "@ a\n> 0g\n" << QByteArray("line 3");
        QTest::newRow("an answer to nothing") << head + "@ a\n< 00 1\n" << QByteArray("line 3");
        QTest::newRow("two answers") << head + "@ a\n> 00\n< 00 1\n< 00 1\n" << QByteArray("line 5");
        QTest::newRow("no time") << head + "@ a\n> 00\n< 00\n" << QByteArray("line 4");
        QTest::newRow("negative time") << head + "@ a\n> 00\n< 00 -1\n" << QByteArray("line 4");
        QTest::newRow("a slot of no state") << head + "@ a\n| Reader full 1\n" << QByteArray("line 3");
        QTest::newRow("a slot without a name") << head + "@ a\n| empty 1\n" << QByteArray("line 3");
        QTest::newRow("words without a time") << head + "@ a\n* 00\n" << QByteArray("line 3");
        QTest::newRow("no words") << head + "@ a\n*  4\n" << QByteArray("line 3");
        QTest::newRow("words before a scene") << head + "* 00 4\n@ a\n" << QByteArray("line 2");
        QTest::newRow("no bytes are hidden") << head + "! 4 0\n@ a\n" << QByteArray("line 2");
        QTest::newRow("a number beyond everything") << head + "~ 4 9999999\n@ a\n" << QByteArray("line 2");
        QTest::newRow("too few grey values") << head + "@ a\n+ 640 480 66 1F 0000\n" << QByteArray("line 3");
        QTest::newRow("no size") << head + "@ a\n+ 0 480 66 1F " + QByteArray(384, '0') + "\n" << QByteArray("line 3");
        QTest::newRow("another sign") << head + "@ a\n? 00\n" << QByteArray("line 3");
    }
    void aBadRecordingIsRefusedWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, said);
        const auto read = parseRecording(text.toStdString());
        QVERIFY(!read);
        QCOMPARE(read.error().code, FaultCode::BadArgument);
        QCOMPARE(QByteArray::fromStdString(read.error().detail), said);
    }
};

QTEST_APPLESS_MAIN(TestRecording)
#include "tst_recording.moc"
