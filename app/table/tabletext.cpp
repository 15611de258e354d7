// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/table/tabletext.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>

#include <iconv.h>

namespace hall {

namespace {

using namespace std::literals;

// Files of spreadsheet programs begin so: xlsx and ods are zip archives, xls is an OLE file.
bool isWorkbook(std::string_view bytes)
{
    return bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv);
}

// Length of the UTF-8 character at the front (RFC 3629: no surrogates, no overlong forms); 0 when there is none.
std::size_t utf8Length(std::string_view text)
{
    const auto at = [&text](std::size_t i) { return static_cast<std::uint8_t>(i < text.size() ? text[i] : 0); };
    const auto more = [&at](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
    const std::uint8_t first = at(0);
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return more(1) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && at(1) < 0xA0;
        const bool surrogate = first == 0xED && at(1) > 0x9F;
        return more(1) && more(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && at(1) < 0x90;
        const bool beyond = first == 0xF4 && at(1) > 0x8F;
        return more(1) && more(2) && more(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = utf8Length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

// Empty when `bytes` is not text of that encoding from end to end.
std::string converted(std::string_view bytes, const char *encoding)
{
    const iconv_t converter = iconv_open("UTF-8", encoding);
    // The C library says so with -1 made a pointer.
    if (reinterpret_cast<std::intptr_t>(converter) == -1) {
        return {};
    }
    std::string text(bytes.size() * 3 + 4, '\0');
    char *in = const_cast<char *>(bytes.data());  // iconv() does not write through it
    char *out = text.data();
    std::size_t inLeft = bytes.size();
    std::size_t outLeft = text.size();
    const bool done = iconv(converter, &in, &inLeft, &out, &outLeft) != static_cast<std::size_t>(-1) && inLeft == 0;
    iconv_close(converter);
    text.resize(done ? text.size() - outLeft : 0);
    return text;
}

struct Decoded
{
    std::string encoding;
    std::string text;
};

Decoded decode(std::string_view bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) {
        const std::string_view rest = bytes.substr(3);
        return isUtf8(rest) ? Decoded{"utf-8", std::string(rest)} : Decoded{};
    }
    if (bytes.starts_with("\xFF\xFE"sv)) {
        return {"utf-16le", converted(bytes.substr(2), "UTF-16LE")};
    }
    if (bytes.starts_with("\xFE\xFF"sv)) {
        return {"utf-16be", converted(bytes.substr(2), "UTF-16BE")};
    }
    if (isUtf8(bytes)) {
        return {"utf-8", std::string(bytes)};
    }
    return {"gb18030", converted(bytes, "GB18030")};
}

// Text of a table has line ends and tabs, and no other control character.
bool isPlain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<std::uint8_t>(c);
        return byte >= 0x20 ? byte != 0x7F : c == '\n' || c == '\r' || c == '\t';
    });
}

char separatorOf(std::string_view text)
{
    constexpr std::array candidates{',', ';', '\t'};
    std::array<int, 3> counts{};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '\n' || c == '\r')) {
            break;
        }
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            counts[i] += !quoted && c == candidates[i] ? 1 : 0;
        }
    }
    return candidates[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

// A byte order mark inside a file is left over from files put together; it is no sign that anybody can see.
std::string withoutMarks(const std::string &text)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    std::string plain;
    std::size_t from = 0;
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, from)) {
        plain.append(text, from, at - from);
        from = at + mark.size();
    }
    return from == 0 ? text : plain.append(text, from);
}

// Spaces, the wide space of Chinese text and line ends inside a quoted cell do not belong to a value.
std::string trimmed(std::string cell)
{
    constexpr std::string_view wide = "\xE3\x80\x80";
    std::replace_if(
        cell.begin(), cell.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    std::string_view rest = cell;
    while (rest.starts_with(' ') || rest.starts_with(wide)) {
        rest.remove_prefix(rest.front() == ' ' ? 1 : wide.size());
    }
    while (rest.ends_with(' ') || rest.ends_with(wide)) {
        rest.remove_suffix(rest.back() == ' ' ? 1 : wide.size());
    }
    return std::string(rest);
}

class Splitter
{
public:
    Splitter(std::string_view text, char separator) : m_text(text), m_separator(separator) {}

    tl::expected<TableText, TableProblem> run()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (m_quoted) {
                inQuotes(c);
            } else if (c == '"' && m_cell.empty()) {
                m_quoted = true;
            } else if (c == m_separator) {
                endCell();
            } else if (c == '\n' || c == '\r') {
                endRow();
                skipPair(c);
            } else {
                m_cell += c;
            }
            ++m_at;
            if (m_cell.size() > kTableCellBytes || m_row.size() >= kTableColumns || m_table.rows.size() > kTableRows) {
                return tl::unexpected(TableProblem::TooLarge);
            }
        }
        if (m_quoted) {
            return tl::unexpected(TableProblem::OpenQuote);
        }
        endRow();
        if (m_table.rows.empty()) {
            return tl::unexpected(TableProblem::Empty);
        }
        if (m_table.rows.size() > kTableRows) {
            return tl::unexpected(TableProblem::TooLarge);
        }
        return std::move(m_table);
    }

