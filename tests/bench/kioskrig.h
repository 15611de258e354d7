// SPDX-License-Identifier: GPL-3.0-or-later
// A kiosk's store with the writer of its cases, outside a kiosk. Cases are marked as tests, of a fictional person.
#pragma once

#include "app/catalogue/catalogueloader.h"
#include "app/session/casewriter.h"
#include "app/sync/enrolment.h"
#include "tests/bench/bench.h"

#include <memory>

namespace hall::bench {

class KioskRig
{
public:
    // With keys of its own and no centre.
    [[nodiscard]] static Result<std::unique_ptr<KioskRig>> make(const QString &folder, const Settings &settings);
    // Known to the gateway that gave the code.
    [[nodiscard]] static Result<std::unique_ptr<KioskRig>> enrolled(const QString &folder, const Settings &settings,
                                                                    const QString &gateway, const QString &code,
                                                                    const QByteArray &authority);

    // So many bytes before it is sealed, or what a case without answers has.
    [[nodiscard]] Transaction newCase(qint64 bytes) const;
    // Encodes and seals, then hands over to the store. A good result of the future is durable.
    [[nodiscard]] QFuture<Result<Committed>> handIn(const Transaction &transaction);
    [[nodiscard]] Done commit(const Transaction &transaction);  // the same, and blocks until it is durable
    // Seals a scan and puts it into the case.
    [[nodiscard]] Done addScan(Transaction &transaction, const QByteArray &scan);
    [[nodiscard]] QByteArray signKey() const { return m_signKey; }  // that signs its envelopes, public part
    [[nodiscard]] KioskStore &store() { return *m_store; }
    [[nodiscard]] const KioskIdentity &identity() const { return *m_identity; }

private:
    KioskRig() = default;
    [[nodiscard]] static Result<std::unique_ptr<KioskRig>> open(const QString &folder, const Settings &settings);

    SystemClock m_clock;
    Catalogue m_catalogue;
    const Service *m_service = nullptr;
    std::unique_ptr<KioskStore> m_store;
    std::unique_ptr<CaseWriter> m_writer;
    QByteArray m_signKey;
    std::optional<KioskIdentity> m_identity;  // after enrolment
    Identity m_person;
    qint64 m_overhead = 0;  // bytes of a case without answers
};

}  // namespace hall::bench
