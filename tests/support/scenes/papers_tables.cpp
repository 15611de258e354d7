// SPDX-License-Identifier: GPL-3.0-or-later
// Papers with rows (an insurer's invoice, a list of contributions), and those about money: bank card, passbook,
// receipt.
#include "tests/support/scenes/page.h"

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

const QColor ink(30, 30, 34);
const QColor violet(92, 70, 120);

QString yuan(int fen)
{
    return u"%1.%2"_s.arg(fen / 100).arg(fen % 100, 2, 10, QLatin1Char('0'));
}

struct Column
{
    QString title, id;
    double w;
};

// One ruled row; `cells` match `columns`, "" stays empty.
void tableRow(Page &page, const std::vector<Column> &columns, const QStringList &cells, double x, double y, double high,
              const Type &type, int row, const QColor &rule)
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Column &column = columns[i];
        page.box(x, y, column.w, high, 0.2, rule);
        const QString cell = cells.value(static_cast<qsizetype>(i));
        const double top = y + (high - type.mm) / 2;
        if (row >= 0 && !column.id.isEmpty() && !cell.isEmpty()) {
            page.field(column.id, x + 1, top, column.w - 2, cell, type, {}, Align::Centre, row);
        } else {
            page.text(x + 1, top, column.w - 2, cell, type, Align::Centre);
        }
        x += column.w;
    }
}

Document invoice(Page::Stock stock, Random random)
{
    const Firm firm = makeFirm(random);
    const QDate date = makeDate(random, 2023, 2026);
    const int people = random.integer(3, 11);
    Page page(210, random.chance(0.5) ? 140 : 297, stock, random.fork(1));
    const bool half = page.height() < 200;
    page.startPrinting();
    const Type label{Face::Song, 3.2, false, violet};
    const Type value{random.chance(0.5) ? Face::Mono : Face::Song, 3.3, false, ink};
    page.text(20, 8, 170, u"电子发票（普通发票）"_s, {Face::Song, 7, true, QColor(140, 60, 60), 0.1}, Align::Centre);
    page.text(148, 20, 18, u"发票号码："_s, label);
    page.field(u"invoice_no"_s, 166, 20, 38, u"0000"_s + digits(random, 16), value);
    page.text(148, 26, 18, u"开票日期："_s, label);
    page.field(u"invoice_date"_s, 166, 26, 38, dateText(date, DateStyle::Padded), value, isoDate(date));
    page.code(u"01,32,,"_s + digits(random, 20) + u","_s + date.toString(u"yyyyMMdd"_s), 10, 8, 19);
    page.box(8, 32, 194, 14, 0.25, violet);
    page.text(11, 34, 30, u"购买方名称："_s, label);
    page.field(u"unit_name"_s, 34, 34, 90, firm.name, value);
    page.text(11, 40, 30, u"纳税人识别号："_s, label);
    page.field(u"tax_no"_s, 38, 40, 80, firm.code, value);
    page.text(126, 34, 70, u"销售方：示例财产保险股份有限公司"_s, label);
    page.text(126, 40, 70, u"险种：雇主责任保险（演示）"_s, label);
    const double each = half ? (people > 7 ? 5.3 : 6.4) : 8;
    const std::vector<Column> columns{{u"序号"_s, {}, 14},
                                      {u"被保险人"_s, u"list_name"_s, 34},
                                      {u"证件号码"_s, u"list_no"_s, 62},
                                      {u"保险期间"_s, {}, 50},
                                      {u"保险费（元）"_s, u"list_amount"_s, 34}};
    double y = 50;
    Type cell = value;
    cell.mm = half ? 2.9 : 3.4;
    tableRow(page, columns, {columns[0].title, columns[1].title, columns[2].title, columns[3].title, columns[4].title},
             8, y, each, label, -1, violet);
    y += each;
    int sum = 0;
    const int price = random.integer(60, 240) * 100;
    for (int i = 0; i < people; ++i) {
        const Person person = makePerson(random);
        const int premium = price + (random.chance(0.3) ? random.integer(1, 99) : 0);
        sum += premium;
        tableRow(page, columns,
                 {QString::number(i + 1), person.name, person.number,
                  date.toString(u"yyyy.MM.dd"_s) + u"-"_s + date.addYears(1).addDays(-1).toString(u"yyyy.MM.dd"_s),
                  yuan(premium)},
                 8, y, each, cell, i, violet);
        y += each;
    }
    page.text(11, y + 2.4, 60, u"价税合计（小写）"_s, label);
    page.field(u"premium"_s, 140, y + 2.2, 58, u"¥"_s + yuan(sum), value, yuan(sum), Align::Right);
    page.text(11, y + 9, 60, u"被保险人数："_s, label);
    page.field(u"insured_count"_s, 34, y + 9, 12, QString::number(people), value);
    page.text(64, y + 9, 40, u"开票人："_s + makeName(random), label);
    drawSeal(page, 120, std::min(y - 12, page.height() - 36), 32, u"示例财产保险股份有限公司"_s, u"发票演示"_s);
    return page.finish(Kind::Invoice, half ? u"half"_s : u"sheet"_s);
}

