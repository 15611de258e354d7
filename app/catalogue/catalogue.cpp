// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogue.h"

#include <QRegularExpression>

namespace hall {
namespace {

template <typename T> const T *find(const QMap<QString, T> &map, const QString &id)
{
    const auto it = map.constFind(id);
    return it == map.constEnd() ? nullptr : &*it;
}

}  // namespace

QString eventIds(const CatalogueData &data)
{
    QStringList ids;
    for (const LifeEvent &event : data.events) {
        ids.append(event.id);
    }
    return ids.join(QStringLiteral(", "));
}

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

Done Catalogue::hallMayStandIn(const QString &region) const
{
    const auto refuse = [&region](const QString &why) {
        return fail(FaultCode::BadArgument, QStringLiteral("region '%1': %2").arg(region, why).toStdString());
    };
    static const QRegularExpression sixDigits(QStringLiteral("\\A[0-9]{6}\\z"));
    if (!sixDigits.match(region).hasMatch()) {
        return refuse(u"the hall's region is the six digits of its city or district, such as 370100 or 370102"_qs);
    }
    const CodeTable *regions = table(u"region"_qs);
    if (!regions || !regions->find(region)) {
        return refuse(u"the catalogue's table of regions (codes/region.json) does not have it"_qs);
    }
    if (!m_data.packs.isEmpty() && !m_data.packs.contains(region.left(4))) {
        return refuse(QStringLiteral("the catalogue has no pack of that city (regions/%1.json); it has %2")
                          .arg(region.left(4), m_data.packs.join(u' ')));
    }
    return {};
}

}  // namespace hall
