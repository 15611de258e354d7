// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/cameraoptions.h"
#include "app/kiosk/kioskconfig.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hall;

class TestConfig : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString write(const QByteArray &text)
    {
        const QString path = m_dir.filePath(QStringLiteral("profile.json"));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) {
            file.write(text);
        }
        return path;
    }

    static tl::expected<KioskConfig, UsageEnd> parse(const QStringList &arguments)
    {
        return parseKioskConfig(QStringList{QStringLiteral("hall-kiosk")} + arguments);
    }

private Q_SLOTS:
    void aProfileTurnsMillimetresIntoPixels()
    {
        const QString path = write(R"({"width_px":1920,"height_px":1080,"diagonal_in":27,"role":"form-filling"})");
        const auto config = parse({QStringLiteral("--profile"), path, QStringLiteral("--lang"), QStringLiteral("en")});
        QVERIFY(config.has_value());
        QCOMPARE(config->screen.orientation, QStringLiteral("landscape"));
        QCOMPARE(config->screen.role, QStringLiteral("form-filling"));
        QCOMPARE(config->language, QStringLiteral("en"));
        QVERIFY(qAbs(config->screen.pixelsPerMm() - 3.212) < 0.001);  // 2203 px over 685.8 mm
    }

    void aWindowOnADeskIsAskedFor()
    {
        QVERIFY(!parse({})->fitsDesk);
        const auto config = parse({QStringLiteral("--windowed"), QStringLiteral("--fullscreen")});
        QVERIFY(config->fitsDesk);
        QVERIFY(!config->fullscreen);
    }

    void theCameraAndItsSettings()
    {
        const auto config = parse({QStringLiteral("--config"), write(R"({"camera":"qcamera","document_camera":{
            "name":"Doc Cam","serial":"S1","size":"3264x2448","mains_hz":60,"exposure_us":10000,"focus":120}})")});
        QVERIFY(config.has_value());
        const auto options = cameraOptions(config->documentCamera);
        QVERIFY(options.has_value());
        QCOMPARE(options->description, QStringLiteral("Doc Cam"));
        QCOMPARE(options->serial, std::string("S1"));
        QCOMPARE(options->size, QSize(3264, 2448));
        QVERIFY(options->settings == (device::CameraSettings{60, 10000, std::nullopt, std::nullopt, 120}));
        QVERIFY(cameraOptions({})->settings == device::CameraSettings{});
        QCOMPARE(device::CameraSettings{}.mainsHz, 50);
        for (const char *wrong :
             {R"("brand":"x")", R"("mains_hz":55)", R"("size":"big")", R"("size":"0x5")", R"("gain":-1)",
              R"("focus":"far")", R"("exposure_us":1.5)", R"("gain":1e12)", R"("name":7)"}) {
            const auto refused = parse(
                {QStringLiteral("--config"), write(QByteArray(R"({"document_camera":{)") + wrong + QByteArray("}}"))});
            QVERIFY2(!refused, wrong);
            QVERIFY2(refused.error().text.contains(QStringLiteral("document_camera")), wrong);
        }
    }

    void wrongUseEndsWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown option") << QStringList{QStringLiteral("--frobnicate")};
        QTest::newRow("unknown language") << QStringList{QStringLiteral("--lang"), QStringLiteral("fr")};
        QTest::newRow("stray word") << QStringList{QStringLiteral("hello")};
        QTest::newRow("scanner at no place")
            << QStringList{QStringLiteral("--code-scanner"), QStringLiteral("usb:1:2")};
        QTest::newRow("cabinet at no place")
            << QStringList{QStringLiteral("--cabinet"), QStringLiteral("usb:0403:6001")};
        QTest::newRow("keypad at no place") << QStringList{QStringLiteral("--keypad"), QStringLiteral("evdev:event3")};
        QTest::newRow("power supply at no place") << QStringList{QStringLiteral("--ups"), QStringLiteral("nut:hall")};
        QTest::newRow("printer at no place") << QStringList{QStringLiteral("--printer"), QStringLiteral("usb:12")};
        QTest::newRow("reader at no place") << QStringList{QStringLiteral("--id-reader"), QStringLiteral("ttyS0")};
        QTest::newRow("screen of no size")
            << QStringList{QStringLiteral("--profile"), write(R"({"width_px":0,"height_px":0})")};
    }

    void wrongUseEndsWithTwo()
    {
        QFETCH(QStringList, arguments);
        const auto config = parse(arguments);
        QVERIFY(!config.has_value());
        QCOMPARE(config.error().exitCode, 2);
        QVERIFY(!config.error().text.isEmpty());
    }

    void aBrokenProfileIsAFailedJobThatNamesTheFile()
    {
        const QString path = write("{not json");
        const auto config = parse({QStringLiteral("--profile"), path});
        QVERIFY(!config.has_value());
        QCOMPARE(config.error().exitCode, 1);
        QVERIFY(config.error().text.contains(path));
    }

    void devicesComeFromFileAndCommandLine()
    {
        const QString path = write(R"({"printer":"usb:04b8:0202","id_reader":"serial:/dev/ttyS1@115200",)"
                                   R"("code_scanner":"evdev:/dev/input/by-id/x-event-kbd"})");
        const auto config = parse(
            {QStringLiteral("--config"), path, QStringLiteral("--printer"), QStringLiteral("serial:/dev/ttyS0@9600")});
        QVERIFY(config.has_value());
        QCOMPARE(config->printer, QStringLiteral("serial:/dev/ttyS0@9600"));
        QCOMPARE(config->idReader, QStringLiteral("serial:/dev/ttyS1@115200"));
        QCOMPARE(config->codeScanner, QStringLiteral("evdev:/dev/input/by-id/x-event-kbd"));
        QCOMPARE(parse({QStringLiteral("--code-scanner"), QStringLiteral("none")})->codeScanner,
                 QStringLiteral("none"));
        const QString pages = QStringLiteral("ipp://10.20.30.40/ipp/print");
        const QByteArray named = "{\"page_printer\":\"" + pages.toUtf8() + "\"}";
        QCOMPARE(parse({QStringLiteral("--config"), write(named)})->pagePrinter, pages);
        QCOMPARE(parse({QStringLiteral("--page-printer"), QStringLiteral("none")})->pagePrinter,
                 QStringLiteral("none"));
        QVERIFY(!parse({QStringLiteral("--page-printer"), QStringLiteral("ipp://printer.hall/ipp/print")}).has_value());
        const auto wrong = parse({QStringLiteral("--config"), write(R"({"id_reader":"usb:0400"})")});
        QVERIFY(!wrong.has_value());
        QVERIFY(wrong.error().text.contains(QStringLiteral("usb:0400")));
    }

    void whereTheHallStands()
    {
        QCOMPARE(parse({})->region, QStringLiteral("370200"));
        const QString file = write(R"({"region":"370102"})");
        QCOMPARE(parse({QStringLiteral("--config"), file})->region, QStringLiteral("370102"));
        // The command line goes before the file.
        const auto given =
            parse({QStringLiteral("--config"), file, QStringLiteral("--region"), QStringLiteral("370600")});
        QCOMPARE(given->region, QStringLiteral("370600"));
        for (const char *wrong : {R"({"region":"3701"})", R"({"region":""})", R"({"region":"37010a"})"}) {
            const auto refused = parse({QStringLiteral("--config"), write(wrong)});
            QVERIFY2(!refused, wrong);
            QCOMPARE(refused.error().exitCode, 2);
            QVERIFY2(refused.error().text.contains(QStringLiteral("such as 370100")), wrong);
        }
    }

    void travelPermits()
    {
        QCOMPARE(parse({})->travelPermits, QStringLiteral("scan-or-type"));
        const auto scan = parse({QStringLiteral("--config"), write(R"({"travel_permits":"scan"})")});
        QCOMPARE(scan->travelPermits, QStringLiteral("scan"));
        const auto wrong = parse({QStringLiteral("--config"), write(R"({"travel_permits":"yes"})")});
        QVERIFY(!wrong.has_value());
        QVERIFY(wrong.error().text.contains(QStringLiteral("scan-or-type")));
    }

    void whereTablesAre()
    {
        QVERIFY(parse({})->tableFolder.isEmpty());
        const auto given = parse({QStringLiteral("--config"), write(R"({"table_folder":"/media/stick"})")});
        QCOMPARE(given->tableFolder, QStringLiteral("/media/stick"));
        const auto none = parse({QStringLiteral("--config"), write(R"({"table_folder":"none"})")});
        QCOMPARE(none->tableFolder, QStringLiteral("none"));
        const auto wrong = parse({QStringLiteral("--config"), write(R"({"table_folder":"media"})")});
        QVERIFY(!wrong.has_value());
        QVERIFY(wrong.error().text.contains(QStringLiteral("table_folder")));
    }

    void theHallHasANameInEveryLanguage_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("zh");
        QTest::addColumn<QString>("en");
        const QString plain = QStringLiteral("Smart Employment Hall");
        QTest::newRow("as shipped") << QStringLiteral("{}") << QStringLiteral("就业智慧大厅") << plain;
        QTest::newRow("in both") << QStringLiteral(R"({"hall":{"zh":"市南就业大厅","en":"Shinan Employment Hall"}})")
                                 << QStringLiteral("市南就业大厅") << QStringLiteral("Shinan Employment Hall");
        QTest::newRow("one for all") << QStringLiteral(R"({"hall":"市南就业大厅"})") << QStringLiteral("市南就业大厅")
                                     << QStringLiteral("市南就业大厅");
    }

    void theHallHasANameInEveryLanguage()
    {
        QFETCH(QString, file);
        const auto config = parse({QStringLiteral("--config"), write(file.toUtf8())});
        QVERIFY(config.has_value());
        QTEST(config->hallName.in(QStringLiteral("zh_CN")), "zh");
        QTEST(config->hallName.in(QStringLiteral("en")), "en");
    }

    void helpIsNoFailure()
    {
        const auto config = parse({QStringLiteral("--help")});
        QVERIFY(!config.has_value());
        QCOMPARE(config.error().exitCode, 0);
        QVERIFY(config.error().text.contains(QStringLiteral("--control")));
    }
};

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_config.moc"
