// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/recordsource.h"

#include "app/gateway/eventlog.h"

#include <algorithm>

namespace hall::gateway {
namespace {

bool ofUnit(const Service &service)
{
    return service.applicant == QLatin1String("employer") || service.applicant == QLatin1String("institution");
}

// What a record may say of it at all. Name and number are in the question.
bool recorded(const Field &field, bool unitToo)
{
    const bool plain = field.type != FieldType::Image && field.type != FieldType::Table;
    const bool said = field.id == QLatin1String("name") || field.id == QLatin1String("cert_no");
    return plain && !said &&
           (field.prefill.contains(FactSource::Central) || (unitToo && field.prefill.contains(FactSource::Employer)));
}

// Sorted, each once, those alone that a record may say.
QStringList chosen(const Catalogue &catalogue, QStringList ids, bool unitToo)
{
    ids.removeIf([&](const QString &id) {
        const Field *field = catalogue.field(id);
        return !field || !recorded(*field, unitToo);
    });
    ids.sort();
    ids.removeDuplicates();
    return ids;
}

// And what those follow from that nobody states.
QStringList withSources(const Catalogue &catalogue, QStringList ids)
{
    for (qsizetype i = 0; i < ids.size(); ++i) {
        const Field *field = catalogue.field(ids[i]);
        for (const QString &from : field && field->derive ? field->derive->from : QStringList()) {
            if (!ids.contains(from)) {
                ids.append(from);
            }
        }
    }
    return ids;
}

}  // namespace

QStringList prefillFields(const Catalogue &catalogue, const Service &service)
{
    return chosen(catalogue, withSources(catalogue, service.facts), ofUnit(service));
}

QStringList listFields(const Service &service)
{
    QStringList ids;
    for (const ResultGroup &group : service.resultGroups) {
        ids += group.each ? group.fields : QStringList();
    }
    return ids;
}

QStringList queryFields(const Catalogue &catalogue, const Service &service)
{
    QStringList ids = service.results;
    const QStringList entry = listFields(service);
    ids.removeIf([&entry](const QString &id) { return entry.contains(id); });
    return chosen(catalogue, withSources(catalogue, ids), ofUnit(service));
}

QStringList needFields(const Catalogue &catalogue)
{
    QStringList ids;
    for (const NeedRule &need : catalogue.needs()) {
        ids += need.when.facts();
        const Service *service = catalogue.service(need.service);
        for (const EligibilityClause &clause : service ? service->eligibility : QVector<EligibilityClause>()) {
            ids += clause.rule.facts();
        }
    }
    ids.removeDuplicates();
    return chosen(catalogue, withSources(catalogue, ids), false);
}

QStringList unitFields(const Catalogue &catalogue)
{
    QStringList ids;
    for (const Service &service : catalogue.services()) {
        ids += ofUnit(service) ? service.facts : QStringList();
    }
    ids.removeDuplicates();
    ids.removeIf([&catalogue](const QString &id) {
        const Field *field = catalogue.field(id);
        return !field || !field->prefill.contains(FactSource::Employer);
    });
    return chosen(catalogue, ids, true);
}

Result<RecordAnswer> OfficeRecords::find(const Catalogue &catalogue, const RecordLookup &lookup)
{
    const auto said =
        m_line->ask(QStringLiteral("/v1/records"), encodeRecordLookup(catalogue, lookup), kRecordAnswerBytes);
    if (!said) {
        return fail(said.error());
    }
    auto answer = parseRecordAnswer(catalogue, said->reveal(), lookup);
    if (!answer) {
        m_line->wrongAnswer(answer.error());
    } else if (!answer->unknown.isEmpty()) {
        answer->unknown.removeDuplicates();
        logEvent("office-code-unknown",
                 {{QStringLiteral("office"), m_line->name()}, {QStringLiteral("keys"), answer->unknown.join(u' ')}});
    }
    return answer;
}

}  // namespace hall::gateway
