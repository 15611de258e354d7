// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the demonstration pages of resources/demo/pages: documents of a fictional person and company as the document
// camera would see them on its plate. The same pictures come out at every run with the same fonts (Noto CJK, OCR B).
// Usage: make-demo-pages FOLDER
#include "drivers/sim/simplate.h"
#include "tests/support/permitpicture.h"

#include <cstdio>
#include <QtCore/QDir>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <random>

namespace {

constexpr double perMm = 7;  // pixels per millimetre of the page before it is laid down
constexpr QSize photoSize(2000, 1500);

QFont serif(double mm, bool bold = false)
{
    QFont font(QStringLiteral("Noto Serif CJK SC"));
    font.setPixelSize(static_cast<int>(mm * perMm));
    font.setBold(bold);
    return font;
}

QRectF mm(double x, double y, double w, double h)
{
    return {x * perMm, y * perMm, w * perMm, h * perMm};
}

QImage sheet(double width, double height, const QColor &paper)
{
    QImage page(static_cast<int>(width * perMm), static_cast<int>(height * perMm), QImage::Format_RGB32);
    page.fill(paper);
    return page;
}

void heading(QPainter &painter, double y, double width, double size, const QString &text)
{
    painter.setFont(serif(size, true));
    painter.drawText(mm(0, y, width, size * 1.8), Qt::AlignCenter, text);
}

void paragraph(QPainter &painter, double y, double height, const QString &text)
{
    painter.setFont(serif(5));
    painter.drawText(mm(28, y, 154, height), Qt::AlignJustify | Qt::TextWordWrap, text);
}

// A round company stamp, as printed, not a copy of anybody's.
void stamp(QPainter &painter, double x, double y, const QString &inner)
{
    painter.save();
    painter.setPen(QPen(QColor(200, 40, 40, 190), perMm * 0.9));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(mm(x, y, 38, 38));
    painter.setFont(serif(3.6, true));
    painter.drawText(mm(x, y, 38, 38), Qt::AlignCenter, inner);
    painter.restore();
}

QImage dismissal()
{
    QImage page = sheet(210, 297, QColor(243, 242, 238));
    QPainter painter(&page);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QColor(30, 30, 34));
    heading(painter, 32, 210, 9, QStringLiteral("解除（终止）劳动合同证明"));
    painter.setFont(serif(4.2));
    painter.drawText(mm(28, 55, 154, 8), Qt::AlignRight, QStringLiteral("编号：演示-2025-0017"));
    paragraph(painter, 72, 46,
              QStringLiteral("　　张测试（身份证号码：37020019900307006X），系我单位职工，自2019年10月8日起在生产部从事"
                             "设备维护工作。双方签订的劳动合同期限为2019年10月8日至2025年9月30日。"));
    paragraph(painter, 120, 40,
              QStringLiteral(
                  "　　因劳动合同期满，用人单位不再续订，根据《中华人民共和国劳动合同法》第四十四条第（一）项的规定，"
                  "自2025年9月30日起终止劳动合同。"));
    paragraph(painter, 160, 30,
              QStringLiteral("　　我单位已为其缴纳社会保险费至2025年9月，档案和社会保险关系转移手续在十五日内办理。"));
    paragraph(painter, 192, 12, QStringLiteral("　　特此证明。"));
    painter.setFont(serif(5));
    painter.drawText(mm(100, 222, 82, 9), Qt::AlignRight, QStringLiteral("示范市样例机械有限公司（盖章）"));
    painter.drawText(mm(100, 233, 82, 9), Qt::AlignRight, QStringLiteral("2025年9月30日"));
    stamp(painter, 134, 209, QStringLiteral("演示用章\n无效"));
    painter.setFont(serif(3.4));
    painter.drawText(
        mm(28, 268, 154, 12), Qt::TextWordWrap,
        QStringLiteral("本页为演示材料，人物、单位与号码均为虚构。一式三份：劳动者、用人单位、经办机构各一份。"));
    return page;
}

QImage contract()
{
    QImage page = sheet(210, 297, QColor(240, 241, 240));
    QPainter painter(&page);
    painter.setPen(QColor(28, 28, 32));
    heading(painter, 50, 210, 13, QStringLiteral("劳 动 合 同 书"));
    painter.setFont(serif(5));
    const QStringList lines{QStringLiteral("甲方（用人单位）：示范市样例机械有限公司"),
                            QStringLiteral("统一社会信用代码：（演示材料，略）"),
                            QStringLiteral("法定代表人：李样例"),
                            QStringLiteral("注册地：示范市样例区演示路1号"),
                            QStringLiteral("乙方（劳动者）：张测试"),
                            QStringLiteral("身份证号码：37020019900307006X"),
                            QStringLiteral("合同期限：2019年10月8日至2025年9月30日"),
                            QStringLiteral("工作岗位：设备维护")};
    for (int i = 0; i < lines.size(); ++i) {
        const double y = 110 + 15.0 * i;
        painter.drawText(mm(35, y, 140, 9), Qt::AlignLeft, lines[i]);
        painter.drawLine(QPointF(35 * perMm, (y + 9) * perMm), QPointF(175 * perMm, (y + 9) * perMm));
    }
    painter.setFont(serif(3.4));
    painter.drawText(mm(28, 262, 154, 12), Qt::AlignCenter,
                     QStringLiteral("本页为演示材料，人物、单位与号码均为虚构。"));
    return page;
}

