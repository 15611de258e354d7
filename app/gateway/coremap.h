// SPDX-License-Identifier: GPL-3.0-or-later
// How a case is written for the municipal core (CORE.md): fields under their national indicator codes, codes as the
// region writes them, scans by their digest. Pure but for the case's own rows; any thread.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/gateway/casecore.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hall::gateway {

// "aac147"; a field without a code of its own is "hall." and our id, "hall.vacancy_title".
[[nodiscard]] QString coreKey(const Field &field);
// The dictionary id of a key; empty when it is none.
[[nodiscard]] QString fieldOfCoreKey(const Catalogue &catalogue, const QString &key);
// A value as the region writes it: codes of choices and sets are mapped, all else stays (factjson.h).
[[nodiscard]] QJsonValue coreValue(const Catalogue &catalogue, const Field &field, const QJsonValue &value);
// The other way: our code for the region's. Empty when the table has none, or the region's code stands for several.
[[nodiscard]] QString codeOfCore(const Catalogue &catalogue, const Field &field, const QString &code);
// Answers by dictionary id → by key. What the dictionary does not know stays under "hall." and its id.
[[nodiscard]] QJsonObject coreFields(const Catalogue &catalogue, const QJsonObject &answers);

// A file that a case names: sealed in the blobs, or, of a signature, in the case itself.
struct CoreMaterial
{
    QString sha256;  // of the plain bytes
    QString media;
    QString blob;                 // name of the sealed blob; empty for a signature
    Sensitive<QByteArray> plain;  // of a signature
};

// What is not in the case itself.
struct CoreCaseFacts
{
    QString state;  // what the gateway made of it, "accepted" or "decided"; empty for what adds to another case
    QString code;
    QString reference;  // the number that the applicant has
    QString hall;       // where it was handed in, GB/T 2260, six digits
    QJsonArray checks;  // as checkJson() writes them
    QJsonArray added;   // what was added to it since, each as this function writes it
};
// One case of a message. Appends what it names to `materials`. MessageInvalid: the case's own bytes cannot be read.
[[nodiscard]] Result<QJsonObject> coreCase(const Catalogue &catalogue, const OpenedCase &opened,
                                           const CoreCaseFacts &facts, std::vector<CoreMaterial> &materials);

// The map as CORE.md shows it: a table in Markdown, a line for each field of the dictionary, in the order of its ids.
[[nodiscard]] QString coreMapTable(const Catalogue &catalogue);

}  // namespace hall::gateway
