// SPDX-License-Identifier: GPL-3.0-or-later
// The command line and the screen profile of one kiosk.
#pragma once

#include "app/catalogue/localtext.h"
#include "app/domain/base/result.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace hall {

// What the installer measured: {"width_px","height_px","diagonal_in","bottom_mm","orientation","role"}.
struct ScreenProfile
{
    int widthPx = 1080;
    int heightPx = 1920;
    double diagonalIn = 27.0;
    double bottomMm = 850.0;  // lower edge of the screen above the floor
    QString orientation = QStringLiteral("portrait");
    QString role = QStringLiteral("full");  // "full" or "form-filling" or "community"

    [[nodiscard]] double pixelsPerMm() const;
};

struct KioskConfig
{
    QString dataDir;
    QString resourcesDir;
    QString language = QStringLiteral("zh_CN");
    QString controlSocket;
    bool demo = false;
    bool selfTest = false;
    bool fullscreen = false;
    bool fitsDesk = false;  // a window no larger than the screen it is on, everything on it smaller alike
    QString enrolUrl;
    QString enrolCode;
    QString enrolCa;
    QString kioskId = QStringLiteral("demo-kiosk-1");
    // In the configuration file "hall": {"zh": …, "en": …}, or one name for every language.
    LocalText hallName{QStringLiteral("就业智慧大厅"), QStringLiteral("Smart Employment Hall")};
    // In the configuration file "hours": {"zh": …, "en": …}, when the hall's windows are open, in words.
    LocalText hallHours{QStringLiteral("以大厅公告为准"), QStringLiteral("as posted at the entrance")};
    // Where the hall stands: six digits of its city or district (GB/T 2260), of which the catalogue has a pack. Says
    // which limits, calendar, texts, districts and agencies hold.
    QString region = QStringLiteral("370200");
    QString printer;  // "" = simulated, or a device string (drivers/transport/deviceaddress.h)
    QString printerProfile = QStringLiteral("epson-tm-t82iii-203dpi");
    // "" = simulated in a demonstration and none elsewhere, "none", or ipp://HOST[:PORT]/PATH, ipps://…
    QString pagePrinter;
    QString cardReader;          // "" = simulated, "pcsc"
    QString idReader;            // "" = simulated, or a device string
    QString camera;              // "" = simulated, "qcamera"
    QJsonObject documentCamera;  // which of the cameras it is, its frames and settings: cameraoptions.h
    // "" = simulated in a demonstration and none elsewhere, "none", or a device string: serial:PATH[@BAUD], evdev:PATH
    QString codeScanner;
    // Folder of the signed region profiles and the centre's key (app/regions/regionprofiles.h); "" = DATA/regions
    QString regions;
    QByteArray regionsKey;  // who signed them; empty = the centre.pub that lies there
    // "" = simulated in a demonstration and none elsewhere, "none", or serial:PATH[@BAUD]
    QString cabinet;
    QString keypad;  // "" = none, or evdev:PATH; wants a cabinet
    QString ups;     // "" = none, or nut:UPS@HOST[:PORT]
    // In the configuration file "pins": {"cabinet": "MODEL:SERIAL", …}: who a device must be (its fact "identity").
    QHash<QString, QString> pins;
    // A maker's library for the photo of a resident card and the holder's face (drivers/vendorhost); "" = none.
    QString holderLibrary;
    QString vendorHost;  // the program that loads it; "" = beside this one
    // Where a stick with tables of people is mounted (resources/udev); "" = put in by hand in a demonstration, and
    // /run/hallkiosk/stick elsewhere if /run/hallkiosk is there; "none" = no place for one.
    QString tableFolder;
    // Signing in with a travel permit: "scan-or-type", "scan", or "none".
    QString travelPermits = QStringLiteral("scan-or-type");
    ScreenProfile screen;
};

// Exit code 2 goes with a usage error, 0 with --help or --version (text is then what to print).
struct UsageEnd
{
    int exitCode = 2;
    QString text;
};

[[nodiscard]] tl::expected<KioskConfig, UsageEnd> parseKioskConfig(const QStringList &arguments);

}  // namespace hall
