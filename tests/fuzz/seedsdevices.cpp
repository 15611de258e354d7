// SPDX-License-Identifier: GPL-3.0-or-later
// Cards, readers, printers, scanners, cabinets and cameras.
#include "tests/fuzz/seeds.h"

#include "app/recognition/acceptedplate.h"
#include "drivers/card/sdtframe.h"
#include "drivers/card/socialcard.h"
#include "drivers/printer/escposencoder.h"
#include "drivers/printer/ippline.h"
#include "drivers/printer/ippmessage.h"
#include "drivers/sim/cardfile.h"
#include "drivers/sim/simpageprinter.h"
#include "drivers/sim/simsmartcard.h"
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <QDir>

namespace hall::fuzz {

using namespace hall::device;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources/");

QByteArray piece(const Bytes &bytes)
{
    return first(static_cast<int>(std::min<std::size_t>(bytes.size(), 255))) + bytesOf(bytes).left(255);
}

// What a simulated card answers to the driver, recorded.
QByteArray recorded(const CardFile &file)
{
    QByteArray answers;
    SimSmartCard card(file);
    SocialCardOptions options;
    if (file.pin) {
        options.pin = Sensitive<std::string>(*file.pin);
    }
    const auto contents = readSocialCard(
        [&](const Bytes &command) -> Result<Bytes> {
            auto answer = card.answer(command);
            if (!answer) {
                return fail(FaultCode::CardPulled);
            }
            answers += piece(*answer);
            return *answer;
        },
        options);
    (void)contents;
    return answers;
}

// Three bytes an event: type, code, value.
QByteArray keys(std::initializer_list<std::pair<int, int>> pressed)
{
    QByteArray events;
    for (const auto &[key, value] : pressed) {
        events += first(1) + first(key) + first(value) + QByteArray(3, '\0');
    }
    return events;
}

}  // namespace

void cards()
{
    for (const QString &name : QDir(resources + QStringLiteral("demo/cards")).entryList(QDir::Files)) {
        const QByteArray json = read(QStringLiteral("demo/cards/") + name);
        seed(QStringLiteral("cardfile"), name, json);
        if (const auto file = parseCardFile(json)) {
            const QString plain = name.chopped(5);
            seed(QStringLiteral("card"), plain, first(file->pin ? 5 : 4) + recorded(*file));
            seed(QStringLiteral("card"), plain + QStringLiteral("-atr"), first(1) + bytesOf(file->atr));
        }
    }
    seed(QStringLiteral("reading"), QStringLiteral("certificate"),
         R"({"assess_cert_no":{"value":"S000037020269999","confidence":0.97},)"
         R"("assess_date":{"value":"2026-10-28","confidence":0.4}})");
    seed(QStringLiteral("reading"), QStringLiteral("too-sure"), R"({"wage":{"value":"5000","confidence":1.5}})");
    seed(QStringLiteral("card"), QStringLiteral("record"), first(0) + QByteArray::fromHex("0803313233FFFF"));
    seed(QStringLiteral("card"), QStringLiteral("more-data"), first(2) + QByteArray::fromHex("04AABB610203CC9000"));
    seed(QStringLiteral("card"), QStringLiteral("wrong-length"), first(3) + QByteArray::fromHex("026C0204AABB9000"));
    for (const QString &name : QDir(resources + QStringLiteral("demo/id-cards")).entryList(QDir::Files)) {
        const QByteArray json = read(QStringLiteral("demo/id-cards/") + name);
        seed(QStringLiteral("cardfile"), QStringLiteral("id-") + name, json);
        const auto file = parseIdCardFile(json);
        if (!file) {
            continue;
        }
        const QString plain = name.chopped(5);
        seed(QStringLiteral("sdt"), plain, first(3) + bytesOf(file->text) + bytesOf(file->address));
        if (plain == u"zhang-ceshi") {
            const QByteArray base = QByteArray::fromHex("01000000") + bytesOf(file->text);
            Bytes body{0x00, 0x00, sdt::ok};
            body.insert(body.end(), base.begin(), base.end());
            const Bytes frame = sdt::encode(body);
            seed(QStringLiteral("sdt"), QStringLiteral("base"), first(2) + base);
            seed(QStringLiteral("sdt"), QStringLiteral("frames"),
                 first(0) + first(7) + "noise" + bytesOf(frame) + bytesOf(sdt::request(sdt::findCard)));
            QByteArray answers;
            for (std::size_t at = 0; at < frame.size(); at += 200) {
                answers += piece(Bytes(frame.begin() + static_cast<std::ptrdiff_t>(at),
                                       frame.begin() + static_cast<std::ptrdiff_t>(std::min(at + 200, frame.size()))));
            }
            seed(QStringLiteral("sdt"), QStringLiteral("exchange"), first(1) + answers);
        }
    }
}

