// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/usbcamera.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace hall::device {

namespace {

using namespace std::chrono_literals;
using Control = UsbCameraControl;

constexpr const char *controller = "/sys/devices/platform/vhci_hcd.0/";
constexpr int port = 0;               // of its high speed hub
constexpr int highSpeed = 3;          // enum usb_device_speed
constexpr int deviceId = 0x00010002;  // bus and device at the far end, of no meaning here

// USB/IP: commands and the length of every header.
constexpr std::uint32_t submit = 1;
constexpr std::uint32_t unlink = 2;
constexpr std::uint32_t submitted = 3;
constexpr std::uint32_t unlinked = 4;
constexpr std::size_t headerBytes = 48;

constexpr unsigned cameraTerminal = 1;
constexpr unsigned processingUnit = 2;
constexpr unsigned outputTerminal = 3;
constexpr unsigned picturePipe = 0x81;
constexpr std::uint32_t interval = 2'000'000;  // 100 ns: 5 pictures a second, which is enough for an emulated machine
constexpr auto period = 200ms;
constexpr std::uint32_t payload = 0x4000;  // bytes of one transfer of the picture pipe, its two of header included

// UVC 1.1, table A-8.
enum Request : unsigned
{
    SetCur = 0x01,
    GetCur = 0x81,
    GetMin = 0x82,
    GetMax = 0x83,
    GetRes = 0x84,
    GetLen = 0x85,
    GetInfo = 0x86,
    GetDef = 0x87
};

[[noreturn]] void impossible(const std::string &what)
{
    std::fprintf(stderr, "usb camera: %s: %s\n", what.c_str(), std::strerror(errno));
    std::abort();
}

bool tell(const char *file, const std::string &text)
{
    const int node = ::open((controller + std::string(file)).c_str(), O_WRONLY | O_CLOEXEC);
    const bool done = node >= 0 && ::write(node, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (node >= 0) {
        ::close(node);
    }
    return done;
}

// Little-endian, as everything in USB.
class Descriptor
{
public:
    Descriptor &bytes(std::initializer_list<unsigned> values)
    {
        for (const unsigned value : values) {
            m_bytes.push_back(static_cast<unsigned char>(value));
        }
        return *this;
    }
    Descriptor &number(std::uint32_t value, int bytes)
    {
        for (int i = 0; i < bytes; ++i) {
            m_bytes.push_back(static_cast<unsigned char>(value >> (8 * i)));
        }
        return *this;
    }
    Descriptor &add(const Descriptor &more)
    {
        m_bytes.insert(m_bytes.end(), more.m_bytes.begin(), more.m_bytes.end());
        return *this;
    }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_bytes.size()); }
    [[nodiscard]] const Bytes &all() const { return m_bytes; }

private:
    Bytes m_bytes;
};

std::uint32_t bigEndian(const unsigned char *from)
{
    std::uint32_t value = 0;
    std::memcpy(&value, from, sizeof value);
    return ntohl(value);
}

std::uint32_t littleEndian(const Bytes &from, std::size_t at, std::size_t bytes)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes && at + i < from.size(); ++i) {
        value |= static_cast<std::uint32_t>(from[at + i]) << (8 * i);
    }
    return value;
}

