// SPDX-License-Identifier: GPL-3.0-or-later
// Who holds the keys that open the social security cards of a region: its key service with the hardware security module
// behind it. Which that is, and how it is asked, is a matter of the region: an implementation of this is all that
// knows.
#pragma once

#include "app/domain/base/result.h"
#include "app/protocol/cardauth.h"

namespace hall::gateway {

class CardAuthority
{
public:
    virtual ~CardAuthority() = default;
    CardAuthority() = default;
    CardAuthority(const CardAuthority &) = delete;
    CardAuthority &operator=(const CardAuthority &) = delete;

    // StoreNotFound: no card of this authority. Any other fault: cannot be asked now. Thread-safe; what is asked and
    // answered is kept nowhere.
    [[nodiscard]] virtual Result<CardAuthAnswer> authenticate(const CardAuthQuestion &question) const = 0;
};

}  // namespace hall::gateway
