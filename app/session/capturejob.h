// SPDX-License-Identifier: GPL-3.0-or-later
// From the live picture to one good page: looks for a page, waits until it lies still, takes the full picture,
// straightens and judges it, and offers it to the visitor. Lives on the GUI thread; the image work runs on a worker.
#pragma once

#include "app/domain/base/clock.h"
#include "app/recognition/autocapture.h"
#include "app/recognition/pageguide.h"
#include "app/recognition/platewatcher.h"
#include "drivers/hub/devicehub.h"

#include <QImage>
#include <QObject>
#include <QPolygonF>

#include <functional>
#include <memory>

namespace hall {

// A page as it was taken: never on any disk in this form.
struct CapturedPage
{
    QImage shown;                // straightened and cleaned, for the screen
    Sensitive<QByteArray> jpeg;  // straightened, at most 300 KiB
    std::vector<FaultCode> reasons;
    PlateTrouble trouble = PlateTrouble::None;  // besides those of the page itself
    bool found = false;                         // false: no outline; the whole picture is offered
};

class CaptureJob : public QObject
{
    Q_OBJECT

public:
    using PlateSource = std::function<std::shared_ptr<const PlateCalibration>()>;

    enum class State
    {
        Off,
        Starting,
        Looking,
        Found,
        Steady,
        Shooting,
        Shot,
        Fault
    };

    // `plate`: SessionServices::plate, asked at each start.
    CaptureJob(DeviceHub &hub, const Clock &clock, PlateSource plate = {}, QObject *parent = nullptr);
    ~CaptureJob() override;

    // The camera runs until stop(). `dpi`: of the straightened page, where its size is known.  A page that was taken
    // already is not taken by itself again before it is lifted or replaced, whatever became of its picture.
    void start(const QString &materialKind, double dpi = 200);
    void stop();
    void shoot();                           // now, whatever the automatic would do
    void another() { m_auto.reset(); }      // what lies there now may be taken, whatever was taken before
    void retake();                          // throws the shot away and looks again
    [[nodiscard]] CapturedPage takeShot();  // the page in Shot; looks again for the next one afterwards

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] std::optional<FaultCode> hint() const { return m_hint; }
    // What keeps the page from being taken: a fault's name, or a PlateTrouble's. Empty for nothing.
    [[nodiscard]] QString hintName() const;
    // Where a page that is cut off must go.
    [[nodiscard]] const std::optional<GuideStep> &guide() const { return m_guide.told(); }
    [[nodiscard]] const QImage &preview() const { return m_preview; }
    [[nodiscard]] const QPolygonF &outline() const { return m_outline; }  // in pixels of preview()
    [[nodiscard]] bool held() const { return m_auto.held(); }  // the tray must change, or a touch take the picture
    [[nodiscard]] bool steady() const { return m_state == State::Steady && hintName().isEmpty(); }  // about to be taken
    [[nodiscard]] const CapturedPage &shot() const { return m_shot; }

Q_SIGNALS:
    void stateChanged();
    void previewChanged();

private:
    // One preview frame looked at.
    struct Seen
    {
        QImage picture;
        PlateLook look;
        std::chrono::milliseconds at{0};
    };

    void onFrame(const device::Frame &frame);
    void onSeen(const Seen &seen);
    void onStill(const Result<device::Frame> &still);
    void onCameraChanged();
    void watchAnew();
    void setState(State state, std::optional<FaultCode> hint, PlateTrouble trouble = PlateTrouble::None);
    [[nodiscard]] bool guideChanged(const Seen &seen);

    DeviceHub &m_hub;
    const Clock &m_clock;
    State m_state = State::Off;
    std::optional<FaultCode> m_hint;
    PlateTrouble m_trouble = PlateTrouble::None;
    PageGuide m_guide;
    bool m_heldSaid = false;
    std::chrono::milliseconds m_faultAt{0};
    PlateLook m_lastLook;
    std::optional<PlateLook> m_taken;  // the page of the last shot, as it lay
    QString m_kind;
    double m_dpi = 200;
    PlateSource m_plateSource;
    std::shared_ptr<const PlateCalibration> m_plate;  // null: as a photo
    QImage m_preview;
    QPolygonF m_outline;
    CapturedPage m_shot;
    std::shared_ptr<PlateWatcher> m_watcher;  // used by one worker at a time
    AutoCapture m_auto;
    bool m_looking = false;    // one frame is being looked at; frames that come meanwhile are dropped
    quint64 m_generation = 0;  // answers of an earlier start, retake or stop are ignored
};

}  // namespace hall
