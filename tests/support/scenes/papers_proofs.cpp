// SPDX-License-Identifier: GPL-3.0-or-later
// Proofs about a person: disability, low income, skill, diploma, a letter that calls for a file, and plain text.
#include "tests/support/scenes/page.h"

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

const QColor ink(30, 30, 34);

struct Line
{
    QString label, id, text, value;
};

void lines(Page &page, const std::vector<Line> &list, double x, double y, double valueX, double w, const Type &label,
           const Type &value, double step)
{
    for (const Line &line : list) {
        page.text(x, y, valueX - x - 0.5, line.label, label);
        page.field(line.id, valueX, y, w, line.text, value, line.value);
        y += step;
    }
}

Document disabilityCard(Random random)
{
    // The second-generation paper is a small booklet page; newer ones are chip cards of bank card size.
    static const std::vector<Coded> levels{
        {u"01"_s, u"一级"_s}, {u"02"_s, u"二级"_s}, {u"03"_s, u"三级"_s}, {u"04"_s, u"四级"_s}};
    const QString kinds[] = {u"视力"_s, u"听力"_s, u"言语"_s, u"肢体"_s, u"智力"_s, u"精神"_s};
    const Person person = makePerson(random);
    const int kindIndex = random.integer(0, 5);
    const Coded level = random.of(levels);
    const QDate issued = makeDate(random, 2016, 2025);
    const bool card = random.chance(0.5);
    const double scale = card ? 1 : 1.5;
    Page page(85.6 * scale, 54 * scale,
              {QColor(random.integer(232, 244), random.integer(220, 236), random.integer(214, 230)),
               card ? Surface::Card : Surface::Paper, card ? 3.18 : 0},
              random.fork(1));
    drawGuilloche(page, 0, 0, page.width(), page.height(), QColor::fromHsl(random.integer(0, 30), 80, 216), 22);
    page.startPrinting(0.3, 0.4);
    const double s = scale;
    const Type label{Face::Hei, 2.4 * s, false, QColor(130, 50, 50)};
    const Type value{random.chance(0.6) ? Face::Hei : Face::Song, 2.7 * s, false, ink};
    page.text(4 * s, 4 * s, 78 * s, u"中华人民共和国残疾人证"_s, {Face::Song, 4.1 * s, true, QColor(150, 34, 34), 0.12},
              Align::Centre);
    lines(page,
          {{u"姓　　名"_s, u"name"_s, person.name, {}},
           {u"性　　别"_s, u"sex"_s, person.sex.text, person.sex.code},
           {u"残疾类别"_s, u"disability_kind"_s, kinds[kindIndex], QString::number(kindIndex + 1)},
           {u"残疾等级"_s, u"disability_level"_s, level.text, level.code}},
          6 * s, 12.5 * s, 19.5 * s, 30 * s, label, value, 5.6 * s);
    page.text(6 * s, 35.2 * s, 13 * s, u"证件号码"_s, label);
    // The identity number, then the kind and the level.
    page.field(u"disability_cert_no"_s, 19.5 * s, 35 * s, 46 * s,
               person.number + QString::number(kindIndex + 1) + level.code.right(1), value);
    page.text(6 * s, 40.8 * s, 13 * s, u"签发日期"_s, label);
    page.field(u"issued_date"_s, 19.5 * s, 40.6 * s, 30 * s, dateText(issued, DateStyle::Padded), value,
               isoDate(issued));
    page.text(6 * s, 46.2 * s, 13 * s, u"有效期至"_s, label);
    page.field(u"valid_to"_s, 19.5 * s, 46 * s, 30 * s, dateText(issued.addYears(10), DateStyle::Padded), value,
               isoDate(issued.addYears(10)));
    drawPortrait(page, 62 * s, 11 * s, 18 * s, 22 * s, QColor(228, 232, 238));
    drawSeal(page, 55 * s, 32 * s, 19 * s, u"示例市残疾人联合会"_s, u"演示"_s);
    page.text(70 * s, 50 * s, 14 * s, u"演示样张"_s, {Face::Hei, 1.7 * s, false, QColor(150, 90, 90)});
    return page.finish(Kind::DisabilityCard, card ? u"card"_s : u"page"_s);
}

