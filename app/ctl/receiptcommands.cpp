// SPDX-License-Identifier: GPL-3.0-or-later
// receipt render, receipt print: a receipt document on any printer profile.
#include "app/ctl/commandline.h"

#include "app/protocol/secretfile.h"
#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/printer/escposencoder.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/printer/printerstate.h"
#include "drivers/transport/transportto.h"

#include <QBuffer>
#include <QUuid>

#include <future>

namespace hall::ctl {

namespace {

constexpr qint64 documentLimit = 1024 * 1024;               // bytes
constexpr std::chrono::milliseconds printDeadline{25'000};  // preflight, print at 80 mm/s, end marker

struct Paper
{
    ReceiptDocument document;
    device::PrinterProfile profile;
};

Result<Paper> paperOf(const Call &call)
{
    const QString path = call.arguments().constFirst();
    const Result<QByteArray> json = readWholeFile(path, documentLimit);
    if (!json) {
        return fail(json.error());
    }
    Result<ReceiptDocument> document = ReceiptDocument::fromJson(*json);
    if (!document) {
        return fail(document.error().code, path.toStdString() + ": " + document.error().detail);
    }
    Result<device::PrinterProfile> profile = loadPrinterProfile(call.resources(), call.value("printer"));
    if (!profile) {
        return fail(profile.error());
    }
    return Paper{std::move(*document), std::move(*profile)};
}

std::string newJobId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

Outcome render(const Call &call)
{
    if (!call.has("printer") || !call.has("out")) {
        return WrongUsage{QStringLiteral("--printer PROFILE and --out PNG are needed")};
    }
    const Result<Paper> paper = paperOf(call);
    if (!paper) {
        return paper.error();
    }
    ReceiptComposer composer;
    const QImage image = composer.renderPreview(paper->document, paper->profile);
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    if (const Done written = writeWholeFile(call.value("out"), png, false); !written) {
        return written.error();
    }
    const device::PrintJob job = composer.compose(paper->document, paper->profile, newJobId());
    const device::Bytes bytes = device::encodeEscpos(job, paper->profile).joined();
    if (call.has("bytes")) {
        const QByteArray stream(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        if (const Done written = writeWholeFile(call.value("bytes"), stream, false); !written) {
            return written.error();
        }
    }
    Answer answer;
    answer.json = {{QStringLiteral("width"), image.width()},
                   {QStringLiteral("height"), image.height()},
                   {QStringLiteral("bytes"), static_cast<qint64>(bytes.size())}};
    answer.text = QStringLiteral("%1: %2 x %3 dots, %4 bytes to the printer\n")
                      .arg(call.value("out"))
                      .arg(image.width())
                      .arg(image.height())
                      .arg(bytes.size());
    return answer;
}

device::PrintReport printed(std::unique_ptr<device::ByteTransport> transport, const Paper &paper)
{
    ReceiptComposer composer;
    const auto promise = std::make_shared<std::promise<device::PrintReport>>();
    device::EscposPrinter printer(std::move(transport), paper.profile);
    printer.setJournal([](const device::PrintJob &) { return true; });  // a test paper belongs to no case
    printer.start();
    printer.print(composer.compose(paper.document, paper.profile, newJobId()), printDeadline,
                  [promise](const device::PrintReport &report) { promise->set_value(report); });
    const device::PrintReport report = promise->get_future().get();
    printer.stop();
    return report;
}

Fault faultOf(const device::PrintReport &report)
{
    for (const FaultCode code : allFaultCodes()) {
        if (faultName(code) == report.reason) {
            return Fault(code, "the receipt was not printed");
        }
    }
    return Fault(FaultCode::PrintUnknown, report.reason);
}

Outcome print(const Call &call)
{
    if (!call.has("printer") || !call.has("device")) {
        return WrongUsage{QStringLiteral("--printer PROFILE and --device DEVICE are needed")};
    }
    const auto address = device::parseDeviceAddress(call.value("device").toStdString());
    if (!address) {
        return WrongUsage{QStringLiteral("--device ") + QString::fromStdString(address.error().detail)};
    }
    Result<Paper> paper = paperOf(call);
    if (!paper) {
        return paper.error();
    }
    paper->profile = device::profileAt(std::move(paper->profile), *address);
    const device::PrintReport report =
        printed(device::transportTo(*address, device::UsbUse::Printer, device::flowOf(paper->profile)), *paper);
    Answer answer;
    answer.json = {{QStringLiteral("outcome"), QString::fromLatin1(device::outcomeName(report.outcome))},
                   {QStringLiteral("proof"), QString(QLatin1Char(report.proof))},
                   {QStringLiteral("reason"), QString::fromStdString(report.reason)}};
    answer.text = linesOf(answer.json);
    switch (report.outcome) {
    case device::PrintOutcome::Printed:
        break;
    case device::PrintOutcome::NotPrinted:
        answer.fault = faultOf(report);
        break;
    case device::PrintOutcome::Unknown:
        answer.fault = Fault(FaultCode::PrintUnknown, "look whether a paper came out: " + report.reason);
        break;
    }
    return answer;
}

}  // namespace

QVector<Command> receiptCommands()
{
    return {
        {QStringLiteral("receipt render"),
         QStringLiteral("FILE --printer PROFILE --out PNG [--bytes FILE]"),
         QStringLiteral("Lay out a receipt for a printer, as a picture and as its bytes."),
         QStringLiteral("FILE: resources/schema/receipt-document.schema.json. The PNG is dot for dot what is printed;\n"
                        "for a profile whose mode is \"text\", the same lines in the kiosk's font.\n"
                        "JSON: {\"width\",\"height\",\"bytes\"}."),
         1,
         1,
         {QStringLiteral("printer"), QStringLiteral("out"), QStringLiteral("bytes"), QStringLiteral("resources")},
         render},
        {QStringLiteral("receipt print"),
         QStringLiteral("FILE --printer PROFILE --device DEVICE"),
         QStringLiteral("Print a receipt and say what is known about the paper."),
         QStringLiteral(
             "DEVICE: usb:VID:PID[:SERIAL] (hex), serial:PATH[@BAUD] (115200 without), tcp:HOST:PORT.\n"
             "JSON: {\"outcome\":\"printed|not-printed|unknown\",\"proof\":\"A\" to \"D\",\"reason\"}. Proof: A the "
             "printer\n"
             "returned the job's number, B it answered behind the last byte, C its sensors, D none. Anything\n"
             "but printed: exit status 1. The kiosk's own printer must not be in use by a kiosk."),
         1,
         1,
         {QStringLiteral("printer"), QStringLiteral("device"), QStringLiteral("resources")},
         print}};
}

}  // namespace hall::ctl
