// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/simulatedreader.h"

#include "app/domain/homepromise.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

// Shares of the page; nothing where they are none.
std::optional<QRectF> boxOf(const QJsonValue &value)
{
    const QJsonArray sides = value.toArray();
    const QRectF box(sides.at(0).toDouble(-1), sides.at(1).toDouble(-1), sides.at(2).toDouble(-1),
                     sides.at(3).toDouble(-1));
    const bool sound = sides.size() == 4 && box.isValid() && QRectF(0, 0, 1, 1).contains(box);
    return sound ? std::optional(box) : std::nullopt;
}

}  // namespace

Result<SimulatedReading> readingFromJson(const QByteArray &json)
{
    if (json.size() > SimulatedReader::largestFile) {
        return fail(FaultCode::FileInvalid, "a reading is at most 64 KiB");
    }
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject()) {
        return fail(FaultCode::FileInvalid, "a reading is a JSON object: " + error.errorString().toStdString());
    }
    const QJsonObject fields = document.object();
    if (fields.size() > SimulatedReader::mostFields) {
        return fail(FaultCode::FileInvalid, "a reading has at most 100 fields");
    }
    SimulatedReading reading;
    if (fields == QJsonObject{{QStringLiteral("engine"), true}}) {
        reading.engine = true;
        return reading;
    }
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const QJsonValue value = it->toObject().value(u"value");
        const QJsonValue certain = it->toObject().value(u"certain");
        const QJsonValue box = it->toObject().value(u"box");
        const double confidence = it->toObject().value(u"confidence").toDouble(-1);
        const bool sound = value.isString() && value.toString().size() <= SimulatedReader::longestValue &&
                           confidence >= 0 && confidence <= 1 && (certain.isUndefined() || certain.isBool()) &&
                           (box.isUndefined() || boxOf(box));
        if (it.key().isEmpty() || !sound) {
            return fail(FaultCode::FileInvalid,
                        "field " + std::to_string(reading.fields.size() + 1) +
                            ": {\"value\": a text, \"confidence\": 0 to 1, \"certain\": true or "
                            "false, \"box\": four shares} by dictionary id");
        }
        reading.fields.insert(it.key(), {Sensitive<QString>(value.toString()), confidence, certain.toBool(), {}});
        if (!box.isUndefined()) {
            reading.boxes.insert(it.key(), *boxOf(box));
        }
    }
    return reading;
}

Done SimulatedReader::lay(const QString &picture)
{
    const QFileInfo laid(picture);
    QFile file(laid.dir().filePath(laid.completeBaseName() + QStringLiteral(".reading.json")));
    if (!file.exists()) {
        clear();
        return {};
    }
    if (file.size() > largestFile || !file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, file.fileName().toStdString() + ": unreadable, or larger than 64 KiB");
    }
    const auto reading = readingFromJson(file.read(largestFile + 1));
    if (!reading) {
        return fail(reading.error().code, file.fileName().toStdString() + ": " + reading.error().detail);
    }
    m_reading = *reading;
    return {};
}

QFuture<Result<PageReading>> SimulatedReader::read(const PageToRead &page)
{
    if (m_reading.engine && m_engine) {
        return m_engine->read(page);
    }
    return runApart([reading = m_reading, jpeg = page.jpeg] {
        PageReading read = reading.fields;
        const QImage picture = reading.boxes.isEmpty() ? QImage() : QImage::fromData(jpeg.reveal());
        for (auto box = reading.boxes.cbegin(); box != reading.boxes.cend(); ++box) {
            const QRectF place(box->x() * picture.width(), box->y() * picture.height(), box->width() * picture.width(),
                               box->height() * picture.height());
            read[box.key()].place = picture.copy(place.toAlignedRect());
        }
        return Result<PageReading>(read);
    });
}

}  // namespace hall
