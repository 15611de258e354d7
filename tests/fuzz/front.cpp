// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP requests to the gateway's front: the real routes, handlers and database, without a socket. First byte: bit 0 = a
// known kiosk's certificate comes with the request; bit 1 = the rest is a list of cases that the kiosk signs and sends,
// instead of a request as bytes. Answers are whole, errors have a code, and nothing from outside makes the gateway say
// that it is broken (500, 503).
#include "app/gateway/front.h"
#include "app/gateway/demoauthority.h"
#include "app/gateway/democards.h"
#include "app/protocol/secretfile.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/gatewayrig.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include <set>

using namespace hall;
using namespace hall::gateway;
using hall::fuzz::Input;
using hall::test::must;

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    // Never destroyed: what lives to the end of the process needs it.
    static const auto *const application = new QCoreApplication(*argc, *argv);
    HALL_HOLDS(application != nullptr);
    return 0;
}

namespace {

const QString kioskId = QStringLiteral("fuzz-kiosk-1");

class Memory final : public httplib::Stream
{
public:
    explicit Memory(std::string request) : m_request(std::move(request)) {}
    [[nodiscard]] const std::string &answer() const { return m_answer; }

    [[nodiscard]] bool is_readable() const override { return m_at < m_request.size(); }
    [[nodiscard]] bool is_writable() const override { return true; }
    ssize_t read(char *to, size_t size) override
    {
        const std::size_t count = std::min(size, m_request.size() - m_at);
        std::copy_n(m_request.data() + m_at, count, to);
        m_at += count;
        return static_cast<ssize_t>(count);
    }
    ssize_t write(const char *from, size_t size) override
    {
        m_answer.append(from, size);
        return static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string &ip, int &port) const override
    {
        ip = "127.0.0.1";
        port = 40000;
    }
    void get_local_ip_and_port(std::string &ip, int &port) const override { get_remote_ip_and_port(ip, port); }
    [[nodiscard]] socket_t socket() const override { return -1; }

private:
    std::string m_request;
    std::size_t m_at = 0;
    std::string m_answer;
};

// One request after the other through the library's own parser and our routes.
class Server final : public httplib::Server
{
public:
    std::string answer(const std::string &request, const std::string &certificate)
    {
        Memory stream(request);
        bool closed = false;
        process_request(stream, true, closed, [&certificate](httplib::Request &req) {
            req.headers.erase("X-Client-Cert");
            if (!certificate.empty()) {
                req.set_header("X-Client-Cert", certificate);
            }
        });
        return stream.answer();
    }
};

// A gateway in a folder in memory, with one kiosk enrolled.
struct Gateway
{
    QTemporaryDir dir{
        (QFileInfo(QStringLiteral("/dev/shm")).isWritable() ? QStringLiteral("/dev/shm") : QDir::tempPath()) +
        QStringLiteral("/hall-fuzz-XXXXXX")};
    ManualClock clock;
    FrontKeys keys;
    std::shared_ptr<Database> database;
    std::unique_ptr<Kiosks> kiosks;
    std::unique_ptr<Intake> intake;
    std::unique_ptr<Blobs> blobs;
    std::unique_ptr<Register> people;
    std::unique_ptr<Front> front;
    Server server;
    Signer signer = *Signer::fromSeed(QByteArray(Signer::kSeedBytes, '\x21'));
    std::string certificate;

