// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pageguide.h"

#include "app/recognition/pagejudge.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hall {

namespace {

using std::chrono::milliseconds;

constexpr float borderPixels = 0.005F;  // of the picture's width: a corner this near to the border may lie beyond it
constexpr double leastMm = 3;
constexpr double unknownMm = 30;  // how far a page of unknown size goes on beyond the border
constexpr milliseconds listening{2500};
constexpr int calmLooks = 5;
constexpr int rightLooks = 3;
constexpr double otherMm = 10;
constexpr double otherTurn = 8;

float borderMargin(cv::Size picture)
{
    return std::max(2.0F, borderPixels * static_cast<float>(picture.width));
}

bool atBorder(cv::Point2f p, cv::Size picture)
{
    const float margin = borderMargin(picture);
    return p.x < margin || p.y < margin || p.x > static_cast<float>(picture.width - 1) - margin ||
           p.y > static_cast<float>(picture.height - 1) - margin;
}

std::vector<cv::Point2f> onPlate(const std::vector<cv::Point2f> &pixels, cv::Size picture,
                                 const std::optional<PlateView> &plate)
{
    if (plate && plate->size() == picture) {
        return plate->toMm(pixels);
    }
    const auto perMm = static_cast<float>(assumedPixelsPerMm(picture));
    std::vector<cv::Point2f> mm;
    mm.reserve(pixels.size());
    for (const cv::Point2f &p : pixels) {
        mm.push_back(p * (1 / perMm));
    }
    return mm;
}

struct Span
{
    float from = 0;
    float to = 0;
    bool fromCut = false;
    bool toCut = false;

    [[nodiscard]] float size() const { return to - from; }
    // What the picture's border cuts off is put back.
    void grow(float whole)
    {
        if (fromCut && !toCut) {
            from = to - whole;
        } else if (toCut && !fromCut) {
            to = from + whole;
        } else if (fromCut && toCut) {
            const float middle = (from + to) / 2;
            from = middle - whole / 2;
            to = middle + whole / 2;
        }
    }
    // How far it must go to lie within, or to lie about the middle where it is too long.
    [[nodiscard]] float into(float least, float most) const
    {
        if (size() >= most - least) {
            return (least + most - from - to) / 2;
        }
        return from < least ? least - from : to > most ? most - to : 0;
    }
};

// Which way round the asked paper lies: whichever its uncut sides agree with.
cv::Size2f wholeSize(const Span &x, const Span &y, cv::Size2f asked)
{
    const cv::Size2f across(std::max(asked.width, asked.height), std::min(asked.width, asked.height));
    const cv::Size2f upright(across.height, across.width);
    const auto misfit = [](const Span &span, float whole) {
        const bool cut = span.fromCut || span.toCut;
        return cut ? std::max(0.0F, span.size() - whole) : std::abs(span.size() - whole);
    };
    return misfit(x, across.width) + misfit(y, across.height) <= misfit(x, upright.width) + misfit(y, upright.height)
               ? across
               : upright;
}

// Of the sides that are not the picture's border the longest: its direction, brought to −45°…45°.
float slant(const std::vector<cv::Point2f> &mm, const std::array<bool, 4> &border)
{
    float best = 0;
    float angle = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t next = (i + 1) % 4;
        const cv::Point2f side = mm[next] - mm[i];
        const float counts = length(side) * (border[i] && border[next] ? 0.01F : 1.0F);
        if (counts > best) {
            best = counts;
            angle = std::atan2(side.y, side.x);
        }
    }
    return std::remainder(angle, static_cast<float>(CV_PI) / 2);
}

bool differs(const GuideStep &a, const GuideStep &b)
{
    return std::abs(a.rightMm - b.rightMm) > otherMm || std::abs(a.downMm - b.downMm) > otherMm ||
           std::abs(a.turn - b.turn) > otherTurn;
}

}  // namespace

