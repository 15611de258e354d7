// SPDX-License-Identifier: GPL-3.0-or-later
// What the municipal core answers (CORE.md), read from bytes that nobody vouches for. Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/gateway/caselife.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>

namespace hall::gateway {

inline constexpr qsizetype kCoreAnswerBytes = 64 * 1024;
inline constexpr qsizetype kCoreEventsBytes = 256 * 1024;
inline constexpr qsizetype kCoreEvents = 100;      // of one answer
inline constexpr qsizetype kCoreWordsLimit = 500;  // characters of a sentence to the applicant
inline constexpr qsizetype kCorePlaceLimit = 200;  // characters of what a result is, and of where
inline constexpr qsizetype kCoreAskedLimit = 32;

// What the core made of one message.
enum class CoreOutcome
{
    Accepted,   // it keeps the cases, under numbers of its own
    Refused,    // it keeps nothing of it
    Unknown,    // it has never recorded this reference
    Working,    // it has not decided yet
    Materials,  // it has not got all the scans
    Conflict    // under this reference it keeps another content
};

// What is asked of the applicant, as the core names it: fields by the map's keys.
struct CoreAsked
{
    QString item;  // of which case of the message; the only one when it is not said
    AskedItem asked;
    bool operator==(const CoreAsked &) const = default;
};

struct CoreAnswer
{
    CoreOutcome outcome = CoreOutcome::Unknown;
    QMap<QString, QString> numbers;  // of Accepted: each case of the message → the core's number of it
    QString code;                    // of Refused: a token
    QVector<CoreAsked> asked;        // of Refused: what the applicant can mend; empty: somebody must look at it
    QDate until;                     // with `asked`
    QString words;
    bool operator==(const CoreAnswer &) const = default;
};

// The answer to a message, or to the question after it. MessageInvalid for anything that is not one about `reference`
// and exactly the cases `items`.
[[nodiscard]] Result<CoreAnswer> parseCoreAnswer(const QByteArray &json, const QString &reference,
                                                 const QStringList &items);

enum class CoreEventKind
{
    Correction,
    Decided,
    Refused,
    Ready,
    Delivered
};

struct CoreEvent
{
    qint64 n = 0;
    QString reference;
    QString item;
    QString name;                       // as it was sent, a token; may be none of ours
    std::optional<CoreEventKind> kind;  // nothing: the event cannot be understood, and is only noted
    StepWords words;                    // fields by the map's keys
    bool operator==(const CoreEvent &other) const
    {
        return n == other.n && reference == other.reference && item == other.item && name == other.name &&
               kind == other.kind;
    }
};

// Events after number `after`. MessageInvalid unless they are numbered upwards from it; one that cannot be understood
// otherwise is given without its kind, so that it holds up nobody else's. StoreCorrupt: a core that has counted less
// far than `after` has lost something.
[[nodiscard]] Result<QVector<CoreEvent>> parseCoreEvents(const QByteArray &json, qint64 after);

// {"v":1,"ready":true}
[[nodiscard]] bool coreIsReady(const QByteArray &json);
// {"v":1,"sha256":…,"held":true}: MessageInvalid unless it is about `sha256`.
[[nodiscard]] Result<bool> parseCoreHeld(const QByteArray &json, const QString &sha256);

}  // namespace hall::gateway
