// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/jsonplace.h"

#include "app/catalogue/jsonread.h"

#include <QHash>
#include <QStringDecoder>

namespace hall {

namespace {

constexpr qsizetype shownBefore = 60;  // characters of the line before and after the place
constexpr qsizetype shownAfter = 30;
constexpr QChar mark(u'▶');

struct Mistake
{
    qsizetype at = 0;  // index of the character
    LocalText what;
    LocalText cure;
};

// Reads the text once, from left to right, without recursion: files may be nested as deep as they like.
class Scanner
{
public:
    explicit Scanner(QStringView text) : m_text(text) {}

    std::optional<Mistake> firstMistake()
    {
        Wants wants = Wants::Value;
        while (true) {
            skipSpace();
            if (m_at >= m_text.size()) {
                return atEnd(wants);
            }
            const QChar here = m_text[m_at];
            if (auto mistake = strange(here)) {
                return mistake;
            }
            std::optional<Mistake> mistake;
            switch (wants) {
            case Wants::Value:
            case Wants::ValueOrEnd:
                mistake = value(here, wants);
                break;
            case Wants::Name:
            case Wants::NameOrEnd:
                mistake = name(here, wants);
                break;
            case Wants::Colon:
                mistake = colon(here, wants);
                break;
            case Wants::Next:
                mistake = next(here, wants);
                break;
            case Wants::Nothing:
                return Mistake{m_at,
                               {QStringLiteral("文件的内容到前面就结束了，这里却还有别的"),
                                QStringLiteral("the file has ended before this place, and more follows")},
                               {QStringLiteral("请删去多余的括号或文字"),
                                QStringLiteral("remove the bracket or the text that is too much")}};
            }
            if (mistake) {
                return mistake;
            }
        }
    }

private:
    enum class Wants
    {
        Value,
        ValueOrEnd,  // the list has just begun
        Name,
        NameOrEnd,
        Colon,
        Next,  // comma or end
        Nothing
    };

