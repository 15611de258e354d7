// SPDX-License-Identifier: GPL-3.0-or-later
// Drafts are locked by code and number together; the messages of a visit's other calls say what they were given.
#include "app/protocol/seal.h"
#include "app/protocol/visitcalls.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <set>

using namespace hall;

namespace {

const QString kVisit = QStringLiteral("019b7a2c-0000-4000-8000-00000000000a");
const QString kNumber = QStringLiteral("37020019900307006X");
const QString kCode = QStringLiteral("20261127");

DraftKey keyOf(const QString &number, const QString &code)
{
    auto key = draftKey(number, code);
    return key ? std::move(*key) : DraftKey();
}

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray jsonOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

wire::DraftCall keeping()
{
    wire::DraftCall call;
    call.visit = kVisit;
    call.number = Sensitive<QString>(kNumber);
    call.check = QByteArray(kDraftCheckBytes, 'c');
    call.box = QByteArray(kLockedDraftOverhead + 9, 'b');
    return call;
}

}  // namespace

class TestVisitCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void codesAreEightDigits();
    void onlyCodeAndNumberTogetherOpen();
    void whatWasChangedDoesNotOpen();
    void aDraftHasABound();
    void callsSayWhatTheyWereGiven();
    void badMessagesAreNamed_data();
    void badMessagesAreNamed();
    void addressesForPhonesAreHttps_data();
    void addressesForPhonesAreHttps();
    void filesAreKnownByTheirFirstBytes();
};

void TestVisitCalls::codesAreEightDigits()
{
    std::set<QString> seen;
    for (int i = 0; i < 200; ++i) {
        const QString code = newResumeCode().reveal();
        QVERIFY(isResumeCode(code));
        seen.insert(code);
    }
    QVERIFY(seen.size() > 195);  // of 10^8: two alike among 200 is one in 5,000
    for (const QString &bad : {QStringLiteral("1234567"), QStringLiteral("123456789"), QStringLiteral("1234567a"),
                               QStringLiteral("１２３４５６７８"), QString()}) {
        QVERIFY(!isResumeCode(bad));
        QCOMPARE(draftKey(kNumber, bad).error().code, FaultCode::BadArgument);
    }
    QCOMPARE(draftKey(QString(), kCode).error().code, FaultCode::BadArgument);
    QCOMPARE(groupedResumeCode(kCode), QStringLiteral("2026 1127"));
}

void TestVisitCalls::onlyCodeAndNumberTogetherOpen()
{
    const QByteArray plain = "{\"answers\":{\"mobile\":\"13900000006\"}}";
    const DraftKey key = keyOf(kNumber, kCode);
    const auto locked = lockDraft(plain, key);
    QVERIFY(locked.has_value());
    QVERIFY(!locked->contains("13900000006"));
    QCOMPARE(locked->size(), plain.size() + kLockedDraftOverhead);
    const DraftKey same = keyOf(kNumber, kCode);  // another kiosk
    QCOMPARE(same.check, key.check);
    QCOMPARE(unlockDraft(*locked, same)->reveal(), plain);
    for (const DraftKey &other :
         {keyOf(kNumber, QStringLiteral("20261128")), keyOf(QStringLiteral("370200199001010005"), kCode)}) {
        QVERIFY(other.check != key.check);
        QCOMPARE(unlockDraft(*locked, other).error().code, FaultCode::SealBroken);
    }
    QVERIFY(key.check != key.box.reveal());
    QVERIFY(*lockDraft(plain, key) != *locked);  // never the same bytes twice
}

void TestVisitCalls::whatWasChangedDoesNotOpen()
{
    const DraftKey key = keyOf(kNumber, kCode);
    const QByteArray locked = *lockDraft("what was entered", key);
    for (qsizetype i = 0; i < locked.size(); ++i) {
        QByteArray changed = locked;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QCOMPARE(unlockDraft(changed, key).error().code, FaultCode::SealBroken);
        QCOMPARE(unlockDraft(locked.left(i), key).error().code, FaultCode::SealBroken);
    }
    QCOMPARE(unlockDraft(locked + 'x', key).error().code, FaultCode::SealBroken);
}

