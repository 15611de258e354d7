// SPDX-License-Identifier: GPL-3.0-or-later
// Whose documents are one person's, as the centre's own records say, and what these know of the person. A person has a
// random key that says nothing of any number; documents (resident number, residence permit, travel permit, a number
// that was corrected) lead to it by their tags (personTag, gatewaykeys.h). Cases, questions and notices keep the tag of
// the document they came with, so that what is linked later counts for them as well. Nobody is linked by a name.
// Within a connection or transaction of the caller.
#pragma once

#include "app/domain/base/result.h"
#include "app/gateway/database.h"

#include <QJsonObject>
#include <QString>
#include <QVector>

namespace hall::gateway {

// A document as the tables hold one: HMACs of the number, and of the name that stands on it.
struct DocumentTags
{
    QString number;
    QString name;
};

// The key of the person whose document this is, "" for one that the centre does not know or that is in another name.
[[nodiscard]] Result<QString> personOf(QSqlDatabase &db, const DocumentTags &document);

// A condition: `column` is the tag of this document or of another one of the same person. Wants the document's tag
// bound twice.
[[nodiscard]] QString isOfOnePerson(const char *column);
// Whether both tags are documents of one person, or the same.
[[nodiscard]] Result<bool> ofOnePerson(QSqlDatabase &db, const QString &tag, const QString &other);

// Takes what the centre's records say of one person: `documents` are all that the person has, so one that was the
// person's before and is not among them is nobody's any more. Those that belonged to different keys become one
// person's, with what was known of each; of two values for a field the one given here counts, then that of the first
// document.
// `fields` may be empty, where the records lie elsewhere and only the documents are kept.
[[nodiscard]] Done savePerson(QSqlDatabase &db, const QVector<DocumentTags> &documents, const QJsonObject &fields,
                              qint64 nowMs);

// Whether these are all the documents of one person here, so that savePerson() would change nothing of them that
// counts: one document of which nothing is kept is one person's without being written down.
[[nodiscard]] Result<bool> isPerson(QSqlDatabase &db, const QVector<DocumentTags> &documents);

}  // namespace hall::gateway
