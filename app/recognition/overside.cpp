// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/overside.h"

#include "app/recognition/skin.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

namespace hall {

namespace {

constexpr double acrossMm = 3;                   // so far inside and outside a side a thing over it looks the same …
constexpr std::array<double, 2> beyondMm{3, 5};  // … or, where the side is a little off, so far outside …
constexpr int sameLevels = 32;                   // … but for so many grey levels
constexpr int otherLevels = 20;                  // by which it differs from the paper beside it, in one channel
constexpr double leastThingMm = 5;               // of a side
constexpr double mostOfSide = 0.9;               // more is a page of which the outline is off
constexpr double joinedMm = 12;                  // a thing's pieces: fingers, folds …
constexpr double piecesShare = 0.4;              // … of which it consists
// Beside it, not farther off than this, so many mm of the plate can be seen outside, or the side ends.
constexpr double besideFromMm = 2;
constexpr double besideToMm = 14;
constexpr double besideMm = 4;
constexpr double slantedMm = 3;                        // that the thing may go on inside where it has ended outside
constexpr double plateShare = 0.6;                     // of these
constexpr std::array<int, 5> slants{-2, -1, 0, 1, 2};  // places along the side that a thing goes while it goes one in
constexpr double paperFromMm = 2;                      // the paper's colour is taken from here …
constexpr double paperToMm = 4;                        // … to here inside
constexpr double apart = 40;      // of paper and plate, grey levels: nearer, and neither can be told
constexpr double gapMm = 2;       // of paper between the side and the hand, or farther out beside it
constexpr double shadowMm = 1.5;  // between that paper and the hand
constexpr double edgeMm = 2;      // of a hand that is seen
constexpr double fingersApartMm = 5;
constexpr double leastHandMm = 4;
constexpr double nearMm = 12;  // along the side: so far beside the hand

int levelsApart(const cv::Vec3f &a, const cv::Vec3f &b)
{
    const cv::Vec3f step = a - b;
    return static_cast<int>(std::max({std::abs(step[0]), std::abs(step[1]), std::abs(step[2])}));
}

cv::Vec3f middle(std::array<std::vector<uchar>, 3> levels)
{
    cv::Vec3f result;
    for (std::size_t c = 0; c < 3; ++c) {
        const auto at = levels[c].begin() + static_cast<std::ptrdiff_t>(levels[c].size() / 2);
        std::nth_element(levels[c].begin(), at, levels[c].end());
        result[static_cast<int>(c)] = *at;
    }
    return result;
}

// The picture as one side sees it.
class Side
{
public:
    Side(const PagePicture &picture, const cv::Mat &smooth, const SideLine &line)
        : m_picture(picture), m_smooth(smooth), m_line(line)
    {
    }

    [[nodiscard]] int places() const { return m_line.places; }
    [[nodiscard]] cv::Point at(int along, int inwards) const { return m_line.at(along, inwards); }
    [[nodiscard]] cv::Vec3b colour(cv::Point place) const { return m_smooth.at<cv::Vec3b>(place); }

    // Of the page just inside, from one place to another, and of the plate beneath; nothing where the side has no such
    // places.
    [[nodiscard]] std::optional<cv::Vec3f> paper(int from, int to) const { return inside(m_smooth, from, to); }
    [[nodiscard]] std::optional<cv::Vec3f> plate(int from, int to) const { return inside(m_picture.plate, from, to); }

private:
    [[nodiscard]] std::optional<cv::Vec3f> inside(const cv::Mat &bgr, int from, int to) const
    {
        from = std::max(from, 0);
        to = std::min(to, m_line.places - 1);
        std::array<std::vector<uchar>, 3> levels;
        for (int i = from; i <= to; ++i) {
            for (int depth = stripPixels(paperFromMm); depth <= stripPixels(paperToMm); ++depth) {
                const cv::Point place = m_line.at(i, depth);
                if (m_picture.inner().contains(place)) {
                    const auto pixel = bgr.at<cv::Vec3b>(place);
                    for (std::size_t c = 0; c < 3; ++c) {
                        levels[c].push_back(pixel[static_cast<int>(c)]);
                    }
                }
            }
        }
        return levels[0].empty() ? std::nullopt : std::optional(middle(std::move(levels)));
    }

    const PagePicture &m_picture;
    const cv::Mat &m_smooth;
    const SideLine &m_line;
};

// What lies over one side.
class Thing
{
public:
    // `foreign`: 255 in the strip where it is not the plate that is seen.
    Thing(const PagePicture &picture, const Side &side, const cv::Mat &foreign, int shining, int slant, int beyond)
        : m_picture(picture), m_side(side), m_foreign(foreign), m_shining(shining), m_slant(slant), m_beyond(beyond)
    {
    }

