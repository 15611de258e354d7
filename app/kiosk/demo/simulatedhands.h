// SPDX-License-Identifier: GPL-3.0-or-later
// The hands at the simulated devices: they insert cards, lay papers, take the receipt, and break things. What they put
// somewhere lies there still when the program has begun anew, as with real devices.
#pragma once

#include "app/domain/base/result.h"
#include "app/kiosk/demo/camerafilm.h"
#include "app/kiosk/devices.h"

#include <QHash>
#include <QJsonObject>

#include <memory>

namespace hall {

class SimulatedHands
{
public:
    // A program that begins anew hands itself lying() in this variable of its environment.
    static constexpr const char *variable = "HALL_SIMULATED_LYING";

    explicit SimulatedHands(SimulatedDevices &devices) : m_devices(devices) {}

    // A request of the control socket: {"device","action",…}.
    [[nodiscard]] Result<QJsonObject> act(const QJsonObject &request);
    [[nodiscard]] Done setFault(const QString &device, const QString &fault, int after);  // an empty fault heals

    // What lies in the devices now, as the requests that put it there: one JSON array, of file names and states only.
    [[nodiscard]] QByteArray lying() const;
    // Puts it there again. What cannot be (a file is gone) is left out.
    void layBack(const QByteArray &lying);

private:
    [[nodiscard]] Result<QJsonObject> perform(const QString &id, const QString &action, const QJsonObject &request);
    [[nodiscard]] Result<QJsonObject> cabinetAction(const QString &action, const QJsonObject &request);
    [[nodiscard]] Result<QJsonObject> printerAction(const QString &action, const QJsonObject &request);

    [[nodiscard]] Result<QJsonObject> pagePrinterAction(const QString &action, const QJsonObject &request);
    [[nodiscard]] Result<QJsonObject> cameraAction(const QString &action, const QJsonObject &request);

    SimulatedDevices &m_devices;
    std::unique_ptr<CameraFilm> m_film;   // once one was played
    QHash<QString, QJsonObject> m_lying;  // by device
};

}  // namespace hall
