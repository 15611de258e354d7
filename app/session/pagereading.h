// SPDX-License-Identifier: GPL-3.0-or-later
// The way from what a page says to the form: whatever reads accepted pages stands behind PageReader. What was read is
// a suggestion: Session shows it beside the field as read from the visitor's paper, and it counts when the visitor has
// touched it, never before. Personal data: not logged, kept for the visit alone.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/base/sensitive.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QFuture>
#include <QImage>
#include <QMap>
#include <QString>

namespace hall {

// A page that the visitor has accepted, straightened.
struct PageToRead
{
    QString service;   // id of the service file
    QString material;  // id of its material
    QString kind;      // of the sheet, as ServiceMaterial::kind: "a4"
    int page = 1;      // from 1 within the material
    Sensitive<QByteArray> jpeg;
};

struct ReadValue
{
    Sensitive<QString> text;  // as somebody would type it into the form: a code of the table, a date as yyyy-MM-dd
    double confidence = 0;    // 0 … 1, the reader's own; below leastConfidence it is not offered as a value
    bool certain = false;     // the print itself proves it (check digit, closed list), or two looks at it agree
    QImage place;             // the paper where it stands, with what is around it, upright; null: not known
};

// By dictionary id. A field that could not be read is not there.
using PageReading = QMap<QString, ReadValue>;

class PageReader
{
public:
    static constexpr double leastConfidence = 0.8;
    static constexpr int deadlineMs = 5000;  // by then read() has ended

    PageReader() = default;
    PageReader(const PageReader &) = delete;
    PageReader &operator=(const PageReader &) = delete;
    virtual ~PageReader() = default;

    // Called on the GUI thread and must not block it; ends within deadlineMs. Whatever fails, the visitor fills the
    // form in without it.
    [[nodiscard]] virtual QFuture<Result<PageReading>> read(const PageToRead &page) = 0;
};

}  // namespace hall
