// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/canonicaljson.h"
#include "app/protocol/cardauth.h"
#include "app/protocol/caseapplicant.h"
#include "app/protocol/casebody.h"
#include "app/protocol/digest.h"
#include "app/protocol/ecard.h"
#include "app/protocol/envelope.h"
#include "app/protocol/hashchain.h"
#include "app/protocol/licence.h"
#include "app/protocol/seal.h"
#include "app/protocol/secretfile.h"
#include "app/protocol/signer.h"
#include "app/protocol/wire.h"
#include "app/protocol/x509.h"

#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

Envelope sampleEnvelope()
{
    Envelope e;
    e.id = QStringLiteral("019b7615-7000-7abc-8def-0123456789ab");
    e.kiosk = QStringLiteral("QD-0001");
    e.epoch = QString(32, u'a');
    e.seq = 1;
    e.prev = chainStart();
    e.service = QStringLiteral("unemployment-registration");
    e.catalogue = QStringLiteral("2026.1");
    e.app = QStringLiteral("0.1.0");
    e.wallMs = 1'767'225'600'000;
    e.sealAlg = QLatin1String(kSealSuite);
    e.sealKey = QString(16, u'0');
    e.sealedSha256 = QString(64, u'1');
    e.sealedSize = 500;
    e.attachments.append({QString(64, u'2'), 1000, QStringLiteral("image/jpeg"), QStringLiteral("proof/1")});
    e.consentVersion = QStringLiteral("2026-01");
    return e;
}

}  // namespace

class TestProtocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void canonicalForm_data();
    void canonicalForm();
    void refusedJson_data();
    void refusedJson();
    void sealOpens_data();
    void sealOpens();
    void sealRefusesAnyChange();
    void sealKnowsItsKindAndKey();
    void signatureFileIsPrivate();
    void envelopeRoundTrip();
    void envelopeOfAGroup();
    void envelopeFieldRules_data();
    void envelopeFieldRules();
    void envelopeOfAnotherKeyIsRefused();
    void chainSteps_data();
    void chainSteps();
    void caseBodyRoundTrip();
    void caseRefersToLicences();
    void caseSaysWhoActs();
    void casePeopleAreFlat_data();
    void casePeopleAreFlat();
    void caseMayBeAboutAnother();
    void caseSaysWhoStoodThere_data();
    void caseSaysWhoStoodThere();
    void electronicCards();
    void cardAuthentications();
    void batchAndVerdictsRoundTrip();
    void packedBatchesThatAreNone_data();
    void packedBatchesThatAreNone();
    void answersFollowOnTheCursor();
    void enrolCodesAsTyped();
    void certificates();
    void garbageNeverCrashes();
};

void TestProtocol::canonicalForm_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("canonical");
    QTest::newRow("keys") << QByteArray("{\"b\":1, \"a\" : [true,null,\"x\"]}")
                          << QByteArray("{\"a\":[true,null,\"x\"],\"b\":1}");
    QTest::newRow("integral fraction") << QByteArray("{\"a\":1.0}") << QByteArray("{\"a\":1}");
    QTest::newRow("exponent") << QByteArray("{\"a\":1e3}") << QByteArray("{\"a\":1000}");
    QTest::newRow("largest") << QByteArray("{\"a\":9007199254740991}") << QByteArray("{\"a\":9007199254740991}");
    QTest::newRow("escapes") << QByteArray("{\"a\":\"\\u0001\\n\\\"\\/\\u00e9\"}")
                             << QByteArray("{\"a\":\"\\u0001\\n\\\"/\xc3\xa9\"}");
    QTest::newRow("supplementary") << QByteArray("{\"a\":\"\\ud840\\udd64\"}")
                                   << QByteArray("{\"a\":\"\xf0\xa0\x85\xa4\"}");
    // U+1F600 sorts before U+FB33 by UTF-16 code units (RFC 8785 §3.2.3).
    QTest::newRow("utf-16 order") << QByteArray("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2}")
                                  << QByteArray("{\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}");
}

void TestProtocol::canonicalForm()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, canonical);
    auto object = parseJsonObject(input, 1000);
    QVERIFY(object.has_value());
    QCOMPARE(canonicalJson(*object).value(), canonical);
    QVERIFY(parseCanonicalObject(canonical, 1000).has_value());
    QCOMPARE(parseCanonicalObject(input, 1000).has_value(), input == canonical);
}