// What a page of any other proof looks like: a heading, a few lines, a stamp.
QImage proof()
{
    QImage page = sheet(210, 297, QColor(244, 243, 239));
    QPainter painter(&page);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QColor(30, 30, 34));
    heading(painter, 34, 210, 11, QStringLiteral("证　明"));
    paragraph(
        painter, 76, 60,
        QStringLiteral("　　本页代替申请人办理业务时交来的证明、清单、票据或协议。人物、单位、金额和号码均为虚构，"
                       "只用于演示高拍仪怎样拍下一页纸。"));
    const QStringList lines{QStringLiteral("姓名"), QStringLiteral("事项"), QStringLiteral("起止时间"),
                            QStringLiteral("金额（元）"), QStringLiteral("经办单位")};
    const QStringList values{QStringLiteral("（演示）"), QStringLiteral("演示材料"),
                             QStringLiteral("2026年6月至2026年9月"), QStringLiteral("0.00"),
                             QStringLiteral("示范市样例服务中心")};
    painter.setFont(serif(5));
    for (int i = 0; i < lines.size(); ++i) {
        const double y = 128 + 14.0 * i;
        painter.drawRect(mm(28, y, 46, 14));
        painter.drawRect(mm(74, y, 108, 14));
        painter.drawText(mm(32, y, 40, 14), Qt::AlignVCenter, lines[i]);
        painter.drawText(mm(79, y, 100, 14), Qt::AlignVCenter, values[i]);
    }
    painter.drawText(mm(100, 226, 82, 9), Qt::AlignRight, QStringLiteral("示范市样例服务中心（盖章）"));
    stamp(painter, 134, 214, QStringLiteral("演示用章\n无效"));
    return page;
}

// An open household register, and with it every booklet of that size: two pages with a fold between them.
QImage booklet()
{
    QImage page = sheet(210, 143, QColor(238, 234, 222));
    QPainter painter(&page);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient fold(mm(98, 0, 0, 0).topLeft(), mm(112, 0, 0, 0).topLeft());
    fold.setColorAt(0, QColor(0, 0, 0, 0));
    fold.setColorAt(0.5, QColor(0, 0, 0, 70));
    fold.setColorAt(1, QColor(0, 0, 0, 0));
    painter.fillRect(mm(98, 0, 14, 143), fold);
    painter.setPen(QColor(40, 36, 34));
    painter.setFont(serif(7, true));
    painter.drawText(mm(0, 18, 105, 14), Qt::AlignCenter, QStringLiteral("户 主 页"));
    painter.drawText(mm(105, 18, 105, 14), Qt::AlignCenter, QStringLiteral("家 庭 成 员 页"));
    const QStringList lines{QStringLiteral("姓名"), QStringLiteral("与户主关系"), QStringLiteral("性别"),
                            QStringLiteral("出生日期"), QStringLiteral("住址")};
    const QStringList left{QStringLiteral("王示例"), QStringLiteral("户主"), QStringLiteral("男"),
                           QStringLiteral("1972年8月8日"), QStringLiteral("示范市样例区演示路1号")};
    const QStringList right{QStringLiteral("王演示"), QStringLiteral("子女"), QStringLiteral("女"),
                            QStringLiteral("2001年1月1日"), QStringLiteral("示范市样例区演示路1号")};
    painter.setFont(serif(4));
    for (int i = 0; i < lines.size(); ++i) {
        const double y = 42 + 14.0 * i;
        for (const double x : {12.0, 117.0}) {
            painter.drawRect(mm(x, y, 26, 14));
            painter.drawRect(mm(x + 26, y, 55, 14));
            painter.drawText(mm(x + 2, y, 24, 14), Qt::AlignVCenter, lines[i]);
            painter.drawText(mm(x + 28, y, 52, 14), Qt::AlignVCenter, x < 100 ? left[i] : right[i]);
        }
    }
    painter.setFont(serif(3.2));
    painter.drawText(mm(12, 118, 186, 8), Qt::AlignCenter, QStringLiteral("本页为演示材料，人物与地址均为虚构。"));
    return page;
}

