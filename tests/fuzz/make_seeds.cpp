// SPDX-License-Identifier: GPL-3.0-or-later
// usage: make-fuzz-seeds FOLDER      writes tests/fuzz/corpus anew (ninja -C build make-fuzz-seeds; not part of a
// build) Every seed is made here: from the demonstration's cards of people who do not exist, from the catalogue of this
// tree, or from bytes written down below. The first bytes of a seed are what its target says they are.
#include "app/domain/receiptdocument.h"
#include "app/protocol/cardauth.h"
#include "app/protocol/casebody.h"
#include "app/protocol/ecard.h"
#include "app/protocol/envelope.h"
#include "app/protocol/licence.h"
#include "app/protocol/refmanifest.h"
#include "app/protocol/seal.h"
#include "app/protocol/visitcalls.h"
#include "app/protocol/wire.h"
#include "app/protocol/x509.h"
#include "drivers/card/sdtframe.h"
#include "drivers/card/socialcard.h"
#include "drivers/printer/escposencoder.h"
#include "drivers/sim/cardfile.h"
#include "drivers/sim/simsmartcard.h"
#include "tests/support/gatewayrig.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

using namespace hall;
using namespace hall::device;
using hall::test::must;

namespace {

QDir g_corpus;
const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources/");

void seed(const QString &target, const QString &name, const QByteArray &bytes)
{
    g_corpus.mkpath(target);
    QFile file(g_corpus.filePath(target + u'/' + name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        std::fprintf(stderr, "make-fuzz-seeds: cannot write %s\n", qUtf8Printable(file.fileName()));
        std::exit(1);
    }
}

QByteArray first(int byte)
{
    return QByteArray(1, static_cast<char>(byte));
}

QByteArray read(const QString &path)
{
    QFile file(resources + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray bytesOf(const Bytes &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

QByteArray piece(const Bytes &bytes)
{
    return first(static_cast<int>(std::min<std::size_t>(bytes.size(), 255))) + bytesOf(bytes).left(255);
}

// What a simulated card answers to the driver, recorded.
QByteArray recorded(const CardFile &file)
{
    QByteArray answers;
    SimSmartCard card(file);
    SocialCardOptions options;
    if (file.pin) {
        options.pin = Sensitive<std::string>(*file.pin);
    }
    const auto contents = readSocialCard(
        [&](const Bytes &command) -> Result<Bytes> {
            auto answer = card.answer(command);
            if (!answer) {
                return fail(FaultCode::CardPulled);
            }
            answers += piece(*answer);
            return *answer;
        },
        options);
    (void)contents;
    return answers;
}

void cards()
{
    for (const QString &name : QDir(resources + QStringLiteral("demo/cards")).entryList(QDir::Files)) {
        const QByteArray json = read(QStringLiteral("demo/cards/") + name);
        seed(QStringLiteral("cardfile"), name, json);
        if (const auto file = parseCardFile(json)) {
            const QString plain = name.chopped(5);
            seed(QStringLiteral("card"), plain, first(file->pin ? 5 : 4) + recorded(*file));
            seed(QStringLiteral("card"), plain + QStringLiteral("-atr"), first(1) + bytesOf(file->atr));
        }
    }
    seed(QStringLiteral("reading"), QStringLiteral("certificate"),
         R"({"assess_cert_no":{"value":"S000037020269999","confidence":0.97},)"
         R"("assess_date":{"value":"2026-10-28","confidence":0.4}})");
    seed(QStringLiteral("reading"), QStringLiteral("too-sure"), R"({"wage":{"value":"5000","confidence":1.5}})");
    seed(QStringLiteral("card"), QStringLiteral("record"), first(0) + QByteArray::fromHex("0803313233FFFF"));
    seed(QStringLiteral("card"), QStringLiteral("more-data"), first(2) + QByteArray::fromHex("04AABB610203CC9000"));
    seed(QStringLiteral("card"), QStringLiteral("wrong-length"), first(3) + QByteArray::fromHex("026C0204AABB9000"));
    for (const QString &name : QDir(resources + QStringLiteral("demo/id-cards")).entryList(QDir::Files)) {
        const QByteArray json = read(QStringLiteral("demo/id-cards/") + name);
        seed(QStringLiteral("cardfile"), QStringLiteral("id-") + name, json);
        const auto file = parseIdCardFile(json);
        if (!file) {
            continue;
        }
        const QString plain = name.chopped(5);
        seed(QStringLiteral("sdt"), plain, first(3) + bytesOf(file->text) + bytesOf(file->address));
        if (plain == u"zhang-ceshi") {
            const QByteArray base = QByteArray::fromHex("01000000") + bytesOf(file->text);
            Bytes body{0x00, 0x00, sdt::ok};
            body.insert(body.end(), base.begin(), base.end());
            const Bytes frame = sdt::encode(body);
            seed(QStringLiteral("sdt"), QStringLiteral("base"), first(2) + base);
            seed(QStringLiteral("sdt"), QStringLiteral("frames"),
                 first(0) + first(7) + "noise" + bytesOf(frame) + bytesOf(sdt::request(sdt::findCard)));
            QByteArray answers;
            for (std::size_t at = 0; at < frame.size(); at += 200) {
                answers += piece(Bytes(frame.begin() + static_cast<std::ptrdiff_t>(at),
                                       frame.begin() + static_cast<std::ptrdiff_t>(std::min(at + 200, frame.size()))));
            }
            seed(QStringLiteral("sdt"), QStringLiteral("exchange"), first(1) + answers);
        }
    }
}

void printers()
{
    const QString status = QStringLiteral("printerstatus");
    seed(status, QStringLiteral("epson-fine"), QByteArray::fromHex("000004000102031612121200"));
    seed(status, QStringLiteral("epson-automatic"), QByteArray::fromHex("000200140C00003700372225003731323334"));
    seed(status, QStringLiteral("process-id"), QByteArray::fromHex("0001003722303030310000"));
    seed(status, QStringLiteral("cleared"), QByteArray::fromHex("0101003725001311"));
    seed(status, QStringLiteral("custom"), QByteArray::fromHex("020301001000000000100F01020304"));
    PrintJob job;
    job.id = "seed-1";
    job.parts.emplace_back(RasterBand{64, 12, Bytes(96, 0xA5)});
    job.feedDots = 40;
    PrinterProfile profile;
    const EscposStream stream = encodeEscpos(job, profile);
    const QString escpos = QStringLiteral("escpos");
    const QByteArray model = QByteArray::fromHex("001F20");
    seed(escpos, QStringLiteral("job"), model + bytesOf(stream.joined()));
    seed(escpos, QStringLiteral("text"), model + QByteArray::fromHex("1B401B61011D2111B2E2CAD40A1D2100466F6F0A1B6404"));
    seed(escpos, QStringLiteral("codes"),
         model + QByteArray::fromHex("1D6B0431323334001D6B4903414243") +
             QByteArray::fromHex("1D286B0600315030616263"
                                 "1D286B0300315130") +
             QByteArray::fromHex("1D564200"));
    seed(escpos, QStringLiteral("graphics"),
         model + QByteArray::fromHex("1D284C0E0030703001013110000200"
                                     "FF00AA55"
                                     "1D284C02003032"));
    seed(escpos, QStringLiteral("real-time"),
         QByteArray::fromHex("050103") + QByteArray::fromHex("1004011004021005021014080103140106020810141D72011D61FF"));
}

Envelope envelopeOf(const QByteArray &sealed)
{
    Envelope e;
    e.id = QStringLiteral("019b7a2c-0000-7000-8000-00000000000a");
    e.kiosk = QStringLiteral("fuzz-kiosk-1");
    e.epoch = QString(32, u'a');
    e.seq = 1;
    e.prev = chainStart();
    e.service = QStringLiteral("unemployment-registration");
    e.catalogue = QStringLiteral("2026.1");
    e.app = QStringLiteral("0.1.0");
    e.wallMs = 1'767'225'600'000;
    e.sealAlg = QLatin1String(kSealSuite);
    e.sealKey = QString(16, u'0');
    e.sealedSha256 = sha256Hex(sealed);
    e.sealedSize = sealed.size();
    e.attachments = {{QString(64, u'b'), 1234, QStringLiteral("image/jpeg"), QStringLiteral("dismissal-proof/1")}};
    e.consentVersion = QStringLiteral("2026-01");
    return e;
}

CaseBody caseOf()
{
    CaseBody body;
    Transaction &t = body.transaction;
    t.id = QStringLiteral("019b7a2c-0000-7000-8000-00000000000a");
    t.service = QStringLiteral("unemployment-registration");
    t.serviceVersion = QStringLiteral("1");
    t.form = QStringLiteral("online");
    t.answers = Sensitive<QByteArray>(QByteArrayLiteral("{\"mobile\":\"13800000001\",\"skills\":[1,true,null]}"));
    t.materials = {{QStringLiteral("dismissal-proof"), 1, QByteArray(32, 'p'), QByteArray(32, 's'), 1234,
                    QStringLiteral("image/jpeg")}};
    t.outstanding = {QStringLiteral("residence-permit")};
    t.commitments = {{QStringLiteral("lease"), QStringLiteral("2026-11"),
                      QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC)}};
    t.signaturePng = Sensitive<QByteArray>(QByteArrayLiteral("\x89PNG"));
    t.consent = {QStringLiteral("2026-01"), QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC)};
    t.submittedAt = t.consent.at;
    body.identity.name = Sensitive<QString>(QStringLiteral("张测试"));
    body.identity.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    body.identity.birthDate = QDate(1990, 3, 7);
    return body;
}

void protocol()
{
    const QString json = QStringLiteral("canonicaljson");
    seed(json, QStringLiteral("canonical"),
         R"({"a":[1,-2,9007199254740991],"b":{"":null},"c":"é\n\u0001\"\\","d":true})");
    seed(json, QStringLiteral("spelled"), " {\"b\" : 1e3, \"a\":\"\\u5f20\\ud83d\\ude00\\/\" , \"z\":-0 }");
    seed(json, QStringLiteral("surrogate"), R"({"a":"\ud800"})");
    seed(json, QStringLiteral("deep"), "{\"a\":" + QByteArray(31, '[') + QByteArray(31, ']') + '}');

    const QByteArray sealed(200, 's');
    Envelope envelope = envelopeOf(sealed);
    const Signer signer = must(Signer::fromSeed(QByteArray(Signer::kSeedBytes, '\x17')));
    const QByteArray envelopeBytes = must(finishEnvelope(envelope, signer));
    seed(QStringLiteral("envelope"), QStringLiteral("signed"), envelopeBytes);
    const CaseBody body = caseOf();
    const QByteArray bodyBytes = must(encodeCaseBody(body.transaction, body.identity)).reveal();
    seed(QStringLiteral("casebody"), QStringLiteral("case"), bodyBytes);
    CaseBody compared = body;
    compared.transaction.assurance = AssuranceProof{Assurance::Staff,
                                                    ProofWay::Staff,
                                                    body.transaction.submittedAt,
                                                    {},
                                                    StaffWitness{QStringLiteral("staff"), QByteArray(32, 't')}};
    seed(QStringLiteral("casebody"), QStringLiteral("compared"),
         must(encodeCaseBody(compared.transaction, compared.identity)).reveal());
    compared.transaction.assurance =
        AssuranceProof{Assurance::Holder, ProofWay::HolderCheck, body.transaction.submittedAt, QStringLiteral("1"), {}};
    seed(QStringLiteral("casebody"), QStringLiteral("face"),
         must(encodeCaseBody(compared.transaction, compared.identity)).reveal());

    CaseBody acting = body;
    acting.transaction.applicant = Applicant{ApplicantKind::Employer, QStringLiteral("91370202MA3DEM001A"), {}, {}};
    acting.transaction.people = Sensitive<QByteArray>(R"([{"cert_no":"37020019900307006X","wage":450000},{}])");
    seed(QStringLiteral("casebody"), QStringLiteral("unit"),
         must(encodeCaseBody(acting.transaction, acting.identity)).reveal());
    acting.transaction.people = {};
    acting.transaction.applicant = Applicant{ApplicantKind::Delegate,
                                             {},
                                             Sensitive<QString>(QStringLiteral("王示例")),
                                             Sensitive<QString>(QStringLiteral("370200197208080035"))};
    seed(QStringLiteral("casebody"), QStringLiteral("delegate"),
         must(encodeCaseBody(acting.transaction, acting.identity)).reveal());

    CaseBody shared = body;
    shared.transaction.consent.sharing = {QStringLiteral("police"), QStringLiteral("bank")};
    seed(QStringLiteral("casebody"), QStringLiteral("shared"),
         must(encodeCaseBody(shared.transaction, shared.identity)).reveal());
    const QString answer = QStringLiteral("checkanswer");
    seed(answer, QStringLiteral("match"), R"({"v":1,"outcome":"match"})");
    seed(answer, QStringLiteral("mismatch"), R"({"v":1,"outcome":"mismatch","fields":["name","cert_no"]})");
    seed(answer, QStringLiteral("not-asked"), R"({"v":1,"outcome":"mismatch","fields":["wage"]})");
    seed(answer, QStringLiteral("other-word"), R"({"v":1,"outcome":"down","fields":[]})");

    CaseBody licensed = body;
    Licence licence;
    licence.kind = QStringLiteral("diploma");
    licence.number = Sensitive<QString>(QStringLiteral("DEMO-0001"));
    licence.issuer = QStringLiteral("青岛示例学院");
    licence.validUntil = QDate(2031, 6, 30);
    licence.at = QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC);
    licence.digest = QString(64, u'a');
    licensed.transaction.licences = {{QStringLiteral("diploma"), licence}};
    seed(QStringLiteral("casebody"), QStringLiteral("licence"),
         must(encodeCaseBody(licensed.transaction, licensed.identity)).reveal());
    const auto compact = [](const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); };
    const QString licences = QStringLiteral("licence");
    seed(licences, QStringLiteral("found"), compact(licenceAnswerJson({{licence}, {}})));
    licence.validUntil.reset();
    seed(licences, QStringLiteral("without-end"),
         compact(licenceAnswerJson({{licence}, {QStringLiteral("low-income")}})));
    seed(licences, QStringLiteral("none"), R"({"licences":[],"unanswered":[]})");
    seed(licences, QStringLiteral("office-none"), R"({"v":1,"outcome":"none"})");
    seed(licences, QStringLiteral("office-found"),
         R"({"v":1,"outcome":"found","licence":{"number":"DEMO-0001","issuer":"x","valid_until":"2031-06-30"}})");