void TestProtocol::refusedJson_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("fraction") << QByteArray("{\"a\":1.5}");
    QTest::newRow("2^53") << QByteArray("{\"a\":9007199254740992}");
    QTest::newRow("huge") << QByteArray("{\"a\":1e400}");
    QTest::newRow("surrogate") << QByteArray("{\"a\":\"\\ud800\"}");
    QTest::newRow("cut") << QByteArray("{\"a\":");
    QTest::newRow("after") << QByteArray("{} {}");
    QTest::newRow("not utf-8") << QByteArray("{\"a\":\"\xff\xfe\"}");
    QTest::newRow("deep") << QByteArray("{\"a\":" + QByteArray(60, '[') + QByteArray(60, ']') + "}");
    QTest::newRow("very deep") << QByteArray(90'000, '[');
    QTest::newRow("over the limit") << QByteArray("{\"a\":\"" + QByteArray(100'000, 'x') + "\"}");
}

void TestProtocol::refusedJson()
{
    QFETCH(QByteArray, input);
    auto object = parseJsonObject(input, 100'000);
    QVERIFY(!object);
    QCOMPARE(object.error().code, FaultCode::MessageInvalid);
    QVERIFY(!object.error().detail.empty());
}

void TestProtocol::sealOpens_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 65'535, 65'536, 65'537, 131'072, 300'000}) {
        QTest::addRow("%d", size) << size;
    }
}

void TestProtocol::sealOpens()
{
    QFETCH(int, size);
    const SealKeyPair pair = newSealKeyPair();
    const QByteArray plain = randomBytes(size);
    auto sealed = seal(SealKind::Blob, plain, pair.publicKey);
    QVERIFY(sealed.has_value());
    QCOMPARE(qint64(sealed->size()), sealedSize(size));
    QCOMPARE(sealedKeyId(*sealed).value(), sealKeyId(pair.publicKey));
    auto opened = openSealed(SealKind::Blob, *sealed, pair);
    QVERIFY(opened.has_value());
    QCOMPARE(opened->reveal(), plain);
    if (size > 0) {
        QVERIFY(!sealed->contains(plain.left(64)) || size == 1);
    }
}

void TestProtocol::sealRefusesAnyChange()
{
    const SealKeyPair pair = newSealKeyPair();
    const QByteArray sealed = *seal(SealKind::Body, QByteArray(200, 'p'), pair.publicKey);
    for (qsizetype i = 0; i < sealed.size(); ++i) {
        QByteArray changed = sealed;
        changed[i] = char(changed[i] ^ 0x01);
        QVERIFY2(!openSealed(SealKind::Body, changed, pair), qPrintable(QString::number(i)));
        QVERIFY2(!openSealed(SealKind::Body, sealed.left(i), pair), qPrintable(QString::number(i)));
    }
    QVERIFY(!openSealed(SealKind::Body, sealed + 'x', pair));
    // Whole chunks cut off or swapped are noticed too.
    const QByteArray large = *seal(SealKind::Body, QByteArray(3 * kSealChunkBytes, 'p'), pair.publicKey);
    const qsizetype chunk = kSealChunkBytes + 17;
    QVERIFY(!openSealed(SealKind::Body, large.left(kSealHeaderBytes + 2 * chunk), pair));
    QByteArray swapped = large.left(kSealHeaderBytes) + large.mid(kSealHeaderBytes + chunk, chunk) +
                         large.mid(kSealHeaderBytes, chunk) + large.mid(kSealHeaderBytes + 2 * chunk);
    QVERIFY(!openSealed(SealKind::Body, swapped, pair));
}

void TestProtocol::sealKnowsItsKindAndKey()
{
    const SealKeyPair pair = newSealKeyPair();
    const QByteArray sealed = *seal(SealKind::Blob, "page", pair.publicKey);
    QCOMPARE(openSealed(SealKind::Body, sealed, pair).error().code, FaultCode::SealBroken);
    QCOMPARE(openSealed(SealKind::Blob, sealed, newSealKeyPair()).error().code, FaultCode::SealBroken);
    QCOMPARE(seal(SealKind::Blob, "page", "short").error().code, FaultCode::KeyMissing);
    QCOMPARE(sealKeyPairOf(pair.secretKey.reveal())->publicKey, pair.publicKey);
}

void TestProtocol::signatureFileIsPrivate()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("identity/sign.key"));
    const Signer signer = Signer::generate();
    QVERIFY(signer.save(path).has_value());
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    auto loaded = Signer::load(path);
    QVERIFY(loaded.has_value());
    QVERIFY(verifySignature(signer.publicKey(), "m", loaded->sign("m")));
    QVERIFY(!verifySignature(signer.publicKey(), "n", loaded->sign("m")));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadGroup);
    QCOMPARE(Signer::load(path).error().code, FaultCode::KeyMissing);
    QCOMPARE(Signer::load(dir.filePath(QStringLiteral("none"))).error().code, FaultCode::KeyMissing);
}

void TestProtocol::envelopeRoundTrip()
{
    const Signer signer = Signer::generate();
    Envelope e = sampleEnvelope();
    auto bytes = finishEnvelope(e, signer);
    QVERIFY2(bytes.has_value(), bytes ? "" : bytes.error().detail.c_str());
    auto parsed = parseEnvelope(*bytes);
    QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().detail.c_str());
    QVERIFY(*parsed == e);
    QVERIFY(verifyEnvelope(*parsed, signer.publicKey()).has_value());
}

// Cases of one chain name their group; a case that stands alone has the bytes it always had.
void TestProtocol::envelopeOfAGroup()
{
    const Signer signer = Signer::generate();
    Envelope e = sampleEnvelope();
    QVERIFY(!finishEnvelope(e, signer)->contains("group"));
    e.group = {QStringLiteral("019b7615-7000-7abc-8def-0123456789ab"), 2, 3, true};
    const auto bytes = finishEnvelope(e, signer);
    QVERIFY2(bytes.has_value(), bytes ? "" : bytes.error().detail.c_str());
    const auto parsed = parseEnvelope(*bytes);
    QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().detail.c_str());
    QCOMPARE(parsed->group.part, 2);
    QVERIFY(*parsed == e);
    const CaseGroup wrong[] = {{e.group.id, 0, 3, true},  {e.group.id, 4, 3, true},          {e.group.id, 1, 1, true},
                               {e.group.id, 1, 17, true}, {QStringLiteral("x"), 1, 2, true}, {{}, 1, 2, false}};
    for (const CaseGroup &group : wrong) {
        Envelope bad = sampleEnvelope();
        bad.group = group;
        QVERIFY(!finishEnvelope(bad, signer));
    }
    QJsonObject object = QJsonDocument::fromJson(*bytes).object();
    for (const char *key : {"id", "part", "of", "atomic"}) {
        QJsonObject group = object.value(QStringLiteral("group")).toObject();
        group.remove(QLatin1String(key));
        QJsonObject changed = object;
        changed.insert(QStringLiteral("group"), group);
        const auto refused = parseEnvelope(*canonicalJson(changed));
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.find("group") != std::string::npos, refused.error().detail.c_str());
    }
}

