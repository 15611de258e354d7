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

// One line of a text: what both say, else a mixture.
struct MixedLine
{
    QString text;
    double least = 0;
    bool agreed = false;
};

MixedLine lineByGlyphs(const GlyphReader &reader, const ReadablePage &page, const cv::Rect &box,
                       const QStringList &told)
{
    MixedLine line{told.front(), 0, false};
    const QString expected = told.join(QString());
    if (!std::all_of(expected.begin(), expected.end(), isKnown)) {
        return line;
    }
    const ReadLine seen = reader.read(lineImage(page, box, 0, Look::Sharp), expected);
    QString text;
    float least = 1;
    for (const ReadSymbol &symbol : seen) {
        text += symbol.character;
        least = std::min(least, symbol.confidence);
    }
    if (told.contains(text)) {
        return {text, static_cast<double>(least), least >= sureText};
    }
    const QString &one = told.front();
    if (one.size() != text.size()) {
        return line;
    }
    for (qsizetype i = 0; i < one.size(); ++i) {
        const bool doubt = std::any_of(told.begin(), told.end(), [&](const QString &other) {
            return other.size() != one.size() || other[i] != one[i];
        });
        const bool clear = seen[static_cast<std::size_t>(i)].confidence >= (doubt ? sure : 2 * sure);
        line.text[i] = clear && isHan(one[i]) && isHan(text[i]) ? text[i] : one[i];
    }
    return line;
}

}  // namespace

std::optional<ReadField> textByGlyphs(const QString &id, const std::vector<FieldLook> &looks, const ReadablePage &page,
                                      const std::vector<cv::Rect> &lines)
{
    const GlyphReader *reader = GlyphReader::builtIn();
    const auto count = static_cast<qsizetype>(lines.size());
    if (reader == nullptr || lines.empty() || looks.empty() ||
        std::any_of(looks.begin(), looks.end(), [&](const FieldLook &look) { return look.lines.size() != count; })) {
        return std::nullopt;
    }
    ReadField field;
    field.id = id;
    field.confidence = 1;
    field.certain = true;
    cv::Rect around;
    for (qsizetype i = 0; i < count; ++i) {
        QStringList told;
        for (const FieldLook &look : looks) {
            told += valueOf(ValueType::Text, look.lines[i]).text;
        }
        const cv::Rect &box = lines[static_cast<std::size_t>(i)];
        const MixedLine line = lineByGlyphs(*reader, page, box, told);
        field.text += line.text;
        field.confidence = std::min(field.confidence, line.least);
        field.certain = field.certain && line.agreed;
        around = around.area() == 0 ? box : (around | box);
    }
    if (field.text.isEmpty()) {
        return std::nullopt;
    }
    field.confidence = std::round(field.confidence * 1000) / 1000;
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
        if (!told(chosen) && plain.text != chosen.text && (told(plain) || plain.least > chosen.least)) {
            chosen = plain;
        } else if (certain) {
            chosen = plain;
        }
    }
    const bool fits = std::any_of(looks.begin(), looks.end(), [&](const FieldLook &look) {
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
