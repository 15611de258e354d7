// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/capturejob.h"

#include "app/domain/homepromise.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"

#include <algorithm>

namespace hall {

namespace {

constexpr std::chrono::milliseconds stillDeadline{3000};
constexpr std::chrono::milliseconds faultShown{4000};  // long enough to be read; then the frames speak again
const cv::Size usualPicture(1600, 1200);               // where no camera was measured; only its proportions matter
constexpr const char *largeSheet = "a3";               // what is offered where a smaller sheet is asked for

}  // namespace

CaptureJob::CaptureJob(DeviceHub &hub, const Clock &clock, PlateSource plate, QObject *parent)
    : QObject(parent), m_hub(hub), m_clock(clock), m_plateSource(std::move(plate))
{
    connect(&m_hub, &DeviceHub::frameArrived, this, &CaptureJob::onFrame);
    connect(&m_hub, &DeviceHub::deviceChanged, this, &CaptureJob::onCameraChanged);
}

CaptureJob::~CaptureJob()
{
    stop();
}

void CaptureJob::start(const QString &materialKind, double dpi, const PictureWish &wish)
{
    m_kind = materialKind;
    m_dpi = dpi;
    m_wish = wish;
    m_plate = m_plateSource ? m_plateSource() : nullptr;
    watchAnew();
    m_guide.reset();
    m_looking = false;
    ++m_generation;
    m_auto.resume();
    m_lastLook = {};
    m_shot = {};
    const std::optional<PlateView> view = viewOfPlate(m_plate ? m_plate->size : usualPicture);
    m_half = m_kind == QLatin1String(largeSheet) && view && needsTwo(*kindSize(largeSheet), *view) ? 1 : 0;
    m_first = {};
    m_halfInShot = {};
    m_note.clear();
    m_larger = false;
    setState(State::Starting, {});
    m_hub.startPreview();
    onCameraChanged();
}

void CaptureJob::watchAnew()
{
    FindOptions options;
    if (m_plate && m_plate->empty) {
        options.emptyReference = m_plate->empty->bgr;
    }
    m_watcher = std::make_shared<PlateWatcher>(std::move(options), kindSize(m_kind.toStdString()), m_plate);
}

void CaptureJob::stop()
{
    if (m_state == State::Off) {
        return;
    }
    ++m_generation;
    m_hub.stopPreview();
    m_preview = {};
    m_outline = {};
    m_shot = {};
    m_first = {};
    m_halfInShot = {};
    m_note.clear();
    setState(State::Off, {});
    Q_EMIT previewChanged();
}

void CaptureJob::retake()
{
    if (m_state != State::Shot && m_state != State::Fault) {
        return;
    }
    m_shot = {};
    m_halfInShot = {};
    if (m_taken) {
        m_auto.hold(*m_taken, true);
    }
    setState(State::Looking, {});
}

void CaptureJob::keepHalf()
{
    if (m_state != State::Shot || m_half != 1) {
        return;
    }
    m_first = std::exchange(m_halfInShot, {});
    m_shot = {};
    m_half = 2;
    if (m_taken) {
        m_auto.hold(*m_taken, true);  // one half of a table looks like the other
    }
    setState(State::Looking, {});
    Q_EMIT stateChanged();
}

void CaptureJob::firstHalfAgain()
{
    if (m_half != 2 || m_state == State::Shooting || m_state == State::Off) {
        return;
    }
    m_half = 1;
    m_first = {};
    m_halfInShot = {};
    m_shot = {};
    m_note.clear();
    if (m_taken) {
        m_auto.hold(*m_taken, true);
    }
    setState(m_state == State::Shot ? State::Looking : m_state, {});
    Q_EMIT stateChanged();
}

std::optional<PlateView> CaptureJob::viewOfPlate(cv::Size picture) const
{
    const std::optional<PlateView> measured = m_plate ? PlateView::of(*m_plate, picture) : std::nullopt;
    return measured ? measured : assumedView(picture);
}

OpenSide CaptureJob::openSide() const
{
    if (m_half == 2) {
        return m_first.open;
    }
    // The sheet's shorter side lies along the longer one of what the camera sees.
    const cv::Size picture = m_plate ? m_plate->size : usualPicture;
    return picture.width >= picture.height ? OpenSide::Bottom : OpenSide::Right;
}

CapturedPage CaptureJob::takeShot()
{
    CapturedPage page = std::move(m_shot);
    m_shot = {};
    m_first = {};
    m_halfInShot = {};
    m_half = std::min(m_half, 1);
    // The page still lies there; AutoCapture waits until it goes or is replaced.
    setState(State::Looking, {});
    return page;
}

void CaptureJob::onFrame(const device::Frame &frame)
{
    const bool wanted = m_state == State::Starting || m_state == State::Looking || m_state == State::Found ||
                        m_state == State::Steady || m_state == State::Fault;
    if (!wanted || m_looking) {
        return;
    }
    m_looking = true;
    const quint64 generation = m_generation;
    const auto now = m_clock.monotonic();
    runApart([frame, watcher = m_watcher, now] {
        const cv::Mat picture = viewOf(frame.bgr->data(), frame.width, frame.height, frame.width * 3);
        return Seen{toImage(picture), watcher->look(picture), now};
    }).then(this, [this, generation](const Seen &seen) {
        if (generation == m_generation) {
            m_looking = false;
            onSeen(seen);
        }
    });
}

// Half a sheet is cut off by the border as it should be; a sheet that lies otherwise is not half a sheet.
void CaptureJob::lookAtHalf(Seen &seen)
{
    const cv::Size picture(seen.picture.width(), seen.picture.height());
    const std::optional<PlateView> view = viewOfPlate(picture);
    if (!seen.look.found || !view) {
        m_larger = false;
        return;
    }
    const bool measured = m_plate && PlateView::of(*m_plate, picture);
    const std::optional<HalfLie> lie = lieOf(seen.look.quad, *view, measured, kindSize(largeSheet));
    m_larger = m_half == 0 && lie;
    if (m_half > 0) {
        seen.look.otherKind = false;
        if (!lie) {
            seen.look.reason = FaultCode::PageCut;
        } else if (seen.look.reason == FaultCode::PageCut) {
            seen.look.reason.reset();
        }
    }
}

void CaptureJob::onSeen(const Seen &given)
{
    Seen seen = given;
    const bool wasLarger = m_larger;
    if (m_state == State::Shot || m_state == State::Shooting || m_state == State::Off) {
        return;
    }
    if (m_state == State::Fault &&
        (seen.at - m_faultAt < faultShown || !m_hub.serviceability(Capability::Capture).available)) {
        return;
    }
    m_preview = seen.picture;
    m_outline = {};
    if (seen.look.found) {
        for (const cv::Point2f &corner : seen.look.quad) {
            m_outline << QPointF(corner.x, corner.y);
        }
    }
    lookAtHalf(seen);
    m_lastLook = seen.look;
    const AutoCapture::Verdict verdict = m_auto.look(seen.look, seen.at);
    const bool guided = guideChanged(seen);
    switch (verdict.state) {
    case AutoCapture::State::Empty:
        setState(State::Looking, {});
        break;
    case AutoCapture::State::Moving:
        setState(State::Found, seen.look.reason);
        break;
    case AutoCapture::State::Stable:
        setState(State::Steady, verdict.reason, verdict.trouble);
        break;
    case AutoCapture::State::Taken:
        setState(State::Looking, {});
        break;
    }
    Q_EMIT previewChanged();
    if (guided || m_larger != wasLarger) {
        Q_EMIT stateChanged();
    }
    if (verdict.capture) {
        shoot();
    }
}

// A page that lies in the picture as a whole is taken however it is turned: only one that is cut off is led.
bool CaptureJob::guideChanged(const Seen &seen)
{
    const cv::Size picture(seen.picture.width(), seen.picture.height());
    const bool lead = m_half == 0 && seen.look.found && touchesBorder(seen.look.quad, picture) && !m_auto.held();
    const std::optional<GuideStep> before = m_guide.told();
    const bool calm = seen.look.stir < AutoCapture::Options().stillStir;
    const std::optional<PlateView> plate = lead && m_plate ? PlateView::of(*m_plate, picture) : std::nullopt;
    return m_guide.look(lead ? guideTo(seen.look.quad, picture, plate, kindSize(m_kind.toStdString())) : std::nullopt,
                        calm, seen.at) != before;
}

QString CaptureJob::hintName() const
{
    const bool looks = m_state == State::Looking || m_state == State::Found || m_state == State::Steady;
    if (m_half > 0 && looks && m_trouble == PlateTrouble::None) {
        if (!m_note.isEmpty()) {
            return m_note;
        }
        if (m_hint == FaultCode::PageCut) {
            return kHalfLies;
        }
    }
    const std::string_view name = m_trouble != PlateTrouble::None ? troubleName(m_trouble)
                                  : m_hint                        ? faultName(*m_hint)
                                                                  : std::string_view();
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

void CaptureJob::shoot()
{
    if (m_state == State::Off || m_state == State::Shooting || m_state == State::Shot) {
        return;
    }
    m_note.clear();
    m_taken.reset();
    if (m_lastLook.found) {
        m_taken = m_lastLook;
        m_auto.hold(m_lastLook, false);
    }
    setState(State::Shooting, {});
    const quint64 generation = m_generation;
    m_hub.captureStill(stillDeadline).then(this, [this, generation](const Result<device::Frame> &still) {
        if (generation == m_generation) {
            onStill(still);
        }
    });
}

void CaptureJob::onStill(const Result<device::Frame> &still)
{
    if (!still) {
        setState(State::Fault, still.error().code);
        return;
    }
    if (m_half > 0) {
        onHalfStill(*still);
        return;
    }
    const quint64 generation = m_generation;
    runApart([frame = *still, kind = m_kind, dpi = m_dpi, plate = m_plate, wish = m_wish] {
        return std::make_shared<Result<CapturedPage>>(makePage(frame, kind, dpi, plate, wish));
    }).then(this, [this, generation](const std::shared_ptr<Result<CapturedPage>> &page) {
        if (generation != m_generation) {
            return;
        }
        if (!*page) {
            setState(State::Fault, page->error().code);
            return;
        }
        m_shot = std::move(**page);
        setState(State::Shot, m_shot.reasons.empty() ? std::optional<FaultCode>() : m_shot.reasons.front(),
                 m_shot.trouble);
    });
}

void CaptureJob::onHalfStill(const device::Frame &still)
{
    const quint64 generation = m_generation;
    const cv::Size2f asked = kindSize(largeSheet).value_or(cv::Size2f());
    runApart([still, asked, plate = m_plate, first = m_half == 2 ? m_first : SheetHalf(), wish = m_wish] {
        return std::make_shared<Result<HalfOutcome>>(makeHalf(still, asked, plate, first, wish));
    }).then(this, [this, generation](const std::shared_ptr<Result<HalfOutcome>> &outcome) {
        if (generation == m_generation) {
            onHalf(outcome);
        }
    });
}

void CaptureJob::onHalf(const std::shared_ptr<Result<HalfOutcome>> &outcome)
{
    if (!*outcome) {
        setState(State::Fault, outcome->error().code);
        return;
    }
    HalfOutcome &taken = **outcome;
    if (!taken.note.isEmpty()) {
        // The same would come out again: the sheet must be moved first, or a touch asks for it.
        m_note = taken.note;
        if (m_taken) {
            m_auto.hold(*m_taken, true);
        }
        setState(State::Looking, {});
        Q_EMIT stateChanged();
        return;
    }
    m_halfInShot = std::move(taken.half);
    m_shot = std::move(taken.page);
    setState(State::Shot, m_shot.reasons.empty() ? std::optional<FaultCode>() : m_shot.reasons.front(), m_shot.trouble);
}

void CaptureJob::onCameraChanged()
{
    if (m_state == State::Off || m_state == State::Shot || m_state == State::Shooting) {
        return;
    }
    const Serviceability camera = m_hub.serviceability(Capability::Capture);
    if (!camera.available) {
        setState(State::Fault, camera.reason ? camera.reason->code : FaultCode::DeviceNotReady);
    } else if (m_state == State::Fault) {
        watchAnew();  // what it took for the empty plate may have been no picture
        m_auto.resume();
        setState(State::Looking, {});
    }
}

void CaptureJob::setState(State state, std::optional<FaultCode> hint, PlateTrouble trouble)
{
    if (state == m_state && hint == m_hint && trouble == m_trouble && m_auto.held() == m_heldSaid) {
        return;
    }
    m_heldSaid = m_auto.held();
    m_faultAt = state == State::Fault ? m_clock.monotonic() : m_faultAt;
    m_state = state;
    m_hint = hint;
    m_trouble = trouble;
    Q_EMIT stateChanged();
}

}  // namespace hall
