// SPDX-License-Identifier: GPL-3.0-or-later
// Envelopes that a kiosk of the centre's own signed rightly, and that hold in one field what they should not. The hash
// and the signature are good, so nothing but the rule of that field can refuse them. Each goes in one of the two forms
// of a batch, with HALL_TEST_SCALE above 1 in both.
#include "tests/unit/gateway/gatewaybed.h"

#include "app/protocol/canonicaljson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

using namespace hall;
using namespace hall::test;

namespace {

// Texts of JSON, so that also what no careful program would write can be sent. None is canonical but of the right kind
// by chance: each says what it is.
struct Nasty
{
    const char *what;
    QByteArray json;
};

QByteArray quoted(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

// Marks that are looked for afterwards where nothing of a kiosk's may be.
const QByteArray kMarks[] = {"DROP TABLE", "<script",      "jndi",     "\x1b",
                             "%n%n",       "\xe2\x80\xae", "AAAAAAAA", "secret/harm"};

QVector<Nasty> nasties(const QString &othersCase)
{
    return {{"SQL", quoted(QStringLiteral("'; DROP TABLE item; --"))},
            {"always true", quoted(QStringLiteral("\" OR 1=1 --"))},
            {"HTML", quoted(QStringLiteral("<script>alert(1)</script>"))},
            {"path", quoted(QStringLiteral("../../secret/harm"))},
            {"escaped path", quoted(QStringLiteral("..%2f..%2fsecret%2fharm"))},
            {"NUL", "\"a\\u0000b\""},
            {"terminal", "\"\\u001b[2J\\u001b]0;x\\u0007\""},
            {"lines", "\"a\\nb\\r\\nc\""},
            {"format", quoted(QStringLiteral("%s%n%n%n"))},
            {"lookup", quoted(QStringLiteral("${jndi:ldap://x}"))},
            {"right to left", "\"\xe2\x80\xae"
                              "evil\""},
            {"full width", "\"\xef\xbd\x85mp\""},
            {"half a pair", "\"\\ud800\""},
            {"joined", "\"e\xcc\x81\xe2\x80\x8d\""},
            {"15,000", '"' + QByteArray(15'000, 'A') + '"'},
            {"nothing", "\"\""},
            {"a space", "\" \""},
            {"another kiosk", "\"HONEST\""},
            {"another's case", '"' + othersCase.toLatin1() + '"'},
            {"upper case", '"' + othersCase.toUpper().toLatin1() + '"'},
            {"64 digits", '"' + QByteArray(64, '7') + '"'},
            {"a number as text", "\"7\""},
            {"7", "7"},
            {"0", "0"},
            {"minus one", "-1"},
            {"minus nought", "-0"},
            {"fraction", "1.5"},
            {"power", "1e3"},
            {"2^31", "2147483648"},
            {"largest", "9007199254740991"},
            {"beyond", "9007199254740992"},
            {"endless", QByteArray(400, '9')},
            {"true", "true"},
            {"null", "null"},
            {"list", "[]"},
            {"object", "{}"},
            {"inner object", "{\"x\":1}"},
            {"deep", QByteArray(200, '[') + QByteArray(200, ']')}};
}

// The verdict's code, or its name where it has none: from app/protocol/README.md §2, whatever the program does.
QString allowed(const QString &field, const QString &what)
{
    static const QStringList tokens{QStringLiteral("path"),       QStringLiteral("another kiosk"),
                                    QStringLiteral("upper case"), QStringLiteral("another's case"),
                                    QStringLiteral("64 digits"),  QStringLiteral("a number as text")};
    static const QStringList tokenFields{
        QStringLiteral("service"), QStringLiteral("catalogue"),       QStringLiteral("app"),
        QStringLiteral("boot"),    QStringLiteral("consent.version"), QStringLiteral("att.role")};
    static const QStringList times{QStringLiteral("t_wall"), QStringLiteral("t_mono"), QStringLiteral("consent.at")};
    static const QStringList numbers{QStringLiteral("7"), QStringLiteral("2^31"), QStringLiteral("largest")};
    const QString stored = QStringLiteral("stored");
    if (tokenFields.contains(field) && tokens.contains(what)) {
        return stored;
    }
    if (what == u"nothing" && (field == u"boot" || field == u"consent.version")) {
        return stored;
    }
    if (field == u"kiosk" && tokens.contains(what)) {
        return QStringLiteral("wrong-kiosk");
    }
    if (field == u"id" && what == u"another's case") {
        return QStringLiteral("other-content");
    }
    if (field == u"group.id" && what == u"another's case") {
        return stored;
    }
    if ((times.contains(field) && (numbers.contains(what) || what == u"0")) ||
        (field == u"schema" && numbers.contains(what)) || (field == u"prio" && what == u"0") ||
        (field == u"group.of" && what == u"7") || (field == u"att.size" && what == u"7")) {
        return stored;
    }
    if (field == u"seq" && numbers.contains(what)) {
        return QStringLiteral("gap");
    }
    if (field == u"sealed.size" && (what == u"2^31" || what == u"largest")) {
        return QStringLiteral("body-digest");
    }
    if (field == u"sealed.sha256" && what == u"64 digits") {
        return QStringLiteral("body-digest");
    }
    if (field == u"att.sha256" && what == u"64 digits") {
        return stored;
    }
    if ((field == u"test" || field == u"group.atomic") && what == u"true") {
        return stored;
    }
    if (field == u"att" && what == u"list") {
        return stored;
    }
    // What is not the JSON of this wire is refused as a message, before anybody looks for envelopes in it.
    static const QStringList otherJson{QStringLiteral("half a pair"), QStringLiteral("fraction"),
                                       QStringLiteral("beyond"), QStringLiteral("endless"), QStringLiteral("deep")};
    return otherJson.contains(what) ? QStringLiteral("400 message") : QStringLiteral("envelope");
}

using Members = QMap<QByteArray, QByteArray>;  // sorted, as canonical JSON is

QByteArray text(const Members &members)
{
    QByteArray out = "{";
    for (auto it = members.begin(); it != members.end(); ++it) {
        out += (out.size() > 1 ? ",\"" : "\"") + it.key() + "\":" + it.value();
    }
    return out + '}';
}

Members membersOf(const QJsonObject &object)
{
    Members members;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QByteArray list = *canonicalJson(QJsonObject{{QStringLiteral("v"), it.value()}});
        members.insert(it.key().toUtf8(), list.mid(5, list.size() - 6));  // without {"v": and }
    }
    return members;
}

QByteArray signedAnew(Members members, const Signer &signer)
{
    members.remove("hash");
    members.remove("sig");
    const QByteArray hash = sha256(text(members));
    members.insert("hash", '"' + hash.toHex() + '"');
    members.insert("sig", '"' + signer.sign("hall-envelope-v1\n" + hash).toHex() + '"');
    return text(members);
}

// What the gateway of this process writes on standard error while it exists.
class Told
{
public:
    Told() : m_kept(dup(STDERR_FILENO))
    {
        m_file.open();
        dup2(m_file.handle(), STDERR_FILENO);
    }
    ~Told() { stop(); }
    Told(const Told &) = delete;
    Told &operator=(const Told &) = delete;
    Told(Told &&) = delete;
    Told &operator=(Told &&) = delete;

    QByteArray stop()
    {
        if (m_kept >= 0) {
            dup2(m_kept, STDERR_FILENO);
            close(m_kept);
            m_kept = -1;
        }
        m_file.seek(0);
        return m_file.readAll();
    }

private:
    QTemporaryFile m_file;
    int m_kept;
};

}  // namespace

class TestSignedHarm : public QObject, GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void nastyValues_data();
    void nastyValues();
    void missingAndUnknown();
    void cleanupTestCase();

private:
    struct Field
    {
        QByteArray outer;  // member of the envelope
        QByteArray inner;  // of that; empty: the member itself
    };
    // A case in an epoch of its own with a scan and a group, and its members.
    CaseMaker::Made fresh(const Kiosk &kiosk, Members &members);
    std::unique_ptr<httplib::SSLClient> kept(const Kiosk &kiosk) const;
    static Members changed(Members members, const Field &field, const QByteArray &value);
    QString sent(httplib::SSLClient &line, const QByteArray &envelope, const QByteArray &body, bool packed);
    void nothingElseHappened(const QByteArray &told);

    int m_tried = 0;
    int m_stored = 0;
};

void TestSignedHarm::nastyValues_data()
{
    QTest::addColumn<QByteArray>("outer");
    QTest::addColumn<QByteArray>("inner");
    for (const char *name : {"v", "id", "kiosk", "epoch", "seq", "prev", "service", "catalogue", "app", "schema",
                             "t_wall", "t_mono", "boot", "prio", "test", "sealed", "att", "consent", "group"}) {
        QTest::newRow(name) << QByteArray(name) << QByteArray();
    }
    const std::pair<const char *, QVector<const char *>> nested[] = {{"sealed", {"alg", "key", "sha256", "size"}},
                                                                     {"consent", {"version", "at"}},
                                                                     {"att", {"sha256", "size", "media", "role"}},
                                                                     {"group", {"id", "part", "of", "atomic"}}};
    for (const auto &[outer, inner] : nested) {
        for (const char *name : inner) {
            QTest::addRow("%s.%s", outer, name) << QByteArray(outer) << QByteArray(name);
        }
    }
}

CaseMaker::Made TestSignedHarm::fresh(const Kiosk &kiosk, Members &members)
{
    CaseMaker cases = maker(kiosk);
    cases.group = {newTransactionId(1'767'225'600'000 + m_tried), 2, 2, false};
    CaseMaker::Made made = cases.make({"page"});
    members = membersOf(QJsonDocument::fromJson(made.item.envelope).object());
    return made;
}

std::unique_ptr<httplib::SSLClient> TestSignedHarm::kept(const Kiosk &kiosk) const
{
    auto line = client(&kiosk);
    line->set_keep_alive(true);
    line->set_tcp_nodelay(true);
    return line;
}

Members TestSignedHarm::changed(Members members, const Field &field, const QByteArray &value)
{
    if (field.inner.isEmpty()) {
        members.insert(field.outer, value);
        return members;
    }
    const bool list = field.outer == "att";
    const QJsonDocument old = QJsonDocument::fromJson(members.value(field.outer));
    Members inner = membersOf(list ? old.array()[0].toObject() : old.object());
    inner.insert(field.inner, value);
    members.insert(field.outer, list ? '[' + text(inner) + ']' : text(inner));
    return members;
}

// The verdict's code, its name where it has none, or how the whole batch was refused.
QString TestSignedHarm::sent(httplib::SSLClient &line, const QByteArray &envelope, const QByteArray &body, bool packed)
{
    const wire::Batch batch{{{envelope, body}}, {}};
    const QByteArray plain = R"({"v":1,"items":[{"envelope":)" + envelope + R"(,"body":")" + body.toBase64() + "\"}]}";
    const auto result = line.Post("/v1/batch", (packed ? wire::packBatch(batch) : plain).toStdString(),
                                  packed ? wire::kPackedType : "application/json");
    ++m_tried;
    if (!result) {
        return QStringLiteral("no answer");
    }
    if (result->status != 200) {
        return QStringLiteral("%1 %2").arg(result->status).arg(problem(result));
    }
    const auto verdicts = wire::parseVerdicts(bytes(result->body));
    if (!verdicts || verdicts->size() != 1) {
        return QStringLiteral("no verdict");
    }
    const wire::Verdict &verdict = verdicts->first();
    m_stored += verdict.kind == wire::VerdictKind::Stored ? 1 : 0;
    return verdict.code.isEmpty() ? wire::verdictName(verdict.kind) : verdict.code;
}

