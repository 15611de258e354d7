// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/canonicaljson.h"
#include "app/protocol/centresettings.h"
#include "app/protocol/refmanifest.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <functional>

using namespace hall;

namespace {

RefManifest sample()
{
    return {7,
            1'767'225'600'000,
            {{QStringLiteral("catalogue/dictionary.json"), QString(64, u'a'), 12},
             {QStringLiteral("catalogue/services/job-seeking.json"), QString(64, u'b'), 0},
             {QStringLiteral("staff/staff.sig"), QString(64, u'c'), kRefFileBytes}}};
}

using Change = std::function<void(QJsonObject &)>;

void changeFile(QJsonObject &object, const QString &key, const QJsonValue &value)
{
    QJsonArray files = object[QStringLiteral("files")].toArray();
    QJsonObject file = files[0].toObject();
    file[key] = value;
    files[0] = file;
    object[QStringLiteral("files")] = files;
}

}  // namespace

Q_DECLARE_METATYPE(Change)

class TestRefManifest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas();
    void anotherKeyOrAnyOtherByteIsRefused();
    void whatIsNoReleaseIsNotSigned_data();
    void whatIsNoReleaseIsNotSigned();
    void signedButWrong_data();
    void signedButWrong();
    void paths_data();
    void paths();
    void settings_data();
    void settings();
};

void TestRefManifest::comesBackAsItWas()
{
    const Signer centre = Signer::generate();
    const auto json = signRefManifest(sample(), centre);
    QVERIFY(json.has_value());
    const auto read = readRefManifest(*json, centre.publicKey());
    QVERIFY(read.has_value());
    QCOMPARE(*read, sample());
    QCOMPARE(read->bytes(), kRefFileBytes + 12);
    QVERIFY(read->has(QStringLiteral("staff/staff.sig")));
    QVERIFY(!read->has(QStringLiteral("staff")));
}

void TestRefManifest::anotherKeyOrAnyOtherByteIsRefused()
{
    const Signer centre = Signer::generate();
    const QByteArray json = *signRefManifest(sample(), centre);
    QCOMPARE(readRefManifest(json, Signer::generate().publicKey()).error().code, FaultCode::SignatureBad);
    QCOMPARE(readRefManifest(json, {}).error().code, FaultCode::SignatureBad);
    // Nor is a signature written otherwise: there is one text of it, byte for byte.
    for (const char *mark : {"!", " ", "0", "00"}) {
        QByteArray written = json;
        written.replace("\"sig\":\"", QByteArray("\"sig\":\"") + mark);
        QVERIFY2(!readRefManifest(written, centre.publicKey()), mark);
    }
    const qsizetype from = json.indexOf("\"sig\":\"") + 7;
    const QByteArray hex = json.mid(from, 2 * Signer::kSignatureBytes);
    QVERIFY(hex.toUpper() != hex);
    QByteArray upper = json;
    upper.replace(hex, hex.toUpper());
    QVERIFY(!readRefManifest(upper, centre.publicKey()));
    for (qsizetype at = 0; at < json.size(); ++at) {
        QByteArray other = json;
        other[at] = static_cast<char>(other[at] ^ 0x01);
        QVERIFY2(!readRefManifest(other, centre.publicKey()), qPrintable(QString::number(at)));
        QVERIFY(!readRefManifest(json.left(at), centre.publicKey()));
    }
}

void TestRefManifest::whatIsNoReleaseIsNotSigned_data()
{
    QTest::addColumn<RefManifest>("manifest");
    const auto row = [](const char *name, const std::function<void(RefManifest &)> &change) {
        RefManifest manifest = sample();
        change(manifest);
        QTest::newRow(name) << manifest;
    };
    row("no number", [](RefManifest &m) { m.number = 0; });
    row("no files", [](RefManifest &m) { m.files.clear(); });
    row("a file too large", [](RefManifest &m) { m.files[0].size = kRefFileBytes + 1; });
    row("a negative size", [](RefManifest &m) { m.files[0].size = -1; });
    row("twice", [](RefManifest &m) { m.files.insert(0, m.files[0]); });
    row("out of order", [](RefManifest &m) { m.files.swapItemsAt(0, 1); });
    row("out of the folder", [](RefManifest &m) { m.files[0].path = QStringLiteral("catalogue/../../sign.key"); });
    row("a folder that is a file", [](RefManifest &m) { m.files[1].path = m.files[0].path + QStringLiteral("/x"); });
    row("no digest", [](RefManifest &m) { m.files[0].sha256 = QStringLiteral("../../identity.json"); });
    row("too many", [](RefManifest &m) {
        m.files.clear();
        for (qsizetype i = 0; i <= kRefFiles; ++i) {
            m.files.append({QStringLiteral("vacancies/%1").arg(i, 6, 10, QLatin1Char('0')), QString(64, u'a'), 0});
        }
    });
    row("too much", [](RefManifest &m) {
        m.files.clear();
        for (qint64 i = 0; i <= kRefTotalBytes / kRefFileBytes; ++i) {
            m.files.append(
                {QStringLiteral("vacancies/%1").arg(i, 6, 10, QLatin1Char('0')), QString(64, u'a'), kRefFileBytes});
        }
    });
}

void TestRefManifest::whatIsNoReleaseIsNotSigned()
{
    QFETCH(RefManifest, manifest);
    const auto json = signRefManifest(manifest, Signer::generate());
    QVERIFY(!json);
    QCOMPARE(json.error().code, FaultCode::MessageInvalid);
}

