// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/envelope.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/seal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace hall {
namespace {

constexpr qint64 kSchemaLimit = 1'000'000;

// Separates this use of the key from every other thing the kiosk might sign.
const QByteArray kSignContext = QByteArrayLiteral("hall-envelope-v1\n");

// One object in canonical form. Fields have to be added in the order of their names; what checkFields lets through
// needs no escapes.
class PlainObject
{
public:
    explicit PlainObject(QByteArray &out) : m_out(out) { m_out += '{'; }
    void text(const char *key, const QString &value)
    {
        name(key);
        m_out += '"';
        m_out += value.toLatin1();
        m_out += '"';
    }
    void integer(const char *key, qint64 value)
    {
        name(key);
        m_out += QByteArray::number(value);
    }
    void boolean(const char *key, bool value)
    {
        name(key);
        m_out += value ? "true" : "false";
    }
    void name(const char *key)
    {
        m_out += m_first ? "\"" : ",\"";
        m_out += key;
        m_out += "\":";
        m_first = false;
    }
    void end() { m_out += '}'; }

private:
    QByteArray &m_out;
    bool m_first = true;
};

void writeNested(PlainObject &object, const Envelope &e, QByteArray &out)
{
    object.name("consent");
    PlainObject consent(out);
    consent.integer("at", e.consentAtMs);
    consent.text("version", e.consentVersion);
    consent.end();
    object.text("epoch", e.epoch);
    if (!e.group.id.isEmpty()) {
        object.name("group");
        PlainObject group(out);
        group.boolean("atomic", e.group.atomic);
        group.text("id", e.group.id);
        group.integer("of", e.group.of);
        group.integer("part", e.group.part);
        group.end();
    }
}

void writeSealed(PlainObject &object, const Envelope &e, QByteArray &out)
{
    object.name("sealed");
    PlainObject sealed(out);
    sealed.text("alg", e.sealAlg);
    sealed.text("key", e.sealKey);
    sealed.text("sha256", e.sealedSha256);
    sealed.integer("size", e.sealedSize);
    sealed.end();
}

// Canonical form of an envelope whose fields are checked; without hash and signature, which are made from it, or whole.
QByteArray canonicalText(const Envelope &e, bool whole)
{
    QByteArray out;
    out.reserve(1024 + 256 * e.attachments.size());
    PlainObject object(out);
    object.text("app", e.app);
    object.name("att");
    out += '[';
    for (qsizetype i = 0; i < e.attachments.size(); ++i) {
        out += i == 0 ? "" : ",";
        PlainObject attachment(out);
        attachment.text("media", e.attachments[i].mediaType);
        attachment.text("role", e.attachments[i].role);
        attachment.text("sha256", e.attachments[i].sha256);
        attachment.integer("size", e.attachments[i].size);
        attachment.end();
    }
    out += ']';
    object.text("boot", e.boot);
    object.text("catalogue", e.catalogue);
    writeNested(object, e, out);
    if (whole) {
        object.text("hash", e.hash);
    }
    object.text("id", e.id);
    object.text("kiosk", e.kiosk);
    object.text("prev", e.prev);
    object.integer("prio", static_cast<int>(e.priority));
    object.integer("schema", e.schema);
    writeSealed(object, e, out);
    object.integer("seq", e.seq);
    object.text("service", e.service);
    if (whole) {
        object.text("sig", e.signature);
    }
    object.integer("t_mono", e.monotonicMs);
    object.integer("t_wall", e.wallMs);
    object.boolean("test", e.test);
    object.integer("v", kEnvelopeVersion);
    object.end();
    return out;
}

bool isWhole(qint64 number)
{
    return number >= 0 && number <= kCanonicalIntegerLimit;
}

bool isGroup(const CaseGroup &group)
{
    return group.id.isEmpty() ? group == CaseGroup()
                              : isUuid(group.id) && group.of >= 2 && group.of <= kGroupLimit && group.part >= 1 &&
                                    group.part <= group.of;
}

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
}

