// SPDX-License-Identifier: GPL-3.0-or-later
// usage: replay_TARGET FOLDER…    feeds a fuzz target every file of the folders, once, in the order of their names.
// An empty folder is a failure: it would guard nothing.
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>
#include <vector>

extern "C" __attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

namespace {

std::string g_current;

// Only what a signal handler may do.
void nameTheInput(int signal)
{
    constexpr char before[] = "replay: died of this input: ";
    [[maybe_unused]] ssize_t written = ::write(STDOUT_FILENO, before, sizeof before - 1);
    written = ::write(STDOUT_FILENO, g_current.data(), g_current.size());
    written = ::write(STDOUT_FILENO, "\n", 1);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::vector<std::filesystem::path> filesOf(const char *folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

int main(int argc, char **argv)
{
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
        std::signal(signal, nameTheInput);
    }
    if (LLVMFuzzerInitialize != nullptr) {
        LLVMFuzzerInitialize(&argc, &argv);
    }
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto &file : filesOf(argv[i])) {
            g_current = file.string();
            std::ifstream stream(file, std::ios::binary);
            const std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
            // A copy of exactly this size, so that AddressSanitizer sees a read past its end.
            const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
            LLVMFuzzerTestOneInput(input.data(), input.size());
            ++count;
        }
    }
    std::printf("replayed %zu inputs\n", count);
    return count > 0 ? 0 : 1;
}
