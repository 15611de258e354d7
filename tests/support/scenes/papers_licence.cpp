// SPDX-License-Identifier: GPL-3.0-or-later
// What an office hands out, large: the business licence; small: booklets with a spine.
#include "tests/support/scenes/page.h"

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

const QColor ink(32, 30, 34);

Coded money(Random &random)
{
    static const std::vector<Coded> sums{{u"500000"_s, u"伍拾万元整"_s},   {u"1000000"_s, u"壹佰万元整"_s},
                                         {u"3000000"_s, u"叁佰万元整"_s},  {u"5000000"_s, u"伍佰万元整"_s},
                                         {u"10000000"_s, u"壹仟万元整"_s}, {u"200000"_s, u"贰拾万元整"_s}};
    return random.of(sums);
}

void registerPage(Page &page, Random &random)
{
    static const std::vector<Coded> states{
        {u"10"_s, u"未婚"_s}, {u"20"_s, u"已婚"_s}, {u"30"_s, u"丧偶"_s}, {u"40"_s, u"离婚"_s}};
    const Coded married = random.of(states);
    const Person person = makePerson(random);
    const Type label{Face::Song, 2.9, false, QColor(120, 44, 40)};
    const bool printed = random.chance(0.75);
    Type value{printed ? Face::Hei : Face::Song, 3.1, false, QColor(36, 36, 42)};
    value.shaky = !printed;
    page.text(8, 7, 199, u"常住人口登记卡"_s, {Face::Song, 5, true, QColor(110, 36, 34), 0.3}, Align::Centre);
    const QColor rule(150, 84, 76);
    struct Cell
    {
        double x, labelW, w;
        QString label, id, text, value;
    };
    const double x0 = 9;
    const double whole = 192;
    const double high = random.uniform(10.4, 11.2);
    const std::vector<std::vector<Cell>> rows{
        {{0, 26, 70, u"姓名"_s, u"name"_s, person.name, {}},
         {96,
          36,
          60,
          u"户主或与户主关系"_s,
          u"head_relation"_s,
          random.of(std::vector<QString>{u"户主"_s, u"配偶"_s, u"长女"_s, u"长子"_s, u"儿媳"_s}),
          {}}},
        {{0, 26, 70, u"曾用名"_s, {}, {}, {}}, {96, 36, 60, u"性别"_s, u"sex"_s, person.sex.text, person.sex.code}},
        {{0, 26, 70, u"出生地"_s, u"birth_place"_s, makeCity(random), {}},
         {96, 36, 60, u"民族"_s, u"ethnicity"_s, person.ethnicity.text + u"族"_s, person.ethnicity.code}},
        {{0, 26, 70, u"籍贯"_s, u"native_place"_s, u"山东省"_s + makeCity(random), {}},
         {96, 36, 60, u"出生日期"_s, u"birth_date"_s, dateText(person.birth, DateStyle::Chinese),
          isoDate(person.birth)}},
        {{0, 46, 146, u"本市（县）其他住址"_s, {}, {}, {}}},
        {{0, 46, 70, u"公民身份证件编号"_s, u"cert_no"_s, person.number, {}},
         {116, 22, 54, u"身高"_s, {}, QString::number(random.integer(152, 186)) + u"厘米"_s, {}}},
        {{0, 26, 70, u"文化程度"_s, u"education"_s, u"大学专科"_s, u"31"_s},
         {96, 36, 60, u"婚姻状况"_s, u"marital"_s, married.text, married.code}},
        {{0, 26, 70, u"服务处所"_s, u"unit_name"_s, makeFirm(random).name, {}},
         {96, 36, 60, u"职业"_s, u"job_name"_s, makeJob(random), {}}}};
    double y = 18;
    for (const std::vector<Cell> &row : rows) {
        for (const Cell &cell : row) {
            page.box(x0 + cell.x, y, cell.labelW, high, 0.22, rule);
            page.box(x0 + cell.x + cell.labelW, y, cell.w, high, 0.22, rule);
            page.text(x0 + cell.x + 1, y + 3.6, cell.labelW - 2, cell.label, label, Align::Centre);
            if (!cell.id.isEmpty()) {
                page.field(cell.id, x0 + cell.x + cell.labelW + 2, y + 3.4, cell.w - 4, cell.text, value, cell.value);
            } else if (!cell.text.isEmpty()) {
                page.text(x0 + cell.x + cell.labelW + 2, y + 3.4, cell.w - 4, cell.text, value);
            }
        }
        y += high;
    }
    page.box(x0, y, whole, 16, 0.22, rule);
    page.text(x0 + 3, y + 4, 60, u"何时由何地迁来本址"_s, label);
    page.text(x0 + 48, y + 4, 120, u"%1年由%2迁来"_s.arg(random.integer(1988, 2021)).arg(makeCity(random)), value);
    page.text(x0, 132, 100, u"承办人签章："_s, label);
    page.text(x0 + 110, 132, 82, u"登记日期：%1"_s.arg(dateText(makeDate(random, 2006, 2024), DateStyle::Chinese)),
              label);
    drawSeal(page, 150, 98, 32, u"示例市公安局演示派出所"_s, u"户口专用"_s);
}

