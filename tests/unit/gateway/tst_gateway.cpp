// SPDX-License-Identifier: GPL-3.0-or-later
// What kiosks send and ask: batches, blobs, decisions, questions.
#include "tests/support/democodes.h"
#include "tests/unit/gateway/gatewaybed.h"

#include "app/gateway/casecore.h"
#include "app/gateway/caselife.h"
#include "app/gateway/listing.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/cardauth.h"
#include "app/protocol/ecard.h"
#include "app/protocol/ridinginbox.h"
#include "app/protocol/wiredigest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryFile>
#include <QTest>

#include <thread>

using namespace hall;
using namespace hall::test;
using wire::VerdictKind;

class TestGateway : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void batchIsStoredExactlyOnce();
    void concurrentDuplicates();
    void theSameNumberFromTwoKiosksAtOnce();
    void conflictIsNeverApplied();
    void gapNamesTheExpectedNumber();
    void skippedNumberMayComeLate();
    void forkQuarantines();
    void itemsAreRefusedByTheirBytes_data();
    void itemsAreRefusedByTheirBytes();
    void signaturesVouchForWhatLeadsToThem_data();
    void signaturesVouchForWhatLeadsToThem();
    void signaturesVouchWithinOneChain();
    void bodiesAreLimited_data();
    void bodiesAreLimited();
    void everyAnswerSaysTheTime();
    void everyAnswerSaysWhatItIs();
    void aPackedBatchIsTakenAsAPlainOne();
    void metricsSayHowLongTheCertificateIsGood();
    void chunkedBodyIsLimited();
    void loneLargeItemPasses();
    void blobResumes();
    void blobRefusals();
    void coreDecidesAndAnswers();
    void answersAreNumberedInTheOrderOfTheirCommits();
    void twoCoresShareTheWork();
    void answersRideOnOtherCalls();
    void outstandingMaterialIsWaitedFor();
    void belowTheServicesLevelIsRefused_data();
    void belowTheServicesLevelIsRefused();
    void noServiceNoGateway();
    void materialThatDiffersIsRefused();
    void asksAreAnsweredLoggedAndLimited();
    void vacanciesAreToldToEverybody();
    void anElectronicCardIsGoodOnce();
    void badCodesTellNothing();
    void theCentreOpensACard();
    void restartKeepsData();
    void portOfARunningGatewayIsRefused();
};

void TestGateway::batchIsStoredExactlyOnce()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    wire::Batch batch;
    for (int i = 0; i < 20; ++i) {
        batch.items.append(cases.make().item);
    }
    for (const wire::Verdict &verdict : send(kiosk, batch)) {
        QCOMPARE(int(verdict.kind), int(VerdictKind::Stored));
    }
    for (int repeat = 0; repeat < 3; ++repeat) {
        for (const wire::Verdict &verdict : send(kiosk, batch)) {
            QCOMPARE(int(verdict.kind), int(VerdictKind::Duplicate));
        }
    }
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 20);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT last_seq FROM chain")), 20);
    QTRY_COMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM inbox")), 20);
}

void TestGateway::concurrentDuplicates()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    wire::Batch batch;
    for (int i = 0; i < 10; ++i) {
        batch.items.append(cases.make().item);
    }
    std::atomic<int> stored{0};
    std::atomic<int> duplicate{0};
    std::vector<std::thread> threads;
    threads.reserve(6);
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] {
            for (const wire::Verdict &verdict : send(kiosk, batch)) {
                stored += verdict.kind == VerdictKind::Stored ? 1 : 0;
                duplicate += verdict.kind == VerdictKind::Duplicate ? 1 : 0;
            }
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    QCOMPARE(stored.load(), 10);
    QCOMPARE(duplicate.load(), 50);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 10);
}

// Rows that are written together clash then: nothing of that batch is lost, and the number belongs to one of them.
void TestGateway::theSameNumberFromTwoKiosksAtOnce()
{
    constexpr int rounds = 20;
    constexpr int items = 10;  // of a batch; the last has the number
    const std::array kiosks{enrolled(QStringLiteral("K1")), enrolled(QStringLiteral("K2"))};
    std::array makers{maker(kiosks[0]), maker(kiosks[1])};
    for (int round = 0; round < rounds; ++round) {
        const QString number = newTransactionId(1'767'225'600'000);
        std::array<wire::Batch, 2> batches;
        std::array<QString, 2> heads;
        for (std::size_t k = 0; k < kiosks.size(); ++k) {
            while (batches[k].items.size() < items - 1) {
                batches[k].items.append(makers[k].make().item);
            }
            heads[k] = makers[k].prev;
            CaseMaker::Made last = makers[k].make();
            last.envelope.id = number;
            last.item.envelope = must(finishEnvelope(last.envelope, kiosks[k].signer));
            makers[k].prev = last.envelope.hash;
            batches[k].items.append(last.item);
        }
        std::array<QVector<wire::Verdict>, 2> verdicts;
        std::thread other([&] { verdicts[1] = send(kiosks[1], batches[1]); });
        verdicts[0] = send(kiosks[0], batches[0]);
        other.join();
        int conflicts = 0;
        for (std::size_t k = 0; k < kiosks.size(); ++k) {
            QCOMPARE(verdicts[k].size(), items);
            for (int i = 0; i < items - 1; ++i) {
                QCOMPARE(int(verdicts[k][i].kind), int(VerdictKind::Stored));
            }
            if (verdicts[k].last().kind == VerdictKind::Conflict) {
                ++conflicts;
                makers[k].prev = heads[k];
                --makers[k].seq;
            } else {
                QCOMPARE(int(verdicts[k].last().kind), int(VerdictKind::Stored));
            }
        }
        QCOMPARE(conflicts, 1);
    }
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), rounds * (2 * items - 1));
}

void TestGateway::conflictIsNeverApplied()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    auto made = cases.make();
    QCOMPARE(int(sendOne(kiosk, made.item)), int(VerdictKind::Stored));
    Envelope other = made.envelope;
    other.seq = 2;
    other.prev = made.envelope.hash;
    const QByteArray changed = must(finishEnvelope(other, kiosk.signer));
    QCOMPARE(int(sendOne(kiosk, {changed, made.item.sealedBody})), int(VerdictKind::Conflict));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 1);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT last_seq FROM chain")), 1);
}

