// SPDX-License-Identifier: GPL-3.0-or-later
// hall-gateway staff pin: what stands for a PIN in the file of staff. The PIN is typed by whoever will use it, and is
// neither shown nor kept.
#include "app/gateway/call.h"
#include "app/gateway/stafffile.h"

#include <cstdio>
#include <unistd.h>

namespace hall::gateway {

int staffCommand(const Call &call)
{
    if (call.arguments != QStringList{QStringLiteral("pin")}) {
        return wrongUsage("staff pin?");
    }
    const Sensitive<QString> pin = readHidden("PIN: ");
    if (::isatty(STDIN_FILENO) == 1 && readHidden("PIN once more: ").reveal() != pin.reveal()) {
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
