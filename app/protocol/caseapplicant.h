// SPDX-License-Identifier: GPL-3.0-or-later
// Who acts in a case, and for which people, as the case body says it (app/protocol/README.md §4). Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/transaction.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hall {

inline constexpr qsizetype kCasePeopleLimit = 200;

// Eighteen characters of the code's own alphabet (GB 32100-2015); that its last one checks is the catalogue's to say.
[[nodiscard]] bool isCreditCodeShape(const QString &code);

[[nodiscard]] QJsonObject applicantJson(const Applicant &applicant);
[[nodiscard]] Result<Applicant> applicantFrom(const QJsonObject &object);  // MessageInvalid

// An array of objects whose values are texts, integers or flags; 1 to kCasePeopleLimit of them. MessageInvalid.
[[nodiscard]] Result<QJsonArray> casePeople(const QByteArray &json);
[[nodiscard]] Done checkCasePeople(const QJsonArray &people);

}  // namespace hall
