// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/sheet.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall::scenes {

namespace {

constexpr double tableStep = 0.5;  // millimetres

cv::Point2d rotated(cv::Point2d p, double degrees)
{
    const double c = std::cos(degrees * CV_PI / 180);
    const double s = std::sin(degrees * CV_PI / 180);
    return {c * p.x - s * p.y, s * p.x + c * p.y};
}

float at(const std::vector<float> &table, double position)
{
    const double index = std::clamp(position, 0.0, static_cast<double>(table.size()) - 1.001);
    const auto i = static_cast<std::size_t>(index);
    const auto t = static_cast<float>(index - static_cast<double>(i));
    return table[i] + (table[i + 1] - table[i]) * t;
}

}  // namespace

Sheet::Sheet(std::shared_ptr<const Document> document, const Pose &pose, Bend bend, double strength, Random random)
    : m_document(std::move(document)), m_pose(pose)
{
    bendBy(bend, strength, random);
}

void Sheet::bendBy(Bend bend, double strength, Random &random)
{
    if (bend == Bend::Flat || strength <= 0) {
        return;
    }
    m_flat = false;
    const double w = m_document->mm.width;
    const double h = m_document->mm.height;
    const cv::Point2f spine = m_document->spine;
    if (bend == Bend::Gutter) {
        m_along = spine.y > 0 ? cv::Point2d(0, 1) : cv::Point2d(1, 0);
        m_gutter = spine.y > 0 ? spine.y - h / 2 : spine.x > 0 ? spine.x - w / 2 : 0;
    } else if (bend == Bend::Corner) {
        m_along = cv::Point2d(random.sign() * h, random.sign() * w);
        m_along = rotated(m_along / cv::norm(m_along), random.uniform(-12, 12));
    } else {
        m_along = rotated(random.chance(0.5) ? cv::Point2d(1, 0) : cv::Point2d(0, 1), random.uniform(-8, 8));
    }
    const double half = (std::abs(m_along.x) * w + std::abs(m_along.y) * h) / 2 + 4;
    const double sign = random.sign();
    const double left = random.uniform(0.7, 1.3);
    const double lifted = std::min(half, random.uniform(30, 75));
    const auto steepness = [&](double a) {  // angle of the paper, radians
        switch (bend) {
        case Bend::Flat:
            return 0.0;
        case Bend::Roll:
            return sign * strength * 0.22 * std::sin(CV_PI * a / (2 * half)) * (a < 0 ? left : 1);
        case Bend::Corner:
            return a > half - lifted ? strength * 0.75 * (a - half + lifted) / lifted : 0.0;
        case Bend::Gutter:
            break;
        }
        const double away = a - *m_gutter;
        const double reach = away < 0 ? *m_gutter + half : half - *m_gutter;
        const double t = 1 - std::min(1.0, std::abs(away) / reach);  // 0 at the outer edge, 1 at the spine
        const double rise = 0.10 * strength * (away < 0 ? left : 1);
        const double angle =
            t < 0.75 ? rise * std::sin(CV_PI * t / 0.75) : -3 * rise * std::sin(CV_PI * (t - 0.75) / 0.25);
        return away < 0 ? angle : -angle;
    };
    // Along the paper first, then turned into a table along the plate.
    std::vector<cv::Point3d> curve;  // way, arc length, height
    double way = 0;
    double height = 0;
    std::vector<double> slopes;
    const auto points = static_cast<int>(2 * half / (tableStep / 4));
    for (int k = 0; k <= points; ++k) {
        const double a = -half + k * tableStep / 4;
        curve.emplace_back(way, a, height);
        const double angle = steepness(a);
        slopes.push_back(std::tan(angle));
        way += std::cos(angle) * tableStep / 4;
        height += std::sin(angle) * tableStep / 4;
    }
    double lowest = 0;
    double middle = 0;
    for (const cv::Point3d &p : curve) {
        lowest = std::min(lowest, p.z);
        middle = p.y <= 0 ? p.x : middle;
    }
    std::size_t i = 0;
    const auto entries = static_cast<int>(curve.back().x / tableStep);
    for (int k = 0; k <= entries; ++k) {
        const double s = k * tableStep;
        while (i + 1 < curve.size() && curve[i + 1].x < s) {
            ++i;
        }
        const std::size_t next = std::min(i + 1, curve.size() - 1);
        const double span = curve[next].x - curve[i].x;
        const double t = span > 0 ? (s - curve[i].x) / span : 0;
        m_onPaper.push_back(static_cast<float>(curve[i].y + (curve[next].y - curve[i].y) * t));
        m_height.push_back(static_cast<float>(curve[i].z + (curve[next].z - curve[i].z) * t - lowest));
        m_slope.push_back(static_cast<float>(slopes[i]));
    }
    m_first = -middle;
}

