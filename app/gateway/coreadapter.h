// SPDX-License-Identifier: GPL-3.0-or-later
// Hands cases over to the municipal core (核心业务系统) and brings back what it says of them; the contract is CORE.md.
// What may have been sent is asked about by its reference before it is sent again, so that a core that takes the same
// message twice for two does not get it twice. One thread at a time; several gateways may share a database.
#pragma once

#include "app/gateway/catalogueshelf.h"
#include "app/gateway/coreclient.h"
#include "app/gateway/corelink.h"
#include "app/gateway/coremap.h"
#include "app/gateway/coreoutbox.h"

#include <QHash>

#include <atomic>

namespace hall::gateway {

class CoreAdapter
{
public:
    // blobs and clock must outlive it. `region`: of the halls, six digits.
    CoreAdapter(std::shared_ptr<Database> database, const Blobs &blobs, SealKeyRing keys,
                std::shared_ptr<CatalogueShelf> catalogues, QString region, CoreOptions options, const Clock &clock);

    // Asks for events when it is time, then deals with up to `most` messages; gives with how many. Nothing while the
    // core cannot be reached, or our certificate is not usable. A fault is the database's.
    [[nodiscard]] Result<int> step(int most);
    // Ends after the call under way. Any thread.
    void end() { m_ending = true; }

private:
    [[nodiscard]] Result<bool> ready();
    [[nodiscard]] Done away(const Fault &why);
    [[nodiscard]] Done takeEvents(QSqlDatabase &db);
    [[nodiscard]] Done handle(QSqlDatabase &db, const CoreMessage &message);
    [[nodiscard]] Done send(QSqlDatabase &db, const CoreMessage &message);
    [[nodiscard]] Done askAbout(QSqlDatabase &db, const CoreMessage &message);
    // Whether a waiting message is still to be sent; if not, it was closed.
    [[nodiscard]] Result<bool> stillWanted(QSqlDatabase &db, const CoreMessage &message);
    struct Composed
    {
        Sensitive<QByteArray> json;
        std::vector<CoreMaterial> materials;
    };
    [[nodiscard]] Result<Composed> compose(QSqlDatabase &db, const CoreMessage &message) const;
    [[nodiscard]] Result<QJsonObject> composeCase(QSqlDatabase &db, const QString &item, bool whole,
                                                  std::vector<CoreMaterial> &materials) const;
    [[nodiscard]] Done bring(const std::vector<CoreMaterial> &materials) const;
    [[nodiscard]] Done settle(QSqlDatabase &db, CoreMessage message, CoreAnswer answer);
    [[nodiscard]] Done park(const CoreMessage &message, const QString &code);
    [[nodiscard]] Result<CoreMessage> again(QSqlDatabase &db, const CoreMessage &message) const;
    [[nodiscard]] Done translate(QSqlDatabase &db, const QString &item, AskedItem &asked) const;
    [[nodiscard]] qint64 pause(int tries) const;  // milliseconds

    std::shared_ptr<Database> m_database;
    const Blobs &m_blobs;
    SealKeyRing m_keys;
    std::shared_ptr<CatalogueShelf> m_catalogues;
    const QString m_region;
    CoreClient m_core;
    CoreOutbox m_outbox;
    CoreLink m_link;
    const Clock &m_clock;
    std::atomic<bool> m_ending{false};
    bool m_up = false;
    QHash<QString, qint64>
        m_sentAt;            // monotonic ms, of messages sent since the program started: clocks of the wall jump
    int m_fruitless = 0;     // pings in a row
    qint64 m_restUntil = 0;  // monotonic ms
    qint64 m_lookAt = 0;     // monotonic ms, when our certificate is looked at again
    qint64 m_pollAt = 0;     // monotonic ms
};

}  // namespace hall::gateway
