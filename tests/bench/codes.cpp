// SPDX-License-Identifier: GPL-3.0-or-later
// page-codes: QR codes and Code 128 on drawn papers, as on receipts, licences, tickets and forms, at 1080p and at 8
// megapixels, read on the straightened page, once with the true corners and once with the corners that the finder
// gives. Papers that the judge must refuse (washed out, out of focus) are laid down anew in life, and do not count.
// Each paper's kind tells how many pixels of the camera its modules have, and of each code that was not read what was
// wrong.
// --seed: other papers.
#include "app/recognition/pagefinder.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/reading/pagecodes.h"
#include "app/recognition/reading/paperreader.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/support/scenes/codepaper.h"
#include "tests/support/scenes/page.h"
#include "tests/support/scenes/scene.h"

#include <algorithm>
#include <map>
#include <opencv2/core/utility.hpp>
#include <QJsonArray>

namespace hall::bench {

namespace {

using namespace hall::scenes;

constexpr std::uint64_t usualSeed = 530'000;
constexpr double aimAtEight = 0.995;
constexpr double aimAtHd = 0.96;
const cv::Size hd{1920, 1080};
const cv::Size eightMegapixels{3264, 2448};

struct Tally
{
    int codes = 0;
    int read = 0;       // with the true corners
    int readFound = 0;  // with those that the finder gives
    int others = 0;     // read, but not on the paper
    int notFound = 0;   // papers
    int refused = 0;    // papers that the judge must refuse
    Samples ms;
    Samples module;     // pixels of the camera
    QJsonArray unread;  // with the true corners

