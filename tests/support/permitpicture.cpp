// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/permitpicture.h"

#include "app/domain/travelpermit.h"

#include <opencv2/imgproc.hpp>
#include <QFontInfo>
#include <QPainter>
#include <random>

namespace hall::test {

namespace {

constexpr double perMm = 16;
constexpr double width = 85.6;  // millimetres, ISO/IEC 7810 ID-1
constexpr double height = 54;

QString filled(const QString &text, int size)
{
    return text.leftJustified(size, u'<', true);
}

QString checked(const QString &field)
{
    return field + QString::number(zoneCheckDigit(field).value_or(0));
}

QRectF mm(double x, double y, double w, double h)
{
    return {x * perMm, y * perMm, w * perMm, h * perMm};
}

QFont zoneType()
{
    QFont font(QStringLiteral("OCR B"));
    font.setStyleName(QStringLiteral("Regular"));
    font.setStyleStrategy(QFont::NoFontMerging);
    return font;
}

void drawPaper(QPainter &painter)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(221, 232, 226));
    painter.drawRoundedRect(mm(0, 0, width, height), 3.2 * perMm, 3.2 * perMm);
    // Faint lines of a security print, of nobody's design.
    painter.setClipRect(mm(2, 2, width - 4, height - 4));
    for (int i = 0; i < 60; ++i) {
        painter.setPen(QPen(QColor(196, 214, 210), perMm * 0.12));
        painter.drawLine(QPointF(i * 2.4 * perMm - 20 * perMm, 0), QPointF(i * 2.4 * perMm, height * perMm));
    }
    painter.setClipping(false);
}

}  // namespace

QString permitZone(const QString &number, const QString &birth, QChar sex, const QString &until, const QString &names)
{
    const QString first = checked(filled(number, 9));
    const QString born = checked(birth);
    const QString ends = checked(until);
    const QString optional = filled({}, 15);
    const QString whole = checked(first + optional + born + ends + filled({}, 11)).right(1);
    return QStringLiteral("C<CHN") + first + optional + u'\n' + born + sex + ends + QStringLiteral("CHN") +
           filled({}, 11) + whole + u'\n' + filled(names, 30);
}

bool zoneTypeInstalled()
{
    return QFontInfo(zoneType()).family().startsWith(QLatin1String("OCR"));
}

QImage permitBack(const QString &zone, double lineStep)
{
    QImage card(static_cast<int>(width * perMm), static_cast<int>(height * perMm), QImage::Format_ARGB32);
    card.fill(Qt::transparent);
    QPainter painter(&card);
    painter.setRenderHint(QPainter::Antialiasing);
    drawPaper(painter);
    QFont words(QStringLiteral("Noto Serif CJK SC"));
    words.setPixelSize(static_cast<int>(2.6 * perMm));
    painter.setFont(words);
    painter.setPen(QColor(60, 70, 80));
    painter.drawText(mm(6, 5, 70, 5), Qt::AlignLeft, QStringLiteral("演示样张　通行证背面　虚构号码，无效"));
    painter.drawText(mm(6, 11, 70, 5), Qt::AlignLeft, QStringLiteral("SPECIMEN  NOT A DOCUMENT"));
    painter.setPen(QPen(QColor(120, 130, 140), perMm * 0.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(mm(62, 6, 16, 16));

    // Ten letters to the inch (Doc 9303 part 3, 4.7): each in its own cell.
    QFont type = zoneType();
    type.setPixelSize(static_cast<int>(3.5 * perMm));
    painter.setFont(type);
    painter.setPen(QColor(34, 34, 38));
    const QStringList lines = zone.split(u'\n');
    for (int row = 0; row < lines.size(); ++row) {
        for (int i = 0; i < lines[row].size(); ++i) {
            painter.drawText(mm(4.7 + 2.54 * i, 46.2 - lineStep * (2 - row), 2.54, 4.6), Qt::AlignCenter,
                             lines[row].mid(i, 1));
        }
    }
    return card;
}

QImage photographOf(const QImage &card, const PhotoOptions &options)
{
    QImage photo(options.size, QImage::Format_BGR888);
    photo.fill(QColor(46, 48, 52));
    {
        QPainter painter(&photo);
        painter.setRenderHints(QPainter::SmoothPixmapTransform | QPainter::Antialiasing);
        painter.translate(options.size.width() / 2.0, options.size.height() / 2.0);
        painter.rotate(options.degrees);
        const QSizeF size(width * options.perMm, height * options.perMm);
        const QImage small = card.scaled(size.toSize(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        painter.drawImage(QPointF(-size.width() / 2, -size.height() / 2), small);
        painter.resetTransform();
        QLinearGradient shade(0, 0, options.size.width(), options.size.height());
        shade.setColorAt(0, QColor(0, 0, 0, 0));
        shade.setColorAt(1, QColor(0, 0, 0, static_cast<int>(255 * options.slope)));
        painter.fillRect(photo.rect(), shade);
    }
    cv::Mat picture(photo.height(), photo.width(), CV_8UC3, photo.bits(),
                    static_cast<std::size_t>(photo.bytesPerLine()));
    picture.convertTo(picture, -1, options.light);
    if (options.blur > 0) {
        cv::GaussianBlur(picture, picture, {0, 0}, options.blur);
    }
    cv::RNG random(options.seed);
    cv::Mat noise(picture.size(), CV_16SC3);
    random.fill(noise, cv::RNG::NORMAL, 0, options.noise);
    cv::add(picture, noise, picture, cv::noArray(), CV_8UC3);
    return photo;
}

}  // namespace hall::test
