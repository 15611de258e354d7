// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of each device across restarts: what it has done, which one it is, and whether a person has taken
// it out of use. One setting of the store, written some seconds after a change and at the end.
#pragma once

#include "drivers/hub/devicehub.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace hall {

class KioskStore;

// GUI thread. Made before the hub is started, gone before hub and store.
class DeviceRecords : public QObject
{
    Q_OBJECT

public:
    static constexpr const char *settingKey = "device-records";
    static constexpr int saveMs = 5000;  // so much is lost by a power cut at most

    DeviceRecords(DeviceHub &hub, KioskStore &store, QObject *parent = nullptr);
    ~DeviceRecords() override;  // saves

    // By device: "reads", "failures", "prints", "metres", "stills", "keys", "faults" …, since the device was fitted.
    [[nodiscard]] QHash<QString, double> counts(const QString &deviceId) const;
    [[nodiscard]] QJsonObject json() const;  // {device: {counts…}}, as `status` shows it

    // False: no such device.
    bool hold(const QString &deviceId, bool on);

    // Another device than before answers in this place, and no technician has seen it yet.
    [[nodiscard]] bool swapped(const QString &deviceId) const;
    void acceptSwap(const QString &deviceId);  // its counts begin anew

    void save();

Q_SIGNALS:
    void changed();

private:
    struct Record
    {
        QString identity;
        bool swapped = false;
        bool held = false;
        QHash<QString, double> counts;
    };

    void load();
    void onIdentity(const QString &deviceId, const QString &identity);
    void touch();

    DeviceHub &m_hub;
    KioskStore &m_store;
    QHash<QString, Record> m_records;
    QTimer m_save;
    bool m_dirty = false;
};

}  // namespace hall
