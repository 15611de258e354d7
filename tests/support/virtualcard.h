// SPDX-License-Identifier: GPL-3.0-or-later
// A virtual card at the socket of vsmartcard's reader driver (vpcd) in pcscd. It answers from a card file through the
// same engine as the simulated slot.
#pragma once

#include "drivers/sim/simsmartcard.h"

#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace hall::device {

// insert() and remove() come from the owner's thread; a thread of its own answers the reader.
class VirtualCard
{
public:
    explicit VirtualCard(unsigned short port = 35963);  // 0x8C7B, vpcd's first slot
    ~VirtualCard();
    VirtualCard(const VirtualCard &) = delete;
    VirtualCard &operator=(const VirtualCard &) = delete;

    [[nodiscard]] bool insert(CardFile file);  // false when vpcd does not listen
    void remove();                             // pcscd notices within 400 ms
    [[nodiscard]] int exchanges() const;       // commands answered since insert(), by a card that is out too

private:
    void serve(int socket);
    [[nodiscard]] std::optional<Bytes> answer(const Bytes &message);

    const unsigned short m_port;
    mutable std::mutex m_mutex;
    std::unique_ptr<SimSmartCard> m_card;
    int m_socket = -1;
    std::thread m_thread;
};

}  // namespace hall::device