Document contributions(Page::Stock stock, Random random)
{
    const Person person = makePerson(random);
    const Firm firm = makeFirm(random);
    const QDate printed = makeDate(random, 2024, 2026);
    Page page(210, 297, stock, random.fork(1));
    page.startPrinting();
    const Type label{Face::Song, 3.6, false, ink};
    page.text(15, 18, 180, u"个人社会保险权益记录（参保缴费明细）"_s, {Face::Song, 6.4, true, ink}, Align::Centre);
    page.text(18, 34, 20, u"姓名："_s, label);
    page.field(u"name"_s, 30, 34, 34, person.name, label);
    page.text(70, 34, 30, u"社会保障号码："_s, label);
    page.field(u"ss_no"_s, 96, 34, 50, person.number, label);
    page.text(18, 41, 30, u"单位名称："_s, label);
    page.field(u"unit_name"_s, 37, 41, 90, firm.name, label);
    const std::vector<Column> columns{{u"缴费年月"_s, u"list_month"_s, 28},
                                      {u"缴费基数"_s, u"list_base"_s, 30},
                                      {u"养老个人"_s, {}, 28},
                                      {u"失业个人"_s, {}, 28},
                                      {u"医疗个人"_s, {}, 28},
                                      {u"缴费状态"_s, {}, 32}};
    const int rows = random.integer(8, 28);
    double y = 50;
    const double high = 7;
    const Type cell{random.chance(0.5) ? Face::Hei : Face::Song, 3.2, false, ink};
    tableRow(
        page, columns,
        {columns[0].title, columns[1].title, columns[2].title, columns[3].title, columns[4].title, columns[5].title},
        18, y, high, label, -1, QColor(70, 70, 74));
    const int base = random.integer(4100, 12000) * 100;
    QDate month = QDate(printed.year(), printed.month(), 1).addMonths(-rows);
    for (int i = 0; i < rows; ++i) {
        y += high;
        tableRow(page, columns,
                 {month.toString(u"yyyyMM"_s), yuan(base), yuan(base * 8 / 100), yuan(base * 3 / 1000),
                  yuan(base * 2 / 100), u"已实缴"_s},
                 18, y, high, cell, i, QColor(70, 70, 74));
        month = month.addMonths(1);
    }
    page.text(18, y + 12, 30, u"累计缴费月数："_s, label);
    page.field(u"paid_months"_s, 44, y + 12, 16, QString::number(rows + random.integer(0, 180)), label);
    page.text(110, y + 12, 30, u"打印日期："_s, label);
    page.field(u"issued_date"_s, 130, y + 12, 50, dateText(printed, DateStyle::Dashes), label, isoDate(printed));
    drawBarcode(page, 150, 30, 42, 9);
    drawSeal(page, 140, y - 6, 38, makeCity(random) + u"社会保险事业中心"_s, u"演示专用"_s);
    return page.finish(Kind::ContributionList, u"list"_s);
}

