// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one document camera above its plate: how its lens bends, where every pixel lies on the plate in
// millimetres, what the empty plate looks like, and how brightly it is lit. Measured by platemeasure.h, kept in one
// file. Values; functions are pure but for reading and writing the file, any thread.
//
// Plate millimetres: the origin is the middle of the target that the geometry was measured with, x to the right and y
// down as the camera's picture shows them. Pixels: of the picture as the camera gives it, centres at whole numbers.
#pragma once

#include "app/domain/base/result.h"

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hall {

// Brown's model as OpenCV has it: distortion k1, k2, p1, p2, k3.
struct CameraLens
{
    cv::Matx33d matrix = cv::Matx33d::eye();
    cv::Vec<double, 5> distortion;
    double rmsPixels = 0;  // what is left over of the target's corners
    std::int64_t at = 0;   // when it was measured, Unix seconds
};

struct PlateGeometry
{
    cv::Matx33d toMm = cv::Matx33d::eye();  // of pixels that the lens has not bent
    double p95Mm = 0;                       // of the target's corners, what is left over
    std::int64_t at = 0;
};

struct EmptyPlate
{
    cv::Mat bgr;  // 8-bit, mean of many frames, long side at most kReferenceSide
    std::int64_t at = 0;
};

struct FlatField
{
    cv::Mat gain;  // 32-bit float, 3 channels, long side kGainSide: what B, G and R are multiplied by
    std::int64_t at = 0;
};

// Where the lens stands, in the camera's own steps, as V4L2_CID_FOCUS_ABSOLUTE has them; and what it could be set to.
struct CameraFocus
{
    int value = 0;
    int least = 0;
    int most = 0;
    int step = 1;
    std::int64_t at = 0;
    bool operator==(const CameraFocus &) const = default;
};

// What the light was measured with, and the empty plate after it: set by hand, as V4L2 has it. None: the camera has no
// such setting.
struct HeldLight
{
    std::optional<int> exposureUs;
    std::optional<int> gain;  // in the camera's own steps
    std::optional<int> whiteBalanceK;
    std::int64_t at = 0;
    bool operator==(const HeldLight &) const = default;
};

struct PlateCalibration
{
    std::string camera;  // its serial number, or what else tells it from another one
    cv::Size size;       // pixels of the stills that lens and geometry are of
    std::optional<CameraLens> lens;
    std::optional<PlateGeometry> geometry;
    std::optional<EmptyPlate> empty;
    std::optional<FlatField> flat;
    std::optional<CameraFocus> focus;  // none: the lens cannot be set, and is as it is
    std::optional<HeldLight> light;    // none: the camera chooses
};

inline constexpr int kReferenceSide = 1920;
inline constexpr int kGainSide = 96;

// One JSON document; its pictures are PNG in base64. Read:
// FileUnreadable, FileInvalid (another form, a matrix without an inverse, sizes beyond decodeImage()'s limits).
[[nodiscard]] Result<PlateCalibration> parseCalibration(const std::vector<unsigned char> &json);
[[nodiscard]] Result<std::vector<unsigned char>> encodeCalibration(const PlateCalibration &calibration);
[[nodiscard]] Result<PlateCalibration> readCalibration(const std::filesystem::path &path);

// The plate in pictures of one size. A picture of another size of the same proportions is the same view made smaller;
// of other proportions there is none.
class PlateView
{
public:
    // Nothing without geometry, or when the picture has other proportions (beyond one pixel).
    [[nodiscard]] static std::optional<PlateView> of(const PlateCalibration &calibration, cv::Size picture);

    [[nodiscard]] std::vector<cv::Point2f> toMm(const std::vector<cv::Point2f> &pixels) const;
    [[nodiscard]] std::vector<cv::Point2f> toPixels(const std::vector<cv::Point2f> &mm) const;
    [[nodiscard]] cv::Point2f toMm(cv::Point2f pixel) const { return toMm(std::vector{pixel}).front(); }
    [[nodiscard]] cv::Point2f toPixels(cv::Point2f mm) const { return toPixels(std::vector{mm}).front(); }

    // Pixels for a millimetre there, the lesser of both directions.
    [[nodiscard]] double pixelsPerMm(cv::Point2f mm) const;
    [[nodiscard]] double dpi(cv::Point2f mm) const { return pixelsPerMm(mm) * 25.4; }
    [[nodiscard]] cv::Size size() const { return m_size; }

private:
    PlateView() = default;

    cv::Size m_size;
    cv::Matx33d m_matrix = cv::Matx33d::eye();
    cv::Vec<double, 5> m_distortion;
    cv::Matx33d m_toMm = cv::Matx33d::eye();
    cv::Matx33d m_fromMm = cv::Matx33d::eye();
};

// The rectangle on the plate with its first corner at `origin`, `along` and `down` its sides (mm), as a picture with
// `dpi` pixels an inch. What the camera does not see is `outside`. Empty when a side would be longer than 8000 pixels.
[[nodiscard]] cv::Mat pictureOf(const cv::Mat &bgr, const PlateView &view, cv::Point2f origin, cv::Point2f along,
                                cv::Point2f down, double dpi, const cv::Scalar &outside = cv::Scalar::all(255));

// Evens out light and colour: each pixel times the gain there, in place.
void flatten(cv::Mat &bgr, const FlatField &flat);

}  // namespace hall
