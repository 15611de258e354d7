// SPDX-License-Identifier: GPL-3.0-or-later
// The holder check and the photo of a resident card, by a maker's library in a process of its own (hostprocess.h). A
// library that crashes, hangs or talks nonsense costs its process and the question that was asked, and is started anew.
#pragma once

#include "drivers/core/device.h"
#include "drivers/holder/hostmessage.h"
#include "drivers/transport/linekeeper.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace hall::device {

struct HolderCheckOptions
{
    std::string id = "holder-check";
    std::chrono::milliseconds look{50};          // between two looks at whether to stop
    std::chrono::milliseconds loadTime{5000};    // for the library; models of faces are large
    std::chrono::milliseconds askEvery{1000};    // whether its camera is there
    std::chrono::milliseconds answerTime{2000};  // to that
    LineKeeper::Options line{.openTime = std::chrono::milliseconds(1000), .recovery = {.rungs = {Rung::Reopen}}};
};

// Facts: "library" its name, "photo" and "compare" whether it can.
class VendorHolderCheck final : public HolderCheck
{
public:
    static constexpr std::size_t queueLimit = 8;

    explicit VendorHolderCheck(std::shared_ptr<ByteTransport> host, HolderCheckOptions options = {});
    ~VendorHolderCheck() override;

    void check(ResidentPhoto photo, std::chrono::milliseconds deadline, CheckDone done) override;
    void decodePhoto(ResidentPhoto photo, std::chrono::milliseconds deadline, PhotoDone done) override;
    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override { return m_board; }

private:
    struct Job
    {
        vendorhost::Kind kind = vendorhost::Photo;
        ResidentPhoto photo;
        Monotonic::time_point until;
        std::function<void(Result<HostMessage>)> done;
    };

    void submit(Job job);
    Done talk(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop);
    Done begin(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop);
    Done state(ByteTransport &line, const std::stop_token &stop);
    Done work(ByteTransport &line, Job job, const std::stop_token &stop);
    Result<HostMessage> ask(ByteTransport &line, HostMessage question, Monotonic::time_point until,
                            const std::stop_token &stop);
    Result<HostMessage> await(ByteTransport &line, Monotonic::time_point until, const std::stop_token &stop);
    void expire();
    void answerAll(const Fault &with);

    const std::shared_ptr<ByteTransport> m_host;
    const HolderCheckOptions m_options;
    StateBoard m_board;

    std::mutex m_mutex;
    std::condition_variable_any m_news;
    std::deque<Job> m_jobs;
    bool m_talking = false;
    bool m_compares = false;

    HostReader m_reader;  // of the keeper's thread
    std::uint16_t m_lastId = 0;

    std::unique_ptr<LineKeeper> m_keeper;  // while started
};

}  // namespace hall::device
