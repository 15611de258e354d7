// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskconfig.h"

#include "app/kiosk/cameraoptions.h"
#include "drivers/transport/deviceaddress.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStandardPaths>

#include <cmath>

namespace hall {

namespace {

constexpr double millimetresPerInch = 25.4;

tl::unexpected<UsageEnd> usage(const QString &text)
{
    return tl::unexpected(UsageEnd{2, text});
}

tl::expected<QJsonObject, UsageEnd> readObject(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return tl::unexpected(UsageEnd{1, QStringLiteral("%1: cannot be read: %2").arg(path, file.errorString())});
    }
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject()) {
        return tl::unexpected(UsageEnd{1, QStringLiteral("%1: not a JSON object (at byte %2: %3)")
                                              .arg(path)
                                              .arg(error.offset)
                                              .arg(error.errorString())});
    }
    return document.object();
}

tl::expected<ScreenProfile, UsageEnd> readProfile(const QString &path)
{
    const auto object = readObject(path);
    if (!object) {
        return tl::unexpected(object.error());
    }
    ScreenProfile profile;
    profile.widthPx = object->value(u"width_px").toInt(profile.widthPx);
    profile.heightPx = object->value(u"height_px").toInt(profile.heightPx);
    profile.diagonalIn = object->value(u"diagonal_in").toDouble(profile.diagonalIn);
    profile.bottomMm = object->value(u"bottom_mm").toDouble(profile.bottomMm);
    profile.role = object->value(u"role").toString(profile.role);
    profile.orientation =
        object->value(u"orientation")
            .toString(profile.widthPx > profile.heightPx ? QStringLiteral("landscape") : QStringLiteral("portrait"));
    const bool sane = profile.widthPx >= 480 && profile.widthPx <= 8192 && profile.heightPx >= 480 &&
                      profile.heightPx <= 8192 && profile.diagonalIn >= 5 && profile.diagonalIn <= 100;
    if (!sane) {
        return usage(
            QStringLiteral("%1: width_px, height_px (480..8192) or diagonal_in (5..100) out of range").arg(path));
    }
    if (profile.orientation != QLatin1String("portrait") && profile.orientation != QLatin1String("landscape")) {
        return usage(QStringLiteral("%1: orientation must be portrait or landscape").arg(path));
    }
    if (!QStringList{QStringLiteral("full"), QStringLiteral("form-filling"), QStringLiteral("community")}.contains(
            profile.role)) {
        return usage(QStringLiteral("%1: role must be full, form-filling or community").arg(path));
    }
    return profile;
}

QString defaultResources()
{
    // Installed beside the program, or the tree it was built from.
    const QString beside = QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("../share/hallkiosk"));
    return QFileInfo::exists(beside) ? QDir::cleanPath(beside) : QStringLiteral(HALL_RESOURCES);
}

QString defaultSocket()
{
    QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (runtime.isEmpty()) {
        runtime = QDir::tempPath();
    }
    return QDir(runtime).filePath(QStringLiteral("hall-kiosk.sock"));
}

void applyHall(const QJsonValue &hall, LocalText &name)
{
    if (hall.isString()) {
        name = {hall.toString(), hall.toString()};
    }
    name.zh = hall.toObject().value(u"zh").toString(name.zh);
    name.en = hall.toObject().value(u"en").toString(name.en);
}

void applyFile(const QJsonObject &object, KioskConfig &config)
{
    applyHall(object.value(u"hall"), config.hallName);
    applyHall(object.value(u"hours"), config.hallHours);
    config.region = object.value(u"region").toString(config.region);
    config.kioskId = object.value(u"kiosk").toString(config.kioskId);
    config.language = object.value(u"language").toString(config.language);
    config.printer = object.value(u"printer").toString(config.printer);
    config.printerProfile = object.value(u"printer_profile").toString(config.printerProfile);
    config.pagePrinter = object.value(u"page_printer").toString(config.pagePrinter);
    config.cardReader = object.value(u"card_reader").toString(config.cardReader);
    config.idReader = object.value(u"id_reader").toString(config.idReader);
    config.camera = object.value(u"camera").toString(config.camera);
    config.documentCamera = object.value(u"document_camera").toObject();
    config.codeScanner = object.value(u"code_scanner").toString(config.codeScanner);
    config.regions = object.value(u"regions").toString(config.regions);
    config.cabinet = object.value(u"cabinet").toString(config.cabinet);
    config.keypad = object.value(u"keypad").toString(config.keypad);
    config.ups = object.value(u"ups").toString(config.ups);
    config.holderLibrary = object.value(u"holder_library").toString(config.holderLibrary);
    config.vendorHost = object.value(u"vendor_host").toString(config.vendorHost);
    config.tableFolder = object.value(u"table_folder").toString(config.tableFolder);
    config.travelPermits = object.value(u"travel_permits").toString(config.travelPermits);
    const QJsonObject pins = object.value(u"pins").toObject();
    for (auto it = pins.begin(); it != pins.end(); ++it) {
        config.pins.insert(it.key(), it->toString());
    }
}

