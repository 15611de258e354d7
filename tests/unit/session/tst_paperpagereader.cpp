// SPDX-License-Identifier: GPL-3.0-or-later
// Accepted pages are read off the GUI thread: values with what is certain, where they stand, and an end in any case.
#include "app/recognition/pageimage.h"
#include "app/session/paperpagereader.h"
#include "tests/support/scenes/document.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTest>
#include <QThread>

#include <atomic>
#include <chrono>
#include <opencv2/imgproc.hpp>
#include <thread>
#include <utility>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

PaperLibrary papers()
{
    auto read = readPapers(QStringLiteral(HALL_SOURCE_DIR "/resources/papers"));
    return read ? *read : PaperLibrary();
}

// As the capture hands it over: 200 dots an inch, at most 300 KiB.
PageToRead pageOf(const scenes::Document &document, int turn = 0)
{
    cv::Mat page;
    const double scale = 200 / (document.perMm * 25.4);
    cv::resize(document.bgr, page, {}, scale, scale, cv::INTER_AREA);
    for (int i = 0; i < turn; ++i) {
        cv::rotate(page, page, cv::ROTATE_90_COUNTERCLOCKWISE);
    }
    const auto jpeg = encodePage(page);
    return {u"skill-assessment-subsidy"_s, u"skill-certificate"_s, u"a4"_s, 1,
            Sensitive<QByteArray>(QByteArray(reinterpret_cast<const char *>(jpeg->bytes.data()),
                                             static_cast<qsizetype>(jpeg->bytes.size())))};
}

QDate today()
{
    return {2026, 11, 28};
}

// What the test's own thread does is counted; what the engine is asked on is remembered.
class Stand final : public TextRecogniser
{
public:
    Stand(std::atomic<QThread *> &asked, std::chrono::milliseconds each) : m_asked(asked), m_each(each) {}
    ReadLine read(const cv::Mat &, LineMode, std::chrono::steady_clock::time_point) override
    {
        m_asked = QThread::currentThread();
        std::this_thread::sleep_for(std::exchange(m_each, std::chrono::milliseconds(0)));  // it hangs once
        return {};
    }

private:
    std::atomic<QThread *> &m_asked;
    std::chrono::milliseconds m_each;
};

}  // namespace