void printers()
{
    const QString status = QStringLiteral("printerstatus");
    seed(status, QStringLiteral("epson-fine"), QByteArray::fromHex("000004000102031612121200"));
    seed(status, QStringLiteral("epson-automatic"), QByteArray::fromHex("000200140C00003700372225003731323334"));
    seed(status, QStringLiteral("process-id"), QByteArray::fromHex("0001003722303030310000"));
    seed(status, QStringLiteral("cleared"), QByteArray::fromHex("0101003725001311"));
    seed(status, QStringLiteral("custom"), QByteArray::fromHex("020301001000000000100F01020304"));
    PrintJob job;
    job.id = "seed-1";
    job.parts.emplace_back(RasterBand{64, 12, Bytes(96, 0xA5)});
    job.feedDots = 40;
    PrinterProfile profile;
    const EscposStream stream = encodeEscpos(job, profile);
    const QString escpos = QStringLiteral("escpos");
    const QByteArray model = QByteArray::fromHex("001F20");
    seed(escpos, QStringLiteral("job"), model + bytesOf(stream.joined()));
    seed(escpos, QStringLiteral("text"), model + QByteArray::fromHex("1B401B61011D2111B2E2CAD40A1D2100466F6F0A1B6404"));
    seed(escpos, QStringLiteral("codes"),
         model + QByteArray::fromHex("1D6B0431323334001D6B4903414243") +
             QByteArray::fromHex("1D286B0600315030616263"
                                 "1D286B0300315130") +
             QByteArray::fromHex("1D564200"));
    seed(escpos, QStringLiteral("graphics"),
         model + QByteArray::fromHex("1D284C0E0030703001013110000200"
                                     "FF00AA55"
                                     "1D284C02003032"));
    seed(escpos, QStringLiteral("real-time"),
         QByteArray::fromHex("050103") + QByteArray::fromHex("1004011004021005021014080103140106020810141D72011D61FF"));
}

// What a printer says, asked by the driver's own requests.
void pagePrinters()
{
    const QString ipp = QStringLiteral("ipp");
    SimPagePrinter printer;
    IppLine line(parseIppAddress(printer.uri()).value());
    const std::string uri = printer.uri();
    const auto asked = [&](const char *name, const Bytes &request) {
        const IppLine::Limit limit{Monotonic::now() + std::chrono::seconds(5), {}, std::chrono::milliseconds(0)};
        const Result<Bytes> answer = line.ask(request, limit);
        seed(ipp, QLatin1String(name), answer ? bytesOf(*answer) : QByteArray());
    };
    asked("idle", ipp::askPrinter(uri));
    printer.edit([](SimPageState &state) {
        state.paper = "out";
        state.toner = "low";
        state.coverOpen = true;
        state.alsoSays = "com.example-gremlin-report";
    });
    asked("trouble", ipp::askPrinter(uri));
    asked("unknown-job", ipp::askJob(uri, 7));
    std::atomic<std::size_t> accepted{0};
    const Bytes page{'%', 'P', 'D', 'F', '-', '1'};
    const IppLine::Limit limit{Monotonic::now() + std::chrono::seconds(5), {}, std::chrono::milliseconds(0)};
    const Result<Bytes> taken = line.send(
        ipp::printJob(uri, "1"), page, limit, [] { return true; }, accepted);
    seed(ipp, QStringLiteral("taken"), taken ? bytesOf(*taken) : QByteArray());
    asked("job", ipp::askJob(uri, 1));
    asked("cancelled", ipp::cancelJob(uri, 1));
}

void pictures()
{
    cv::Mat scene(72, 96, CV_8UC3, cv::Scalar(60, 70, 65));
    cv::fillConvexPoly(scene, std::vector<cv::Point>{{20, 8}, {76, 12}, {72, 64}, {16, 60}}, cv::Scalar(235, 240, 238));
    cv::line(scene, {28, 22}, {66, 24}, cv::Scalar(30, 30, 30), 2);
    for (const char *kind : {".png", ".jpg"}) {
        std::vector<unsigned char> bytes;
        cv::imencode(kind, scene, bytes);
        seed(QStringLiteral("image"), QStringLiteral("scene-") + QLatin1String(kind + 1), bytesOf(bytes));
        cv::imencode(kind, scene(cv::Rect(0, 0, 8, 8)), bytes);
        seed(QStringLiteral("image"), QStringLiteral("tiny-") + QLatin1String(kind + 1), bytesOf(bytes));
    }
}

