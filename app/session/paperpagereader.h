// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of accepted pages that a kiosk really has: the kinds of paper of resources/papers, read by the free engine
// on a thread of its own. The engine is loaded there with the first page and kept (some 60 MB).
#pragma once

#include "app/recognition/reading/paperkind.h"
#include "app/recognition/reading/textrecogniser.h"
#include "app/session/pagereading.h"

#include <QDate>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace hall {

class PaperPageReader final : public PageReader
{
public:
    // Called on the reader's thread; makeTesseract() where there is none.
    using EngineSource = std::function<Result<std::unique_ptr<TextRecogniser>>()>;

    // `today`: asked on the GUI thread at every page, for the centuries of dates. `deadline`: at most deadlineMs where
    // somebody waits.
    PaperPageReader(PaperLibrary papers, std::function<QDate()> today, EngineSource engine = {},
                    std::chrono::milliseconds deadline = std::chrono::milliseconds(deadlineMs));
    ~PaperPageReader() override;

    // Faults: PageBadImage, FileUnreadable (no model of the engine), DeviceTimeout after the deadline. A paper of no
    // kind that is known gives no fields.
    [[nodiscard]] QFuture<Result<PageReading>> read(const PageToRead &page) override;

private:
    struct Desk;

    std::function<QDate()> m_today;
    std::chrono::milliseconds m_deadline;
    std::shared_ptr<Desk> m_desk;  // used by m_thread alone
    QThreadPool m_thread;
};

}  // namespace hall