void TestVisitCalls::aDraftHasABound()
{
    const DraftKey key = keyOf(kNumber, kCode);
    const QByteArray most(kDraftBytes, 'm');
    QCOMPARE(unlockDraft(*lockDraft(most, key), key)->reveal(), most);
    QCOMPARE(lockDraft(most + 'm', key).error().code, FaultCode::BadArgument);
    wire::DraftCall call = keeping();
    call.box = *lockDraft(most, key);
    const QByteArray json = encodeDraftCall(call).reveal();
    QVERIFY(json.size() <= wire::kDraftBodyBytes);
    QCOMPARE(wire::parseDraftCall(json)->box, call.box);
}

void TestVisitCalls::callsSayWhatTheyWereGiven()
{
    const auto keep = wire::parseDraftCall(encodeDraftCall(keeping()).reveal());
    QVERIFY(keep.has_value());
    QCOMPARE(keep->act, wire::DraftCall::Act::Keep);
    QCOMPARE(keep->visit, kVisit);
    QCOMPARE(keep->number.reveal(), kNumber);
    QCOMPARE(keep->check, keeping().check);
    QCOMPARE(keep->box, keeping().box);
    wire::DraftCall drop = keeping();
    drop.act = wire::DraftCall::Act::Drop;
    const QJsonObject said = objectOf(encodeDraftCall(drop).reveal());
    QVERIFY(!said.contains(QStringLiteral("check")) && !said.contains(QStringLiteral("box")));
    const auto answer = wire::parseDraftAnswer(wire::encodeDraftAnswer({1'767'225'600'000, keeping().box}));
    QCOMPARE(answer->untilMs, 1'767'225'600'000);
    QCOMPARE(answer->box, keeping().box);

    const auto open = wire::parsePhoneCall(
        wire::encodePhoneCall({wire::PhoneCall::Act::Open, kVisit, QByteArray(kSealKeyBytes, 'k'), {}}));
    QCOMPARE(open->sealTo, QByteArray(kSealKeyBytes, 'k'));
    const auto close = wire::parsePhoneCall(wire::encodePhoneCall({wire::PhoneCall::Act::Close, kVisit, {}, kVisit}));
    QCOMPARE(close->act, wire::PhoneCall::Act::Close);
    QCOMPARE(close->id, kVisit);
    const auto waiting = wire::parsePhoneFile(wire::encodePhoneFile({}));
    QVERIFY(waiting.has_value() && !waiting->there && waiting->file.isEmpty());
    const QByteArray largest(sealedSize(wire::kPhoneFileBytes), 'p');
    const QByteArray json = wire::encodePhoneFile({true, largest});
    QVERIFY(json.size() <= wire::kPhoneAnswerBytes);
    QCOMPARE(wire::parsePhoneFile(json)->file, largest);

    const wire::Rating rating{kVisit, {}, QStringLiteral("emp-cert"), 5, {QStringLiteral("quick")}, 1'767'225'600'000};
    const auto read = wire::parseRating(wire::encodeRating(rating));
    QVERIFY(read.has_value());
    QCOMPARE(read->stars, 5);
    QCOMPARE(read->reasons, rating.reasons);
    QVERIFY(read->item.isEmpty());
}

void TestVisitCalls::badMessagesAreNamed_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char *message, const char *field, const QJsonValue &value) {
        QTest::addRow("%s %s %s", message, field,
                      QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).left(40).constData())
            << QString::fromLatin1(message) << QString::fromLatin1(field) << value;
    };
    const QString longText(40'000, u'a');
    for (const QJsonValue &value : {QJsonValue(), QJsonValue(QStringLiteral("peek")), QJsonValue(1)}) {
        row("draft", "do", value);
        row("phone", "do", value);
    }
    for (const char *message : {"draft", "phone"}) {
        row(message, "visit", QStringLiteral("7"));
        row(message, "visit", QJsonValue());
    }
    row("draft", "number", QString());
    row("draft", "number", QString(33, u'1'));
    row("draft", "check", QString(63, u'a'));
    row("draft", "check", QString(64, u'g'));
    row("draft", "check", QString(64, u'A'));
    row("draft", "box", QStringLiteral("not base 64!"));
    row("draft", "box", QString());
    row("draft", "box", QString::fromLatin1(QByteArray(kDraftBytes + kLockedDraftOverhead + 1, 'b').toBase64()));
    row("phone", "seal_to", QString(62, u'a'));
    row("phone", "seal_to", QJsonValue(7));
    row("rating", "id", longText.left(36));
    row("rating", "item", QStringLiteral("the one before"));
    row("rating", "service", QStringLiteral("a b"));
    row("rating", "stars", 0);
    row("rating", "stars", 6);
    row("rating", "stars", QStringLiteral("5"));
    row("rating", "reasons", QJsonArray{QStringLiteral("quick"), QStringLiteral("quick")});
    row("rating", "reasons", QJsonArray{QStringLiteral("call me at 139"), 7});
    row("rating", "reasons",
        QJsonArray{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d"),
                   QStringLiteral("e"), QStringLiteral("f"), QStringLiteral("g"), QStringLiteral("h"),
                   QStringLiteral("i")});
    row("rating", "at", 0);
    row("rating", "at", QStringLiteral("today"));
}