    const QString core = QStringLiteral("coreanswer");
    const QByteArray about = R"({"v":1,"reference":"HK0197A000000070008000000000000001","outcome":)";
    const QByteArray one = R"({"case":"0197a000-0000-7000-8000-000000000001",)";
    const QByteArray two = R"({"case":"0197a000-0000-7000-8000-000000000002",)";
    seed(core, QStringLiteral("accepted"),
         first(0) + about + R"("accepted","cases":[)" + one + R"("number":"YW00000001-1"},)" + two +
             R"("number":"YW00000001-2"}]})");
    seed(core, QStringLiteral("refused"), first(0) + about + R"("refused","code":"not-for-us","words":"no"})");
    seed(core, QStringLiteral("asked"),
         first(0) + about + R"("refused","code":"wrong","until":"2026-03-31","asked":[)" + one +
             R"("kind":"field","id":"aac067","text":"x"},)" + two + R"("kind":"words","text":"y"}]})");
    seed(core, QStringLiteral("working"), first(0) + about + R"("working"})");
    seed(
        core, QStringLiteral("events"),
        first(1) + R"({"v":1,"last":9,"events":[)" + one +
            R"("n":8,"reference":"HK0197A000000070008000000000000001","event":"ready","what":"x","place":"y",)" +
            R"("until":"2026-03-31"},)" + one +
            R"("n":9,"event":"correction","until":"2026-03-31","asked":[{"kind":"material","id":"dismissal-proof"}]}]})");
    seed(core, QStringLiteral("held"), first(2) + R"({"v":1,"sha256":")" + QByteArray(64, 'a') + R"(","held":true})");
    seed(core, QStringLiteral("ping"), first(3) + R"({"v":1,"ready":true})");