void TestGateway::gapNamesTheExpectedNumber()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const auto first = cases.make();
    cases.make();
    const auto third = cases.make();
    const auto verdicts = send(kiosk, {{first.item, third.item}, {}});
    QCOMPARE(int(verdicts[0].kind), int(VerdictKind::Stored));
    QCOMPARE(int(verdicts[1].kind), int(VerdictKind::Gap));
    QCOMPARE(verdicts[1].expected, 2);
}

void TestGateway::skippedNumberMayComeLate()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const auto first = cases.make();
    const auto second = cases.make();
    const auto third = cases.make();
    QCOMPARE(int(sendOne(kiosk, first.item)), int(VerdictKind::Stored));
    const auto skipped = send(kiosk, {{third.item}, wire::Skip{cases.epoch, 2, 2}});
    QCOMPARE(int(skipped[0].kind), int(VerdictKind::Stored));
    QCOMPARE(int(sendOne(kiosk, second.item)), int(VerdictKind::Stored));
    QCOMPARE(int(sendOne(kiosk, cases.make().item)), int(VerdictKind::Stored));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 4);
}

void TestGateway::forkQuarantines()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    QCOMPARE(int(sendOne(kiosk, cases.make().item)), int(VerdictKind::Stored));
    CaseMaker restored = cases;  // an old disk image comes back
    QCOMPARE(int(sendOne(kiosk, cases.make().item)), int(VerdictKind::Stored));
    QCOMPARE(int(sendOne(kiosk, restored.make().item)), int(VerdictKind::Fork));
    QCOMPARE(int(sendOne(kiosk, cases.make().item)), int(VerdictKind::Fork));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE quarantine <> ''")), 1);
}

void TestGateway::itemsAreRefusedByTheirBytes_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("fixable");  // the line may have spoilt it
    for (const char *code : {"envelope", "signature", "body-digest"}) {
        QTest::newRow(code) << QString::fromLatin1(code) << true;
    }
    for (const char *code : {"wrong-kiosk", "seal-key", "test-case"}) {
        QTest::newRow(code) << QString::fromLatin1(code) << false;
    }
}

void TestGateway::itemsAreRefusedByTheirBytes()
{
    QFETCH(QString, code);
    QFETCH(bool, fixable);
    m_rig->stop();
    m_rig->options.demoPeople.clear();
    m_rig->options.acceptTests = false;
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const bool otherKiosk = code == QLatin1String("wrong-kiosk");
    const bool otherSigner = code == QLatin1String("signature");
    const bool otherSeal = code == QLatin1String("seal-key");
    CaseMaker cases(otherKiosk ? QStringLiteral("K2") : kiosk.id, otherSigner ? Signer::generate() : kiosk.signer,
                    otherSeal ? newSealKeyPair().publicKey : m_rig->keys.sealPublicKey);
    auto made = cases.make({}, 0, code == QLatin1String("test-case"));
    if (code == QLatin1String("body-digest")) {
        made.item.sealedBody[200] = char(made.item.sealedBody[200] ^ 1);
    } else if (code == QLatin1String("envelope")) {
        made.item.envelope = "{\"id\":\"" + made.id.toLatin1() + "\"}";
    }
    const auto verdicts = send(kiosk, {{made.item}, {}});
    QCOMPARE(int(verdicts[0].kind), int(VerdictKind::Rejected));
    QCOMPARE(verdicts[0].code, code);
    QCOMPARE(verdicts[0].fixable, fixable);
    QCOMPARE(verdicts[0].id, made.id);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item")), 0);
}

// A signature vouches for what leads to it in the same chain; for nothing else.
void TestGateway::signaturesVouchForWhatLeadsToThem_data()
{
    QTest::addColumn<QVector<int>>("spoilt");  // places of a batch of five
    QTest::addColumn<QVector<int>>("refused");
    QTest::newRow("none") << QVector<int>{} << QVector<int>{};
    QTest::newRow("before a right one") << QVector<int>{1, 2} << QVector<int>{};
    QTest::newRow("the last") << QVector<int>{4} << QVector<int>{4};
    QTest::newRow("the last two") << QVector<int>{3, 4} << QVector<int>{3, 4};
    QTest::newRow("all") << QVector<int>{0, 1, 2, 3, 4} << QVector<int>{0, 1, 2, 3, 4};
}

void TestGateway::signaturesVouchForWhatLeadsToThem()
{
    QFETCH(QVector<int>, spoilt);
    QFETCH(QVector<int>, refused);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    QVector<wire::BatchItem> items;
    for (int i = 0; i < 5; ++i) {
        wire::BatchItem item = cases.make().item;
        if (spoilt.contains(i)) {
            const qsizetype at = item.envelope.indexOf("\"sig\":\"") + 7;
            item.envelope[at] = item.envelope[at] == '0' ? '1' : '0';
        }
        items.append(item);
    }
    const auto verdicts = send(kiosk, {items, {}});
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(int(verdicts[i].kind), int(refused.contains(i) ? VerdictKind::Rejected : VerdictKind::Stored));
        QCOMPARE(verdicts[i].code, refused.contains(i) ? QStringLiteral("signature") : QString());
    }
}

// What another chain, or a gap, leads to is vouched for by nothing.
void TestGateway::signaturesVouchWithinOneChain()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker stranger(kiosk.id, Signer::generate(), m_rig->keys.sealPublicKey);
    CaseMaker own = maker(kiosk);
    const auto foreign = stranger.make().item;
    (void)own.make();
    const auto verdicts = send(kiosk, {{foreign, own.make().item}, {}});
    QCOMPARE(verdicts[0].code, QStringLiteral("signature"));
    QCOMPARE(int(verdicts[1].kind), int(VerdictKind::Gap));
}

