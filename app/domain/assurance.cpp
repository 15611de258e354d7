// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/assurance.h"

namespace hall {

namespace {

constexpr Assurance allLevels[] = {Assurance::Open, Assurance::Possession, Assurance::Holder, Assurance::Staff};
constexpr ProofWay allWays[] = {ProofWay::Typed, ProofWay::Zone,    ProofWay::SocialCard,  ProofWay::ResidentCard,
                                ProofWay::ECard, ProofWay::CardPin, ProofWay::HolderCheck, ProofWay::Staff};

}  // namespace

QString assuranceName(Assurance level)
{
    switch (level) {
    case Assurance::Open:
        return QStringLiteral("open");
    case Assurance::Possession:
        return QStringLiteral("possession");
    case Assurance::Holder:
        return QStringLiteral("holder");
    case Assurance::Staff:
        return QStringLiteral("staff");
    }
    return {};
}

std::optional<Assurance> assuranceFrom(const QString &name)
{
    for (const Assurance level : allLevels) {
        if (name == assuranceName(level)) {
            return level;
        }
    }
    return std::nullopt;
}

QString proofWayName(ProofWay way)
{
    switch (way) {
    case ProofWay::Typed:
        return QStringLiteral("typed");
    case ProofWay::Zone:
        return QStringLiteral("zone");
    case ProofWay::SocialCard:
        return QStringLiteral("social-card");
    case ProofWay::ResidentCard:
        return QStringLiteral("resident-card");
    case ProofWay::ECard:
        return QStringLiteral("e-card");
    case ProofWay::CardPin:
        return QStringLiteral("card-pin");
    case ProofWay::HolderCheck:
        return QStringLiteral("holder-check");
    case ProofWay::Staff:
        return QStringLiteral("staff");
    }
    return {};
}

std::optional<ProofWay> proofWayFrom(const QString &name)
{
    for (const ProofWay way : allWays) {
        if (name == proofWayName(way)) {
            return way;
        }
    }
    return std::nullopt;
}

Assurance assuranceOf(ProofWay way)
{
    switch (way) {
    case ProofWay::Typed:
        return Assurance::Open;
    case ProofWay::Zone:
    case ProofWay::SocialCard:
    case ProofWay::ResidentCard:
    case ProofWay::ECard:
        return Assurance::Possession;
    case ProofWay::CardPin:
    case ProofWay::HolderCheck:
        return Assurance::Holder;
    case ProofWay::Staff:
        return Assurance::Staff;
    }
    return Assurance::Open;
}

ProofWay wayOf(const Identity &identity)
{
    switch (identity.source) {
    case IdentitySource::SocialCard:
        return identity.pinProved ? ProofWay::CardPin : ProofWay::SocialCard;
    case IdentitySource::ResidentCard:
        return ProofWay::ResidentCard;
    case IdentitySource::Typed:
        return ProofWay::Typed;
    case IdentitySource::Zone:
        return ProofWay::Zone;
    case IdentitySource::ECard:
        return ProofWay::ECard;
    }
    return ProofWay::Typed;
}

Assurance assuranceOf(const Identity &identity)
{
    return assuranceOf(wayOf(identity));
}

void VisitAssurance::begin(const Identity &identity, const QDateTime &at)
{
    const ProofWay way = wayOf(identity);
    m_proof = AssuranceProof{assuranceOf(way), way, at, {}, {}};
}

void VisitAssurance::raise(ProofWay way, const QDateTime &at, std::optional<StaffWitness> witness, QString consent)
{
    if (m_proof && assuranceOf(way) > m_proof->level) {
        m_proof = AssuranceProof{assuranceOf(way), way, at, std::move(consent), std::move(witness)};
    }
}

}  // namespace hall
