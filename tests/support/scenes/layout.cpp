// SPDX-License-Identifier: GPL-3.0-or-later
// Where documents lie, and what is true about them there.
#include "tests/support/scenes/scene.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall::scenes {

namespace {

constexpr double gapMm = 3;  // least between two documents

using Outline = std::array<cv::Point2d, 4>;

Outline outlineOf(cv::Size2f mm, const Pose &pose)
{
    const double c = std::cos(pose.turn * CV_PI / 180);
    const double s = std::sin(pose.turn * CV_PI / 180);
    Outline outline;
    const std::array<cv::Point2d, 4> signs{cv::Point2d(-0.5, -0.5), {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}};
    for (std::size_t i = 0; i < 4; ++i) {
        const double x = signs[i].x * mm.width;
        const double y = signs[i].y * mm.height;
        outline[i] = pose.centre + cv::Point2d(c * x - s * y, s * x + c * y);
    }
    return outline;
}

// Distance between two convex outlines along the best separating side; negative when they overlap.
double apart(const Outline &a, const Outline &b)
{
    double best = -1e9;
    for (const auto &[from, to] : {std::pair(a, b), std::pair(b, a)}) {
        for (std::size_t i = 0; i < 4; ++i) {
            const cv::Point2d side = from[(i + 1) % 4] - from[i];
            const cv::Point2d out = cv::Point2d(side.y, -side.x) / cv::norm(side);  // clockwise: to the left is outside
            double nearest = 1e9;
            for (const cv::Point2d &p : to) {
                nearest = std::min(nearest, (p - from[i]).dot(out));
            }
            best = std::max(best, nearest);
        }
    }
    return best;
}

int cornersInside(const Outline &outline, const Camera &camera, double margin)
{
    const cv::Size size = camera.size();
    return static_cast<int>(std::count_if(outline.begin(), outline.end(), [&](cv::Point2d mm) {
        const cv::Point2d p = camera.calibration().toPixel(mm);
        return p.x >= margin && p.y >= margin && p.x <= size.width - 1 - margin && p.y <= size.height - 1 - margin;
    }));
}

double drawTurn(cv::Size2f mm, int attempt, Random &random)
{
    const bool small = std::max(mm.width, mm.height) < 160;
    if (small && random.chance(0.35)) {
        return random.uniform(0, 360);
    }
    // Laid down about straight; a large sheet must turn less and less to fit.
    const double most = attempt < 60 ? 14 : attempt < 140 ? 5 : 1;
    const int quarter =
        attempt < 140 ? random.integer(0, 3) : 2 * random.integer(0, 1) + (mm.height > mm.width ? 1 : 0);
    return 90 * quarter + random.uniform(-most, most);
}

}  // namespace

std::vector<Spread> layOut(const std::vector<cv::Size2f> &sizes, const Camera &camera, std::optional<double> turn,
                           bool cut, Random random)
{
    const double perMm = camera.calibration().pixelsPerMm();
    const double halfW = camera.size().width / perMm / 2;
    const double halfH = camera.size().height / perMm / 2;
    // The largest finds its place first.
    std::vector<std::size_t> order(sizes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sizes[a].area() > sizes[b].area(); });
    std::vector<Spread> spread;
    std::vector<Outline> taken;
    for (const std::size_t i : order) {
        const bool over = cut && spread.empty();
        for (int attempt = 0; attempt < 900; ++attempt) {
            Pose pose;
            pose.turn = turn ? *turn : drawTurn(sizes[i], attempt, random);
            // Where nothing fitted so far, the middle is tried.
            const double share = attempt < 200 ? 1 : 0.35;
            pose.centre = {random.uniform(-halfW, halfW) * share, random.uniform(-halfH, halfH) * share * share};
            const Outline outline = outlineOf(sizes[i], pose);
            const int inside = cornersInside(outline, camera, over ? 0 : 5);
            // Cut off: some corners are out by some millimetres at least, but most of the sheet is there.
            const bool fits =
                over ? inside >= 1 && inside <= 3 && cornersInside(outline, camera, -3 * perMm) < 4 &&
                           cornersInside({pose.centre, pose.centre, pose.centre, pose.centre}, camera, 20 * perMm) == 4
                     : inside == 4;
            const bool free = std::all_of(taken.begin(), taken.end(),
                                          [&](const Outline &other) { return apart(outline, other) >= gapMm; });
            if (fits && free) {
                taken.push_back(outline);
                spread.push_back({i, pose});
                break;
            }
        }
    }
    return spread;
}

Camera makeCamera(const SceneOptions &options)
{
    Random random = Random(options.seed).fork(11);
    Camera::Options camera;
    camera.size = options.size;
    camera.tilt = options.tilt;
    camera.distortion = options.distortion;
    // One fixed camera that takes an A4 sheet lying across.
    const bool wide = options.size.width * 3 > options.size.height * 4 + options.size.height / 10;
    camera.fieldMm = wide ? random.uniform(402, 450) : random.uniform(336, 396);
    camera.heightMm = random.uniform(380, 560);
    return {camera, random.fork(1)};
}

SceneDocument describe(const Sheet &sheet, std::shared_ptr<const Document> document, Bend bend, const Camera &camera)
{
    SceneDocument truth;
    truth.pose = sheet.pose();
    truth.bend = bend;
    truth.quad = sheet.quad(camera);
    const double w = document->mm.width;
    const double h = document->mm.height;
    const std::array<cv::Point2d, 4> corners{cv::Point2d(0, 0), {w, 0}, {w, h}, {0, h}};
    for (std::size_t i = 0; i < 4; ++i) {
        truth.plateQuad[i] = camera.calibration().toPlate(truth.quad[i]);
        truth.lift[i] = sheet.place(corners[i]).z;
        truth.cut = truth.cut || truth.quad[i].x < 0 || truth.quad[i].y < 0 ||
                    truth.quad[i].x > camera.size().width - 1 || truth.quad[i].y > camera.size().height - 1;
    }
    truth.curled = sheet.curled(camera);
    truth.document = std::move(document);
    return truth;
}

void measureDefects(SceneDocument &document, const Sheet::View &view, const cv::Mat &cover, const cv::Mat &washed)
{
    if (view.area.empty()) {
        return;
    }
    const double visible = std::max(1, cv::countNonZero(view.mask));
    cv::Mat both;
    cv::bitwise_and(view.mask, cover(view.area), both);
    document.covered = cv::countNonZero(both) / visible;
    cv::bitwise_and(view.mask, washed(view.area), both);
    document.washed = cv::countNonZero(both) / visible;
    constexpr int samples = 200;
    for (std::size_t side = 0; side < 4; ++side) {
        const cv::Point2d from = document.quad[side];
        const cv::Point2d to = document.quad[(side + 1) % 4];
        int run = 0;
        int longest = 0;
        for (int i = 0; i <= samples; ++i) {
            const cv::Point p = from + (to - from) * (static_cast<double>(i) / samples);
            const bool inside = p.x >= 0 && p.y >= 0 && p.x < cover.cols && p.y < cover.rows;
            run = inside && cover.at<uchar>(p) != 0 ? run + 1 : 0;
            longest = std::max(longest, run);
        }
        document.coveredSide = std::max(document.coveredSide, static_cast<double>(longest) / samples);
    }
}

}  // namespace hall::scenes
