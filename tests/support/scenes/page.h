// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing board of the templates: text, lines and fields in millimetres, as one print run puts them on paper (its
// toner, letter spacing, a little skew), and where each field's ink came to lie. Used by one thread at a time.
#pragma once

#include "tests/support/scenes/document.h"
#include "tests/support/scenes/lettering.h"
#include "tests/support/scenes/people.h"
#include "tests/support/scenes/random.h"

#include <memory>
#include <QColor>
#include <QImage>
#include <QPainter>

namespace hall::scenes {

struct Type
{
    Face face = Face::Song;
    double mm = 4.2;  // the em
    bool bold = false;
    QColor ink = QColor(28, 27, 30);
    double spacing = 0;  // added between letters, share of the em
    double stretch = 1;  // width of the letters
    double slant = 0;    // as handwriting leans
    bool shaky = false;  // written by hand: each letter a little off its place
};

// A piece of a paragraph; with an id it becomes a field.
struct Run
{
    QString text;
    QString id = {};
    QString value = {};
    bool underlined = false;
};

enum class Align
{
    Left,
    Centre,
    Right
};

class Page
{
public:
    struct Stock
    {
        QColor paper = QColor(244, 243, 239);
        Surface surface = Surface::Paper;
        double radius = 0;
    };

    // One page at a time in each thread: they share their pixels.
    Page(double width, double height, const Stock &stock, Random random);

    [[nodiscard]] double width() const { return m_width; }
    [[nodiscard]] double height() const { return m_height; }
    [[nodiscard]] Random &random() { return m_random; }
    [[nodiscard]] QPainter &painter() { return *m_painter; }  // pixels: see px()
    [[nodiscard]] static double px(double mm) { return mm * perMm; }
    [[nodiscard]] static QRectF px(double x, double y, double w, double h)
    {
        return {x * perMm, y * perMm, w * perMm, h * perMm};
    }

    // From here on what is drawn is skewed, shifted and as dark as one pass through a printer leaves it. Once a page.
    void startPrinting(double mostSkew = 0.4, double mostShift = 1.0);

    // The em box of the first line hangs below `y`; returns the ink.
    cv::Rect2f text(double x, double y, double w, const QString &text, const Type &type, Align align = Align::Left);
    void field(const QString &id, double x, double y, double w, const QString &text, const Type &type,
               const QString &value = {}, Align align = Align::Left, int row = -1);
    // Lines of at most `w`; continues where the last line ended, returns the y below it.
    double flow(double x, double y, double w, const std::vector<Run> &runs, const Type &type, double lineStep,
                double indent = 0);
    // A field in several lines; at most `perLine` letters in each when that is above 0.
    double fieldLines(const QString &id, double x, double y, double w, const QString &text, const Type &type,
                      double lineStep, int perLine = 0);

    // A field whose letters stand in cells of `pitch` each.
    void cells(const QString &id, double x, double y, double pitch, const QString &text, const Type &type,
               int row = -1);

    void line(double x1, double y1, double x2, double y2, double mm = 0.25, const QColor &colour = QColor(40, 40, 44));
    void box(double x, double y, double w, double h, double mm = 0.25, const QColor &colour = QColor(40, 40, 44));
    void fill(double x, double y, double w, double h, const QColor &colour);
    // A field or code that something else drew there.
    void place(const QString &id, const QString &text, const QString &value, const QRectF &mm);
    void placeCode(const QString &type, const QString &text, const QRectF &mm);
    void code(const QString &text, double x, double y, double size);  // QR
    // Code 128; `module`: width of the narrowest bar.
    void bars(const QString &text, double x, double y, double module, double high, const QColor &ink);
    void noteSeal(double x, double y, double size) { m_document.seals.push_back(onPaper(px(x, y, size, size))); }
    // The last `count` fields are pieces of one.
    void joinLast(std::size_t count, const QString &id, const QString &text, const QString &value);
    // Straight into the picture, fast, without what startPrinting() does. At least a pixel wide.
    void thinLine(const std::vector<cv::Point2d> &mm, double width, const QColor &colour, const cv::Rect2d &within);
    void setSpine(cv::Point2f spine) { m_document.spine = spine; }

    [[nodiscard]] Document finish(Kind kind, const QString &layout);

    static constexpr double perMm = 16;  // 406 dpi

private:
    struct Word
    {
        QString text;
        std::size_t run = 0;
        double width = 0;  // pixels
    };
    void foldUp();
    [[nodiscard]] Lettering letteringOf(const Type &type) const;
    cv::Rect2f drawn(double xPx, double baselinePx, const QString &text, const Lettering &letters, const Type &type);
    [[nodiscard]] cv::Rect2f onPaper(const QRectF &pixels) const;
    void record(const QString &id, const QString &text, const QString &value, const cv::Rect2f &line, int row,
                bool goesOn);

    double m_width;
    double m_height;
    Random m_random;
    QImage m_image;
    std::unique_ptr<QPainter> m_painter;
    Document m_document;
    double m_toner = 1;    // opacity of ink
    double m_spacing = 0;  // of the whole print
};

// Modules across, without quiet zones.
[[nodiscard]] int qrModules(const QString &text);
[[nodiscard]] int barsWidth(const QString &text);

// Value as a reader hands it out when the template names none.
[[nodiscard]] QString plainValue(const QString &text);

// Ornaments (ornaments.cpp). Colours are of nobody's document.
void drawSeal(Page &page, double x, double y, double size, const QString &around, const QString &below);
void drawSquareSeal(Page &page, double x, double y, double size, const QString &text);
void drawGuilloche(Page &page, double x, double y, double w, double h, const QColor &colour, int lines = 26);
void drawPortrait(Page &page, double x, double y, double w, double h, const QColor &behind);
void drawSignature(Page &page, double x, double y, double w, double h);
void drawEmblem(Page &page, double x, double y, double size, const QColor &colour);
void drawFrame(Page &page, double inset, const QColor &colour);
void drawBarcode(Page &page, double x, double y, double w, double h);

// The templates, by group.
[[nodiscard]] Document drawEndOfContract(Page::Stock stock, Random random);
[[nodiscard]] Document drawContract(Kind kind, Page::Stock stock, Random random);
[[nodiscard]] Document drawBusinessLicence(Page::Stock stock, Random random);
[[nodiscard]] Document drawIdentityCard(Kind kind, Random random);
[[nodiscard]] Document drawPermit(Kind kind, Random random);
[[nodiscard]] Document drawBooklet(Kind kind, Random random);
[[nodiscard]] Document drawProof(Kind kind, Page::Stock stock, Random random);  // disability … diploma, transfer, text
[[nodiscard]] Document drawTable(Kind kind, Page::Stock stock, Random random);  // invoice, contributions
[[nodiscard]] Document drawMoneyPaper(Kind kind, Random random);                // bank card, passbook
[[nodiscard]] Document drawReceipt(Random random);

}  // namespace hall::scenes
