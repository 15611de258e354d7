// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/rules/lexer.h"

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
};

// What people write from other languages, with the word that is meant here.
constexpr std::array foreignSigns{
    Foreign{"!=", "'!=' is not part of the rule language; write <>"},
    Foreign{"==", "'==' is not part of the rule language; write ="},
    Foreign{"&&", "'&&' is not part of the rule language; write AND"},
    Foreign{"||", "'||' is not part of the rule language; write OR"},
    Foreign{"--", "'--' begins a comment in SQL; put a space between the minus signs"},
    Foreign{"!", "'!' is not part of the rule language; write NOT"},
    Foreign{"\"", "text stands in single quotes"},
};

class Lexer
{
public:
    explicit Lexer(const QString &rule) : m_text(rule.toStdU32String()) {}

    tl::expected<std::vector<Token>, RuleError> run()
    {
        if (size() > longestRule) {
            return tl::unexpected(
                RuleError{1, QStringLiteral("the rule is longer than %1 characters").arg(longestRule)});
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
    static Next refuse(int at, const QString &reason) { return tl::unexpected(RuleError{at, reason}); }

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
                return refuse(at, QStringLiteral("an amount of money has exactly two decimals, as in 2100.00"));
            }
            digits += cents;
            kind = TokenKind::Money;
        }
        if (isNameStart(peek())) {
            return refuse(position(), QStringLiteral("a number runs into a name; put a space between them"));
        }
        if (digits.size() > mostDigits) {
            return refuse(at, QStringLiteral("the number has more than %1 digits").arg(mostDigits));
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
                return refuse(position(), QStringLiteral("the text holds a NUL character"));
            }
            content += QString::fromUcs4(&c, 1);
            m_at += c == U'\'' ? 2 : 1;
        }
        return refuse(at, QStringLiteral("the text that begins here has no closing quote"));
    }

    Next fact()
    {
        const int at = position();
        ++m_at;
        if (!isNameStart(peek())) {
            return refuse(at, QStringLiteral("a colon must be followed by a dictionary id, as in :birth_date"));
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
                return refuse(position(), QLatin1String(foreign.reason));
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
                      QStringLiteral("'%1' is not part of the rule language").arg(QString::fromUcs4(&c, 1)));
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