bool readAll(int socket, unsigned char *to, std::size_t bytes)
{
    while (bytes > 0) {
        const ssize_t got = ::recv(socket, to, bytes, 0);
        if (got <= 0) {
            return false;
        }
        to += got;
        bytes -= static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace

// UVC 1.1, tables for the selectors, 4.2.2.1 and 4.2.2.3 for lengths.
struct UsbCamera::Entry
{
    Control control;
    unsigned entity;
    unsigned selector;
    unsigned bit;  // in bmControls of its terminal or unit
    unsigned bytes;
    int least;
    int most;
    int step;  // of the exposure mode: the modes there are
    int usual;
    Control chosenBy;  // the switch that takes it out of hand; itself: none
    int byHand;        // value of that switch

    static const std::array<Entry, 8> all;
    static const Entry *of(Control which)
    {
        const auto found = std::find_if(all.begin(), all.end(), [&](const Entry &e) { return e.control == which; });
        return &*found;
    }
};

const std::array<UsbCamera::Entry, 8> UsbCamera::Entry::all{{
    {Control::ExposureMode, cameraTerminal, 0x02, 1, 1, 1, 8, 0x09, 8, Control::ExposureMode, 0},
    {Control::Exposure, cameraTerminal, 0x04, 3, 4, 1, 5000, 1, 166, Control::ExposureMode, 1},
    {Control::FocusAuto, cameraTerminal, 0x08, 17, 1, 0, 1, 1, 1, Control::FocusAuto, 0},
    {Control::Focus, cameraTerminal, 0x06, 5, 2, 0, 255, 5, 0, Control::FocusAuto, 0},
    {Control::Gain, processingUnit, 0x04, 9, 2, 0, 64, 1, 16, Control::Gain, 0},
    {Control::PowerLine, processingUnit, 0x05, 10, 1, 0, 2, 1, 2, Control::PowerLine, 0},
    {Control::WhiteBalanceAuto, processingUnit, 0x0B, 12, 1, 0, 1, 1, 1, Control::WhiteBalanceAuto, 0},
    {Control::WhiteBalance, processingUnit, 0x0A, 6, 2, 2800, 6500, 10, 4600, Control::WhiteBalanceAuto, 0},
}};

struct UsbCamera::Call
{
    std::uint32_t number = 0;
    bool in = false;
    unsigned endpoint = 0;
    std::size_t length = 0;
    std::array<unsigned char, 8> setup{};
    Bytes data;

    [[nodiscard]] unsigned type() const { return setup[0]; }
    [[nodiscard]] unsigned request() const { return setup[1]; }
    [[nodiscard]] unsigned valueLow() const { return setup[2]; }
    [[nodiscard]] unsigned valueHigh() const { return setup[3]; }
    [[nodiscard]] unsigned indexLow() const { return setup[4]; }
    [[nodiscard]] unsigned indexHigh() const { return setup[5]; }
};

UsbCamera::UsbCamera(UsbCameraSpec spec, Picture picture) : m_spec(std::move(spec)), m_picture(std::move(picture))
{
    for (const Entry &entry : Entry::all) {
        m_values[entry.control] = entry.usual;
    }
    // What it has chosen is not what it falls back to when it stops choosing.
    m_values[Control::Exposure] = 333;
    m_values[Control::Focus] = 85;
    m_values[Control::WhiteBalance] = 5200;
}

UsbCamera::~UsbCamera()
{
    unplug();
}

void UsbCamera::plug()
{
    if (m_plugged.exchange(true)) {
        return;
    }
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        impossible("socketpair");
    }
    m_socket = ends[0];
    m_threads.emplace_back([this, socket = ends[0]] { serve(socket); });
    m_threads.emplace_back([this, socket = ends[0]] { stream(socket); });
    const std::string line = std::to_string(port) + ' ' + std::to_string(ends[1]) + ' ' + std::to_string(deviceId) +
                             ' ' + std::to_string(highSpeed);
    // The port is free again a while after it was let go.
    for (int tries = 0; !tell("attach", line); ++tries) {
        if (tries == 200) {
            impossible("attach " + line);
        }
        std::this_thread::sleep_for(50ms);
    }
    ::close(ends[1]);
}

void UsbCamera::unplug()
{
    if (!m_plugged.exchange(false)) {
        return;
    }
    (void)tell("detach", std::to_string(port));
    ::shutdown(m_socket, SHUT_RDWR);
    m_asked.notify_all();
    for (std::thread &thread : m_threads) {
        thread.join();
    }
    m_threads.clear();
    ::close(m_socket);
    const std::lock_guard lock(m_mutex);
    m_waiting.clear();
}

void UsbCamera::stall(bool on)
{
    m_stalled = on;
}

void UsbCamera::halve(bool on)
{
    m_halved = on;
}

int UsbCamera::value(UsbCameraControl control) const
{
    const std::lock_guard lock(m_mutex);
    return m_values.at(control);
}

int UsbCamera::changes() const
{
    const std::lock_guard lock(m_mutex);
    return m_changes;
}

int UsbCamera::sent() const
{
    const std::lock_guard lock(m_mutex);
    return m_sent;
}

std::pair<int, int> UsbCamera::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_spec.sizes.at(m_frame);
}

