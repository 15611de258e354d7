// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/hall.h"

#include "tests/support/scenes/sensor.h"

#include <opencv2/imgproc.hpp>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QRadialGradient>

namespace hall::scenes {

namespace {

// The picture is drawn 1600 wide and 900 high, whatever its size.
void room(QPainter &p, Random &random)
{
    QLinearGradient wall(0, 0, 0, 620);
    wall.setColorAt(0, QColor(random.integer(170, 226), random.integer(172, 226), random.integer(168, 220)));
    wall.setColorAt(1, QColor(random.integer(120, 176), random.integer(122, 176), random.integer(122, 170)));
    p.fillRect(QRectF(0, 0, 1600, 900), wall);
    QLinearGradient floor(0, 600, 0, 900);
    floor.setColorAt(0, QColor(110, 106, 100));
    floor.setColorAt(1, QColor(186, 180, 170));
    p.fillRect(QRectF(0, random.uniform(560, 640), 1600, 400), floor);
    p.setPen(Qt::NoPen);
    for (int i = 0; i < random.integer(2, 5); ++i) {  // ceiling lights
        p.setBrush(QColor(255, 253, 244));
        const double x = random.uniform(0, 1500);
        p.drawPolygon(QPolygonF({{x, 20}, {x + 220, 20}, {x + 180, 70}, {x + 40, 70}}));
    }
    for (int i = 0; i < random.integer(2, 5); ++i) {  // counters, screens, doors
        const double x = random.uniform(0, 1400);
        const double w = random.uniform(90, 320);
        const double y = random.uniform(170, 380);
        p.setBrush(QColor::fromHsv(random.integer(0, 359), random.integer(20, 150), random.integer(60, 220)));
        p.drawRect(QRectF(x, y, w, random.uniform(120, 320)));
        p.setBrush(QColor(240, 240, 240, 190));
        p.drawRect(QRectF(x + w * 0.15, y + 20, w * 0.7, 50));
    }
    for (int i = 0; i < random.integer(1, 5); ++i) {  // people far away
        const double x = random.uniform(60, 1540);
        const double s = random.uniform(0.6, 1.4);
        p.setBrush(QColor::fromHsv(random.integer(0, 359), random.integer(30, 160), random.integer(40, 170)));
        p.drawRoundedRect(QRectF(x - 50 * s, 430, 100 * s, 330 * s), 40 * s, 40 * s);
        p.setBrush(QColor(206, 168, 140));
        p.drawEllipse(QPointF(x, 400 - 6 * s), 34 * s, 42 * s);
        p.setBrush(QColor(40, 34, 32));
        p.drawChord(QRectF(x - 36 * s, 350 - 6 * s, 72 * s, 84 * s), 0, 180 * 16);
    }
}

void portrait(QPainter &p, Random &random)
{
    const double cx = 800 + random.uniform(-260, 260);
    const double cy = 430 + random.uniform(-80, 60);
    const double s = random.uniform(0.8, 1.5);
    p.save();
    p.translate(cx, cy);
    p.scale(s, s);
    p.rotate(random.uniform(-14, 14));
    const QColor skin(random.integer(196, 232), random.integer(152, 186), random.integer(124, 160));
    const QColor hair(random.integer(20, 70), random.integer(18, 60), random.integer(16, 56));
    p.setPen(Qt::NoPen);
    p.setBrush(QColor::fromHsv(random.integer(0, 359), random.integer(30, 160), random.integer(50, 190)));
    p.drawEllipse(QRectF(-430, 250, 860, 700));
    p.setBrush(skin.darker(118));
    p.drawRect(QRectF(-78, 150, 156, 160));
    p.setBrush(hair);
    p.drawEllipse(QRectF(-212, -300, 424, 460));
    QRadialGradient face(QPointF(-50, -20), 300);
    face.setColorAt(0, skin.lighter(108));
    face.setColorAt(1, skin.darker(125));
    p.setBrush(face);
    p.drawEllipse(QRectF(-180, -230, 360, 470));
    p.setBrush(hair);
    p.drawChord(QRectF(-190, -270, 380, 330), 15 * 16, 150 * 16);
    for (const double side : {-1.0, 1.0}) {
        p.setBrush(QColor(245, 243, 240));
        p.drawEllipse(QPointF(side * 76, -20), 34, 15);
        p.setBrush(QColor(46, 34, 28));
        p.drawEllipse(QPointF(side * 76 + 3, -19), 14, 14);
        p.drawRoundedRect(QRectF(side * 76 - 44, -66, 88, 13), 6, 6);
    }
    p.setBrush(skin.darker(122));
    p.drawEllipse(QPointF(0, 66), 32, 20);
    p.setBrush(QColor(172, 92, 88));
    p.drawEllipse(QPointF(0, 136), 62, 18);
    if (random.chance(0.3)) {  // glasses: frames with corners
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(QColor(30, 30, 34), 9));
        p.drawRoundedRect(QRectF(-134, -56, 116, 80), 18, 18);
        p.drawRoundedRect(QRectF(18, -56, 116, 80), 18, 18);
        p.drawLine(-18, -30, 18, -30);
    }
    p.restore();
}

}  // namespace

cv::Mat drawHall(cv::Size size, std::uint64_t seed, bool face)
{
    Random random = Random(seed).fork(face ? 401 : 402);
    QImage image(size.width, size.height, QImage::Format_RGB32);
    {
        QPainter p(&image);
        p.setRenderHint(QPainter::Antialiasing);
        p.scale(size.width / 1600.0, size.height / 900.0);
        room(p, random);
        if (face) {
            portrait(p, random);
        }
    }
    const cv::Mat wide(image.height(), image.width(), CV_8UC4, image.bits(),
                       static_cast<std::size_t>(image.bytesPerLine()));
    cv::Mat bgr;
    cv::cvtColor(wide, bgr, cv::COLOR_BGRA2BGR);
    defocus(bgr, size.width * random.uniform(0.0006, 0.004));  // focused on a plate that is not there
    addLight(bgr, makeLight(random.fork(1)), {});
    addSensor(bgr, {}, random.fork(2));
    return bgr;
}

}  // namespace hall::scenes
