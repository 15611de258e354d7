// SPDX-License-Identifier: GPL-3.0-or-later
// Stamps, security print, portraits and signatures: recognisable as what they are, copies of nobody's.
#include "tests/support/scenes/page.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <QPainterPath>
#include <QRadialGradient>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

QPainterPath starPath(QPointF centre, double radius)
{
    QPainterPath path;
    for (int i = 0; i < 10; ++i) {
        const double r = i % 2 == 0 ? radius : radius * 0.382;
        const double angle = -M_PI / 2 + i * M_PI / 5;
        const QPointF point = centre + r * QPointF(std::cos(angle), std::sin(angle));
        i == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    path.closeSubpath();
    return path;
}

// Where the pad left no ink: blots taken out of a stamp.
void wear(QImage &stamp, Random &random)
{
    cv::Mat noise(std::max(2, stamp.height() / 10), std::max(2, stamp.width() / 10), CV_8U);
    cv::RNG grain(random.next());
    grain.fill(noise, cv::RNG::UNIFORM, 0, 256);
    cv::GaussianBlur(noise, noise, {0, 0}, 1.2);
    cv::resize(noise, noise, {stamp.width(), stamp.height()}, 0, 0, cv::INTER_CUBIC);
    const double level = random.uniform(70, 112);
    const double base = random.uniform(0.62, 0.92);
    for (int y = 0; y < stamp.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(stamp.scanLine(y));
        for (int x = 0; x < stamp.width(); ++x) {
            const double kept = base * std::clamp((noise.at<uchar>(y, x) - level) / 14.0, 0.15, 1.0);
            const QRgb c = line[x];
            line[x] = qRgba(static_cast<int>(qRed(c) * kept), static_cast<int>(qGreen(c) * kept),
                            static_cast<int>(qBlue(c) * kept), static_cast<int>(qAlpha(c) * kept));
        }
    }
}

void pressed(Page &page, QImage stamp, double x, double y, double size)
{
    wear(stamp, page.random());
    QPainter &painter = page.painter();
    painter.save();
    const QRectF box = Page::px(x, y, size, size);
    painter.translate(box.center());
    painter.rotate(page.random().uniform(-14, 14));
    painter.setCompositionMode(QPainter::CompositionMode_Multiply);
    painter.drawImage(QPointF(-stamp.width() / 2.0, -stamp.height() / 2.0), stamp);
    painter.restore();
    page.noteSeal(x, y, size);
}

QImage emptyStamp(double size)
{
    const int side = static_cast<int>(Page::px(size));
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

QColor padRed(Random &random)
{
    return {random.integer(195, 232), random.integer(20, 60), random.integer(30, 62)};
}

}  // namespace

void drawSeal(Page &page, double x, double y, double size, const QString &around, const QString &below)
{
    QImage image = emptyStamp(size);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const QColor red = padRed(page.random());
    const double half = Page::px(size) / 2;
    const QPointF centre(half, half);
    const double ring = half * 0.95;
    painter.setPen(QPen(red, half * 0.055));
    painter.drawEllipse(centre, ring, ring);
    painter.setPen(Qt::NoPen);
    painter.fillPath(starPath(centre, half * 0.28), red);
    const auto count = static_cast<int>(around.size());
    const double spread = std::min(280.0, 20.0 * (count + 2));  // degrees of the ring that the name takes
    const double letter = half * std::clamp(4.4 / (count + 2), 0.2, 0.3);
    const Lettering type(Face::Song, true, letter, 0, 0.78);
    for (int i = 0; i < count; ++i) {
        painter.save();
        painter.translate(centre);
        painter.rotate(count == 1 ? 0 : -spread / 2 + spread * i / (count - 1));
        painter.fillPath(type.outlineAround(QString(around[i]), {0, -half * 0.88 + letter * 0.65}), red);
        painter.restore();
    }
    painter.fillPath(Lettering(Face::Song, true, half * 0.19).outlineAround(below, {half, half * 1.53}), red);
    painter.end();
    pressed(page, image, x, y, size);
}

void drawSquareSeal(Page &page, double x, double y, double size, const QString &text)
{
    QImage image = emptyStamp(size);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const QColor red = padRed(page.random());
    const double side = Page::px(size);
    painter.setPen(QPen(red, side * 0.05));
    painter.drawRect(QRectF(side * 0.04, side * 0.04, side * 0.92, side * 0.92));
    const Lettering type(Face::Song, true, side * 0.38);
    // Two columns, read from the right.
    for (int i = 0; i < std::min(4, static_cast<int>(text.size())); ++i) {
        painter.fillPath(
            type.outlineAround(QString(text[i]), {side * (i < 2 ? 0.71 : 0.29), side * (i % 2 == 0 ? 0.29 : 0.71)}),
            red);
    }
    painter.end();
    pressed(page, image, x, y, size);
}

void drawGuilloche(Page &page, double x, double y, double w, double h, const QColor &colour, int lines)
{
    Random &random = page.random();
    const double waves = random.uniform(2.2, 5.5);
    const double swing = h * random.uniform(0.07, 0.16);
    const double drift = random.uniform(0.02, 0.09);
    for (int i = 0; i < lines; ++i) {
        QColor ink = colour;
        ink.setHsl((colour.hslHue() + i * 3) % 360, colour.hslSaturation(), colour.lightness());
        std::vector<cv::Point2d> curve;
        const double level = y - swing + (h + 2 * swing) * i / (lines - 1);
        for (int k = 0; k <= 167; ++k) {
            const double s = k / 167.0;
            const double phase = 2 * M_PI * (waves * s + drift * i);
            curve.emplace_back(x + s * w, level + swing * (std::sin(phase) + 0.4 * std::sin(2.6 * phase)));
        }
        page.thinLine(curve, 0.11, ink, {x, y, w, h});
    }
}

void drawPortrait(Page &page, double x, double y, double w, double h, const QColor &behind)
{
    Random &random = page.random();
    QPainter &painter = page.painter();
    painter.save();
    painter.setClipRect(Page::px(x, y, w, h));
    painter.fillRect(Page::px(x, y, w, h), behind);
    painter.setPen(Qt::NoPen);
    const QColor skin(random.integer(212, 236), random.integer(172, 196), random.integer(146, 172));
    const QColor hair(random.integer(18, 50), random.integer(16, 40), random.integer(16, 36));
    const QColor cloth = QColor::fromHsv(random.integer(0, 359), random.integer(10, 120), random.integer(40, 150));
    const double cx = x + w / 2 + random.uniform(-0.02, 0.02) * w;
    const double top = y + h * random.uniform(0.15, 0.2);
    const double headW = w * random.uniform(0.42, 0.5);
    const double headH = h * random.uniform(0.42, 0.47);
    const bool longHair = random.chance(0.45);
    // Shoulders, neck, hair behind, face, hair in front, features.
    painter.setBrush(cloth);
    painter.drawEllipse(Page::px(cx - w * 0.47, y + h * 0.74, w * 0.94, h * 0.6));
    painter.setBrush(hair);
    if (longHair) {
        painter.drawRoundedRect(Page::px(cx - headW * 0.62, top - h * 0.03, headW * 1.24, headH * 1.35),
                                Page::px(headW * 0.5), Page::px(headW * 0.5));
    }
    painter.setBrush(skin.darker(112));
    painter.drawRect(Page::px(cx - headW * 0.2, top + headH * 0.8, headW * 0.4, h * 0.16));
    painter.setBrush(hair);
    painter.drawEllipse(Page::px(cx - headW * 0.55, top - headH * 0.1, headW * 1.1, headH * 0.75));
    QRadialGradient face(QPointF(Page::px(cx - headW * 0.1), Page::px(top + headH * 0.45)), Page::px(headW * 0.75));
    face.setColorAt(0, skin.lighter(106));
    face.setColorAt(1, skin.darker(118));
    painter.setBrush(face);
    painter.drawEllipse(Page::px(cx - headW / 2, top + headH * 0.06, headW, headH));
    painter.setBrush(hair);
    QPainterPath fringe;
    fringe.moveTo(Page::px(cx - headW * 0.52), Page::px(top + headH * 0.42));
    fringe.quadTo(Page::px(cx - headW * 0.3), Page::px(top + headH * random.uniform(0.12, 0.26)),
                  Page::px(cx + headW * random.uniform(-0.2, 0.3)), Page::px(top + headH * 0.2));
    fringe.quadTo(Page::px(cx + headW * 0.5), Page::px(top + headH * 0.22), Page::px(cx + headW * 0.52),
                  Page::px(top + headH * 0.42));
    fringe.quadTo(Page::px(cx + headW * 0.5), Page::px(top - headH * 0.12), Page::px(cx), Page::px(top - headH * 0.1));
    fringe.quadTo(Page::px(cx - headW * 0.5), Page::px(top - headH * 0.1), Page::px(cx - headW * 0.52),
                  Page::px(top + headH * 0.42));
    painter.drawPath(fringe);
    for (const double side : {-1.0, 1.0}) {
        painter.setBrush(QColor(40, 30, 28));
        painter.drawEllipse(
            Page::px(cx + side * headW * 0.21 - headW * 0.065, top + headH * 0.49, headW * 0.13, headH * 0.05));
        painter.drawRect(
            Page::px(cx + side * headW * 0.21 - headW * 0.1, top + headH * 0.41, headW * 0.2, headH * 0.025));
    }
    painter.setBrush(skin.darker(125));
    painter.drawEllipse(Page::px(cx - headW * 0.07, top + headH * 0.66, headW * 0.14, headH * 0.05));
    painter.setBrush(QColor(176, 96, 92));
    painter.drawEllipse(Page::px(cx - headW * 0.14, top + headH * 0.79, headW * 0.28, headH * 0.05));
    painter.restore();
}

void drawSignature(Page &page, double x, double y, double w, double h)
{
    Random &random = page.random();
    QPainter &painter = page.painter();
    const QColor ink = random.chance(0.6) ? QColor(26, 28, 44, 225) : QColor(22, 40, 120, 215);
    const int letters = random.integer(2, 3);
    const double cell = w / letters;
    for (int letter = 0; letter < letters; ++letter) {
        const int strokes = random.integer(4, 7);
        for (int stroke = 0; stroke < strokes; ++stroke) {
            QPointF at(Page::px(x + cell * (letter + random.uniform(0.05, 0.6))),
                       Page::px(y + h * random.uniform(0, 0.8)));
            QPainterPath path(at);
            const int bends = random.integer(1, 3);
            for (int bend = 0; bend < bends; ++bend) {
                const bool level = random.chance(0.5);
                const QPointF go(Page::px(cell * random.uniform(level ? 0.25 : -0.25, level ? 0.6 : 0.2)),
                                 Page::px(h * random.uniform(level ? -0.2 : 0.1, level ? 0.1 : 0.5)));
                path.quadTo(at + go * 0.5 + QPointF(go.y(), -go.x()) * random.uniform(-0.25, 0.25), at + go);
                at += go;
            }
            painter.strokePath(path, QPen(ink, Page::px(random.uniform(0.25, 0.6)), Qt::SolidLine, Qt::RoundCap));
        }
    }
}

void drawEmblem(Page &page, double x, double y, double size, const QColor &colour)
{
    QPainter &painter = page.painter();
    painter.save();
    const QPointF centre(Page::px(x + size / 2), Page::px(y + size / 2));
    const double half = Page::px(size / 2);
    painter.setPen(QPen(colour, half * 0.08));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(centre, half * 0.95, half * 0.95);
    painter.drawEllipse(centre, half * 0.78, half * 0.78);
    painter.fillPath(starPath(centre - QPointF(0, half * 0.25), half * 0.3), colour);
    for (int i = 0; i < 4; ++i) {
        const double angle = M_PI * (0.2 + 0.2 * i);
        painter.fillPath(starPath(centre + half * 0.5 * QPointF(std::cos(angle), 0.6 * std::sin(angle)), half * 0.11),
                         colour);
    }
    for (int i = 0; i < 24; ++i) {
        const double angle = 2 * M_PI * i / 24;
        const QPointF out(std::cos(angle), std::sin(angle));
        painter.drawLine(centre + out * half * 0.82, centre + out * half * 0.93);
    }
    painter.restore();
}

void drawFrame(Page &page, double inset, const QColor &colour)
{
    const double w = page.width() - 2 * inset;
    const double h = page.height() - 2 * inset;
    page.box(inset, inset, w, h, 1.1, colour);
    page.box(inset + 2, inset + 2, w - 4, h - 4, 0.3, colour);
    for (int k = 0; 4 * k < w - 8; ++k) {
        const double s = inset + 4 + 4 * k;
        page.line(s, inset + 0.4, s + 2, inset + 1.7, 0.2, colour);
        page.line(s, inset + h - 1.7, s + 2, inset + h - 0.4, 0.2, colour);
    }
    for (int k = 0; 4 * k < h - 8; ++k) {
        const double s = inset + 4 + 4 * k;
        page.line(inset + 0.4, s, inset + 1.7, s + 2, 0.2, colour);
        page.line(inset + w - 1.7, s, inset + w - 0.4, s + 2, 0.2, colour);
    }
}

void drawBarcode(Page &page, double x, double y, double w, double h)
{
    Random &random = page.random();
    double at = 0;
    while (at < w) {
        const double bar = 0.25 * random.integer(1, 4);
        page.fill(x + at, y, bar, h, QColor(30, 30, 32));
        at += bar + 0.25 * random.integer(1, 4);
    }
}

}  // namespace hall::scenes
