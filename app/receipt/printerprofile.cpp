// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/receipt/printerprofile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

using namespace Qt::StringLiterals;

class ProfileReader
{
public:
    explicit ProfileReader(QJsonObject object) : m_object(std::move(object)) {}

    std::string word(const QString &key, const QStringList &allowed)
    {
        const QString value = take(key).toString();
        if (value.isEmpty() || (!allowed.isEmpty() && !allowed.contains(value))) {
            complain(key, allowed.isEmpty() ? u"must be a text"_s : u"must be one of "_s + allowed.join(u", "_s));
        }
        return value.toStdString();
    }

    int numberOr(const QString &key, int atLeast, int atMost, int otherwise)
    {
        return m_object.contains(key) ? number(key, atLeast, atMost) : otherwise;
    }

    bool flagOr(const QString &key, bool otherwise) { return m_object.contains(key) ? flag(key) : otherwise; }

    std::string wordOr(const QString &key, const QStringList &allowed)
    {
        return m_object.contains(key) ? word(key, allowed) : allowed.first().toStdString();
    }

    // Hex digits; none when the key is missing.
    device::Bytes bytesOr(const QString &key)
    {
        const QByteArray text = m_object.contains(key) ? take(key).toString().toLatin1() : QByteArray();
        const QByteArray bytes = QByteArray::fromHex(text);
        if (bytes.toHex() != text.toLower() || bytes.size() > 8) {
            complain(key, u"must be at most 8 bytes in hex"_s);
        }
        return {bytes.begin(), bytes.end()};
    }

    int number(const QString &key, int atLeast, int atMost)
    {
        const int value = take(key).toInt(-1);
        if (value < atLeast || value > atMost) {
            complain(key, u"must be a whole number from %1 to %2"_s.arg(atLeast).arg(atMost));
        }
        return value;
    }

    bool flag(const QString &key)
    {
        const QJsonValue value = take(key);
        if (!value.isBool()) {
            complain(key, u"must be true or false"_s);
        }
        return value.toBool();
    }

    QString complaint()
    {
        for (const QString &key : m_object.keys()) {
            complain(key, u"is not a key of a printer profile"_s);
        }
        return m_complaint;
    }

private:
    QJsonValue take(const QString &key) { return m_object.take(key); }
    void complain(const QString &key, const QString &what)
    {
        if (m_complaint.isEmpty()) {
            m_complaint = key + u": "_s + what;
        }
    }

    QJsonObject m_object;
    QString m_complaint;
};

}  // namespace

Result<device::PrinterProfile> printerProfileFromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument parsed = QJsonDocument::fromJson(json, &error);
    if (!parsed.isObject()) {
        return fail(FaultCode::FileInvalid, "not a JSON object: " + error.errorString().toStdString());
    }
    ProfileReader reader(parsed.object());
    device::PrinterProfile profile;
    profile.id = reader.word(u"id"_s, {});
    (void)reader.word(u"name"_s, {});  // for people who look into the file
    profile.dots = reader.number(u"dots"_s, 128, 2048);
    profile.dpi = reader.number(u"dpi"_s, 100, 600);
    profile.sliceRows = reader.number(u"sliceRows"_s, 1, 255);
    profile.cut = reader.word(u"cut"_s, {u"full"_s, u"partial"_s, u"none"_s});
    profile.dialect = reader.word(u"dialect"_s, {u"epson"_s, u"snbc"_s, u"custom"_s});
    profile.nearEndSensor = reader.flag(u"nearEndSensor"_s);
    profile.presenter = reader.flag(u"presenter"_s);
    const std::string proof = reader.word(u"proof"_s, {u"A"_s, u"B"_s, u"C"_s, u"D"_s});
    profile.proof = proof.empty() ? 'D' : proof.front();
    profile.headToCutterMm = reader.number(u"headToCutterMm"_s, 0, 100);
    profile.clearBuffer = reader.flag(u"clearBuffer"_s);
    profile.flow = reader.wordOr(u"flow"_s, {u"none"_s, u"rts-cts"_s, u"xon-xoff"_s});
    profile.mode = reader.wordOr(u"mode"_s, {u"auto"_s, u"raster"_s, u"text"_s});
    profile.charset = reader.wordOr(u"charset"_s, {u"gb2312"_s, u"gbk"_s, u"gb18030-2byte"_s, u"gb18030"_s});
    profile.nativeQr = reader.flagOr(u"nativeQr"_s, profile.nativeQr);
    profile.nearEndMm = reader.numberOr(u"nearEndMm"_s, 0, 20'000, profile.nearEndMm);
    profile.rollM = reader.numberOr(u"rollM"_s, 0, 500, profile.rollM);
    profile.takeWithinS = reader.numberOr(u"takeWithinS"_s, 5, 600, profile.takeWithinS);
    profile.retract = reader.bytesOr(u"retract"_s);
    if (const QString complaint = reader.complaint(); !complaint.isEmpty()) {
        return fail(FaultCode::FileInvalid, complaint.toStdString());
    }
    return profile;
}

// Bytes; more is cut off and then no JSON. A device that never ends does no harm.
constexpr qint64 largestProfile = 64 * 1024;

Result<device::PrinterProfile> loadPrinterProfile(const QString &resources, const QString &idOrFile)
{
    const bool isFile = idOrFile.contains(u'/') || idOrFile.endsWith(".json"_L1);
    const QString path = isFile ? idOrFile : QDir(resources).filePath(u"printers/"_s + idOrFile + u".json"_s);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, path.toStdString() + ": " + file.errorString().toStdString());
    }
    auto profile = printerProfileFromJson(file.read(largestProfile));
    if (!profile) {
        return fail(FaultCode::FileInvalid, path.toStdString() + ": " + profile.error().detail);
    }
    return profile;
}

}  // namespace hall
