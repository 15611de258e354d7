// SPDX-License-Identifier: GPL-3.0-or-later
// Pens, coins, keys, hands: seen from above, each a little different.
#include "tests/support/scenes/plate.h"

#include <algorithm>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QRadialGradient>

namespace hall::scenes {

namespace {

QColor anyColour(Random &random, int leastSaturation = 30)
{
    return QColor::fromHsv(random.integer(0, 359), random.integer(leastSaturation, 220), random.integer(50, 230));
}

// Light from above left on something round.
QLinearGradient rounded(QPointF from, QPointF to, const QColor &colour)
{
    QLinearGradient gradient(from, to);
    gradient.setColorAt(0, colour.darker(150));
    gradient.setColorAt(0.32, colour.lighter(128));
    gradient.setColorAt(0.6, colour);
    gradient.setColorAt(1, colour.darker(190));
    return gradient;
}

void pen(QPainter &p, Random &random)
{
    const QColor body = anyColour(random);
    p.setPen(Qt::NoPen);
    p.setBrush(rounded({-4, 0}, {4, 0}, body));
    p.drawRoundedRect(QRectF(-4, -62, 8, 118), 3, 3);
    p.setBrush(rounded({-4, 0}, {4, 0}, QColor(190, 190, 196)));
    QPainterPath tip;
    tip.moveTo(-3.6, 55);
    tip.lineTo(3.6, 55);
    tip.lineTo(0.6, 70);
    tip.lineTo(-0.6, 70);
    tip.closeSubpath();
    p.drawPath(tip);
    p.drawRoundedRect(QRectF(1.5, -60, 2.4, 40), 1, 1);
}

void coin(QPainter &p, Random &random)
{
    const double r = random.uniform(9.5, 12.5);
    const QColor metal = random.chance(0.6) ? QColor(178, 178, 172) : QColor(196, 160, 84);
    QRadialGradient gradient(QPointF(-r * 0.3, -r * 0.4), r * 1.5);
    gradient.setColorAt(0, metal.lighter(135));
    gradient.setColorAt(1, metal.darker(140));
    p.setBrush(gradient);
    p.setPen(QPen(metal.darker(160), 0.7));
    p.drawEllipse(QPointF(0, 0), r, r);
    p.setPen(QPen(metal.darker(135), 0.9));
    p.setBrush(Qt::NoBrush);
    p.drawEllipse(QPointF(0, 0), r * 0.86, r * 0.86);
    for (int i = 0; i < 7; ++i) {
        p.drawLine(QPointF(random.uniform(-0.5, 0.5) * r, random.uniform(-0.5, 0.5) * r),
                   QPointF(random.uniform(-0.5, 0.5) * r, random.uniform(-0.5, 0.5) * r));
    }
}

// Close to a card in size and shape: what a finder must not take for one is told by its truth, not by its looks.
void cardHolder(QPainter &p, Random &random)
{
    const QColor leather = QColor::fromHsv(random.integer(0, 40), random.integer(60, 180), random.integer(30, 120));
    QLinearGradient shade(QPointF(-52, -38), QPointF(52, 38));
    shade.setColorAt(0, leather.lighter(118));
    shade.setColorAt(1, leather.darker(115));
    p.setPen(Qt::NoPen);
    p.setBrush(shade);
    p.drawRoundedRect(QRectF(-52, -37, 104, 74), 6, 6);
    p.setPen(QPen(leather.lighter(160), 0.5, Qt::DashLine));
    p.setBrush(Qt::NoBrush);
    p.drawRoundedRect(QRectF(-49.5, -34.5, 99, 69), 4.5, 4.5);
    p.setPen(QPen(leather.darker(150), 1));
    p.drawLine(QPointF(-52, 8), QPointF(52, 8));
    p.drawEllipse(QPointF(0, 8), 9, 9);
}

void keys(QPainter &p, Random &random)
{
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(QColor(150, 150, 154), 1.8));
    p.drawEllipse(QPointF(0, 0), 13, 13);
    const int count = random.integer(2, 4);
    for (int i = 0; i < count; ++i) {
        p.save();
        p.rotate(i * 360.0 / count + random.uniform(-25, 25));
        p.translate(0, 14);
        const QColor metal = random.chance(0.5) ? QColor(186, 186, 190) : QColor(190, 158, 90);
        p.setPen(QPen(metal.darker(150), 0.5));
        p.setBrush(metal);
        p.drawEllipse(QRectF(-9, -3, 18, 16));
        p.drawRect(QRectF(-3, 11, 6, 28));
        for (int y = 18; y < 38; y += 4) {
            p.drawRect(QRectF(3, y, random.uniform(0.6, 2.4), 2));
        }
        p.setBrush(QColor(60, 60, 62));
        p.drawEllipse(QPointF(0, 2), 2.4, 2.4);
        p.restore();
    }
}

void phone(QPainter &p, Random &random)
{
    p.setPen(QPen(QColor(120, 120, 124), 0.8));
    p.setBrush(QColor(24, 24, 28));
    p.drawRoundedRect(QRectF(-36, -76, 72, 152), 9, 9);
    const bool on = random.chance(0.5);
    QLinearGradient screen(QPointF(-30, -70), QPointF(30, 70));
    screen.setColorAt(0, on ? anyColour(random).lighter(120) : QColor(34, 36, 44));
    screen.setColorAt(1, on ? anyColour(random) : QColor(12, 12, 16));
    p.setPen(Qt::NoPen);
    p.setBrush(screen);
    p.drawRoundedRect(QRectF(-33.5, -73, 67, 146), 7, 7);
    if (on) {
        for (int row = 0; row < 5; ++row) {
            for (int column = 0; column < 4; ++column) {
                p.setBrush(anyColour(random, 80));
                p.drawRoundedRect(QRectF(-27 + column * 14.5, -46 + row * 17.0, 10, 10), 2.4, 2.4);
            }
        }
    }
}

void clip(QPainter &p, Random &random)
{
    p.setBrush(Qt::NoBrush);
    p.setPen(
        QPen(random.chance(0.5) ? QColor(170, 172, 178) : anyColour(random, 120), 1.1, Qt::SolidLine, Qt::RoundCap));
    QPainterPath path(QPointF(3, -10));
    path.lineTo(3, 9);
    path.cubicTo(3, 15, -4, 15, -4, 9);
    path.lineTo(-4, -12);
    path.cubicTo(-4, -17, 5, -17, 5, -12);
    path.lineTo(5, 6);
    p.drawPath(path);
}

void ruler(QPainter &p, Random &random)
{
    p.setPen(Qt::NoPen);
    p.setBrush(QColor(230, 222, 170, random.chance(0.5) ? 150 : 255));
    p.drawRect(QRectF(-82, -14, 164, 28));
    p.setPen(QPen(QColor(40, 40, 40), 0.3));
    for (int i = 0; i <= 150; ++i) {
        p.drawLine(QPointF(-75 + i, -14), QPointF(-75 + i, i % 10 == 0 ? -7 : i % 5 == 0 ? -9 : -11));
    }
}

QColor skinTone(Random &random)
{
    const double t = random.uniform(0, 1);
    return {static_cast<int>(236 - 66 * t), static_cast<int>(192 - 66 * t), static_cast<int>(164 - 66 * t)};
}

// One finger from its root to its tip, with joints and a nail. Each layer is narrower and lighter: round in the light.
void finger(QPainter &p, QPointF root, QPointF tip, double width, const QColor &skin, bool nail)
{
    const QPointF along = tip - root;
    for (int layer = 0; layer < 5; ++layer) {
        const QColor shade = skin.darker(150 - layer * 13);
        p.setPen(QPen(shade, width * (1 - layer * 0.17), Qt::SolidLine, Qt::RoundCap));
        const QPointF light(-width * 0.05 * layer, -width * 0.03 * layer);
        p.drawLine(root + light, tip + light);
    }
    const double length = std::hypot(along.x(), along.y());
    const QPointF unit = along / length;
    const QPointF across(-unit.y(), unit.x());
    p.setPen(QPen(skin.darker(140), 0.45));
    for (const double t : {0.42, 0.46, 0.74}) {
        p.drawLine(root + along * t - across * width * 0.26, root + along * t + across * width * 0.26);
    }
    if (nail) {
        p.save();
        p.translate(tip + unit * width * 0.1);
        p.rotate(std::atan2(unit.y(), unit.x()) * 180 / M_PI + 90);
        p.setPen(QPen(skin.darker(125), 0.3));
        p.setBrush(skin.lighter(112));
        p.drawRoundedRect(QRectF(-width * 0.25, -width * 0.36, width * 0.5, width * 0.6), width * 0.2, width * 0.2);
        p.restore();
    }
}

// The tip of the middle finger lies at the origin, the arm goes down the picture.
void hand(QPainter &p, Random &random, bool right)
{
    const QColor skin = skinTone(random);
    const QColor sleeve = anyColour(random);
    p.save();
    if (!right) {
        p.scale(-1, 1);
    }
    const double spread = random.uniform(0.6, 1.5);
    p.setPen(Qt::NoPen);
    p.setBrush(rounded({-36, 0}, {34, 0}, skin));
    QPainterPath arm;
    arm.moveTo(-27, 150);
    arm.cubicTo(-32, 190, -34, 240, -36, 420);
    arm.lineTo(36, 420);
    arm.cubicTo(34, 240, 30, 190, 28, 150);
    arm.closeSubpath();
    p.drawPath(arm);
    p.setBrush(rounded({-48, 0}, {46, 0}, sleeve));
    const double cuff = random.uniform(185, 230);
    p.drawRoundedRect(QRectF(-44, cuff, 88, 420 - cuff), 8, 8);
    p.setPen(QPen(sleeve.darker(130), 1.2));
    p.drawLine(QPointF(-43, cuff + 9), QPointF(43, cuff + 9));
    finger(p, {-32, 118}, {-56 - 6 * spread, 62}, 21, skin, true);  // thumb
    p.setPen(Qt::NoPen);
    QRadialGradient back(QPointF(-8, 108), 62);
    back.setColorAt(0, skin.lighter(108));
    back.setColorAt(1, skin.darker(128));
    p.setBrush(back);
    QPainterPath palm;
    palm.moveTo(-38, 84);
    palm.cubicTo(-44, 120, -36, 150, -26, 165);
    palm.lineTo(27, 165);
    palm.cubicTo(38, 140, 42, 110, 38, 88);
    palm.cubicTo(20, 70, -22, 68, -38, 84);
    p.drawPath(palm);
    finger(p, {29, 92}, {34 + 10 * spread, 38}, 14.5, skin, true);
    finger(p, {11, 84}, {14 + 5 * spread, 9}, 17, skin, true);
    finger(p, {-28, 86}, {-24 - 5 * spread, 12}, 17.5, skin, true);
    finger(p, {-9, 82}, {0, 8}, 18, skin, true);
    p.restore();
}

// One or two fingers stretched out of a fist, an arm behind. The tip lies at the origin.
void fingers(QPainter &p, Random &random, int count)
{
    const QColor skin = skinTone(random);
    const QColor sleeve = anyColour(random);
    const double width = random.uniform(14, 18.5);
    p.setPen(Qt::NoPen);
    p.setBrush(rounded({-30, 0}, {38, 0}, skin));
    p.drawRoundedRect(QRectF(-26, 150, 58, 320), 22, 22);
    p.setBrush(rounded({-40, 0}, {48, 0}, sleeve));
    const double cuff = random.uniform(190, 240);
    p.drawRoundedRect(QRectF(-36, cuff, 80, 470 - cuff), 8, 8);
    p.setPen(Qt::NoPen);
    QRadialGradient fist(QPointF(-4, 112), 60);
    fist.setColorAt(0, skin.lighter(108));
    fist.setColorAt(1, skin.darker(128));
    p.setBrush(fist);
    p.drawRoundedRect(QRectF(-34, 74, 76, 98), 28, 28);
    for (int i = count; i < 4; ++i) {  // the others are folded
        const double x = -4 + i * width * 1.02;
        finger(p, {x, 104}, {x - 1, 80 + i * 2.0}, width, skin, false);
    }
    finger(p, {-30, 128}, {-12, 92}, width * 1.1, skin, false);
    for (int i = 0; i < count; ++i) {
        finger(p, {i * width * 1.06, 108}, {i * width * 0.98, width / 2 + i * 7.0}, width, skin, true);
    }
}

struct Extent
{
    double left, top, right, bottom;  // mm around the anchor
};

Extent extentOf(Thing thing)
{
    switch (thing) {
    case Thing::Pen:
        return {-7, -65, 7, 72};
    case Thing::Coin:
        return {-15, -15, 15, 15};
    case Thing::CardHolder:
        return {-54, -40, 54, 40};
    case Thing::Keys:
        return {-60, -60, 60, 60};
    case Thing::Phone:
        return {-39, -79, 39, 79};
    case Thing::Clip:
        return {-8, -20, 8, 18};
    case Thing::Ruler:
        return {-84, -16, 84, 16};
    case Thing::Hand:
        return {-86, -6, 86, 420};
    case Thing::Fingertip:
    case Thing::TwoFingers:
        return {-46, -4, 54, 470};
    }
    return {};
}

}  // namespace

