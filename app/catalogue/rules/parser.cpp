// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/rules/parser.h"

#include "app/catalogue/defecttexts.h"
#include <array>

namespace hall::rules {
namespace {

constexpr int deepest = 60;  // nesting that no clause needs and every stack holds

using Parsed = tl::expected<Node, RuleError>;

struct Named
{
    const char *name;
    Function function;
};

constexpr std::array functions{
    Named{"age", Function::Age},
    Named{"months_between", Function::MonthsBetween},
    Named{"days_between", Function::DaysBetween},
    Named{"today", Function::Today},
    Named{"start_of_month", Function::StartOfMonth},
    Named{"within", Function::Within},
    Named{"policy", Function::Policy},
    Named{"retirement_date", Function::RetirementDate},
    Named{"workdays_between", Function::WorkdaysBetween},
};

std::optional<Op> comparisonOf(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Equal:
        return Op::Equal;
    case TokenKind::NotEqual:
        return Op::NotEqual;
    case TokenKind::Less:
        return Op::Less;
    case TokenKind::LessEqual:
        return Op::LessEqual;
    case TokenKind::Greater:
        return Op::Greater;
    case TokenKind::GreaterEqual:
        return Op::GreaterEqual;
    case TokenKind::Integer:
    case TokenKind::Money:
    case TokenKind::Text:
    case TokenKind::Fact:
    case TokenKind::Name:
    case TokenKind::Open:
    case TokenKind::Close:
    case TokenKind::Comma:
    case TokenKind::Plus:
    case TokenKind::Minus:
    case TokenKind::End:
        break;
    }
    return std::nullopt;
}

class Parser
{
public:
    explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    Parsed run()
    {
        if (at(TokenKind::End)) {
            return refuse(inWords("the rule is empty", "规则是空的"));
        }
        Parsed node = disjunction();
        if (node && !at(TokenKind::End)) {
            return refuse(inWords("the rule should end here; is AND or OR missing?",
                                  "规则到这里应当结束，是不是漏了 AND 或 OR？"));
        }
        return node;
    }

private:
    [[nodiscard]] const Token &token() const { return m_tokens[m_at]; }
    [[nodiscard]] const Token &following() const { return m_tokens[std::min(m_at + 1, m_tokens.size() - 1)]; }
    [[nodiscard]] bool at(TokenKind kind) const { return token().kind == kind; }
    [[nodiscard]] static bool isWord(const Token &token, const char *word)
    {
        return token.kind == TokenKind::Name && token.text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0;
    }
    [[nodiscard]] bool atWord(const char *word) const { return isWord(token(), word); }
    void advance()
    {
        if (!at(TokenKind::End)) {
            ++m_at;
        }
    }
    bool accept(TokenKind kind)
    {
        const bool yes = at(kind);
        if (yes) {
            advance();
        }
        return yes;
    }
    bool acceptWord(const char *word)
    {
        const bool yes = atWord(word);
        if (yes) {
            advance();
        }
        return yes;
    }
    [[nodiscard]] Parsed refuse(const LocalText &reason) const
    {
        return tl::unexpected(errorAt(token().position, reason));
    }

    static Node make(Op op, int position, std::vector<Node> children)
    {
        Node node;
        node.op = op;
        node.position = position;
        node.children = std::move(children);
        return node;
    }

    static Node literal(Type type, int position, Value value)
    {
        Node node;
        node.position = position;
        node.type.type = type;
        node.value = std::move(value);
        return node;
    }

    // left { word right }, each pair a node of `op`.
    template <typename Operand> Parsed chain(const char *word, Op op, Operand operand)
    {
        Parsed left = operand();
        while (left && atWord(word)) {
            const int position = token().position;
            advance();
            Parsed right = operand();
            if (!right) {
                return right;
            }
            left = make(op, position, {std::move(*left), std::move(*right)});
        }
        return left;
    }

    Parsed disjunction()
    {
        if (++m_depth > deepest) {
            return refuse(inWords("the rule is nested deeper than %1 levels", "规则的嵌套超过了 %1 层", {deepest}));
        }
        Parsed node = chain("OR", Op::Or, [this] { return conjunction(); });
        --m_depth;
        return node;
    }

    Parsed conjunction()
    {
        return chain("AND", Op::And, [this] { return negation(); });
    }

