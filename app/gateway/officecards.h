// SPDX-License-Identifier: GPL-3.0-or-later
// Electronic cards and the keys of social security cards, asked of the offices that have them (ASKING.md): no key of a
// card is ever here. Thread-safe.
#pragma once

#include "app/gateway/cardauthority.h"
#include "app/gateway/catalogueshelf.h"
#include "app/gateway/ecardissuer.h"
#include "app/gateway/officeline.h"

#include <memory>

namespace hall::gateway {

// POST BASE/v1/e-cards. What it says of the holder is read by the newest catalogue.
class OfficeIssuer final : public ECardIssuer
{
public:
    OfficeIssuer(std::shared_ptr<OfficeLine> line, std::shared_ptr<CatalogueShelf> catalogues, const Clock &clock)
        : m_line(std::move(line)), m_catalogues(std::move(catalogues)), m_clock(clock)
    {
    }
    [[nodiscard]] Result<Identity> holderOf(const ECardQuestion &question) const override;

private:
    const std::shared_ptr<OfficeLine> m_line;
    const std::shared_ptr<CatalogueShelf> m_catalogues;
    const Clock &m_clock;
};

// POST BASE/v1/card-keys.
class OfficeAuthority final : public CardAuthority
{
public:
    explicit OfficeAuthority(std::shared_ptr<OfficeLine> line) : m_line(std::move(line)) {}
    [[nodiscard]] Result<CardAuthAnswer> authenticate(const CardAuthQuestion &question) const override;

private:
    const std::shared_ptr<OfficeLine> m_line;
};

}  // namespace hall::gateway
