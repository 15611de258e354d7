// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/people.h"

#include "app/domain/identitynumber.h"

#include <array>
#include <QStringList>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

struct Sound
{
    QString character;
    QString latin;
};

const std::vector<Sound> &surnames()
{
    static const std::vector<Sound> list{
        {u"王"_s, u"WANG"_s},     {u"李"_s, u"LI"_s},     {u"张"_s, u"ZHANG"_s},       {u"刘"_s, u"LIU"_s},
        {u"陈"_s, u"CHEN"_s},     {u"杨"_s, u"YANG"_s},   {u"黄"_s, u"HUANG"_s},       {u"赵"_s, u"ZHAO"_s},
        {u"吴"_s, u"WU"_s},       {u"周"_s, u"ZHOU"_s},   {u"徐"_s, u"XU"_s},          {u"孙"_s, u"SUN"_s},
        {u"马"_s, u"MA"_s},       {u"朱"_s, u"ZHU"_s},    {u"胡"_s, u"HU"_s},          {u"郭"_s, u"GUO"_s},
        {u"何"_s, u"HE"_s},       {u"林"_s, u"LIN"_s},    {u"高"_s, u"GAO"_s},         {u"罗"_s, u"LUO"_s},
        {u"郑"_s, u"ZHENG"_s},    {u"梁"_s, u"LIANG"_s},  {u"谢"_s, u"XIE"_s},         {u"宋"_s, u"SONG"_s},
        {u"唐"_s, u"TANG"_s},     {u"许"_s, u"XU"_s},     {u"韩"_s, u"HAN"_s},         {u"冯"_s, u"FENG"_s},
        {u"邓"_s, u"DENG"_s},     {u"曹"_s, u"CAO"_s},    {u"彭"_s, u"PENG"_s},        {u"曾"_s, u"ZENG"_s},
        {u"肖"_s, u"XIAO"_s},     {u"田"_s, u"TIAN"_s},   {u"董"_s, u"DONG"_s},        {u"潘"_s, u"PAN"_s},
        {u"袁"_s, u"YUAN"_s},     {u"蔡"_s, u"CAI"_s},    {u"蒋"_s, u"JIANG"_s},       {u"余"_s, u"YU"_s},
        {u"于"_s, u"YU"_s},       {u"杜"_s, u"DU"_s},     {u"叶"_s, u"YE"_s},          {u"程"_s, u"CHENG"_s},
        {u"魏"_s, u"WEI"_s},      {u"苏"_s, u"SU"_s},     {u"吕"_s, u"LYU"_s},         {u"丁"_s, u"DING"_s},
        {u"沈"_s, u"SHEN"_s},     {u"任"_s, u"REN"_s},    {u"姚"_s, u"YAO"_s},         {u"卢"_s, u"LU"_s},
        {u"傅"_s, u"FU"_s},       {u"钟"_s, u"ZHONG"_s},  {u"姜"_s, u"JIANG"_s},       {u"崔"_s, u"CUI"_s},
        {u"欧阳"_s, u"OUYANG"_s}, {u"司马"_s, u"SIMA"_s}, {u"上官"_s, u"SHANGGUAN"_s}, {u"逄"_s, u"PANG"_s}};
    return list;
}