cv::Point3d Sheet::place(cv::Point2d onDocument) const
{
    cv::Point2d local = onDocument - cv::Point2d(m_document->mm.width, m_document->mm.height) / 2;
    double height = m_pose.height;
    if (!m_flat) {
        const double arc = local.dot(m_along);
        // The way along the plate at which this much paper has passed.
        const auto found = std::lower_bound(m_onPaper.begin(), m_onPaper.end(), static_cast<float>(arc));
        const auto i = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
            found - m_onPaper.begin(), 1, static_cast<std::ptrdiff_t>(m_onPaper.size()) - 1));
        const double span = m_onPaper[i] - m_onPaper[i - 1];
        const double index = static_cast<double>(i) - 1 + (span > 0 ? (arc - m_onPaper[i - 1]) / span : 0);
        height += at(m_height, index);
        local += m_along * (m_first + index * tableStep - arc);
    }
    const cv::Point2d onPlate = m_pose.centre + rotated(local, m_pose.turn);
    return {onPlate.x, onPlate.y, height};
}

Corners Sheet::quad(const Camera &camera) const
{
    const double w = m_document->mm.width;
    const double h = m_document->mm.height;
    return {camera.project(place({0, 0})), camera.project(place({w, 0})), camera.project(place({w, h})),
            camera.project(place({0, h}))};
}

bool Sheet::curled(const Camera &camera) const
{
    const double w = m_document->mm.width;
    const double h = m_document->mm.height;
    const std::array<cv::Point2d, 4> corners{cv::Point2d(0, 0), {w, 0}, {w, h}, {0, h}};
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2d from = camera.calibration().toPlate(camera.project(place(corners[i])));
        const cv::Point2d to = camera.calibration().toPlate(camera.project(place(corners[(i + 1) % 4])));
        const cv::Point2d side = to - from;
        const double length = cv::norm(side);
        for (int k = 1; k <= 9; ++k) {
            const double t = k / 10.0;
            const cv::Point2d p = camera.calibration().toPlate(
                camera.project(place(corners[i] + (corners[(i + 1) % 4] - corners[i]) * t)));
            if (std::abs(side.cross(p - from)) / length > 0.01 * length) {
                return true;
            }
        }
    }
    return false;
}

cv::Rect Sheet::areaIn(const Camera &camera) const
{
    const double w = m_document->mm.width;
    const double h = m_document->mm.height;
    cv::Rect2d around;
    for (int i = 0; i <= 8; ++i) {
        for (int j = 0; j <= 8; ++j) {
            const cv::Point2d p = camera.project(place({w * i / 8, h * j / 8}));
            around = i + j == 0 ? cv::Rect2d(p.x, p.y, 1e-6, 1e-6) : around | cv::Rect2d(p.x, p.y, 1e-6, 1e-6);
        }
    }
    const int margin = 4 + static_cast<int>(camera.calibration().pixelsPerMm());
    const cv::Rect grown(static_cast<int>(std::floor(around.x)) - margin,
                         static_cast<int>(std::floor(around.y)) - margin,
                         static_cast<int>(std::ceil(around.width)) + 2 * margin,
                         static_cast<int>(std::ceil(around.height)) + 2 * margin);
    return grown & cv::Rect({0, 0}, camera.size());
}

const cv::Mat &Sheet::texture(double perMm) const
{
    if (m_texture.empty() || std::abs(m_texturePerMm - perMm) > 0.2 * perMm) {
        const Document &document = *m_document;
        m_texturePerMm = std::min(document.perMm, perMm * 1.15);
        const double factor = m_texturePerMm / document.perMm;
        cv::resize(document.bgr, m_texture, {}, factor, factor, cv::INTER_AREA);
    }
    return m_texture;
}

struct Sheet::Maps
{
    cv::Mat u;  // of the texture, pixels
    cv::Mat v;
    cv::Mat mask;   // CV_8U
    cv::Mat shade;  // CV_8U, 200 = as the paper is; empty for a flat sheet
};

