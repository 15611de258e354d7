// SPDX-License-Identifier: GPL-3.0-or-later
// What a kiosk leaves beside its control socket while it begins anew between two visits: for a moment nobody listens
// there, and whoever asks then had better wait than believe that there is none.
#pragma once

#include <QDateTime>
#include <QFileInfo>
#include <QString>

namespace hall {

inline constexpr qint64 kAnewMs = 15'000;  // an older sign is of a kiosk that did not come back

[[nodiscard]] inline QString anewSign(const QString &controlSocket)
{
    return controlSocket + QStringLiteral(".anew");
}

[[nodiscard]] inline bool beginsAnew(const QString &controlSocket)
{
    const QFileInfo sign(anewSign(controlSocket));
    return sign.exists() && qAbs(sign.lastModified().msecsTo(QDateTime::currentDateTime())) < kAnewMs;
}

}  // namespace hall
