// SPDX-License-Identifier: GPL-3.0-or-later
// What stands for a reader of pages in a demonstration: it reads nothing. Beside a picture NAME.jpg that is laid under
// the simulated camera may lie NAME.reading.json, {dictionary id: {"value", "confidence", "certain", "box"}}, and that
// is what it says of any page that is accepted while the picture lies there. "certain" may be left out: it is not.
// "box" says where it stands: [x, y, width, height] in shares of the page. {"engine": true} has the page read by what a
// kiosk reads pages with.
#pragma once

#include "app/session/pagereading.h"

#include <QHash>
#include <QRectF>

namespace hall {

struct SimulatedReading
{
    PageReading fields;
    QHash<QString, QRectF> boxes;
    bool engine = false;  // then there are no fields
};

// A reading as such a file holds it. FileInvalid says what is wrong with it.
[[nodiscard]] Result<SimulatedReading> readingFromJson(const QByteArray &json);

// GUI thread.
class SimulatedReader final : public PageReader
{
public:
    static constexpr qint64 largestFile = 64 * 1024;  // bytes
    static constexpr int mostFields = 100;
    static constexpr int longestValue = 500;  // characters

    // `engine`: outlives this one; null: there is none, and nothing is read where it is asked for.
    explicit SimulatedReader(PageReader *engine = nullptr) : m_engine(engine) {}

    // A picture is laid down. No file beside it: nothing can be read of it. FileUnreadable (also: too large) and
    // FileInvalid leave what lay there.
    [[nodiscard]] Done lay(const QString &picture);
    void clear() { m_reading = {}; }

    [[nodiscard]] QFuture<Result<PageReading>> read(const PageToRead &page) override;

private:
    PageReader *m_engine;
    SimulatedReading m_reading;
};

}  // namespace hall
