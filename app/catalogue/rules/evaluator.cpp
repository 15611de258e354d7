// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/rules/evaluator.h"

#include "app/catalogue/rules/policies.h"

namespace hall::rules {
namespace {

Value fromTri(Tri tri)
{
    return tri == Tri::Unknown ? Value() : Value(tri == Tri::Yes);
}

Tri toTri(const Value &value)
{
    const bool *known = std::get_if<bool>(&value);
    return !known ? Tri::Unknown : *known ? Tri::Yes : Tri::No;
}

std::size_t index(Tri tri)
{
    return static_cast<std::size_t>(tri);
}

bool isUnknown(const Value &value)
{
    return std::holds_alternative<std::monostate>(value);
}

Value checked(bool overflow, qint64 result)
{
    return overflow ? Value() : Value(result);
}

Value dayOf(const QDate &day)
{
    return day.isValid() ? Value(day) : Value();
}

Value add(const Value &left, const Value &right, bool minus)
{
    if (isUnknown(left) || isUnknown(right)) {
        return {};
    }
    const QDate *leftDay = std::get_if<QDate>(&left);
    const QDate *rightDay = std::get_if<QDate>(&right);
    if (leftDay && rightDay) {
        return rightDay->daysTo(*leftDay);
    }
    if (leftDay) {
        const qint64 days = std::get<qint64>(right);
        return dayOf(leftDay->addDays(minus ? -days : days));
    }
    if (rightDay) {
        return dayOf(rightDay->addDays(std::get<qint64>(left)));
    }
    qint64 sum = 0;
    const bool overflow = minus ? __builtin_sub_overflow(std::get<qint64>(left), std::get<qint64>(right), &sum)
                                : __builtin_add_overflow(std::get<qint64>(left), std::get<qint64>(right), &sum);
    return checked(overflow, sum);
}

Tri equal(const Value &left, const Value &right)
{
    if (isUnknown(left) || isUnknown(right)) {
        return Tri::Unknown;
    }
    return left == right ? Tri::Yes : Tri::No;
}

// -1, 0, 1; only numbers and dates reach it.
int order(const Value &left, const Value &right)
{
    if (const QDate *day = std::get_if<QDate>(&left)) {
        const QDate other = std::get<QDate>(right);
        return *day < other ? -1 : *day > other ? 1 : 0;
    }
    const qint64 a = std::get<qint64>(left);
    const qint64 b = std::get<qint64>(right);
    return a < b ? -1 : a > b ? 1 : 0;
}

template <typename Test> Tri compare(const Value &left, const Value &right, Test test)
{
    if (isUnknown(left) || isUnknown(right)) {
        return Tri::Unknown;
    }
    return test(order(left, right)) ? Tri::Yes : Tri::No;
}

// Full years reached on `on`. Whoever was born on 29 February grows a year older on 1 March of common years.
qint64 fullYears(const QDate &birth, const QDate &on)
{
    const bool before = on.month() < birth.month() || (on.month() == birth.month() && on.day() < birth.day());
    return on.year() - birth.year() - (before ? 1 : 0);
}

qint64 fullMonths(const QDate &from, const QDate &to)
{
    return (to.year() - from.year()) * 12 + to.month() - from.month() - (to.day() < from.day() ? 1 : 0);
}

template <typename T> Value known(const std::optional<T> &value)
{
    return value ? Value(*value) : Value();
}

class Evaluator
{
public:
    Evaluator(const Facts &facts, const QDate &today, const Logic &logic)
        : m_facts(facts), m_today(today), m_logic(logic)
    {
    }

    [[nodiscard]] Value value(const Node &node) const
    {
        switch (node.op) {
        case Op::Literal:
            return node.value;
        case Op::Fact:
            return valueOf(m_facts.value(node.fact), node.type.type);
        case Op::Has:
            return isKnown(m_facts, node.fact);
        case Op::Not:
            return fromTri(m_logic.negation[index(tri(node.children[0]))]);
        case Op::And:
            return fromTri(both(tri(node.children[0]), tri(node.children[1])));
        case Op::Or:
            return fromTri(either(tri(node.children[0]), tri(node.children[1])));
        case Op::Negate:
            return add(qint64(0), value(node.children[0]), true);
        case Op::Add:
            return add(value(node.children[0]), value(node.children[1]), false);
        case Op::Subtract:
            return add(value(node.children[0]), value(node.children[1]), true);
        case Op::Equal:
        case Op::NotEqual:
        case Op::Less:
        case Op::LessEqual:
        case Op::Greater:
        case Op::GreaterEqual:
            return fromTri(comparison(node.op, value(node.children[0]), value(node.children[1])));
        case Op::In:
            return fromTri(in(node));
        case Op::Between:
            return fromTri(between(node));
        case Op::Call:
            return call(node);
        }
        Q_UNREACHABLE();
    }

    [[nodiscard]] Tri tri(const Node &node) const { return toTri(value(node)); }

private:
    [[nodiscard]] Tri both(Tri a, Tri b) const { return m_logic.conjunction[index(a)][index(b)]; }
    [[nodiscard]] Tri either(Tri a, Tri b) const { return m_logic.disjunction[index(a)][index(b)]; }

