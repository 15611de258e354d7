// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagecover.h"

#include "app/recognition/overside.h"
#include "app/recognition/pagestrip.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double insideMm = 2;     // a side may be a little off: skin counts from here
constexpr double outsideMm = 3;    // and must go on here
constexpr double leastLight = 70;  // mean of a page: in the dark, noise has all colours
constexpr float sameLevels = 16;   // grey levels that a hand differs by across a side under it
constexpr double handMm = 6;       // of such a side at least
// Beside what reaches over a side the paper may begin so many mm from it.
constexpr double besideFromMm = 2;
constexpr double besideToMm = 7;
constexpr double deepestBow = 20;
constexpr double leastBow = 1;
constexpr double bowedShare = 0.5;   // of the side
constexpr double fartherIn = 3;      // mm by which a hand on the paper reaches beyond that
constexpr double clearlyApart = 40;  // of page and plate, grey levels
constexpr double besideShare = 0.2;  // of a side that a hand lies along
constexpr double fingersApart = 5;   // mm
constexpr double edgeMm = 2;
constexpr double leastHand = 0.0005;   // of a page that has the colour of skin: less is no hand
constexpr double paperColoured = 0.6;  // more, and the paper has it

// All the way from the side outwards.
bool besideSide(const cv::Mat &skin, cv::Point at, cv::Point inward)
{
    for (int i = 1; i < stripPixels(outsideMm); ++i) {
        if (skin.at<uchar>(at - inward * i) == 0) {
            return false;
        }
    }
    return true;
}

