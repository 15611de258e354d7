// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/facts.h"

#include "app/domain/base/sensitive.h"

namespace hall {

void wipeFacts(Facts &facts)
{
    for (QVariant &value : facts) {
        if (value.typeId() != QMetaType::QString) {
            continue;
        }
        auto *text = static_cast<QString *>(value.data());
        if (text->isDetached()) {
            wipeMemory(text->data(), static_cast<std::size_t>(text->size()) * sizeof(QChar));
        }
    }
    facts.clear();
}

} // namespace hall
