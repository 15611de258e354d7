// SPDX-License-Identifier: GPL-3.0-or-later
// Drafts under a resume code, papers from phones and ratings, over real TLS.
#include "app/gateway/drafts.h"
#include "app/gateway/ratings.h"
#include "tests/unit/gateway/gatewaybed.h"

#include "app/protocol/visitcalls.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <thread>

using namespace hall;
using namespace hall::test;

namespace {

const QString kVisit = QStringLiteral("019b7a2c-0000-4000-8000-00000000000a");
const QString kZhang = QStringLiteral("37020019900307006X");
const QString kLi = QStringLiteral("370200199001010005");
const QByteArray kJpeg = QByteArrayLiteral("\xff\xd8\xff\xe0") + QByteArray(5000, 'j');
constexpr qint64 kHourMs = 3'600'000;

wire::DraftCall call(wire::DraftCall::Act act, const QString &number, char check = 'c')
{
    wire::DraftCall made;
    made.act = act;
    made.visit = kVisit;
    made.number = Sensitive<QString>(number);
    made.check = QByteArray(kDraftCheckBytes, check);
    made.box = QByteArray(kLockedDraftOverhead, 'b') + number.right(1).toLatin1();
    return made;
}

httplib::MultipartFormDataItems formOf(const QByteArray &file, const char *field = "file")
{
    return {{"note", "nobody reads this", "", ""}, {field, file.toStdString(), "paper.jpg", "image/jpeg"}};
}

}  // namespace

class TestGatewayVisits : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { end(); }
    void aDraftIsKeptForItsPerson();
    void fiveWrongCodesDestroyIt();
    void concurrentGuessesAreCounted();
    void itEndsWithTheDay_data();
    void itEndsWithTheDay();
    void draftsAreLoggedAndLimited();
    void aPaperComesFromAPhone();
    void aPaperComesOnce();
    void placesEnd();
    void papersAreRefused_data();
    void papersAreRefused();
    void aLargePaperIsRefusedInWords();
    void theLargestPaperPasses();
    void withoutAnAddressNoPhone();
    void aStrangerGetsNothing();
    void formsAreForPhonesAlone();
    void ratingsCountOnce();
    void whatIsOverGoesByItself();

private:
    httplib::Result draft(const Kiosk &kiosk, const wire::DraftCall &what) const;
    QByteArray taken(const Kiosk &kiosk, const QString &number, char check = 'c') const;
    httplib::Result phone(const Kiosk &kiosk, const wire::PhoneCall &what) const;
    wire::PhonePlace opened(const Kiosk &kiosk);
    httplib::Result send(const QString &url, const QByteArray &file, const char *field = "file") const;
    static std::string pathOf(const QString &url) { return QUrl(url).path().toStdString(); }

    SealKeyPair m_key = newSealKeyPair();
};

void TestGatewayVisits::init()
{
    begin();
    m_rig->stop();
    m_rig->options.publicUrl = QStringLiteral("https://hall.example/");
    m_rig->start();
}

httplib::Result TestGatewayVisits::draft(const Kiosk &kiosk, const wire::DraftCall &what) const
{
    return client(&kiosk)->Post("/v1/draft", encodeDraftCall(what).reveal().toStdString(), "application/json");
}

// What is there, or the code of the refusal.
QByteArray TestGatewayVisits::taken(const Kiosk &kiosk, const QString &number, char check) const
{
    const auto answer = draft(kiosk, call(wire::DraftCall::Act::Take, number, check));
    return answer && answer->status == 200 ? must(wire::parseDraftAnswer(bytes(answer->body))).box
                                           : problem(answer).toLatin1();
}

httplib::Result TestGatewayVisits::phone(const Kiosk &kiosk, const wire::PhoneCall &what) const
{
    return client(&kiosk)->Post("/v1/phone", wire::encodePhoneCall(what).toStdString(), "application/json");
}

wire::PhonePlace TestGatewayVisits::opened(const Kiosk &kiosk)
{
    const auto answer = phone(kiosk, {wire::PhoneCall::Act::Open, kVisit, m_key.publicKey, {}});
    return must(wire::parsePhonePlace(bytes(answer->body)));
}

httplib::Result TestGatewayVisits::send(const QString &url, const QByteArray &file, const char *field) const
{
    return client()->Post(pathOf(url), formOf(file, field));
}

