// SPDX-License-Identifier: GPL-3.0-or-later
// The messages between kiosk and gateway. First byte: which one. What was read and is written reads the same again.
#include "app/protocol/wire.h"
#include "app/protocol/cardauth.h"
#include "app/protocol/ecard.h"
#include "app/protocol/ridinginbox.h"
#include "app/protocol/visitcalls.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;
using hall::fuzz::Input;

namespace {

template <typename T> bool readable(const Result<T> &read)
{
    HALL_HOLDS(read || fuzz::isImpersonal(read.error()));
    return read.has_value();
}

void batch(const QByteArray &json)
{
    const auto read = wire::parseBatch(json);
    const auto thorough = wire::parseAnyBatch(json);
    HALL_HOLDS(read.has_value() == thorough.has_value() && (!read || *read == *thorough));
    if (!readable(read)) {
        return;
    }
    HALL_HOLDS(!read->items.isEmpty() && read->items.size() <= wire::kBatchItems);
    HALL_HOLDS(!read->skip || (read->skip->from >= 1 && read->skip->to >= read->skip->from));
    // A key of the database: PostgreSQL refuses some texts that SQLite takes, and then no batch would ever pass.
    HALL_HOLDS(!read->skip || QByteArray::fromHex(read->skip->epoch.toLatin1()).size() == 16);
    const auto written = wire::encodeBatch(*read);
    HALL_HOLDS(written);
    const auto again = wire::parseBatch(*written);
    HALL_HOLDS(again && *again == *read);
    qsizetype bytes = 0;
    for (const wire::BatchItem &item : read->items) {
        bytes += wire::wireSize(item);
    }
    HALL_HOLDS(written->size() <= bytes + 256);  // what the kiosk counts on when it fills a batch
}

void packed(const QByteArray &bytes)
{
    const auto read = wire::parsePackedBatch(bytes);
    if (!readable(read)) {
        return;
    }
    HALL_HOLDS(!read->items.isEmpty() && read->items.size() <= wire::kBatchItems);
    HALL_HOLDS(!read->skip || (read->skip->from >= 1 && read->skip->to >= read->skip->from));
    HALL_HOLDS(!read->skip || QByteArray::fromHex(read->skip->epoch.toLatin1()).size() == 16);
    const QByteArray written = wire::packBatch(*read);
    const auto again = wire::parsePackedBatch(written);
    HALL_HOLDS(again && *again == *read);
    qsizetype size = 0;
    for (const wire::BatchItem &item : read->items) {
        size += wire::packedSize(item);
    }
    HALL_HOLDS(written.size() <= size + 256);
    // Told in the other form it is the same.
    const auto plain = wire::encodeBatch(*read);
    HALL_HOLDS(plain);
    const auto same = wire::parseBatch(*plain);
    HALL_HOLDS(same ? *same == *read : plain->size() > wire::kLoneItemBytes);
}

void verdicts(const QByteArray &json)
{
    const auto read = wire::parseVerdicts(json);
    if (readable(read)) {
        const auto again = wire::parseVerdicts(wire::encodeVerdicts(*read));
        HALL_HOLDS(again && again->size() == read->size());
        HALL_HOLDS(wire::encodeVerdicts(*again) == wire::encodeVerdicts(*read));
    }
    const QVector<wire::InboxItem> riding = wire::ridingInbox(json);
    HALL_HOLDS(riding.size() <= wire::kRidingItems);
    HALL_HOLDS(wire::ridingInbox(wire::withInbox(wire::encodeVerdicts({}), riding)) == riding);
}

void inbox(const QByteArray &json)
{
    const auto read = wire::parseInbox(json);
    if (readable(read)) {
        const auto again = wire::parseInbox(wire::encodeInbox(*read));
        HALL_HOLDS(again && *again == *read);
    }
}

void enrolRequest(const QByteArray &json)
{
    const auto read = wire::parseEnrolRequest(json);
    if (readable(read)) {
        HALL_HOLDS(read->signKey.size() == 32);
        const auto again = wire::parseEnrolRequest(wire::encodeEnrolRequest(*read));
        HALL_HOLDS(again && again->code == read->code && again->csrPem == read->csrPem);
        HALL_HOLDS(again->signKey == read->signKey && again->mac == read->mac);
        (void)wire::enrolMac(read->code, read->csrPem, read->signKey);
    }
}

void renewRequest(const QByteArray &json)
{
    const auto read = wire::parseRenewRequest(json);
    if (readable(read)) {
        HALL_HOLDS(read->signature.size() == 64 && read->previous.size() == 64);
        const auto again = wire::parseRenewRequest(wire::encodeRenewRequest(*read));
        HALL_HOLDS(again && wire::renewText(*again) == wire::renewText(*read));
        HALL_HOLDS(again->signature == read->signature);
    }
}

void enrolAnswer(const QByteArray &json)
{
    const auto read = wire::parseEnrolAnswer(json);
    if (readable(read)) {
        HALL_HOLDS(read->sealKey.size() == 32);
        const auto again = wire::parseEnrolAnswer(wire::encodeEnrolAnswer(*read));
        HALL_HOLDS(again && again->kiosk == read->kiosk && again->certificatePem == read->certificatePem);
        HALL_HOLDS(again->caPem == read->caPem && again->sealKey == read->sealKey);
        HALL_HOLDS(again->serverTimeMs == read->serverTimeMs);
    }
}

void problem(const QByteArray &json)
{
    const wire::Problem read = wire::parseProblem(json);
    const wire::Problem again = wire::parseProblem(wire::encodeProblem(read.code, read.detail));
    HALL_HOLDS(again.code == read.code && again.detail == read.detail);
}

void code(const QByteArray &typed)
{
    const QByteArray once = wire::normaliseCode(QString::fromUtf8(typed));
    HALL_HOLDS(wire::normaliseCode(QString::fromUtf8(once)) == once);
}

void eCardQuestion(const QByteArray &json)
{
    const auto read = parseECardQuestion(json);
    if (readable(read)) {
        HALL_HOLDS(isECardCode(read->code.reveal()));
        const auto again = parseECardQuestion(encodeECardQuestion(*read).reveal());
        HALL_HOLDS(again && again->visit == read->visit && again->scene == read->scene);
        HALL_HOLDS(again->code.reveal() == read->code.reveal());
    }
}

void eCardAnswer(const QByteArray &json)
{
    const auto read = parseECardAnswer(json);
    if (readable(read)) {
        HALL_HOLDS(read->source == IdentitySource::ECard && checkNumber(read->number.reveal()).valid());
        HALL_HOLDS(!read->name.reveal().isEmpty() && read->name.reveal().isValidUtf16());
        const auto again = parseECardAnswer(encodeECardAnswer(*read).reveal());
        HALL_HOLDS(again && again->name.reveal() == read->name.reveal());
        HALL_HOLDS(again->number.reveal() == read->number.reveal() && again->region == read->region);
    }
}

void cardAuthQuestion(const QByteArray &json)
{
    const auto read = parseCardAuthQuestion(json);
    if (readable(read)) {
        HALL_HOLDS(read->cardId.size() == 16 && read->externalSource.size() == kCardAuthBytes);
        HALL_HOLDS(read->internalSource.size() == read->internalFactor.size() && read->resetInfo.size() <= 15);
        const QByteArray written = encodeCardAuthQuestion(*read);
        const auto again = parseCardAuthQuestion(written);
        HALL_HOLDS(again && encodeCardAuthQuestion(*again) == written);
    }
}

void cardAuthAnswer(const QByteArray &json)
{
    const auto read = parseCardAuthAnswer(json);
    if (readable(read)) {
        const qsizetype size = read->external.reveal().size();
        HALL_HOLDS(size == kCardAuthBytes || size == 2 * kCardAuthBytes);
        const auto again = parseCardAuthAnswer(encodeCardAuthAnswer(*read).reveal());
        HALL_HOLDS(again && again->internal == read->internal && again->external.reveal() == read->external.reveal());
    }
}

template <typename T>
void visitCall(const QByteArray &json, Result<T> (*parse)(const QByteArray &), QByteArray (*encode)(const T &))
{
    const auto read = parse(json);
    if (readable(read)) {
        const QByteArray written = encode(*read);
        const auto again = parse(written);
        HALL_HOLDS(again && encode(*again) == written);
    }
}

QByteArray plainDraftCall(const wire::DraftCall &call)
{
    return encodeDraftCall(call).reveal();
}

void draftCall(const QByteArray &json)
{
    visitCall<wire::DraftCall>(json, wire::parseDraftCall, plainDraftCall);
}

void draftAnswer(const QByteArray &json)
{
    visitCall<wire::DraftAnswer>(json, wire::parseDraftAnswer, wire::encodeDraftAnswer);
}

void phoneCall(const QByteArray &json)
{
    visitCall<wire::PhoneCall>(json, wire::parsePhoneCall, wire::encodePhoneCall);
}

void phonePlace(const QByteArray &json)
{
    visitCall<wire::PhonePlace>(json, wire::parsePhonePlace, wire::encodePhonePlace);
}

void phoneFile(const QByteArray &json)
{
    visitCall<wire::PhoneFile>(json, wire::parsePhoneFile, wire::encodePhoneFile);
    (void)wire::mediaOf(json);
}

void rating(const QByteArray &json)
{
    visitCall<wire::Rating>(json, wire::parseRating, wire::encodeRating);
}

// The key is one and the same: to make it is what takes its time.
void draftBox(const QByteArray &bytes)
{
    static const DraftKey key = *draftKey(QStringLiteral("37020019900307006X"), QStringLiteral("20261127"));
    HALL_HOLDS(!unlockDraft(bytes, key));
    const auto locked = lockDraft(bytes, key);
    HALL_HOLDS(locked && locked->size() == bytes.size() + kLockedDraftOverhead);
    const auto opened = unlockDraft(*locked, key);
    HALL_HOLDS(opened && opened->reveal() == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr void (*readers[])(const QByteArray &) = {
        batch,       verdicts,         inbox,          enrolRequest, enrolAnswer, problem,     code,      eCardQuestion,
        eCardAnswer, cardAuthQuestion, cardAuthAnswer, renewRequest, draftCall,   draftAnswer, phoneCall, phonePlace,
        phoneFile,   rating,           draftBox,       packed};
    Input input(data, size);
    const std::size_t which = input.byte() % std::size(readers);
    readers[which](fuzz::qbytes(input.rest()));
    return 0;
}
