// SPDX-License-Identifier: GPL-3.0-or-later
// Small conversions the session's files share.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"
#include "app/domain/base/clock.h"
#include "app/domain/base/fault.h"
#include "app/domain/identitynumber.h"

#include <QDateTime>
#include <QJsonObject>
#include <QVariant>

namespace hall {

// Id of the page that shows what need not be asked; no page of a service file is called so.
[[nodiscard]] inline QString knownPage()
{
    return QStringLiteral("known");
}

// The service is one of employers and institutions: whoever stands there is their clerk.
[[nodiscard]] inline bool isOfUnits(const Service &service)
{
    return service.applicant == QLatin1String("employer") || service.applicant == QLatin1String("institution");
}

[[nodiscard]] inline QString faultWord(const Fault &fault)
{
    return QString::fromUtf8(fault.name().data(), qsizetype(fault.name().size()));
}

// {code, who, remedy} for QML, which has the words.
[[nodiscard]] inline QVariant faultMap(const Fault &fault)
{
    const auto text = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
    return QVariantMap{{QStringLiteral("code"), text(fault.name())},
                       {QStringLiteral("who"), text(whoName(fault.who()))},
                       {QStringLiteral("remedy"), text(remedyName(fault.remedy()))}};
}

[[nodiscard]] inline QVariant faultMap(const std::optional<Fault> &fault)
{
    return fault ? faultMap(*fault) : QVariant();
}

// Code of the table cert-type (GA/T 517).
[[nodiscard]] inline QString certTypeOf(NumberKind kind)
{
    switch (kind) {
    case NumberKind::Resident:
        return QStringLiteral("111");
    case NumberKind::HmtResidence:
        return QStringLiteral("550");
    case NumberKind::PermanentForeign:
        return QStringLiteral("553");
    case NumberKind::HkMoPermit:
        return QStringLiteral("516");
    case NumberKind::TaiwanPermit:
        return QStringLiteral("511");
    case NumberKind::Unknown:
        return QString();
    }
    return {};
}

[[nodiscard]] inline QDateTime nowUtc(const Clock &clock)
{
    return QDateTime::fromMSecsSinceEpoch(clock.wall().count(), Qt::UTC);
}

}  // namespace hall