    Parsed negation()
    {
        const int position = token().position;
        if (!acceptWord("NOT")) {
            return comparison();
        }
        if (++m_depth > deepest) {
            return refuse(inWords("the rule is nested deeper than %1 levels", "规则的嵌套超过了 %1 层", {deepest}));
        }
        Parsed operand = negation();
        --m_depth;
        if (!operand) {
            return operand;
        }
        return make(Op::Not, position, {std::move(*operand)});
    }

    Parsed comparison()
    {
        Parsed left = sum();
        if (!left) {
            return left;
        }
        const int position = token().position;
        if (const auto op = comparisonOf(token().kind)) {
            advance();
            Parsed right = sum();
            if (!right) {
                return right;
            }
            return unchained(make(*op, position, {std::move(*left), std::move(*right)}));
        }
        const bool negated = atWord("NOT") && (isWord(following(), "IN") || isWord(following(), "BETWEEN"));
        if (negated) {
            advance();
        }
        Parsed node = std::move(left);
        if (acceptWord("IN")) {
            node = list(std::move(*node), position);
        } else if (acceptWord("BETWEEN")) {
            node = range(std::move(*node), position);
        } else {
            return node;
        }
        if (node && negated) {
            node = make(Op::Not, position, {std::move(*node)});
        }
        return node ? unchained(std::move(*node)) : node;
    }

    Parsed unchained(Node node)
    {
        const bool another = comparisonOf(token().kind) || atWord("IN") || atWord("BETWEEN") || atWord("NOT");
        if (another) {
            return refuse(inWords("comparisons do not chain; put parentheses around one of them",
                                  "比较不能连着写，请给其中一个加上括号"));
        }
        return node;
    }

    Parsed list(Node value, int position)
    {
        if (!accept(TokenKind::Open)) {
            return refuse(inWords("IN needs a list in parentheses", "IN 后面要有括号括起的列表"));
        }
        Node node = make(Op::In, position, {std::move(value)});
        do {
            Parsed item = sum();
            if (!item) {
                return item;
            }
            node.children.push_back(std::move(*item));
        } while (accept(TokenKind::Comma));
        if (!accept(TokenKind::Close)) {
            return refuse(inWords("the list of IN should go on with a comma or end with a parenthesis",
                                  "IN 的列表在这里应当是逗号或右括号"));
        }
        return node;
    }

    Parsed range(Node value, int position)
    {
        Parsed low = sum();
        if (!low) {
            return low;
        }
        if (!acceptWord("AND")) {
            return refuse(inWords("BETWEEN needs AND and an upper end", "BETWEEN 后面还要有 AND 和上限"));
        }
        Parsed high = sum();
        if (!high) {
            return high;
        }
        return make(Op::Between, position, {std::move(value), std::move(*low), std::move(*high)});
    }

    Parsed sum()
    {
        Parsed left = term();
        while (left && (at(TokenKind::Plus) || at(TokenKind::Minus))) {
            const int position = token().position;
            const Op op = at(TokenKind::Plus) ? Op::Add : Op::Subtract;
            advance();
            Parsed right = term();
            if (!right) {
                return right;
            }
            left = make(op, position, {std::move(*left), std::move(*right)});
        }
        return left;
    }

    Parsed term()
    {
        const Token here = token();
        switch (here.kind) {
        case TokenKind::Minus:
            return minus();
        case TokenKind::Integer:
            advance();
            return literal(Type::Integer, here.position, here.text.toLongLong());
        case TokenKind::Money:
            advance();
            return literal(Type::Money, here.position, here.text.toLongLong());
        case TokenKind::Text:
            advance();
            return literal(Type::Text, here.position, here.text);
        case TokenKind::Fact: {
            advance();
            Node node = make(Op::Fact, here.position, {});
            node.fact = here.text;
            return node;
        }
        case TokenKind::Open:
            return parenthesis();
        case TokenKind::Name:
            return word();
        case TokenKind::End:
            return refuse(inWords("the rule ends where a value should follow", "规则在这里结束了，后面还应当有一个值"));
        case TokenKind::Close:
        case TokenKind::Comma:
        case TokenKind::Equal:
        case TokenKind::NotEqual:
        case TokenKind::Less:
        case TokenKind::LessEqual:
        case TokenKind::Greater:
        case TokenKind::GreaterEqual:
        case TokenKind::Plus:
            break;
        }
        return refuse(inWords("a value should stand here", "这里应当是一个值"));
    }

