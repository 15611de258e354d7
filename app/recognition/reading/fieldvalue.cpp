// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/fieldvalue.h"

#include "app/domain/identitynumber.h"
#include "app/domain/transaction.h"
#include "app/recognition/reading/pagetext.h"

#include <algorithm>
#include <QDate>
#include <QRegularExpression>

namespace hall {

using namespace Qt::StringLiterals;

namespace {

QString plain(const QString &read)
{
    QString out;
    for (const QChar c : read) {
        if (!c.isSpace()) {
            out += plainCharacter(c);
        }
    }
    return out;
}

QString only(const QString &text, const QString &alphabet)
{
    QString out;
    for (const QChar c : text) {
        if (alphabet.contains(c)) {
            out += c;
        }
    }
    return out;
}

const QString figures = u"0123456789"_s;
const QString creditLetters = u"0123456789ABCDEFGHJKLMNPQRTUWXY"_s;

// The second pair of GB/T 2260 names a prefecture: 01 to 59 in any of its editions, 90 for what a province governs
// itself. One number in eleven has a check digit that holds; zeros with a stroke through them, taken for 6 or 8, do not
// name one.
bool namesPrefecture(const QString &number)
{
    return number[2] < u'6' || number.mid(2, 2) == u"90";
}

FieldValue numberOf(const QString &text)
{
    static const QRegularExpression resident(u"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])"_s);
    static const QRegularExpression permit(u"(?<![0-9A-Z])(?:[HM][0-9]{8}|[0-9]{8})(?![0-9])"_s);
    if (const auto match = resident.match(text); match.hasMatch()) {
        const NumberCheck check = checkNumber(match.captured());
        const bool holds = check.valid() && (check.kind != NumberKind::Resident || namesPrefecture(check.normalised));
        return {check.normalised, holds && check.birthDate.has_value(), holds};
    }
    if (const auto match = permit.match(text); match.hasMatch()) {
        return {match.captured(), false, true};
    }
    return {};
}

FieldValue creditOf(const QString &text)
{
    static const QRegularExpression form(u"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])"_s);
    QString upper = text.toUpper();
    if (const auto match = form.match(upper); match.hasMatch()) {
        // The alphabet has no I, O, S, V, Z.
        QString code = match.captured();
        code.replace(u'O', u'0').replace(u'I', u'1').replace(u'S', u'5').replace(u'Z', u'2');
        const bool holds = creditCodeHolds(code);
        return {code, holds, holds};
    }
    return {};
}

FieldValue dateOf(const QString &read)
{
    // A stroke between runs of print may fall between a figure and its character, and nowhere else. A line's end is
    // taken for a comma, a 1 for a bracket.
    static const QRegularExpression form(u"(?<![0-9])((?:19|20)[0-9]{2})(?:,?\\|?年\\|?|[-.:/])([0-9]{1,2})"
                                         u"(?:(\\|?月\\|?)|[-.:/])([0-9]{1,2})(?![0-9])(\\|?日)?"_s);
    static const QRegularExpression one(u"(?<=[0-9年月])[\\]\\[lI](?=[0-9月日])"_s);
    if (read.contains(u"长期"_s)) {
        return {u"长期"_s, false, true};
    }
    QString text = read;
    text.replace(one, u"1"_s);
    const auto match = form.match(text);
    if (!match.hasMatch()) {
        return {};
    }
    const QDate date(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(4).toInt());
    if (!date.isValid()) {
        return {};
    }
    // What was read in the place of 日 may have been a figure.
    const bool whole = match.captured(3).isEmpty() || !match.captured(5).isEmpty();
    return {date.toString(Qt::ISODate), false, whole && text == read && date.year() < 2060};
}

// Of an official document (GB/T 9704, 7.2.5): who sends it, the year in brackets of six corners, a number.
FieldValue documentOf(const QString &read)
{
    static const QRegularExpression form(
        u"([一-龥]{2,10})([^0-9一-龥]{0,2})(20[0-9]{2})([^0-9]{0,2})([0-9]{1,5})号?$"_s);
    static const QRegularExpression one(u"(?<=[0-9])[\\]\\[|lI](?=号?$)"_s);
    QString text = read;
    text.replace(one, u"1"_s);
    const auto match = form.match(text);
    if (!match.hasMatch()) {
        return {};
    }
    const bool whole = match.captured(2) == u"[" && match.captured(4) == u"]" && text == read;
    return {u"%1〔%2〕%3号"_s.arg(match.captured(1), match.captured(3), match.captured(5)), false, whole};
}

FieldValue monthOf(const QString &read)
{
    static const QRegularExpression form(u"((?:19|20)[0-9]{2})(?:年|[-./])?([0-9]{1,2})(?![0-9])月?"_s);
    static const QRegularExpression one(u"(?<=[0-9年])[\\]\\[lI|](?=[0-9月])"_s);  // a 1 taken for a bracket
    QString text = read;
    text.replace(one, u"1"_s);
    const auto match = form.match(text);
    const int month = match.captured(2).toInt();
    if (!match.hasMatch() || month < 1 || month > 12) {
        return {};
    }
    return {u"%1-%2"_s.arg(match.captured(1)).arg(month, 2, 10, QLatin1Char('0')), false, text == read};
}

FieldValue timeOf(const QString &text)
{
    static const QRegularExpression form(u"(20[0-9]{2})-([01][0-9])-([0-3][0-9])([0-2][0-9])[:.]([0-5][0-9])"_s);
    const auto match = form.match(text);
    if (!match.hasMatch()) {
        return {};
    }
    return {u"%1-%2-%3T%4:%5"_s.arg(match.captured(1), match.captured(2), match.captured(3), match.captured(4),
                                    match.captured(5)),
            false, true};
}

FieldValue moneyValue(const QString &text)
{
    std::optional<qint64> fen = moneyOf(text);
    if (!fen && text.contains(u'元')) {
        // What numerals look like to an engine that seldom sees them. Never sure.
        static const std::pair<QString, QChar> alike[] = {
            {u"喜壶章靖"_s, u'壹'}, {u"武或"_s, u'贰'}, {u"参奉全三"_s, u'叁'}, {u"伯信"_s, u'佰'},
            {u"什任"_s, u'仟'},     {u"染"_s, u'柒'},   {u"致"_s, u'玖'},       {u"恰"_s, u'拾'}};
        QString changed = text;
        for (QChar &c : changed) {
            for (const auto &[look, numeral] : alike) {
                c = look.contains(c) ? numeral : c;
            }
        }
        fen = moneyOf(changed);
        return fen && *fen > 0 ? FieldValue{QString::number(*fen / 100), false, false} : FieldValue();
    }
    if (!fen || *fen <= 0) {
        return {};
    }
    // Figures as they are printed; capitals as figures.
    static const QRegularExpression form(u"[0-9][0-9,]*(?:\\.[0-9]{1,2})?"_s);
    const auto match = form.match(text);
    QString figure = match.captured();
    // What stands before them may be a figure that was taken for something else.
    static const QString mayStandBefore = u":;,.¥|元币写计为"_s;
    const QChar before = match.capturedStart() > 0 ? text[match.capturedStart() - 1] : QChar(u':');
    // And figures that follow may belong to it, with a comma that was taken for something else.
    static const QRegularExpression anyFigure(u"[0-9]"_s);
    const bool more = anyFigure.match(text, match.capturedEnd()).hasMatch();
    const bool alone = !more && (mayStandBefore.contains(before) || before.isSpace());
    return {match.hasMatch() ? figure.remove(u',') : QString::number(*fen / 100), !match.hasMatch(),
            !match.hasMatch() || alone};
}

// The one that most of a long text fits, when no other comes near. Never sure.
FieldValue nearestOf(const QString &text, const WordList &words)
{
    constexpr qsizetype longEnough = 6;
    constexpr int lead = 3;
    const QString *best = nullptr;
    int least = 100;
    int other = 100;
    for (const auto &[word, code] : words) {
        const QString sought = plain(word);
        if (sought.size() < longEnough) {
            continue;
        }
        const std::vector<Found> found = findWord(text, sought, static_cast<int>(sought.size()) / 2);
        if (found.empty()) {
            continue;
        }
        const int slips = found.front().slips;
        if (slips < least) {
            other = best != nullptr && *best != code ? least : other;
            best = &code;
            least = slips;
        } else if (best != nullptr && *best != code) {
            other = std::min(other, slips);
        }
    }
    return best != nullptr && other >= least + lead ? FieldValue{*best, false, false} : FieldValue();
}

bool isHan(QChar c)
{
    return c.unicode() >= 0x4E00 && c.unicode() <= 0x9FFF;
}

// Whether one character read wrong makes it another word of the list, with another meaning.
bool isSoonAnother(const QString &word, const QString &code, const WordList &words)
{
    return std::any_of(words.begin(), words.end(), [&](const auto &one) {
        const QString other = plain(one.first);
        int different = 0;
        for (qsizetype i = 0; i < other.size() && other.size() == word.size(); ++i) {
            different += other[i] != word[i] ? 1 : 0;
        }
        return one.second != code && different == 1;
    });
}

FieldValue wordsOf(const QString &text, const WordList &words)
{
    constexpr std::size_t fewWords = 4;
    const QString *best = nullptr;
    QString word;
    qsizetype length = 0;
    int least = 100;
    bool doubt = false;
    for (const auto &[told, code] : words) {
        const QString sought = plain(told);
        const std::vector<Found> found = findWord(text, sought, std::min(2, static_cast<int>(sought.size()) / 4));
        if (found.empty()) {
            continue;
        }
        const int slips = found.front().slips;
        const bool better = slips < least || (slips == least && sought.size() > length);
        if (better) {
            doubt = best != nullptr && slips > 0 && *best != code;
            best = &code;
            word = sought;
            length = sought.size();
            least = slips;
        }
    }
    if (best == nullptr) {
        return nearestOf(text, words);
    }
    // Of a long list a word is soon taken for another one, or for the end of a longer one.
    const bool few = words.size() <= fewWords;
    const auto characters = std::count_if(text.begin(), text.end(), isHan);
    const bool tells = few || (length > 1 && !isSoonAnother(word, *best, words));
    return {*best, tells && least == 0 && length == text.size(), !doubt && (few || characters <= length)};
}

// What names of firms end in, where one or two of its characters were read wrong.
QString mendedFirm(const QString &text)
{
    static const QString ends[] = {u"有限责任公司"_s, u"股份有限公司"_s, u"有限公司"_s};
    if (!text.endsWith(u"公司"_s) || text.size() < 8) {
        return text;
    }
    QString best = text;
    int least = 3;
    for (const QString &end : ends) {
        const qsizetype from = std::max<qsizetype>(0, text.size() - end.size() - 2);
        for (const Found &found : findWord(text.mid(from), end, end.size() < 6 ? 1 : 2)) {
            // One that is shorter ends in another way.
            const bool whole = from + found.to == text.size() && found.to - found.from >= end.size();
            if (whole && found.slips < least) {
                least = found.slips;
                best = text.left(from + found.from) + end;
            }
        }
    }
    best.replace(u"有有限"_s, u"有限"_s);
    return best;
}

QString trimmed(QString text)
{
    static const QString around = u":;,.'\"`|_-~^*<>《》[]{}〈〉·“”‘’"_s;
    while (!text.isEmpty() && around.contains(text.front())) {
        text.remove(0, 1);
    }
    while (!text.isEmpty() && around.contains(text.back())) {
        text.chop(1);
    }
    return text;
}

}  // namespace

bool creditCodeHolds(const QString &code)
{
    if (code.size() != 18) {
        return false;
    }
    int sum = 0;
    int weight = 1;
    for (qsizetype i = 0; i < 17; ++i) {
        const auto value = creditLetters.indexOf(code[i]);
        if (value < 0) {
            return false;
        }
        sum += weight * static_cast<int>(value);
        weight = weight * 3 % 31;
    }
    return creditLetters[(31 - sum % 31) % 31] == code[17];
}

bool luhnHolds(const QString &digits)
{
    int sum = 0;
    for (qsizetype i = 0; i < digits.size(); ++i) {
        const int digit = digits[digits.size() - 1 - i].digitValue();
        if (digit < 0) {
            return false;
        }
        const int twice = i % 2 == 1 ? 2 * digit : digit;
        sum += twice > 9 ? twice - 9 : twice;
    }
    return !digits.isEmpty() && sum % 10 == 0;
}

std::optional<qint64> moneyOf(const QString &text)
{
    static const QRegularExpression form(u"([0-9][0-9,]{0,14})(?:\\.([0-9]{1,2}))?"_s);
    const QString read = plain(text);
    if (const auto match = form.match(read); match.hasMatch()) {
        const qint64 yuan = only(match.captured(1), figures).toLongLong();
        const QString rest = match.captured(2).leftJustified(2, u'0');
        return yuan * 100 + rest.toInt();
    }
    static const QString numerals = u"零壹贰叁肆伍陆柒捌玖"_s;
    qint64 sum = 0;
    qint64 section = 0;
    qint64 digit = 0;
    bool any = false;
    for (const QChar c : read) {
        const auto value = numerals.indexOf(c);
        const qint64 times = c == u'拾' ? 10 : c == u'佰' ? 100 : c == u'仟' ? 1000 : 0;
        if (value >= 0) {
            digit = value;
        } else if (times > 0) {
            section += std::max<qint64>(digit, times == 10 && section == 0 ? 1 : digit) * times;
            digit = 0;
            any = true;
        } else if (c == u'万') {
            sum += (section + digit) * 10'000;
            section = digit = 0;
            any = true;
        } else if (c == u'亿') {
            sum = (sum + section + digit) * 100'000'000;
            section = digit = 0;
        } else if (c == u'元' || c == u'圆') {
            sum += section + digit;
            return any && sum > 0 && sum < 1'000'000'000'000 ? std::optional(sum * 100) : std::nullopt;
        } else {
            return std::nullopt;
        }
        if (sum > 1'000'000'000'000 || section > 1'000'000) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

FieldValue valueOf(ValueType type, const QString &read, const WordList *words)
{
    const QString text = plain(read);
    switch (type) {
    case ValueType::Number:
        return numberOf(text);
    case ValueType::Credit:
        return creditOf(text);
    case ValueType::Date:
        return dateOf(text);
    case ValueType::Month:
        return monthOf(text);
    case ValueType::Time:
        return timeOf(text);
    case ValueType::Money:
        return moneyValue(text);
    case ValueType::Words:
        return words != nullptr ? wordsOf(trimmed(text), *words) : FieldValue();
    case ValueType::Code: {
        static const QRegularExpression form(u"[0-9A-Z][0-9A-Z-]{4,}"_s);
        return {form.match(text).captured(), false, true};
    }
    case ValueType::Document:
        return documentOf(text);
    case ValueType::Case: {
        static const QRegularExpression form(u"(?<![0-9A-Z])[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]{2}(?![0-9A-Z])"_s);
        const QString number = form.match(text).captured();
        const QString holds = typedShortNumber(number);
        return {holds.isEmpty() ? number : holds, !holds.isEmpty(), !holds.isEmpty()};
    }
    case ValueType::Digits: {
        // An area's code and a number, whatever the stroke between them was read as.
        static const QRegularExpression telephone(u"(?<![0-9])(0[0-9]{2,3})[-.,_~:]([0-9]{7,8})(?![0-9])"_s);
        static const QRegularExpression form(u"[0-9][0-9-]{4,}"_s);
        if (const auto match = telephone.match(text); match.hasMatch()) {
            return {match.captured(1) + u'-' + match.captured(2), false, true};
        }
        return {form.match(text).captured(), false, true};
    }
    case ValueType::Integer: {
        static const QRegularExpression form(u"[0-9]{1,6}"_s);
        return {form.match(text).captured(), false, true};
    }
    case ValueType::Account: {
        const QString digits = only(text, figures);
        const bool holds = digits.size() >= 15 && digits.size() <= 19 && luhnHolds(digits);
        return {digits.size() >= 12 ? digits : QString(), holds, holds};
    }
    case ValueType::Name: {
        QString name;
        for (const QChar c : text.mid(text.indexOf(trimmed(text)))) {
            if (!isHan(c) && c != u'*') {
                break;
            }
            name += c;
        }
        return {name.size() >= 2 && name.size() <= 12 ? name : QString(), false, true};
    }
    case ValueType::MaskedName: {
        static const QRegularExpression form(u"^[^一-龥]*([一-龥]\\*{1,2})$"_s);
        return {form.match(text).captured(1), false, false};
    }
    case ValueType::Masked: {
        static const QRegularExpression form(u"([0-9]{6})[^0-9]{4,14}([0-9]{3}[0-9Xx])$"_s);
        const auto match = form.match(text);
        return {match.hasMatch() ? match.captured(1) + u"********"_s + match.captured(2).toUpper() : QString(), false,
                true};
    }
    case ValueType::Text:
        break;
    }
    // In house numbers a 1 is taken for a stroke, and 号 for what looks like it.
    static const QRegularExpression stroke(u"(?<=[0-9号楼栋幢])[\\]\\[|lI](?=[0-9号楼栋幢单室户])"_s);
    static const QRegularExpression number(
        u"(?<=[0-9])[呈叶另吾](?=[0-9楼栋幢院]|$)|"
        u"(?<=[0-9])[一-龥](?<![号楼栋幢座院单室户层排组弄巷至到第年月日])(?=[0-9])"_s);
    // A county's 县 for 具, where an address goes on.
    static const QRegularExpression county(u"(?<=[省市][一-龥]{2})有?具(?=[一-龥]{2}.*[号室户村楼]$)|"
                                           u"(?<=[省市][一-龥]{3})有?具(?=[一-龥]{2}.*[号室户村楼]$)"_s);
    static const QRegularExpression address(u"[路街村道巷镇乡县区]"_s);
    QString house = text;
    if (address.match(text).hasMatch()) {
        house.replace(stroke, u"1"_s).replace(number, u"号"_s).replace(county, u"县"_s);
    }
    // Specks between letters are read as points and commas.
    QString out = trimmed(house);
    for (const QChar speck : u",.'`\"|_^~"_s) {
        out.remove(speck);
    }
    const QString mended = mendedFirm(out);
    // Nobody prints a question mark there: the engine knew nothing better.
    const bool known = !mended.contains(u'?') && !mended.contains(QChar(0xFF1F));
    return {mended, false, house == text && mended == out && known};
}

}  // namespace hall
