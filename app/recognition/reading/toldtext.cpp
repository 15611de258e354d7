// SPDX-License-Identifier: GPL-3.0-or-later
// textByGlyphs(): texts of which an engine read every character, and what those look like.
#include "app/recognition/reading/glyphcut.h"
#include "app/recognition/reading/glyphjudge.h"
#include "app/recognition/reading/namereader.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace hall {

using namespace Qt::StringLiterals;

namespace {

constexpr float sureText = 0.08F;   // where an engine says the same of a whole line; found on drawn papers
constexpr float sureAlone = 0.95F;  // of an engine that alone knows a character

// What addresses and names of firms are full of.
const QString ordinary =
    QStringLiteral("省市区县旗镇乡村庄街道路巷弄号楼栋幢单元室户层组有限责任公司股份集团合作社厂店中心");

// What places are named after.
const QString places =
    QStringLiteral("山河湖海江溪泉川沟谷岭岗坡坪坝峪塘池潭湾港滩洲沙洋桥渡津浦埠石岩林松柏杨柳槐桂梅桃李杏梨竹"
                   "花草荷兰菊稻龙凤虎马牛羊鹿鹤鹭雁鸡云雨霞涛星光明阳朝");

// What follows a house's or a room's number.
const QString behindFigures = u"号楼栋幢室户层组弄"_s;

// The print of all lines of a text.
struct Print
{
    QString seen;  // the engine's characters that were sought in it
    std::vector<ToldCharacter> characters;
    std::map<std::size_t, QChar> left;  // what stands in front of one of them, and is none of them
    bool more = false;                  // there is such print
};

Print gathered(const GlyphBook &book, const std::vector<ToldPrint> &prints)
{
    Print all;
    for (const ToldPrint &print : prints) {
        all.more = all.more || print.characters.empty();
        for (const PlacedText::Left &one : print.left) {
            all.more = all.more || one.wide >= speckOfPrint;
            if (const QChar c = leftOut(book, print, one, true); !c.isNull()) {
                all.left[all.characters.size() + one.before] = c;
            }
        }
        for (const ToldCharacter &character : print.characters) {
            all.seen += character.told;
            all.characters.push_back(character);
        }
    }
    return all;
}

// What an engine says of each character of a look's text, in all looks.
std::vector<Told> saidOf(const FieldLook &base, const std::vector<FieldLook> &looks)
{
    const QString &text = base.value.text;
    std::vector<Told> said(static_cast<std::size_t>(text.size()));
    for (std::size_t i = 0; i < said.size(); ++i) {
        said[i].own = text[static_cast<qsizetype>(i)];
        said[i].sure = i < base.each.size() ? base.each[i] : -1;
    }
    for (std::size_t i = 1; i < said.size(); ++i) {
        said[i].said += isHan(said[i].own) && isFigure(said[i - 1].own) ? behindFigures : QString();
    }
    for (const FieldLook &look : looks) {
        const std::vector<int> other = placesIn(text, look.value.text);
        for (std::size_t i = 0; i < said.size(); ++i) {
            const QChar c = other[i] < 0 ? QChar() : look.value.text[other[i]];
            said[i].doubt = said[i].doubt || c != said[i].own;
            said[i].said += isKnown(c) ? QString(c) : QString();
        }
    }
    return said;
}

std::vector<Judged> judgedOf(const GlyphBook &book, const std::vector<Told> &said, const Print &print,
                             const std::vector<int> &at)
{
    std::vector<Judged> all(said.size());
    for (std::size_t i = 0; i < said.size(); ++i) {
        all[i].character = said[i].own;
        if (at[i] >= 0 && isKnown(said[i].own)) {
            const ToldCharacter &character = print.characters[static_cast<std::size_t>(at[i])];
            const Judged one = judged(book, character, said[i], TextKind::Mixed, ordinary, places);
            const bool kept = isFigure(said[i].own) == isFigure(one.character);  // an engine tells those apart
            all[i] = kept ? one : all[i];
        }
    }
    return all;
}

// Text, confidence and certainty.
ReadField assembled(const std::vector<Told> &said, const std::vector<Judged> &all, const Print &print,
                    const std::vector<int> &at)
{
    ReadField field;
    field.confidence = 1;
    field.certain = !print.more;
    const auto clear = [&](std::size_t i) { return i < all.size() && all[i].like; };
    for (std::size_t i = 0; i < said.size(); ++i) {
        const bool between = i > 0 && clear(i - 1);
        const auto place = static_cast<std::size_t>(std::max(0, at[i]));
        if (const auto left = print.left.find(place); at[i] >= 0 && left != print.left.end() && between && clear(i)) {
            field.text += left->second;
        }
        if (!isKnown(said[i].own)) {  // the engine alone knows it
            field.certain = field.certain && !said[i].doubt && said[i].sure >= sureAlone;
            field.text += said[i].own;
            continue;
        }
        const bool none = at[i] >= 0 && print.characters[place].sharp.empty();
        if (none && isHan(said[i].own) && between && clear(i + 1)) {  // one too many
            field.certain = false;
            field.confidence = 0;
            continue;
        }
        field.text += all[i].character;
        const bool same = all[i].character == said[i].own;
        field.certain = field.certain && same && all[i].clear >= sureText;
        field.confidence = same ? std::min(field.confidence, static_cast<double>(all[i].clear)) : 0;
    }
    field.confidence = std::round(field.confidence * 1000) / 1000;
    return field;
}

// Whether the engine read figures or Han characters in the same print that are not in the value.
bool hasOthers(const QString &seen, const std::vector<int> &at)
{
    for (qsizetype i = 0; i < seen.size(); ++i) {
        if (isKnown(seen[i]) && std::find(at.begin(), at.end(), static_cast<int>(i)) == at.end()) {
            return true;
        }
    }
    return false;
}

// Addresses begin with one of these. One of its characters may be wrong, and only one of them be like that.
QString provinceMended(const QString &text)
{
    static const QString provinces[] = {
        u"北京市"_s, u"天津市"_s, u"河北省"_s, u"山西省"_s, u"内蒙古"_s, u"辽宁省"_s, u"吉林省"_s, u"黑龙江"_s,
        u"上海市"_s, u"江苏省"_s, u"浙江省"_s, u"安徽省"_s, u"福建省"_s, u"江西省"_s, u"山东省"_s, u"河南省"_s,
        u"湖北省"_s, u"湖南省"_s, u"广东省"_s, u"广西壮"_s, u"海南省"_s, u"重庆市"_s, u"四川省"_s, u"贵州省"_s,
        u"云南省"_s, u"西藏自"_s, u"陕西省"_s, u"甘肃省"_s, u"青海省"_s, u"宁夏回"_s, u"新疆维"_s};
    constexpr qsizetype length = 3;
    const QString head = text.left(length);
    QString like;
    int count = 0;
    for (const QString &province : provinces) {
        int same = 0;
        for (qsizetype i = 0; i < length && head.size() == length; ++i) {
            same += head[i] == province[i] ? 1 : 0;
        }
        if (same == length) {
            return text;
        }
        if (same == length - 1) {
            like = province;
            ++count;
        }
    }
    // Of cities, which begin with two characters of their own, too many are like one of them.
    const bool province = head.endsWith(u'省') && like.endsWith(u'省');
    return count == 1 && province ? like + text.mid(length) : text;
}

}  // namespace

