// SPDX-License-Identifier: GPL-3.0-or-later
// Plays scenario files (drivers/sim/scenario.h) on the simulated devices of a demonstration: one at a time, a look
// every 50 ms, in the machine's own time. GUI thread.
#pragma once

#include "drivers/sim/scenario.h"

#include <QJsonArray>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace hall {

class Scenarios : public QObject
{
    Q_OBJECT

public:
    using Status = std::function<QJsonObject()>;  // of the kiosk, as on the control socket
    using Act = std::function<Result<QJsonObject>(const QJsonObject &request)>;

    // `folder`: the scenarios that are known by their file's name.
    Scenarios(QString folder, Status status, Act act, QObject *parent = nullptr);

    // A name of list(), or a file. Whatever plays ends; what it has done so far stays done.
    [[nodiscard]] Done play(const QString &nameOrFile);
    void stop();

    [[nodiscard]] QJsonArray list() const;    // [{"name","title":{language: line}}], by name
    [[nodiscard]] QJsonObject state() const;  // {"name","step","steps","playing","fault"}; empty: none was played

private:
    void look();

    const QString m_folder;
    const Status m_status;
    const Act m_act;
    QString m_name;
    std::unique_ptr<device::ScenarioPlayer> m_player;
    QTimer m_tick;
};

}  // namespace hall
