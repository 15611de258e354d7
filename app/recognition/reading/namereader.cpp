// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/namereader.h"

#include "app/recognition/reading/glyphcut.h"
#include "app/recognition/reading/glyphjudge.h"

#include <algorithm>
#include <cmath>

namespace hall {

namespace {

// Characters with which the commonest surnames begin, by how many bear them (Ministry of Public Security, name reports
// of 2018 to 2021, and the compound ones).
const QString surnames = QStringLiteral(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚"
    "沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔"
    "赖文施洪季辛柯庄温牛樊葛邢安齐伍庞颜倪聂章鲁岳翟殷申耿关焦左柳甘祝包宁尚符舒阮纪梅童凌毕单裴霍涂成苗谷盛曲"
    "翁冉骆蓝路游靳欧阳辜管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阎穆司古吉卓兰苑车项边应连窦宫卜戚时娄原冷桑池褚简党"
    "娜卞景佟冀敖鞠巩宗郎全岑晏逄储惠上官诸葛夏侯皇甫慕容令狐宇长孙东闻人淳于尉迟公羊赫连澹台濮申屠太叔轩辕钟离闾丘"
    "荣席查商裘柏水明臧计伏谈茅纪舒梅盛刁徐邱骆高虞支柯昝管经裘缪干解应邓郁杭洪包诸左石吉龚嵇邢滑裴荣荀羊惠甄家"
    "芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬郗班仰秋仲伊宫仇栾暴斜厉戎祖武符景詹束幸司韶郜黎蓟薄印宿"
    "怀从鄂索咸籍卓蔺屠蒙乔阴胥能苍双闻莘翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂牛寿通边扈燕冀浦尚农");

// Of which given names are made most often (the same reports, and what parents chose in the years since 1950).
const QString givenNames = QStringLiteral(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国海燕晓宇浩然梓涵一诺欣怡雨轩佳琪瑞凯鑫鹏飞春梅凤云庆志德"
    "福生文斌辉旭睿璐蕾颖婷翔峰岩倩莹龙波宁贵兴喆淼洁玲丹萍荣琴珍贞莉淑兰翠莲雪爱妹琳素真环青香月媛雁蓉眉君琼勤薇菁梦"
    "岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁舒影荔枝思露亚宜可姬伊义良山仁新利清全国胜学祥才发武有坚健世广"
    "智成康光天达安松善厚裕河哲江进林保东民友朗伯宏言若鸣朋梁栋维启克伦绍功锋子晨辰士以泰盛雄琛钧冠策腾楠榕航弘嘉俊豪"
    "杨立正中元金忠顺信昌耀祖振根长水木火土锦川坤乾晶琳倪依语彤萱雯诗妍媚芬瑶菊慧巧美娇彩茜秋珊莎黛璇柔昕煜烨晟晗皓"
    "博泽宸沐洛然奕辉钰铭轶骏驰骁远逸诚谦恒毅翰墨书景曦熙禹尧舜添承继宗贤孝礼福禄寿喜吉祥运来富贵财宝珠玺珂琅瑾瑜璟"
    "昊旻晖昱昶晏昂晴暄阳朝霖霏霄露雷霆电虹霓岳峻嵘崇峥岗岭峡屹松柏桐梧枫榆桦楷森彬杉枝柳桃李杏梨荷莲芙蓉芷若蓝茵茹"
    "蔓蓓莘苗苒芸芮芝菲菡萌蔚蕊薪藤丰禾秦穗稼颂颜顾飒飘骥骄鸿鹤鹃鹰鸽麟麒虎豹狮彪夏冬岁年时代卫兵战胜利解放援朝跃进"
    "堃昇赟翀玥祎珺焜燚犇彧婧翾瑄玟琤甯芃沄沛沁泓洪浦浪涓润淇淑深淳清渊渝湘源溪滢滔漫潇澄灵灿炎炜炫炳烁焕照熠燕");

// Of the least sure character. Found on drawn papers; see hall-bench page-read.
constexpr float sure = 0.25F;
constexpr float sureForm = 0.03F;  // where its form says the same of a whole line

struct Glyphs
{
    QString text;
    float least = 0;
};

Glyphs glyphsIn(const GlyphReader &reader, const cv::Mat &line, const GlyphReader::Hints &hints)
{
    Glyphs glyphs;
    glyphs.least = 1;
    for (const ReadSymbol &symbol : reader.read(line, hints)) {
        glyphs.text += symbol.character;
        glyphs.least = std::min(glyphs.least, symbol.confidence);
    }
    return glyphs;
}

struct Name
{
    QString text;
    float least = 0;
    bool whole = true;  // no print stands beside or between its characters
};

std::optional<Name> nameByTold(const GlyphReader &reader, const std::vector<FieldLook> &looks, const ReadablePage &page,
                               const ToldLine &where)
{
    const std::optional<Fitting> best = fitting(reader, looks, page, where);
    if (!best) {
        return std::nullopt;
    }
    const FieldLook &base = looks[best->look];
    const QString &text = base.value.text;
    Name name;
    name.least = 1;
    for (std::size_t i = 0; i < best->print.characters.size(); ++i) {
        for (const PlacedText::Left &left : best->print.left) {
            if (left.before == i) {
                const QChar c = i > 0 ? leftOut(reader.book(), best->print, left, false) : QChar();
                name.text += c.isNull() ? QString() : QString(c);
                name.whole = name.whole && left.wide < speckOfPrint;
            }
        }
        const ToldCharacter &character = best->print.characters[i];
        Told told{text[static_cast<qsizetype>(i)], i < base.each.size() ? base.each[i] : -1, {}, false};
        for (const FieldLook &look : looks) {
            if (look.value.text.isEmpty()) {
                continue;
            }
            const int at = placesIn(text, look.value.text)[i];
            const QChar c = at < 0 ? QChar() : look.value.text[at];
            told.doubt = told.doubt || c != told.own;
            told.said += isHan(c) ? QString(c) : QString();
        }
        const Judged one = judged(reader.book(), character, told, TextKind::Name, i == 0 ? surnames : givenNames);
        name.text += one.character;
        name.least = std::min(name.least, one.clear);
    }
    return name;
}

}  // namespace

std::optional<ReadField> nameByGlyphs(const QString &id, const std::vector<FieldLook> &looks, const ReadablePage &page,
                                      const ToldLine &where)
{
    const GlyphReader *reader = GlyphReader::builtIn();
    QString expected;
    for (const FieldLook &look : looks) {
        expected += look.value.text;
    }
    if (reader == nullptr || where.box.area() == 0 || !std::all_of(expected.begin(), expected.end(), isHan)) {
        return std::nullopt;
    }
    const auto told = [&](const QString &text) {
        return std::any_of(looks.begin(), looks.end(), [&](const FieldLook &look) { return look.value.text == text; });
    };
    ReadField field;
    field.id = id;
    field.box = page.toMm(where.box);
    if (const std::optional<Name> name = nameByTold(*reader, looks, page, where)) {
        field.text = name->text;
        field.confidence = std::round(static_cast<double>(name->least) * 1000) / 1000;
        field.certain = name->whole && name->least >= sure && told(name->text);
        return field;
    }
    if (where.from > 0 || (where.to >= 0 && where.to < where.text.size())) {
        return std::nullopt;  // something stands beside it
    }
    const GlyphReader::Hints hints{expected, surnames, givenNames, {}, {}, false};
    Glyphs chosen = glyphsIn(*reader, lineImage(page, where.box, 0, Look::Sharp), hints);
    const Glyphs plain = glyphsIn(*reader, lineImage(page, where.box, 0, Look::Plain), hints);
    if (plain.text != chosen.text && plain.least > chosen.least) {
        chosen = plain;
    }
    const bool fits = chosen.least >= sure || std::any_of(looks.begin(), looks.end(), [&](const FieldLook &look) {
                          return look.value.text.size() == chosen.text.size() || look.value.text.isEmpty();
                      });
    if (chosen.text.size() < 2 || !fits) {
        return std::nullopt;
    }
    field.text = chosen.text;
    field.confidence = std::round(static_cast<double>(chosen.least) * 1000) / 1000;
    return field;
}

QChar firstOfName(const cv::Mat &sharp, const cv::Mat &plain, QChar read)
{
    const GlyphReader *reader = GlyphReader::builtIn();
    const GlyphCut cut = cutGlyphs(sharp, {});
    if (reader == nullptr || cut.ink.empty()) {
        return {};
    }
    const std::vector<cv::Rect> box{{cut.at, cut.ink.size()}};
    const ToldCharacter character{read, glyphsAt(sharp, box), glyphsAt(plain, box)};
    if (isHan(read)) {
        return judged(reader->book(), character, {read, -1, {}, false}, TextKind::Name, surnames).character;
    }
    const auto like = reader->book().likest(character.sharp, {{{}, surnames}}, {}, false);
    return like.empty() ? QChar() : like.front().character;
}

ShapedText listedByGlyphs(const ReadablePage &page, const cv::Rect &box, const WordList &words)
{
    QString only;
    for (const auto &[word, code] : words) {
        only += word;
    }
    return shapedText(page, {box}, Look::Sharp, only);
}

QString likestWord(const ReadablePage &page, const cv::Rect &box, const WordList &words)
{
    constexpr double suits = 0.75;  // of GlyphReader::placed()'s score
    constexpr double plainly = 0.03;
    const GlyphReader *reader = GlyphReader::builtIn();
    if (reader == nullptr || box.area() == 0) {
        return {};
    }
    const cv::Mat print = lineImage(page, box, 0, Look::Sharp);
    QString best;
    double most = suits;
    double second = 0;
    for (const auto &[word, code] : words) {
        const double score = word.size() > 1 ? reader->placed(print, word).score : 0;
        if (score > most) {
            second = code != best ? std::max(second, best.isEmpty() ? 0 : most) : second;
            most = score;
            best = code;
        } else if (code != best) {
            second = std::max(second, score);
        }
    }
    return most > second + plainly ? best : QString();
}

ShapedText shapedText(const ReadablePage &page, const std::vector<cv::Rect> &lines, Look look, const QString &only)
{
    ShapedText shaped;
    const GlyphReader *reader = GlyphReader::builtIn();
    float least = 1;
    for (const cv::Rect &line : lines) {
        if (reader == nullptr || line.area() == 0) {
            continue;
        }
        for (const ReadSymbol &symbol : reader->read(lineImage(page, line, 0, look), {{}, {}, {}, {}, only})) {
            shaped.text += symbol.character;
            least = std::min(least, symbol.confidence);
        }
    }
    shaped.clear = !shaped.text.isEmpty() && least >= sure;
    shaped.likely = !shaped.text.isEmpty() && least >= sureForm;
    return shaped;
}

ShapedText shapedForm(const ReadablePage &page, const cv::Rect &line, Look look, const QStringList &forms)
{
    ShapedText shaped;
    const GlyphReader *reader = GlyphReader::builtIn();
    if (reader == nullptr || line.area() == 0) {
        return shaped;
    }
    float least = 1;
    for (const ReadSymbol &symbol : reader->readForms(lineImage(page, line, 0, look), forms)) {
        shaped.text += symbol.character;
        least = std::min(least, symbol.confidence);
    }
    shaped.clear = !shaped.text.isEmpty() && least >= sure;
    shaped.likely = !shaped.text.isEmpty() && least >= sureForm;
    return shaped;
}

}  // namespace hall
