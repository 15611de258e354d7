// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/holder/vendorholdercheck.h"

#include <algorithm>
#include <utility>

namespace hall::device {

namespace wire = vendorhost;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t readAtMost = 16 * 1024;
constexpr milliseconds forTheWay{100};  // of a check's time, so that the host's own answer still arrives

std::uint32_t millisecondsUntil(Monotonic::time_point until)
{
    const auto left = std::chrono::duration_cast<milliseconds>(until - Monotonic::now()) - forTheWay;
    return static_cast<std::uint32_t>(std::max(left, milliseconds(1)).count());
}

}  // namespace

VendorHolderCheck::VendorHolderCheck(std::shared_ptr<ByteTransport> host, HolderCheckOptions options)
    : m_host(std::move(host)), m_options(std::move(options)), m_board(m_options.id)
{
}

VendorHolderCheck::~VendorHolderCheck()
{
    VendorHolderCheck::stop();
}

void VendorHolderCheck::start()
{
    if (!m_keeper) {
        m_keeper =
            std::make_unique<LineKeeper>(m_host, m_board, m_options.line,
                                         [this](LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop) {
                                             return talk(keeper, line, stop);
                                         });
    }
}

void VendorHolderCheck::stop()
{
    if (m_keeper) {
        m_keeper.reset();
        showStopped(m_board);
    }
}

void VendorHolderCheck::check(ResidentPhoto photo, milliseconds deadline, CheckDone done)
{
    submit({wire::Check, std::move(photo), Monotonic::now() + deadline,
            [done = std::move(done)](const Result<HostMessage> &answer) {
                done(answer ? verdictOf(*answer) : fail(answer.error()));
            }});
}

void VendorHolderCheck::decodePhoto(ResidentPhoto photo, milliseconds deadline, PhotoDone done)
{
    submit({wire::Photo, std::move(photo), Monotonic::now() + deadline,
            [done = std::move(done)](const Result<HostMessage> &answer) {
                done(answer ? photoOf(*answer) : fail(answer.error()));
            }});
}

void VendorHolderCheck::submit(Job job)
{
    std::optional<Fault> refused;
    {
        const std::lock_guard lock(m_mutex);
        if (job.photo.wlt.reveal().size() != wire::wltBytes) {
            refused = Fault(FaultCode::CardGarbled, "a card's photo has 1024 bytes");
        } else if (!m_talking) {
            refused = m_board.current()->fault.value_or(Fault(FaultCode::DeviceNotReady));
        } else if (job.kind == wire::Check && !m_compares) {
            refused = Fault(FaultCode::DeviceNotFitted, "the maker's library compares nothing");
        } else if (m_jobs.size() >= queueLimit) {
            refused = Fault(FaultCode::DeviceQueueFull);
        }
        if (!refused) {
            m_jobs.push_back(std::move(job));
            m_news.notify_all();
            return;
        }
    }
    job.done(fail(*refused));
}

void VendorHolderCheck::answerAll(const Fault &with)
{
    std::deque<Job> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_jobs);
    }
    for (const Job &job : jobs) {
        job.done(fail(with));
    }
}

// Those that wait behind another end at their own time.
void VendorHolderCheck::expire()
{
    std::vector<Job> late;
    {
        const std::lock_guard lock(m_mutex);
        for (auto job = m_jobs.begin(); job != m_jobs.end();) {
            if (Monotonic::now() >= job->until) {
                late.push_back(std::move(*job));
                job = m_jobs.erase(job);
            } else {
                ++job;
            }
        }
    }
    for (const Job &job : late) {
        job.done(fail(FaultCode::DeviceTimeout));
    }
}

// From the start of the process to the fault that ends it.
Done VendorHolderCheck::talk(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop)
{
    m_reader.reset();
    Done done = begin(keeper, line, stop);
    while (done && !stop.stop_requested()) {
        std::optional<Job> job;
        {
            std::unique_lock lock(m_mutex);
            m_news.wait_for(lock, stop, m_options.askEvery, [this] { return !m_jobs.empty(); });
            if (!m_jobs.empty()) {
                job = std::move(m_jobs.front());
                m_jobs.pop_front();
            }
        }
        if (stop.stop_requested() && job) {
            job->done(fail(FaultCode::DeviceCancelled));
        } else if (job) {
            done = work(line, std::move(*job), stop);
        } else if (!stop.stop_requested()) {
            done = state(line, stop);
        }
    }
    {
        const std::lock_guard lock(m_mutex);
        m_talking = false;
    }
    answerAll(done ? Fault(FaultCode::DeviceCancelled) : done.error());
    return done;
}

