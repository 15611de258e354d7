// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of one service file share: the dictionary they speak of, the report, the facts met so far.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/jsonread.h"

#include <functional>

namespace hall {

class ServiceContext
{
public:
    ServiceContext(const CatalogueData &data, FileReport &report) : m_data(data), m_vocabulary(data), m_report(report)
    {
    }

    // A rule of the file, when there is one and it is sound.
    [[nodiscard]] std::optional<rules::Rule> rule(const QJsonValue &value, const QString &path);
    // The dictionary's field, when a form, a list or a check may name it.
    const Field *use(const QString &id, const QString &path);
    void defect(const QString &path, DefectId id, const DefectArguments &arguments = {})
    {
        m_report.add(path, id, arguments);
    }
    void defect(const QString &path, const QString &reason, const QString &cure) { m_report.add(path, reason, cure); }

    // A defect of parts that do not go together: where one of them is misshapen, it is not told.
    void whole(const QString &path, DefectId id, const DefectArguments &arguments, const QStringList &restsOn)
    {
        Defect defect = defectOf(m_report.file(), path, id, arguments);
        defect.restsOn = restsOn;
        m_report.add(defect);
    }

    [[nodiscard]] const CatalogueData &data() const { return m_data; }
    [[nodiscard]] QStringList facts() const;  // every dictionary id met, sorted, each once

private:
    const CatalogueData &m_data;
    DictionaryVocabulary m_vocabulary;
    FileReport &m_report;
    QStringList m_facts;
};

using KnownFact = std::function<bool(const QString &fact)>;

// Whether `fact` can ever be known where `asked` is asked: a source may give it, or it follows from such facts.
[[nodiscard]] bool canBeKnown(const QString &fact, const QStringList &asked, const CatalogueData &data, int depth = 0);
// The first fact for want of which the rule can never be yes, whatever else is known; "" when it can.
[[nodiscard]] QString neverYesWithout(const rules::Rule &rule, const KnownFact &known);
// What the parts say of each other, once all are read.
void checkTogether(const Service &service, ServiceContext &context);
[[nodiscard]] Form readForm(const QJsonValue &json, const QString &path, ServiceContext &context);
[[nodiscard]] QVector<ServiceMaterial> readMaterials(const QJsonArray &json, ServiceContext &context);
// Who is asked for the licences that materials name: once materials, checks and applicant are read.
void checkLicences(const Service &service, ServiceContext &context);
[[nodiscard]] QVector<CrossCheck> readCrossChecks(const QJsonArray &json, ServiceContext &context);
[[nodiscard]] QVector<Suggestion> readSuggestions(const QJsonArray &json, ServiceContext &context);
[[nodiscard]] Batch readBatch(const QJsonValue &json, ServiceContext &context);

}  // namespace hall