bool isHex(const QString &text, qsizetype digits)
{
    return text.size() == digits && std::all_of(text.begin(), text.end(), isHexDigit);
}

bool isMediaType(const QString &text)
{
    static const QRegularExpression media(QStringLiteral("^[a-z]+/[a-z0-9.+-]{1,40}\\z"));
    return media.match(text).hasMatch();
}

tl::unexpected<Fault> wrong(const char *field)
{
    return fail(FaultCode::MessageInvalid, std::string("envelope field '") + field + "' missing or wrong");
}

Done checkAttachments(const QVector<Attachment> &attachments)
{
    if (attachments.size() > kAttachmentLimit) {
        return wrong("att");
    }
    QSet<QString> roles;
    for (const Attachment &a : attachments) {
        if (!isSha256Hex(a.sha256) || a.size <= 0 || a.size > kBlobLimit || !isMediaType(a.mediaType) ||
            !isToken(a.role) || roles.contains(a.role)) {
            return wrong("att");
        }
        roles.insert(a.role);
    }
    return {};
}

Done checkFields(const Envelope &e)
{
    const struct
    {
        const char *name;
        bool good;
    } checks[] = {
        {"id", isUuid(e.id)},
        {"kiosk", isToken(e.kiosk)},
        {"epoch", isHex(e.epoch, 32)},
        {"seq", e.seq >= 1 && e.seq <= kCanonicalIntegerLimit},
        {"prev", isSha256Hex(e.prev) && (e.seq != 1 || e.prev == chainStart())},
        {"service", isToken(e.service)},
        {"catalogue", isToken(e.catalogue)},
        {"app", isToken(e.app)},
        {"schema", e.schema >= 1},
        {"t_wall", isWhole(e.wallMs)},
        {"t_mono", isWhole(e.monotonicMs)},
        {"boot", e.boot.isEmpty() || isToken(e.boot)},
        {"sealed.alg", e.sealAlg == QLatin1String(kSealSuite)},
        {"sealed.key", isHex(e.sealKey, 16)},
        {"sealed.sha256", isSha256Hex(e.sealedSha256)},
        {"sealed.size", e.sealedSize > kSealHeaderBytes && isWhole(e.sealedSize)},
        {"consent.version", e.consentVersion.isEmpty() || isToken(e.consentVersion)},
        {"consent.at", isWhole(e.consentAtMs)},
        {"group", isGroup(e.group)},
    };
    for (const auto &check : checks) {
        if (!check.good) {
            return wrong(check.name);
        }
    }
    return checkAttachments(e.attachments);
}

// Reads typed fields, each once, and remembers the first that is missing or of another type.
class FieldReader
{
public:
    explicit FieldReader(QJsonObject object, const char *prefix = "") : m_object(std::move(object)), m_prefix(prefix) {}

    QString text(const char *key)
    {
        const QJsonValue value = take(key, QJsonValue::String);
        return value.toString();
    }
    qint64 integer(const char *key)
    {
        const QJsonValue value = take(key, QJsonValue::Double);
        return value.toInteger();
    }
    bool boolean(const char *key) { return take(key, QJsonValue::Bool).toBool(); }
    QJsonObject object(const char *key) { return take(key, QJsonValue::Object).toObject(); }
    QJsonArray array(const char *key) { return take(key, QJsonValue::Array).toArray(); }

    [[nodiscard]] bool has(const char *key) const { return m_object.contains(QLatin1String(key)); }

    [[nodiscard]] Done done() const
    {
        if (!m_bad.empty()) {
            return wrong(m_bad.c_str());
        }
        if (m_object.size() != m_taken) {
            return fail(FaultCode::MessageInvalid, "envelope has a field this version does not know");
        }
        return {};
    }

private:
    QJsonValue take(const char *key, QJsonValue::Type type)
    {
        QJsonValue value = m_object.value(QLatin1String(key));
        if (value.type() != type && m_bad.empty()) {
            m_bad = m_prefix + key;
        }
        ++m_taken;
        return value;
    }

