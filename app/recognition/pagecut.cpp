// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagecut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace hall {

namespace {

constexpr double nearMm = 3;         // to the border: paper that ends there is told by the border's pixels
constexpr double beyondMm = 3;       // a corner that far outside is not there by mistake
constexpr double outsideMm = 2.5;    // where what a page lies on is looked at
constexpr double insideMm = 3;       // and the page itself
constexpr double endsMm = 4;         // of a side, which the other sides' edges disturb
constexpr double runMm = 2.5;        // of the border at least under the page
constexpr double margin = 2;         // pixels: nearer corners may be outside
constexpr double stepShare = 0.35;   // of the other sides' step
constexpr double leastStep = 1.5;    // grey levels that tell paper from what it lies on
constexpr double leastUneven = 6;    // grey levels that print and grain make of one paper
constexpr double mostUneven = 25;    // grey levels that one paper may differ by over some millimetres
constexpr double plainShare = 0.6;   // of a side without its step: the page goes on there
constexpr float saturated = 250;     // of all channels: more shows nothing
constexpr float dim = 8;             // grey levels: darker colours are noise
constexpr float otherColour = 0.1F;  // of one channel over the middle one
constexpr double marchMm = 2;
constexpr int most = 320;  // places along a side
constexpr int least = 5;   // places that a side's step is told by

struct Place
{
    cv::Point2f foot;
    double border = 0;  // mm from the side outwards to the picture's border; negative: the side is outside
    cv::Vec3f in;
    cv::Vec3f out;
};

struct Side
{
    cv::Point2f outward;
    std::vector<Place> places;
    cv::Vec3f step;  // from outside to inside
    bool known = false;
};

float middle(std::vector<float> &values)
{
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// Of each channel; `get` of the numbers from `from` to `to`.
template <typename Get> cv::Vec3f medianOf(int from, int to, Get get)
{
    cv::Vec3f result;
    std::vector<float> values;
    for (int channel = 0; channel < 3; ++channel) {
        values.clear();
        for (int i = from; i <= to; ++i) {
            values.push_back(get(i)[channel]);
        }
        result[channel] = middle(values);
    }
    return result;
}

class Look
{
public:
    Look(const cv::Mat &bgr, const Quad &quad, double perMm) : m_bgr(bgr), m_perMm(static_cast<float>(perMm))
    {
        for (std::size_t i = 0; i < 4; ++i) {
            m_sides[i] = read(quad[i], quad[(i + 1) % 4]);
        }
        std::vector<cv::Vec3f> colours;
        for (const Side &side : m_sides) {
            for (std::size_t i = 0; i < side.places.size(); i += 4) {
                colours.push_back(side.places[i].in);
            }
        }
        m_page = medianOf(0, static_cast<int>(colours.size()) - 1,
                          [&](int i) { return colours[static_cast<std::size_t>(i)]; });
    }

    [[nodiscard]] bool any() const
    {
        for (std::size_t i = 0; i < 4; ++i) {
            const Side &side = m_sides[i];
            const Step all = stepBut(4);
            const Step others = stepBut(i);
            const bool on = goesOn(side, others);
            int run = 0;
            for (std::size_t k = 0; k < side.places.size(); ++k) {
                const Place &place = side.places[k];
                const bool reaches =
                    place.border < nearMm ? reachesBorder(place, all) : on && reachesFar(side, k, others);
                run = reaches ? run + 1 : 0;
                if (run * m_spacing[i] >= runMm) {
                    return true;
                }
            }
        }
        return false;
    }

private:
    struct Step
    {
        cv::Vec3f direction;
        double least = 0;  // grey levels along it that count; 0: nothing can be told
    };

    // Mean of a few pixels.
    [[nodiscard]] cv::Vec3f at(cv::Point2f p, int reach) const
    {
        const cv::Rect box = cv::Rect(cvRound(p.x) - reach, cvRound(p.y) - reach, 2 * reach + 1, 2 * reach + 1) &
                             cv::Rect({0, 0}, m_bgr.size());
        cv::Vec3f sum;
        for (int y = box.y; y < box.y + box.height; ++y) {
            const auto *row = m_bgr.ptr<cv::Vec3b>(y);
            for (int x = box.x; x < box.x + box.width; ++x) {
                sum += cv::Vec3f(row[x]);
            }
        }
        return box.area() > 0 ? sum / static_cast<float>(box.area()) : sum;
    }

    // Pixels along `way` to where the picture ends.
    [[nodiscard]] float toBorder(cv::Point2f from, cv::Point2f way) const
    {
        const auto w = static_cast<float>(m_bgr.cols - 2);
        const auto h = static_cast<float>(m_bgr.rows - 2);
        float far = 1e6F;
        if (std::abs(way.x) > 1e-4F) {
            far = std::min(far, ((way.x > 0 ? w : 1) - from.x) / way.x);
        }
        if (std::abs(way.y) > 1e-4F) {
            far = std::min(far, ((way.y > 0 ? h : 1) - from.y) / way.y);
        }
        return far;
    }

    Side read(cv::Point2f from, cv::Point2f to)
    {
        Side side;
        const float far = length(to - from);
        const cv::Point2f along = (to - from) / std::max(far, 1e-3F);
        side.outward = cv::Point2f(along.y, -along.x);
        const int count = std::clamp(static_cast<int>(far / m_perMm), 2, most);
        const double spacing = far / m_perMm / count;
        m_spacing[static_cast<std::size_t>(m_read++)] = spacing;
        const int box = std::max(1, cvRound(0.3F * m_perMm));
        const int ends = std::min(static_cast<int>(std::ceil(endsMm / spacing)), (count - 1) / 2);
        for (int i = 0; i < count; ++i) {
            Place place;
            place.foot = from + (to - from) * ((static_cast<float>(i) + 0.5F) / static_cast<float>(count));
            const float border = toBorder(place.foot, side.outward);
            place.border = border / m_perMm;
            // Away from the other sides' edges.
            const cv::Point2f inner =
                from + (to - from) * ((static_cast<float>(std::clamp(i, ends, count - 1 - ends)) + 0.5F) /
                                      static_cast<float>(count));
            const float inside = std::min(0.0F, toBorder(inner, side.outward)) - static_cast<float>(insideMm) * m_perMm;
            place.in = at(inner + side.outward * inside, box);
            const float outside = std::min(border, static_cast<float>(outsideMm) * m_perMm);
            place.out = at(place.foot + side.outward * outside, place.border < outsideMm ? 1 : box);
            side.places.push_back(place);
        }
        smooth(side);
        std::vector<cv::Vec3f> steps;
        for (int i = ends; i < count - ends; ++i) {
            const Place &place = side.places[static_cast<std::size_t>(i)];
            if (place.border >= nearMm) {
                steps.push_back(place.in - place.out);
            }
        }
        side.known = steps.size() >= least;
        if (side.known) {
            side.step = medianOf(0, static_cast<int>(steps.size()) - 1,
                                 [&](int i) { return steps[static_cast<std::size_t>(i)]; });
        }
        return side;
    }

    // Ink is not to be taken for an edge.
    static void smooth(Side &side)
    {
        const std::vector<Place> raw = side.places;
        const int last = static_cast<int>(raw.size()) - 1;
        for (int i = 0; i <= last; ++i) {
            const auto window = [&](int reach, auto get) {
                return medianOf(std::max(0, i - reach), std::min(last, i + reach),
                                [&](int k) { return get(raw[static_cast<std::size_t>(k)]); });
            };
            // Over as many places it changes little from one to the next.
            side.places[static_cast<std::size_t>(i)].in = i % 4 == 0 ? window(8, [](const Place &p) { return p.in; })
                                                                     : side.places[static_cast<std::size_t>(i) - 1].in;
            side.places[static_cast<std::size_t>(i)].out = window(1, [](const Place &p) { return p.out; });
        }
    }

    // What a side's step is like, by all sides but one (4: by all).
    [[nodiscard]] Step stepBut(std::size_t without) const
    {
        std::vector<cv::Vec3f> steps;
        for (std::size_t i = 0; i < 4; ++i) {
            if (i != without && m_sides[i].known) {
                steps.push_back(m_sides[i].step);
            }
        }
        if (steps.size() < 2) {
            return {};
        }
        Step step;
        cv::Vec3f sum;
        for (const cv::Vec3f &one : steps) {
            sum += one;
        }
        const double size = cv::norm(sum);
        if (size < 1e-3) {
            return {};
        }
        step.direction = sum / static_cast<float>(size);
        std::vector<float> sizes(steps.size());
        std::transform(steps.begin(), steps.end(), sizes.begin(),
                       [&step](const cv::Vec3f &one) { return one.dot(step.direction); });
        std::sort(sizes.begin(), sizes.end());
        // One of all sides may be a line on the page.
        const double smallest = sizes[steps.size() == 4 ? 1 : 0];
        step.least = stepShare * smallest < leastStep ? 0 : stepShare * smallest;
        return step;
    }

    [[nodiscard]] bool reachesBorder(const Place &place, const Step &step) const
    {
        if (step.least <= 0 || tooBright(place.out)) {
            return place.border * m_perMm < margin;
        }
        return likePaper(place.in, place.out, step);
    }

    // Neither a step to what the page lies on nor another colour: a hand, a shadow's edge.
    [[nodiscard]] bool likePaper(const cv::Vec3f &page, const cv::Vec3f &beyond, const Step &step) const
    {
        const cv::Vec3f apart = page - beyond;
        return !tooBright(beyond) && apart.dot(step.direction) < step.least &&
               cv::norm(apart) < std::clamp(step.least, leastUneven, mostUneven) && ofPage(beyond);
    }

    [[nodiscard]] static bool tooBright(const cv::Vec3f &seen)
    {
        return std::min({seen[0], seen[1], seen[2]}) > saturated;
    }

    // In whatever light. A hand has another colour than most papers.
    [[nodiscard]] bool ofPage(const cv::Vec3f &seen) const
    {
        const auto apart = [&](int i) {
            return std::abs((seen[i] + dim) / (seen[1] + dim) - (m_page[i] + dim) / (m_page[1] + dim));
        };
        return apart(0) < otherColour && apart(2) < otherColour;
    }

    [[nodiscard]] bool goesOn(const Side &side, const Step &step) const
    {
        if (step.least <= 0 || !side.known) {
            return false;
        }
        int plain = 0;
        int all = 0;
        for (const Place &place : side.places) {
            if (place.border >= nearMm) {
                ++all;
                plain += likePaper(place.in, place.out, step) ? 1 : 0;
            }
        }
        return plain > plainShare * all;
    }

    // Outwards from a place, no step up to the border.
    [[nodiscard]] bool reachesFar(const Side &side, std::size_t k, const Step &step) const
    {
        const Place &place = side.places[k];
        const int box = std::max(1, cvRound(0.3F * m_perMm));
        cv::Vec3f before = place.in;
        cv::Vec3f between = place.out;
        const int marches = static_cast<int>(std::ceil((place.border - outsideMm) / marchMm));
        for (int march = 1; march <= marches; ++march) {
            const double far = std::min(outsideMm + march * marchMm, place.border);
            const cv::Vec3f now =
                at(place.foot + side.outward * static_cast<float>(far) * m_perMm, far < place.border ? box : 1);
            if (!likePaper(before, now, step)) {
                return false;
            }
            before = between;
            between = now;
        }
        return true;
    }

    const cv::Mat &m_bgr;
    float m_perMm;
    std::array<Side, 4> m_sides;
    cv::Vec3f m_page;                   // about what most of it inside its sides looks like
    std::array<double, 4> m_spacing{};  // mm between places
    int m_read = 0;
};

}  // namespace

bool runsOverBorder(const cv::Mat &bgr, const Quad &quad, double perMm)
{
    if (bgr.type() != CV_8UC3 || bgr.cols < 8 || bgr.rows < 8 || !(perMm > 0.2) || quadArea(quad) < 100) {
        return false;
    }
    const auto beyond = static_cast<float>(beyondMm * perMm);
    const bool outside = !std::all_of(quad.begin(), quad.end(), [&](cv::Point2f p) {
        return p.x > -beyond && p.y > -beyond && p.x < static_cast<float>(bgr.cols) + beyond &&
               p.y < static_cast<float>(bgr.rows) + beyond;
    });
    return outside || Look(bgr, quad, perMm).any();
}

}  // namespace hall
