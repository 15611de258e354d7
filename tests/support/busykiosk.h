// SPDX-License-Identifier: GPL-3.0-or-later
// A kiosk's clients as app/kiosk wires them, with all that they have under way at their centre begun again as soon as
// it has ended: questions, cases, scans, polls, reports, reference data.
#pragma once

#include "tests/support/memoryoutbox.h"

#include "app/sync/healthreporter.h"
#include "app/sync/httpscentre.h"
#include "app/sync/refclient.h"
#include "app/sync/renewal.h"
#include "app/sync/syncclient.h"

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QTest>
#include <QTimer>

#include <stdexcept>

namespace hall::test {

// How busy it is. Behind nginx a kiosk has 40 requests a second.
struct Pace
{
    int askMs = 0;     // from an answer to the next question
    int pulseMs = 20;  // between two wishes for a round
};

class BusyKiosk final : public QObject
{
public:
    static constexpr int kLongMs = 60'000;  // other work may keep the machine busy

    // `address`: of the gateway, or of what stands in front of it.
    BusyKiosk(GatewayRig &rig, const QString &address, const QString &name, const Pace &pace = {})
        : m_pace(pace), m_identity(enrolled(rig, address, name)), m_cases(name, m_identity.signer, m_identity.sealKey),
          m_shelf(m_data.filePath(QStringLiteral("reference")), m_identity.refKey), m_centre(m_identity, kLongMs),
          m_sync(m_outbox, m_identity, quick()), m_health(m_identity,
                                                          [] {
                                                              return QJsonObject{{QStringLiteral("v"), 1}};
                                                          }),
          m_reference(
              m_shelf, m_identity, [](const QString &) { return Done(); }, RefTiming{100}),
          m_renewal(m_data.path(), m_identity, m_late, 0)
    {
        must(m_shelf.open());
        connect(&m_sync, &SyncClient::itemStored, this, [this](const QString &, const QString &word) {
            if (word == u"stored") {
                ++did.stored;
                // Now and then nothing is queued: answers are polled for.
                QTimer::singleShot(did.stored % kPauseEvery == 0 ? kPauseMs : 0, this, [this] { handIn(); });
            }
        });
        connect(&m_sync, &SyncClient::problemChanged, this, [this](const QString &code) { note("sync", code); });
        connect(&m_sync, &SyncClient::roundEnded, this, [this](bool drained) { did.rounds += drained ? 1 : 0; });
        connect(&m_reference, &RefClient::problemChanged, this, [this](const QString &code) { note("ref", code); });
        connect(&m_health, &HealthReporter::answered, this, [this](bool taken) {
            ++did.reports;
            note("health", taken ? QString() : QStringLiteral("not taken"));
            m_health.soon();
        });
        connect(&m_renewal, &Renewal::refused, this, [this](const QString &code) { note("renewal", code); });
        connect(&m_renewal, &Renewal::renewed, this, [this](const KioskIdentity &next) {
            ++renewed;
            m_centre.setCertificate(next);
            m_sync.setCertificate(next);
            m_health.setCertificate(next);
            m_reference.setCertificate(next);
        });
        // A round that is under way does not hear that there is one more.
        connect(&m_pulse, &QTimer::timeout, &m_sync, &SyncClient::wake);
    }

    void begin()
    {
        m_running = true;
        m_pulse.start(m_pace.pulseMs);
        m_health.soon();
        m_reference.look();
        handIn();
        for (int i = 0; i < kQuestionsAtOnce; ++i) {
            ask();
        }
    }
    void end() { m_running = false; }
    [[nodiscard]] bool ended() const { return m_open == 0 && m_outbox.queue.isEmpty(); }
    void renew() { m_renewal.look(); }
    // Connections of former certificates that have not ended.
    [[nodiscard]] qsizetype linesLeft() const
    {
        qsizetype lines = 0;
        for (const QObject *client :
             std::initializer_list<const QObject *>{&m_centre, &m_sync, &m_health, &m_reference}) {
            lines += client->findChildren<QNetworkAccessManager *>().size() - 1;
        }
        return lines;
    }
    [[nodiscard]] bool lostNothing() const
    {
        return m_outbox.failures.isEmpty() && m_outbox.parked.isEmpty() && did.stored == m_outbox.known.size();
    }

    // didMore(): of everything that it has under way some more was answered since expectMore().
    void expectMore() { m_until = {did.answers + kMore, did.stored + kMore, did.reports + 1, did.rounds + 2}; }
    [[nodiscard]] bool didMore() const
    {
        return did.answers >= m_until.answers && did.stored >= m_until.stored && did.reports >= m_until.reports &&
               did.rounds >= m_until.rounds;
    }

    struct Did
    {
        int answers = 0;
        int stored = 0;
        int reports = 0;
        int rounds = 0;  // until nothing was queued and the inbox was read
    };
    Did did;
    int renewed = 0;
    QStringList failed;

private:
    static constexpr int kQuestionsAtOnce = 2;
    static constexpr int kMore = 12;       // of its answers, and of its cases
    static constexpr int kScanEvery = 4;   // cases
    static constexpr int kPauseEvery = 3;  // cases
    static constexpr int kPauseMs = 200;

    KioskIdentity enrolled(GatewayRig &rig, const QString &address, const QString &name)
    {
        Enrolment enrolment(m_data.path());
        auto future = enrolment.enrol(QUrl(address), rig.newCode(name), rig.keys.caPem);
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, kLongMs)) {
            throw std::runtime_error("enrolment never ended");
        }
        return must(future.result());
    }
    void note(const char *what, const QString &code)
    {
        if (!code.isEmpty()) {
            failed.append(QLatin1String(what) + u' ' + code);
        }
    }
    void handIn()
    {
        if (m_running) {
            const bool scan = m_outbox.known.size() % kScanEvery == 0;
            m_outbox.add(m_cases.make(scan ? QVector<QByteArray>{randomBytes(200'000)} : QVector<QByteArray>()));
        }
    }
    void ask()
    {
        ++m_open;
        const VisitProof proof{QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2"),
                               Sensitive<QString>(QStringLiteral("37020019900307006X")),
                               Sensitive<QString>(QStringLiteral("张测试")),
                               QStringLiteral("social-card"),
                               QStringLiteral("370200"),
                               {}};
        m_centre.progress(proof).then(this, [this](const Result<CentreAnswer> &answer) {
            --m_open;
            ++did.answers;
            if (!answer) {
                note("question", QString::fromStdString(std::string(answer.error().name()) + answer.error().detail));
            }
            QTimer::singleShot(m_pace.askMs, this, [this] {
                if (m_running) {
                    ask();
                }
            });
        });
    }

    QTemporaryDir m_data;
    Pace m_pace;
    // Each of its certificates is long past its half-life to this clock.
    ManualClock m_late{std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch() + 400LL * 24 * 3600 * 1000)};
    KioskIdentity m_identity;
    CaseMaker m_cases;
    MemoryOutbox m_outbox;
    RefShelf m_shelf;
    HttpsCentre m_centre;
    SyncClient m_sync;
    HealthReporter m_health;
    RefClient m_reference;
    Renewal m_renewal;
    QTimer m_pulse;
    Did m_until;
    bool m_running = false;
    int m_open = 0;
};

}  // namespace hall::test
