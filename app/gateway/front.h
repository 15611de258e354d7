// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP routes of app/protocol/README.md §5. Reads every body through a counting reader, knows the kiosk by its
// client certificate, and never logs a body. Handlers run on the server's threads.
#pragma once

#include "app/gateway/blobs.h"
#include "app/gateway/calllimits.h"
#include "app/gateway/drafts.h"
#include "app/gateway/intake.h"
#include "app/gateway/kiosks.h"
#include "app/gateway/phoneuploads.h"
#include "app/gateway/register.h"

#include <httplib.h>

#include <array>
#include <atomic>
#include <functional>

namespace hall::gateway {

struct Counters
{
    std::atomic<quint64> requests{0};
    std::atomic<quint64> refused{0};     // 401, 403
    std::atomic<quint64> tooLarge{0};    // 413
    std::atomic<quint64> tooMany{0};     // 429, questions apart
    std::atomic<quint64> turnedAway{0};  // 503, as too many connections waited
    std::atomic<quint64> asks{0};
    std::atomic<quint64> blobBytes{0};
    std::atomic<quint64> drafts{0};       // calls about drafts
    std::atomic<quint64> phonePapers{0};  // papers that phones sent
    std::atomic<quint64> ratings{0};
    std::atomic<quint64> refFiles{0};                // files of reference data, or ranges of them, that were given out
    std::array<std::atomic<quint64>, 7> verdicts{};  // by wire::VerdictKind
};

class Front
{
public:
    struct Parts
    {
        Kiosks &kiosks;
        Intake &intake;
        Blobs &blobs;
        Register &people;
        std::shared_ptr<Database> database;
        QByteArray caPem;
        const Clock &clock;                  // every answer says what it shows
        bool behindProxy = false;            // certificate in X-Client-Cert, from loopback only
        std::function<void()> itemsArrived;  // wakes the core; any thread
        QString publicUrl = {};              // under which phones reach the gateway; empty: they do not
        qsizetype plainKeys = 0;             // files of keys that lie plain (keyfile.h)
        // How long the server's certificate is still good, seconds; nothing where the web server in front has it.
        std::function<qint64()> certificateSeconds = {};
        std::function<QByteArray()> offices = {};  // lines of /metrics about who is asked; any thread
        CallRates rates = {};
    };
    explicit Front(Parts parts);

    void addRoutes(httplib::Server &server);

private:
    using Handler = void (Front::*)(const KnownKiosk &, const QByteArray &, const httplib::Request &,
                                    httplib::Response &);
    void post(httplib::Server &server, const char *path, qsizetype limit, Handler handler,
              std::optional<Limited> limited = std::nullopt);
    // Does `work` with the body of a known kiosk that does not call too often.
    void withBody(const httplib::Request &request, httplib::Response &response, const httplib::ContentReader &reader,
                  qsizetype limit, std::optional<Limited> limited,
                  const std::function<void(const KnownKiosk &, const QByteArray &)> &work);
    // Answers 429 and gives false when the kiosk has had its share for now.
    [[nodiscard]] bool mayCall(const KnownKiosk &kiosk, Limited what, httplib::Response &response);
    void refuseTheRest(httplib::Server &server);
    [[nodiscard]] std::optional<KnownKiosk> authenticate(const httplib::Request &request, httplib::Response &response);
    [[nodiscard]] std::optional<KnownKiosk> authenticateOrDrop(const httplib::Request &request,
                                                               httplib::Response &response,
                                                               const httplib::ContentReader &reader);
    // SHA-256 of the certificate whose key the caller has, in hex; empty: none that our CA signed.
    [[nodiscard]] QString fingerprintOf(const httplib::Request &request) const;

    void enrol(const QByteArray &body, httplib::Response &response);
    void renew(const QByteArray &body, httplib::Response &response);
    void batch(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &, httplib::Response &response);
    void ask(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &, httplib::Response &response);
    void ecard(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &, httplib::Response &response);
    void cardAuth(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &,
                  httplib::Response &response);
    void health(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &, httplib::Response &response);
    // Calls of a visit beside its questions (frontvisit.cpp).
    void addVisitRoutes(httplib::Server &server);
    void draft(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &, httplib::Response &response);
    void phone(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &, httplib::Response &response);
    void rating(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &, httplib::Response &response);
    void phoneLooks(const httplib::Request &request, httplib::Response &response);
    void phoneSends(const httplib::Request &request, httplib::Response &response, const httplib::ContentReader &reader);
    void sweepVisits();  // what is over of drafts and papers, once a minute at most

    void patchBlob(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &request,
                   httplib::Response &response);
    void headBlob(const httplib::Request &request, httplib::Response &response);
    void inbox(const httplib::Request &request, httplib::Response &response);
    void refManifest(const httplib::Request &request, httplib::Response &response);
    void refFile(const httplib::Request &request, httplib::Response &response);
    void healthz(httplib::Response &response);
    void metrics(httplib::Response &response);

    Parts m_parts;
    Counters m_counters;
    CallLimits m_limits;
    Drafts m_drafts;
    PhoneUploads m_phones;
    std::atomic<int> m_phonesSending{0};
    std::atomic<qint64> m_sweptMs{0};  // by the monotonic clock
};

}  // namespace hall::gateway
