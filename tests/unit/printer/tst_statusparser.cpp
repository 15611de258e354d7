// SPDX-License-Identifier: GPL-3.0-or-later
// Every status bit the manuals name, as one row each, and the parser against noise.
#include "drivers/printer/printerstate.h"
#include "drivers/printer/statusparser.h"

#include <QTest>

#include <random>

using namespace hall;
using namespace hall::device;

Q_DECLARE_METATYPE(hall::device::PrinterDialect)
Q_DECLARE_METATYPE(hall::device::Conditions)
Q_DECLARE_METATYPE(hall::device::Bytes)

namespace {

constexpr auto epson = PrinterDialect::Epson;
constexpr auto snbc = PrinterDialect::Snbc;
constexpr auto custom = PrinterDialect::Custom;

Conditions fullySaid(const std::vector<StatusEvent> &events)
{
    Conditions all;
    for (const StatusEvent &event : events) {
        if (const auto *update = std::get_if<StatusUpdate>(&event)) {
            all.update(update->covered, update->said);
        }
    }
    return all;
}

}  // namespace

class TestStatusParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realTimeBit_data();
    void realTimeBit();
    void automaticBit_data();
    void automaticBit();
    void customBit_data();
    void customBit();
    void inOrderAnswer_data();
    void inOrderAnswer();
    void blocks();
    void answersArriveInPieces();
    void strayAnswerIsSkipped();
    void tornAutomaticStatusIsNoProof();
    void eventsClearAgain();
    void survivesNoise_data();
    void survivesNoise();
    void faultOf_data();
    void faultOf();
};

void TestStatusParser::realTimeBit_data()
{
    QTest::addColumn<PrinterDialect>("dialect");
    QTest::addColumn<int>("query");
    QTest::addColumn<int>("byte");
    QTest::addColumn<Conditions>("said");

    struct Row
    {
        const char *name;
        PrinterDialect dialect;
        int query;
        int bits;
        Conditions said;
    };
    const Row rows[] = {
        {"epson 1 normal", epson, 1, 0x00, {}},
        {"epson 1 drawer", epson, 1, 0x04, {Condition::Drawer}},
        {"epson 1 offline", epson, 1, 0x08, {Condition::Offline}},
        {"epson 1 waiting for recovery", epson, 1, 0x20, {Condition::WaitingForRecovery}},
        {"epson 1 feed button", epson, 1, 0x40, {Condition::FeedButton}},
        {"epson 2 cover", epson, 2, 0x04, {Condition::CoverOpen}},
        {"epson 2 feeding", epson, 2, 0x08, {Condition::Feeding}},
        {"epson 2 stopped by paper end", epson, 2, 0x20, {Condition::StoppedByPaperEnd}},
        {"epson 2 error", epson, 2, 0x40, {Condition::Error}},
        {"epson 3 mechanical", epson, 3, 0x04, {Condition::Mechanical}},
        {"epson 3 cutter", epson, 3, 0x08, {Condition::Cutter}},
        {"epson 3 unrecoverable", epson, 3, 0x20, {Condition::Unrecoverable}},
        {"epson 3 head hot", epson, 3, 0x40, {Condition::HeadHot}},
        {"epson 4 near end", epson, 4, 0x0C, {Condition::NearEnd}},
        {"epson 4 one near-end bit is noise", epson, 4, 0x04, {}},
        {"epson 4 end", epson, 4, 0x60, {Condition::PaperEnd}},
        {"epson 4 one end bit is noise", epson, 4, 0x40, {}},
        {"epson 4 near end and end", epson, 4, 0x6C, {Condition::NearEnd, Condition::PaperEnd}},
        {"snbc 1 bit 2 is fixed", snbc, 1, 0x04, {}},
        {"snbc 1 offline", snbc, 1, 0x0C, {Condition::Offline}},
        {"snbc 1 bits 5 and 6 are not named", snbc, 1, 0x64, {}},
        {"snbc 2 cover", snbc, 2, 0x04, {Condition::CoverOpen}},
        {"snbc 3 jam", snbc, 3, 0x04, {Condition::Jam}},
        {"snbc 3 cutter", snbc, 3, 0x08, {Condition::Cutter}},
        {"snbc 3 unrecoverable", snbc, 3, 0x20, {Condition::Unrecoverable}},
        {"snbc 3 head", snbc, 3, 0x40, {Condition::HeadHot}},
        {"snbc 4 end", snbc, 4, 0x60, {Condition::PaperEnd}},
        {"custom 3 bit 2 is undefined", custom, 3, 0x04, {}},
        {"custom 3 cutter", custom, 3, 0x08, {Condition::Cutter}},
        {"custom 3 unrecoverable", custom, 3, 0x20, {Condition::Unrecoverable}},
        {"custom 3 head hot", custom, 3, 0x40, {Condition::HeadHot}},
    };
    for (const Row &row : rows) {
        QTest::newRow(row.name) << row.dialect << row.query << (0x12 | row.bits) << row.said;
    }
}