const std::vector<Sound> &givenSounds()
{
    static const std::vector<Sound> list{
        {u"伟"_s, u"WEI"_s},  {u"芳"_s, u"FANG"_s},  {u"娜"_s, u"NA"_s},   {u"敏"_s, u"MIN"_s},   {u"静"_s, u"JING"_s},
        {u"丽"_s, u"LI"_s},   {u"强"_s, u"QIANG"_s}, {u"磊"_s, u"LEI"_s},  {u"军"_s, u"JUN"_s},   {u"洋"_s, u"YANG"_s},
        {u"勇"_s, u"YONG"_s}, {u"艳"_s, u"YAN"_s},   {u"杰"_s, u"JIE"_s},  {u"娟"_s, u"JUAN"_s},  {u"涛"_s, u"TAO"_s},
        {u"明"_s, u"MING"_s}, {u"超"_s, u"CHAO"_s},  {u"秀"_s, u"XIU"_s},  {u"霞"_s, u"XIA"_s},   {u"平"_s, u"PING"_s},
        {u"刚"_s, u"GANG"_s}, {u"桂"_s, u"GUI"_s},   {u"英"_s, u"YING"_s}, {u"华"_s, u"HUA"_s},   {u"玉"_s, u"YU"_s},
        {u"兰"_s, u"LAN"_s},  {u"红"_s, u"HONG"_s},  {u"建"_s, u"JIAN"_s}, {u"国"_s, u"GUO"_s},   {u"海"_s, u"HAI"_s},
        {u"燕"_s, u"YAN"_s},  {u"晓"_s, u"XIAO"_s},  {u"宇"_s, u"YU"_s},   {u"浩"_s, u"HAO"_s},   {u"然"_s, u"RAN"_s},
        {u"梓"_s, u"ZI"_s},   {u"涵"_s, u"HAN"_s},   {u"一"_s, u"YI"_s},   {u"诺"_s, u"NUO"_s},   {u"欣"_s, u"XIN"_s},
        {u"怡"_s, u"YI"_s},   {u"雨"_s, u"YU"_s},    {u"轩"_s, u"XUAN"_s}, {u"佳"_s, u"JIA"_s},   {u"琪"_s, u"QI"_s},
        {u"瑞"_s, u"RUI"_s},  {u"凯"_s, u"KAI"_s},   {u"鑫"_s, u"XIN"_s},  {u"鹏"_s, u"PENG"_s},  {u"飞"_s, u"FEI"_s},
        {u"春"_s, u"CHUN"_s}, {u"梅"_s, u"MEI"_s},   {u"凤"_s, u"FENG"_s}, {u"云"_s, u"YUN"_s},   {u"庆"_s, u"QING"_s},
        {u"志"_s, u"ZHI"_s},  {u"德"_s, u"DE"_s},    {u"福"_s, u"FU"_s},   {u"生"_s, u"SHENG"_s}, {u"文"_s, u"WEN"_s},
        {u"斌"_s, u"BIN"_s},  {u"辉"_s, u"HUI"_s},   {u"旭"_s, u"XU"_s},   {u"睿"_s, u"RUI"_s},   {u"璐"_s, u"LU"_s},
        {u"蕾"_s, u"LEI"_s},  {u"颖"_s, u"YING"_s},  {u"婷"_s, u"TING"_s}, {u"翔"_s, u"XIANG"_s}, {u"峰"_s, u"FENG"_s},
        {u"岩"_s, u"YAN"_s},  {u"倩"_s, u"QIAN"_s},  {u"莹"_s, u"YING"_s}, {u"龙"_s, u"LONG"_s},  {u"波"_s, u"BO"_s},
        {u"宁"_s, u"NING"_s}, {u"贵"_s, u"GUI"_s},   {u"兴"_s, u"XING"_s}, {u"喆"_s, u"ZHE"_s},   {u"淼"_s, u"MIAO"_s}};
    return list;
}

const std::vector<QString> provinces{u"山东省"_s, u"河北省"_s, u"江苏省"_s, u"河南省"_s, u"辽宁省"_s, u"安徽省"_s};
const std::vector<QString> cities{u"启明市"_s, u"澄湖市"_s, u"云岭市"_s, u"示例市"_s, u"临溪市"_s,
                                  u"望海市"_s, u"和风市"_s, u"青石市"_s, u"样本市"_s, u"长桥市"_s};
const std::vector<QString> districts{u"样例区"_s, u"东湖区"_s, u"北林区"_s, u"新港区"_s, u"石桥县"_s,
                                     u"梅山区"_s, u"白鹭区"_s, u"双泉县"_s, u"金沙区"_s};
const std::vector<QString> roads{u"演示路"_s,   u"清泉大街"_s, u"育才路"_s, u"沿河东路"_s, u"虚构路"_s, u"梧桐街"_s,
                                 u"星光大道"_s, u"朝霞路"_s,   u"百花街"_s, u"稻香南路"_s, u"听涛路"_s};
const std::vector<QString> villages{u"前柳村"_s, u"大石头村"_s, u"西河套村"_s, u"杏花岭村"_s, u"三里庄村"_s};
const std::vector<QString> firmWords{u"样例"_s,     u"示范"_s,     u"虚构"_s,     u"演示"_s,     u"启明样本"_s,
                                     u"海岳示例"_s, u"恒达样例"_s, u"瑞丰示例"_s, u"金禾样本"_s, u"众诚示范"_s};
