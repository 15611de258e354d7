// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/page.h"

#include "tests/support/scenes/barcode.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <QLinearGradient>
#include <qrencode.h>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

cv::Rect2f united(const cv::Rect2f &a, const cv::Rect2f &b)
{
    return a.area() <= 0 ? b : b.area() <= 0 ? a : (a | b);
}

bool keepsTogether(QChar c)
{
    return c.unicode() < 0x80 && !c.isSpace();
}

// What no line begins with: full-width 、。，；：！？）》” are put behind the end instead.
bool hangs(const QString &text)
{
    static const QString list = u"、。，；：！？）》”】"_s;
    return text.size() == 1 && list.contains(text[0]);
}

}  // namespace

QString plainValue(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (!c.isSpace()) {
            out += c;
        }
    }
    return out;
}

namespace {

struct FreeQr
{
    void operator()(QRcode *code) const { QRcode_free(code); }
};
using QrMatrix = std::unique_ptr<QRcode, FreeQr>;

QrMatrix qrOf(const QString &text)
{
    return QrMatrix(QRcode_encodeString8bit(text.toUtf8().constData(), 0, QR_ECLEVEL_M));
}

// The pixels of a page, kept for the next one of this thread: 64 MB fresh from the system cost more than drawing on
// them.
QImage blank(int width, int height)
{
    static thread_local std::vector<uchar> pixels;
    const std::size_t stride = static_cast<std::size_t>(width) * 4;
    pixels.resize(std::max(pixels.size(), stride * static_cast<std::size_t>(height)));
    return {pixels.data(), width, height, static_cast<qsizetype>(stride), QImage::Format_RGB32};
}

}  // namespace

Page::Page(double width, double height, const Stock &stock, Random random)
    : m_width(width), m_height(height), m_random(random), m_image(blank(qRound(width * perMm), qRound(height * perMm)))
{
    m_image.fill(stock.paper);
    m_painter = std::make_unique<QPainter>(&m_image);
    m_painter->setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    m_document.surface = stock.surface;
    m_document.mm = {static_cast<float>(width), static_cast<float>(height)};
    m_document.perMm = perMm;
    m_document.radius = stock.radius;
}

void Page::startPrinting(double mostSkew, double mostShift)
{
    m_toner = m_random.chance(0.25) ? m_random.uniform(0.55, 0.8) : m_random.uniform(0.82, 1);
    m_spacing = m_random.chance(0.3) ? m_random.uniform(-0.02, 0.05) : 0;
    const QPointF middle(px(m_width / 2), px(m_height / 2));
    m_painter->translate(
        middle + QPointF(px(m_random.uniform(-mostShift, mostShift)), px(m_random.uniform(-mostShift, mostShift))));
    m_painter->rotate(m_random.uniform(-mostSkew, mostSkew));
    m_painter->translate(-middle);
}

Lettering Page::letteringOf(const Type &type) const
{
    return {type.face, type.bold, px(type.mm), type.spacing + m_spacing, type.stretch};
}

cv::Rect2f Page::onPaper(const QRectF &pixels) const
{
    const QRectF mapped = m_painter->transform().mapRect(pixels);
    return {static_cast<float>(mapped.x() / perMm), static_cast<float>(mapped.y() / perMm),
            static_cast<float>(mapped.width() / perMm), static_cast<float>(mapped.height() / perMm)};
}

cv::Rect2f Page::drawn(double xPx, double baselinePx, const QString &text, const Lettering &letters, const Type &type)
{
    QColor ink = type.ink;
    ink.setAlphaF(static_cast<float>(ink.alphaF() * m_toner));
    if (!type.shaky && type.slant == 0) {
        m_painter->fillPath(letters.outline(text, {xPx, baselinePx}), ink);
        return onPaper(letters.ink(text).translated(xPx, baselinePx));
    }
    // By hand: each letter stands, leans and is sized a little differently.
    cv::Rect2f around;
    double x = xPx;
    for (const QChar c : text) {
        m_painter->save();
        const double size = type.shaky ? m_random.uniform(0.9, 1.1) : 1;
        m_painter->translate(x, baselinePx + (type.shaky ? px(type.mm) * m_random.uniform(-0.06, 0.06) : 0));
        m_painter->rotate(type.shaky ? m_random.uniform(-5, 5) : 0);
        m_painter->shear(-type.slant, 0);
        m_painter->scale(size, size);
        m_painter->fillPath(letters.outline(QString(c)), ink);
        around = united(around, onPaper(letters.ink(QString(c))));
        m_painter->restore();
        x += letters.advance(QString(c)) * size;
    }
    return around;
}

cv::Rect2f Page::text(double x, double y, double w, const QString &text, const Type &type, Align align)
{
    Lettering letters = letteringOf(type);
    if (w > 0 && letters.advance(text) > px(w)) {  // too long for its place: printed narrower, as forms do
        letters.narrow(std::max(0.5, px(w) / letters.advance(text)));
    }
    const double free = px(w) - letters.advance(text);
    const double left = px(x) + (align == Align::Left ? 0 : align == Align::Centre ? free / 2 : free);
    return drawn(left, px(y + type.mm * 0.88), text, letters, type);
}