QImage card()
{
    QImage page(static_cast<int>(85.6 * perMm * 2), static_cast<int>(54 * perMm * 2), QImage::Format_ARGB32);
    page.fill(Qt::transparent);
    QPainter painter(&page);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(2, 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(222, 230, 236));
    painter.drawRoundedRect(mm(0, 0, 85.6, 54), 3.2 * perMm, 3.2 * perMm);
    painter.setBrush(QColor(150, 170, 196));
    painter.drawRect(mm(59, 9, 21, 27));
    painter.setPen(QColor(34, 40, 60));
    const QStringList lines{QStringLiteral("姓名　张测试"), QStringLiteral("性别　女　　民族　汉"),
                            QStringLiteral("出生　1990年3月7日"), QStringLiteral("住址　示范市样例区演示路1号")};
    painter.setFont(serif(3.2));
    for (int i = 0; i < lines.size(); ++i) {
        painter.drawText(mm(6, 8 + 8.0 * i, 52, 6), Qt::AlignLeft | Qt::AlignVCenter, lines[i]);
    }
    painter.drawText(mm(6, 44, 76, 6), Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("公民身份号码　37020019900307006X"));
    painter.setPen(QColor(200, 60, 60, 70));
    painter.setFont(serif(7, true));
    painter.drawText(mm(10, 20, 50, 14), Qt::AlignCenter, QStringLiteral("演示样张"));
    return page;
}

// Backs of travel permits of people who do not exist; their numbers are of the shape that is given out.
QImage hkPermit(const QString &until)
{
    return hall::test::permitBack(hall::test::permitZone(QStringLiteral("H00000001"), QStringLiteral("900101"), u'F',
                                                         until, QStringLiteral("CHAN<<SHI<LI")));
}

QImage taiwanPermit()
{
    return hall::test::permitBack(hall::test::permitZone(QStringLiteral("00000001"), QStringLiteral("000229"), u'M',
                                                         QStringLiteral("310228"), QStringLiteral("LIN<<SHI<LI")));
}

// Lays the page on the plate, a little turned and lit from one side, with the sensor's noise.
QImage photographed(const QImage &page, double heightShare, double degrees, unsigned seed)
{
    QImage photo = hall::device::emptyPlate().scaled(photoSize, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    {
        QPainter painter(&photo);
        painter.setRenderHints(QPainter::SmoothPixmapTransform | QPainter::Antialiasing);
        painter.translate(photoSize.width() / 2.0, photoSize.height() / 2.0);
        painter.rotate(degrees);
        const double height = photoSize.height() * heightShare;
        const QSizeF size(height * page.width() / page.height(), height);
        const QImage small = page.scaled(size.toSize(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        painter.fillRect(QRectF(-size.width() / 2 + 5, -size.height() / 2 + 7, size.width(), size.height()),
                         QColor(0, 0, 0, page.hasAlphaChannel() ? 0 : 60));
        painter.drawImage(QPointF(-size.width() / 2, -size.height() / 2), small);
        painter.resetTransform();
        QLinearGradient light(0, 0, photoSize.width(), photoSize.height());
        light.setColorAt(0, QColor(0, 0, 0, 0));
        light.setColorAt(1, QColor(0, 0, 0, 34));
        painter.fillRect(photo.rect(), light);
    }
    std::minstd_rand random(seed);
    for (int y = 0; y < photo.height(); ++y) {
        auto *row = reinterpret_cast<QRgb *>(photo.scanLine(y));
        for (int x = 0; x < photo.width(); ++x) {
            const int noise = static_cast<int>(random() % 5) - 2;
            row[x] = qRgb(qBound(0, qRed(row[x]) + noise, 255), qBound(0, qGreen(row[x]) + noise, 255),
                          qBound(0, qBlue(row[x]) + noise, 255));
        }
    }
    return photo;
}

}  // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: make-demo-pages FOLDER\n");
        return 2;
    }
    if (!hall::test::zoneTypeInstalled()) {
        std::fprintf(stderr, "the type OCR B is not installed (fonts-ocr-b)\n");
        return 1;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    const std::pair<const char *, QImage> pages[]{
        {"dismissal-certificate.jpg", photographed(dismissal(), 0.86, 1.6, 1)},
        {"labour-contract.jpg", photographed(contract(), 0.85, -1.1, 2)},
        {"id-card.jpg", photographed(card(), 0.36, 2.2, 3)},
        {"permit-hk.jpg", photographed(hkPermit(QStringLiteral("311231")), 0.36, -2.4, 4)},
        {"permit-hk-expired.jpg", photographed(hkPermit(QStringLiteral("240131")), 0.36, 1.8, 5)},
        {"permit-taiwan.jpg", photographed(taiwanPermit(), 0.36, 3.1, 6)},
        {"proof.jpg", photographed(proof(), 0.86, -1.3, 7)},
        {"household-booklet.jpg", photographed(booklet(), 0.62, 1.4, 8)},
    };
    for (const auto &[name, picture] : pages) {
        if (!picture.save(folder.filePath(QString::fromLatin1(name)), "JPG", 82)) {
            std::fprintf(stderr, "cannot write %s\n", name);
            return 1;
        }
    }
    return 0;
}
