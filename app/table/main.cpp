// SPDX-License-Identifier: GPL-3.0-or-later
// hall-table-reader: takes the table on its standard input apart behind closed doors and writes what it holds as JSON
// (tabletext.h). Exit status: 0 answered, also when it is no table; 2 wrong use; 4 the doors do not close.
#include "app/table/tabletext.h"
#include "drivers/vendorhost/sandbox.h"

#include <cerrno>
#include <cstdio>

#include <unistd.h>

namespace {

// One byte more than is allowed, so that a file that is too large is seen to be.
std::string everything()
{
    std::string bytes;
    char piece[65536];
    while (bytes.size() <= hall::kTableBytes) {
        const ssize_t got = read(STDIN_FILENO, piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        bytes.append(piece, static_cast<std::size_t>(got));
    }
    return bytes;
}

bool write(const std::string &text)
{
    std::size_t sent = 0;
    while (sent < text.size()) {
        const ssize_t went = ::write(STDOUT_FILENO, text.data() + sent, text.size() - sent);
        if (went < 0 && errno != EINTR) {
            return false;
        }
        sent += went > 0 ? static_cast<std::size_t>(went) : 0;
    }
    return true;
}

}  // namespace

int main(int argc, char **)
{
    if (argc != 1) {
        std::fprintf(stderr, "usage: hall-table-reader <TABLE.csv\n");
        return 2;
    }
    if (const char *open = hall::vendorhost::closeDoors(); open != nullptr) {
        std::fprintf(stderr, "hall-table-reader: %s\n", open);
        return 4;
    }
    return write(hall::tableJson(hall::readTable(everything()))) ? 0 : 4;
}
