// SPDX-License-Identifier: GPL-3.0-or-later
// A virtual printer behind a TCP port on loopback, as network printers are on port 9100. One host at a time; a second
// one waits. The interface holds what the printer does not take yet, as real ones do.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/sim/virtualprinter.h"

#include <memory>
#include <stop_token>
#include <thread>

namespace hall::device {

class VirtualPrinterServer
{
public:
    // Listens on 127.0.0.1; port 0 = any free one. Fault BadArgument when the port cannot be had.
    [[nodiscard]] static Result<std::unique_ptr<VirtualPrinterServer>> listen(std::shared_ptr<VirtualPrinter> printer,
                                                                              std::uint16_t port = 0);
    ~VirtualPrinterServer();
    VirtualPrinterServer(const VirtualPrinterServer &) = delete;
    VirtualPrinterServer &operator=(const VirtualPrinterServer &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    struct Wake;
    VirtualPrinterServer(std::shared_ptr<VirtualPrinter> printer, int listener, std::uint16_t port);
    void serve(const std::stop_token &stop);
    void accept();
    void readHost();
    void drop();
    void exchange();

    std::shared_ptr<VirtualPrinter> m_printer;
    std::shared_ptr<Wake> m_wake;
    int m_listener = -1;
    int m_host = -1;
    std::uint16_t m_port = 0;
    Bytes m_in;   // from the host, not yet taken by the printer
    Bytes m_out;  // for the host
    std::jthread m_thread;
};

}  // namespace hall::device