    const QString wire = QStringLiteral("wire");
    seed(wire, QStringLiteral("batch"),
         first(0) + must(wire::encodeBatch({{{envelopeBytes, sealed}}, wire::Skip{QString(32, u'a'), 2, 3}})));
    wire::Verdict stored;
    stored.id = envelope.id;
    stored.kind = wire::VerdictKind::Stored;
    stored.missing = {QString(64, u'b')};
    wire::Verdict gap = stored;
    gap.kind = wire::VerdictKind::Gap;
    gap.expected = 7;
    seed(wire, QStringLiteral("verdicts"), first(1) + wire::encodeVerdicts({stored, gap}));
    seed(wire, QStringLiteral("inbox"),
         first(2) + wire::encodeInbox({{1, envelope.id, QStringLiteral("decided"), QStringLiteral("registered"),
                                        QStringLiteral("QD-2026-1"), 1'767'225'600'000}}));
    wire::EnrolRequest request{QStringLiteral("ABCD-EFGH-JKMN-PQRS"), "-----BEGIN", QByteArray(32, 'k'), {}};
    request.mac = wire::enrolMac(request.code, request.csrPem, request.signKey);
    seed(wire, QStringLiteral("enrol-request"), first(3) + wire::encodeEnrolRequest(request));
    seed(wire, QStringLiteral("renew-request"),
         first(11) + wire::encodeRenewRequest(
                         {QStringLiteral("fuzz-kiosk-1"), "-----BEGIN", QString(64, u'a'), QByteArray(64, 's')}));
    seed(wire, QStringLiteral("enrol-answer"),
         first(4) + wire::encodeEnrolAnswer({QStringLiteral("fuzz-kiosk-1"), "-----BEGIN", "-----BEGIN",
                                             QByteArray(32, 'k'), 1'767'225'600'000}));
    seed(wire, QStringLiteral("problem"),
         first(5) + wire::encodeProblem(QStringLiteral("message"), QStringLiteral("'items' missing")));
    const QString visit = QStringLiteral("019b7a2c-0000-4000-8000-00000000000a");
    const QByteArray token = "HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef";
    seed(wire, QStringLiteral("e-card-question"),
         first(7) + encodeECardQuestion({visit, QStringLiteral("01"), Sensitive<QByteArray>(token)}).reveal());
    Identity holder;
    holder.source = IdentitySource::ECard;
    holder.name = Sensitive<QString>(QStringLiteral("张测试"));
    holder.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    holder.region = QStringLiteral("370200");
    seed(wire, QStringLiteral("e-card-answer"), first(8) + encodeECardAnswer(holder).reveal());
    const QByteArray eight = QByteArray::fromHex("0123456789ABCDEF");
    seed(wire, QStringLiteral("card-auth-question"),
         first(9) + encodeCardAuthQuestion({visit, QStringLiteral("370200"), QStringLiteral("03"),
                                            QByteArray::fromHex("0081544C008637020001112233"),
                                            QByteArray::fromHex("370200D15600000500112233445500A2"), eight, eight,
                                            eight, eight}));
    seed(wire, QStringLiteral("card-auth-answer"),
         first(10) + encodeCardAuthAnswer({eight, Sensitive<QByteArray>(eight + eight)}).reveal());
    seed(wire, QStringLiteral("code"), first(6) + "abcd-ilo0 ﬁß");