void calibrations()
{
    PlateCalibration calibration;
    calibration.camera = "SIM-1";
    calibration.size = {1632, 1224};
    const auto keep = [&calibration](const char *name) {
        const auto json = encodeCalibration(calibration);
        seed(QStringLiteral("calibration"), QLatin1String(name), bytesOf(*json));
    };
    keep("nothing");
    calibration.lens = CameraLens{{1250, 0, 816, 0, 1250, 612, 0, 0, 1}, {-0.09, 0.03, 0.0006, -0.0004, 0}, 0.2, 1};
    calibration.geometry = PlateGeometry{{0.33, 0.01, -270, 0.01, 0.33, -200, 0.00001, 0, 1}, 0.1, 1};
    keep("bent");
    calibration.lens.reset();
    calibration.empty = EmptyPlate{cv::Mat(12, 16, CV_8UC3, cv::Scalar(60, 70, 65)), 1};
    calibration.flat = FlatField{cv::Mat(72, kGainSide, CV_32FC3, cv::Scalar::all(1.5)), 1};
    calibration.focus = 120;
    keep("straight");
    const AcceptedPlate accepted{calibration, {{"lens-px", 0.2, 0.4}, {"flat-delta-e", 1, 3}}, "technician 0102", 1};
    seed(QStringLiteral("calibration"), QStringLiteral("accepted"), bytesOf(*encodeAccepted(accepted)));
}

void cardLines()
{
    const QString lines = QStringLiteral("cardline");
    const QByteArray name = QByteArray::fromHex("D5C5B2E2CAD4");
    const QByteArray basic = "370200|37020019900307006X|A12345678|370200D15600000500112233445566AA|" + name +
                             "|0081544C008637020001112233|2.00|20190930|20290930|370200000001|KIOSK0001|";
    seed(lines, QStringLiteral("basic"), basic);
    seed(lines, QStringLiteral("fifteen"), basic + "P1|M1||2|\r\n");
    seed(lines, QStringLiteral("unread"),
         "370200||A12345678|370200D15600000500112233445566AA|||3.00|20190930|20290930|");
    seed(lines, QStringLiteral("extended"),
         "370200D15600000500112233445566AA|3|2.00|9100000370020037020000|20190930|20290930|A12345678|"
         "37020019900307006X|" +
             name + "|2|01|370200|19900307|");
}

void permits()
{
    const QString permit = QStringLiteral("permit");
    seed(permit, QStringLiteral("hong-kong"),
         first(0) + "C<CHNH123456783<<<<<<<<<<<<<<<\n9001011F3012316CHN<<<<<<<<<<<2\nCHAN<<SHI<LI<<<<<<<<<<<<<<<<<<");
    seed(permit, QStringLiteral("hong-kong-old"),
         first(0) + "CRCHNH12345678<016<<<<<<<<<<<<\n900101122706018CHN<<<<<<<<<<<4\nCHAN<<SHI<LI<<<<<<<<<<<<<<<<<<");
    seed(permit, QStringLiteral("taiwan"),
         first(0) +
             "ctchn12345678<8<<<<<<<<<<<<<<<\r\n0002299m3102282chn<<<<<<<<<<<4\r\nlin<<shi<li<<<<<<<<<<<<<<<<<<");
    seed(permit, QStringLiteral("typed"), first(1) + first(0) + first(9) + "H12345678h1234 5678");
    seed(permit, QStringLiteral("typed-taiwan"), first(1) + first(1) + first(10) + "12345678011234567801");
}

void papers()
{
    const QString paper = QStringLiteral("paper");
    seed(paper, QStringLiteral("kind-id-front"), first(0) + read(QStringLiteral("papers/id-front.json")));
    seed(paper, QStringLiteral("kind-invoice"), first(0) + read(QStringLiteral("papers/invoice.json")));
    seed(paper, QStringLiteral("words"),
         first(1) + R"({"format":"hall-paper-words/1","lists":{"sex":{"1":["男"],"2":["女"]}}})");
    seed(paper, QStringLiteral("number"), first(2) + first(2) + "370900199305227243");
    seed(paper, QStringLiteral("credit"), first(2) + first(3) + "91371000MA3DEJN330");
    seed(paper, QStringLiteral("date"), first(2) + first(7) + "2021年2月3日");
    seed(paper, QStringLiteral("money"), first(2) + first(10) + "壹佰万元整");
    seed(paper, QStringLiteral("words-value"), first(2) + first(11) + "本科");
    seed(paper, QStringLiteral("account"), first(2) + first(12) + "6200008642132716680");
}

