// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/officecards.h"

#include "app/gateway/officeanswer.h"

namespace hall::gateway {
namespace {

template <typename T> Result<T> looked(OfficeLine &line, Result<T> answer)
{
    if (!answer && answer.error().code != FaultCode::StoreNotFound) {
        line.wrongAnswer(answer.error());
    }
    return answer;
}

}  // namespace

Result<Identity> OfficeIssuer::holderOf(const ECardQuestion &question) const
{
    const auto catalogue = m_catalogues->newest();
    if (!catalogue) {
        return fail(catalogue.error());
    }
    const QString ask = newAsk();
    const auto said = m_line->ask(QStringLiteral("/v1/e-cards"), encodeHolderLookup(ask, question), kCardAnswerBytes);
    return said ? looked(*m_line, parseHolderAnswer(**catalogue, said->reveal(), ask, m_clock.wall()))
                : Result<Identity>(fail(said.error()));
}

Result<CardAuthAnswer> OfficeAuthority::authenticate(const CardAuthQuestion &question) const
{
    const QString ask = newAsk();
    const auto said = m_line->ask(QStringLiteral("/v1/card-keys"), encodeKeyLookup(ask, question), kCardAnswerBytes);
    return said ? looked(*m_line, parseKeyAnswer(said->reveal(), ask, question.cardId))
                : Result<CardAuthAnswer>(fail(said.error()));
}

}  // namespace hall::gateway