    wire::DraftCall draft;
    draft.visit = visit;
    draft.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    draft.check = QByteArray(kDraftCheckBytes, 'c');
    draft.box = QByteArray(kLockedDraftOverhead + 5, 'b');
    seed(wire, QStringLiteral("draft-keep"), first(12) + encodeDraftCall(draft).reveal());
    draft.act = wire::DraftCall::Act::Drop;
    seed(wire, QStringLiteral("draft-drop"), first(12) + encodeDraftCall(draft).reveal());
    seed(wire, QStringLiteral("draft-answer"), first(13) + wire::encodeDraftAnswer({1'767'225'600'000, draft.box}));
    seed(wire, QStringLiteral("phone-open"),
         first(14) + wire::encodePhoneCall({wire::PhoneCall::Act::Open, visit, QByteArray(kSealKeyBytes, 'k'), {}}));
    seed(wire, QStringLiteral("phone-take"),
         first(14) + wire::encodePhoneCall({wire::PhoneCall::Act::Take, visit, {}, visit}));
    seed(wire, QStringLiteral("phone-place"),
         first(15) + wire::encodePhonePlace({visit, QStringLiteral("https://hall.example/u/abc"), 1'767'225'600'000}));
    seed(wire, QStringLiteral("phone-file"),
         first(16) + wire::encodePhoneFile({true, QByteArray(kSealHeaderBytes, 's')}));
    seed(wire, QStringLiteral("rating"),
         first(17) + wire::encodeRating({visit,
                                         envelope.id,
                                         QStringLiteral("unemployment-registration"),
                                         4,
                                         {QStringLiteral("quick"), QStringLiteral("clear")},
                                         1'767'225'600'000}));
    seed(wire, QStringLiteral("draft-box"), first(18) + "{}");

    const SealKeyPair other = must(sealKeyPairOf(QByteArray(kSealKeyBytes, '\x2b')));
    seed(QStringLiteral("sealed"), QStringLiteral("for-another"),
         first(0) + must(seal(SealKind::Body, QByteArrayLiteral("not for you"), other.publicKey)));
    seed(QStringLiteral("sealed"), QStringLiteral("changed"), first(1) + QByteArray::fromHex("7800FF") + "plain text");
    seed(QStringLiteral("sealed"), QStringLiteral("empty"), first(1) + QByteArray::fromHex("010000"));

    const QByteArray key = must(newP256Key());
    const QByteArray csr = must(makeCsr(key, QStringLiteral("hallkiosk")));
    const QByteArray ca = must(makeCa(key, QStringLiteral("Seed CA")));
    const QString x509 = QStringLiteral("x509");
    seed(x509, QStringLiteral("request"), first(0) + csr);
    seed(x509, QStringLiteral("certificate"),
         first(1) + must(issueKiosk(ca, key, csr, QStringLiteral("fuzz-kiosk-1"))));
    seed(x509, QStringLiteral("authority"), first(2) + ca);
    const auto der = [](const QByteArray &pem) {
        const qsizetype begin = pem.indexOf('\n');
        return QByteArray::fromBase64(pem.mid(begin, pem.lastIndexOf("-----END") - begin));
    };
    const QJsonObject identity{{QStringLiteral("kiosk"), QStringLiteral("fuzz-kiosk-1")},
                               {QStringLiteral("gateway"), QStringLiteral("https://127.0.0.1:8443")},
                               {QStringLiteral("certificate"), QStringLiteral("@CERTIFICATE@")},
                               {QStringLiteral("key"), QStringLiteral("@KEY@")},
                               {QStringLiteral("ca"), QStringLiteral("@CERTIFICATE@")},
                               {QStringLiteral("seal_key"), QString(64, u'5')}};
    seed(QStringLiteral("identityfile"), QStringLiteral("identity"), first(0) + QJsonDocument(identity).toJson());
    seed(QStringLiteral("identityfile"), QStringLiteral("key"), first(1) + QByteArray(64, 'a'));
    seed(x509, QStringLiteral("request-der"), first(3) + der(csr));
    seed(x509, QStringLiteral("certificate-der"), first(4) + der(ca));
    seed(x509, QStringLiteral("authority-der"), first(5) + der(ca));
    // A PEM that says it is encrypted must not make anybody ask for a pass phrase.
    const QByteArray locked =
        "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n";
    for (int which = 0; which < 3; ++which) {
        QByteArray pem = which == 0 ? csr : ca;
        pem.replace(pem.indexOf("-----\n"), 6, locked);
        seed(x509, QStringLiteral("locked-%1").arg(which), first(which) + pem);
    }
}

