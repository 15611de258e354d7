// SPDX-License-Identifier: GPL-3.0-or-later
// What a full store means for a visit: said before the form, never at the last button. Questions, proofs and paper need
// no room and go on.
#include "app/session/session.h"
#include "app/session/sessiontools.h"
#include "app/store/roomwatch.h"

namespace hall {

QString Session::closed() const
{
    const Room room = m_services.room ? m_services.room->fill().room : Room::Ample;
    return room >= Room::NoAttachments ? roomName(room) : QString();
}

bool Session::casesClosed() const
{
    return m_services.room && m_services.room->fill().room == Room::NoTransactions;
}

// The card's PIN is changed in the card itself.
bool Session::makesCase(const Service &service) const
{
    const bool inTheCard = service.changesPin && !m_pinForgotten && !proofSubject().pinReader.isEmpty();
    return !service.query && service.level != KioskLevel::Guide && !inTheCard;
}

// For papers; a document that is only read from needs no room.
bool Session::scanningOut() const
{
    return !closed().isEmpty() || !m_services.hub->serviceability(Capability::Capture).available;
}

void Session::onRoom()
{
    Q_EMIT closedChanged();
    Q_EMIT homeChanged();
    Q_EMIT serviceChanged();
    Q_EMIT guideChanged();
    Q_EMIT pendingChanged();
    Q_EMIT captureChanged();
    Q_EMIT suggestionsChanged();
}

// It was full after all: whoever looks next is to know.
void Session::lookForRoom(const Fault &fault)
{
    if (m_services.room && fault.code == FaultCode::StoreFull) {
        m_services.room->look();
    }
}

}  // namespace hall
