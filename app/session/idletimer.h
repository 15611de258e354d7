// SPDX-License-Identifier: GPL-3.0-or-later
// How long nobody may touch the glass before the visit is wiped. All the figures of the product are here.
#pragma once

#include "app/domain/base/clock.h"

#include <QObject>
#include <QTimer>

namespace hall {

class IdleTimer : public QObject
{
    Q_OBJECT

public:
    enum class Mode
    {
        Off,
        Anonymous,
        SignedIn
    };

    // Quiet seconds before the warning, then seconds of countdown. WCAG 2.2 2.2.1: never less than 20 s of warning.
    struct Limits
    {
        int quiet;
        int countdown;
    };
    static constexpr Limits anonymous{60, 20};
    static constexpr Limits signedIn{90, 30};
    static constexpr Limits signedInElder{180, 45};

    explicit IdleTimer(const Clock &clock, QObject *parent = nullptr);

    void setMode(Mode mode);
    void setElder(bool elder);
    void setWorking(bool working);          // the clock stands still while the machine works
    void hurry(int seconds);                // straight to a countdown of this length: the card was taken
    void touched();                         // any touch: the quiet time begins anew
    [[nodiscard]] int secondsLeft() const;  // of the countdown; -1 while none is shown

Q_SIGNALS:
    void changed();
    void expired();

private:
    void tick();
    [[nodiscard]] Limits limits() const;

    const Clock &m_clock;
    QTimer m_tick;
    Mode m_mode = Mode::Off;
    bool m_elder = false;
    bool m_working = false;
    std::chrono::milliseconds m_quietSince{0};
    std::chrono::milliseconds m_workingSince{0};
    int m_hurry = 0;  // seconds; 0 = the ordinary limits
    int m_secondsLeft = -1;
};

}  // namespace hall
