// SPDX-License-Identifier: GPL-3.0-or-later
// Turns what a visitor confirmed into a committed case: encode, seal to the centre's key, build and sign the envelope
// inside the store's commit. After the returned future holds a number, nothing can be lost.
#pragma once

#include "app/domain/base/clock.h"
#include "app/domain/transaction.h"
#include "app/protocol/envelope.h"
#include "app/protocol/signer.h"
#include "app/store/kioskstore.h"

#include <QByteArray>
#include <QFuture>

#include <optional>

namespace hall {

// Who seals and signs on this kiosk; known after enrolment.
struct SealIdentity
{
    QString kioskId;
    Signer signer;
    QByteArray centrePublicKey;  // X25519, 32 bytes
};

class CaseWriter
{
public:
    CaseWriter(KioskStore &store, const Clock &clock);

    void setIdentity(std::optional<SealIdentity> identity);
    [[nodiscard]] bool ready() const { return m_identity.has_value(); }

    // Seals one page and writes it at once. KeyMissing before enrolment, StoreFull …
    // `as`: Material::as.
    [[nodiscard]] QFuture<Result<Material>> writePage(const QString &kind, int page, Sensitive<QByteArray> jpeg,
                                                      const QString &as = {});
    // The same with a PDF of all pages of a paper, which goes as its first.
    [[nodiscard]] QFuture<Result<Material>> writePaper(const QString &kind, const Sensitive<QByteArray> &pdf,
                                                       const QString &as);
    // `transaction` is complete but for nothing; the same id again gives the first result.
    // priority: Waiting when the person stands at the screen.
    [[nodiscard]] QFuture<Result<Committed>> commit(const Transaction &transaction, const Identity &identity,
                                                    Priority priority = Priority::Waiting);
    // The cases of one chain of services, at most kGroupLimit: all are committed or none, in this order. `atomic`:
    // the centre is asked to take all or none.
    [[nodiscard]] QFuture<Result<QVector<Committed>>> commitAll(const QVector<Transaction> &transactions,
                                                                const Identity &identity, bool atomic);

private:
    // Of `material` what describes the file is filled in.
    [[nodiscard]] QFuture<Result<Material>> write(Material material, const QByteArray &plain);
    [[nodiscard]] Result<NewCase> sealedCase(const Transaction &transaction, const Identity &identity,
                                             const CaseGroup &group, Priority priority) const;

    KioskStore &m_store;
    const Clock &m_clock;
    std::optional<SealIdentity> m_identity;
};

// Random per start of the machine, from the kernel; "unknown" where there is none.
[[nodiscard]] QString bootId();

}  // namespace hall