void UsbCamera::serve(int socket)
{
    std::array<unsigned char, headerBytes> header{};
    while (m_plugged && readAll(socket, header.data(), header.size())) {
        Call call;
        call.number = bigEndian(&header[4]);
        if (bigEndian(header.data()) == unlink) {
            const std::uint32_t which = bigEndian(&header[20]);
            const std::lock_guard lock(m_mutex);
            const auto gone =
                std::remove_if(m_waiting.begin(), m_waiting.end(), [&](const auto &one) { return one.first == which; });
            const bool waited = gone != m_waiting.end();
            m_waiting.erase(gone, m_waiting.end());
            std::array<std::uint32_t, headerBytes / 4> back{};
            back[0] = htonl(unlinked);
            back[1] = htonl(call.number);
            back[5] = htonl(static_cast<std::uint32_t>(waited ? -ECONNRESET : 0));
            (void)::send(socket, back.data(), headerBytes, MSG_NOSIGNAL);
            continue;
        }
        if (bigEndian(header.data()) != submit) {
            impossible("a message that is none");
        }
        call.in = bigEndian(&header[12]) == 1;
        call.endpoint = bigEndian(&header[16]);
        call.length = bigEndian(&header[24]);
        std::copy(header.begin() + 40, header.end(), call.setup.begin());
        call.data.resize(call.in ? 0 : call.length);
        if (!readAll(socket, call.data.data(), call.data.size())) {
            break;
        }
        if (call.endpoint != 0) {
            const std::lock_guard lock(m_mutex);
            m_waiting.emplace_back(call.number, call.length);
            m_asked.notify_all();
            continue;
        }
        Bytes data;
        const bool known = forUs(call, data);
        data.resize(std::min(data.size(), call.length));
        const std::lock_guard lock(m_mutex);
        answer(socket, call, known ? 0 : -EPIPE, data);
    }
}

// With m_mutex held.
void UsbCamera::answer(int socket, const Call &call, int status, const Bytes &data)
{
    std::array<std::uint32_t, headerBytes / 4> back{};
    back[0] = htonl(submitted);
    back[1] = htonl(call.number);
    back[5] = htonl(static_cast<std::uint32_t>(status));
    back[6] = htonl(static_cast<std::uint32_t>(call.in ? data.size() : call.length));
    Bytes message(headerBytes + data.size());
    std::memcpy(message.data(), back.data(), headerBytes);
    std::copy(data.begin(), data.end(), message.begin() + headerBytes);
    std::size_t done = 0;
    while (done < message.size()) {
        const ssize_t put = ::send(socket, message.data() + done, message.size() - done, MSG_NOSIGNAL);
        if (put <= 0) {
            return;
        }
        done += static_cast<std::size_t>(put);
    }
}

// UVC 1.1, 2.4.3.1: a picture is cut into transfers with a header of two bytes each, whose bits say which of two
// pictures in turn it belongs to and where it ends.
void UsbCamera::stream(int socket)
{
    bool odd = false;
    auto next = std::chrono::steady_clock::now();
    while (m_plugged) {
        std::unique_lock lock(m_mutex);
        if (m_waiting.empty() || m_stalled) {
            m_asked.wait_for(lock, 20ms);
            continue;
        }
        const auto [width, height] = m_spec.sizes.at(m_frame);
        lock.unlock();
        std::this_thread::sleep_until(next);
        next = std::max(next + period, std::chrono::steady_clock::now());
        Bytes picture = m_picture(width, height);
        picture.resize(m_halved ? picture.size() / 2 : picture.size());
        lock.lock();
        std::size_t done = 0;
        while (m_plugged && done < picture.size()) {
            if (m_waiting.empty()) {
                m_asked.wait_for(lock, 20ms);
                continue;
            }
            const auto [number, most] = m_waiting.front();
            m_waiting.pop_front();
            const std::size_t count = std::min({most, std::size_t(payload), picture.size() - done + 2}) - 2;
            const bool last = done + count == picture.size();
            Bytes part{2, static_cast<unsigned char>(0x80 | (last ? 2 : 0) | (odd ? 1 : 0))};
            part.insert(part.end(), picture.begin() + static_cast<std::ptrdiff_t>(done),
                        picture.begin() + static_cast<std::ptrdiff_t>(done + count));
            Call call;
            call.number = number;
            call.in = true;
            answer(socket, call, 0, part);
            done += count;
        }
        odd = !odd;
        ++m_sent;
    }
}