void catalogue()
{
    const char *const rules[] = {
        "age(:d1) >= 16 AND (:c1 <> '2' OR :b1)",
        ":m1 BETWEEN 100.00 AND 250.50 OR NOT has(:photo)",
        "within(:r1, '3702') AND :c2 NOT IN ('1', '3')",
        "months_between(:d1, today()) + 3 > :n1 - -2",
        ":d2 >= start_of_month(DATE '2026-03-01') AND days_between(:d1, :d2) <= 365",
        "(:t1 = '测''试' OR :t2 <> '') AND TRUE",
        ":n1 + 9223372036854775807 > :n2",
        ":t1 = '𠮷' AND ;",
    };
    for (std::size_t i = 0; i < std::size(rules); ++i) {
        seed(QStringLiteral("rules"), QStringLiteral("rule-%1").arg(i), rules[i]);
    }
    const char *const typed[] = {"2026/3/5",           "202603", "1 234.50", "138 0000 0001",
                                 "37020019900307006x", "true",   "张测试",   "370200",
                                 "２０２６-01-01",     "-1",     ""};
    for (std::size_t i = 0; i < std::size(typed); ++i) {
        seed(QStringLiteral("facts"), QStringLiteral("typed-%1").arg(i),
             first(0) + first(static_cast<int>(i * 5)) + typed[i]);
        seed(QStringLiteral("facts"), QStringLiteral("number-%1").arg(i), first(2) + typed[i]);
    }
    seed(QStringLiteral("facts"), QStringLiteral("short-number"), first(2) + "k7mx 4q2p-8t");
    seed(QStringLiteral("facts"), QStringLiteral("answer"),
         first(1) +
             R"({"cert_no":"37020019900307006X","name":"张测试","birth_date":"1990-03-07","mobile":"13800000001",)"
             R"("last_pay_month":"2026-02","education":"20","unknown":1,"sex":"1"})");
    const QString catalogue = QStringLiteral("catalogue");
    seed(catalogue, QStringLiteral("service-query"),
         first(0) + read(QStringLiteral("catalogue/services/emp-cert.json")));
    seed(catalogue, QStringLiteral("service-form"),
         first(0) + read(QStringLiteral("catalogue/services/flexible-registration.json")));
    seed(catalogue, QStringLiteral("codes"), first(2) + read(QStringLiteral("catalogue/codes/sex.json")));
    seed(catalogue, QStringLiteral("codes-days"),
         first(2) + read(QStringLiteral("catalogue/codes/graduate-destination.json")));
    seed(catalogue, QStringLiteral("events"), first(3) + read(QStringLiteral("catalogue/events.json")));
    seed(catalogue, QStringLiteral("messages"), first(4) + read(QStringLiteral("catalogue/messages.json")));
    seed(catalogue, QStringLiteral("policies"), first(7) + read(QStringLiteral("catalogue/policies/national.json")));
    seed(catalogue, QStringLiteral("chain"),
         first(5) + R"({"format":"hall-chain/1","id":"both","version":"1","title":{"zh":"甲","en":"A"},"summary":)"
                    R"({"zh":"甲","en":"A"},"who":{"zh":"甲","en":"A"},"event":"lost-job","applicant":"person",)"
                    R"("services":[{"id":"emp-cert"},{"id":"flexible-registration","after":["emp-cert"],)"
                    R"("onlyIf":":job_intent = '2'"}],"atomic":"all","basis":"assumed"})");
    seed(catalogue, QStringLiteral("needs"),
         first(8) + R"({"format":"hall-needs/1","version":"1","needs":[{"id":"a","service":"emp-cert","when":)"
                    R"(":job_end_recorded","why":{"zh":"甲","en":"A"},"basis":"assumed"},{"id":"b","service":)"
                    R"x("no-such","when":"has(:mobile)","why":{"zh":"乙","en":"B"},"basis":"law"}]})x");
    seed(catalogue, QStringLiteral("region"),
         first(9) +
             R"({"format":"hall-region/1","id":"3702","version":"1","title":{"zh":"甲","en":"A"},"routes":{"person":)"
             R"(["residence_region"]},"codes":{"sex":{"basis":"assumed","map":{"1":"M"}}},"calendar":)"
             R"([{"year":2026,"basis":"assumed","off":["2026-03-02"],"makeUp":[]}],"agencies":)"
             R"([{"district":"370202","name":{"zh":"甲","en":"A"},"basis":"assumed"}]})");
    seed(catalogue, QStringLiteral("visit-once"),
         first(6) + R"({"format":"hall-visit-once/1","version":"1","basis":"assumed","items":[{"no":1,"title":)"
                    R"({"zh":"甲","en":"A"},"cases":[{"id":"a","title":{"zh":"甲","en":"A"},"service":"emp-cert",)"
                    R"("materials":{"before":4,"after":2,"basis":"law"},)"
                    R"("workdays":{"statutory":5,"promised":0,"basis":"assumed"}}]}]})");
    seed(QStringLiteral("table"), QStringLiteral("utf-8"),
         "证件号码,姓名,手机号码,灵活就业开始时间,月收入（元）\r\n370202199001010007,张测试,138 0000 "
         "0000,2026年3月5日,\"3,500.00\"\r\n");
    seed(QStringLiteral("table"), QStringLiteral("gb18030"),
         QByteArray::fromHex("d0d5c3fb2cb9a4d7ca0d0ad5c5b2e2cad42c333530300d0a"));
    seed(QStringLiteral("table"), QStringLiteral("utf-16"), QByteArray::fromHex("fffe0d5421004e002c0031000a00"));
    seed(QStringLiteral("table"), QStringLiteral("quotes"),
         "name;cert_no;lowincome_flag\n\"a;\"\"b\"\"\";3.70202E+17;是\n;;\n");
    seed(QStringLiteral("table"), QStringLiteral("tabs"), "name\tflex_start\n张测试\t2026/3/5\n");
    // The dictionary is too long to mutate; two of its fields will do.
    QJsonObject dictionary = QJsonDocument::fromJson(read(QStringLiteral("catalogue/dictionary.json"))).object();
    const QJsonObject fields = dictionary.value(QLatin1String("fields")).toObject();
    QJsonObject few;
    for (const char *id : {"cert_no", "birth_date", "mobile"}) {
        if (fields.contains(QLatin1String(id))) {
            few.insert(QLatin1String(id), fields.value(QLatin1String(id)));
        }
    }
    dictionary.insert(QLatin1String("fields"), few);
    const QByteArray twoFields = QJsonDocument(dictionary).toJson(QJsonDocument::Compact);
    seed(catalogue, QStringLiteral("dictionary"), first(1) + twoFields);
    seed(catalogue, QStringLiteral("dictionary-file"), first(10) + twoFields);
}

// A service of the catalogue, shared out between a template and its own file, under the texts of two packs.
void joinedService()
{
    const QString joined = QStringLiteral("joined");
    const auto object = [](const char *json) { return QJsonDocument::fromJson(json).object(); };
    QJsonObject whole =
        QJsonDocument::fromJson(read(QStringLiteral("catalogue/services/emp-cert-replacement.json"))).object();
    whole.insert(QStringLiteral("suggest"), QJsonArray());
    whole.insert(QStringLiteral("id"), QStringLiteral("s"));
    QJsonObject own{{QStringLiteral("template"), QStringLiteral("t")}};
    QJsonObject shared = whole;
    for (const char *member : {"id", "title", "summary", "who", "eligibility", "time"}) {
        own.insert(QLatin1String(member), shared.take(QLatin1String(member)));
    }
    QJsonObject province = object(R"({"format":"hall-region/1","id":"37","version":"1","title":{"zh":"甲","en":"A"},)"
                                  R"("routes":{"person":["residence_region"],"s":["residence_region"]},)"
                                  R"("services":{"s":{"title":{"zh":"乙","en":"B"},"next":[{"zh":"丙","en":"C"}]}}})");
    QJsonObject city = object(R"({"format":"hall-region/1","id":"3702","version":"1","title":{"zh":"甲","en":"A"},)"
                              R"("services":{"s":{"title":{"zh":"丁","en":"D"}}},)"
                              R"("agencies":[{"district":"370202","name":{"zh":"甲","en":"A"},"basis":"assumed"}]})");
    const auto add = [&joined](const char *name, const QJsonObject &parts) {
        seed(joined, QLatin1String(name), QJsonDocument(parts).toJson(QJsonDocument::Compact));
    };
    const QString service = QStringLiteral("service");
    const QString base = QStringLiteral("template");
    add("whole", {{service, whole}});
    add("template", {{base, shared}, {service, own}});
    const QJsonObject four{
        {base, shared}, {service, own}, {QStringLiteral("province"), province}, {QStringLiteral("city"), city}};
    add("four", four);
    city.insert(QStringLiteral("colour"), 1);
    city.insert(QStringLiteral("routes"), object(R"({"party":["name"]})"));
    add("broken-city", {{service, whole}, {QStringLiteral("city"), city}});
    QJsonObject torn = four;
    torn.insert(base, QStringLiteral("{\"forms\": {"));
    add("torn-template", torn);
    own.insert(base, QStringLiteral("no-such"));
    add("no-template", {{service, own}, {base, shared}});
}

