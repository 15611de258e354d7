// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/namereader.h"

#include "app/recognition/reading/glyphreader.h"

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
constexpr float sureText = 0.08F;  // where an engine says the same of a whole line
constexpr float sureForm = 0.03F;  // where its form says the same of a whole line
constexpr float likely = 0.12F;    // where an engine is unsure itself
constexpr double mostAgree = 0.6;  // of a line's characters, or it was cut up wrongly
// Of the engine's.
constexpr float unsure = 0.93F;
constexpr float sureAlone = 0.95F;

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

bool isHan(QChar c)
{
    return c.unicode() >= 0x4E00 && c.unicode() <= 0x9FFF;
}

bool isKnown(QChar c)
{
    return isHan(c) || (c >= u'0' && c <= u'9');
}

// Which character of `other` stands at the place of each of `text`; -1: none. By the fewest changes.
std::vector<int> placesIn(const QString &text, const QString &other)
{
    const auto rows = static_cast<std::size_t>(text.size()) + 1;
    const auto cols = static_cast<std::size_t>(other.size()) + 1;
    std::vector<int> cost(rows * cols);
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < cols; ++j) {
            int &least = cost[i * cols + j];
            if (i == 0 || j == 0) {
                least = static_cast<int>(i + j);
                continue;
            }
            const bool same = text[static_cast<qsizetype>(i - 1)] == other[static_cast<qsizetype>(j - 1)];
            least = std::min({cost[(i - 1) * cols + j - 1] + (same ? 0 : 1), cost[(i - 1) * cols + j] + 1,
                              cost[i * cols + j - 1] + 1});
        }
    }
    std::vector<int> places(rows - 1, -1);
    for (std::size_t i = rows - 1, j = cols - 1; i > 0 && j > 0;) {
        const bool same = text[static_cast<qsizetype>(i - 1)] == other[static_cast<qsizetype>(j - 1)];
        if (cost[i * cols + j] == cost[(i - 1) * cols + j - 1] + (same ? 0 : 1)) {
            places[--i] = static_cast<int>(--j);
        } else if (cost[i * cols + j] == cost[(i - 1) * cols + j] + 1) {
            --i;
        } else {
            --j;
        }
    }
    return places;
}

struct Seen
{
    QString text;
    std::vector<float> each;
    cv::Mat features;  // a row for each
};

// What the characters of the lines look like; nothing of lines that it cannot be at home in.
Seen seenIn(const GlyphReader &reader, const ReadablePage &page, const std::vector<ToldLine> &lines,
            const QString &expected)
{
    Seen seen;
    for (const ToldLine &line : lines) {
        for (const Look look : {Look::Sharp, Look::Plain}) {
            Seen one;
            for (const ReadSymbol &symbol :
                 reader.read(lineImage(page, line.box, 0, look), {expected, {}, {}, line.text, {}}, &one.features)) {
                one.text += symbol.character;
                one.each.push_back(symbol.confidence);
            }
            int same = 0;
            int known = 0;
            const std::vector<int> at = placesIn(line.text, one.text);
            for (std::size_t i = 0; i < at.size(); ++i) {
                const QChar c = line.text[static_cast<qsizetype>(i)];
                known += isKnown(c) ? 1 : 0;
                same += isKnown(c) && at[i] >= 0 && one.text[at[i]] == c ? 1 : 0;
            }
            if (same >= mostAgree * known) {
                seen.text += one.text;
                seen.each.insert(seen.each.end(), one.each.begin(), one.each.end());
                seen.features.push_back(one.features);
                break;
            }
        }
    }
    return seen;
}

// What addresses and names of firms are full of.
const QString ordinary =
    QStringLiteral("省市区县旗镇乡村庄街道路巷弄号楼栋幢单元室户层组有限责任公司股份集团合作社厂店中心");

