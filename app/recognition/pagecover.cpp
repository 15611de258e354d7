// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagecover.h"

#include "app/recognition/shrink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double perMm = 2;          // pixels of the picture that is looked at
constexpr int around = 6;            // mm beside the page
constexpr double insideMm = 2;       // a side may be a little off: skin counts from here
constexpr double outsideMm = 3;      // and must go on here
constexpr double brightShare = 0.8;  // of a page's places are darker than its paper is where the lamp is brightest
constexpr double reflects = 1.06;    // times that paper
constexpr int washedOut = 248;       // grey levels, however bright the paper

int pixels(double mm)
{
    return static_cast<int>(std::lround(mm * perMm));
}

// Of the weakest channel of paper over the strongest: less, and the paper itself has a colour …
constexpr double leastWhite = 0.6;
constexpr double surelyWhite = 0.82;  // … less than this, and it may have one, or the lamp

struct PaperLight
{
    double white = 0;                            // brightness of paper
    cv::Vec3b colour;                            // of it
    std::vector<cv::Vec3d> balances{{1, 1, 1}};  // what may make it grey
};

// `paper`: 255 where there is some.
PaperLight paperLight(const cv::Mat &page, const cv::Mat &paper)
{
    cv::Mat grey;
    cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
    std::array<int, 256> counts{};
    double all = 0;
    for (int y = 0; y < grey.rows; ++y) {
        const uchar *row = grey.ptr<uchar>(y);
        const uchar *is = paper.ptr<uchar>(y);
        for (int x = 0; x < grey.cols; ++x) {
            counts[row[x]] += is[x] != 0 ? 1 : 0;
            all += is[x] != 0 ? 1 : 0;
        }
    }
    int level = 255;
    double above = 0;
    while (level > 0 && above < 0.3 * all) {
        above += counts[static_cast<std::size_t>(level--)];
    }
    const cv::Scalar mean = cv::mean(page, (grey > level) & paper);
    PaperLight light;
    light.white = std::max({mean[0], mean[1], mean[2], 60.0});
    light.colour = {cv::saturate_cast<uchar>(mean[0]), cv::saturate_cast<uchar>(mean[1]),
                    cv::saturate_cast<uchar>(mean[2])};
    const double least = std::min({mean[0], mean[1], mean[2]});
    if (least > surelyWhite * light.white) {
        light.balances.clear();
    }
    if (least > leastWhite * light.white) {
        light.balances.emplace_back(light.white / mean[0], light.white / mean[1], light.white / mean[2]);
    }
    return light;
}

// Hue 10°–36° and a fifth to three fifths of full colour: lit skin of all tones, paper and print of few.
class SkinColour
{
public:
    SkinColour(const cv::Vec3d &balance, double white) : m_darkest(45 * white / 255)
    {
        for (int channel = 0; channel < 3; ++channel) {
            for (std::size_t level = 0; level < 256; ++level) {
                m_balanced[static_cast<std::size_t>(channel)][level] = static_cast<double>(level) * balance[channel];
            }
        }
    }
    [[nodiscard]] bool is(const cv::Vec3b &pixel) const
    {
        const double b = m_balanced[0][pixel[0]];
        const double g = m_balanced[1][pixel[1]];
        const double r = m_balanced[2][pixel[2]];
        if (r <= g || g < b || r < m_darkest) {
            return false;
        }
        const double colour = r - b;
        const double hue = 60 * (g - b);  // times the colour
        return colour > 0.2 * r && colour < 0.62 * r && hue > 10 * colour && hue < 36 * colour;
    }

private:
    std::array<std::array<double, 256>, 3> m_balanced{};
    double m_darkest;
};

constexpr double leastLight = 70;      // mean of a page: in the dark, noise has all colours
constexpr double plateLevels = 20;     // by which skin differs from the plate in one channel at least
constexpr double deepestShade = 0.35;  // of the light that the rest of the plate has
constexpr double brightestShade = 1.35;
constexpr double lightColour = 1.08;  // the same of what is brighter: skin in front of wood is, too
constexpr double shadeColour = 1.15;  // by which a shadow may change the channels apart

// What the plate's picture must be multiplied by: lamps have changed since. `paper`: where no plate can be seen.
cv::Vec3d gainsFor(const cv::Mat &bgr, const cv::Mat &empty, const cv::Mat &paper)
{
    cv::Vec3d gains(1, 1, 1);
    std::array<std::vector<float>, 3> ratios;
    for (int y = 0; y < bgr.rows; y += 2) {
        const auto *seen = bgr.ptr<cv::Vec3b>(y);
        const auto *plate = empty.ptr<cv::Vec3b>(y);
        const uchar *is = paper.ptr<uchar>(y);
        for (int x = 0; x < bgr.cols; x += 2) {
            for (int i = 0; is[x] == 0 && i < 3; ++i) {
                ratios[static_cast<std::size_t>(i)].push_back(
                    static_cast<float>((seen[x][i] + 4.0) / (plate[x][i] + 4.0)));
            }
        }
    }
    for (int i = 0; i < 3; ++i) {
        std::vector<float> &all = ratios[static_cast<std::size_t>(i)];
        if (!all.empty()) {
            const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
            std::nth_element(all.begin(), middle, all.end());
            gains[i] = std::clamp(static_cast<double>(*middle), 0.6, 1.6);
        }
    }
    return gains;
}

