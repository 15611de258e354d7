// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/canonicaljson.h"
#include "app/protocol/sealkeyring.h"
#include "app/protocol/sealnotice.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>

using namespace hall;

namespace {

using Change = std::function<void(QJsonObject &)>;

const QByteArray keyA(kSealKeyBytes, 'a');
const QByteArray keyB(kSealKeyBytes, 'b');

SealNotice sample()
{
    return {7, keyA, keyB, 1'767'225'600'000};
}

}  // namespace

Q_DECLARE_METATYPE(Change)

class TestSealNotice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas();
    void theKeyOfATime();
    void anotherKeyOrAnyOtherByteIsRefused();
    void signedButWrong_data();
    void signedButWrong();
    void theAnswerToHealth();
    void aRingOpensWhatIsForAnyOfItsKeys();
    void aRingLooksAgainForAKeyThatCame();

private:
    const Signer m_centre = Signer::generate();
};

void TestSealNotice::comesBackAsItWas()
{
    for (const SealNotice &notice : {sample(), SealNotice{1, keyA, {}, 0}, SealNotice{2, keyA, keyB, 0}}) {
        const auto made = signSealNotice(notice, m_centre);
        QVERIFY(made);
        const auto read = readSealNotice(made->json, m_centre.publicKey());
        QVERIFY(read);
        QCOMPARE(read->number, notice.number);
        QCOMPARE(read->current, notice.current);
        QCOMPARE(read->next, notice.next);
        QCOMPARE(read->nextFromMs, notice.nextFromMs);
    }
}

void TestSealNotice::theKeyOfATime()
{
    const SealNotice later = sample();
    QCOMPARE(later.keyAt(0), keyA);  // no time is known
    QCOMPARE(later.keyAt(later.nextFromMs - 1), keyA);
    QCOMPARE(later.keyAt(later.nextFromMs), keyB);
    QCOMPARE((SealNotice{7, keyA, keyB, 0}.keyAt(0)), keyB);
    QCOMPARE((SealNotice{7, keyA, {}, 0}.keyAt(1)), keyA);
}

void TestSealNotice::anotherKeyOrAnyOtherByteIsRefused()
{
    const QByteArray json = signSealNotice(sample(), m_centre)->json;
    QCOMPARE(readSealNotice(json, Signer::generate().publicKey()).error().code, FaultCode::SignatureBad);
    QCOMPARE(readSealNotice(json, {}).error().code, FaultCode::SignatureBad);
    // Nor is a signature written otherwise: there is one text of it, byte for byte.
    for (const char *mark : {"!", " ", "0", "00"}) {
        QByteArray written = json;
        written.replace("\"sig\":\"", QByteArray("\"sig\":\"") + mark);
        QVERIFY2(!readSealNotice(written, m_centre.publicKey()), mark);
    }
    const qsizetype from = json.indexOf("\"sig\":\"") + 7;
    const QByteArray hex = json.mid(from, 2 * Signer::kSignatureBytes);
    QVERIFY(hex.toUpper() != hex);
    QByteArray upper = json;
    upper.replace(hex, hex.toUpper());
    QVERIFY(!readSealNotice(upper, m_centre.publicKey()));
    for (qsizetype i = 0; i < json.size(); ++i) {
        QByteArray changed = json;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QVERIFY2(!readSealNotice(changed, m_centre.publicKey()), qPrintable(QString::number(i)));
        QVERIFY(!readSealNotice(json.left(i), m_centre.publicKey()));
    }
    QVERIFY(!readSealNotice(json + ' ', m_centre.publicKey()));
}

