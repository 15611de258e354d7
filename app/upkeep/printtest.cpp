// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/printtest.h"

#include "app/domain/homepromise.h"
#include "app/recognition/pageimage.h"
#include "app/store/kioskstore.h"
#include "app/upkeep/journaloutcome.h"
#include "app/upkeep/platewatch.h"
#include "drivers/core/raster.h"
#include "drivers/hub/devicehub.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>
#include <cmath>

namespace hall {

namespace {

constexpr std::chrono::milliseconds printDeadline{25'000};
constexpr std::chrono::milliseconds stillDeadline{5000};
constexpr double feedMm = 4;  // beyond the way from head to cutter

QString word(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

device::RasterBand bandOf(const cv::Mat &target)
{
    device::RasterBand band;
    band.widthDots = target.cols;
    band.rows = target.rows;
    const int rowBytes = (target.cols + 7) / 8;
    band.bits.assign(static_cast<std::size_t>(rowBytes) * static_cast<std::size_t>(target.rows), 0);
    for (int y = 0; y < target.rows; ++y) {
        for (int x = 0; x < target.cols; ++x) {
            if (target.at<unsigned char>(y, x) == 0) {
                band.bits[static_cast<std::size_t>(y) * static_cast<std::size_t>(rowBytes) +
                          static_cast<std::size_t>(x / 8)] |= static_cast<unsigned char>(0x80U >> (x % 8));
            }
        }
    }
    device::breakRealTimePairs(band.bits);
    return band;
}

}  // namespace

PrintTest::PrintTest(Parts parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    if (const auto kept = m_parts.store->setting(QLatin1String(settingKey)).result()) {
        m_last = QJsonDocument::fromJson(*kept).object();
    }
}

void PrintTest::begin()
{
    m_figures.clear();
    print();
}

void PrintTest::end()
{
    ++m_generation;
    m_figures.clear();
    setPhase(QStringLiteral("off"));
}

void PrintTest::print()
{
    ++m_generation;
    const device::PrinterProfile *profile = m_parts.hub->printerProfile();
    const cv::Mat target = profile ? drawPrintTarget(profile->dots, profile->dpi) : cv::Mat();
    if (!profile || target.empty()) {
        setPhase(QStringLiteral("fault"), word(faultName(FaultCode::DeviceNotFitted)));
        return;
    }
    setPhase(QStringLiteral("printing"));
    const QString paper = QStringLiteral("test-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QByteArray content = QCryptographicHash::hash(
        QByteArrayView(reinterpret_cast<const char *>(target.data), qsizetype(target.total())).toByteArray(),
        QCryptographicHash::Sha256);
    // Journaled like every paper: a restart in the middle leaves nothing in the printer for the next one.
    m_parts.store->beginPrint(paper, QStringLiteral("test"), QString::fromStdString(profile->id), content)
        .then(this, [this, generation = m_generation](const Result<PrintStart> &started) {
            if (generation != m_generation) {
                if (started) {  // the page was left before a byte was sent
                    std::ignore = m_parts.store->endPrint(started->job, PrintOutcome::NotPrinted, QStringLiteral("D"),
                                                          word(faultName(FaultCode::DeviceCancelled)), 0);
                }
                return;
            }
            if (!started) {
                setPhase(QStringLiteral("fault"), word(started.error().name()));
                return;
            }
            send(started->job);
        });
}

void PrintTest::send(qint64 number)
{
    const device::PrinterProfile *profile = m_parts.hub->printerProfile();
    device::PrintJob job;
    job.id = std::to_string(number);
    job.parts.emplace_back(bandOf(drawPrintTarget(profile->dots, profile->dpi)));
    job.feedDots = static_cast<int>(std::lround((profile->headToCutterMm + feedMm) * profile->dpi / 25.4));
    m_parts.hub->print(std::move(job), printDeadline)
        .then(this, [this, number, generation = m_generation](const device::PrintReport &report) {
            std::ignore = m_parts.store->endPrint(
                number, journalOutcome(report.outcome), QString(QLatin1Char(report.proof)),
                QString::fromStdString(report.reason), static_cast<qint64>(report.bytesAccepted));
            if (generation != m_generation) {
                return;
            }
            if (report.outcome == device::PrintOutcome::NotPrinted) {
                setPhase(QStringLiteral("fault"), QString::fromStdString(report.reason));
            } else {
                setPhase(QStringLiteral("lay"));
            }
        });
}

void PrintTest::measure()
{
    if (m_phase != QLatin1String("lay") && m_phase != QLatin1String("done") && m_phase != QLatin1String("unseen")) {
        return;
    }
    setPhase(QStringLiteral("measuring"));
    m_parts.hub->captureStill(stillDeadline)
        .then(this, [this, generation = m_generation](const Result<device::Frame> &still) {
            if (generation == m_generation) {
                onStill(still);
            }
        });
}

void PrintTest::onStill(const Result<device::Frame> &still)
{
    const device::PrinterProfile *profile = m_parts.hub->printerProfile();
    if (!still || !profile) {
        setPhase(QStringLiteral("fault"), word(faultName(still ? FaultCode::DeviceNotFitted : still.error().code)));
        return;
    }
    // What the plate measures counts only where the daily look at it was good.
    const auto calibration = m_parts.watch->measures() ? m_parts.watch->current() : nullptr;
    runApart([frame = *still, dots = profile->dots, dpi = profile->dpi, calibration] {
        const cv::Mat picture = viewOf(frame.bgr->data(), frame.width, frame.height, frame.width * 3);
        std::optional<PlateView> view;
        if (calibration) {
            view = PlateView::of(calibration->plate, picture.size());
        }
        return std::make_shared<Result<PrintCheck>>(measurePrint(picture, dots, dpi, view));
    }).then(this, [this, generation = m_generation](const std::shared_ptr<Result<PrintCheck>> &check) {
        if (generation == m_generation) {
            onMeasured(*check);
        }
    });
}

void PrintTest::onMeasured(const Result<PrintCheck> &check)
{
    if (!check) {
        setPhase(QStringLiteral("unseen"),
                 check.error().code == FaultCode::PageSmall ? QStringLiteral("too-far") : QStringLiteral("no-marks"));
        return;
    }
    if (!check->cut || !check->skew) {
        setPhase(QStringLiteral("unseen"), QStringLiteral("no-edges"));
        return;
    }
    m_figures.clear();
    QJsonObject figures;
    bool good = true;
    for (const CalibrationFigure &figure : judgePrint(*check)) {
        const bool fits = figure.value <= figure.limit;
        good = good && fits;
        m_figures.append(QVariantMap{{QStringLiteral("name"), QString::fromStdString(figure.name)},
                                     {QStringLiteral("value"), figure.value},
                                     {QStringLiteral("limit"), figure.limit},
                                     {QStringLiteral("good"), fits}});
        figures.insert(QString::fromStdString(figure.name),
                       QJsonArray{std::round(figure.value * 10'000) / 10'000, figure.limit});
    }
    QJsonArray dead;
    for (const int dot : check->deadDots) {
        dead.append(dot);
    }
    m_last = {{QStringLiteral("at"), static_cast<qint64>(m_parts.clock->wall().count() / 1000)},
              {QStringLiteral("good"), good},
              {QStringLiteral("figures"), figures},
              {QStringLiteral("dead_dots"), dead}};
    const QByteArray json = QJsonDocument(m_last).toJson(QJsonDocument::Compact);
    m_parts.store->setSetting(QLatin1String(settingKey), json);
    m_parts.store->appendAudit(QStringLiteral("print-test"),
                               good ? QByteArrayLiteral("{\"good\":true}") : QByteArrayLiteral("{\"good\":false}"));
    setPhase(QStringLiteral("done"));
}

QString PrintTest::deadDots() const
{
    constexpr qsizetype most = 6;
    const QJsonArray dead = m_last.value(u"dead_dots").toArray();
    QStringList numbers;
    for (const QJsonValue dot : dead) {
        if (numbers.size() < most) {
            numbers.append(QString::number(dot.toInt() + 1));  // people count from one
        }
    }
    return numbers.join(QStringLiteral(", ")) + (dead.size() > most ? QStringLiteral(" …") : QString());
}

void PrintTest::setPhase(const QString &phase, const QString &hint)
{
    m_phase = phase;
    m_hint = hint;
    Q_EMIT changed();
}

}  // namespace hall
