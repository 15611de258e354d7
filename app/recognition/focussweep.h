// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the setting at which a lens with a motor is sharpest, by the printed target on the plate: over the whole range
// first, then ever finer around the best, then by a parabola through the finest. Says what is to be set, is shown the
// preview until the picture has followed, and is given a still. Knows no camera and no clock: times are those of the
// frames. One thread at a time; a still takes up to half a second of one core.
#pragma once

#include "app/recognition/platecalibration.h"
#include "app/recognition/platesharpness.h"

#include <chrono>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace hall {

class FocusSweep
{
public:
    struct Range
    {
        int least = 0;
        int most = 0;
        int step = 1;
        bool operator==(const Range &) const = default;
    };

    enum class State
    {
        Under,    // under way
        Found,    // value() is the best, the lens stands there, and atBest() is how sharp it is
        Stuck,    // whatever was set, the picture stayed as it is; atBest() is how sharp, if the target is seen
        Unseen,   // sharper there than elsewhere, and yet the target cannot be seen
        Covered,  // only parts of it
        Moving,   // the picture does not come to rest
        Unsteady  // back at the best it is not what it was there: something came between
    };

    struct Point
    {
        int value = 0;
        double edginess = 0;
        std::optional<EdgeWidths> widths;  // when the target was seen
    };

    // After a move a picture counts once it rests, and has changed or will not: a lens needs up to half a second from
    // end to end, and a picture that came before it moved some frames to get here.
    static constexpr std::chrono::milliseconds restsFor{150};
    static constexpr std::chrono::milliseconds unchangedAfter{800};
    static constexpr std::chrono::milliseconds restlessAfter{6000};
    static constexpr int coarsePoints = 11;
    static constexpr int finePoints = 7;

    // False: nothing to look for.
    [[nodiscard]] static bool hasRoom(const Range &range) { return range.most > range.least; }
    explicit FocusSweep(Range range);  // hasRoom(); a step below one is one

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] int wish() const { return m_wish; }  // to be set now, while under way
    void moved();                                      // the camera has taken it
    // A preview frame; `at`: monotonic. True: a still is to be taken. May end the sweep as Moving.
    [[nodiscard]] bool look(const cv::Mat &preview, std::chrono::milliseconds at);
    void add(const cv::Mat &still);

    [[nodiscard]] int value() const { return m_best; }
    [[nodiscard]] bool atEnd() const;  // the best is an end of the range: the sharpest may lie beyond
    [[nodiscard]] const std::optional<EdgeWidths> &atBest() const { return m_atBest; }
    [[nodiscard]] const std::vector<Point> &points() const { return m_points; }  // in the order of their values
    [[nodiscard]] double share() const;                                          // of the way, about

private:
    enum class Stage
    {
        Coarse,
        Denser,    // between the coarse ones: nothing stood out
        Fine,      // around the best, until the steps are small enough
        Approach,  // to below the best, as each point was come to from below
        Verify
    };

    [[nodiscard]] int onGrid(double value) const;
    [[nodiscard]] std::vector<int> between(int from, int to, int count) const;
    void queue(std::vector<int> values);
    void nextWish();
    void endOfRound();  // of the fine points
    void refineAround(int value, int from, int to);
    void verify(const cv::Mat &still);
    void end(State state) { m_state = state; }
    [[nodiscard]] Point *at(int value);

    Range m_range;
    State m_state = State::Under;
    Stage m_stage = Stage::Coarse;
    std::vector<int> m_queue;  // what is still to be measured of this stage, the next one last
    int m_wish = 0;
    int m_best = 0;
    int m_spacing = 0;      // of the round's points
    double m_expected = 0;  // mean square of the edges' widths at the best, by the points around
    std::vector<Point> m_points;
    std::optional<EdgeWidths> m_atBest;
    bool m_parts = false;  // only parts of the target were seen once
    int m_taken = 0;
    // The picture after a move.
    std::optional<std::chrono::milliseconds> m_since;  // first frame after it
    std::optional<std::chrono::milliseconds> m_rests;  // first frame of those that are alike
    double m_before = 0;                               // edginess of the preview before the move
    double m_now = 0;
    cv::Mat m_small;
};

}  // namespace hall
