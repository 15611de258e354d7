// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/coremap.h"

#include "app/gateway/routing.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"

namespace hall::gateway {
namespace {

const QString kOwn = QStringLiteral("hall.");

// What the card says, by the dictionary's ids.
constexpr std::pair<const char *, const char *> kCard[] = {{"name", "name"},
                                                           {"number", "cert_no"},
                                                           {"ethnicity", "ethnicity"},
                                                           {"birth_date", "birth_date"},
                                                           {"address", "hukou_address"},
                                                           {"card_number", "si_card_no"},
                                                           {"issued", "cert_valid_from"},
                                                           {"valid_until", "cert_valid_to"}};

QJsonObject cardFields(const Catalogue &catalogue, const QJsonObject &identity)
{
    QJsonObject answers;
    for (const auto &[from, to] : kCard) {
        const QString value = identity[QLatin1String(from)].toString();
        if (!value.isEmpty()) {
            answers.insert(QLatin1String(to), value);
        }
    }
    if (const int sex = identity[QStringLiteral("sex")].toInt(); sex != 0) {
        answers.insert(QStringLiteral("sex"), QString::number(sex));
    }
    return coreFields(catalogue, answers);
}

QJsonArray mappedChecks(const Catalogue &catalogue, const QJsonArray &checks)
{
    QJsonArray mapped;
    for (const auto &entry : checks) {
        QJsonObject check = entry.toObject();
        QJsonArray differs;
        for (const auto &id : check[QStringLiteral("differs")].toArray()) {
            const Field *field = catalogue.field(id.toString());
            differs.append(field ? coreKey(*field) : kOwn + id.toString());
        }
        check.insert(QStringLiteral("differs"), differs);
        mapped.append(check);
    }
    return mapped;
}

QString typeName(FieldType type)
{
    switch (type) {
    case FieldType::Text:
        return QStringLiteral("text");
    case FieldType::Choice:
        return QStringLiteral("code");
    case FieldType::Date:
        return QStringLiteral("date");
    case FieldType::Month:
        return QStringLiteral("month");
    case FieldType::Number:
        return QStringLiteral("number");
    case FieldType::Money:
        return QStringLiteral("fen");
    case FieldType::Phone:
        return QStringLiteral("phone");
    case FieldType::Bool:
        return QStringLiteral("yes or no");
    case FieldType::Region:
        return QStringLiteral("region");
    case FieldType::Set:
        return QStringLiteral("codes");
    case FieldType::Image:
        return QStringLiteral("image");
    case FieldType::Table:
        return QStringLiteral("table");
    }
    Q_UNREACHABLE();
}

}  // namespace

QString coreKey(const Field &field)
{
    return field.code.isEmpty() ? kOwn + field.id : field.code;
}

QString fieldOfCoreKey(const Catalogue &catalogue, const QString &key)
{
    if (key.startsWith(kOwn)) {
        const Field *field = catalogue.field(key.mid(kOwn.size()));
        return field && field->code.isEmpty() ? field->id : QString();
    }
    for (const Field &field : catalogue.fields()) {
        if (!field.code.isEmpty() && field.code == key) {
            return field.id;
        }
    }
    return {};
}

QJsonValue coreValue(const Catalogue &catalogue, const Field &field, const QJsonValue &value)
{
    const auto one = [&](const QJsonValue &code) {
        return code.isString() ? QJsonValue(catalogue.region().mapped(field.codeTable, code.toString())) : code;
    };
    if (field.type == FieldType::Choice) {
        return one(value);
    }
    if (field.type == FieldType::Set) {
        QJsonArray codes;
        for (const auto &code : value.toArray()) {
            codes.append(one(code));
        }
        return codes;
    }
    return value;
}

QString codeOfCore(const Catalogue &catalogue, const Field &field, const QString &code)
{
    const QMap<QString, QString> own = catalogue.region().codes.value(field.codeTable);
    const CodeTable *table = catalogue.table(field.codeTable);
    QStringList ours = own.keys(code);
    // A code of ours that the region writes otherwise is not the region's.
    if (own.value(code, code) == code && (!table || table->find(code))) {
        ours.append(code);
    }
    ours.removeDuplicates();
    return ours.size() == 1 ? ours.constFirst() : QString();
}

QJsonObject coreFields(const Catalogue &catalogue, const QJsonObject &answers)
{
    QJsonObject fields;
    for (auto it = answers.begin(); it != answers.end(); ++it) {
        const Field *field = catalogue.field(it.key());
        fields.insert(field ? coreKey(*field) : kOwn + it.key(),
                      field ? coreValue(catalogue, *field, it.value()) : QJsonValue(it.value()));
    }
    return fields;
}

Result<QJsonObject> coreCase(const Catalogue &catalogue, const OpenedCase &opened, const CoreCaseFacts &facts,
                             std::vector<CoreMaterial> &materials)
{
    const auto body = parseJsonObject(opened.json.reveal(), kCaseBodyLimit);
    if (!body) {
        return fail(body.error());
    }
    const Transaction &t = opened.body.transaction;
    const auto taken = [&body](const char *key) { return body->value(QLatin1String(key)); };
    QJsonObject one{{QStringLiteral("case"), t.id},
                    {QStringLiteral("number"), shortNumber(t.id)},
                    {QStringLiteral("service"), t.service},
                    {QStringLiteral("service_version"), t.serviceVersion},
                    {QStringLiteral("submitted"), taken("submitted_at")},
                    {QStringLiteral("test"), t.test},
                    {QStringLiteral("identity"), taken("identity")[QStringLiteral("source")]},
                    {QStringLiteral("card"), cardFields(catalogue, taken("identity").toObject())},
                    {QStringLiteral("fields"), coreFields(catalogue, taken("answers").toObject())},
                    {QStringLiteral("outstanding"), taken("outstanding")},
                    {QStringLiteral("consent"), taken("consent")},
                    {QStringLiteral("checks"), mappedChecks(catalogue, facts.checks)}};
    for (const char *key : {"applicant", "assurance", "commitments", "licences"}) {
        if (const QJsonValue value = taken(key); !value.isUndefined()) {
            one.insert(QLatin1String(key), value);
        }
    }
    QJsonArray people;
    for (const auto &person : taken("people").toArray()) {
        people.append(coreFields(catalogue, person.toObject()));
    }
    if (!people.isEmpty()) {
        one.insert(QStringLiteral("people"), people);
    }
    QJsonArray pages;
    for (const Material &material : t.materials) {
        const QString digest = QString::fromLatin1(material.plainSha256.toHex());
        QJsonObject page{{QStringLiteral("kind"), material.kind},
                         {QStringLiteral("page"), material.page},
                         {QStringLiteral("sha256"), digest},
                         {QStringLiteral("media"), material.mediaType}};
        if (!material.as.isEmpty()) {
            page.insert(QStringLiteral("as"), material.as);
        }
        pages.append(page);
        materials.push_back(
            {digest, material.mediaType, QString::fromLatin1(material.sealedSha256.toHex()), Sensitive<QByteArray>()});
    }
    one.insert(QStringLiteral("materials"), pages);
    if (const QByteArray &signature = t.signaturePng.reveal(); !signature.isEmpty()) {
        const QString digest = sha256Hex(signature);
        one.insert(QStringLiteral("signature"), QJsonObject{{QStringLiteral("sha256"), digest},
                                                            {QStringLiteral("media"), QStringLiteral("image/png")}});
        materials.push_back({digest, QStringLiteral("image/png"), QString(), Sensitive<QByteArray>(signature)});
    }
    // What adds to a case is of whoever has the case.
    const Service *service = facts.state.isEmpty() ? nullptr : catalogue.service(t.service);
    if (const QJsonObject agency =
            service ? agencyOf(catalogue, *service, taken("answers").toObject(), facts.hall) : QJsonObject();
        !agency.isEmpty()) {
        one.insert(QStringLiteral("agency"), agency);
    }
    if (!facts.state.isEmpty()) {
        one.insert(QStringLiteral("decision"), QJsonObject{{QStringLiteral("state"), facts.state},
                                                           {QStringLiteral("code"), facts.code},
                                                           {QStringLiteral("reference"), facts.reference}});
    }
    if (!facts.added.isEmpty()) {
        one.insert(QStringLiteral("added"), facts.added);
    }
    return one;
}

QString coreMapTable(const Catalogue &catalogue)
{
    QString table = QStringLiteral("| field | key | type | code table | region's own codes | 名称 |\n"
                                   "|---|---|---|---|---|---|\n");
    for (const Field &field : catalogue.fields()) {
        QStringList own;
        const QMap<QString, QString> mapped = catalogue.region().codes.value(field.codeTable);
        for (auto it = mapped.begin(); it != mapped.end(); ++it) {
            own.append(it.key() + u"→"_qs + it.value());
        }
        const QString key = field.code.isEmpty() ? coreKey(field) + u" (ours)"_qs : coreKey(field);
        table += QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 |\n")
                     .arg(field.id, key, typeName(field.type), field.codeTable, own.join(u' '), field.label.zh);
    }
    return table;
}

}  // namespace hall::gateway