const std::vector<QString> trades{u"机械"_s,       u"物流"_s,     u"餐饮管理"_s, u"电子科技"_s,
                                  u"纺织服装"_s,   u"建筑装饰"_s, u"人力资源"_s, u"食品"_s,
                                  u"汽车零部件"_s, u"商贸"_s,     u"环保设备"_s, u"物业服务"_s};
const std::vector<QString> jobs{u"设备维护"_s, u"仓库管理员"_s, u"装配工"_s, u"会计"_s,     u"收银员"_s,
                                u"车间主任"_s, u"软件开发"_s,   u"驾驶员"_s, u"行政文员"_s, u"质量检验"_s,
                                u"厨师"_s,     u"销售代表"_s,   u"电焊工"_s, u"保洁员"_s,   u"客服专员"_s};

}  // namespace

QString digits(Random &random, int count)
{
    QString text;
    for (int i = 0; i < count; ++i) {
        text += QChar(u'0' + random.integer(i == 0 ? 1 : 0, 9));
    }
    return text;
}

QDate makeDate(Random &random, int firstYear, int lastYear)
{
    return QDate(random.integer(firstYear, lastYear), 1, 1).addDays(random.integer(0, 364));
}

QString isoDate(const QDate &date)
{
    return date.toString(Qt::ISODate);
}

QString dateText(const QDate &date, DateStyle style)
{
    switch (style) {
    case DateStyle::Chinese:
        return u"%1年%2月%3日"_s.arg(date.year()).arg(date.month()).arg(date.day());
    case DateStyle::Spaced:
        return u"%1 年 %2 月 %3 日"_s.arg(date.year()).arg(date.month()).arg(date.day());
    case DateStyle::Padded:
        return date.toString(u"yyyy年MM月dd日"_s);
    case DateStyle::Dashes:
        return date.toString(u"yyyy-MM-dd"_s);
    case DateStyle::Dots:
        return date.toString(u"yyyy.MM.dd"_s);
    }
    return {};
}

QString makeName(Random &random)
{
    QString name = random.of(surnames()).character + random.of(givenSounds()).character;
    return random.chance(0.7) ? name + random.of(givenSounds()).character : name;
}

QString makeNumber(Random &random, const QDate &birth, bool male, const QString &area)
{
    const QString place =
        area.isEmpty() ? u"37%1"_s.arg(random.integer(1, 17), 2, 10, QLatin1Char('0')) + u"00"_s : area;
    const int serial = random.integer(0, 49) * 20 + random.integer(0, 9) * 2 + (male ? 1 : 0);
    const QString first = place + birth.toString(u"yyyyMMdd"_s) + u"%1"_s.arg(serial % 1000, 3, 10, QLatin1Char('0'));
    return first + checkDigitOf(first);
}

QString makeCity(Random &random)
{
    return random.of(cities);
}

QString makeAddress(Random &random, bool withProvince)
{
    QString text = withProvince ? random.of(provinces) : QString();
    text += random.of(cities) + random.of(districts);
    if (random.chance(0.25)) {
        return text + random.of(villages) + u"%1号"_s.arg(random.integer(1, 320));
    }
    text += random.of(roads) + u"%1号"_s.arg(random.integer(1, 398));
    if (random.chance(0.75)) {
        text += u"%1号楼%2单元%3%4"_s.arg(random.integer(1, 32))
                    .arg(random.integer(1, 6))
                    .arg(random.integer(1, 28))
                    .arg(random.integer(1, 4), 2, 10, QLatin1Char('0'));
        text += random.chance(0.5) ? u"室"_s : u"户"_s;
    }
    return text;
}

