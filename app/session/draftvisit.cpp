// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/draftvisit.h"

#include "app/catalogue/factjson.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/draft.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace hall {
namespace {

const QString kService = QStringLiteral("service");
const QString kChain = QStringLiteral("chain");
const QString kSaid = QStringLiteral("said");

}  // namespace

Sensitive<QByteArray> encodeDraft(const Catalogue &catalogue, const Draft &draft)
{
    const QJsonObject object{
        {QStringLiteral("v"), 1},
        {draft.chain.isEmpty() ? kService : kChain, draft.chain.isEmpty() ? draft.service : draft.chain},
        {kSaid, factsToJson(catalogue, draft.said)}};
    return Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<Draft> parseDraft(const Catalogue &catalogue, const QByteArray &json)
{
    const auto object = parseJsonObject(json, kDraftBytes);
    if (!object) {
        return fail(object.error());
    }
    Draft draft;
    draft.service = object->value(kService).toString();
    draft.chain = object->value(kChain).toString();
    const bool known = draft.chain.isEmpty() ? catalogue.service(draft.service) != nullptr
                                             : draft.service.isEmpty() && catalogue.chain(draft.chain) != nullptr;
    if (object->value(QStringLiteral("v")).toInt() != 1 || !known || !object->value(kSaid).isObject()) {
        return fail(FaultCode::MessageInvalid, "no draft of a service that is here");
    }
    draft.said = factsFromJson(catalogue, object->value(kSaid).toObject());
    return draft;
}

}  // namespace hall
