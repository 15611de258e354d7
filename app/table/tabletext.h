// SPDX-License-Identifier: GPL-3.0-or-later
// A table as text (CSV) that somebody brings: what spreadsheet programs here write. Pure; any thread. C++ alone.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace hall {

inline constexpr std::size_t kTableBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kTableRows = 1001;  // with the heading; more than any service takes
inline constexpr std::size_t kTableColumns = 64;
inline constexpr std::size_t kTableCellBytes = 2000;  // UTF-8

// Why a file is no table; tableProblemName() gives the id of the words for it (messages.json).
enum class TableProblem
{
    Empty,
    TooLarge,     // more bytes, rows, columns or characters than the limits above
    Workbook,     // a spreadsheet program's own file (xls, xlsx, ods): it must be saved as CSV
    NotText,      // a picture, a program, text in no known encoding
    OpenQuote,    // a quote that begins and never ends
    ReaderFailed  // the process that reads it could not be started or died
};

[[nodiscard]] const char *tableProblemName(TableProblem problem);  // "table-empty"

struct TableText
{
    std::string encoding;  // "utf-8", "utf-16le", "utf-16be", "gb18030"
    char separator = ',';  // , ; or a tab
    // Without empty rows. Cells are UTF-8 without control characters or spaces around them; the first row is the
    // heading. Rows may differ in length. Personal data.
    std::vector<std::vector<std::string>> rows;
    std::vector<int> lines;  // of each row: the line of the file it begins on, from 1
};

// Encodings: a byte order mark decides; otherwise UTF-8 when it is that, else GB18030 (what Excel in Chinese writes).
// Separator: the one the first line has most of outside quotes. Quotes and line ends as RFC 4180; LF or CR alone too.
[[nodiscard]] tl::expected<TableText, TableProblem> readTable(std::string_view bytes);

// For the pipe: a JSON object {"encoding", "separator", "rows": [["…"]], "lines": [n]} or {"problem": "table-…"}.
[[nodiscard]] std::string tableJson(const tl::expected<TableText, TableProblem> &table);

}  // namespace hall
