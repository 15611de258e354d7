// SPDX-License-Identifier: GPL-3.0-or-later
// A document lying on the plate: where, how it is bent, and how the camera sees it. Paper is bent about one direction
// only, without stretching, so every bend is a curve in length that is laid along that direction.
#pragma once

#include "tests/support/scenes/camera.h"
#include "tests/support/scenes/document.h"

#include <memory>
#include <optional>

namespace hall::scenes {

enum class Bend
{
    Flat,
    Roll,    // an arch or a dish across the whole sheet
    Corner,  // one corner stands up
    Gutter,  // an open booklet: two humps and a valley at the spine
};

struct Pose
{
    cv::Point2d centre;  // plate millimetres
    double turn = 0;     // degrees clockwise as seen; 180 = upside down
    double height = 0;   // held above the plate, mm
};

using Corners = std::array<cv::Point2d, 4>;  // clockwise from the top left of the upright document

class Sheet
{
public:
    // `strength` 0…1 of the bend. The document may be shared between frames.
    Sheet(std::shared_ptr<const Document> document, const Pose &pose, Bend bend, double strength, Random random);

    [[nodiscard]] const Document &document() const { return *m_document; }
    [[nodiscard]] const Pose &pose() const { return m_pose; }
    void setPose(const Pose &pose) { m_pose = pose; }

    // Corner (or any point, mm of the document) in space above the plate.
    [[nodiscard]] cv::Point3d place(cv::Point2d onDocument) const;
    // Where straight sides would meet, as the camera sees them.
    [[nodiscard]] Corners quad(const Camera &camera) const;
    // A side leaves the straight line between its corners by more than 1 % of its length.
    [[nodiscard]] bool curled(const Camera &camera) const;

    struct View
    {
        cv::Rect area;  // of the frame
        cv::Mat mask;   // CV_8U, of the area
        cv::Mat bgr;    // of the area
    };
    // `light`: direction in which light runs over the plate. Empty area when nothing of it is in the picture.
    [[nodiscard]] View seen(const Camera &camera, const PlateMap &map, cv::Point2d light) const;

private:
    struct Maps;
    void bendBy(Bend bend, double strength, Random &random);
    [[nodiscard]] cv::Rect areaIn(const Camera &camera) const;
    [[nodiscard]] Maps mapsFor(const Camera &camera, const PlateMap &map, cv::Rect area, double perMm,
                               cv::Point2d light) const;
    [[nodiscard]] const cv::Mat &texture(double perMm) const;

    std::shared_ptr<const Document> m_document;
    Pose m_pose;
    // The bend: along `m_along` (unit vector in the document, from its centre), tables by the way along the plate.
    bool m_flat = true;
    cv::Point2d m_along{1, 0};
    double m_first = 0;            // way of the first entry, mm
    std::vector<float> m_onPaper;  // arc length from the centre
    std::vector<float> m_height;
    std::vector<float> m_slope;
    std::optional<double> m_gutter;  // arc length of the spine
    mutable cv::Mat m_texture;       // the document reduced to what the frame can show
    mutable double m_texturePerMm = 0;
};

}  // namespace hall::scenes
