// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of papers that their service wants as one PDF: kept as they were taken until the case is handed in, read
// while the visitor goes on, so that their text can be found, then bound. Nothing of them is ever on a disk here. The
// engine is loaded on a thread of its own when the first page is to be read, and given back with the last page.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"
#include "app/recognition/reading/textrecogniser.h"
#include "app/recognition/searchablepdf.h"

#include <QByteArray>
#include <QFuture>
#include <QHash>
#include <QString>
#include <QThreadPool>
#include <QVector>

#include <chrono>
#include <functional>
#include <memory>

namespace hall {

class PaperBinder final
{
public:
    // Called on the binder's thread; makeTesseract() where there is none.
    using EngineSource = std::function<Result<std::unique_ptr<TextRecogniser>>()>;

    // `patience`: how long bind() may go on reading pages that were not read before; the others are bound without text.
    explicit PaperBinder(EngineSource engine = {},
                         std::chrono::milliseconds patience = std::chrono::milliseconds(6000));
    ~PaperBinder();
    PaperBinder(const PaperBinder &) = delete;
    PaperBinder &operator=(const PaperBinder &) = delete;

    // All on the GUI thread; none blocks.
    // `sha256`: of the JPEG, which names the page from now on; `kind`: of the sheet, as ServiceMaterial::kind.
    void keep(const QByteArray &sha256, const QString &kind, const Sensitive<QByteArray> &jpeg);
    void drop(const QByteArray &sha256);
    void dropAll();
    // Begins to read all pages that are kept.
    void read();
    // A PDF of these pages in this order. Pages on which nothing can be read, because there is no engine or no time,
    // are in it without text. Faults: BadArgument (a page is not kept, or none is named), PageBadImage, those of
    // writePdf().
    [[nodiscard]] QFuture<Result<Sensitive<QByteArray>>> bind(const QVector<QByteArray> &pages, PdfInk ink);

private:
    struct Page;
    struct Desk;

    std::chrono::milliseconds m_patience;
    QHash<QByteArray, std::shared_ptr<Page>> m_pages;
    std::shared_ptr<Desk> m_desk;  // used by m_thread alone
    QThreadPool m_thread;
};

}  // namespace hall
