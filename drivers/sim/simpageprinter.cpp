// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simpageprinter.h"

#include <cups/cups.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

namespace hall::device {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds tickEvery{20};
constexpr milliseconds slowTakes{400};
constexpr std::size_t largestDocument = 64 * 1024 * 1024;
constexpr const char *path = "/ipp/print";
constexpr const char *uuid = "urn:uuid:8d9f5b62-3a1e-4c55-9d0e-48414c4c4b31";

const std::vector<std::string> knownFaults{"unplug", "stall", "slow", "garbage", "abort", "busy", "cut"};

std::string textOf(ipp_t *message, const char *name, const char *otherwise)
{
    ipp_attribute_t *const attribute = ippFindAttribute(message, name, IPP_TAG_ZERO);
    const char *const text = attribute ? ippGetString(attribute, 0, nullptr) : nullptr;
    return text ? text : otherwise;
}

void add(ipp_t *message, ipp_tag_t group, ipp_tag_t tag, const char *name, const std::vector<std::string> &values)
{
    std::vector<const char *> texts;
    for (const std::string &value : values) {
        texts.push_back(value.c_str());
    }
    ippAddStrings(message, group, tag, name, static_cast<int>(texts.size()), nullptr, texts.data());
}

}  // namespace

SimPagePrinter::SimPagePrinter(SimPageModel model) : m_model(std::move(model))
{
    listen();
    m_worker = std::thread([this] { work(); });
}

SimPagePrinter::~SimPagePrinter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        m_news.notify_all();
    }
    m_worker.join();
    for (const auto &client : m_clients) {
        client->thread.join();
    }
    if (m_listener >= 0) {
        ::close(m_listener);
    }
}

std::string SimPagePrinter::uri() const
{
    return "ipp://127.0.0.1:" + std::to_string(m_port) + path;
}

// The same port again after it was unplugged.
void SimPagePrinter::listen()
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(m_port));
    constexpr int waiting = 16;
    socklen_t size = sizeof address;
    auto *const general = reinterpret_cast<sockaddr *>(&address);
    if (::bind(m_listener, general, size) != 0 || ::listen(m_listener, waiting) != 0 ||
        ::getsockname(m_listener, general, &size) != 0) {
        ::close(m_listener);
        m_listener = -1;
        return;
    }
    m_port = ntohs(address.sin_port);
}

Done SimPagePrinter::setFault(const std::string &fault, int after)
{
    if (std::find(knownFaults.begin(), knownFaults.end(), fault) == knownFaults.end() || after != 0) {
        return fail(FaultCode::BadArgument, "page-printer has no fault '" + fault + "', or not after something");
    }
    std::unique_lock lock(m_mutex);
    m_fault = fault;
    m_news.notify_all();
    m_news.wait(lock, [this] { return m_fault != "unplug" || m_listener < 0; });  // nobody gets in any more
    return {};
}

void SimPagePrinter::heal()
{
    const std::lock_guard lock(m_mutex);
    m_fault.clear();
    m_news.notify_all();
}

void SimPagePrinter::edit(const std::function<void(SimPageState &)> &change)
{
    const std::lock_guard lock(m_mutex);
    change(m_state);
}

SimPageState SimPagePrinter::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

int SimPagePrinter::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

int SimPagePrinter::received() const
{
    const std::lock_guard lock(m_mutex);
    return m_received;
}

std::vector<SimSheets> SimPagePrinter::printed() const
{
    const std::lock_guard lock(m_mutex);
    return m_printed;
}

bool SimPagePrinter::away() const
{
    return m_ending || m_fault == "unplug";
}

bool SimPagePrinter::hindered() const
{
    return m_state.paper == "out" || m_state.toner == "out" || m_state.jam || m_state.coverOpen || m_state.trayFull ||
           m_state.paused;
}