    QJsonObject m_object;
    std::string m_prefix;
    std::string m_bad;
    qsizetype m_taken = 0;
};

Result<QVector<Attachment>> readAttachments(const QJsonArray &array)
{
    QVector<Attachment> attachments;
    if (array.size() > kAttachmentLimit) {
        return wrong("att");
    }
    for (const auto &entry : array) {
        FieldReader fields(entry.toObject(), "att.");
        Attachment a;
        a.sha256 = fields.text("sha256");
        a.size = fields.integer("size");
        a.mediaType = fields.text("media");
        a.role = fields.text("role");
        if (auto done = fields.done(); !done) {
            return fail(done.error());
        }
        attachments.append(a);
    }
    return attachments;
}

Done readNested(FieldReader &fields, Envelope &e)
{
    FieldReader sealed(fields.object("sealed"), "sealed.");
    e.sealAlg = sealed.text("alg");
    e.sealKey = sealed.text("key");
    e.sealedSha256 = sealed.text("sha256");
    e.sealedSize = sealed.integer("size");
    FieldReader consent(fields.object("consent"), "consent.");
    e.consentVersion = consent.text("version");
    e.consentAtMs = consent.integer("at");
    auto attachments = readAttachments(fields.array("att"));
    if (!attachments) {
        return fail(attachments.error());
    }
    e.attachments = *attachments;
    if (auto done = sealed.done(); !done) {
        return done;
    }
    if (fields.has("group")) {
        FieldReader group(fields.object("group"), "group.");
        e.group.id = group.text("id");
        e.group.part = static_cast<int>(std::clamp<qint64>(group.integer("part"), 0, kGroupLimit + 1));
        e.group.of = static_cast<int>(std::clamp<qint64>(group.integer("of"), 0, kGroupLimit + 1));
        e.group.atomic = group.boolean("atomic");
        if (e.group.id.isEmpty()) {
            return wrong("group.id");
        }
        if (auto done = group.done(); !done) {
            return done;
        }
    }
    return consent.done();
}

// Reads what canonicalText() writes, straight through. Anything else makes it bad: then the thorough way decides.
class PlainReader
{
public:
    explicit PlainReader(const QByteArray &text) : m_text(text) {}

    [[nodiscard]] bool good() const { return m_good && m_at == m_text.size(); }
    [[nodiscard]] bool next(char c) const { return m_at < m_text.size() && m_text[m_at] == c; }
    [[nodiscard]] qsizetype at() const { return m_at; }
    void word(const char *word)
    {
        const QByteArrayView expected(word);
        m_good = m_good && m_text.sliced(m_at).startsWith(expected);
        m_at += m_good ? expected.size() : 0;
    }
    QString text()
    {
        word("\"");
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\\' &&
               static_cast<unsigned char>(m_text[m_at]) >= 0x20 && static_cast<unsigned char>(m_text[m_at]) < 0x80) {
            ++m_at;
        }
        const QByteArrayView read = m_text.sliced(begin, m_at - begin);
        word("\"");
        return QString::fromLatin1(read);
    }
    qint64 integer()
    {
        constexpr qsizetype mostDigits = 15;
        const qsizetype begin = m_at;
        qint64 number = 0;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9' && m_at - begin <= mostDigits) {
            number = number * 10 + (m_text[m_at++] - '0');
        }
        const qsizetype digits = m_at - begin;
        m_good = m_good && digits >= 1 && digits <= mostDigits && (digits == 1 || m_text[begin] != '0');
        return number;
    }
    bool boolean()
    {
        const bool yes = next('t');
        word(yes ? "true" : "false");
        return yes;
    }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
    bool m_good = true;
};

void readPlainAttachments(PlainReader &in, QVector<Attachment> &attachments)
{
    while (!in.next(']') && attachments.size() <= kAttachmentLimit) {
        Attachment a;
        in.word(attachments.isEmpty() ? "{\"media\":" : ",{\"media\":");
        a.mediaType = in.text();
        in.word(",\"role\":");
        a.role = in.text();
        in.word(",\"sha256\":");
        a.sha256 = in.text();
        in.word(",\"size\":");
        a.size = in.integer();
        in.word("}");
        attachments.append(a);
    }
}

