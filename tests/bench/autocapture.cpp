// SPDX-License-Identifier: GPL-3.0-or-later
// auto-capture: on drawn films in which hands lay papers down, correct, turn and take them away, how long after a paper
// lies still and no hand is in the picture it is taken, and what is taken that should not be. Time is that of the
// films, 15 frames a second; the looks' own work is told beside it. --seed: other films.
#include "app/recognition/autocapture.h"
#include "app/recognition/platewatcher.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/support/scenes/sequence.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/core/utility.hpp>

namespace hall::bench {

namespace {

using namespace hall::scenes;

constexpr std::uint64_t usualSeed = 920'000;
constexpr double aim = 1.0;       // seconds
constexpr int longEnough = 1200;  // ms that a paper lies still at the end of a film: by then it must have been taken
constexpr double otherTurn = 45;  // degrees

// What lay there when a picture was taken, and how.
struct Taken
{
    const Document *document = nullptr;
    double turn = 0;

    [[nodiscard]] bool is(const SceneDocument &one) const
    {
        return one.document.get() == document && std::abs(std::remainder(one.pose.turn - turn, 360)) < otherTurn;
    }
};

struct Tally
{
    void add(const Tally &other);

    Samples seconds;  // from lying still to being taken
    Samples ms;       // of one core, a look
    int films = 0;
    int captures = 0;
    int underHand = 0;  // taken while a hand was in the picture or something moved
    int again = 0;      // taken although it had been, and nothing had changed
    int missed = 0;     // never taken although it lay there
    int due = 0;
    int turned = 0;  // taken again because it was turned
    int turnedDue = 0;
    int pairs = 0;
    int pairsTaken = 0;
    int handsStay = 0;
    int handsTold = 0;  // the visitor was told why nothing is taken
};

void Tally::add(const Tally &other)
{
    seconds.add(other.seconds);
    ms.add(other.ms);
    for (int Tally::*one :
         {&Tally::films, &Tally::captures, &Tally::underHand, &Tally::again, &Tally::missed, &Tally::due,
          &Tally::turned, &Tally::turnedDue, &Tally::pairs, &Tally::pairsTaken, &Tally::handsStay, &Tally::handsTold}) {
        this->*one += other.*one;
    }
}

// One film through watcher and machine.
class Showing
{
public:
    Showing(const SequenceOptions &options, bool reference, Tally &tally)
        : m_options(options), m_film(options), m_watcher(findOptions(reference)), m_machine(machineOptions()),
          m_tally(tally)
    {
    }

    void run()
    {
        ++m_tally.films;
        FrameTruth last;
        while (const std::optional<Sequence::Frame> frame = m_film.next()) {
            const WorkTimer timer;
            const PlateLook look = m_watcher.look(frame->bgr);
            const AutoCapture::Verdict verdict = m_machine.look(look, std::chrono::milliseconds(frame->truth.ms));
            m_tally.ms.add(timer.ms());
            m_told = m_told || (frame->truth.hand && (verdict.trouble != PlateTrouble::None || verdict.reason));
            if (frame->truth.empty) {
                m_taken.clear();
            }
            if (verdict.capture) {
                onCapture(frame->truth);
            }
            last = frame->truth;
        }
        onEnd(last);
    }

private:
    [[nodiscard]] FindOptions findOptions(bool reference) const
    {
        FindOptions options;
        if (reference) {
            options.emptyReference = m_film.emptyReference();
        }
        return options;
    }

    [[nodiscard]] AutoCapture::Options machineOptions() const
    {
        AutoCapture::Options options;
        options.mostOthers = m_options.script == Script::Pair ? 1 : 0;
        return options;
    }

    [[nodiscard]] bool known(const SceneDocument &document) const
    {
        return std::any_of(m_taken.begin(), m_taken.end(), [&](const Taken &one) { return one.is(document); });
    }

    void onCapture(const FrameTruth &truth)
    {
        ++m_tally.captures;
        if (truth.hand || truth.moving || !truth.stillSince) {
            ++m_tally.underHand;
        } else {
            m_tally.seconds.add((truth.ms - *truth.stillSince) / 1000.0);
        }
        const bool fresh = std::any_of(truth.documents.begin(), truth.documents.end(),
                                       [this](const auto &one) { return !known(one); });
        m_tally.again += fresh ? 0 : 1;
        const bool turn = fresh && std::any_of(truth.documents.begin(), truth.documents.end(), [this](const auto &one) {
                              return std::any_of(m_taken.begin(), m_taken.end(), [&](const Taken &before) {
                                  return before.document == one.document.get();
                              });
                          });
        m_tally.turned += turn ? 1 : 0;
        m_turned = m_turned || turn;
        m_taken.clear();
        for (const SceneDocument &one : truth.documents) {
            m_taken.push_back({one.document.get(), one.pose.turn});
        }
        m_firstTaken = true;
    }

