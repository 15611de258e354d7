// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/rules/typer.h"

#include "app/catalogue/defecttexts.h"

#include "app/catalogue/rules/policies.h"

#include <QStringList>

namespace hall::rules {
namespace {

using Typed = tl::expected<void, RuleError>;

Typed refuse(const Node &node, const LocalText &reason, const QString &about = {})
{
    return tl::unexpected(errorAt(node.position, reason, about));
}

LocalText spoken(const ValueType &type)
{
    switch (type.type) {
    case Type::Bool:
        return inWords("yes/no", "是/否");
    case Type::Integer:
        return inWords("a whole number", "整数");
    case Type::Money:
        return inWords("money", "金额");
    case Type::Date:
        return inWords("a date", "日期");
    case Type::Text:
        return inWords("text", "文字");
    case Type::Code:
        return inWords("a code of table %1", "代码表 %1 的代码", {type.table});
    }
    Q_UNREACHABLE();
}

bool isOrdered(Type type)
{
    return type == Type::Integer || type == Type::Money || type == Type::Date;
}

bool isOrdering(Op op)
{
    return op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual || op == Op::Between;
}

class Typer
{
public:
    explicit Typer(const Vocabulary &vocabulary) : m_vocabulary(vocabulary) {}

    Typed type(Node &node)
    {
        for (Node &child : node.children) {
            if (Typed done = type(child); !done) {
                return done;
            }
        }
        switch (node.op) {
        case Op::Literal:
            return {};
        case Op::Fact:
            return fact(node);
        case Op::Has:
            return has(node);
        case Op::Not:
        case Op::And:
        case Op::Or:
            return logic(node);
        case Op::Negate:
            return negate(node);
        case Op::Add:
        case Op::Subtract:
            return arithmetic(node);
        case Op::Equal:
        case Op::NotEqual:
        case Op::Less:
        case Op::LessEqual:
        case Op::Greater:
        case Op::GreaterEqual:
        case Op::In:
        case Op::Between:
            return comparison(node);
        case Op::Call:
            return call(node);
        }
        Q_UNREACHABLE();
    }

private:
    Typed fact(Node &node)
    {
        if (!m_vocabulary.knows(node.fact)) {
            return refuse(node, inWords("the dictionary has no field '%1'", "数据字典里没有字段“%1”", {node.fact}),
                          QStringLiteral("field ") + node.fact);
        }
        const auto found = m_vocabulary.typeOf(node.fact);
        if (!found) {
            return refuse(node, inWords("field '%1' cannot be compared; only has() may name it",
                                        "字段“%1”不能用来比较，只能写在 has() 里", {node.fact}));
        }
        node.type = *found;
        return {};
    }

    Typed has(Node &node)
    {
        node.type = {Type::Bool, {}};
        if (!m_vocabulary.knows(node.fact)) {
            return refuse(node, inWords("the dictionary has no field '%1'", "数据字典里没有字段“%1”", {node.fact}),
                          QStringLiteral("field ") + node.fact);
        }
        return {};
    }

    Typed logic(Node &node)
    {
        node.type = {Type::Bool, {}};
        for (const Node &child : node.children) {
            if (child.type.type != Type::Bool) {
                const QString word = node.op == Op::Not   ? QStringLiteral("NOT")
                                     : node.op == Op::And ? QStringLiteral("AND")
                                                          : QStringLiteral("OR");
                return refuse(child, inWords("%1 joins conditions, and this is %2", "%1 连接的应当是条件，这里却是%2",
                                             {word, spoken(child.type)}));
            }
        }
        return {};
    }

    Typed negate(Node &node)
    {
        node.type = node.children[0].type;
        if (node.type.type != Type::Integer && node.type.type != Type::Money) {
            return refuse(node,
                          inWords("a minus sign cannot stand before %1", "%1前面不能加负号", {spoken(node.type)}));
        }
        return {};
    }

