// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches reference data from the centre (app/protocol/README.md §7) and stages it on the RefShelf: asks for a newer
// manifest, fetches the files that are not here in ranges, and stages the release when all are. Never switches to it.
// Writing and checking block, so it lives on a thread of its own, whose event loop must run.
#pragma once

#include "app/store/refshelf.h"
#include "app/sync/centreline.h"

#include <QObject>
#include <QTimer>

namespace hall {

struct HttpAnswer;

struct RefTiming
{
    qint64 pollMs = 300'000;      // ± a quarter
    qint64 backoffBaseMs = 2000;  // full jitter up to base * 2^failures
    qint64 backoffCapMs = 300'000;
    int callTimeoutMs = 15'000;  // of silence
};

class RefClient final : public QObject
{
    Q_OBJECT

public:
    // The shelf is open and outlives the client. `check`: RefShelf::stage().
    RefClient(RefShelf &shelf, const KioskIdentity &identity, RefShelf::Check check, const RefTiming &timing = {},
              QObject *parent = nullptr);

    // A new certificate of the same kiosk. On this object's thread.
    void setCertificate(const KioskIdentity &identity) { m_line.setCertificate(identity); }

public Q_SLOTS:
    // Now, and from now on at the times of `timing`. Nothing happens while something is under way.
    void look();

Q_SIGNALS:
    void staged(qint64 number);
    // What keeps the newest release from this kiosk: "" nothing, "signature", "digest", "check", "store",
    // "unreachable", "timeout" or the centre's own code. Sent when it changes.
    void problemChanged(const QString &code);

private:
    using Answered = void (RefClient::*)(QNetworkReply &);
    void get(const QString &path, qint64 limit, Answered answered, const QByteArray &range = {});
    void manifestAnswered(QNetworkReply &reply);
    void fetchNext();
    void fileAnswered(QNetworkReply &reply);
    void stage();
    void rest();
    void failed(const QString &code, qint64 atLeastMs = 0);
    void failed(const HttpAnswer &answer);
    void failed(const Fault &fault);
    void setProblem(const QString &code);

    RefShelf &m_shelf;
    CentreLine m_line;
    RefShelf::Check m_check;
    RefTiming m_timing;
    QTimer m_timer{this};
    bool m_busy = false;
    int m_failures = 0;
    QString m_problem;
    QByteArray m_manifestJson;   // of the release that is being fetched
    QVector<RefFile> m_missing;  // of it; the first one is under way
};

}  // namespace hall