void leavePlateOut(const cv::Mat &bgr, const cv::Mat &empty, const cv::Mat &paper, cv::Mat &skin)
{
    const cv::Vec3d gains = gainsFor(bgr, empty, paper);
    for (int y = 0; y < skin.rows; ++y) {
        const auto *seen = bgr.ptr<cv::Vec3b>(y);
        const auto *plate = empty.ptr<cv::Vec3b>(y);
        uchar *is = skin.ptr<uchar>(y);
        for (int x = 0; x < skin.cols; ++x) {
            if (is[x] == 0) {
                continue;
            }
            double most = 0;
            double least = 9;
            double largest = 0;
            for (int i = 0; i < 3; ++i) {
                const double there = plate[x][i] * gains[i];
                const double ratio = (seen[x][i] + 6) / (there + 6);
                most = std::max(most, std::abs(seen[x][i] - there));
                least = std::min(least, ratio);
                largest = std::max(largest, ratio);
            }
            const bool shade = least > deepestShade && largest < brightestShade &&
                               largest < (largest < shadeColour ? shadeColour : lightColour) * least;
            is[x] = most < plateLevels || shade ? 0 : is[x];
        }
    }
}

// Whether the picture shows every place of what it is mapped to.
bool showsAll(cv::Size picture, const cv::Mat &map, cv::Size result)
{
    const auto right = static_cast<float>(result.width);
    const auto bottom = static_cast<float>(result.height);
    std::vector<cv::Point2f> corners{{-1, -1}, {right, -1}, {right, bottom}, {-1, bottom}};
    cv::perspectiveTransform(corners, corners, map.inv());
    return std::all_of(corners.begin(), corners.end(), [&](cv::Point2f p) {
        return p.x > 0 && p.y > 0 && p.x < static_cast<float>(picture.width - 1) &&
               p.y < static_cast<float>(picture.height - 1);
    });
}

// The page with a strip around it. `seen` (8-bit), where it is asked for, is 0 where the picture shows nothing.
cv::Mat pageWithStrip(const cv::Mat &bgr, const Quad &quad, cv::Size page, cv::Mat *seen)
{
    const auto strip = static_cast<float>(around * perMm);
    const auto w = static_cast<float>(page.width);
    const auto h = static_cast<float>(page.height);
    const std::vector<cv::Point2f> to{{strip, strip}, {strip + w, strip}, {strip + w, strip + h}, {strip, strip + h}};
    const cv::Size size(page.width + 2 * pixels(around), page.height + 2 * pixels(around));
    // Reduced first: single pixels of a large picture are noise.
    const double fine = std::sqrt(quadArea(quad) / std::max(1.0, static_cast<double>(page.area())));
    cv::Mat work = bgr;
    Quad from = quad;
    // By a whole number, which takes a fraction of the time.
    if (const int shrink = static_cast<int>(std::lround(fine)); shrink > 1) {
        work = shrunk(bgr, {bgr.cols / shrink, bgr.rows / shrink});
        from = scaled(quad, 1.0 / shrink);
    }
    const cv::Mat map = cv::getPerspectiveTransform(std::vector<cv::Point2f>(from.begin(), from.end()), to);
    cv::Mat result;
    cv::warpPerspective(work, result, map, size, cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    if (seen) {
        seen->create(size, CV_8U);
        seen->setTo(255);
        if (!showsAll(work.size(), map, size)) {
            cv::warpPerspective(cv::Mat(work.size(), CV_8U, cv::Scalar(255)), *seen, map, size, cv::INTER_NEAREST);
        }
    }
    return result;
}

// One side of the page: where its places lie in the picture with the strip.
struct SideLine
{
    int places;
    cv::Point first;
    cv::Point step;
    cv::Point inward;
};

std::array<SideLine, 4> sidesOf(cv::Size page)
{
    const int strip = pixels(around);
    const int right = strip + page.width - 1;
    const int bottom = strip + page.height - 1;
    return {{{page.width, {strip, strip}, {1, 0}, {0, 1}},
             {page.height, {right, strip}, {0, 1}, {-1, 0}},
             {page.width, {strip, bottom}, {1, 0}, {0, -1}},
             {page.height, {strip, strip}, {0, 1}, {1, 0}}}};
}

uchar weakest(const cv::Vec3b &pixel)
{
    return std::min({pixel[0], pixel[1], pixel[2]});
}

// Grey levels of the weakest channel above which paper is lit by more than the lamp. A hand takes light from the paper
// beside it; a reflection adds light to paper and plate, and wood then looks like skin.
int reflectionFrom(const cv::Mat &page)
{
    std::vector<uchar> levels;
    for (int y = 0; y < page.rows; y += 4) {
        const auto *row = page.ptr<cv::Vec3b>(y);
        for (int x = 0; x < page.cols; x += 4) {
            levels.push_back(weakest(row[x]));
        }
    }
    const auto bright = levels.begin() + static_cast<std::ptrdiff_t>(brightShare * static_cast<double>(levels.size()));
    std::nth_element(levels.begin(), bright, levels.end());
    return std::min(washedOut, static_cast<int>(std::lround(reflects * *bright)));
}

// All the way from the side outwards.
bool besideSide(const cv::Mat &skin, cv::Point at, cv::Point inward)
{
    for (int i = 1; i < pixels(outsideMm); ++i) {
        if (skin.at<uchar>(at - inward * i) == 0) {
            return false;
        }
    }
    return true;
}

}  // namespace

