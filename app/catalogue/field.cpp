// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/field.h"

#include <array>

namespace hall {
namespace {

template <typename T> struct Name
{
    const char *name;
    T value;
};

constexpr std::array types{
    Name<FieldType>{"text", FieldType::Text},     Name<FieldType>{"choice", FieldType::Choice},
    Name<FieldType>{"date", FieldType::Date},     Name<FieldType>{"month", FieldType::Month},
    Name<FieldType>{"number", FieldType::Number}, Name<FieldType>{"money", FieldType::Money},
    Name<FieldType>{"phone", FieldType::Phone},   Name<FieldType>{"bool", FieldType::Bool},
    Name<FieldType>{"region", FieldType::Region}, Name<FieldType>{"set", FieldType::Set},
    Name<FieldType>{"image", FieldType::Image},   Name<FieldType>{"table", FieldType::Table},
};

constexpr std::array sources{
    Name<FactSource>{"id_card", FactSource::IdCard},  Name<FactSource>{"si_card", FactSource::SiCard},
    Name<FactSource>{"central", FactSource::Central}, Name<FactSource>{"employer", FactSource::Employer},
    Name<FactSource>{"session", FactSource::Session}, Name<FactSource>{"derived", FactSource::Derived},
    Name<FactSource>{"ocr", FactSource::Ocr},
};

constexpr std::array keyboards{
    Name<KeyboardKind>{"none", KeyboardKind::None},     Name<KeyboardKind>{"text", KeyboardKind::Text},
    Name<KeyboardKind>{"digits", KeyboardKind::Digits}, Name<KeyboardKind>{"identity", KeyboardKind::Identity},
    Name<KeyboardKind>{"phone", KeyboardKind::Phone},   Name<KeyboardKind>{"money", KeyboardKind::Money},
    Name<KeyboardKind>{"date", KeyboardKind::Date},
};

constexpr std::array shapes{
    Name<Shape>{"free", Shape::Free},
    Name<Shape>{"identity-number", Shape::IdentityNumber},
    Name<Shape>{"person-name", Shape::PersonName},
    Name<Shape>{"credit-code", Shape::CreditCode},
};

template <typename Names>
auto find(const Names &names, const QString &wanted) -> std::optional<decltype(names[0].value)>
{
    for (const auto &each : names) {
        if (wanted == QLatin1String(each.name)) {
            return each.value;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<FieldType> fieldTypeOf(const QString &name)
{
    return find(types, name);
}

std::optional<FactSource> factSourceOf(const QString &name)
{
    return find(sources, name);
}

QString factSourceName(FactSource source)
{
    for (const auto &each : sources) {
        if (each.value == source) {
            return QLatin1String(each.name);
        }
    }
    return {};
}

std::optional<KeyboardKind> keyboardKindOf(const QString &name)
{
    return find(keyboards, name);
}

std::optional<Shape> shapeOf(const QString &name)
{
    return find(shapes, name);
}

std::optional<rules::ValueType> ruleTypeOf(const Field &field)
{
    using rules::Type;
    using rules::ValueType;
    switch (field.type) {
    case FieldType::Text:
    case FieldType::Phone:
        return ValueType{Type::Text, {}};
    case FieldType::Choice:
        return field.codeTable.isEmpty() ? std::nullopt : std::optional(ValueType{Type::Code, field.codeTable});
    case FieldType::Region:
        return ValueType{Type::Code, QStringLiteral("region")};
    case FieldType::Date:
    case FieldType::Month:
        return ValueType{Type::Date, {}};
    case FieldType::Number:
        return ValueType{Type::Integer, {}};
    case FieldType::Money:
        return ValueType{Type::Money, {}};
    case FieldType::Bool:
        return ValueType{Type::Bool, {}};
    case FieldType::Set:
    case FieldType::Image:
    case FieldType::Table:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

}  // namespace hall
