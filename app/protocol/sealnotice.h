// SPDX-License-Identifier: GPL-3.0-or-later
// Which keys the kiosks seal to (README.md §8): what the centre says, signed, of the key in force and of the one that
// follows it. Values only; any thread.
#pragma once

#include "app/domain/base/result.h"
#include "app/protocol/signer.h"

#include <QByteArray>

namespace hall {

inline constexpr qsizetype kSealNoticeBytes = 4 * 1024;

struct SealNotice
{
    qint64 number = 0;      // grows from notice to notice; a kiosk never goes to a lower one
    QByteArray current;     // X25519, 32 bytes
    QByteArray next;        // 32 bytes, or empty: none is announced
    qint64 nextFromMs = 0;  // Unix ms, from when `next` is sealed to; 0 for at once
    QByteArray json{};      // as it was signed

    // The one that is sealed to at that time; at 0, where no time is known, only what needs none.
    [[nodiscard]] const QByteArray &keyAt(qint64 nowMs) const;
};

// Canonical JSON with `sig`, Ed25519 over "hall-seal-keys-v1\n" + the canonical object without it. MessageInvalid for
// a notice that readSealNotice() would not take.
[[nodiscard]] Result<SealNotice> signSealNotice(const SealNotice &notice, const Signer &centre);
// SignatureBad unless `centreKey` (32 bytes) signed it, MessageInvalid for anything that is no notice.
[[nodiscard]] Result<SealNotice> readSealNotice(const QByteArray &json, const QByteArray &centreKey);

// {"v":1,"seal_keys":{…}}: the answer to a report of health of a kiosk that has an older notice.
[[nodiscard]] QByteArray encodeHealthAnswer(const SealNotice &notice);
// The notice as it stands there, for readSealNotice(). MessageInvalid when there is none.
[[nodiscard]] Result<QByteArray> parseHealthAnswer(const QByteArray &json);

}  // namespace hall