// Patches of skin inside the page, by number; `counts` of them, the first is none.
cv::Mat patchesIn(const cv::Mat &skin, const cv::Rect &core, int &counts)
{
    cv::Mat inside(skin.size(), CV_8U, cv::Scalar(0));
    skin(core).copyTo(inside(core));
    cv::morphologyEx(inside, inside, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    cv::Mat labels;
    counts = cv::connectedComponents(inside, labels, 8, CV_32S);
    return labels;
}

cv::Vec3f meanAround(const cv::Mat &bgr, cv::Point at)
{
    const cv::Scalar mean = cv::mean(bgr(cv::Rect(at.x - 1, at.y - 1, 3, 3) & cv::Rect({0, 0}, bgr.size())));
    return {static_cast<float>(mean[0]), static_cast<float>(mean[1]), static_cast<float>(mean[2])};
}

// Where what reaches over one side is, from `first` to `last`.
struct Reach
{
    int first = 0;
    int last = 0;
};

// The paper's depth inwards from a side, where something else lies before it: a bent sheet does not fill its outline.
class Bow
{
public:
    Bow(const PagePicture &picture, const cv::Mat &skin, const SideLine &side)
        : m_picture(picture), m_skin(skin), m_side(side)
    {
    }

    // A hand beneath the sheet ends where the paper beside it does; one that lies on it reaches farther in.
    [[nodiscard]] bool isBeside(const Reach &reach) const
    {
        if (!bows(reach)) {
            return false;
        }
        const int beside =
            std::max(paperFrom({reach.first - stripPixels(besideToMm), reach.first - stripPixels(besideFromMm)}),
                     paperFrom({reach.last + stripPixels(besideFromMm), reach.last + stripPixels(besideToMm)}));
        const int beyond = beside + stripPixels(fartherIn);
        for (int i = reach.first; i <= reach.last; ++i) {
            const cv::Point at = place(i, beyond);
            if (m_picture.inner().contains(at) && m_skin.at<uchar>(at) != 0) {
                return false;
            }
        }
        return true;
    }

private:
    // Along most of the side: the shadow of a finger is beside the finger only.
    [[nodiscard]] bool bows(const Reach &but) const
    {
        const int window = stripPixels(besideToMm - besideFromMm);
        int all = 0;
        int bowed = 0;
        for (int i = 0; i + window < m_side.places; i += window) {
            if (i + window < but.first || i > but.last) {
                ++all;
                bowed += paperFrom({i, i + window}) >= stripPixels(leastBow) ? 1 : 0;
            }
        }
        return bowed > bowedShare * all;
    }

    [[nodiscard]] cv::Point place(int along, int inwards) const
    {
        return m_side.first + m_side.step * along + m_side.inward * inwards;
    }

    // Median of the channels, from `from` to `to` inwards.
    [[nodiscard]] cv::Vec3f colour(const Reach &reach, int from, int to) const
    {
        std::array<std::vector<uchar>, 3> levels;
        for (int i = reach.first; i <= reach.last; ++i) {
            for (int depth = from; depth <= to; ++depth) {
                for (std::size_t c = 0; c < 3; ++c) {
                    levels[c].push_back(m_picture.bgr.at<cv::Vec3b>(place(i, depth))[static_cast<int>(c)]);
                }
            }
        }
        cv::Vec3f middle;
        for (std::size_t c = 0; c < 3; ++c) {
            const auto at = levels[c].begin() + static_cast<std::ptrdiff_t>(levels[c].size() / 2);
            std::nth_element(levels[c].begin(), at, levels[c].end());
            middle[static_cast<int>(c)] = *at;
        }
        return middle;
    }

    // How far in, about, what is there looks more like the page than like what lies beside it; 0: nothing tells.
    [[nodiscard]] int paperFrom(Reach reach) const
    {
        reach = {std::max(reach.first, 0), std::min(reach.last, m_side.places - 1)};
        const int deepest = stripPixels(deepestBow);
        if (reach.first > reach.last ||
            !m_picture.inner().contains(place(reach.first, deepest + stripPixels(insideMm)))) {
            return 0;
        }
        const cv::Vec3f page = colour(reach, deepest, deepest + stripPixels(insideMm));
        const cv::Vec3f plate = colour(reach, -stripPixels(outsideMm), -stripPixels(insideMm));
        if (cv::norm(page - plate) < clearlyApart) {
            return 0;
        }
        int depth = 0;
        while (depth < deepest) {
            const cv::Vec3f there = colour(reach, depth, depth);
            if (cv::norm(there - page) < cv::norm(there - plate)) {
                break;
            }
            ++depth;
        }
        return depth < deepest ? depth : 0;
    }

    const PagePicture &m_picture;
    const cv::Mat &m_skin;
    const SideLine &m_side;
};

// Hands over the sides of a page.
class Hands
{
public:
    // `onWood`: the plate has the colour of skin; a hand goes on over the side as it is, print does not.
    Hands(const PagePicture &picture, const cv::Mat &skin, bool onWood)
        : m_picture(picture), m_skin(skin), m_onWood(onWood), m_shining(reflectionFrom(picture.bgr(picture.inner())))
    {
        const int inset = stripPixels(insideMm);
        const cv::Rect inner = picture.inner();
        m_core = {inner.x + inset, inner.y + inset, inner.width - 2 * inset, inner.height - 2 * inset};
        int patches = 0;
        m_labels = patchesIn(skin, m_core, patches);
        m_crosses.resize(static_cast<std::size_t>(patches));
    }

    [[nodiscard]] PageCover cover()
    {
        PageCover cover;
        for (const SideLine &side : sidesOf(m_picture.page)) {
            for (int i = 0; i < side.places; ++i) {
                const int first = i;
                while (i < side.places && isOver(side, i)) {
                    ++i;
                }
                const int run = i - first;
                if (run == 0 || (m_onWood && run < stripPixels(handMm)) ||
                    Bow(m_picture, m_skin, side).isBeside({first, i - 1})) {
                    continue;
                }
                cover.side = std::max(cover.side, static_cast<double>(run) / side.places);
                for (int k = first; k < i; ++k) {
                    m_crosses[static_cast<std::size_t>(m_labels.at<int>(inOf(side, k)))] = 1;
                }
            }
        }
        if (!m_picture.plate.empty() && !m_onWood) {
            for (const SideLine &side : sidesOf(m_picture.page)) {
                cover.side = std::max(cover.side, besideIt(side));
            }
        }
        double covered = 0;
        for (int y = m_core.y; y < m_core.y + m_core.height; ++y) {
            const int *label = m_labels.ptr<int>(y);
            for (int x = m_core.x; x < m_core.x + m_core.width; ++x) {
                covered += label[x] != 0 && m_crosses[static_cast<std::size_t>(label[x])] != 0 ? 1 : 0;
            }
        }
        cover.area = covered / static_cast<double>(m_picture.page.area());
        return cover;
    }

private:
    [[nodiscard]] static cv::Point inOf(const SideLine &side, int place)
    {
        return side.first + side.step * place + side.inward * (stripPixels(insideMm) + 1);
    }

    [[nodiscard]] bool isOver(const SideLine &side, int place) const
    {
        const cv::Point at = side.first + side.step * place;
        const cv::Point in = inOf(side, place);
        const cv::Point out = at - side.inward * stripPixels(outsideMm);
        if (m_skin.at<uchar>(out) == 0) {
            return false;
        }
        const bool inside = m_labels.at<int>(in) != 0;
        if (m_onWood) {
            return inside && goesOn(in, out);
        }
        // A hand that ends at a side lies on what there is of the page beyond it.
        return inside || (!m_picture.plate.empty() && besideSide(m_skin, at, side.inward) &&
                          weakest(m_picture.bgr.at<cv::Vec3b>(in)) < m_shining);
    }

    // The longest piece of a side, as a share of it, along which a hand lies so near that it may lie on what there is
    // of the page beyond: the page was found up to the hand's shadow then. Between its fingers, too.
    [[nodiscard]] double besideIt(const SideLine &side) const
    {
        int first = -1;
        int last = 0;
        int longest = 0;
        for (int i = 0; i < side.places; ++i) {
            const cv::Point at = side.first + side.step * i;
            if (weakest(m_picture.bgr.at<cv::Vec3b>(inOf(side, i))) >= m_shining || !handNear(at, side.inward)) {
                continue;
            }
            first = first < 0 || i - last > stripPixels(fingersApart) ? i : first;
            last = i;
            longest = std::max(longest, last - first + 1);
        }
        const double share = static_cast<double>(longest) / side.places;
        return share > besideShare ? share : 0;
    }

    // As thick as a finger's edge at least.
    [[nodiscard]] bool handNear(cv::Point at, cv::Point inward) const
    {
        int thick = 0;
        for (int i = 1; i < stripPixels(kAroundPage) && thick < stripPixels(edgeMm); ++i) {
            thick = m_skin.at<uchar>(at - inward * i) != 0 ? thick + 1 : 0;
        }
        return thick == stripPixels(edgeMm);
    }

    [[nodiscard]] bool goesOn(cv::Point in, cv::Point out) const
    {
        const cv::Vec3f step = meanAround(m_picture.bgr, in) - meanAround(m_picture.bgr, out);
        return std::max({std::abs(step[0]), std::abs(step[1]), std::abs(step[2])}) < sameLevels;
    }

    const PagePicture &m_picture;
    const cv::Mat &m_skin;
    bool m_onWood;
    int m_shining;  // reflectionFrom()
    cv::Rect m_core;
    cv::Mat m_labels;
    std::vector<char> m_crosses;  // of the patches: over a side
};

}  // namespace