    [[nodiscard]] static bool isSpace(QChar c) { return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r'; }

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at])) {
            ++m_at;
        }
    }

    [[nodiscard]] qint64 lineOf(qsizetype at) const { return m_text.left(at).count(u'\n') + 1; }

    // What Chinese keyboards, spreadsheets and programmers put between the values.
    [[nodiscard]] std::optional<Mistake> strange(QChar here) const
    {
        static const QString wide = QStringLiteral("，：｛｝［］【】“”‘’、；。＂");
        static const QString plain = QStringLiteral(",:{}[][]\"\"\"\",,,\"");
        const qsizetype found = wide.indexOf(here);
        if (found >= 0) {
            return Mistake{m_at,
                           {QStringLiteral("这里是中文标点“%1”").arg(here),
                            QStringLiteral("the character '%1' is Chinese punctuation").arg(here)},
                           {QStringLiteral("请换成英文标点 %1").arg(plain[found]),
                            QStringLiteral("write the plain character %1").arg(plain[found])}};
        }
        if (here == u'/' || here == u'#') {
            return Mistake{m_at,
                           {QStringLiteral("这里不能写注释"), QStringLiteral("a comment cannot stand here")},
                           {QStringLiteral("请删去注释"), QStringLiteral("remove the comment")}};
        }
        if (here == u'\'') {
            return Mistake{m_at,
                           {QStringLiteral("这里用了单引号"), QStringLiteral("a single quote stands here")},
                           {QStringLiteral("请改用双引号 \""), QStringLiteral("write double quotes \"")}};
        }
        return std::nullopt;
    }

    std::optional<Mistake> value(QChar here, Wants &wants)
    {
        if (here == u'{' || here == u'[') {
            m_open.append({here, m_at, {}});
            wants = here == u'{' ? Wants::NameOrEnd : Wants::ValueOrEnd;
            ++m_at;
            return std::nullopt;
        }
        if (here == u'"') {
            return string(wants);
        }
        if (here == u']' || here == u'}' || here == u',') {
            return valueMissing(here, wants);
        }
        const qsizetype begin = m_at;
        while (m_at < m_text.size() &&
               (m_text[m_at].isLetterOrNumber() || QStringView(u"+-._").contains(m_text[m_at]))) {
            ++m_at;
        }
        const QStringView word = m_text.mid(begin, m_at - begin);
        if (!isWord(word)) {
            const QString shown = word.isEmpty() ? QString(here) : word.left(30).toString();
            return Mistake{
                begin,
                {QStringLiteral("“%1”不是数字，也不是 true、false 或 null").arg(shown),
                 QStringLiteral("'%1' is no number, nor true, false or null").arg(shown)},
                {QStringLiteral("文字请放在双引号里；数字请只写数字，前面不加 0"),
                 QStringLiteral("put a text in double quotes; write a number in digits, without a leading 0")}};
        }
        return done(wants);
    }

    // A comma or a closing bracket where a value belongs. `here` is one of } ] ,
    std::optional<Mistake> valueMissing(QChar here, Wants &wants)
    {
        const bool inList = !m_open.isEmpty() && m_open.constLast().bracket == u'[';
        if (here == u']' && wants == Wants::ValueOrEnd) {
            return close(wants);
        }
        if (here != u',' && inList && m_last >= 0 && m_text[m_last] == u',') {
            return commaTooMuch();
        }
        return Mistake{
            m_at,
            {QStringLiteral("“%1”前面缺少一个值").arg(here), QStringLiteral("a value is missing before %1").arg(here)},
            {QStringLiteral("请补上这个值，或删去多余的逗号"),
             QStringLiteral("write the value, or remove the comma that is too much")}};
    }

    [[nodiscard]] Mistake commaTooMuch() const
    {
        return Mistake{
            m_last,
            {QStringLiteral("最后一项后面多了一个逗号"), QStringLiteral("a comma stands after the last entry")},
            {QStringLiteral("请删去这个逗号"), QStringLiteral("remove the comma")}};
    }

    [[nodiscard]] static bool isWord(QStringView word)
    {
        if (word == u"true" || word == u"false" || word == u"null") {
            return true;
        }
        bool number = false;
        (void)word.toDouble(&number);
        const QStringView digits = word.startsWith(u'-') ? word.mid(1) : word;
        const bool leadingZero = digits.size() > 1 && digits[0] == u'0' && digits[1].isDigit();
        return number && !digits.isEmpty() && digits[0].isDigit() && digits.back().isDigit() && !leadingZero;
    }

    std::optional<Mistake> name(QChar here, Wants &wants)
    {
        if (here == u'"') {
            const qsizetype begin = m_at;
            if (auto mistake = string(wants)) {
                return mistake;
            }
            wants = Wants::Colon;
            return again(m_text.mid(begin + 1, m_at - begin - 2), begin);
        }
        if (here == u'}') {
            return wants == Wants::NameOrEnd ? close(wants) : std::optional(commaTooMuch());
        }
        return Mistake{m_at,
                       {QStringLiteral("这里应当是一个用双引号括起的名称"),
                        QStringLiteral("a name in double quotes should stand here")},
                       {QStringLiteral("请写成 \"名称\": 值"), QStringLiteral("write \"name\": value")}};
    }

    // Of two members with one name the parser takes the last, and nobody is told of the first.
    std::optional<Mistake> again(QStringView name, qsizetype at)
    {
        QHash<QStringView, qsizetype> &names = m_open.last().names;
        if (const auto first = names.constFind(name); first != names.constEnd()) {
            const qint64 line = lineOf(*first);
            return Mistake{at,
                           {QStringLiteral("“%1”在第 %2 行已经写过一次").arg(name).arg(line),
                            QStringLiteral("'%1' stands already in line %2").arg(name).arg(line)},
                           {QStringLiteral("请删去其中一处"), QStringLiteral("remove one of the two")}};
        }
        names.insert(name, at);
        return std::nullopt;
    }

    std::optional<Mistake> colon(QChar here, Wants &wants)
    {
        if (here != u':') {
            return Mistake{m_last + 1,
                           {QStringLiteral("名称后面缺少冒号"), QStringLiteral("a colon is missing after the name")},
                           {QStringLiteral("请在这里补上英文冒号 :"), QStringLiteral("add : here")}};
        }
        wants = Wants::Value;
        m_last = m_at++;
        return std::nullopt;
    }

    std::optional<Mistake> next(QChar here, Wants &wants)
    {
        const bool list = m_open.constLast().bracket == u'[';
        if (here == u',') {
            wants = list ? Wants::Value : Wants::Name;
            m_last = m_at++;
            return std::nullopt;
        }
        if (here == (QChar(list ? u']' : u'}'))) {
            return close(wants);
        }
        if (here == u'}' || here == u']') {
            const qint64 line = lineOf(m_open.constLast().at);
            const QChar opened = m_open.constLast().bracket;
            return Mistake{
                m_at,
                {QStringLiteral("第 %1 行的“%2”还没有合上，这里却是“%3”").arg(line).arg(opened).arg(here),
                 QStringLiteral("the %2 of line %1 is still open, and %3 stands here").arg(line).arg(opened).arg(here)},
                {QStringLiteral("请在前面补上 %1，或删去这个 %2").arg(QChar(list ? u']' : u'}')).arg(here),
                 QStringLiteral("add %1 before it, or remove this %2").arg(QChar(list ? u']' : u'}')).arg(here)}};
        }
        const bool sameLine = m_last >= 0 && !m_text.mid(m_last, m_at - m_last).contains(u'\n');
        if (here != u'"' && sameLine && m_text[m_last] == u'"') {
            return Mistake{
                m_last,
                {QStringLiteral("引号不成对：文字到这个引号就结束了，后面却还有字"),
                 QStringLiteral("the text ends at this quote, and more follows")},
                {QStringLiteral("如果前面漏了引号或逗号，请补上；文字里的引号请用中文引号“”或写成 \\\""),
                 QStringLiteral(
                     "add the quote or comma that is missing before it; write a quote inside a text as \\\"")}};
        }
        return Mistake{
            m_last + 1,
            {QStringLiteral("这里缺少逗号"), QStringLiteral("a comma is missing here")},
            {QStringLiteral("请在这里补上英文逗号 ,（如果后面已没有内容，请补上 %1）").arg(QChar(list ? u']' : u'}')),
             QStringLiteral("add a comma here (or %1 if nothing more belongs to it)").arg(QChar(list ? u']' : u'}'))}};
    }

    std::optional<Mistake> close(Wants &wants)
    {
        m_open.removeLast();
        ++m_at;
        return done(wants);
    }

    // A value has ended just before m_at.
    std::optional<Mistake> done(Wants &wants)
    {
        m_last = m_at - 1;
        wants = m_open.isEmpty() ? Wants::Nothing : Wants::Next;
        return std::nullopt;
    }

    std::optional<Mistake> string(Wants &wants)
    {
        const qsizetype begin = m_at++;
        while (m_at < m_text.size() && m_text[m_at] != u'"') {
            if (m_text[m_at] == u'\n') {
                break;
            }
            if (m_text[m_at] == u'\\') {
                static const QStringView escapes = u"\"\\/bfnrtu";
                if (m_at + 1 < m_text.size() && !escapes.contains(m_text[m_at + 1])) {
                    return Mistake{m_at,
                                   {QStringLiteral("反斜杠 \\ 后面不能跟“%1”").arg(m_text[m_at + 1]),
                                    QStringLiteral("the backslash is followed by '%1'").arg(m_text[m_at + 1])},
                                   {QStringLiteral("反斜杠请写成 \\\\"), QStringLiteral("write a backslash as \\\\")}};
                }
                ++m_at;
            }
            ++m_at;
        }
        if (m_at >= m_text.size() || m_text[m_at] == u'\n') {
            return Mistake{begin,
                           {QStringLiteral("从这里开始的文字，到行末也没有右引号"),
                            QStringLiteral("the text that begins here has no closing quote on its line")},
                           {QStringLiteral("请在文字末尾补上双引号 \""), QStringLiteral("add \" where the text ends")}};
        }
        ++m_at;
        return done(wants);
    }

    [[nodiscard]] std::optional<Mistake> atEnd(Wants wants) const
    {
        if (wants == Wants::Nothing) {
            return std::nullopt;
        }
        if (m_open.isEmpty()) {
            return Mistake{
                0,
                {QStringLiteral("文件是空的"), QStringLiteral("the file is empty")},
                {QStringLiteral("请写入内容，或删去该文件"), QStringLiteral("write it, or remove the file")}};
        }
        const Open &open = m_open.constLast();
        return Mistake{
            open.at,
            {QStringLiteral("到文件末尾，这个“%1”也没有合上").arg(open.bracket),
             QStringLiteral("this %1 is not closed before the file ends").arg(open.bracket)},
            {QStringLiteral("请在所属内容之后补上 %1").arg(QChar(open.bracket == u'{' ? u'}' : u']')),
             QStringLiteral("add %1 after what belongs to it").arg(QChar(open.bracket == u'{' ? u'}' : u']'))}};
    }

    struct Open
    {
        QChar bracket;
        qsizetype at = 0;
        QHash<QStringView, qsizetype> names;  // of an object, with their places
    };

    QStringView m_text;
    qsizetype m_at = 0;
    qsizetype m_last = -1;  // last character of the value, comma or colon read last
    QVector<Open> m_open;
};