    Gateway()
    {
        HALL_HOLDS(dir.isValid());
        must(initialiseKeys(dir.path(), {QStringLiteral("localhost")}));
        keys = must(loadFrontKeys(dir.path()));
        database = must(Database::open(dir.path(), QStringLiteral("sqlite")));
        kiosks = std::make_unique<Kiosks>(database, keys, clock);
        intake = std::make_unique<Intake>(database, IntakeRules{true, sealKeyId(keys.sealPublicKey)}, clock);
        blobs = std::make_unique<Blobs>(database, dir.filePath(QStringLiteral("blobs")), clock);
        people = std::make_unique<Register>(database, keys.tagKey, 1'000'000'000, clock);
        const QByteArray known =
            must(readWholeFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json"), 4 * 1024 * 1024));
        (void)must(people->load(known));
        auto cards = std::make_unique<DemoCards>(clock);
        auto authority = std::make_unique<DemoAuthority>();
        (void)must(cards->load(known));
        (void)must(authority->load(known));
        people->setIssuer(std::move(cards));
        people->setAuthority(std::move(authority));
        wire::EnrolRequest request;
        request.code = must(kiosks->newCode(kioskId));
        request.csrPem = must(makeCsr(must(newP256Key()), QStringLiteral("hallkiosk")));
        request.signKey = signer.publicKey();
        request.mac = wire::enrolMac(request.code, request.csrPem, request.signKey);
        certificate = must(kiosks->enrol(request)).certificatePem.toPercentEncoding().toStdString();
        front = std::make_unique<Front>(Front::Parts{*kiosks,
                                                     *intake,
                                                     *blobs,
                                                     *people,
                                                     database,
                                                     keys.caPem,
                                                     clock,
                                                     true,
                                                     {},
                                                     QStringLiteral("https://hall.example")});
        front->addRoutes(server);
        server.set_payload_max_length(16 * 1024 * 1024);
    }

    // Every input begins with the same, empty database.
    void clear()
    {
        auto db = must(database->connection());
        const qint64 changes = must(single(db, QStringLiteral("SELECT total_changes()"))).toLongLong();
        if (changes == m_changes) {
            return;
        }
        HALL_HOLDS(db.transaction());
        for (const char *table : {"result", "inbox", "attachment", "blob", "item", "chain", "ask_log", "ecard_used",
                                  "draft", "phone_upload", "rating"}) {
            must(run(db, QStringLiteral("DELETE FROM %1").arg(QLatin1String(table))));
        }
        must(run(db, QStringLiteral("UPDATE kiosk SET quarantine = '', health = ''")));
        HALL_HOLDS(db.commit());
        m_changes = must(single(db, QStringLiteral("SELECT total_changes()"))).toLongLong();
        QDir(dir.filePath(QStringLiteral("blobs"))).removeRecursively();
    }

    // Like a batch on its way: the certificate is the proxy's word.
    std::string post(const std::string &path, const QByteArray &body)
    {
        const std::string head = "POST " + path + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\n\r\n";
        return server.answer(head + body.toStdString(), certificate);
    }

private:
    qint64 m_changes = -1;
};

Gateway &rig()
{
    // Never destroyed, but it leaves nothing behind.
    static Gateway *const made = [] {
        static Gateway *fresh = new Gateway;
        std::atexit([] { fresh->dir.remove(); });
        return fresh;
    }();
    return *made;
}

struct Answer
{
    int status = 0;
    QByteArray body;
};

Answer parsed(const std::string &answer)
{
    Answer result;
    HALL_HOLDS(answer.starts_with("HTTP/1.1 ") && answer.size() > 12);
    result.status = std::stoi(answer.substr(9, 3));
    const std::size_t end = answer.find("\r\n\r\n");
    HALL_HOLDS(end != std::string::npos);
    result.body = QByteArray::fromStdString(answer.substr(end + 4));
    return result;
}

// app/protocol/README.md §5, and what the HTTP library says of requests that are none.
void check(const Answer &answer)
{
    static const std::set<int> known{200, 204, 400, 401, 403, 404, 405, 409, 411, 413, 414, 416, 422, 429};
    HALL_HOLDS(known.contains(answer.status));
    if (!answer.body.isEmpty() && answer.status >= 400 && answer.status != 404) {
        const wire::Problem problem = wire::parseProblem(answer.body);
        HALL_HOLDS(!problem.code.isEmpty());
        HALL_HOLDS(fuzz::isImpersonal(Fault(FaultCode::MessageInvalid, problem.detail.toStdString())));
    }
}

void request(const std::string &bytes, bool certified)
{
    const std::string answer = rig().server.answer(bytes, certified ? rig().certificate : std::string());
    if (answer.empty()) {
        return;  // nothing came that was a request line
    }
    const Answer read = parsed(answer);
    check(read);
    const bool ours = bytes.starts_with("POST /v1/batch ") || bytes.starts_with("POST /v1/ask ") ||
                      bytes.starts_with("POST /v1/ecard ") || bytes.starts_with("POST /v1/card-auth ") ||
                      bytes.starts_with("POST /v1/health ") || bytes.starts_with("POST /v1/draft ") ||
                      bytes.starts_with("POST /v1/phone ") || bytes.starts_with("POST /v1/rating ");
    HALL_HOLDS(certified || !ours || read.status >= 400);
}

// The kiosk's own side: each byte is one case or a disturbance. Whatever order they come in, no number is stored twice
// and the chain has no hole.
void cases(Input &input)
{
    hall::test::CaseMaker maker(kioskId, rig().signer, rig().keys.sealPublicKey);
    maker.epoch = QString(32, u'a');
    QVector<wire::BatchItem> made;
    for (int step = 0; step < 4 && !input.empty(); ++step) {
        const std::uint8_t what = input.byte();
        wire::Batch batch;
        if ((what & 1) != 0 || made.isEmpty()) {
            made.append(maker.make().item);
        }
        batch.items.append(made[what / 8 % made.size()]);
        if ((what & 2) != 0) {
            batch.items.append(made[what / 32 % made.size()]);
        }
        if ((what & 4) != 0) {
            batch.skip = wire::Skip{maker.epoch, 1 + what / 64, 1 + what / 32};
        }
        const Answer answer = parsed(rig().post("/v1/batch", must(wire::encodeBatch(batch))));
        check(answer);
        HALL_HOLDS(answer.status == 200);
        const auto verdicts = must(wire::parseVerdicts(answer.body));
        HALL_HOLDS(verdicts.size() == batch.items.size());
        for (qsizetype i = 0; i < verdicts.size(); ++i) {
            const wire::VerdictKind kind = verdicts[i].kind;
            HALL_HOLDS(kind == wire::VerdictKind::Stored || kind == wire::VerdictKind::Duplicate ||
                       kind == wire::VerdictKind::Gap || kind == wire::VerdictKind::Fork);
        }
    }
    auto db = must(rig().database->connection());
    const qint64 items = must(single(db, QStringLiteral("SELECT count(*) FROM item"))).toLongLong();
    HALL_HOLDS(items <= made.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const std::uint8_t how = input.byte();
    rig().clear();
    if ((how & 2) != 0) {
        cases(input);
    } else {
        const auto bytes = input.rest();
        request(std::string(bytes.begin(), bytes.end()), (how & 1) != 0);
    }
    return 0;
}