    // Places of the longest.
    [[nodiscard]] int longest() const
    {
        int best = 0;
        int first = -1;
        int last = -1;
        int places = 0;
        const auto ends = [&] {
            if (last - first + 1 > best && places >= piecesShare * (last - first + 1) && isThing(first, last, places)) {
                best = last - first + 1;
            }
        };
        for (int i = 0; i < m_side.places(); ++i) {
            if (!goesOver(i)) {
                continue;
            }
            if (first < 0 || i - last > stripPixels(joinedMm)) {
                ends();
                first = i;
                places = 0;
            }
            last = i;
            ++places;
        }
        ends();
        return best;
    }

private:
    // Where the thing that crosses the side at a place is farther in or out; nothing beyond the picture.
    [[nodiscard]] std::optional<cv::Point> along(int place, int inwards) const
    {
        const cv::Point at = m_side.at(place + m_slant * inwards, inwards);
        return cv::Rect({0, 0}, m_foreign.size()).contains(at) ? std::optional(at) : std::nullopt;
    }

    // Foreign outside, and the same over the side and inside.
    [[nodiscard]] bool goesOver(int place) const
    {
        const std::optional<cv::Point> inside = along(place, stripPixels(acrossMm));
        const std::optional<cv::Point> outside = along(place, -m_beyond);
        if (!inside || !outside || !m_picture.inner().contains(*inside)) {
            return false;
        }
        for (int out = 2; out <= m_beyond; ++out) {
            if (m_foreign.at<uchar>(*along(place, -out)) == 0) {
                return false;
            }
        }
        const cv::Vec3b in = m_side.colour(*inside);
        const auto same = [&](int out) { return levelsApart(m_side.colour(*along(place, -out)), in) < sameLevels; };
        return weakest(in) < m_shining && same(0) && same(stripPixels(acrossMm)) && same(m_beyond);
    }

    // `places` of the run from `first` to `last` belong to it.
    [[nodiscard]] bool isThing(int first, int last, int places) const
    {
        if (places < stripPixels(leastThingMm) || last - first >= mostOfSide * m_side.places()) {
            return false;
        }
        const std::optional<cv::Vec3f> own = m_side.paper(first, last);
        const Beside before = besideFrom(first, -1, own);
        const Beside after = besideFrom(last, 1, own);
        return before != Beside::Nothing && after != Beside::Nothing &&
               (before == Beside::Page || after == Beside::Page);
    }

    enum class Beside
    {
        Nothing,
        Page,  // paper of another colour inside, plate outside
        Corner
    };

    // Where an outline is wrong, paper crosses it: bright, and what is inside beside it looks like the plate.
    [[nodiscard]] bool isPlate(int from, int to, const cv::Vec3f &own) const
    {
        const auto darkest = [](const cv::Vec3f &colour) { return std::min({colour[0], colour[1], colour[2]}); };
        const std::optional<cv::Vec3f> inside = m_side.paper(from, to);
        const std::optional<cv::Vec3f> plate = m_side.plate(from, to);
        return inside && plate && darkest(own) > darkest(*inside) + otherLevels &&
               levelsApart(*inside, *plate) < otherLevels;
    }

    // The nearest place beside it where the side can be seen.
    [[nodiscard]] Beside besideFrom(int end, int direction, const std::optional<cv::Vec3f> &own) const
    {
        const int wide = stripPixels(besideMm);
        int same = 0;
        for (int off = stripPixels(besideFromMm); off <= stripPixels(besideToMm) - wide; ++off) {
            const int from = direction > 0 ? end + off : end - off - wide;
            if (from < 0 || from + wide >= m_side.places()) {
                return Beside::Corner;
            }
            if (plateSeen(from, from + wide)) {
                const std::optional<cv::Vec3f> paper = m_side.paper(from, from + wide);
                if (paper && own && levelsApart(*paper, *own) >= otherLevels) {
                    const int next = from + direction * wide;
                    return isPlate(from, from + wide, *own) || isPlate(next, next + wide, *own) ? Beside::Nothing
                                                                                                : Beside::Page;
                }
                if (++same > stripPixels(slantedMm)) {
                    return Beside::Nothing;
                }
            }
        }
        return Beside::Nothing;
    }

    [[nodiscard]] bool plateSeen(int from, int to) const
    {
        int seen = 0;
        for (int i = from; i <= to; ++i) {
            const cv::Point outside = m_side.at(i, -m_beyond);
            seen += m_foreign.at<uchar>(outside) == 0 && m_picture.seen.at<uchar>(outside) != 0 ? 1 : 0;
        }
        return seen >= plateShare * (to - from + 1);
    }

    const PagePicture &m_picture;
    const Side &m_side;
    const cv::Mat &m_foreign;
    int m_shining;  // reflectionFrom()
    int m_slant;
    int m_beyond;  // pixels outside that it is followed
};

// A hand beyond one side, on paper.
class Beyond
{
public:
    Beyond(const PagePicture &picture, const cv::Mat &skin, const Side &side, int shining)
        : m_picture(picture), m_skin(skin), m_side(side), m_shining(shining)
    {
    }

