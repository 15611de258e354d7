// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/platechange.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace hall {

namespace {

constexpr double darkFloor = 8;      // levels: what is darker than that is noise
constexpr float lightScale = 110;    // a level of a middle grey is about 1 then
constexpr float chromaScale = 80;    // colour is noisier than light, and reddish lamps come and go
constexpr double fullAmount = 4.5;   // of the three channels' logarithms
constexpr int sampleStep = 7;        // pixels
constexpr double leastNoise = 0.12;  // an 8-bit picture has not less

const cv::Mat &logarithms()
{
    static const cv::Mat table = [] {
        cv::Mat_<float> made(1, 256);
        for (int level = 0; level < 256; ++level) {
            made(level) = static_cast<float>(std::log(level + darkFloor));
        }
        return cv::Mat(made);
    }();
    return table;
}

float lowerQuartile(const cv::Mat &picture, int channel)
{
    std::vector<float> sample;
    for (int y = 0; y < picture.rows; y += sampleStep) {
        const auto *row = picture.ptr<cv::Vec3f>(y);
        for (int x = 0; x < picture.cols; x += sampleStep) {
            sample.push_back(row[x][channel]);
        }
    }
    const auto at = sample.begin() + static_cast<std::ptrdiff_t>(sample.size() / 4);
    std::nth_element(sample.begin(), at, sample.end());
    return *at;
}

// The middle difference between places just too far apart to share their noise.
double noiseOf(const cv::Mat &colour, int channel)
{
    constexpr int apart = 3;
    std::vector<float> sample;
    for (int y = 0; y < colour.rows; y += 3) {
        const auto *row = colour.ptr<cv::Vec3f>(y);
        for (int x = 0; x + apart < colour.cols; x += sampleStep) {
            sample.push_back(std::abs(row[x][channel] - row[x + apart][channel]));
        }
    }
    const auto middle = sample.begin() + static_cast<std::ptrdiff_t>(sample.size() / 2);
    std::nth_element(sample.begin(), middle, sample.end());
    return *middle / (0.6745 * std::sqrt(2.0));
}

}  // namespace

PlateChange changeOf(const cv::Mat &bgr, const cv::Mat &emptyPlate)
{
    PlateChange change;
    cv::Mat ratio;
    cv::LUT(bgr, logarithms(), ratio);
    if (!emptyPlate.empty()) {
        cv::Mat before;
        cv::LUT(emptyPlate, logarithms(), before);
        ratio -= before;
    }
    // The least changed quarter is plate even when an A4 sheet covers most of it.
    const cv::Vec3f unchanged(lowerQuartile(ratio, 0), lowerQuartile(ratio, 1), lowerQuartile(ratio, 2));
    change.amount.create(bgr.size(), CV_8U);
    change.colour.create(bgr.size(), CV_32FC3);
    for (int y = 0; y < ratio.rows; ++y) {
        auto *amount = change.amount.ptr<uchar>(y);
        auto *colour = change.colour.ptr<cv::Vec3f>(y);
        const auto *from = ratio.ptr<cv::Vec3f>(y);
        for (int x = 0; x < ratio.cols; ++x) {
            const float b = from[x][0] - unchanged[0];
            const float g = from[x][1] - unchanged[1];
            const float r = from[x][2] - unchanged[2];
            const float sum = std::abs(b) + std::abs(g) + std::abs(r);
            amount[x] = static_cast<uchar>(std::min(255.0F, sum * static_cast<float>(255 / fullAmount) + 0.5F));
            colour[x] = {(b + g + r) * (lightScale / 3), (r - g) * chromaScale, (b - 0.5F * (r + g)) * chromaScale};
        }
    }
    cv::blur(change.colour, change.colour, {3, 3});
    change.noise = noiseOf(change.colour, 0);
    cv::extractChannel(change.colour, change.light, 0);
    change.light *= 1 / std::max(change.noise, leastNoise);
    cv::extractChannel(change.colour, change.chroma, 2);
    change.chroma *= 1 / std::max(noiseOf(change.colour, 2), leastNoise);
    return change;
}

}  // namespace hall