Sprite drawThing(Thing thing, double perMm, Random random)
{
    const Extent e = extentOf(thing);
    QImage image(static_cast<int>((e.right - e.left) * perMm), static_cast<int>((e.bottom - e.top) * perMm),
                 QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter p(&image);
    p.setRenderHint(QPainter::Antialiasing);
    p.scale(perMm, perMm);
    p.translate(-e.left, -e.top);
    switch (thing) {
    case Thing::Pen:
        pen(p, random);
        break;
    case Thing::Coin:
        coin(p, random);
        break;
    case Thing::CardHolder:
        cardHolder(p, random);
        break;
    case Thing::Keys:
        keys(p, random);
        break;
    case Thing::Phone:
        phone(p, random);
        break;
    case Thing::Clip:
        clip(p, random);
        break;
    case Thing::Ruler:
        ruler(p, random);
        break;
    case Thing::Hand:
        hand(p, random, random.chance(0.7));
        break;
    case Thing::Fingertip:
        fingers(p, random, 1);
        break;
    case Thing::TwoFingers:
        fingers(p, random, 2);
        break;
    }
    p.end();
    const cv::Mat wrapped(image.height(), image.width(), CV_8UC4, image.bits(),
                          static_cast<std::size_t>(image.bytesPerLine()));
    return {wrapped.clone(), perMm, {-e.left * perMm, -e.top * perMm}};
}

}  // namespace hall::scenes