// What is wrong with the device strings; empty when nothing is.
QString wrongDevice(const KioskConfig &config)
{
    const auto given = [](const QString &text) { return !text.isEmpty() && text != QLatin1String("none"); };
    std::string wrong;
    const auto check = [&wrong](const auto &address) {
        if (!address && wrong.empty()) {
            wrong = address.error().detail;
        }
    };
    if (given(config.codeScanner)) {
        check(device::parseScannerAddress(config.codeScanner.toStdString()));
    }
    if (given(config.pagePrinter)) {
        check(device::parseIppAddress(config.pagePrinter.toStdString()));
    }
    if (given(config.cabinet)) {
        check(device::parseCabinetAddress(config.cabinet.toStdString()));
    }
    if (!config.keypad.isEmpty()) {
        check(device::parseKeypadAddress(config.keypad.toStdString()));
    }
    if (!config.ups.isEmpty()) {
        check(device::parseNutAddress(config.ups.toStdString()));
    }
    for (const QString *device : {&config.printer, &config.idReader}) {
        if (!device->isEmpty()) {
            check(device::parseDeviceAddress(device->toStdString()));
        }
    }
    check(cameraOptions(config.documentCamera));
    return QString::fromStdString(wrong);
}

}  // namespace

double ScreenProfile::pixelsPerMm() const
{
    return std::hypot(widthPx, heightPx) / (diagonalIn * millimetresPerInch);
}

