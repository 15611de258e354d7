// SPDX-License-Identifier: GPL-3.0-or-later
// The secret keys of whoever opens sealed objects: the one in force and former ones. Each object says which one it is
// for. One thread at a time; copies are independent.
#pragma once

#include "app/protocol/seal.h"

#include <functional>
#include <vector>

namespace hall {

class SealKeyRing
{
public:
    using Source = std::function<std::vector<SealKeyPair>()>;

    SealKeyRing() = default;
    SealKeyRing(SealKeyPair key);  // NOLINT(google-explicit-constructor): one key is a ring of one
    explicit SealKeyRing(std::vector<SealKeyPair> keys);

    // Asked again whenever an object is for a key that is not here: keys that came since are used without a restart.
    void setSource(Source source) { m_source = std::move(source); }
    // By its id, 16 hex digits. Null: not here.
    [[nodiscard]] const SealKeyPair *key(const QString &id) const;
    [[nodiscard]] QStringList ids() const;
    // KeyMissing with the id when the object is for a key that is not here, else as the function of seal.h.
    [[nodiscard]] Result<Sensitive<QByteArray>> open(SealKind kind, const QByteArray &sealed) const;

private:
    struct Held
    {
        QString id;
        SealKeyPair pair;
    };
    void take(std::vector<SealKeyPair> keys) const;

    mutable std::vector<Held> m_keys;
    Source m_source;
};

}  // namespace hall