bool UsbCamera::forUs(const Call &call, Bytes &data)
{
    const unsigned kind = call.type() & 0x60;
    if (kind == 0) {
        return standard(call, data);
    }
    if (kind != 0x20) {
        return false;
    }
    return call.indexLow() == 1 ? negotiate(call, data) : control(call, data);
}

// USB 2.0, 9.4.
bool UsbCamera::standard(const Call &call, Bytes &data) const
{
    switch (call.request()) {
    case 0:  // GET_STATUS
        data = {0, 0};
        return true;
    case 1:   // CLEAR_FEATURE
    case 9:   // SET_CONFIGURATION
    case 11:  // SET_INTERFACE
        return true;
    case 6:  // GET_DESCRIPTOR
        data = call.valueHigh() == 1   ? device()
               : call.valueHigh() == 2 ? configuration()
               : call.valueHigh() == 3 ? words(static_cast<int>(call.valueLow()))
                                       : Bytes();
        return !data.empty();
    default:
        return false;
    }
}

// UVC 1.1, 4.2. A value that the camera chooses itself cannot be set, and falls to its usual one when it stops
// choosing.
bool UsbCamera::control(const Call &call, Bytes &data)
{
    const auto found = std::find_if(Entry::all.begin(), Entry::all.end(), [&](const Entry &e) {
        return e.entity == call.indexHigh() && e.selector == call.valueHigh();
    });
    if (found == Entry::all.end() ||
        std::find(m_spec.lacks.begin(), m_spec.lacks.end(), found->control) != m_spec.lacks.end()) {
        return false;
    }
    const std::lock_guard lock(m_mutex);
    const auto give = [&](int value) {
        data = Descriptor().number(static_cast<std::uint32_t>(value), static_cast<int>(found->bytes)).all();
        return true;
    };
    switch (call.request()) {
    case SetCur: {
        const int value = static_cast<int>(littleEndian(call.data, 0, found->bytes));
        const bool chosen = found->chosenBy != found->control && m_values.at(found->chosenBy) != found->byHand;
        if (chosen || value < found->least || value > found->most) {
            return false;
        }
        m_values[found->control] = value;
        ++m_changes;
        for (const Entry &entry : Entry::all) {
            if (entry.chosenBy == found->control && entry.control != found->control && value == entry.byHand) {
                m_values[entry.control] = entry.usual;
            }
        }
        return true;
    }
    case GetCur:
        return give(m_values.at(found->control));
    case GetMin:
        return give(found->least);
    case GetMax:
        return give(found->most);
    case GetRes:
        return give(found->step);
    case GetDef:
        return give(found->usual);
    case GetInfo:
        data = {3};  // may be read and set
        return true;
    case GetLen:
        data = {static_cast<unsigned char>(found->bytes), 0};
        return true;
    default:
        return false;
    }
}

// UVC 1.1, 4.3.1.1: what is proposed (probe) and what holds (commit).
bool UsbCamera::negotiate(const Call &call, Bytes &data)
{
    const bool probeOrCommit = call.valueHigh() == 1 || call.valueHigh() == 2;
    if (!probeOrCommit) {
        return false;
    }
    const std::lock_guard lock(m_mutex);
    if (call.request() == SetCur) {
        const auto frame = littleEndian(call.data, 3, 1);
        m_frame = frame >= 1 && frame <= m_spec.sizes.size() ? frame - 1 : 0;
        return true;
    }
    data = negotiated();
    if (call.request() == GetLen) {
        data = {static_cast<unsigned char>(data.size()), 0};
    } else if (call.request() == GetInfo) {
        data = {3};
    }
    return true;
}

