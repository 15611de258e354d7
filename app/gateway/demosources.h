// SPDX-License-Identifier: GPL-3.0-or-later
// Stand-in for the offices whose records cases are compared with: an HTTP service that answers from a file of people
// who do not exist (resources/demo/centre/sources.json), and that can be told to fail as offices do.
#pragma once

#include "app/domain/base/result.h"

#include <QHash>
#include <QJsonObject>
#include <QString>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace hall::gateway {

class DemoSources
{
public:
    DemoSources();
    ~DemoSources();
    DemoSources(const DemoSources &) = delete;
    DemoSources &operator=(const DemoSources &) = delete;

    // {"sources": {SOURCE: {"otherwise": {field: value}, "people": {number: {"name", "facts": {field: value},
    // "licences": {kind: {"number","issuer","valid_until"}}}}, "units": {code: {"licences"}}}}};
    // gives the number of sources. FileInvalid names what is wrong. Before start().
    [[nodiscard]] Result<int> load(const QByteArray &json);
    // Serves on its own threads; port 0 = any free one. BadArgument when it cannot listen.
    [[nodiscard]] Done start(const QString &host, int port);
    void stop();
    [[nodiscard]] int port() const { return m_port; }
    // How a source behaves from now on: up, down (503), slow (says nothing until its asker gives up), trickle (a byte
    // now and then), garbage, oversized, wrong-json. Also by POST /control?source=SOURCE&mode=MODE; "all" for every
    // source. False for another word.
    [[nodiscard]] bool behave(const QString &source, const QString &mode);
    [[nodiscard]] int asked() const { return m_asked; }  // questions so far

private:
    void answer(const QString &source, const httplib::Request &request, httplib::Response &response,
                const QByteArray &certain,
                QByteArray (DemoSources::*judge)(const QString &, const QJsonObject &) const);
    [[nodiscard]] QByteArray judged(const QString &source, const QJsonObject &question) const;
    [[nodiscard]] QByteArray licence(const QString &source, const QJsonObject &question) const;
    void wait(std::chrono::milliseconds atMost);

    QHash<QString, QJsonObject> m_sources;
    QHash<QString, QString> m_modes;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_ending = false;
    std::unique_ptr<httplib::Server> m_server;
    std::thread m_thread;
    std::atomic<int> m_asked{0};
    int m_port = 0;
};

}  // namespace hall::gateway
