// SPDX-License-Identifier: GPL-3.0-or-later
// What a municipal core answers. First byte: to a message, events, about a scan, to a ping.
#include "app/gateway/coreanswer.h"
#include "app/protocol/envelope.h"
#include "tests/fuzz/fuzz.h"

#include <QSet>

using namespace hall;
using namespace hall::gateway;

namespace {

const QString kReference = QStringLiteral("HK0197A000000070008000000000000001");
const QStringList kItems{QStringLiteral("0197a000-0000-7000-8000-000000000001"),
                         QStringLiteral("0197a000-0000-7000-8000-000000000002")};

// PostgreSQL refuses a zero character, and a screen shows all of it.
bool isSentence(const QString &text, qsizetype most)
{
    return text.size() <= most && text.isValidUtf16() && !text.contains(QChar(0)) && !text.contains(u'\n');
}

void asked(const AskedItem &item)
{
    HALL_HOLDS(isSentence(item.text, kCoreWordsLimit));
    HALL_HOLDS(item.kind == AskedItem::Kind::Words ? !item.text.isEmpty() && item.id.isEmpty() : isToken(item.id));
}

void answer(const QByteArray &json)
{
    const auto read = parseCoreAnswer(json, kReference, kItems);
    if (!read) {
        HALL_HOLDS(read.error().code == FaultCode::MessageInvalid && fuzz::isImpersonal(read.error()));
        return;
    }
    const bool accepted = read->outcome == CoreOutcome::Accepted;
    const bool refused = read->outcome == CoreOutcome::Refused;
    HALL_HOLDS(accepted == (read->numbers.size() == kItems.size()) && (accepted || read->numbers.isEmpty()));
    for (auto it = read->numbers.begin(); it != read->numbers.end(); ++it) {
        HALL_HOLDS(kItems.contains(it.key()) && isToken(it.value()));
    }
    HALL_HOLDS(refused == isToken(read->code));
    HALL_HOLDS(refused || (read->asked.isEmpty() && read->words.isEmpty()));
    HALL_HOLDS(read->asked.isEmpty() != read->until.isValid());
    HALL_HOLDS(read->asked.size() <= kCoreAskedLimit && isSentence(read->words, kCoreWordsLimit));
    for (const CoreAsked &one : read->asked) {
        HALL_HOLDS(kItems.contains(one.item));
        asked(one.asked);
    }
}

void events(const QByteArray &json)
{
    constexpr qint64 after = 7;
    const auto read = parseCoreEvents(json, after);
    if (!read) {
        HALL_HOLDS(read.error().code == FaultCode::MessageInvalid || read.error().code == FaultCode::StoreCorrupt);
        HALL_HOLDS(fuzz::isImpersonal(read.error()));
        return;
    }
    HALL_HOLDS(read->size() <= kCoreEvents);
    qint64 before = after;
    for (const CoreEvent &event : *read) {
        HALL_HOLDS(event.n > before);
        before = event.n;
        for (const QString &token : {event.reference, event.item, event.name}) {
            HALL_HOLDS(token.isEmpty() || isToken(token));
        }
        HALL_HOLDS(isSentence(event.words.words, kCoreWordsLimit) && isSentence(event.words.what, kCorePlaceLimit));
        HALL_HOLDS(isSentence(event.words.place, kCorePlaceLimit) && event.words.asked.size() <= kCoreAskedLimit);
        HALL_HOLDS(event.kind || (event.words.asked.isEmpty() && event.words.words.isEmpty()));
        for (const AskedItem &item : event.words.asked) {
            asked(item);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const int which = input.byte() % 4;
    const QByteArray json = fuzz::qbytes(input.take(size));
    if (which == 0) {
        answer(json);
    } else if (which == 1) {
        events(json);
    } else if (which == 2) {
        const auto held = parseCoreHeld(json, QString(64, u'a'));
        HALL_HOLDS(held || (held.error().code == FaultCode::MessageInvalid && fuzz::isImpersonal(held.error())));
    } else {
        (void)coreIsReady(json);
    }
    return 0;
}