void TestGateway::bodiesAreLimited_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("garbage") << QByteArray("/v1/batch") << QByteArray("\xff\x00{", 3) << 400;
    QTest::newRow("no items") << QByteArray("/v1/batch") << QByteArray("{\"v\":1,\"items\":[]}") << 400;
    QTest::newRow("items of nothing") << QByteArray("/v1/batch") << QByteArray("{\"v\":1,\"items\":[1,2]}") << 400;
    QByteArray many("{\"v\":1,\"items\":[{\"envelope\":{},\"body\":\"\"}");
    for (int i = 0; i < 100; ++i) {
        many += ",{\"envelope\":{},\"body\":\"\"}";
    }
    QTest::newRow("101 items") << QByteArray("/v1/batch") << many + "]}" << 400;
    const QByteArray fat = "{\"envelope\":{},\"body\":\"" + QByteArray(400'000, 'A') + "\"}";
    QTest::newRow("two above 512 KiB") << QByteArray("/v1/batch") << "{\"v\":1,\"items\":[" + fat + "," + fat + "]}"
                                       << 413;
    QTest::newRow("batch too large") << QByteArray("/v1/batch") << QByteArray(wire::kLoneItemBytes + 1, ' ') << 413;
    QTest::newRow("ask too large") << QByteArray("/v1/ask") << QByteArray(wire::kSmallBodyBytes + 1, ' ') << 413;
    QTest::newRow("ask garbage") << QByteArray("/v1/ask") << QByteArray("{\"kind\":\"spy\"}") << 400;
    QTest::newRow("health not json") << QByteArray("/v1/health") << QByteArray("up") << 400;
    QTest::newRow("health") << QByteArray("/v1/health") << QByteArray("{\"queue\":3}") << 204;
}

void TestGateway::bodiesAreLimited()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    auto result = client(&kiosk)->Post(path.constData(), body.toStdString(), "application/json");
    QVERIFY(result);
    QCOMPARE(result->status, status);
}

void TestGateway::aPackedBatchIsTakenAsAPlainOne()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const auto post = [&](const QByteArray &body) {
        return client(&kiosk)->Post("/v1/batch", body.toStdString(), wire::kPackedType);
    };
    const CaseMaker::Made first = cases.make();
    const CaseMaker::Made heldBack = cases.make();
    const CaseMaker::Made third = cases.make();
    const auto plain = client(&kiosk)->Post("/v1/batch", must(wire::encodeBatch({{first.item}, {}})).toStdString(),
                                            "application/json");
    QCOMPARE(plain->get_header_value(wire::kPackedHeader), "1");
    const wire::Skip skip{cases.epoch, 2, 2};
    const auto packed = post(wire::packBatch({{first.item, third.item}, skip}));
    QCOMPARE(packed->status, 200);
    const auto verdicts = must(wire::parseVerdicts(bytes(packed->body)));
    QCOMPARE(verdicts.size(), 2);
    QCOMPARE(int(verdicts[0].kind), int(VerdictKind::Duplicate));
    QCOMPARE(int(verdicts[1].kind), int(VerdictKind::Stored));
    QTRY_COMPARE(inbox(kiosk, 0).size(), 2);

    QCOMPARE(post(wire::packBatch({{third.item}, {}}).chopped(1))->status, 400);
    QCOMPARE(post(must(wire::encodeBatch({{third.item}, {}})))->status, 400);
    const wire::BatchItem large{heldBack.item.envelope, QByteArray(wire::kBatchBytes, 'x')};
    QCOMPARE(post(wire::packBatch({{large, third.item}, {}}))->status, 413);
    QCOMPARE(post(wire::packBatch({{large}, {}}))->status, 200);
    QCOMPARE(int(sendOne(kiosk, heldBack.item)), int(VerdictKind::Stored));
}

void TestGateway::metricsSayHowLongTheCertificateIsGood()
{
    const auto metrics = client()->Get("/metrics");
    const QByteArray name = "\nhall_gateway_server_certificate_seconds ";
    const QByteArray text = bytes(metrics->body);
    const qsizetype at = text.indexOf(name);
    QVERIFY(at > 0);
    const qint64 seconds = text.mid(at + name.size(), text.indexOf('\n', at + 1) - at - name.size()).toLongLong();
    // It was made for 825 days a moment ago.
    QVERIFY2(seconds > 824 * 86'400 && seconds <= 825 * 86'400, qPrintable(QString::number(seconds)));
}

void TestGateway::chunkedBodyIsLimited()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const std::string piece(8192, 'x');
    auto result = client(&kiosk)->Post(
        "/v1/ask",
        [&piece](std::size_t offset, httplib::DataSink &sink) {
            sink.write(piece.data(), piece.size());
            if (offset > 100'000) {
                sink.done();
            }
            return true;
        },
        "application/json");
    QVERIFY(result);
    QCOMPARE(result->status, 413);
    // A body without end is cut off.
    auto endless = client(&kiosk)->Post(
        "/v1/ask",
        [&piece](std::size_t, httplib::DataSink &sink) {
            sink.write(piece.data(), piece.size());
            return true;
        },
        "application/json");
    QVERIFY(!endless || endless->status >= 400);
    QCOMPARE(client()->Get("/healthz")->status, 200);
}

void TestGateway::everyAnswerSaysTheTime()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    m_rig->clock.advance(std::chrono::seconds(7));
    const std::string now = std::to_string(m_rig->clock.wall().count());
    for (const char *path : {"/v1/inbox?after=0", "/v1/ref?have=0", "/v1/blob/none", "/v1/nothing", "/healthz"}) {
        const auto known = client(&kiosk)->Get(path);
        QVERIFY2(known && known->get_header_value("Hall-Time") == now, path);
        const auto stranger = client()->Get(path);
        QVERIFY2(stranger && stranger->get_header_value("Hall-Time") == now, path);
    }
    QCOMPARE(client()->Put("/v1/inbox", "", "text/plain")->get_header_value("Hall-Time"), now);
}

