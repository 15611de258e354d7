// SPDX-License-Identifier: GPL-3.0-or-later
// make-training --out FILE --seed N --count M
// Writes what app/recognition/training/train.py learns from: M records without a header, each 256 × 160 pixels, row by
// row, of 8 bytes: the frame's B G R, the empty plate's B G R, how much of the pixel is paper (also under a hand),
// how much is a hand or a thing. The same arguments give the same bytes.
#include "tests/support/scenes/sets.h"

#include <cstdio>
#include <malloc.h>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <QCommandLineParser>
#include <QFile>
#include <QGuiApplication>

namespace {

using namespace hall::scenes;
using namespace Qt::StringLiterals;

const cv::Size recordSize{256, 160};
constexpr int recordBytes = 8;  // of one pixel

int refused(const QString &why)
{
    std::fprintf(stderr, "make-training: %s\n", qPrintable(why));
    return 2;
}

// Everything the finder must tell apart, empty plates more often than a counter has them.
Set anySet(Random &random)
{
    const double at = random.uniform(0, 1);
    return at < 0.52   ? Set::S
           : at < 0.67 ? Set::Pairs
           : at < 0.85 ? Set::Empty
           : at < 0.93 ? Set::Quality
                       : Set::Curled;
}

Scene drawn(std::uint64_t seed, int number)
{
    Random random = Random(seed).fork(static_cast<std::uint64_t>(number));
    const Set set = anySet(random);
    const int index = random.integer(0, 99'999);
    SceneOptions options = optionsOf(set, random.next(), index);
    static const std::vector<cv::Size> sizes{{640, 360}, {640, 360}, {640, 480}, {640, 400}};
    options.size = random.of(sizes);
    return makeFrame(set, options, index);
}

cv::Mat paperOf(const Scene &scene)
{
    constexpr int shift = 4;  // binary digits behind the point
    cv::Mat mask(scene.frame.size(), CV_8U, cv::Scalar(0));
    for (const SceneDocument &document : scene.documents) {
        std::vector<cv::Point> corners;
        for (const cv::Point2d &corner : document.quad) {
            corners.emplace_back(cvRound(corner.x * (1 << shift)), cvRound(corner.y * (1 << shift)));
        }
        cv::fillConvexPoly(mask, corners, cv::Scalar(255), cv::LINE_AA, shift);
    }
    return mask;
}

cv::Mat recordOf(const Scene &scene)
{
    std::vector<cv::Mat> parts{scene.frame, scene.emptyReference, paperOf(scene), scene.cover};
    for (cv::Mat &part : parts) {
        cv::resize(part, part, recordSize, 0, 0, cv::INTER_AREA);
    }
    cv::Mat record(recordSize, CV_8UC(recordBytes));
    std::vector<cv::Mat> out{record};
    cv::mixChannels(parts, out, {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7});
    return record;
}

}  // namespace

int main(int argc, char **argv)
{
    // Large pictures come and go: give their memory back.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    cv::setNumThreads(1);
    QCommandLineParser parser;
    const QCommandLineOption out(u"out"_s, u"File that is written."_s, u"file"_s);
    const QCommandLineOption seed(u"seed"_s, u"Everything follows from it."_s, u"number"_s, u"1"_s);
    const QCommandLineOption count(u"count"_s, u"How many records."_s, u"number"_s, u"100"_s);
    parser.addHelpOption();
    parser.addOptions({out, seed, count});
    parser.process(app);
    bool seedRead = false;
    bool countRead = false;
    const std::uint64_t seedValue = parser.value(seed).toULongLong(&seedRead);
    const int number = parser.value(count).toInt(&countRead);
    if (!parser.isSet(out) || !seedRead || !countRead || number < 1) {
        return refused(u"--out, a --seed and a --count are needed"_s);
    }
    QFile file(parser.value(out));
    if (!file.open(QIODevice::WriteOnly)) {
        return refused(u"cannot write "_s + file.fileName());
    }
    for (int i = 0; i < number; ++i) {
        const cv::Mat record = recordOf(drawn(seedValue, i));
        const auto bytes = static_cast<qint64>(record.total() * record.elemSize());
        if (file.write(reinterpret_cast<const char *>(record.data), bytes) != bytes) {
            return refused(u"cannot write "_s + file.fileName());
        }
    }
    return 0;
}
