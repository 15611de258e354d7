// SPDX-License-Identifier: GPL-3.0-or-later
// page-accuracy: how well the page finder's corners fit. The index is SmartDoc's: intersection over union in the plane
// of the document. On drawn scenes, each with the empty plate as it was when the camera was calibrated and once more
// without it, or on photos with a truth.json: {"frames":[{"file","documents":[{"size_mm":[w,h],"quad":[[x,y]×4]}]}]},
// corners clockwise from the top left; "reference" of a frame names a picture of its empty plate. What is cut off by
// the picture's edge has no index.
#include "app/recognition/pagefinder.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/support/scenes/sets.h"

#include <algorithm>
#include <map>
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
constexpr std::uint64_t usualSeed = 300'000;

struct Document
{
    Quad quad;
    cv::Size2f mm;
    bool cut = false;
};

struct Frame
{
    cv::Mat bgr;
    cv::Mat empty;
    std::vector<Document> documents;
    QString background;
    QString effect;
};

struct Tally
{
    Samples scores;
    std::map<QString, Samples> groups;
    Samples ms;  // of one core
    int empty = 0;
    int emptyRight = 0;
    int pairs = 0;
    int pairsRight = 0;
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

void measure(const Frame &frame, bool withReference, bool learned, Tally &tally)
{
    FindOptions options;
    options.learned = learned;
    if (withReference) {
        options.emptyReference = frame.empty;
    }
    const WorkTimer timer;
    const std::vector<FoundPage> pages = findPages(frame.bgr, options);
    tally.ms.add(timer.ms());
    if (frame.documents.empty()) {
        ++tally.empty;
        tally.emptyRight += pages.empty() ? 1 : 0;
    }
    bool all = true;
    for (const Document &document : frame.documents) {
        if (document.cut) {
            continue;
        }
        double best = 0;
        for (const FoundPage &page : pages) {
            best = std::max(best, index(page.quad, document));
        }
        all = all && best > fair;
        tally.scores.add(best);
        for (const QString &group : {frame.background, frame.effect}) {
            if (!group.isEmpty()) {
                tally.groups[group].add(best);
            }
        }
    }
    if (frame.documents.size() == 2) {
        ++tally.pairs;
        tally.pairsRight += all && pages.size() == 2 ? 1 : 0;
    }
}

struct Both
{
    Tally with;       // the empty plate, where there is a picture of it
    Tally without;    // of these frames alone
    Tally plainWith;  // the same two without the trained net
    Tally plainWithout;
};

void measure(const Frame &frame, Both &both)
{
    measure(frame, !frame.empty.empty(), true, both.with);
    measure(frame, !frame.empty.empty(), false, both.plainWith);
    if (!frame.empty.empty()) {
        measure(frame, false, true, both.without);
        measure(frame, false, false, both.plainWithout);
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
        document.cut = value[u"cut"].toBool();
        for (int i = 0; i < 4; ++i) {
            document.quad[static_cast<std::size_t>(i)] = {static_cast<float>(corners[i][0].toDouble()),
                                                          static_cast<float>(corners[i][1].toDouble())};
        }
        documents.push_back(document);
    }
    return documents;
}

Result<cv::Mat> pictureIn(const QString &folder, const QString &name)
{
    const QString path = folder + QLatin1Char('/') + name;
    cv::Mat bgr = cv::imread(QFile::encodeName(path).toStdString(), cv::IMREAD_COLOR);
    if (bgr.empty()) {
        return fail(FaultCode::FileUnreadable, path.toStdString() + " cannot be read");
    }
    return bgr;
}

Result<Both> measurePhotos(const QString &folder, int most)
{
    QFile file(folder + QStringLiteral("/truth.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, folder.toStdString() + "/truth.json cannot be read");
    }
    Both both;
    for (const QJsonValue &told : QJsonDocument::fromJson(file.readAll())[u"frames"].toArray()) {
        if (static_cast<int>(both.with.ms.size()) == most) {
            break;
        }
        const Result<cv::Mat> bgr = pictureIn(folder, told[u"file"].toString());
        const QString reference = told[u"reference"].toString();
        const Result<cv::Mat> empty = reference.isEmpty() ? Result<cv::Mat>() : pictureIn(folder, reference);
        if (!bgr || !empty) {
            return fail(!bgr ? bgr.error() : empty.error());
        }
        measure(
            {*bgr, *empty, documentsOf(told.toObject()), told[u"background"].toString(), told[u"effect"].toString()},
            both);
    }
    return both;
}

// Every kind of paper on every plate under every effect that leaves it whole, and for each ten of them one pair and one
// plate without any.
Both measureDrawn(int count, std::uint64_t seed)
{
    using namespace hall::scenes;
    Both both;
    const auto draw = [&](Set set, int number) {
        const Scene scene = makeFrame(set, optionsOf(set, seed, number), number);
        Frame frame{scene.frame, scene.emptyReference, {}, nameOf(scene.background), nameOf(scene.effect)};
        for (const SceneDocument &document : scene.documents) {
            Document truth;
            for (std::size_t i = 0; i < 4; ++i) {
                truth.quad[i] = cv::Point2f(document.quad[i]);
            }
            truth.mm = document.document->mm;
            truth.cut = document.cut;
            frame.documents.push_back(truth);
        }
        measure(frame, both);
    };
    for (int i = 0; i < count; ++i) {
        draw(Set::S, i);
        if (i % 10 == 0) {
            draw(Set::Pairs, i);
            draw(Set::Empty, i);
        }
    }
    return both;
}

QJsonObject told(const Samples &scores)
{
    return {{QStringLiteral("mean"), scores.mean()},
            {QStringLiteral("above_097"), scores.above(good)},
            {QStringLiteral("above_090"), scores.above(fair)},
            {QStringLiteral("n"), static_cast<qint64>(scores.size())}};
}

QJsonObject told(const Tally &tally)
{
    QJsonObject object = told(tally.scores);
    object.remove(QStringLiteral("n"));
    object.insert(QStringLiteral("frames"), static_cast<qint64>(tally.ms.size()));
    object.insert(QStringLiteral("empty"), tally.empty);
    object.insert(QStringLiteral("empty_right"), tally.emptyRight);
    object.insert(QStringLiteral("pairs"), tally.pairs);
    object.insert(QStringLiteral("pairs_right"), tally.pairsRight);
    object.insert(QStringLiteral("ms_mean"), tally.ms.mean());
    object.insert(QStringLiteral("ms_p95"), tally.ms.percentile(95));
    QJsonObject groups;
    for (const auto &[name, scores] : tally.groups) {
        groups.insert(name, told(scores));
    }
    object.insert(QStringLiteral("groups"), groups);
    return object;
}

Result<Figure> pageAccuracy(const Settings &settings, int count)
{
    cv::setNumThreads(1);
    const bool photos = !settings.photos.isEmpty();
    const std::uint64_t seed = settings.seed > 0 ? static_cast<std::uint64_t>(settings.seed) : usualSeed;
    const Result<Both> both = photos ? measurePhotos(settings.photos, count) : Result<Both>(measureDrawn(count, seed));
    if (!both) {
        return fail(both.error());
    }
    if (both->with.scores.size() == 0) {
        return fail(FaultCode::FileInvalid, "there is no document in the pictures");
    }
    QJsonObject detail = told(both->with);
    detail.insert(QStringLiteral("photos"), photos);
    if (both->without.ms.size() > 0) {
        detail.insert(QStringLiteral("without_reference"), told(both->without));
        detail.insert(QStringLiteral("without_reference_and_net"), told(both->plainWithout));
    }
    detail.insert(QStringLiteral("without_net"), told(both->plainWith));
    return Figure{both->with.scores.mean(), QStringLiteral("index"), photos ? photosBaseline : drawnBaseline,
                  static_cast<qint64>(both->with.scores.size()), detail};
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
