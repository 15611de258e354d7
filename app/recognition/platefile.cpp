// SPDX-License-Identifier: GPL-3.0-or-later
// A calibration as a file.
#include "app/recognition/platefile.h"

#include "app/recognition/pageimage.h"
#include "app/recognition/platecalibration.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

using namespace Qt::StringLiterals;

constexpr int version = 1;
constexpr std::uintmax_t largestFile = 64U * 1024 * 1024;  // bytes
constexpr double gainUnit = 8192;                          // of a 16-bit picture: gains up to 8
constexpr double largestFocus = 1e9;
constexpr double largestLight = 1e9;
constexpr double smallestDeterminant = 1e-12;

tl::unexpected<Fault> wrong(const char *what)
{
    return fail(FaultCode::FileInvalid, std::string("calibration: '") + what + "' missing or wrong");
}

template <typename Values> QJsonArray arrayOf(const Values &values, int count)
{
    QJsonArray array;
    for (int i = 0; i < count; ++i) {
        array.append(values.val[i]);
    }
    return array;
}

template <typename Values> bool readArray(const QJsonValue &value, Values &values, int count)
{
    const QJsonArray array = value.toArray();
    bool good = array.size() == count;
    for (int i = 0; good && i < count; ++i) {
        values.val[i] = array[i].toDouble(std::nan(""));
        good = std::isfinite(values.val[i]);
    }
    return good;
}

QString timeOf(std::int64_t at)
{
    return QDateTime::fromSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate);
}

bool readTime(const QJsonObject &object, std::int64_t &at)
{
    const QDateTime time = QDateTime::fromString(object.value("at"_L1).toString(), Qt::ISODate);
    at = time.isValid() ? time.toSecsSinceEpoch() : 0;
    return time.isValid();
}

QString pngOf(const cv::Mat &picture)
{
    std::vector<unsigned char> png;
    cv::imencode(".png", picture, png);
    return QString::fromLatin1(
        QByteArray::fromRawData(reinterpret_cast<const char *>(png.data()), static_cast<qsizetype>(png.size()))
            .toBase64());
}

std::vector<unsigned char> bytesOf(const QJsonValue &base64)
{
    const auto bytes =
        QByteArray::fromBase64Encoding(base64.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    return bytes ? std::vector<unsigned char>((*bytes).begin(), (*bytes).end()) : std::vector<unsigned char>();
}

Done readLens(const QJsonValue &value, PlateCalibration &calibration)
{
    const QJsonObject object = value.toObject();
    CameraLens lens;
    lens.rmsPixels = object.value("rms_px"_L1).toDouble(-1);
    if (!readArray(object.value("matrix"_L1), lens.matrix, 9) ||
        !readArray(object.value("distortion"_L1), lens.distortion, 5) || !readTime(object, lens.at) ||
        lens.rmsPixels < 0 || !(lens.matrix(0, 0) > 0) || !(lens.matrix(1, 1) > 0)) {
        return wrong("lens");
    }
    calibration.lens = lens;
    return {};
}

Done readGeometry(const QJsonValue &value, PlateCalibration &calibration)
{
    const QJsonObject object = value.toObject();
    PlateGeometry geometry;
    geometry.p95Mm = object.value("p95_mm"_L1).toDouble(-1);
    if (!readArray(object.value("to_mm"_L1), geometry.toMm, 9) || !readTime(object, geometry.at) ||
        geometry.p95Mm < 0 || !(std::abs(cv::determinant(geometry.toMm)) > smallestDeterminant)) {
        return wrong("geometry");
    }
    calibration.geometry = geometry;
    return {};
}

Done readEmpty(const QJsonValue &value, PlateCalibration &calibration)
{
    const QJsonObject object = value.toObject();
    EmptyPlate empty;
    auto picture = decodeImage(bytesOf(object.value("png"_L1)));
    if (!picture || std::max(picture->cols, picture->rows) > kReferenceSide || !readTime(object, empty.at)) {
        return wrong("empty");
    }
    empty.bgr = *picture;
    calibration.empty = empty;
    return {};
}

Done readFlat(const QJsonValue &value, PlateCalibration &calibration)
{
    const QJsonObject object = value.toObject();
    FlatField flat;
    const std::vector<unsigned char> png = bytesOf(object.value("png"_L1));
    // Its size is looked at before anything large is unpacked.
    const auto small = decodeImage(png);
    if (!small || std::max(small->cols, small->rows) != kGainSide || !readTime(object, flat.at)) {
        return wrong("flat");
    }
    const cv::Mat gains = cv::imdecode(png, cv::IMREAD_UNCHANGED);
    if (gains.type() != CV_16UC3) {
        return wrong("flat");
    }
    gains.convertTo(flat.gain, CV_32FC3, 1 / gainUnit);
    calibration.flat = flat;
    return {};
}

Done readFocus(const QJsonValue &value, PlateCalibration &calibration)
{
    const QJsonObject object = value.toObject();
    const auto number = [&object](QLatin1String name, int &into) {
        const double read = object.value(name).toDouble(std::nan(""));
        const bool whole = std::abs(read) <= largestFocus && read == std::floor(read);
        into = whole ? static_cast<int>(read) : 0;
        return whole;
    };
    CameraFocus focus;
    if (!number("value"_L1, focus.value) || !number("least"_L1, focus.least) || !number("most"_L1, focus.most) ||
        !number("step"_L1, focus.step) || !readTime(object, focus.at) || focus.step < 1 || focus.least >= focus.most ||
        focus.value < focus.least || focus.value > focus.most) {
        return wrong("focus");
    }
    calibration.focus = focus;
    return {};
}

Done readLight(const QJsonValue &value, PlateCalibration &calibration)
{
    const QJsonObject object = value.toObject();
    bool good = true;
    const auto number = [&](QLatin1String name, double least) -> std::optional<int> {
        if (!object.contains(name)) {
            return std::nullopt;
        }
        const double read = object.value(name).toDouble(std::nan(""));
        const bool whole = read >= least && read <= largestLight && read == std::floor(read);
        good = good && whole;
        return whole ? std::optional(static_cast<int>(read)) : std::nullopt;
    };
    HeldLight light;
    light.exposureUs = number("exposure_us"_L1, 1);
    light.gain = number("gain"_L1, -largestLight);
    light.whiteBalanceK = number("white_balance_k"_L1, 1);
    const bool any = light.exposureUs || light.gain || light.whiteBalanceK;
    if (!good || !any || !readTime(object, light.at)) {
        return wrong("light");
    }
    calibration.light = light;
    return {};
}

}  // namespace

