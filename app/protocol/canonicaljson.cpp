// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/canonicaljson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace hall {
namespace {

bool isEscaped(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

bool appendString(const QString &text, QByteArray &out)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
        } else if (c.isSurrogate()) {
            return false;
        }
    }
    out += '"';
    const QByteArray utf8 = text.toUtf8();
    if (std::none_of(utf8.begin(), utf8.end(), isEscaped)) {
        out += utf8;
        out += '"';
        return true;
    }
    for (const char c : utf8) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                static constexpr char kHex[] = "0123456789abcdef";
                out += "\\u00";
                out += kHex[(c >> 4) & 0xf];
                out += kHex[c & 0xf];
            } else {
                out += c;
            }
        }
    }
    out += '"';
    return true;
}

Done append(const QJsonValue &value, int depth, QByteArray &out);

Done appendArray(const QJsonArray &array, int depth, QByteArray &out)
{
    out += '[';
    bool first = true;
    for (const auto &entry : array) {
        if (!first) {
            out += ',';
        }
        first = false;
        if (auto done = append(entry, depth + 1, out); !done) {
            return done;
        }
    }
    out += ']';
    return {};
}

Done appendObject(const QJsonObject &object, int depth, QByteArray &out)
{
    QStringList keys = object.keys();
    std::sort(keys.begin(), keys.end());  // QString compares UTF-16 code units, as RFC 8785 §3.2.3 asks
    out += '{';
    bool first = true;
    for (const QString &key : keys) {
        if (!first) {
            out += ',';
        }
        first = false;
        if (!appendString(key, out)) {
            return fail(FaultCode::MessageInvalid, "unpaired surrogate in a key");
        }
        out += ':';
        if (auto done = append(object.value(key), depth + 1, out); !done) {
            return done;
        }
    }
    out += '}';
    return {};
}

Done appendNumber(const QJsonValue &value, QByteArray &out)
{
    const double number = value.toDouble();
    const qint64 integer = value.toInteger();
    if (!std::isfinite(number) || std::abs(number) > double(kCanonicalIntegerLimit) ||
        integer > kCanonicalIntegerLimit || integer < -kCanonicalIntegerLimit || double(integer) != number) {
        return fail(FaultCode::MessageInvalid, "number is not an integer below 2^53");
    }
    out += QByteArray::number(integer);
    return {};
}

Done append(const QJsonValue &value, int depth, QByteArray &out)
{
    if (depth > kCanonicalDepth) {
        return fail(FaultCode::MessageInvalid, "nested too deep");
    }
    switch (value.type()) {
    case QJsonValue::Null:
        out += "null";
        return {};
    case QJsonValue::Bool:
        out += value.toBool() ? "true" : "false";
        return {};
    case QJsonValue::Double:
        return appendNumber(value, out);
    case QJsonValue::String:
        if (!appendString(value.toString(), out)) {
            return fail(FaultCode::MessageInvalid, "unpaired surrogate in a string");
        }
        return {};
    case QJsonValue::Array:
        return appendArray(value.toArray(), depth, out);
    case QJsonValue::Object:
        return appendObject(value.toObject(), depth, out);
    case QJsonValue::Undefined:
        break;
    }
    return fail(FaultCode::MessageInvalid, "undefined value");
}

// Walks along canonical JSON of the plain kind: ASCII without escapes, integers of at most 15 digits. Each function
// goes past what it reads or answers false; what it refuses may still be canonical.
class PlainWalk
{
public:
    explicit PlainWalk(QByteArrayView text) : m_text(text) {}

    [[nodiscard]] qsizetype at() const { return m_at; }
    [[nodiscard]] bool object(int depth)
    {
        if (depth > kCanonicalDepth || !take('{')) {
            return false;
        }
        QByteArrayView before;
        for (bool first = true; !take('}'); first = false) {
            QByteArrayView key;
            if ((!first && !take(',')) || !string(key) || (!first && key <= before) || !take(':') ||
                !value(depth + 1)) {
                return false;
            }
            before = key;
        }
        return true;
    }

private:
    [[nodiscard]] bool take(char c)
    {
        const bool there = m_at < m_text.size() && m_text[m_at] == c;
        m_at += there ? 1 : 0;
        return there;
    }
    [[nodiscard]] bool word(QByteArrayView word)
    {
        const bool there = m_text.sliced(m_at).startsWith(word);
        m_at += there ? word.size() : 0;
        return there;
    }
    [[nodiscard]] bool string(QByteArrayView &content)
    {
        if (!take('"')) {
            return false;
        }
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && static_cast<unsigned char>(m_text[m_at]) < 0x80 && !isEscaped(m_text[m_at])) {
            ++m_at;
        }
        content = m_text.sliced(begin, m_at - begin);
        return take('"');
    }
    [[nodiscard]] bool integer()
    {
        const bool negative = take('-');
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9') {
            ++m_at;
        }
        const qsizetype digits = m_at - begin;
        return digits >= 1 && digits <= 15 && (m_text[begin] != '0' || (digits == 1 && !negative));
    }
    [[nodiscard]] bool array(int depth)
    {
        if (depth > kCanonicalDepth || !take('[')) {
            return false;
        }
        for (bool first = true; !take(']'); first = false) {
            if ((!first && !take(',')) || !value(depth + 1)) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] bool value(int depth)
    {
        if (m_at >= m_text.size() || depth > kCanonicalDepth) {
            return false;
        }
        QByteArrayView content;
        switch (m_text[m_at]) {
        case '"':
            return string(content);
        case '{':
            return object(depth);
        case '[':
            return array(depth);
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return integer();
        }
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

}  // namespace

qsizetype plainCanonicalObject(QByteArrayView text)
{
    PlainWalk walk(text);
    return walk.object(0) ? walk.at() : 0;
}

Result<QByteArray> canonicalJson(const QJsonValue &value)
{
    QByteArray out;
    if (auto done = append(value, 0, out); !done) {
        return fail(done.error());
    }
    return out;
}

Result<QByteArray> canonicalJson(const QJsonObject &object)
{
    return canonicalJson(QJsonValue(object));
}

Result<QJsonObject> parseJsonObject(const QByteArray &json, qsizetype limit)
{
    if (json.size() > limit) {
        return fail(FaultCode::MessageInvalid,
                    "message of " + std::to_string(json.size()) + " bytes, limit " + std::to_string(limit));
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        return fail(FaultCode::MessageInvalid,
                    error.errorString().toStdString() + " at byte " + std::to_string(error.offset));
    }
    if (!document.isObject()) {
        return fail(FaultCode::MessageInvalid, "not a JSON object");
    }
    if (plainCanonicalObject(json) == json.size()) {
        return document.object();
    }
    if (auto canonical = canonicalJson(document.object()); !canonical) {
        return fail(canonical.error());
    }
    return document.object();
}

Result<QJsonObject> parseCanonicalObject(const QByteArray &json, qsizetype limit)
{
    auto object = parseJsonObject(json, limit);
    if (!object) {
        return object;
    }
    auto canonical = canonicalJson(*object);
    if (!canonical || *canonical != json) {
        return fail(FaultCode::MessageInvalid, "not in canonical form");
    }
    return object;
}

}  // namespace hall