void TestSealNotice::signedButWrong_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, const char *field, const QJsonValue &value) {
        QTest::newRow(name) << Change([field, value](QJsonObject &o) { o[QLatin1String(field)] = value; });
    };
    row("another version", "v", 2);
    row("number 0", "number", 0);
    row("number as text", "number", QStringLiteral("7"));
    row("current too short", "current", QString::fromLatin1(keyA.left(31).toHex()));
    row("current too long", "current", QString::fromLatin1((keyA + 'a').toHex()));
    row("current in upper case", "current", QString::fromLatin1(keyA.toHex().replace("61", "6A")));
    row("current not hex", "current", QString(64, u'g'));
    row("next too short", "next", QString::fromLatin1(keyB.left(16).toHex()));
    row("next empty", "next", QString());
    row("next is current", "next", QString::fromLatin1(keyA.toHex()));
    row("one field more", "former", QString::fromLatin1(keyB.toHex()));
    QTest::newRow("no current") << Change([](QJsonObject &o) { o.remove(QStringLiteral("current")); });
    QTest::newRow("no time of the next") << Change([](QJsonObject &o) { o.remove(QStringLiteral("next_from")); });
    QTest::newRow("a time of none") << Change([](QJsonObject &o) { o.remove(QStringLiteral("next")); });
}

void TestSealNotice::signedButWrong()
{
    QFETCH(const Change, change);
    QJsonObject object = QJsonDocument::fromJson(signSealNotice(sample(), m_centre)->json).object();
    object.remove(QStringLiteral("sig"));
    change(object);
    object[QStringLiteral("sig")] =
        QString::fromLatin1(m_centre.sign("hall-seal-keys-v1\n" + *canonicalJson(object)).toHex());
    QCOMPARE(readSealNotice(*canonicalJson(object), m_centre.publicKey()).error().code, FaultCode::MessageInvalid);
}

void TestSealNotice::theAnswerToHealth()
{
    const auto notice = signSealNotice(sample(), m_centre);
    const QByteArray answer = encodeHealthAnswer(*notice);
    QCOMPARE(*parseHealthAnswer(answer), notice->json);
    for (const QByteArray &bad : {QByteArray(), QByteArray("{}"), QByteArray("{\"seal_keys\":1}"), answer.left(40)}) {
        QCOMPARE(parseHealthAnswer(bad).error().code, FaultCode::MessageInvalid);
    }
}

void TestSealNotice::aRingOpensWhatIsForAnyOfItsKeys()
{
    const SealKeyPair a = newSealKeyPair();
    const SealKeyPair b = newSealKeyPair();
    const SealKeyRing ring(std::vector<SealKeyPair>{a, b});
    for (const SealKeyPair &key : {a, b}) {
        const auto opened = ring.open(SealKind::Body, *seal(SealKind::Body, "case", key.publicKey));
        QVERIFY(opened);
        QCOMPARE(opened->reveal(), QByteArray("case"));
    }
    const QByteArray foreign = *seal(SealKind::Body, "case", newSealKeyPair().publicKey);
    QCOMPARE(ring.open(SealKind::Body, foreign).error().code, FaultCode::KeyMissing);
    QCOMPARE(ring.open(SealKind::Body, "HKS1").error().code, FaultCode::SealBroken);
    // Named by one of them, made for another.
    QByteArray lies = *seal(SealKind::Body, "case", a.publicKey);
    lies.replace(6, 8, QByteArray::fromHex(sealKeyId(b.publicKey).toLatin1()));
    QCOMPARE(ring.open(SealKind::Body, lies).error().code, FaultCode::SealBroken);
}

void TestSealNotice::aRingLooksAgainForAKeyThatCame()
{
    const SealKeyPair a = newSealKeyPair();
    const SealKeyPair b = newSealKeyPair();
    std::vector<SealKeyPair> there{a};
    int asked = 0;
    SealKeyRing ring(a);
    ring.setSource([&] {
        ++asked;
        return there;
    });
    const QByteArray old = *seal(SealKind::Body, "a", a.publicKey);
    const QByteArray sealed = *seal(SealKind::Body, "b", b.publicKey);
    QVERIFY(ring.open(SealKind::Body, old));
    QCOMPARE(asked, 0);
    QCOMPARE(ring.open(SealKind::Body, sealed).error().code, FaultCode::KeyMissing);
    there = {};  // unreadable for a moment: what is held stays
    QVERIFY(!ring.open(SealKind::Body, sealed));
    QVERIFY(ring.open(SealKind::Body, old));
    there = {a, b};
    QVERIFY(ring.open(SealKind::Body, sealed));
    QVERIFY(ring.open(SealKind::Body, old));
    QCOMPARE(asked, 3);
}

QTEST_GUILESS_MAIN(TestSealNotice)
#include "tst_sealnotice.moc"