    Typed arithmetic(Node &node)
    {
        const Type left = node.children[0].type.type;
        const Type right = node.children[1].type.type;
        const bool plus = node.op == Op::Add;
        if (left == right && (left == Type::Integer || left == Type::Money)) {
            node.type = node.children[0].type;
        } else if ((left == Type::Date && right == Type::Integer) ||
                   (plus && left == Type::Integer && right == Type::Date)) {
            node.type = {Type::Date, {}};
        } else if (!plus && left == Type::Date && right == Type::Date) {
            node.type = {Type::Integer, {}};
        } else {
            return refuse(node, inWords("%1 and %2 cannot be %3", "%1和%2不能%3",
                                        {spoken(node.children[0].type), spoken(node.children[1].type),
                                         plus ? inWords("added", "相加") : inWords("subtracted", "相减")}));
        }
        return {};
    }

    Typed comparison(Node &node)
    {
        node.type = {Type::Bool, {}};
        if (Typed done = adoptCodes(node); !done) {
            return done;
        }
        const ValueType &first = node.children[0].type;
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            const Node &other = node.children[i];
            if (other.type != first) {
                return refuse(node.op == Op::In || node.op == Op::Between ? other : node,
                              inWords("%1 cannot be compared with %2%3", "%1不能与%2比较%3",
                                      {spoken(first), spoken(other.type), hint(first, other.type)}));
            }
        }
        if (isOrdering(node.op) && !isOrdered(first.type)) {
            return refuse(node, inWords("%1 has no order; only = <> IN can compare it",
                                        "%1不分大小，只能用 = <> IN 比较", {spoken(first)}));
        }
        return {};
    }

    static LocalText hint(const ValueType &left, const ValueType &right)
    {
        const bool money = (left.type == Type::Money && right.type == Type::Integer) ||
                           (left.type == Type::Integer && right.type == Type::Money);
        return money ? inWords("; write money with two decimals, as in 2100.00", "；金额请写两位小数，如 2100.00")
                     : LocalText();
    }

    // If one side is a code, text literals on the other sides are codes of the same table.
    Typed adoptCodes(Node &node)
    {
        QString table;
        for (const Node &child : node.children) {
            if (child.type.type == Type::Code) {
                table = child.type.table;
                break;
            }
        }
        if (table.isEmpty()) {
            return {};
        }
        for (Node &child : node.children) {
            if (child.op != Op::Literal || child.type.type != Type::Text) {
                continue;
            }
            const QString code = std::get<QString>(child.value);
            if (!m_vocabulary.hasCode(table, code)) {
                return refuse(child, inWords("table %1 has no code '%2'", "代码表 %1 里没有代码“%2”", {table, code}));
            }
            child.type = {Type::Code, table};
        }
        return {};
    }

    Typed call(Node &node)
    {
        switch (node.function) {
        case Function::Age:
            return arguments(node, QStringLiteral("age"), {Type::Date, Type::Date}, Type::Integer);
        case Function::MonthsBetween:
            return arguments(node, QStringLiteral("months_between"), {Type::Date, Type::Date}, Type::Integer);
        case Function::DaysBetween:
            return arguments(node, QStringLiteral("days_between"), {Type::Date, Type::Date}, Type::Integer);
        case Function::Today:
            return arguments(node, QStringLiteral("today"), {}, Type::Date);
        case Function::StartOfMonth:
            return arguments(node, QStringLiteral("start_of_month"), {Type::Date}, Type::Date);
        case Function::Within:
            return within(node);
        case Function::Policy:
            return policy(node);
        case Function::RetirementDate:
            return retirementDate(node);
        case Function::WorkdaysBetween:
            node.policies = m_vocabulary.policies();
            return !node.policies
                       ? refuse(node, inWords("the catalogue has no calendar of workdays", "业务目录里没有工作日历"),
                                QStringLiteral("policy "))
                       : arguments(node, QStringLiteral("workdays_between"), {Type::Date, Type::Date}, Type::Integer);
        }
        Q_UNREACHABLE();
    }

    static Typed arguments(Node &node, const QString &name, const std::vector<Type> &wanted, Type result)
    {
        node.type = {result, {}};
        if (node.children.size() != wanted.size()) {
            return refuse(node, inWords("%1 takes %2 values, not %3", "%1 要 %2 个值，这里有 %3 个",
                                        {name, qint64(wanted.size()), qint64(node.children.size())}));
        }
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const Node &child = node.children[i];
            if (child.type.type != wanted[i]) {
                return refuse(child, inWords("%1 takes %2 here, and this is %3", "%1 在这里要%2，而这是%3",
                                             {name, spoken({wanted[i], {}}), spoken(child.type)}));
            }
        }
        return {};
    }

