// SPDX-License-Identifier: GPL-3.0-or-later
// What devices are asked to do, and what is counted of it.
#include "app/domain/homepromise.h"
#include "drivers/hub/devicehub.h"
#include "drivers/hub/hubcall.h"

namespace hall {

namespace {

// Paper that a job takes, in metres. A text line is 24 dots high, with a gap of a quarter.
double lengthOf(const device::PrintJob &job, int dpi)
{
    constexpr int lineDots = 30;
    constexpr double metresPerInch = 0.0254;
    int dots = job.feedDots;
    for (const device::PaperPart &part : job.parts) {
        if (const auto *band = std::get_if<device::RasterBand>(&part)) {
            dots += band->rows;
        } else if (const auto *line = std::get_if<device::TextLine>(&part)) {
            dots += lineDots * line->scale;
        } else {
            dots += std::get<device::NativeQr>(part).rows;
        }
    }
    return dpi > 0 ? dots * metresPerInch / dpi : 0;
}

}  // namespace

QFuture<device::PrintReport> DeviceHub::print(device::PrintJob job, std::chrono::milliseconds deadline)
{
    const HomePromise<device::PrintReport> promise;
    if (!m_printer) {
        promise.answer(device::PrintReport{device::PrintOutcome::NotPrinted, 'D',
                                           std::string(faultName(FaultCode::DeviceNotFitted)), 0, 0});
        return promise.future();
    }
    const QString id = QString::fromStdString(m_printer->board().current()->id);
    if (!usable(id)) {
        promise.answer(device::PrintReport{device::PrintOutcome::NotPrinted, 'D',
                                           std::string(faultName(FaultCode::DeviceHeld)), 0, 0});
        return promise.future();
    }
    const double metres = lengthOf(job, m_printer->profile().dpi);
    m_printer->print(std::move(job), deadline, [this, id, metres, promise](device::PrintReport report) {
        const bool printed = report.outcome == device::PrintOutcome::Printed;
        onHub(this, [this, id, metres, printed] {
            Q_EMIT counted(id, printed ? QStringLiteral("prints") : QStringLiteral("failures"), 1);
            if (printed) {
                Q_EMIT counted(id, QStringLiteral("metres"), metres);
            }
        });
        promise.answer(std::move(report));
    });
    return promise.future();
}

namespace {

// A device that answers once on its own thread, as a future.
template <typename Value, typename Ask> QFuture<Result<Value>> asked(bool can, const Fault &whyNot, Ask ask)
{
    const HomePromise<Result<Value>> promise;
    const auto answer = [promise](Result<Value> value) { promise.answer(std::move(value)); };
    if (can) {
        ask(answer);
    } else {
        answer(fail(whyNot));
    }
    return promise.future();
}

}  // namespace

QFuture<Result<device::HolderVerdict>> DeviceHub::checkHolder(device::ResidentPhoto photo,
                                                              std::chrono::milliseconds deadline)
{
    const Serviceability now = serviceability(Capability::CheckHolder);
    return asked<device::HolderVerdict>(
        now.available, now.reason.value_or(Fault(FaultCode::DeviceNotReady)),
        [&](auto answer) { m_holder->check(std::move(photo), deadline, std::move(answer)); });
}

QFuture<Result<device::Frame>> DeviceHub::decodePhoto(device::ResidentPhoto photo, std::chrono::milliseconds deadline)
{
    const Serviceability now = serviceability(Capability::CheckHolder);
    return asked<device::Frame>(now.available, now.reason.value_or(Fault(FaultCode::DeviceNotReady)), [&](auto answer) {
        m_holder->decodePhoto(std::move(photo), deadline, std::move(answer));
    });
}

void DeviceHub::setPrintJournal(device::ReceiptPrinter::JournalIntent intent)
{
    if (m_printer) {
        m_printer->setJournal(std::move(intent));
    }
}

void DeviceHub::startPreview()
{
    if (m_camera) {
        m_camera->startPreview();
    }
}

void DeviceHub::stopPreview()
{
    if (m_camera) {
        m_camera->stopPreview();
    }
}

QFuture<Result<device::Frame>> DeviceHub::captureStill(std::chrono::milliseconds deadline)
{
    const HomePromise<Result<device::Frame>> promise;
    const QString id = m_camera ? QString::fromStdString(m_camera->board().current()->id) : QString();
    if (!m_camera || !usable(id)) {
        promise.answer(fail(m_camera ? FaultCode::DeviceHeld : FaultCode::DeviceNotFitted));
        return promise.future();
    }
    m_camera->captureStill(deadline, [this, id, promise](Result<device::Frame> frame) {
        onHub(this, [this, id, taken = frame.has_value()] {
            Q_EMIT counted(id, taken ? QStringLiteral("stills") : QStringLiteral("failures"), 1);
        });
        promise.answer(std::move(frame));
    });
    return promise.future();
}

namespace {

// What `ask` hands to the callback that it is given; DeviceNotFitted without a camera.
template <typename Value, typename Ask> QFuture<Result<Value>> askedOf(device::DocumentCamera *camera, const Ask &ask)
{
    const HomePromise<Result<Value>> promise;
    if (camera) {
        ask(*camera, [promise](Result<Value> answer) { promise.answer(std::move(answer)); });
    } else {
        promise.answer(fail(FaultCode::DeviceNotFitted));
    }
    return promise.future();
}

}  // namespace

QFuture<Result<device::LensFocus>> DeviceHub::askFocus(std::chrono::milliseconds deadline)
{
    return askedOf<device::LensFocus>(m_camera.get(), [deadline](device::DocumentCamera &camera, auto done) {
        camera.askFocus(deadline, std::move(done));
    });
}

QFuture<Result<device::LensFocus>> DeviceHub::setFocus(std::optional<int> value, std::chrono::milliseconds deadline)
{
    return askedOf<device::LensFocus>(m_camera.get(), [value, deadline](device::DocumentCamera &camera, auto done) {
        camera.setFocus(value, deadline, std::move(done));
    });
}

QFuture<Result<device::CameraLight>> DeviceHub::askLight(std::chrono::milliseconds deadline)
{
    return askedOf<device::CameraLight>(m_camera.get(), [deadline](device::DocumentCamera &camera, auto done) {
        camera.askLight(deadline, std::move(done));
    });
}

QFuture<Result<device::CameraLight>> DeviceHub::holdLight(std::chrono::milliseconds deadline)
{
    return askedOf<device::CameraLight>(m_camera.get(), [deadline](device::DocumentCamera &camera, auto done) {
        camera.holdLight(deadline, std::move(done));
    });
}

QFuture<Result<device::CameraLight>> DeviceHub::setLight(std::optional<device::CameraLight> light,
                                                         std::chrono::milliseconds deadline)
{
    return askedOf<device::CameraLight>(m_camera.get(), [light, deadline](device::DocumentCamera &camera, auto done) {
        camera.setLight(light, deadline, std::move(done));
    });
}

}  // namespace hall