void TestGateway::everyAnswerSaysWhatItIs()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto digested = [](const httplib::Result &answer) {
        const auto value = [&answer](const char *name) { return bytes(answer->get_header_value(name)); };
        return answer && !value("Content-Digest").isEmpty() && !value("Hall-Digest").isEmpty() &&
               wire::answerIsWhole(answer->status, bytes(answer->body), value);
    };
    for (const char *path : {"/v1/inbox?after=0", "/v1/inbox?after=x", "/v1/ref?have=0", "/v1/blob/none", "/v1/nothing",
                             "/healthz", "/metrics", "/u/0123456789012345678901"}) {
        QVERIFY2(digested(client(&kiosk)->Get(path)), path);
        QVERIFY2(digested(client()->Get(path)), path);
    }
    // What is not sent is in no digest.
    const std::string blob = "/v1/blob/" + std::string(64, 'a');
    QCOMPARE(client()->Head(blob)->status, 401);
    QVERIFY(digested(client()->Head(blob)));
    QVERIFY(digested(client(&kiosk)->Head(blob)));
    QVERIFY(digested(client()->Put("/v1/inbox", "", "text/plain")));
    QVERIFY(digested(client(&kiosk)->Post("/v1/health", "{\"v\":1}", "application/json")));
    QVERIFY(digested(client(&kiosk)->Post("/v1/ask", "{}", "application/json")));
    // What the page says, by hand: RFC 9530's form, and the head as a text.
    const auto answer = client(&kiosk)->Get("/healthz");
    QCOMPARE(answer->body, std::string("{\"ok\":true}"));
    const QByteArray ofContent = "sha-256=:" + sha256("{\"ok\":true}").toBase64() + ':';
    QCOMPARE(bytes(answer->get_header_value("Content-Digest")), ofContent);
    const QByteArray head = "hall-answer-v1\n200\nContent-Digest: " + ofContent +
                            "\nHall-Time: " + bytes(answer->get_header_value("Hall-Time")) + '\n';
    QCOMPARE(bytes(answer->get_header_value("Hall-Digest")), "sha-256=:" + sha256(head).toBase64() + ':');
}