void TestProtocol::envelopeFieldRules_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("id") << "id" << QJsonValue(u"019B7615-7000-7abc-8def-0123456789ab"_qs);
    QTest::newRow("id newline") << "id" << QJsonValue(u"019b7615-7000-7abc-8def-0123456789a\n"_qs);
    QTest::newRow("kiosk") << "kiosk" << QJsonValue(u"a b"_qs);
    QTest::newRow("seq") << "seq" << QJsonValue(0);
    QTest::newRow("seq text") << "seq" << QJsonValue(u"1"_qs);
    QTest::newRow("prev") << "prev" << QJsonValue(QString(64, u'3'));
    QTest::newRow("prio") << "prio" << QJsonValue(3);
    QTest::newRow("version") << "v" << QJsonValue(2);
    QTest::newRow("hash") << "hash" << QJsonValue(QString(64, u'3'));
    QTest::newRow("sig") << "sig" << QJsonValue(u"00"_qs);
    QTest::newRow("test") << "test" << QJsonValue(1);
    QTest::newRow("sealed") << "sealed" << QJsonValue(QJsonObject());
    QTest::newRow("consent") << "consent" << QJsonValue(QJsonValue::Null);
    QTest::newRow("unknown") << "more" << QJsonValue(1);
    QTest::newRow("missing") << "app" << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("att") << "att" << QJsonValue(u"none"_qs);
}

void TestProtocol::envelopeFieldRules()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    Envelope e = sampleEnvelope();
    const QByteArray bytes = *finishEnvelope(e, Signer::generate());
    QJsonObject object = QJsonDocument::fromJson(bytes).object();
    if (value.isUndefined()) {
        object.remove(key);
    } else {
        object.insert(key, value);
    }
    if (key != u"hash" && key != u"sig") {  // or the hash would refuse it, whatever the field's rule does
        QJsonObject hashed = object;
        hashed.remove(QStringLiteral("hash"));
        hashed.remove(QStringLiteral("sig"));
        object.insert(QStringLiteral("hash"), sha256Hex(*canonicalJson(hashed)));
    }
    auto parsed = parseEnvelope(*canonicalJson(object));
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, FaultCode::MessageInvalid);
    QCOMPARE(parsed.error().detail.find("'hash'") != std::string::npos, key == u"hash");
}

void TestProtocol::envelopeOfAnotherKeyIsRefused()
{
    Envelope e = sampleEnvelope();
    QVERIFY(finishEnvelope(e, Signer::generate()).has_value());
    QCOMPARE(verifyEnvelope(e, Signer::generate().publicKey()).error().code, FaultCode::SignatureBad);
}

void TestProtocol::chainSteps_data()
{
    QTest::addColumn<qint64>("headSeq");
    QTest::addColumn<QString>("headHash");
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<QString>("prev");
    QTest::addColumn<int>("step");
    const QString a(64, u'a');
    const QString b(64, u'b');
    QTest::newRow("first") << qint64(0) << QString() << qint64(1) << chainStart() << int(ChainStep::Next);
    QTest::newRow("first, wrong start") << qint64(0) << QString() << qint64(1) << a << int(ChainStep::Fork);
    QTest::newRow("next") << qint64(4) << a << qint64(5) << a << int(ChainStep::Next);
    QTest::newRow("other past") << qint64(4) << a << qint64(5) << b << int(ChainStep::Fork);
    QTest::newRow("after a skip") << qint64(4) << QString() << qint64(5) << b << int(ChainStep::Next);
    QTest::newRow("gap") << qint64(4) << a << qint64(6) << a << int(ChainStep::Gap);
    QTest::newRow("behind") << qint64(4) << a << qint64(4) << a << int(ChainStep::Behind);
}

void TestProtocol::chainSteps()
{
    QFETCH(qint64, headSeq);
    QFETCH(QString, headHash);
    QFETCH(qint64, seq);
    QFETCH(QString, prev);
    QFETCH(int, step);
    QCOMPARE(int(chainStep({headSeq, headHash}, seq, prev)), step);
}