std::optional<GuideStep> guideTo(const Quad &quad, cv::Size picture, const std::optional<PlateView> &plate,
                                 std::optional<cv::Size2f> asked)
{
    const auto w = static_cast<float>(picture.width - 1);
    const auto h = static_cast<float>(picture.height - 1);
    const std::vector<cv::Point2f> mm = onPlate({quad.begin(), quad.end()}, picture, plate);
    const std::vector<cv::Point2f> edge =
        onPlate({{0, 0}, {w, 0}, {w, h}, {0, h}, {w / 2, 0}, {w, h / 2}, {w / 2, h}, {0, h / 2}}, picture, plate);
    constexpr auto margin = static_cast<float>(kGuideMargin);
    const float left = std::max({edge[0].x, edge[3].x, edge[7].x}) + margin;
    const float right = std::min({edge[1].x, edge[2].x, edge[5].x}) - margin;
    const float top = std::max({edge[0].y, edge[1].y, edge[4].y}) + margin;
    const float bottom = std::min({edge[2].y, edge[3].y, edge[6].y}) - margin;

    std::array<bool, 4> border{};
    for (std::size_t i = 0; i < 4; ++i) {
        border[i] = atBorder(quad[i], picture);
    }
    const float angle = slant(mm, border);
    // The page upright about its middle, and which of its sides the picture's border has cut.
    const cv::Point2f middle = (mm[0] + mm[1] + mm[2] + mm[3]) / 4;
    const float c = std::cos(-angle);
    const float s = std::sin(-angle);
    Span x{1e9F, -1e9F};
    Span y{1e9F, -1e9F};
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f p = mm[i] - middle;
        const cv::Point2f upright(c * p.x - s * p.y, s * p.x + c * p.y);
        x.from = std::min(x.from, upright.x);
        x.to = std::max(x.to, upright.x);
        y.from = std::min(y.from, upright.y);
        y.to = std::max(y.to, upright.y);
    }
    // Turned by less than 45° left stays left.
    const float near = borderMargin(picture);
    for (const cv::Point2f &corner : quad) {
        x.fromCut = x.fromCut || corner.x < near;
        x.toCut = x.toCut || corner.x > w - near;
        y.fromCut = y.fromCut || corner.y < near;
        y.toCut = y.toCut || corner.y > h - near;
    }
    const cv::Size2f whole =
        asked ? wholeSize(x, y, *asked)
              : cv::Size2f(x.size() + static_cast<float>(unknownMm), y.size() + static_cast<float>(unknownMm));
    x.grow(std::max(x.size(), whole.width));
    y.grow(std::max(y.size(), whole.height));

    GuideStep step;
    const double degrees = static_cast<double>(angle) * 180 / CV_PI;
    const auto halves = [&](float lies) {
        return cv::Size2f((std::abs(std::cos(lies)) * x.size() + std::abs(std::sin(lies)) * y.size()) / 2,
                          (std::abs(std::sin(lies)) * x.size() + std::abs(std::cos(lies)) * y.size()) / 2);
    };
    const auto fits = [&](cv::Size2f half) {
        return 2 * half.width <= right - left && 2 * half.height <= bottom - top;
    };
    if (std::abs(degrees) > kGuideTurn || (!fits(halves(angle)) && fits(halves(0)))) {
        step.turn = -degrees;
    }
    // Its middle where the plate has it; from there it reaches so far to each side, as it will lie.
    const cv::Point2f centre((x.from + x.to) / 2, (y.from + y.to) / 2);
    const cv::Point2f where = middle + cv::Point2f(c * centre.x + s * centre.y, -s * centre.x + c * centre.y);
    const cv::Size2f half = halves(step.turn == 0 ? angle : 0);
    step.rightMm = static_cast<double>(Span{where.x - half.width, where.x + half.width}.into(left, right));
    step.downMm = static_cast<double>(Span{where.y - half.height, where.y + half.height}.into(top, bottom));
    // A page that is all there, a little nearer to the border than it should be, lies right.
    const bool cut = touchesBorder(quad, picture);
    const bool moves = std::max(std::abs(step.rightMm), std::abs(step.downMm)) > (cut ? leastMm : kGuideMargin);
    if (!moves) {
        step.rightMm = 0;
        step.downMm = 0;
    }
    return moves || step.turn != 0 ? std::optional(step) : std::nullopt;
}

bool touchesBorder(const Quad &quad, cv::Size picture)
{
    return std::any_of(quad.begin(), quad.end(), [picture](cv::Point2f p) { return atBorder(p, picture); });
}

std::optional<GuideStep> PageGuide::look(const std::optional<GuideStep> &step, bool calm, milliseconds now)
{
    const bool heard = !m_since || now - *m_since >= listening;
    if (!step) {
        m_calm = 0;
        m_right = m_right + 1;
        if (m_told && m_right >= rightLooks) {
            m_told.reset();
        }
        return m_told;
    }
    m_right = 0;
    m_calm = calm && (!m_told || differs(*step, *m_told)) ? m_calm + 1 : 0;
    if (m_calm >= calmLooks && heard) {
        m_told = step;
        m_since = now;
        m_calm = 0;
    }
    return m_told;
}

}  // namespace hall