std::vector<std::string> SimPagePrinter::reasons() const
{
    std::vector<std::string> all;
    const auto hinders = [&](bool is, const char *name) {
        if (is) {
            all.push_back(name + m_state.warns);
        }
    };
    hinders(m_state.paper == "out", "media-empty");
    hinders(m_state.jam, "media-jam");
    hinders(m_state.coverOpen, "cover-open");
    hinders(m_state.toner == "out", "toner-empty");
    hinders(m_state.trayFull, "output-area-full");
    if (m_state.paused) {
        all.emplace_back("paused");
    }
    if (m_state.paper == "near-end") {
        all.emplace_back("media-low-warning");
    }
    if (m_state.toner == "low") {
        all.emplace_back("toner-low-report");
    }
    if (!m_state.alsoSays.empty()) {
        all.push_back(m_state.alsoSays);
    }
    if (all.empty()) {
        all.emplace_back("none");
    }
    return all;
}

// Takes connections, and moves the documents on.
void SimPagePrinter::work()
{
    auto before = std::chrono::steady_clock::now();
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        if (m_fault == "unplug" && m_listener >= 0) {
            ::close(m_listener);
            m_listener = -1;
            m_news.notify_all();
        } else if (m_fault != "unplug" && m_listener < 0) {
            listen();
        }
        const int listener = m_listener;
        lock.unlock();
        pollfd wait{listener, POLLIN, 0};
        const bool news = ::poll(&wait, listener >= 0 ? 1 : 0, static_cast<int>(tickEvery.count())) > 0;
        http_t *const http = news ? httpAcceptConnection(listener, 1) : nullptr;
        lock.lock();
        const auto now = std::chrono::steady_clock::now();
        const auto passed = std::chrono::duration_cast<milliseconds>(now - before);
        before += passed;
        tick(passed);
        std::erase_if(m_clients, [](const std::unique_ptr<Client> &client) {
            if (client->ended) {
                client->thread.join();
            }
            return client->ended;
        });
        if (http) {
            m_clients.push_back(std::make_unique<Client>());
            Client &client = *m_clients.back();
            client.thread = std::thread([this, http, &client] { serve(http, client); });
        }
    }
}

void SimPagePrinter::tick(milliseconds passed)
{
    const auto job =
        std::find_if(m_jobs.begin(), m_jobs.end(), [](const Job &one) { return one.state < IPP_JSTATE_CANCELED; });
    if (job == m_jobs.end() || m_fault == "unplug") {
        return;
    }
    if (m_fault == "abort") {
        job->state = IPP_JSTATE_ABORTED;
        return;
    }
    job->state = hindered() ? IPP_JSTATE_STOPPED : IPP_JSTATE_PROCESSING;
    if (!hindered()) {
        job->left -= passed;
        if (job->left <= milliseconds(0)) {
            finish(*job);
        }
    }
}

void SimPagePrinter::finish(Job &job)
{
    job.state = IPP_JSTATE_COMPLETED;
    ++m_count;
    m_printed.push_back(std::move(job.sheets));
    job.sheets.job = m_printed.back().job;
    if (m_printed.size() > m_model.kept) {
        m_printed.erase(m_printed.begin());
    }
    if (m_model.folder.empty()) {
        return;
    }
    std::error_code ignored;
    const auto file = [this](int number) { return m_model.folder / ("page-" + std::to_string(number) + ".pdf"); };
    std::filesystem::create_directories(m_model.folder, ignored);
    std::filesystem::remove(file(m_count - static_cast<int>(m_model.kept)), ignored);
    std::ofstream(file(m_count), std::ios::binary)
        .write(reinterpret_cast<const char *>(m_printed.back().pdf.data()),
               static_cast<std::streamsize>(m_printed.back().pdf.size()));
}

void SimPagePrinter::serve(http_t *http, Client &client)
{
    // Nobody waits for a client that says no more.
    httpSetTimeout(
        http, 0.1,
        [](http_t *, void *self) {
            const auto *printer = static_cast<const SimPagePrinter *>(self);
            const std::lock_guard lock(printer->m_mutex);
            return printer->away() ? 0 : 1;
        },
        this);
    bool goesOn = true;
    while (goesOn) {
        {
            const std::lock_guard lock(m_mutex);
            goesOn = !away();
        }
        pollfd wait{httpGetFd(http), POLLIN, 0};
        const bool news = httpGetReady(http) > 0 || ::poll(&wait, 1, static_cast<int>(tickEvery.count())) > 0;
        if (goesOn && news) {
            goesOn = answer(http);
        }
    }
    httpClose(http);
    const std::lock_guard lock(m_mutex);
    client.ended = true;
}