void TestProtocol::electronicCards()
{
    const QByteArray code = "HALL-E1.E1.1767225600.00112233445566778899aabbccddeeff ~";
    const ECardQuestion asked{QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2"), QStringLiteral("01"),
                              Sensitive<QByteArray>(code)};
    const auto question = parseECardQuestion(encodeECardQuestion(asked).reveal());
    QVERIFY(question.has_value());
    QCOMPARE(question->code.reveal(), code);
    QCOMPARE(question->visit, asked.visit);
    QCOMPARE(question->scene, asked.scene);
    QVERIFY(isECardCode(QByteArray(512, 'x')) && !isECardCode(QByteArray(513, 'x')) && !isECardCode({}));
    QVERIFY(!isECardCode("a\x7f") && !isECardCode("a\r") && !isECardCode(QByteArray("\0", 1)));

    Identity who;
    who.source = IdentitySource::ECard;
    who.name = Sensitive<QString>(QString::fromUtf8("张䶮"));
    who.number = Sensitive<QString>(QStringLiteral("37020019900307006x"));
    who.region = QStringLiteral("370200");
    who.warnings = {QStringLiteral("expired")};
    who.sex = 2;
    const auto holder = parseECardAnswer(encodeECardAnswer(who).reveal());
    QVERIFY(holder.has_value());
    QCOMPARE(holder->name.reveal(), who.name.reveal());
    QCOMPARE(holder->number.reveal(), QStringLiteral("37020019900307006X"));
    QCOMPARE(int(holder->type), int(NumberKind::Resident));
    QVERIFY(holder->birthDate == QDate(1990, 3, 7));
    QCOMPARE(holder->sex, 2);
    QVERIFY(holder->warnings.isEmpty());

    const auto refused = [](const Identity &wrong) {
        const auto answer = parseECardAnswer(encodeECardAnswer(wrong).reveal());
        return !answer && answer.error().code == FaultCode::MessageInvalid;
    };
    Identity wrong = who;
    wrong.source = IdentitySource::SocialCard;
    QVERIFY(refused(wrong));
    for (const QString &number : {QStringLiteral("370200199003070060"), QStringLiteral("37020019900230006X"),
                                  QStringLiteral("H12345678"), QString(), QStringLiteral("1")}) {
        wrong = who;
        wrong.number = Sensitive<QString>(number);
        QVERIFY2(refused(wrong), qPrintable(wrong.number.reveal()));
    }
    for (const QString &name : {QString(), QStringLiteral("  "), QStringLiteral("a\x1b[2J"), QString(65, u'a')}) {
        wrong = who;
        wrong.name = Sensitive<QString>(name);
        QVERIFY(refused(wrong));
    }
    QVERIFY(!parseECardAnswer("{}") && !parseECardAnswer("[]") && !parseECardAnswer(QByteArray(20'000, '{')));
}

void TestProtocol::cardAuthentications()
{
    const QByteArray eight = QByteArray::fromHex("00FF7F8001020304");
    const CardAuthQuestion asked{QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2"),
                                 QStringLiteral("370200"),
                                 QStringLiteral("03"),
                                 QByteArray(13, '\x81'),
                                 QByteArray(16, '\x37'),
                                 eight,
                                 eight,
                                 eight,
                                 QByteArray(8, 'x')};
    const QByteArray json = encodeCardAuthQuestion(asked);
    const auto read = parseCardAuthQuestion(json);
    QVERIFY(read.has_value());
    QCOMPARE(encodeCardAuthQuestion(*read), json);
    QCOMPARE(read->externalSource, QByteArray(8, 'x'));
    const auto refused = [&json](const char *member, const QJsonValue &value) {
        QJsonObject object = QJsonDocument::fromJson(json).object();
        object.insert(QLatin1String(member), value);
        const auto wrong = parseCardAuthQuestion(QJsonDocument(object).toJson());
        return !wrong && wrong.error().code == FaultCode::MessageInvalid;
    };
    QVERIFY(refused("visit", QStringLiteral("nobody")) && refused("region", QStringLiteral("37020")));
    QVERIFY(refused("algorithm", QStringLiteral("3")) && refused("card_id", QStringLiteral("37")));
    QVERIFY(refused("reset_info", QString(32, u'0')) && refused("reset_info", 7));
    QVERIFY(refused("external_source", QString()) && refused("external_factor", QString(18, u'0')));
    QVERIFY(refused("internal_source", QString()) && refused("internal_factor", QString(14, u'0')));
    QVERIFY(refused("external_source", QStringLiteral("00ff7f8001020304")));  // one way of writing
    QVERIFY(refused("external_source", QStringLiteral("00FF7F80010203 4")));
    QVERIFY(!refused("reset_info", QString()));

    const auto opens = [](const char *internal, const char *external) {
        return parseCardAuthAnswer(QByteArray(R"({"internal":")") + internal + R"(","external":")" + external + "\"}");
    };
    QCOMPARE(opens("", "0123456789ABCDEF")->external.reveal().size(), 8);
    QCOMPARE(opens("0123456789ABCDEF", "0123456789ABCDEF0123456789ABCDEF")->internal.size(), 8);
    QVERIFY(!opens("01", "0123456789ABCDEF") && !opens("", "") && !opens("", "0123456789ABCDEF01"));
    QVERIFY(!parseCardAuthAnswer("{}") && !parseCardAuthAnswer("[]"));
}

void TestProtocol::caseBodyRoundTrip()
{
    Transaction t;
    t.id = sampleEnvelope().id;
    t.service = QStringLiteral("unemployment-registration");
    t.form = QStringLiteral("offline");
    t.answers = Sensitive<QByteArray>("{\"mobile\":\"13800000001\",\"claim_flag\":true}");
    t.materials.append(
        {QStringLiteral("proof"), 2, QByteArray(32, 'p'), QByteArray(32, 's'), 77, QStringLiteral("image/jpeg")});
    t.materials.append(t.materials.first());
    t.materials.last().kind = QStringLiteral("diploma");
    t.materials.last().as = QStringLiteral("pdf-bilevel");
    t.outstanding = {QStringLiteral("contract")};
    t.commitments = {{QStringLiteral("lease"), QStringLiteral("2026-11"),
                      QDateTime::fromMSecsSinceEpoch(1'767'225'600'001, Qt::UTC)}};
    t.signaturePng = Sensitive<QByteArray>(QByteArray("\x89PNG\r\n", 6));
    t.consent = {QStringLiteral("2026-01"), QDateTime::fromMSecsSinceEpoch(1'767'225'600'123, Qt::UTC)};
    t.consent.sharing = {QStringLiteral("police"), QStringLiteral("bank")};
    t.submittedAt = t.consent.at;
    Identity who;
    who.source = IdentitySource::ResidentCard;
    const QString rare = QString::fromUtf8("欧阳䶮㛃·𠅤");
    who.name = Sensitive<QString>(rare);
    who.number = Sensitive<QString>(QStringLiteral("370200198506150024"));
    who.birthDate = QDate(1985, 6, 15);
    who.warnings = {QStringLiteral("expired")};
    auto json = encodeCaseBody(t, who);
    QVERIFY(json.has_value());
    auto back = decodeCaseBody(json->reveal());
    QVERIFY2(back.has_value(), back ? "" : back.error().detail.c_str());
    QCOMPARE(back->transaction.answers.reveal(), QByteArray("{\"claim_flag\":true,\"mobile\":\"13800000001\"}"));
    QVERIFY(back->transaction.materials == t.materials);
    QCOMPARE(back->transaction.outstanding, t.outstanding);
    QVERIFY(back->transaction.commitments == t.commitments);
    QCOMPARE(back->transaction.signaturePng.reveal(), t.signaturePng.reveal());
    QVERIFY(back->transaction.consent == t.consent);
    QCOMPARE(back->identity.name.reveal(), rare);
    QCOMPARE(int(back->identity.source), int(IdentitySource::ResidentCard));
    QVERIFY(back->identity.birthDate == who.birthDate);
    QVERIFY(!back->identity.validUntil);
    QCOMPARE(back->identity.warnings, who.warnings);
    // What nothing is asked of says nothing; what is not known is refused.
    QCOMPARE(json->reveal().count("\"as\":"), 1);
    QByteArray unknown = json->reveal();
    unknown.replace("\"pdf-bilevel\"", "\"tiff\"");
    QVERIFY(!decodeCaseBody(unknown));
    // A kiosk of before knows nothing of outstanding materials.
    QByteArray older = json->reveal();
    older.replace("\"outstanding\":[\"contract\"],", "");
    QVERIFY(older.size() < json->reveal().size());
    back = decodeCaseBody(older);
    QVERIFY(back.has_value());
    QVERIFY(back->transaction.outstanding.isEmpty());
    QVERIFY(!back->transaction.assurance);
    // Nothing was promised by whoever says nothing of it; a promise is whole, made once, and for nothing outstanding.
    const QByteArray promise = "{\"at\":\"2026-01-01T00:00:00.001Z\",\"material\":\"lease\",\"version\":\"2026-11\"}";
    QByteArray unsaid = json->reveal();
    unsaid.replace("\"commitments\":[" + promise + "],", "");
    QVERIFY(unsaid.size() < json->reveal().size());
    QVERIFY(decodeCaseBody(unsaid)->transaction.commitments.isEmpty());
    for (const QByteArray &wrong :
         {QByteArray("{}"), QByteArray("[1]"), QByteArray("[{}]"), "[" + promise + "," + promise + "]",
          "[" + QByteArray(promise).replace("lease", "contract") + "]",
          "[" + QByteArray(promise).replace("lease", "") + "]", "[" + QByteArray(promise).replace("2026-11", "") + "]",
          "[" + QByteArray(promise).replace("00.001Z", "") + "]"}) {
        QByteArray odd = json->reveal();
        odd.replace("[" + promise + "]", wrong);
        QVERIFY(odd != json->reveal());
        const auto read = decodeCaseBody(odd);
        QVERIFY2(!read.has_value(), wrong.constData());
        QCOMPARE(read.error().code, FaultCode::MessageInvalid);
    }
    // What is not agreed to is not shared, and each source stands there once.
    QByteArray silent = json->reveal();
    silent.replace(",\"sharing\":[\"police\",\"bank\"]", "");
    QVERIFY(silent.size() < json->reveal().size());
    QVERIFY(decodeCaseBody(silent)->transaction.consent.sharing.isEmpty());
    for (const char *wrong : {"[\"police\",\"police\"]", "[\"\"]", "[1]", "\"police\"", "true"}) {
        QByteArray odd = json->reveal();
        odd.replace("[\"police\",\"bank\"]", wrong);
        QCOMPARE(decodeCaseBody(odd).error().code, FaultCode::MessageInvalid);
    }
    t.answers = Sensitive<QByteArray>("{\"wage\":1.5}");
    QCOMPARE(encodeCaseBody(t, who).error().code, FaultCode::MessageInvalid);
}

// In the place of a scan: whole, once, and for nothing that is there, outstanding or promised.
void TestProtocol::caseRefersToLicences()
{
    Licence licence;
    licence.kind = QStringLiteral("diploma");
    licence.number = Sensitive<QString>(QStringLiteral("DEMO-0001"));
    licence.issuer = QStringLiteral("青岛示例学院");
    licence.validUntil = QDate(2031, 6, 30);
    licence.at = QDateTime::fromMSecsSinceEpoch(1'767'225'600'001, Qt::UTC);
    licence.digest = QString(64, u'a');
    Transaction t;
    t.id = newTransactionId(1'767'225'600'000);
    t.service = QStringLiteral("graduate-report");
    t.answers = Sensitive<QByteArray>("{}");
    t.materials.append(
        {QStringLiteral("contract"), 1, QByteArray(32, 'p'), QByteArray(32, 's'), 77, QStringLiteral("image/jpeg")});
    t.outstanding = {QStringLiteral("proof")};
    t.commitments = {{QStringLiteral("lease"), QStringLiteral("2026-11"), licence.at}};
    t.licences = {{QStringLiteral("diploma"), licence}};
    const auto json = encodeCaseBody(t, Identity{});
    QVERIFY(json.has_value());
    const auto back = decodeCaseBody(json->reveal());
    QVERIFY2(back.has_value(), back ? "" : back.error().detail.c_str());
    QCOMPARE(back->transaction.licences.size(), 1);
    QCOMPARE(back->transaction.licences[0].material, QStringLiteral("diploma"));
    QCOMPARE(licenceJson(back->transaction.licences[0].licence), licenceJson(licence));
    for (const char *other : {"contract", "proof", "lease", ""}) {
        QByteArray odd = json->reveal();
        odd.replace("\"material\":\"diploma\"", QByteArray("\"material\":\"") + other + "\"");
        QVERIFY(odd != json->reveal());
        const auto read = decodeCaseBody(odd);
        QVERIFY2(!read.has_value(), other);
        QCOMPARE(read.error().code, FaultCode::MessageInvalid);
    }
    t.licences.append(t.licences.constFirst());
    QVERIFY(!decodeCaseBody(encodeCaseBody(t, Identity{})->reveal()).has_value());
    t.licences.clear();
    const auto without = encodeCaseBody(t, Identity{});
    QVERIFY(!without->reveal().contains("licences"));  // as older kiosks write it
    QVERIFY(decodeCaseBody(without->reveal())->transaction.licences.isEmpty());
}

void TestProtocol::caseSaysWhoActs()
{
    Transaction t;
    t.id = sampleEnvelope().id;
    t.service = QStringLiteral("labour-filing-hire");
    t.answers = Sensitive<QByteArray>("{}");
    t.applicant = Applicant{ApplicantKind::Employer, QStringLiteral("91370202MA3DEM001A"), {}, {}};
    t.people = Sensitive<QByteArray>(R"([{"name":"甲","wage":450000},{"full_time":true,"name":"乙"}])");
    auto json = encodeCaseBody(t, Identity());
    QVERIFY(json.has_value());
    auto back = decodeCaseBody(json->reveal());
    QVERIFY2(back.has_value(), back ? "" : back.error().detail.c_str());
    QCOMPARE(int(back->transaction.applicant->kind), int(ApplicantKind::Employer));
    QCOMPARE(back->transaction.applicant->unit, t.applicant->unit);
    QCOMPARE(back->transaction.people.reveal(), t.people.reveal());
    const auto refused = [&json](const QByteArray &from, const QByteArray &to) {
        QByteArray changed = json->reveal();
        changed.replace(from, to);
        return changed != json->reveal() && !decodeCaseBody(changed);
    };
    QVERIFY(refused("\"kind\":\"employer\"", "\"kind\":\"king\""));
    QVERIFY(refused("\"kind\":\"employer\"", "\"kind\":\"person\""));    // and whose unit is it?
    QVERIFY(refused("\"kind\":\"employer\"", "\"kind\":\"delegate\""));  // for whom?
    QVERIFY(refused("91370202MA3DEM001A", "91370202MA3DEM001a"));
    QVERIFY(
        refused("\"applicant\":{\"kind\":\"employer\",\"unit\":\"91370202MA3DEM001A\"},", ""));  // people of no unit

    t.people = {};
    t.applicant = Applicant{ApplicantKind::Delegate,
                            {},
                            Sensitive<QString>(QStringLiteral("王示例")),
                            Sensitive<QString>(QStringLiteral("370200197208080035"))};
    json = encodeCaseBody(t, Identity());
    back = decodeCaseBody(json->reveal());
    QVERIFY(back.has_value());
    QCOMPARE(back->transaction.applicant->principalName.reveal(), QStringLiteral("王示例"));
    QCOMPARE(back->transaction.applicant->principalNumber.reveal(), QStringLiteral("370200197208080035"));
    QVERIFY(back->transaction.people.reveal().isEmpty());
    QVERIFY(refused("\"number\":\"370200197208080035\"", "\"number\":\"\""));
    // A kiosk of before says nothing of it.
    t.applicant.reset();
    QVERIFY(!decodeCaseBody(encodeCaseBody(t, Identity())->reveal())->transaction.applicant);
}

void TestProtocol::casePeopleAreFlat_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("sound");
    QTest::newRow("one") << QByteArray("[{}]") << true;
    QTest::newRow("texts, numbers, flags") << QByteArray(R"([{"a":"b","c":1,"d":false}])") << true;
    QTest::newRow("none") << QByteArray("[]") << false;
    QTest::newRow("no list") << QByteArray("{}") << false;
    QTest::newRow("no object") << QByteArray("[1]") << false;
    QTest::newRow("a list within") << QByteArray(R"([{"a":[1]}])") << false;
    QTest::newRow("null") << QByteArray(R"([{"a":null}])") << false;
    QTest::newRow("a fraction") << QByteArray(R"([{"a":1.5}])") << false;
    QTest::newRow("more than it is") << QByteArray("[{}],\"more\":[1") << false;
    QTest::newRow("200") << QByteArray("[{}" + QByteArray(",{}").repeated(199) + ']') << true;
    QTest::newRow("201") << QByteArray("[{}" + QByteArray(",{}").repeated(200) + ']') << false;
}

void TestProtocol::casePeopleAreFlat()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, sound);
    QCOMPARE(casePeople(json).has_value(), sound);
}

void TestProtocol::caseMayBeAboutAnother()
{
    Transaction t;
    t.id = sampleEnvelope().id;
    t.service = QStringLiteral("unemployment-registration");
    t.answers = Sensitive<QByteArray>(QByteArray("{}"));
    const QByteArray other("0199b3a0-0000-7000-8000-000000000001");
    const QByteArray plain = encodeCaseBody(t, {})->reveal();
    QVERIFY(!plain.contains("supplements") && !plain.contains("withdraws"));
    t.supplements = QString::fromLatin1(other);
    const QByteArray adds = encodeCaseBody(t, {})->reveal();
    QCOMPARE(decodeCaseBody(adds)->transaction.supplements, t.supplements);
    std::swap(t.supplements, t.withdraws);
    const QByteArray back = encodeCaseBody(t, {})->reveal();
    QCOMPARE(decodeCaseBody(back)->transaction.withdraws, t.withdraws);
    t.supplements = t.withdraws;
    QCOMPARE(decodeCaseBody(encodeCaseBody(t, {})->reveal()).error().code, FaultCode::MessageInvalid);  // not both
    for (const QByteArray &wrong : {t.id.toLatin1(), QByteArray("K7MX-4Q2P-8T")}) {                     // itself; no id
        QByteArray odd = adds;
        odd.replace(other, wrong);
        QCOMPARE(decodeCaseBody(odd).error().code, FaultCode::MessageInvalid);
    }
}

void TestProtocol::caseSaysWhoStoodThere_data()
{
    QTest::addColumn<int>("way");
    for (const ProofWay way : {ProofWay::Typed, ProofWay::SocialCard, ProofWay::ResidentCard, ProofWay::ECard,
                               ProofWay::CardPin, ProofWay::HolderCheck, ProofWay::Staff}) {
        QTest::addRow("%s", qPrintable(proofWayName(way))) << int(way);
    }
}

void TestProtocol::caseSaysWhoStoodThere()
{
    QFETCH(int, way);
    const auto by = static_cast<ProofWay>(way);
    AssuranceProof proof{assuranceOf(by), by, QDateTime::fromMSecsSinceEpoch(1'767'225'600'123, Qt::UTC), {}, {}};
    proof.consentVersion = by == ProofWay::HolderCheck ? QStringLiteral("face-1") : QString();
    if (by == ProofWay::Staff) {
        proof.witness = StaffWitness{QStringLiteral("technician"), QByteArray(32, 't')};
    }
    Transaction t;
    t.id = sampleEnvelope().id;
    t.service = QStringLiteral("unemployment-registration");
    t.answers = Sensitive<QByteArray>("{}");
    t.assurance = proof;
    const auto json = encodeCaseBody(t, Identity());
    QVERIFY(json.has_value());
    const auto back = decodeCaseBody(json->reveal());
    QVERIFY2(back.has_value(), back ? "" : back.error().detail.c_str());
    QVERIFY(back->transaction.assurance == proof);

    const auto refused = [&json](const QByteArray &from, const QByteArray &to) {
        QByteArray changed = json->reveal();
        changed.replace(from, to);
        return changed != json->reveal() && !decodeCaseBody(changed);
    };
    const QByteArray level = "\"level\":\"" + assuranceName(proof.level).toLatin1() + '"';
    QVERIFY(refused(level, "\"level\":\"certain\""));
    if (by != ProofWay::Staff) {
        QVERIFY(refused(level, "\"level\":\"staff\""));  // more than the way proves
        QVERIFY(refused("\"way\":\"" + proofWayName(by).toLatin1() + '"', "\"way\":\"staff\""));  // and by whom?
    } else {
        QVERIFY(refused("\"card_tag\":\"74", "\"card_tag\":\""));
        QVERIFY(refused("\"role\":\"technician\"", "\"role\":\"\""));
    }
    QVERIFY(refused("2026-01-01T00:00:00.123Z", "yesterday"));
}

void TestProtocol::answersFollowOnTheCursor()
{
    const auto numbers = [](std::initializer_list<qint64> list) {
        QVector<wire::InboxItem> items;
        for (const qint64 n : list) {
            wire::InboxItem item;
            item.n = n;
            items.append(item);
        }
        return items;
    };
    QVERIFY(wire::followOn({}, 7));
    QVERIFY(wire::followOn(numbers({8, 9, 10}), 7));
    QVERIFY(!wire::followOn(numbers({9}), 7));
    QVERIFY(!wire::followOn(numbers({7, 8}), 7));
    QVERIFY(!wire::followOn(numbers({8, 10}), 7));
    QVERIFY(!wire::followOn(numbers({9, 8}), 7));
}

void TestProtocol::batchAndVerdictsRoundTrip()
{
    wire::Batch batch;
    batch.items.append({"{\"a\":1,\"b\":\"x\"}", randomBytes(100)});
    batch.items.append({"{}", QByteArray()});
    batch.skip = wire::Skip{QString(32, u'e'), 3, 4};
    const QByteArray json = *wire::encodeBatch(batch);
    auto back = wire::parseBatch(json);
    QVERIFY(back.has_value());
    QVERIFY(*back == batch);
    QVERIFY(wire::wireSize(batch.items[0]) + wire::wireSize(batch.items[1]) >= json.size() - 100);

    const QByteArray packed = wire::packBatch(batch);
    QVERIFY(wire::parsePackedBatch(packed).value() == batch);
    QVERIFY(wire::packedSize(batch.items[0]) + wire::packedSize(batch.items[1]) >= packed.size() - 128);
    batch.skip.reset();
    QVERIFY(wire::parsePackedBatch(wire::packBatch(batch)).value() == batch);

    wire::Verdict gap{QStringLiteral("x"), wire::VerdictKind::Gap, 7, {}, false, 0, {}};
    wire::Verdict stored{QStringLiteral("y"), wire::VerdictKind::Stored, 0, {}, false, 0, {QString(64, u'a')}};
    QVERIFY(wire::parseVerdicts(wire::encodeVerdicts({gap, stored})).value() == QVector<wire::Verdict>({gap, stored}));
    // A word of a later version is left out, so its item is sent again.
    QVERIFY(wire::parseVerdicts("{\"verdicts\":[{\"id\":\"x\",\"verdict\":\"celebrated\"}]}").value().isEmpty());
    const auto silenced =
        wire::parseVerdicts("{\"verdicts\":[{\"id\":\"x\",\"verdict\":\"later\",\"after_s\":2000000000}]}");
    QCOMPARE(silenced.value()[0].afterSeconds, 3600);
}

void TestProtocol::packedBatchesThatAreNone_data()
{
    using namespace Qt::StringLiterals;
    const QByteArray item = wire::packBatch({{{"{}", "body"}}, {}}).mid(13);
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("good");
    QTest::newRow("whole") << "hall-batch 1\n"_ba + item << true;
    QTest::newRow("two items") << "hall-batch 1\n"_ba + item + item << true;
    QTest::newRow("spelt otherwise") << "hall-batch 1\n\0\0\0\x09\0\0\0\0{\"a\" : 1}"_ba << true;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("no item") << "hall-batch 1\n"_ba << false;
    QTest::newRow("no line") << "hall-batch 1"_ba << false;
    QTest::newRow("other version") << "hall-batch 2\n"_ba + item << false;
    QTest::newRow("version 10") << "hall-batch 10\n"_ba + item << false;
    QTest::newRow("JSON") << *wire::encodeBatch({{{"{}", "body"}}, {}}) << false;
    QTest::newRow("cut in the lengths") << "hall-batch 1\n"_ba + item.first(7) << false;
    QTest::newRow("cut in the envelope") << "hall-batch 1\n"_ba + item.first(9) << false;
    QTest::newRow("cut in the body") << "hall-batch 1\n"_ba + item.chopped(1) << false;
    QTest::newRow("one byte more") << "hall-batch 1\n"_ba + item + 'x' << false;
    QTest::newRow("lengths beyond all") << "hall-batch 1\n\xff\xff\xff\xff\xff\xff\xff\xff{}"_ba << false;
    QTest::newRow("no object") << "hall-batch 1\n\0\0\0\x02\0\0\0\0[]"_ba << false;
    QTest::newRow("101 items") << "hall-batch 1\n"_ba + item.repeated(101) << false;
    const QByteArray epoch(32, 'e');
    QTest::newRow("skip") << "hall-batch 1 "_ba + epoch + " 3 4\n" + item << true;
    QTest::newRow("skip of nothing") << "hall-batch 1 "_ba + epoch + " 4 3\n" + item << false;
    QTest::newRow("skip without its end") << "hall-batch 1 "_ba + epoch + " 3\n" + item << false;
    QTest::newRow("skip in no epoch") << "hall-batch 1 here 3 4\n"_ba + item << false;
    QTest::newRow("skip and more") << "hall-batch 1 "_ba + epoch + " 3 4 5\n" + item << false;
}

void TestProtocol::packedBatchesThatAreNone()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, good);
    const auto batch = wire::parsePackedBatch(bytes);
    QCOMPARE(batch.has_value(), good);
    if (!good) {
        QCOMPARE(batch.error().code, FaultCode::MessageInvalid);
    }
}

