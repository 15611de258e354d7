// SPDX-License-Identifier: GPL-3.0-or-later
// What offices answer while a visitor waits. First byte: a record, a unit's, a list, whose an electronic card is, what
// opens a card.
#include "app/gateway/officeanswer.h"
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/factjson.h"
#include "app/catalogue/vacancylist.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace hall;
using namespace hall::gateway;

namespace {

const QString kAsk = QStringLiteral("00112233445566778899aabbccddeeff");
const QString kNumber = QStringLiteral("37020019900307006X");
constexpr std::chrono::milliseconds kNow{1'790'000'000'000};

const Catalogue &catalogue()
{
    static const Catalogue one = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return one;
}

RecordLookup lookup(int which)
{
    RecordLookup one;
    one.ask = kAsk;
    one.kind = which == 0 ? QStringLiteral("prefill") : which == 1 ? QStringLiteral("unit") : QStringLiteral("query");
    one.unit = which == 1 ? QStringLiteral("91370202MA3DEM001A") : QString();
    one.number = Sensitive<QString>(kNumber);
    one.name = Sensitive<QString>(QStringLiteral("x"));
    one.fields = {QStringLiteral("mobile"),          QStringLiteral("education"),     QStringLiteral("paid_months"),
                  QStringLiteral("emp_cert_issued"), QStringLiteral("insurance_set"), QStringLiteral("benefit_start"),
                  QStringLiteral("business_flag"),   QStringLiteral("wage")};
    one.list = which == 2 ? QStringList{QStringLiteral("vacancy_no"), QStringLiteral("vacancy_pay_to")} : QStringList();
    one.documents = which != 1;
    return one;
}

// What a kiosk is told can be read by it: every value is a fact of its field, and every code is one of ours.
void told(const QJsonObject &fields, const QStringList &asked)
{
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const Field *field = catalogue().field(it.key());
        HALL_HOLDS(asked.contains(it.key()) && field);
        const auto fact = factFromJson(*field, it.value());
        HALL_HOLDS(fact && fact->isValid() && factToJson(*field, *fact) == it.value());
        if (it->isString()) {
            HALL_HOLDS(it->toString().size() <= kRecordTextLimit && !it->toString().contains(QChar(0)));
        }
        if (field->type == FieldType::Choice) {
            const CodeTable *table = catalogue().table(field->codeTable);
            HALL_HOLDS(!table || table->find(it->toString()));
        }
    }
}

void record(int which, const QByteArray &json)
{
    const RecordLookup asked = lookup(which);
    const auto answer = parseRecordAnswer(catalogue(), json, asked);
    if (!answer) {
        HALL_HOLDS(answer.error().code == FaultCode::MessageInvalid && fuzz::isImpersonal(answer.error()));
        return;
    }
    HALL_HOLDS(json.contains(kAsk.toLatin1()) || json.contains('\\'));  // Qt takes an escape that is none, too
    HALL_HOLDS(answer->found || (answer->fields.isEmpty() && answer->list.isEmpty()));
    told(answer->fields, asked.fields);
    HALL_HOLDS(answer->list.size() <= kMostVacancies);
    HALL_HOLDS(answer->documents.size() <= kDocumentLimit && (asked.documents || answer->documents.isEmpty()));
    HALL_HOLDS(answer->documents.isEmpty() ||
               std::any_of(answer->documents.begin(), answer->documents.end(), [&asked](const PersonDocument &one) {
                   return one.number.reveal() == kNumber && one.name.reveal() == asked.name.reveal();
               }));
    for (const auto &entry : answer->list) {
        told(entry.toObject(), asked.list);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const int which = input.byte() % 5;
    const QByteArray json = fuzz::qbytes(input.take(size));
    if (which < 3) {
        record(which, json);
    } else if (which == 3) {
        const auto holder = parseHolderAnswer(catalogue(), json, kAsk, kNow);
        if (holder) {
            HALL_HOLDS(holder->source == IdentitySource::ECard && !holder->name.reveal().trimmed().isEmpty());
            HALL_HOLDS(checkNumber(holder->number.reveal()).valid());
        } else {
            HALL_HOLDS(holder.error().code == FaultCode::MessageInvalid ||
                       holder.error().code == FaultCode::StoreNotFound);
            HALL_HOLDS(fuzz::isImpersonal(holder.error()));
        }
    } else {
        const auto keys = parseKeyAnswer(json, kAsk, QByteArray(16, '\x11'));
        HALL_HOLDS(!keys || keys->external.reveal().size() == 8 || keys->external.reveal().size() == 16);
        HALL_HOLDS(keys || fuzz::isImpersonal(keys.error()));
    }
    return 0;
}
