// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/officeline.h"

#include "app/gateway/coreanswer.h"
#include "app/gateway/eventlog.h"

namespace hall::gateway {
namespace {

constexpr std::chrono::milliseconds kWaitForRoom{300};
constexpr std::chrono::milliseconds kConnecting{1000};  // also the handshake: both come before the deadline counts
const QString kJson = QStringLiteral("application/json");

// Its own trouble, or what it thinks of this one question.
bool ownTrouble(const Fault &fault, int status)
{
    return fault.code != FaultCode::MessageInvalid || status >= 500;
}

Fault statusFault(const OutboundAnswer &answer)
{
    const std::string status = "status " + std::to_string(answer.status);
    return refusesUs(answer) ? Fault(FaultCode::NotAllowed, status + ": it does not let this gateway in")
                             : Fault(FaultCode::MessageInvalid, status);
}

}  // namespace

OfficeLine::OfficeLine(QString name, OfficeAddress address, std::chrono::milliseconds deadline, int atOnce,
                       const Clock &clock)
    : m_name(std::move(name)), m_address(std::move(address)), m_deadline(deadline), m_atOnce(atOnce), m_clock(clock)
{
}

OutboundCall OfficeLine::callTo(const QString &path) const
{
    OutboundCall call;
    call.base = m_address.base;
    call.path = path;
    call.caFile = m_address.caFile;
    call.token = m_address.token;
    call.own = m_address.own;
    call.deadline = m_deadline;
    call.connecting = std::min(m_deadline, kConnecting);
    return call;
}

bool OfficeLine::enter()
{
    std::unique_lock lock(m_mutex);
    const bool room = m_free.wait_for(lock, kWaitForRoom, [this] { return m_underWay < m_atOnce; });
    if (!room || !m_rest.admits(m_clock.monotonic())) {
        ++m_state.spared;
        return false;
    }
    ++m_underWay;
    return true;
}

void OfficeLine::leave(bool reached)
{
    const std::lock_guard lock(m_mutex);
    --m_underWay;
    m_rest.ended(m_clock.monotonic(), reached);
    m_state.up = reached;
    ++(reached ? m_state.answered : m_state.failed);
    m_free.notify_one();
}

Result<Sensitive<QByteArray>> OfficeLine::ask(const QString &path, const Sensitive<QByteArray> &question,
                                              qsizetype answerLimit)
{
    if (!enter()) {
        return fail(FaultCode::CentreUnreachable, m_name.toStdString() + ": left alone, or too many questions at once");
    }
    OutboundCall call = callTo(path);
    call.method = "POST";
    call.body = question.reveal();
    call.contentType = kJson;
    call.answerLimit = answerLimit;
    auto answer = callOffice(call);
    const int status = answer ? answer->status : 0;
    const bool good = answer && status == 200;
    const Fault fault = good ? Fault(FaultCode::Internal) : answer ? statusFault(*answer) : answer.error();
    leave(good || !ownTrouble(fault, status));
    if (good) {
        return Sensitive<QByteArray>(std::move(answer->body));
    }
    logEvent("office-away",
             {{QStringLiteral("office"), m_name}, {QStringLiteral("detail"), QString::fromStdString(fault.detail)}});
    return fail(fault.code, m_name.toStdString() + ": " + fault.detail);
}

Done OfficeLine::ping() const
{
    OutboundCall call = callTo(QStringLiteral("/v1/ping"));
    call.method = "GET";
    const auto answer = callOffice(call);
    if (!answer && answer.error().code == FaultCode::DeviceTimeout) {
        const std::string why = refusalBy(call);
        return why.empty() ? Done(fail(answer.error())) : Done(fail(FaultCode::NotAllowed, why));
    }
    if (!answer) {
        return fail(answer.error());
    }
    if (answer->status != 200) {
        return tl::unexpected(statusFault(*answer));
    }
    return coreIsReady(answer->body) ? Done() : Done(fail(FaultCode::MessageInvalid, "it is not ready"));
}

void OfficeLine::wrongAnswer(const Fault &fault)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_state.wrong;
    }
    logEvent("office-answer-wrong",
             {{QStringLiteral("office"), m_name}, {QStringLiteral("detail"), QString::fromStdString(fault.detail)}});
}

OfficeLine::State OfficeLine::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

}  // namespace hall::gateway
