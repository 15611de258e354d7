// SPDX-License-Identifier: GPL-3.0-or-later
// Drafts, papers from phones, ratings. The phone's side needs no certificate: its one-time code is what lets it in.
#include "app/gateway/front.h"

#include "app/gateway/frontreply.h"
#include "app/gateway/ratings.h"
#include "app/protocol/seal.h"

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr int kMostPhones = 4;  // that send at once; each holds a thread
constexpr std::chrono::milliseconds kPhoneTime{90'000};
constexpr qint64 kSweepMs = 60'000;
constexpr char kFormField[] = "file";
constexpr qsizetype kDroppedBytes = 6 * 1024 * 1024;  // read beyond the limit, so that the phone can read the answer

void show(httplib::Response &response, int status, PhonePage page)
{
    const QByteArray html = phonePage(page);
    response.status = status;
    response.set_header("Cache-Control", "no-store");
    response.set_header("Referrer-Policy", "no-referrer");
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'");
    response.set_content(html.constData(), static_cast<std::size_t>(html.size()), "text/html; charset=utf-8");
}

struct Sending
{
    explicit Sending(std::atomic<int> &count) : m_count(count), free(++count <= kMostPhones) {}
    ~Sending() { --m_count; }
    Sending(const Sending &) = delete;
    Sending &operator=(const Sending &) = delete;

private:
    std::atomic<int> &m_count;

public:
    const bool free;
};

struct FormFile
{
    QByteArray bytes;  // one allocation: what it held is overwritten at its end
    qsizetype seen = 0;
    bool whole = false;

    FormFile() { bytes.reserve(wire::kPhoneFileBytes); }
    ~FormFile() { wipeMemory(bytes.data(), static_cast<std::size_t>(bytes.size())); }
    FormFile(const FormFile &) = delete;
    FormFile &operator=(const FormFile &) = delete;
    [[nodiscard]] bool tooLarge() const { return seen > wire::kPhoneFileBytes; }
};

// The one part with the form's name; others are passed over.
void readForm(const httplib::Request &request, const httplib::ContentReader &reader, const Clock &clock, FormFile &file)
{
    if (!request.is_multipart_form_data()) {
        drop(request, reader);
        return;
    }
    const auto since = clock.monotonic();
    bool ours = false;
    bool found = false;
    file.whole = reader(
        [&](const httplib::MultipartFormData &part) {
            ours = part.name == kFormField && !found;
            found = found || ours;
            return true;
        },
        [&](const char *data, std::size_t size) {
            const auto count = static_cast<qsizetype>(size);
            file.seen += ours ? count : 0;
            if (ours && !file.tooLarge()) {
                file.bytes.append(data, count);
            }
            return file.seen <= wire::kPhoneFileBytes + kDroppedBytes && clock.monotonic() - since < kPhoneTime;
        });
}

}  // namespace

void Front::addVisitRoutes(httplib::Server &server)
{
    post(server, "/v1/draft", wire::kDraftBodyBytes, &Front::draft);
    post(server, "/v1/phone", wire::kSmallBodyBytes, &Front::phone);
    post(server, "/v1/rating", wire::kSmallBodyBytes, &Front::rating, Limited::Rating);
    server.Get(kPhonePath,
               [this](const httplib::Request &request, httplib::Response &response) { phoneLooks(request, response); });
    server.Post(kPhonePath, [this](const httplib::Request &request, httplib::Response &response,
                                   const httplib::ContentReader &reader) { phoneSends(request, response, reader); });
}

void Front::draft(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &,
                  httplib::Response &response)
{
    ++m_counters.drafts;
    const auto call = wire::parseDraftCall(body);
    if (!call) {
        refuse(response, 400, "message", call.error().detail);
        return;
    }
    Question question;
    question.visit = call->visit;
    question.number = call->number.reveal();
    question.kind = call->act == wire::DraftCall::Act::Keep   ? QStringLiteral("draft-keep")
                    : call->act == wire::DraftCall::Act::Take ? QStringLiteral("draft-take")
                                                              : QStringLiteral("draft-drop");
    if (auto done = m_parts.people.admit(kiosk.id, question); !done) {
        unanswered(response, done.error());
        return;
    }
    const QString tag = m_parts.people.tagOf(question.number);
    Result<wire::DraftAnswer> answer = wire::DraftAnswer{};
    switch (call->act) {
    case wire::DraftCall::Act::Keep:
        answer = m_drafts.keep(kiosk.id, tag, *call);
        break;
    case wire::DraftCall::Act::Take:
        answer = m_drafts.take(tag, call->check);
        break;
    case wire::DraftCall::Act::Drop:
        if (auto done = m_drafts.drop(tag); !done) {
            answer = fail(done.error());
        }
        break;
    }
    if (!answer && answer.error().code != FaultCode::StoreNotFound) {
        unanswered(response, answer.error());
        return;
    }
    // No answer leaves without its row in the log.
    if (auto done = m_parts.people.answered(kiosk.id, question,
                                            answer ? QStringLiteral("answered") : QStringLiteral("not-found"));
        !done) {
        unanswered(response, done.error());
        return;
    }
    if (answer) {
        reply(response, 200, wire::encodeDraftAnswer(*answer));
    } else {
        unanswered(response, answer.error());
    }
}