// What a centre that has been broken into could sign.
void TestRefManifest::signedButWrong_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, const Change &change) { QTest::newRow(name) << change; };
    row("as it was", {});
    row("another version", [](QJsonObject &o) { o[QStringLiteral("v")] = 2; });
    row("a key more", [](QJsonObject &o) { o[QStringLiteral("w")] = 2; });
    row("no time", [](QJsonObject &o) { o.remove(QStringLiteral("made")); });
    row("files are no list", [](QJsonObject &o) { o[QStringLiteral("files")] = QStringLiteral("x"); });
    row("a file is no object", [](QJsonObject &o) { o[QStringLiteral("files")] = QJsonArray{1}; });
    row("a number as text", [](QJsonObject &o) { o[QStringLiteral("number")] = QStringLiteral("7"); });
    row("a path upwards", [](QJsonObject &o) { changeFile(o, QStringLiteral("path"), QStringLiteral("staff/../x")); });
    row("an absolute path", [](QJsonObject &o) { changeFile(o, QStringLiteral("path"), QStringLiteral("/etc/x")); });
    row("a digest in capitals", [](QJsonObject &o) { changeFile(o, QStringLiteral("sha256"), QString(64, u'A')); });
    row("a size as text", [](QJsonObject &o) { changeFile(o, QStringLiteral("size"), QStringLiteral("12")); });
    row("a mode", [](QJsonObject &o) { changeFile(o, QStringLiteral("mode"), 493); });
}

void TestRefManifest::signedButWrong()
{
    QFETCH(Change, change);
    const Signer centre = Signer::generate();
    QJsonObject object = *parseJsonObject(*signRefManifest(sample(), centre), kRefManifestBytes);
    object.remove(QStringLiteral("sig"));
    if (change) {
        change(object);
    }
    const QByteArray signature = centre.sign("hall-ref-v1\n" + *canonicalJson(object));
    object[QStringLiteral("sig")] = QString::fromLatin1(signature.toHex());
    const auto read = readRefManifest(*canonicalJson(object), centre.publicKey());
    QCOMPARE(read.has_value(), !change);
    if (change) {
        QCOMPARE(read.error().code, FaultCode::MessageInvalid);
    }
}

void TestRefManifest::paths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *path, bool good) { QTest::newRow(path) << QString::fromUtf8(path) << good; };
    row("catalogue/policies/370200.json", true);
    row("regions/370200-3.00.json", true);
    row("configuration/kiosks.json", true);
    row("catalogue/a/b/c", true);
    row("catalogue/a/b/c/d", false);
    row("catalogue", false);
    row("catalogue/", false);
    row("/catalogue/a", false);
    row("catalogue//a", false);
    row("catalogue/..", false);
    row("catalogue/.hidden", false);
    row("catalogue/a\\b", false);
    row("catalogue/a b", false);
    row("catalogue/\xe5\xb2\x97", false);
    row("identity/sign.key", false);
    row("manifest.json", false);
}

void TestRefManifest::paths()
{
    QFETCH(QString, path);
    QFETCH(bool, good);
    QCOMPARE(isRefPath(path), good);
}

void TestRefManifest::settings_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("hall");  // at the kiosk A1; empty: refused
    QTest::newRow("for all") << QByteArray(R"({"v":1,"all":{"hall":{"zh":"大厅","en":"Hall"}}})") << "Hall";
    QTest::newRow("for this one") << QByteArray(
                                         R"({"v":1,"all":{"hall":{"zh":"大厅","en":"Hall"},"travel_permits":"scan"},
                          "kiosks":{"A1":{"hall":{"zh":"北","en":"North"}},"A2":{"hall":{"zh":"南","en":"South"}}}})")
                                  << "North";
    QTest::newRow("where it stands") << QByteArray(
                                            R"({"v":1,"all":{"hall":{"zh":"大厅","en":"Hall"},"region":"370100"},
                          "kiosks":{"A1":{"region":"370102"},"A2":{"region":"370100"}}})")
                                     << "Hall";
    QTest::newRow("where nothing stands") << QByteArray(R"({"v":1,"all":{"region":"3701"}})") << "";
    QTest::newRow("a region that is a number") << QByteArray(R"({"v":1,"all":{"region":370100}})") << "";
    QTest::newRow("one language") << QByteArray(R"({"v":1,"all":{"hall":{"zh":"大厅"}}})") << "";
    QTest::newRow("a device") << QByteArray(R"({"v":1,"all":{"printer":"tcp:10.0.0.1:9100"}})") << "";
    QTest::newRow("wrong at another kiosk") << QByteArray(R"({"v":1,"kiosks":{"A2":{"travel_permits":"x"}}})") << "";
    QTest::newRow("another version") << QByteArray(R"({"v":2,"all":{"hall":{"zh":"大厅","en":"Hall"}}})") << "";
    QTest::newRow("a key more") << QByteArray(R"({"v":1,"each":{}})") << "";
    QTest::newRow("no object") << QByteArray("[]") << "";
    QTest::newRow("a group that is a list") << QByteArray(R"({"v":1,"all":[]})") << "";
}

void TestRefManifest::settings()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, hall);
    const auto settings = parseCentreSettings(json, QStringLiteral("A1"));
    QCOMPARE(settings.has_value(), !hall.isEmpty());
    if (settings) {
        QCOMPARE(settings->hallEn, hall);
    } else {
        QCOMPARE(settings.error().code, FaultCode::FileInvalid);
    }
}

QTEST_GUILESS_MAIN(TestRefManifest)
#include "tst_refmanifest.moc"
