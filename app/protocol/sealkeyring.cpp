// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/sealkeyring.h"

#include <QStringList>

#include <algorithm>

namespace hall {

SealKeyRing::SealKeyRing(SealKeyPair key)
{
    m_keys.push_back({sealKeyId(key.publicKey), std::move(key)});
}

SealKeyRing::SealKeyRing(std::vector<SealKeyPair> keys)
{
    take(std::move(keys));
}

void SealKeyRing::take(std::vector<SealKeyPair> keys) const
{
    m_keys.clear();
    for (SealKeyPair &pair : keys) {
        m_keys.push_back({sealKeyId(pair.publicKey), std::move(pair)});
    }
}

const SealKeyPair *SealKeyRing::key(const QString &id) const
{
    const auto find = [&]() -> const SealKeyPair * {
        const auto at = std::find_if(m_keys.begin(), m_keys.end(), [&](const Held &held) { return held.id == id; });
        return at == m_keys.end() ? nullptr : &at->pair;
    };
    if (const SealKeyPair *held = find(); held || !m_source) {
        return held;
    }
    if (auto keys = m_source(); !keys.empty()) {
        take(std::move(keys));
    }
    return find();
}

QStringList SealKeyRing::ids() const
{
    QStringList all;
    for (const Held &held : m_keys) {
        all.append(held.id);
    }
    return all;
}

Result<Sensitive<QByteArray>> SealKeyRing::open(SealKind kind, const QByteArray &sealed) const
{
    const auto id = sealedKeyId(sealed);
    if (!id) {
        return fail(id.error());
    }
    const SealKeyPair *pair = key(*id);
    return pair ? openSealed(kind, sealed, *pair)
                : fail(FaultCode::KeyMissing, "sealed for key " + id->toStdString() + ", which is not here");
}

}  // namespace hall