// Which of the characters that come into question it is: the engine's, those of its other looks, or the likest of all.
// `told`: how sure the engine is of its own, < 0: not known.
QChar likelier(const GlyphBook &book, const cv::Mat &feature, QChar own, float told, const QString &said, QChar like)
{
    // How like another one must be, and by how much more.
    struct Enough
    {
        float like;
        float more;
    };
    constexpr Enough overWeak{0.9F, 0.01F};
    constexpr Enough overDoubt{0.9F, 0.03F};
    constexpr Enough overSure{0.96F, 0.03F};
    constexpr Enough farMore{0.9F, 0.12F};
    constexpr float bonus = 0.04F;
    QString candidates(own);
    for (const QChar c : said + like) {
        candidates += candidates.contains(c) ? QString() : QString(c);
    }
    const cv::Mat likeness = book.likenessTo(feature, candidates);
    const bool usual = ordinary.contains(own);
    const Enough enough = told >= 0 && told < unsure ? overWeak : candidates.size() > 2 ? overDoubt : overSure;
    const float first = likeness.at<float>(0, 0) + (usual ? bonus : 0);
    float most = first;
    QChar best = own;
    for (int i = 1; i < likeness.cols; ++i) {
        const float seen = likeness.at<float>(0, i);
        const float other = seen + (ordinary.contains(candidates[i]) ? bonus : 0);
        const bool good = (seen >= enough.like && other > first + enough.more) ||
                          (!usual && seen >= farMore.like && other > first + farMore.more);
        if (good && other > most) {
            most = other;
            best = candidates[i];
        }
    }
    return best;
}

// Where an engine makes two characters of one, or one of two, and is not sure of it: what they look like, if that is
// clear. `at`: places of the characters of `text` in `seen`. Changes `mended`, which has the length of `text`.
void mendGaps(const QString &text, const std::vector<float> &told, const QString &seen, const std::vector<float> &clear,
              const std::vector<int> &at, QString &mended)
{
    constexpr int longest = 4;
    const auto size = static_cast<int>(text.size());
    const auto same = [&](int i) {
        return at[static_cast<std::size_t>(i)] >= 0 && seen[at[static_cast<std::size_t>(i)]] == text[i];
    };
    for (int end = size; end > 0;) {
        if (same(end - 1)) {
            --end;
            continue;
        }
        int from = end;
        while (from > 0 && !same(from - 1)) {
            --from;
        }
        const int seenFrom = from > 0 ? at[static_cast<std::size_t>(from - 1)] + 1 : 0;
        const int seenEnd = end < size ? at[static_cast<std::size_t>(end)] : static_cast<int>(seen.size());
        const int count = seenEnd - seenFrom;
        // One too many, between two that are clear.
        const bool between = count == 0 && end - from == 1 && seenFrom > 0 && seenEnd < static_cast<int>(seen.size()) &&
                             clear[static_cast<std::size_t>(seenFrom - 1)] >= sure &&
                             clear[static_cast<std::size_t>(seenEnd)] >= sure;
        bool good = (count > 0 || between) && count <= longest && end - from <= longest && count != end - from;
        for (int j = seenFrom; good && j < seenEnd; ++j) {
            good = isHan(seen[j]) && clear[static_cast<std::size_t>(j)] >= likely;
        }
        float least = 1;
        for (int i = from; good && i < end; ++i) {
            least = static_cast<std::size_t>(i) < told.size() ? std::min(least, told[static_cast<std::size_t>(i)]) : 0;
            good = isHan(text[i]);
        }
        if (good && least < sureAlone) {
            mended.replace(from, end - from, seen.mid(seenFrom, count));
        }
        end = from;
    }
}

}  // namespace

