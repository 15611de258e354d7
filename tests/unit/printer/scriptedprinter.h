// SPDX-License-Identifier: GPL-3.0-or-later
// A printer at the other end of a byte pipe that does as a script says, and the driver on it.
#pragma once

#include "drivers/printer/escposprinter.h"

#include <QString>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <random>
#include <string>

namespace hall::device {
using namespace std::chrono_literals;

// What the other end of the pipe does. Answers status, clearing and markers; everything else is paper.
struct Script
{
    std::mutex mutex;
    std::condition_variable changed;

    // The state, as the answers to DLE EOT 1 to 4.
    unsigned char status[5] = {0, 0x12, 0x12, 0x12, 0x12};
    bool reachable = true;
    bool silent = false;
    bool answersMarkers = true;
    std::string foreignId;  // sent instead of the right process id
    // The pipe.
    std::size_t atMostPerWrite = 1 << 20;
    std::size_t jobByteLimit = SIZE_MAX;                             // then no byte is taken any more
    std::function<void(Script &, std::size_t jobBytes)> onJobBytes;  // after each taken piece, with the lock held
    std::function<void(Script &)> onQuestion;                        // before each answer to DLE EOT
    std::chrono::milliseconds afterWrite{0};                         // a slow line
    std::chrono::milliseconds hangFor{0};                            // a write that ignores its time
    bool gone = false;                                               // the connection breaks at the next call

    Bytes paper;     // everything that is not status or clearing
    Bytes incoming;  // what the driver has not read yet
    int opened = 0;
    int cleared = 0;

    void set(int query, int bits)
    {
        const std::lock_guard lock(mutex);
        status[query] = static_cast<unsigned char>(0x12 | bits);
        changed.notify_all();
    }
    [[nodiscard]] Bytes paperSoFar()
    {
        const std::lock_guard lock(mutex);
        return paper;
    }
};

inline bool endsWith(const Bytes &bytes, const Bytes &end)
{
    return bytes.size() >= end.size() && std::equal(end.rbegin(), end.rend(), bytes.rbegin());
}

class ScriptedTransport final : public ByteTransport
{
public:
    explicit ScriptedTransport(std::shared_ptr<Script> script) : m_script(std::move(script)) {}

    Done open(std::chrono::milliseconds) override
    {
        const std::lock_guard lock(m_script->mutex);
        if (!m_script->reachable) {
            return fail(FaultCode::DeviceDisconnected, "refused");
        }
        ++m_script->opened;
        m_script->gone = false;
        m_script->incoming.clear();
        m_open = true;
        return {};
    }
    void close() noexcept override { m_open = false; }
    [[nodiscard]] bool isOpen() const override { return m_open; }

    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override
    {
        std::unique_lock lock(m_script->mutex);
        if (m_script->gone) {
            m_open = false;
            return {0, Fault(FaultCode::DeviceDisconnected, "broken")};
        }
        if (isStatus(data)) {
            if (m_script->onQuestion) {
                m_script->onQuestion(*m_script);
            }
            if (!m_script->silent) {
                m_script->incoming.push_back(m_script->status[data[2]]);
            }
            return {data.size(), {}};
        }
        if (data.size() == 10 && data[0] == 0x10) {
            ++m_script->cleared;
            if (!m_script->silent) {
                m_script->incoming.insert(m_script->incoming.end(), {0x37, 0x25, 0x00});
            }
            return {data.size(), {}};
        }
        if (m_script->hangFor > 0ms) {
            m_script->changed.wait_for(lock, m_script->hangFor, [] { return false; });
            return {0, Fault(FaultCode::DeviceDisconnected, "hung and broke")};
        }
        return paper(data, atMost, lock);
    }

    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override
    {
        std::unique_lock lock(m_script->mutex);
        m_script->changed.wait_for(lock, atMost, [this] { return m_script->gone || !m_script->incoming.empty(); });
        if (m_script->gone) {
            m_open = false;
            return fail(FaultCode::DeviceDisconnected, "broken");
        }
        Bytes &incoming = m_script->incoming;
        const auto count = static_cast<std::ptrdiff_t>(std::min(atMostBytes, incoming.size()));
        Bytes got(incoming.begin(), incoming.begin() + count);
        incoming.erase(incoming.begin(), incoming.begin() + count);
        return got;
    }

private:
    static bool isStatus(std::span<const unsigned char> data)
    {
        return data.size() == 3 && data[0] == 0x10 && data[1] == 0x04 && data[2] >= 1 && data[2] <= 4;
    }

