// SPDX-License-Identifier: GPL-3.0-or-later
// The key service of the demonstration. Its cards are simulated and answer to what stands in their card files, so
// nothing is computed here: it gives what the file of the demonstration's people says for the card's identification
// number.
#pragma once

#include "app/gateway/cardauthority.h"

#include <QHash>

namespace hall::gateway {

class DemoAuthority final : public CardAuthority
{
public:
    // The list "card_keys" of {"card_id","region","internal","external"} in hex in resources/demo/centre/people.json;
    // gives their number. FileInvalid names what is missing.
    [[nodiscard]] Result<int> load(const QByteArray &json);
    [[nodiscard]] Result<CardAuthAnswer> authenticate(const CardAuthQuestion &question) const override;

private:
    struct Key
    {
        QString region;
        CardAuthAnswer answer;
    };

    QHash<QByteArray, Key> m_keys;  // by card identification number; as loaded
};

}  // namespace hall::gateway