void TestStatusParser::realTimeBit()
{
    QFETCH(PrinterDialect, dialect);
    QFETCH(int, query);
    QFETCH(int, byte);
    QFETCH(Conditions, said);

    StatusParser parser(dialect);
    parser.expect(query);
    const unsigned char answer[] = {static_cast<unsigned char>(byte)};
    const auto events = parser.feed(answer);
    QCOMPARE(events.size(), 1U);
    const auto *update = std::get_if<StatusUpdate>(&events.front());
    QVERIFY(update);
    QCOMPARE(update->query, query);
    QVERIFY(update->said == said);
    QCOMPARE(parser.skipped(), 0U);
}

void TestStatusParser::automaticBit_data()
{
    QTest::addColumn<PrinterDialect>("dialect");
    QTest::addColumn<Bytes>("bytes");
    QTest::addColumn<Conditions>("said");

    QTest::newRow("normal") << epson << Bytes{0x10, 0, 0, 0} << Conditions{};
    QTest::newRow("drawer") << epson << Bytes{0x14, 0, 0, 0} << Conditions{Condition::Drawer};
    QTest::newRow("offline") << epson << Bytes{0x18, 0, 0, 0} << Conditions{Condition::Offline};
    QTest::newRow("cover") << epson << Bytes{0x30, 0, 0, 0} << Conditions{Condition::CoverOpen};
    QTest::newRow("feeding") << epson << Bytes{0x50, 0, 0, 0} << Conditions{Condition::Feeding};
    QTest::newRow("waiting") << epson << Bytes{0x10, 0x01, 0, 0} << Conditions{Condition::WaitingForRecovery};
    QTest::newRow("feed button") << epson << Bytes{0x10, 0x02, 0, 0} << Conditions{Condition::FeedButton};
    QTest::newRow("mechanical") << epson << Bytes{0x10, 0x04, 0, 0} << Conditions{Condition::Mechanical};
    QTest::newRow("jam, snbc") << snbc << Bytes{0x10, 0x04, 0, 0} << Conditions{Condition::Jam};
    QTest::newRow("cutter") << epson << Bytes{0x10, 0x08, 0, 0} << Conditions{Condition::Cutter};
    QTest::newRow("unrecoverable") << epson << Bytes{0x10, 0x20, 0, 0} << Conditions{Condition::Unrecoverable};
    QTest::newRow("head hot") << epson << Bytes{0x10, 0x40, 0, 0} << Conditions{Condition::HeadHot};
    QTest::newRow("near end") << epson << Bytes{0x10, 0, 0x03, 0} << Conditions{Condition::NearEnd};
    QTest::newRow("end") << epson << Bytes{0x10, 0, 0x0C, 0} << Conditions{Condition::PaperEnd};
    QTest::newRow("reserved bits") << epson << Bytes{0x10, 0, 0x60, 0x0F} << Conditions{};
}

void TestStatusParser::automaticBit()
{
    QFETCH(PrinterDialect, dialect);
    QFETCH(Bytes, bytes);
    QFETCH(Conditions, said);

    StatusParser parser(dialect);
    const auto events = parser.feed(bytes);
    QCOMPARE(events.size(), 1U);
    const auto *update = std::get_if<StatusUpdate>(&events.front());
    QVERIFY(update);
    QVERIFY(update->source == StatusUpdate::Source::Automatic);
    QVERIFY(update->said == said);
}

