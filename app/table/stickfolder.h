// SPDX-License-Identifier: GPL-3.0-or-later
// The folder that a stranger's medium is mounted at: which tables lie in it, and the bytes of one of them. A bounded
// look at names in the top folder; no link is followed, nothing but regular files is opened, nothing is ever written.
// Calls may block for as long as the medium does: never on the thread of the screen. C++ and POSIX alone.
#pragma once

#include <tl/expected.hpp>

#include <functional>
#include <string>
#include <vector>

namespace hall {

inline constexpr int kStickEntries = 2000;      // of the folder, whatever they are; what comes after them is not seen
inline constexpr std::size_t kStickFiles = 40;  // told of them

enum class StickFileKind
{
    None,     // left out
    Table,    // csv, txt
    Workbook  // a spreadsheet program's own file: told, so that the way out can be told too; never opened
};

struct StickFile
{
    std::string name;  // bytes as the folder has them
    StickFileKind kind = StickFileKind::Table;
    long long bytes = 0;
};

struct StickLook
{
    bool there = false;            // the folder is
    std::vector<StickFile> files;  // tables before workbooks, by name
    bool more = false;             // not everything that may be there is among them
};

enum class StickProblem
{
    Gone,        // the folder is, or the file in it: pulled out
    Unreadable,  // the file is there and cannot be read, or is no regular file
    TooLarge,    // beyond kTableBytes; it is not read
    Workbook
};

// By the ending of the name alone. None: also hidden files, and names with control characters.
[[nodiscard]] StickFileKind stickFileKind(const std::string &name);

[[nodiscard]] StickLook lookAtStick(const std::string &folder);
// The same without the names: is there a medium?
[[nodiscard]] bool stickIsThere(const std::string &folder);

// As read(2); a test's medium may break.
using StickRead = std::function<long(int file, char *into, std::size_t size)>;
// `name`: of a file of the look. Personal data.
[[nodiscard]] tl::expected<std::string, StickProblem> readFromStick(const std::string &folder, const std::string &name,
                                                                    const StickRead &read = {});

// The id of the words for it (messages.json).
[[nodiscard]] const char *stickProblemName(StickProblem problem);

}  // namespace hall