// With m_mutex held. Table 4-75.
Bytes UsbCamera::negotiated() const
{
    const auto [width, height] = m_spec.sizes.at(m_frame);
    Descriptor all;
    all.number(1, 2).bytes({1, static_cast<unsigned>(m_frame + 1)}).number(interval, 4);
    all.number(0, 2).number(0, 2).number(0, 2).number(0, 2).number(0, 2);
    all.number(static_cast<std::uint32_t>(width * height * 2), 4).number(payload, 4).number(48'000'000, 4);
    return all.bytes({3, 1, 1, 1}).all();
}

Bytes UsbCamera::device() const
{
    Descriptor all;
    all.bytes({18, 1}).number(0x0200, 2).bytes({0xEF, 2, 1, 64});
    all.number(0x1209, 2).number(0x0001, 2).number(0x0100, 2).bytes({1, 2, 3, 1});  // for tests, pid.codes
    return all.all();
}

Bytes UsbCamera::words(int index) const
{
    if (index == 0) {
        return {4, 3, 0x09, 0x04};
    }
    const std::string text = index == 1 ? "HALL" : index == 2 ? m_spec.name : m_spec.serial;
    Descriptor all;
    all.bytes({static_cast<unsigned>(2 + 2 * text.size()), 3});
    for (const char letter : text) {
        all.bytes({static_cast<unsigned char>(letter), 0});
    }
    return all.all();
}

// UVC 1.1, 3: an interface that controls and one that streams, over a bulk endpoint.
Bytes UsbCamera::configuration() const
{
    const auto controls = [this](unsigned entity) {
        std::uint32_t bits = 0;
        for (const Entry &entry : Entry::all) {
            const bool lacking =
                std::find(m_spec.lacks.begin(), m_spec.lacks.end(), entry.control) != m_spec.lacks.end();
            bits |= entry.entity == entity && !lacking ? 1U << entry.bit : 0U;
        }
        return bits;
    };
    Descriptor units;
    units.bytes({18, 0x24, 0x02, cameraTerminal})
        .number(0x0201, 2)
        .bytes({0, 0})
        .number(0, 2)
        .number(0, 2)
        .number(0, 2);
    units.bytes({3}).number(controls(cameraTerminal), 3);
    units.bytes({12, 0x24, 0x05, processingUnit, cameraTerminal}).number(0, 2).bytes({2});
    units.number(controls(processingUnit), 2).bytes({0, 0});
    units.bytes({9, 0x24, 0x03, outputTerminal}).number(0x0101, 2).bytes({0, processingUnit, 0});

    Descriptor formats;
    formats.bytes({11, 0x24, 0x06, 1, static_cast<unsigned>(m_spec.sizes.size()), 1, 1, 0, 0, 0, 0});
    for (std::size_t i = 0; i < m_spec.sizes.size(); ++i) {
        const auto [width, height] = m_spec.sizes[i];
        const auto bytes = static_cast<std::uint32_t>(width * height * 2);
        formats.bytes({30, 0x24, 0x07, static_cast<unsigned>(i + 1), 0});
        formats.number(static_cast<std::uint32_t>(width), 2).number(static_cast<std::uint32_t>(height), 2);
        formats.number(bytes * 8, 4).number(bytes * 8 * 5, 4).number(bytes, 4).number(interval, 4);
        formats.bytes({1}).number(interval, 4);
    }
    formats.bytes({6, 0x24, 0x0D, 1, 1, 4});

    Descriptor body;
    body.bytes({8, 0x0B, 0, 2, 0x0E, 3, 0, 2});
    body.bytes({9, 4, 0, 0, 0, 0x0E, 1, 0, 2});
    body.bytes({13, 0x24, 0x01}).number(0x0110, 2).number(13 + units.size(), 2).number(48'000'000, 4).bytes({1, 1});
    body.add(units);
    body.bytes({9, 4, 1, 0, 1, 0x0E, 2, 0, 0});
    body.bytes({14, 0x24, 0x01, 1})
        .number(14 + formats.size(), 2)
        .bytes({picturePipe, 0, outputTerminal, 0, 0, 0, 1, 0});
    body.add(formats);
    body.bytes({7, 5, picturePipe, 2}).number(512, 2).bytes({0});
    Descriptor all;
    all.bytes({9, 2}).number(9 + body.size(), 2).bytes({2, 1, 0, 0x80, 50});
    return all.add(body).all();
}

}  // namespace hall::device
