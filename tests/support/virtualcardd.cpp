// SPDX-License-Identifier: GPL-3.0-or-later
// A card in the virtual reader (vpcd) of the pcscd that runs here, for tests of programs. Obeys lines on its standard
// input, each answered by one line, and ends when the input does; the card goes with it:
//   insert FILE     a card file into the slot, in place of the one there   -> "ok", "no reader" or "unreadable: WHY"
//   remove          the card out of the slot                               -> "removed N" (commands it answered), or
//   "none"
#include "tests/support/virtualcard.h"

#include <QString>

#include <iostream>
#include <string>

using namespace hall::device;

namespace {

constexpr std::string_view insertWord = "insert ";

std::string insertCard(VirtualCard &slot, bool &occupied, const std::string &path)
{
    auto file = readCardFile(QString::fromStdString(path));
    if (!file) {
        return "unreadable: " + file.error().detail;
    }
    occupied = slot.insert(std::move(*file));
    return occupied ? "ok" : "no reader";
}

std::string removeCard(VirtualCard &slot, bool &occupied)
{
    if (!occupied) {
        return "none";
    }
    occupied = false;
    slot.remove();
    return "removed " + std::to_string(slot.exchanges());
}

}  // namespace

int main()
{
    VirtualCard slot;
    bool occupied = false;
    for (std::string line; std::getline(std::cin, line);) {
        if (line.starts_with(insertWord)) {
            std::cout << insertCard(slot, occupied, line.substr(insertWord.size())) << std::endl;
        } else {
            std::cout << (line == "remove" ? removeCard(slot, occupied) : "unknown") << std::endl;
        }
    }
    return 0;
}
