// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/sensor.h"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace hall::scenes {

namespace {

constexpr int poolSize = 1 << 20;
constexpr int poolDeviation = 32;

// Normal noise, deviation 32, made once; every row of a picture begins somewhere else in it.
const std::vector<std::int8_t> &noisePool(bool blotchy)
{
    const auto make = [](double smooth) {
        cv::Mat_<float> noise(1024, poolSize / 1024);
        cv::RNG grain(815);
        grain.fill(noise, cv::RNG::NORMAL, 0, poolDeviation);
        if (smooth > 0) {
            cv::GaussianBlur(noise, noise, {0, 0}, smooth, 0.01);
            cv::Scalar mean;
            cv::Scalar deviation;
            cv::meanStdDev(noise, mean, deviation);
            noise *= poolDeviation / deviation[0];
        }
        std::vector<std::int8_t> pool(poolSize);
        std::transform(noise.begin(), noise.end(), pool.begin(),
                       [](float v) { return static_cast<std::int8_t>(std::clamp(v, -127.F, 127.F)); });
        return pool;
    };
    static const std::vector<std::int8_t> sharp = make(0);
    static const std::vector<std::int8_t> soft = make(2.2);
    return blotchy ? soft : sharp;
}

}  // namespace

Light makeLight(Random random)
{
    Light light;
    const double turn = random.uniform(0, 2 * CV_PI);
    light.direction = {std::cos(turn), std::sin(turn)};
    light.vignette = random.uniform(0.04, 0.32);
    light.slope = {random.uniform(-0.12, 0.12), random.uniform(-0.12, 0.12)};
    light.contact = random.uniform(0.1, 0.32);
    light.exposure = random.uniform(0.84, 1.04);
    const double warmth = random.uniform(-0.09, 0.09);
    light.balance = {1 - warmth, 1 + random.uniform(-0.02, 0.02), 1 + warmth};
    return light;
}

void addLight(cv::Mat &bgr, const Light &light, const std::vector<Shade> &shades)
{
    constexpr int step = 4;  // a shadow's edge is never as sharp as a pixel
    cv::Mat_<float> field(std::max(2, bgr.rows / step), std::max(2, bgr.cols / step));
    const double aspect = static_cast<double>(bgr.rows) / bgr.cols;
    for (int y = 0; y < field.rows; ++y) {
        const double v = 2.0 * y / field.rows - 1;
        for (int x = 0; x < field.cols; ++x) {
            const double u = 2.0 * x / field.cols - 1;
            const double r2 = (u * u + aspect * aspect * v * v) / (1 + aspect * aspect);
            field(y, x) = static_cast<float>(light.exposure * (1 - light.vignette * r2) *
                                             (1 + light.slope.x * u + light.slope.y * v));
        }
    }
    for (const Shade &shade : shades) {
        cv::Mat mask(field.size(), CV_32F, cv::Scalar(1));
        std::vector<cv::Point> outline;
        for (const cv::Point &point : shade.outline) {
            outline.emplace_back(point.x / step, point.y / step);
        }
        cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(1 - shade.depth), cv::LINE_8);
        const int window = std::max(1, static_cast<int>(shade.penumbra / step) | 1);
        for (int pass = 0; pass < 2 && window > 1; ++pass) {
            cv::blur(mask, mask, {window, window});
        }
        field = field.mul(mask);
    }
    cv::Mat whole;
    cv::resize(field, whole, bgr.size(), 0, 0, cv::INTER_LINEAR);
    const std::array<float, 3> balance{static_cast<float>(light.balance[0]), static_cast<float>(light.balance[1]),
                                       static_cast<float>(light.balance[2])};
    for (int y = 0; y < bgr.rows; ++y) {
        const auto *gain = whole.ptr<float>(y);
        auto *pixel = bgr.ptr<uchar>(y);
        for (int x = 0; x < bgr.cols; ++x, pixel += 3) {
            for (std::size_t i = 0; i < 3; ++i) {
                const float value = static_cast<float>(pixel[i]) * gain[x] * balance[i] + 0.5F;
                pixel[i] = static_cast<uchar>(value > 255.F ? 255.F : value);
            }
        }
    }
}

