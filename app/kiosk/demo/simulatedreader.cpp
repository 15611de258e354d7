// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/simulatedreader.h"

#include "app/domain/homepromise.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

Result<PageReading> readingFromJson(const QByteArray &json)
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
    PageReading reading;
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const QJsonValue value = it->toObject().value(u"value");
        const double confidence = it->toObject().value(u"confidence").toDouble(-1);
        const bool sound = value.isString() && value.toString().size() <= SimulatedReader::longestValue &&
                           confidence >= 0 && confidence <= 1;
        if (it.key().isEmpty() || !sound) {
            return fail(FaultCode::FileInvalid, "field " + std::to_string(reading.size() + 1) +
                                                    ": {\"value\": a text, \"confidence\": 0 to 1} by dictionary id");
        }
        reading.insert(it.key(), {Sensitive<QString>(value.toString()), confidence});
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

QFuture<Result<PageReading>> SimulatedReader::read(const PageToRead &)
{
    return runApart([reading = m_reading] { return Result<PageReading>(reading); });
}

}  // namespace hall
