// SPDX-License-Identifier: GPL-3.0-or-later
// One field of the data dictionary: what it is called, how it is asked, where it may come from.
#pragma once

#include "app/catalogue/localtext.h"
#include "app/catalogue/rules/rule.h"

#include <QStringList>
#include <QVector>

#include <optional>

namespace hall {

// Shapes of their values: facts.h. Set, Image and Table are in the dictionary for merging and reports; no form asks
// them.
enum class FieldType
{
    Text,
    Choice,
    Date,
    Month,
    Number,
    Money,
    Phone,
    Bool,
    Region,
    Set,
    Image,
    Table
};

// Where a value comes from. Employer: the unit's own sign-in. Session: the kiosk itself (its region, today).
enum class FactSource
{
    IdCard,
    SiCard,
    Central,
    Employer,
    Session,
    Derived,
    Ocr
};

enum class KeyboardKind
{
    None,
    Text,
    Digits,
    Identity,
    Phone,
    Money,
    Date
};

// A closed list of shapes that a pattern cannot say.
enum class Shape
{
    Free,
    IdentityNumber,
    PersonName,
    CreditCode  // GB 32100-2015: eighteen characters, the last of which checks the others
};

// How a field follows from others. Function "centre": it follows, but only the centre can work it out.
struct Derivation
{
    QStringList from;  // dictionary ids
    QString function;
    bool proposal = false;  // only offered: the visitor may say otherwise, and nobody takes it for known unsaid
    bool operator==(const Derivation &) const = default;
};

// A condition every value must meet; `no` is an error, `unknown` is not.
struct FieldCheck
{
    rules::Rule rule;
    QString error;  // id in messages.json
};

struct Field
{
    QString id;    // "cert_no"
    QString code;  // national indicator code for the centre's interface, "aac147"
    LocalText label;
    LocalText plain;   // one sentence in everyday words
    LocalText spoken;  // the label as it is said aloud: everyday words, no digits, no abbreviations
    FieldType type = FieldType::Text;
    int length = 0;        // characters at most, 0 = no limit
    QString pattern;       // whole value must match; empty = any
    QString patternError;  // message for a value that does not match
    Shape shape = Shape::Free;
    QString codeTable;            // id of a file in codes/; empty when the standard's table is not among them
    QString standard;             // "GB/T 3304", for reference
    QVector<FactSource> prefill;  // in order of trust
    std::optional<Derivation> derive;
    QVector<FieldCheck> checks;
    int pii = 0;          // 0 none, 1 personal, 2 sensitive
    bool masked = false;  // shown in part only
    KeyboardKind keyboard = KeyboardKind::None;
    bool confirmEach = false;  // a prefilled value needs its own touch, not a block's
    QStringList basis;         // keys of the sources it was taken from
};

[[nodiscard]] std::optional<FieldType> fieldTypeOf(const QString &name);
[[nodiscard]] std::optional<FactSource> factSourceOf(const QString &name);
[[nodiscard]] QString factSourceName(FactSource source);  // "id_card" …
[[nodiscard]] std::optional<KeyboardKind> keyboardKindOf(const QString &name);
[[nodiscard]] std::optional<Shape> shapeOf(const QString &name);

// Type in rules; empty for what rules cannot compare.
[[nodiscard]] std::optional<rules::ValueType> ruleTypeOf(const Field &field);

}  // namespace hall