void TestStatusParser::customBit_data()
{
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("bit");
    QTest::addColumn<Conditions>("said");

    struct Row
    {
        const char *name;
        int position;
        int bit;
        Conditions said;
    };
    const Row rows[] = {
        {"no paper", 0, 0, {Condition::PaperEnd}},
        {"near end", 0, 2, {Condition::NearEnd}},
        {"ticket in the mouth", 0, 5, {Condition::TicketInMouth}},
        {"virtual paper end", 0, 6, {Condition::VirtualPaperEnd}},
        {"notch differs by model", 0, 7, {}},
        {"head up", 1, 0, {Condition::HeadUp}},
        {"cover open", 1, 1, {Condition::CoverOpen}},
        {"spooling", 1, 2, {Condition::Spooling}},
        {"motor on", 1, 3, {Condition::Moving}},
        {"line feed key", 1, 5, {Condition::FeedButton}},
        {"form feed key", 1, 6, {Condition::Feeding}},
        {"head temperature", 2, 0, {Condition::HeadHot}},
        {"communication", 2, 1, {Condition::Communication}},
        {"voltage", 2, 3, {Condition::Voltage}},
        {"not acknowledged", 2, 6, {Condition::NotAcknowledged}},
        {"cutter", 3, 0, {Condition::Cutter}},
        {"cutter cover", 3, 1, {Condition::CutterCover}},
        {"RAM", 3, 2, {Condition::Memory}},
        {"EEPROM", 3, 3, {Condition::Memory}},
        {"head locked", 3, 6, {Condition::HeadLocked}},
        {"diverter", 3, 7, {Condition::Diverter}},
    };
    for (const Row &row : rows) {
        QTest::newRow(row.name) << row.position << row.bit << row.said;
    }
}

void TestStatusParser::customBit()
{
    QFETCH(int, position);
    QFETCH(int, bit);
    QFETCH(Conditions, said);

    Bytes answer{0x10, 0x0F, 0, 0, 0, 0};
    answer[static_cast<std::size_t>(position) + 2] = static_cast<unsigned char>(1U << bit);
    StatusParser parser(custom);
    const auto events = parser.feed(answer);
    QCOMPARE(events.size(), 1U);
    QVERIFY(fullySaid(events) == said);
}

void TestStatusParser::inOrderAnswer_data()
{
    QTest::addColumn<int>("byte");
    QTest::addColumn<Conditions>("said");
    QTest::newRow("fine") << 0x00 << Conditions{};
    QTest::newRow("near end") << 0x03 << Conditions{Condition::NearEnd};
    QTest::newRow("end") << 0x0C << Conditions{Condition::PaperEnd};
    QTest::newRow("both") << 0x0F << Conditions{Condition::NearEnd, Condition::PaperEnd};
}

void TestStatusParser::inOrderAnswer()
{
    QFETCH(int, byte);
    QFETCH(Conditions, said);
    StatusParser parser(epson);
    const unsigned char answer[] = {static_cast<unsigned char>(byte)};
    const auto events = parser.feed(answer);
    QCOMPARE(events.size(), 1U);
    const auto *status = std::get_if<InOrderStatus>(&events.front());
    QVERIFY(status);
    QVERIFY(status->said == said);
}

void TestStatusParser::blocks()
{
    StatusParser parser(epson);
    // a process id, the answer to DLE DC4 8, a model name, XON
    const auto events =
        parser.feed(Bytes{0x37, 0x22, 'A', '1', 'B', '2', 0x00, 0x37, 0x25, 0x00, 0x5F, 'T', 'M', 0x00, 0x11});
    QCOMPARE(events.size(), 3U);
    QCOMPARE(std::get<ProcessDone>(events.at(0)).id, std::string("A1B2"));
    QVERIFY(std::holds_alternative<BufferCleared>(events.at(1)));
    QVERIFY(std::get<FlowControl>(events.at(2)).go);
    QVERIFY(!parser.incomplete());
}

void TestStatusParser::answersArriveInPieces()
{
    StatusParser parser(epson);
    std::vector<StatusEvent> events;
    for (const unsigned char byte : {0x37, 0x22, 0x39, 0x39, 0x31, 0x30, 0x00, 0x18, 0x00, 0x0C, 0x00}) {
        const unsigned char one[] = {byte};
        const auto more = parser.feed(one);
        events.insert(events.end(), more.begin(), more.end());
    }
    QCOMPARE(events.size(), 2U);
    QCOMPARE(std::get<ProcessDone>(events.at(0)).id, std::string("9910"));
    QVERIFY(std::get<StatusUpdate>(events.at(1)).said == Conditions({Condition::Offline, Condition::PaperEnd}));
}

void TestStatusParser::strayAnswerIsSkipped()
{
    StatusParser parser(epson);
    QVERIFY(parser.feed(Bytes{0x72}).empty());
    QCOMPARE(parser.skipped(), 1U);
}

