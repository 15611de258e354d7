// SPDX-License-Identifier: GPL-3.0-or-later
// What makes a value that looks certain doubtful: lists with words that are alike, poor print, what is printed beside a
// number, figures that were left out.
#include "app/recognition/reading/fieldlook.h"
#include "app/recognition/reading/figurecount.h"
#include "app/recognition/reading/numberfacts.h"
#include "app/recognition/reading/textfields.h"

#include <QGuiApplication>
#include <QPainter>
#include <QTest>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

// A line's picture on a page, in a typeface of the glyph book.
cv::Mat pageWith(const QString &text)
{
    QFont font(u"Noto Serif CJK SC"_s);
    font.setPixelSize(36);
    QImage image(420, 80, QImage::Format_RGB888);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setFont(font);
    painter.drawText(QRect(20, 10, 380, 60), Qt::AlignLeft | Qt::AlignVCenter, text);
    painter.end();
    return cv::Mat(image.height(), image.width(), CV_8UC3, image.bits(), static_cast<std::size_t>(image.bytesPerLine()))
        .clone();
}

// An engine that reads one text after another, whatever it is shown.
class Told : public TextRecogniser
{
public:
    explicit Told(QStringList texts) : m_texts(std::move(texts)) {}

    ReadLine read(const cv::Mat & /*gray*/, LineMode /*mode*/,
                  std::chrono::steady_clock::time_point /*deadline*/) override
    {
        ReadLine line;
        const QString text = m_texts.isEmpty() ? QString() : m_texts.takeFirst();
        for (const QChar c : text) {
            line.push_back({c, 0.99F, {10 * static_cast<int>(line.size()), 0, 8, 30}});
        }
        return line;
    }

private:
    QStringList m_texts;
};

// Each in a row of its own.
PageText textOfRows(const QStringList &rows)
{
    PageText text;
    for (const QString &row : rows) {
        const auto number = static_cast<int>(text.segments.size());
        text.segments.push_back({{20, 20 + 60 * number, 12 * static_cast<int>(row.size()), 30}, 0, number});
        for (qsizetype i = 0; i < row.size(); ++i) {
            text.symbols.push_back(
                {row[i], 0.99F, {20 + 12 * static_cast<int>(i), 20 + 60 * number, 10, 30}, number, number});
            text.text += plainCharacter(row[i]);
        }
    }
    return text;
}

}  // namespace

