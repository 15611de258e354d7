// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/acceptedplate.h"

#include "app/recognition/platefile.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype mostFigures = 32;

QJsonObject objectOf(const std::vector<unsigned char> &json)
{
    return QJsonDocument::fromJson(QByteArray::fromRawData(reinterpret_cast<const char *>(json.data()),
                                                           static_cast<qsizetype>(json.size())))
        .object();
}

tl::unexpected<Fault> wrong(const char *what)
{
    return fail(FaultCode::FileInvalid, std::string("calibration: '") + what + "' missing or wrong");
}

}  // namespace

Result<AcceptedPlate> parseAccepted(const std::vector<unsigned char> &json)
{
    auto plate = parseCalibration(json);
    if (!plate) {
        return fail(plate.error());
    }
    AcceptedPlate accepted;
    accepted.plate = std::move(*plate);
    const QJsonObject object = objectOf(json);
    const QJsonObject figures = object.value("figures"_L1).toObject();
    if (figures.size() > mostFigures || (object.contains("figures"_L1) && !object.value("figures"_L1).isObject())) {
        return wrong("figures");
    }
    for (auto it = figures.constBegin(); it != figures.constEnd(); ++it) {
        const QJsonArray pair = it->toArray();
        if (pair.size() != 2 || !pair[0].isDouble() || !pair[1].isDouble()) {
            return wrong("figures");
        }
        accepted.figures.push_back({it.key().toStdString(), pair[0].toDouble(), pair[1].toDouble()});
    }
    if (object.contains("accepted"_L1)) {
        const QJsonObject how = object.value("accepted"_L1).toObject();
        const QDateTime at = QDateTime::fromString(how.value("at"_L1).toString(), Qt::ISODate);
        if (!at.isValid() || !how.value("by"_L1).isString()) {
            return wrong("accepted");
        }
        accepted.by = how.value("by"_L1).toString().toStdString();
        accepted.at = at.toSecsSinceEpoch();
    }
    return accepted;
}

Result<std::vector<unsigned char>> encodeAccepted(const AcceptedPlate &accepted)
{
    const auto plate = encodeCalibration(accepted.plate);
    if (!plate) {
        return fail(plate.error());
    }
    QJsonObject object = objectOf(*plate);
    QJsonObject figures;
    for (const CalibrationFigure &figure : accepted.figures) {
        figures.insert(QString::fromStdString(figure.name), QJsonArray{figure.value, figure.limit});
    }
    object.insert("figures"_L1, figures);
    if (accepted.at != 0) {
        object.insert(
            "accepted"_L1,
            QJsonObject{{"by"_L1, QString::fromStdString(accepted.by)},
                        {"at"_L1, QDateTime::fromSecsSinceEpoch(accepted.at, Qt::UTC).toString(Qt::ISODate)}});
    }
    const QByteArray json = QJsonDocument(object).toJson();
    return std::vector<unsigned char>(json.begin(), json.end());
}

Result<AcceptedPlate> readAccepted(const std::filesystem::path &path)
{
    const auto bytes = readPlateFile(path);
    return bytes ? parseAccepted(*bytes) : fail(bytes.error());
}

}  // namespace hall
