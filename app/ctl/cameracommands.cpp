// SPDX-License-Identifier: GPL-3.0-or-later
// camera state, check, target: whether the document camera measures, and what it is calibrated with.
#include "app/ctl/commandline.h"
#include "app/ctl/controllink.h"
#include "app/recognition/platemeasure.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include <opencv2/imgcodecs.hpp>

namespace hall::ctl {

namespace {

constexpr int targetDpi = 300;

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

// One page of PDF (ISO 32000-1) that holds the picture at its true size: a printer that is told not to scale prints it
// to the millimetre.
QByteArray pdfOf(const cv::Mat &sheet)
{
    const QByteArray pixels(reinterpret_cast<const char *>(sheet.data), static_cast<qsizetype>(sheet.total()));
    const QByteArray image = qCompress(pixels).mid(4);  // without Qt's own length
    constexpr double pointsPerMm = 72 / 25.4;
    const auto number = [](double value) { return QByteArray::number(value, 'f', 4); };
    const QByteArray width = number(kTargetSheetWidthMm * pointsPerMm);
    const QByteArray height = number(kTargetSheetHeightMm * pointsPerMm);
    const QByteArray draw = "q " + width + " 0 0 " + height + " 0 0 cm /T Do Q\n";
    const QList<QByteArray> objects{
        "<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 " + width + ' ' + height +
            "]/Contents 4 0 R/Resources<</XObject<</T 5 0 R>>>>>>",
        "<</Length " + QByteArray::number(draw.size()) + ">>\nstream\n" + draw + "endstream",
        "<</Type/XObject/Subtype/Image/Width " + QByteArray::number(sheet.cols) + "/Height " +
            QByteArray::number(sheet.rows) + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length " +
            QByteArray::number(image.size()) + ">>\nstream\n" + image + "\nendstream"};
    QByteArray pdf = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    QList<qsizetype> places;
    for (qsizetype i = 0; i < objects.size(); ++i) {
        places.append(pdf.size());
        pdf += QByteArray::number(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const qsizetype table = pdf.size();
    pdf += "xref\n0 " + QByteArray::number(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (const qsizetype place : places) {
        pdf += QByteArray::number(place).rightJustified(10, '0') + " 00000 n \n";
    }
    return pdf + "trailer\n<</Size " + QByteArray::number(objects.size() + 1) + "/Root 1 0 R>>\nstartxref\n" +
           QByteArray::number(table) + "\n%%EOF\n";
}

Outcome target(const Call &call)
{
    const QString path = call.value("out");
    if (path.isEmpty()) {
        return WrongUsage{QStringLiteral("--out FILE is missing")};
    }
    const cv::Mat sheet = drawTarget(targetDpi);
    QByteArray bytes;
    if (path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        std::vector<unsigned char> png;
        cv::imencode(".png", sheet, png);
        bytes = QByteArray(reinterpret_cast<const char *>(png.data()), static_cast<qsizetype>(png.size()));
    } else {
        bytes = pdfOf(sheet);
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return Fault(FaultCode::FileUnreadable, path.toStdString() + ": " + file.errorString().toStdString());
    }
    Answer answer;
    answer.json = {
        {QStringLiteral("file"), path}, {QStringLiteral("dpi"), targetDpi}, {QStringLiteral("bar_mm"), kTargetBarMm}};
    answer.text = call.language() == QLatin1String("en")
                      ? QStringLiteral("%1: print it on A4 at 100 %, then measure its black bar: 150 mm\n").arg(path)
                      : QString::fromUtf8("%1：请用 A4 纸按 100% 打印，再量黑条：应为 150 毫米\n").arg(path);
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
    return {{QStringLiteral("camera state"), QStringLiteral("[--control SOCKET] [--card NUMBER --pin-stdin]"),
             QStringLiteral("Tell whether the camera of a running kiosk is calibrated."), form, 0, 0, asking, state},
            {QStringLiteral("camera check"), QStringLiteral("[--control SOCKET] [--card NUMBER --pin-stdin]"),
             QStringLiteral("Look at the empty plate now, as every day."),
             form + QStringLiteral("\nExit status 1 when papers are taken as photos afterwards."), 0, 0, asking, check},
            {QStringLiteral("camera target"),
             QStringLiteral("--out FILE.pdf|FILE.png"),
             QStringLiteral("Write the target that the camera is calibrated with."),
             QStringLiteral("A sheet of A4, to be printed at 100 % and glued to a stiff board.\n"
                            "JSON: {\"file\",\"dpi\",\"bar_mm\"}: the bar's true length, to be measured with a ruler."),
             0,
             0,
             {QStringLiteral("out")},
             target}};
}

}  // namespace hall::ctl
