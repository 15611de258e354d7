// SPDX-License-Identifier: GPL-3.0-or-later
// What an office answers when a case is compared with what it knows.
#include "app/gateway/checksource.h"
#include "tests/fuzz/fuzz.h"

#include <QSet>

using namespace hall;
using namespace hall::gateway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QStringList asked{QStringLiteral("cert_no"), QStringLiteral("name")};
    const auto answer = parseCheckAnswer(fuzz::qbytes({data, size}), asked);
    if (!answer) {
        HALL_HOLDS(answer.error().code == FaultCode::MessageInvalid && fuzz::isImpersonal(answer.error()));
        return 0;
    }
    // Only a source can say these two; the others are ours.
    HALL_HOLDS(answer->outcome == CheckOutcome::Match || answer->outcome == CheckOutcome::Mismatch);
    HALL_HOLDS(answer->differs.isEmpty() == (answer->outcome == CheckOutcome::Match));
    HALL_HOLDS(answer->differs.size() == QSet<QString>(answer->differs.begin(), answer->differs.end()).size());
    for (const QString &field : answer->differs) {
        HALL_HOLDS(asked.contains(field));
    }
    return 0;
}
