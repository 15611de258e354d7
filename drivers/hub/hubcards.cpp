// SPDX-License-Identifier: GPL-3.0-or-later
// Cards that come, are read, are left behind and go.
#include "drivers/hub/carddecode.h"
#include "drivers/hub/devicehub.h"
#include "drivers/hub/hubcall.h"

namespace hall {

void DeviceHub::wire(Reader &reader)
{
    const QString id = reader.id;
    device::CardReader::Events events;
    events.foundAtStart = [this, id] { onHub(this, [this, id] { readerOf(id)->left = true; }); };
    events.arrived = [this, id] {
        onHub(this, [this, id] {
            readerOf(id)->card = true;
            readerOf(id)->givenUp = false;
            if (!usable(id)) {
                readerOf(id)->left = true;  // whoever put it there is told by the screen to use another way
            }
            if (readerOf(id)->left) {
                Q_EMIT leftCardFound(id);
                return;
            }
            Q_EMIT cardArrived(id);
        });
    };
    events.read = [this, id](device::CardContents contents) {
        // The one copy of the card's bytes travels inside the call and goes with it.
        auto carried = std::make_shared<device::CardContents>(std::move(contents));
        onHub(this, [this, id, carried] { onRead(id, std::move(*carried)); });
    };
    if (reader.device->authorisation()) {
        events.needsAuthorisation = [this, id](device::AuthorisationNeed need) {
            auto carried = std::make_shared<device::AuthorisationNeed>(std::move(need));
            onHub(this, [this, id, carried] { onWaits(id, std::move(*carried)); });
        };
    }
    events.failed = [this, id](const Fault &fault) {
        onHub(this, [this, id, fault] {
            readerOf(id)->need.reset();
            Q_EMIT counted(id, QStringLiteral("failures"), 1);
            if (!readerOf(id)->left && !readerOf(id)->givenUp) {
                Q_EMIT cardFailed(id, fault);
            }
        });
    };
    events.removed = [this, id] {
        onHub(this, [this, id] {
            readerOf(id)->card = false;
            readerOf(id)->left = false;
            readerOf(id)->givenUp = false;
            readerOf(id)->need.reset();
            readerOf(id)->identity.reset();
            Q_EMIT cardRemoved(id);
        });
    };
    reader.device->setEvents(std::move(events));
}

void DeviceHub::onRead(const QString &id, device::CardContents contents)
{
    readerOf(id)->need.reset();
    if (m_held.contains(id)) {
        if (Result<Identity> identity = decodeCard(contents)) {
            Q_EMIT heldCardRead(id, std::make_shared<const Identity>(std::move(*identity)));
        }
        return;
    }
    if (readerOf(id)->left || readerOf(id)->givenUp) {
        return;
    }
    Q_EMIT counted(id, QStringLiteral("reads"), 1);
    if (const auto *social = std::get_if<device::SocialCardContents>(&contents); social && social->needsAuthorisation) {
        Q_EMIT cardFailed(id, Fault(FaultCode::CardNeedsAuth));
        return;
    }
    Result<Identity> identity = decodeCard(contents);
    if (!identity) {
        Q_EMIT cardFailed(id, identity.error());
        return;
    }
    auto shared = std::make_shared<const Identity>(std::move(*identity));
    readerOf(id)->identity = shared;
    Q_EMIT cardRead(id, shared);
}

bool DeviceHub::cardPresent() const
{
    return !readerWithCard().isEmpty() || !readerWithLeftCard().isEmpty();
}

void DeviceHub::leaveCard(const QString &readerId)
{
    if (Reader *reader = readerOf(readerId); reader && reader->card) {
        reader->left = true;
        reader->identity.reset();
        if (reader->need) {
            reader->need.reset();
            reader->device->authorisation()->giveUp();
        }
    }
}

QString DeviceHub::readerWithLeftCard() const
{
    const auto found =
        std::find_if(m_readers.begin(), m_readers.end(), [](const auto &reader) { return reader->left; });
    return found != m_readers.end() ? (*found)->id : QString();
}

bool DeviceHub::cardLeft(const QString &readerId) const
{
    const Reader *reader = readerOf(readerId);
    return reader && reader->left;
}

QStringList DeviceHub::readersWithCards() const
{
    QStringList ids;
    for (const auto &reader : m_readers) {
        if (reader->card && !reader->left) {
            ids.append(reader->id);
        }
    }
    return ids;
}

QString DeviceHub::readerWithCard() const
{
    return readersWithCards().value(0);
}

std::shared_ptr<const Identity> DeviceHub::lastIdentity(const QString &readerId) const
{
    const Reader *reader = readerOf(readerId);
    return reader ? reader->identity : nullptr;
}

}  // namespace hall
