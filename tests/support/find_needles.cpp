// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for many byte strings at once, in the writable memory of processes and in files. A memory of 300 MB with 10,000
// needles takes about a second.
//   hall-find-needles [--around N] [--pid PID]… [FILE…]
// Standard input: one needle a line, "NAME HEX", NAME without spaces, 6 to 512 bytes. Standard output: one line a place
// and needle, "PLACE<tab>NAME<tab>COUNT", with --around followed by a tab and the N bytes before and after the first
// hit (what cannot be printed as a dot). A line "searched<tab>BYTES<tab>NEEDLES" is the last. Exit 1: something could
// not be read at all; a file or mapping that went meanwhile is passed over.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::size_t shortest = 6;
constexpr std::size_t longest = 512;
constexpr std::size_t pieceBytes = 8 * 1024 * 1024;

struct Needle
{
    std::string name;
    std::string bytes;
};

struct Hit
{
    int count = 0;
    std::string around;
};

class Finder
{
public:
    bool add(const std::string &line)
    {
        const std::size_t gap = line.find(' ');
        if (gap == std::string::npos || (line.size() - gap - 1) % 2 != 0) {
            return false;
        }
        Needle needle{line.substr(0, gap), {}};
        for (std::size_t i = gap + 1; i < line.size(); i += 2) {
            const std::string pair = line.substr(i, 2);
            if (!isxdigit(static_cast<unsigned char>(pair[0])) || !isxdigit(static_cast<unsigned char>(pair[1]))) {
                return false;
            }
            needle.bytes.push_back(static_cast<char>(std::stoi(pair, nullptr, 16)));
        }
        if (needle.bytes.size() < shortest || needle.bytes.size() > longest) {
            return false;
        }
        m_byStart[start(needle.bytes.data())].push_back(m_needles.size());
        m_needles.push_back(std::move(needle));
        return true;
    }

    // What begins in the first `own` of `size` bytes.
    void search(const std::string &place, const char *data, std::size_t size, std::size_t own)
    {
        for (std::size_t at = 0; at < own && at + shortest <= size; ++at) {
            for (const std::size_t number : m_byStart[start(data + at)]) {
                const std::string &bytes = m_needles[number].bytes;
                if (bytes.size() <= size - at && std::memcmp(data + at, bytes.data(), bytes.size()) == 0) {
                    note(m_hits[{place, number}], data, size, at, bytes.size());
                }
            }
        }
        m_searched += own;
    }

    void print() const
    {
        for (const auto &[key, hit] : m_hits) {
            std::cout << key.first << '\t' << m_needles[key.second].name << '\t' << hit.count;
            std::cout << (m_around > 0 ? "\t" + hit.around : "") << '\n';
        }
        std::cout << "searched\t" << m_searched << '\t' << m_needles.size() << std::endl;
    }

    void setAround(std::size_t bytes) { m_around = bytes; }

private:
    static std::uint16_t start(const char *bytes)
    {
        std::uint16_t two = 0;
        std::memcpy(&two, bytes, sizeof two);
        return two;
    }

    void note(Hit &hit, const char *data, std::size_t size, std::size_t at, std::size_t length) const
    {
        if (++hit.count > 1) {
            return;
        }
        const std::size_t begin = at - std::min(at, m_around);
        const std::size_t end = std::min(size, at + length + m_around);
        for (std::size_t i = begin; i < end; ++i) {
            hit.around.push_back(data[i] > 32 && data[i] < 127 ? data[i] : '.');
        }
    }

    std::vector<Needle> m_needles;
    std::vector<std::vector<std::size_t>> m_byStart = std::vector<std::vector<std::size_t>>(65536);
    std::map<std::pair<std::string, std::size_t>, Hit> m_hits;
    std::size_t m_around = 0;
    std::uint64_t m_searched = 0;
};

// From `begin` to `end` of an open file, in pieces that overlap by a needle less one byte.
void searchRange(Finder &finder, const std::string &place, int file, std::uint64_t begin, std::uint64_t end)
{
    static std::vector<char> piece(pieceBytes + longest);
    for (std::uint64_t at = begin; at < end; at += pieceBytes) {
        const std::size_t want = std::min<std::uint64_t>(piece.size(), end - at);
        const ssize_t got = pread(file, piece.data(), want, static_cast<off_t>(at));
        if (got <= 0) {
            continue;  // a mapping that nobody may read, or that went
        }
        const auto size = static_cast<std::size_t>(got);
        finder.search(place, piece.data(), size, std::min(size, pieceBytes));
    }
}

bool searchMemory(Finder &finder, const std::string &pid)
{
    std::ifstream maps("/proc/" + pid + "/maps");
    const int memory = open(("/proc/" + pid + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    if (!maps || memory < 0) {
        std::cerr << "the memory of process " << pid << " cannot be read\n";
        return false;
    }
    for (std::string line; std::getline(maps, line);) {
        std::istringstream words(line);
        std::string range;
        std::string rights;
        std::string name;
        words >> range >> rights >> name >> name >> name >> name;  // offset, device, inode, path
        if (rights.substr(0, 2) == "rw") {
            const std::size_t dash = range.find('-');
            std::string place = "memory " + pid;
            place.append(" ").append(range).append(" ").append(name.size() > 1 ? name : "anonymous");
            searchRange(finder, place, memory, std::stoull(range.substr(0, dash), nullptr, 16),
                        std::stoull(range.substr(dash + 1), nullptr, 16));
        }
    }
    close(memory);
    return true;
}

void searchFile(Finder &finder, const std::string &path)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const off_t size = file < 0 ? 0 : lseek(file, 0, SEEK_END);
    if (size > 0) {
        searchRange(finder, path, file, 0, static_cast<std::uint64_t>(size));
    }
    if (file >= 0) {
        close(file);
    }
}

}  // namespace

int main(int argc, char **argv)
{
    std::vector<std::string> pids;
    std::vector<std::string> files;
    Finder finder;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--pid" && i + 1 < argc) {
            pids.emplace_back(argv[++i]);
        } else if (word == "--around" && i + 1 < argc) {
            finder.setAround(std::strtoul(argv[++i], nullptr, 10));
        } else {
            files.emplace_back(word);
        }
    }
    for (std::string line; std::getline(std::cin, line);) {
        if (!finder.add(line)) {
            std::cerr << "not a needle: " << line.substr(0, 40) << '\n';
            return 2;
        }
    }
    bool good = true;
    for (const std::string &pid : pids) {
        good = searchMemory(finder, pid) && good;
    }
    for (const std::string &path : files) {
        searchFile(finder, path);
    }
    finder.print();
    return good ? 0 : 1;
}
