// SPDX-License-Identifier: GPL-3.0-or-later
// Electronic licences that a kiosk asks for before papers are scanned.
#include "app/gateway/licencesource.h"
#include "app/gateway/register.h"
#include "app/protocol/caseapplicant.h"
#include "app/protocol/envelope.h"
#include "app/protocol/licence.h"

#include <QDateTime>

#include <algorithm>

namespace hall::gateway {
namespace {

// A kiosk waits three seconds for the whole answer.
constexpr std::chrono::milliseconds kAllLookups{2000};

bool names(const Service &service, const QString &kind)
{
    return std::any_of(service.materials.begin(), service.materials.end(),
                       [&kind](const ServiceMaterial &material) { return material.licence == kind; });
}

// A short list of texts, each once.
std::optional<QStringList> readWords(const QJsonValue &value, qsizetype most)
{
    QStringList words;
    for (const auto &entry : value.toArray()) {
        const QString word = entry.toString();
        if (!isToken(word) || words.contains(word) || words.size() == most) {
            return std::nullopt;
        }
        words.append(word);
    }
    return value.isArray() ? std::optional(words) : std::nullopt;
}

}  // namespace

Done Register::readLicenceQuestion(const QJsonObject &object, Question &q)
{
    q.unit = object.value(QStringLiteral("unit")).toString();
    const auto kinds = readWords(object.value(QStringLiteral("licences")), kLicenceKindLimit);
    const auto sharing = readWords(object.value(QStringLiteral("sharing")), checkSources().size());
    if (!q.unit.isEmpty() && !isCreditCodeShape(q.unit)) {
        return fail(FaultCode::MessageInvalid, "'unit' is no credit code");
    }
    if (!kinds || kinds->isEmpty() || !sharing) {
        return fail(FaultCode::MessageInvalid, "'licences' or 'sharing' missing or wrong");
    }
    q.licences = *kinds;
    q.sharing = *sharing;
    return {};
}

// What the service does not ask for, what the person has not agreed to, and what is not for the level that was proved
// is not looked for, whatever the kiosk says.
Result<QStringList> Register::licencesMeant(const Question &question) const
{
    const auto catalogue = m_catalogues ? m_catalogues->newest() : Result<CatalogueShelf::Held>(CatalogueShelf::Held());
    if (!catalogue) {
        return fail(catalogue.error());
    }
    const Service *service = *catalogue ? (*catalogue)->service(question.service) : nullptr;
    const bool ofUnit = service && (service->applicant == QLatin1String("employer") ||
                                    service->applicant == QLatin1String("institution"));
    if (!service || ofUnit == question.unit.isEmpty() || !question.assurance ||
        *question.assurance < std::max(service->assurance, Assurance::Possession)) {
        return fail(FaultCode::StoreNotFound, "no licences for this question");
    }
    QStringList meant;
    for (const QString &kind : question.licences) {
        const bool shared = question.sharing.contains(licenceSource(kind));
        if (names(*service, kind) && shared && (!ofUnit || isUnitLicence(kind))) {
            meant.append(kind);
        }
    }
    return meant;
}

Result<QJsonObject> Register::licences(const Question &question, const QString &tag,
                                       std::chrono::steady_clock::time_point begun)
{
    const auto meant = licencesMeant(question);
    if (!meant) {
        return fail(meant.error());
    }
    LicenceAnswer answer;
    const auto ends = begun + kAllLookups;
    for (const QString &kind : *meant) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(ends - std::chrono::steady_clock::now());
        const LicenceLookup lookup{kind, question.service, Sensitive<QString>(question.number),
                                   Sensitive<QString>(question.name), question.unit};
        auto found = m_licences && left.count() > 0
                         ? m_licences->find(lookup, left)
                         : Result<Licence>(fail(FaultCode::CentreUnreachable, "nobody to ask, or no time left"));
        if (found) {
            found->at = QDateTime::fromMSecsSinceEpoch(m_clock.wall().count(), Qt::UTC);
            found->digest = licenceDigest(m_tagKey, question.unit.isEmpty() ? tag : question.unit, *found);
            answer.found.append(std::move(*found));
        } else if (found.error().code != FaultCode::StoreNotFound) {
            answer.unanswered.append(kind);
        }
    }
    return licenceAnswerJson(answer);
}

}  // namespace hall::gateway
