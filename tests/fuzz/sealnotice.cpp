// SPDX-License-Identifier: GPL-3.0-or-later
// What the centre says of its sealing keys. First byte: 0 as sent, 1 without its signature, which is put to it here so
// that what lies behind the signature is reached, 2 the answer to a report of health.
#include "app/protocol/sealnotice.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/seal.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonObject>

using namespace hall;
using hall::fuzz::Input;

namespace {

const Signer &centre()
{
    static const Signer signer = *Signer::fromSeed(QByteArray(Signer::kSeedBytes, 'c'));
    return signer;
}

void check(const Result<SealNotice> &notice)
{
    if (!notice) {
        HALL_HOLDS(notice.error().code == FaultCode::SignatureBad || notice.error().code == FaultCode::MessageInvalid);
        HALL_HOLDS(fuzz::isImpersonal(notice.error()));
        return;
    }
    HALL_HOLDS(notice->number > 0 && notice->current.size() == kSealKeyBytes);
    HALL_HOLDS(notice->next.isEmpty() || notice->next.size() == kSealKeyBytes);
    for (const qint64 now : {qint64(0), notice->nextFromMs, notice->nextFromMs - 1}) {
        HALL_HOLDS(notice->keyAt(now).size() == kSealKeyBytes);
    }
    const auto again = signSealNotice(*notice, centre());
    HALL_HOLDS(again && again->json == notice->json);
    HALL_HOLDS(*parseHealthAnswer(encodeHealthAnswer(*notice)) == notice->json);
}

void unsignedNotice(const QByteArray &bytes)
{
    auto object = parseJsonObject(bytes, kSealNoticeBytes);
    const auto text = object ? canonicalJson(*object) : fail(object.error());
    if (!text) {
        return;
    }
    object->insert(QStringLiteral("sig"), QString::fromLatin1(centre().sign("hall-seal-keys-v1\n" + *text).toHex()));
    if (const auto json = canonicalJson(*object)) {
        check(readSealNotice(*json, centre().publicKey()));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const int which = input.byte() % 3;
    const QByteArray bytes = fuzz::qbytes(input.rest());
    if (which == 0) {
        check(readSealNotice(bytes, centre().publicKey()));
    } else if (which == 1) {
        unsignedNotice(bytes);
    } else if (const auto notice = parseHealthAnswer(bytes); notice) {
        check(readSealNotice(*notice, centre().publicKey()));
    } else {
        HALL_HOLDS(notice.error().code == FaultCode::MessageInvalid);
    }
    return 0;
}
