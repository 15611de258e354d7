// SPDX-License-Identifier: GPL-3.0-or-later
// Values and what proves them, the kinds of paper as data, and drawn papers read either way up.
#include "app/domain/transaction.h"
#include "app/recognition/reading/boxlines.h"
#include "app/recognition/reading/fieldfinder.h"
#include "app/recognition/reading/fieldreader.h"
#include "app/recognition/reading/glyphfeature.h"
#include "app/recognition/reading/glyphreader.h"
#include "app/recognition/reading/namereader.h"
#include "app/recognition/reading/pagecodes.h"
#include "app/recognition/reading/paperreader.h"
#include "app/recognition/reading/tablerows.h"
#include "tests/support/scenes/codepaper.h"
#include "tests/support/scenes/document.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <QGuiApplication>
#include <QPainter>
#include <QTest>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

QString papersFolder()
{
    return QStringLiteral(HALL_SOURCE_DIR "/resources/papers");
}

const ReadField *find(const PaperReading &reading, const QString &id)
{
    const auto field =
        std::find_if(reading.fields.begin(), reading.fields.end(), [&](const ReadField &one) { return one.id == id; });
    return field == reading.fields.end() ? nullptr : &*field;
}

// A case's number that has a zero in it, and the same as an engine reads it.
QString typedCase(bool asRead)
{
    QString number;
    for (int i = 0; !number.contains(u'0'); ++i) {
        number = shortNumber(u"01900000-0000-7000-8000-%1"_s.arg(i, 12, 10, QLatin1Char('0')));
    }
    return asRead ? number.replace(u'0', u'O') : number;
}

// A line's picture as the readers want it, in a typeface of the glyph book.
cv::Mat lineOf(const QString &text)
{
    QFont font(u"Noto Sans CJK SC"_s);
    font.setPixelSize(32);
    QImage image(40 + static_cast<int>(32 * text.size()), 52, QImage::Format_Grayscale8);
    image.fill(245);
    QPainter painter(&image);
    painter.setFont(font);
    painter.drawText(QRect(10, 0, image.width() - 20, 52), Qt::AlignLeft | Qt::AlignVCenter, text);
    painter.end();
    const cv::Mat line(image.height(), image.width(), CV_8U, image.bits(),
                       static_cast<std::size_t>(image.bytesPerLine()));
    return line.clone();
}

// As a camera sees it at 240 dots an inch.
cv::Mat seen(const hall::scenes::Document &document)
{
    cv::Mat page;
    const double scale = 240 / (document.perMm * 25.4);
    cv::resize(document.bgr, page, {}, scale, scale, cv::INTER_AREA);
    return page;
}

}  // namespace

