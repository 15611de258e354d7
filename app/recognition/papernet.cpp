// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/papernet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <QFile>

namespace hall {

namespace {

// As training/train.py has them.
const cv::Size pictureSize{160, 96};  // of what it sees and of the maps
const cv::Size outputSize{80, 48};    // each place tells of 2 × 2 pixels
constexpr int inputs = 8;
constexpr int outputs = 3 * 4;
constexpr int sampleStep = 5;  // pixels
constexpr double brightShare = 0.9;
constexpr float leastBright = 60;
constexpr double unchangedShare = 0.3;
constexpr float logFloor = 8;
constexpr float changeScale = 4;
constexpr float mostChange = 3;
constexpr int around = 19;  // pixels
constexpr float contrastScale = 6;
constexpr float mostContrast = 2;

constexpr std::size_t largestNet = 4U * 1024 * 1024;  // bytes

// The value that `share` of a sample lies below.
float quantileOf(const cv::Mat &channel, double share)
{
    std::vector<float> sample;
    for (int y = 0; y < channel.rows; y += sampleStep) {
        for (int x = 0; x < channel.cols; x += sampleStep) {
            sample.push_back(channel.at<float>(y, x));
        }
    }
    const auto at = sample.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(sample.size()) * share);
    std::nth_element(sample.begin(), at, sample.end());
    return *at;
}

cv::Mat floatsOf(const cv::Mat &bgr)
{
    cv::Mat small;
    cv::resize(bgr, small, pictureSize, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32F);
    return small;
}

// One plane of the net's input as a picture.
cv::Mat plane(cv::Mat &input, int which)
{
    return {pictureSize, CV_32F, input.ptr<float>(0, which)};
}

cv::Mat inputOf(const cv::Mat &bgr, const cv::Mat &emptyPlate)
{
    const std::array<int, 4> shape{1, inputs, pictureSize.height, pictureSize.width};
    cv::Mat input(4, shape.data(), CV_32F, cv::Scalar(0));
    const cv::Mat frame = floatsOf(bgr);
    cv::Mat grey;
    cv::transform(frame, grey, cv::Matx13f(1 / 3.0F, 1 / 3.0F, 1 / 3.0F));
    const float light = std::max(leastBright, quantileOf(grey, brightShare));
    std::vector<cv::Mat> channels;
    cv::split(frame, channels);
    for (int i = 0; i < 3; ++i) {
        cv::Mat to = plane(input, i);
        channels[static_cast<std::size_t>(i)].convertTo(to, CV_32F, 2 / light, -1);
        cv::min(to, 2, to);
    }
    grey += logFloor;
    cv::log(grey, grey);
    cv::Mat mean;
    cv::blur(grey, mean, {around, around}, {-1, -1}, cv::BORDER_REPLICATE);
    cv::Mat contrast = plane(input, 7);
    cv::min(cv::max((grey - mean) * contrastScale, -mostContrast), mostContrast, contrast);
    if (emptyPlate.empty()) {
        return input;
    }
    std::vector<cv::Mat> before;
    cv::split(floatsOf(emptyPlate), before);
    for (int i = 0; i < 3; ++i) {
        const auto at = static_cast<std::size_t>(i);
        cv::Mat change = (channels[at] + logFloor) / (before[at] + logFloor);
        cv::log(change, change);
        change = (change - quantileOf(change, unchangedShare)) * changeScale;
        cv::Mat to = plane(input, 3 + i);
        cv::min(cv::max(change, -mostChange), mostChange, to);
    }
    plane(input, 6).setTo(1);
    return input;
}

class OnnxNet final : public PaperNet
{
public:
    explicit OnnxNet(const cv::dnn::Net &net) : m_net(net)
    {
        m_net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        m_net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    }

    PaperMaps look(const cv::Mat &bgr, const cv::Mat &emptyPlate) override
    {
        if (bgr.type() != CV_8UC3 || (!emptyPlate.empty() && emptyPlate.type() != CV_8UC3)) {
            return {};
        }
        // It has learned pictures that are wider than high.
        if (bgr.rows > bgr.cols) {
            PaperMaps maps = look(bgr.t(), emptyPlate.empty() ? emptyPlate : cv::Mat(emptyPlate.t()));
            for (cv::Mat *map : {&maps.paper, &maps.sides, &maps.things}) {
                cv::transpose(*map, *map);
            }
            return maps;
        }
        const std::optional<cv::Mat> said = forward(inputOf(bgr, emptyPlate));
        if (!said) {
            return {};
        }
        return {mapOf(*said, 0), mapOf(*said, 1), mapOf(*said, 2)};
    }