Sheet::Maps Sheet::mapsFor(const Camera &camera, const PlateMap &map, cv::Rect area, double perMm,
                           cv::Point2d light) const
{
    const bool tilted = !m_flat;
    Maps maps{cv::Mat(area.size(), CV_32F), cv::Mat(area.size(), CV_32F), cv::Mat(area.size(), CV_8U),
              tilted ? cv::Mat(area.size(), CV_8U) : cv::Mat()};
    const cv::Mat &picture = texture(perMm);
    const float scaleX = static_cast<float>(picture.cols) / m_document->mm.width;
    const float scaleY = static_cast<float>(picture.rows) / m_document->mm.height;
    const cv::Point3d eye = camera.position();
    const float halfW = m_document->mm.width / 2;
    const float halfH = m_document->mm.height / 2;
    const auto radius = static_cast<float>(m_document->radius);
    const auto c = static_cast<float>(std::cos(m_pose.turn * CV_PI / 180));
    const auto s = static_cast<float>(std::sin(m_pose.turn * CV_PI / 180));
    const cv::Point2f centre(m_pose.centre);
    const cv::Point2f along(m_along);
    const float lit = static_cast<float>(rotated(m_along, m_pose.turn).dot(light));
    const auto density = static_cast<float>(perMm);
    for (int y = 0; y < area.height; ++y) {
        const float *plateX = map.x.ptr<float>(area.y + y) + area.x;
        const float *plateY = map.y.ptr<float>(area.y + y) + area.x;
        auto *u = maps.u.ptr<float>(y);
        auto *v = maps.v.ptr<float>(y);
        auto *mask = maps.mask.ptr<uchar>(y);
        auto *shade = tilted ? maps.shade.ptr<uchar>(y) : nullptr;
        float height = static_cast<float>(m_pose.height);  // on the way along the row it changes little
        for (int x = 0; x < area.width; ++x) {
            float localX = 0;
            float localY = 0;
            double index = 0;
            for (int pass = 0; pass < (!tilted ? 1 : x == 0 ? 5 : 2); ++pass) {
                // The ray of this pixel at that height.
                const float t = height / static_cast<float>(eye.z);
                const float px = plateX[x] + t * (static_cast<float>(eye.x) - plateX[x]) - centre.x;
                const float py = plateY[x] + t * (static_cast<float>(eye.y) - plateY[x]) - centre.y;
                localX = c * px + s * py;
                localY = -s * px + c * py;
                if (tilted) {
                    index = (localX * along.x + localY * along.y - m_first) / tableStep;
                    height = static_cast<float>(m_pose.height) + at(m_height, index);
                }
            }
            if (tilted) {
                const double last = static_cast<double>(m_onPaper.size()) - 1.001;
                const double inside = std::clamp(index, 0.0, last);
                // Beyond the table the paper is over: go on straight, so that the edge is found outside.
                const float arc = at(m_onPaper, inside) + static_cast<float>((index - inside) * tableStep);
                const float way = localX * along.x + localY * along.y;
                localX += along.x * (arc - way);
                localY += along.y * (arc - way);
                float gain = 1 - 0.7F * at(m_slope, inside) * lit;
                if (m_gutter) {
                    const float away = arc - static_cast<float>(*m_gutter);
                    gain *= 1 - 0.3F * std::exp(-away * away / 14);
                }
                shade[x] = cv::saturate_cast<uchar>(200 * std::clamp(gain, 0.4F, 1.25F));
            }
            u[x] = (localX + halfW) * scaleX - 0.5F;
            v[x] = (localY + halfH) * scaleY - 0.5F;
            // Millimetres inside the outline; in a corner measured from the arc.
            const float inX = halfW - std::abs(localX);
            const float inY = halfH - std::abs(localY);
            float in = std::min(inX, inY);
            if (radius > 0 && inX < radius && inY < radius) {
                in = radius - std::hypot(radius - inX, radius - inY);
            }
            mask[x] = cv::saturate_cast<uchar>(255 * std::clamp(in * density + 0.5F, 0.F, 1.F));
        }
    }
    return maps;
}

Sheet::View Sheet::seen(const Camera &camera, const PlateMap &map, cv::Point2d light) const
{
    View view;
    view.area = areaIn(camera);
    if (view.area.empty()) {
        return view;
    }
    const double perMm = camera.calibration().pixelsPerMm();
    Maps maps = mapsFor(camera, map, view.area, perMm, light);
    cv::remap(texture(perMm), view.bgr, maps.u, maps.v, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    if (!maps.shade.empty()) {
        cv::Mat shade;
        cv::cvtColor(maps.shade, shade, cv::COLOR_GRAY2BGR);
        cv::multiply(view.bgr, shade, view.bgr, 1.0 / 200);
    }
    view.mask = maps.mask;
    return view;
}

}  // namespace hall::scenes