    // within(:region, '3702'): the region lies in the province (2 digits), city (4) or district (6); without an area,
    // in that of the hall.
    Typed within(Node &node)
    {
        node.type = {Type::Bool, {}};
        if (node.children.empty() || node.children.size() > 2) {
            return refuse(node, inWords("within takes a region and the beginning of a region code",
                                        "within 要写一个行政区划，以及区划代码的开头"));
        }
        const Node &region = node.children[0];
        if (region.type.type != Type::Code || region.type.table != QLatin1String("region")) {
            return refuse(region, inWords("within takes a region here, and this is %1",
                                          "within 在这里要行政区划，而这是%1", {spoken(region.type)}));
        }
        if (node.children.size() == 1) {
            return withinHall(node);
        }
        const Node &area = node.children[1];
        const QString digits =
            area.op == Op::Literal && area.type.type == Type::Text ? std::get<QString>(area.value) : QString();
        const bool shape = digits.size() == 2 || digits.size() == 4 || digits.size() == 6;
        bool number = false;
        digits.toInt(&number);
        if (!shape || !number) {
            return refuse(area, inWords("the area is a text of 2, 4 or 6 digits, as in '3702'",
                                        "地区要写成 2、4 或 6 位数字的文字，如 '3702'"));
        }
        return {};
    }

    // Nobody has said where the hall is: unknown.
    Typed withinHall(Node &node) const
    {
        const auto policies = m_vocabulary.policies();
        if (!policies) {
            return refuse(node, inWords("the catalogue does not say where its hall is; name the area",
                                        "业务目录没有写明大厅在哪里，请写出地区"));
        }
        Node area;
        area.position = node.position;
        area.type = {Type::Text, {}};
        area.value = policies->area.isEmpty() ? Value() : Value(policies->area);
        node.children.push_back(std::move(area));
        return {};
    }

    // policy('name'): what the table of that name says today.
    Typed policy(Node &node)
    {
        const bool named =
            node.children.size() == 1 && node.children[0].op == Op::Literal && node.children[0].type.type == Type::Text;
        if (!named) {
            return refuse(node, inWords("policy takes the name of a table, as in policy('minimum_wage')",
                                        "policy 里要写政策表的名称，如 policy('minimum_wage')"));
        }
        const QString name = std::get<QString>(node.children[0].value);
        node.policies = m_vocabulary.policies();
        if (!node.policies || !node.policies->named.contains(name)) {
            return refuse(node.children[0], inWords("there is no policy table '%1'", "没有政策表“%1”", {name}),
                          QStringLiteral("policy ") + name);
        }
        node.type = {node.policies->named[name].type, {}};
        return {};
    }

    // retirement_date(:birth_date, :sex, cadre): a woman's age depends on the post she holds, a man's does not.
    Typed retirementDate(Node &node)
    {
        node.type = {Type::Date, {}};
        node.policies = m_vocabulary.policies();
        if (!node.policies || !node.policies->retirement) {
            return refuse(node,
                          inWords("the catalogue has no steps of the retirement age", "业务目录里没有退休年龄的步骤"),
                          QStringLiteral("policy "));
        }
        if (node.children.size() != 3 || node.children[0].type.type != Type::Date ||
            node.children[1].type != ValueType{Type::Code, QStringLiteral("sex")} ||
            node.children[2].type.type != Type::Bool) {
            return refuse(node, inWords("retirement_date takes a birth date, a sex, and whether she is a cadre",
                                        "retirement_date 要出生日期、性别和是否干部"));
        }
        return {};
    }

    const Vocabulary &m_vocabulary;
};

}  // namespace

tl::expected<void, RuleError> assignTypes(Node &rule, const Vocabulary &vocabulary)
{
    if (Typed done = Typer(vocabulary).type(rule); !done) {
        return done;
    }
    if (rule.type.type != Type::Bool) {
        return refuse(rule, inWords("a rule must be yes or no, and this is %1", "规则必须是“是”或“否”，而这是%1",
                                    {spoken(rule.type)}));
    }
    return {};
}

}  // namespace hall::rules