void TestGateway::loneLargeItemPasses()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QCOMPARE(int(sendOne(kiosk, maker(kiosk).make({}, 900'000).item)), int(VerdictKind::Stored));
}

void TestGateway::blobResumes()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto made = maker(kiosk).make({randomBytes(300'000)});
    const QByteArray &blob = made.blobs.first();
    const QString name = sha256Hex(blob);
    const auto verdicts = send(kiosk, {{made.item}, {}});
    QCOMPARE(verdicts[0].missing, QStringList{name});
    QCOMPARE(patch(kiosk, blob, 0, blob.left(131'072))->status, 204);
    // After a cut: the centre says where it stands, a wrong offset is put right, a broken chunk is not taken.
    const std::string path = "/v1/blob/" + name.toStdString();
    auto head = client(&kiosk)->Head(path.c_str());
    QVERIFY(head);
    QCOMPARE(head->get_header_value("Upload-Offset"), std::string("131072"));
    auto wrong = patch(kiosk, blob, 0, blob.left(1000));
    QCOMPARE(wrong->status, 409);
    QCOMPARE(wrong->get_header_value("Upload-Offset"), std::string("131072"));
    auto broken =
        client(&kiosk)->Patch(path.c_str(), {{"Upload-Offset", "131072"}, {"X-Chunk-Sha256", std::string(64, '0')}},
                              "abc", "application/offset+octet-stream");
    QCOMPARE(broken->status, 422);
    QCOMPARE(patch(kiosk, blob, 131'072, blob.mid(131'072, 131'072))->status, 204);
    m_rig->stop();
    m_rig->start();
    auto last = patch(kiosk, blob, 262'144, blob.mid(262'144));
    QCOMPARE(last->status, 204);
    QCOMPARE(last->get_header_value("Upload-Complete"), std::string("?1"));
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    QCOMPARE(inbox(kiosk, 0)[0].state, QStringLiteral("decided"));
    QVERIFY(send(kiosk, {{made.item}, {}})[0].missing.isEmpty());
}

void TestGateway::blobRefusals()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const Kiosk other = enrolled(QStringLiteral("K2"));
    const auto made = maker(kiosk).make({randomBytes(1000)});
    const QByteArray &blob = made.blobs.first();
    QCOMPARE(patch(kiosk, blob, 0, blob)->status, 404);  // no case names it yet
    send(kiosk, {{made.item}, {}});
    QCOMPARE(patch(other, blob, 0, blob)->status, 404);  // nor does one of the other kiosk
    QCOMPARE(patch(kiosk, blob, 0, blob + "more")->status, 413);
    QByteArray wrong = blob;
    wrong[5] = char(wrong[5] ^ 1);
    auto digest = client(&kiosk)->Patch(("/v1/blob/" + sha256(blob).toHex()).constData(), {{"Upload-Offset", "0"}},
                                        wrong.toStdString(), "application/offset+octet-stream");
    QCOMPARE(problem(digest), QStringLiteral("blob-digest"));
    QCOMPARE(patch(kiosk, blob, 0, blob)->status, 204);
    QCOMPARE(client(&kiosk)->Head("/v1/blob/nothing")->status, 404);
}

void TestGateway::coreDecidesAndAnswers()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const auto first = cases.make({QByteArray("a page")});
    const auto second = cases.make();
    send(kiosk, {{first.item, second.item}, {}});
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);  // the first waits for its page
    QCOMPARE(inbox(kiosk, 0)[0].id, second.id);
    patch(kiosk, first.blobs[0], 0, first.blobs[0]);
    QTRY_COMPARE(inbox(kiosk, 1).size(), 1);
    const wire::InboxItem answer = inbox(kiosk, 1)[0];
    QCOMPARE(answer.n, 2);
    QCOMPARE(answer.id, first.id);
    QCOMPARE(answer.state, QStringLiteral("decided"));
    QCOMPARE(answer.code, QStringLiteral("registered"));
    QVERIFY(!answer.reference.isEmpty());

    auto db = m_rig->database();
    const gateway::Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    const SealKeyPair key = must(gateway::loadUnsealKey(gateway::unsealKeyPath(m_rig->dir.path())));
    const QJsonObject opened = must(gateway::openItem(*db, blobs, first.id, key));
    QCOMPARE(opened[QStringLiteral("answers")][QStringLiteral("mobile")].toString(), QStringLiteral("13800000001"));
    const QJsonObject material = opened[QStringLiteral("materials")].toArray()[0].toObject();
    QCOMPARE(material[QStringLiteral("sha256")].toString(), sha256Hex("a page"));
    QVERIFY(material[QStringLiteral("good")].toBool());
    QVERIFY(!gateway::openItem(*db, blobs, first.id, newSealKeyPair()));
    QCOMPARE(must(gateway::listItems(*db)).size(), 2);
}

// A kiosk asks for what comes after the last number it has, and takes no answer that does not follow on.
void TestGateway::answersAreNumberedInTheOrderOfTheirCommits()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto tell = [&kiosk](gateway::WriteTransaction &transaction, const QString &item) {
        return gateway::tellKiosk(transaction.connection(), kiosk.id, item, QStringLiteral("accepted"),
                                  QStringLiteral("accepted"), QStringLiteral(""), 1);
    };
    const auto tellAll = [&](const QString &item) {
        const auto database = m_rig->database();
        gateway::WriteTransaction transaction(*database);
        return tell(transaction, item) && transaction.commit();
    };
    QStringList ids;
    for (int i = 0; i < 4; ++i) {
        ids.append(newTransactionId(i));
    }
    QVERIFY(tellAll(ids[0]));
    {
        const auto database = m_rig->database();
        gateway::WriteTransaction slow(*database);
        QVERIFY(tell(slow, ids[1]));
        if (!database->sqlite()) {  // whose writers take turns
            const auto beside = m_rig->database();
            gateway::WriteTransaction quick(*beside);
            QVERIFY(gateway::run(quick.connection(), QStringLiteral("SET LOCAL lock_timeout = 100")));
            QVERIFY(!tell(quick, ids[2]));
        }
        QCOMPARE(inbox(kiosk, 0).size(), 1);
    }
    // It was not committed: its number is not used up.
    QVERIFY(tellAll(ids[3]));
    const QVector<wire::InboxItem> answers = inbox(kiosk, 0);
    QCOMPARE(answers.size(), 2);
    QCOMPARE(answers[1].id, ids[3]);
    QCOMPARE(answers[1].n, 2);
}

// To a kiosk that says what it has, and to no other.
void TestGateway::twoCoresShareTheWork()
{
    if (m_rig->options.database == QLatin1String("sqlite")) {
        QSKIP("one core works on SQLite");
    }
    m_rig->stop();
    m_rig->options.core = false;
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    constexpr int atOnce = 50;
    wire::Batch batch;
    for (int i = 0; i < 2 * atOnce; ++i) {
        batch.items.append(cases.make().item);
    }
    QCOMPARE(send(kiosk, batch).size(), 2 * atOnce);
    const auto db = m_rig->database();
    const gateway::Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    std::atomic<int> handled{0};
    const auto work = [&] {
        auto keys = must(gateway::loadCoreKeys(m_rig->dir.path()));
        gateway::CaseCore core(db, blobs, std::move(keys.unseal), keys.tagKey, m_rig->clock);
        handled += must(core.step(atOnce));
    };
    std::thread other(work);
    work();
    other.join();
    QCOMPARE(handled.load(), 2 * atOnce);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item WHERE state = 'received'")), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'")), 0);
}

void TestGateway::answersRideOnOtherCalls()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const CaseMaker::Made first = cases.make();
    QCOMPARE(sendOne(kiosk, first.item), VerdictKind::Stored);
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    const std::string batch = must(wire::encodeBatch({{first.item}, std::nullopt})).toStdString();
    const auto call = [&](const char *path, const std::string &body, const char *after) {
        const httplib::Headers headers =
            after ? httplib::Headers{{wire::kInboxAfterHeader, after}} : httplib::Headers{};
        return client(&kiosk)->Post(path, headers, body, "application/json");
    };
    const auto answer = call("/v1/batch", batch, "0");
    QCOMPARE(int(must(wire::parseVerdicts(bytes(answer->body)))[0].kind), int(VerdictKind::Duplicate));
    QCOMPARE(wire::ridingInbox(bytes(answer->body)), inbox(kiosk, 0));
    const auto report = call("/v1/health", "{\"v\":1}", "0");
    QCOMPARE(report->status, 200);
    QCOMPARE(must(wire::parseInbox(bytes(report->body))), inbox(kiosk, 0));
    for (const char *after : {static_cast<const char *>(nullptr), "1", "9", "-1", "x", "99999999999999999999"}) {
        QVERIFY(call("/v1/batch", batch, after)->body.find("inbox") == std::string::npos);
        QCOMPARE(call("/v1/health", "{\"v\":1}", after)->status, 204);
    }
    // Nobody else's.
    const Kiosk other = enrolled(QStringLiteral("K2"));
    const auto foreign =
        client(&other)->Post("/v1/health", {{wire::kInboxAfterHeader, "0"}}, "{\"v\":1}", "application/json");
    QCOMPARE(foreign->status, 204);
}

void TestGateway::outstandingMaterialIsWaitedFor()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    cases.outstanding = {QStringLiteral("end-of-job-proof")};
    const auto made = cases.make();
    send(kiosk, {{made.item}, {}});
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    QCOMPARE(inbox(kiosk, 0)[0].state, QStringLiteral("accepted"));
    QCOMPARE(inbox(kiosk, 0)[0].code, QStringLiteral("material-outstanding"));
    QVERIFY(!inbox(kiosk, 0)[0].reference.isEmpty());

    auto db = m_rig->database();
    const gateway::Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    const SealKeyPair key = must(gateway::loadUnsealKey(gateway::unsealKeyPath(m_rig->dir.path())));
    const QJsonObject opened = must(gateway::openItem(*db, blobs, made.id, key));
    QCOMPARE(opened[QStringLiteral("outstanding")].toArray(), QJsonArray{QStringLiteral("end-of-job-proof")});
}

