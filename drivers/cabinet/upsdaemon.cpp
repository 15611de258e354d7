// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/cabinet/upsdaemon.h"

#include <utility>

namespace hall::device {

namespace {

constexpr std::size_t readAtMost = 512;

Done refusal(const std::string &name)
{
    if (name == "ACCESS-DENIED") {
        return fail(FaultCode::DeviceUnauthorised, "upsd: " + name);
    }
    if (name == "UNKNOWN-UPS") {
        return fail(FaultCode::BadArgument, "upsd knows no such UPS");
    }
    if (name == "DATA-STALE" || name == "DRIVER-NOT-CONNECTED") {
        return fail(FaultCode::DeviceDisconnected, "upsd: " + name);
    }
    return fail(FaultCode::DeviceProtocol, "upsd: " + name.substr(0, 40));
}

}  // namespace

UpsDaemon::UpsDaemon(std::shared_ptr<ByteTransport> line, std::string ups, UpsOptions options)
    : m_line(std::move(line)), m_ups(std::move(ups)), m_options(std::move(options)), m_board(m_options.id)
{
}

UpsDaemon::~UpsDaemon()
{
    UpsDaemon::stop();
}

void UpsDaemon::start()
{
    if (!m_keeper) {
        m_keeper =
            std::make_unique<LineKeeper>(m_line, m_board, m_options.line,
                                         [this](LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop) {
                                             return talk(keeper, line, stop);
                                         });
    }
}

void UpsDaemon::stop()
{
    if (m_keeper) {
        m_keeper.reset();
        showStopped(m_board);
    }
}

Result<std::string> UpsDaemon::get(ByteTransport &line, const char *variable, const std::stop_token &stop)
{
    const std::string question = "GET VAR " + m_ups + " " + variable + "\n";
    const std::span bytes(reinterpret_cast<const unsigned char *>(question.data()), question.size());
    if (const Done sent = sendAll(line, bytes, m_options.writeTime); !sent) {
        return fail(sent.error());
    }
    const auto until = Monotonic::now() + m_options.answerTime;
    while (!stop.stop_requested() && Monotonic::now() < until) {
        const Result<Bytes> got = line.read(readAtMost, m_options.look);
        if (!got) {
            return fail(got.error());
        }
        for (const std::string &text : m_lines.take(*got)) {
            const auto answer = nutAnswer(text);
            if (!answer) {
                return fail(FaultCode::DeviceProtocol, "upsd answers with no answer");
            }
            if (answer->error == "VAR-NOT-SUPPORTED") {
                return std::string();
            }
            if (!answer->error.empty()) {
                return fail(refusal(answer->error).error());
            }
            if (answer->variable == variable && answer->ups == m_ups) {
                return answer->value;
            }
        }
    }
    return fail(FaultCode::DeviceTimeout, "upsd is silent");
}

void UpsDaemon::look(std::function<void(Done)> done)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_talking) {
            m_looks.push_back(std::move(done));
            m_wanted.notify_all();
            return;
        }
    }
    done(fail(FaultCode::DeviceNotReady));
}

std::vector<std::function<void(Done)>> UpsDaemon::asked()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_looks, {});
}

Done UpsDaemon::talk(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop)
{
    m_lines.reset();
    {
        const std::lock_guard lock(m_mutex);
        m_talking = true;
    }
    Done done;
    std::string serial;
    // A look is answered by a round that began after it was asked for.
    std::vector<std::function<void(Done)>> looks;
    while (done && !stop.stop_requested()) {
        looks = asked();
        done = round(keeper, line, serial, stop);
        if (done && !stop.stop_requested()) {
            for (const auto &look : std::exchange(looks, {})) {
                look({});
            }
            std::unique_lock lock(m_mutex);
            m_wanted.wait_for(lock, stop, m_options.askEvery, [this] { return !m_looks.empty(); });
        }
    }
    {
        const std::lock_guard lock(m_mutex);
        m_talking = false;
    }
    const Done ended = done ? fail(FaultCode::DeviceCancelled) : done;
    for (const auto &late : asked()) {
        looks.push_back(late);
    }
    for (const auto &look : looks) {
        look(ended);
    }
    return done;
}

Done UpsDaemon::round(LineKeeper &keeper, ByteTransport &line, std::string &serial, const std::stop_token &stop)
{
    const Result<std::string> status = get(line, "ups.status", stop);
    const Result<std::string> runtime = status ? get(line, "battery.runtime", stop) : status;
    if (runtime && serial.empty()) {  // a driver that has just started does not know it yet
        if (Result<std::string> told = get(line, "device.serial", stop)) {
            serial = std::move(*told);
        }
    }
    if (stop.stop_requested()) {
        return {};
    }
    if (!runtime) {
        return fail(runtime.error());
    }
    keeper.works();
    const auto power = powerOf(*status);
    const auto minutes = minutesOf(*runtime);
    m_board.change([&](Snapshot &s) {
        s.link = Link::Ready;
        s.fault.reset();
        s.facts["power"] = power ? Fact(*power) : Fact(Unknown{});
        s.facts["minutes"] = minutes ? Fact(std::int64_t(*minutes)) : Fact(Unknown{});
        s.facts["battery"] = std::string(batteryWorn(*status) ? "worn" : "ok");
        if (!serial.empty()) {
            s.facts["identity"] = serial;
        }
    });
    return {};
}

}  // namespace hall::device
