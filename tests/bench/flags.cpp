// SPDX-License-Identifier: GPL-3.0-or-later
// page-flags: does the judge say what is wrong with a page, and nothing else? On drawn scenes with one defect of any
// strength, once with the true corners and once with those that the finder finds, at 1080p and, of every fourth scene,
// at 8 megapixels. What is too little to insist on counts neither way. A page that is not found says nothing. Beside it
// what is taken for a good page where there is none: empty plates with things on them, faces, the hall.
#include "app/recognition/pagefinder.h"
#include "app/recognition/pagejudge.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/support/scenes/sets.h"

#include <algorithm>
#include <map>
#include <opencv2/core/utility.hpp>

namespace hall::bench {

namespace {

using namespace hall::scenes;

constexpr std::uint64_t seed = 910'000;
constexpr double aim = 0.98;
constexpr int eachEight = 4;
constexpr int eachNone = 7;
const cv::Size eightMegapixels{3264, 2448};

struct Named
{
    FaultCode code;
    const char *name;
};
constexpr std::array<Named, 5> flags{{{FaultCode::PageBlur, "blur"},
                                      {FaultCode::PageCut, "cut"},
                                      {FaultCode::PageCovered, "covered"},
                                      {FaultCode::PageGlare, "glare"},
                                      {FaultCode::PageDark, "dark"}}};

struct Count
{
    int right = 0;
    int missed = 0;
    int wrong = 0;  // said of a page that has not got it