void TestGateway::belowTheServicesLevelIsRefused_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("way");  // empty: a kiosk that does not say
    QTest::addColumn<bool>("typed");   // by what the identity came
    QTest::addColumn<bool>("refused");
    const QString record = QStringLiteral("emp-cert");  // wants the holder
    const QString form = QStringLiteral("unemployment-registration");
    QTest::newRow("found card") << record << QStringLiteral("social-card") << false << true;
    QTest::newRow("found telephone") << record << QStringLiteral("e-card") << false << true;
    QTest::newRow("PIN") << record << QStringLiteral("card-pin") << false << false;
    QTest::newRow("face") << record << QStringLiteral("holder-check") << false << false;
    QTest::newRow("staff") << record << QStringLiteral("staff") << false << false;
    QTest::newRow("card") << form << QStringLiteral("social-card") << false << false;
    QTest::newRow("typed") << form << QStringLiteral("typed") << true << true;
    QTest::newRow("older, card") << form << QString() << false << false;
    QTest::newRow("older, card, a record") << record << QString() << false << true;
    QTest::newRow("older, typed") << form << QString() << true << true;
    QTest::newRow("a service it does not know") << QStringLiteral("no-such-service") << QString() << true << false;
}

void TestGateway::belowTheServicesLevelIsRefused()
{
    QFETCH(QString, service);
    QFETCH(QString, way);
    QFETCH(bool, typed);
    QFETCH(bool, refused);
    m_rig->stop();
    m_rig->options.catalogue = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    cases.service = service;
    cases.source = typed ? IdentitySource::Typed : IdentitySource::SocialCard;
    if (const auto by = proofWayFrom(way)) {
        cases.assurance = AssuranceProof{assuranceOf(*by), *by, QDateTime::currentDateTimeUtc(), {}, {}};
        if (*by == ProofWay::Staff) {
            cases.assurance->witness = StaffWitness{QStringLiteral("staff"), QByteArray(32, 't')};
        }
    }
    send(kiosk, {{cases.make().item}, {}});
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    QCOMPARE(inbox(kiosk, 0)[0].code == QLatin1String("assurance"), refused);
    QCOMPARE(inbox(kiosk, 0)[0].state == QLatin1String("refused"), refused);
}

void TestGateway::noServiceNoGateway()
{
    m_rig->stop();
    gateway::GatewayOptions options = m_rig->options;
    options.catalogue = m_rig->dir.filePath(QStringLiteral("no-such-folder"));
    QCOMPARE(gateway::Gateway::start(options, m_rig->clock).error().code, FaultCode::FileInvalid);
}

void TestGateway::materialThatDiffersIsRefused()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    // Another page than the body names, sealed and announced properly.
    CaseMaker cases = maker(kiosk);
    const auto made = cases.make({QByteArray("the page shown")});
    const QByteArray swapped = must(seal(SealKind::Blob, "another page", m_rig->keys.sealPublicKey));
    Envelope e = made.envelope;
    e.attachments[0].sha256 = sha256Hex(swapped);
    e.attachments[0].size = swapped.size();
    QCOMPARE(int(sendOne(kiosk, {must(finishEnvelope(e, kiosk.signer)), made.item.sealedBody})),
             int(VerdictKind::Stored));
    QCOMPARE(patch(kiosk, swapped, 0, swapped)->status, 204);
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    QCOMPARE(inbox(kiosk, 0)[0].state, QStringLiteral("refused"));
    QCOMPARE(inbox(kiosk, 0)[0].code, QStringLiteral("body-differs"));
}

void TestGateway::asksAreAnsweredLoggedAndLimited()
{
    m_rig->stop();
    m_rig->options.asksPerMinute = 6;
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    auto ask = [&](const char *kind, const char *service, const QString &number, const QString &name) {
        const QJsonObject question{
            {QStringLiteral("v"), 1},
            {QStringLiteral("kind"), QLatin1String(kind)},
            {QStringLiteral("service"), QLatin1String(service)},
            {QStringLiteral("proof"),
             QJsonObject{{QStringLiteral("visit"), QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2")},
                         {QStringLiteral("number"), number},
                         {QStringLiteral("name"), name}}}};
        return client(&kiosk)->Post("/v1/ask", QJsonDocument(question).toJson().toStdString(), "application/json");
    };
    const QString number = QStringLiteral("37020019900307006X");
    const QString name = QStringLiteral("张测试");
    auto prefill = ask("prefill", "unemployment-registration", number, name);
    QCOMPARE(prefill->status, 200);
    const QJsonObject fields =
        QJsonDocument::fromJson(bytes(prefill->body)).object()[QStringLiteral("fields")].toObject();
    QCOMPARE(fields[QStringLiteral("mobile")].toString(), QStringLiteral("13800000001"));
    QVERIFY(!fields.contains(QStringLiteral("emp_cert_issuer")));  // not of this service
    // Whether the employer has filed the end of the job decides on a paper, so it is answered both ways.
    QCOMPARE(fields[QStringLiteral("job_end_recorded")], QJsonValue(false));
    auto query = ask("query", "emp-cert", number, name);
    QCOMPARE(query->status, 200);
    QVERIFY(QJsonDocument::fromJson(bytes(query->body)).object()[QStringLiteral("found")].toBool());
    QCOMPARE(ask("query", "emp-cert", QStringLiteral("370200199509230016"), QStringLiteral("赵范例"))->status, 404);
    QCOMPARE(ask("prefill", "emp-cert", number, QStringLiteral("别人"))->status, 404);
    QCOMPARE(sendOne(kiosk, maker(kiosk).make().item), VerdictKind::Stored);
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    auto progress = ask("progress", "", number, name);
    QCOMPARE(QJsonDocument::fromJson(bytes(progress->body)).object()[QStringLiteral("cases")].toArray().size(), 1);
    QCOMPARE(ask("progress", "", number, name)->status, 200);
    auto seventh = ask("progress", "", number, name);
    QCOMPARE(seventh->status, 429);
    QVERIFY(seventh->has_header("Retry-After"));
    m_rig->clock.advance(std::chrono::seconds(11));
    QCOMPARE(ask("progress", "", number, name)->status, 200);
    m_rig->clock.advance(std::chrono::seconds(11));
    const auto recorded =
        ask("prefill", "unemployment-registration", QStringLiteral("370200198506150016"), QStringLiteral("李演示"));
    QCOMPARE(QJsonDocument::fromJson(bytes(recorded->body))
                 .object()[QStringLiteral("fields")]
                 .toObject()[QStringLiteral("job_end_recorded")],
             QJsonValue(true));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log")), 9);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE tag LIKE '%37020019%'")), 0);
}

