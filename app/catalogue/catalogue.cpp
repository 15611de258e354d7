// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogue.h"

namespace hall {
namespace {

template <typename T> const T *find(const QMap<QString, T> &map, const QString &id)
{
    const auto it = map.constFind(id);
    return it == map.constEnd() ? nullptr : &*it;
}

}  // namespace

bool DictionaryVocabulary::knows(const QString &fact) const
{
    return m_data.fields.contains(fact);
}

std::optional<rules::ValueType> DictionaryVocabulary::typeOf(const QString &fact) const
{
    const Field *field = find(m_data.fields, fact);
    return field ? ruleTypeOf(*field) : std::nullopt;
}

bool DictionaryVocabulary::hasCode(const QString &table, const QString &code) const
{
    const CodeTable *found = find(m_data.tables, table);
    return found && found->find(code);
}

const Field *Catalogue::field(const QString &id) const
{
    return find(m_data.fields, id);
}

const CodeTable *Catalogue::table(const QString &id) const
{
    return find(m_data.tables, id);
}

const Service *Catalogue::service(const QString &id) const
{
    return find(m_data.services, id);
}

const Chain *Catalogue::chain(const QString &id) const
{
    return find(m_data.chains, id);
}

const Message *Catalogue::message(const QString &errorId) const
{
    return find(m_data.messages, errorId);
}

QString Catalogue::codeText(const QString &table, const QString &code, const QString &language) const
{
    const CodeTable *found = find(m_data.tables, table);
    const CodeRow *row = found ? found->find(code) : nullptr;
    return row ? row->text.in(language) : code;
}

}  // namespace hall
