// SPDX-License-Identifier: GPL-3.0-or-later
// make-glyphs FILE: draws every character that the glyph reader is to know in each of its typefaces and writes what
// they look like (hall-glyphs/1: see glyphbook.h). Runs while the program is built; the typefaces are Debian's
// fonts-noto-cjk.
#include "app/recognition/reading/glyphbook.h"
#include "app/recognition/reading/glyphfeature.h"

#include <cmath>
#include <cstdio>
#include <iconv.h>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <QSet>

namespace {

using namespace Qt::StringLiterals;

// Figures, the Han characters of GB 2312, and some that names have and it has not.
QString characters()
{
    QByteArray codes;
    for (int row = 0xB0; row <= 0xF7; ++row) {
        for (int cell = 0xA1; cell <= 0xFE; ++cell) {
            if (row == 0xD7 && cell > 0xF9) {  // five places that are not taken
                continue;
            }
            codes += static_cast<char>(row);
            codes += static_cast<char>(cell);
        }
    }
    QByteArray utf8(codes.size() * 2, '\0');
    iconv_t converter = iconv_open("UTF-8", "GB2312");
    if (converter == reinterpret_cast<iconv_t>(-1)) {
        return {};
    }
    char *from = codes.data();
    char *to = utf8.data();
    auto left = static_cast<std::size_t>(codes.size());
    auto room = static_cast<std::size_t>(utf8.size());
    const bool good = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
    iconv_close(converter);
    if (!good) {
        return {};
    }
    utf8.chop(static_cast<qsizetype>(room));
    const QString all =
        u"0123456789"_s + QString::fromUtf8(utf8) + u"喆堃昇赟翀玥祎珺旻晟焜烨燚犇彧婧翾瑄玟琤甯芃沄媛"_s;
    // GB 2312 also lists parts of characters, which nobody writes alone.
    const QString parts = u"丨丿丶丬亠冂冖冫凵匚卩讠阝刂亻勹厶廴辶夂廾艹扌犭彡饣忄氵宀彳纟巛灬爿攵疒钅礻衤"_s;
    QString once;
    QSet<QChar> seen;
    for (const QChar c : all) {
        if (!seen.contains(c) && !parts.contains(c)) {
            seen.insert(c);
            once += c;
        }
    }
    return once;
}

// The larger side has 96 pixels.
cv::Mat drawn(const QFont &font, QChar c)
{
    constexpr int side = 96;
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    path.addText(0, 0, font, QString(c));
    const QRectF box = path.boundingRect();
    if (box.isEmpty()) {
        return {};
    }
    const double scale = (side - 12) / std::max(box.width(), box.height());
    QImage image(side, side, QImage::Format_Grayscale8);
    image.fill(0);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(side / 2.0, side / 2.0);
    painter.scale(scale, scale);
    painter.translate(-box.center());
    painter.fillPath(path, Qt::white);
    painter.end();
    const cv::Mat gray(side, side, CV_8U, image.bits(), static_cast<std::size_t>(image.bytesPerLine()));
    cv::Mat ink;
    gray.convertTo(ink, CV_32F, 1 / 255.0);
    return ink;
}

}  // namespace

int main(int argc, char **argv)
{
    const QGuiApplication app(argc, argv);
    if (argc != 2) {
        std::fputs("make-glyphs FILE\n", stderr);
        return 2;
    }
    cv::setNumThreads(1);  // pictures too small to be shared out
    const QString all = characters();
    if (all.size() < 6700) {
        std::fputs("make-glyphs: no table of GB 2312\n", stderr);
        return 1;
    }
    QString names;
    cv::Mat features;
    for (const QString &family : {u"Noto Sans CJK SC"_s, u"Noto Serif CJK SC"_s}) {
        if (!QFontDatabase::families().contains(family)) {
            std::fprintf(stderr, "make-glyphs: %s is missing (fonts-noto-cjk)\n", qPrintable(family));
            return 1;
        }
        QFont font(family);
        font.setPixelSize(1000);
        font.setHintingPreference(QFont::PreferNoHinting);
        // As a good camera sees letters of 4 mm, and a lesser one those of 2 mm: deviations in pixels.
        constexpr double sharp = 1.6;
        constexpr double soft = 4.2;
        QString drawnNames;
        cv::Mat sharpFeatures;
        cv::Mat softFeatures;
        for (const QChar c : all) {
            cv::Mat ink = drawn(font, c);
            if (ink.empty()) {
                continue;
            }
            cv::GaussianBlur(ink, ink, {0, 0}, sharp);
            const cv::Mat one = hall::glyphFeature(ink);
            // The softer one needs fewer pixels.
            cv::resize(ink, ink, {}, 0.5, 0.5, cv::INTER_AREA);
            cv::GaussianBlur(ink, ink, {0, 0}, std::sqrt(soft * soft - sharp * sharp) / 2);
            const cv::Mat other = hall::glyphFeature(ink);
            if (!one.empty() && !other.empty()) {
                sharpFeatures.push_back(one);
                softFeatures.push_back(other);
                drawnNames += c;
            }
        }
        features.push_back(sharpFeatures);
        features.push_back(softFeatures);
        names += drawnNames + drawnNames;
    }
    QFile file(QString::fromLocal8Bit(argv[1]));
    if (!file.open(QIODevice::WriteOnly) || file.write(hall::glyphBookOf(names, features)) < 0) {
        std::fprintf(stderr, "make-glyphs: %s cannot be written\n", argv[1]);
        return 1;
    }
    return 0;
}