    // Nothing when it fails or says something of another shape.
    std::optional<cv::Mat> forward(const cv::Mat &input)
    {
        const std::scoped_lock lock(m_mutex);
        try {
            m_net.setInput(input);
            const cv::Mat said = m_net.forward();
            const bool fits = said.dims == 4 && said.type() == CV_32F && said.size[0] == 1 && said.size[1] == outputs &&
                              said.size[2] == outputSize.height && said.size[3] == outputSize.width;
            return fits ? std::optional(said.clone()) : std::nullopt;
        } catch (const cv::Exception &) {
            return std::nullopt;
        }
    }

private:
    static cv::Mat mapOf(const cv::Mat &said, int which)
    {
        cv::Mat map(pictureSize, CV_32F);
        for (int part = 0; part < 4; ++part) {
            for (int y = 0; y < outputSize.height; ++y) {
                const float *row = said.ptr<float>(0, which * 4 + part, y);
                auto *to = map.ptr<float>(2 * y + part / 2) + part % 2;
                for (int x = 0; x < outputSize.width; ++x) {
                    to[2 * static_cast<std::ptrdiff_t>(x)] = row[x];
                }
            }
        }
        cv::exp(-map, map);
        map = 1 / (1 + map);
        cv::patchNaNs(map, 0);
        return map;
    }

    std::mutex m_mutex;
    cv::dnn::Net m_net;
};

float read(const cv::Mat &map, cv::Point2f p)
{
    const int x = std::clamp(static_cast<int>(p.x), 0, map.cols - 1);
    const int y = std::clamp(static_cast<int>(p.y), 0, map.rows - 1);
    return map.at<float>(y, x);
}

bool covers(const cv::Mat &map, cv::Point2f p)
{
    return p.x >= 0 && p.y >= 0 && p.x < static_cast<float>(map.cols) && p.y < static_cast<float>(map.rows);
}

// Moves each side by `by` pixels outwards.
std::optional<Quad> grownBy(const Quad &quad, float by)
{
    std::array<Line, 4> lines;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f along = (quad[(i + 1) % 4] - quad[i]) / std::max(1e-3F, length(quad[(i + 1) % 4] - quad[i]));
        const cv::Point2f outwards(along.y, -along.x);
        lines[i] = lineThrough(quad[i] + by * outwards, quad[(i + 1) % 4] + by * outwards);
    }
    Quad grown;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto corner = crossing(lines[(i + 3) % 4], lines[i]);
        if (!corner) {
            return std::nullopt;
        }
        grown[i] = *corner;
    }
    return grown;
}

constexpr int finer = 4;  // the maps are outlined this much enlarged

// `grow`: pixels of the mask that its shapes are too small by. `scale`: from the mask to the picture.
void addShapes(const cv::Mat &mask, cv::Size2f scale, double smallest, float grow, std::vector<Quad> &quads)
{
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    const auto add = [&](const Quad &found) {
        Quad quad = grow > 0 ? grownBy(found, grow).value_or(found) : found;
        for (cv::Point2f &corner : quad) {
            corner = {(corner.x + 0.5F) * scale.width - 0.5F, (corner.y + 0.5F) * scale.height - 0.5F};
        }
        if (looksLikePaper(quad) && quadArea(quad) >= smallest) {
            quads.push_back(inReadingOrder(quad));
        }
    };
    for (const std::vector<cv::Point> &outline : outlines) {
        std::vector<cv::Point> hull;
        cv::convexHull(outline, hull);
        if (outline.size() < 4 || cv::contourArea(hull) * scale.area() < 0.4 * smallest) {
            continue;
        }
        if (const auto quad = quadAround(hull)) {
            add(*quad);
        }
        std::array<cv::Point2f, 4> box;
        cv::minAreaRect(hull).points(box.data());
        add(inReadingOrder(box));
    }
}

}  // namespace