// The line around the place, which is marked.
QString shownLine(QStringView text, qsizetype at)
{
    const qsizetype begin = text.left(at).lastIndexOf(u'\n') + 1;
    qsizetype end = text.indexOf(u'\n', at);
    end = end < 0 ? text.size() : end;
    const QStringView before = text.mid(begin, at - begin);
    const QStringView after = text.mid(at, end - at);
    const QString head = before.size() > shownBefore ? u'…' + before.right(shownBefore).toString() : before.toString();
    const QString tail = after.size() > shownAfter ? after.left(shownAfter).toString() + u'…' : after.toString();
    return (head + mark + tail).simplified();
}

Defect told(const QString &file, QStringView text, const Mistake &mistake)
{
    const qint64 line = text.left(mistake.at).count(u'\n') + 1;
    const qint64 column = mistake.at - (text.left(mistake.at).lastIndexOf(u'\n') + 1) + 1;
    return defectOf(file, {}, DefectId::NotJson,
                    {line, column, mistake.what, mistake.cure, shownLine(text, mistake.at)});
}

// Goes into a text that is JSON, step by step.
class Walker
{
public:
    explicit Walker(const QByteArray &text) : m_text(text) { skipSpace(); }

    [[nodiscard]] qsizetype place() const { return m_place; }