    void onEnd(const FrameTruth &last)
    {
        const bool lies = last.stillSince && last.ms - *last.stillSince >= longEnough;
        if (lies) {
            ++m_tally.due;
            const bool all = std::all_of(last.documents.begin(), last.documents.end(),
                                         [this](const auto &one) { return known(one); });
            m_tally.missed += all ? 0 : 1;
            if (m_options.script == Script::Pair) {
                ++m_tally.pairs;
                m_tally.pairsTaken += all ? 1 : 0;
            }
            if (m_options.script == Script::LayTurn && m_firstTaken && (m_turned || !all)) {
                ++m_tally.turnedDue;
            }
        }
        if (m_options.script == Script::HandStays) {
            ++m_tally.handsStay;
            m_tally.handsTold += m_told ? 1 : 0;
        }
    }

    SequenceOptions m_options;
    Sequence m_film;
    PlateWatcher m_watcher;
    AutoCapture m_machine;
    Tally &m_tally;
    std::vector<Taken> m_taken;  // since the plate was empty
    bool m_firstTaken = false;
    bool m_turned = false;
    bool m_told = false;
};

QJsonObject told(const Tally &tally)
{
    return {{QStringLiteral("films"), tally.films},
            {QStringLiteral("captures"), tally.captures},
            {QStringLiteral("seconds_median"), tally.seconds.percentile(50)},
            {QStringLiteral("seconds_p95"), tally.seconds.percentile(95)},
            {QStringLiteral("seconds_max"), tally.seconds.percentile(100)},
            {QStringLiteral("hand_or_moving"), tally.underHand},
            {QStringLiteral("taken_again"), tally.again},
            {QStringLiteral("due_at_end"), tally.due},
            {QStringLiteral("missed_at_end"), tally.missed},
            {QStringLiteral("turned"), tally.turned},
            {QStringLiteral("turned_due"), tally.turnedDue},
            {QStringLiteral("pairs"), tally.pairs},
            {QStringLiteral("pairs_taken"), tally.pairsTaken},
            {QStringLiteral("hands_stay"), tally.handsStay},
            {QStringLiteral("hands_told"), tally.handsTold},
            {QStringLiteral("look_ms_mean"), tally.ms.mean()},
            {QStringLiteral("look_ms_p95"), tally.ms.percentile(95)}};
}

QJsonObject told(const std::map<QString, Tally> &tallies)
{
    QJsonObject object;
    for (const auto &[name, tally] : tallies) {
        object.insert(name, told(tally));
    }
    return object;
}

Result<Figure> autoCapture(const Settings &settings, int count)
{
    cv::setNumThreads(1);
    const std::uint64_t seed = settings.seed > 0 ? static_cast<std::uint64_t>(settings.seed) : usualSeed;
    Tally all;
    std::map<QString, Tally> scripts;
    std::map<QString, Tally> plates;
    for (int i = 0; i < count; ++i) {
        SequenceOptions options;
        options.seed = Random(seed).fork(8000 + static_cast<std::uint64_t>(i)).next();
        options.script = allScripts()[static_cast<std::size_t>(i) % allScripts().size()];
        options.background = allBackgrounds()[static_cast<std::size_t>(i) % allBackgrounds().size()];
        Tally film;
        Showing(options, false, film).run();
        for (Tally *tally : {&all, &scripts[nameOf(options.script)], &plates[nameOf(options.background)]}) {
            tally->add(film);
        }
    }
    QJsonObject detail = told(all);
    detail.insert(QStringLiteral("seed"), static_cast<qint64>(seed));
    detail.insert(QStringLiteral("scripts"), told(scripts));
    detail.insert(QStringLiteral("plates"), told(plates));
    return Figure{all.seconds.percentile(95), QStringLiteral("s"), aim, static_cast<qint64>(all.seconds.size()),
                  detail};
}

}  // namespace

QVector<Benchmark> captureBenchmarks()
{
    return {
        {QStringLiteral("auto-capture"),
         QStringLiteral("seconds from a paper's lying still, with no hand in the picture, to its being taken, on drawn "
                        "films; 95 of 100 are faster"),
         QStringLiteral("fixed: 1.0 s"),
         QStringLiteral("value ≤ 1.0 (aim 0.7); hand_or_moving 0, taken_again 0, missed_at_end 0"), 200, autoCapture}};
}

}  // namespace hall::bench