// One request. False: the connection ends.
bool SimPagePrinter::answer(http_t *http)
{
    std::array<char, 1024> resource{};
    if (httpReadRequest(http, resource.data(), resource.size()) != HTTP_STATE_POST) {
        return false;
    }
    http_status_t status = HTTP_STATUS_CONTINUE;
    while (status == HTTP_STATUS_CONTINUE) {
        status = httpUpdate(http);
    }
    if (status != HTTP_STATUS_OK) {
        return false;
    }
    std::unique_lock lock(m_mutex);
    const std::string fault = m_fault;
    if (fault == "stall") {
        m_news.wait(lock, [this] { return m_fault != "stall" || m_ending; });
        return false;
    }
    if (fault == "slow") {
        m_news.wait_for(lock, slowTakes, [this] { return m_ending; });
    }
    lock.unlock();
    if (fault == "garbage") {
        static constexpr std::string_view noise = "\x1B%-12345X@PJL INFO STATUS\r\n\xFF\xFE\r\n\r\n";
        (void)::send(httpGetFd(http), noise.data(), noise.size(), MSG_NOSIGNAL);
        return false;
    }
    ipp_t *const request = ippNew();
    ipp_state_t state = IPP_STATE_IDLE;
    while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR) {
        state = ippRead(http, request);
    }
    ipp_t *response = state == IPP_STATE_DATA ? ippNewResponse(request) : nullptr;
    bool goesOn = response != nullptr;
    if (response) {
        if (std::strcmp(resource.data(), path) == 0) {
            handle(http, request, response);
        } else {
            ippSetStatusCode(response, IPP_STATUS_ERROR_NOT_FOUND);
        }
        goesOn = !(fault == "cut" && ippGetOperation(request) == IPP_OP_PRINT_JOB);
    }
    if (goesOn) {
        httpClearFields(http);
        httpSetField(http, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
        httpSetLength(http, ippLength(response));
        goesOn = httpWriteResponse(http, HTTP_STATUS_OK) == 0;
        ippSetState(response, IPP_STATE_IDLE);
        state = IPP_STATE_IDLE;
        while (goesOn && state != IPP_STATE_DATA) {
            state = ippWrite(http, response);
            goesOn = state != IPP_STATE_ERROR;
        }
        goesOn = goesOn && httpFlushWrite(http) >= 0;
    }
    ippDelete(request);
    ippDelete(response);
    return goesOn;
}

void SimPagePrinter::handle(http_t *http, ipp_t *request, ipp_t *response)
{
    const ipp_op_t operation = ippGetOperation(request);
    if (operation == IPP_OP_PRINT_JOB) {
        take(http, request, response);
        return;
    }
    const std::lock_guard lock(m_mutex);
    if (operation == IPP_OP_GET_PRINTER_ATTRIBUTES) {
        describe(response);
        return;
    }
    if (operation != IPP_OP_GET_JOB_ATTRIBUTES && operation != IPP_OP_CANCEL_JOB) {
        ippSetStatusCode(response, IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED);
        return;
    }
    Job *const job = jobOf(request);
    if (!job) {
        ippSetStatusCode(response, IPP_STATUS_ERROR_NOT_FOUND);
    } else if (operation == IPP_OP_GET_JOB_ATTRIBUTES) {
        describe(response, *job);
    } else if (job->state >= IPP_JSTATE_CANCELED) {
        ippSetStatusCode(response, IPP_STATUS_ERROR_NOT_POSSIBLE);
    } else {
        job->state = IPP_JSTATE_CANCELED;
    }
}

