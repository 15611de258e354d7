// SPDX-License-Identifier: GPL-3.0-or-later
// `hall-gateway core list|retry|settle|seen|map`: what a person sees of the hand-over to the municipal core, and does
// about it.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/coredesk.h"

#include <QStringList>

namespace hall::gateway {

struct CoreCommand
{
    QStringList words;    // list; retry REFERENCE; settle REFERENCE accepted|refused|closed; seen NUMBER; map
    QStringList numbers;  // with accepted: NUMBER, or CASE=NUMBER for each case
    bool all = false;
    bool json = false;
    QString catalogue;  // of map
};

// What is wrong with it; empty when it can be done.
[[nodiscard]] QString usageOf(const CoreCommand &command);
// list, retry, settle and seen; gives what is printed.
[[nodiscard]] Result<QString> runCoreCommand(Database &database, const CoreCommand &command, const Clock &clock);
// The table of CORE.md. FileInvalid: no catalogue there.
[[nodiscard]] Result<QString> coreMapOf(const QString &catalogueFolder);

}  // namespace hall::gateway
