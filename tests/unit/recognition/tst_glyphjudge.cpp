// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine made of print is held against what its characters look like.
#include "app/recognition/reading/glyphcut.h"
#include "app/recognition/reading/maskedname.h"
#include "app/recognition/reading/namereader.h"

#include <opencv2/imgproc.hpp>
#include <QGuiApplication>
#include <QPainter>
#include <QTest>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

// A line as a camera sees it, in a typeface of the glyph book, and the box of its print.
struct Printed
{
    ReadablePage page;
    cv::Rect box;
};

Printed printed(const QString &text)
{
    QFont font(u"Noto Sans CJK SC"_s);
    font.setPixelSize(32);
    QImage image(60 + static_cast<int>(34 * text.size()), 72, QImage::Format_RGB888);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setFont(font);
    painter.drawText(QRect(20, 0, image.width() - 20, 72), Qt::AlignLeft | Qt::AlignVCenter, text);
    painter.end();
    const cv::Mat bgr(image.height(), image.width(), CV_8UC3, image.bits(),
                      static_cast<std::size_t>(image.bytesPerLine()));
    Printed line;
    cv::Mat soft;
    cv::GaussianBlur(bgr, soft, {0, 0}, 1.2);
    line.page = readablePage(soft, 9);
    line.box = cv::boundingRect(cv::Mat(line.page.gray < 128));
    return line;
}

FieldLook look(const QString &text, float sure = 0.99F)
{
    FieldLook one{{text, false, true}, static_cast<double>(sure), {}, {}, {}};
    one.each.assign(static_cast<std::size_t>(text.size()), sure);
    return one;
}

ReadField readText(const QString &print, const std::vector<FieldLook> &looks)
{
    const Printed line = printed(print);
    return textByGlyphs(u"f"_s, looks.front(), looks, line.page, {{line.box, looks.front().value.text}})
        .value_or(ReadField());
}

}  // namespace

