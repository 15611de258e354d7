// SPDX-License-Identifier: GPL-3.0-or-later
// Who is asked for electronic licences (电子证照). Which service that is, and how it is asked, is a matter of the
// region: an implementation of this is all that knows it.
#pragma once

#include "app/domain/base/clock.h"
#include "app/domain/base/result.h"
#include "app/domain/transaction.h"
#include "app/gateway/checksource.h"

#include <QHash>

#include <mutex>
#include <optional>

namespace hall::gateway {

// Whose licence of which kind, and why it is asked for.
struct LicenceLookup
{
    QString kind;     // of licenceKinds()
    QString service;  // why
    Sensitive<QString> number;
    Sensitive<QString> name;
    QString unit;  // the unit's, by its credit code; then the person is one of its clerks. Empty: the person's own
};

class LicenceSource
{
public:
    virtual ~LicenceSource() = default;
    LicenceSource() = default;
    LicenceSource(const LicenceSource &) = delete;
    LicenceSource &operator=(const LicenceSource &) = delete;

    // Number, issuer and validity; `at` and `digest` are the register's to fill in. StoreNotFound: there is none. Any
    // other fault: cannot be asked now. Within `deadline`. Thread-safe.
    [[nodiscard]] virtual Result<Licence> find(const LicenceLookup &lookup, std::chrono::milliseconds deadline) = 0;
};

inline constexpr qsizetype kLicenceAnswerBytes = 16 * 1024;

// {"v":1,"source","purpose","licence":kind,"person":{"number","name"}} and, of a unit's, "unit"
[[nodiscard]] Sensitive<QByteArray> encodeLicenceLookup(const LicenceLookup &lookup);
// {"v":1,"outcome":"found","licence":{"number","issuer","valid_until"}} or {"v":1,"outcome":"none"}, which is
// StoreNotFound. MessageInvalid for anything else.
[[nodiscard]] Result<Licence> parseFoundLicence(const QByteArray &json, const QString &kind);

// Asks the sources of the checks over HTTP, each at BASE/SOURCE/v1/licence (app/gateway/README.md).
class HttpLicenceSource final : public LicenceSource
{
public:
    HttpLicenceSource(CheckSourceOptions options, const Clock &clock) : m_options(std::move(options)), m_clock(clock) {}

    [[nodiscard]] Result<Licence> find(const LicenceLookup &lookup, std::chrono::milliseconds deadline) override;

private:
    const CheckSourceOptions m_options;
    const Clock &m_clock;
    std::mutex m_mutex;
    QHash<QString, qint64> m_restsUntil;  // monotonic ms, of sources that could not be reached
};

}  // namespace hall::gateway
