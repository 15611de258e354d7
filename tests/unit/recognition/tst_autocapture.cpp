// SPDX-License-Identifier: GPL-3.0-or-later
// A page is taken once, when it lies still and is good, and not again before it went or was replaced.
#include "app/recognition/autocapture.h"
#include "app/recognition/platewatcher.h"
#include "tests/support/pagescenes.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;
using namespace std::chrono_literals;

namespace {

Quad at(float x)
{
    return {cv::Point2f(x, 100), {x + 400, 100}, {x + 400, 700}, {x, 700}};
}

PagePrint print(unsigned char level)
{
    PagePrint p;
    p.fill(level);
    return p;
}

// Less patient than the kiosk's, so that scripts stay short.
AutoCapture::Options quick()
{
    AutoCapture::Options options;
    options.stableTime = 300ms;
    return options;
}

// A script, one letter a look, 66 ms apart: '.' nothing, 'a' page A still, 'b' page B still at the same place, 'm' page
// A moving, 'h' page A with a hand moving over it, 'r' with one that rests beside it, 's' something else stirring, 'x'
// page A still but blurred, '2' another page beside it, 'c' page A still with something crossing the picture's border,
// 'k' page A creeping on, 'o' page A at rest but found elsewhere.
std::string run(AutoCapture &machine, const std::string &script, std::chrono::milliseconds step = 66ms)
{
    std::string states;
    std::chrono::milliseconds now = 1000ms;
    float x = 100;
    for (const char letter : script) {
        PlateLook look;
        look.found = letter != '.';
        x += letter == 'm' ? 25.0F : letter == 'k' ? 10.0F : 0.0F;
        look.quad = at(letter == 'o' ? x + 40 : x);
        look.print = print(letter == 'b' ? 60 : 200);
        look.motion = letter == 'h' ? 20 : 1;
        look.stir = letter == 's' || letter == 'm' ? 0.01 : 0;
        look.crossing = letter == 'c';
        look.hand = letter == 'r';
        look.others = letter == '2' ? 1 : 0;
        if (letter == 'x') {
            look.reason = FaultCode::PageBlur;
        }
        const AutoCapture::Verdict verdict = machine.look(look, now);
        states += verdict.capture ? 'C' : "EMST"[static_cast<int>(verdict.state)];
        now += step;
    }
    return states;
}

}  // namespace

class AutoCaptureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void follows_data();
    void follows();
    void timeCountsBesidesLooks();
    void tellsWhyNot();
    void aHeldPageWaits_data();
    void aHeldPageWaits();
    void resetTakesAgain();
    void waitsForHandsThatLetGo();
    void tellsOfATurn();
    void fromPictures();
    void aFingertipAtTheBorderIsSeen();
    void aPlateLearnedFromAFillerIsForgotten();
    void whatComesSlowlyIsSeenAtRest();
    void aHandOnTheOtherPaperIsSaid_data();
    void aHandOnTheOtherPaperIsSaid();
    void aLearnedPlateTellsAHandFromYellowPaper();
    void theNetIsNotHeardAgainstWhatIsClear();
};

void AutoCaptureTest::aHeldPageWaits_data()
{
    QTest::addColumn<bool>("untilMoved");
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("taken");
    QTest::newRow("it lies there still") << false << u"aaaaaaaaaaaaaaaaaaaa"_qs << false;
    QTest::newRow("a hand over it") << false << u"aahhhaaaaaaaaaaaaaa"_qs << false;
    QTest::newRow("a hand that looks like another page") << false << u"abbbbaaaaaaaaaaaaaa"_qs << false;
    QTest::newRow("such a hand, then lost for a look") << false << u"abbbb.aaaaaaaaaaaaa"_qs << false;
    QTest::newRow("moved about") << false << u"aammmaaaaaaaaaaaaaa"_qs << false;
    QTest::newRow("gone and back") << false << u"aa....aaaaaaaaaaaaa"_qs << true;
    QTest::newRow("another page") << false << u"aabbbbbbbbbbbbbbbbb"_qs << true;
    QTest::newRow("to be taken again: still") << true << u"aaaaaaaaaaaaaaaaaaaa"_qs << false;
    QTest::newRow("to be taken again: found elsewhere") << true << u"aaooaaaaaaaaaaaaaa"_qs << false;
    QTest::newRow("to be taken again: moved") << true << u"aammmaaaaaaaaaaaaaa"_qs << true;
}

// After a shot by hand, when the page is to be taken again, or when the camera is looked at anew.
void AutoCaptureTest::aHeldPageWaits()
{
    QFETCH(bool, untilMoved);
    QFETCH(QString, script);
    AutoCapture machine(quick());
    PlateLook lying;
    lying.found = true;
    lying.quad = at(100);
    lying.print = print(200);
    machine.hold(lying, untilMoved);
    machine.resume();  // the plate was not watched for a while
    QVERIFY(machine.held());
    QTEST(run(machine, script.toStdString()).find('C') != std::string::npos, "taken");
}

