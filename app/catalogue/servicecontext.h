// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of one service file share: the dictionary they speak of, the report, the facts met so far.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/jsonread.h"

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
    void defect(const QString &path, const QString &reason, const QString &cure) { m_report.add(path, reason, cure); }

    [[nodiscard]] const CatalogueData &data() const { return m_data; }
    [[nodiscard]] QStringList facts() const;  // every dictionary id met, sorted, each once

private:
    const CatalogueData &m_data;
    DictionaryVocabulary m_vocabulary;
    FileReport &m_report;
    QStringList m_facts;
};

[[nodiscard]] Form readForm(const QJsonValue &json, const QString &path, ServiceContext &context);
[[nodiscard]] QVector<ServiceMaterial> readMaterials(const QJsonArray &json, ServiceContext &context);
// Who is asked for the licences that materials name: once materials, checks and applicant are read.
void checkLicences(const Service &service, ServiceContext &context);
[[nodiscard]] QVector<CrossCheck> readCrossChecks(const QJsonArray &json, ServiceContext &context);
[[nodiscard]] QVector<Suggestion> readSuggestions(const QJsonArray &json, ServiceContext &context);
[[nodiscard]] Batch readBatch(const QJsonValue &json, ServiceContext &context);

}  // namespace hall