class tst_ReadingDoubt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWordThatIsSoonAnotherProvesNothing()
    {
        const WordList words{{u"长子"_s, u"长子"_s}, {u"长女"_s, u"长女"_s}, {u"女"_s, u"女"_s},
                             {u"儿媳"_s, u"儿媳"_s}, {u"孙女"_s, u"孙女"_s}, {u"外孙女"_s, u"外孙女"_s}};
        QCOMPARE(valueOf(ValueType::Words, u"儿媳"_s, &words), (FieldValue{u"儿媳"_s, true, true}));
        QCOMPARE(valueOf(ValueType::Words, u"长女"_s, &words), (FieldValue{u"长女"_s, false, true}));
        // 女 alone, and 孙女, stand at the end of longer ones.
        QVERIFY(!valueOf(ValueType::Words, u"K长女"_s, &words).proven);
        QVERIFY(!valueOf(ValueType::Words, u"仄女"_s, &words).allowed);
        QVERIFY(!valueOf(ValueType::Words, u"夕孙女"_s, &words).allowed);
    }

    void aCheckDigitAloneIsNotEnoughForPoorPrint()
    {
        const ReadablePage page = readablePage(cv::Mat(100, 400, CV_8UC3, cv::Scalar::all(240)), 10);
        const auto certain = [&](const std::vector<double> &looks) {
            std::vector<FieldLook> all;
            for (const double confidence : looks) {
                all.push_back({{u"000000196005081640"_s, true, true}, confidence, {10, 10, 80, 30}, {}, {}});
            }
            return settled(u"f"_s, ValueType::Number, all, page)->certain;
        };
        QVERIFY(certain({0.9}));
        QVERIFY(certain({0.6, 0.6}));
        QVERIFY(!certain({0.62}));
    }

    void whatIsPrintedBesideANumberSpeaksAgainstIt()
    {
        // An invalid region, a check digit that holds.
        PaperReading reading;
        reading.fields = {{u"cert_no"_s, u"000000196005081640"_s, 0.9, true, -1, {}},
                          {u"sex"_s, u"1"_s, 0.98, true, -1, {}}};
        const QString number = [] {
            QString digits = u"37040019600508164"_s;
            static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
            int sum = 0;
            for (int i = 0; i < 17; ++i) {
                sum += weights[i] * digits[i].digitValue();
            }
            return digits + u"10X98765432"_s[sum % 11];
        }();
        reading.fields.front().text = number;
        crossCheck(reading, {});
        QVERIFY(!reading.fields[0].certain);
        QVERIFY(!reading.fields[1].certain);
        QCOMPARE(reading.fields[1].text, u"1"_s);
        reading.fields = {{u"cert_no"_s, number, 0.9, true, -1, {}}, {u"sex"_s, u"1"_s, 0.5, false, -1, {}}};
        crossCheck(reading, {});
        QVERIFY(reading.fields[0].certain);
        QCOMPARE(reading.fields[1].text, u"2"_s);
    }

    void aBracketInAMonthIsAOne()
    {
        QCOMPARE(valueOf(ValueType::Month, u"2022年1]月"_s), (FieldValue{u"2022-11"_s, false, false}));
        QCOMPARE(valueOf(ValueType::Month, u"2022年11月"_s), (FieldValue{u"2022-11"_s, false, true}));
        QCOMPARE(valueOf(ValueType::Month, u"202211"_s), (FieldValue{u"2022-11"_s, false, true}));
    }

    void aWordThatNoEngineReadIsTheLikest()
    {
        const WordList words{{u"长子"_s, u"1"_s}, {u"长女"_s, u"2"_s}, {u"儿媳"_s, u"3"_s}, {u"女"_s, u"4"_s}};
        const cv::Mat bgr = pageWith(u"长子"_s);
        const ReadablePage page = readablePage(bgr, 12);
        const cv::Rect line(18, 20, 80, 42);
        QCOMPARE(likestWord(page, line, words), u"1"_s);
        QCOMPARE(likestWord(page, line, {{u"儿媳"_s, u"3"_s}, {u"女"_s, u"4"_s}}), QString());
        QCOMPARE(likestWord(page, {}, words), QString());
    }

    // Beneath their labels, as a receipt in large print has them; and a figure beside stars is a letter at first.
    void valuesStandBeneathTheirLabels()
    {
        const auto papers = readPapers(QStringLiteral(HALL_SOURCE_DIR "/resources/papers"));
        QVERIFY(papers);
        PaperKind receipt = *papers->find(u"receipt"_s);
        std::erase_if(receipt.fields, [](const PaperField &field) { return field.id != u"cert_no"; });
        Told engine({u"370400**wwwS443"_s, u"370400**www8443"_s, u"370400**wwwS443"_s});
        const FieldReader reader(*papers, engine, FieldReader::Clock::now() + std::chrono::minutes(1));
        const ReadablePage page = readablePage(cv::Mat(300, 600, CV_8UC3, cv::Scalar::all(240)), 10);
        const PageText text = textOfRows({u"姓名"_s, u"证件号码"_s, u"370400**wwwS443"_s, u"提交时间"_s});
        PaperReading reading;
        TextFields(reader, page, text, 1).read(receipt, reading);
        QCOMPARE(reading.fields.size(), std::size_t{1});
        QCOMPARE(reading.fields.front().text, u"370400********8443"_s);
        QVERIFY(!reading.fields.front().certain);
    }

    void aFigureLeftOutHasItsPlaceInThePrint()
    {
        QCOMPARE(otherCounts(u"5年1月28日"_s).size(), std::size_t{6});
        QCOMPARE(otherCounts(u"1月28日"_s),
                 (std::vector<OtherCount>{{u"11月28日"_s, 0}, {u"11月28日"_s, 1}, {u"1月8日"_s}, {u"1月2日"_s}}));
        const cv::Mat bgr = pageWith(u"2017年11月28日"_s);
        const ReadablePage page = readablePage(bgr, 12);
        const cv::Rect line(18, 20, 330, 42);
        QVERIFY(suitsOtherCount(page, line, u"2017年1月28日"_s));
        QVERIFY(suitsOtherCount(page, line, u"2017年11月2日"_s));
        QVERIFY(!suitsOtherCount(page, line, u"2017年11月28日"_s));
        const cv::Mat month = pageWith(u"2022年11月"_s);
        QVERIFY(suitsOtherCount(readablePage(month, 12), {18, 20, 225, 42}, u"2022年1月"_s));
        QVERIFY(!suitsOtherCount(readablePage(month, 12), {18, 20, 225, 42}, u"2022年11月"_s));
    }
};

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication app(argc, argv);
    tst_ReadingDoubt test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_readingdoubt.moc"