void TestProtocol::enrolCodesAsTyped()
{
    QCOMPARE(wire::normaliseCode(QStringLiteral("cta3-2co1 kWeT-w6cl")), QByteArray("CTA32C01KWETW6C1"));
    QVERIFY(wire::enrolMac(QStringLiteral("A1"), "csr", "key") == wire::enrolMac(QStringLiteral("a-l"), "csr", "key"));
    QVERIFY(wire::enrolMac(QStringLiteral("A1"), "csr", "key") != wire::enrolMac(QStringLiteral("A1"), "csr2", "key"));
}

void TestProtocol::certificates()
{
    const QByteArray caKey = *newP256Key();
    const QByteArray ca = *makeCa(caKey, QStringLiteral("Test CA"));
    const QByteArray csr = *makeCsr(*newP256Key(), QStringLiteral("anything"));
    const QByteArray kiosk = *issueKiosk(ca, caKey, csr, QStringLiteral("QD-0001"));
    QCOMPARE(certificateName(kiosk).value(), QStringLiteral("QD-0001"));
    QVERIFY(verifyClientCertificate(kiosk, ca).has_value());
    const QByteArray server = *issueServer(ca, caKey, *newP256Key(), {QStringLiteral("127.0.0.1")});
    QVERIFY2(!verifyClientCertificate(server, ca), "a server certificate is no kiosk");
    const QStringList hosts{QStringLiteral("localhost"), QStringLiteral("127.0.0.1"), QStringLiteral("::1"),
                            QStringLiteral("gateway.example.org")};
    QCOMPARE(serverHosts(*issueServer(ca, caKey, *newP256Key(), hosts), ca), Result<QStringList>(hosts));
    QCOMPARE(serverHosts(kiosk, ca).error().code, FaultCode::MessageInvalid);
    QCOMPARE(serverHosts("", ca).error().code, FaultCode::MessageInvalid);
    QCOMPARE(serverHosts(server, *makeCa(*newP256Key(), QStringLiteral("Test CA"))).error().code,
             FaultCode::NotAllowed);
    const QByteArray otherKey = *newP256Key();
    QVERIFY(!verifyClientCertificate(kiosk, *makeCa(otherKey, QStringLiteral("Test CA"))));
    QByteArray broken = csr;
    broken.replace(60, 8, "AAAAAAAA");
    QCOMPARE(issueKiosk(ca, caKey, broken, QStringLiteral("x")).error().code, FaultCode::MessageInvalid);
    QCOMPARE(issueKiosk(ca, caKey, "", QStringLiteral("x")).error().code, FaultCode::MessageInvalid);
}

