// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/caseapplicant.h"

#include "app/protocol/canonicaljson.h"

#include <QRegularExpression>

namespace hall {
namespace {

constexpr qsizetype kNameLimit = 64;    // characters
constexpr qsizetype kNumberLimit = 32;  // characters
constexpr qsizetype kPeopleBytes = 4 * 1024 * 1024;

tl::unexpected<Fault> wrong(const char *field)
{
    return fail(FaultCode::MessageInvalid, std::string("case field '") + field + "' missing or wrong");
}

bool isSaid(const QString &text, qsizetype limit)
{
    return !text.isEmpty() && text.size() <= limit;
}

}  // namespace

bool isCreditCodeShape(const QString &code)
{
    static const QRegularExpression shape(QStringLiteral("\\A[0-9A-HJ-NPQRTUWXY]{18}\\z"));
    return shape.match(code).hasMatch();
}

QJsonObject applicantJson(const Applicant &applicant)
{
    QJsonObject object{{QStringLiteral("kind"), applicantKindName(applicant.kind)}};
    switch (applicant.kind) {
    case ApplicantKind::Person:
        break;
    case ApplicantKind::Employer:
    case ApplicantKind::Institution:
        object.insert(QStringLiteral("unit"), applicant.unit);
        break;
    case ApplicantKind::Delegate:
        object.insert(QStringLiteral("principal"),
                      QJsonObject{{QStringLiteral("name"), applicant.principalName.reveal()},
                                  {QStringLiteral("number"), applicant.principalNumber.reveal()}});
        break;
    }
    return object;
}

Result<Applicant> applicantFrom(const QJsonObject &object)
{
    const auto kind = applicantKindFrom(object.value(QStringLiteral("kind")).toString());
    if (!kind) {
        return wrong("applicant.kind");
    }
    Applicant applicant;
    applicant.kind = *kind;
    const bool unit = *kind == ApplicantKind::Employer || *kind == ApplicantKind::Institution;
    if (object.contains(QStringLiteral("unit")) != unit) {
        return wrong("applicant.unit");
    }
    if (object.contains(QStringLiteral("principal")) != (*kind == ApplicantKind::Delegate)) {
        return wrong("applicant.principal");
    }
    if (unit) {
        applicant.unit = object.value(QStringLiteral("unit")).toString();
        if (!isCreditCodeShape(applicant.unit)) {
            return wrong("applicant.unit");
        }
    }
    if (*kind == ApplicantKind::Delegate) {
        const QJsonObject principal = object.value(QStringLiteral("principal")).toObject();
        const QString name = principal.value(QStringLiteral("name")).toString();
        const QString number = principal.value(QStringLiteral("number")).toString();
        if (!isSaid(name, kNameLimit) || !isSaid(number, kNumberLimit)) {
            return wrong("applicant.principal");
        }
        applicant.principalName = Sensitive<QString>(name);
        applicant.principalNumber = Sensitive<QString>(number);
    }
    return applicant;
}

Result<QJsonArray> casePeople(const QByteArray &json)
{
    const auto object = parseJsonObject("{\"people\":" + json + '}', kPeopleBytes);
    if (!object) {
        return fail(object.error());
    }
    const QJsonArray people = object->value(QStringLiteral("people")).toArray();
    if (object->size() != 1) {
        return wrong("people");
    }
    if (auto sound = checkCasePeople(people); !sound) {
        return fail(sound.error());
    }
    return people;
}

Done checkCasePeople(const QJsonArray &people)
{
    if (people.isEmpty() || people.size() > kCasePeopleLimit) {
        return wrong("people");
    }
    for (const auto &person : people) {
        if (!person.isObject()) {
            return wrong("people");
        }
        const QJsonObject row = person.toObject();
        for (const auto &value : row) {
            if (!value.isString() && !value.isDouble() && !value.isBool()) {
                return wrong("people");
            }
        }
    }
    return {};
}

}  // namespace hall
