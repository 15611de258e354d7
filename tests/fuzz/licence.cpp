// SPDX-License-Identifier: GPL-3.0-or-later
// What is answered about electronic licences: to the kiosk by the centre, and to the centre by an office.
#include "app/protocol/licence.h"
#include "app/gateway/licencesource.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>
#include <QSet>

using namespace hall;

namespace {

void check(const Licence &licence)
{
    HALL_HOLDS(isLicenceText(licence.number.reveal(), kLicenceNumberLimit));
    HALL_HOLDS(isLicenceText(licence.issuer, kLicenceIssuerLimit));
    HALL_HOLDS(!licence.validUntil || licence.validUntil->isValid());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = fuzz::qbytes({data, size});
    const QStringList asked{QStringLiteral("diploma"), QStringLiteral("low-income")};
    if (const auto answer = parseLicenceAnswer(bytes, asked)) {
        QSet<QString> kinds(answer->unanswered.begin(), answer->unanswered.end());
        for (const Licence &one : answer->found) {
            check(one);
            kinds.insert(one.kind);
        }
        HALL_HOLDS(kinds.size() == answer->found.size() + answer->unanswered.size());
        HALL_HOLDS(QSet<QString>(asked.begin(), asked.end()).contains(kinds));
        const auto json = licenceAnswerJson(*answer);
        const auto again = parseLicenceAnswer(QJsonDocument(json).toJson(QJsonDocument::Compact), asked);
        HALL_HOLDS(again && licenceAnswerJson(*again) == json);
    } else {
        HALL_HOLDS(answer.error().code == FaultCode::MessageInvalid && fuzz::isImpersonal(answer.error()));
    }
    if (const auto found = gateway::parseFoundLicence(bytes, asked.constFirst())) {
        check(*found);
        HALL_HOLDS(found->kind == asked.constFirst() && found->digest.isEmpty() && !found->at.isValid());
    } else {
        HALL_HOLDS(found.error().code == FaultCode::MessageInvalid || found.error().code == FaultCode::StoreNotFound);
        HALL_HOLDS(fuzz::isImpersonal(found.error()));
    }
    return 0;
}