std::size_t fittingText(const std::vector<LineText> &texts, const ReadablePage &page, const cv::Rect &line)
{
    const GlyphReader *reader = GlyphReader::builtIn();
    const bool same =
        std::all_of(texts.begin(), texts.end(), [&](const LineText &one) { return one.text == texts.front().text; });
    std::size_t best = 0;
    double most = -1;
    for (std::size_t i = 0; i < texts.size() && !same && reader != nullptr; ++i) {
        const double fit = toldPrint(*reader, page, {line, texts[i].text}).score;
        if (fit > most) {
            most = fit;
            best = i;
        }
    }
    return best;
}

std::optional<ReadField> textByGlyphs(const QString &id, const FieldLook &told, const std::vector<FieldLook> &looks,
                                      const ReadablePage &page, const std::vector<ToldLine> &lines)
{
    const GlyphReader *reader = GlyphReader::builtIn();
    if (reader == nullptr || told.value.text.isEmpty() || lines.empty()) {
        return std::nullopt;
    }
    const FieldLook *base = &told;
    std::vector<ToldPrint> prints;
    if (lines.size() > 1) {
        for (const ToldLine &line : lines) {
            prints.push_back(toldPrint(*reader, page, line));
        }
    } else if (auto best = fitting(*reader, looks, page, lines.front())) {
        base = &looks[best->look];
        prints.push_back(std::move(best->print));
    }
    const Print print = gathered(reader->book(), prints);
    if (print.characters.empty()) {
        return std::nullopt;
    }
    const std::vector<int> at = placesIn(base->value.text, print.seen);
    const std::vector<Told> said = saidOf(*base, looks);
    ReadField field = assembled(said, judgedOf(reader->book(), said, print, at), print, at);
    field.id = id;
    const QString mended = provinceMended(field.text);
    field.certain = field.certain && mended == field.text && base->value.allowed && !hasOthers(print.seen, at);
    field.text = mended;
    cv::Rect around;
    for (const ToldLine &line : lines) {
        around |= line.box;
    }
    field.box = page.toMm(around);
    return field;
}

}  // namespace hall
