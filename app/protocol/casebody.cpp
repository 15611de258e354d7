// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/casebody.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/caseapplicant.h"
#include "app/protocol/envelope.h"
#include "app/protocol/licence.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <functional>

namespace hall {
namespace {

constexpr qsizetype kAddressShown = 6;   // characters of a masked address
constexpr qsizetype kSharingLimit = 64;  // there are twelve sources
constexpr qsizetype kCommitmentLimit = 64;

constexpr std::array kSources{"social-card", "resident-card", "typed", "e-card", "zone"};
constexpr std::array kNumberKinds{"resident",     "hmt-residence", "permanent-foreign",
                                  "hk-mo-permit", "taiwan-permit", "unknown"};

template <std::size_t N> int indexOf(const std::array<const char *, N> &names, const QString &name)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (name == QLatin1String(names[i])) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

template <std::size_t N, typename Enum> QString nameOf(const std::array<const char *, N> &names, Enum value)
{
    return QLatin1String(names[static_cast<std::size_t>(value)]);
}

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

QString dateText(const std::optional<QDate> &date)
{
    return date ? date->toString(Qt::ISODate) : QString();
}

std::optional<QDate> dateOf(const QString &text)
{
    const QDate date = QDate::fromString(text, Qt::ISODate);
    return date.isValid() ? std::optional(date) : std::nullopt;
}

QString instantText(const QDateTime &at)
{
    return at.isValid() ? at.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QJsonArray materialsArray(const QVector<Material> &materials)
{
    QJsonArray array;
    for (const Material &m : materials) {
        QJsonObject object{{QStringLiteral("kind"), m.kind},
                           {QStringLiteral("page"), m.page},
                           {QStringLiteral("sha256"), hex(m.plainSha256)},
                           {QStringLiteral("blob"), hex(m.sealedSha256)},
                           {QStringLiteral("size"), m.sealedSize},
                           {QStringLiteral("media"), m.mediaType}};
        if (!m.as.isEmpty()) {
            object.insert(QStringLiteral("as"), m.as);
        }
        array.append(object);
    }
    return array;
}

tl::unexpected<Fault> wrong(const char *field)
{
    return fail(FaultCode::MessageInvalid, std::string("case field '") + field + "' missing or wrong");
}

Result<QVector<Material>> readMaterials(const QJsonArray &array)
{
    QVector<Material> materials;
    for (const auto &entry : array) {
        const QJsonObject object = entry.toObject();
        Material m;
        m.kind = object.value(QStringLiteral("kind")).toString();
        m.page = object.value(QStringLiteral("page")).toInt();
        m.plainSha256 = QByteArray::fromHex(object.value(QStringLiteral("sha256")).toString().toLatin1());
        m.sealedSha256 = QByteArray::fromHex(object.value(QStringLiteral("blob")).toString().toLatin1());
        m.sealedSize = object.value(QStringLiteral("size")).toInteger();
        m.mediaType = object.value(QStringLiteral("media")).toString();
        m.as = object.value(QStringLiteral("as")).toString();
        if (m.kind.isEmpty() || m.page < 1 || m.plainSha256.size() != 32 || m.sealedSha256.size() != 32 ||
            m.sealedSize < 0 || (object.contains(QStringLiteral("as")) && !materialFormats().contains(m.as))) {
            return wrong("materials");
        }
        materials.append(m);
    }
    return materials;
}

QJsonObject assuranceJson(const AssuranceProof &proof)
{
    QJsonObject object{{QStringLiteral("level"), assuranceName(proof.level)},
                       {QStringLiteral("way"), proofWayName(proof.way)},
                       {QStringLiteral("at"), instantText(proof.at)}};
    if (!proof.consentVersion.isEmpty()) {
        object.insert(QStringLiteral("consent"), proof.consentVersion);
    }
    if (proof.witness) {
        object.insert(QStringLiteral("staff"), QJsonObject{{QStringLiteral("role"), proof.witness->role},
                                                           {QStringLiteral("card_tag"), hex(proof.witness->cardTag)}});
    }
    return object;
}

Result<AssuranceProof> readAssurance(const QJsonObject &object)
{
    const auto level = assuranceFrom(object.value(QStringLiteral("level")).toString());
    const auto way = proofWayFrom(object.value(QStringLiteral("way")).toString());
    AssuranceProof proof;
    proof.at = QDateTime::fromString(object.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs);
    // Nobody is surer than the way allows.
    const bool timely =
        proof.at.isValid() && QDateTime::fromString(instantText(proof.at), Qt::ISODateWithMs) == proof.at;
    if (!level || !way || *level > assuranceOf(*way) || !timely) {
        return wrong("assurance");
    }
    proof.level = *level;
    proof.way = *way;
    proof.consentVersion = object.value(QStringLiteral("consent")).toString();
    if (object.contains(QStringLiteral("staff")) != (*way == ProofWay::Staff)) {
        return wrong("assurance.staff");
    }
    if (*way == ProofWay::Staff) {
        const QJsonObject staff = object.value(QStringLiteral("staff")).toObject();
        StaffWitness witness;
        witness.role = staff.value(QStringLiteral("role")).toString();
        witness.cardTag = QByteArray::fromHex(staff.value(QStringLiteral("card_tag")).toString().toLatin1());
        if (witness.role.isEmpty() || witness.cardTag.size() != 32) {
            return wrong("assurance.staff");
        }
        proof.witness = std::move(witness);
    }
    return proof;
}

// Which sources may be asked is only said when there are any: a body that says nothing shares nothing.
QJsonObject consentJson(const Consent &consent)
{
    QJsonObject object{{QStringLiteral("version"), consent.version}, {QStringLiteral("at"), instantText(consent.at)}};
    if (!consent.sharing.isEmpty()) {
        object.insert(QStringLiteral("sharing"), QJsonArray::fromStringList(consent.sharing));
    }
    return object;
}

Result<Consent> readConsent(const QJsonObject &object)
{
    Consent consent;
    consent.version = object.value(QStringLiteral("version")).toString();
    consent.at = QDateTime::fromString(object.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs);
    const QJsonValue sharing = object.value(QStringLiteral("sharing"));
    if (!sharing.isUndefined() && !sharing.isArray()) {
        return wrong("consent.sharing");
    }
    for (const auto &entry : sharing.toArray()) {
        const QString source = entry.toString();
        if (source.isEmpty() || consent.sharing.contains(source) || consent.sharing.size() == kSharingLimit) {
            return wrong("consent.sharing");
        }
        consent.sharing.append(source);
    }
    return consent;
}

QJsonArray commitmentsArray(const QVector<Commitment> &commitments)
{
    QJsonArray array;
    for (const Commitment &one : commitments) {
        array.append(QJsonObject{{QStringLiteral("material"), one.material},
                                 {QStringLiteral("version"), one.version},
                                 {QStringLiteral("at"), instantText(one.at)}});
    }
    return array;
}

// A paper cannot be promised and outstanding at once: one of the two would be waited for in vain.
Result<QVector<Commitment>> readCommitments(const QJsonValue &value, const QStringList &outstanding)
{
    if (!value.isUndefined() && !value.isArray()) {
        return wrong("commitments");
    }
    QVector<Commitment> commitments;
    for (const auto &entry : value.toArray()) {
        const QJsonObject object = entry.toObject();
        Commitment one;
        one.material = object.value(QStringLiteral("material")).toString();
        one.version = object.value(QStringLiteral("version")).toString();
        one.at = QDateTime::fromString(object.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs);
        const bool timely = one.at.isValid() && QDateTime::fromString(instantText(one.at), Qt::ISODateWithMs) == one.at;
        const bool twice = outstanding.contains(one.material) ||
                           std::any_of(commitments.cbegin(), commitments.cend(),
                                       [&one](const Commitment &other) { return other.material == one.material; });
        if (one.material.isEmpty() || one.version.isEmpty() || !timely || twice ||
            commitments.size() == kCommitmentLimit) {
            return wrong("commitments");
        }
        commitments.append(std::move(one));
    }
    return commitments;
}

// What the centre has is neither scanned nor waited for nor promised.
Done readLicences(const QJsonObject &object, Transaction &t)
{
    auto licences = licenceReferencesFrom(object.value(QStringLiteral("licences")));
    if (!licences) {
        return fail(licences.error());
    }
    for (const LicenceReference &one : *licences) {
        const auto isOf = [&one](const QString &material) { return material == one.material; };
        const bool otherwise =
            std::any_of(t.outstanding.cbegin(), t.outstanding.cend(), isOf) ||
            std::any_of(t.materials.cbegin(), t.materials.cend(), [&](const Material &m) { return isOf(m.kind); }) ||
            std::any_of(t.commitments.cbegin(), t.commitments.cend(),
                        [&](const Commitment &given) { return isOf(given.material); });
        if (otherwise) {
            return wrong("licences");
        }
    }
    t.licences = std::move(*licences);
    return {};
}

// Who acts, and for which people. Only a unit brings several.
Done readActing(const QJsonObject &object, Transaction &t)
{
    if (object.contains(QStringLiteral("applicant"))) {
        auto applicant = applicantFrom(object.value(QStringLiteral("applicant")).toObject());
        if (!applicant) {
            return fail(applicant.error());
        }
        t.applicant = std::move(*applicant);
    }
    if (!object.contains(QStringLiteral("people"))) {
        return {};
    }
    const QJsonArray people = object.value(QStringLiteral("people")).toArray();
    const bool unit = t.applicant && !t.applicant->unit.isEmpty();
    if (auto sound = checkCasePeople(people); !sound || !unit) {
        return wrong("people");
    }
    auto bytes = canonicalJson(people);
    if (!bytes) {
        return fail(bytes.error());
    }
    t.people = Sensitive<QByteArray>(std::move(*bytes));
    return {};
}

Result<Transaction> readTransaction(const QJsonObject &object)
{
    Transaction t;
    const auto text = [&object](const QString &key) { return object.value(key).toString(); };
    t.id = text(QStringLiteral("id"));
    t.service = text(QStringLiteral("service"));
    t.serviceVersion = text(QStringLiteral("service_version"));
    t.catalogueVersion = text(QStringLiteral("catalogue"));
    t.form = text(QStringLiteral("form"));
    t.test = object.value(QStringLiteral("test")).toBool();
    t.submittedAt = QDateTime::fromString(text(QStringLiteral("submitted_at")), Qt::ISODateWithMs);
    auto consent = readConsent(object.value(QStringLiteral("consent")).toObject());
    if (!consent) {
        return fail(consent.error());
    }
    t.consent = std::move(*consent);
    if (t.id.isEmpty()) {
        return wrong("id");
    }
    if (t.service.isEmpty()) {
        return wrong("service");
    }
    if (!object.value(QStringLiteral("answers")).isObject()) {
        return wrong("answers");
    }
    auto answers = canonicalJson(object.value(QStringLiteral("answers")));
    if (!answers) {
        return fail(answers.error());
    }
    t.answers = Sensitive<QByteArray>(std::move(*answers));
    const auto signature = QByteArray::fromBase64Encoding(text(QStringLiteral("signature")).toLatin1(),
                                                          QByteArray::AbortOnBase64DecodingErrors);
    if (signature.decodingStatus != QByteArray::Base64DecodingStatus::Ok) {
        return wrong("signature");
    }
    t.signaturePng = Sensitive<QByteArray>(signature.decoded);
    auto materials = readMaterials(object.value(QStringLiteral("materials")).toArray());
    if (!materials) {
        return fail(materials.error());
    }
    t.materials = *materials;
    for (const auto &entry : object.value(QStringLiteral("outstanding")).toArray()) {
        if (entry.toString().isEmpty()) {
            return wrong("outstanding");
        }
        t.outstanding.append(entry.toString());
    }
    auto commitments = readCommitments(object.value(QStringLiteral("commitments")), t.outstanding);
    if (!commitments) {
        return fail(commitments.error());
    }
    t.commitments = std::move(*commitments);
    if (auto licences = readLicences(object, t); !licences) {
        return fail(licences.error());
    }
    t.supplements = text(QStringLiteral("supplements"));
    t.withdraws = text(QStringLiteral("withdraws"));
    for (const QString &other : {t.supplements, t.withdraws}) {
        if (!other.isEmpty() && (!isUuid(other) || other == t.id)) {
            return wrong("supplements or withdraws");
        }
    }
    if (!t.supplements.isEmpty() && !t.withdraws.isEmpty()) {
        return wrong("withdraws");
    }
    if (object.contains(QStringLiteral("assurance"))) {
        auto proof = readAssurance(object.value(QStringLiteral("assurance")).toObject());
        if (!proof) {
            return fail(proof.error());
        }
        t.assurance = std::move(*proof);
    }
    if (auto acting = readActing(object, t); !acting) {
        return fail(acting.error());
    }
    return t;
}

}  // namespace

QJsonObject identityJson(const Identity &identity)
{
    return {{QStringLiteral("source"), nameOf(kSources, identity.source)},
            {QStringLiteral("type"), nameOf(kNumberKinds, identity.type)},
            {QStringLiteral("name"), identity.name.reveal()},
            {QStringLiteral("number"), identity.number.reveal()},
            {QStringLiteral("sex"), identity.sex},
            {QStringLiteral("ethnicity"), identity.ethnicity},
            {QStringLiteral("birth_date"), dateText(identity.birthDate)},
            {QStringLiteral("region"), identity.region},
            {QStringLiteral("address"), identity.address.reveal()},
            {QStringLiteral("card_number"), identity.cardNumber.reveal()},
            {QStringLiteral("spec"), identity.spec},
            {QStringLiteral("issued"), dateText(identity.issued)},
            {QStringLiteral("valid_until"), dateText(identity.validUntil)},
            {QStringLiteral("verified"), identity.verified},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(identity.warnings)}};
}

QJsonObject maskedIdentityJson(const Identity &identity)
{
    QJsonObject json = identityJson(identity);
    const auto replace = [&json](const QString &key, const std::function<QString(const QString &)> &mask) {
        const QString text = json.value(key).toString();
        json.insert(key, text.isEmpty() ? text : mask(text));
    };
    replace(QStringLiteral("name"), maskName);
    replace(QStringLiteral("number"), maskNumber);
    replace(QStringLiteral("card_number"), maskNumber);
    // Its digits are part of the number.
    replace(QStringLiteral("birth_date"), [](const QString &) { return QStringLiteral("****-**-**"); });
    replace(QStringLiteral("address"), [](const QString &address) {
        const qsizetype shown = address.size() > kAddressShown ? kAddressShown : 0;
        return address.left(shown) + QString(address.size() - shown, QLatin1Char('*'));
    });
    return json;
}

Result<Identity> identityFrom(const QJsonObject &object)
{
    Identity identity;
    const int source = indexOf(kSources, object.value(QStringLiteral("source")).toString());
    const int type = indexOf(kNumberKinds, object.value(QStringLiteral("type")).toString());
    if (source < 0) {
        return wrong("identity.source");
    }
    if (type < 0) {
        return wrong("identity.type");
    }
    const auto text = [&object](const QString &key) { return object.value(key).toString(); };
    identity.source = static_cast<IdentitySource>(source);
    identity.type = static_cast<NumberKind>(type);
    identity.name = Sensitive<QString>(text(QStringLiteral("name")));
    identity.number = Sensitive<QString>(text(QStringLiteral("number")));
    identity.sex = object.value(QStringLiteral("sex")).toInt();
    identity.ethnicity = text(QStringLiteral("ethnicity"));
    identity.birthDate = dateOf(text(QStringLiteral("birth_date")));
    identity.region = text(QStringLiteral("region"));
    identity.address = Sensitive<QString>(text(QStringLiteral("address")));
    identity.cardNumber = Sensitive<QString>(text(QStringLiteral("card_number")));
    identity.spec = text(QStringLiteral("spec"));
    identity.issued = dateOf(text(QStringLiteral("issued")));
    identity.validUntil = dateOf(text(QStringLiteral("valid_until")));
    identity.verified = object.value(QStringLiteral("verified")).toBool();
    for (const auto &warning : object.value(QStringLiteral("warnings")).toArray()) {
        identity.warnings.append(warning.toString());
    }
    return identity;
}

Result<Sensitive<QByteArray>> encodeCaseBody(const Transaction &t, const Identity &identity)
{
    auto answers = parseJsonObject(t.answers.reveal(), kCaseBodyLimit);
    if (!answers) {
        return fail(FaultCode::MessageInvalid, "answers: " + answers.error().detail);
    }
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("id"), t.id},
                       {QStringLiteral("service"), t.service},
                       {QStringLiteral("service_version"), t.serviceVersion},
                       {QStringLiteral("catalogue"), t.catalogueVersion},
                       {QStringLiteral("form"), t.form},
                       {QStringLiteral("answers"), *answers},
                       {QStringLiteral("materials"), materialsArray(t.materials)},
                       {QStringLiteral("outstanding"), QJsonArray::fromStringList(t.outstanding)},
                       {QStringLiteral("signature"), QString::fromLatin1(t.signaturePng.reveal().toBase64())},
                       {QStringLiteral("consent"), consentJson(t.consent)},
                       {QStringLiteral("submitted_at"), instantText(t.submittedAt)},
                       {QStringLiteral("identity"), identityJson(identity)},
                       {QStringLiteral("test"), t.test}};
    if (!t.commitments.isEmpty()) {
        object.insert(QStringLiteral("commitments"), commitmentsArray(t.commitments));
    }
    if (!t.licences.isEmpty()) {
        object.insert(QStringLiteral("licences"), licenceReferencesJson(t.licences));
    }
    if (!t.supplements.isEmpty()) {
        object.insert(QStringLiteral("supplements"), t.supplements);
    }
    if (!t.withdraws.isEmpty()) {
        object.insert(QStringLiteral("withdraws"), t.withdraws);
    }
    if (t.assurance) {
        object.insert(QStringLiteral("assurance"), assuranceJson(*t.assurance));
    }
    if (t.applicant) {
        object.insert(QStringLiteral("applicant"), applicantJson(*t.applicant));
    }
    if (!t.people.reveal().isEmpty()) {
        auto people = casePeople(t.people.reveal());
        if (!people) {
            return fail(FaultCode::MessageInvalid, "people: " + people.error().detail);
        }
        object.insert(QStringLiteral("people"), *people);
    }
    auto bytes = canonicalJson(object);
    if (!bytes) {
        return fail(bytes.error());
    }
    return Sensitive<QByteArray>(std::move(*bytes));
}

Result<CaseBody> decodeCaseBody(const QByteArray &json)
{
    auto object = parseCanonicalObject(json, kCaseBodyLimit);
    if (!object) {
        return fail(object.error());
    }
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return wrong("v");
    }
    auto transaction = readTransaction(*object);
    if (!transaction) {
        return fail(transaction.error());
    }
    auto identity = identityFrom(object->value(QStringLiteral("identity")).toObject());
    if (!identity) {
        return fail(identity.error());
    }
    return CaseBody{std::move(*transaction), std::move(*identity)};
}

}  // namespace hall
