// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/platecamera.h"

#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace hall::test {

namespace {

cv::Matx33d rotation(const cv::Vec3d &rodrigues)
{
    cv::Matx33d matrix;
    cv::Rodrigues(rodrigues, matrix);
    return matrix;
}

}  // namespace

cv::Point2d PlateCamera::pixel(const cv::Point3d &mm) const
{
    const cv::Vec3d seen = rotation(tilt) * cv::Vec3d(mm.x, mm.y, -mm.z) + cv::Vec3d(0, 0, heightMm);
    const double x = seen[0] / seen[2];
    const double y = seen[1] / seen[2];
    const double r2 = x * x + y * y;
    const double radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
    return {focal * (x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x)) + centre.x,
            focal * (y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y) + centre.y};
}

cv::Point2d PlateCamera::place(const cv::Point2d &pixel) const
{
    // Newton's way through the model, on the plate itself: it is nearly linear there.
    const cv::Matx33d r = rotation(tilt);
    const cv::Vec3d ray((pixel.x - centre.x) / focal, (pixel.y - centre.y) / focal, 1);
    const cv::Vec3d back = r.t() * ray;
    const cv::Vec3d from = r.t() * cv::Vec3d(0, 0, heightMm);
    cv::Point2d mm(back[0] / back[2] * from[2] - from[0], back[1] / back[2] * from[2] - from[1]);
    for (int i = 0; i < 6; ++i) {
        constexpr double step = 0.01;
        const cv::Point2d here = this->pixel({mm.x, mm.y, 0});
        const cv::Point2d right = (this->pixel({mm.x + step, mm.y, 0}) - here) / step;
        const cv::Point2d down = (this->pixel({mm.x, mm.y + step, 0}) - here) / step;
        const cv::Point2d miss = pixel - here;
        const double area = right.x * down.y - right.y * down.x;
        mm.x += (miss.x * down.y - miss.y * down.x) / area;
        mm.y += (right.x * miss.y - right.y * miss.x) / area;
    }
    return mm;
}

cv::Mat PlateCamera::photo(const cv::Mat &picture, double perMm, cv::Point2d middle, double turn, const cv::Vec3d &lift,
                           const cv::Scalar &around) const
{
    // Where each pixel's ray meets the picture's plane: worked out for some pixels, between them it is smooth.
    constexpr int step = 8;
    const cv::Size grid(size.width / step + 2, size.height / step + 2);
    const cv::Matx33d r = rotation(tilt);
    const cv::Matx33d own = rotation(lift) * rotation({0, 0, turn});
    const cv::Vec3d normal(own(0, 2), own(1, 2), own(2, 2));
    const cv::Vec3d origin(middle.x, middle.y, 0);
    // Plate coordinates here have z away from the camera.
    const cv::Vec3d eye = r.t() * cv::Vec3d(0, 0, -heightMm);
    cv::Mat coarse(grid, CV_32FC2);
    for (int row = 0; row < grid.height; ++row) {
        for (int column = 0; column < grid.width; ++column) {
            const cv::Point2d on = place(cv::Point2d(column * step, row * step));
            const cv::Vec3d along = cv::Vec3d(on.x, on.y, 0) - eye;
            const cv::Vec3d hit = eye + along * (normal.dot(origin - eye) / normal.dot(along));
            const cv::Vec3d inside = own.t() * (hit - origin);
            coarse.at<cv::Vec2f>(row, column) = {static_cast<float>(inside[0] * perMm + picture.cols / 2.0 - 0.5),
                                                 static_cast<float>(inside[1] * perMm + picture.rows / 2.0 - 0.5)};
        }
    }
    cv::Mat map(size, CV_32FC2);
    const cv::Matx23d fine(1.0 / step, 0, 0, 0, 1.0 / step, 0);
    cv::warpAffine(coarse, map, fine, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {0, 0}, std::max(0.4, 0.4 * perMm * heightMm / focal));
    cv::Mat photo;
    cv::remap(soft, photo, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, around);
    return photo;
}

}  // namespace hall::test