namespace {

// Whether characters were seen that the text has not: between two of it any, at its ends clear ones. An engine leaves
// out figures.
bool sawMore(const Seen &seen, const std::vector<int> &at)
{
    int before = -1;
    for (const int place : at) {
        if (place >= 0) {
            if (before >= 0 && place > before + 1) {
                return true;
            }
            before = place;
        }
    }
    const auto first = std::find_if(at.begin(), at.end(), [](int place) { return place >= 0; });
    const auto clear = [&](int place) { return seen.each[static_cast<std::size_t>(place)] >= sureText; };
    const auto count = static_cast<int>(seen.text.size());
    for (int i = 0; first != at.end() && i < count; ++i) {
        if ((i < *first || i > before) && clear(i)) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<ReadField> textByGlyphs(const QString &id, const std::vector<FieldLook> &looks, const ReadablePage &page,
                                      const std::vector<ToldLine> &lines)
{
    const GlyphReader *reader = GlyphReader::builtIn();
    const FieldLook *base = nullptr;
    QString expected;
    for (const FieldLook &look : looks) {
        expected += look.value.text;
        const bool better = base == nullptr || look.confidence > base->confidence;
        base = better && !look.value.text.isEmpty() ? &look : base;
    }
    if (reader == nullptr || base == nullptr || lines.empty()) {
        return std::nullopt;
    }
    const Seen seen = seenIn(*reader, page, lines, expected);
    if (seen.text.isEmpty()) {
        return std::nullopt;
    }
    const QString &text = base->value.text;
    const auto size = static_cast<std::size_t>(text.size());
    const std::vector<int> at = placesIn(text, seen.text);
    std::vector<bool> doubt(size, false);
    std::vector<QString> said(size);  // by the engine in its other looks
    for (const FieldLook &look : looks) {
        const std::vector<int> other = placesIn(text, look.value.text);
        for (std::size_t i = 0; i < size; ++i) {
            const QChar c = other[i] < 0 ? QChar() : look.value.text[other[i]];
            doubt[i] = doubt[i] || c != text[static_cast<qsizetype>(i)];
            said[i] += isHan(c) ? QString(c) : QString();
        }
    }
    ReadField field;
    field.id = id;
    field.text = text;
    field.confidence = 1;
    field.certain = base->value.allowed;
    for (std::size_t i = 0; i < size; ++i) {
        QChar &own = field.text[static_cast<qsizetype>(i)];
        const float told = i < base->each.size() ? base->each[i] : -1;
        if (!isKnown(own)) {  // the engine alone knows it
            field.certain = field.certain && !doubt[i] && told >= sureAlone;
            continue;
        }
        const QChar like = at[i] < 0 ? QChar() : seen.text[at[i]];
        const float clear = at[i] < 0 ? 0 : seen.each[static_cast<std::size_t>(at[i])];
        if (like == own && (!doubt[i] || clear >= sureText)) {
            field.certain = field.certain && clear >= sureText;
            field.confidence = std::min(field.confidence, static_cast<double>(clear));
            continue;
        }
        field.certain = false;
        field.confidence = 0;
        // Both sides must agree on what stands beside it, or it is another one that is compared.
        const bool placed = (i == 0 || at[i - 1] == at[i] - 1) && (i + 1 == size || at[i + 1] == at[i] + 1);
        if (placed && at[i] >= 0 && isHan(own) && isHan(like)) {
            own = likelier(reader->book(), seen.features.row(at[i]), own, told, said[i], like);
        }
    }
    field.certain = field.certain && !sawMore(seen, at);
    mendGaps(text, base->each, seen.text, seen.each, at, field.text);
    field.confidence = std::round(field.confidence * 1000) / 1000;
    cv::Rect around;
    for (const ToldLine &line : lines) {
        around = around.area() == 0 ? line.box : (around | line.box);
    }
    field.box = page.toMm(around);
    return field;
}

std::optional<ReadField> nameByGlyphs(const QString &id, const std::vector<FieldLook> &looks, const ReadablePage &page,
                                      const cv::Rect &box)
{
    const GlyphReader *reader = GlyphReader::builtIn();
    QString expected;
    for (const FieldLook &look : looks) {
        expected += look.value.text;
    }
    if (reader == nullptr || box.area() == 0 || !std::all_of(expected.begin(), expected.end(), isHan)) {
        return std::nullopt;
    }
    const GlyphReader::Hints hints{expected, surnames, givenNames, {}, {}, false};
    const auto told = [&](const Glyphs &glyphs) {
        return std::any_of(looks.begin(), looks.end(),
                           [&](const FieldLook &look) { return look.value.text == glyphs.text; });
    };
    Glyphs chosen = glyphsIn(*reader, lineImage(page, box, 0, Look::Sharp), hints);
    bool certain = told(chosen) && chosen.least >= sure;
    if (!certain) {
        const Glyphs plain = glyphsIn(*reader, lineImage(page, box, 0, Look::Plain), hints);
        certain = told(plain) && plain.least >= sure;
        // What the engine says too, else what both looks say, else the surer one.
        if (certain || (!told(chosen) && plain.text != chosen.text && (told(plain) || plain.least > chosen.least))) {
            chosen = plain;
        }
    }
    const bool fits = chosen.least >= sure || std::any_of(looks.begin(), looks.end(), [&](const FieldLook &look) {
                          return look.value.text.size() == chosen.text.size() || look.value.text.isEmpty();
                      });
    if (chosen.text.size() < 2 || !fits) {
        return std::nullopt;
    }
    ReadField field;
    field.id = id;
    field.text = chosen.text;
    field.confidence = std::round(static_cast<double>(chosen.least) * 1000) / 1000;
    field.certain = certain;
    field.box = page.toMm(box);
    return field;
}

QString listedByGlyphs(const ReadablePage &page, const cv::Rect &box, const WordList &words)
{
    QString only;
    for (const auto &[word, code] : words) {
        only += word;
    }
    return shapedText(page, {box}, Look::Sharp, only).text;
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
