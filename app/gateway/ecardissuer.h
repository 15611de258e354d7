// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers for the codes of electronic cards. Which service that is, and how it is asked, is a matter of the region:
// an implementation of this is all that knows it.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"
#include "app/protocol/ecard.h"

namespace hall::gateway {

class ECardIssuer
{
public:
    virtual ~ECardIssuer() = default;
    ECardIssuer() = default;
    ECardIssuer(const ECardIssuer &) = delete;
    ECardIssuer &operator=(const ECardIssuer &) = delete;

    // StoreNotFound: no code of this issuer, used, or its time is over. Any other fault: cannot be asked now.
    // Thread-safe; the code is kept nowhere.
    [[nodiscard]] virtual Result<Identity> holderOf(const ECardQuestion &question) const = 0;
};

}  // namespace hall::gateway