void openTextPages(Page &page, Random &random)
{
    const Person person = makePerson(random);
    const Type body{Face::Song, 3.3, false, QColor(44, 44, 50)};
    page.text(8, 12, 88, u"就业创业证"_s, {Face::Song, 5.2, true, QColor(120, 40, 40), 0.2}, Align::Centre);
    drawPortrait(page, 66, 24, 25, 34, QColor(226, 232, 238));
    double y = 26;
    const auto line = [&](const QString &name, const QString &id, const QString &text, const QString &value = {}) {
        page.text(9, y, 24, name, body);
        page.field(id, 33, y, 32, text, body, value);
        y += 8.2;
    };
    line(u"姓　　名"_s, u"name"_s, person.name);
    line(u"性　　别"_s, u"sex"_s, person.sex.text, person.sex.code);
    line(u"民　　族"_s, u"ethnicity"_s, person.ethnicity.text, person.ethnicity.code);
    line(u"出生日期"_s, u"birth_date"_s, dateText(person.birth, DateStyle::Dots), isoDate(person.birth));
    y += 2;
    page.text(9, y, 24, u"公民身份号码"_s, body);
    page.field(u"cert_no"_s, 33, y, 58, person.number, body);
    y += 8.2;
    page.text(9, y, 24, u"证书编号"_s, body);
    page.field(u"emp_cert_no"_s, 33, y, 58, person.number.left(6) + u"00"_s + digits(random, 8), body);
    y += 8.2;
    page.text(9, y, 24, u"户籍地址"_s, body);
    page.fieldLines(u"hukou_address"_s, 33, y, 60, person.address, body, 6);
    drawSeal(page, 54, 100, 32, u"示例市人力资源和社会保障局"_s, u"演示"_s);
    page.text(112, 10, 90, u"就业与失业登记记录"_s, {Face::Song, 4.2, true, QColor(120, 40, 40)}, Align::Centre);
    const double left = 112;
    for (int row = 0; row < 9; ++row) {
        const double top = 20 + row * 12.0;
        page.box(left, top, 24, 12, 0.2, QColor(140, 90, 80));
        page.box(left + 24, top, 40, 12, 0.2, QColor(140, 90, 80));
        page.box(left + 64, top, 26, 12, 0.2, QColor(140, 90, 80));
        if (row == 0) {
            page.text(left, top + 4, 24, u"日期"_s, body, Align::Centre);
            page.text(left + 24, top + 4, 40, u"登记内容"_s, body, Align::Centre);
            page.text(left + 64, top + 4, 26, u"经办"_s, body, Align::Centre);
        } else if (row < 5) {
            page.text(left + 1, top + 4, 22, dateText(makeDate(random, 2012, 2025), DateStyle::Dots), body);
            page.text(left + 25, top + 4, 38, random.chance(0.5) ? u"就业登记"_s : u"失业登记"_s, body);
            page.text(left + 65, top + 4, 24, makeName(random), body);
        }
    }
}

}  // namespace