namespace {

const QString visit = QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2");

}  // namespace

// Those that suit what the record says is looked for; whoever has no record sees all that are open.
void TestGateway::vacanciesAreToldToEverybody()
{
    const QString people = m_rig->options.demoPeople;
    QFile demo(people);
    QVERIFY(demo.open(QIODevice::ReadOnly));
    QJsonObject known = QJsonDocument::fromJson(demo.readAll()).object();
    QJsonArray vacancies = known[QStringLiteral("vacancies")].toArray();
    const auto open = vacancies.size();
    QCOMPARE_GT(open, 3);
    QJsonObject over = vacancies[0].toObject();
    over[QStringLiteral("vacancy_no")] = QStringLiteral("ZP0");
    over[QStringLiteral("vacancy_valid_to")] = QStringLiteral("2020-01-01");
    vacancies.append(over);
    known[QStringLiteral("vacancies")] = vacancies;
    QJsonArray persons = known[QStringLiteral("people")].toArray();
    QJsonObject person = persons[0].toObject();
    const QString number = person[QStringLiteral("number")].toString();
    const QString name = person[QStringLiteral("name")].toString();
    QJsonObject facts = person[QStringLiteral("fields")].toObject();
    facts[QStringLiteral("want_region")] = QStringLiteral("370200");
    facts[QStringLiteral("want_wage")] = 600000;
    person[QStringLiteral("fields")] = facts;
    persons[0] = person;
    known[QStringLiteral("people")] = persons;
    QTemporaryFile changed;
    QVERIFY(changed.open());
    changed.write(QJsonDocument(known).toJson());
    changed.close();
    m_rig->stop();
    m_rig->options.demoPeople = changed.fileName();
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto listOf = [&](const QString &ofNumber, const QString &ofName) {
        const QJsonObject question{
            {QStringLiteral("v"), 1},
            {QStringLiteral("kind"), QStringLiteral("query")},
            {QStringLiteral("service"), QStringLiteral("vacancy-search")},
            {QStringLiteral("proof"),
             QJsonObject{{QStringLiteral("visit"), QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2")},
                         {QStringLiteral("number"), ofNumber},
                         {QStringLiteral("name"), ofName}}}};
        const auto answer =
            client(&kiosk)->Post("/v1/ask", QJsonDocument(question).toJson().toStdString(), "application/json");
        return QJsonDocument::fromJson(bytes(answer->body)).object();
    };
    const QJsonObject own = listOf(number, name);
    QCOMPARE(own[QStringLiteral("fields")].toObject()[QStringLiteral("want_wage")].toInt(), 600000);
    const QJsonArray suiting = own[QStringLiteral("list")].toArray();
    QVERIFY(!suiting.isEmpty() && suiting.size() < open);
    qint64 last = std::numeric_limits<qint64>::max();
    for (const QJsonValue one : suiting) {
        QVERIFY(one[u"vacancy_region"].toString().startsWith(QLatin1String("3702")));
        const qint64 pay = one[u"vacancy_pay_to"].toInteger();
        QVERIFY(pay >= 600000 && pay <= last);
        last = pay;
    }
    for (const QString &stranger : {QStringLiteral("370200199509230777"), number}) {
        const QJsonObject all = listOf(stranger, QStringLiteral("别人"));
        QCOMPARE(all[QStringLiteral("list")].toArray().size(), open);
        QVERIFY(all[QStringLiteral("fields")].toObject().isEmpty());  // of a record under another name: nothing
    }
}

void TestGateway::anElectronicCardIsGoodOnce()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const Kiosk other = enrolled(QStringLiteral("K2"));
    const auto ask = [&](const Kiosk &from, const QByteArray &code) {
        const auto question = encodeECardQuestion({visit, QStringLiteral("01"), Sensitive<QByteArray>(code)});
        return client(&from)->Post("/v1/ecard", question.reveal().toStdString(), "application/json");
    };
    const auto now = [&] { return m_rig->clock.wall(); };
    const QByteArray code = demoCardCode(QStringLiteral("zhang-ceshi"), now());
    const auto answer = ask(kiosk, code);
    QCOMPARE(answer->status, 200);
    const auto holder = parseECardAnswer(bytes(answer->body));
    QVERIFY2(holder, holder ? "" : holder.error().detail.c_str());
    QCOMPARE(holder->name.reveal(), QStringLiteral("张测试"));
    QCOMPARE(holder->number.reveal(), QStringLiteral("37020019900307006X"));
    QCOMPARE(holder->cardNumber.reveal(), QStringLiteral("A12345678"));
    QCOMPARE(int(holder->source), int(IdentitySource::ECard));
    QVERIFY(holder->birthDate == QDate(1990, 3, 7) && holder->verified && holder->warnings.isEmpty());

    QCOMPARE(ask(kiosk, code)->status, 404);
    QCOMPARE(ask(other, code)->status, 404);
    m_rig->stop();
    m_rig->start();
    QCOMPARE(ask(other, code)->status, 404);
    using std::chrono::seconds;
    QCOMPARE(ask(kiosk, demoCardCode(QStringLiteral("li-yanshi"), now() - seconds(60)))->status, 200);
    QCOMPARE(ask(kiosk, demoCardCode(QStringLiteral("li-yanshi"), now() - seconds(61)))->status, 404);
    QCOMPARE(ask(kiosk, demoCardCode(QStringLiteral("li-yanshi"), now() + seconds(4)))->status, 200);
    QCOMPARE(ask(kiosk, demoCardCode(QStringLiteral("li-yanshi"), now() + seconds(7)))->status, 404);

    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE kind = 'e-card' AND visit = '") + visit +
                          u'\''),
             8);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE outcome = 'answered'")), 3);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE outcome = 'used'")), 3);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ecard_used")), 3);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ecard_used WHERE digest LIKE '%HALL%'")), 0);
    m_rig->clock.advance(seconds(25 * 3600));
    QCOMPARE(ask(kiosk, demoCardCode(QStringLiteral("li-yanshi"), now()))->status, 200);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ecard_used")), 1);
}

