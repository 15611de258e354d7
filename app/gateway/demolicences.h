// SPDX-License-Identifier: GPL-3.0-or-later
// The electronic licences of the demonstration, of people and units that do not exist: what stands in for a region's
// licence service.
#pragma once

#include "app/gateway/licencesource.h"

namespace hall::gateway {

class DemoLicences final : public LicenceSource
{
public:
    // The members "licences" [{"kind","number","issuer","valid_until"}] of the people and units in
    // resources/demo/centre/people.json; gives their number. FileInvalid names what is wrong.
    [[nodiscard]] Result<int> load(const QByteArray &json);
    [[nodiscard]] Result<Licence> find(const LicenceLookup &lookup, std::chrono::milliseconds deadline) override;

private:
    [[nodiscard]] Done take(const QString &holder, const QJsonObject &owner);

    QHash<QString, Licence> m_licences;  // by holder and kind; as loaded
    QHash<QString, QString> m_names;     // of the people, by number
};

}  // namespace hall::gateway
