// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/hashchain.h"

#include "app/protocol/envelope.h"

namespace hall {

ChainStep chainStep(const ChainHead &head, qint64 seq, const QString &prev)
{
    if (seq <= head.seq) {
        return ChainStep::Behind;
    }
    if (seq > head.seq + 1) {
        return ChainStep::Gap;
    }
    if (head.seq == 0) {
        return prev == chainStart() ? ChainStep::Next : ChainStep::Fork;
    }
    return head.hash.isEmpty() || head.hash == prev ? ChainStep::Next : ChainStep::Fork;
}

}  // namespace hall
