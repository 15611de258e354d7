// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/envelope.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/seal.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

namespace hall {
namespace {

// Separates this use of the key from every other thing the kiosk might sign.
const QByteArray kSignContext = QByteArrayLiteral("hall-envelope-v1\n");

QJsonObject toObject(const Envelope &e)
{
    QJsonArray attachments;
    for (const Attachment &a : e.attachments) {
        attachments.append(QJsonObject{{QStringLiteral("sha256"), a.sha256},
                                       {QStringLiteral("size"), a.size},
                                       {QStringLiteral("media"), a.mediaType},
                                       {QStringLiteral("role"), a.role}});
    }
    QJsonObject object{{QStringLiteral("v"), kEnvelopeVersion},
                       {QStringLiteral("id"), e.id},
                       {QStringLiteral("kiosk"), e.kiosk},
                       {QStringLiteral("epoch"), e.epoch},
                       {QStringLiteral("seq"), e.seq},
                       {QStringLiteral("prev"), e.prev},
                       {QStringLiteral("service"), e.service},
                       {QStringLiteral("catalogue"), e.catalogue},
                       {QStringLiteral("app"), e.app},
                       {QStringLiteral("schema"), e.schema},
                       {QStringLiteral("t_wall"), e.wallMs},
                       {QStringLiteral("t_mono"), e.monotonicMs},
                       {QStringLiteral("boot"), e.boot},
                       {QStringLiteral("sealed"), QJsonObject{{QStringLiteral("alg"), e.sealAlg},
                                                              {QStringLiteral("key"), e.sealKey},
                                                              {QStringLiteral("sha256"), e.sealedSha256},
                                                              {QStringLiteral("size"), e.sealedSize}}},
                       {QStringLiteral("att"), attachments},
                       {QStringLiteral("prio"), static_cast<int>(e.priority)},
                       {QStringLiteral("consent"), QJsonObject{{QStringLiteral("version"), e.consentVersion},
                                                               {QStringLiteral("at"), e.consentAtMs}}},
                       {QStringLiteral("test"), e.test}};
    if (!e.group.id.isEmpty()) {
        object.insert(QStringLiteral("group"), QJsonObject{{QStringLiteral("id"), e.group.id},
                                                           {QStringLiteral("part"), e.group.part},
                                                           {QStringLiteral("of"), e.group.of},
                                                           {QStringLiteral("atomic"), e.group.atomic}});
    }
    return object;
}

bool isGroup(const CaseGroup &group)
{
    return group.id.isEmpty() ? group == CaseGroup()
                              : isUuid(group.id) && group.of >= 2 && group.of <= kGroupLimit && group.part >= 1 &&
                                    group.part <= group.of;
}

bool isHex(const QString &text, qsizetype digits)
{
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]*\\z"));
    return text.size() == digits && hex.match(text).hasMatch();
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
        {"t_wall", e.wallMs >= 0},
        {"t_mono", e.monotonicMs >= 0},
        {"boot", e.boot.isEmpty() || isToken(e.boot)},
        {"sealed.alg", e.sealAlg == QLatin1String(kSealSuite)},
        {"sealed.key", isHex(e.sealKey, 16)},
        {"sealed.sha256", isSha256Hex(e.sealedSha256)},
        {"sealed.size", e.sealedSize > kSealHeaderBytes},
        {"consent.version", e.consentVersion.isEmpty() || isToken(e.consentVersion)},
        {"consent.at", e.consentAtMs >= 0},
        {"group", isGroup(e.group)},
    };
    for (const auto &check : checks) {
        if (!check.good) {
            return wrong(check.name);
        }
    }
    return checkAttachments(e.attachments);
}

Result<QString> hashOf(const Envelope &envelope)
{
    auto bytes = canonicalJson(toObject(envelope));
    if (!bytes) {
        return fail(bytes.error());
    }
    return sha256Hex(*bytes);
}

// Reads typed fields and remembers the first that is missing or of another type.
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
        for (auto it = m_object.begin(); it != m_object.end(); ++it) {
            if (!m_seen.contains(it.key())) {
                return fail(FaultCode::MessageInvalid, "envelope has a field this version does not know");
            }
        }
        return {};
    }

private:
    QJsonValue take(const char *key, QJsonValue::Type type)
    {
        const QString name = QLatin1String(key);
        const QJsonValue value = m_object.value(name);
        if (value.type() != type && m_bad.empty()) {
            m_bad = m_prefix + key;
        }
        m_seen.insert(name);
        return value;
    }

    QJsonObject m_object;
    std::string m_prefix;
    std::string m_bad;
    QSet<QString> m_seen;
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

}  // namespace

QString chainStart()
{
    return QString(64, u'0');
}

bool isUuid(const QString &text)
{
    static const QRegularExpression uuid(
        QStringLiteral("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\z"));
    return text.size() == 36 && uuid.match(text).hasMatch();
}

bool isToken(const QString &text)
{
    static const QRegularExpression token(QStringLiteral("^[A-Za-z0-9._/-]{1,64}\\z"));
    return text.size() <= 64 && token.match(text).hasMatch();
}

Result<QByteArray> finishEnvelope(Envelope &envelope, const Signer &signer)
{
    if (auto done = checkFields(envelope); !done) {
        return fail(done.error());
    }
    auto hash = hashOf(envelope);
    if (!hash) {
        return fail(hash.error());
    }
    envelope.hash = *hash;
    envelope.signature = QString::fromLatin1(signer.sign(kSignContext + QByteArray::fromHex(hash->toLatin1())).toHex());
    QJsonObject object = toObject(envelope);
    object.insert(QStringLiteral("hash"), envelope.hash);
    object.insert(QStringLiteral("sig"), envelope.signature);
    return canonicalJson(object);
}

Result<Envelope> parseEnvelope(const QByteArray &json)
{
    auto object = parseCanonicalObject(json, kEnvelopeLimit);
    if (!object) {
        return fail(object.error());
    }
    FieldReader fields(*object);
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
    e.schema = static_cast<int>(std::min<qint64>(fields.integer("schema"), 1'000'000));
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
    if (auto done = checkFields(e); !done) {
        return fail(done.error());
    }
    auto hash = hashOf(e);
    if (!hash || *hash != e.hash) {
        return wrong("hash");
    }
    if (!isHex(e.signature, Signer::kSignatureBytes * 2)) {
        return wrong("sig");
    }
    return e;
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
