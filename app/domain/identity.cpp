// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/identity.h"

namespace {

// A Qt container may keep room before its first element, so both ends of the allocation are reached.
template <typename Container> void wipeBuffer(Container &container)
{
    if (container.isDetached()) {
        auto &buffer = container.data_ptr();
        const auto before = buffer.freeSpaceAtBegin();
        const auto count = before + buffer.size + buffer.freeSpaceAtEnd();
        hall::wipeMemory(buffer.data() - before, static_cast<std::size_t>(count) * sizeof(*buffer.data()));
    }
    container.clear();
}

}  // namespace

void wipe(QString &text)
{
    wipeBuffer(text);
}

void wipe(QByteArray &bytes)
{
    wipeBuffer(bytes);
}

namespace hall {

bool mayAskCentreAbout(const Identity &person)
{
    switch (person.source) {
    case IdentitySource::SocialCard:
    case IdentitySource::ResidentCard:
    case IdentitySource::ECard:
        return true;
    case IdentitySource::Typed:
    case IdentitySource::Zone:
        return false;
    }
    return false;
}

}  // namespace hall