void TestGatewayVisits::aDraftIsKeptForItsPerson()
{
    const Kiosk first = enrolled(QStringLiteral("K1"));
    const Kiosk second = enrolled(QStringLiteral("K2"));
    QCOMPARE(taken(first, kZhang), QByteArray("not-found"));
    const auto kept = draft(first, call(wire::DraftCall::Act::Keep, kZhang));
    QCOMPARE(kept->status, 200);
    QCOMPARE(must(wire::parseDraftAnswer(bytes(kept->body))).untilMs, gateway::endOfDayMs(m_rig->clock.wall().count()));
    // At any kiosk, as often as it takes.
    QCOMPARE(taken(second, kZhang), call(wire::DraftCall::Act::Keep, kZhang).box);
    QCOMPARE(taken(first, kZhang), call(wire::DraftCall::Act::Keep, kZhang).box);
    // Nobody else's card, whatever the code.
    QCOMPARE(taken(first, kLi), QByteArray("not-found"));
    // One a person: the next one takes its place, under its own code.
    QCOMPARE(draft(second, call(wire::DraftCall::Act::Keep, kZhang, 'd'))->status, 200);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM draft")), 1);
    QCOMPARE(taken(first, kZhang), QByteArray("not-found"));
    QCOMPARE(taken(first, kZhang, 'd'), call(wire::DraftCall::Act::Keep, kZhang).box);
    QCOMPARE(draft(first, call(wire::DraftCall::Act::Keep, kLi))->status, 200);
    QCOMPARE(draft(first, call(wire::DraftCall::Act::Drop, kZhang))->status, 200);
    QCOMPARE(draft(first, call(wire::DraftCall::Act::Drop, kZhang))->status, 200);  // nothing is there to be dropped
    QCOMPARE(taken(first, kZhang, 'd'), QByteArray("not-found"));
    QVERIFY(taken(first, kLi) != "not-found");
    // It outlives a restart.
    m_rig->stop();
    m_rig->start();
    QVERIFY(taken(second, kLi) != "not-found");
    // No number, and nothing that the code is known by, lies in the tables as it came.
    const auto database = m_rig->database();
    auto db = must(database->connection());
    auto rows = must(gateway::run(db, QStringLiteral("SELECT tag, secret FROM draft")));
    while (rows.next()) {
        QVERIFY(!rows.value(0).toString().contains(kLi));
        QVERIFY(rows.value(1).toString() != QString::fromLatin1(QByteArray(kDraftCheckBytes, 'c').toHex()));
    }
}

void TestGatewayVisits::fiveWrongCodesDestroyIt()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QCOMPARE(draft(kiosk, call(wire::DraftCall::Act::Keep, kZhang))->status, 200);
    for (int i = 1; i < wire::kDraftTries; ++i) {
        QCOMPARE(taken(kiosk, kZhang, 'x'), QByteArray("not-found"));
    }
    QVERIFY(taken(kiosk, kZhang) != "not-found");  // the right one does not bring the others back
    QCOMPARE(taken(kiosk, kZhang, 'x'), QByteArray("not-found"));
    QCOMPARE(taken(kiosk, kZhang), QByteArray("not-found"));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM draft")), 0);
}

void TestGatewayVisits::concurrentGuessesAreCounted()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QCOMPARE(draft(kiosk, call(wire::DraftCall::Act::Keep, kZhang))->status, 200);
    std::vector<std::thread> threads;
    threads.reserve(6);
    for (char guess = 'm'; guess < 'm' + 6; ++guess) {
        threads.emplace_back([this, &kiosk, guess] { (void)taken(kiosk, kZhang, guess); });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM draft")), 0);
}

void TestGatewayVisits::itEndsWithTheDay_data()
{
    QTest::addColumn<qint64>("hours");  // after 2026-01-01 00:00 in China
    QTest::addColumn<qint64>("left");   // ms until it is over
    QTest::newRow("at midnight") << qint64(0) << 24 * kHourMs;
    QTest::newRow("in the morning") << qint64(8) << 16 * kHourMs;
    QTest::newRow("when UTC changes its day") << qint64(7) << 17 * kHourMs;
    QTest::newRow("late") << qint64(23) << kHourMs;
}

