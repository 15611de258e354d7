// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/usbgadget.h"

#include <fcntl.h>
#include <linux/usb/functionfs.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace hall::device {

namespace {

using namespace std::chrono_literals;

constexpr const char *gadgets = "/sys/kernel/config/usb_gadget/";
constexpr std::size_t largest = 4096;  // bytes of one transfer
constexpr auto look = 1ms;             // between two looks at an endpoint that has nothing

[[noreturn]] void impossible(const std::string &what)
{
    std::fprintf(stderr, "usb gadget: %s: %s\n", what.c_str(), std::strerror(errno));
    std::abort();
}

void writeTo(const std::string &file, const std::string &text, bool must = true)
{
    const int node = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (node < 0 || ::write(node, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        if (must) {
            impossible(file);
        }
    }
    if (node >= 0) {
        ::close(node);
    }
}

void makeFolder(const std::string &path)
{
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
        impossible(path);
    }
}

std::string hex(unsigned value)
{
    char text[16];
    std::snprintf(text, sizeof text, "0x%04x", value);
    return text;
}

// Little-endian, as everything in a USB descriptor.
class Descriptors
{
public:
    Descriptors &byte(unsigned value)
    {
        m_bytes.push_back(static_cast<unsigned char>(value));
        return *this;
    }
    Descriptors &word(unsigned value) { return byte(value & 0xFF).byte(value >> 8 & 0xFF); }
    Descriptors &dword(unsigned value) { return word(value & 0xFFFF).word(value >> 16); }
    Descriptors &text(const char *zeroEnded)
    {
        m_bytes.insert(m_bytes.end(), zeroEnded, zeroEnded + std::strlen(zeroEnded) + 1);
        return *this;
    }
    Descriptors &add(const Descriptors &more)
    {
        m_bytes.insert(m_bytes.end(), more.m_bytes.begin(), more.m_bytes.end());
        return *this;
    }
    [[nodiscard]] const Bytes &bytes() const { return m_bytes; }
    [[nodiscard]] unsigned size() const { return static_cast<unsigned>(m_bytes.size()); }

private:
    Bytes m_bytes;
};

// USB 2.0, tables 9-12 and 9-13. A bulk endpoint's packets are of 512 bytes at high speed.
Descriptors interfaceOf(const UsbDeviceSpec::Setting &setting, bool highSpeed)
{
    Descriptors all;
    all.byte(9).byte(4).byte(0).byte(0).byte(static_cast<unsigned>(setting.endpoints.size()));
    all.byte(setting.classCode).byte(setting.subclass).byte(setting.protocol).byte(1);
    for (const UsbEndpointSpec &end : setting.endpoints) {
        const bool bulk = end.type == 2;
        all.byte(7).byte(5).byte(end.address).byte(end.type).word(bulk && highSpeed ? 512 : end.packet);
        all.byte(bulk ? 0 : highSpeed ? 4 : 1);
    }
    return all;
}

void send(int node, const Descriptors &what)
{
    if (::write(node, what.bytes().data(), what.size()) != static_cast<ssize_t>(what.size())) {
        impossible("descriptors");
    }
}

}  // namespace

UsbGadget::UsbGadget(const UsbDeviceSpec &spec, UsbFunction function, int controller)
    : m_function(std::move(function)), m_controller("dummy_udc." + std::to_string(controller)),
      m_name("hall" + std::to_string(controller)), m_gadget(gadgets + m_name)
{
    makeFolder(m_gadget);
    writeTo(m_gadget + "/idVendor", hex(spec.vendor));
    writeTo(m_gadget + "/idProduct", hex(spec.product));
    makeFolder(m_gadget + "/strings/0x409");
    if (!spec.serial.empty()) {
        writeTo(m_gadget + "/strings/0x409/serialnumber", spec.serial);
    }
    makeFolder(m_gadget + "/configs/c.1");
    const UsbDeviceSpec::Setting &setting = spec.settings.at(0);
    setting.classCode == 7 ? makePrinter() : makeFunctionFs(setting);
}

