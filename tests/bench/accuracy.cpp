// SPDX-License-Identifier: GPL-3.0-or-later
// page-accuracy: how well the page finder's corners fit. The index is SmartDoc's: intersection over union in the plane
// of the document. On drawn scenes with an empty plate as reference, or on photos with a truth.json:
// {"frames":[{"file","documents":[{"size_mm":[w,h],"quad":[[x,y]×4]}]}]}, corners clockwise from the top left.
#include "app/recognition/pagefinder.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/support/pagescenes.h"

#include <algorithm>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace hall::bench {

namespace {

// What stands beside the mean index. Photos: the best existing scanner measured on them. Drawn scenes: the aim.
constexpr double photosBaseline = 0.909;
constexpr double drawnBaseline = 0.985;
constexpr double good = 0.97;
constexpr double fair = 0.90;
constexpr std::uint64_t firstSeed = 300'000;

struct Document
{
    Quad quad;
    cv::Size2f mm;
};

struct Tally
{
    Samples scores;
    Samples ms;  // of one core
    int empty = 0;
    int emptyRight = 0;
};

double index(const Quad &found, const Document &truth)
{
    const std::vector<cv::Point2f> plane{
        {0, 0}, {truth.mm.width, 0}, {truth.mm.width, truth.mm.height}, {0, truth.mm.height}};
    const std::vector<cv::Point2f> corners(truth.quad.begin(), truth.quad.end());
    std::vector<cv::Point2f> mapped;
    cv::perspectiveTransform(std::vector<cv::Point2f>(found.begin(), found.end()), mapped,
                             cv::getPerspectiveTransform(corners, plane));
    return overlap({mapped[0], mapped[1], mapped[2], mapped[3]}, {plane[0], plane[1], plane[2], plane[3]});
}

void measure(const cv::Mat &bgr, const FindOptions &options, const std::vector<Document> &documents, Tally &tally)
{
    const WorkTimer timer;
    const std::vector<FoundPage> pages = findPages(bgr, options);
    tally.ms.add(timer.ms());
    if (documents.empty()) {
        ++tally.empty;
        tally.emptyRight += pages.empty() ? 1 : 0;
    }
    for (const Document &document : documents) {
        double best = 0;
        for (const FoundPage &page : pages) {
            best = std::max(best, index(page.quad, document));
        }
        tally.scores.add(best);
    }
}

std::vector<Document> documentsOf(const QJsonObject &frame)
{
    std::vector<Document> documents;
    for (const QJsonValue &value : frame.value(u"documents").toArray()) {
        const QJsonArray corners = value[u"quad"].toArray();
        const QJsonArray size = value[u"size_mm"].toArray();
        Document document;
        document.mm = {static_cast<float>(size[0].toDouble()), static_cast<float>(size[1].toDouble())};
        for (int i = 0; i < 4; ++i) {
            document.quad[static_cast<std::size_t>(i)] = {static_cast<float>(corners[i][0].toDouble()),
                                                          static_cast<float>(corners[i][1].toDouble())};
        }
        documents.push_back(document);
    }
    return documents;
}

Result<Tally> measurePhotos(const QString &folder, int most)
{
    QFile file(folder + QStringLiteral("/truth.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, folder.toStdString() + "/truth.json cannot be read");
    }
    Tally tally;
    for (const QJsonValue &frame : QJsonDocument::fromJson(file.readAll())[u"frames"].toArray()) {
        if (static_cast<int>(tally.ms.size()) == most) {
            break;
        }
        const QString path = folder + QLatin1Char('/') + frame[u"file"].toString();
        const cv::Mat bgr = cv::imread(QFile::encodeName(path).toStdString(), cv::IMREAD_COLOR);
        if (bgr.empty()) {
            return fail(FaultCode::FileUnreadable, path.toStdString() + " cannot be read");
        }
        measure(bgr, {}, documentsOf(frame.toObject()), tally);
    }
    return tally;
}

// Every plate, five layouts (one of them empty), every effect that leaves the page whole.
Tally measureDrawn(int count)
{
    using namespace hall::test;
    const std::vector<std::vector<PageKind>> layouts{
        {PageKind::A4}, {PageKind::IdCard}, {PageKind::IdCard, PageKind::IdCard}, {PageKind::Booklet}, {}};
    Tally tally;
    for (int i = 0; i < count; ++i) {
        SceneOptions options;
        options.plate = static_cast<Plate>(i % 3);
        options.documents = layouts[static_cast<std::size_t>(i / 3) % layouts.size()];
        options.effect = static_cast<Effect>((i / 15) % 8);
        options.effect = options.effect == Effect::Cut ? Effect::None : options.effect;
        options.turn = options.documents.size() > 1 ? 6 : 20;
        options.withEmpty = true;
        options.seed = firstSeed + static_cast<std::uint64_t>(i);
        const Scene scene = makeScene(options);
        std::vector<Document> documents;
        for (const SceneDocument &document : scene.documents) {
            documents.push_back({document.quad, document.mm});
        }
        FindOptions find;
        find.emptyReference = scene.empty;
        measure(scene.bgr, find, documents, tally);
    }
    return tally;
}

Result<Figure> pageAccuracy(const Settings &settings, int count)
{
    cv::setNumThreads(1);
    const bool photos = !settings.photos.isEmpty();
    const Result<Tally> tally = photos ? measurePhotos(settings.photos, count) : Result<Tally>(measureDrawn(count));
    if (!tally) {
        return fail(tally.error());
    }
    if (tally->scores.size() == 0) {
        return fail(FaultCode::FileInvalid, "there is no document in the pictures");
    }
    return Figure{tally->scores.mean(),
                  QStringLiteral("index"),
                  photos ? photosBaseline : drawnBaseline,
                  static_cast<qint64>(tally->scores.size()),
                  {{QStringLiteral("above_097"), tally->scores.above(good)},
                   {QStringLiteral("above_090"), tally->scores.above(fair)},
                   {QStringLiteral("frames"), static_cast<qint64>(tally->ms.size())},
                   {QStringLiteral("empty"), tally->empty},
                   {QStringLiteral("empty_right"), tally->emptyRight},
                   {QStringLiteral("ms_mean"), tally->ms.mean()},
                   {QStringLiteral("ms_p95"), tally->ms.percentile(95)},
                   {QStringLiteral("photos"), photos}}};
}

}  // namespace

QVector<Benchmark> accuracyBenchmarks()
{
    return {{QStringLiteral("page-accuracy"),
             QStringLiteral(
                 "mean index of the found corners on drawn scenes with an empty plate as reference, or on --photos"),
             QStringLiteral("fixed: 0.985, the aim; with --photos 0.909, the best existing scanner measured"),
             QStringLiteral("drawn: mean ≥ 0.985, above_097 ≥ 0.97; photos: mean ≥ 0.97"), 210, pageAccuracy}};
}

}  // namespace hall::bench
