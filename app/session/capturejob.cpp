// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/capturejob.h"

#include "app/domain/homepromise.h"
#include "app/recognition/pagecleaner.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr std::chrono::milliseconds stillDeadline{3000};
constexpr std::chrono::milliseconds faultShown{4000};  // long enough to be read; then the frames speak again
constexpr int shownLongSide = 1400;                    // pixels on the screen; the JPEG keeps the full size

QImage toImage(const cv::Mat &bgr)
{
    return QImage(bgr.data, bgr.cols, bgr.rows, static_cast<qsizetype>(bgr.step), QImage::Format_BGR888).copy();
}

QImage shownImage(const cv::Mat &bgr)
{
    const double factor = std::min(1.0, static_cast<double>(shownLongSide) / std::max(bgr.cols, bgr.rows));
    cv::Mat small;
    cv::resize(bgr, small, {}, factor, factor, cv::INTER_AREA);
    return toImage(small);
}

// Runs on a worker: everything between the still and the page the visitor is shown.
Result<CapturedPage> makePage(const device::Frame &still, const QString &kind, double dpi,
                              const std::shared_ptr<const PlateCalibration> &plate)
{
    cv::Mat picture = viewOf(still.bgr->data(), still.width, still.height, still.width * 3);
    FindOptions options;
    options.judge = true;
    options.asked = kindSize(kind.toStdString());
    if (plate) {
        options.plate = PlateView::of(*plate, picture.size());
        options.emptyReference = plate->empty ? std::optional<cv::Mat>(plate->empty->bgr) : std::nullopt;
    }
    const std::vector<FoundPage> found = findPages(picture, options);
    CapturedPage page;
    cv::Mat straight = picture;
    if (found.empty()) {
        page.reasons.push_back(FaultCode::PageNotFound);
    } else {
        page.found = true;
        page.reasons = found.front().reasons;
        const bool several =
            std::any_of(found.begin() + 1, found.end(), [](const FoundPage &other) { return other.reasons.empty(); });
        page.trouble = several                   ? PlateTrouble::Several
                       : found.front().otherKind ? PlateTrouble::OtherKind
                                                 : PlateTrouble::None;
        if (plate && plate->flat) {
            picture = picture.clone();  // the frame's bytes are shared
            flatten(picture, *plate->flat);
        }
        straight = options.plate ? straightenOnPlate(picture, found.front().quad, *options.plate).bgr : cv::Mat();
        if (straight.empty()) {  // as a photo: in the size that its kind has
            straight = straighten(picture, found.front().quad, kindSize(kind.toStdString()), dpi).bgr;
        }
    }
    if (straight.empty()) {
        return fail(FaultCode::PageNotFound);
    }
    const Result<JpegPage> jpeg = encodePage(straight);
    if (!jpeg) {
        return fail(jpeg.error());
    }
    page.jpeg = Sensitive<QByteArray>(
        QByteArray(reinterpret_cast<const char *>(jpeg->bytes.data()), static_cast<qsizetype>(jpeg->bytes.size())));
    page.shown = shownImage(page.found ? cleanPage(straight) : straight);
    return page;
}

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

void CaptureJob::start(const QString &materialKind, double dpi)
{
    m_kind = materialKind;
    m_dpi = dpi;
    m_plate = m_plateSource ? m_plateSource() : nullptr;
    watchAnew();
    m_guide.reset();
    m_looking = false;
    ++m_generation;
    m_auto.resume();
    m_lastLook = {};
    m_shot = {};
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
    setState(State::Off, {});
    Q_EMIT previewChanged();
}

void CaptureJob::retake()
{
    if (m_state != State::Shot && m_state != State::Fault) {
        return;
    }
    m_shot = {};
    if (m_taken) {
        m_auto.hold(*m_taken, true);
    }
    setState(State::Looking, {});
}

CapturedPage CaptureJob::takeShot()
{
    CapturedPage page = std::move(m_shot);
    m_shot = {};
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

void CaptureJob::onSeen(const Seen &seen)
{
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
    if (guided) {
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
    const bool lead = seen.look.found && touchesBorder(seen.look.quad, picture) && !m_auto.held();
    const std::optional<GuideStep> before = m_guide.told();
    const bool calm = seen.look.stir < AutoCapture::Options().stillStir;
    const std::optional<PlateView> plate = lead && m_plate ? PlateView::of(*m_plate, picture) : std::nullopt;
    return m_guide.look(lead ? guideTo(seen.look.quad, picture, plate, kindSize(m_kind.toStdString())) : std::nullopt,
                        calm, seen.at) != before;
}

QString CaptureJob::hintName() const
{
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
    const quint64 generation = m_generation;
    runApart([frame = *still, kind = m_kind, dpi = m_dpi, plate = m_plate] {
        return std::make_shared<Result<CapturedPage>>(makePage(frame, kind, dpi, plate));
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
