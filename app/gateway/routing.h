// SPDX-License-Identifier: GPL-3.0-or-later
// The region of a gateway: the services as its halls have them, and what an adapter to the municipal core needs beside
// a case: who decides on it, and how the region writes the codes of its answers.
#pragma once

#include "app/catalogue/catalogue.h"

#include <QJsonObject>

#include <memory>

namespace hall::gateway {

// The services, as a hall in `region` (GB/T 2260, six digits; empty: the default) has them. A file that is broken
// leaves its service out at the kiosks as well. Empty without a folder. BadArgument: no hall may stand there;
// FileInvalid.
[[nodiscard]] Result<std::shared_ptr<const Catalogue>> servicesOf(const QString &folder, const QString &region);

// Pure. `opened` as openItem() gives it; `region` of this gateway, which decides where the case says nothing.
// {"id": the pack's,"agency":{"district","name"} or {},"codes":{dictionary id: the region's code}}; only codes that the
// region writes otherwise. Empty for a service that the catalogue does not have.
[[nodiscard]] QJsonObject routingOf(const Catalogue &catalogue, const QString &region, const QJsonObject &opened);

}  // namespace hall::gateway
