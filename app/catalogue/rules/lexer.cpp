// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/rules/lexer.h"

#include "app/catalogue/defecttexts.h"

#include <array>
#include <optional>

namespace hall::rules {
namespace {

constexpr int longestRule = 4000;  // characters; a legal clause needs a few hundred
constexpr int mostDigits = 15;     // keeps sums of literals far from the ends of 64 bits

bool isDigit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

bool isNameStart(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_';
}

bool isNameCharacter(char32_t c)
{
    return isNameStart(c) || isDigit(c);
}

struct Foreign
{
    const char *sign;
    const char *reason;
    const char *reasonZh;
};

// What people write from other languages, with the word that is meant here.
constexpr std::array foreignSigns{
    Foreign{"!=", "'!=' is not part of the rule language; write <>", "规则里不能用 !=，请写 <>"},
    Foreign{"==", "'==' is not part of the rule language; write =", "规则里不能用 ==，请写 ="},
    Foreign{"&&", "'&&' is not part of the rule language; write AND", "规则里不能用 &&，请写 AND"},
    Foreign{"||", "'||' is not part of the rule language; write OR", "规则里不能用 ||，请写 OR"},
    Foreign{"--", "'--' begins a comment in SQL; put a space between the minus signs",
            "-- 在 SQL 里是注释，请在两个减号之间加空格"},
    Foreign{"!", "'!' is not part of the rule language; write NOT", "规则里不能用 !，请写 NOT"},
    Foreign{"\"", "text stands in single quotes", "文字要放在单引号里"},
};

class Lexer
{
public:
    explicit Lexer(const QString &rule) : m_text(rule.toStdU32String()) {}

    tl::expected<std::vector<Token>, RuleError> run()
    {
        if (size() > longestRule) {
            return tl::unexpected(
                errorAt(1, inWords("the rule is longer than %1 characters", "规则超过了 %1 个字符", {longestRule})));
        }
        std::vector<Token> tokens;
        while (true) {
            skipSpace();
            if (atEnd()) {
                tokens.push_back({TokenKind::End, position(), {}});
                return tokens;
            }
            auto token = next();
            if (!token) {
                return tl::unexpected(token.error());
            }
            tokens.push_back(*token);
        }
    }

private:
    using Next = tl::expected<Token, RuleError>;

    [[nodiscard]] bool atEnd() const { return m_at >= size(); }
    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_text.size()); }
    [[nodiscard]] int position() const { return static_cast<int>(m_at) + 1; }
    [[nodiscard]] char32_t peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < size() ? m_text[static_cast<std::size_t>(m_at + ahead)] : U'\0';
    }
    static Next refuse(int at, const LocalText &reason) { return tl::unexpected(errorAt(at, reason)); }

    void skipSpace()
    {
        while (!atEnd() && (peek() == U' ' || peek() == U'\t' || peek() == U'\n' || peek() == U'\r')) {
            ++m_at;
        }
    }

    template <typename Test> QString take(Test test)
    {
        const qsizetype from = m_at;
        while (!atEnd() && test(peek())) {
            ++m_at;
        }
        return QString::fromUcs4(m_text.data() + from, m_at - from);
    }

    Next next()
    {
        const char32_t c = peek();
        if (isDigit(c)) {
            return number();
        }
        if (c == U'\'') {
            return text();
        }
        if (c == U':') {
            return fact();
        }
        if (isNameStart(c)) {
            const int at = position();
            return Token{TokenKind::Name, at, take(isNameCharacter)};
        }
        return sign();
    }

    Next number()
    {
        const int at = position();
        QString digits = take(isDigit);
        TokenKind kind = TokenKind::Integer;
        if (peek() == U'.') {
            ++m_at;
            const QString cents = take(isDigit);
            if (cents.size() != 2) {
                return refuse(at, inWords("an amount of money has exactly two decimals, as in 2100.00",
                                          "金额必须正好写两位小数，如 2100.00"));
            }
            digits += cents;
            kind = TokenKind::Money;
        }
        if (isNameStart(peek())) {
            return refuse(position(), inWords("a number runs into a name; put a space between them",
                                              "数字和名称连在一起了，请在中间加空格"));
        }
        if (digits.size() > mostDigits) {
            return refuse(at, inWords("the number has more than %1 digits", "数字超过了 %1 位", {mostDigits}));
        }
        return Token{kind, at, digits};
    }

    Next text()
    {
        const int at = position();
        ++m_at;
        QString content;
        while (!atEnd()) {
            const char32_t c = peek();
            if (c == U'\'' && peek(1) != U'\'') {
                ++m_at;
                return Token{TokenKind::Text, at, content};
            }
            if (c == U'\0') {
                return refuse(position(), inWords("the text holds a NUL character", "文字里有 NUL 字符"));
            }
            content += QString::fromUcs4(&c, 1);
            m_at += c == U'\'' ? 2 : 1;
        }
        return refuse(at, inWords("the text that begins here has no closing quote", "从这里开始的文字没有右引号"));
    }

    Next fact()
    {
        const int at = position();
        ++m_at;
        if (!isNameStart(peek())) {
            return refuse(at, inWords("a colon must be followed by a dictionary id, as in :birth_date",
                                      "冒号后面必须是数据字典里的字段，如 :birth_date"));
        }
        return Token{TokenKind::Fact, at, take(isNameCharacter)};
    }

    std::optional<Token> pair(char32_t first, char32_t second, TokenKind kind)
    {
        if (peek() != first || (second != U'\0' && peek(1) != second)) {
            return std::nullopt;
        }
        Token token{kind, position(), {}};
        m_at += second == U'\0' ? 1 : 2;
        return token;
    }

    Next sign()
    {
        for (const Foreign &foreign : foreignSigns) {
            const QString sign = QLatin1String(foreign.sign);
            if (peek() == sign[0].unicode() && (sign.size() == 1 || peek(1) == sign[1].unicode())) {
                return refuse(position(), inWords(foreign.reason, foreign.reasonZh));
            }
        }
        struct Sign
        {
            char32_t first;
            char32_t second;
            TokenKind kind;
        };
        static constexpr std::array signs{
            Sign{U'<', U'>', TokenKind::NotEqual},     Sign{U'<', U'=', TokenKind::LessEqual},
            Sign{U'>', U'=', TokenKind::GreaterEqual}, Sign{U'<', U'\0', TokenKind::Less},
            Sign{U'>', U'\0', TokenKind::Greater},     Sign{U'=', U'\0', TokenKind::Equal},
            Sign{U'+', U'\0', TokenKind::Plus},        Sign{U'-', U'\0', TokenKind::Minus},
            Sign{U'(', U'\0', TokenKind::Open},        Sign{U')', U'\0', TokenKind::Close},
            Sign{U',', U'\0', TokenKind::Comma},
        };
        for (const Sign &sign : signs) {
            if (auto token = pair(sign.first, sign.second, sign.kind)) {
                return *token;
            }
        }
        const char32_t c = peek();
        return refuse(position(),
                      inWords("'%1' is not part of the rule language", "规则里不能用“%1”", {QString::fromUcs4(&c, 1)}));
    }

    std::u32string m_text;
    qsizetype m_at = 0;
};

}  // namespace

tl::expected<std::vector<Token>, RuleError> tokenize(const QString &rule)
{
    return Lexer(rule).run();
}

}  // namespace hall::rules
