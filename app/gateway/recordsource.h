// SPDX-License-Identifier: GPL-3.0-or-later
// What the centre knows of people, where its records lie in a system of their own: the municipal core, asked while the
// person stands there. What is answered is kept nowhere.
#pragma once

#include "app/gateway/officeanswer.h"
#include "app/gateway/officeline.h"

#include <memory>

namespace hall::gateway {

// Which fields answer which question: no more is asked for than the service shows, checks or fills in with it.
[[nodiscard]] QStringList prefillFields(const Catalogue &catalogue, const Service &service);
[[nodiscard]] QStringList queryFields(const Catalogue &catalogue, const Service &service);
[[nodiscard]] QStringList listFields(const Service &service);  // of an entry of its list; empty: it has none
[[nodiscard]] QStringList needFields(const Catalogue &catalogue);
[[nodiscard]] QStringList unitFields(const Catalogue &catalogue);

class RecordSource
{
public:
    virtual ~RecordSource() = default;
    RecordSource() = default;
    RecordSource(const RecordSource &) = delete;
    RecordSource &operator=(const RecordSource &) = delete;

    // A fault: it cannot be asked now, or what it says is no answer; never StoreNotFound or DeviceBusy. Thread-safe.
    [[nodiscard]] virtual Result<RecordAnswer> find(const Catalogue &catalogue, const RecordLookup &lookup) = 0;
};

// POST BASE/v1/records (ASKING.md).
class OfficeRecords final : public RecordSource
{
public:
    explicit OfficeRecords(std::shared_ptr<OfficeLine> line) : m_line(std::move(line)) {}
    [[nodiscard]] Result<RecordAnswer> find(const Catalogue &catalogue, const RecordLookup &lookup) override;

private:
    const std::shared_ptr<OfficeLine> m_line;
};

}  // namespace hall::gateway