void AutoCaptureTest::follows_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArray>("states");
    QTest::newRow("nothing") << QByteArray("....") << QByteArray("EEEE");
    QTest::newRow("one page, once") << QByteArray("..aaaaaaaaa") << QByteArray("EEMMMMMCTTT");
    QTest::newRow("not while it moves") << QByteArray("mmmmmmmmmmmm") << QByteArray("MMMMMMMMMMMM");
    QTest::newRow("not under a hand") << QByteArray("ahhhhhhhhhhh") << QByteArray("MMMMMMMMMMMM");
    QTest::newRow("a hand starts the wait anew") << QByteArray("aaaahaaaaaa") << QByteArray("MMMMMMMMMCT");
    QTest::newRow("a move starts the wait anew") << QByteArray("aaaamaaaaaa") << QByteArray("MMMMMMMMMCT");
    QTest::newRow("bad, then good") << QByteArray("xxxxxxxa") << QByteArray("MMMMMSSC");
    QTest::newRow("gone and back") << QByteArray("aaaaaa...aaaaaa") << QByteArray("MMMMMCTTEMMMMMC");
    QTest::newRow("a lost look is no change") << QByteArray("aaaaaa.aaaaaaaa") << QByteArray("MMMMMCTTTTTTTTT");
    QTest::newRow("two lost looks are none either") << QByteArray("aaaaaa..aaaaaaa") << QByteArray("MMMMMCTTTTTTTTT");
    QTest::newRow("moved page is the same page") << QByteArray("aaaaaammmaaaaaa") << QByteArray("MMMMMCTTTTTTTTT");
    QTest::newRow("a hand that rests beside it") << QByteArray("rrrrrrrraa") << QByteArray("MMMMMSSSCT");
    QTest::newRow("found elsewhere at rest: no wait anew") << QByteArray("aaaooooooooo") << QByteArray("MMMMMMMCTTTT");
    QTest::newRow("found now here, now there") << QByteArray("aoaoaoaoaoaaaaaa") << QByteArray("MMMMMMMMMMMMMMCT");
    QTest::newRow("it creeps") << QByteArray("aakkkkkkkkkkkk") << QByteArray("MMMMMMMMMMMMMM");
    QTest::newRow("something stirs") << QByteArray("aassssssaaaaaa") << QByteArray("MMMMMMMMMMMMCT");
    QTest::newRow("something comes in") << QByteArray("aaaaacaaaaaa") << QByteArray("MMMMMMMMMMCT");
    QTest::newRow("two lie there") << QByteArray("22222222aa") << QByteArray("MMMMMSSSCT");
    QTest::newRow("a second beside the one taken") << QByteArray("aaaaaa2222222222") << QByteArray("MMMMMCTTMMMMMSSS");
    QTest::newRow("another page in its place") << QByteArray("aaaaaabbbbbbbbbb") << QByteArray("MMMMMCTTMMMMMCTT");
}

void AutoCaptureTest::follows()
{
    QFETCH(QByteArray, script);
    QFETCH(QByteArray, states);
    AutoCapture machine(quick());
    QCOMPARE(QByteArray::fromStdString(run(machine, script.toStdString())), states);
}

void AutoCaptureTest::timeCountsBesidesLooks()
{
    AutoCapture machine(quick());
    QCOMPARE(run(machine, "aaaaaaaaaaaa", 10ms), std::string("MMMMMMMMMMMM"));
    AutoCapture slow(quick());
    QCOMPARE(run(slow, "aaaaaa", 500ms), std::string("MMMMCT"));
}

void AutoCaptureTest::tellsWhyNot()
{
    AutoCapture machine(quick());
    run(machine, "xxxxxx");
    PlateLook look;
    look.found = true;
    look.quad = at(100);
    look.print = print(200);
    look.reason = FaultCode::PageGlare;
    const auto verdict = machine.look(look, 5000ms);
    QVERIFY(!verdict.capture);
    QCOMPARE(verdict.reason, std::optional<FaultCode>(FaultCode::PageGlare));
}

void AutoCaptureTest::resetTakesAgain()
{
    AutoCapture machine(quick());
    QCOMPARE(run(machine, "aaaaaaa"), std::string("MMMMMCT"));
    machine.reset();
    QCOMPARE(run(machine, "aaaaaaa"), std::string("MMMMMCT"));
}

// Hands rest up to half a second on a page before they leave it.
void AutoCaptureTest::waitsForHandsThatLetGo()
{
    AutoCapture machine;
    QCOMPARE(run(machine, "aaaaaaaaaa"), std::string("MMMMMMMMCT"));
}

