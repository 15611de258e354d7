// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/truth.h"

#include <algorithm>
#include <cmath>
#include <QJsonArray>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

double rounded(double value, double steps = 1000)
{
    return std::round(value * steps) / steps;
}

QJsonArray pointOf(cv::Point2d p)
{
    return {rounded(p.x), rounded(p.y)};
}

template <typename List> QJsonArray pointsOf(const List &points)
{
    QJsonArray array;
    for (const cv::Point2d &p : points) {
        array.append(pointOf(p));
    }
    return array;
}

QJsonArray boxOf(const cv::Rect2f &box)
{
    return {rounded(box.x, 100), rounded(box.y, 100), rounded(box.width, 100), rounded(box.height, 100)};
}

QJsonArray matrixOf(const cv::Matx33d &m)
{
    QJsonArray rows;
    for (int row = 0; row < 3; ++row) {
        rows.append(QJsonArray{m(row, 0), m(row, 1), m(row, 2)});
    }
    return rows;
}

QJsonArray wordsOf(const std::vector<QString> &words)
{
    QJsonArray array;
    for (const QString &word : words) {
        array.append(word);
    }
    return array;
}

QString nameOf(Bend bend)
{
    switch (bend) {
    case Bend::Flat:
        return u"flat"_s;
    case Bend::Roll:
        return u"roll"_s;
    case Bend::Corner:
        return u"corner"_s;
    case Bend::Gutter:
        return u"gutter"_s;
    }
    return {};
}

}  // namespace

QJsonObject toJson(const SceneDocument &document)
{
    const Document &paper = *document.document;
    QJsonArray fields;
    for (const Field &field : paper.fields) {
        QJsonObject one{
            {u"id"_s, field.id}, {u"text"_s, field.text}, {u"value"_s, field.value}, {u"box_mm"_s, boxOf(field.box)}};
        if (field.lines.size() > 1) {
            QJsonArray lines;
            for (const cv::Rect2f &line : field.lines) {
                lines.append(boxOf(line));
            }
            one.insert(u"lines_mm"_s, lines);
        }
        if (field.row >= 0) {
            one.insert(u"row"_s, field.row);
        }
        const bool sealed = std::any_of(paper.seals.begin(), paper.seals.end(),
                                        [&](const cv::Rect2f &seal) { return (seal & field.box).area() > 0; });
        if (sealed) {
            one.insert(u"under_seal"_s, true);
        }
        fields.append(one);
    }
    QJsonArray codes;
    for (const Code &code : paper.codes) {
        codes.append(QJsonObject{{u"type"_s, code.type}, {u"text"_s, code.text}, {u"box_mm"_s, boxOf(code.box)}});
    }
    QJsonArray seals;
    for (const cv::Rect2f &seal : paper.seals) {
        seals.append(boxOf(seal));
    }
    QJsonArray lift;
    for (const double height : document.lift) {
        lift.append(rounded(height));
    }
    return {{u"kind"_s, scenes::nameOf(paper.kind)},
            {u"layout"_s, paper.layout},
            {u"size_mm"_s, QJsonArray{rounded(paper.mm.width, 100), rounded(paper.mm.height, 100)}},
            {u"quad"_s, pointsOf(document.quad)},
            {u"quad_mm"_s, pointsOf(document.plateQuad)},
            {u"lift_mm"_s, lift},
            {u"turn"_s, rounded(document.pose.turn)},
            {u"bend"_s, nameOf(document.bend)},
            {u"curled"_s, document.curled},
            {u"cut"_s, document.cut},
            {u"covered"_s, rounded(document.covered, 1e5)},
            {u"covered_side"_s, rounded(document.coveredSide)},
            {u"washed"_s, rounded(document.washed, 1e5)},
            {u"flags"_s, wordsOf(document.flags)},
            {u"doubtful"_s, wordsOf(document.doubtful)},
            {u"fields"_s, fields},
            {u"codes"_s, codes},
            {u"seals_mm"_s, seals}};
}

QJsonObject toJson(const Calibration &calibration)
{
    QJsonArray distortion;
    for (const double k : calibration.distortion) {
        distortion.append(k);
    }
    return {{u"size"_s, QJsonArray{calibration.size.width, calibration.size.height}},
            {u"matrix"_s, matrixOf(calibration.matrix)},
            {u"distortion"_s, distortion},
            {u"plate_to_pixel"_s, matrixOf(calibration.plateToPixel)},
            {u"pixels_per_mm"_s, rounded(calibration.pixelsPerMm())}};
}

QJsonObject toJson(const Scene &scene, const QString &file, const QString &reference)
{
    QJsonArray documents;
    for (const SceneDocument &document : scene.documents) {
        documents.append(toJson(document));
    }
    QJsonObject json{{u"file"_s, file},
                     {u"background"_s, scenes::nameOf(scene.background)},
                     {u"effect"_s, scenes::nameOf(scene.effect)},
                     {u"strength"_s, rounded(scene.strength)},
                     {u"blur_mm"_s, rounded(scene.blurMm)},
                     {u"exposure"_s, rounded(scene.exposure)},
                     {u"calibration"_s, toJson(scene.calibration)},
                     {u"documents"_s, documents}};
    if (scene.background == Background::Marked) {
        json.insert(u"marks_mm"_s, pointsOf(scene.marks));
    }
    if (!reference.isEmpty()) {
        json.insert(u"reference"_s, reference);
        json.insert(u"reference_calibration"_s, toJson(scene.referenceCalibration));
    }
    return json;
}

QJsonObject toJson(const FrameTruth &truth, const QString &file)
{
    QJsonArray documents;
    for (const SceneDocument &document : truth.documents) {
        QJsonObject one = toJson(document);
        one.remove(u"fields"_s);  // they stand once, beside the frames
        one.remove(u"codes"_s);
        one.remove(u"seals_mm"_s);
        documents.append(one);
    }
    return {{u"file"_s, file},
            {u"ms"_s, truth.ms},
            {u"empty"_s, truth.empty},
            {u"hand"_s, truth.hand},
            {u"moving"_s, truth.moving},
            {u"still_since"_s, truth.stillSince ? QJsonValue(*truth.stillSince) : QJsonValue()},
            {u"documents"_s, documents}};
}

}  // namespace hall::scenes
