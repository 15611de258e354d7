// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/table/stickfolder.h"

#include "app/domain/base/sensitive.h"
#include "app/table/tabletext.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <string_view>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hall {

namespace {

constexpr std::size_t kNameBytes = 255;  // NAME_MAX
constexpr std::size_t kPieceBytes = 65536;

class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_number >= 0) {
            close(m_number);
        }
    }
    [[nodiscard]] int number() const { return m_number; }
    int release() { return std::exchange(m_number, -1); }

private:
    int m_number;
};

int openFolder(const std::string &folder)
{
    return folder.empty() ? -1 : open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

std::string endingOf(const std::string &name)
{
    const auto dot = name.rfind('.');
    std::string ending = dot == std::string::npos ? std::string() : name.substr(dot + 1);
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return ending;
}

template <std::size_t N> bool isAmong(const std::array<std::string_view, N> &all, std::string_view one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

// What is left when the medium goes while it is read: the file system says so in many ways.
bool meansGone(int error)
{
    return error == EIO || error == ENODEV || error == ENXIO || error == ESTALE || error == ENOENT ||
           error == ENOTDIR || error == ENOMEDIUM;
}

tl::unexpected<StickProblem> wrong(int error)
{
    return tl::unexpected(meansGone(error) ? StickProblem::Gone : StickProblem::Unreadable);
}

}  // namespace

StickFileKind stickFileKind(const std::string &name)
{
    // What spreadsheet programs here save by themselves: Excel, WPS, LibreOffice, Numbers.
    static constexpr std::array<std::string_view, 2> tables{"csv", "txt"};
    static constexpr std::array<std::string_view, 6> workbooks{"xlsx", "xls", "xlsm", "et", "ods", "numbers"};
    const bool odd = std::any_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<std::uint8_t>(c);
        return byte < 0x20 || byte == 0x7F || c == '/';
    });
    if (name.empty() || name.front() == '.' || name.size() > kNameBytes || odd) {
        return StickFileKind::None;
    }
    const std::string ending = endingOf(name);
    if (isAmong(tables, ending)) {
        return StickFileKind::Table;
    }
    return isAmong(workbooks, ending) ? StickFileKind::Workbook : StickFileKind::None;
}

bool stickIsThere(const std::string &folder)
{
    struct stat status = {};
    return !folder.empty() && lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

StickLook lookAtStick(const std::string &folder)
{
    StickLook look;
    Descriptor opened(openFolder(folder));
    DIR *listing = opened.number() < 0 ? nullptr : fdopendir(opened.number());
    if (listing == nullptr) {
        return look;
    }
    opened.release();  // closedir() closes it
    look.there = true;
    int seen = 0;
    while (const dirent *entry = readdir(listing)) {
        if (++seen > kStickEntries) {
            look.more = true;
            break;
        }
        StickFile file{entry->d_name, stickFileKind(entry->d_name), 0};
        struct stat status = {};
        if (file.kind == StickFileKind::None ||
            fstatat(dirfd(listing), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) {
            continue;
        }
        file.bytes = status.st_size;
        look.files.push_back(std::move(file));
    }
    closedir(listing);
    std::sort(look.files.begin(), look.files.end(), [](const StickFile &a, const StickFile &b) {
        return a.kind != b.kind ? a.kind == StickFileKind::Table : a.name < b.name;
    });
    if (look.files.size() > kStickFiles) {
        look.files.resize(kStickFiles);
        look.more = true;
    }
    return look;
}

tl::expected<std::string, StickProblem> readFromStick(const std::string &folder, const std::string &name,
                                                      const StickRead &read)
{
    const StickFileKind kind = stickFileKind(name);
    if (kind != StickFileKind::Table) {
        return tl::unexpected(kind == StickFileKind::Workbook ? StickProblem::Workbook : StickProblem::Unreadable);
    }
    const Descriptor opened(openFolder(folder));
    if (opened.number() < 0) {
        return tl::unexpected(StickProblem::Gone);
    }
    // Without waiting: what was a file a moment ago may be a pipe now.
    const Descriptor file(
        openat(opened.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status = {};
    if (file.number() < 0 || fstat(file.number(), &status) != 0) {
        return wrong(errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return tl::unexpected(StickProblem::Unreadable);
    }
    if (status.st_size > static_cast<off_t>(kTableBytes)) {
        return tl::unexpected(StickProblem::TooLarge);
    }
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(status.st_size) + 1);
    std::array<char, kPieceBytes> piece{};
    int error = 0;
    while (bytes.size() <= kTableBytes) {
        const long got =
            read ? read(file.number(), piece.data(), piece.size()) : ::read(file.number(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        error = got < 0 ? errno : 0;
        if (got <= 0) {
            break;
        }
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
    wipeMemory(piece.data(), piece.size());
    if (error == 0 && bytes.size() == static_cast<std::size_t>(status.st_size)) {
        return bytes;
    }
    wipe(bytes);
    // Less than the folder had promised: torn, or the medium is half gone.
    return error != 0 ? wrong(error) : tl::unexpected(StickProblem::Unreadable);
}

const char *stickProblemName(StickProblem problem)
{
    switch (problem) {
    case StickProblem::Gone:
        return "table-stick-gone";
    case StickProblem::Unreadable:
        return "table-file-unreadable";
    case StickProblem::TooLarge:
        return tableProblemName(TableProblem::TooLarge);
    case StickProblem::Workbook:
        return tableProblemName(TableProblem::Workbook);
    }
    return "";
}

}  // namespace hall
