// SPDX-License-Identifier: GPL-3.0-or-later
// The empty plate, its light, and whether both are still as they were.
#include "app/recognition/platemeasure.h"

#include "app/recognition/platesharpness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double whiteLevel = 240;  // what a white sheet is brought to
constexpr double leastWhite = 60;   // grey level of the darkest part of a white sheet
constexpr double mostWhite = 252;   // above, the sensor may have been full
constexpr double leastGain = 0.25;
constexpr double mostGain = 7.9;
constexpr int terms = 10;  // of a polynomial of third order in x and y

cv::Mat smaller(const cv::Mat &picture, int side)
{
    const double scale = static_cast<double>(side) / std::max(picture.cols, picture.rows);
    cv::Mat result;
    const cv::Size size(std::max(1, static_cast<int>(std::lround(picture.cols * scale))),
                        std::max(1, static_cast<int>(std::lround(picture.rows * scale))));
    cv::resize(picture, result, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return result;
}

bool isPicture(const cv::Mat &picture)
{
    return picture.type() == CV_8UC3 && picture.cols >= kGainSide && picture.rows >= kGainSide / 2;
}

// x and y from -1 to 1.
std::array<double, terms> powers(double x, double y)
{
    return {1, x, y, x * x, x * y, y * y, x * x * x, x * x * y, x * y * y, y * y * y};
}

std::array<double, terms> powersAt(int x, int y, cv::Size size)
{
    return powers(2 * (x + 0.5) / size.width - 1, 2 * (y + 0.5) / size.height - 1);
}

double percentile(std::vector<float> &values, double share)
{
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// CIE L*a*b* of a mean colour, as cv::cvtColor has it for floats (sRGB, D65).
cv::Vec3f labOf(const cv::Scalar &bgr)
{
    cv::Mat one(1, 1, CV_32FC3, cv::Scalar(bgr[0] / 255, bgr[1] / 255, bgr[2] / 255));
    cv::cvtColor(one, one, cv::COLOR_BGR2Lab);
    return one.at<cv::Vec3f>(0);
}

// The light on the sheet by a smooth surface in the logarithm, one for each channel. Twice: what a first fit does not
// explain is print or dirt on the sheet.
cv::Mat fitLight(const cv::Mat &small, const cv::Mat &mask)
{
    std::vector<cv::Point> places;
    cv::findNonZero(mask, places);
    cv::Mat weights(static_cast<int>(places.size()), 1, CV_64F, cv::Scalar(1));
    cv::Mat light(small.size(), CV_32FC3);
    for (int channel = 0; channel < 3; ++channel) {
        cv::Mat left(static_cast<int>(places.size()), terms, CV_64F);
        cv::Mat right(static_cast<int>(places.size()), 1, CV_64F);
        for (int i = 0; i < left.rows; ++i) {
            const cv::Point at = places[static_cast<std::size_t>(i)];
            const auto row = powersAt(at.x, at.y, small.size());
            std::copy(row.begin(), row.end(), left.ptr<double>(i));
            right.at<double>(i) = std::log(std::max(1.0F, small.at<cv::Vec3f>(at)[channel]));
        }
        cv::Mat factors;
        for (int round = 0; round < 2; ++round) {
            cv::Mat weighedLeft = left.clone();
            cv::Mat weighedRight = right.mul(weights);
            for (int i = 0; i < left.rows; ++i) {
                weighedLeft.row(i) *= weights.at<double>(i);
            }
            cv::solve(weighedLeft, weighedRight, factors, cv::DECOMP_SVD);
            if (round == 0 && channel == 0) {
                const cv::Mat rest = cv::abs(left * factors - right);
                for (int i = 0; i < rest.rows; ++i) {
                    weights.at<double>(i) = rest.at<double>(i) < 0.08 ? 1 : 0.02;
                }
            }
        }
        for (int y = 0; y < light.rows; ++y) {
            for (int x = 0; x < light.cols; ++x) {
                const auto row = powersAt(x, y, light.size());
                double sum = 0;
                for (int i = 0; i < terms; ++i) {
                    sum += row[static_cast<std::size_t>(i)] * factors.at<double>(i);
                }
                light.at<cv::Vec3f>(y, x)[channel] = static_cast<float>(std::exp(sum));
            }
        }
    }
    return light;
}

struct Mark
{
    cv::Rect place;  // in the reference
    double strength = 0;
};

// The place of each quarter that is easiest to find again.
std::vector<Mark> marksOf(const cv::Mat &grey, int side)
{
    cv::Mat strength;
    cv::cornerMinEigenVal(grey, strength, side / 3, 3);
    std::vector<Mark> marks;
    const cv::Size half(grey.cols / 2, grey.rows / 2);
    for (int quarter = 0; quarter < 4; ++quarter) {
        const cv::Rect area(quarter % 2 * half.width, quarter / 2 * half.height, half.width, half.height);
        const cv::Rect inner(area.x + side, area.y + side, area.width - 2 * side, area.height - 2 * side);
        if (inner.width < 1 || inner.height < 1) {
            continue;
        }
        double best = 0;
        cv::Point at;
        cv::minMaxLoc(strength(inner), nullptr, &best, nullptr, &at);
        at += inner.tl();
        marks.push_back({cv::Rect(at.x - side / 2, at.y - side / 2, side, side), best});
    }
    return marks;
}

// Where the peak lies between pixels.
double between(float before, float peak, float after)
{
    const float bend = before - 2 * peak + after;
    return std::abs(bend) < 1e-9F ? 0 : std::clamp(0.5 * (before - after) / bend, -0.5, 0.5);
}

std::optional<cv::Point2d> shiftOf(const cv::Mat &now, const cv::Mat &then, const Mark &mark, int reach)
{
    constexpr float sure = 0.7F;
    constexpr double leastContrast = 4;
    const cv::Rect around =
        cv::Rect(mark.place.tl() - cv::Point(reach, reach), mark.place.size() + cv::Size(2 * reach, 2 * reach)) &
        cv::Rect({}, now.size());
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(then(mark.place), mean, deviation);
    if (deviation[0] < leastContrast || around.width < mark.place.width || around.height < mark.place.height) {
        return std::nullopt;
    }
    cv::Mat likeness;
    cv::matchTemplate(now(around), then(mark.place), likeness, cv::TM_CCOEFF_NORMED);
    double best = 0;
    cv::Point at;
    cv::minMaxLoc(likeness, nullptr, &best, nullptr, &at);
    if (best < sure || at.x == 0 || at.y == 0 || at.x == likeness.cols - 1 || at.y == likeness.rows - 1) {
        return std::nullopt;
    }
    const auto value = [&likeness](int y, int x) { return likeness.at<float>(y, x); };
    const cv::Point2d exact(at.x + between(value(at.y, at.x - 1), value(at.y, at.x), value(at.y, at.x + 1)),
                            at.y + between(value(at.y - 1, at.x), value(at.y, at.x), value(at.y + 1, at.x)));
    return exact + cv::Point2d(around.tl()) - cv::Point2d(mark.place.tl());
}

// Of the same places, the marks where they are now. Light and shift have no part in it.
double sharpnessOf(const cv::Mat &now, const cv::Mat &then, const std::vector<std::pair<cv::Rect, cv::Point>> &marks)
{
    constexpr double leastVariance = 12;
    std::vector<double> shares;
    for (const auto &[place, shift] : marks) {
        const cv::Rect there = (place + shift) & cv::Rect({}, now.size());
        const double before = edginess(then(place), leastVariance);
        if (before > 0 && there.size() == place.size()) {
            shares.push_back(edginess(now(there), leastVariance) / before);
        }
    }
    if (shares.empty()) {
        const double before = edginess(then, leastVariance);
        return before > 0 ? edginess(now, leastVariance) / before : 1;
    }
    std::sort(shares.begin(), shares.end());
    return shares[(shares.size() - 1) / 2];
}

}  // namespace

Result<MeasuredEmpty> measureEmpty(const std::vector<cv::Mat> &pictures)
{
    cv::Mat sum;
    std::vector<cv::Mat> small;
    for (const cv::Mat &picture : pictures) {
        if (!isPicture(picture) || picture.size() != pictures.front().size()) {
            return fail(FaultCode::PageBadImage, "pictures of the plate must be of one size");
        }
        cv::Mat one;
        smaller(picture, std::min(kReferenceSide, std::max(picture.cols, picture.rows))).convertTo(one, CV_32FC3);
        if (sum.empty()) {
            sum = cv::Mat::zeros(one.size(), CV_32FC3);
        }
        sum += one;
        small.push_back(smaller(one, kGainSide));
    }
    if (sum.empty()) {
        return fail(FaultCode::PageBadImage, "no picture of the plate");
    }
    MeasuredEmpty measured;
    sum.convertTo(measured.empty.bgr, CV_8UC3, 1.0 / static_cast<double>(pictures.size()));
    const cv::Mat mean = smaller(sum / static_cast<double>(pictures.size()), kGainSide);
    for (const cv::Mat &one : small) {
        cv::Mat difference;
        cv::absdiff(one, mean, difference);
        // The part that differs most counts: a hand at the plate's edge is a small part of it.
        cv::blur(difference, difference, {9, 9});
        double most = 0;
        cv::minMaxLoc(difference.reshape(1), nullptr, &most);
        measured.unrest = std::max(measured.unrest, most);
    }
    return measured;
}

Result<MeasuredFlat> measureFlat(const cv::Mat &picture, const std::vector<cv::Point2f> &sheet)
{
    if (!isPicture(picture) || sheet.size() != 4) {
        return fail(FaultCode::PageBadImage, "no picture of a white sheet");
    }
    cv::Mat small;
    smaller(picture, kGainSide).convertTo(small, CV_32FC3);
    // A little inside its edge, where the sheet may rise or throw a shadow.
    const cv::Point2f middle = (sheet[0] + sheet[1] + sheet[2] + sheet[3]) * 0.25F;
    const float scale = static_cast<float>(small.cols) / static_cast<float>(picture.cols);
    std::vector<cv::Point> outline;
    outline.reserve(sheet.size());
    for (const cv::Point2f &corner : sheet) {
        outline.emplace_back((middle + (corner - middle) * 0.94F) * scale);
    }
    cv::Mat mask = cv::Mat::zeros(small.size(), CV_8UC1);
    cv::fillConvexPoly(mask, outline, 255);
    constexpr int leastPlaces = 400;
    if (cv::countNonZero(mask) < leastPlaces) {
        return fail(FaultCode::PageNotFound, "the white sheet is too small");
    }
    std::vector<float> greens;
    std::vector<float> brightest;
    for (int y = 0; y < small.rows; ++y) {
        for (int x = 0; x < small.cols; ++x) {
            if (mask.at<unsigned char>(y, x) != 0) {
                const auto &pixel = small.at<cv::Vec3f>(y, x);
                greens.push_back(pixel[1]);
                brightest.push_back(std::max({pixel[0], pixel[1], pixel[2]}));
            }
        }
    }
    if (percentile(greens, 0.1) < leastWhite || percentile(brightest, 0.98) > mostWhite) {
        return fail(FaultCode::PageNotFound, "the sheet is too dark or too bright");
    }
    const cv::Mat light = fitLight(small, mask);
    MeasuredFlat measured;
    cv::divide(whiteLevel, light, measured.flat.gain);
    cv::min(measured.flat.gain, mostGain, measured.flat.gain);
    cv::max(measured.flat.gain, leastGain, measured.flat.gain);

    cv::Mat even = small.mul(measured.flat.gain);
    std::vector<float> levels;
    for (int y = 0; y < even.rows; ++y) {
        for (int x = 0; x < even.cols; ++x) {
            if (mask.at<unsigned char>(y, x) != 0) {
                levels.push_back(even.at<cv::Vec3f>(y, x)[1]);
            }
        }
    }
    measured.spread = (percentile(levels, 0.998) - percentile(levels, 0.002)) / whiteLevel;
    measured.deltaE = cv::norm(labOf(cv::mean(even, mask)), labOf(cv::Scalar::all(whiteLevel)));
    return measured;
}

PlateCheck checkPlate(const cv::Mat &picture, const PlateCalibration &calibration)
{
    PlateCheck check;
    if (!calibration.empty || !isPicture(picture)) {
        return check;
    }
    const cv::Mat &then = calibration.empty->bgr;
    cv::Mat now;
    cv::resize(picture, now, then.size(), 0, 0, cv::INTER_AREA);
    const auto view = PlateView::of(calibration, then.size());
    const double perMm = view ? view->pixelsPerMm({0, 0}) : then.cols / 400.0;

    cv::Mat greyThen;
    cv::Mat greyNow;
    cv::cvtColor(then, greyThen, cv::COLOR_BGR2GRAY);
    cv::cvtColor(now, greyNow, cv::COLOR_BGR2GRAY);
    const int side = std::max(24, static_cast<int>(16 * perMm)) / 2 * 2;
    std::vector<std::pair<cv::Rect, cv::Point>> found;
    for (const Mark &mark : marksOf(greyThen, side)) {
        if (const auto shift = shiftOf(greyNow, greyThen, mark, std::max(8, static_cast<int>(6 * perMm)))) {
            ++check.marks;
            check.shiftMm = std::max(check.shiftMm, cv::norm(*shift) / perMm);
            found.emplace_back(mark.place, cv::Point(*shift));
        }
    }
    check.sharp = sharpnessOf(greyNow, greyThen, found);
    const cv::Scalar meanThen = cv::mean(then);
    const cv::Scalar meanNow = cv::mean(now);
    const double sumThen = std::max(1.0, meanThen[0] + meanThen[1] + meanThen[2]);
    check.light = (meanNow[0] + meanNow[1] + meanNow[2]) / sumThen;
    const cv::Vec3f labThen = labOf(meanThen);
    const cv::Vec3f labNow = labOf(meanNow * (1 / std::max(0.05, check.light)));
    check.colour = std::hypot(labNow[1] - labThen[1], labNow[2] - labThen[2]);

    cv::Mat difference;
    cv::Mat scaled;
    now.convertTo(scaled, CV_8UC3, 1 / std::clamp(check.light, 0.05, 20.0));
    cv::absdiff(scaled, then, difference);
    cv::cvtColor(difference, difference, cv::COLOR_BGR2GRAY);
    cv::blur(difference, difference, {9, 9});
    constexpr double otherwise = 25;  // grey levels
    check.strange = cv::countNonZero(difference > otherwise) / static_cast<double>(difference.total());
    return check;
}

}  // namespace hall
