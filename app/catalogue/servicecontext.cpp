// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/servicecontext.h"

namespace hall {

std::optional<rules::Rule> ServiceContext::rule(const QJsonValue &value, const QString &path)
{
    auto found = readRule(value, path, m_vocabulary, m_report);
    if (found) {
        m_facts.append(found->facts());
    }
    return found;
}

const Field *ServiceContext::use(const QString &id, const QString &path)
{
    const auto it = m_data.fields.constFind(id);
    if (it == m_data.fields.constEnd()) {
        defect(path, DefectId::NoField, {id});
        return nullptr;
    }
    m_facts.append(id);
    if (it->type == FieldType::Choice && it->codeTable.isEmpty()) {
        defect(path, DefectId::FieldWithoutTable, {id, it->standard});
    }
    return &*it;
}

QStringList ServiceContext::facts() const
{
    QStringList all = m_facts;
    all.sort();
    all.removeDuplicates();
    return all;
}

}  // namespace hall
