// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet that the document camera is calibrated with, from the kiosk's own page printer: the same one that `hallctl
// camera target` writes. How large it came out is for a ruler to say, whatever the printer was told. GUI thread; gone
// before hub and store.
#pragma once

#include "drivers/core/values.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <functional>

namespace hall {

class DeviceHub;
class KioskStore;

class TargetPrint : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Upkeep.targetPrint")
    // "none" (no page printer is fitted), "idle", "printing" (`hint`: the fault that it waits with, or empty),
    // "printed"; "failed" (not printed: `hint` is a fault's code), "unknown" (it may have been: `hint` as well)
    Q_PROPERTY(QString phase READ phase NOTIFY changed)
    Q_PROPERTY(QString hint READ hint NOTIFY changed)

public:
    static constexpr const char *printerId = "page-printer";  // in the journal as well

    struct Parts
    {
        DeviceHub *hub = nullptr;
        KioskStore *store = nullptr;
    };
    explicit TargetPrint(Parts parts, QObject *parent = nullptr);

    [[nodiscard]] bool printing() const { return m_printing; }
    [[nodiscard]] QString phase() const;
    [[nodiscard]] QString hint() const;

    void end();  // the page is left: one that was asked for without `done` is taken back, and no more is told of it
    // Asks for a sheet. `done` once, on this thread: DeviceBusy while another one is being printed. What came of the
    // last one is forgotten; one that is unknown is never repeated without being asked for.
    using Done = std::function<void(const Result<device::PrintReport> &)>;
    void print(Done done = {});

Q_SIGNALS:
    void changed();

private:
    void journal(const QByteArray &pdf, const Done &done);
    void send(qint64 number, const QByteArray &pdf, const Done &done);
    void finish(const device::PrintReport &report, const Done &done);

    Parts m_parts;
    bool m_printing = false;
    bool m_ofPage = false;    // whoever asked for it looks at the screen
    bool m_unwanted = false;  // and has left
    QString m_outcome;        // "", "printed", "failed", "unknown"
    QString m_reason;
};

}  // namespace hall
