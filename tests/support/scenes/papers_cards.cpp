// SPDX-License-Identifier: GPL-3.0-or-later
// Cards of 85.6 × 54 mm (ISO/IEC 7810 ID-1) that say who somebody is. Places follow what is seen on such cards, a
// little off at each one; security print, emblem and portrait are made up, and each card says that it is a specimen.
#include "tests/support/permitpicture.h"
#include "tests/support/scenes/page.h"

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

constexpr double cardW = 85.6;
constexpr double cardH = 54;
const QColor ink(30, 28, 32);
const QColor label(62, 104, 150);

void specimen(Page &page, double x, double y)
{
    page.text(x, y, 24, u"演示样张"_s, {Face::Hei, 1.7, false, QColor(150, 90, 90)});
}

Page::Stock plastic(Random &random)
{
    return {QColor(random.integer(218, 238), random.integer(226, 242), random.integer(226, 242)), Surface::Card, 3.18};
}

void background(Page &page, Random &random)
{
    QLinearGradient wash(0, 0, Page::px(cardW), 0);
    wash.setColorAt(0, QColor(196, 226, 236, random.integer(60, 140)));
    wash.setColorAt(0.5, QColor(244, 228, 226, random.integer(60, 140)));
    wash.setColorAt(1, QColor(198, 222, 238, random.integer(60, 140)));
    page.painter().fillRect(Page::px(0, 0, cardW, cardH), wash);
    drawGuilloche(page, 0, 0, cardW, cardH, QColor::fromHsl(random.integer(180, 215), 110, random.integer(176, 206)));
    drawGuilloche(page, 8, 6, 44, 34, QColor::fromHsl(random.integer(330, 355), 100, 214), 16);
}

// Labels in blue, values in black; `hongKong`: a residence permit has the same front.
void frontFields(Page &page, const Person &person, Random &random)
{
    const double x = random.uniform(-0.5, 0.5);
    const double y = random.uniform(-0.5, 0.5);
    const Type small{Face::Hei, 2.3, false, label};
    Type value{Face::Hei, random.uniform(2.75, 3.1), false, ink};
    Type number{random.chance(0.7) ? Face::Zone : Face::Hei, 3.7, false, ink};
    number.spacing = random.uniform(0.02, 0.09);
    page.text(5.6 + x, 7.4 + y, 10, u"姓 名"_s, small);
    Type name = value;
    name.mm = value.mm + 0.5;
    page.field(u"name"_s, 15 + x, 6.7 + y, 36, person.name, name);
    page.text(5.6 + x, 14.4 + y, 10, u"性 别"_s, small);
    page.field(u"sex"_s, 15 + x, 14 + y, 6, person.sex.text, value, person.sex.code);
    page.text(24.5 + x, 14.4 + y, 10, u"民 族"_s, small);
    page.field(u"ethnicity"_s, 33 + x, 14 + y, 18, person.ethnicity.text, value, person.ethnicity.code);
    page.text(5.6 + x, 21.2 + y, 10, u"出 生"_s, small);
    const QDate birth = person.birth;
    // One field in three pieces, with the labels between them.
    page.field(u"birth_year"_s, 15 + x, 20.8 + y, 9, QString::number(birth.year()), value);
    page.text(24.2 + x, 21.2 + y, 4, u"年"_s, small);
    page.field(u"birth_month"_s, 28 + x, 20.8 + y, 5, QString::number(birth.month()), value);
    page.text(33.2 + x, 21.2 + y, 4, u"月"_s, small);
    page.field(u"birth_day"_s, 37 + x, 20.8 + y, 5, QString::number(birth.day()), value);
    page.text(42.2 + x, 21.2 + y, 4, u"日"_s, small);
    page.joinLast(3, u"birth_date"_s, dateText(birth, DateStyle::Chinese), isoDate(birth));
    page.text(5.6 + x, 28 + y, 10, u"住 址"_s, small);
    page.fieldLines(u"hukou_address"_s, 15 + x, 27.5 + y, 36, person.address, value, value.mm * 1.42, 11);
    page.text(5.6 + x, 45.6 + y, 22, u"公民身份号码"_s, small);
    page.field(u"cert_no"_s, 27.5 + x, 44.6 + y, 53, person.number, number);
    drawPortrait(page, 57 + x, 8.5 + y, 23.5, 30, QColor(232, 238, 240));
}

}  // namespace

