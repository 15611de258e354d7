// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/facts.h"

#include "app/domain/identity.h"

namespace hall {

void wipeFacts(Facts &facts)
{
    for (QVariant &value : facts) {
        if (value.typeId() == QMetaType::QString) {
            wipe(*static_cast<QString *>(value.data()));
        }
    }
    facts.clear();
}

QString triName(Tri tri)
{
    switch (tri) {
    case Tri::No:
        return QStringLiteral("no");
    case Tri::Unknown:
        return QStringLiteral("unknown");
    case Tri::Yes:
        return QStringLiteral("yes");
    }
    Q_UNREACHABLE();
}

}  // namespace hall