Result<std::shared_ptr<PaperNet>> PaperNet::parse(const std::vector<unsigned char> &onnx)
{
    if (onnx.empty() || onnx.size() > largestNet) {
        return fail(FaultCode::FileInvalid, "not a net of acceptable size");
    }
    try {
        auto net = std::make_shared<OnnxNet>(
            cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(onnx.data()), onnx.size()));
        if (net->look(cv::Mat(pictureSize, CV_8UC3, cv::Scalar::all(0)), {}).empty()) {
            return fail(FaultCode::FileInvalid, "the net has other inputs or outputs");
        }
        return std::shared_ptr<PaperNet>(std::move(net));
    } catch (const std::exception &) {
        return fail(FaultCode::FileInvalid, "the file is not a net");
    }
}

std::shared_ptr<PaperNet> PaperNet::shipped()
{
    static const std::shared_ptr<PaperNet> net = [] {
        QFile file(QStringLiteral(":/hall/models/paper.onnx"));
        if (!file.open(QIODevice::ReadOnly)) {
            return std::shared_ptr<PaperNet>();
        }
        const QByteArray bytes = file.readAll();
        return parse({bytes.begin(), bytes.end()}).value_or(nullptr);
    }();
    return net;
}

double PaperEvidence::clear() const
{
    return inside * (1 - outside) * (1 - std::min(1.0, within));
}

PaperEvidence evidenceFor(const PaperMaps &maps, const Quad &quad, cv::Size2f scale)
{
    constexpr int along = 24;
    constexpr std::size_t grid = 16;
    constexpr float apart = 2.2F;  // of the maps' pixels: beyond the softness of their edges
    PaperEvidence evidence;
    Quad own;
    for (std::size_t i = 0; i < 4; ++i) {
        own[i] = {(quad[i].x + 0.5F) / scale.width, (quad[i].y + 0.5F) / scale.height};
    }
    int seen = 0;
    std::array<double, grid> rows{};
    std::array<double, grid> columns{};
    for (std::size_t row = 0; row < grid; ++row) {
        for (std::size_t column = 0; column < grid; ++column) {
            const float u = 0.1F + 0.8F * static_cast<float>(column) / (grid - 1);
            const float v = 0.1F + 0.8F * static_cast<float>(row) / (grid - 1);
            const cv::Point2f p = (1 - v) * ((1 - u) * own[0] + u * own[1]) + v * ((1 - u) * own[3] + u * own[2]);
            if (covers(maps.paper, p)) {
                evidence.inside += read(maps.paper, p);
                evidence.thing += read(maps.things, p);
                ++seen;
                // Not what runs along the quad's own sides.
                const bool inner = std::min({u, 1 - u, v, 1 - v}) > 0.18F;
                rows[row] += inner ? read(maps.sides, p) : 0;
                columns[column] += inner ? read(maps.sides, p) : 0;
            }
        }
    }
    evidence.inside /= std::max(1, seen);
    evidence.thing /= std::max(1, seen);
    evidence.within =
        std::max(*std::max_element(rows.begin(), rows.end()), *std::max_element(columns.begin(), columns.end())) /
        (0.8 * grid);
    std::array<double, 4> beyond{};
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f way = own[(i + 1) % 4] - own[i];
        const cv::Point2f outwards = cv::Point2f(way.y, -way.x) / std::max(1e-3F, length(way));
        int count = 0;
        for (int k = 0; k < along; ++k) {
            const cv::Point2f foot = own[i] + way * ((static_cast<float>(k) + 0.5F) / along);
            if (!covers(maps.paper, foot + apart * outwards)) {
                continue;
            }
            ++count;
            beyond[i] += read(maps.paper, foot + apart * outwards);
        }
        beyond[i] /= std::max(1, count);
    }
    std::sort(beyond.begin(), beyond.end());
    evidence.outside = 0.4 * beyond[3] + 0.6 * beyond[2];
    return evidence;
}

std::vector<Quad> paperCandidates(const PaperMaps &maps, cv::Size2f scale, double smallest)
{
    std::vector<Quad> quads;
    cv::Mat paper;
    cv::Mat inner;
    cv::resize(maps.paper, paper, {}, finer, finer, cv::INTER_LINEAR);
    cv::resize(maps.paper.mul(1 - maps.sides), inner, {}, finer, finer, cv::INTER_LINEAR);
    const cv::Size2f fine(scale.width / finer, scale.height / finer);
    for (const double level : {0.3, 0.5, 0.75}) {
        addShapes(paper > level, fine, smallest, 0, quads);
    }
    // Papers that touch hang together, but not within their sides.
    for (const double level : {0.3, 0.6}) {
        addShapes(inner > level, fine, smallest, finer, quads);
    }
    return quads;
}

}  // namespace hall
