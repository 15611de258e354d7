// SPDX-License-Identifier: GPL-3.0-or-later
// From the live picture to one good page: looks for a page, waits until it lies still, takes the full picture,
// straightens and judges it, and offers it to the visitor. A sheet that is larger than the plate is taken in two halves
// (sheethalves.h). Lives on the GUI thread; the image work runs on a worker.
#pragma once

#include "app/domain/base/clock.h"
#include "app/recognition/autocapture.h"
#include "app/recognition/pageguide.h"
#include "app/recognition/platewatcher.h"
#include "app/session/capturedpage.h"
#include "drivers/hub/devicehub.h"

#include <QImage>
#include <QObject>
#include <QPolygonF>

#include <functional>
#include <memory>

namespace hall {

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
    void start(const QString &materialKind, double dpi = 200, const PictureWish &wish = {});
    void stop();
    void shoot();                           // now, whatever the automatic would do
    void another() { m_auto.reset(); }      // what lies there now may be taken, whatever was taken before
    void retake();                          // throws the shot away and looks again
    [[nodiscard]] CapturedPage takeShot();  // the page in Shot; looks again for the next one afterwards

    // Of a sheet that is larger than the plate: 1 while its first half is taken, 2 while its second; 0 for any other.
    [[nodiscard]] int half() const { return m_half; }
    void keepHalf();        // the first half in Shot is good: on to the second
    void firstHalfAgain();  // throws both away
    // Of the first half: over which side of the picture the sheet went on; before it is taken, where it is to go on.
    [[nodiscard]] OpenSide openSide() const;
    // What lies there now looks like the end of a sheet of A3 where a smaller one is asked for.
    [[nodiscard]] bool larger() const { return m_larger; }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] std::optional<FaultCode> hint() const { return m_hint; }
    // What keeps the page from being taken: a fault's name, a PlateTrouble's, or why two halves make no sheet
    // (HalfOutcome::note). Empty for nothing.
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
    void onHalfStill(const device::Frame &still);
    void onHalf(const std::shared_ptr<Result<HalfOutcome>> &outcome);
    void lookAtHalf(Seen &seen);
    [[nodiscard]] std::optional<PlateView> viewOfPlate(cv::Size picture) const;
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
    PictureWish m_wish;
    PlateSource m_plateSource;
    std::shared_ptr<const PlateCalibration> m_plate;  // null: as a photo
    QImage m_preview;
    QPolygonF m_outline;
    CapturedPage m_shot;
    int m_half = 0;
    SheetHalf m_first;  // kept
    SheetHalf m_halfInShot;
    QString m_note;  // why the last still made no half, or no sheet; until something is taken
    bool m_larger = false;
    std::shared_ptr<PlateWatcher> m_watcher;  // used by one worker at a time
    AutoCapture m_auto;
    bool m_looking = false;    // one frame is being looked at; frames that come meanwhile are dropped
    quint64 m_generation = 0;  // answers of an earlier start, retake or stop are ignored
};

}  // namespace hall