class tst_GlyphJudge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Also where the engine has another character, and where strokes are thin at the line's beginning.
    void everyCharacterHasItsPlace_data()
    {
        QTest::addColumn<QString>("told");
        QTest::newRow("as it is printed") << u"江苏省双泉县百花街279号13号楼"_s;
        QTest::newRow("some are others") << u"江苏省双和县百化街279号13号楼"_s;
    }
    void everyCharacterHasItsPlace()
    {
        QFETCH(QString, told);
        const Printed line = printed(u"江苏省双泉县百花街279号13号楼"_s);
        const cv::Mat picture = lineImage(line.page, line.box, 0, Look::Sharp);
        const PlacedText placed = GlyphReader::builtIn()->placed(picture, told);
        QCOMPARE(placed.boxes.size(), static_cast<std::size_t>(told.size()));
        QVERIFY(placed.left.empty());
        const double em = picture.rows - 2.0 * lineMargin;
        for (std::size_t i = 0; i < placed.boxes.size(); ++i) {
            const cv::Rect &box = placed.boxes[i];
            QVERIFY2(box.area() > 0 && (i == 0 || box.x >= placed.boxes[i - 1].br().x), qPrintable(QString::number(i)));
            QVERIFY(box.width > (isFigure(told[static_cast<qsizetype>(i)]) ? 0.1 : 0.5) * em);
        }
        QVERIFY(placed.score > 0.8);
    }

    void printThatIsNotTheTextIsNotRead()
    {
        const Printed line = printed(u"双泉县百花街"_s);
        const GlyphReader *reader = GlyphReader::builtIn();
        QVERIFY(toldPrint(*reader, line.page, {line.box, u"双泉县百花街"_s}).score > 0.8);
        QVERIFY(toldPrint(*reader, line.page, {line.box, u"一一卜"_s}).characters.empty());
        QVERIFY(toldPrint(*reader, line.page, {{}, u"双泉"_s}).characters.empty());
        QVERIFY(reader->placed({}, u"双泉"_s).score <= 0);
        QVERIFY(reader->placed(lineImage(line.page, line.box, 0, Look::Sharp), QString(60, u'泉')).score <= 0);
    }

    // The engine made two characters of one, in every look.
    void oneTooManyGoes()
    {
        const ReadField field = readText(u"安徽省望海市双泉县前柳村"_s, {look(u"安徽省望海市双和泉县前柳村"_s)});
        QCOMPARE(field.text, u"安徽省望海市双泉县前柳村"_s);
        QVERIFY(!field.certain);
    }

    void oneThatWasLeftOutComesBack()
    {
        const ReadField field = readText(u"安徽省望海市双泉县前柳村"_s, {look(u"安徽省望海市双县前柳村"_s)});
        QCOMPARE(field.text, u"安徽省望海市双泉县前柳村"_s);
        QVERIFY(!field.certain);
    }

    // In one of the looks thin strokes are lost: what it resembles then does not count.
    void theLookThatShowsItCounts()
    {
        const Printed line = printed(u"澄"_s);
        cv::Mat without = lineImage(line.page, line.box, 0, Look::Plain);
        const std::vector<cv::Rect> whole{{0, 0, without.cols, without.rows}};
        const cv::Mat sharp = glyphsAt(lineImage(line.page, line.box, 0, Look::Sharp), whole);
        without.colRange(0, without.cols * 2 / 5).setTo(245);
        const ToldCharacter character{u'油', sharp, glyphsAt(without, whole)};
        const Likest best = likestOf(GlyphReader::builtIn()->book(), character, u"油澄"_s, {0.01F, 0});
        QCOMPARE(best.character, QChar(u'澄'));
        QVERIFY2(best.like > 0.93F, qPrintable(QString::number(static_cast<double>(best.like))));
    }

    // Of looks that differ the one that fits the print stands, however sure the other one is.
    void theTextThatFitsItsPrintStands()
    {
        const Printed line = printed(u"大街90号17号楼4单"_s);
        const std::vector<LineText> texts{{u"太从90号17号楼4单"_s, {}, 0.99}, {u"大街90号17号楼4单"_s, {}, 0.5}};
        QCOMPARE(fittingText(texts, line.page, line.box), std::size_t{1});
        const ReadField field =
            readText(u"大街90号17号楼4单"_s, {look(u"太从90号17号楼4单"_s, 0.99F), look(u"大街90号17号楼4单"_s, 0.9F)});
        QCOMPARE(field.text, u"大街90号17号楼4单"_s);
    }

    void whatBothSayIsCertain()
    {
        const QString text = u"河南省示例市白鹭区杏花岭村191号"_s;
        const ReadField field = readText(text, {look(text), look(text)});
        QCOMPARE(field.text, text);
        QVERIFY(field.certain);
        const ReadField other = readText(text, {look(u"河南省示例市白鹭区杏花的村191号"_s, 0.96F)});
        QCOMPARE(other.text, text);
        QVERIFY(!other.certain);
    }

    // No province is called so, and only one is like it.
    void addressesBeginWithAProvince()
    {
        const ReadField field = readText(u"工苏省示例市"_s, {look(u"工苏省示例市"_s)});
        QCOMPARE(field.text, u"江苏省示例市"_s);
        QVERIFY(!field.certain);
        QCOMPARE(readText(u"甲乙省示例市"_s, {look(u"甲乙省示例市"_s)}).text, u"甲乙省示例市"_s);
    }

    // What stands beside a name in prose says where it begins: the engine's box cuts into it.
    void aNameInProseIsRead()
    {
        const Printed line = printed(u"经研究同意接收徐颖同志的人事档案"_s);
        const QString told = u"经研究同意接收徐颗同志的人事档案"_s;
        const auto name = nameByGlyphs(u"name"_s, {look(u"徐颗"_s, 0.8F)}, line.page, {line.box, told, 7, 9});
        QVERIFY(name);
        QCOMPARE(name->text, u"徐颖"_s);
        QVERIFY(!name->certain);
        const auto same = nameByGlyphs(u"name"_s, {look(u"徐颖"_s)}, line.page,
                                       {line.box, u"经研究同意接收徐颖同志的人事档案"_s, 7, 9});
        QVERIFY(same && same->certain);
        QCOMPARE(same->text, u"徐颖"_s);
    }

    // 满 was read as 苗, and 苗 is of the list.
    void oneCharacterOfALongListIsNoProof()
    {
        const WordList peoples{{u"汉"_s, u"01"_s}, {u"回"_s, u"03"_s}, {u"苗"_s, u"06"_s},
                               {u"满"_s, u"11"_s}, {u"白"_s, u"14"_s}, {u"土家"_s, u"15"_s}};
        QVERIFY(!valueOf(ValueType::Words, u"苗"_s, &peoples).proven);
        QVERIFY(valueOf(ValueType::Words, u"苗"_s, &peoples).allowed);
        QVERIFY(valueOf(ValueType::Words, u"土家"_s, &peoples).proven);
        const WordList sexes{{u"男"_s, u"1"_s}, {u"女"_s, u"2"_s}};
        QVERIFY(valueOf(ValueType::Words, u"女"_s, &sexes).proven);
    }

    void starsBehindANameAreCounted_data()
    {
        QTest::addColumn<QString>("print");
        QTest::addColumn<QString>("name");
        QTest::newRow("two") << u"余**"_s << u"余**"_s;
        QTest::newRow("one") << u"余*"_s << u"余*"_s;
        QTest::newRow("a character of parts") << u"姚**"_s << u"姚**"_s;
        QTest::newRow("a name in full") << u"余峥"_s << QString();
        QTest::newRow("the same, of three") << u"余小峥"_s << QString();
        QTest::newRow("nothing behind it") << u"余"_s << QString();
    }
    void starsBehindANameAreCounted()
    {
        QFETCH(QString, print);
        QFETCH(QString, name);
        const Printed line = printed(print);
        QCOMPARE(maskedName(line.page, line.box, print[0]), name);
        QCOMPARE(maskedName(line.page, line.box, u'-'), name);  // the engine made nothing of it
    }
    void starsOfNoLine()
    {
        QCOMPARE(starsIn({}).count, 0);
        QCOMPARE(starsIn(cv::Mat(52, 240, CV_8U, cv::Scalar(245))).count, 0);
        QCOMPARE(maskedName(printed(u"余**"_s).page, {}, u'余'), QString());
    }
};

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication app(argc, argv);
    tst_GlyphJudge test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_glyphjudge.moc"