Document lowIncome(Page::Stock stock, Random random)
{
    const Person person = makePerson(random);
    const QDate issued = makeDate(random, 2021, 2026);
    const bool small = random.chance(0.5);  // A5 across or a sheet
    Page page(210, small ? 148 : 297, stock, random.fork(1));
    page.startPrinting();
    const Type body{random.chance(0.6) ? Face::Song : Face::Hei, small ? 4.3 : 5, false, ink};
    const double step = body.mm * 2;
    double y = small ? 16 : 40;
    page.text(15, y, 180, random.chance(0.5) ? u"最低生活保障证明"_s : u"城乡居民最低生活保障金领取证明"_s,
              {Face::Song, 8, true, ink, 0.1}, Align::Centre);
    y += small ? 18 : 30;
    const QString people = QString::number(random.integer(1, 5));
    const QString sum = QString::number(random.integer(38, 160) * 10);
    y = page.flow(24, y, 162,
                  {{u"兹证明"_s},
                   {person.name, u"name"_s},
                   {u"（身份证号"_s},
                   {person.number, u"cert_no"_s},
                   {u"），住"_s},
                   {person.address, u"hukou_address"_s},
                   {u"，家庭人口"_s},
                   {people, u"family_members"_s},
                   {u"人，自"_s},
                   {u"%1年%2月"_s.arg(issued.year() - 2).arg(issued.month()), u"benefit_start"_s,
                    issued.addYears(-2).toString(u"yyyy-MM"_s)},
                   {u"起享受最低生活保障待遇，月保障金额"_s},
                   {sum, u"low_income_amount"_s},
                   {u"元，低保证号"_s},
                   {u"DB"_s + digits(random, 10), u"low_income_no"_s},
                   {u"。"_s}},
                  body, step, 2 * body.mm);
    y = page.flow(24, y, 162, {{u"特此证明。"_s}}, body, step, 2 * body.mm);
    const QString office = makeCity(random) + u"样例区民政局"_s;
    page.text(100, y + (small ? 4 : 30), 82, office, body, Align::Right);
    page.field(u"issued_date"_s, 100, y + (small ? 13 : 40), 82, dateText(issued, DateStyle::Chinese), body,
               isoDate(issued), Align::Right);
    drawSeal(page, 132, y - (small ? 10 : -14), 38, office, u"演示专用"_s);
    return page.finish(Kind::LowIncome, small ? u"half"_s : u"sheet"_s);
}

Document skillCertificate(Random random)
{
    static const std::vector<Coded> levels{{u"1"_s, u"高级技师（一级）"_s},
                                           {u"2"_s, u"技师（二级）"_s},
                                           {u"3"_s, u"高级工（三级）"_s},
                                           {u"4"_s, u"中级工（四级）"_s},
                                           {u"5"_s, u"初级工（五级）"_s}};
    const Person person = makePerson(random);
    const Coded level = random.of(levels);
    const QDate issued = makeDate(random, 2018, 2025);
    Page page(297, 210,
              {QColor(random.integer(242, 250), random.integer(240, 248), random.integer(232, 240)), Surface::Paper, 0},
              random.fork(1));
    drawGuilloche(page, 14, 14, 269, 182, QColor::fromHsl(random.integer(190, 220), 80, 226), 30);
    drawFrame(page, 10, QColor(72, 116, 168));
    page.startPrinting(0.3, 0.7);
    page.text(30, 26, 237, u"职业技能等级证书"_s, {Face::Song, 14, true, QColor(40, 60, 110), 0.2}, Align::Centre);
    page.text(30, 46, 237, u"Vocational Skill Level Certificate"_s, {Face::Song, 5, false, QColor(60, 80, 120)},
              Align::Centre);
    const Type label{Face::Song, 5, false, ink};
    const Type value{random.chance(0.5) ? Face::Hei : Face::Song, 5, false, ink};
    drawPortrait(page, 40, 68, 32, 43, QColor(96, 150, 208));
    lines(page,
          {{u"姓　　名："_s, u"name"_s, person.name, {}},
           {u"证件号码："_s, u"cert_no"_s, person.number, {}},
           {u"职业名称："_s, u"occupation_text"_s, makeJob(random), {}},
           {u"技能等级："_s, u"voc_qual_level"_s, level.text, level.code},
           {u"证书编号："_s, u"voc_cert_no"_s, u"Y0000"_s + digits(random, 16), {}},
           {u"发证日期："_s, u"train_cert_date"_s, dateText(issued, DateStyle::Chinese), isoDate(issued)}},
          104, 72, 132, 120, label, value, random.uniform(12.5, 14.5));
    const QString agency = makeCity(random) + u"示例职业技能评价中心"_s;
    page.text(150, 166, 100, u"评价机构（盖章）："_s, label);
    page.field(u"assess_agency"_s, 150, 176, 110, agency, label);
    drawSeal(page, 196, 142, 42, agency, u"演示"_s);
    page.code(u"http://example.invalid/skill?no="_s + digits(random, 12), 42, 146, 26);
    page.text(40, 176, 60, u"演示样张"_s, {Face::Hei, 3, false, QColor(110, 90, 90)});
    return page.finish(Kind::SkillCertificate, u"wide"_s);
}