void SimPagePrinter::take(http_t *http, ipp_t *request, ipp_t *response)
{
    Bytes document;
    std::array<char, 16 * 1024> piece{};
    ssize_t got = 0;
    while (document.size() < largestDocument && (got = httpRead2(http, piece.data(), piece.size())) > 0) {
        document.insert(document.end(), piece.begin(), piece.begin() + got);
    }
    const std::lock_guard lock(m_mutex);
    if (got < 0 || away()) {
        ippSetStatusCode(response, IPP_STATUS_ERROR_INTERNAL);
        return;
    }
    const bool working =
        std::any_of(m_jobs.begin(), m_jobs.end(), [](const Job &one) { return one.state < IPP_JSTATE_CANCELED; });
    const std::string format = textOf(request, "document-format", "application/octet-stream");
    if (m_fault == "busy" || working) {
        ippSetStatusCode(response, IPP_STATUS_ERROR_BUSY);
        return;
    }
    if (format != "application/pdf" || !m_state.takesPdf) {
        ippSetStatusCode(response, IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED);
        return;
    }
    ++m_received;
    Job job;
    job.sheets.job = static_cast<int>(m_jobs.size()) + 1;
    job.sheets.pdf = std::move(document);
    job.sheets.media = textOf(request, "media", m_model.defaultMedia.c_str());
    job.sheets.scaling = textOf(request, "print-scaling", "auto");
    job.sheets.name = textOf(request, "job-name", "");
    job.sheets.user = textOf(request, "requesting-user-name", "");
    job.state = IPP_JSTATE_PENDING;
    job.left = m_model.aSheetTakes;
    describe(response, job);
    m_jobs.push_back(std::move(job));
}

SimPagePrinter::Job *SimPagePrinter::jobOf(ipp_t *request)
{
    ipp_attribute_t *const id = ippFindAttribute(request, "job-id", IPP_TAG_INTEGER);
    const int number = id ? ippGetInteger(id, 0) : 0;
    return number >= 1 && number <= static_cast<int>(m_jobs.size()) ? &m_jobs[static_cast<std::size_t>(number - 1)]
                                                                    : nullptr;
}

void SimPagePrinter::describe(ipp_t *response) const
{
    const bool working =
        std::any_of(m_jobs.begin(), m_jobs.end(), [](const Job &one) { return one.state < IPP_JSTATE_CANCELED; });
    // What is only warned of does not stop a printer of many trays, and some that have one call it so all the same.
    const bool stopped = hindered() && m_state.warns != "-warning";
    const auto group = IPP_TAG_PRINTER;
    ippAddInteger(response, group, IPP_TAG_ENUM, "printer-state",
                  stopped   ? IPP_PSTATE_STOPPED
                  : working ? IPP_PSTATE_PROCESSING
                            : IPP_PSTATE_IDLE);
    add(response, group, IPP_TAG_KEYWORD, "printer-state-reasons", reasons());
    ippAddBoolean(response, group, "printer-is-accepting-jobs", 1);
    std::vector<std::string> formats{"application/octet-stream", "image/pwg-raster"};
    if (m_state.takesPdf) {
        formats.emplace_back("application/pdf");
    }
    add(response, group, IPP_TAG_MIMETYPE, "document-format-supported", formats);
    std::vector<std::string> media{"na_letter_8.5x11in", "na_legal_8.5x14in"};
    if (m_state.hasA4) {
        media.emplace_back("iso_a4_210x297mm");
    }
    add(response, group, IPP_TAG_KEYWORD, "media-supported", media);
    add(response, group, IPP_TAG_KEYWORD, "media-default", {m_model.defaultMedia});
    ippAddString(response, group, IPP_TAG_TEXT, "printer-make-and-model", nullptr, "HallKiosk simulated page printer");
    ippAddString(response, group, IPP_TAG_URI, "printer-uuid", nullptr, uuid);
}

void SimPagePrinter::describe(ipp_t *response, const Job &job) const
{
    static const std::array<const char *, 10> words{"none",
                                                    "none",
                                                    "none",
                                                    "none",
                                                    "job-hold-until-specified",
                                                    "job-printing",
                                                    "printer-stopped",
                                                    "job-canceled-by-user",
                                                    "aborted-by-system",
                                                    "job-completed-successfully"};
    const auto group = IPP_TAG_JOB;
    ippAddInteger(response, group, IPP_TAG_INTEGER, "job-id", job.sheets.job);
    ippAddInteger(response, group, IPP_TAG_ENUM, "job-state", job.state);
    add(response, group, IPP_TAG_KEYWORD, "job-state-reasons", {words[static_cast<std::size_t>(job.state)]});
    ippAddInteger(response, group, IPP_TAG_INTEGER, "job-media-sheets-completed",
                  job.state == IPP_JSTATE_COMPLETED ? 1 : 0);
}

}  // namespace hall::device
