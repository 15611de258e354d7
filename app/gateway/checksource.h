// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing what a case says with what another office knows (比对核验). A source gets what is to be compared and says
// whether it agrees; what it knows itself never leaves it. Nobody is asked about a person who has not agreed to it.
#pragma once

#include "app/domain/base/clock.h"
#include "app/domain/base/result.h"
#include "app/domain/base/sensitive.h"
#include "app/domain/transaction.h"

#include <QHash>
#include <QJsonObject>
#include <QStringList>
#include <QUrl>

#include <mutex>

namespace hall::gateway {

struct CheckQuestion
{
    QString source;   // one of checkSources()
    QString service;  // why it is asked
    Sensitive<QString> number;
    Sensitive<QString> name;
    QJsonObject facts;  // what the case says, by dictionary id, as factjson.h writes it; personal data
    Consent consent;
};

enum class CheckOutcome
{
    Match,
    Mismatch,   // the source knows otherwise
    Down,       // no answer in time, or none that can be understood
    NoConsent,  // the person has not agreed to it: nobody was asked
    Unstated    // the case does not say all that is to be compared, and what it says agrees
};

[[nodiscard]] QString outcomeName(CheckOutcome outcome);  // "match", "mismatch", "down", "no-consent", "unstated"
[[nodiscard]] std::optional<CheckOutcome> outcomeFrom(const QString &name);

struct CheckResult
{
    CheckOutcome outcome = CheckOutcome::Down;
    QStringList differs;  // of Mismatch: dictionary ids, never values
    bool operator==(const CheckResult &) const = default;
};

class CheckSource
{
public:
    virtual ~CheckSource() = default;
    // Answers within the source's deadline. Any thread.
    [[nodiscard]] CheckResult ask(const CheckQuestion &question);

private:
    [[nodiscard]] virtual CheckResult compare(const CheckQuestion &question) = 0;
};

struct CheckSourceOptions
{
    QUrl base;                // https, or http to this machine; a source is asked at BASE/SOURCE/v1/compare
    QHash<QString, QUrl> of;  // source → its own base instead
    QString caFile;           // PEM of who signed the sources' certificates; empty: the system's
    std::chrono::milliseconds deadline{3000};
    std::chrono::milliseconds rest{30'000};  // how long a source that cannot be reached is left alone
};

// "URL" for all sources, "SOURCE=URL" for one. BadArgument names what is wrong; http is for this machine alone.
[[nodiscard]] Result<CheckSourceOptions> checkSourceOptions(const QStringList &values);

inline constexpr qsizetype kCheckAnswerBytes = 16 * 1024;

// {"v":1,"source","purpose","person":{"number","name"},"facts":{…}}
[[nodiscard]] Sensitive<QByteArray> encodeCheckQuestion(const CheckQuestion &question);
// {"v":1,"outcome":"match"} or {"v":1,"outcome":"mismatch","fields":[ids]}. MessageInvalid for anything else, also for
// an id that was not asked.
[[nodiscard]] Result<CheckResult> parseCheckAnswer(const QByteArray &json, const QStringList &asked);

// Asks over HTTP (app/gateway/README.md). Thread-safe.
class HttpCheckSource final : public CheckSource
{
public:
    HttpCheckSource(CheckSourceOptions options, const Clock &clock);

private:
    [[nodiscard]] CheckResult compare(const CheckQuestion &question) override;
    [[nodiscard]] Result<CheckResult> request(const QUrl &base, const CheckQuestion &question) const;

    const CheckSourceOptions m_options;
    const Clock &m_clock;
    std::mutex m_mutex;
    QHash<QString, qint64> m_restsUntil;  // monotonic ms, of sources that could not be reached
};

}  // namespace hall::gateway
