// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/cameracontrols.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace hall::device {

namespace {

constexpr int mostNodes = 64;        // /dev/videoN that are looked at
constexpr int exposureUnitUs = 100;  // of V4L2_CID_EXPOSURE_ABSOLUTE

int request(int node, unsigned long what, void *about)
{
    int result = -1;
    do {
        result = ::ioctl(node, what, about);
    } while (result < 0 && errno == EINTR);
    return result;
}

// Null when the camera has no such control, or none that can be set at all.
std::optional<v4l2_queryctrl> described(int node, unsigned id)
{
    v4l2_queryctrl control{};
    control.id = id;
    if (request(node, VIDIOC_QUERYCTRL, &control) != 0 || (control.flags & V4L2_CTRL_FLAG_DISABLED) != 0) {
        return std::nullopt;
    }
    return control;
}

std::string firstLine(const std::filesystem::path &file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

std::optional<CameraNode> nodeAt(int number)
{
    CameraNode found;
    found.path = "/dev/video" + std::to_string(number);
    const int node = ::open(found.path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (node < 0) {
        return std::nullopt;
    }
    v4l2_capability about{};
    const bool known = request(node, VIDIOC_QUERYCAP, &about) == 0;
    ::close(node);
    // One camera may have several nodes; the others carry data about its pictures.
    const auto can = (about.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? about.device_caps : about.capabilities;
    if (!known || (can & V4L2_CAP_VIDEO_CAPTURE) == 0) {
        return std::nullopt;
    }
    const auto *name = reinterpret_cast<const char *>(about.card);
    found.name.assign(name, ::strnlen(name, sizeof about.card));
    std::error_code none;
    const auto device = std::filesystem::canonical("/sys/class/video4linux/video" + std::to_string(number) + "/device",
                                                   none);  // the interface; above it the device
    if (!none) {
        found.serial = firstLine(device.parent_path() / "serial");
    }
    return found;
}

}  // namespace

// A setting, and what makes the camera choose it by itself.
struct CameraControls::Knob
{
    const char *name;
    unsigned value;      // V4L2_CID_…
    unsigned automatic;  // V4L2_CID_…; 0: the camera never chooses
    int choose;          // of `automatic`
    int byHand;
    int unit;  // of `value`, in ours
    std::optional<int> CameraSettings::*wish;
    static const std::array<Knob, 4> all;
};

// Exposure by hand leaves the gain to V4L2_CID_GAIN only where the camera does not count it to the exposure.
const std::array<CameraControls::Knob, 4> CameraControls::Knob::all{{
    {"exposure", V4L2_CID_EXPOSURE_ABSOLUTE, V4L2_CID_EXPOSURE_AUTO, V4L2_EXPOSURE_APERTURE_PRIORITY,
     V4L2_EXPOSURE_MANUAL, exposureUnitUs, &CameraSettings::exposureUs},
    {"gain", V4L2_CID_GAIN, V4L2_CID_AUTOGAIN, 1, 0, 1, &CameraSettings::gain},
    {"white balance", V4L2_CID_WHITE_BALANCE_TEMPERATURE, V4L2_CID_AUTO_WHITE_BALANCE, 1, 0, 1,
     &CameraSettings::whiteBalanceK},
    {"focus", V4L2_CID_FOCUS_ABSOLUTE, V4L2_CID_FOCUS_AUTO, 1, 0, 1, &CameraSettings::focus},
}};

std::vector<CameraNode> cameraNodes()
{
    std::vector<CameraNode> nodes;
    for (int number = 0; number < mostNodes; ++number) {
        if (auto node = nodeAt(number)) {
            nodes.push_back(std::move(*node));
        }
    }
    return nodes;
}

std::optional<CameraNode> cameraNode(std::string_view description, std::string_view serial)
{
    for (CameraNode &node : cameraNodes()) {
        const std::size_t both = std::min(description.size(), node.name.size());
        const bool named = both > 0 && description.substr(0, both) == std::string_view(node.name).substr(0, both);
        if (named && (serial.empty() || node.serial == serial)) {
            return std::move(node);
        }
    }
    return std::nullopt;
}

Result<CameraControls> CameraControls::open(const std::string &path)
{
    const int node = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (node < 0) {
        return fail(FaultCode::DeviceDisconnected, path + ": " + std::strerror(errno));
    }
    return CameraControls(node);
}

CameraControls::CameraControls(CameraControls &&other) noexcept : m_node(std::exchange(other.m_node, -1))
{
}

CameraControls &CameraControls::operator=(CameraControls &&other) noexcept
{
    std::swap(m_node, other.m_node);
    return *this;
}

CameraControls::~CameraControls()
{
    if (m_node >= 0) {
        ::close(m_node);
    }
}

bool CameraControls::set(unsigned id, int value) const
{
    const auto control = described(m_node, id);
    if (!control) {
        return false;
    }
    v4l2_control wanted{};
    wanted.id = id;
    wanted.value = std::clamp(value, control->minimum, control->maximum);
    return request(m_node, VIDIOC_S_CTRL, &wanted) == 0;
}

std::optional<int> CameraControls::get(unsigned id) const
{
    v4l2_control control{};
    control.id = id;
    if (!described(m_node, id) || request(m_node, VIDIOC_G_CTRL, &control) != 0) {
        return std::nullopt;
    }
    return control.value;
}

bool CameraControls::chooses(const Knob &knob) const
{
    const auto now = get(knob.automatic);
    return now && *now != knob.byHand;
}

// A value can be set only once the camera has stopped choosing it.
bool CameraControls::turn(const Knob &knob, std::optional<int> wished) const
{
    if (wished) {
        if (chooses(knob) && !set(knob.automatic, knob.byHand)) {
            return false;
        }
        return set(knob.value, *wished / knob.unit);
    }
    const auto now = get(knob.automatic);
    if (!now || *now != knob.byHand) {
        return true;  // it chooses already, or has nothing to choose
    }
    // Of the ways to choose an exposure a camera may know only the one that leaves the aperture as it is, or only all.
    return set(knob.automatic, knob.choose) ||
           (knob.automatic == V4L2_CID_EXPOSURE_AUTO && set(knob.automatic, V4L2_EXPOSURE_AUTO));
}

std::optional<LensFocus> CameraControls::focus() const
{
    const auto control = described(m_node, V4L2_CID_FOCUS_ABSOLUTE);
    if (!control || (control->flags & V4L2_CTRL_FLAG_READ_ONLY) != 0 || control->maximum <= control->minimum) {
        return std::nullopt;
    }
    return LensFocus{control->minimum, control->maximum, std::max(1, control->step), current().focus};
}

bool CameraControls::setFocus(std::optional<int> value) const
{
    return turn(Knob::all.back(), value);
}

std::vector<std::string> CameraControls::apply(const CameraSettings &wished) const
{
    std::vector<std::string> missing;
    if (wished.mainsHz != 0) {
        const int mains =
            wished.mainsHz == 60 ? V4L2_CID_POWER_LINE_FREQUENCY_60HZ : V4L2_CID_POWER_LINE_FREQUENCY_50HZ;
        if (!set(V4L2_CID_POWER_LINE_FREQUENCY, mains)) {
            missing.emplace_back("mains");
        }
    }
    for (const Knob &knob : Knob::all) {
        // The gain stays as it is: many cameras count it to the exposure, which then cannot be chosen without it.
        const bool leave = knob.value == V4L2_CID_GAIN && !wished.gain;
        if (!leave && !turn(knob, wished.*knob.wish)) {
            missing.emplace_back(knob.name);
        }
    }
    return missing;
}

CameraSettings CameraControls::current() const
{
    CameraSettings now;
    const auto mains = get(V4L2_CID_POWER_LINE_FREQUENCY);
    now.mainsHz = mains == V4L2_CID_POWER_LINE_FREQUENCY_50HZ   ? 50
                  : mains == V4L2_CID_POWER_LINE_FREQUENCY_60HZ ? 60
                                                                : 0;
    for (const Knob &knob : Knob::all) {
        const auto value = chooses(knob) ? std::nullopt : get(knob.value);
        if (value) {
            now.*knob.wish = *value * knob.unit;
        }
    }
    return now;
}

std::optional<CameraLight> CameraControls::light() const
{
    const bool any = std::any_of(Knob::all.begin(), Knob::all.end(), [this](const Knob &knob) {
        return knob.value != V4L2_CID_FOCUS_ABSOLUTE && get(knob.value).has_value();
    });
    const CameraSettings now = current();
    return any ? std::optional(CameraLight{now.exposureUs, now.gain, now.whiteBalanceK}) : std::nullopt;
}

std::optional<CameraLight> CameraControls::holdLight() const
{
    std::vector<std::pair<const Knob *, int>> chosen;
    for (const Knob &knob : Knob::all) {
        // The gain belongs to what was chosen also where nothing but the exposure says that it is chosen.
        const auto value = get(knob.value);
        if (value && knob.value != V4L2_CID_FOCUS_ABSOLUTE && (chooses(knob) || knob.value == V4L2_CID_GAIN)) {
            chosen.emplace_back(&knob, *value);
        }
    }
    // Stopped, some cameras fall back to a value of their own: what they had chosen is set again.
    for (const auto &[knob, value] : chosen) {
        if (!chooses(*knob) || set(knob->automatic, knob->byHand)) {
            (void)set(knob->value, value);
        }
    }
    return light();
}

bool CameraControls::setLight(const CameraLight &light) const
{
    CameraSettings wished;
    wished.exposureUs = light.exposureUs;
    wished.gain = light.gain;
    wished.whiteBalanceK = light.whiteBalanceK;
    return std::all_of(Knob::all.begin(), Knob::all.end(), [this, &wished](const Knob &knob) {
        const bool leave = knob.value == V4L2_CID_FOCUS_ABSOLUTE || (knob.value == V4L2_CID_GAIN && !wished.gain);
        return leave || turn(knob, wished.*knob.wish);
    });
}

}  // namespace hall::device