void documents()
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记 回执");
    document.hall = QStringLiteral("就业智慧大厅");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.rows = {{QStringLiteral("姓名"), QStringLiteral("张测试")}, {QStringLiteral("备注"), QString()}};
    document.notes = {QStringLiteral("请留意短信")};
    document.qr = QStringLiteral("https://hall.example/r/K7MX-4Q2P-8T");
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30");
    document.copy = 2;
    document.copyLabel = QStringLiteral("补打 第 2 次");
    seed(QStringLiteral("receipt"), QStringLiteral("document"), document.toJson());
    seed(QStringLiteral("receipt"), QStringLiteral("profile"), read(QStringLiteral("printers/generic-58mm.json")));
    const QString configuration = QStringLiteral("configuration");
    seed(configuration, QStringLiteral("kiosk"),
         first(0) + R"({"hall":"就业智慧大厅","kiosk":"hall-1","language":"en","printer":"tcp:127.0.0.1:9100"})");
    for (const QString &name : QDir(resources + QStringLiteral("profiles")).entryList(QDir::Files)) {
        seed(configuration, name.chopped(5), first(1) + read(QStringLiteral("profiles/") + name));
    }
    seed(configuration, QStringLiteral("arguments"), first(2) + "--demo\n--lang\nen\n--control=/tmp/x");
    seed(
        configuration, QStringLiteral("staff"),
        first(3) + R"({"v":1,"key":")" + QByteArray(64, 'a') + R"(","entries":[{"card_tag":")" + QByteArray(64, 'b') +
            R"(","role":"technician","name":"Seed","expires":"2027-06-30","pin":"$argon2id$v=19$m=65536,t=2,p=1$x"}]})");
}

void pictures()
{
    cv::Mat scene(72, 96, CV_8UC3, cv::Scalar(60, 70, 65));
    cv::fillConvexPoly(scene, std::vector<cv::Point>{{20, 8}, {76, 12}, {72, 64}, {16, 60}}, cv::Scalar(235, 240, 238));
    cv::line(scene, {28, 22}, {66, 24}, cv::Scalar(30, 30, 30), 2);
    for (const char *kind : {".png", ".jpg"}) {
        std::vector<unsigned char> bytes;
        cv::imencode(kind, scene, bytes);
        seed(QStringLiteral("image"), QStringLiteral("scene-") + QLatin1String(kind + 1), bytesOf(bytes));
        cv::imencode(kind, scene(cv::Rect(0, 0, 8, 8)), bytes);
        seed(QStringLiteral("image"), QStringLiteral("tiny-") + QLatin1String(kind + 1), bytesOf(bytes));
    }
}