Person makePerson(Random &random)
{
    static const std::vector<Coded> peoples{
        {u"01"_s, u"汉"_s}, {u"01"_s, u"汉"_s},   {u"01"_s, u"汉"_s}, {u"01"_s, u"汉"_s},     {u"03"_s, u"回"_s},
        {u"11"_s, u"满"_s}, {u"10"_s, u"朝鲜"_s}, {u"08"_s, u"壮"_s}, {u"05"_s, u"维吾尔"_s}, {u"15"_s, u"土家"_s},
        {u"06"_s, u"苗"_s}, {u"02"_s, u"蒙古"_s}, {u"07"_s, u"彝"_s}, {u"12"_s, u"侗"_s}};
    Person person;
    const Sound &family = random.of(surnames());
    const Sound &first = random.of(givenSounds());
    person.name = family.character + first.character;
    person.pinyin = family.latin + u", "_s + first.latin;
    if (random.chance(0.7)) {
        const Sound &second = random.of(givenSounds());
        person.name += second.character;
        person.pinyin += second.latin;
    }
    const bool male = random.chance(0.5);
    person.sex = male ? Coded{u"1"_s, u"男"_s} : Coded{u"2"_s, u"女"_s};
    person.ethnicity = random.of(peoples);
    person.birth = makeDate(random, 1962, 2005);
    person.number = makeNumber(random, person.birth, male);
    person.address = makeAddress(random);
    person.phone = u"1990000"_s + digits(random, 4);
    return person;
}

namespace {

// GB 11714: weights of the eight characters of the organisation part.
QChar organisationCheck(const QString &body)
{
    constexpr std::array<int, 8> weights{3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 8; ++i) {
        const char16_t c = body[i].unicode();
        sum += weights[static_cast<std::size_t>(i)] * (c <= u'9' ? c - u'0' : c - u'A' + 10);
    }
    const int rest = 11 - sum % 11;
    return rest == 10 ? QChar(u'X') : rest == 11 ? QChar(u'0') : QChar(u'0' + rest);
}

// GB 32100-2015: base 31, no I, O, S, V, Z; weights are powers of 3.
QChar creditCheck(const QString &first17)
{
    const QString alphabet = u"0123456789ABCDEFGHJKLMNPQRTUWXY"_s;
    int sum = 0;
    int weight = 1;
    for (const QChar c : first17) {
        sum += weight * static_cast<int>(alphabet.indexOf(c));
        weight = weight * 3 % 31;
    }
    return alphabet[(31 - sum % 31) % 31];
}

}  // namespace

Firm makeFirm(Random &random)
{
    static const std::vector<QString> ends{u"有限公司"_s, u"有限公司"_s, u"股份有限公司"_s, u"有限责任公司"_s};
    const QString alphabet = u"0123456789ABCDEFGHJKLMNPQRTUWXY"_s;
    Firm firm;
    firm.city = makeCity(random);
    firm.name = (random.chance(0.8) ? firm.city : firm.city.chopped(1)) + random.of(firmWords) + random.of(trades) +
                random.of(ends);
    const QString body = u"MA3DE"_s + alphabet[random.integer(0, 30)] + alphabet[random.integer(0, 30)] +
                         alphabet[random.integer(0, 30)];
    const QString first =
        u"9137%1"_s.arg(random.integer(1, 17), 2, 10, QLatin1Char('0')) + u"00"_s + body + organisationCheck(body);
    firm.code = first + creditCheck(first);
    firm.address = makeAddress(random);
    firm.head = makeName(random);
    firm.phone = u"0000-"_s + digits(random, 8);
    return firm;
}

QString makeAccount(Random &random, int count)
{
    QString text = u"620000"_s + digits(random, count - 7);
    int sum = 0;
    for (int i = 0; i < text.size(); ++i) {
        const int digit = text[text.size() - 1 - i].digitValue() * (i % 2 == 0 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return text + QChar(u'0' + (10 - sum % 10) % 10);
}

Coded makeEndReason(Random &random)
{
    static const std::vector<Coded> reasons{{u"361"_s, u"双方协商一致，由单位提出"_s},
                                            {u"362"_s, u"双方协商一致，由本人提出"_s},
                                            {u"371"_s, u"本人提前三十日书面辞职"_s},
                                            {u"382"_s, u"单位未及时足额支付劳动报酬"_s},
                                            {u"391"_s, u"试用期内不符合录用条件"_s},
                                            {u"392"_s, u"严重违反单位规章制度"_s},
                                            {u"402"_s, u"不能胜任工作，调岗后仍不能胜任"_s},
                                            {u"403"_s, u"客观情况重大变化，协商不成"_s},
                                            {u"412"_s, u"生产经营严重困难裁员"_s},
                                            {u"441"_s, u"劳动合同期满终止"_s},
                                            {u"445"_s, u"单位提前解散"_s}};
    return random.of(reasons);
}

QString makeJob(Random &random)
{
    return random.of(jobs);
}

}  // namespace hall::scenes
