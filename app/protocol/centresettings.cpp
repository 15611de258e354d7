// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/centresettings.h"

#include "app/protocol/canonicaljson.h"

#include <QJsonObject>
#include <QRegularExpression>

namespace hall {
namespace {

constexpr qsizetype kTextLength = 200;

tl::unexpected<Fault> wrong(const std::string &what)
{
    return fail(FaultCode::FileInvalid, "settings of the centre: " + what);
}

bool takeText(const QJsonValue &value, QString &zh, QString &en)
{
    const QJsonObject object = value.toObject();
    const auto good = [&object](QStringView key) {
        const QString text = object.value(key).toString();
        return !text.trimmed().isEmpty() && text.size() <= kTextLength;
    };
    if (object.keys() != QStringList{QStringLiteral("en"), QStringLiteral("zh")} || !good(u"zh") || !good(u"en")) {
        return false;
    }
    zh = object.value(u"zh").toString();
    en = object.value(u"en").toString();
    return true;
}

Done take(const QJsonValue &value, CentreSettings &into)
{
    if (!value.isObject()) {
        return wrong("a group of settings is an object");
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        static const QStringList permits{QStringLiteral("scan-or-type"), QStringLiteral("scan"),
                                         QStringLiteral("none")};
        bool good = false;
        if (it.key() == QLatin1String("hall")) {
            good = takeText(it.value(), into.hallZh, into.hallEn);
        } else if (it.key() == QLatin1String("hours")) {
            good = takeText(it.value(), into.hoursZh, into.hoursEn);
        } else if (it.key() == QLatin1String("region")) {
            static const QRegularExpression sixDigits(QStringLiteral("\\A[0-9]{6}\\z"));
            into.region = it.value().toString();
            good = sixDigits.match(into.region).hasMatch();
        } else if (it.key() == QLatin1String("travel_permits")) {
            into.travelPermits = it.value().toString();
            good = permits.contains(into.travelPermits);
        }
        if (!good) {
            return wrong("hall and hours are texts in zh and en, region is six digits, travel_permits is scan-or-type, "
                         "scan or none; nothing else can be set");
        }
    }
    return {};
}

}  // namespace

Result<CentreSettings> parseCentreSettings(const QByteArray &json, const QString &kiosk)
{
    const auto object = parseJsonObject(json, kCentreSettingsBytes);
    if (!object) {
        return fail(FaultCode::FileInvalid, object.error().detail);
    }
    static const QStringList keys{QStringLiteral("v"), QStringLiteral("all"), QStringLiteral("kiosks")};
    for (const QString &key : object->keys()) {
        if (!keys.contains(key)) {
            return wrong("keys are v, all and kiosks");
        }
    }
    if (object->value(u"v").toInt() != 1 || (object->contains(u"kiosks") && !object->value(u"kiosks").isObject())) {
        return wrong("not of version 1");
    }
    CentreSettings settings;
    if (object->contains(u"all")) {
        if (auto done = take(object->value(u"all"), settings); !done) {
            return fail(done.error());
        }
    }
    const QJsonObject kiosks = object->value(u"kiosks").toObject();
    for (auto it = kiosks.begin(); it != kiosks.end(); ++it) {
        CentreSettings other;
        if (auto done = take(it.value(), it.key() == kiosk ? settings : other); !done) {
            return fail(done.error());
        }
    }
    return settings;
}

QStringList regionsInSettings(const QByteArray &json)
{
    QStringList regions;
    const auto object = parseJsonObject(json, kCentreSettingsBytes);
    const auto take = [&regions](const QJsonValue &group) {
        const QString region = group.toObject().value(QStringLiteral("region")).toString();
        if (!region.isEmpty() && !regions.contains(region)) {
            regions.append(region);
        }
    };
    if (object) {
        take(object->value(u"all"));
        for (const QJsonValue kiosk : object->value(u"kiosks").toObject()) {
            take(kiosk);
        }
    }
    return regions;
}

}  // namespace hall
