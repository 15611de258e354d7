// SPDX-License-Identifier: GPL-3.0-or-later
// A page printer on a port of this machine: speaks the Internet Printing Protocol over HTTP (RFC 8010, 8011) as a
// printer without a driver does, keeps the documents that it printed, and has whatever happens to printers. It prints
// nothing but what hands let it: without paper a document waits in it.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/values.h"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct _http_s;
struct _ipp_s;

namespace hall::device {

struct SimPageState
{
    std::string paper = "ok";  // "ok", "near-end", "out"
    std::string toner = "ok";  // "ok", "low", "out"
    bool jam = false;
    bool coverOpen = false;
    bool trayFull = false;
    bool paused = false;  // at its own panel
    bool takesPdf = true;
    bool hasA4 = true;
    std::string alsoSays;          // another reason, as it is
    std::string warns = "-error";  // how it calls what hinders it: "-error", "-warning", ""
    bool operator==(const SimPageState &) const = default;
};

// What came out.
struct SimSheets
{
    int job = 0;
    Bytes pdf;
    std::string media;    // as asked for, or its own default
    std::string scaling;  // "auto" where nothing was asked for
    std::string name;     // of the document
    std::string user;
};

struct SimPageModel
{
    std::string defaultMedia = "na_letter_8.5x11in";  // as printers leave the factory
    std::chrono::milliseconds aSheetTakes{300};
    std::size_t kept = 8;
    std::filesystem::path folder{};  // where what was printed lies as page-NUMBER.pdf, the last `kept`; empty: nowhere
};

// Any thread.
class SimPagePrinter
{
public:
    explicit SimPagePrinter(SimPageModel model = {});
    ~SimPagePrinter();
    SimPagePrinter(const SimPagePrinter &) = delete;
    SimPagePrinter &operator=(const SimPagePrinter &) = delete;

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::string uri() const;  // "ipp://127.0.0.1:PORT/ipp/print"; 0 when there was no port to be had

    // "unplug", "stall" (takes a request and does not answer), "slow", "garbage", "abort" (gives every document up),
    // "busy" (with another's document), "cut" (takes a document and ends the connection). BadArgument for any other.
    Done setFault(const std::string &fault, int after = 0);
    void heal();

    void edit(const std::function<void(SimPageState &)> &change);
    [[nodiscard]] SimPageState state() const;
    [[nodiscard]] int count() const;                       // of documents printed
    [[nodiscard]] int received() const;                    // of documents that came whole, printed or not
    [[nodiscard]] std::vector<SimSheets> printed() const;  // the last that are kept, the oldest first

private:
    struct Job
    {
        SimSheets sheets;
        int state = 0;
        std::chrono::milliseconds left{0};
    };
    struct Client
    {
        std::thread thread;
        bool ended = false;
    };

    void listen();
    void work();
    void tick(std::chrono::milliseconds passed);
    void finish(Job &job);
    void serve(_http_s *http, Client &client);
    bool answer(_http_s *http);
    void handle(_http_s *http, _ipp_s *request, _ipp_s *response);
    void take(_http_s *http, _ipp_s *request, _ipp_s *response);
    void describe(_ipp_s *response) const;
    void describe(_ipp_s *response, const Job &job) const;
    [[nodiscard]] Job *jobOf(_ipp_s *request);
    [[nodiscard]] std::vector<std::string> reasons() const;
    [[nodiscard]] bool hindered() const;
    [[nodiscard]] bool away() const;

    const SimPageModel m_model;
    int m_port = 0;
    int m_listener = -1;
    mutable std::mutex m_mutex;
    std::condition_variable m_news;
    SimPageState m_state;
    std::string m_fault;
    std::vector<Job> m_jobs;
    std::vector<SimSheets> m_printed;
    std::vector<std::unique_ptr<Client>> m_clients;
    int m_count = 0;
    int m_received = 0;
    bool m_ending = false;
    std::thread m_worker;
};

}  // namespace hall::device