    [[nodiscard]] Tri comparison(Op op, const Value &left, const Value &right) const
    {
        switch (op) {
        case Op::Equal:
            return equal(left, right);
        case Op::NotEqual: {
            const Tri same = equal(left, right);
            return same == Tri::Unknown ? same : same == Tri::Yes ? Tri::No : Tri::Yes;
        }
        case Op::Less:
            return compare(left, right, [](int o) { return o < 0; });
        case Op::LessEqual:
            return compare(left, right, [](int o) { return o <= 0; });
        case Op::Greater:
            return compare(left, right, [](int o) { return o > 0; });
        case Op::GreaterEqual:
            return compare(left, right, [](int o) { return o >= 0; });
        case Op::Literal:
        case Op::Fact:
        case Op::Has:
        case Op::Not:
        case Op::And:
        case Op::Or:
        case Op::Negate:
        case Op::Add:
        case Op::Subtract:
        case Op::In:
        case Op::Between:
        case Op::Call:
            break;
        }
        Q_UNREACHABLE();
    }

    [[nodiscard]] Tri in(const Node &node) const
    {
        const Value wanted = value(node.children[0]);
        Tri found = Tri::No;
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            found = either(found, equal(wanted, value(node.children[i])));
        }
        return found;
    }

    [[nodiscard]] Tri between(const Node &node) const
    {
        const Value middle = value(node.children[0]);
        return both(comparison(Op::GreaterEqual, middle, value(node.children[1])),
                    comparison(Op::LessEqual, middle, value(node.children[2])));
    }

    // Who is a cadre matters for women alone (GB/T 2261.1: 1 a man, 2 a woman).
    [[nodiscard]] Value retirement(const Node &node) const
    {
        const Value birth = value(node.children[0]);
        const Value sex = value(node.children[1]);
        if (isUnknown(birth) || isUnknown(sex)) {
            return {};
        }
        const Retirement &steps = *node.policies->retirement;
        if (std::get<QString>(sex) == QLatin1String("1")) {
            return known(retirementDate(steps.man, std::get<QDate>(birth)));
        }
        const Tri cadre = tri(node.children[2]);
        if (std::get<QString>(sex) != QLatin1String("2") || cadre == Tri::Unknown) {
            return {};
        }
        return known(retirementDate(cadre == Tri::Yes ? steps.womanCadre : steps.womanWorker, std::get<QDate>(birth)));
    }

    [[nodiscard]] Value call(const Node &node) const
    {
        if (node.function == Function::RetirementDate) {
            return retirement(node);
        }
        std::vector<Value> arguments;
        arguments.reserve(node.children.size());
        for (const Node &child : node.children) {
            arguments.push_back(value(child));
            if (isUnknown(arguments.back())) {
                return {};
            }
        }
        const auto day = [&arguments](std::size_t i) { return std::get<QDate>(arguments[i]); };
        switch (node.function) {
        case Function::Age:
            return fullYears(day(0), day(1));
        case Function::MonthsBetween:
            return fullMonths(day(0), day(1));
        case Function::DaysBetween:
            return day(0).daysTo(day(1));
        case Function::Today:
            return dayOf(m_today);
        case Function::StartOfMonth:
            return QDate(day(0).year(), day(0).month(), 1);
        case Function::Within:
            return std::get<QString>(arguments[0]).startsWith(std::get<QString>(arguments[1]));
        case Function::Policy:
            return known(node.policies->named[std::get<QString>(arguments[0])].on(m_today));
        case Function::WorkdaysBetween:
            return known(node.policies->calendar.between(day(0), day(1)));
        case Function::RetirementDate:
            break;  // above
        }
        Q_UNREACHABLE();
    }

    const Facts &m_facts;
    const QDate &m_today;
    const Logic &m_logic;
};

bool isWhole(const QVariant &fact)
{
    const int type = fact.typeId();
    return type == QMetaType::LongLong || type == QMetaType::Int;
}

}  // namespace

const Logic &kleene()
{
    constexpr Tri no = Tri::No;
    constexpr Tri dunno = Tri::Unknown;
    constexpr Tri yes = Tri::Yes;
    static constexpr Logic logic{
        {yes, dunno, no},
        {{{no, no, no}, {no, dunno, dunno}, {no, dunno, yes}}},
        {{{no, dunno, yes}, {dunno, dunno, yes}, {yes, yes, yes}}},
    };
    return logic;
}

Value valueOf(const QVariant &fact, Type type)
{
    if (!fact.isValid() || fact.isNull()) {
        return {};
    }
    switch (type) {
    case Type::Bool:
        return fact.typeId() == QMetaType::Bool ? Value(fact.toBool()) : Value();
    case Type::Integer:
    case Type::Money:
        return isWhole(fact) ? Value(fact.toLongLong()) : Value();
    case Type::Date:
        return fact.typeId() == QMetaType::QDate ? dayOf(fact.toDate()) : Value();
    case Type::Text:
    case Type::Code: {
        const QString text = fact.typeId() == QMetaType::QString ? fact.toString() : QString();
        return text.isEmpty() ? Value() : Value(text);
    }
    }
    Q_UNREACHABLE();
}

Tri evaluate(const Node &rule, const Facts &facts, const QDate &today, const Logic &logic)
{
    return Evaluator(facts, today, logic).tri(rule);
}

}  // namespace hall::rules