void Page::record(const QString &id, const QString &text, const QString &value, const cv::Rect2f &line, int row,
                  bool goesOn)
{
    if (goesOn) {
        Field &field = m_document.fields.back();
        field.text += text;
        field.lines.push_back(line);
        field.box = united(field.box, line);
        if (value.isEmpty()) {
            field.value = plainValue(field.text);
        }
        return;
    }
    m_document.fields.push_back({id, text, value.isEmpty() ? plainValue(text) : value, line, {line}, row});
}

void Page::field(const QString &id, double x, double y, double w, const QString &text, const Type &type,
                 const QString &value, Align align, int row)
{
    record(id, text, value, this->text(x, y, w, text, type, align), row, false);
}

double Page::fieldLines(const QString &id, double x, double y, double w, const QString &text, const Type &type,
                        double lineStep, int perLine)
{
    const Lettering letters = letteringOf(type);
    bool goesOn = false;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype count = 1;
        while (at + count < text.size() && (perLine == 0 || count < perLine) &&
               letters.advance(text.mid(at, count + 1)) <= px(w)) {
            ++count;
        }
        const QString part = text.mid(at, count);
        record(id, part, {}, this->text(x, y, w, part, type), -1, goesOn);
        goesOn = true;
        at += count;
        y += lineStep;
    }
    return y;
}

void Page::joinLast(std::size_t count, const QString &id, const QString &text, const QString &value)
{
    std::vector<Field> &fields = m_document.fields;
    Field joined{id, text, value, {}, {}, -1};
    for (std::size_t i = fields.size() - count; i < fields.size(); ++i) {
        joined.lines.push_back(fields[i].box);
        joined.box = united(joined.box, fields[i].box);
    }
    fields.resize(fields.size() - count);
    fields.push_back(joined);
}

void Page::thinLine(const std::vector<cv::Point2d> &mm, double width, const QColor &colour, const cv::Rect2d &within)
{
    // Nothing else holds the picture's memory, so bits() does not copy it away from the painter.
    cv::Mat all(m_image.height(), m_image.width(), CV_8UC4, m_image.bits(),
                static_cast<std::size_t>(m_image.bytesPerLine()));
    const cv::Rect area =
        cv::Rect(cvRound(px(within.x)), cvRound(px(within.y)), cvRound(px(within.width)), cvRound(px(within.height))) &
        cv::Rect(0, 0, all.cols, all.rows);
    cv::Mat part = all(area);
    std::vector<cv::Point> points;
    points.reserve(mm.size());
    constexpr int shift = 3;
    for (const cv::Point2d &point : mm) {
        points.emplace_back(cvRound((px(point.x) - area.x) * (1 << shift)),
                            cvRound((px(point.y) - area.y) * (1 << shift)));
    }
    cv::polylines(part, points, false, cv::Scalar(colour.blue(), colour.green(), colour.red(), 255),
                  std::max(1, cvRound(px(width))), cv::LINE_AA, shift);
}

void Page::cells(const QString &id, double x, double y, double pitch, const QString &text, const Type &type, int row)
{
    cv::Rect2f ink;
    for (int i = 0; i < text.size(); ++i) {
        ink = united(ink, this->text(x + pitch * i, y, pitch * 1.4, text.mid(i, 1), type));
    }
    record(id, text, {}, ink, row, false);
}

double Page::flow(double x, double y, double w, const std::vector<Run> &runs, const Type &type, double lineStep,
                  double indent)
{
    const Lettering letters = letteringOf(type);
    std::vector<Word> words;
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const QString &text = runs[r].text;
        for (qsizetype at = 0; at < text.size();) {
            qsizetype end = at + 1;
            while (keepsTogether(text[at]) && end < text.size() && keepsTogether(text[end])) {
                ++end;
            }
            const QString word = text.mid(at, end - at);
            words.push_back({word, r, letters.advance(word)});
            at = end;
        }
    }
    double at = px(x + indent);
    std::size_t recorded = runs.size();  // the run whose field was begun last
    for (std::size_t i = 0; i < words.size();) {
        const std::size_t run = words[i].run;
        if (at + words[i].width > px(x + w) && !hangs(words[i].text) && at > px(x)) {
            at = px(x);
            y += lineStep;
        }
        // As much of this run as the line takes is drawn in one go.
        QString part = words[i].text;
        double width = words[i].width;
        std::size_t next = i + 1;
        while (next < words.size() && words[next].run == run &&
               (at + width + words[next].width <= px(x + w) || hangs(words[next].text))) {
            part += words[next].text;
            width += words[next].width;
            ++next;
        }
        const cv::Rect2f ink = drawn(at, px(y + type.mm * 0.88), part, letters, type);
        if (runs[run].underlined) {
            const double below = y + type.mm * 1.1;
            line(at / perMm, below, (at + width) / perMm, below, 0.2, type.ink);
        }
        if (!runs[run].id.isEmpty()) {
            record(runs[run].id, part, runs[run].value, ink, -1, recorded == run);
            recorded = run;
        }
        at += width;
        i = next;
    }
    return y + lineStep;
}

