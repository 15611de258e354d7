// SPDX-License-Identifier: GPL-3.0-or-later
// hall-handover-kiosk take|drain DIR: the store, the case writer and the sync client of an enrolled kiosk, wired as
// app/kiosk/kioskapp.cpp wires them, with short waits between tries; no screen and no devices. take: hands in cases for
// ever. drain: hands over what is there. Ends in order when stdin does. Says on stdout, a line each and with one write,
// so that a kill leaves whole lines: "try ID" before a commit, "page ID SHA256" for a scan, "promise ID SEQ" when the
// visitor would see that the case is handed in, "word ID VERDICT" when the store has the centre's word, "drained N"
// when nothing is queued after a round, with the number of the last answer. HALL_HANDOVER_PAUSE_MS: as the pause
// between two cases.
#include "app/kiosk/machineclock.h"
#include "app/session/casewriter.h"
#include "app/store/kioskstore.h"
#include "app/sync/enrolment.h"
#include "app/sync/syncclient.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSocketNotifier>
#include <QTimer>

#include <cstdio>
#include <unistd.h>

using namespace hall;

namespace {

// At most, between two cases.
int pauseMs()
{
    static const int given = qEnvironmentVariableIntValue("HALL_HANDOVER_PAUSE_MS");
    return given > 0 ? given : 15;
}

constexpr int restEvery = 4;        // one pause in so many lets the queue run empty
constexpr int restMs = 120;         // at most
constexpr int scanEvery = 6;        // one case in so many carries a scan
constexpr int pairEvery = 5;        // and one in so many is handed in together with another
constexpr int scanBytes = 200'000;  // at most: two chunks

void say(const QString &line)
{
    const QByteArray bytes = line.toLatin1() + '\n';
    if (write(STDOUT_FILENO, bytes.constData(), size_t(bytes.size())) != bytes.size()) {
        std::exit(3);
    }
}

// Fictional: numbers of a city's code (370200) are on no issued card.
Identity person()
{
    Identity made;
    made.source = IdentitySource::Typed;
    made.name = Sensitive<QString>(QStringLiteral("张测试"));
    made.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    return made;
}

class Visitors : public QObject
{
public:
    Visitors(CaseWriter &writer, const Clock &clock, SyncClient &sync) : m_writer(writer), m_clock(clock), m_sync(sync)
    {
    }

    void next()
    {
        m_sync.nobodyWaits();  // the one before has left
        m_cases = {newCase()};
        if (m_random.bounded(pairEvery) == 0) {
            m_cases.append(newCase());
        }
        if (m_random.bounded(scanEvery) != 0) {
            handIn();
            return;
        }
        QByteArray page(m_random.bounded(1, scanBytes), '\xFF');
        m_random.fillRange(reinterpret_cast<quint32 *>(page.data()), page.size() / qsizetype(sizeof(quint32)));
        m_writer.writePage(QStringLiteral("page"), 1, Sensitive<QByteArray>(page))
            .then(this, [this](const Result<Material> &material) {
                if (!material) {
                    std::exit(4);
                }
                m_cases.first().materials.append(*material);
                say(QStringLiteral("page %1 %2")
                        .arg(m_cases.first().id, QString::fromLatin1(material->sealedSha256.toHex())));
                handIn();
            });
    }

private:
    Transaction newCase()
    {
        Transaction made;
        made.id = newTransactionId(m_clock.wall().count());
        made.service = QStringLiteral("unemployment-registration");
        made.serviceVersion = QStringLiteral("1");
        made.catalogueVersion = QStringLiteral("1");
        made.form = QStringLiteral("online");
        made.submittedAt = QDateTime::fromMSecsSinceEpoch(m_clock.wall().count(), Qt::UTC);
        made.consent = {QStringLiteral("1"), made.submittedAt};
        made.test = true;
        made.answers = Sensitive<QByteArray>("{\"remark\":\"" + QByteArray(m_random.bounded(6000), 'x') + "\"}");
        return made;
    }

    void handIn()
    {
        for (const Transaction &one : std::as_const(m_cases)) {
            say(QStringLiteral("try ") + one.id);
        }
        m_writer.commitAll(m_cases, m_person, false).then(this, [this](const Result<QVector<Committed>> &done) {
            if (!done) {
                std::fprintf(stderr, "commit: %s\n", done.error().detail.c_str());
                std::exit(5);
            }
            QStringList ids;
            for (qsizetype i = 0; i < done->size(); ++i) {
                ids.append(m_cases[i].id);
                say(QStringLiteral("promise %1 %2").arg(m_cases[i].id).arg((*done)[i].seq));
            }
            m_sync.handedIn(ids);
            const int longest = m_random.bounded(restEvery) == 0 ? restMs : pauseMs();
            QTimer::singleShot(m_random.bounded(longest), this, [this] { next(); });
        });
    }

    CaseWriter &m_writer;
    const Clock &m_clock;
    SyncClient &m_sync;
    QRandomGenerator m_random = QRandomGenerator::securelySeeded();
    Identity m_person = person();
    QVector<Transaction> m_cases;
};

}  // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 3) {
        return 2;
    }
    MachineClock clock;
    StoreOptions options;
    options.dataFolder = QString::fromLocal8Bit(argv[2]);
    options.clock = &clock;
    const auto store = KioskStore::open(options);
    const auto identity = loadIdentity(options.dataFolder);
    if (!store || !identity) {
        std::fprintf(stderr, "%s\n", (store ? identity.error() : store.error()).detail.c_str());
        return 1;
    }
    CaseWriter writer(**store, clock);
    writer.setIdentity(SealIdentity{identity->kiosk, identity->signer, sealKeyOf(*identity, clock.wall().count())});
    SyncTiming timing;
    timing.backoffBaseMs = 20;
    timing.backoffCapMs = 200;
    timing.pollMs = 200;
    SyncClient sync(**store, *identity, timing);
    QObject::connect(&sync, &SyncClient::itemStored, &application, [](const QString &id, const QString &verdict) {
        say(QStringLiteral("word %1 %2").arg(id, verdict));
    });
    Visitors visitors(writer, clock, sync);
    if (QByteArray(argv[1]) == "take") {
        visitors.next();
    } else {
        QObject::connect(&sync, &SyncClient::roundEnded, &application, [&](bool drained) {
            if (!drained) {
                return;
            }
            (*store)->syncState(QStringLiteral("inbox.after")).then(&application, [](const Result<QByteArray> &number) {
                say(QStringLiteral("drained %1").arg(number ? number->toLongLong() : 0));
            });
        });
    }
    const QSocketNotifier end(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&end, &QSocketNotifier::activated, &application, [] { QCoreApplication::exit(0); });
    sync.wake();
    return QCoreApplication::exec();
}