void readPlainGroup(PlainReader &in, Envelope &e)
{
    in.word("\"group\":{\"atomic\":");
    e.group.atomic = in.boolean();
    in.word(",\"id\":");
    e.group.id = in.text();
    in.word(",\"of\":");
    e.group.of = static_cast<int>(std::min<qint64>(in.integer(), kGroupLimit + 1));
    in.word(",\"part\":");
    e.group.part = static_cast<int>(std::min<qint64>(in.integer(), kGroupLimit + 1));
    in.word("},");
}

// The text without hash and signature, from which the hash is made, goes to `hashed`.
std::optional<Envelope> readPlain(const QByteArray &json, QByteArray &hashed)
{
    Envelope e;
    PlainReader in(json);
    in.word("{\"app\":");
    e.app = in.text();
    in.word(",\"att\":[");
    readPlainAttachments(in, e.attachments);
    in.word("],\"boot\":");
    e.boot = in.text();
    in.word(",\"catalogue\":");
    e.catalogue = in.text();
    in.word(",\"consent\":{\"at\":");
    e.consentAtMs = in.integer();
    in.word(",\"version\":");
    e.consentVersion = in.text();
    in.word("},\"epoch\":");
    e.epoch = in.text();
    in.word(",");
    if (json.mid(in.at(), 8) == "\"group\":") {
        readPlainGroup(in, e);
        if (e.group.id.isEmpty()) {
            return std::nullopt;
        }
    }
    const qsizetype hashAt = in.at();
    in.word("\"hash\":");
    e.hash = in.text();
    in.word(",");
    const qsizetype hashEnd = in.at();
    in.word("\"id\":");
    e.id = in.text();
    in.word(",\"kiosk\":");
    e.kiosk = in.text();
    in.word(",\"prev\":");
    e.prev = in.text();
    in.word(",\"prio\":");
    const qint64 priority = in.integer();
    in.word(",\"schema\":");
    e.schema = static_cast<int>(std::min<qint64>(in.integer(), kSchemaLimit));
    in.word(",\"sealed\":{\"alg\":");
    e.sealAlg = in.text();
    in.word(",\"key\":");
    e.sealKey = in.text();
    in.word(",\"sha256\":");
    e.sealedSha256 = in.text();
    in.word(",\"size\":");
    e.sealedSize = in.integer();
    in.word("},\"seq\":");
    e.seq = in.integer();
    in.word(",\"service\":");
    e.service = in.text();
    in.word(",");
    const qsizetype signatureAt = in.at();
    in.word("\"sig\":");
    e.signature = in.text();
    in.word(",");
    const qsizetype signatureEnd = in.at();
    in.word("\"t_mono\":");
    e.monotonicMs = in.integer();
    in.word(",\"t_wall\":");
    e.wallMs = in.integer();
    in.word(",\"test\":");
    e.test = in.boolean();
    in.word(",\"v\":");
    const qint64 version = in.integer();
    in.word("}");
    if (!in.good() || version != kEnvelopeVersion || priority > 2) {
        return std::nullopt;
    }
    e.priority = static_cast<Priority>(priority);
    hashed.reserve(json.size());
    hashed += QByteArrayView(json).first(hashAt);
    hashed += QByteArrayView(json).sliced(hashEnd, signatureAt - hashEnd);
    hashed += QByteArrayView(json).sliced(signatureEnd);
    return e;
}

// Of an envelope whose fields are read; `hashed` is its text without hash and signature.
Result<Envelope> checked(Envelope e, const QByteArray &hashed)
{
    if (auto done = checkFields(e); !done) {
        return fail(done.error());
    }
    if (sha256Hex(hashed) != e.hash) {
        return wrong("hash");
    }
    if (!isHex(e.signature, Signer::kSignatureBytes * 2)) {
        return wrong("sig");
    }
    return e;
}

