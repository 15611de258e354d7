// SPDX-License-Identifier: GPL-3.0-or-later
// Cases, scans, the sync engine's side, person tags, settings: what the store promises while nothing goes wrong.
#include "tests/unit/store/storetools.h"

#include "app/store/storethread.h"

#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace hall;
using namespace hall::test;

class TestStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = opened(optionsFor(m_folder->path()));
    }
    void cleanup()
    {
        m_store.reset();
        m_folder.reset();
    }

    void sequenceIsGaplessAndChained()
    {
        QStringList ids;
        for (int i = 1; i <= 20; ++i) {
            const NewCase fresh = newCase();
            const Result<Committed> committed = m_store->commit(fresh).result();
            QVERIFY(committed);
            QCOMPARE(committed->seq, i);
            QCOMPARE(committed->number, shortNumber(fresh.id));
            ids.append(fresh.id);
        }
        QCOMPARE(queueDefect(*m_store, ids), QString());
    }

    void anEnrolmentBeginsAChainOfItsOwn()
    {
        for (int i = 1; i <= 3; ++i) {
            QCOMPARE(m_store->commit(newCase()).result()->seq, i);
        }
        QVERIFY(m_store->appendAudit(QStringLiteral("enrolled"), QByteArrayLiteral("{}")).result());
        QCOMPARE(m_store->commit(newCase()).result()->seq, 1);
        QCOMPARE(m_store->commit(newCase()).result()->seq, 2);
        const auto rows = m_store->outbox(true).result();
        QCOMPARE(rows->size(), 5);
        QCOMPARE(rows->at(2).epoch, rows->at(0).epoch);
        QVERIFY(rows->at(3).epoch != rows->at(2).epoch);
        QCOMPARE(rows->at(4).epoch, rows->at(3).epoch);
        QVERIFY(m_store->verifyAudit().result()->intact);
    }

    void theSameIdIsOneCase()
    {
        const NewCase fresh = newCase();
        const Result<Committed> first = m_store->commit(fresh).result();
        QVERIFY(m_store->commit(newCase()).result());
        int built = 0;
        NewCase again = newCase(fresh.id);
        again.makeEnvelope = [&built, &again](const ChainPosition &at) {
            ++built;
            return standInEnvelope(again.id, at);
        };
        const Result<Committed> second = m_store->commit(again).result();
        QVERIFY(first && second);
        QCOMPARE(*second, *first);
        QCOMPARE(built, 0);
        QCOMPARE(m_store->counts().result()->queued, 2);
    }

    void aFailedEnvelopeUsesUpNoNumber()
    {
        QVERIFY(m_store->commit(newCase()).result());
        NewCase unsignedCase = newCase();
        unsignedCase.makeEnvelope = [](const ChainPosition &) {
            return Result<SignedEnvelope>(fail(FaultCode::KeyMissing));
        };
        QCOMPARE(faultIn(m_store->commit(unsignedCase).result()), FaultCode::KeyMissing);
        QCOMPARE(m_store->commit(newCase()).result()->seq, 2);
        QCOMPARE(m_store->counts().result()->queued, 2);
    }

    void severalCasesAreOneCommit()
    {
        QSignalSpy committed(m_store.get(), &KioskStore::caseCommitted);
        const QVector<NewCase> three{newCase(), newCase(), newCase()};
        const auto all = m_store->commitAll(three).result();
        QVERIFY(all);
        QCOMPARE(all->size(), 3);
        QCOMPARE(all->at(0).seq, 1);
        QCOMPARE(all->at(2).seq, 3);
        QTRY_COMPARE(committed.size(), 3);
        QCOMPARE(queueDefect(*m_store, {three[0].id, three[1].id, three[2].id}), QString());
        // Handed in again, they are the same three.
        QCOMPARE(*m_store->commitAll(three).result(), *all);
        QCOMPARE(m_store->counts().result()->queued, 3);
    }

    void oneBadCaseTakesItsGroupWithIt()
    {
        QSignalSpy committed(m_store.get(), &KioskStore::caseCommitted);
        for (int bad = 0; bad < 3; ++bad) {
            QVector<NewCase> three{newCase(), newCase(), newCase()};
            three[bad].makeEnvelope = [](const ChainPosition &) {
                return Result<SignedEnvelope>(fail(FaultCode::KeyMissing));
            };
            QCOMPARE(faultIn(m_store->commitAll(three).result()), FaultCode::KeyMissing);
        }
        QCOMPARE(m_store->counts().result()->queued, 0);
        QCOMPARE(m_store->commit(newCase()).result()->seq, 1);
        QTRY_COMPARE(committed.size(), 1);
    }

    void incompleteCasesAreRefused_data()
    {
        QTest::addColumn<int>("missing");
        QTest::newRow("id") << 0;
        QTest::newRow("service") << 1;
        QTest::newRow("time") << 2;
        QTest::newRow("body") << 3;
        QTest::newRow("envelope") << 4;
        QTest::newRow("short hash") << 5;
    }
    void incompleteCasesAreRefused()
    {
        QFETCH(int, missing);
        NewCase fresh = newCase();
        switch (missing) {
        case 0:
            fresh.id.clear();
            break;
        case 1:
            fresh.service.clear();
            break;
        case 2:
            fresh.submittedAt = {};
            break;
        case 3:
            fresh.sealedBody.clear();
            break;
        case 4:
            fresh.makeEnvelope = nullptr;
            break;
        case 5:
            fresh.makeEnvelope = [](const ChainPosition &) { return SignedEnvelope{"{}", "short"}; };
            break;
        }
        QCOMPARE(faultIn(m_store->commit(fresh).result()), FaultCode::BadArgument);
        QCOMPARE(m_store->counts().result()->queued, 0);
    }

    void aCaseWithAMissingScanIsRefused()
    {
        NewCase fresh = newCase();
        fresh.blobs = {QString(64, u'a')};
        QCOMPARE(faultIn(m_store->commit(fresh).result()), FaultCode::StoreNotFound);
    }

    void scansComeBackPieceByPiece()
    {
        const QByteArray sealed = randomBytes(300'000);
        const QString name = *m_store->writeBlob(sealed).result();
        QCOMPARE(name.toLatin1(), QCryptographicHash::hash(sealed, QCryptographicHash::Sha256).toHex());
        QCOMPARE(*m_store->writeBlob(sealed).result(), name);
        QByteArray read;
        for (;;) {
            const QByteArray part = *m_store->readBlob(name, read.size(), 131'072).result();
            if (part.isEmpty()) {
                break;
            }
            read += part;
        }
        QCOMPARE(read, sealed);
        QCOMPARE(faultIn(m_store->readBlob(QString(64, u'0'), 0, 1).result()), FaultCode::StoreNotFound);
        QCOMPARE(faultIn(m_store->readBlob(QStringLiteral("../device.key"), 0, 1).result()), FaultCode::BadArgument);
    }

    void onlyUnusedScansAreReleased()
    {
        const QString used = *m_store->writeBlob(randomBytes(1000)).result();
        const QString unused = *m_store->writeBlob(randomBytes(1000)).result();
        NewCase fresh = newCase();
        fresh.blobs = {used};
        QVERIFY(m_store->commit(fresh).result());
        QVERIFY(m_store->releaseBlobs({used, unused}).result());
        QVERIFY(m_store->readBlob(used, 0, 1).result());
        QCOMPARE(faultIn(m_store->readBlob(unused, 0, 1).result()), FaultCode::StoreNotFound);
    }

    void nextKeepsToItsLimits()
    {
        for (int i = 0; i < 5; ++i) {
            QVERIFY(m_store->commit(newCase(newTransactionId(1), 10'000)).result());
        }
        QCOMPARE(m_store->next(3, 1 << 20).result()->size(), 3);
        QCOMPARE(m_store->next(100, 25'000).result()->size(), 2);
        QCOMPARE(m_store->next(100, 1).result()->size(), 1);  // the first always fits
    }

    void storedEndsTheCase()
    {
        const QString scan = *m_store->writeBlob(randomBytes(1000)).result();
        NewCase fresh = newCase();
        fresh.blobs = {scan};
        QVERIFY(m_store->commit(fresh).result());
        QCOMPARE(m_store->next(1, 1).result()->constFirst().blobs, QStringList{scan});

        QVERIFY(m_store->acknowledge(fresh.id, QStringLiteral("waiting-blobs"), "{}").result());
        QCOMPARE(m_store->counts().result()->waitingBlobs, 1);
        QCOMPARE(m_store->next(1, 1).result()->constFirst().state, QStringLiteral("waiting-blobs"));

        QVERIFY(m_store->acknowledge(fresh.id, QStringLiteral("stored"), "{\"receipt\":1}").result());
        QVERIFY(m_store->next(1, 1).result()->isEmpty());
        // Once nobody has wanted anything for a while.
        QTRY_VERIFY(!QFile::exists(m_folder->filePath(u"blobs/"_qs + scan.left(2) + u'/' + scan)));
        QCOMPARE(*m_store->lastAnswer(fresh.id).result(), QByteArray("{\"receipt\":1}"));
        QCOMPARE(m_store->outbox().result()->size(), 0);
        QCOMPARE(m_store->outbox(true).result()->size(), 1);
    }

    void nothingOfTheBodyStaysInTheFiles()
    {
        NewCase fresh = newCase();
        const QByteArray needle = "NEEDLE-" + randomBytes(8).toHex();
        fresh.sealedBody = needle.repeated(300);
        QVERIFY(m_store->commit(fresh).result());
        QVERIFY(filesHold(needle));
        QVERIFY(m_store->acknowledge(fresh.id, QStringLiteral("stored"), "{}").result());
        QTRY_VERIFY_WITH_TIMEOUT(!filesHold(needle), 10'000);
    }

    // Until somebody has time for it, what has ended is still there; it is nobody's any more.
    void whatHasEndedIsNeitherSentNorExported()
    {
        QVector<NewCase> cases;
        QVector<CentreWord> words;
        for (int i = 0; i < 3; ++i) {
            cases.append(newCase());
            QVERIFY(m_store->commit(cases.constLast()).result());
            words.append({cases.constLast().id, QStringLiteral("stored"), "{}"});
        }
        words.removeLast();
        words.append({newTransactionId(5), QStringLiteral("stored"), "{}"});
        const QVector<Done> noted = *m_store->acknowledge(words).result();
        QCOMPARE(noted.size(), 3);
        QVERIFY(noted[0] && noted[1]);
        QCOMPARE(faultIn(noted[2]), FaultCode::StoreNotFound);
        QCOMPARE(m_store->next(10, 1 << 20).result()->size(), 1);
        const QString folder = m_folder->filePath(QStringLiteral("export"));
        QCOMPARE(*m_store->exportSealed(folder).result(), 1);
        QVERIFY(!QFile::exists(folder + u'/' + cases[0].id + u".sealed"_qs));
        QVERIFY(QFile::exists(folder + u'/' + cases[2].id + u".sealed"_qs));
    }

    void answersBecomeTheCasesState()
    {
        const NewCase fresh = newCase();
        QVERIFY(m_store->commit(fresh).result());
        QCOMPARE(stateOf(fresh), QStringLiteral("queued"));
        QVERIFY(m_store->acknowledge(fresh.id, QStringLiteral("duplicate"), "{}").result());
        QCOMPARE(stateOf(fresh), QStringLiteral("stored"));
        QVERIFY(m_store->acknowledge(fresh.id, QStringLiteral("accepted"), "{}").result());
        QCOMPARE(stateOf(fresh), QStringLiteral("accepted"));
        // The centre repeats itself after a lost answer.
        QVERIFY(m_store->acknowledge(fresh.id, QStringLiteral("duplicate"), "{}").result());
        QCOMPARE(stateOf(fresh), QStringLiteral("accepted"));
        QCOMPARE(faultIn(m_store->acknowledge(newTransactionId(1), QStringLiteral("stored"), "{}").result()),
                 FaultCode::StoreNotFound);
    }

    void rejectedAndParkedWaitForStaff()
    {
        const NewCase rejected = newCase();
        const NewCase parked = newCase();
        const NewCase good = newCase();
        for (const NewCase &fresh : {rejected, parked, good}) {
            QVERIFY(m_store->commit(fresh).result());
        }
        QVERIFY(m_store->acknowledge(rejected.id, QStringLiteral("rejected"), "{\"code\":\"x\"}").result());
        QVERIFY(m_store->noteFailure(parked.id, QStringLiteral("centre.protocol"), true).result());
        QVERIFY(m_store->noteFailure(good.id, QStringLiteral("centre.timeout"), false).result());

        const QueueCounts counts = *m_store->counts().result();
        QCOMPARE(counts.queued, 1);
        QCOMPARE(counts.parked, 2);
        QCOMPARE(counts.lastError, QStringLiteral("centre.timeout"));
        const QVector<OutboxItem> left = *m_store->next(10, 1 << 20).result();
        QCOMPARE(left.size(), 1);
        QCOMPARE(left.constFirst().id, good.id);
        QCOMPARE(left.constFirst().attempts, 1);

        QVERIFY(m_store->retry(rejected.id).result());
        QVERIFY(m_store->retry(parked.id).result());
        QCOMPARE(faultIn(m_store->retry(good.id).result()), FaultCode::StoreNotFound);
        QCOMPARE(m_store->next(10, 1 << 20).result()->size(), 3);
    }

    void aLateFailureDoesNotReopenAStoredCase()
    {
        const NewCase fresh = newCase();
        QVERIFY(m_store->commit(fresh).result());
        QVERIFY(m_store->acknowledge(fresh.id, QStringLiteral("stored"), "{}").result());
        QVERIFY(m_store->noteFailure(fresh.id, QStringLiteral("centre.timeout"), true).result());
        QCOMPARE(m_store->counts().result()->parked, 0);
        QCOMPARE(stateOf(fresh), QStringLiteral("stored"));
    }

    void changesAreAnnouncedOnceDurable()
    {
        QSignalSpy committed(m_store.get(), &KioskStore::caseCommitted);
        QSignalSpy changed(m_store.get(), &KioskStore::caseStateChanged);
        const NewCase fresh = newCase();
        QVERIFY(m_store->commit(fresh).result());
        QTRY_COMPARE(committed.size(), 1);
        QVERIFY(m_store->acknowledge(fresh.id, QStringLiteral("stored"), "{}").result());
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(1).toString(), QStringLiteral("stored"));
        NewCase broken = newCase();
        broken.sealedBody.clear();
        QVERIFY(!m_store->commit(broken).result());
        QCOMPARE(committed.size(), 1);
    }

    void samePersonFindsTheirCases()
    {
        NewCase mine = newCase();
        mine.personTag = m_store->personTag(QStringLiteral("37020019900307006X"));
        NewCase other = newCase();
        other.personTag = m_store->personTag(QStringLiteral("370200199001010004"));
        QVERIFY(m_store->commit(mine).result());
        QVERIFY(m_store->commit(other).result());
        const auto cases = *m_store->casesOf(m_store->personTag(QStringLiteral("37020019900307006x"))).result();
        QCOMPARE(cases.size(), 1);
        QCOMPARE(cases.constFirst().number, shortNumber(mine.id));
        QCOMPARE(cases.constFirst().submittedAt, mine.submittedAt);
        QCOMPARE(mine.personTag.size(), 32);
    }

    void personTagsDifferBetweenMachinesAndOutliveARestart()
    {
        const QString number = QStringLiteral("370200198506150024");
        const QByteArray tag = m_store->personTag(number);
        QTemporaryDir elsewhere;
        QVERIFY(opened(optionsFor(elsewhere.path()))->personTag(number) != tag);
        m_store.reset();
        m_store = opened(optionsFor(m_folder->path()));
        QCOMPARE(m_store->personTag(number), tag);
        QCOMPARE(QFile::permissions(m_folder->filePath(QStringLiteral("device.key"))),
                 QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser);
        QVERIFY(!filesHold(number.toLatin1()));
    }

    void settingsAndSyncState()
    {
        QCOMPARE(faultIn(m_store->setting(QStringLiteral("out-of-service")).result()), FaultCode::StoreNotFound);
        QVERIFY(m_store->setSetting(QStringLiteral("out-of-service"), "1").result());
        QVERIFY(m_store->setSetting(QStringLiteral("out-of-service"), "0").result());
        QCOMPARE(*m_store->setting(QStringLiteral("out-of-service")).result(), QByteArray("0"));
        QCOMPARE(*m_store->syncState(QStringLiteral("inbox.after")).result(), QByteArray());
        QVERIFY(m_store->setSyncState(QStringLiteral("inbox.after"), "17").result());
        QCOMPARE(*m_store->syncState(QStringLiteral("inbox.after")).result(), QByteArray("17"));
    }

    void exportIsWholeAndStillSealed()
    {
        const QByteArray scan = randomBytes(5000);
        NewCase fresh = newCase();
        fresh.blobs = {*m_store->writeBlob(scan).result()};
        QVERIFY(m_store->commit(fresh).result());
        QTemporaryDir stick;
        const QString folder = stick.filePath(QStringLiteral("out/queue"));
        QCOMPARE(*m_store->exportSealed(folder).result(), 1);
        QCOMPARE(contents(folder + u'/' + fresh.id + QStringLiteral(".sealed")), fresh.sealedBody);
        QCOMPARE(contents(folder + QStringLiteral("/blobs/") + fresh.blobs.constFirst()), scan);
        const QByteArray envelope = contents(folder + u'/' + fresh.id + QStringLiteral(".envelope.json"));
        QCOMPARE(envelope, m_store->next(1, 1).result()->constFirst().envelopeJson);
        QCOMPARE(QJsonDocument::fromJson(contents(folder + QStringLiteral("/manifest.json")))
                     .object()
                     .value(u"cases")
                     .toArray()
                     .size(),
                 1);
        QCOMPARE(m_store->counts().result()->queued, 1);
    }

    void quotasCloseOneAfterTheOther()
    {
        StoreOptions small = optionsFor(m_folder->path());
        small.quotaBytes = 2 << 20;
        m_store.reset();
        m_store = opened(small);
        QCOMPARE(m_store->fill().result()->room, Room::Ample);
        QVERIFY(m_store->writeBlob(randomBytes(1'400'000)).result());
        QCOMPARE(m_store->fill().result()->room, Room::Warn);
        QVERIFY(m_store->writeBlob(randomBytes(350'000)).result());
        QCOMPARE(m_store->fill().result()->room, Room::NoAttachments);
        QCOMPARE(faultIn(m_store->writeBlob(randomBytes(100)).result()), FaultCode::StoreFull);
        QVERIFY(m_store->commit(newCase(newTransactionId(1), 220'000)).result());
        QCOMPARE(m_store->fill().result()->room, Room::NoTransactions);
        QCOMPARE(faultIn(m_store->commit(newCase()).result()), FaultCode::StoreFull);
        QCOMPARE(m_store->counts().result()->queued, 1);
    }

    void commitsOvertakeTheDrain()
    {
        QVector<NewCase> cases;
        for (int i = 0; i < 400; ++i) {
            cases.append(newCase(newTransactionId(1), 100));
            (void)m_store->commit(cases.constLast());
        }
        QVERIFY(m_store->counts().result());
        QVector<QFuture<Done>> acknowledged;
        for (const NewCase &fresh : cases) {
            acknowledged.append(m_store->acknowledge(fresh.id, QStringLiteral("stored"), "{}"));
        }
        QVERIFY(m_store->commit(newCase()).result());
        const auto open = std::count_if(acknowledged.begin(), acknowledged.end(),
                                        [](const QFuture<Done> &future) { return !future.isResultReadyAt(0); });
        QVERIFY2(open > 200, qPrintable(QStringLiteral("%1 of 400 acknowledgements were still open").arg(open)));
        for (QFuture<Done> &future : acknowledged) {
            QVERIFY(future.result());
        }
        QCOMPARE(m_store->counts().result()->queued, 1);
    }

    void oneFailureInASharedCommitHarmsNoOther()
    {
        const NewCase first = newCase();
        const NewCase second = newCase();
        QVERIFY(m_store->commit(first).result());
        QVERIFY(m_store->commit(second).result());
        auto one = m_store->acknowledge(first.id, QStringLiteral("stored"), "{}");
        auto unknown = m_store->acknowledge(newTransactionId(9), QStringLiteral("stored"), "{}");
        auto two = m_store->acknowledge(second.id, QStringLiteral("stored"), "{}");
        QVERIFY(one.result());
        QVERIFY(!unknown.result());
        QVERIFY(two.result());
        QCOMPARE(m_store->counts().result()->queued, 0);
    }

    void callsAfterTheEndAreAnswered()
    {
        StoreThread never;
        const auto answer = never.read<int>(Lane::Visitor, [](QSqlDatabase &) { return Result<int>(1); }).result();
        QCOMPARE(faultIn(answer), FaultCode::StoreIo);
    }

private:
    QString stateOf(const NewCase &fresh)
    {
        const QVector<CaseFacts> cases = *m_store->casesOf(fresh.personTag).result();
        for (const CaseFacts &facts : cases) {
            if (facts.id == fresh.id) {
                return facts.state;
            }
        }
        return {};
    }
    static QByteArray contents(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    bool filesHold(const QByteArray &needle) const
    {
        return contents(m_folder->filePath(QStringLiteral("kiosk.db"))).contains(needle) ||
               contents(m_folder->filePath(QStringLiteral("kiosk.db-wal"))).contains(needle);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<KioskStore> m_store;
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