void TestSignedHarm::nastyValues()
{
    QFETCH(QByteArray, outer);
    QFETCH(QByteArray, inner);
    const QString field = QString::fromLatin1(inner.isEmpty() ? outer : outer + '.' + inner);
    Told told;
    begin();
    const Kiosk bad = enrolled(QStringLiteral("BAD"));
    const Kiosk honest = enrolled(QStringLiteral("HONEST"));
    CaseMaker honestCases = maker(honest);
    const CaseMaker::Made first = honestCases.make();
    QCOMPARE(sendOne(honest, first.item), wire::VerdictKind::Stored);

    const auto line = kept(bad);
    QStringList wrong;
    Members members;
    const CaseMaker::Made control = fresh(bad, members);
    const QByteArray same = signedAnew(members, bad.signer);
    QCOMPARE(same, control.item.envelope);  // so what is signed here is signed as a kiosk does
    const QVector<Nasty> all = nasties(first.id);
    const bool both = qEnvironmentVariableIntValue("HALL_TEST_SCALE") > 1;
    for (qsizetype i = 0; i < all.size() * (both ? 2 : 1); ++i) {
        const Nasty &nasty = all[i % all.size()];
        const bool packed = (i + i / all.size()) % 2 == 0;
        const CaseMaker::Made made = fresh(bad, members);
        const QByteArray envelope = signedAnew(changed(members, {outer, inner}, nasty.json), bad.signer);
        const QString got = sent(*line, envelope, made.item.sealedBody, packed);
        QString expected = allowed(field, QString::fromLatin1(nasty.what));
        if (i >= all.size() && field == u"group.id" && expected == u"stored") {
            expected = QStringLiteral("group");  // the second of it that names the same part
        }
        if (got != expected) {
            wrong.append(QStringLiteral("%1: %2, not %3").arg(QLatin1String(nasty.what), got, expected));
        }
    }
    QVERIFY2(wrong.isEmpty(), ("not as it should be: " + wrong.join(u"; ")).toUtf8().constData());
    // The kiosk itself goes on: nothing of this put it aside.
    QCOMPARE(sendOne(bad, control.item), wire::VerdictKind::Stored);
    nothingElseHappened(told.stop());
}

