// SPDX-License-Identifier: GPL-3.0-or-later
// The least that keeps the contract, and devices that break one promise of it each: what the contract must find.
#pragma once

#include "drivers/core/device.h"

#include <array>
#include <string_view>
#include <thread>
#include <utility>

namespace hall::test {

enum class Spoilt
{
    Nothing,
    AnswersTwice,
    NeverAnswers,
    TalksAfterStop,
    ReadyWithAFault,
    BrokenWithoutAFault,
    ReadyBeforeItWasStarted,
    NothingToSayOfItself,
    StaysReadyWhenStopped,
    StaysAwayForEver,
    BlamesNobodyForACable,
    DoesNoWorkAfterwards,
    BusyForEver,
    KnowsEveryFault
};

// Name and promise, in the words of promises.h, that each breaks.
constexpr std::array<std::tuple<Spoilt, std::string_view, std::string_view>, 14> spoiltDevices{{
    {Spoilt::Nothing, "spoilt-by-nothing", ""},
    {Spoilt::AnswersTwice, "answers-twice", "task"},
    {Spoilt::NeverAnswers, "never-answers", "task"},
    {Spoilt::TalksAfterStop, "talks-after-stop", "silence"},
    {Spoilt::ReadyWithAFault, "ready-with-a-fault", "ready"},
    {Spoilt::BrokenWithoutAFault, "broken-without-a-fault", "snapshots"},
    {Spoilt::ReadyBeforeItWasStarted, "ready-before-it-was-started", "ready"},
    {Spoilt::NothingToSayOfItself, "nothing-to-say-of-itself", "ready"},
    {Spoilt::StaysReadyWhenStopped, "stays-ready-when-stopped", "restart"},
    {Spoilt::StaysAwayForEver, "stays-away-for-ever", "return"},
    {Spoilt::BlamesNobodyForACable, "blames-nobody-for-a-cable", "return"},
    {Spoilt::DoesNoWorkAfterwards, "does-no-work-afterwards", "return"},
    {Spoilt::BusyForEver, "busy-for-ever", "restart"},
    {Spoilt::KnowsEveryFault, "knows-every-fault", "faults"},
}};

class SpoiltDevice final : public device::Device
{
public:
    SpoiltDevice(Spoilt how, std::string id) : m_how(how), m_board(std::move(id))
    {
        if (m_how == Spoilt::ReadyBeforeItWasStarted) {
            show(device::Link::Ready);
        }
    }
    ~SpoiltDevice() override { SpoiltDevice::stop(); }

    void start() override
    {
        m_on = true;
        show(m_away ? device::Link::Absent : device::Link::Ready);
    }
    void stop() override
    {
        if (!std::exchange(m_on, false)) {
            return;
        }
        if (m_how == Spoilt::TalksAfterStop) {
            m_late = std::jthread([this] {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                m_board.change([](device::Snapshot &next) { next.facts["late"] = true; });
            });
        }
        if (m_how != Spoilt::StaysReadyWhenStopped) {
            show(device::Link::Absent);
        }
        if (m_how == Spoilt::BusyForEver) {
            m_board.change([](device::Snapshot &next) { next.activity = {true, "work"}; });
        }
    }
    [[nodiscard]] device::StateBoard &board() override { return m_board; }

    void work(const std::function<void(std::string_view)> &answer)
    {
        const bool idle = m_how == Spoilt::NeverAnswers || (m_how == Spoilt::DoesNoWorkAfterwards && m_wasAway);
        if (!idle) {
            answer("done");
        }
        if (m_how == Spoilt::AnswersTwice) {
            answer("done");
        }
    }
    Done breakIt(const std::string &fault)
    {
        if (fault != "unplug" && m_how != Spoilt::KnowsEveryFault) {
            return fail(FaultCode::BadArgument, fault);
        }
        m_away = m_wasAway = true;
        if (m_on) {
            show(m_how == Spoilt::BrokenWithoutAFault ? device::Link::Failed : device::Link::Absent);
        }
        return {};
    }
    void mend()
    {
        m_away = m_how == Spoilt::StaysAwayForEver && m_away;
        if (m_on && !m_away) {
            show(device::Link::Ready);
        }
    }

private:
    void show(device::Link link)
    {
        m_board.change([this, link](device::Snapshot &next) {
            next.link = link;
            next.fault.reset();
            next.activity = {};
            if (link == device::Link::Absent && m_away && m_on) {
                const bool nobody = m_how == Spoilt::BlamesNobodyForACable;
                next.fault = Fault(nobody ? FaultCode::DeviceTimeout : FaultCode::DeviceDisconnected);
            }
            if (link == device::Link::Ready && m_how == Spoilt::ReadyWithAFault) {
                next.fault = Fault(FaultCode::DeviceProtocol);
            }
            if (m_how != Spoilt::NothingToSayOfItself) {
                next.facts["media"] = std::string("none");
            }
        });
    }

    const Spoilt m_how;
    device::StateBoard m_board;
    bool m_on = false;
    bool m_away = false;
    bool m_wasAway = false;
    std::jthread m_late;
};

}  // namespace hall::test
