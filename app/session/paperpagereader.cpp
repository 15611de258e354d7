// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/paperpagereader.h"

#include "app/domain/homepromise.h"
#include "app/recognition/pagecleaner.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/reading/paperreader.h"

#include <QTimer>

#include <atomic>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kEnding{400};  // from the engine's last line to the answer
constexpr float kAroundMm = 3;                     // of the paper around a value, so that its line is recognised
constexpr float kLeastWidthMm = 50;                // a lone character says nothing of where it stands
constexpr int kPlaceWidth = 1200;                  // pixels, at most: what the screen shows

// What a certificate says is asked for under other names where it is to be paid for: of the paper, of the form.
struct OtherName
{
    const char *paper;
    const char *form;
};
constexpr OtherName kOtherNames[] = {{"voc_cert_no", "assess_cert_no"},
                                     {"voc_cert_no", "train_cert_no"},
                                     {"voc_qual_level", "assess_level"},
                                     {"train_cert_date", "assess_date"}};

// `mm`: of `upright`. Empty where nothing of the box lies on it.
QImage placeOf(const cv::Mat &upright, double perMm, cv::Rect2f box)
{
    box += cv::Point2f(-kAroundMm, -kAroundMm);
    box += cv::Size2f(2 * kAroundMm, 2 * kAroundMm);
    if (const float more = kLeastWidthMm - box.width; more > 0) {
        box += cv::Point2f(-more / 2, 0);
        box += cv::Size2f(more, 0);
    }
    const cv::Rect wanted(cvRound(box.x * perMm), cvRound(box.y * perMm), cvRound(box.width * perMm),
                          cvRound(box.height * perMm));
    const cv::Rect pixels = wanted & cv::Rect(0, 0, upright.cols, upright.rows);
    if (pixels.area() == 0) {
        return {};
    }
    cv::Mat cut = upright(pixels);
    if (cut.cols > kPlaceWidth) {
        cv::resize(cut, cut, {}, double(kPlaceWidth) / cut.cols, double(kPlaceWidth) / cut.cols, cv::INTER_AREA);
    }
    return QImage(cut.data, cut.cols, cut.rows, static_cast<qsizetype>(cut.step), QImage::Format_BGR888).copy();
}

}  // namespace

struct PaperPageReader::Desk
{
    PaperLibrary papers;
    EngineSource make;
    std::unique_ptr<TextRecogniser> engine;

    Result<PageReading> read(const PageToRead &page, QDate today, Clock::time_point until)
    {
        const QByteArray &jpeg = page.jpeg.reveal();
        const Result<cv::Mat> picture = decodeImage(std::vector<unsigned char>(jpeg.cbegin(), jpeg.cend()));
        if (!picture) {
            return fail(picture.error());
        }
        if (!engine) {
            auto made = make();
            if (!made) {
                return fail(made.error());
            }
            engine = std::move(*made);
        }
        ReadOptions options;
        options.today = today;
        options.limit = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (options.limit.count() <= 0) {
            return fail(FaultCode::DeviceTimeout, "no time left to read a page");
        }
        const cv::Size2f mm = kindSizeOf(picture->size(), page.kind.toStdString());
        const Result<PaperReading> paper = readPaper(*picture, mm, papers, *engine, options);
        if (!paper) {
            return fail(paper.error());
        }
        return fieldsOf(*paper, *picture);
    }

    static PageReading fieldsOf(const PaperReading &paper, const cv::Mat &picture)
    {
        PageReading fields;
        // As it is shown after the shot: legible in a dim hall, too.
        const cv::Mat upright = paper.fields.empty() ? cv::Mat() : cleanPage(turned(picture, paper.turn));
        if (upright.empty()) {
            return fields;
        }
        for (const ReadField &field : paper.fields) {
            if (field.row >= 0) {
                continue;  // of a table: no one value
            }
            // What the reader is certain of is offered, on whatever scale it measured that.
            const double confidence = field.certain ? std::max(field.confidence, leastConfidence) : field.confidence;
            const bool placed = paper.perMm > 0 && field.box.area() > 0;
            fields.insert(field.id, {Sensitive<QString>(field.text), confidence, field.certain,
                                     placed ? placeOf(upright, paper.perMm, field.box) : QImage()});
        }
        for (const OtherName &name : kOtherNames) {
            const QString form = QString::fromLatin1(name.form);
            if (const auto read = fields.constFind(QString::fromLatin1(name.paper));
                read != fields.cend() && !fields.contains(form)) {
                fields.insert(form, ReadValue(*read));
            }
        }
        return fields;
    }
};

PaperPageReader::PaperPageReader(PaperLibrary papers, std::function<QDate()> today, EngineSource engine,
                                 std::chrono::milliseconds deadline)
    : m_today(std::move(today)), m_deadline(deadline), m_desk(std::make_shared<Desk>())
{
    m_desk->papers = std::move(papers);
    m_desk->make = engine ? std::move(engine) : [] { return makeTesseract(); };
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1);
}

PaperPageReader::~PaperPageReader()
{
    m_thread.clear();
    m_thread.waitForDone();
}

QFuture<Result<PageReading>> PaperPageReader::read(const PageToRead &page)
{
    // Gone with the work that answers it: what was read is nobody's but the asker's, not kept until the time is over.
    const auto promise = std::make_shared<HomePromise<Result<PageReading>>>();
    const auto answered = std::make_shared<std::atomic_flag>();
    const QFuture<Result<PageReading>> future = promise->future();
    const auto until = Clock::now() + m_deadline - kEnding;
    m_thread.start([promise, answered, desk = m_desk, page, today = m_today(), until] {
        Result<PageReading> reading = fail(FaultCode::PageBadImage, "the page could not be looked at");
        try {
            reading = desk->read(page, today, until);
        } catch (const std::exception &) {
            desk->engine.reset();  // in what state it is nobody knows
        }
        if (!answered->test_and_set()) {
            promise->answer(std::move(reading));
        }
    });
    QTimer::singleShot(m_deadline, [kept = std::weak_ptr(promise), answered] {
        const auto waiting = kept.lock();
        if (waiting && !answered->test_and_set()) {
            waiting->answer(fail(FaultCode::DeviceTimeout, "reading a page takes too long"));
        }
    });
    return future;
}

}  // namespace hall