void scanners()
{
    const QString scanner = QStringLiteral("scanner");
    const QByteArray token = "HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef";
    const QByteArray text = first(0) + first(16);
    seed(scanner, QStringLiteral("code"), text + token + "\r\n");
    seed(scanner, QStringLiteral("silence"), text + token);
    seed(scanner, QStringLiteral("controls"), text + "A\x1b[2J\x07\rB\n" + QByteArray("C\0D\r", 4) + "E\r");
    seed(scanner, QStringLiteral("utf8"), text + "张测试\r" + token + '\r');
    seed(scanner, QStringLiteral("long"), text + QByteArray(512, 'x') + '\r' + QByteArray(513, 'x') + '\r');
    // Ctrl + Alt + F1 (29, 56, 59), A with Shift (42, 30), Enter (28), Alt + 6 5 of the number pad (77, 76).
    const QByteArray hostile = keys({{29, 1}, {56, 1}, {59, 1}, {59, 0}, {56, 0}, {29, 0}});
    const QByteArray capital = keys({{42, 1}, {30, 1}, {30, 0}, {42, 0}, {28, 1}, {28, 0}});
    const QByteArray pad = keys({{56, 1}, {77, 1}, {77, 0}, {76, 1}, {76, 0}, {56, 0}});
    seed(scanner, QStringLiteral("combination"), first(2) + first(23) + hostile + capital);
    seed(scanner, QStringLiteral("number-pad"), first(2) + first(23) + pad + capital);
    seed(scanner, QStringLiteral("lost"), first(2) + first(0) + capital + first(0) + first(3) + first(0) + capital);
    QByteArray raw(24, '\0');  // struct input_event of a 64-bit machine: time, type, code, value
    raw[16] = 1;
    raw[18] = 30;
    raw[20] = 1;
    seed(scanner, QStringLiteral("raw"), first(1) + first(6) + raw + QByteArray(24, '\0') + raw.left(11));
}

void cabinets()
{
    const QString cabinet = QStringLiteral("cabinet");
    const QByteArray board = first(0) + first(7);
    seed(cabinet, QStringLiteral("state"),
         board + "$HCVER,1,board,7*1A\r\n$HCSTA,O,N,-,L,3,91*16\r\n$HCSTA,C,P,O,M,-,00*71\r\n");
    seed(cabinet, QStringLiteral("key"), board + "noise$HCKEY,select*78\r\n$HKLIT,84*72\r\n");
    seed(cabinet, QStringLiteral("broken"),
         board + "$HKGET*54\r\n$HCSTA,C,N,$HKWHO*53\r\n$" + QByteArray(90, 'A') + "\n");
    seed(cabinet, QStringLiteral("empty-fields"), board + "$HKGET*54\r\n$,,HKWHO*53\r\n$HCSTA,,,*6D\r\n");
    QByteArray raw(24, '\0');
    raw[16] = 1;
    raw[18] = 108;  // KEY_DOWN
    raw[20] = 1;
    seed(cabinet, QStringLiteral("keypad"), first(1) + first(5) + raw + QByteArray(24, '\0') + raw.left(11));
    seed(cabinet, QStringLiteral("upsd"),
         first(2) + first(9) +
             "VAR hall ups.status \"OB LB\"\nVAR hall battery.runtime \"816.00\"\r\nERR DATA-STALE\nVAR a b \"\\\"\n");
}

void holders()
{
    const QString holder = QStringLiteral("holder");
    const auto message = [](int kind, int status, const QByteArray &body) {
        return QByteArray("HVH1") + first(kind) + first(status) + first(7) + first(0) + first(int(body.size() & 0xFF)) +
               first(int(body.size() >> 8)) + QByteArray(2, '\0') + body;
    };
    const QByteArray portion = first(19);
    const QByteArray size = QByteArray::fromHex("02000100");  // two pixels by one
    seed(holder, QStringLiteral("hello"), portion + message(1, 0, first(3) + "maker 1") + message(2, 0, {}));
    seed(holder, QStringLiteral("refused"), portion + message(1, 1, "is of another version"));
    seed(holder, QStringLiteral("photo"), portion + message(3, 0, size + "bgrBGR") + message(3, 1, {}));
    seed(holder, QStringLiteral("verdicts"), portion + message(4, 0, {}) + message(4, 2, {}) + message(4, 9, {}));
    seed(holder, QStringLiteral("broken"), portion + message(2, 0, {}) + "HVH2" + message(2, 0, {}));
}

}  // namespace hall::fuzz