QByteArray http(const char *line, const QByteArray &body, const QByteArray &headers = {})
{
    return QByteArray(line) + " HTTP/1.1\r\nHost: centre\r\n" + headers +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

void conversations()
{
    const QString front = QStringLiteral("front");
    const QByteArray known = first(1);
    Envelope envelope = envelopeOf(QByteArray(200, 's'));
    const Signer signer = must(Signer::fromSeed(QByteArray(Signer::kSeedBytes, '\x21')));
    const QByteArray bytes = must(finishEnvelope(envelope, signer));
    seed(front, QStringLiteral("batch"),
         known + http("POST /v1/batch", must(wire::encodeBatch({{{bytes, QByteArray(200, 's')}}, {}}))));
    seed(front, QStringLiteral("ask"),
         known + http("POST /v1/ask",
                      R"({"v":1,"kind":"prefill","service":"emp-cert","proof":{"visit":)"
                      R"("019b7a2c-0000-4000-8000-00000000000a","number":"37020019900307006X","name":"张测试",)"
                      R"("source":"social-card","region":"370200"}})"));
    seed(front, QStringLiteral("e-card"),
         known + http("POST /v1/ecard",
                      R"({"v":1,"visit":"019b7a2c-0000-4000-8000-00000000000a","scene":"01",)"
                      R"("code":"HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef"})"));
    seed(front, QStringLiteral("card-auth"),
         known + http("POST /v1/card-auth",
                      R"({"v":1,"visit":"019b7a2c-0000-4000-8000-00000000000a","region":"370200","algorithm":"03",)"
                      R"("reset_info":"","card_id":"370200D15600000500112233445500A2","internal_factor":"",)"
                      R"("internal_source":"","external_factor":"0123456789ABCDEF",)"
                      R"("external_source":"0123456789ABCDEF"})"));
    seed(front, QStringLiteral("health"), known + http("POST /v1/health", R"({"version":"0.1.0","queued":3})"));
    const QByteArray visit = R"("visit":"019b7a2c-0000-4000-8000-00000000000a",)";
    seed(front, QStringLiteral("draft"),
         known + http("POST /v1/draft", R"({"v":1,"do":"keep",)" + visit +
                                            R"("number":"37020019900307006X","check":")" + QByteArray(64, 'c') +
                                            R"(","box":")" + QByteArray(60, 'b').toBase64() + R"("})"));
    seed(front, QStringLiteral("phone"),
         known + http("POST /v1/phone",
                      R"({"v":1,"do":"open",)" + visit + R"("seal_to":")" + QByteArray(64, 'a') + R"("})"));
    seed(front, QStringLiteral("rating"),
         known + http("POST /v1/rating", R"({"v":1,"id":"019b7a2c-0000-4000-8000-00000000000a","item":"",)"
                                         R"("service":"emp-cert","stars":5,"reasons":["quick"],"at":1767225600000})"));
    seed(front, QStringLiteral("phone-page"),
         first(0) + "GET /u/AAAAAAAAAAAAAAAAAAAAAA HTTP/1.1\r\nHost: centre\r\n\r\n");
    seed(front, QStringLiteral("phone-form"),
         first(0) + "POST /u/AAAAAAAAAAAAAAAAAAAAAA HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                    "Content-Length: 76\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; "
                    "filename=\"a\"\r\n\r\n%PDF-\r\n--x--");
    seed(front, QStringLiteral("health-stranger"), first(0) + http("POST /v1/health", "{}"));
    seed(front, QStringLiteral("inbox"), known + "GET /v1/inbox?after=0 HTTP/1.1\r\nHost: centre\r\n\r\n");
    seed(front, QStringLiteral("head-blob"),
         known + "HEAD /v1/blob/" + QByteArray(64, 'b') + " HTTP/1.1\r\nHost: centre\r\n\r\n");
    seed(front, QStringLiteral("patch-blob"),
         known + http("PATCH /v1/blob/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "sealed bytes",
                      "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"));
    seed(front, QStringLiteral("chunked"),
         known + "POST /v1/health HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    wire::EnrolRequest request{QStringLiteral("ABCDEFGHJKMNPQRS"), "-----BEGIN", QByteArray(32, 'k'), {}};
    request.mac = wire::enrolMac(request.code, request.csrPem, request.signKey);
    seed(front, QStringLiteral("enrol"), first(0) + http("POST /v1/enrol", wire::encodeEnrolRequest(request)));
    seed(front, QStringLiteral("renew"),
         first(0) + http("POST /v1/renew", wire::encodeRenewRequest({QStringLiteral("fuzz-kiosk-1"), "-----BEGIN",
                                                                     QString(64, u'a'), QByteArray(64, 's')})));
    seed(front, QStringLiteral("healthz"), first(0) + "GET /healthz HTTP/1.1\r\n\r\n");
    seed(front, QStringLiteral("metrics"), first(0) + "GET /metrics HTTP/1.1\r\n\r\n");
    seed(front, QStringLiteral("put"), first(0) + http("PUT /v1/batch", "{}"));
    seed(front, QStringLiteral("cases-in-order"), first(2) + QByteArray::fromHex("01090311"));
    seed(front, QStringLiteral("cases-skipped"), first(2) + QByteArray::fromHex("018543270F"));

    const char *const lines[] = {
        R"({"id":1,"do":"status"})",
        R"({"id":"x","do":"vocabulary"})",
        R"({"do":"sign-in","card":"Z9","pin":"1357"})",
        R"({"do":"outbox"})",
        R"({"do":"outbox","action":"retry","case":"019b7a2c-0000-7000-8000-00000000000a"})",
        R"({"do":"audit"})",
        R"({"do":"sync"})",
        R"({"do":"device","device":"receipt-printer","action":"set","paper":"out","cover":"open","jam":true})",
        R"({"do":"device","device":"receipt-printer","action":"out-after-rows","rows":40})",
        R"({"do":"device","device":"receipt-printer","action":"output"})",
        R"({"do":"device","device":"social-card-reader","action":"insert","card":"none.json"})",
        R"({"do":"device","device":"id-card-reader","action":"lift"})",
        R"({"do":"device","device":"document-camera","action":"clear"})",
        R"({"do":"fault","device":"receipt-printer","fault":"short-write","after":10})",
        R"({"do":"fault","device":"id-card-reader","fault":"garbage","after":-1})",
        R"({"do":"heal","device":"document-camera"})",
        R"({"do":"clock","advance_s":90})",
        R"({"do":"network","state":"down"})",
        R"({"do":"nodes"})",
        R"({"do":"touch","x":10.5,"y":20})",
        "no json\n\n[1]\n{\"do\":7}",
        R"({"do":"device","device":"cabinet","action":"set","door":"open","presence":false,"minutes":-5,"power":"low"})",
        R"({"do":"device","device":"cabinet","action":"key","key":"select"})",
        R"({"do":"hold","device":"code-scanner","on":true})",
        R"({"do":"hold","device":"nothing","on":1})",
    };
    QByteArray all;
    for (std::size_t i = 0; i < std::size(lines); ++i) {
        seed(QStringLiteral("control"), QStringLiteral("line-%1").arg(i), QByteArray::fromHex("FF01") + lines[i]);
        all += QByteArray(lines[i]) + '\n';
    }
    seed(QStringLiteral("control"), QStringLiteral("locked"), QByteArray::fromHex("0700") + all.left(900));
}

void cardLines()
{
    const QString lines = QStringLiteral("cardline");
    const QByteArray name = QByteArray::fromHex("D5C5B2E2CAD4");
    const QByteArray basic = "370200|37020019900307006X|A12345678|370200D15600000500112233445566AA|" + name +
                             "|0081544C008637020001112233|2.00|20190930|20290930|370200000001|KIOSK0001|";
    seed(lines, QStringLiteral("basic"), basic);
    seed(lines, QStringLiteral("fifteen"), basic + "P1|M1||2|\r\n");
    seed(lines, QStringLiteral("unread"),
         "370200||A12345678|370200D15600000500112233445566AA|||3.00|20190930|20290930|");
    seed(lines, QStringLiteral("extended"),
         "370200D15600000500112233445566AA|3|2.00|9100000370020037020000|20190930|20290930|A12345678|"
         "37020019900307006X|" +
             name + "|2|01|370200|19900307|");
}

void permits()
{
    const QString permit = QStringLiteral("permit");
    seed(permit, QStringLiteral("hong-kong"),
         first(0) + "C<CHNH123456783<<<<<<<<<<<<<<<\n9001011F3012316CHN<<<<<<<<<<<2\nCHAN<<SHI<LI<<<<<<<<<<<<<<<<<<");
    seed(permit, QStringLiteral("hong-kong-old"),
         first(0) + "CRCHNH12345678<016<<<<<<<<<<<<\n900101122706018CHN<<<<<<<<<<<4\nCHAN<<SHI<LI<<<<<<<<<<<<<<<<<<");
    seed(permit, QStringLiteral("taiwan"),
         first(0) +
             "ctchn12345678<8<<<<<<<<<<<<<<<\r\n0002299m3102282chn<<<<<<<<<<<4\r\nlin<<shi<li<<<<<<<<<<<<<<<<<<");
    seed(permit, QStringLiteral("typed"), first(1) + first(0) + first(9) + "H12345678h1234 5678");
    seed(permit, QStringLiteral("typed-taiwan"), first(1) + first(1) + first(10) + "12345678011234567801");
}

// Three bytes an event: type, code, value.
QByteArray keys(std::initializer_list<std::pair<int, int>> pressed)
{
    QByteArray events;
    for (const auto &[key, value] : pressed) {
        events += first(1) + first(key) + first(value) + QByteArray(3, '\0');
    }
    return events;
}

void scanners()
{
    const QString scanner = QStringLiteral("scanner");
    const QByteArray token = "HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef";
    const QByteArray text = first(0) + first(16);
    seed(scanner, QStringLiteral("code"), text + token + "\r\n");
    seed(scanner, QStringLiteral("silence"), text + token);
    seed(scanner, QStringLiteral("controls"), text + "A\x1b[2J\x07\rB\n" + QByteArray("C\0D\r", 4) + "E\r");
    seed(scanner, QStringLiteral("utf8"), text + "张测试\r" + token + '\r');
    seed(scanner, QStringLiteral("long"), text + QByteArray(512, 'x') + '\r' + QByteArray(513, 'x') + '\r');
    // Ctrl + Alt + F1 (29, 56, 59), A with Shift (42, 30), Enter (28), Alt + 6 5 of the number pad (77, 76).
    const QByteArray hostile = keys({{29, 1}, {56, 1}, {59, 1}, {59, 0}, {56, 0}, {29, 0}});
    const QByteArray capital = keys({{42, 1}, {30, 1}, {30, 0}, {42, 0}, {28, 1}, {28, 0}});
    const QByteArray pad = keys({{56, 1}, {77, 1}, {77, 0}, {76, 1}, {76, 0}, {56, 0}});
    seed(scanner, QStringLiteral("combination"), first(2) + first(23) + hostile + capital);
    seed(scanner, QStringLiteral("number-pad"), first(2) + first(23) + pad + capital);
    seed(scanner, QStringLiteral("lost"), first(2) + first(0) + capital + first(0) + first(3) + first(0) + capital);
    QByteArray raw(24, '\0');  // struct input_event of a 64-bit machine: time, type, code, value
    raw[16] = 1;
    raw[18] = 30;
    raw[20] = 1;
    seed(scanner, QStringLiteral("raw"), first(1) + first(6) + raw + QByteArray(24, '\0') + raw.left(11));
}

void cabinets()
{
    const QString cabinet = QStringLiteral("cabinet");
    const QByteArray board = first(0) + first(7);
    seed(cabinet, QStringLiteral("state"),
         board + "$HCVER,1,board,7*1A\r\n$HCSTA,O,N,-,L,3,91*16\r\n$HCSTA,C,P,O,M,-,00*71\r\n");
    seed(cabinet, QStringLiteral("key"), board + "noise$HCKEY,select*78\r\n$HKLIT,84*72\r\n");
    seed(cabinet, QStringLiteral("broken"),
         board + "$HKGET*54\r\n$HCSTA,C,N,$HKWHO*53\r\n$" + QByteArray(90, 'A') + "\n");
    seed(cabinet, QStringLiteral("empty-fields"), board + "$HKGET*54\r\n$,,HKWHO*53\r\n$HCSTA,,,*6D\r\n");
    QByteArray raw(24, '\0');
    raw[16] = 1;
    raw[18] = 108;  // KEY_DOWN
    raw[20] = 1;
    seed(cabinet, QStringLiteral("keypad"), first(1) + first(5) + raw + QByteArray(24, '\0') + raw.left(11));
    seed(cabinet, QStringLiteral("upsd"),
         first(2) + first(9) +
             "VAR hall ups.status \"OB LB\"\nVAR hall battery.runtime \"816.00\"\r\nERR DATA-STALE\nVAR a b \"\\\"\n");
}

void holders()
{
    const QString holder = QStringLiteral("holder");
    const auto message = [](int kind, int status, const QByteArray &body) {
        return QByteArray("HVH1") + first(kind) + first(status) + first(7) + first(0) + first(int(body.size() & 0xFF)) +
               first(int(body.size() >> 8)) + QByteArray(2, '\0') + body;
    };
    const QByteArray portion = first(19);
    const QByteArray size = QByteArray::fromHex("02000100");  // two pixels by one
    seed(holder, QStringLiteral("hello"), portion + message(1, 0, first(3) + "maker 1") + message(2, 0, {}));
    seed(holder, QStringLiteral("refused"), portion + message(1, 1, "is of another version"));
    seed(holder, QStringLiteral("photo"), portion + message(3, 0, size + "bgrBGR") + message(3, 1, {}));
    seed(holder, QStringLiteral("verdicts"), portion + message(4, 0, {}) + message(4, 2, {}) + message(4, 9, {}));
    seed(holder, QStringLiteral("broken"), portion + message(2, 0, {}) + "HVH2" + message(2, 0, {}));
}

void reference()
{
    const QString target = QStringLiteral("reference");
    const Signer centre = *Signer::fromSeed(QByteArray(Signer::kSeedBytes, 'c'));
    const RefManifest manifest{1'767'225'600,
                               1'767'225'600'000,
                               {{QStringLiteral("catalogue/dictionary.json"), QString(64, u'a'), 12},
                                {QStringLiteral("catalogue/services/job-seeking.json"), QString(64, u'b'), 0},
                                {QStringLiteral("vacancies/all.json"), QString(64, u'c'), kRefFileBytes}}};
    const QByteArray json = must(signRefManifest(manifest, centre));
    seed(target, QStringLiteral("signed"), first(0) + json);
    QJsonObject object = QJsonDocument::fromJson(json).object();
    object.remove(QStringLiteral("sig"));
    seed(target, QStringLiteral("unsigned"), first(1) + QJsonDocument(object).toJson(QJsonDocument::Compact));
    object[QStringLiteral("files")] =
        QJsonArray{QJsonObject{{QStringLiteral("path"), QStringLiteral("staff/../../sign.key")},
                               {QStringLiteral("sha256"), QString(64, u'a')},
                               {QStringLiteral("size"), 3}}};
    seed(target, QStringLiteral("upwards"), first(1) + QJsonDocument(object).toJson(QJsonDocument::Compact));
    seed(target, QStringLiteral("settings"),
         first(2) + R"({"v":1,"all":{"hall":{"zh":"\u5927\u5385","en":"Hall"},"travel_permits":"scan"},)" +
             R"("kiosks":{"A1":{"hours":{"zh":"\u5468\u4e00","en":"Monday"},"region":"370102"}}})");
    seed(target, QStringLiteral("vacancies"),
         first(3) + R"({"v":1,"date":"2026-11-20","want_region":"370200","list":[{"vacancy_no":"ZP1",)" +
             R"("vacancy_region":"370203","vacancy_pay_to":500000,"vacancy_valid_to":"2030-12-31"}]})");
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: make-fuzz-seeds FOLDER\n");
        return 2;
    }
    g_corpus = QDir(QString::fromLocal8Bit(argv[1]));
    cards();
    printers();
    scanners();
    cabinets();
    holders();
    cardLines();
    permits();
    protocol();
    reference();
    catalogue();
    joinedService();
    documents();
    pictures();
    conversations();
    return 0;
}