tl::expected<KioskConfig, UsageEnd> parseKioskConfig(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The self-service kiosk of an employment hall."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this help."));
    const auto option = [&](const char *name, const char *description, const char *value = nullptr) {
        const QCommandLineOption one =
            value ? QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(description),
                                       QString::fromLatin1(value))
                  : QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(description));
        parser.addOption(one);
        return QString::fromLatin1(name);
    };
    parser.addOption(help);
    const QString configFile = option("config", "Configuration file (JSON).", "FILE");
    const QString data = option("data", "Folder of the kiosk's own data.", "DIR");
    const QString profile = option("profile", "Screen profile (JSON).", "FILE");
    const QString lang = option("lang", "Language at start: zh_CN or en.", "xx_YY");
    const QString control = option("control", "Control socket.", "SOCKET");
    const QString demo = option("demo", "Simulated devices; refused on data that is enrolled elsewhere.");
    const QString selfTest = option("self-test", "Load every page and exit; any QML warning is a failure.");
    const QString fullscreen = option("fullscreen", "Fill the screen.");
    const QString windowed = option("windowed", "A window of the profile's shape that fits the desk.");
    const QString resources = option("resources", "Folder of the catalogue and other resources.", "DIR");
    const QString region = option("region", "Where the hall stands: six digits of its city or district.", "ID");
    const QString enrolUrl = option("enrol-url", "Gateway to enrol at, if not yet enrolled.", "URL");
    const QString enrolCode = option("enrol-code", "One-time enrolment code.", "CODE");
    const QString enrolCa = option("enrol-ca", "Certificate of the gateway's authority.", "FILE");
    const QString printer = option(
        "printer",
        "Receipt printer: usb:VID:PID[:SERIAL], serial:PATH[@BAUD] or tcp:HOST:PORT; without it a simulated one.",
        "DEVICE");
    const QString pagePrinter =
        option("page-printer",
               "Printer for sheets of A4: ipp://HOST[:PORT]/PATH, ipps://…, or none; without it a simulated one in a "
               "demonstration and none elsewhere.",
               "DEVICE");
    const QString reader =
        option("card-reader", "Social security card reader: pcsc; without it a simulated one.", "KIND");
    const QString idReader =
        option("id-reader", "Resident identity card reader, as for --printer; without it a simulated one.", "DEVICE");
    const QString camera = option("camera", "Document camera: qcamera; without it a simulated one.", "KIND");
    const QString scanner =
        option("code-scanner",
               "Code scanner: serial:PATH[@BAUD], evdev:PATH, or none; without it a simulated one in a "
               "demonstration and none elsewhere.",
               "DEVICE");
    const QString cabinet = option("cabinet",
                                   "Board of the cabinet: serial:PATH[@BAUD], or none; without it a simulated one in a "
                                   "demonstration and none elsewhere.",
                                   "DEVICE");
    const QString keypad = option("keypad", "Keys to be felt, where they are a keyboard: evdev:PATH.", "DEVICE");
    const QString ups = option("ups", "Power supply that upsd knows: nut:UPS@HOST[:PORT].", "DEVICE");
    const QString holder =
        option("holder-library", "A maker's library for photo and face, loaded by hall-vendor-host.", "FILE");

    if (!parser.parse(arguments)) {
        return usage(parser.errorText());
    }
    if (parser.isSet(help)) {
        return tl::unexpected(UsageEnd{0, parser.helpText()});
    }
    if (!parser.positionalArguments().isEmpty()) {
        return usage(QStringLiteral("unexpected argument: %1").arg(parser.positionalArguments().constFirst()));
    }

    KioskConfig config;
    if (parser.isSet(configFile)) {
        const auto object = readObject(parser.value(configFile));
        if (!object) {
            return tl::unexpected(object.error());
        }
        applyFile(*object, config);
    }
    if (parser.isSet(profile)) {
        const auto screen = readProfile(parser.value(profile));
        if (!screen) {
            return tl::unexpected(screen.error());
        }
        config.screen = *screen;
    }
    if (parser.isSet(lang)) {
        config.language = parser.value(lang);
    }
    if (config.language != QLatin1String("zh_CN") && config.language != QLatin1String("en")) {
        return usage(QStringLiteral("--lang: %1 is not available; zh_CN and en are").arg(config.language));
    }
    const auto take = [&](const QString &name, QString &target) {
        if (parser.isSet(name)) {
            target = parser.value(name);
        }
    };
    config.resourcesDir = defaultResources();
    config.controlSocket = defaultSocket();
    config.dataDir = QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
                         .filePath(QStringLiteral("hallkiosk"));
    take(resources, config.resourcesDir);
    take(control, config.controlSocket);
    take(data, config.dataDir);
    take(region, config.region);
    take(enrolUrl, config.enrolUrl);
    take(enrolCode, config.enrolCode);
    take(enrolCa, config.enrolCa);
    take(printer, config.printer);
    take(pagePrinter, config.pagePrinter);
    take(reader, config.cardReader);
    take(idReader, config.idReader);
    take(camera, config.camera);
    take(scanner, config.codeScanner);
    take(cabinet, config.cabinet);
    take(keypad, config.keypad);
    take(ups, config.ups);
    take(holder, config.holderLibrary);
    static const QRegularExpression sixDigits(QStringLiteral("\\A[0-9]{6}\\z"));
    if (!sixDigits.match(config.region).hasMatch()) {
        return usage(QStringLiteral("region: '%1' is not the six digits of the hall's city or district, such as 370100")
                         .arg(config.region));
    }
    static const QStringList permitWays{QStringLiteral("scan-or-type"), QStringLiteral("scan"), QStringLiteral("none")};
    if (!permitWays.contains(config.travelPermits)) {
        return usage(QStringLiteral("travel_permits: %1 is none of %2")
                         .arg(config.travelPermits, permitWays.join(QStringLiteral(", "))));
    }
    if (!config.tableFolder.isEmpty() && config.tableFolder != QLatin1String("none") &&
        QDir::isRelativePath(config.tableFolder)) {
        return usage(QStringLiteral("table_folder: %1 must begin at the root").arg(config.tableFolder));
    }
    if (const QString wrong = wrongDevice(config); !wrong.isEmpty()) {
        return usage(wrong);
    }
    config.demo = parser.isSet(demo);
    config.selfTest = parser.isSet(selfTest);
    config.fullscreen = parser.isSet(fullscreen) && !parser.isSet(windowed);
    config.fitsDesk = parser.isSet(windowed);
    return config;
}

}  // namespace hall