    Written paper(std::span<const unsigned char> data, std::chrono::milliseconds atMost,
                  std::unique_lock<std::mutex> &lock)
    {
        Script &script = *m_script;
        const std::size_t room = script.jobByteLimit - std::min(script.jobByteLimit, script.paper.size());
        const std::size_t taken = std::min({data.size(), script.atMostPerWrite, room});
        script.paper.insert(script.paper.end(), data.begin(), data.begin() + static_cast<std::ptrdiff_t>(taken));
        if (script.afterWrite > 0ms) {
            script.changed.wait_for(lock, std::min(script.afterWrite, atMost), [] { return false; });
        }
        if (taken == 0) {
            script.changed.wait_for(lock, atMost, [] { return false; });
            return {0, Fault(FaultCode::DeviceTimeout)};
        }
        if (script.answersMarkers) {
            answerMarker(script);
        }
        if (script.onJobBytes) {
            script.onJobBytes(script, script.paper.size());
        }
        return {taken, taken < data.size() ? std::optional(Fault(FaultCode::DeviceTimeout)) : std::nullopt};
    }

    static void answerMarker(Script &script)
    {
        const Bytes &paper = script.paper;
        if (endsWith(paper, {0x1D, 0x72, 0x01})) {
            script.incoming.push_back(0x00);
        }
        if (paper.size() >= 11) {
            const Bytes tail(paper.end() - 11, paper.end());
            if (Bytes(tail.begin(), tail.begin() + 7) == Bytes{0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30}) {
                std::string id(tail.begin() + 7, tail.end());
                if (!script.foreignId.empty()) {
                    id = script.foreignId;
                }
                script.incoming.insert(script.incoming.end(), {0x37, 0x22});
                script.incoming.insert(script.incoming.end(), id.begin(), id.end());
                script.incoming.push_back(0x00);
            }
        }
        script.changed.notify_all();
    }

    std::shared_ptr<Script> m_script;
    bool m_open = false;
};

inline PrinterProfile profileOf(char proof)
{
    PrinterProfile profile;
    profile.proof = proof;
    return profile;
}

inline PrintJob someJob(const std::string &id)
{
    std::mt19937 random(1);
    RasterBand band{576, 400, Bytes(72 * 400)};
    for (unsigned char &byte : band.bits) {
        byte = static_cast<unsigned char>(random());
    }
    return {id, {band}, 0, true};
}

// A printer, its script, and the waiting for both.
class Rig
{
    // First, because the printer still reports while it is taken down.
    std::mutex m_mutex;
    std::condition_variable m_news;
    Snapshot m_last;

public:
    explicit Rig(char proof, const std::function<void(EscposPrinter::Options &)> &adjust = {})
        : Rig(profileOf(proof), adjust)
    {
    }
    explicit Rig(const PrinterProfile &profile, const std::function<void(EscposPrinter::Options &)> &adjust = {})
    {
        EscposPrinter::Options options;
        options.pollEvery = 20ms;
        options.answerWithin = 100ms;
        options.recovery.pauses = {10ms, 20ms, 40ms, 80ms};
        options.limits.pollEvery = 20ms;
        options.limits.stall = 300ms;
        options.limits.lateMarker = 60ms;
        if (adjust) {
            adjust(options);
        }
        printer = std::make_unique<EscposPrinter>(std::make_unique<ScriptedTransport>(script), profile, options);
        printer->board().listen([this](const std::shared_ptr<const Snapshot> &snapshot) {
            const std::lock_guard lock(m_mutex);
            m_last = *snapshot;
            m_news.notify_all();
        });
    }

    bool waitFor(const std::function<bool(const Snapshot &)> &wanted)
    {
        std::unique_lock lock(m_mutex);
        return m_news.wait_for(lock, 10s, [&] { return wanted(m_last); });
    }
    bool waitForLink(Link link)
    {
        return waitFor([link](const Snapshot &snapshot) { return snapshot.link == link; });
    }
    bool ready()
    {
        printer->start();
        return waitForLink(Link::Ready);
    }
    PrintReport print(const PrintJob &job, std::chrono::milliseconds deadline = 5s)
    {
        const auto promise = std::make_shared<std::promise<PrintReport>>();
        auto answer = promise->get_future();
        printer->print(job, deadline, [this, promise](const PrintReport &report) {
            ++answers;
            promise->set_value(report);
        });
        if (answer.wait_for(deadline + 5s) != std::future_status::ready) {
            return {PrintOutcome::Unknown, '?', "never answered", 0, 0};
        }
        return answer.get();
    }

    std::shared_ptr<Script> script = std::make_shared<Script>();
    std::unique_ptr<EscposPrinter> printer;
    std::atomic<int> answers{0};
};

inline QString told(const PrintReport &report)
{
    const char *outcomes[] = {"printed", "not-printed", "unknown"};
    return QStringLiteral("%1 %2 %3")
        .arg(QLatin1String(outcomes[static_cast<int>(report.outcome)]))
        .arg(QLatin1Char(report.proof))
        .arg(QString::fromStdString(report.reason))
        .trimmed();
}

inline Bytes streamOf(const PrintJob &job, const PrinterProfile &profile)
{
    return encodeEscpos(job, profile).joined();
}
}  // namespace hall::device