void AutoCaptureTest::tellsOfATurn()
{
    test::SceneOptions options;
    options.size = {1280, 720};
    const test::Scene scene = test::makeScene(options);
    const Quad &quad = scene.documents[0].quad;
    const PagePrint print = printOf(scene.bgr, quad);
    QCOMPARE(likeness(print, print, 16), Likeness::Same);
    const PagePrint turned = printOf(scene.bgr, {quad[2], quad[3], quad[0], quad[1]});
    QCOMPARE(likeness(turned, print, 16), Likeness::Turned);
    cv::Mat dim;
    scene.bgr.convertTo(dim, -1, 0.9);
    QCOMPARE(likeness(printOf(dim, quad), print, 16), Likeness::Same);
    options.seed += 1;
    options.documents = {test::PageKind::IdCard};
    const test::Scene other = test::makeScene(options);
    QCOMPARE(likeness(printOf(other.bgr, other.documents[0].quad), print, 16), Likeness::Other);
}

void AutoCaptureTest::fromPictures()
{
    test::SceneOptions options;
    options.size = {1280, 720};
    options.documents = {test::PageKind::A4};
    const test::Scene page = test::makeScene(options);
    PlateWatcher watcher;
    AutoCapture machine;
    int captures = 0;
    std::chrono::milliseconds now = 0ms;
    const auto show = [&](const cv::Mat &picture, int looks) {
        for (int i = 0; i < looks; ++i) {
            captures += machine.look(watcher.look(picture), now).capture ? 1 : 0;
            now += 66ms;
        }
    };
    show(page.empty, 3);
    QCOMPARE(captures, 0);
    show(page.bgr, 10);
    QCOMPARE(captures, 1);
    show(page.empty, 3);
    show(page.bgr, 10);
    QCOMPARE(captures, 2);
}

// Too little of the picture to stir it.
void AutoCaptureTest::aFingertipAtTheBorderIsSeen()
{
    test::SceneOptions options;
    options.size = {1280, 720};
    options.documents = {test::PageKind::IdCard};
    const test::Scene page = test::makeScene(options);
    cv::Mat tip = page.bgr.clone();
    cv::ellipse(tip, {500, 724}, {24, 9}, 0, 0, 360, cv::Scalar(120, 150, 205), cv::FILLED);
    PlateWatcher watcher;
    (void)watcher.look(page.bgr);
    QVERIFY(!watcher.look(page.bgr).crossing);
    PlateLook look = watcher.look(tip);
    QVERIFY2(look.stir < AutoCapture::Options().stillStir, qPrintable(QString::number(look.stir)));
    QVERIFY(look.crossing);
    QVERIFY(!watcher.look(tip).crossing);
    QVERIFY(watcher.look(page.bgr).crossing);
    // A pixel's row of its shadow, while the lamp flickers.
    cv::Mat shadow;
    page.bgr.convertTo(shadow, -1, 1.012);
    cv::Mat row = shadow(cv::Rect(480, 718, 40, 2));
    cv::subtract(row, cv::Scalar::all(9), row);
    cv::Mat flicker;
    page.bgr.convertTo(flicker, -1, 1.02);
    (void)watcher.look(page.bgr);
    QVERIFY(!watcher.look(flicker).crossing);
    QVERIFY(watcher.look(shadow).crossing);
}

// A camera that gave a filler for a moment: what it showed was taken for the plate, and the real one for a hand.
void AutoCaptureTest::aPlateLearnedFromAFillerIsForgotten()
{
    test::SceneOptions options;
    options.size = {1280, 720};
    options.documents = {test::PageKind::A4};
    const test::Scene page = test::makeScene(options);
    cv::Mat filler(page.bgr.size(), CV_8UC3, cv::Scalar(128, 128, 128));
    filler(cv::Rect(0, 0, 300, 200)) = cv::Scalar(10, 10, 250);
    PlateWatcher watcher;
    for (int i = 0; i < 10; ++i) {
        (void)watcher.look(filler);
    }
    (void)watcher.look(page.bgr);
    QVERIFY(watcher.look(page.bgr).hand);
    int looks = 0;
    while (watcher.look(page.bgr).hand && looks < 400) {
        ++looks;
    }
    QVERIFY2(looks > 100 && looks < 200, qPrintable(QString::number(looks)));
}