    [[nodiscard]] int longest() const
    {
        const std::vector<int> hands = startsOfHands();
        if (std::all_of(hands.begin(), hands.end(), [](int start) { return start == 0; })) {
            return 0;
        }
        const std::vector<int> ends = endsOfPaper();
        int best = 0;
        int first = -1;
        int last = 0;
        for (int i = 0; i < m_side.places(); ++i) {
            if (!liesOnPaper(i, hands, ends)) {
                continue;
            }
            first = first < 0 || i - last > stripPixels(fingersApartMm) ? i : first;
            last = i;
            best = std::max(best, last - first + 1);
        }
        return best >= stripPixels(leastHandMm) ? best : 0;
    }

private:
    // How far outside a hand begins, by place; 0 = none is there. As thick as a finger's edge at least.
    [[nodiscard]] std::vector<int> startsOfHands() const
    {
        std::vector<int> starts(static_cast<std::size_t>(m_side.places()), 0);
        for (int i = 0; i < m_side.places(); ++i) {
            int thick = 0;
            for (int out = 1; out < stripPixels(kAroundPage) && thick < stripPixels(edgeMm); ++out) {
                thick = m_skin.at<uchar>(m_side.at(i, -out)) != 0 ? thick + 1 : 0;
                starts[static_cast<std::size_t>(i)] = thick == stripPixels(edgeMm) ? out - thick + 1 : 0;
            }
        }
        return starts;
    }

    // How far outside the paper goes on, by place.
    [[nodiscard]] std::vector<int> endsOfPaper() const
    {
        std::vector<int> ends(static_cast<std::size_t>(m_side.places()), 0);
        const int window = stripPixels(fingersApartMm) / 2;
        for (int i = 0; i < m_side.places(); ++i) {
            const cv::Vec3f paper = m_side.paper(i - window, i + window).value_or(cv::Vec3f());
            int out = 1;
            while (out < stripPixels(kAroundPage) && isPaper(i, out, paper)) {
                ++out;
            }
            ends[static_cast<std::size_t>(i)] = out - 1;
        }
        return ends;
    }

    [[nodiscard]] bool isPaper(int place, int out, const cv::Vec3f &paper) const
    {
        const cv::Point at = m_side.at(place, -out);
        if (m_skin.at<uchar>(at) != 0 || m_picture.seen.at<uchar>(at) == 0) {
            return false;
        }
        const cv::Vec3f plate = m_picture.plate.at<cv::Vec3b>(at);
        const cv::Vec3f there = m_side.colour(at);
        return cv::norm(paper - plate) >= apart && cv::norm(there - paper) < cv::norm(there - plate);
    }

    // Paper lies between the side and it, or reaches farther out beside it.
    [[nodiscard]] bool liesOnPaper(int place, const std::vector<int> &hands, const std::vector<int> &ends) const
    {
        const auto i = static_cast<std::size_t>(place);
        const int gap = stripPixels(gapMm);
        if (hands[i] == 0 || weakest(m_side.colour(m_side.at(place, stripPixels(paperFromMm)))) >= m_shining) {
            return false;
        }
        if (ends[i] >= gap && ends[i] + 1 + stripPixels(shadowMm) >= hands[i]) {
            return true;
        }
        const int from = std::max(0, place - stripPixels(nearMm));
        const int to = std::min(m_side.places() - 1, place + stripPixels(nearMm));
        int farther = 0;
        for (int k = from; k <= to; ++k) {
            const auto at = static_cast<std::size_t>(k);
            farther += hands[at] == 0 && ends[at] >= hands[i] + gap ? 1 : 0;
        }
        return farther >= gap;
    }

    const PagePicture &m_picture;
    const cv::Mat &m_skin;
    const Side &m_side;
    int m_shining;  // reflectionFrom(): wood in a reflection looks like paper, and like skin farther out
};

cv::Mat smoothed(const cv::Mat &bgr)
{
    cv::Mat smooth;
    cv::blur(bgr, smooth, {3, 3});
    return smooth;
}

}  // namespace

double thingOverSide(const PagePicture &picture)
{
    if (picture.plate.empty()) {
        return 0;
    }
    cv::Mat paper(picture.bgr.size(), CV_8U, cv::Scalar(0));
    paper(picture.inner()) = cv::Scalar(255);
    cv::Mat foreign = ~paper & picture.seen;
    leavePlateOut(picture.bgr, picture.plate, paper, foreign);
    const cv::Mat smooth = smoothed(picture.bgr);
    const int shining = reflectionFrom(picture.bgr(picture.inner()));
    double most = 0;
    for (const SideLine &line : sidesOf(picture.page)) {
        const Side side(picture, smooth, line);
        for (const double beyond : beyondMm) {
            for (const int slant : slants) {
                const Thing thing(picture, side, foreign, shining, slant, stripPixels(beyond));
                most = std::max(most, static_cast<double>(thing.longest()) / line.places);
            }
        }
    }
    return most;
}

double handBeyondSide(const PagePicture &picture, const cv::Mat &skin)
{
    if (picture.plate.empty()) {
        return 0;
    }
    const cv::Mat smooth = smoothed(picture.bgr);
    const int shining = reflectionFrom(picture.bgr(picture.inner()));
    double most = 0;
    for (const SideLine &line : sidesOf(picture.page)) {
        const Side side(picture, smooth, line);
        most = std::max(most, static_cast<double>(Beyond(picture, skin, side, shining).longest()) / line.places);
    }
    return most;
}

}  // namespace hall