class tst_PaperPageReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPaperIsReadWithItsPlaces_data()
    {
        QTest::addColumn<int>("turn");
        QTest::newRow("upright") << 0;
        QTest::newRow("head down") << 2;
    }
    void aPaperIsReadWithItsPlaces()
    {
        QFETCH(int, turn);
        const scenes::Document paper = scenes::drawDocument(scenes::Kind::SkillCertificate, 3);
        PaperPageReader reader(papers(), today, {}, std::chrono::seconds(90));  // other tests use this machine as well
        QFuture<Result<PageReading>> reading = reader.read(pageOf(paper, turn));
        QTRY_VERIFY_WITH_TIMEOUT(reading.isFinished(), 100'000);
        const Result<PageReading> fields = reading.result();
        QVERIFY2(fields, fields ? "" : fields.error().detail.c_str());
        int right = 0;
        for (const scenes::Field &truth : paper.fields) {
            const auto field = fields->constFind(truth.id);
            if (field == fields->cend()) {
                continue;
            }
            QVERIFY2(!field->certain || field->text.reveal() == truth.value, qPrintable(truth.id));
            QVERIFY2(!field->certain || field->confidence >= PageReader::leastConfidence,
                     qPrintable(truth.id));  // offered
            right += field->text.reveal() == truth.value ? 1 : 0;
            QVERIFY2(!field->place.isNull(), qPrintable(truth.id));
            // Wide enough to be recognised, and a strip of the sheet, not the sheet.
            QVERIFY(field->place.width() >= 380 && field->place.height() < 700);
        }
        QVERIFY2(right >= 2, qPrintable(QString::number(right)));
        // As the forms call what the certificate says.
        for (const auto &[paperName, formName] :
             {std::pair(u"voc_cert_no"_s, u"assess_cert_no"_s), std::pair(u"train_cert_date"_s, u"assess_date"_s)}) {
            QVERIFY(fields->contains(paperName));
            QCOMPARE(fields->value(formName).text.reveal(), fields->value(paperName).text.reveal());
            QCOMPARE(fields->value(formName).certain, fields->value(paperName).certain);
        }
    }

    void theGuiThreadIsNotUsedAndNotHeld()
    {
        std::atomic<QThread *> asked = nullptr;
        PaperPageReader reader(papers(), today, [&] {
            return Result<std::unique_ptr<TextRecogniser>>(
                std::make_unique<Stand>(asked, std::chrono::milliseconds(5)));
        });
        QElapsedTimer timer;
        timer.start();
        const PageToRead page = pageOf(scenes::drawDocument(scenes::Kind::TransferLetter, 3));
        const qint64 drawn = timer.restart();
        QFuture<Result<PageReading>> reading = reader.read(page);
        QVERIFY2(timer.elapsed() < 200, qPrintable(QStringLiteral("%1 of %2").arg(timer.elapsed()).arg(drawn)));
        QTRY_VERIFY_WITH_TIMEOUT(reading.isFinished(), PageReader::deadlineMs + 2000);
        QVERIFY(asked != nullptr && asked != QThread::currentThread());
    }

    void anEngineThatHangsIsNotWaitedFor()
    {
        std::atomic<QThread *> asked = nullptr;
        constexpr std::chrono::milliseconds deadline(600);
        PaperPageReader reader(
            papers(), today,
            [&] { return Result<std::unique_ptr<TextRecogniser>>(std::make_unique<Stand>(asked, 4 * deadline)); },
            deadline);
        const PageToRead page = pageOf(scenes::drawDocument(scenes::Kind::TransferLetter, 3));
        QElapsedTimer timer;
        timer.start();
        QFuture<Result<PageReading>> reading = reader.read(page);
        QTRY_VERIFY_WITH_TIMEOUT(reading.isFinished(), 2 * deadline.count());
        QVERIFY(timer.elapsed() >= deadline.count() - 50);
        QVERIFY(!reading.result());
        QCOMPARE(reading.result().error().code, FaultCode::DeviceTimeout);
    }

    void whoeverIsDestroyedWhileItReadsAnswersNobodyTwice()
    {
        std::atomic<QThread *> asked = nullptr;
        auto reader = std::make_unique<PaperPageReader>(papers(), today, [&] {
            return Result<std::unique_ptr<TextRecogniser>>(
                std::make_unique<Stand>(asked, std::chrono::milliseconds(300)));
        });
        const PageToRead page = pageOf(scenes::drawDocument(scenes::Kind::TransferLetter, 3));
        int first = 0;
        int second = 0;
        reader->read(page).then(this, [&](const Result<PageReading> &) { ++first; });
        reader->read(page).then(this, [&](const Result<PageReading> &) { ++second; });  // its turn never comes
        QTRY_VERIFY_WITH_TIMEOUT(asked != nullptr, 20'000);
        reader.reset();  // waits for the page under way
        QTRY_COMPARE_WITH_TIMEOUT(first, 1, 5000);
        QTest::qWait(50);
        QCOMPARE(first, 1);
        QCOMPARE(second, 0);
    }

    void whatCannotBeReadIsAFault()
    {
        PaperPageReader reader(papers(), today);
        PageToRead page;
        page.kind = u"a4"_s;
        page.jpeg = Sensitive<QByteArray>(QByteArrayLiteral("no picture"));
        QFuture<Result<PageReading>> reading = reader.read(page);
        QTRY_VERIFY_WITH_TIMEOUT(reading.isFinished(), PageReader::deadlineMs + 1000);
        QCOMPARE(reading.result().error().code, FaultCode::PageBadImage);
        PaperPageReader without(papers(), today, [] {
            return Result<std::unique_ptr<TextRecogniser>>(fail(FaultCode::FileUnreadable, "no model"));
        });
        reading = without.read(pageOf(scenes::drawDocument(scenes::Kind::TransferLetter, 3)));
        QTRY_VERIFY_WITH_TIMEOUT(reading.isFinished(), PageReader::deadlineMs + 1000);
        QCOMPARE(reading.result().error().code, FaultCode::FileUnreadable);
    }
};

QTEST_MAIN(tst_PaperPageReader)
#include "tst_paperpagereader.moc"