class tst_Reading : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("read");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("proven");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char *name, ValueType type, const QString &read, const QString &text, bool proven,
                            bool allowed = true) {
            QTest::newRow(name) << static_cast<int>(type) << read << text << proven << allowed;
        };
        row("number", ValueType::Number, u"：370900199305227243）"_s, u"370900199305227243"_s, true);
        row("number, a slip", ValueType::Number, u"370900199305227248"_s, u"370900199305227248"_s, false, false);
        row("zeros taken for sixes, and the check digit holds", ValueType::Number, u"376266199512154683"_s,
            u"376266199512154683"_s, false, false);
        row("number, too long", ValueType::Number, u"3709001993052272431"_s, {}, false);
        row("permit", ValueType::Number, u"H00001166"_s, u"H00001166"_s, false);
        row("credit code", ValueType::Credit, u"91371000MA3DEJN330"_s, u"91371000MA3DEJN330"_s, true);
        row("credit code, a slip", ValueType::Credit, u"91371000MA3DEJN331"_s, u"91371000MA3DEJN331"_s, false, false);
        row("address with what could not be read", ValueType::Text, u"清泉大街274号?号楼3单元"_s,
            u"清泉大街274号?号楼3单元"_s, false, false);
        row("date", ValueType::Date, u"2021年2月3日"_s, u"2021-02-03"_s, false);
        row("date with dots", ValueType::Date, u"2017.10.14"_s, u"2017-10-14"_s, false);
        row("no such day", ValueType::Date, u"2021-02-30"_s, {}, false);
        row("date of two runs", ValueType::Date, u"自2015年10月|18日"_s, u"2015-10-18"_s, false);
        row("date, its day may go on", ValueType::Date, u"2017年1月1工"_s, u"2017-01-01"_s, false, false);
        row("month", ValueType::Month, u"2021年3月"_s, u"2021-03"_s, false);
        row("figures", ValueType::Money, u"¥1,436.99"_s, u"1436.99"_s, false);
        row("a figure that was taken for something else", ValueType::Money, u"了569.00"_s, u"569.00"_s, false, false);
        row("a sum that goes on", ValueType::Money, u"7'776.00"_s, u"7"_s, false, false);
        row("capitals", ValueType::Money, u"壹佰万元整"_s, u"1000000"_s, true);
        row("capitals, a guess", ValueType::Money, u"喜佰万元整"_s, u"1000000"_s, false, false);
        row("account", ValueType::Account, u"6200 0086 4213 2716 680"_s, u"6200008642132716680"_s, true);
        row("account, a slip", ValueType::Account, u"6200008642132716681"_s, u"6200008642132716681"_s, false, false);
        row("masked", ValueType::Masked, u"371700****xx*wx6634"_s, u"371700********6634"_s, false);
        row("name", ValueType::Name, u"欧阳兰鹏，"_s, u"欧阳兰鹏"_s, false);
        row("telephone", ValueType::Digits, u"联系电话：0532.37282741"_s, u"0532-37282741"_s, false);
        row("specks", ValueType::Text, u"演示，路158号'"_s, u"演示路158号"_s, false);
        row("a stroke in a house number", ValueType::Text, u"演示路158号5单元30]户"_s, u"演示路158号5单元301户"_s,
            false, false);
        row("what looks like 号", ValueType::Text, u"演示路15呈7号楼"_s, u"演示路15号7号楼"_s, false, false);
        row("between figures", ValueType::Text, u"演示路277屿21号楼6层2601户"_s, u"演示路277号21号楼6层2601户"_s, false,
            false);
        row("a county", ValueType::Text, u"辽宁省样本市石桥有具清泉大街385号"_s, u"辽宁省样本市石桥县清泉大街385号"_s,
            false, false);
        row("furniture", ValueType::Text, u"示例市演示家具有限公司"_s, u"示例市演示家具有限公司"_s, false);
        row("what firms end in", ValueType::Text, u"示例市演示纺织服装有了腿责任公司"_s,
            u"示例市演示纺织服装有限责任公司"_s, false, false);
        row("a firm", ValueType::Text, u"示例市演示股份有限公司"_s, u"示例市演示股份有限公司"_s, false);
        row("a branch", ValueType::Text, u"示例市演示有限公司样例分公司"_s, u"示例市演示有限公司样例分公司"_s, false);
        row("shares", ValueType::Text, u"示例市演示物流股份公司"_s, u"示例市演示物流股份公司"_s, false);
        row("case", ValueType::Case, u"7T8N-P03Q-XX"_s, u"7T8N-P03Q-XX"_s, false, false);
        row("case, its O is a zero", ValueType::Case, typedCase(true), typedCase(false), true);
        row("document", ValueType::Document, u"示人档调字〔2026〕681号"_s, u"示人档调字〔2026〕681号"_s, false);
        row("document, brackets and a 1 read otherwise", ValueType::Document, u"示人档调字(2026]68]"_s,
            u"示人档调字〔2026〕681号"_s, false, false);
        row("no document", ValueType::Document, u"电话053237282741"_s, {}, false);
        row("masked name", ValueType::MaskedName, u"余**"_s, u"余**"_s, false, false);
        row("a name in full is not masked", ValueType::MaskedName, u"余峥"_s, {}, false, false);
        row("nothing", ValueType::Date, {}, {}, false);
    }
    void values()
    {
        QFETCH(int, type);
        QFETCH(QString, read);
        QFETCH(QString, text);
        QFETCH(bool, proven);
        QFETCH(bool, allowed);
        const FieldValue value = valueOf(static_cast<ValueType>(type), read);
        QCOMPARE(value.text, text);
        QCOMPARE(value.proven, proven);
        QCOMPARE(value.allowed, allowed);
    }

    void wordsOfAClosedList()
    {
        const WordList words{{u"高级技师（一级）"_s, u"1"_s}, {u"技师（二级）"_s, u"2"_s}};
        QCOMPARE(valueOf(ValueType::Words, u"高级技师(一级)"_s, &words), (FieldValue{u"1"_s, true, true}));
        QCOMPARE(valueOf(ValueType::Words, u"技师〈二级)"_s, &words).text, u"2"_s);
        QVERIFY(!valueOf(ValueType::Words, u"技师〈二级)"_s, &words).proven);
        QCOMPARE(valueOf(ValueType::Words, u"厨师"_s, &words).text, QString());
    }

    void aLongTextIsTheNearestOfItsList()
    {
        const WordList words{{u"不能胜任工作，调岗后仍不能胜任"_s, u"402"_s},
                             {u"严重违反单位规章制度"_s, u"392"_s},
                             {u"单位规章制度违法，损害劳动者权益"_s, u"384"_s}};
        const FieldValue near = valueOf(ValueType::Words, u"天能胜庄工作，调髓后角水能胜奢"_s, &words);
        QCOMPARE(near, (FieldValue{u"402"_s, false, false}));
        // About as near to another one: neither.
        const WordList alike{{u"协商一致，由单位提出"_s, u"361"_s}, {u"协商一致，由本人提出"_s, u"362"_s}};
        QCOMPARE(valueOf(ValueType::Words, u"协商一改，曲x入捏出"_s, &alike).text, QString());
    }

    void labelsAreFoundThroughSpecks()
    {
        PageText text;
        const auto add = [&](int segment, const QString &run) {
            text.segments.push_back({{200 * segment, 0, 180, 30}, 0, 0});
            for (const QChar c : run) {
                text.symbols.push_back({c, 0.9F, {200 * segment, 0, 20, 30}, segment, 0});
                text.text += c;
            }
        };
        add(0, u"姓|名]"_s);
        add(1, u"孙英浩"_s);
        FieldPlace place;
        place.after = QStringList{u"姓名"_s};
        const auto spans = spansOf(text, place, false);
        QCOMPARE(spans.size(), std::size_t{1});
        QCOMPARE(textOf(text, spans.front()), u"孙英浩"_s);
    }

    // A stroke that begins a value may be its first figure.
    void aSpeckOfTheValueStays()
    {
        PageText text;
        text.segments.push_back({{0, 0, 180, 30}, 0, 0});
        text.segments.push_back({{200, 0, 60, 30}, 0, 0});
        text.text = u"工作年限]年"_s;
        for (int i = 0; i < text.text.size(); ++i) {
            text.symbols.push_back({text.text[i], 0.9F, {40 * i, 0, 20, 30}, i < 4 ? 0 : 1, 0});
        }
        FieldPlace place;
        place.after = QStringList{u"工作年限"_s};
        const auto spans = spansOf(text, place, false);
        QCOMPARE(spans.size(), std::size_t{1});
        QCOMPARE(textOf(text, spans.front()), u"]年"_s);
    }

    void whatNothingEndsIsToldSo()
    {
        PageText text;
        text.segments.push_back({{0, 0, 400, 30}, 0, 0});
        text.text = u"劳动合同期满终止示例有限公司"_s;
        for (const QChar c : text.text) {
            text.symbols.push_back({c, 0.9F, {0, 0, 20, 30}, 0, 0});
        }
        FieldPlace place;
        place.after = QStringList{u"劳动合同期限至"_s};
        place.until = QStringList{u"现因"_s};
        place.flows = true;
        const auto spans = spansOf(text, place, false);
        QCOMPARE(spans.size(), std::size_t{1});
        QVERIFY(spans.front().open);
        QCOMPARE(spans.front().slips, 2);
    }

    void labelsAreFoundWithSlips()
    {
        const std::vector<Found> found = findWord(u"公民瘟份号码3707"_s, u"公民身份号码"_s, 1);
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].to, qsizetype{6});
        QCOMPARE(found[0].slips, 1);
        QVERIFY(findWord(u"公民瘟岑号码"_s, u"公民身份号码"_s, 1).empty());
    }

    void everyKindOfPaperIsWellFormed()
    {
        const auto papers = readPapers(papersFolder());
        QVERIFY2(papers, papers ? "" : papers.error().detail.c_str());
        for (const PaperKind &kind : papers->kinds) {
            for (const PaperField &field : kind.fields) {
                for (const FieldPlace &place : field.places) {
                    const cv::Size2f size = kind.sizes.front();
                    QVERIFY(!place.box || (place.box->br().x <= size.width && place.box->br().y <= size.height));
                }
            }
        }
    }

    void wrongFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char *name, QByteArray json) { QTest::newRow(name) << json.replace('\'', '"'); };
        row("nothing", {});
        row("no object", "[]");
        row("no format", "{'id':'x','sizes_mm':[[210,297]],'fields':[]}");
        row("no size", "{'format':'hall-paper/1','id':'x','fields':[]}");
        row("unknown key", "{'format':'hall-paper/1','id':'x','sizes_mm':[[210,297]],'colour':1}");
        const QByteArray field = "{'format':'hall-paper/1','id':'x','sizes_mm':[[210,297]],'fields':[{'id':'a',";
        row("unknown type", field + "'type':'b','places':[{'after':['c']}]}]}");
        row("a box off the earth", field + "'type':'text','places':[{'box':[0,0,1e9,5]}]}]}");
        const QByteArray form = "{'format':'hall-paper/1','id':'x','sizes_mm':[[210,297]],'fields':[],'rules':";
        row("two rules make no form", form + "{'rows':[10,20],'columns':[10,20,30]}}");
        row("rules in no order", form + "{'rows':[10,30,20],'columns':[10,20,30]}}");
        row("no place", field + "'type':'text','places':[]}]}");
        row("no expression", field + "'type':'text','pattern':'(','places':[{'after':['c']}]}]}");
    }
    void wrongFilesAreRefused()
    {
        QFETCH(QByteArray, json);
        const auto kind = parsePaperKind(json);
        QVERIFY(!kind);
        QCOMPARE(kind.error().code, FaultCode::FileInvalid);
    }

    void anIdCardIsReadEitherWayUp()
    {
        const auto papers = readPapers(papersFolder());
        const auto engine = makeTesseract();
        QVERIFY(papers && engine);
        const hall::scenes::Document card = hall::scenes::drawDocument(hall::scenes::Kind::IdFront, 5);
        for (const int turn : {0, 1, 2, 3}) {
            cv::Mat bgr = seen(card);
            for (int i = 0; i < turn; ++i) {
                cv::rotate(bgr, bgr, cv::ROTATE_90_COUNTERCLOCKWISE);
            }
            ReadOptions options;
            options.kind = u"id-front"_s;
            const auto reading = readPaper(bgr, {}, *papers, **engine, options);
            QVERIFY(reading);
            QCOMPARE(reading->turn, turn);
            for (const hall::scenes::Field &truth : card.fields) {
                const ReadField *field = find(*reading, truth.id);
                if (truth.id == u"cert_no" || truth.id == u"birth_date" || truth.id == u"sex") {
                    QVERIFY(field != nullptr && field->certain);
                    QCOMPARE(field->text, truth.value);
                }
                QVERIFY(field == nullptr || !field->certain || field->text == truth.value);
            }
        }
    }

    void aRegisterPageIsReadUpsideDown()
    {
        const auto papers = readPapers(papersFolder());
        const auto engine = makeTesseract();
        QVERIFY(papers && engine);
        const hall::scenes::Document page = hall::scenes::drawDocument(hall::scenes::Kind::RegisterPage, 11);
        cv::Mat bgr = seen(page);
        cv::rotate(bgr, bgr, cv::ROTATE_180);
        ReadOptions options;
        options.kind = u"register-page"_s;
        const auto reading = readPaper(bgr, {}, *papers, **engine, options);
        QVERIFY(reading);
        QCOMPARE(reading->turn, 2);
        int right = 0;
        for (const hall::scenes::Field &truth : page.fields) {
            const ReadField *field = find(*reading, truth.id);
            right += field != nullptr && field->text == truth.value ? 1 : 0;
            QVERIFY(field == nullptr || !field->certain || field->text == truth.value);
        }
        QVERIFY2(right >= 10, qPrintable(u"%1 of 12"_s.arg(right)));
    }

    void securityPrintFadesAndLettersStay()
    {
        // Two light colours across dark print; the same in each of them alone would be dark.
        cv::Mat bgr(200, 400, CV_8UC3, cv::Scalar(230, 230, 230));
        cv::line(bgr, {0, 60}, {399, 60}, cv::Scalar(210, 190, 120), 3);
        cv::line(bgr, {0, 120}, {399, 120}, cv::Scalar(190, 150, 240), 3);
        cv::rectangle(bgr, {180, 20, 12, 160}, cv::Scalar(40, 36, 38), cv::FILLED);
        const ReadablePage page = readablePage(bgr, 10, Ground::Guarded);
        QVERIFY(page.guarded);
        QVERIFY(page.gray.at<uchar>(60, 50) > 205);
        QVERIFY(page.gray.at<uchar>(120, 50) > 205);
        QVERIFY(page.gray.at<uchar>(100, 186) < 70);
        // Light letters on a dark card.
        cv::Mat card(200, 400, CV_8UC3, cv::Scalar(90, 80, 40));
        cv::rectangle(card, {180, 20, 12, 160}, cv::Scalar(120, 110, 100), cv::FILLED);
        const ReadablePage light = readablePage(card, 10, Ground::Dark);
        QVERIFY(light.gray.at<uchar>(100, 186) + 100 < light.gray.at<uchar>(100, 50));
    }

    void theLastPlaceIsNotOneFurtherUp()
    {
        // A firm and a date at the top; the firm again at the bottom, where no date is legible.
        PageText text;
        const QStringList rows{u"示例有限公司"_s, u"2021年5月14日"_s, u"从事装配"_s,     u"工资"_s,
                               u"期满"_s,         u"原因"_s,          u"示例有限公司"_s, u"2023年?月"_s};
        for (int row = 0; row < rows.size(); ++row) {
            text.segments.push_back({{10, 40 * row, 200, 30}, 0, row});
            for (const QChar c : rows[row]) {
                text.symbols.push_back({c, 0.9F, {10, 40 * row, 20, 30}, row, row});
                text.text += c;
            }
        }
        FieldPlace place;
        place.after = QStringList{u"有限公司"_s};
        place.flows = true;
        const auto first = spansOf(text, place, false);
        QCOMPARE(first.size(), std::size_t{2});
        QVERIFY(textOf(text, first.front()).startsWith(u"2021年5月14日"_s));
        const auto last = spansOf(text, place, true);
        QCOMPARE(last.size(), std::size_t{1});
        QCOMPARE(textOf(text, last.front()), u"2023年?月"_s);
    }

    void aCommaThatWasNotReadCutsNoLetterOff()
    {
        PageText text;
        text.text = u"岗位为质量检验劳动合同期限至"_s;
        text.segments.push_back({{0, 0, 300, 30}, 0, 0});
        for (const QChar c : text.text) {
            text.symbols.push_back({c, 0.9F, {0, 0, 20, 30}, 0, 0});
        }
        FieldPlace place;
        place.after = QStringList{u"岗位为"_s};
        place.until = QStringList{u",劳动合同期限"_s};
        place.flows = true;
        const auto spans = spansOf(text, place, false);
        QCOMPARE(spans.size(), std::size_t{1});
        QCOMPARE(textOf(text, spans.front()), u"质量检验"_s);
    }

    void stampsFadeAndWhatTheyLieOnStays()
    {
        // 40 mm across, over black print; a reddish title beside it.
        cv::Mat bgr(800, 1200, CV_8UC3, cv::Scalar(215, 225, 230));
        cv::rectangle(bgr, {280, 440, 200, 12}, cv::Scalar(40, 38, 42), cv::FILLED);
        cv::Mat stamp = bgr.clone();
        cv::circle(stamp, {400, 400}, 195, cv::Scalar(60, 60, 170), 12);
        cv::circle(stamp, {400, 400}, 100, cv::Scalar(60, 60, 170), 12);
        cv::min(bgr, stamp, bgr);
        cv::rectangle(bgr, {800, 300, 200, 14}, cv::Scalar(60, 60, 170), cv::FILLED);
        const ReadablePage page = readablePage(bgr, 10);
        QVERIFY2(page.gray.at<uchar>(400, 205) > 225, qPrintable(QString::number(page.gray.at<uchar>(400, 205))));
        QVERIFY(page.gray.at<uchar>(445, 320) < 80);
        QVERIFY(page.gray.at<uchar>(306, 900) < 200);
    }

    void confidencesOfAValueAreFoundInItsLine()
    {
        const std::vector<float> sure{0.1F, 0.2F, 0.3F, 0.4F, 0.5F};
        QCOMPARE(eachOf(u"甲丙"_s, u"甲,丙丁乙"_s, sure), (std::vector<float>{0.1F, 0.3F}));
        QCOMPARE(eachOf(u"丁乙"_s, u"甲,丙丁乙"_s, sure), (std::vector<float>{0.4F, 0.5F}));
        QVERIFY(eachOf(u"甲戊"_s, u"甲,丙丁乙"_s, sure).empty());
    }

    // The engine takes a character that it seldom met for one of its words; what it looks like is clear.
    void anUnsureCharacterIsWhatItLooksLike()
    {
        QFont font(u"Noto Sans CJK SC"_s);
        font.setPixelSize(44);
        QImage image(600, 80, QImage::Format_RGB888);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setFont(font);
        painter.drawText(QRect(20, 0, 560, 80), Qt::AlignLeft | Qt::AlignVCenter, u"河南省白鹭区梧桐街"_s);
        painter.end();
        const cv::Mat bgr(image.height(), image.width(), CV_8UC3, image.bits(),
                          static_cast<std::size_t>(image.bytesPerLine()));
        const ReadablePage page = readablePage(bgr, 10);
        const auto read = [&](float unsure, const QString &other) {
            const QString text = u"河南省白警区梧桐街"_s;
            std::vector<float> each(9, 0.99F);
            each[4] = unsure;
            FieldLook look{{text, false, true}, static_cast<double>(unsure), {}, {}, each};
            FieldLook second{{other, false, true}, 0.5, {}, {}, {}};
            return textByGlyphs(u"address"_s, look, {look, second}, page, {{{18, 14, 410, 54}, text}});
        };
        const auto corrected = read(0.7F, u"河南省白警区梧桐街"_s);
        QVERIFY(corrected);
        QCOMPARE(corrected->text, u"河南省白鹭区梧桐街"_s);
        QVERIFY(!corrected->certain);
        // The same where the engine is sure and always says the same: the other one is far more like.
        const auto overruled = read(0.99F, u"河南省白警区梧桐街"_s);
        QVERIFY(overruled);
        QCOMPARE(overruled->text, u"河南省白鹭区梧桐街"_s);
        QVERIFY(!overruled->certain);
        QVERIFY(!textByGlyphs(u"address"_s, {}, {}, page, {}));
    }

    void charactersAreKnownByTheirLook()
    {
        const GlyphReader *reader = GlyphReader::builtIn();
        QVERIFY(reader != nullptr);
        QString read;
        for (const ReadSymbol &symbol : reader->read(lineOf(u"袁睿磊"_s))) {
            read += symbol.character;
            QVERIFY(symbol.confidence > 0);
        }
        QCOMPARE(read, u"袁睿磊"_s);
        cv::Mat features;
        QCOMPARE(reader->read(lineOf(u"袁睿磊"_s), {}, &features).size(), std::size_t{3});
        const cv::Mat likeness = reader->book().likenessTo(features, u"睿磊?"_s);
        QVERIFY(likeness.at<float>(1, 0) > 0.9F && likeness.at<float>(1, 0) > likeness.at<float>(1, 1) + 0.1F);
        QCOMPARE(likeness.at<float>(1, 2), -1.0F);
        QVERIFY(reader->read(cv::Mat(52, 240, CV_8U, cv::Scalar(245))).empty());
        QVERIFY(reader->read({}).empty());
        QVERIFY(reader->read(cv::Mat(52, 240, CV_8UC3)).empty());
    }

    void aDateHasAForm_data()
    {
        QTest::addColumn<QString>("drawn");
        QTest::addColumn<QString>("date");
        QTest::newRow("ones") << u"2018 年 11 月 1 日"_s << u"2018年11月1日"_s;
        QTest::newRow("close") << u"2011年1月11日"_s << u"2011年1月11日"_s;
        QTest::newRow("words behind it") << u"2016年12月22日起"_s << u"2016年12月22日"_s;
    }
    void aDateHasAForm()
    {
        QFETCH(QString, drawn);
        QFETCH(QString, date);
        const QStringList forms{u"20##年#月#日"_s, u"20##年##月#日"_s, u"20##年#月##日"_s, u"20##年##月##日"_s};
        const GlyphReader *reader = GlyphReader::builtIn();
        QVERIFY(reader != nullptr);
        QString read;
        float least = 1;
        for (const ReadSymbol &symbol : reader->readForms(lineOf(drawn), forms)) {
            read += symbol.character;
            least = std::min(least, symbol.confidence);
        }
        QCOMPARE(read, date);
        QVERIFY(least > 0);
        // A part of what stands before it may be taken for a figure, but never clearly.
        QString doubtful;
        float clear = 1;
        for (const ReadSymbol &symbol : reader->readForms(lineOf(u"自"_s + drawn), forms)) {
            doubtful += symbol.character;
            clear = std::min(clear, symbol.confidence);
        }
        QVERIFY(doubtful == date || clear < 0.25F);
        QVERIFY(reader->readForms({}, forms).empty());
        QVERIFY(reader->readForms(lineOf(u"装配工"_s), forms).empty());
    }

    void onlyWhatCanStandThereIsRead()
    {
        const GlyphReader *reader = GlyphReader::builtIn();
        QVERIFY(reader != nullptr);
        QString read;
        for (const ReadSymbol &symbol :
             reader->read(lineOf(u"贰拾万元整"_s), {{}, {}, {}, {}, u"壹贰叁拾佰万元整"_s})) {
            read += symbol.character;
        }
        QCOMPARE(read, u"贰拾万元整"_s);
        for (const ReadSymbol &symbol : reader->read(lineOf(u"装配工"_s), {{}, {}, {}, {}, u"男女"_s})) {
            QVERIFY(symbol.character == u'男' || symbol.character == u'女');
        }
    }

    // Figures that an engine leaves out are seen.
    void aTextThatLacksFiguresIsNotCertain()
    {
        const QString printed = u"虚构路226号27号楼2单元"_s;
        cv::Mat bgr;
        cv::cvtColor(lineOf(printed), bgr, cv::COLOR_GRAY2BGR);
        const ReadablePage page = readablePage(bgr, 8);
        const cv::Rect box(8, 6, bgr.cols - 16, bgr.rows - 12);
        const auto certain = [&](const QString &told) {
            FieldLook look{{told, false, true}, 0.99, box, {}, {}};
            look.each.assign(static_cast<std::size_t>(told.size()), 0.99F);
            const auto field = textByGlyphs(u"f"_s, look, {look, look}, page, {{box, told}});
            return field && field->certain;
        };
        QVERIFY(certain(printed));
        QVERIFY(!certain(u"虚构路226号7号楼单元"_s));
        QVERIFY(!certain(u"构路226号27号楼2单元"_s));
    }

    // No figure stands in a name, whatever it looks like.
    void figuresAreNotReadInNames()
    {
        const GlyphReader *reader = GlyphReader::builtIn();
        QVERIFY(reader != nullptr);
        const auto figuresIn = [&](bool figures) {
            QString read;
            for (const ReadSymbol &symbol : reader->read(lineOf(u"程88"_s), {{}, {}, {}, {}, {}, figures})) {
                read += symbol.character;
            }
            return read.count(u'8');
        };
        QCOMPARE(figuresIn(true), 2);
        QCOMPARE(figuresIn(false), 0);
    }

    // Letters that lean stand upright in the picture of their line, upright ones stay.
    void slantedPrintIsSetUpright()
    {
        cv::Mat bgr(100, 900, CV_8UC3, cv::Scalar(235, 240, 240));
        cv::Mat upright = bgr.clone();
        for (int x = 60; x < 840; x += 40) {
            cv::line(bgr, {x, 70}, {x + 10, 30}, cv::Scalar(30, 30, 30), 4, cv::LINE_AA);
            cv::line(upright, {x, 70}, {x, 30}, cv::Scalar(30, 30, 30), 4, cv::LINE_AA);
        }
        const auto contrast = [](const cv::Mat &page) {
            const ReadablePage readable = readablePage(page, 10);
            const cv::Mat line = lineImage(readable, {50, 26, 800, 48}, 0, Look::Plain);
            cv::Mat sums;
            cv::reduce(line, sums, 0, cv::REDUCE_AVG, CV_32F);
            double least = 0;
            double most = 0;
            cv::minMaxLoc(sums, &least, &most);
            return most - least;
        };
        QVERIFY2(contrast(bgr) > 0.75 * contrast(upright), qPrintable(QString::number(contrast(bgr))));
    }

    // A line under a blank goes, the letters that stand on it and those that cross it stay whole.
    void ruledLinesGo()
    {
        cv::Mat bgr(300, 600, CV_8UC3, cv::Scalar(235, 240, 240));
        cv::line(bgr, {50, 150}, {550, 152}, cv::Scalar(40, 40, 40), 2, cv::LINE_AA);
        cv::rectangle(bgr, {300, 100, 6, 90}, cv::Scalar(30, 30, 30), cv::FILLED);  // crosses it
        cv::rectangle(bgr, {100, 80, 60, 5}, cv::Scalar(30, 30, 30), cv::FILLED);   // as long as a stroke is
        const ReadablePage page = readablePage(bgr, 10);
        QVERIFY(page.gray.at<uchar>(151, 200) < 120);
        QVERIFY(page.unruled.at<uchar>(151, 200) > 225);
        QVERIFY(page.unruled.at<uchar>(151, 303) < 80);
        QVERIFY(page.unruled.at<uchar>(82, 130) < 80);
    }

    // The frame of a table that is bent comes into the box of a value.
    void rulesInABoxAreNoPrint()
    {
        cv::Mat bgr(200, 800, CV_8UC3, cv::Scalar::all(240));
        cv::line(bgr, {104, 0}, {107, 199}, cv::Scalar::all(60), 3, cv::LINE_AA);
        cv::line(bgr, {0, 58}, {799, 56}, cv::Scalar::all(60), 3, cv::LINE_AA);
        for (int x = 130; x < 330; x += 25) {
            cv::rectangle(bgr, {x, 90, 16, 28}, cv::Scalar::all(40), 4);
        }
        const ReadablePage page = readablePage(bgr, 10, Ground::Guarded);
        const std::vector<cv::Rect> lines = linesIn(page, {10, 5.4F, 60, 8});
        QCOMPARE(lines.size(), std::size_t{1});
        QVERIFY2(lines[0].x > 120 && lines[0].y > 80 && lines[0].height < 40,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(lines[0].x).arg(lines[0].y).arg(lines[0].height)));
    }

    // Characters in two parts that do not touch, as 苏 and 浩 in thin print, are one line; lines beneath each other are
    // two.
    void partsOfCharactersAreOneLine()
    {
        cv::Mat bgr(260, 800, CV_8UC3, cv::Scalar::all(240));
        for (const int top : {60, 150}) {
            for (int x = 130; x < 330; x += 50) {
                cv::rectangle(bgr, {x, top, 34, 20}, cv::Scalar::all(40), 4);
                cv::rectangle(bgr, {x + 40, top + 12, 6, 24}, cv::Scalar::all(40), 4);
                cv::rectangle(bgr, {x, top + 26, 34, 14}, cv::Scalar::all(40), 4);
            }
        }
        const std::vector<cv::Rect> lines = linesIn(readablePage(bgr, 10, Ground::Guarded), {10, 4, 60, 18});
        QCOMPARE(lines.size(), std::size_t{2});
        for (const cv::Rect &line : lines) {
            QVERIFY2(line.height > 36 && line.height < 60, qPrintable(QString::number(line.height)));
        }
    }

    // An engine takes a rare character for a common one in every look, and one account in ten is proven by chance.
    void whatAnEngineAloneIsNotCertainOf()
    {
        const ReadablePage page = readablePage(cv::Mat(100, 400, CV_8UC3, cv::Scalar::all(240)), 10);
        const auto look = [](const QString &text, bool proven = false) {
            return FieldLook{{text, proven, true}, 0.99, {10, 10, 80, 30}, {}, {}};
        };
        const auto certain = [&](ValueType type, const std::vector<FieldLook> &looks) {
            const auto field = settled(u"f"_s, type, looks, page);
            return field && field->certain;
        };
        QVERIFY(certain(ValueType::Text, {look(u"示例市"_s), look(u"示例市"_s)}));
        QVERIFY(!certain(ValueType::Name, {look(u"责浩"_s), look(u"责浩"_s)}));
        QVERIFY(certain(ValueType::Account, {look(u"6200"_s, true), look(u"6200"_s, true)}));
        QVERIFY(!certain(ValueType::Account, {look(u"6200"_s, true), look(u"6200"_s, true), look(u"6208"_s)}));
        ReadField engines;
        engines.text = u"云的市"_s;
        engines.certain = true;
        ReadField shapes = engines;
        QVERIFY(surerOf(engines, shapes).certain);
        shapes.text = u"云岭市"_s;
        QCOMPARE(surerOf(engines, shapes).text, u"云的市"_s);
        QVERIFY(!surerOf(engines, shapes).certain);
        engines.certain = false;
        QCOMPARE(surerOf(engines, shapes).text, u"云岭市"_s);
    }

    void whatLiesBeneathAStampIsNotCertain()
    {
        using namespace hall::scenes;
        const auto papers = readPapers(papersFolder());
        const auto engine = makeTesseract();
        QVERIFY(papers && engine);
        const Document document = drawDocument(Kind::EndOfContract, 8);
        const auto date = std::find_if(document.fields.begin(), document.fields.end(),
                                       [](const hall::scenes::Field &one) { return one.id == u"issued_date"_s; });
        QVERIFY(date != document.fields.end() && !document.seals.empty());
        QVERIFY((document.seals.front() & date->box).area() > 0.5F * date->box.area());
        ReadOptions options;
        options.limit = std::chrono::minutes(2);
        const auto reading = readPaper(seen(document), {210, 297}, *papers, **engine, options);
        QVERIFY(reading);
        const ReadField *read = find(*reading, u"issued_date"_s);
        QVERIFY(read != nullptr && !read->certain);
        const ReadField *number = find(*reading, u"cert_no"_s);
        QVERIFY(number != nullptr && number->certain);
    }

    // Wavy lines run through a card's figures.
    void thinLinesOnACardGo()
    {
        cv::Mat bgr(400, 900, CV_8UC3, cv::Scalar(60, 140, 120));
        cv::line(bgr, {0, 100}, {899, 300}, cv::Scalar(110, 175, 160), 3, cv::LINE_AA);
        for (int x = 100; x < 800; x += 60) {
            cv::rectangle(bgr, {x, 170, 30, 50}, cv::Scalar::all(220), 8);
        }
        const ReadablePage page = readablePage(bgr, 11.8, Ground::Dark);
        QVERIFY(page.gray.at<uchar>(111, 50) > 235);
        QVERIFY(page.gray.at<uchar>(195, 100) < 160);
        QCOMPARE(linesIn(page, {2, 10, 70, 12}).size(), std::size_t{1});
    }

    // What lies in a fold cannot be read; the people beneath keep their numbers.
    void aRowThatCannotBeReadIsARow()
    {
        const auto numbers = [](const std::vector<TableRow> &rows) {
            std::vector<int> lines;
            std::transform(rows.begin(), rows.end(), std::back_inserter(lines),
                           [](const TableRow &row) { return row.line; });
            return lines;
        };
        const std::vector<double> read{150, 200, 302, 350, 500, 551};
        QCOMPARE(numbers(tableRows(98, read, {252, 398, 452})), (std::vector{0, 1, -1, 2, 3, -1, -1, 4, 5}));
        QCOMPARE(numbers(tableRows(98, read, {252})),
                 (std::vector{0, 1, -1, 2, 3, 4, 5}));  // nothing in the second gap
        QCOMPARE(numbers(tableRows(98, read, {})), (std::vector{0, 1, 2, 3, 4, 5}));
        QCOMPARE(numbers(tableRows(48, read, {101})), (std::vector{-1, 0, 1, 2, 3, 4, 5}));        // the first of all
        QCOMPARE(numbers(tableRows(98, {150, 225, 275, 325}, {188})), (std::vector{0, 1, 2, 3}));  // a taller row
        QCOMPARE(numbers(tableRows(98, {150, 250}, {200})), (std::vector{0, 1}));  // nobody knows the pitch
        QVERIFY(tableRows(98, {}, {}).empty());
    }

    // Printed crooked: what stands at the other end of a row belongs to it.
    void rowsOfACrookedPage()
    {
        cv::Mat bgr(700, 1600, CV_8UC3, cv::Scalar::all(240));
        for (int row = 0; row < 8; ++row) {
            for (const int left : {80, 1300}) {
                const int y = 100 + 60 * row - cvRound(0.02 * left);
                for (int x = 0; x < 200; x += 25) {
                    cv::rectangle(bgr, {left + x, y - cvRound(0.02 * x), 16, 28}, cv::Scalar::all(40), 4);
                }
            }
        }
        const std::vector<Segment> segments = findSegments(readablePage(bgr, 10));
        QCOMPARE(segments.size(), std::size_t{16});
        for (std::size_t i = 0; i < segments.size(); i += 2) {
            QCOMPARE(segments[i].row, segments[i + 1].row);
            QVERIFY(segments[i].box.x < segments[i + 1].box.x);
        }
        QVERIFY(std::abs(pageSlope(segments) + 0.02) < 0.006);
    }

    void brokenGlyphBooksAreRefused()
    {
        cv::Mat features = cv::Mat::eye(6, glyphFeatureSize, CV_32F);
        const QByteArray bytes = glyphBookOf(u"一二三一二三"_s, features);
        QVERIFY(GlyphBook::fromBytes(bytes));
        for (const QByteArray &wrong : {QByteArray(), bytes.chopped(1), bytes + 'x', 'X' + bytes.mid(1)}) {
            const auto book = GlyphBook::fromBytes(wrong);
            QVERIFY(!book);
            QCOMPARE(book.error().code, FaultCode::FileInvalid);
        }
    }

    void anotherKindIsNotRead()
    {
        const auto papers = readPapers(papersFolder());
        const auto engine = makeTesseract();
        QVERIFY(papers && engine);
        const cv::Mat letter = seen(hall::scenes::drawDocument(hall::scenes::Kind::TransferLetter, 3));
        for (const QString &kind : {u"id-front"_s, u"contract-cover"_s}) {
            ReadOptions options;
            options.kind = kind;
            const auto reading = readPaper(letter, {}, *papers, **engine, options);
            QVERIFY(reading);
            QCOMPARE(reading->kind, QString());
            QVERIFY(reading->fields.empty());
        }
        const auto found = readPaper(letter, {210, 297}, *papers, **engine);
        QVERIFY(found);
        QCOMPARE(found->kind, u"transfer-letter"_s);
    }

    // Two pages of A4 beside each other on a sheet of A3, which lies on its head.
    void aSpreadIsReadPageByPage()
    {
        using namespace hall::scenes;
        const auto papers = readPapers(papersFolder());
        const auto engine = makeTesseract();
        QVERIFY(papers && engine);
        const Document left = drawDocument(Kind::ContractCover, 3);
        const Document right = drawDocument(Kind::ContractTerms, 3);
        cv::Mat sheet;
        cv::hconcat(seen(left), seen(right), sheet);
        cv::rotate(sheet, sheet, cv::ROTATE_180);
        ReadOptions options;
        options.today = QDate(2026, 11, 27);
        options.limit = std::chrono::minutes(2);
        const auto reading = readPaper(sheet, {420, 297}, *papers, **engine, options);
        QVERIFY(reading);
        QCOMPARE(reading->kind, u"contract-cover"_s);
        QCOMPARE(reading->turn, 2);
        const ReadField *number = find(*reading, u"cert_no"_s);
        QVERIFY(number != nullptr && number->box.br().x < 210);
        const auto last = [&](const char *id) {
            const ReadField *field = find(*reading, QLatin1String(id));
            return field != nullptr && field->box.x > 210;
        };
        QVERIFY(last("contract_start"));
        QVERIFY(last("wage"));
    }

    // The same paper printed larger.
    void anEnlargedPaperIsRead()
    {
        using namespace hall::scenes;
        const auto papers = readPapers(papersFolder());
        const auto engine = makeTesseract();
        QVERIFY(papers && engine);
        const Document document = drawDocument(Kind::EndOfContract, 3);
        cv::Mat sheet = seen(document);
        cv::rotate(sheet, sheet, cv::ROTATE_90_CLOCKWISE);
        ReadOptions options;
        options.limit = std::chrono::minutes(2);
        const auto reading = readPaper(sheet, {420, 297}, *papers, **engine, options);
        QVERIFY(reading);
        QCOMPARE(reading->kind, u"end-of-contract"_s);
        QCOMPARE(reading->turn, 3);
        for (const hall::scenes::Field &truth : document.fields) {
            const ReadField *field = find(*reading, truth.id);
            QVERIFY2(field == nullptr || !field->certain || field->text == truth.value, qPrintable(truth.id));
        }
        const ReadField *number = find(*reading, u"cert_no"_s);
        QVERIFY(number != nullptr && number->certain);
    }

    void badPicturesAndKinds()
    {
        const auto papers = readPapers(papersFolder());
        const auto engine = makeTesseract();
        QVERIFY(papers && engine);
        QCOMPARE(readPaper({}, {}, *papers, **engine).error().code, FaultCode::PageBadImage);
        QCOMPARE(readPaper(cv::Mat(300, 300, CV_16UC3), {}, *papers, **engine).error().code, FaultCode::PageBadImage);
        ReadOptions options;
        options.kind = u"no-such-paper"_s;
        const cv::Mat black = cv::Mat::zeros(540, 856, CV_8UC3);
        QCOMPARE(readPaper(black, {}, *papers, **engine, options).error().code, FaultCode::BadArgument);
        options.kind = u"id-front"_s;
        const auto nothing = readPaper(black, {}, *papers, **engine, options);
        QVERIFY(nothing && nothing->fields.empty());
    }

    void codesAreRead()
    {
        const hall::scenes::Document licence = hall::scenes::drawDocument(hall::scenes::Kind::BusinessLicence, 4);
        const std::vector<PageCode> codes = readCodes(seen(licence));
        QCOMPARE(codes.size(), std::size_t{1});
        QCOMPARE(codes[0].type, u"QR"_s);
        QCOMPARE(codes[0].text, licence.codes.front().text);
        for (const double blur : {0.6, 1.6}) {  // the second is out of focus
            const hall::scenes::Document form = hall::scenes::drawCodePaper(hall::scenes::CodePaper::Form, 8);
            cv::Mat page;
            cv::GaussianBlur(seen(form), page, {0, 0}, blur);
            const std::vector<PageCode> bars = readCodes(page);
            QCOMPARE(bars.size(), std::size_t{1});
            QCOMPARE(bars[0].type, u"CODE-128"_s);
            QCOMPARE(bars[0].text, form.codes.front().text);
        }
        // Modules of 4.3 pixels, run together by a blur of 0.7 modules.
        const hall::scenes::Document proof = hall::scenes::drawCodePaper(hall::scenes::CodePaper::ELicence, 9);
        cv::Mat blurred;
        cv::GaussianBlur(seen(proof), blurred, {0, 0}, 3.1);
        const std::vector<PageCode> square = readCodes(blurred);
        QCOMPARE(square.size(), std::size_t{1});
        QCOMPARE(square[0].text, proof.codes.front().text);
        QVERIFY(readCodes({}).empty());
        QVERIFY(readCodes(cv::Mat(10, 10, CV_32F)).empty());
        QVERIFY(readCodes(cv::Mat(400, 400, CV_8UC3, cv::Scalar::all(255))).empty());
    }
};

QTEST_MAIN(tst_Reading)
#include "tst_reading.moc"