void Front::phone(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &,
                  httplib::Response &response)
{
    const auto call = wire::parsePhoneCall(body);
    if (!call) {
        refuse(response, 400, "message", call.error().detail);
        return;
    }
    if (call->act == wire::PhoneCall::Act::Open && !mayCall(kiosk, Limited::PhoneOpen, response)) {
        return;
    }
    Result<QByteArray> answer = QByteArrayLiteral("{\"v\":1}");
    switch (call->act) {
    case wire::PhoneCall::Act::Open:
        answer = m_phones.open(kiosk.id, *call).map(wire::encodePhonePlace);
        break;
    case wire::PhoneCall::Act::Take:
        answer = m_phones.take(kiosk.id, call->id).map(wire::encodePhoneFile);
        break;
    case wire::PhoneCall::Act::Close:
        if (auto done = m_phones.close(kiosk.id, call->id); !done) {
            answer = fail(done.error());
        }
        break;
    }
    if (answer) {
        reply(response, 200, *answer);
    } else if (answer.error().code == FaultCode::DeviceNotFitted) {
        refuse(response, 404, "not-found", "phones cannot reach this gateway");
    } else {
        unanswered(response, answer.error());
    }
}

void Front::rating(const KnownKiosk &kiosk, const QByteArray &body, const httplib::Request &,
                   httplib::Response &response)
{
    const auto rating = wire::parseRating(body);
    if (!rating) {
        refuse(response, 400, "message", rating.error().detail);
        return;
    }
    if (auto done = keepRating(*m_parts.database, kiosk.id, *rating); !done) {
        unavailable(response, done.error());
        return;
    }
    ++m_counters.ratings;
    reply(response, 200, QByteArrayLiteral("{\"v\":1}"));
}

void Front::phoneLooks(const httplib::Request &request, httplib::Response &response)
{
    const auto place = m_phones.at(QString::fromStdString(request.matches[1]));
    if (!place) {
        unavailable(response, place.error());
        return;
    }
    const bool open = place->state == PhoneState::Open;
    show(response, open ? 200 : 404, open ? PhonePage::Choose : PhonePage::Over);
}

void Front::phoneSends(const httplib::Request &request, httplib::Response &response,
                       const httplib::ContentReader &reader)
{
    const QString code = QString::fromStdString(request.matches[1]);
    const Sending sending(m_phonesSending);
    const auto place = m_phones.at(code);
    if (!place || place->state != PhoneState::Open || !sending.free) {
        drop(request, reader);
        if (!place) {
            unavailable(response, place.error());
        } else if (place->state != PhoneState::Open) {
            show(response, 404, PhonePage::Over);
        } else {
            show(response, 429, PhonePage::Busy);
        }
        return;
    }
    FormFile file;
    readForm(request, reader, m_parts.clock, file);
    if (file.tooLarge()) {
        ++m_counters.tooLarge;
        show(response, 413, PhonePage::TooLarge);
        return;
    }
    if (!file.whole || wire::mediaOf(file.bytes).isEmpty()) {
        show(response, 400, PhonePage::NotAPaper);
        return;
    }
    const auto sealed = seal(SealKind::Phone, file.bytes, place->sealTo);
    const auto put = sealed ? m_phones.put(code, *sealed) : fail(sealed.error());
    if (!put) {
        unavailable(response, put.error());
        return;
    }
    m_counters.phonePapers += *put ? 1 : 0;
    show(response, *put ? 200 : 404, *put ? PhonePage::Done : PhonePage::Over);
}

void Front::sweepVisits()
{
    const qint64 now = m_parts.clock.monotonic().count();
    qint64 before = m_sweptMs.load();
    if ((before != 0 && now - before < kSweepMs) || !m_sweptMs.compare_exchange_strong(before, now)) {
        return;
    }
    auto done = m_drafts.sweep();
    if (done) {
        done = m_phones.sweep();
    }
    if (!done) {
        m_sweptMs = 0;  // the next kiosk's report tries again
    }
}

}  // namespace hall::gateway