    [[nodiscard]] double share() const { return codes > 0 ? static_cast<double>(read) / codes : 0; }
};

struct Run
{
    Tally all;
    std::map<QString, Tally> papers;
};

SceneOptions sceneOf(std::uint64_t seed, int index, cv::Size size, CodePaper paper)
{
    static const std::vector<Effect> effects{Effect::Clean,      Effect::SoftShadow,  Effect::Clutter, Effect::Clean,
                                             Effect::HardShadow, Effect::LowLight,    Effect::Noise,   Effect::Glare,
                                             Effect::Defocus,    Effect::Compression, Effect::Dirt};
    Random random = Random(seed).fork(static_cast<std::uint64_t>(index));
    SceneOptions options;
    options.seed = random.next();
    options.size = size;
    options.background = random.of(allBackgrounds());
    options.effect = random.of(effects);
    // A camera that is focused on its plate is never far off.
    options.strength = options.effect == Effect::Defocus ? random.uniform(0, 0.06) : random.uniform(0, 0.35);
    if (paper == CodePaper::ELicence || paper == CodePaper::Form || paper == CodePaper::Licence) {
        options.bend = random.chance(0.3) ? Bend::Roll : Bend::Flat;
        options.bendStrength = random.uniform(0.05, 0.3);
    }
    options.drawn = {std::make_shared<Document>(drawCodePaper(paper, random.next()))};
    return options;
}

// Pixels of the camera, the narrowest bar or the side of a square.
double moduleOf(const Code &code, const Scene &scene)
{
    const int modules = code.type == QLatin1String("QR") ? qrModules(code.text) : barsWidth(code.text);
    return modules > 0 ? static_cast<double>(code.box.width) / modules * scene.calibration.pixelsPerMm() : 0;
}

QJsonObject unreadOf(const Code &code, const QString &paper, const Scene &scene)
{
    return {{QStringLiteral("paper"), paper},
            {QStringLiteral("effect"), nameOf(scene.effect)},
            {QStringLiteral("strength"), scene.strength},
            {QStringLiteral("module_px"), moduleOf(code, scene)},
            {QStringLiteral("blur_px"), scene.blurMm * scene.calibration.pixelsPerMm()}};
}

const FoundPage *nearest(const std::vector<FoundPage> &pages, const Quad &truth)
{
    const auto best = std::max_element(pages.begin(), pages.end(), [&](const FoundPage &a, const FoundPage &b) {
        return overlap(a.quad, truth) < overlap(b.quad, truth);
    });
    return best != pages.end() && overlap(best->quad, truth) > 0.5 ? &*best : nullptr;
}

int strangersIn(const std::vector<PageCode> &codes, const std::vector<Code> &truth)
{
    return static_cast<int>(std::count_if(codes.begin(), codes.end(), [&](const PageCode &one) {
        return std::none_of(truth.begin(), truth.end(), [&](const Code &code) { return one.text == code.text; });
    }));
}

void measure(const Scene &scene, const QString &paper, Run &run)
{
    if (scene.documents.empty()) {
        return;
    }
    const SceneDocument &document = scene.documents.front();
    Tally &own = run.papers[paper];
    if (!document.flags.empty()) {
        ++run.all.refused;
        ++own.refused;
        return;
    }
    Quad quad;
    std::copy(document.quad.begin(), document.quad.end(), quad.begin());
    FindOptions options;
    options.emptyReference = scene.emptyReference;
    const std::vector<FoundPage> pages = findPages(scene.frame, options);
    const FoundPage *found = nearest(pages, quad);
    const cv::Size2f mm = document.document->mm;
    const double wide = std::max(cv::norm(quad[1] - quad[0]), cv::norm(quad[2] - quad[1]));
    const double dpi = readingDpi(mm, wide / static_cast<double>(std::max(mm.width, mm.height)) * 25.4);
    const StraightPage page = straighten(scene.frame, quad, mm, dpi);
    const WorkTimer timer;
    const std::vector<PageCode> codes = readCodes(page.bgr);
    const double ms = timer.ms();
    std::vector<PageCode> foundCodes;
    if (found != nullptr) {
        foundCodes = readCodes(straighten(scene.frame, found->quad, mm, dpi).bgr);
    }
    const auto isIn = [](const std::vector<PageCode> &list, const Code &code) {
        return std::any_of(list.begin(), list.end(),
                           [&](const PageCode &one) { return one.type == code.type && one.text == code.text; });
    };
    const std::vector<Code> &truth = document.document->codes;
    for (Tally *tally : {&run.all, &own}) {
        tally->notFound += found == nullptr ? 1 : 0;
        tally->ms.add(ms);
        for (const Code &code : truth) {
            ++tally->codes;
            tally->module.add(moduleOf(code, scene));
            if (isIn(codes, code)) {
                ++tally->read;
            } else if (tally == &run.all) {
                tally->unread.append(unreadOf(code, paper, scene));
            }
            tally->readFound += isIn(foundCodes, code) ? 1 : 0;
        }
        tally->others += strangersIn(codes, truth) + strangersIn(foundCodes, truth);
    }
}

QJsonObject told(const Tally &tally)
{
    return {{QStringLiteral("codes"), tally.codes},
            {QStringLiteral("read"), tally.read},
            {QStringLiteral("read_found_corners"), tally.readFound},
            {QStringLiteral("share"), tally.share()},
            {QStringLiteral("others"), tally.others},
            {QStringLiteral("not_found"), tally.notFound},
            {QStringLiteral("refused"), tally.refused},
            {QStringLiteral("module_px_least"), tally.module.percentile(0)},
            {QStringLiteral("module_px_median"), tally.module.percentile(50)},
            {QStringLiteral("ms_mean"), tally.ms.mean()},
            {QStringLiteral("ms_p95"), tally.ms.percentile(95)}};
}

QJsonObject told(const Run &run)
{
    QJsonObject object = told(run.all);
    object.insert(QStringLiteral("unread"), run.all.unread);
    QJsonObject papers;
    for (const auto &[name, tally] : run.papers) {
        papers.insert(name, told(tally));
    }
    object.insert(QStringLiteral("papers"), papers);
    return object;
}

Result<Figure> pageCodes(const Settings &settings, int count)
{
    cv::setNumThreads(1);
    const std::uint64_t seed = settings.seed > 0 ? static_cast<std::uint64_t>(settings.seed) : usualSeed;
    Run atHd;
    Run atEight;
    const std::vector<CodePaper> &papers = allCodePapers();
    for (int i = 0; i < count; ++i) {
        const CodePaper paper = papers[static_cast<std::size_t>(i) % papers.size()];
        measure(makeScene(sceneOf(seed, i, hd, paper)), nameOf(paper), atHd);
        measure(makeScene(sceneOf(seed, i, eightMegapixels, paper)), nameOf(paper), atEight);
    }
    const QJsonObject detail{{QStringLiteral("seed"), static_cast<qint64>(seed)},
                             {QStringLiteral("at_1080p"), told(atHd)},
                             {QStringLiteral("at_1080p_aim"), aimAtHd},
                             {QStringLiteral("at_8mp"), told(atEight)}};
    return Figure{std::max(1e-9, atEight.all.share()), QStringLiteral("share"), aimAtEight,
                  static_cast<qint64>(atEight.all.codes), detail};
}

}  // namespace

QVector<Benchmark> codeBenchmarks()
{
    return {{QStringLiteral("page-codes"),
             QStringLiteral("share of QR codes and Code 128 read on drawn papers at 8 MP; at 1080p in the detail"),
             QStringLiteral("fixed: 0.995, what 8 MP must reach"),
             QStringLiteral("value ≥ 0.995, at_1080p.share ≥ 0.96, others 0"), 220, pageCodes}};
}

}  // namespace hall::bench