void TestProtocol::garbageNeverCrashes()
{
    QRandomGenerator random(20261125);
    const SealKeyPair pair = newSealKeyPair();
    Envelope e = sampleEnvelope();
    const QByteArray seeds[] = {*finishEnvelope(e, Signer::generate()), *seal(SealKind::Body, "plain", pair.publicKey),
                                wire::encodeVerdicts({{e.id, wire::VerdictKind::Gap, 7, {}, false, 0, {}}}),
                                QByteArray()};
    for (int round = 0; round < 4000; ++round) {
        QByteArray bytes = seeds[round % 4];
        if (bytes.isEmpty()) {
            bytes.resize(random.bounded(300));
            random.generate(reinterpret_cast<quint32 *>(bytes.data()),
                            reinterpret_cast<quint32 *>(bytes.data()) + bytes.size() / 4);
        }
        for (int i = 0; i < 3 && !bytes.isEmpty(); ++i) {
            bytes[random.bounded(int(bytes.size()))] = char(random.bounded(256));
        }
        bytes.truncate(random.bounded(int(bytes.size()) + 1));
        QVERIFY2(!openSealed(SealKind::Body, bytes, pair), "a changed seal opened");
        QVERIFY2(!parseEnvelope(bytes), "a changed envelope was read");
        (void)wire::parseBatch(bytes);
        (void)wire::parsePackedBatch("hall-batch 1\n" + bytes);
        (void)wire::parseVerdicts(bytes);
        (void)wire::parseInbox(bytes);
        (void)wire::parseEnrolRequest(bytes);
        (void)wire::parseEnrolAnswer(bytes);
        (void)wire::parseProblem(bytes);
        (void)decodeCaseBody(bytes);
        (void)issueKiosk(bytes, bytes, bytes, QStringLiteral("x"));
        (void)verifyClientCertificate(bytes, bytes);
    }
}

QTEST_GUILESS_MAIN(TestProtocol)
#include "tst_protocol.moc"
