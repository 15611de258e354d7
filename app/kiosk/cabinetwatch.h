// SPDX-License-Identifier: GPL-3.0-or-later
// Between the cabinet and the rest of the program: lights follow the page, keys move about the screen, what happens to
// door and power is written down, and the program ends in order before the battery is empty.
#pragma once

#include "app/domain/base/clock.h"
#include "drivers/hub/devicehub.h"

#include <QObject>
#include <QTimer>

class QQuickWindow;

namespace hall {

class KioskStore;
class Session;
class VisitHost;

class CabinetWatch : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        const Clock *clock = nullptr;
        DeviceHub *hub = nullptr;
        KioskStore *store = nullptr;
        VisitHost *host = nullptr;
        QQuickWindow *window = nullptr;
    };
    // A battery that is nearly empty for so long is believed; so long a visit may go on then.
    static constexpr std::chrono::seconds lowBelieved{2};
    static constexpr std::chrono::seconds lowGrace{60};

    explicit CabinetWatch(Parts parts, QObject *parent = nullptr);

    void follow(Session *session);  // the visit that is on the screen now; null while there is none

    // `ready`: devices that can be used now; nobody is led to any other.
    [[nodiscard]] static device::Cabinet::Lights lightsFor(const QString &stage, const QString &printState,
                                                           const QStringList &readersWithCards,
                                                           const QStringList &ready);

Q_SIGNALS:
    void powerEnds();  // now, or nothing can be put in order any more

private:
    void onCabinet();
    void onKey(device::Cabinet::Key key);
    void light();
    void tick();
    void note(const char *event, const QByteArray &details = QByteArrayLiteral("{}"));

    Parts m_parts;
    CabinetState m_before;
    device::Cabinet::Lights m_lights;
    QTimer m_tick;
    std::optional<std::chrono::milliseconds> m_lowSince;
    bool m_ended = false;
};

}  // namespace hall
