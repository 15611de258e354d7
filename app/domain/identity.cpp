// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/identity.h"

namespace hall {

void wipe(QString &text)
{
    if (text.isDetached()) {
        wipeMemory(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    }
    text = QString();
}

void wipe(QByteArray &bytes)
{
    if (bytes.isDetached()) {
        wipeMemory(bytes.data(), static_cast<std::size_t>(bytes.size()));
    }
    bytes = QByteArray();
}

}  // namespace hall