void TestStatusParser::tornAutomaticStatusIsNoProof()
{
    StatusParser parser(epson);
    parser.expect(1);
    // first byte and one more of an automatic status, then a real-time answer in its place
    const auto events = parser.feed(Bytes{0x18, 0x00, 0x1A});
    QCOMPARE(events.size(), 1U);
    QVERIFY(std::holds_alternative<StatusUpdate>(events.front()));

    QVERIFY(parser.feed(Bytes{0x18, 0x00, 0x00}).empty());
    QVERIFY(parser.incomplete());
    parser.quiet();
    QVERIFY(!parser.incomplete());
}

void TestStatusParser::eventsClearAgain()
{
    Conditions state{Condition::CoverOpen, Condition::PaperEnd};
    const StatusUpdate closed = StatusParser::decodeRealTime(2, 0x12, epson);
    state.update(closed.covered, closed.said);
    QVERIFY(!state.has(Condition::CoverOpen));
    QVERIFY(state.has(Condition::PaperEnd));  // DLE EOT 2 says nothing about it
}

void TestStatusParser::survivesNoise_data()
{
    QTest::addColumn<PrinterDialect>("dialect");
    QTest::newRow("epson") << epson;
    QTest::newRow("snbc") << snbc;
    QTest::newRow("custom") << custom;
}

void TestStatusParser::survivesNoise()
{
    QFETCH(PrinterDialect, dialect);
    std::mt19937 random(20260101);
    StatusParser parser(dialect);
    std::size_t fed = 0;
    while (fed < 100'000) {
        Bytes noise(1 + random() % 97);
        for (unsigned char &byte : noise) {
            byte = static_cast<unsigned char>(random());
        }
        if (random() % 3 == 0) {
            parser.expect(1 + static_cast<int>(random() % 4));
        }
        (void)parser.feed(noise);
        fed += noise.size();
        QVERIFY(parser.skipped() <= fed);
    }
    parser.quiet();
    parser.forgetExpected();
    parser.expect(4);
    const auto events = parser.feed(Bytes{0x72});
    QCOMPARE(events.size(), 1U);
    QVERIFY(fullySaid(events).has(Condition::PaperEnd));
}

void TestStatusParser::faultOf_data()
{
    QTest::addColumn<Conditions>("conditions");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("link");
    const auto link = [](Link value) { return static_cast<int>(value); };

    QTest::newRow("fine") << Conditions{} << "" << link(Link::Ready);
    QTest::newRow("near end prints") << Conditions{Condition::NearEnd} << "" << link(Link::Ready);
    QTest::newRow("drawer is nothing") << Conditions{Condition::Drawer} << "" << link(Link::Ready);
    QTest::newRow("paper end") << Conditions{Condition::Offline, Condition::StoppedByPaperEnd, Condition::PaperEnd}
                               << "printer.paper-out" << link(Link::Blocked);
    QTest::newRow("cover") << Conditions{Condition::Offline, Condition::CoverOpen} << "printer.cover-open"
                           << link(Link::Blocked);
    QTest::newRow("head up") << Conditions{Condition::HeadUp} << "printer.cover-open" << link(Link::Blocked);
    QTest::newRow("cutter") << Conditions{Condition::Error, Condition::Cutter} << "printer.cutter"
                            << link(Link::Blocked);
    QTest::newRow("jam") << Conditions{Condition::Error, Condition::Jam} << "printer.jam" << link(Link::Blocked);
    QTest::newRow("mechanical") << Conditions{Condition::Mechanical} << "printer.jam" << link(Link::Blocked);
    QTest::newRow("error without a cause") << Conditions{Condition::Error} << "printer.jam" << link(Link::Blocked);
    QTest::newRow("fatal first") << Conditions{Condition::Unrecoverable, Condition::PaperEnd} << "printer.fatal"
                                 << link(Link::Failed);
    QTest::newRow("head hot") << Conditions{Condition::Error, Condition::HeadHot} << "printer.head-hot"
                              << link(Link::Suspended);
    QTest::newRow("offline") << Conditions{Condition::Offline} << "device.not-ready" << link(Link::Suspended);
}

void TestStatusParser::faultOf()
{
    QFETCH(Conditions, conditions);
    QFETCH(QString, fault);
    QFETCH(int, link);
    const auto found = printerFault(conditions);
    QCOMPARE(found ? QString::fromUtf8(found->name().data(), static_cast<qsizetype>(found->name().size())) : QString(),
             fault);
    QCOMPARE(static_cast<int>(found ? linkFor(*found) : Link::Ready), link);
}

QTEST_GUILESS_MAIN(TestStatusParser)
#include "tst_statusparser.moc"