PageCover coverOf(const cv::Mat &bgr, const Quad &quad, cv::Size2f mm, const cv::Mat &empty)
{
    PagePicture picture;
    picture.page = stripSize(mm);
    picture.bgr = pageWithStrip(bgr, quad, picture.page, &picture.seen);
    const cv::Rect inner = picture.inner();
    cv::Mat paper(picture.bgr.size(), CV_8U, cv::Scalar(0));
    paper(inner) = cv::Scalar(255);
    const PaperLight light = paperLight(picture.bgr, paper);
    const cv::Scalar mean = cv::mean(picture.bgr(inner));
    if (!empty.empty() && std::max({mean[0], mean[1], mean[2]}) > leastLight) {
        const double scale = static_cast<double>(empty.cols) / bgr.cols;
        picture.plate = pageWithStrip(empty, scaled(quad, scale), picture.page, nullptr);
    }
    const bool known = !picture.plate.empty();
    const auto closed = [&picture](cv::Mat skin) {
        cv::morphologyEx(skin, skin, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
        skin &= picture.seen;
        cv::morphologyEx(skin, skin, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {7, 7}));
        return skin;
    };
    cv::Mat coloured = skinColoured(picture.bgr, light, known);
    cv::Mat skin = coloured.clone();
    if (known) {
        leavePlateOut(picture.bgr, picture.plate, paper, skin);
    }
    skin = closed(std::move(skin));
    PageCover cover = Hands(picture, skin, false).cover();
    // What is on the page is not plate, whatever it looks like.
    const double onPage = cv::countNonZero(coloured(inner)) / static_cast<double>(inner.area());
    if (known && onPage > leastHand && onPage < paperColoured) {
        coloured = closed(std::move(coloured));
        const PageCover hand = Hands(picture, coloured, true).cover();
        cover.area = std::max(cover.area, hand.area);
        cover.side = std::max(cover.side, hand.side);
    }
    cover.side = std::max({cover.side, thingOverSide(picture), handBeyondSide(picture, skin)});
    // Where the picture's border crosses the page.
    cv::Mat border;
    cv::dilate(~picture.seen, border, cv::Mat::ones(7, 7, CV_8U));
    border &= picture.seen;
    const int crossed = cv::countNonZero(border(inner));
    cover.border = crossed == 0 || onPage > paperColoured
                       ? 0
                       : cv::countNonZero(skin(inner) & border(inner)) / static_cast<double>(crossed);
    return cover;
}

}  // namespace hall
