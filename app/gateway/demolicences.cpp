// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/demolicences.h"

#include "app/catalogue/service.h"
#include "app/protocol/canonicaljson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall::gateway {
namespace {

constexpr qsizetype kPeopleFileLimit = 4 * 1024 * 1024;

QString place(const QString &holder, const QString &kind)
{
    return holder + u'\n' + kind;
}

}  // namespace

Result<int> DemoLicences::load(const QByteArray &json)
{
    const auto object = parseJsonObject(json, kPeopleFileLimit);
    if (!object) {
        return fail(FaultCode::FileInvalid, object.error().detail);
    }
    for (const auto &value : object->value(QStringLiteral("people")).toArray()) {
        const QJsonObject person = value.toObject();
        const QString number = person.value(QStringLiteral("number")).toString();
        m_names.insert(number, person.value(QStringLiteral("name")).toString());
        if (auto taken = take(number, person); !taken) {
            return fail(taken.error());
        }
    }
    for (const auto &value : object->value(QStringLiteral("units")).toArray()) {
        const QJsonObject unit = value.toObject();
        if (auto taken = take(unit.value(QStringLiteral("code")).toString(), unit); !taken) {
            return fail(taken.error());
        }
    }
    return static_cast<int>(m_licences.size());
}

Done DemoLicences::take(const QString &holder, const QJsonObject &owner)
{
    for (const auto &entry : owner.value(QStringLiteral("licences")).toArray()) {
        const QJsonObject said = entry.toObject();
        const QString kind = said.value(QStringLiteral("kind")).toString();
        const QJsonObject answer{{QStringLiteral("v"), 1},
                                 {QStringLiteral("outcome"), QStringLiteral("found")},
                                 {QStringLiteral("licence"), said}};
        auto licence = parseFoundLicence(QJsonDocument(answer).toJson(QJsonDocument::Compact), kind);
        if (!licence || !licenceKinds().contains(kind)) {
            return fail(FaultCode::FileInvalid, "an electronic licence of no kind, or without number, issuer or day");
        }
        m_licences.insert(place(holder, kind), *licence);
    }
    return {};
}

Result<Licence> DemoLicences::find(const LicenceLookup &lookup, std::chrono::milliseconds)
{
    const bool own = lookup.unit.isEmpty();
    const QString holder = own ? lookup.number.reveal() : lookup.unit;
    const auto found = m_licences.constFind(place(holder, lookup.kind));
    if (found == m_licences.constEnd() || (own && m_names.value(holder) != lookup.name.reveal())) {
        return fail(FaultCode::StoreNotFound, "no such licence");
    }
    return *found;
}

}  // namespace hall::gateway
