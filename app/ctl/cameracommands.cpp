// SPDX-License-Identifier: GPL-3.0-or-later
// camera state, check, target: whether the document camera measures, and what it is calibrated with.
#include "app/ctl/commandline.h"
#include "app/ctl/controllink.h"
#include "app/recognition/platemeasure.h"
#include "app/recognition/targetpdf.h"
#include "drivers/printer/pageprinter.h"
#include "drivers/printer/printerstate.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QUuid>

#include <opencv2/imgcodecs.hpp>

#include <future>

namespace hall::ctl {

namespace {

Outcome told(const Result<QJsonObject> &asked)
{
    if (!asked) {
        return asked.error();
    }
    Answer answer;
    answer.json = *asked;
    answer.text = QString::fromUtf8(QJsonDocument(*asked).toJson(QJsonDocument::Indented));
    return answer;
}

Outcome ask(const Call &call, const QString &action)
{
    auto link = ControlLink::open(call);
    if (!link) {
        return link.error();
    }
    return told(link->ask({{QStringLiteral("do"), QStringLiteral("camera")}, {QStringLiteral("action"), action}}));
}

Outcome state(const Call &call)
{
    return ask(call, QStringLiteral("state"));
}

// A plate that is not good ends with 1, like every check.
Outcome check(const Call &call)
{
    Outcome outcome = ask(call, QStringLiteral("check"));
    if (auto *answer = std::get_if<Answer>(&outcome)) {
        if (!answer->json.value(u"measures").toBool()) {
            answer->fault =
                Fault(FaultCode::DeviceNotReady,
                      "the camera does not measure: " + answer->json.value(u"state").toString().toStdString() + ' ' +
                          answer->json.value(u"reason").toString().toStdString());
        }
    }
    return outcome;
}

constexpr std::chrono::milliseconds printDeadline{120'000};  // somebody may have to fill the tray
constexpr int answerMs = 130'000;                            // of a kiosk that prints it

Done writeTarget(const QString &path)
{
    QByteArray bytes;
    if (path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        std::vector<unsigned char> png;
        cv::imencode(".png", drawTarget(kTargetPdfDpi), png);
        bytes = QByteArray(reinterpret_cast<const char *>(png.data()), static_cast<qsizetype>(png.size()));
    } else {
        bytes = targetPdf();
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return fail(FaultCode::FileUnreadable, path.toStdString() + ": " + file.errorString().toStdString());
    }
    return {};
}

// By a printer that no kiosk need know.
QJsonObject printedBy(device::IppAddress address)
{
    const QByteArray pdf = targetPdf();
    const auto promise = std::make_shared<std::promise<device::PrintReport>>();
    device::IppPagePrinter printer(std::move(address));
    printer.start();
    printer.print({QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString(),
                   std::make_shared<const device::Bytes>(pdf.begin(), pdf.end())},
                  printDeadline, [promise](const device::PrintReport &report) { promise->set_value(report); });
    const device::PrintReport report = promise->get_future().get();
    printer.stop();
    return {{QStringLiteral("outcome"), QString::fromLatin1(device::outcomeName(report.outcome))},
            {QStringLiteral("proof"), QString(QLatin1Char(report.proof))},
            {QStringLiteral("reason"), QString::fromStdString(report.reason)}};
}

Result<QJsonObject> printTarget(const Call &call)
{
    if (call.has("device")) {
        auto address = device::parseIppAddress(call.value("device").toStdString());
        return address ? Result<QJsonObject>(printedBy(std::move(*address))) : fail(address.error());
    }
    auto link = ControlLink::open(call);
    if (!link) {
        return fail(link.error());
    }
    return link->ask(
        {{QStringLiteral("do"), QStringLiteral("camera")}, {QStringLiteral("action"), QStringLiteral("print-target")}},
        answerMs);
}

std::optional<Fault> faultOf(const QJsonObject &printed)
{
    const std::string outcome = printed.value(u"outcome").toString().toStdString();
    const std::string reason = printed.value(u"reason").toString().toStdString();
    if (outcome == device::outcomeName(device::PrintOutcome::Printed)) {
        return {};
    }
    if (outcome == device::outcomeName(device::PrintOutcome::Unknown)) {
        return Fault(FaultCode::PagePrintUnknown, "look whether the sheet came out: " + reason);
    }
    for (const FaultCode code : allFaultCodes()) {
        if (faultName(code) == reason) {
            return Fault(code, "the target was not printed");
        }
    }
    return Fault(FaultCode::PagePrinterRefused, reason);
}

Outcome target(const Call &call)
{
    const QString path = call.value("out");
    const bool prints = call.has("print") || call.has("device");
    if (path.isEmpty() && !prints) {
        return WrongUsage{QStringLiteral("--out FILE, --print or --device DEVICE is missing")};
    }
    if (const Done written = path.isEmpty() ? Done() : writeTarget(path); !written) {
        return written.error();
    }
    Answer answer;
    answer.json = {{QStringLiteral("dpi"), kTargetPdfDpi}, {QStringLiteral("bar_mm"), kTargetBarMm}};
    const bool english = call.language() == QLatin1String("en");
    if (!path.isEmpty()) {
        answer.json.insert(QStringLiteral("file"), path);
        answer.text =
            english ? QStringLiteral("%1: print it on A4 at 100 %, then measure its black bar: 150 mm\n").arg(path)
                    : QString::fromUtf8("%1：请用 A4 纸按 100% 打印，再量黑条：应为 150 毫米\n").arg(path);
    }
    if (prints) {
        const Result<QJsonObject> printed = printTarget(call);
        if (!printed) {
            return printed.error();
        }
        for (auto it = printed->begin(); it != printed->end(); ++it) {
            answer.json.insert(it.key(), *it);
        }
        answer.fault = faultOf(*printed);
        if (!answer.fault) {
            answer.text += english ? QStringLiteral("printed; now measure its black bar: 150 mm\n")
                                   : QString::fromUtf8("已打印；请量黑条：应为 150 毫米\n");
        }
    }
    return answer;
}

}  // namespace

QVector<Command> cameraCommands()
{
    const QStringList asking{QStringLiteral("control"), QStringLiteral("card"), QStringLiteral("pin-stdin")};
    const QString form =
        QStringLiteral("JSON: {\"state\": none|unchecked|good|failed|stale, \"reason\", \"measures\", "
                       "\"camera\", \"size_px\", \"at\", \"by\",\n\"figures\": {name: [value, limit]}, "
                       "\"before\", \"check\": {\"at\",\"marks\",\"shift_mm\",\"light\",\"colour\","
                       "\"sharp\",\"strange\"}}; of a lens that is set also \"focus\": {\"value\",\"least\","
                       "\"most\",\"step\"}, of\nwhat the camera is told to keep \"light\": {\"exposure_us\",\"gain\","
                       "\"white_balance_k\"}.");
    return {
        {QStringLiteral("camera state"), QStringLiteral("[--control SOCKET] [--card NUMBER --pin-stdin]"),
         QStringLiteral("Tell whether the camera of a running kiosk is calibrated."), form, 0, 0, asking, state},
        {QStringLiteral("camera check"), QStringLiteral("[--control SOCKET] [--card NUMBER --pin-stdin]"),
         QStringLiteral("Look at the empty plate now, as every day."),
         form + QStringLiteral("\nExit status 1 when papers are taken as photos afterwards."), 0, 0, asking, check},
        {QStringLiteral("camera target"),
         QStringLiteral("[--out FILE.pdf|FILE.png] [--print [--control SOCKET] [--card NUMBER --pin-stdin] | --device "
                        "DEVICE]"),
         QStringLiteral("Write or print the target that the camera is calibrated with."),
         QStringLiteral("A sheet of A4, to be printed at 100 % and glued to a stiff board. --print: by the page "
                        "printer of a\nrunning kiosk; --device: by the one at ipp://HOST[:PORT]/PATH.\n"
                        "JSON: {\"file\",\"dpi\",\"bar_mm\"}: the bar's true length, to be measured with a ruler; "
                        "of a print also\n\"outcome\": printed|not-printed|unknown, \"proof\", \"reason\". Anything "
                        "but printed: exit status 1."),
         0,
         0,
         {QStringLiteral("out"), QStringLiteral("print"), QStringLiteral("device"), QStringLiteral("control"),
          QStringLiteral("card"), QStringLiteral("pin-stdin")},
         target}};
}

}  // namespace hall::ctl
