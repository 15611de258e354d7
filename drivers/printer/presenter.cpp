// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/presenter.h"

namespace hall::device {

const char *lastPaperName(LastPaper paper)
{
    switch (paper) {
    case LastPaper::None:
        return "none";
    case LastPaper::Presented:
        return "presented";
    case LastPaper::Taken:
        return "taken";
    case LastPaper::Left:
        return "left";
    case LastPaper::Retracted:
        return "retracted";
    }
    return "none";
}

Presenter::Presenter(const PrinterProfile &profile)
    : m_takeWithin(profile.takeWithinS), m_retracts(!profile.retract.empty())
{
}

bool Presenter::look(bool occupied, Monotonic::time_point now)
{
    if (!occupied) {
        if (m_occupied) {
            m_last = m_retracting ? LastPaper::Retracted : LastPaper::Taken;
        }
        m_occupied = m_retracting = false;
        return false;
    }
    if (!m_occupied) {
        m_occupied = true;
        m_last = LastPaper::Presented;
        m_since = now;
    } else if (now - m_since >= m_takeWithin) {
        m_last = LastPaper::Left;
    }
    return m_last == LastPaper::Left && m_retracts && !m_retracting;
}

}  // namespace hall::device
