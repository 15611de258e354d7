// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/applicants.h"

#include "app/domain/identitynumber.h"
#include "app/gateway/units.h"
#include "app/protocol/canonicaljson.h"

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr int kOfAge = 18;  // Civil Code, article 17

QString answer(const CaseBody &body, const char *field)
{
    const auto answers = parseJsonObject(body.transaction.answers.reveal(), kCaseBodyLimit);
    return answers ? answers->value(QLatin1String(field)).toString() : QString();
}

bool hasScan(const CaseBody &body, const QString &material)
{
    const QVector<Material> &all = body.transaction.materials;
    return std::any_of(all.begin(), all.end(), [&](const Material &one) { return one.kind == material; });
}

bool fits(const Service &service, ApplicantKind kind)
{
    switch (kind) {
    case ApplicantKind::Person:
        return service.applicant == QLatin1String("person") || service.applicant == QLatin1String("anyone");
    case ApplicantKind::Delegate:
        return !service.delegateLetter.isEmpty();
    case ApplicantKind::Employer:
    case ApplicantKind::Institution:
        return service.applicant == applicantKindName(kind);
    }
    Q_UNREACHABLE();
}

// The form and the applicant speak of the same person, who is not the one that brings the letter.
bool principalFits(const CaseBody &body, const Applicant &applicant)
{
    const QString &number = applicant.principalNumber.reveal();
    const QString stated = answer(body, "cert_no");
    return checkNumber(number).valid() && number != body.identity.number.reveal() &&
           (stated.isEmpty() || stated == number);
}

bool underAge(const Identity &identity, const QDate &today)
{
    return identity.birthDate && identity.birthDate->addYears(kOfAge) > today;
}

bool guardianMissing(const Service &service, const CaseBody &body, const QDate &today)
{
    const QString consent = QStringLiteral("guardian-consent");
    const bool asked = std::any_of(service.materials.begin(), service.materials.end(),
                                   [&](const ServiceMaterial &one) { return one.id == consent; });
    return service.guardianForMinors && asked && underAge(body.identity, today) && !hasScan(body, consent) &&
           !body.transaction.outstanding.contains(consent);
}

}  // namespace

Applicant applicantOf(const Service &service, const CaseBody &body)
{
    if (body.transaction.applicant) {
        return *body.transaction.applicant;
    }
    Applicant applicant;
    const auto kind = applicantKindFrom(service.applicant);
    if (kind == ApplicantKind::Employer || kind == ApplicantKind::Institution) {
        applicant.kind = *kind;
        applicant.unit = answer(body, "uscc");
    }
    return applicant;
}

Result<QString> applicantRefusal(QSqlDatabase &db, const Catalogue &catalogue, const CaseBody &body, const QString &tag,
                                 const QDate &today)
{
    const Service *service = catalogue.service(body.transaction.service);
    if (!service) {
        return QString();
    }
    const Applicant applicant = applicantOf(*service, body);
    if (!fits(*service, applicant.kind)) {
        return QStringLiteral("applicant");
    }
    switch (applicant.kind) {
    case ApplicantKind::Person:
        return guardianMissing(*service, body, today) ? QStringLiteral("guardian-consent") : QString();
    case ApplicantKind::Delegate:
        if (!principalFits(body, applicant)) {
            return QStringLiteral("applicant");
        }
        return hasScan(body, service->delegateLetter) ? QString() : QStringLiteral("delegate-letter");
    case ApplicantKind::Employer:
    case ApplicantKind::Institution:
        break;
    }
    if (const QString stated = answer(body, "uscc"); !stated.isEmpty() && stated != applicant.unit) {
        return QStringLiteral("applicant");
    }
    auto word = clerkWord(db, applicant.unit, tag);
    if (!word) {
        return fail(word.error());
    }
    return *word == ClerkWord::Stranger ? QStringLiteral("unit-clerk") : QString();
}

}  // namespace hall::gateway
