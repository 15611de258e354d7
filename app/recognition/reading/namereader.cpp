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

// Of the least sure character. Found on drawn papers; see hall-bench page-read.
constexpr float sure = 0.25F;
constexpr float sureText = 0.08F;  // where an engine says the same of a whole line
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

Glyphs glyphsIn(const GlyphReader &reader, const cv::Mat &line, const QString &expected, const QString &first)
{
    Glyphs glyphs;
    glyphs.least = 1;
    for (const ReadSymbol &symbol : reader.read(line, expected, first)) {
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
};

// What the characters of the lines look like; nothing of lines that it cannot be at home in.
Seen seenIn(const GlyphReader &reader, const ReadablePage &page, const std::vector<ToldLine> &lines,
            const QString &expected)
{
    Seen seen;
    for (const ToldLine &line : lines) {
        for (const Look look : {Look::Sharp, Look::Plain}) {
            Seen one;
            for (const ReadSymbol &symbol : reader.read(lineImage(page, line.box, 0, look), expected, {}, line.text)) {
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
                break;
            }
        }
    }
    return seen;
}

// May what a character looks like stand instead of what the engine says? `told`: its confidence, < 0: not known.
bool overrules(float clear, float told, bool doubt)
{
    const bool weak = told >= 0 && told < unsure;
    return weak ? clear >= likely : doubt && clear >= sure;
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
    for (const FieldLook &look : looks) {
        const std::vector<int> other = placesIn(text, look.value.text);
        for (std::size_t i = 0; i < size; ++i) {
            doubt[i] = doubt[i] || other[i] < 0 || look.value.text[other[i]] != text[static_cast<qsizetype>(i)];
        }
    }
    ReadField field;
    field.id = id;
    field.text = text;
    field.confidence = 1;
    field.certain = true;
    for (std::size_t i = 0; i < size; ++i) {
        QChar &own = field.text[static_cast<qsizetype>(i)];
        const float told = i < base->each.size() ? base->each[i] : -1;
        if (!isKnown(own)) {  // the engine alone knows it
            field.certain = field.certain && !doubt[i] && told >= sureAlone;
            continue;
        }
        const QChar like = at[i] < 0 ? QChar() : seen.text[at[i]];
        const float clear = at[i] < 0 ? 0 : seen.each[static_cast<std::size_t>(at[i])];
        if (like == own) {
            field.certain = field.certain && clear >= sureText;
            field.confidence = std::min(field.confidence, static_cast<double>(clear));
            continue;
        }
        field.certain = false;
        field.confidence = 0;
        // Both sides must agree on what stands beside it, or it is another one that is compared.
        const bool placed = (i == 0 || at[i - 1] == at[i] - 1) && (i + 1 == size || at[i + 1] == at[i] + 1);
        if (placed && isHan(own) && isHan(like) && overrules(clear, told, doubt[i])) {
            own = like;
        }
    }
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
    const QString &first = surnames;
    const auto told = [&](const Glyphs &glyphs) {
        return std::any_of(looks.begin(), looks.end(),
                           [&](const FieldLook &look) { return look.value.text == glyphs.text; });
    };
    Glyphs chosen = glyphsIn(*reader, lineImage(page, box, 0, Look::Sharp), expected, first);
    bool certain = told(chosen) && chosen.least >= sure;
    if (!certain) {
        const Glyphs plain = glyphsIn(*reader, lineImage(page, box, 0, Look::Plain), expected, first);
        certain = told(plain) && plain.least >= sure;
        // What the engine says too, else what both looks say, else the surer one.
        if (certain || (!told(chosen) && plain.text != chosen.text && (told(plain) || plain.least > chosen.least))) {
            chosen = plain;
        }
    }
    const bool fits = chosen.least >= 2 * sure || std::any_of(looks.begin(), looks.end(), [&](const FieldLook &look) {
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
    const GlyphReader *reader = GlyphReader::builtIn();
    if (reader == nullptr || box.area() == 0) {
        return {};
    }
    QString expected;
    for (const auto &[word, code] : words) {
        expected += word;
    }
    return glyphsIn(*reader, lineImage(page, box, 0, Look::Sharp), expected, {}).text;
}

}  // namespace hall