Document diploma(Random random)
{
    static const std::vector<Coded> levels{{u"21"_s, u"本科"_s}, {u"31"_s, u"专科"_s}};
    const Person person = makePerson(random);
    const Coded level = random.of(levels);
    const QString majors[] = {u"机械设计制造及其自动化"_s, u"会计学"_s,  u"护理"_s, u"计算机应用技术"_s, u"学前教育"_s,
                              u"电气工程及其自动化"_s,     u"物流管理"_s};
    const QDate out = QDate(random.integer(2008, 2026), random.chance(0.8) ? 6 : 7, random.integer(1, 30));
    Page page(280, 195,
              {QColor(random.integer(244, 251), random.integer(240, 247), random.integer(226, 236)), Surface::Paper, 0},
              random.fork(1));
    drawGuilloche(page, 12, 12, 256, 171, QColor::fromHsl(random.integer(0, 40), 70, 230), 30);
    drawFrame(page, 8, QColor(168, 62, 52));
    page.startPrinting(0.3, 0.7);
    page.text(20, 22, 240, u"普通高等学校"_s, {Face::Song, 8, true, QColor(150, 36, 34), 0.3}, Align::Centre);
    page.text(20, 36, 240, u"毕业证书"_s, {Face::Song, 15, true, QColor(150, 36, 34), 0.4}, Align::Centre);
    const Type body{Face::Song, random.uniform(5.4, 6), false, ink};
    const QString years = level.code == u"21"_s ? u"四"_s : u"三"_s;
    const QString school = makeCity(random).chopped(1) + (random.chance(0.5) ? u"样例职业技术学院"_s : u"示范大学"_s);
    const double left = 86;
    page.flow(left, 66, 172,
              {{u"学生 "_s},
               {person.name, u"name"_s},
               {u" 性别 "_s},
               {person.sex.text, u"sex"_s, person.sex.code},
               {u"，"_s},
               {dateText(person.birth, DateStyle::Chinese), u"birth_date"_s, isoDate(person.birth)},
               {u"生，于"_s},
               {u"%1年9月至%2年%3月在本校 "_s.arg(out.year() - (level.code == u"21"_s ? 4 : 3))
                    .arg(out.year())
                    .arg(out.month())},
               {majors[random.integer(0, 6)], u"major_text"_s},
               {u" 专业"_s + years + u"年制 "_s},
               {level.text, u"education"_s, level.code},
               {u" 学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"_s}},
              body, body.mm * 2, 2 * body.mm);
    drawPortrait(page, 34, 70, 34, 46, QColor(110, 160, 214));
    page.text(30, 140, 60, u"校（院）长："_s, body);
    drawSignature(page, 66, 136, 34, 14);
    page.text(140, 140, 20, u"校名："_s, body);
    page.field(u"school"_s, 160, 140, 96, school, body);
    page.text(30, 158, 28, u"证书编号："_s, {Face::Song, 4.2, false, ink});
    page.field(u"diploma_no"_s, 54, 158, 66, u"00000"_s + digits(random, 13), {Face::Song, 4.2, false, ink});
    page.field(u"graduation_date"_s, 160, 158, 90, dateText(out, DateStyle::Chinese), body, isoDate(out));
    drawSeal(page, 190, 122, 44, school, u"演示"_s);
    page.text(20, 182, 240, u"演示样张　中华人民共和国教育部学历证书查询网址：example.invalid"_s,
              {Face::Hei, 2.6, false, QColor(120, 90, 80)}, Align::Centre);
    return page.finish(Kind::Diploma, u"wide"_s);
}

