// SPDX-License-Identifier: GPL-3.0-or-later
// The electronic cards of the demonstration: what stands in for the service that checks codes in a region. Its codes
// are HALL-E1.<subject>.<seconds>.<seal>: seconds since 1970 when the telephone made it, seal = the first 32 hex digits
// of HMAC-SHA-256 with the card's secret over "hall-e-card-v1\n<subject>\n<seconds>". A code is good for a minute.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/ecardissuer.h"

#include <QHash>

#include <chrono>

namespace hall::gateway {

class DemoCards final : public ECardIssuer
{
public:
    static constexpr std::chrono::seconds lifetime{60};
    static constexpr std::chrono::seconds clockSkew{5};  // a telephone's clock may be ahead by this

    explicit DemoCards(const Clock &clock) : m_clock(clock) {}

    // The members "e_card" {"subject","secret","card_number","region","ethnicity"} of the people in
    // resources/demo/centre/people.json; gives their number. FileInvalid names what is missing.
    [[nodiscard]] Result<int> load(const QByteArray &json);
    [[nodiscard]] Result<Identity> holderOf(const ECardQuestion &question) const override;

private:
    struct Card
    {
        QByteArray secret;
        Identity holder;
    };

    const Clock &m_clock;
    QHash<QByteArray, Card> m_cards;  // by subject; as loaded
};

}  // namespace hall::gateway
