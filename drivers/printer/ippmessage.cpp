// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/ippmessage.h"

#include <cups/ipp.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <span>

namespace hall::device::ipp {

namespace {

struct Freed
{
    void operator()(ipp_t *message) const { ippDelete(message); }
};
using Message = std::unique_ptr<ipp_t, Freed>;

constexpr std::size_t mostValues = 1000;  // of one attribute; a printer that says more says nothing else to us
constexpr std::size_t longestWord = 120;  // of a reason, a model, an identity: shown and kept

Message request(ipp_op_t operation, const std::string &uri)
{
    static std::atomic<int> number{1};
    Message message(ippNewRequest(operation));
    ippSetRequestId(message.get(), number.fetch_add(1) % 1'000'000 + 1);
    ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, uri.c_str());
    return message;
}

void addUser(const Message &message)
{
    ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, user.data());
}

ssize_t append(void *to, ipp_uchar_t *bytes, std::size_t count)
{
    static_cast<Bytes *>(to)->insert(static_cast<Bytes *>(to)->end(), bytes, bytes + count);
    return static_cast<ssize_t>(count);
}

Bytes written(const Message &message)
{
    Bytes bytes;
    bytes.reserve(ippLength(message.get()));
    ippSetState(message.get(), IPP_STATE_IDLE);
    ipp_state_t state = IPP_STATE_IDLE;
    while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR) {
        state = ippWriteIO(&bytes, append, 1, nullptr, message.get());
    }
    return bytes;
}

template <std::size_t count> void wish(const Message &message, const std::array<const char *, count> &names)
{
    ippAddStrings(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", count, nullptr,
                  names.data());
}

ssize_t consume(void *from, ipp_uchar_t *bytes, std::size_t count)
{
    auto *const left = static_cast<std::span<const unsigned char> *>(from);
    const std::size_t taken = std::min(count, left->size());
    std::copy_n(left->begin(), taken, bytes);
    *left = left->subspan(taken);
    return static_cast<ssize_t>(taken);
}

Result<Message> read(const Bytes &bytes)
{
    constexpr int responses = 2;  // the first byte of a version; 1.x and 2.x are spoken
    if (bytes.size() < 8 || bytes[0] < 1 || bytes[0] > responses) {
        return fail(FaultCode::DeviceProtocol, "no answer of the Internet Printing Protocol");
    }
    Message message(ippNew());
    std::span<const unsigned char> left(bytes);
    ipp_state_t state = IPP_STATE_IDLE;
    while (state != IPP_STATE_DATA && state != IPP_STATE_ERROR) {
        state = ippReadIO(&left, consume, 1, nullptr, message.get());
    }
    if (state == IPP_STATE_ERROR) {
        return fail(FaultCode::DeviceProtocol, "an answer of the Internet Printing Protocol that is broken");
    }
    return message;
}

// A status is any number that fits 16 bits; as an ipp_status_t it may be none.
Fault refusal(int status)
{
    constexpr int mostKnown = 0x1FFF;
    const std::string name =
        status <= mostKnown ? ippErrorString(static_cast<ipp_status_t>(status)) : "status " + std::to_string(status);
    const auto one = [status](std::initializer_list<int> of) {
        return std::find(of.begin(), of.end(), status) != of.end();
    };
    if (one({IPP_STATUS_ERROR_BUSY, IPP_STATUS_ERROR_TEMPORARY})) {
        return Fault(FaultCode::DeviceBusy, name);
    }
    if (one({IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED, IPP_STATUS_ERROR_DOCUMENT_FORMAT_ERROR})) {
        return Fault(FaultCode::PagePrinterNoPdf, name);
    }
    if (one({IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS, IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED})) {
        return Fault(FaultCode::PagePrinterStopped, name);
    }
    if (one({IPP_STATUS_ERROR_FORBIDDEN, IPP_STATUS_ERROR_NOT_AUTHENTICATED, IPP_STATUS_ERROR_NOT_AUTHORIZED})) {
        return Fault(FaultCode::DeviceUnauthorised, name);
    }
    if (one({IPP_STATUS_ERROR_NOT_FOUND, IPP_STATUS_ERROR_GONE})) {
        return Fault(FaultCode::BadArgument, "the printer knows nothing at this path: " + name);
    }
    return Fault(FaultCode::PagePrinterRefused, name);
}

Result<Message> accepted(const Bytes &answer)
{
    Result<Message> message = read(answer);
    if (!message) {
        return message;
    }
    const int status = ippGetStatusCode(message->get()) & 0xFFFF;
    constexpr int successes = 0x0100;  // RFC 8011, B.1: successful-… are 0x0000 to 0x00FF
    if (status >= successes) {
        return fail(refusal(status));
    }
    return message;
}