// A lamp that goes down without anything stirring: at rest not every look looks at all, but soon one does.
void AutoCaptureTest::whatComesSlowlyIsSeenAtRest()
{
    using namespace hall::test;
    SceneOptions options;
    options.size = {1280, 720};
    options.seed = 79;
    const Scene page = makeScene(options);
    PlateWatcher watcher;
    PlateLook look;
    for (int i = 0; i < 12; ++i) {
        look = watcher.look(page.bgr);
    }
    QVERIFY(look.found && !look.reason);
    double light = 1;
    const auto dimmed = [&page, &light] {
        cv::Mat frame;
        page.bgr.convertTo(frame, CV_8UC3, light);
        return frame;
    };
    while (light > 0.2) {
        light -= 0.02;
        look = watcher.look(dimmed());
        QVERIFY2(look.stir < 0.001, qPrintable(QString::number(look.stir)));
    }
    for (int i = 0; i < 6 && !look.reason; ++i) {
        look = watcher.look(dimmed());
    }
    QVERIFY(look.reason.has_value());
    QCOMPARE(*look.reason, FaultCode::PageDark);
}

// Of two that are to be taken together both must be free, whichever was seen first.
void AutoCaptureTest::aHandOnTheOtherPaperIsSaid_data()
{
    QTest::addColumn<int>("paper");
    QTest::newRow("left") << 0;
    QTest::newRow("right") << 1;
}

void AutoCaptureTest::aHandOnTheOtherPaperIsSaid()
{
    QFETCH(int, paper);
    test::SceneOptions options;
    options.size = {1280, 720};
    options.documents = {test::PageKind::IdCard, test::PageKind::IdCard};
    const test::Scene page = test::makeScene(options);
    const Quad &quad = page.documents[static_cast<std::size_t>(paper)].quad;
    cv::Mat covered = page.bgr.clone();
    const cv::Point2f side = (quad[2] + quad[3]) * 0.5F;
    cv::line(covered, side + cv::Point2f(0, -30), cv::Point(cvRound(side.x), 740), {120, 150, 205}, 40, cv::LINE_AA);
    PlateWatcher watcher;
    PlateLook free;
    PlateLook look;
    for (int i = 0; i < 4; ++i) {
        free = watcher.look(page.bgr);
    }
    QVERIFY(free.found && free.others == 1 && !free.reason);
    for (int i = 0; i < 4; ++i) {
        look = watcher.look(covered);
    }
    QCOMPARE(look.others, 1);
    QCOMPARE(look.reason, std::optional<FaultCode>(FaultCode::PageCovered));
}

// Paper may have the colour of skin. What the plate looks like with nothing on it says that something reaches over it.
void AutoCaptureTest::aLearnedPlateTellsAHandFromYellowPaper()
{
    cv::Mat empty(720, 1280, CV_8UC3, cv::Scalar(60, 62, 64));
    cv::Mat page = empty.clone();
    cv::rectangle(page, cv::Rect(440, 150, 400, 280), cv::Scalar(170, 205, 235), cv::FILLED);
    for (int y = 190; y < 380; y += 30) {
        cv::putText(page, "Certificate of work 1234567", {470, y}, cv::FONT_HERSHEY_SIMPLEX, 0.7, {40, 40, 40}, 2);
    }
    cv::line(page, {640, 400}, {640, 740}, {120, 150, 205}, 50, cv::LINE_AA);
    const auto reasonAfter = [&page](const cv::Mat &before) {
        PlateWatcher watcher;
        for (int i = 0; i < 7; ++i) {
            (void)watcher.look(before);
        }
        PlateLook look;
        for (int i = 0; i < 4; ++i) {
            look = watcher.look(page);
        }
        return look.found ? look.reason : std::nullopt;
    };
    QCOMPARE(reasonAfter(page), std::optional<FaultCode>());
    QCOMPARE(reasonAfter(empty), std::optional<FaultCode>(FaultCode::PageCovered));
}

// A part of a page that is cut off scores well, too; a page that was seen whole and clearly is no such part.
void AutoCaptureTest::theNetIsNotHeardAgainstWhatIsClear()
{
    const auto page = [](const Quad &quad, double score) {
        FoundPage one;
        one.quad = quad;
        one.score = score;
        return one;
    };
    const Quad clear{cv::Point2f(147, 62), {963, 121}, {928, 716}, {93, 651}};
    const Quad vast{cv::Point2f(24, 19), {968, 61}, {925, 754}, {-11, 726}};
    const Quad part{cv::Point2f(147, 62), {420, 82}, {380, 676}, {93, 651}};
    QVERIFY(!tellsOther(page(vast, 0.8), page(clear, 0.98)));
    QVERIFY(tellsOther(page(vast, 0.95), page(clear, 0.98)));
    QVERIFY(tellsOther(page(vast, 0.8), page(part, 0.98)));
    QVERIFY(!tellsOther(page(clear, 0.98), page(clear, 0.8)));
}

QTEST_APPLESS_MAIN(AutoCaptureTest)
#include "tst_autocapture.moc"
