// SPDX-License-Identifier: GPL-3.0-or-later
// The calls of CORE.md over HTTP. Any thread, one call at a time.
#pragma once

#include "app/gateway/coreanswer.h"
#include "app/gateway/outbound.h"

namespace hall::gateway {

struct CoreOptions
{
    QUrl base;           // https, or http to this machine
    QString caFile;      // PEM of who signed the core's certificate; empty: the system's
    QString token;       // Authorization: Bearer; empty: none
    OwnCertificate own;  // shown to the core; none: it is not shown one
    // A message has so long to be sent and answered; a question a third of it; a scan three times.
    std::chrono::milliseconds deadline{20'000};
    // What the core promises: a message that it has not recorded so long after it came, it will not record.
    std::chrono::milliseconds settle{30'000};
    std::chrono::milliseconds poll{5'000};  // how often it is asked for events
    int tries = 12;                         // questions about one message, and sendings of it, before it is parked
};

// Files beside the address; empty: none.
struct CoreFiles
{
    QString ca;
    QString token;
    OwnCertificate own;
};

// BadArgument: http is for this machine alone; a certificate without its key or without TLS. KeyMissing: the token
// cannot be read. A certificate that is not usable is no fault here: it may be replaced at any time.
// `what` begins the words about an address that is none.
[[nodiscard]] Result<CoreOptions> coreOptions(const QString &url, const CoreFiles &files,
                                              const std::string &what = "the core's address");

// Faults of callOffice(). NotAllowed also when the core answers that it does not let us in. MessageInvalid: what came
// cannot be what the core says (also any other status but 200).
class CoreClient
{
public:
    explicit CoreClient(CoreOptions options) : m_options(std::move(options)) {}

    [[nodiscard]] Done ping() const;
    [[nodiscard]] Result<bool> holds(const QString &sha256) const;
    [[nodiscard]] Done bring(const QString &sha256, const QString &media, const QByteArray &plain) const;
    [[nodiscard]] Result<CoreAnswer> handOver(const QString &reference, const QStringList &items,
                                              const QByteArray &json) const;
    [[nodiscard]] Result<CoreAnswer> ask(const QString &reference, const QStringList &items) const;
    [[nodiscard]] Result<QVector<CoreEvent>> events(qint64 after) const;
    [[nodiscard]] const CoreOptions &options() const { return m_options; }

private:
    [[nodiscard]] OutboundCall shown(OutboundCall call) const;  // to whom, and by what
    [[nodiscard]] Result<QByteArray> call(OutboundCall call) const;

    const CoreOptions m_options;
};

}  // namespace hall::gateway
