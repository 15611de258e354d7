// SPDX-License-Identifier: GPL-3.0-or-later
// What kiosk and centre say to each other, and the files they keep of it.
#include "tests/fuzz/seeds.h"

#include "app/protocol/cardauth.h"
#include "app/protocol/casebody.h"
#include "app/protocol/ecard.h"
#include "app/protocol/envelope.h"
#include "app/protocol/licence.h"
#include "app/protocol/refmanifest.h"
#include "app/protocol/ridinginbox.h"
#include "app/protocol/seal.h"
#include "app/protocol/sealnotice.h"
#include "app/protocol/visitcalls.h"
#include "app/protocol/wire.h"
#include "app/protocol/x509.h"
#include "tests/support/gatewayrig.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall::fuzz {

using namespace hall::device;
using hall::test::must;

namespace {

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

QByteArray http(const char *line, const QByteArray &body, const QByteArray &headers = {})
{
    return QByteArray(line) + " HTTP/1.1\r\nHost: centre\r\n" + headers +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

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

    const QString office = QStringLiteral("officeanswer");
    const QByteArray to = R"({"v":1,"ask":"00112233445566778899aabbccddeeff","outcome":)";
    const QByteArray ofHim = R"("found","person":{"number":"37020019900307006X","name":"x"},)";
    seed(office, QStringLiteral("record"),
         first(0) + to + ofHim +
             R"("fields":{"aac067":"13800000001","aac011":"21","ajc071":98,"hall.emp_cert_issued":"2018-03-12",)" +
             R"("aae140":["110"],"aae210":"2026-12","hall.business_flag":false,"aac040":null}})");
    seed(office, QStringLiteral("none"),
         first(0) + to + R"("none","person":{"number":"37020019900307006X","name":"x"}})");
    seed(office, QStringLiteral("unit"), first(1) + to + ofHim + R"("unit":"91370202MA3DEM001A","fields":{}})");
    seed(office, QStringLiteral("list"),
         first(2) + to + ofHim + R"("fields":{},"list":[{"hall.vacancy_no":"ZP1","hall.vacancy_pay_to":500000},{}]})");
    seed(office, QStringLiteral("holder"),
         first(3) + to + R"("found","until":"2026-09-21T13:33:50.000Z","holder":{"aac003":"x","aac147":)" +
             R"("37020019900307006X","aac500":"A12345678","region":"370200"}})");
    seed(office, QStringLiteral("keys"),
         first(4) + to + R"("found","card_id":"11111111111111111111111111111111","internal":"D1D2D3D4D5D6D7D8",)" +
             R"("external":"E1E2E3E4E5E6E7E8"})");
    const QString wire = QStringLiteral("wire");
    seed(wire, QStringLiteral("batch"),
         first(0) + must(wire::encodeBatch({{{envelopeBytes, sealed}}, wire::Skip{QString(32, u'a'), 2, 3}})));
    seed(wire, QStringLiteral("packed"),
         first(19) + wire::packBatch({{{envelopeBytes, sealed}}, wire::Skip{QString(32, u'a'), 2, 3}}));
    seed(wire, QStringLiteral("packed-two"),
         first(19) + wire::packBatch({{{"{}", "sealed"}, {"{\"a\": 1}", QByteArray()}}, {}}));
    wire::Verdict stored;
    stored.id = envelope.id;
    stored.kind = wire::VerdictKind::Stored;
    stored.missing = {QString(64, u'b')};
    wire::Verdict gap = stored;
    gap.kind = wire::VerdictKind::Gap;
    gap.expected = 7;
    seed(wire, QStringLiteral("verdicts"), first(1) + wire::encodeVerdicts({stored, gap}));
    const wire::InboxItem decided{
        1, envelope.id, QStringLiteral("decided"), QStringLiteral("registered"), QStringLiteral("QD-2026-1"), 1};
    seed(wire, QStringLiteral("riding"), first(1) + wire::withInbox(wire::encodeVerdicts({stored}), {decided}));
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
    const QByteArray server = must(issueServer(
        ca, key, key, {QStringLiteral("127.0.0.1"), QStringLiteral("::1"), QStringLiteral("gateway.example.org")}));
    seed(x509, QStringLiteral("server"), first(1) + server);
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
    seed(x509, QStringLiteral("server-der"), first(4) + der(server));
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

void sealNotice()
{
    const QString target = QStringLiteral("sealnotice");
    const Signer centre = *Signer::fromSeed(QByteArray(Signer::kSeedBytes, 'c'));
    const SealNotice notice = must(signSealNotice(
        {1'767'225'600, QByteArray(kSealKeyBytes, 'a'), QByteArray(kSealKeyBytes, 'b'), 1'767'225'600'000}, centre));
    seed(target, QStringLiteral("signed"), first(0) + notice.json);
    QJsonObject object = QJsonDocument::fromJson(notice.json).object();
    object.remove(QStringLiteral("sig"));
    seed(target, QStringLiteral("unsigned"), first(1) + QJsonDocument(object).toJson(QJsonDocument::Compact));
    object[QStringLiteral("next")] = QString(62, u'b');
    seed(target, QStringLiteral("short-key"), first(1) + QJsonDocument(object).toJson(QJsonDocument::Compact));
    seed(target, QStringLiteral("answer"), first(2) + encodeHealthAnswer(notice));
}

}  // namespace hall::fuzz