void addSensor(cv::Mat &bgr, const Sensor &sensor, Random random)
{
    if (sensor.optics > 0.2) {
        const int window = sensor.optics > 1.2 ? 7 : sensor.optics > 0.9 ? 5 : 3;
        cv::GaussianBlur(bgr, bgr, {window, window}, sensor.optics);
    }
    // Read-out noise and the light's own: deviation grows with the root of the level.
    std::array<int, 256> deviation{};
    for (std::size_t level = 0; level < deviation.size(); ++level) {
        const double share = static_cast<double>(level) / 255;
        deviation[level] = static_cast<int>(sensor.noise * (0.55 + 0.65 * std::sqrt(share)) * 256 / poolDeviation);
    }
    const std::vector<std::int8_t> &pool = noisePool(sensor.blotchy);
    const int length = bgr.cols * 3;
    for (int y = 0; y < bgr.rows; ++y) {
        auto *pixel = bgr.ptr<uchar>(y);
        const std::int8_t *noise = pool.data() + random.next() % static_cast<std::uint64_t>(poolSize - length);
        for (int x = 0; x < length; ++x) {
            const int value = pixel[x] + ((noise[x] * deviation[pixel[x]] + 128) >> 8);
            pixel[x] = static_cast<uchar>(std::clamp(value, 0, 255));
        }
    }
    if (sensor.quality > 0) {
        std::vector<uchar> bytes;
        cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, sensor.quality});
        bgr = cv::imdecode(bytes, cv::IMREAD_COLOR);
    }
}

double defocus(cv::Mat &bgr, double deviation)
{
    // Two boxes: close to the disc of a lens, and as fast however wide.
    const int window = std::max(2, cvRound(deviation * std::sqrt(6.0)));
    cv::blur(bgr, bgr, {window, window});
    cv::blur(bgr, bgr, {window, window});
    return std::sqrt((window * window - 1) / 6.0);
}

// An open shutter adds up without gaps: single copies of the picture, however many, would leave sharp strokes.
void moveBlur(cv::Mat &bgr, cv::Point2d path)
{
    const double length = cv::norm(path);
    const int reach = static_cast<int>(std::ceil(length / 2)) + 1;
    cv::Mat_<float> kernel(2 * reach + 1, 2 * reach + 1, 0.0F);
    const int steps = std::max(1, cvRound(length * 8));
    for (int i = 0; i <= steps; ++i) {
        const cv::Point2d at = cv::Point2d(reach, reach) + path * (static_cast<double>(i) / steps - 0.5);
        const cv::Point cell(static_cast<int>(at.x), static_cast<int>(at.y));
        const auto x = static_cast<float>(at.x - cell.x);
        const auto y = static_cast<float>(at.y - cell.y);
        kernel(cell.y, cell.x) += (1 - x) * (1 - y);
        kernel(cell.y, cell.x + 1) += x * (1 - y);
        kernel(cell.y + 1, cell.x) += (1 - x) * y;
        kernel(cell.y + 1, cell.x + 1) += x * y;
    }
    kernel /= cv::sum(kernel)[0];
    cv::filter2D(bgr, bgr, -1, kernel, {-1, -1}, 0, cv::BORDER_REPLICATE);
}

void addGlare(cv::Mat &bgr, cv::Mat &washed, const Spot &spot)
{
    const double reach = 2.4 * std::max(spot.length, spot.width);
    const cv::Rect area =
        cv::Rect(cvRound(spot.at.x - reach), cvRound(spot.at.y - reach), cvRound(2 * reach), cvRound(2 * reach)) &
        cv::Rect({0, 0}, bgr.size());
    const double c = std::cos(spot.turn * CV_PI / 180);
    const double s = std::sin(spot.turn * CV_PI / 180);
    for (int y = area.y; y < area.y + area.height; ++y) {
        auto *pixel = bgr.ptr<cv::Vec3b>(y);
        auto *gone = washed.ptr<uchar>(y);
        for (int x = area.x; x < area.x + area.width; ++x) {
            const double dx = x - spot.at.x;
            const double dy = y - spot.at.y;
            const double u = (c * dx + s * dy) / spot.length;
            const double v = (-s * dx + c * dy) / spot.width;
            const double r2 = u * u + v * v;
            if (r2 > 5.5) {
                continue;
            }
            const double added = spot.power * std::exp(-r2 * 1.1);
            for (int i = 0; i < 3; ++i) {
                pixel[x][i] = cv::saturate_cast<uchar>(pixel[x][i] + added);
            }
            if (added > 190) {
                gone[x] = 255;
            }
        }
    }
}

}  // namespace hall::scenes