void TestGatewayVisits::itEndsWithTheDay()
{
    QFETCH(qint64, hours);
    QFETCH(qint64, left);
    const qint64 newYear = 1'767'196'800'000;  // 2026-01-01 00:00 +08:00
    const qint64 now = newYear + hours * kHourMs;
    QCOMPARE(gateway::endOfDayMs(now) - now, left);
    QCOMPARE(gateway::endOfDayMs(now - 1), hours == 0 ? newYear : newYear + 24 * kHourMs);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QCOMPARE(draft(kiosk, call(wire::DraftCall::Act::Keep, kZhang))->status, 200);
    const qint64 ends = gateway::endOfDayMs(m_rig->clock.wall().count());
    m_rig->clock.advance(std::chrono::milliseconds(ends - m_rig->clock.wall().count() - 1));
    QVERIFY(taken(kiosk, kZhang) != "not-found");
    m_rig->clock.advance(std::chrono::milliseconds(1));
    QCOMPARE(taken(kiosk, kZhang), QByteArray("not-found"));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM draft")), 0);
}

void TestGatewayVisits::draftsAreLoggedAndLimited()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QCOMPARE(draft(kiosk, call(wire::DraftCall::Act::Keep, kZhang))->status, 200);
    (void)taken(kiosk, kZhang);
    (void)taken(kiosk, kLi);
    const auto database = m_rig->database();
    auto db = must(database->connection());
    auto rows = must(
        gateway::run(db, QStringLiteral("SELECT kind, outcome, kiosk, visit FROM ask_log ORDER BY kind, outcome")));
    QStringList log;
    while (rows.next()) {
        QCOMPARE(rows.value(2).toString(), QStringLiteral("K1"));
        QCOMPARE(rows.value(3).toString(), kVisit);
        log.append(rows.value(0).toString() + u' ' + rows.value(1).toString());
    }
    rows.finish();
    QCOMPARE(log, QStringList({QStringLiteral("draft-keep answered"), QStringLiteral("draft-take answered"),
                               QStringLiteral("draft-take not-found")}));
    // As many questions as a kiosk may ask, drafts among them.
    QString last;
    for (int i = 0; i < 40 && last != QLatin1String("too-many"); ++i) {
        last = QString::fromLatin1(taken(kiosk, kZhang));
    }
    QCOMPARE(last, QStringLiteral("too-many"));
    QVERIFY(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE outcome = 'too-many'")) >= 1);
}

void TestGatewayVisits::aPaperComesFromAPhone()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const wire::PhonePlace place = opened(kiosk);
    QVERIFY(place.url.startsWith(QLatin1String("https://hall.example/u/")));
    QCOMPARE(place.untilMs, m_rig->clock.wall().count() + wire::kPhoneMs);
    const auto page = client()->Get(pathOf(place.url));
    QCOMPARE(page->status, 200);
    QVERIFY(bytes(page->body).contains("multipart/form-data"));
    QVERIFY(bytes(page->get_header_value("Content-Security-Policy")).contains("default-src 'none'"));
    QCOMPARE(bytes(page->get_header_value("Cache-Control")), QByteArray("no-store"));
    auto waiting = phone(kiosk, {wire::PhoneCall::Act::Take, kVisit, {}, place.id});
    QVERIFY(!must(wire::parsePhoneFile(bytes(waiting->body))).there);

    QCOMPARE(send(place.url, kJpeg)->status, 200);
    for (int again = 0; again < 2; ++again) {  // a line that broke may ask once more
        const auto there = phone(kiosk, {wire::PhoneCall::Act::Take, kVisit, {}, place.id});
        const wire::PhoneFile file = must(wire::parsePhoneFile(bytes(there->body)));
        QVERIFY(file.there);
        QCOMPARE(must(openSealed(SealKind::Phone, file.file, m_key)).reveal(), kJpeg);
        QVERIFY(!openSealed(SealKind::Blob, file.file, m_key));
    }
    // What lies here is not the paper.
    const auto database = m_rig->database();
    auto db = must(database->connection());
    const QByteArray kept = must(gateway::single(db, QStringLiteral("SELECT content FROM phone_upload"))).toByteArray();
    QVERIFY(!kept.isEmpty() && !kept.contains("jjjjjjjj"));
    QCOMPARE(phone(kiosk, {wire::PhoneCall::Act::Close, kVisit, {}, place.id})->status, 200);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM phone_upload")), 0);
    QCOMPARE(problem(phone(kiosk, {wire::PhoneCall::Act::Take, kVisit, {}, place.id})), QStringLiteral("not-found"));
}

