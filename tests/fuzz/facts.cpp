// SPDX-License-Identifier: GPL-3.0-or-later
// What visitors type and what the centre answers. First byte: what to try.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/factjson.h"
#include "app/catalogue/prefill.h"
#include "app/catalogue/validation.h"
#include "app/domain/identitynumber.h"
#include "app/domain/transaction.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace hall;
using hall::fuzz::Input;

namespace {

const QDate today(2026, 3, 1);

const Catalogue &catalogue()
{
    static const LoadedCatalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"));
    HALL_HOLDS(loaded.defects.isEmpty());
    return loaded.catalogue;
}

// A value that was understood survives the way to the centre and back.
void typed(Input &input)
{
    const auto &fields = catalogue().fields();
    auto it = fields.constBegin();
    std::advance(it, input.byte() % fields.size());
    const QString text = QString::fromUtf8(fuzz::qbytes(input.rest()));
    const auto value = readTyped(*it, text);
    if (!value) {
        HALL_HOLDS(catalogue().message(value.error()) != nullptr);
        return;
    }
    const auto error = validate(catalogue(), *it, *value, {}, today);
    HALL_HOLDS(!error || catalogue().message(*error) != nullptr);
    if (!error && value->isValid()) {
        const auto back = factFromJson(*it, factToJson(*it, *value));
        HALL_HOLDS(back && *back == *value);
    }
}

void answer(Input &input)
{
    const QJsonObject json = QJsonDocument::fromJson(fuzz::qbytes(input.rest())).object();
    QStringList refused;
    Facts facts = factsFromJson(catalogue(), json, &refused);
    HALL_HOLDS(facts.size() + refused.size() <= json.size());
    const QJsonObject written = factsToJson(catalogue(), facts);
    HALL_HOLDS(factsFromJson(catalogue(), written) == facts);
    for (auto it = facts.constBegin(); it != facts.constEnd(); ++it) {
        const auto error = validate(catalogue(), *catalogue().field(it.key()), *it, facts, today);
        HALL_HOLDS(!error || catalogue().message(*error) != nullptr);
    }
    const Facts derived = derive(catalogue(), facts, today);
    for (auto it = derived.constBegin(); it != derived.constEnd(); ++it) {
        HALL_HOLDS(catalogue().field(it.key()) != nullptr);
    }
    (void)prefill(catalogue(), catalogue().fields().keys(), {{FactSource::Central, facts}, {FactSource::SiCard, facts}},
                  today);
    wipeFacts(facts);
    HALL_HOLDS(facts.isEmpty());
}

void numbers(Input &input)
{
    const QString text = QString::fromUtf8(fuzz::qbytes(input.rest()));
    const NumberCheck check = checkNumber(text);
    HALL_HOLDS(checkNumber(check.normalised).kind == check.kind);
    HALL_HOLDS(!check.birthDate || check.birthDate->isValid());
    HALL_HOLDS(maskNumber(text).size() == text.size());
    HALL_HOLDS(maskNumber(text).count(u'*') >= text.size() - 10);
    (void)maskName(text);
    const QString number = typedShortNumber(text);
    HALL_HOLDS(number.isEmpty() || typedShortNumber(number) == number);
    (void)shortNumber(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr void (*tries[])(Input &) = {typed, answer, numbers};
    Input input(data, size);
    const std::size_t which = input.byte() % std::size(tries);
    tries[which](input);
    return 0;
}
