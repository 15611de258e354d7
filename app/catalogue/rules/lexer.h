// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts the text of a rule into tokens. Positions count characters (Unicode code points) from 1, as people count.
#pragma once

#include "app/catalogue/localtext.h"

#include <QString>

#include <tl/expected.hpp>

#include <vector>

namespace hall::rules {

struct RuleError
{
    int position = 1;  // character, counts from 1; the end of the rule is its length + 1
    QString reason;    // plain English, for whoever writes the rule
    QString reasonZh = {};
    QString about = {};  // what is missing, as in Defect: "field name", "policy name"
    bool operator==(const RuleError &) const = default;
};

[[nodiscard]] inline RuleError errorAt(int position, const LocalText &reason, const QString &about = {})
{
    return {position, reason.en, reason.zh, about};
}

enum class TokenKind
{
    Integer,  // digits
    Money,    // digits, a point, two digits: yuan
    Text,     // 'quoted', '' for a quote inside
    Fact,     // :dictionary_id
    Name,     // keyword or function
    Open,
    Close,
    Comma,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    End
};

struct Token
{
    TokenKind kind = TokenKind::End;
    int position = 1;
    QString text;  // content of a Text without quotes, id of a Fact without colon, digits, or the name as written
};

// The list always ends with one End token.
[[nodiscard]] tl::expected<std::vector<Token>, RuleError> tokenize(const QString &rule);

}  // namespace hall::rules
