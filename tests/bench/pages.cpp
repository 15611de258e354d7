// SPDX-License-Identifier: GPL-3.0-or-later
// page-preview, page-still: what the kiosk does with a preview frame and with a still, on drawn scenes and one core,
// against one grey conversion and one 5 × 5 Gaussian blur of the same frame: what touching every pixel twice costs.
#include "app/recognition/pagecleaner.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/platewatcher.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/support/pagescenes.h"

#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

namespace hall::bench {

namespace {

using namespace hall::test;

constexpr int blur = 5;           // pixels
constexpr int restingLooks = 30;  // two seconds
const cv::Size previewSize{1920, 1080};
const cv::Size stillSize{3264, 2448};  // 8 MP

// Every plate with every kind of document on it.
std::vector<Scene> scenesOf(const cv::Size &size)
{
    std::vector<Scene> scenes;
    for (const Plate plate : {Plate::Dark, Plate::Wood, Plate::White}) {
        for (const PageKind kind : {PageKind::A4, PageKind::IdCard}) {
            SceneOptions options;
            options.plate = plate;
            options.documents = {kind};
            options.size = size;
            options.withEmpty = true;
            options.seed = 7000 + scenes.size();
            scenes.push_back(makeScene(options));
        }
    }
    return scenes;
}

double baselineOf(const cv::Mat &frame)
{
    const WorkTimer timer;
    cv::Mat grey;
    cv::Mat soft;
    cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
    cv::GaussianBlur(grey, soft, {blur, blur}, 0);
    return timer.ms();
}

// A look while the page lies and nothing stirs, the first ones included, in which all is looked at.
double restingMs(const std::vector<Scene> &scenes)
{
    Samples looks;
    for (const Scene &scene : scenes) {
        PlateWatcher watcher;
        for (int i = 0; i < restingLooks; ++i) {
            const WorkTimer timer;
            (void)watcher.look(scene.bgr);
            looks.add(timer.ms());
        }
    }
    return looks.mean();
}

Result<Figure> pagePreview(const Settings &, int count)
{
    cv::setNumThreads(1);
    const std::vector<Scene> scenes = scenesOf(previewSize);
    PlateWatcher watcher;
    Samples work;
    Samples wall;
    Samples reference;
    Samples baseline;
    (void)watcher.look(scenes.front().bgr);
    (void)baselineOf(scenes.front().bgr);
    for (int i = 0; i < count; ++i) {
        const Scene &scene = scenes[static_cast<std::size_t>(i) % scenes.size()];
        const WallTimer wallTimer;
        const WorkTimer timer;
        (void)watcher.look(scene.bgr);
        work.add(timer.ms());
        wall.add(wallTimer.ms());
        FindOptions calibrated;
        calibrated.emptyReference = scene.empty;
        PlateWatcher second(calibrated);
        const WorkTimer again;
        (void)second.look(scene.bgr);
        reference.add(again.ms());
        baseline.add(baselineOf(scene.bgr));
    }
    return Figure{work.mean(),
                  QStringLiteral("ms"),
                  baseline.mean(),
                  static_cast<qint64>(work.size()),
                  {{QStringLiteral("p95"), work.percentile(95)},
                   {QStringLiteral("wall_mean"), wall.mean()},
                   {QStringLiteral("with_empty_plate_mean"), reference.mean()},
                   {QStringLiteral("with_empty_plate_p95"), reference.percentile(95)},
                   {QStringLiteral("at_rest_mean"), restingMs(scenes)},
                   {QStringLiteral("width"), previewSize.width},
                   {QStringLiteral("height"), previewSize.height}}};
}

Result<Figure> pageStill(const Settings &, int count)
{
    cv::setNumThreads(1);
    const std::vector<Scene> scenes = scenesOf(stillSize);
    FindOptions judged;
    judged.judge = true;
    Samples work;
    Samples jpeg;
    Samples baseline;
    int found = 0;
    (void)findPages(scenes.front().bgr, judged);
    (void)baselineOf(scenes.front().bgr);
    for (int i = 0; i < count; ++i) {
        const Scene &scene = scenes[static_cast<std::size_t>(i) % scenes.size()];
        const WorkTimer timer;
        const std::vector<FoundPage> pages = findPages(scene.bgr, judged);
        StraightPage page;
        if (!pages.empty()) {
            page = straighten(scene.bgr, pages.front().quad, scene.documents.front().mm);
            (void)cleanPage(page.bgr);
            ++found;
        }
        work.add(timer.ms());
        if (!pages.empty()) {
            const WorkTimer encoding;
            if (const auto encoded = encodePage(page.bgr); !encoded) {
                return fail(encoded.error());
            }
            jpeg.add(encoding.ms());
        }
        baseline.add(baselineOf(scene.bgr));
    }
    return Figure{work.mean(),
                  QStringLiteral("ms"),
                  baseline.mean(),
                  static_cast<qint64>(work.size()),
                  {{QStringLiteral("p95"), work.percentile(95)},
                   {QStringLiteral("found"), found},
                   {QStringLiteral("jpeg_mean"), jpeg.mean()},
                   {QStringLiteral("width"), stillSize.width},
                   {QStringLiteral("height"), stillSize.height}}};
}

}  // namespace

QVector<Benchmark> pageBenchmarks()
{
    const QString baseline = QStringLiteral("one cvtColor to grey and one 5 × 5 GaussianBlur of the same frame");
    return {{QStringLiteral("page-preview"),
             QStringLiteral("ms of one core for a look at a 1920 × 1080 frame: find, judge, compare"), baseline,
             QStringLiteral("value ≤ 15"), 120, pagePreview},
            {QStringLiteral("page-still"),
             QStringLiteral("ms of one core for an 8 MP still: find, judge, straighten, clean"), baseline,
             QStringLiteral("value ≤ 300"), 18, pageStill}};
}

}  // namespace hall::bench
