// SPDX-License-Identifier: GPL-3.0-or-later
// A parsed rule as a tree of values. The typer fills `type`; an untyped tree is never evaluated.
#pragma once

#include <QDate>
#include <QString>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace hall::rules {

struct Policies;

enum class Type
{
    Bool,
    Integer,
    Money,
    Date,
    Text,
    Code
};

// Codes of different tables are different types: '01' of one means nothing in another.
struct ValueType
{
    Type type = Type::Bool;
    QString table;  // of a Code
    bool operator==(const ValueType &) const = default;
};

// std::monostate = unknown. Money in fen.
using Value = std::variant<std::monostate, bool, qint64, QDate, QString>;

enum class Op
{
    Literal,
    Fact,
    Has,
    Not,
    And,
    Or,
    Negate,
    Add,
    Subtract,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,       // children: the value, then the list
    Between,  // children: the value, low, high
    Call
};

enum class Function
{
    Age,
    MonthsBetween,
    DaysBetween,
    Today,
    StartOfMonth,
    Within,
    Policy,          // children: the name
    RetirementDate,  // children: birth date, sex, whether the person is a cadre
    WorkdaysBetween
};

struct Node
{
    Op op = Op::Literal;
    int position = 1;
    ValueType type;
    Value value;                               // of a Literal
    QString fact;                              // of a Fact or Has
    Function function = Function::Today;       // of a Call
    std::shared_ptr<const Policies> policies;  // of a Call that looks something up
    std::vector<Node> children;
};

// What a rule may speak of: the dictionary and its code tables.
class Vocabulary
{
public:
    virtual ~Vocabulary() = default;
    // Type of a fact for comparisons; no value when the id is not in the dictionary.
    [[nodiscard]] virtual bool knows(const QString &fact) const = 0;
    // Empty for a known fact that cannot be compared (a picture, a list): only has() may name it.
    [[nodiscard]] virtual std::optional<ValueType> typeOf(const QString &fact) const = 0;
    [[nodiscard]] virtual bool hasCode(const QString &table, const QString &code) const = 0;
    // Amounts, steps and days off; empty when the catalogue has none.
    [[nodiscard]] virtual std::shared_ptr<const Policies> policies() const { return nullptr; }
};

}  // namespace hall::rules
