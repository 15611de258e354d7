// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/cameraoptions.h"

#include <QRegularExpression>

#include <climits>
#include <cmath>

namespace hall {

namespace {

std::optional<int> wholeNumber(const QJsonValue &value)
{
    const double number = value.toDouble(-1);
    return value.isDouble() && number >= 0 && number <= INT_MAX && std::floor(number) == number
               ? std::optional(static_cast<int>(number))
               : std::nullopt;
}

std::optional<QSize> sizeOf(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("\\A([1-9][0-9]{1,4})x([1-9][0-9]{1,4})\\z"));
    const QRegularExpressionMatch match = form.match(text);
    return match.hasMatch() ? std::optional(QSize(match.captured(1).toInt(), match.captured(2).toInt())) : std::nullopt;
}

// False: no key of that name, or not such a value.
bool take(const QString &key, const QJsonValue &value, device::QCameraDevice::Options &options)
{
    if (key == QLatin1String("name")) {
        options.description = value.toString();
        return value.isString();
    }
    if (key == QLatin1String("serial")) {
        options.serial = value.toString().toStdString();
        return value.isString();
    }
    if (key == QLatin1String("size")) {
        const auto size = sizeOf(value.toString());
        options.size = size.value_or(QSize());
        return size.has_value();
    }
    const auto number = wholeNumber(value);
    if (key == QLatin1String("mains_hz")) {
        options.settings.mainsHz = number.value_or(0);
        return number && (*number == 0 || *number == 50 || *number == 60);
    }
    static const QHash<QString, std::optional<int> device::CameraSettings::*> settings{
        {QStringLiteral("exposure_us"), &device::CameraSettings::exposureUs},
        {QStringLiteral("gain"), &device::CameraSettings::gain},
        {QStringLiteral("white_balance_k"), &device::CameraSettings::whiteBalanceK},
        {QStringLiteral("focus"), &device::CameraSettings::focus}};
    const auto setting = settings.find(key);
    if (setting == settings.end() || !number) {
        return false;
    }
    options.settings.**setting = number;
    return true;
}

}  // namespace

Result<device::QCameraDevice::Options> cameraOptions(const QJsonObject &object)
{
    device::QCameraDevice::Options options;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!take(it.key(), it.value(), options)) {
            return fail(FaultCode::BadArgument, "document_camera: " + it.key().toStdString() +
                                                    " is not known there, or has no value that it may have");
        }
    }
    return options;
}

}  // namespace hall