void TestSignedHarm::missingAndUnknown()
{
    Told told;
    begin();
    const Kiosk bad = enrolled(QStringLiteral("BAD"));
    const Kiosk honest = enrolled(QStringLiteral("HONEST"));
    QCOMPARE(sendOne(honest, maker(honest).make().item), wire::VerdictKind::Stored);
    const auto line = kept(bad);
    Members members;
    (void)fresh(bad, members);
    const QList<QByteArray> names = members.keys();
    for (const QByteArray &name : names) {
        if (name == "hash" || name == "sig" || name == "group") {  // a case may stand alone
            continue;
        }
        const CaseMaker::Made made = fresh(bad, members);
        members.remove(name);
        QCOMPARE(sent(*line, signedAnew(members, bad.signer), made.item.sealedBody, true), QStringLiteral("envelope"));
    }
    for (const Nasty &nasty : nasties(newTransactionId(1))) {
        CaseMaker::Made made = fresh(bad, members);
        members.insert("more", nasty.json);
        QCOMPARE(sent(*line, signedAnew(members, bad.signer), made.item.sealedBody, true),
                 allowed(QStringLiteral("more"), QString::fromLatin1(nasty.what)));
    }
    nothingElseHappened(told.stop());
}

// Nobody else's rows, no word of it in what operators read, and the gateway answers.
void TestSignedHarm::nothingElseHappened(const QByteArray &told)
{
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item WHERE kiosk = 'HONEST'")), 1);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM item WHERE kiosk NOT IN ('BAD', 'HONEST')")), 0);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE quarantine <> ''")), 0);
    QCOMPARE(client()->Get("/healthz")->status, 200);
    QProcess list;
    list.start(qEnvironmentVariable("HALL_BIN") + QStringLiteral("/hall-gateway"),
               {QStringLiteral("list"), QStringLiteral("--data"), m_rig->dir.path(), QStringLiteral("--database"),
                m_rig->options.database});
    QVERIFY(list.waitForFinished());
    QCOMPARE(list.exitCode(), 0);
    const QByteArray printed = list.readAllStandardOutput();
    QVERIFY(printed.count('\n') >= 1);
    for (const char c : printed) {
        QVERIFY2(c == '\n' || (c >= ' ' && c < 0x7f), "list writes what a terminal may take for a command");
    }
    for (const QByteArray &mark : kMarks) {
        QVERIFY2(!told.contains(mark), mark.constData());
        QVERIFY2(mark.startsWith("secret/") || !printed.contains(mark), mark.constData());  // a path is a token, too
    }
    end();
}

void TestSignedHarm::cleanupTestCase()
{
    std::printf("%d envelopes signed by the kiosk, %d of them stored\n", m_tried, m_stored);
}

QTEST_GUILESS_MAIN(TestSignedHarm)
#include "tst_signedharm.moc"