void TestGatewayVisits::aPaperComesOnce()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const wire::PhonePlace place = opened(kiosk);
    QCOMPARE(send(place.url, kJpeg)->status, 200);
    const auto second = send(place.url, kJpeg + "another");
    QCOMPARE(second->status, 404);
    QVERIFY(bytes(second->body).contains("lang=\"en\""));
    QCOMPARE(client()->Get(pathOf(place.url))->status, 404);
    const auto there = phone(kiosk, {wire::PhoneCall::Act::Take, kVisit, {}, place.id});
    QCOMPARE(must(openSealed(SealKind::Phone, must(wire::parsePhoneFile(bytes(there->body))).file, m_key)).reveal(),
             kJpeg);
}

void TestGatewayVisits::placesEnd()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const Kiosk other = enrolled(QStringLiteral("K2"));
    const wire::PhonePlace first = opened(kiosk);
    // Another kiosk's is as if it were not there, and cannot be closed.
    QCOMPARE(problem(phone(other, {wire::PhoneCall::Act::Take, kVisit, {}, first.id})), QStringLiteral("not-found"));
    QCOMPARE(phone(other, {wire::PhoneCall::Act::Close, kVisit, {}, first.id})->status, 200);
    QCOMPARE(client()->Get(pathOf(first.url))->status, 200);
    // One at a time.
    const wire::PhonePlace second = opened(kiosk);
    QCOMPARE(client()->Get(pathOf(first.url))->status, 404);
    QCOMPARE(send(first.url, kJpeg)->status, 404);
    m_rig->clock.advance(std::chrono::milliseconds(wire::kPhoneMs - 1));
    QCOMPARE(client()->Get(pathOf(second.url))->status, 200);
    m_rig->clock.advance(std::chrono::milliseconds(1));
    QCOMPARE(client()->Get(pathOf(second.url))->status, 404);
    QCOMPARE(send(second.url, kJpeg)->status, 404);
    QCOMPARE(problem(phone(kiosk, {wire::PhoneCall::Act::Take, kVisit, {}, second.id})), QStringLiteral("not-found"));
}

void TestGatewayVisits::papersAreRefused_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("nothing") << QByteArray() << QByteArray("file");
    QTest::newRow("a page of the web") << QByteArray("<html><script>") << QByteArray("file");
    QTest::newRow("a program") << QByteArray("MZ\x90") << QByteArray("file");
    QTest::newRow("a video") << QByteArray("\0\0\0\x18"
                                           "ftypmp42",
                                           12)
                             << QByteArray("file");
    QTest::newRow("under another name") << kJpeg << QByteArray("paper");
}

void TestGatewayVisits::papersAreRefused()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, field);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const wire::PhonePlace place = opened(kiosk);
    QCOMPARE(send(place.url, file, field.constData())->status, 400);
    // The visitor goes back and takes the right one.
    QCOMPARE(send(place.url, kJpeg)->status, 200);
}

void TestGatewayVisits::aLargePaperIsRefusedInWords()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const wire::PhonePlace place = opened(kiosk);
    const auto large = send(place.url, QByteArrayLiteral("\xff\xd8\xff") + QByteArray(wire::kPhoneFileBytes + 1, 'j'));
    QVERIFY(large);
    QCOMPARE(large->status, 413);
    QVERIFY(bytes(large->body).contains("10 MB"));
    // Bytes that are no form: said in words as well.
    const auto bare = client()->Post(pathOf(place.url), kJpeg.toStdString(), "image/jpeg");
    QCOMPARE(bare->status, 400);
    QVERIFY(bytes(bare->body).contains("PDF"));
    QCOMPARE(send(place.url, kJpeg)->status, 200);
}