void Page::line(double x1, double y1, double x2, double y2, double mm, const QColor &colour)
{
    QColor ink = colour;
    ink.setAlphaF(static_cast<float>(ink.alphaF() * m_toner));
    m_painter->setPen(QPen(ink, px(mm)));
    m_painter->drawLine(QPointF(px(x1), px(y1)), QPointF(px(x2), px(y2)));
}

void Page::box(double x, double y, double w, double h, double mm, const QColor &colour)
{
    line(x, y, x + w, y, mm, colour);
    line(x, y + h, x + w, y + h, mm, colour);
    line(x, y, x, y + h, mm, colour);
    line(x + w, y, x + w, y + h, mm, colour);
}

void Page::fill(double x, double y, double w, double h, const QColor &colour)
{
    m_painter->fillRect(px(x, y, w, h), colour);
}

void Page::place(const QString &id, const QString &text, const QString &value, const QRectF &mm)
{
    record(id, text, value, onPaper(px(mm.x(), mm.y(), mm.width(), mm.height())), -1, false);
}

void Page::placeCode(const QString &type, const QString &text, const QRectF &mm)
{
    m_document.codes.push_back({type, text, onPaper(px(mm.x(), mm.y(), mm.width(), mm.height()))});
}

void Page::code(const QString &text, double x, double y, double size)
{
    const QrMatrix made = qrOf(text);
    if (made == nullptr) {
        return;
    }
    const double module = size / made->width;
    for (int row = 0; row < made->width; ++row) {
        for (int column = 0; column < made->width; ++column) {
            if ((made->data[row * made->width + column] & 1) != 0) {
                // A little wider than the module, so that no seam shows between two.
                fill(x + column * module, y + row * module, module + 0.01, module + 0.01, QColor(24, 24, 26));
            }
        }
    }
    placeCode(u"QR"_s, text, {x, y, size, size});
}

void Page::bars(const QString &text, double x, double y, double module, double high, const QColor &ink)
{
    double at = x;
    bool bar = true;
    for (const int modules : code128(text)) {
        if (bar) {
            fill(at, y, modules * module, high, ink);
        }
        bar = !bar;
        at += modules * module;
    }
    placeCode(u"CODE-128"_s, text, {x, y, at - x, high});
}

int qrModules(const QString &text)
{
    const QrMatrix made = qrOf(text);
    return made != nullptr ? made->width : 0;
}

int barsWidth(const QString &text)
{
    const std::vector<int> bars = code128(text);
    return std::accumulate(bars.begin(), bars.end(), 0);
}

// Marks of a sheet that was carried folded, or kept in a file: creases and two holes.
void Page::foldUp()
{
    m_painter->resetTransform();
    const auto crease = [&](bool level, double at) {
        const double far = m_random.uniform(3, 7);
        for (const double side : {-1.0, 1.0}) {
            QLinearGradient shade(level ? QPointF(0, px(at)) : QPointF(px(at), 0),
                                  level ? QPointF(0, px(at + side * far)) : QPointF(px(at + side * far), 0));
            shade.setColorAt(0, side < 0 ? QColor(0, 0, 0, 34) : QColor(255, 255, 255, 46));
            shade.setColorAt(1, QColor(128, 128, 128, 0));
            const double first = side < 0 ? at - far : at;
            m_painter->fillRect(level ? px(0, first, m_width, far) : px(first, 0, far, m_height), shade);
        }
        line(level ? 0 : at, level ? at : 0, level ? m_width : at, level ? at : m_height, 0.12, QColor(90, 88, 84, 90));
    };
    if (m_random.chance(0.5)) {
        crease(true, m_height / 2 + m_random.uniform(-2, 2));
    } else {
        crease(true, m_height / 3 + m_random.uniform(-3, 3));
        crease(true, 2 * m_height / 3 + m_random.uniform(-3, 3));
    }
    if (m_random.chance(0.4)) {
        crease(false, m_width / 2 + m_random.uniform(-2, 2));
    }
    if (m_random.chance(0.3)) {  // through which the dark plate shows
        m_painter->setPen(Qt::NoPen);
        m_painter->setBrush(QColor(70, 70, 72));
        for (const double y : {m_height / 2 - 40, m_height / 2 + 40}) {
            m_painter->drawEllipse(QPointF(px(11), px(y)), px(2.7), px(2.7));
        }
    }
}

Document Page::finish(Kind kind, const QString &layout)
{
    if (m_document.surface == Surface::Paper && m_width > 150 && m_random.chance(0.3)) {
        foldUp();
    }
    m_painter.reset();
    m_document.kind = kind;
    m_document.layout = layout;
    const cv::Mat wide(m_image.height(), m_image.width(), CV_8UC4, m_image.bits(),
                       static_cast<std::size_t>(m_image.bytesPerLine()));
    cv::cvtColor(wide, m_document.bgr, cv::COLOR_BGRA2BGR);
    m_image = {};
    return std::move(m_document);
}

}  // namespace hall::scenes
