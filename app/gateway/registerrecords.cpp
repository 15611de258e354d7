// SPDX-License-Identifier: GPL-3.0-or-later
// Questions that whoever has the records answers, while the visitor waits.
#include "app/gateway/register.h"

#include "app/gateway/gatewaykeys.h"
#include "app/gateway/persons.h"

namespace hall::gateway {

bool Register::isOfRecord(const QString &kind)
{
    return kind == QLatin1String("prefill") || kind == QLatin1String("query") || kind == QLatin1String("needs") ||
           kind == QLatin1String("unit");
}

namespace {

RecordLookup lookupOf(const QString &kiosk, const Question &question)
{
    RecordLookup lookup;
    lookup.ask = newAsk();
    lookup.kind = question.kind;
    lookup.kiosk = kiosk;
    lookup.assurance = question.assurance ? assuranceName(*question.assurance) : QStringLiteral("");
    lookup.number = Sensitive<QString>(question.number);
    lookup.name = Sensitive<QString>(question.name);
    return lookup;
}

QJsonObject told(const Question &question, const RecordAnswer &answer, bool listed)
{
    QJsonObject json{{QStringLiteral("fields"), answer.fields}};
    if (question.kind == QLatin1String("query")) {
        json.insert(QStringLiteral("found"), true);
    }
    if (listed) {
        json.insert(QStringLiteral("list"), answer.list);
    }
    return json;
}

}  // namespace

Result<QJsonObject> Register::lookElsewhere(QSqlDatabase &db, const QString &kiosk, const Question &question,
                                            const QString &tag)
{
    const auto catalogue = m_catalogues->newest();
    if (!catalogue) {
        return fail(catalogue.error());
    }
    RecordLookup lookup = lookupOf(kiosk, question);
    if (question.kind == QLatin1String("needs")) {
        lookup.fields = needFields(**catalogue);
    } else if (question.kind == QLatin1String("unit")) {
        lookup.unit = question.service;
        lookup.fields = unitFields(**catalogue);
    } else {
        const Service *service = (*catalogue)->service(question.service);
        const bool queried = question.kind == QLatin1String("query");
        if (!service || (queried && !service->query)) {
            return fail(FaultCode::StoreNotFound, "the centre answers nothing for this service");
        }
        lookup.purpose = question.service;
        lookup.fields = queried ? queryFields(**catalogue, *service) : prefillFields(**catalogue, *service);
        lookup.list = queried ? listFields(*service) : QStringList();
    }
    lookup.documents = lookup.unit.isEmpty();
    auto answer = m_records->find(**catalogue, lookup);
    if (!answer) {
        return fail(answer.error());
    }
    if (auto done = link(db, answer->documents); !done) {
        return fail(done.error());
    }
    if (!answer->found || (!lookup.list.isEmpty() && answer->list.isEmpty())) {
        return fail(FaultCode::StoreNotFound, "no record, or under another name; or nothing on the list");
    }
    return question.kind == QLatin1String("needs") ? suggested(db, **catalogue, question, tag, answer->fields)
                                                   : told(question, *answer, !lookup.list.isEmpty());
}

// Of what an office says this alone is kept, as HMACs: cases are found by it long after the visit.
Done Register::link(QSqlDatabase &db, const QVector<PersonDocument> &documents)
{
    if (documents.isEmpty()) {
        return {};
    }
    QVector<DocumentTags> tags;
    for (const PersonDocument &one : documents) {
        tags.append({personTag(m_tagKey, one.number.reveal().toUpper()), nameTag(one.name.reveal())});
    }
    const auto kept = isPerson(db, tags);
    if (!kept) {
        return fail(kept.error());
    }
    if (*kept) {
        return {};
    }
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    if (auto done = savePerson(transaction.connection(), tags, {}, m_clock.wall().count()); !done) {
        return done;
    }
    return transaction.commit();
}

Result<QJsonObject> Register::clerkElsewhere(const QString &kiosk, const Question &question)
{
    const auto catalogue = m_catalogues->newest();
    if (!catalogue) {
        return fail(catalogue.error());
    }
    RecordLookup lookup = lookupOf(kiosk, question);
    lookup.kind = QStringLiteral("unit");
    lookup.unit = question.unit;
    const auto answer = m_records->find(**catalogue, lookup);
    if (!answer) {
        return fail(answer.error());
    }
    return answer->found ? Result<QJsonObject>(QJsonObject()) : fail(FaultCode::StoreNotFound, "not for this person");
}

}  // namespace hall::gateway
