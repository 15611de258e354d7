// SPDX-License-Identifier: GPL-3.0-or-later
// A USB device of the machine's own kernel: a gadget (configfs) on a controller of dummy_hcd, which the same kernel's
// host side enumerates like one that was plugged in. Needs root and the modules libcomposite, dummy_hcd, usb_f_fs and
// usb_f_printer. What cannot be set up ends the program. Written from the kernel's
// Documentation/usb/gadget_configfs.rst, functionfs.rst and gadget_printer.rst.
#pragma once

#include "tests/support/usbtestbed.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace hall::device {

class UsbGadget
{
public:
    // `spec` has one setting; of class 7 it becomes the kernel's own printer function, anything else a FunctionFS one.
    // `controller`: which of dummy_hcd's. Not plugged in yet.
    UsbGadget(const UsbDeviceSpec &spec, UsbFunction function, int controller = 0);
    ~UsbGadget();
    UsbGadget(const UsbGadget &) = delete;
    UsbGadget &operator=(const UsbGadget &) = delete;

    void plug();
    void unplug();  // in whatever is going on

private:
    void makeFunctionFs(const UsbDeviceSpec::Setting &setting);
    void makePrinter();
    void listenToEvents();
    void take(int node);
    void give(int node);
    void openPrinter();

    const UsbFunction m_function;
    const std::string m_controller;
    const std::string m_name;
    const std::string m_gadget;  // its folder in configfs
    std::string m_mount;         // FunctionFS; empty for a printer
    std::vector<int> m_nodes;
    std::atomic<bool> m_ending = false;
    std::atomic<bool> m_plugged = false;
    std::vector<std::thread> m_threads;
};

}  // namespace hall::device