void TestGatewayVisits::theLargestPaperPasses()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const wire::PhonePlace place = opened(kiosk);
    const QByteArray largest = QByteArrayLiteral("%PDF-1.7") + QByteArray(wire::kPhoneFileBytes - 8, 'p');
    QCOMPARE(send(place.url, largest)->status, 200);
    const auto there = phone(kiosk, {wire::PhoneCall::Act::Take, kVisit, {}, place.id});
    QCOMPARE(must(openSealed(SealKind::Phone, must(wire::parsePhoneFile(bytes(there->body))).file, m_key)).reveal(),
             largest);
}

void TestGatewayVisits::withoutAnAddressNoPhone()
{
    m_rig->stop();
    m_rig->options.publicUrl.clear();
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QCOMPARE(problem(phone(kiosk, {wire::PhoneCall::Act::Open, kVisit, m_key.publicKey, {}})),
             QStringLiteral("not-found"));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM phone_upload")), 0);
}

void TestGatewayVisits::aStrangerGetsNothing()
{
    for (const char *path : {"/v1/draft", "/v1/phone", "/v1/rating"}) {
        const auto answer = client()->Post(path, "{}", "application/json");
        QCOMPARE(answer->status, 401);
    }
    for (const std::string path : {"/u/", "/u/AAAAAAAAAAAAAAAAAAAAA", "/u/AAAAAAAAAAAAAAAAAAAAAA",
                                   "/u/..%2f..%2fetc%2fpasswd1", "/u/AAAAAAAAAAAAAAAAAAAAAA/x"}) {
        const auto answer = client()->Get(path);
        QCOMPARE(answer->status, 404);
        const int status = client()->Post(path, formOf(kJpeg))->status;
        QVERIFY(status == 404 || (status == 400 && path.size() != 25));
    }
}

void TestGatewayVisits::formsAreForPhonesAlone()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    for (const char *path :
         {"/v1/enrol", "/v1/renew", "/v1/batch", "/v1/ask", "/v1/health", "/v1/draft", "/v1/phone", "/v1/rating"}) {
        const auto answer = client(&kiosk)->Post(path, formOf(kJpeg));
        QCOMPARE(answer->status, 400);
        QCOMPARE(problem(answer), QStringLiteral("body-broken"));
    }
}

void TestGatewayVisits::ratingsCountOnce()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto rate = [&](const QString &id, int stars, const QStringList &reasons) {
        const wire::Rating rating{id, {}, QStringLiteral("emp-cert"), stars, reasons, 1'767'225'600'000};
        return client(&kiosk)->Post("/v1/rating", wire::encodeRating(rating).toStdString(), "application/json")->status;
    };
    const QString second = QStringLiteral("019b7a2c-0000-4000-8000-00000000000b");
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(rate(kVisit, 5, {QStringLiteral("quick"), QStringLiteral("clear")}), 200);
    }
    QCOMPARE(rate(kVisit, 1, {}), 200);  // the first word stands
    QCOMPARE(rate(second, 2, {QStringLiteral("quick")}), 200);
    QCOMPARE(rate(second, 6, {}), 400);
    const auto database = m_rig->database();
    const QJsonArray list = must(gateway::ratingsJson(*database));
    QCOMPARE(list, QJsonArray({QJsonObject{{QStringLiteral("service"), QStringLiteral("emp-cert")},
                                           {QStringLiteral("count"), 2},
                                           {QStringLiteral("stars"), QJsonArray{0, 1, 0, 0, 1}},
                                           {QStringLiteral("reasons"), QJsonObject{{QStringLiteral("quick"), 2},
                                                                                   {QStringLiteral("clear"), 1}}}}}));
}

void TestGatewayVisits::whatIsOverGoesByItself()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QCOMPARE(draft(kiosk, call(wire::DraftCall::Act::Keep, kZhang))->status, 200);
    const wire::PhonePlace place = opened(kiosk);
    QCOMPARE(send(place.url, kJpeg)->status, 200);
    const auto report = [&] { return client(&kiosk)->Post("/v1/health", "{}", "application/json")->status; };
    QCOMPARE(report(), 204);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM phone_upload")), 1);
    m_rig->clock.advance(std::chrono::minutes(11));
    QCOMPARE(report(), 204);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM phone_upload")), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM draft")), 1);
    m_rig->clock.advance(std::chrono::hours(24));
    QCOMPARE(report(), 204);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM draft")), 0);
}

QTEST_GUILESS_MAIN(TestGatewayVisits)
#include "tst_gatewayvisits.moc"
