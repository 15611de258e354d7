// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the centre for electronic licences (电子证照) before papers are scanned, and how a case refers to one
// (README.md §4, §5). Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/transaction.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace hall {

inline constexpr qsizetype kLicenceKindLimit = 8;        // kinds in a question
inline constexpr qsizetype kLicenceNumberLimit = 64;     // characters
inline constexpr qsizetype kLicenceIssuerLimit = 100;    // characters
inline constexpr qsizetype kLicenceReferenceLimit = 64;  // in a case

// Beside who stands there (VisitProof).
struct LicenceQuestion
{
    QString service;
    QString unit;         // whose licences, by its credit code; empty: the person's own
    QStringList kinds;    // each once, 1 to kLicenceKindLimit
    QStringList sharing;  // sources that the person lets the centre ask
};

struct LicenceAnswer
{
    QVector<Licence> found;  // at most one of each kind that was asked for; also those that are no longer valid
    QStringList unanswered;  // kinds that could not be looked for now
};

// A text that names nothing else: no controls, nothing at its ends, not longer than `most`.
[[nodiscard]] bool isLicenceText(const QString &text, qsizetype most);

[[nodiscard]] QJsonObject licenceJson(const Licence &licence);
[[nodiscard]] Result<Licence> licenceFrom(const QJsonObject &object);  // MessageInvalid names the field, no value

// {"licences":[{"kind","number","issuer","valid_until","at","digest"}],"unanswered":[kinds]}
[[nodiscard]] QJsonObject licenceAnswerJson(const LicenceAnswer &answer);
// Bytes from outside. MessageInvalid for anything that was not asked for, or is there twice.
[[nodiscard]] Result<LicenceAnswer> parseLicenceAnswer(const QByteArray &json, const QStringList &asked);

// `licences` of a case body.
[[nodiscard]] QJsonArray licenceReferencesJson(const QVector<LicenceReference> &references);
[[nodiscard]] Result<QVector<LicenceReference>> licenceReferencesFrom(const QJsonValue &value);

// What the centre signs with its key so that it knows its own answer again in a case: 64 hex digits over all but the
// digest. `holder` says whose it is: the tag of the person's document, or the unit's credit code.
[[nodiscard]] QString licenceDigest(const QByteArray &key, const QString &holder, const Licence &licence);

}  // namespace hall