void TestGateway::badCodesTellNothing()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto ask = [&](const QJsonValue &code, const QString &who = visit, const char *scene = "01") {
        const QJsonObject question{{QStringLiteral("v"), 1},
                                   {QStringLiteral("visit"), who},
                                   {QStringLiteral("scene"), QLatin1String(scene)},
                                   {QStringLiteral("code"), code}};
        return client(&kiosk)->Post("/v1/ecard", QJsonDocument(question).toJson().toStdString(), "application/json");
    };
    const QByteArray good = demoCardCode(QStringLiteral("zhang-ceshi"), m_rig->clock.wall());
    QByteArray forged = good;
    forged.back() = forged.back() == '0' ? '1' : '0';
    for (const QByteArray &code : {forged, good + ".1", good.left(good.size() - 1), good.toLower(), good + ' ',
                                   QByteArray("HALL-E1..."), QByteArray("HALL-E1.E3702000009.1.0"), QByteArray("x")}) {
        const auto answer = ask(QString::fromLatin1(code));
        QCOMPARE(answer->status, 404);
        QCOMPARE(problem(answer), QStringLiteral("not-found"));
        QVERIFY(answer->body.find("HALL") == std::string::npos);
    }
    for (const QJsonValue &code :
         {QJsonValue(QString()), QJsonValue(QString(513, u'x')), QJsonValue(QStringLiteral("a\nb")), QJsonValue(7),
          QJsonValue(QString::fromUtf8("张测试")), QJsonValue(QJsonValue::Null)}) {
        QCOMPARE(ask(code)->status, 400);
    }
    QCOMPARE(ask(QString::fromLatin1(good), QStringLiteral("nobody"))->status, 400);
    QCOMPARE(ask(QString::fromLatin1(good), visit, "1")->status, 400);
    QCOMPARE(client()->Post("/v1/ecard", "{}", "application/json")->status, 401);
    QCOMPARE(ask(QString::fromLatin1(good))->status, 200);
    // A gateway that no issuer is connected to says so, and the code is good elsewhere.
    m_rig->stop();
    m_rig->options.demoPeople.clear();
    m_rig->start();
    const auto none = ask(QString::fromLatin1(demoCardCode(QStringLiteral("li-yanshi"), m_rig->clock.wall())));
    QCOMPARE(none->status, 503);
    QVERIFY(none->has_header("Retry-After"));
}

void TestGateway::theCentreOpensACard()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CardAuthQuestion question;
    question.visit = visit;
    question.region = QStringLiteral("370200");
    question.algorithm = QStringLiteral("03");
    question.cardId = QByteArray::fromHex("370200D15600000500112233445500A2");  // resources/demo/cards/chen-moban.json
    question.externalFactor = question.externalSource = QByteArray(8, '\x5a');
    const auto post = [&](const QByteArray &json) {
        return client(&kiosk)->Post("/v1/card-auth", json.toStdString(), "application/json");
    };
    const auto answer = post(encodeCardAuthQuestion(question));
    QCOMPARE(answer->status, 200);
    const auto leave = parseCardAuthAnswer(bytes(answer->body));
    QVERIFY(leave.has_value());
    QCOMPARE(leave->internal.toHex(), QByteArray("d1d2d3d4d5d6d7d8"));
    QCOMPARE(leave->external.reveal().toHex(), QByteArray("e1e2e3e4e5e6e7e8f1f2f3f4f5f6f7f8"));

    CardAuthQuestion other = question;
    other.cardId[15] = '\x01';
    QCOMPARE(post(encodeCardAuthQuestion(other))->status, 404);
    other = question;
    other.region = QStringLiteral("370300");
    QCOMPARE(problem(post(encodeCardAuthQuestion(other))), QStringLiteral("not-found"));
    for (const QByteArray &wrong : {QByteArray("{}"), QByteArray("no JSON"), encodeCardAuthQuestion({})}) {
        QCOMPARE(post(wrong)->status, 400);
    }
    QCOMPARE(post(QByteArray(20'000, ' '))->status, 413);
    QCOMPARE(client()->Post("/v1/card-auth", "{}", "application/json")->status, 401);

    // Who asked and how it ended, the card only as a tag; what was answered nowhere.
    const auto logged = [this](const char *outcome) {
        return m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE kind = 'card-auth' AND service LIKE "
                                           "'370_00' AND outcome = '%1'")
                                .arg(QLatin1String(outcome)));
    };
    QCOMPARE(logged("answered"), 1);
    QCOMPARE(logged("not-found"), 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(DISTINCT tag) FROM ask_log WHERE LENGTH(tag) = 64")), 2);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE tag LIKE '%370200%'")), 0);
    int busy = 0;
    for (int i = 0; i < 40 && busy == 0; ++i) {
        busy = post(encodeCardAuthQuestion(question))->status == 429 ? 1 : 0;
    }
    QCOMPARE(busy, 1);
    QCOMPARE(logged("too-many"), 1);

    m_rig->stop();
    m_rig->options.demoPeople.clear();
    m_rig->start();
    const auto none = post(encodeCardAuthQuestion(question));
    QCOMPARE(none->status, 503);
    QVERIFY(none->has_header("Retry-After"));
}

void TestGateway::restartKeepsData()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    CaseMaker cases = maker(kiosk);
    const auto first = cases.make();
    QCOMPARE(int(sendOne(kiosk, first.item)), int(VerdictKind::Stored));
    m_rig->stop();
    m_rig->start();
    QCOMPARE(int(sendOne(kiosk, first.item)), int(VerdictKind::Duplicate));
    QCOMPARE(int(sendOne(kiosk, cases.make().item)), int(VerdictKind::Stored));
    QTRY_COMPARE(inbox(kiosk, 0).size(), 2);
}

void TestGateway::portOfARunningGatewayIsRefused()
{
    const auto second = gateway::Gateway::start(m_rig->options, m_rig->clock);
    QVERIFY(!second);
    QCOMPARE(second.error().code, FaultCode::BadArgument);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));  // the first one still answers alone
    QCOMPARE(int(sendOne(kiosk, maker(kiosk).make().item)), int(VerdictKind::Stored));
}

QTEST_GUILESS_MAIN(TestGateway)
#include "tst_gateway.moc"