void UsbGadget::makeFunctionFs(const UsbDeviceSpec::Setting &setting)
{
    const std::string kind = "/functions/ffs." + m_name;
    makeFolder(m_gadget + kind);
    if (::symlink((m_gadget + kind).c_str(), (m_gadget + "/configs/c.1/ffs").c_str()) != 0) {
        impossible("link of the function");
    }
    m_mount = "/tmp/ffs-" + m_name;
    makeFolder(m_mount);
    if (::mount(m_name.c_str(), m_mount.c_str(), "functionfs", 0, nullptr) != 0) {
        impossible("mount functionfs");
    }
    const int control = ::open((m_mount + "/ep0").c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (control < 0) {
        impossible("ep0");
    }
    m_nodes.push_back(control);
    const Descriptors full = interfaceOf(setting, false);
    const Descriptors high = interfaceOf(setting, true);
    const auto count = static_cast<unsigned>(1 + setting.endpoints.size());
    Descriptors head;
    head.dword(FUNCTIONFS_DESCRIPTORS_MAGIC_V2).dword(5 * 4 + full.size() + high.size());
    head.dword(FUNCTIONFS_HAS_FS_DESC | FUNCTIONFS_HAS_HS_DESC).dword(count).dword(count);
    send(control, head.add(full).add(high));
    Descriptors words;
    words.word(0x0409).text("reader");
    Descriptors strings;
    strings.dword(FUNCTIONFS_STRINGS_MAGIC).dword(4 * 4 + words.size()).dword(1).dword(1);
    send(control, strings.add(words));
    for (std::size_t i = 0; i < setting.endpoints.size(); ++i) {
        const int node = ::open((m_mount + "/ep" + std::to_string(i + 1)).c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK);
        if (node < 0) {
            impossible("endpoint");
        }
        m_nodes.push_back(node);
        if ((setting.endpoints[i].address & 0x80) != 0) {
            m_threads.emplace_back([this, node] { give(node); });
        } else {
            m_threads.emplace_back([this, node] { take(node); });
        }
    }
    m_threads.emplace_back([this] { listenToEvents(); });
}

void UsbGadget::makePrinter()
{
    const std::string kind = "/functions/printer." + m_name;
    makeFolder(m_gadget + kind);
    writeTo(m_gadget + kind + "/pnp_string", "MFG:HALL;MDL:Receipts;CLS:PRINTER;");
    if (::symlink((m_gadget + kind).c_str(), (m_gadget + "/configs/c.1/printer").c_str()) != 0) {
        impossible("link of the function");
    }
}

UsbGadget::~UsbGadget()
{
    unplug();
    m_ending = true;
    for (std::thread &thread : m_threads) {
        thread.join();
    }
    for (const int node : m_nodes) {
        ::close(node);
    }
    ::unlink((m_gadget + "/configs/c.1/ffs").c_str());
    ::unlink((m_gadget + "/configs/c.1/printer").c_str());
    if (!m_mount.empty()) {
        ::umount2(m_mount.c_str(), MNT_DETACH);
    }
    for (const char *part : {"/configs/c.1", "/functions/ffs.", "/functions/printer.", "/strings/0x409", ""}) {
        const bool function = std::strncmp(part, "/functions", 10) == 0;
        ::rmdir((m_gadget + part + (function ? m_name : std::string())).c_str());
    }
}

void UsbGadget::plug()
{
    if (!m_plugged.exchange(true)) {
        writeTo(m_gadget + "/UDC", m_controller);
        if (m_mount.empty()) {
            openPrinter();
        }
    }
}

void UsbGadget::unplug()
{
    if (m_plugged.exchange(false)) {
        writeTo(m_gadget + "/UDC", "\n", false);
    }
}

// The control endpoint's own requests (enabled, suspended …) are read so that they do not pile up.
void UsbGadget::listenToEvents()
{
    usb_functionfs_event event{};
    while (!m_ending) {
        if (::read(m_nodes[0], &event, sizeof event) <= 0) {
            std::this_thread::sleep_for(look);
        }
    }
}

void UsbGadget::take(int node)
{
    Bytes buffer(largest);
    while (!m_ending) {
        const ssize_t got = ::read(node, buffer.data(), buffer.size());
        if (got <= 0) {
            std::this_thread::sleep_for(look);
            continue;
        }
        std::span<const unsigned char> left(buffer.data(), static_cast<std::size_t>(got));
        while (!left.empty() && m_plugged) {
            left = left.subspan(m_function.take(left));
            if (!left.empty()) {
                std::this_thread::sleep_for(look);
            }
        }
    }
}

void UsbGadget::give(int node)
{
    Bytes bytes;
    while (!m_ending) {
        if (bytes.empty()) {
            bytes = m_function.give(largest);
        }
        // What is said while nothing is plugged in is lost, as on a cable.
        if (bytes.empty() || ::write(node, bytes.data(), bytes.size()) < 0) {
            std::this_thread::sleep_for(look);
        }
        bytes.clear();
    }
}

// The printer's node belongs to a connection: it goes when the controller lets go.
void UsbGadget::openPrinter()
{
    const auto until = std::chrono::steady_clock::now() + 10s;
    int node = -1;
    while ((node = ::open("/dev/g_printer0", O_RDWR | O_CLOEXEC | O_NONBLOCK)) < 0) {
        if (std::chrono::steady_clock::now() > until) {
            impossible("/dev/g_printer0");
        }
        std::this_thread::sleep_for(look);
    }
    m_threads.emplace_back([this, node] {
        Bytes buffer(largest);
        Bytes answer;
        while (m_plugged) {
            const ssize_t got = ::read(node, buffer.data(), buffer.size());
            std::span<const unsigned char> left(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            while (!left.empty() && m_plugged) {
                left = left.subspan(m_function.take(left));
            }
            if (answer.empty()) {
                answer = m_function.give(largest);
            }
            if (!answer.empty() && ::write(node, answer.data(), answer.size()) > 0) {
                answer.clear();
            } else if (got <= 0) {
                std::this_thread::sleep_for(look);
            }
        }
        ::close(node);
    });
}

}  // namespace hall::device
