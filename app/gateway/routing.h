// SPDX-License-Identifier: GPL-3.0-or-later
// The region of a gateway: the services as its halls have them, and what an adapter to the municipal core needs beside
// a case: who decides on it, and how the region writes the codes of its answers.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/gateway/database.h"

#include <QJsonObject>

#include <memory>

namespace hall::gateway {

// The services, as a hall in `region` (GB/T 2260, six digits; empty: the default) has them. A file that is broken
// leaves its service out at the kiosks as well. Empty without a folder. BadArgument: no hall may stand there;
// FileInvalid.
[[nodiscard]] Result<std::shared_ptr<const Catalogue>> servicesOf(const QString &folder, const QString &region);

// Pure. Who decides on a case: {"code","name"}, the district (GB/T 2260) that it is for and its name in Chinese. Any
// hall of the city takes a case of any district: the route of the service decides, by what `answers` say, else the
// `hall` where it is handed in, six digits. Empty where the region names none.
[[nodiscard]] QJsonObject agencyOf(const Catalogue &catalogue, const Service &service, const QJsonObject &answers,
                                   const QString &hall);

// Where a case was handed in: the district that its kiosk stands in, as the kiosk's last report says, when that is one
// of the city of `region` (both GB/T 2260, six digits); else `region`, the gateway's own.
[[nodiscard]] Result<QString> hallOf(QSqlDatabase &db, const QString &item, const QString &region);

// Pure. `opened` as openItem() gives it; `region` of the hall (hallOf()), which decides where the case says
// nothing.
// {"id": the pack's,"agency":{"district","name"} or {},"codes":{dictionary id: the region's code}}; only codes that the
// region writes otherwise. Empty for a service that the catalogue does not have.
[[nodiscard]] QJsonObject routingOf(const Catalogue &catalogue, const QString &region, const QJsonObject &opened);

}  // namespace hall::gateway
