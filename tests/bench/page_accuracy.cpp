// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the page finder on a folder of pictures with a truth.json (frames[].file, .documents[].quad and .size_mm):
// the SmartDoc index (intersection over union in the plane of the document), the share of good finds, and time.
// Usage: page-accuracy FOLDER [--verbose]
//        page-accuracy --generated COUNT SEED [--reference] [--verbose]
#include "app/recognition/pagefinder.h"
#include "tests/support/pagescenes.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

struct Document
{
    hall::Quad quad;
    double width = 210;  // millimetres
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
    for (const QJsonValue value : frame[QLatin1String("documents")].toArray()) {
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

struct Tally
{
    std::vector<double> scores;
    std::vector<double> times;
    int empty = 0;
    int emptyRight = 0;
};

void measure(const cv::Mat &bgr, const hall::FindOptions &options, const std::vector<Document> &documents,
             const std::string &name, bool verbose, Tally &tally)
{
    const auto before = Clock::now();
    const auto pages = hall::findPages(bgr, options);
    tally.times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
    if (documents.empty()) {
        ++tally.empty;
        tally.emptyRight += pages.empty() ? 1 : 0;
        if (verbose && !pages.empty()) {
            std::printf("%-28s empty, but %zu pages, score %.3f\n", name.c_str(), pages.size(), pages[0].score);
        }
    }
    for (const Document &document : documents) {
        double best = 0;
        double sure = 0;
        for (const hall::FoundPage &page : pages) {
            if (const double j = index(page.quad, document); j > best) {
                best = j;
                sure = page.score;
            }
        }
        tally.scores.push_back(best);
        if (verbose) {
            std::printf("%-28s index %.4f score %.3f pages %zu %.1f ms\n", name.c_str(), best, sure, pages.size(),
                        tally.times.back());
        }
    }
}

bool measureFolder(const QString &folder, bool verbose, Tally &tally)
{
    QFile file(folder + QLatin1String("/truth.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return false;
    }
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    for (const QJsonValue value : root[QLatin1String("frames")].toArray()) {
        const QJsonObject frame = value.toObject();
        const QString name = frame[QLatin1String("file")].toString();
        const cv::Mat bgr = cv::imread((folder + QLatin1Char('/') + name).toStdString(), cv::IMREAD_COLOR);
        measure(bgr, {}, documentsOf(frame), name.toStdString(), verbose, tally);
    }
    return true;
}

void measureGenerated(int count, int seed, bool reference, bool verbose, Tally &tally)
{
    using namespace hall::test;
    const std::vector<std::vector<PageKind>> layouts{
        {PageKind::A4}, {PageKind::IdCard}, {PageKind::IdCard, PageKind::IdCard}, {PageKind::Booklet}, {}};
    for (int i = 0; i < count; ++i) {
        SceneOptions options;
        options.plate = static_cast<Plate>(i % 3);
        options.documents = layouts[static_cast<std::size_t>(i / 3) % layouts.size()];
        options.effect = static_cast<Effect>((i / 15) % 8);
        options.effect = options.effect == Effect::Cut ? Effect::None : options.effect;
        options.turn = options.documents.size() > 1 ? 6 : 20;
        options.withEmpty = reference;
        options.seed = static_cast<std::uint64_t>(seed) * 100000 + static_cast<std::uint64_t>(i);
        const Scene scene = makeScene(options);
        std::vector<Document> documents;
        for (const SceneDocument &d : scene.documents) {
            documents.push_back({d.quad, d.mm.width, d.mm.height});
        }
        hall::FindOptions find;
        if (reference) {
            find.emptyReference = scene.empty;
        }
        char name[64];
        std::snprintf(name, sizeof name, "#%d:plate%d:effect%d:docs%zu", i, i % 3, (i / 15) % 8, documents.size());
        measure(scene.bgr, find, documents, name, verbose, tally);
    }
}

}  // namespace

int main(int argc, char **argv)
{
    cv::setNumThreads(1);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto has = [&](const char *word) {
        return std::find(arguments.begin(), arguments.end(), word) != arguments.end();
    };
    Tally tally;
    if (arguments.size() >= 3 && arguments[0] == "--generated") {
        measureGenerated(std::stoi(arguments[1]), std::stoi(arguments[2]), has("--reference"), has("--verbose"), tally);
    } else if (arguments.empty() || !measureFolder(QString::fromStdString(arguments[0]), has("--verbose"), tally)) {
        std::fprintf(stderr, "usage: page-accuracy FOLDER | --generated COUNT SEED [--reference] [--verbose]\n");
        return 2;
    }
    std::sort(tally.times.begin(), tally.times.end());
    std::printf("documents %zu mean %.4f >0.90 %.3f >0.97 %.3f ms mean %.1f p95 %.1f empty %d of %d\n",
                tally.scores.size(), mean(tally.scores), share(tally.scores, 0.90), share(tally.scores, 0.97),
                mean(tally.times), tally.times.empty() ? 0 : tally.times[tally.times.size() * 95 / 100],
                tally.emptyRight, tally.empty);
    return 0;
}