private:
    void inQuotes(char c)
    {
        const bool doubled = c == '"' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '"';
        if (doubled) {
            ++m_at;
        }
        if (c == '"' && !doubled) {
            m_quoted = false;
            return;
        }
        m_line += c == '\n' ? 1 : 0;
        m_cell += c;
    }

    void skipPair(char c)
    {
        if (c == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n') {
            ++m_at;
        }
        ++m_line;
        m_rowLine = m_line;
    }

    void endCell()
    {
        m_row.push_back(trimmed(std::move(m_cell)));
        m_cell.clear();
    }

    void endRow()
    {
        endCell();
        const bool empty =
            std::all_of(m_row.begin(), m_row.end(), [](const std::string &cell) { return cell.empty(); });
        if (!empty) {
            m_table.rows.push_back(std::move(m_row));
            m_table.lines.push_back(m_rowLine);
        }
        m_row.clear();
    }

    std::string_view m_text;
    char m_separator;
    TableText m_table;
    std::vector<std::string> m_row;
    std::string m_cell;
    std::size_t m_at = 0;
    int m_line = 1;
    int m_rowLine = 1;
    bool m_quoted = false;
};

void appendJson(std::string &json, const std::string &text)
{
    json += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
        }
        json += c;
    }
    json += '"';
}

}  // namespace

const char *tableProblemName(TableProblem problem)
{
    switch (problem) {
    case TableProblem::Empty:
        return "table-empty";
    case TableProblem::TooLarge:
        return "table-too-large";
    case TableProblem::Workbook:
        return "table-workbook";
    case TableProblem::NotText:
        return "table-not-text";
    case TableProblem::OpenQuote:
        return "table-open-quote";
    case TableProblem::ReaderFailed:
        return "table-reader-failed";
    }
    return "";
}

tl::expected<TableText, TableProblem> readTable(std::string_view bytes)
{
    if (bytes.empty()) {
        return tl::unexpected(TableProblem::Empty);
    }
    if (bytes.size() > kTableBytes) {
        return tl::unexpected(TableProblem::TooLarge);
    }
    if (isWorkbook(bytes)) {
        return tl::unexpected(TableProblem::Workbook);
    }
    const Decoded decoded = decode(bytes);
    if (decoded.text.empty()) {
        // A byte order mark alone is an empty table; anything else was no text.
        return tl::unexpected(bytes.size() <= 3 ? TableProblem::Empty : TableProblem::NotText);
    }
    if (!isPlain(decoded.text)) {
        return tl::unexpected(TableProblem::NotText);
    }
    const std::string text = withoutMarks(decoded.text);
    const char separator = separatorOf(text);
    auto table = Splitter(text, separator).run();
    if (table) {
        table->encoding = decoded.encoding;
        table->separator = separator;
    }
    return table;
}

std::string tableJson(const tl::expected<TableText, TableProblem> &table)
{
    std::string json = "{";
    if (!table) {
        json += "\"problem\":";
        appendJson(json, tableProblemName(table.error()));
        return json + "}";
    }
    json += "\"encoding\":";
    appendJson(json, table->encoding);
    json += ",\"separator\":";
    json += table->separator == '\t' ? "\"\\t\"" : std::string("\"") + table->separator + '"';
    json += ",\"rows\":[";
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        json += i > 0 ? ",[" : "[";
        for (std::size_t k = 0; k < table->rows[i].size(); ++k) {
            json += k > 0 ? "," : "";
            appendJson(json, table->rows[i][k]);
        }
        json += "]";
    }
    json += "],\"lines\":[";
    for (std::size_t i = 0; i < table->lines.size(); ++i) {
        json += (i > 0 ? "," : "") + std::to_string(table->lines[i]);
    }
    return json + "]}";
}

}  // namespace hall
