// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the document camera measures: the calibration in force, and the daily look at the empty plate. While it is
// not good, papers are taken as photos: found and straightened by their looks alone, without millimetres.
#pragma once

#include "app/domain/base/clock.h"
#include "app/recognition/acceptedplate.h"
#include "app/recognition/platemeasure.h"
#include "drivers/core/values.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace hall {

class DeviceHub;
class KioskStore;

// When the daily look is good.
struct PlateCheckLimits
{
    int marks = 3;         // of four: one may be worn
    double shiftMm = 1;    // the camera or the plate was pushed
    double darkest = 0.6;  // brightness now over then
    double brightest = 1.6;
    double colour = 8;  // ΔE
    double sharp =
        0.55;  // edges of the marks now over then; an edge of 4 px, the limit of the calibration, has about that
    double strange = 0.02;  // share of the plate: something lies there, or it is dirty
};
// Why it is not: "unseen" (too few marks), "moved", "light", "blurred", "covered"; empty when good.
[[nodiscard]] QString plateTrouble(const PlateCheck &check, const PlateCheckLimits &limits = {});

// GUI thread; pictures are looked at apart. Gone before hub and store.
class PlateWatch : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        None,       // never calibrated
        Unchecked,  // not looked at since the start
        Good,
        Failed,  // the daily look was not good, or the lens does not take its setting any more ("focus"), or the
                 // camera its exposure ("exposure")
        Stale    // another camera, another size of picture, or a damaged file
    };
    Q_ENUM(State)

    struct Parts
    {
        const Clock *clock = nullptr;
        DeviceHub *hub = nullptr;
        KioskStore *store = nullptr;  // for the audit log; may be null
        QString folder;               // where the calibrations lie
        std::function<bool()> quiet;  // nobody is there: the camera may be used
    };

    static constexpr const char *cameraId = "document-camera";
    static constexpr std::chrono::hours period{24};
    static constexpr std::chrono::minutes retryAfter{10};  // what is not good is looked at again

    explicit PlateWatch(Parts parts, QObject *parent = nullptr);

    void start();  // reads the calibration in force; the first look comes with the first quiet moment
    // Now, whoever is there; `changed` tells. Does nothing while one is under way.
    void check();
    void takeInForce(AcceptedPlate calibration);  // it lies in the folder already
    void rollBack();
    // Lens and exposure as the calibration in force has them; without one, or with another camera's, as the camera is
    // configured. Where there is one, by itself at the start and whenever a camera is plugged in.
    void applyCamera();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool measures() const { return m_state == State::Good; }
    [[nodiscard]] bool checking() const { return m_checking; }
    [[nodiscard]] const std::shared_ptr<const AcceptedPlate> &current() const { return m_current; }
    // {"state": none|unchecked|good|failed|stale, "reason", "camera", "size_px", "at", "by", "figures": {name: [value,
    // limit]}, "focus": {"value","least","most","step"} of a lens that is set, "light": {"exposure_us",
    // "gain","white_balance_k"} of what the camera keeps, "before": bool, "check":
    // {"at","marks","shift_mm","light","colour","sharp","strange"}}
    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] QString camera() const;  // what tells the fitted one from another
    [[nodiscard]] const QString &folder() const { return m_parts.folder; }

Q_SIGNALS:
    void changed();

private:
    void load();
    void tick();
    void checkFocus();
    void checkLight();
    void takeStill();
    void onStill(const Result<device::Frame> &still);
    void settle(State state, const QString &reason);
    void audit(const QString &event, const QJsonObject &detail);

    Parts m_parts;
    State m_state = State::None;
    QString m_reason;
    std::shared_ptr<const AcceptedPlate> m_current;
    bool m_before = false;
    bool m_checking = false;
    bool m_cameraSet = false;  // by us
    std::optional<PlateCheck> m_check;
    qint64 m_checkedAt = 0;                              // wall, ms
    std::optional<std::chrono::milliseconds> m_lastTry;  // monotonic
    QTimer m_tick;
};

}  // namespace hall