std::string word(const char *text)
{
    std::string clean(text ? std::string_view(text).substr(0, longestWord) : std::string_view());
    std::replace_if(
        clean.begin(), clean.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return clean;
}

std::vector<std::string> words(const Message &message, const char *name)
{
    std::vector<std::string> found;
    ipp_attribute_t *const attribute = ippFindAttribute(message.get(), name, IPP_TAG_ZERO);
    const auto count = attribute ? static_cast<std::size_t>(ippGetCount(attribute)) : 0;
    for (std::size_t i = 0; i < std::min(count, mostValues); ++i) {
        const char *const text = ippGetString(attribute, static_cast<int>(i), nullptr);
        if (text && std::string_view(text) != "none") {
            found.push_back(word(text));
        }
    }
    return found;
}

std::string firstWord(const Message &message, const char *name)
{
    std::vector<std::string> all = words(message, name);
    return all.empty() ? std::string() : std::move(all.front());
}

// 0 when it says no such number.
int number(const Message &message, const char *name)
{
    ipp_attribute_t *const attribute = ippFindAttribute(message.get(), name, IPP_TAG_ZERO);
    const ipp_tag_t tag = attribute ? ippGetValueTag(attribute) : IPP_TAG_ZERO;
    return tag == IPP_TAG_INTEGER || tag == IPP_TAG_ENUM ? ippGetInteger(attribute, 0) : 0;
}

bool holds(const std::vector<std::string> &all, std::string_view one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

Bytes askPrinter(const std::string &uri)
{
    const Message message = request(IPP_OP_GET_PRINTER_ATTRIBUTES, uri);
    addUser(message);
    wish(message, std::array{"printer-state", "printer-state-reasons", "printer-is-accepting-jobs",
                             "document-format-supported", "media-supported", "printer-make-and-model", "printer-uuid"});
    return written(message);
}

Bytes printJob(const std::string &uri, const std::string &id)
{
    const Message message = request(IPP_OP_PRINT_JOB, uri);
    addUser(message);
    const auto text = [&message](ipp_tag_t group, ipp_tag_t tag, const char *name, const std::string &value) {
        ippAddString(message.get(), group, tag, name, nullptr, value.c_str());
    };
    text(IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", std::string(jobPrefix) + id);
    text(IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", std::string(pdf));
    text(IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", std::string(a4));
    text(IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", "none");
    text(IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", "one-sided");
    return written(message);
}

Bytes askJob(const std::string &uri, int job)
{
    const Message message = request(IPP_OP_GET_JOB_ATTRIBUTES, uri);
    ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    addUser(message);
    wish(message, std::array{"job-id", "job-state", "job-state-reasons", "job-media-sheets-completed",
                             "job-impressions-completed"});
    return written(message);
}

Bytes cancelJob(const std::string &uri, int job)
{
    const Message message = request(IPP_OP_CANCEL_JOB, uri);
    ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    addUser(message);
    return written(message);
}

Result<PrinterSays> printerSays(const Bytes &answer)
{
    const Result<Message> message = accepted(answer);
    if (!message) {
        return fail(message.error());
    }
    PrinterSays says;
    const int state = number(*message, "printer-state");
    if (state < static_cast<int>(PrinterState::Idle) || state > static_cast<int>(PrinterState::Stopped)) {
        return fail(FaultCode::DeviceProtocol, "a printer that does not say its state");
    }
    says.state = static_cast<PrinterState>(state);
    says.reasons = words(*message, "printer-state-reasons");
    ipp_attribute_t *const accepting = ippFindAttribute(message->get(), "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    says.accepting = !accepting || ippGetBoolean(accepting, 0) != 0;
    says.takesPdf = holds(words(*message, "document-format-supported"), pdf);
    const std::vector<std::string> media = words(*message, "media-supported");
    says.hasA4 = media.empty() || holds(media, a4);
    says.model = firstWord(*message, "printer-make-and-model");
    says.identity = firstWord(*message, "printer-uuid");
    return says;
}

Result<JobSays> jobSays(const Bytes &answer)
{
    const Result<Message> message = accepted(answer);
    if (!message) {
        return fail(message.error());
    }
    JobSays says;
    says.id = number(*message, "job-id");
    const int state = number(*message, "job-state");
    const bool known = state >= static_cast<int>(JobState::Pending) && state <= static_cast<int>(JobState::Completed);
    if (says.id <= 0) {
        return fail(FaultCode::DeviceProtocol, "a job without a number");
    }
    says.state = known ? static_cast<JobState>(state) : JobState::Unknown;
    says.reasons = words(*message, "job-state-reasons");
    says.sheets =
        std::max(number(*message, "job-media-sheets-completed"), number(*message, "job-impressions-completed"));
    return says;
}

Done said(const Bytes &answer)
{
    const Result<Message> message = accepted(answer);
    return message ? Done() : fail(message.error());
}

}  // namespace hall::device::ipp