Result<std::vector<unsigned char>> encodeCalibration(const PlateCalibration &calibration)
{
    QJsonObject object{{"v"_L1, version},
                       {"camera"_L1, QString::fromStdString(calibration.camera)},
                       {"size_px"_L1, QJsonArray{calibration.size.width, calibration.size.height}}};
    if (const auto &lens = calibration.lens) {
        object.insert("lens"_L1, QJsonObject{{"matrix"_L1, arrayOf(lens->matrix, 9)},
                                             {"distortion"_L1, arrayOf(lens->distortion, 5)},
                                             {"rms_px"_L1, lens->rmsPixels},
                                             {"at"_L1, timeOf(lens->at)}});
    }
    if (const auto &geometry = calibration.geometry) {
        object.insert("geometry"_L1, QJsonObject{{"to_mm"_L1, arrayOf(geometry->toMm, 9)},
                                                 {"p95_mm"_L1, geometry->p95Mm},
                                                 {"at"_L1, timeOf(geometry->at)}});
    }
    if (const auto &empty = calibration.empty) {
        object.insert("empty"_L1, QJsonObject{{"png"_L1, pngOf(empty->bgr)}, {"at"_L1, timeOf(empty->at)}});
    }
    if (const auto &flat = calibration.flat) {
        cv::Mat gains;
        flat->gain.convertTo(gains, CV_16UC3, gainUnit);
        object.insert("flat"_L1, QJsonObject{{"png"_L1, pngOf(gains)}, {"at"_L1, timeOf(flat->at)}});
    }
    if (calibration.focus) {
        object.insert("focus"_L1, QJsonObject{{"value"_L1, calibration.focus->value},
                                              {"least"_L1, calibration.focus->least},
                                              {"most"_L1, calibration.focus->most},
                                              {"step"_L1, calibration.focus->step},
                                              {"at"_L1, timeOf(calibration.focus->at)}});
    }
    if (const auto &light = calibration.light) {
        QJsonObject held{{"at"_L1, timeOf(light->at)}};
        for (const auto &[name, value] : {std::pair{"exposure_us"_L1, light->exposureUs},
                                          {"gain"_L1, light->gain},
                                          {"white_balance_k"_L1, light->whiteBalanceK}}) {
            if (value) {
                held.insert(name, *value);
            }
        }
        object.insert("light"_L1, held);
    }
    const QByteArray json = QJsonDocument(object).toJson();
    // What could not be read again is not written.
    std::vector<unsigned char> bytes(json.begin(), json.end());
    auto again = parseCalibration(bytes);
    return again ? Result<std::vector<unsigned char>>(std::move(bytes)) : fail(again.error());
}

Result<PlateCalibration> parseCalibration(const std::vector<unsigned char> &json)
{
    const QJsonObject object =
        QJsonDocument::fromJson(
            QByteArray::fromRawData(reinterpret_cast<const char *>(json.data()), static_cast<qsizetype>(json.size())))
            .object();
    if (object.value("v"_L1).toInt() != version) {
        return wrong("v");
    }
    PlateCalibration calibration;
    calibration.camera = object.value("camera"_L1).toString().toStdString();
    const QJsonArray size = object.value("size_px"_L1).toArray();
    calibration.size = {size.at(0).toInt(), size.at(1).toInt()};
    const cv::Size pixels = calibration.size;
    if (size.size() != 2 || pixels.width < 1 || pixels.height < 1 || pixels.width > largestImageSide ||
        pixels.height > largestImageSide) {
        return wrong("size_px");
    }
    using Reader = Done (*)(const QJsonValue &, PlateCalibration &);
    for (const auto &[name, read] : {std::pair<QLatin1String, Reader>{"lens"_L1, readLens},
                                     {"geometry"_L1, readGeometry},
                                     {"empty"_L1, readEmpty},
                                     {"flat"_L1, readFlat},
                                     {"focus"_L1, readFocus},
                                     {"light"_L1, readLight}}) {
        if (object.contains(name)) {
            if (Done done = read(object.value(name), calibration); !done) {
                return fail(done.error());
            }
        }
    }
    return calibration;
}

Result<std::vector<unsigned char>> readPlateFile(const std::filesystem::path &path)
{
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file) {
        return fail(FaultCode::FileUnreadable, path.string() + " cannot be read");
    }
    if (size > largestFile) {
        return wrong("size");
    }
    return std::vector<unsigned char>{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Result<PlateCalibration> readCalibration(const std::filesystem::path &path)
{
    const auto bytes = readPlateFile(path);
    return bytes ? parseCalibration(*bytes) : fail(bytes.error());
}

}  // namespace hall