Done VendorHolderCheck::begin(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop)
{
    const Result<HostMessage> first = await(line, Monotonic::now() + m_options.loadTime, stop);
    const Result<HostHello> hello = first ? helloOf(*first) : fail(first.error());
    if (!hello) {
        return fail(hello.error());
    }
    if (Done done = state(line, stop); !done) {
        return done;
    }
    if (stop.stop_requested()) {
        return {};
    }
    keeper.works();
    {
        const std::lock_guard lock(m_mutex);
        m_talking = true;
        m_compares = hello->check;
    }
    m_board.change([&hello](Snapshot &s) {
        s.link = Link::Ready;
        s.fault.reset();
        s.facts["library"] = hello->name;
        s.facts["photo"] = hello->photo;
        s.facts["compare"] = hello->check;
    });
    return {};
}

Done VendorHolderCheck::state(ByteTransport &line, const std::stop_token &stop)
{
    const Result<HostMessage> answer =
        ask(line, {wire::State, 0, 0, {}}, Monotonic::now() + m_options.answerTime, stop);
    if (stop.stop_requested()) {
        return {};
    }
    if (!answer) {
        return fail(answer.error());
    }
    if (answer->status != 0) {
        return fail(FaultCode::DeviceDisconnected, "the camera of the maker's library is away");
    }
    return {};
}

Done VendorHolderCheck::work(ByteTransport &line, Job job, const std::stop_token &stop)
{
    HostMessage question{job.kind, 0, 0, {}};
    if (job.kind == wire::Check) {
        const std::uint32_t atMost = millisecondsUntil(job.until);
        for (int i = 0; i < 4; ++i) {
            question.body.push_back(static_cast<unsigned char>(atMost >> (8 * i)));
        }
    }
    const Bytes &wlt = job.photo.wlt.reveal();
    question.body.insert(question.body.end(), wlt.begin(), wlt.end());
    m_board.change([&job](Snapshot &s) { s.activity = {true, job.kind == wire::Check ? "check" : "photo"}; });
    const Result<HostMessage> answer = ask(line, std::move(question), job.until, stop);
    m_board.change([](Snapshot &s) { s.activity = {}; });
    if (stop.stop_requested() && !answer) {
        job.done(fail(FaultCode::DeviceCancelled));
        return {};
    }
    job.done(answer);
    if (!answer) {
        return fail(answer.error());
    }
    // An answer that is none of the protocol has been told; a library that talks so is started anew.
    const auto senseless = [](const auto &meaning) {
        return !meaning && meaning.error().code == FaultCode::DeviceProtocol;
    };
    if (job.kind == wire::Check ? senseless(verdictOf(*answer)) : senseless(photoOf(*answer))) {
        return fail(FaultCode::DeviceProtocol, "vendor host: an answer without a meaning");
    }
    // What it could not do may be because its camera has gone.
    return job.kind == wire::Check && !verdictOf(*answer) ? state(line, stop) : Done();
}

Result<HostMessage> VendorHolderCheck::ask(ByteTransport &line, HostMessage question, Monotonic::time_point until,
                                           const std::stop_token &stop)
{
    question.id = ++m_lastId;
    Bytes bytes = hostBytes(question);
    wipe(question.body);
    const auto left = std::chrono::ceil<milliseconds>(until - Monotonic::now());
    const Done sent = sendAll(line, bytes, std::max(left, milliseconds(1)));
    wipe(bytes);
    if (!sent) {
        return fail(sent.error());
    }
    Result<HostMessage> answer = await(line, until, stop);
    if (answer && (answer->kind != question.kind || answer->id != question.id)) {
        return fail(FaultCode::DeviceProtocol, "vendor host: an answer to another question");
    }
    return answer;
}

Result<HostMessage> VendorHolderCheck::await(ByteTransport &line, Monotonic::time_point until,
                                             const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        Result<std::optional<HostMessage>> message = m_reader.next();
        if (!message) {
            return fail(message.error());
        }
        if (*message) {
            return std::move(**message);
        }
        if (Monotonic::now() >= until) {
            return fail(FaultCode::DeviceTimeout, "the vendor host does not answer");
        }
        const auto left = std::chrono::ceil<milliseconds>(until - Monotonic::now());
        Result<Bytes> bytes = line.read(readAtMost, std::clamp(left, milliseconds(1), m_options.look));
        if (!bytes) {
            return fail(bytes.error());
        }
        m_reader.take(*bytes);
        wipe(*bytes);
        expire();
    }
    return fail(FaultCode::DeviceCancelled);
}

}  // namespace hall::device
