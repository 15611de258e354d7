// SPDX-License-Identifier: GPL-3.0-or-later
// Units (employers, schools, prisons …) that the centre keeps: what is known of each, and who its clerks are, by tag.
// Within a connection or transaction of the caller.
#pragma once

#include "app/domain/base/result.h"
#include "app/gateway/database.h"
#include "app/gateway/persons.h"

#include <QJsonObject>
#include <QString>

#include <functional>

namespace hall::gateway {

// What is known of the unit: {"fields": {…}}. StoreNotFound when there is no such unit or the person is none of its
// clerks, by whichever document: the same for both.
[[nodiscard]] Result<QJsonObject> unitFacts(QSqlDatabase &db, const QString &unit, const DocumentTags &asking);

enum class ClerkWord
{
    Clerk,
    Stranger,
    NoList  // this centre keeps no units at all: it has no word on anybody
};
[[nodiscard]] Result<ClerkWord> clerkWord(QSqlDatabase &db, const QString &unit, const QString &numberTag);

// {"code","clerks":[{"number","name"}],"fields":{…}}; whoever was a clerk of it before is none any more.
[[nodiscard]] Done loadUnit(QSqlDatabase &db, const QJsonObject &unit,
                            const std::function<DocumentTags(const QString &number, const QString &name)> &tagsOf);

}  // namespace hall::gateway
