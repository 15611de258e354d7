// SPDX-License-Identifier: GPL-3.0-or-later
// The other end of a running kiosk's control socket: one question at a time, blocking. One thread.
#pragma once

#include "app/ctl/commandline.h"

#include <QLocalSocket>

#include <memory>

namespace hall::ctl {

class ControlLink
{
public:
    // To the socket the call names, or the default one; signs in when a card is given. FileUnreadable when no kiosk
    // answers there, NotAllowed when the sign-in is refused.
    [[nodiscard]] static Result<ControlLink> open(const Call &call);

    // The kiosk's answer without its "id" and "ok". Its own fault, or DeviceTimeout after `atMostMs`.
    [[nodiscard]] Result<QJsonObject> ask(const QJsonObject &request, int atMostMs = 10'000);

private:
    explicit ControlLink(std::unique_ptr<QLocalSocket> socket) : m_socket(std::move(socket)) {}

    std::unique_ptr<QLocalSocket> m_socket;
};

[[nodiscard]] QStringList controlOptions();  // "data", "control", "card", "pin-stdin"

}  // namespace hall::ctl
