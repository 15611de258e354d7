// SPDX-License-Identifier: GPL-3.0-or-later
// Everything a kiosk knows about services: dictionary, code tables, services, life events, messages. Read-only after
// loading and safe to read from any thread. Pointers returned stay valid as long as the catalogue.
#pragma once

#include "app/catalogue/chain.h"
#include "app/catalogue/codetable.h"
#include "app/catalogue/field.h"
#include "app/catalogue/needs.h"
#include "app/catalogue/region.h"
#include "app/catalogue/rules/policies.h"
#include "app/catalogue/service.h"
#include "app/catalogue/visitonce.h"
#include "app/domain/base/result.h"

#include <QMap>
#include <QSet>

namespace hall {

// A group of the home page, named for what happened in someone's life.
struct LifeEvent
{
    QString id;
    LocalText title;
    QString icon;
    bool operator==(const LifeEvent &) const = default;
};

// Why a value was refused: what happened and what to do.
struct Message
{
    LocalText happened;
    LocalText todo;
    bool operator==(const Message &) const = default;
};

struct CatalogueData
{
    QMap<QString, Field> fields;
    QMap<QString, CodeTable> tables;
    QMap<QString, Message> messages;
    QVector<LifeEvent> events;
    QStringList often;    // services used most, first first
    QSet<QString> asked;  // fields that the forms of any service ask, sound or not
    QMap<QString, Service> services;
    QMap<QString, Chain> chains;
    QVector<NeedRule> needs;
    VisitOnce visitOnce;
    std::shared_ptr<rules::Policies> policies = std::make_shared<rules::Policies>();  // of the region
    Region region;
    QStringList packs;  // whose files there are, sound or not: "37", "3701", "3702" …
    QString version;
};

// The groups of the home page as a list to read: "graduate, lost-job".
[[nodiscard]] QString eventIds(const CatalogueData &data);

// What rules may name: the fields and tables of `data`, which must outlive it.
class DictionaryVocabulary final : public rules::Vocabulary
{
public:
    explicit DictionaryVocabulary(const CatalogueData &data) : m_data(data) {}
    [[nodiscard]] bool knows(const QString &fact) const override;
    [[nodiscard]] std::optional<rules::ValueType> typeOf(const QString &fact) const override;
    [[nodiscard]] bool hasCode(const QString &table, const QString &code) const override;
    [[nodiscard]] std::shared_ptr<const rules::Policies> policies() const override { return m_data.policies; }

private:
    const CatalogueData &m_data;
};

class Catalogue
{
public:
    Catalogue() = default;
    explicit Catalogue(CatalogueData data) : m_data(std::move(data)) {}

    [[nodiscard]] const Field *field(const QString &id) const;
    [[nodiscard]] const CodeTable *table(const QString &id) const;
    [[nodiscard]] const Service *service(const QString &id) const;
    [[nodiscard]] const Message *message(const QString &errorId) const;
    // The text of a code; the code itself when the table does not know it.
    [[nodiscard]] QString codeText(const QString &table, const QString &code, const QString &language) const;

    [[nodiscard]] const QMap<QString, Field> &fields() const { return m_data.fields; }
    [[nodiscard]] const QMap<QString, CodeTable> &tables() const { return m_data.tables; }
    [[nodiscard]] const QMap<QString, Service> &services() const { return m_data.services; }
    [[nodiscard]] const Chain *chain(const QString &id) const;
    [[nodiscard]] const QMap<QString, Chain> &chains() const { return m_data.chains; }
    [[nodiscard]] const QVector<NeedRule> &needs() const { return m_data.needs; }
    [[nodiscard]] const rules::Policies &policies() const { return *m_data.policies; }
    [[nodiscard]] const Region &region() const { return m_data.region; }
    [[nodiscard]] const VisitOnce &visitOnce() const { return m_data.visitOnce; }
    [[nodiscard]] const QMap<QString, Message> &messages() const { return m_data.messages; }
    [[nodiscard]] const QVector<LifeEvent> &events() const { return m_data.events; }
    // Services that the home page offers at once, first first; at most six.
    [[nodiscard]] const QStringList &often() const { return m_data.often; }
    // Whether a hall may stand there: BadArgument, in words for whoever sets it up, for what is not six digits, no
    // region of the table, or in a city without a pack while other cities have one. For the region that the catalogue
    // was loaded for.
    [[nodiscard]] Done hallMayStandIn(const QString &region) const;
    // First 16 hexadecimal digits of SHA-256 over the names and bytes of all its files.
    [[nodiscard]] const QString &version() const { return m_data.version; }
    [[nodiscard]] const CatalogueData &data() const { return m_data; }

private:
    CatalogueData m_data;
};

}  // namespace hall