Document drawIdentityCard(Kind kind, Random random)
{
    Page page(cardW, cardH, plastic(random), random.fork(1));
    background(page, random);
    Person person = makePerson(random);
    page.startPrinting(0.15, 0.25);
    if (kind == Kind::IdFront) {
        frontFields(page, person, random);
        specimen(page, 64, 40.5);
        return page.finish(kind, u"resident"_s);
    }
    const double y = random.uniform(-0.6, 0.6);
    drawEmblem(page, 7.5, 6 + y, 17, QColor(196, 60, 54));
    page.text(26, 7 + y, 55, u"中华人民共和国"_s, {Face::Hei, 4.6, true, ink, 0.28}, Align::Centre);
    page.text(26, 15.5 + y, 55, u"居 民 身 份 证"_s, {Face::Hei, 6.6, true, ink, 0.02}, Align::Centre);
    const Type small{Face::Hei, 2.5, true, ink};
    const Type value{Face::Hei, random.uniform(2.6, 2.95), false, ink};
    page.text(19, 39.2 + y, 18, u"签发机关"_s, small, Align::Right);
    page.field(u"cert_issuer"_s, 39.5, 39 + y, 42, makeCity(random) + u"公安局样例分局"_s, value);
    const QDate from = makeDate(random, 2009, 2024);
    const int years = random.of(std::vector<int>{10, 20, 0});
    page.text(19, 45.7 + y, 18, u"有效期限"_s, small, Align::Right);
    // One printed line, "2016.03.01-2036.03.01", of two fields.
    const QString until = years == 0 ? u"长期"_s : dateText(from.addYears(years), DateStyle::Dots);
    page.flow(39.5, 45.5 + y, 45,
              {{dateText(from, DateStyle::Dots), u"cert_valid_from"_s, isoDate(from)},
               {u"-"_s},
               {until, u"cert_valid_to"_s, years == 0 ? u"长期"_s : isoDate(from.addYears(years))}},
              value, 4);
    specimen(page, 68, 3);
    return page.finish(kind, u"resident"_s);
}

Document drawPermit(Kind kind, Random random)
{
    Page page(cardW, cardH, plastic(random), random.fork(1));
    background(page, random);
    Person person = makePerson(random);
    const bool male = person.sex.code == u"1"_s;
    if (kind == Kind::ResidencePermit) {
        const QString place = random.of(std::vector<QString>{u"810000"_s, u"820000"_s, u"830000"_s});
        person.number = makeNumber(random, person.birth, male, place);
        page.startPrinting(0.15, 0.25);
        frontFields(page, person, random);
        specimen(page, 64, 40.5);
        return page.finish(kind, u"front"_s);
    }
    const bool taiwan = kind == Kind::TaiwanPermit;
    const QString number = (taiwan ? QString() : random.chance(0.7) ? u"H"_s : u"M"_s) + u"0000"_s + digits(random, 4);
    const QDate until = makeDate(random, 2027, 2034);
    QString names = person.pinyin;
    names.replace(u", "_s, u"<<"_s);
    const QString zone = test::permitZone(number, person.birth.toString(u"yyMMdd"_s), male ? u'M' : u'F',
                                          until.toString(u"yyMMdd"_s), names);
    page.startPrinting(0.15, 0.25);
    page.text(6, 4.5, 74, taiwan ? u"台湾居民来往大陆通行证"_s : u"港澳居民来往内地通行证"_s,
              {Face::Song, 3.1, true, QColor(70, 60, 76)}, Align::Left);
    const Type small{Face::Hei, 2.1, false, label};
    const Type value{Face::Hei, 2.8, false, ink};
    page.text(6, 11, 18, u"姓名"_s, small);
    page.field(u"name"_s, 18, 10.6, 34, person.name, value);
    page.text(6, 16, 18, u"证件号码"_s, small);
    page.field(u"cert_no"_s, 18, 15.6, 34, number, value);
    page.text(6, 21, 18, u"有效期至"_s, small);
    page.field(u"cert_valid_to"_s, 18, 20.6, 34, dateText(until, DateStyle::Dots), value, isoDate(until));
    drawPortrait(page, 64, 7, 14, 17, QColor(222, 230, 234));
    specimen(page, 64, 25);
    const QStringList lines = zone.split(u'\n');
    const Type type{Face::Zone, 3.5, false, QColor(32, 32, 36)};
    for (int row = 0; row < lines.size(); ++row) {
        // Ten letters to the inch (Doc 9303 part 3, 4.7).
        page.cells(u"zone"_s, 4.7, 34.6 + 5.3 * row, 2.54, lines[row], type, row);
    }
    return page.finish(kind, u"back"_s);
}

}  // namespace hall::scenes
