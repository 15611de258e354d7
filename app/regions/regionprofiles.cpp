// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/regions/regionprofiles.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace hall {

namespace {

constexpr qint64 largestProfile = 64 * 1024;  // bytes; more is cut off and then no JSON

// Thrown inside this file only: the first defect ends the reading.
struct Defect
{
    std::string why;
};

QByteArray signedContent(const QByteArray &json)
{
    return QByteArrayLiteral("hall-region-profile-v1\n") + json;
}

void onlyKeys(const QJsonObject &object, const QString &where, const QStringList &known)
{
    for (const QString &key : object.keys()) {
        if (!known.contains(key)) {
            throw Defect{(where + key).toStdString() + ": is not a key of a region profile"};
        }
    }
}

std::string matching(const QJsonValue &value, const char *key, const char *pattern)
{
    const QRegularExpression shape(QRegularExpression::anchoredPattern(QString::fromLatin1(pattern)));
    if (!value.isString() || !shape.match(value.toString()).hasMatch()) {
        throw Defect{std::string(key) + ": must be a text like " + pattern};
    }
    return value.toString().toStdString();
}

std::vector<std::string> list(const QJsonValue &value, const char *key, const char *pattern)
{
    if (!value.isArray() && !value.isUndefined()) {
        throw Defect{std::string(key) + ": must be a list"};
    }
    std::vector<std::string> out;
    for (const QJsonValue item : value.toArray()) {
        out.push_back(matching(item, key, pattern));
    }
    return out;
}

QJsonObject part(const QJsonObject &root, const char *key, const QStringList &known)
{
    const QJsonValue value = root.value(QLatin1String(key));
    if (!value.isObject() && !value.isUndefined()) {
        throw Defect{std::string(key) + ": must be an object"};
    }
    onlyKeys(value.toObject(), QLatin1String(key) + QLatin1Char('/'), known);
    return value.toObject();
}

std::uint8_t byteOf(const QJsonValue &value, const char *key, const char *pattern)
{
    return static_cast<std::uint8_t>(std::stoi(matching(value, key, pattern), nullptr, 16));
}

device::RegionProfile profileOf(const QJsonObject &root)
{
    using device::AuthorisationStep;
    using device::CertificateReading;
    onlyKeys(root, {},
             {QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("region"), QStringLiteral("versions"),
              QStringLiteral("authorisation"), QStringLiteral("select"), QStringLiteral("records"),
              QStringLiteral("pin"), QStringLiteral("employment_certificate"), QStringLiteral("remote"),
              QStringLiteral("psam")});
    device::RegionProfile profile;
    profile.id = matching(root.value(u"id"), "id", "[0-9A-Za-z.-]{1,32}");
    (void)matching(root.value(u"name"), "name", ".+");
    profile.region = matching(root.value(u"region"), "region", "[0-9]{2,6}");
    profile.versions = list(root.value(u"versions"), "versions", ".+");
    if (!root.value(u"authorisation").isArray()) {
        throw Defect{"authorisation: must be a list"};
    }
    for (const std::string &step : list(root.value(u"authorisation"), "authorisation", "pin|remote|psam")) {
        profile.authorisation.push_back(step == "pin"      ? AuthorisationStep::Pin
                                        : step == "remote" ? AuthorisationStep::Remote
                                                           : AuthorisationStep::Psam);
    }
    if (root.contains(u"select")) {
        profile.selectP1 = byteOf(root.value(u"select"), "select", "00|02");
    }
    if (root.contains(u"records")) {
        profile.recordP2 = byteOf(root.value(u"records"), "records", "00|04");
    }
    const QJsonObject pin =
        part(root, "pin", {QStringLiteral("digits"), QStringLiteral("initial"), QStringLiteral("tries")});
    const double digits = pin.value(u"digits").toDouble(pin.contains(u"digits") ? 0 : profile.pinDigits);
    if (digits != 4 && digits != 6 && digits != 8 && digits != 10 && digits != 12) {
        throw Defect{"pin/digits: must be 4, 6, 8, 10 or 12"};
    }
    profile.pinDigits = static_cast<int>(digits);
    profile.initialPins = list(pin.value(u"initial"), "pin/initial", "[0-9]{4,12}");
    if (pin.contains(u"tries")) {
        const bool asked = matching(pin.value(u"tries"), "pin/tries", "ask|unknown") == "ask";
        profile.pinCounter = asked ? device::PinCounter::Asked : device::PinCounter::NotAsked;
    }
    if (root.contains(u"employment_certificate")) {
        const std::string word = matching(root.value(u"employment_certificate"), "employment_certificate", "off|on");
        profile.certificate = word == "on" ? CertificateReading::On : CertificateReading::Off;
    }
    const QJsonObject remote = part(root, "remote", {QStringLiteral("key"), QStringLiteral("algorithm")});
    if (remote.contains(u"key")) {
        profile.externalKey = byteOf(remote.value(u"key"), "remote/key", "[0-9A-F]{2}");
    }
    if (remote.contains(u"algorithm")) {
        profile.algorithm = matching(remote.value(u"algorithm"), "remote/algorithm", "[0-9]{2}");
    }
    const QJsonObject psam = part(root, "psam", {QStringLiteral("reader")});
    if (psam.contains(u"reader")) {
        profile.psamReader = matching(psam.value(u"reader"), "psam/reader", ".+");
    }
    return profile;
}

Result<device::RegionProfile> loadOne(const QString &path, const QByteArray &centreKey)
{
    const auto content = [](const QString &name, qint64 atMost) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.read(atMost) : QByteArray();
    };
    const QByteArray json = content(path, largestProfile);
    const QByteArray signature = content(path.chopped(5) + QStringLiteral(".sig"), Signer::kSignatureBytes + 1);
    const std::string name = path.toStdString() + ": ";
    if (json.isEmpty()) {
        return fail(FaultCode::FileUnreadable, name + "empty, or cannot be read");
    }
    if (!verifySignature(centreKey, signedContent(json), signature)) {
        return fail(FaultCode::SignatureBad, name + "not signed by the centre");
    }
    auto profile = regionProfileFromJson(json);
    return profile ? profile : fail(profile.error().code, name + profile.error().detail);
}

}  // namespace

Result<device::RegionProfile> regionProfileFromJson(const QByteArray &json)
{
    QJsonParseError error{};
    const QJsonDocument parsed = QJsonDocument::fromJson(json, &error);
    if (!parsed.isObject()) {
        return fail(FaultCode::FileInvalid, "not a JSON object: " + error.errorString().toStdString());
    }
    try {
        return profileOf(parsed.object());
    } catch (const Defect &defect) {
        return fail(FaultCode::FileInvalid, defect.why);
    }
}

LoadedRegions loadRegionProfiles(const QString &folder, const QByteArray &centreKey)
{
    LoadedRegions loaded;
    const QDir dir(folder);
    for (const QString &name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        auto profile = loadOne(dir.filePath(name), centreKey);
        if (profile) {
            loaded.profiles.push_back(std::move(*profile));
        } else {
            loaded.refused.append(profile.error());
        }
    }
    return loaded;
}

LoadedRegions loadRegionProfiles(const QString &folder)
{
    QFile key(QDir(folder).filePath(QStringLiteral("centre.pub")));
    return loadRegionProfiles(folder,
                              key.open(QIODevice::ReadOnly) ? key.read(Signer::kPublicBytes + 1) : QByteArray());
}

QByteArray signRegionProfile(const Signer &signer, const QByteArray &json)
{
    return signer.sign(signedContent(json));
}

}  // namespace hall
