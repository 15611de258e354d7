// SPDX-License-Identifier: GPL-3.0-or-later
// The chain of a kiosk's envelopes within one epoch: nothing left out, nothing told twice in two versions. Pure.
#pragma once

#include <QString>

namespace hall {

struct ChainHead
{
    qint64 seq = 0;  // of the last envelope accepted, 0 before the first
    QString hash;    // its hash; empty when it was skipped and is not known yet
};

enum class ChainStep
{
    Next,    // follows the head
    Gap,     // an earlier one is missing
    Behind,  // seq is not above the head: a late one or a fork, the caller knows which
    Fork     // follows by number, but not from the head's hash
};

[[nodiscard]] ChainStep chainStep(const ChainHead &head, qint64 seq, const QString &prev);

}  // namespace hall
