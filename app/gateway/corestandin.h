// SPDX-License-Identifier: GPL-3.0-or-later
// Stand-in for a municipal core (核心业务系统): an HTTP service that keeps what it is handed, as CORE.md says a core
// must, in files that survive being killed, and that can be told to fail as such systems do. Shares no code with the
// adapter.
#pragma once

#include "app/gateway/askstandin.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QVector>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace hall::standin {

// How it behaves. "up" is as it should; what each other word does is in the table of CORE.md.
struct CoreManners
{
    QString mode = QStringLiteral("up");
    int times = -1;        // so many requests, then "up"; -1: until told otherwise
    int chaosPercent = 0;  // of requests that get a mode by chance
    int delayMs = 500;     // of "slow"
    bool dedupe = true;    // false: the same reference is recorded again, as systems without idempotency do
    QString code = QStringLiteral("not-for-us");  // of "refuse"
};

class CoreStandin
{
public:
    // decideAfter: seconds until a case is decided, and as many until its result is ready; 0: never by itself.
    CoreStandin(QString folder, int decideAfter);
    ~CoreStandin();
    CoreStandin(const CoreStandin &) = delete;
    CoreStandin &operator=(const CoreStandin &) = delete;

    // Before start(): TLS by these files (PEM); with `clients`, only for callers whose certificate that authority has
    // signed.
    void secure(const QString &certificate, const QString &key, const QString &clients);
    // Before start(): the agencies that it knows, code → name; empty: any. It refuses a case of another.
    void knowAgencies(const QJsonObject &agencies) { m_agencies = agencies; }
    // Before start(), loaded: what is asked of people is answered as well.
    [[nodiscard]] AskStandin &asks() { return m_asks; }
    // Reads its folder and serves on its own threads; port 0 = any free one. What went wrong, or nothing.
    [[nodiscard]] QString start(const QString &host, int port);
    void stop();
    [[nodiscard]] int port() const { return m_port; }
    void behave(const CoreManners &manners);
    // An event about a case: {"case","event","words","asked","until","what","place"}. False: it keeps no such case.
    [[nodiscard]] bool say(QJsonObject event);
    // All it recorded, oldest first: {"seq","reference","act","cases":[{"case","number"}]}.
    [[nodiscard]] QVector<QJsonObject> record() const;
    [[nodiscard]] int questions() const;  // about references so far
    [[nodiscard]] int handed() const;     // messages that came, recorded or not

private:
    void addRoutes();
    void handOver(const httplib::Request &request, httplib::Response &response);
    void question(const QString &reference, httplib::Response &response);
    void events(const httplib::Request &request, httplib::Response &response);
    void material(const QString &digest, const httplib::Request *upload, httplib::Response &response);
    void control(const httplib::Request &request, httplib::Response &response);
    [[nodiscard]] QString takeMode();
    [[nodiscard]] QJsonObject judge(const QJsonObject &message, bool mayRecord);
    [[nodiscard]] QString wrongAgency(const QJsonObject &message) const;
    [[nodiscard]] QJsonObject keep(const QJsonObject &message);
    [[nodiscard]] QJsonObject answerOf(const QJsonObject &record) const;
    void decideWhatIsDue();
    void addEvent(QJsonObject event);
    void sleep(int milliseconds);

    const QString m_folder;
    const int m_decideAfter;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    CoreManners m_manners;
    std::mt19937 m_random{std::random_device{}()};
    QVector<QJsonObject> m_record;
    QHash<QString, qsizetype> m_byReference;  // the first record of it
    QHash<QString, QString> m_ofCase;         // case → reference
    QVector<QJsonObject> m_events;
    QHash<QString, int> m_told;  // case → 1 decided, 2 ready, 3 over
    int m_questions = 0;
    int m_handed = 0;
    bool m_ending = false;
    QJsonObject m_agencies;
    AskStandin m_asks;
    QString m_certificate;
    QString m_key;
    QString m_clients;
    std::unique_ptr<httplib::Server> m_server;
    std::thread m_thread;
    int m_port = 0;
};

}  // namespace hall::standin
