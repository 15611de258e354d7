// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/paperbinder.h"

#include "app/domain/homepromise.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/pdfpage.h"

namespace hall {

namespace {

using Clock = std::chrono::steady_clock;
using Bound = Result<Sensitive<QByteArray>>;

constexpr std::chrono::milliseconds kOnePage{5000};  // a page full of print takes a second or two
constexpr int kFirst = 1;                            // before pages that wait to be read

std::vector<unsigned char> bytesOf(const QByteArray &bytes)
{
    return {bytes.cbegin(), bytes.cend()};
}

}  // namespace

struct PaperBinder::Page
{
    QString kind;
    Sensitive<QByteArray> jpeg;
    std::optional<PageSheet> sheet;  // of the binder's thread alone

    Page(QString of, Sensitive<QByteArray> bytes) : kind(std::move(of)), jpeg(std::move(bytes)) {}
    Page(const Page &) = delete;
    Page &operator=(const Page &) = delete;
    ~Page()
    {
        if (sheet) {
            for (PdfText &read : sheet->texts) {
                read.text.fill(QChar());
            }
        }
    }
    [[nodiscard]] Result<cv::Mat> picture() const { return decodeImage(bytesOf(jpeg.reveal())); }
    [[nodiscard]] cv::Size2f mm(const cv::Mat &picture) const { return kindSizeOf(picture.size(), kind.toStdString()); }
};

struct PaperBinder::Desk
{
    EngineSource make;
    std::unique_ptr<TextRecogniser> engine;

    void read(Page &page, const cv::Mat &picture, Clock::time_point until)
    {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (page.sheet || left.count() <= 0) {
            return;
        }
        if (!engine) {
            auto made = make();
            if (!made) {
                return;
            }
            engine = std::move(*made);
        }
        try {
            page.sheet = readSheet(picture, page.mm(picture), *engine, std::min(left, kOnePage));
        } catch (const std::exception &) {
            engine.reset();  // in what state it is nobody knows
            page.sheet.emplace();
        }
    }

    Bound bind(const std::vector<std::shared_ptr<Page>> &pages, PdfInk ink, Clock::time_point until)
    {
        std::vector<PdfPage> made;
        for (const auto &page : pages) {
            const Result<cv::Mat> picture = page->picture();
            if (!picture) {
                return fail(picture.error());
            }
            read(*page, *picture, until);
            Result<PdfPage> one = pdfPage(*picture, page->mm(*picture), page->sheet.value_or(PageSheet()), ink,
                                          bytesOf(page->jpeg.reveal()));
            if (!one) {
                return fail(one.error());
            }
            made.push_back(std::move(*one));
        }
        const auto pdf = writePdf(made);
        if (!pdf) {
            return fail(pdf.error());
        }
        return Sensitive<QByteArray>(
            QByteArray(reinterpret_cast<const char *>(pdf->data()), static_cast<qsizetype>(pdf->size())));
    }
};

PaperBinder::PaperBinder(EngineSource engine, std::chrono::milliseconds patience)
    : m_patience(patience), m_desk(std::make_shared<Desk>())
{
    m_desk->make = engine ? std::move(engine) : [] { return makeTesseract(); };
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1);
}

PaperBinder::~PaperBinder()
{
    m_thread.clear();
    m_thread.waitForDone();
}

void PaperBinder::keep(const QByteArray &sha256, const QString &kind, const Sensitive<QByteArray> &jpeg)
{
    m_pages.insert(sha256, std::make_shared<Page>(kind, jpeg));
}

void PaperBinder::drop(const QByteArray &sha256)
{
    if (m_pages.remove(sha256) && m_pages.isEmpty()) {
        m_thread.start([desk = m_desk] { desk->engine.reset(); });
    }
}

void PaperBinder::dropAll()
{
    m_thread.clear();
    if (!m_pages.isEmpty()) {
        m_pages.clear();
        m_thread.start([desk = m_desk] { desk->engine.reset(); });
    }
}

void PaperBinder::read()
{
    for (const auto &page : std::as_const(m_pages)) {
        m_thread.start([desk = m_desk, kept = std::weak_ptr(page)] {
            const auto waiting = kept.lock();  // it may have been taken out since
            if (!waiting || waiting->sheet) {
                return;
            }
            if (const Result<cv::Mat> picture = waiting->picture()) {
                desk->read(*waiting, *picture, Clock::now() + kOnePage);
            }
        });
    }
}

QFuture<Bound> PaperBinder::bind(const QVector<QByteArray> &pages, PdfInk ink)
{
    const HomePromise<Bound> promise;
    std::vector<std::shared_ptr<Page>> all;
    for (const QByteArray &sha256 : pages) {
        all.push_back(m_pages.value(sha256));
    }
    if (std::find(all.begin(), all.end(), nullptr) != all.end()) {
        promise.answer(fail(FaultCode::BadArgument, "a page of the paper is not kept"));
        return promise.future();
    }
    const auto until = Clock::now() + m_patience;
    m_thread.start(
        [promise, desk = m_desk, all = std::move(all), ink, until] {
            Bound bound = fail(FaultCode::Internal, "the paper could not be bound");
            try {
                bound = desk->bind(all, ink, until);
            } catch (const std::exception &) {
                desk->engine.reset();
            }
            promise.answer(std::move(bound));
        },
        kFirst);
    return promise.future();
}

}  // namespace hall
