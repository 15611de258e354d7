// SPDX-License-Identifier: GPL-3.0-or-later
// hall-gateway staff pin: what stands for a PIN in the file of staff. The PIN is typed by whoever will use it, and is
// neither shown nor kept.
#include "app/domain/identity.h"
#include "app/gateway/call.h"
#include "app/gateway/stafffile.h"

#include <cstdio>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace hall::gateway {
namespace {

// A line of standard input; on a terminal it is asked for, and not shown.
Sensitive<QString> readPin(const char *question)
{
    termios before{};
    const bool terminal = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal) {
        termios hidden = before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        std::fputs(question, stderr);
    }
    std::string line;
    std::getline(std::cin, line);
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::fputc('\n', stderr);
    }
    Sensitive<QString> pin(QString::fromStdString(line).trimmed());
    wipe(line);
    return pin;
}

}  // namespace

int staffCommand(const Call &call)
{
    if (call.arguments != QStringList{QStringLiteral("pin")}) {
        return wrongUsage("staff pin?");
    }
    const Sensitive<QString> pin = readPin("PIN: ");
    if (::isatty(STDIN_FILENO) == 1 && readPin("PIN once more: ").reveal() != pin.reveal()) {
        return failed(call, Fault(FaultCode::BadArgument, "the two are not the same"));
    }
    const auto hash = hashStaffPin(pin.reveal());
    if (!hash) {
        return failed(call, hash.error());
    }
    std::puts(hash->constData());
    return 0;
}

}  // namespace hall::gateway
