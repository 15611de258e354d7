// SPDX-License-Identifier: GPL-3.0-or-later
// make-plate-shots calibration DIR: what the simulated camera is shown while a technician calibrates it (PNG, by name).
// make-plate-shots paper PNG OUT [--dead N] [--pale] [--crooked]: a printed paper, as the virtual printer drew it,
// under that camera.
// make-plate-shots halves DIR: a sheet of A3 under a camera that sees a little more than A4, pushed on from half to
// half (PNG, by name).
#include "tests/support/plateshots.h"

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

using namespace hall::test;

namespace {

constexpr double printerDpi = 203;

// About 5 megapixels.
PlateCamera largeCamera()
{
    PlateCamera camera;
    camera.size = {2448, 1836};
    camera.focal *= 1.5;
    camera.centre *= 1.5;
    return camera;
}

int calibration(const std::filesystem::path &folder)
{
    std::filesystem::create_directories(folder);
    const PlateCamera camera = largeCamera();
    const auto write = [&folder](const std::string &name, const cv::Mat &shot) {
        cv::imwrite((folder / (name + ".png")).string(), shot, {cv::IMWRITE_PNG_COMPRESSION, 1});
    };
    const cv::Mat flat = flatShot(camera);
    write("target", flat);
    cv::Mat blurred;
    cv::GaussianBlur(flat, blurred, {0, 0}, 5);
    write("target-blurred", blurred);
    cv::Mat hand = flat.clone();
    addHand(hand);
    write("target-hand", hand);
    cv::Mat other;
    cv::resize(flat, other, {1280, 960}, 0, 0, cv::INTER_AREA);
    write("target-small", other);
    write("target-large-print", flatShot(camera, 1.02));
    const std::vector<cv::Mat> views = lensShots(camera, 20);
    for (std::size_t i = 0; i < views.size(); ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "lens-%02zu", i);
        write(name, views[i]);
    }
    write("white", whiteShot(camera));
    write("empty", emptyShot(camera));
    write("empty-moved", emptyShot(camera, {2.5, 0}));
    return 0;
}

int paper(int count, char **arguments)
{
    const cv::Mat dots = cv::imread(arguments[0], cv::IMREAD_GRAYSCALE);
    if (dots.empty()) {
        std::fprintf(stderr, "make-plate-shots: %s: no picture\n", arguments[0]);
        return 1;
    }
    PaperTrouble trouble;
    for (int i = 2; i < count; ++i) {
        if (std::strcmp(arguments[i], "--dead") == 0 && i + 1 < count) {
            trouble.deadDot = std::stoi(arguments[++i]);
        } else if (std::strcmp(arguments[i], "--pale") == 0) {
            trouble.ink = 0.55;
        } else if (std::strcmp(arguments[i], "--crooked") == 0) {
            trouble.cutDegrees = 3;
        }
    }
    return cv::imwrite(arguments[1], paperShot(largeCamera(), dots, printerDpi, trouble),
                       {cv::IMWRITE_PNG_COMPRESSION, 1})
               ? 0
               : 1;
}

int halves(const std::filesystem::path &folder)
{
    std::filesystem::create_directories(folder);
    PlateCamera camera = largeCamera();
    camera.heightMm = 280;
    camera.tilt = {};
    camera.k1 = camera.k2 = camera.p1 = camera.p2 = 0;
    constexpr double perMm = 7;
    const auto write = [&folder](const std::string &name, const cv::Mat &shot) {
        cv::imwrite((folder / (name + ".png")).string(), shot, {cv::IMWRITE_PNG_COMPRESSION, 1});
    };
    const cv::Mat sheet = largeSheet(perMm);
    write("upper", sheetShot(camera, sheet, perMm, {4, 88}, 0.02));
    write("lower", sheetShot(camera, sheet, perMm, {-6, -84}, -0.015));
    write("other", sheetShot(camera, largeSheet(perMm, true), perMm, {2, -86}, 0.01));
    write("empty", emptyShot(camera));
    return 0;
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc == 3 && std::strcmp(argv[1], "calibration") == 0) {
        return calibration(argv[2]);
    }
    if (argc == 3 && std::strcmp(argv[1], "halves") == 0) {
        return halves(argv[2]);
    }
    if (argc >= 4 && std::strcmp(argv[1], "paper") == 0) {
        return paper(argc - 2, argv + 2);
    }
    std::fprintf(
        stderr,
        "usage: make-plate-shots calibration DIR | halves DIR | paper PNG OUT [--dead N] [--pale] [--crooked]\n");
    return 2;
}
