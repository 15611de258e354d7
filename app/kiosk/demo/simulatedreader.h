// SPDX-License-Identifier: GPL-3.0-or-later
// What stands for a reader of pages in a demonstration: it reads nothing. Beside a picture NAME.jpg that is laid under
// the simulated camera may lie NAME.reading.json, {dictionary id: {"value", "confidence"}}, and that is what it says of
// any page that is accepted while the picture lies there.
#pragma once

#include "app/session/pagereading.h"

namespace hall {

// A reading as such a file holds it. FileInvalid says what is wrong with it.
[[nodiscard]] Result<PageReading> readingFromJson(const QByteArray &json);

// GUI thread.
class SimulatedReader final : public PageReader
{
public:
    static constexpr qint64 largestFile = 64 * 1024;  // bytes
    static constexpr int mostFields = 100;
    static constexpr int longestValue = 500;  // characters

    // A picture is laid down. No file beside it: nothing can be read of it. FileUnreadable (also: too large) and
    // FileInvalid leave what lay there.
    [[nodiscard]] Done lay(const QString &picture);
    void clear() { m_reading.clear(); }

    [[nodiscard]] QFuture<Result<PageReading>> read(const PageToRead &page) override;

private:
    PageReading m_reading;
};

}  // namespace hall