Document drawBusinessLicence(Page::Stock stock, Random random)
{
    // Across, A3 in life; halls take the A4 copy (副本).
    stock.paper = QColor(random.integer(240, 250), random.integer(238, 247), random.integer(222, 238));
    Page page(297, 210, stock, random.fork(1));
    drawGuilloche(page, 18, 18, 261, 174, QColor::fromHsl(random.integer(38, 52), 90, random.integer(214, 228)), 40);
    drawFrame(page, 9, QColor(176, 132, 62));
    const Firm firm = makeFirm(random);
    const QDate founded = makeDate(random, 2003, 2023);
    page.startPrinting(0.3, 0.7);
    drawEmblem(page, 136, 17, 25, QColor(190, 52, 44));
    page.text(40, 44, 217, u"营 业 执 照"_s, {Face::Song, 17, true, ink, 0.14}, Align::Centre);
    page.text(100, 66, 97, u"（副　本）"_s, {Face::Song, 6, false, ink}, Align::Centre);
    const Type small{Face::Hei, 3.6, false, ink};
    Type value{random.chance(0.7) ? Face::Hei : Face::Song, random.uniform(4.1, 4.7), false, ink};
    page.text(24, 34, 60, u"统一社会信用代码"_s, small);
    page.field(u"uscc"_s, 24, 40, 76, firm.code, {Face::Hei, 5, true, ink});
    page.code(u"http://example.invalid/licence?code="_s + firm.code, 246, 24, 26);
    page.text(236, 52, 46, u"扫描二维码登录公示系统（演示）"_s, {Face::Hei, 2.5, false, ink}, Align::Centre);
    struct Line
    {
        QString label, id, text, value;
    };
    const bool shares = firm.name.contains(u"股份"_s);
    const Coded capital = money(random);
    const Line left[] = {{u"名　　称"_s, u"unit_name"_s, firm.name, {}},
                         {u"类　　型"_s, u"economic_type"_s, shares ? u"股份有限公司"_s : u"有限责任公司"_s,
                          shares ? u"160"_s : u"150"_s},
                         {u"法定代表人"_s, u"legal_rep"_s, firm.head, {}}};
    const Line right[] = {{u"注册资本"_s, u"registered_capital"_s, capital.text, capital.code},
                          {u"成立日期"_s, u"unit_founded"_s, dateText(founded, DateStyle::Padded), isoDate(founded)},
                          {u"住　　所"_s, u"unit_address"_s, firm.address, {}}};
    const double step = random.uniform(14, 16);
    double y = 84;
    for (int i = 0; i < 3; ++i) {
        page.text(24, y, 26, left[i].label, small);
        page.field(left[i].id, 52, y - 0.5, 92, left[i].text, value, left[i].value);
        page.text(156, y, 26, right[i].label, small);
        if (i < 2) {
            page.field(right[i].id, 182, y - 0.5, 92, right[i].text, value, right[i].value);
        } else {
            page.fieldLines(right[i].id, 182, y - 0.5, 92, right[i].text, value, 6.4);
        }
        y += step;
    }
    page.text(24, y, 26, u"经营范围"_s, small);
    page.flow(52, y - 0.5, 94,
              {{u"一般项目：机械设备销售；金属制品加工；普通货物仓储服务；技术服务、技术开发、技术咨询；日用百货销售。"
                u"（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"_s}},
              {Face::Hei, 3.5, false, ink}, 5.6);
    page.text(196, 158, 30, u"登记机关"_s, {Face::Song, 6, true, ink});
    const QDate issued = founded.addDays(random.integer(0, 900));
    page.field(u"licence_from"_s, 196, 178, 70, dateText(issued, DateStyle::Spaced), {Face::Song, 5, false, ink},
               isoDate(issued));
    drawSeal(page, 214, 142, random.uniform(42, 46), firm.city + u"样例区市场监督管理局"_s, u"演示无效"_s);
    page.text(20, 197, 257, u"演示样张　国家企业信用信息公示系统网址：example.invalid"_s,
              {Face::Hei, 2.6, false, QColor(110, 90, 60)}, Align::Centre);
    return page.finish(Kind::BusinessLicence, u"copy"_s);
}

Document drawBooklet(Kind kind, Random random)
{
    if (kind == Kind::BookletClosed) {
        const bool red = random.chance(0.6);
        Page page(105, 143,
                  {red ? QColor(random.integer(110, 150), random.integer(24, 48), random.integer(26, 46))
                       : QColor(random.integer(20, 40), random.integer(40, 70), random.integer(90, 130)),
                   Surface::Booklet, 2},
                  random.fork(1));
        const QColor gold(214, 180, 104);
        drawEmblem(page, 37, 30, 31, gold);
        const QString title = random.of(std::vector<QString>{u"居民户口簿"_s, u"就业创业证"_s, u"残疾人证"_s});
        page.text(8, 84, 89, title, {Face::Song, 10, true, gold, 0.16}, Align::Centre);
        page.text(8, 122, 89, u"示例市　演示样张"_s, {Face::Song, 4.2, false, gold}, Align::Centre);
        return page.finish(kind, red ? u"red"_s : u"blue"_s);
    }
    const bool upright = kind == Kind::RegisterPage;
    const QColor paper(random.integer(226, 244), random.integer(230, 244), random.integer(218, 234));
    Page page(upright ? 143 : 210, upright ? 210 : 143, {paper, Surface::Booklet, 2}, random.fork(1));
    drawGuilloche(page, 4, 4, page.width() - 8, page.height() - 8, QColor::fromHsl(random.integer(80, 160), 60, 218),
                  24);
    page.startPrinting(0.4, 0.6);
    if (kind == Kind::RegisterPage) {
        // The register opens upwards: one card above the fold, the one that is read below it.
        page.setSpine({0, 105});
        QPainter &painter = page.painter();
        painter.save();
        painter.translate(Page::px(0), Page::px(107));
        painter.scale(0.68, 0.68);
        registerPage(page, random);
        painter.restore();
        const QColor rule(150, 84, 76);
        for (int row = 0; row < 7; ++row) {
            page.box(7, 24 + 10.0 * row, 130, 10, 0.2, rule);
        }
        page.text(7, 12, 130, u"登记事项变更和更正记载"_s, {Face::Song, 3.6, true, QColor(110, 36, 34), 0.3},
                  Align::Centre);
        return page.finish(kind, u"card"_s);
    }
    page.setSpine({105, 0});
    openTextPages(page, random);
    return page.finish(kind, u"two-pages"_s);
}

}  // namespace hall::scenes