    void add(bool is, bool said)
    {
        right += is && said ? 1 : 0;
        missed += is && !said ? 1 : 0;
        wrong += !is && said ? 1 : 0;
    }
    [[nodiscard]] double precision() const
    {
        return right + wrong > 0 ? static_cast<double>(right) / (right + wrong) : 1;
    }
    [[nodiscard]] double recall() const
    {
        return right + missed > 0 ? static_cast<double>(right) / (right + missed) : 1;
    }
    [[nodiscard]] QJsonObject told() const
    {
        return {{QStringLiteral("precision"), precision()},
                {QStringLiteral("recall"), recall()},
                {QStringLiteral("right"), right},
                {QStringLiteral("missed"), missed},
                {QStringLiteral("wrong"), wrong}};
    }
};

struct Flag
{
    Count all;
    std::map<QString, Count> plates;
    std::map<QString, Count> strengths;  // thirds of the effect's strength
};

struct Way
{
    std::map<QString, Flag> flags;
    int pages = 0;
    int unfound = 0;
    Samples ms;
};

bool holds(const std::vector<QString> &list, const QString &flag)
{
    return std::find(list.begin(), list.end(), flag) != list.end();
}

void judged(const Scene &scene, const std::vector<FaultCode> &said, Way &way)
{
    const SceneDocument &document = scene.documents.front();
    const QString strength = scene.strength < 1.0 / 3   ? QStringLiteral("slight")
                             : scene.strength < 2.0 / 3 ? QStringLiteral("middling")
                                                        : QStringLiteral("strong");
    for (const Named &flag : flags) {
        const QString name = QString::fromLatin1(flag.name);
        const bool is = holds(document.flags, name);
        if (!is && holds(document.doubtful, name)) {
            continue;
        }
        const bool does = std::find(said.begin(), said.end(), flag.code) != said.end();
        Flag &counts = way.flags[name];
        counts.all.add(is, does);
        counts.plates[nameOf(scene.background)].add(is, does);
        counts.strengths[strength].add(is, does);
    }
}

void judgeTrue(const Scene &scene, Way &way)
{
    Quad quad;
    for (std::size_t i = 0; i < 4; ++i) {
        quad[i] = cv::Point2f(scene.documents.front().quad[i]);
    }
    ++way.pages;
    const WorkTimer timer;
    const PageQuality quality = judgePage(scene.frame, quad);
    way.ms.add(timer.ms());
    judged(scene, quality.reasons, way);
}

// The kiosk knows the empty plate.
JudgeOptions knowing(const Scene &scene)
{
    JudgeOptions options;
    options.emptyReference = scene.emptyReference;
    return options;
}

void judgeFound(const Scene &scene, Way &way)
{
    Quad truth;
    for (std::size_t i = 0; i < 4; ++i) {
        truth[i] = cv::Point2f(scene.documents.front().quad[i]);
    }
    FindOptions options;
    options.emptyReference = scene.emptyReference;
    const FoundPage *page = nullptr;
    const std::vector<FoundPage> pages = findPages(scene.frame, options);
    for (const FoundPage &one : pages) {
        if (overlapOfSmaller(one.quad, truth) > 0.5 &&
            (page == nullptr || overlap(one.quad, truth) > overlap(page->quad, truth))) {
            page = &one;
        }
    }
    ++way.pages;
    way.unfound += page == nullptr ? 1 : 0;
    judged(scene,
           page == nullptr ? std::vector<FaultCode>() : judgePage(scene.frame, page->quad, knowing(scene)).reasons,
           way);
}

QJsonObject told(const std::map<QString, Count> &counts)
{
    QJsonObject object;
    for (const auto &[name, count] : counts) {
        object.insert(name, count.told());
    }
    return object;
}

QJsonObject told(const Way &way)
{
    QJsonObject object;
    for (const auto &[name, flag] : way.flags) {
        QJsonObject one = flag.all.told();
        one.insert(QStringLiteral("plates"), told(flag.plates));
        one.insert(QStringLiteral("strengths"), told(flag.strengths));
        object.insert(name, one);
    }
    object.insert(QStringLiteral("pages"), way.pages);
    object.insert(QStringLiteral("not_found"), way.unfound);
    if (way.ms.size() > 0) {
        object.insert(QStringLiteral("judge_ms_mean"), way.ms.mean());
    }
    return object;
}

double least(const Way &way)
{
    double value = 1;
    for (const auto &[name, flag] : way.flags) {
        value = std::min({value, flag.all.precision(), flag.all.recall()});
    }
    return value;
}

// Frames without any paper in which a page is seen that would be taken.
struct Nothing
{
    int frames = 0;
    int taken = 0;
};

void look(Set set, int number, Nothing &nothing)
{
    const Scene scene = makeFrame(set, optionsOf(set, seed, number), number);
    FindOptions options;
    options.emptyReference = scene.emptyReference;
    const std::vector<FoundPage> pages = findPages(scene.frame, options);
    ++nothing.frames;
    nothing.taken += std::any_of(pages.begin(), pages.end(),
                                 [&scene](const FoundPage &page) {
                                     return judgePage(scene.frame, page.quad, knowing(scene)).reasons.empty();
                                 })
                         ? 1
                         : 0;
}

QJsonObject told(const Nothing &nothing)
{
    return {{QStringLiteral("frames"), nothing.frames}, {QStringLiteral("taken"), nothing.taken}};
}

Result<Figure> pageFlags(const Settings &, int count)
{
    cv::setNumThreads(1);
    Way trueCorners;
    Way foundCorners;
    Way trueEight;
    Way foundEight;
    Nothing empty;
    Nothing away;
    for (int i = 0; i < count; ++i) {
        SceneOptions options = optionsOf(Set::Quality, seed, i);
        if (const Scene scene = makeScene(options); !scene.documents.empty()) {
            judgeTrue(scene, trueCorners);
            judgeFound(scene, foundCorners);
        }
        // Every plate and every effect in turn.
        if (i % eachEight == i / eachEight % eachEight) {
            options.size = eightMegapixels;
            if (const Scene scene = makeScene(options); !scene.documents.empty()) {
                judgeTrue(scene, trueEight);
                judgeFound(scene, foundEight);
            }
        }
        if (i % eachNone == 0) {
            look(Set::Empty, i / eachNone, empty);
            look(Set::Hall, i / eachNone, away);
        }
    }
    return Figure{least(foundCorners),
                  QStringLiteral("share"),
                  aim,
                  foundCorners.pages,
                  {{QStringLiteral("true_corners"), told(trueCorners)},
                   {QStringLiteral("found_corners"), told(foundCorners)},
                   {QStringLiteral("true_corners_8mp"), told(trueEight)},
                   {QStringLiteral("found_corners_8mp"), told(foundEight)},
                   {QStringLiteral("empty_plate"), told(empty)},
                   {QStringLiteral("no_plate"), told(away)}}};
}

}  // namespace

QVector<Benchmark> flagBenchmarks()
{
    return {{QStringLiteral("page-flags"),
             QStringLiteral("the least precision or recall of blur, cut, covered, glare and dark with found corners on "
                            "drawn 1080p scenes with one defect each"),
             QStringLiteral("fixed: 0.98, the aim"), QStringLiteral("value ≥ 0.95 (aim 0.98), each flag"), 336,
             pageFlags}};
}

}  // namespace hall::bench