cv::Mat skinIn(const cv::Mat &bgr, const cv::Mat &paper, const cv::Mat &empty)
{
    const PaperLight light = paperLight(bgr, paper);
    cv::Mat skin(bgr.size(), CV_8U, cv::Scalar(0));
    for (const cv::Vec3d &balance : light.balances) {
        const SkinColour colour(balance, light.white);
        if (empty.empty() && colour.is(light.colour)) {
            continue;  // yellowish paper: only by the plate beside it can a hand be told
        }
        for (int y = 0; y < bgr.rows; ++y) {
            const auto *pixel = bgr.ptr<cv::Vec3b>(y);
            uchar *is = skin.ptr<uchar>(y);
            for (int x = 0; x < bgr.cols; ++x) {
                is[x] = colour.is(pixel[x]) ? 255 : is[x];
            }
        }
    }
    if (!empty.empty()) {
        leavePlateOut(bgr, empty, paper, skin);
    }
    cv::morphologyEx(skin, skin, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    return skin;
}

PageCover coverOf(const cv::Mat &bgr, const Quad &quad, cv::Size2f mm, const cv::Mat &empty)
{
    const cv::Size page(pixels(std::clamp(mm.width, 10.0F, 500.0F)), pixels(std::clamp(mm.height, 10.0F, 500.0F)));
    cv::Mat seen;
    const cv::Mat picture = pageWithStrip(bgr, quad, page, &seen);
    const int strip = pixels(around);
    const cv::Rect inner(strip, strip, page.width, page.height);
    cv::Mat paper(picture.size(), CV_8U, cv::Scalar(0));
    paper(inner) = cv::Scalar(255);
    cv::Mat plate;
    const cv::Scalar mean = cv::mean(picture(inner));
    if (!empty.empty() && std::max({mean[0], mean[1], mean[2]}) > leastLight) {
        const double scale = static_cast<double>(empty.cols) / bgr.cols;
        plate = pageWithStrip(empty, scaled(quad, scale), page, nullptr);
    }
    cv::Mat skin = skinIn(picture, paper, plate);
    skin &= seen;
    cv::morphologyEx(skin, skin, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {7, 7}));

    // Where the picture's border crosses the page.
    cv::Mat border;
    cv::dilate(~seen, border, cv::Mat::ones(7, 7, CV_8U));
    border &= seen;
    const int crossed = cv::countNonZero(border(inner));
    // Patches inside, and those of them that go on outside.
    cv::Mat inside(skin.size(), CV_8U, cv::Scalar(0));
    const int inset = pixels(insideMm);
    const cv::Rect core(strip + inset, strip + inset, page.width - 2 * inset, page.height - 2 * inset);
    skin(core).copyTo(inside(core));
    cv::morphologyEx(inside, inside, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    cv::Mat labels;
    const int patches = cv::connectedComponents(inside, labels, 8, CV_32S);
    std::vector<char> crosses(static_cast<std::size_t>(patches), 0);
    const int shining = reflectionFrom(picture(inner));
    PageCover cover;
    cover.border = crossed == 0 ? 0 : cv::countNonZero(skin(inner) & border(inner)) / static_cast<double>(crossed);
    for (const SideLine &side : sidesOf(page)) {
        int run = 0;
        int longest = 0;
        for (int i = 0; i < side.places; ++i) {
            const cv::Point at = side.first + side.step * i;
            const int label = labels.at<int>(at + side.inward * (inset + 1));
            const bool outside = skin.at<uchar>(at - side.inward * pixels(outsideMm)) != 0;
            if (label != 0 && outside) {
                crosses[static_cast<std::size_t>(label)] = 1;
            }
            // A hand that ends at a side lies on what there is of the page beyond it.
            const bool over =
                outside && (label != 0 || (!plate.empty() && besideSide(skin, at, side.inward) &&
                                           weakest(picture.at<cv::Vec3b>(at + side.inward * (inset + 1))) < shining));
            run = over ? run + 1 : 0;
            longest = std::max(longest, run);
        }
        cover.side = std::max(cover.side, static_cast<double>(longest) / side.places);
    }
    double covered = 0;
    for (int y = core.y; y < core.y + core.height; ++y) {
        const int *label = labels.ptr<int>(y);
        for (int x = core.x; x < core.x + core.width; ++x) {
            covered += label[x] != 0 && crosses[static_cast<std::size_t>(label[x])] != 0 ? 1 : 0;
        }
    }
    cover.area = covered / static_cast<double>(page.area());
    return cover;
}

}  // namespace hall