    Parsed minus()
    {
        const int position = token().position;
        advance();
        if (++m_depth > deepest) {
            return refuse(inWords("the rule is nested deeper than %1 levels", "规则的嵌套超过了 %1 层", {deepest}));
        }
        Parsed operand = term();
        --m_depth;
        if (!operand) {
            return operand;
        }
        return make(Op::Negate, position, {std::move(*operand)});
    }

    Parsed parenthesis()
    {
        const int position = token().position;
        advance();
        Parsed inner = disjunction();
        if (inner && !accept(TokenKind::Close)) {
            return refuse(inWords("the parenthesis opened at character %1 is not closed",
                                  "第 %1 个字符处的左括号没有合上", {position}));
        }
        return inner;
    }

    Parsed word()
    {
        const Token here = token();
        if (atWord("TRUE") || atWord("FALSE")) {
            const bool value = atWord("TRUE");
            advance();
            return literal(Type::Bool, here.position, value);
        }
        if (atWord("DATE")) {
            return date();
        }
        if (atWord("has")) {
            return has();
        }
        for (const Named &named : functions) {
            if (atWord(named.name)) {
                return call(named.function);
            }
        }
        for (const char *keyword : {"AND", "OR", "NOT", "IN", "BETWEEN"}) {
            if (atWord(keyword)) {
                return refuse(inWords("a value should stand before %1", "%1 前面应当有一个值",
                                      {QString(QLatin1String(keyword))}));
            }
        }
        if (atWord("NULL")) {
            return refuse(inWords("NULL is not part of the rule language; ask has(:fact)",
                                  "规则里不能用 NULL，请改用 has(:字段)"));
        }
        return refuse(inWords("'%1' is no function of the rule language; a fact begins with a colon",
                              "规则里没有“%1”这个函数；如果是字段，前面要加冒号", {here.text}));
    }

    Parsed date()
    {
        const int position = token().position;
        advance();
        if (!at(TokenKind::Text)) {
            return refuse(inWords("DATE is followed by a day in quotes, as in DATE '2026-01-01'",
                                  "DATE 后面是单引号里的日期，如 DATE '2026-01-01'"));
        }
        const QDate day = QDate::fromString(token().text, QStringLiteral("yyyy-MM-dd"));
        if (!day.isValid()) {
            return refuse(inWords("'%1' is no day of the calendar; write DATE '2026-01-01'",
                                  "“%1”不是日历上的日期，请写成 DATE '2026-01-01'", {token().text}));
        }
        advance();
        return literal(Type::Date, position, day);
    }

    Parsed has()
    {
        const int position = token().position;
        advance();
        if (!accept(TokenKind::Open) || !at(TokenKind::Fact)) {
            return refuse(inWords("has() asks about one fact, as in has(:birth_date)",
                                  "has() 里只写一个字段，如 has(:birth_date)"));
        }
        Node node = make(Op::Has, position, {});
        node.fact = token().text;
        advance();
        if (!accept(TokenKind::Close)) {
            return refuse(inWords("has() asks about one fact, as in has(:birth_date)",
                                  "has() 里只写一个字段，如 has(:birth_date)"));
        }
        return node;
    }

    Parsed call(Function function)
    {
        Node node = make(Op::Call, token().position, {});
        node.function = function;
        const QString name = token().text;
        advance();
        if (!accept(TokenKind::Open)) {
            return refuse(inWords("%1 needs parentheses", "%1 后面要有括号", {name}));
        }
        if (accept(TokenKind::Close)) {
            return node;
        }
        do {
            Parsed argument = sum();
            if (!argument) {
                return argument;
            }
            node.children.push_back(std::move(*argument));
        } while (accept(TokenKind::Comma));
        if (!accept(TokenKind::Close)) {
            return refuse(
                inWords("the arguments of %1 should end with a parenthesis", "%1 的参数后面应当是右括号", {name}));
        }
        return node;
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
};

}  // namespace

tl::expected<Node, RuleError> parse(const QString &rule)
{
    auto tokens = tokenize(rule);
    if (!tokens) {
        return tl::unexpected(tokens.error());
    }
    return Parser(std::move(*tokens)).run();
}

}  // namespace hall::rules