// What the hash is made from: the canonical text of the whole without its members `hash` and `sig`, each of which
// stands there once, since a quotation mark inside a text has a stroke before it.
QByteArray textOfHash(QByteArray json, const Envelope &e)
{
    for (const QByteArray &member :
         {"\"sig\":\"" + e.signature.toLatin1() + "\",", "\"hash\":\"" + e.hash.toLatin1() + "\","}) {
        if (const qsizetype at = json.indexOf(member); at >= 0) {
            json.remove(at, member.size());
        }
    }
    return json;
}

// Of an object and its canonical text.
Result<Envelope> readEnvelope(const QJsonObject &object, const QByteArray &json)
{
    FieldReader fields(object);
    if (fields.integer("v") != kEnvelopeVersion) {
        return fail(FaultCode::MessageInvalid, "unknown envelope version");
    }
    Envelope e;
    e.id = fields.text("id");
    e.kiosk = fields.text("kiosk");
    e.epoch = fields.text("epoch");
    e.seq = fields.integer("seq");
    e.prev = fields.text("prev");
    e.hash = fields.text("hash");
    e.service = fields.text("service");
    e.catalogue = fields.text("catalogue");
    e.app = fields.text("app");
    e.schema = static_cast<int>(std::min<qint64>(fields.integer("schema"), kSchemaLimit));
    e.wallMs = fields.integer("t_wall");
    e.monotonicMs = fields.integer("t_mono");
    e.boot = fields.text("boot");
    e.test = fields.boolean("test");
    e.signature = fields.text("sig");
    const qint64 priority = fields.integer("prio");
    if (priority < 0 || priority > 2) {
        return wrong("prio");
    }
    e.priority = static_cast<Priority>(priority);
    if (auto done = readNested(fields, e); !done) {
        return fail(done.error());
    }
    if (auto done = fields.done(); !done) {
        return fail(done.error());
    }
    const QByteArray hashed = textOfHash(json, e);
    return checked(std::move(e), hashed);
}

}  // namespace

QString chainStart()
{
    return QString(64, u'0');
}

bool isUuid(const QString &text)
{
    if (text.size() != 36) {
        return false;
    }
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != u'-' : !isHexDigit(text[i])) {
            return false;
        }
    }
    return true;
}

bool isToken(const QString &text)
{
    return !text.isEmpty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.' ||
               c == u'_' || c == u'-' || c == u'/';
    });
}

Result<QByteArray> finishEnvelope(Envelope &envelope, const Signer &signer)
{
    if (auto done = checkFields(envelope); !done) {
        return fail(done.error());
    }
    const QByteArray hash = sha256(canonicalText(envelope, false));
    envelope.hash = QString::fromLatin1(hash.toHex());
    envelope.signature = QString::fromLatin1(signer.sign(kSignContext + hash).toHex());
    return canonicalText(envelope, true);
}

Result<Envelope> parseEnvelope(const QByteArray &json)
{
    QByteArray hashed;
    if (auto plain = json.size() <= kEnvelopeLimit ? readPlain(json, hashed) : std::nullopt) {
        return checked(std::move(*plain), hashed);
    }
    return parseAnyEnvelope(json);
}

Result<Envelope> parseAnyEnvelope(const QByteArray &json)
{
    auto object = parseCanonicalObject(json, kEnvelopeLimit);
    return object ? readEnvelope(*object, json) : fail(object.error());
}

Done verifyEnvelope(const Envelope &envelope, const QByteArray &kioskPublicKey)
{
    const QByteArray signature = QByteArray::fromHex(envelope.signature.toLatin1());
    if (!verifySignature(kioskPublicKey, kSignContext + QByteArray::fromHex(envelope.hash.toLatin1()), signature)) {
        return fail(FaultCode::SignatureBad, "envelope was not signed by this kiosk's key");
    }
    return {};
}

}  // namespace hall
