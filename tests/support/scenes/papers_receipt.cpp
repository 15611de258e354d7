// SPDX-License-Identifier: GPL-3.0-or-later
// The kiosk's own receipt, laid out by what prints it, on thermal paper.
#include "app/domain/transaction.h"
#include "app/receipt/receiptcomposer.h"
#include "tests/support/scenes/page.h"

#include <functional>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

struct Part
{
    QString id;
    QString text;
    QString value;
    std::function<void(ReceiptDocument &, const QString &)> set;
};

// Where two receipts differ, dots; empty when they are not of one size.
QRect difference(const QImage &a, const QImage &b)
{
    QRect box;
    if (a.size() != b.size()) {
        return box;
    }
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (a.pixelIndex(x, y) != b.pixelIndex(x, y)) {
                box |= QRect(x, y, 1, 1);
            }
        }
    }
    return box;
}

// As long on paper, but without ink.
QString blanked(const QString &text)
{
    QString blank;
    for (const QChar c : text) {
        blank += c.unicode() < 0x80 ? QChar(0x2007) : QChar(0x3000);
    }
    return blank;
}

}  // namespace

Document drawReceipt(Random random)
{
    const Person person = makePerson(random);
    const QDate day = makeDate(random, 2025, 2026);
    const QString hour = u" %1:%2"_s.arg(random.integer(8, 17), 2, 10, QLatin1Char('0'))
                             .arg(random.integer(0, 59), 2, 10, QLatin1Char('0'));
    const QString time = day.toString(u"yyyy-MM-dd"_s) + hour;
    const QString number = shortNumber(digits(random, 20));
    const QString title =
        random.of(std::vector<QString>{u"失业登记"_s, u"灵活就业登记"_s, u"就业创业证申领"_s, u"就业困难人员认定"_s});
    ReceiptDocument paper;
    paper.title = title;
    paper.hall = makeCity(random) + u"就业智慧大厅（演示）"_s;
    paper.number = number;
    paper.numberLabel = u"业务编号"_s;
    paper.stateLine = random.chance(0.5) ? u"已提交，正在送往中心"_s : u"已安全保存，联网后自动送出"_s;
    const QString name = person.name.left(1) + QString(std::min<qsizetype>(2, person.name.size() - 1), u'*');
    const QString masked = person.number.left(6) + u"********"_s + person.number.right(4);
    paper.rows = {{u"姓名"_s, name},
                  {u"证件号码"_s, masked},
                  {u"提交时间"_s, time},
                  {u"扫描材料"_s, QString::number(random.integer(1, 6))},
                  {u"终端编号"_s, u"K0000%1"_s.arg(random.integer(1, 9))}};
    paper.notes = {u"请留意短信；办理结果也可以在本机查询。"_s};
    paper.qr = u"hall:case:"_s + number;
    paper.qrCaption = u"扫码查询办理进度"_s;
    paper.printedAt = u"打印时间 "_s + time;
    paper.largePrint = random.chance(0.2);

    device::PrinterProfile printer;
    const bool narrow = random.chance(0.25);
    printer.dots = narrow ? 384 : 576;
    printer.mode = "raster";
    static thread_local ReceiptComposer composer;
    const QImage dots = composer.renderPreview(paper, printer);
    const double mm = 25.4 / printer.dpi;
    const double wide = narrow ? 58 : 80;
    const double left = (wide - dots.width() * mm) / 2;
    const double top = random.uniform(4, 12);

    Page page(wide, dots.height() * mm + top + random.uniform(5, 14),
              {QColor(random.integer(238, 250), random.integer(240, 250), random.integer(238, 250)), Surface::Paper, 0},
              random.fork(1));
    page.startPrinting(0.4, 0.5);
    // Thermal print is never quite black, and fades.
    const int grey = random.chance(0.3) ? random.integer(110, 160) : random.integer(30, 90);
    QImage ink = dots.convertToFormat(QImage::Format_ARGB32);
    const int dead = random.chance(0.15) ? random.integer(0, dots.width() - 1) : -1;  // a dot of the head that is gone
    for (int y = 0; y < ink.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(ink.scanLine(y));
        for (int x = 0; x < ink.width(); ++x) {
            const bool black = dots.pixelIndex(x, y) == 1 && x != dead;
            line[x] = black ? qRgba(grey, grey, std::min(255, grey + 6), 255) : qRgba(grey, grey, grey, 0);
        }
    }
    page.painter().setRenderHint(QPainter::SmoothPixmapTransform);
    page.painter().drawImage(Page::px(left, top, dots.width() * mm, dots.height() * mm),
                             ink.convertToFormat(QImage::Format_ARGB32_Premultiplied));

    const auto row = [](int index) {
        return [index](ReceiptDocument &other, const QString &text) { other.rows[index].value = text; };
    };
    const std::vector<Part> parts{
        {u"case_title"_s, title, title, [](ReceiptDocument &other, const QString &text) { other.title = text; }},
        {u"case_no"_s, number, number, [](ReceiptDocument &other, const QString &text) { other.number = text; }},
        {u"name"_s, name, name, row(0)},
        {u"cert_no"_s, masked, masked, row(1)},
        {u"submitted_at"_s, time, day.toString(Qt::ISODate) + u'T' + hour.trimmed(), row(2)}};
    for (const Part &part : parts) {
        ReceiptDocument other = paper;
        part.set(other, blanked(part.text));
        const QRect box = difference(dots, composer.renderPreview(other, printer));
        if (!box.isEmpty()) {
            page.place(part.id, part.text, part.value,
                       {left + box.x() * mm, top + box.y() * mm, box.width() * mm, box.height() * mm});
        }
    }
    ReceiptDocument other = paper;
    other.qr = paper.qr.chopped(1) + (paper.qr.endsWith(u'0') ? u'1' : u'0');
    const QRect code = difference(dots, composer.renderPreview(other, printer));
    if (!code.isEmpty()) {
        page.placeCode(u"QR"_s, paper.qr,
                       {left + code.x() * mm, top + code.y() * mm, code.width() * mm, code.height() * mm});
    }
    return page.finish(Kind::Receipt, narrow ? u"58-mm"_s : u"80-mm"_s);
}

}  // namespace hall::scenes