    // To the member or entry of that name; false, and no further, when there is none.
    bool enter(const QString &step)
    {
        m_at = m_inside;
        const bool list = here() == '[';
        if (!list && here() != '{') {
            return false;
        }
        ++m_at;
        for (int number = 0; m_at < m_text.size(); ++number) {
            skipSpace();
            const qsizetype begin = m_at;
            QByteArray name = QByteArray::number(number);
            if (!list && here() == '"') {
                skipValue();
                name = m_text.mid(begin + 1, m_at - begin - 2);
                skipSpace();
                ++m_at;  // the colon
                skipSpace();
            }
            if (here() == '}' || here() == ']') {
                return false;
            }
            if (name == step.toUtf8()) {
                m_place = begin;
                m_inside = m_at;
                return true;
            }
            skipValue();
            skipSpace();
            ++m_at;  // comma or end
            if (m_at > m_text.size() || m_text[m_at - 1] != ',') {
                return false;
            }
        }
        return false;
    }

private:
    [[nodiscard]] char here() const { return m_at < m_text.size() ? m_text[m_at] : '}'; }

    void skipSpace()
    {
        while (m_at < m_text.size() && QByteArrayView(" \t\r\n").contains(m_text[m_at])) {
            ++m_at;
        }
        if (m_inside < 0) {
            m_inside = m_at;
        }
    }

    void skipValue()
    {
        int depth = 0;
        do {
            const char c = here();
            if (c == '"') {
                for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
                    m_at += m_text[m_at] == '\\' ? 1 : 0;
                }
            } else if (c == '{' || c == '[') {
                ++depth;
            } else if (c == '}' || c == ']') {
                --depth;
            }
            ++m_at;
        } while (m_at < m_text.size() && (depth > 0 || !ends(m_at)));
    }

    // Whether a value has ended before this place.
    [[nodiscard]] bool ends(qsizetype at) const
    {
        const char last = m_text[at - 1];
        return last == '"' || last == '}' || last == ']' || QByteArrayView(",}] \t\r\n:").contains(m_text[at]);
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
    qsizetype m_place = 0;
    qsizetype m_inside = -1;  // of the value gone into
};

}  // namespace

std::optional<Defect> jsonSlip(const QString &file, const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    if (decoder.hasError()) {
        const qsizetype broken = text.indexOf(QChar::ReplacementCharacter);
        const qint64 line = broken < 0 ? 1 : text.left(broken).count(u'\n') + 1;
        return defectOf(file, {}, DefectId::NotUtf8, {line});
    }
    if (const auto mistake = Scanner(text).firstMistake()) {
        return told(file, text, *mistake);
    }
    return std::nullopt;
}

Defect jsonDefect(const QString &file, const QByteArray &bytes, qsizetype parserOffset, const QString &parserSays)
{
    if (auto slip = jsonSlip(file, bytes)) {
        return *slip;
    }
    const QString text = QString::fromUtf8(bytes);
    const qsizetype at = std::min(QString::fromUtf8(bytes.left(parserOffset)).size(), text.size());
    return told(file, text,
                {at,
                 {QStringLiteral("读到这里无法继续（%1）").arg(parserSays), parserSays},
                 {QStringLiteral("请在该处改正文件"), QStringLiteral("correct the file at that place")}});
}

int lineOfPlace(const QByteArray &text, const QString &pointer)
{
    Walker walker(text);
    for (const QString &step : pointer.split(u'/').mid(1)) {
        if (!walker.enter(stepName(step))) {
            break;
        }
    }
    return int(text.left(walker.place()).count('\n')) + 1;
}

}  // namespace hall
