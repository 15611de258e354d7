// SPDX-License-Identifier: GPL-3.0-or-later
// A maker's library as hall-vendor-host loads it (drivers/vendorhost/hallvendor.h). What it does is one word in the
// file beside it, LIBRARY.state, read at each call: match, no-match, refuse, fail, no-photo, slow, hang, crash,
// garbage, unplug, escape, stare (the comparison alone never ends). Without the file: match.
#include "drivers/vendorhost/hallvendor.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

std::string word()
{
    Dl_info here{};
    if (dladdr(reinterpret_cast<void *>(&word), &here) == 0) {
        return {};
    }
    const int file = open((std::string(here.dli_fname) + ".state").c_str(), O_RDONLY | O_CLOEXEC);
    char text[32] = {};
    const ssize_t got = file < 0 ? 0 : read(file, text, sizeof text - 1);
    if (file >= 0) {
        close(file);
    }
    return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : "match";
}

void misbehave(const std::string &how)
{
    if (how == "crash") {
        raise(SIGSEGV);
        *static_cast<volatile int *>(nullptr) = 0;
    }
    while (how == "hang") {
        pause();
    }
    if (how == "slow") {
        usleep(300'000);
    }
    if (how == "garbage") {
        [[maybe_unused]] const auto went = write(STDIN_FILENO, "garbage garbage", 15);
    }
}

// Whether every door is closed: the network, other programs, files, other processes, what else is open.
bool shutIn()
{
    const auto refused = [](auto answer) { return answer < 0 && errno == EPERM; };
    char program[] = "/bin/true";
    char *const arguments[] = {program, nullptr};
    bool closed = refused(socket(AF_INET, SOCK_STREAM, 0)) && refused(socket(AF_UNIX, SOCK_STREAM, 0)) &&
                  refused(execv(program, arguments)) && refused(fork()) && refused(kill(getppid(), 0));
    signal(SIGXFSZ, SIG_IGN);
    char path[] = "/tmp/hall-vendor-escape-XXXXXX";
    const int file = mkstemp(path);
    if (file >= 0) {
        closed = closed && write(file, "x", 1) < 0;
        close(file);
        unlink(path);
    }
    for (int descriptor = 3; descriptor < 64; ++descriptor) {
        closed = closed && fcntl(descriptor, F_GETFD) < 0;
    }
    return closed && environ != nullptr && environ[0] == nullptr;
}

}  // namespace

extern "C" {

int hall_vendor_abi(void)
{
    return HALL_VENDOR_ABI;
}

const char *hall_vendor_name(void)
{
    return "simulated 1";
}

int hall_vendor_ready(void)
{
    const std::string how = word();
    misbehave(how == "slow" ? "" : how);
    return how == "unplug" ? 1 : 0;
}

int hall_vendor_unpack_photo(const unsigned char *wlt, unsigned char *bgr)
{
    const std::string how = word();
    misbehave(how);
    for (int i = 0; i < HALL_PHOTO_BYTES; ++i) {
        bgr[i] = wlt[i % HALL_WLT_BYTES];
    }
    return how == "no-photo" ? 1 : 0;
}

int hall_vendor_check_holder(const unsigned char *, unsigned timeout_ms)
{
    const std::string how = word();
    if (timeout_ms == 0) {
        return -1;
    }
    if (how == "escape") {
        return shutIn() ? 0 : 1;
    }
    while (how == "stare") {
        pause();
    }
    return how == "no-match" ? 1 : how == "refuse" ? 2 : how == "fail" || how == "unplug" ? -1 : 0;
}
}
