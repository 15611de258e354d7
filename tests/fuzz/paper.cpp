// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of paper as files, and what text recognition makes of a field. First byte: which.
#include "app/domain/identitynumber.h"
#include "app/recognition/reading/fieldvalue.h"
#include "tests/fuzz/fuzz.h"

#include <QDate>

using namespace hall;
using hall::fuzz::Input;

namespace {

void value(Input &input)
{
    const auto type = static_cast<ValueType>(input.byte() % (static_cast<int>(ValueType::Masked) + 1));
    const QString read = QString::fromUtf8(fuzz::qbytes(input.rest())).left(400);
    const WordList words{{QStringLiteral("本科"), QStringLiteral("21")}, {QStringLiteral("男"), QStringLiteral("1")}};
    const FieldValue found = valueOf(type, read, &words);
    HALL_HOLDS(found.allowed || !found.proven);
    HALL_HOLDS(!found.text.isEmpty() || !found.proven);
    if (type == ValueType::Number && found.proven) {
        HALL_HOLDS(checkNumber(found.text).valid());
    }
    if (type == ValueType::Credit && found.proven) {
        HALL_HOLDS(creditCodeHolds(found.text));
    }
    if (type == ValueType::Account && found.proven) {
        HALL_HOLDS(luhnHolds(found.text));
    }
    if (type == ValueType::Date && found.text.contains(u'-')) {
        HALL_HOLDS(QDate::fromString(found.text, Qt::ISODate).isValid());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const int which = input.byte() % 3;
    if (which == 0) {
        if (const auto kind = parsePaperKind(fuzz::qbytes(input.rest())); kind) {
            HALL_HOLDS(!kind->id.isEmpty() && !kind->sizes.empty());
            for (const PaperField &field : kind->fields) {
                HALL_HOLDS(!field.places.empty() && field.pattern.isValid());
            }
        } else {
            HALL_HOLDS(kind.error().code == FaultCode::FileInvalid);
        }
    } else if (which == 1) {
        const auto lists = parseWordLists(fuzz::qbytes(input.rest()));
        HALL_HOLDS(lists || lists.error().code == FaultCode::FileInvalid);
    } else {
        value(input);
    }
    return 0;
}
