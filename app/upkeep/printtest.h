// SPDX-License-Identifier: GPL-3.0-or-later
// The receipt printer's test that judges itself: it prints a target, a person lays the paper under the document camera,
// and the camera says whether it is black, whole, straight, true to scale and cut straight. GUI thread; gone before hub
// and store.
#pragma once

#include "app/domain/base/clock.h"
#include "app/recognition/printtarget.h"
#include "drivers/core/values.h"

#include <QJsonObject>
#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

namespace hall {

class DeviceHub;
class KioskStore;
class PlateWatch;

class PrintTest : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Upkeep.printTest")
    // "off"; "printing"; "lay" (the paper is to be laid under the camera); "measuring"; "done" (`figures`); "unseen"
    // (the paper cannot be judged: `hint`); "fault" (it was not printed: `hint` is a fault's code)
    Q_PROPERTY(QString phase READ phase NOTIFY changed)
    Q_PROPERTY(QString hint READ hint NOTIFY changed)  // "no-marks", "too-far", "no-edges"; or a fault's code
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed)  // {name, value, limit, good}; "print-…"
    Q_PROPERTY(QString deadDots READ deadDots NOTIFY changed)     // their numbers from the left, for people
    // Of the last one: {at (Unix s), good, figures: {name: [value, limit]}, dead_dots: []}; empty when there was none
    Q_PROPERTY(QVariantMap last READ last NOTIFY changed)

public:
    static constexpr const char *settingKey = "print-test";

    struct Parts
    {
        const Clock *clock = nullptr;
        DeviceHub *hub = nullptr;
        KioskStore *store = nullptr;
        PlateWatch *watch = nullptr;
    };
    explicit PrintTest(Parts parts, QObject *parent = nullptr);

    [[nodiscard]] bool active() const { return m_phase != QLatin1String("off"); }
    [[nodiscard]] QString phase() const { return m_phase; }
    [[nodiscard]] QString hint() const { return m_hint; }
    [[nodiscard]] QVariantList figures() const { return m_figures; }
    [[nodiscard]] QString deadDots() const;
    [[nodiscard]] QVariantMap last() const { return m_last.toVariantMap(); }
    [[nodiscard]] QJsonObject json() const { return m_last; }

    void begin();  // asks for a paper
    void end();
    Q_INVOKABLE void print();    // it, or another one
    Q_INVOKABLE void measure();  // what lies under the camera

Q_SIGNALS:
    void changed();

private:
    void send(qint64 number);
    void onStill(const Result<device::Frame> &still);
    void onMeasured(const Result<PrintCheck> &check);
    void setPhase(const QString &phase, const QString &hint = {});

    Parts m_parts;
    QString m_phase = QStringLiteral("off");
    QString m_hint;
    QVariantList m_figures;
    QJsonObject m_last;
    quint64 m_generation = 0;
};

}  // namespace hall