Document bankCard(Random random)
{
    const QColor base = QColor::fromHsv(random.integer(0, 359), random.integer(90, 200), random.integer(90, 200));
    Page page(85.6, 54, {base, Surface::Card, 3.18}, random.fork(1));
    QLinearGradient wash(0, 0, Page::px(85.6), Page::px(54));
    wash.setColorAt(0, base.lighter(130));
    wash.setColorAt(1, base.darker(135));
    page.painter().fillRect(Page::px(0, 0, 85.6, 54), wash);
    drawGuilloche(page, 0, 14, 85.6, 34, base.lighter(150), 12);
    page.painter().setBrush(QColor(218, 190, 120));
    page.painter().setPen(QPen(QColor(140, 116, 60), Page::px(0.2)));
    page.painter().drawRoundedRect(Page::px(10, 18, 12, 9), Page::px(1.4), Page::px(1.4));
    for (const double x : {14.0, 18.0}) {
        page.line(x, 18, x, 27, 0.2, QColor(140, 116, 60));
    }
    const QColor white(244, 244, 246);
    page.startPrinting(0.1, 0.2);
    page.text(8, 6, 50, u"示例银行（演示）"_s, {Face::Hei, 4.6, true, white});
    const QString number = makeAccount(random, random.chance(0.5) ? 19 : 16);
    QString grouped;
    for (int i = 0; i < number.size(); ++i) {
        grouped += number[i];
        if (i % 4 == 3 && i + 1 < number.size()) {
            grouped += u' ';
        }
    }
    page.field(u"bank_account"_s, 10, 32, 70, grouped, {Face::Zone, number.size() == 19 ? 4.4 : 5, false, white},
               number);
    page.text(10, 43, 30,
              u"VALID THRU %1/%2"_s.arg(random.integer(1, 12), 2, 10, QLatin1Char('0')).arg(random.integer(27, 36)),
              {Face::Hei, 2.4, false, white});
    page.text(62, 44, 20, u"储蓄卡"_s, {Face::Hei, 3, true, white});
    return page.finish(Kind::BankCard, u"debit"_s);
}

Document passbook(Random random)
{
    const Person person = makePerson(random);
    Page page(
        140, 180,
        {QColor(random.integer(224, 238), random.integer(234, 244), random.integer(228, 240)), Surface::Booklet, 1.5},
        random.fork(1));
    page.setSpine({0, 90});
    drawGuilloche(page, 3, 3, 134, 174, QColor::fromHsl(random.integer(90, 200), 70, 220), 30);
    page.startPrinting(0.6, 1.2);
    const Type label{Face::Song, 3.4, false, QColor(40, 90, 80)};
    const Type value{Face::Mono, 3.5, false, QColor(50, 50, 60)};
    page.text(8, 10, 124, u"示例银行　活期储蓄存折（演示）"_s, {Face::Song, 5.2, true, QColor(30, 90, 76)},
              Align::Centre);
    page.text(12, 28, 20, u"户名"_s, label);
    page.field(u"name"_s, 34, 28, 60, person.name, value);
    page.text(12, 38, 20, u"账号"_s, label);
    page.field(u"bank_account"_s, 34, 38, 80, makeAccount(random, 19), value);
    page.text(12, 48, 20, u"开户日期"_s, label);
    const QDate opened = makeDate(random, 2005, 2022);
    page.field(u"issued_date"_s, 34, 48, 60, dateText(opened, DateStyle::Dashes), value, isoDate(opened));
    drawSeal(page, 92, 46, 34, u"示例银行启明支行"_s, u"业务演示"_s);
    const std::vector<Column> columns{
        {u"日期"_s, {}, 28}, {u"摘要"_s, {}, 22}, {u"支出/存入"_s, {}, 34}, {u"余额"_s, {}, 36}};
    double y = 96;
    tableRow(page, columns, {u"日期"_s, u"摘要"_s, u"支出/存入"_s, u"余额"_s}, 10, y, 7, label, -1,
             QColor(90, 140, 126));
    for (int i = 0; i < random.integer(3, 9); ++i) {
        y += 7;
        tableRow(page, columns,
                 {opened.addDays(40 * (i + 1)).toString(u"yyyyMMdd"_s), random.chance(0.5) ? u"工资"_s : u"取款"_s,
                  yuan(random.integer(100, 900000)), yuan(random.integer(100, 9000000))},
                 10, y, 7, value, -1, QColor(90, 140, 126));
    }
    return page.finish(Kind::Passbook, u"open"_s);
}

}  // namespace

Document drawTable(Kind kind, Page::Stock stock, Random random)
{
    return kind == Kind::Invoice ? invoice(stock, random) : contributions(stock, random);
}

Document drawMoneyPaper(Kind kind, Random random)
{
    return kind == Kind::BankCard ? bankCard(random) : passbook(random);
}

}  // namespace hall::scenes
