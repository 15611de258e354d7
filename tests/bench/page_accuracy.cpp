// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the page finder on a folder of pictures with a truth.json (frames[].file, .documents[].quad and .size_mm):
// the SmartDoc index (intersection over union in the plane of the document), the share of good finds, and time.
// Usage: page-accuracy FOLDER [--verbose]
#include "app/recognition/pagefinder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace {

using Clock = std::chrono::steady_clock;

struct Document
{
    hall::Quad quad;
    double width = 210; // millimetres
    double height = 297;
};

double index(const hall::Quad &found, const Document &truth)
{
    const auto w = static_cast<float>(truth.width);
    const auto h = static_cast<float>(truth.height);
    const std::vector<cv::Point2f> plane{{0, 0}, {w, 0}, {w, h}, {0, h}};
    const std::vector<cv::Point2f> corners(truth.quad.begin(), truth.quad.end());
    std::vector<cv::Point2f> mapped;
    cv::perspectiveTransform(std::vector<cv::Point2f>(found.begin(), found.end()), mapped,
                             cv::getPerspectiveTransform(corners, plane));
    return hall::overlap({mapped[0], mapped[1], mapped[2], mapped[3]}, {plane[0], plane[1], plane[2], plane[3]});
}

std::vector<Document> documentsOf(const QJsonObject &frame)
{
    std::vector<Document> documents;
    for (const QJsonValue &value : frame[QLatin1String("documents")].toArray()) {
        const QJsonObject object = value.toObject();
        const QJsonArray corners = object[QLatin1String("quad")].toArray();
        const QJsonArray size = object[QLatin1String("size_mm")].toArray();
        Document document;
        document.width = size[0].toDouble();
        document.height = size[1].toDouble();
        for (int i = 0; i < 4; ++i) {
            document.quad[static_cast<std::size_t>(i)] = {static_cast<float>(corners[i][0].toDouble()),
                                                          static_cast<float>(corners[i][1].toDouble())};
        }
        documents.push_back(document);
    }
    return documents;
}

double share(const std::vector<double> &values, double above)
{
    return static_cast<double>(std::count_if(values.begin(), values.end(), [&](double v) { return v > above; })) /
           static_cast<double>(std::max<std::size_t>(1, values.size()));
}

double mean(const std::vector<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) /
           static_cast<double>(std::max<std::size_t>(1, values.size()));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: page-accuracy FOLDER [--verbose]\n");
        return 2;
    }
    cv::setNumThreads(1);
    const bool verbose = argc > 2 && std::strcmp(argv[2], "--verbose") == 0;
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QFile file(folder + QLatin1String("/truth.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "no truth.json in %s\n", argv[1]);
        return 1;
    }
    std::vector<double> scores;
    std::vector<double> times;
    for (const QJsonValue &value :
         QJsonDocument::fromJson(file.readAll()).object()[QLatin1String("frames")].toArray()) {
        const QJsonObject frame = value.toObject();
        const QString name = frame[QLatin1String("file")].toString();
        const cv::Mat bgr = cv::imread((folder + QLatin1Char('/') + name).toStdString(), cv::IMREAD_COLOR);
        const auto before = Clock::now();
        const auto pages = hall::findPages(bgr);
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
        for (const Document &document : documentsOf(frame)) {
            double best = 0;
            double sure = 0;
            for (const hall::FoundPage &page : pages) {
                if (const double j = index(page.quad, document); j > best) {
                    best = j;
                    sure = page.score;
                }
            }
            scores.push_back(best);
            if (verbose) {
                std::printf("%-10s index %.4f score %.3f pages %zu %.1f ms\n", qPrintable(name), best, sure,
                            pages.size(), times.back());
            }
        }
    }
    std::sort(times.begin(), times.end());
    std::printf("documents %zu mean %.4f >0.90 %.3f >0.97 %.3f ms mean %.1f p95 %.1f\n", scores.size(), mean(scores),
                share(scores, 0.90), share(scores, 0.97), mean(times),
                times.empty() ? 0 : times[times.size() * 95 / 100]);
    return 0;
}