void TestVisitCalls::badMessagesAreNamed()
{
    QFETCH(QString, message);
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QJsonObject object;
    if (message == QLatin1String("draft")) {
        object = objectOf(encodeDraftCall(keeping()).reveal());
        QVERIFY(wire::parseDraftCall(jsonOf(object)).has_value());
    } else if (message == QLatin1String("phone")) {
        object =
            objectOf(wire::encodePhoneCall({wire::PhoneCall::Act::Open, kVisit, QByteArray(kSealKeyBytes, 'k'), {}}));
        QVERIFY(wire::parsePhoneCall(jsonOf(object)).has_value());
    } else {
        object = objectOf(wire::encodeRating({kVisit, kVisit, QStringLiteral("emp-cert"), 3, {}, 1'767'225'600'000}));
        QVERIFY(wire::parseRating(jsonOf(object)).has_value());
    }
    if (value.isNull() || value.isUndefined()) {
        object.remove(field);
    } else {
        object.insert(field, value);
    }
    const QByteArray json = jsonOf(object);
    Fault fault(FaultCode::Internal);
    if (message == QLatin1String("draft")) {
        const auto read = wire::parseDraftCall(json);
        QVERIFY(!read);
        fault = read.error();
    } else if (message == QLatin1String("phone")) {
        const auto read = wire::parsePhoneCall(json);
        QVERIFY(!read);
        fault = read.error();
    } else {
        const auto read = wire::parseRating(json);
        QVERIFY(!read);
        fault = read.error();
    }
    QCOMPARE(fault.code, FaultCode::MessageInvalid);
    QVERIFY2(fault.detail.find(field.toStdString()) != std::string::npos, fault.detail.c_str());
    QVERIFY(fault.detail.find(kNumber.toStdString()) == std::string::npos);
}

void TestVisitCalls::addressesForPhonesAreHttps_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("good");
    QTest::newRow("https") << QStringLiteral("https://hall.example/u/AAAAAAAAAAAAAAAAAAAAAA") << true;
    QTest::newRow("port") << QStringLiteral("https://hall.example:8443/x/u/A") << true;
    QTest::newRow("plain") << QStringLiteral("http://hall.example/u/A") << false;
    QTest::newRow("script") << QStringLiteral("javascript:alert(1)") << false;
    QTest::newRow("no host") << QStringLiteral("https:///u/A") << false;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("long") << QStringLiteral("https://hall.example/") + QString(600, u'a') << false;
}

void TestVisitCalls::addressesForPhonesAreHttps()
{
    QFETCH(QString, url);
    QFETCH(bool, good);
    QCOMPARE(wire::parsePhonePlace(wire::encodePhonePlace({kVisit, url, 1'767'225'600'000})).has_value(), good);
}

void TestVisitCalls::filesAreKnownByTheirFirstBytes()
{
    QCOMPARE(wire::mediaOf("\xff\xd8\xff\xe0"), QStringLiteral("image/jpeg"));
    QCOMPARE(wire::mediaOf(QByteArrayLiteral("\x89PNG\r\n\x1a\n....")), QStringLiteral("image/png"));
    QCOMPARE(wire::mediaOf("%PDF-1.7"), QStringLiteral("application/pdf"));
    for (const char *other : {"", "GIF89a", "<html>", "MZ", "PK\x03\x04", "\xff\xd8", "\x89PNG", " %PDF-1.7"}) {
        QVERIFY(wire::mediaOf(other).isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestVisitCalls)
#include "tst_visitcalls.moc"
