// SPDX-License-Identifier: GPL-3.0-or-later
// page-corners: how far found corners lie from the true ones on a calibrated plate, in millimetres, and how true the
// size is that a paper is told to have. Drawn scenes of 8 megapixels through a bent lens; the finder knows the plate as
// it was when the camera was calibrated, which has been knocked since by a pixel or two.
#include "app/recognition/pagefinder.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/bench/storedplate.h"
#include "tests/support/scenes/sets.h"

#include <algorithm>
#include <map>
#include <opencv2/core/utility.hpp>

namespace hall::bench {

namespace {

using namespace hall::scenes;

constexpr double aim = 0.15;  // mm, of the middle one
constexpr std::uint64_t usualSeed = 310'000;
constexpr double found = 0.8;    // overlap: less is another page, or none
constexpr double hidden = 0.02;  // of a side that may lie under fingers

struct Tally
{
    Samples corners;  // mm
    Samples scale;    // share that a side is told too long or too short
    std::map<QString, Samples> groups;
    int documents = 0;
    int missed = 0;
};

Quad pixelsOf(const Corners &corners)
{
    Quad quad;
    std::transform(corners.begin(), corners.end(), quad.begin(), [](cv::Point2d p) { return cv::Point2f(p); });
    return quad;
}

// The finder does not know which side of a paper is up.
double distance(const Quad &quad, const SceneDocument &truth, const Scene &scene, std::size_t corner)
{
    double least = 1e9;
    for (const cv::Point2f &one : quad) {
        least = std::min(least, cv::norm(scene.calibration.toPlate(one) - truth.plateQuad[corner]));
    }
    return least;
}

void measure(const Scene &scene, Tally &tally)
{
    FindOptions options;
    options.emptyReference = scene.emptyReference;
    options.plate = storedPlate(scene);
    const std::vector<FoundPage> pages = findPages(scene.frame, options);
    for (const SceneDocument &document : scene.documents) {
        if (document.cut || document.curled || document.bend != Bend::Flat || document.coveredSide > hidden) {
            continue;
        }
        ++tally.documents;
        const Quad truth = pixelsOf(document.quad);
        const auto page = std::max_element(pages.begin(), pages.end(), [&](const FoundPage &a, const FoundPage &b) {
            return overlap(a.quad, truth) < overlap(b.quad, truth);
        });
        if (page == pages.end() || overlap(page->quad, truth) < found) {
            ++tally.missed;
            continue;
        }
        for (std::size_t i = 0; i < 4; ++i) {
            const double mm = distance(page->quad, document, scene, i);
            tally.corners.add(mm);
            for (const QString &group : {nameOf(scene.background), nameOf(scene.effect)}) {
                tally.groups[group].add(mm);
            }
        }
        if (page->mm) {
            const auto [shorter, longer] = std::minmax(page->mm->width, page->mm->height);
            const auto [low, high] = std::minmax(document.document->mm.width, document.document->mm.height);
            tally.scale.add(std::abs(static_cast<double>(shorter / low) - 1));
            tally.scale.add(std::abs(static_cast<double>(longer / high) - 1));
        }
    }
}

Result<Figure> pageCorners(const Settings &settings, int count)
{
    const std::uint64_t seed = settings.seed > 0 ? static_cast<std::uint64_t>(settings.seed) : usualSeed;
    cv::setNumThreads(1);
    Tally tally;
    for (int i = 0; i < count; ++i) {
        measure(makeFrame(Set::S8, optionsOf(Set::S8, seed, i), i), tally);
    }
    if (tally.corners.size() == 0) {
        return fail(FaultCode::PageNotFound, "no page was found");
    }
    QJsonObject groups;
    for (const auto &[name, mm] : tally.groups) {
        groups.insert(name, QJsonObject{{QStringLiteral("median"), mm.percentile(50)},
                                        {QStringLiteral("p95"), mm.percentile(95)},
                                        {QStringLiteral("n"), static_cast<qint64>(mm.size())}});
    }
    return Figure{tally.corners.percentile(50),
                  QStringLiteral("mm"),
                  aim,
                  static_cast<qint64>(tally.corners.size()),
                  {{QStringLiteral("p95"), tally.corners.percentile(95)},
                   {QStringLiteral("scale_median"), tally.scale.percentile(50)},
                   {QStringLiteral("scale_p95"), tally.scale.percentile(95)},
                   {QStringLiteral("documents"), tally.documents},
                   {QStringLiteral("missed"), tally.missed},
                   {QStringLiteral("groups"), groups}}};
}

}  // namespace

QVector<Benchmark> cornerBenchmarks()
{
    return {{QStringLiteral("page-corners"),
             QStringLiteral("mm that the middle one of all found corners is off, 8 MP, calibrated plate, flat papers"),
             QStringLiteral("fixed: 0.15, the aim"), QStringLiteral("value ≤ 0.15, p95 ≤ 0.4, scale_p95 ≤ 0.002"), 100,
             pageCorners}};
}

}  // namespace hall::bench
