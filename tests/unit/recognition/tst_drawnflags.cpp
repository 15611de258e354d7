// SPDX-License-Identifier: GPL-3.0-or-later
// What the judge says of drawn papers on which it was wrong once: each is the lightest of its kind that was missed, or
// one of which something was said that is not so.
#include "app/recognition/pagejudge.h"
#include "tests/support/scenes/scene.h"

#include <optional>
#include <QGuiApplication>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::scenes;

namespace {

constexpr int nothing = -1;

}  // namespace

class DrawnFlagsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
};

void DrawnFlagsTest::saysWhatIsWrong_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("background");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("effect");
    QTest::addColumn<double>("strength");
    QTest::addColumn<int>("reason");
    QTest::addColumn<bool>("plate");  // the kiosk knows what it looks like with nothing on it
    const auto row = [](const char *name, quint64 seed, Background background, Kind kind, Effect effect,
                        double strength, std::optional<FaultCode> reason, bool plate = false) {
        QTest::newRow(name) << seed << int(background) << int(kind) << int(effect) << strength
                            << (reason ? int(*reason) : nothing) << plate;
    };
    // All that is left along the way is noise, which is fine.
    row("smeared one way", 7066742894313265487ULL, Background::Wood, Kind::ContractTerms, Effect::Motion, 0.896,
        FaultCode::PageBlur);
    row("a finger in a bluish lamp's light", 9971832244263103498ULL, Background::White, Kind::IdBack, Effect::Finger,
        0.912, FaultCode::PageCovered);
    row("a narrow reflection on a card", 10888100421179682831ULL, Background::Wood, Kind::IdBack, Effect::Glare, 0.228,
        FaultCode::PageGlare);
    row("a finger on a coloured card", 13184487170609931188ULL, Background::Wood, Kind::BankCard, Effect::Finger, 0.83,
        FaultCode::PageCovered, true);
    row("noise in the dark is no hand", 16315434073594490472ULL, Background::Grey, Kind::BusinessLicence,
        Effect::LowLight, 0.996, FaultCode::PageDark, true);
    row("a portrait under a reflection is not blur", 14180702493770690722ULL, Background::Marked, Kind::IdFront,
        Effect::Glare, 0.8174, FaultCode::PageGlare);
    row("a hand's soft edges are not blur", 6355948104756881567ULL, Background::Wood, Kind::PlainText, Effect::Hand,
        0.741, FaultCode::PageCovered);
    row("a hand of the wood's colour", 18328466382959410475ULL, Background::Wood, Kind::ContractSigning, Effect::Hand,
        0.7255, FaultCode::PageCovered, true);
    row("wood beside a shadow is no hand", 14273614815100284996ULL, Background::Wood, Kind::Diploma, Effect::HardShadow,
        0.2955, std::nullopt, true);
    row("reflections on paper that is nearly saturated", 11095987425221182358ULL, Background::Grey, Kind::EndOfContract,
        Effect::Glare, 0.6645, FaultCode::PageGlare);
    row("bright paper between a table's lines is no reflection", 5436863873380434600ULL, Background::Wood,
        Kind::ContributionList, Effect::Clean, 0.1586, std::nullopt);
    row("print that is whiter than its paper is no reflection", 14925599641414424159ULL, Background::Wood,
        Kind::IdFront, Effect::Overexposed, 0.0852, std::nullopt);
}

void DrawnFlagsTest::saysWhatIsWrong()
{
    QFETCH(quint64, seed);
    QFETCH(int, background);
    QFETCH(int, kind);
    QFETCH(int, effect);
    QFETCH(double, strength);
    QFETCH(int, reason);
    QFETCH(bool, plate);
    SceneOptions options;
    options.seed = seed;
    options.background = static_cast<Background>(background);
    options.kinds = {static_cast<Kind>(kind)};
    options.effect = static_cast<Effect>(effect);
    options.strength = strength;
    options.reference = plate;
    const Scene scene = makeScene(options);
    Quad quad;
    for (std::size_t i = 0; i < 4; ++i) {
        quad[i] = cv::Point2f(scene.documents.front().quad[i]);
    }
    JudgeOptions judging;
    if (plate) {
        judging.emptyReference = scene.emptyReference;
    }
    std::vector<FaultCode> expected;
    if (reason != nothing) {
        expected.push_back(static_cast<FaultCode>(reason));
    }
    QCOMPARE(judgePage(scene.frame, quad, judging).reasons, expected);
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    DrawnFlagsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_drawnflags.moc"