Document transferLetter(Page::Stock stock, Random random)
{
    const Person person = makePerson(random);
    const QDate issued = makeDate(random, 2022, 2026);
    Page page(210, 297, stock, random.fork(1));
    page.startPrinting();
    const Type body{random.chance(0.7) ? Face::Song : Face::Hei, random.uniform(4.8, 5.4), false, ink};
    const double step = body.mm * 2.1;
    page.text(15, 34, 180, random.chance(0.5) ? u"调　档　函"_s : u"人事档案调档函"_s, {Face::Song, 10, true, ink, 0.1},
              Align::Centre);
    page.field(u"letter_no"_s, 110, 54, 74, u"示人档调字〔%1〕%2号"_s.arg(issued.year()).arg(random.integer(1, 2000)),
               body, {}, Align::Right);
    const QString source = makeFirm(random).name;
    page.field(u"file_source"_s, 24, 72, 150, source, body);
    page.text(24 + body.mm * (static_cast<double>(source.size()) + 0.2), 72, 20, u"："_s, body);
    double y =
        page.flow(24, 72 + step, 162,
                  {{u"因工作需要，经研究同意接收"_s},
                   {person.name, u"name"_s},
                   {u"同志（身份证号："_s},
                   {person.number, u"cert_no"_s},
                   {u"）的人事档案。请将其档案材料审核、整理、密封后，于"_s},
                   {dateText(issued.addDays(60), DateStyle::Chinese), u"valid_to"_s, isoDate(issued.addDays(60))},
                   {u"前通过机要或者派专人送达我单位，勿交本人自带。"_s}},
                  body, step, 2 * body.mm);
    y = page.flow(24, y + 2, 162, {{u"联系电话：0000-"_s + digits(random, 8)}}, body, step, 2 * body.mm);
    const QString office = makeCity(random) + u"公共就业和人才服务中心"_s;
    page.field(u"file_dest"_s, 64, y + 34, 122, office, body, {}, Align::Right);
    page.field(u"issued_date"_s, 100, y + 34 + body.mm * 2, 82, dateText(issued, DateStyle::Chinese), body,
               isoDate(issued), Align::Right);
    drawSeal(page, 128, y + 16, 42, office, u"档案专用"_s);
    for (int x = 12; x < 198; x += 6) {
        page.line(x, 228, x + 4, 228, 0.25, QColor(80, 80, 80));
    }
    page.text(24, 240, 160, u"回执：上述同志档案已于　　　年　　月　　日寄出。"_s, body);
    page.text(24, 272, 160, u"演示样张，人物、单位与号码均为虚构"_s, {Face::Hei, 2.8, false, ink}, Align::Centre);
    return page.finish(Kind::TransferLetter, u"letter"_s);
}

Document plainText(Page::Stock stock, Random random)
{
    static const std::vector<QString> sentences{
        u"本办法所称就业困难人员，是指因身体状况、技能水平、家庭因素等原因难以实现就业的人员。"_s,
        u"申请人应当对所提交材料的真实性负责，并配合工作人员核实有关情况。"_s,
        u"公共就业服务机构免费提供政策咨询、职业介绍、职业指导和失业登记等服务。"_s,
        u"符合条件的，自受理之日起十个工作日内办结；不符合条件的，应当说明理由。"_s,
        u"用人单位招用人员，不得歧视残疾人，不得以性别、民族、宗教信仰为由拒绝录用。"_s,
        u"补贴资金直接支付到申请人的社会保障卡银行账户，任何单位和个人不得截留。"_s};
    Page page(210, 297, stock, random.fork(1));
    page.startPrinting();
    const Type body{random.chance(0.5) ? Face::Song : Face::Hei, random.uniform(3.4, 5.4), false, ink};
    double y = random.uniform(20, 50);
    page.text(20, y, 170, u"情况说明"_s, {Face::Song, random.uniform(6, 9), true, ink, 0.3}, Align::Centre);
    y += 20;
    // Sometimes hardly anything stands on the sheet: its outline is all that there is.
    const int count = random.chance(0.25) ? 1 : random.integer(3, 9);
    for (int i = 0; i < count && y < 240; ++i) {
        y = page.flow(25, y, 160, {{random.of(sentences) + random.of(sentences)}}, body, body.mm * 1.8, 2 * body.mm) +
            2;
    }
    if (random.chance(0.5)) {
        drawSignature(page, 130, std::min(y + 8, 262.0), 42, 15);
    }
    return page.finish(Kind::PlainText, count == 1 ? u"sparse"_s : u"full"_s);
}

}  // namespace

Document drawProof(Kind kind, Page::Stock stock, Random random)
{
    switch (static_cast<int>(kind)) {
    case static_cast<int>(Kind::DisabilityCard):
        return disabilityCard(random);
    case static_cast<int>(Kind::LowIncome):
        return lowIncome(stock, random);
    case static_cast<int>(Kind::SkillCertificate):
        return skillCertificate(random);
    case static_cast<int>(Kind::Diploma):
        return diploma(random);
    case static_cast<int>(Kind::TransferLetter):
        return transferLetter(stock, random);
    default:
        return plainText(stock, random);
    }
}

}  // namespace hall::scenes
