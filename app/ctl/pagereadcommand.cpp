// SPDX-License-Identifier: GPL-3.0-or-later
// page read: what stands on a paper in a picture file, field by field.
#include "app/ctl/commandline.h"
#include "app/ctl/pagepictures.h"
#include "app/recognition/reading/pagecodes.h"
#include "app/recognition/reading/paperreader.h"

#include <cmath>
#include <QJsonArray>

namespace hall::ctl {

namespace {

double tenth(float mm)
{
    return std::round(static_cast<double>(mm) * 10) / 10;
}

QJsonObject fieldJson(const ReadField &field)
{
    QJsonObject told{{QStringLiteral("text"), field.text},
                     {QStringLiteral("confidence"), field.confidence},
                     {QStringLiteral("certain"), field.certain}};
    if (field.box.area() > 0) {
        told.insert(QStringLiteral("box_mm"), QJsonArray{tenth(field.box.x), tenth(field.box.y), tenth(field.box.width),
                                                         tenth(field.box.height)});
    }
    return told;
}

QJsonObject readingJson(const PaperReading &reading, const std::vector<PageCode> &codes)
{
    QJsonObject fields;
    std::map<int, QJsonObject> rows;
    for (const ReadField &field : reading.fields) {
        (field.row < 0 ? fields : rows[field.row]).insert(field.id, fieldJson(field));
    }
    QJsonArray rowList;
    for (const auto &[number, row] : rows) {
        rowList.append(row);
    }
    QJsonArray codeList;
    for (const PageCode &code : codes) {
        codeList.append(QJsonObject{{QStringLiteral("type"), code.type}, {QStringLiteral("text"), code.text}});
    }
    QJsonObject told{{QStringLiteral("kind"), reading.kind},
                     {QStringLiteral("turn"), reading.turn},
                     {QStringLiteral("fields"), fields},
                     {QStringLiteral("codes"), codeList}};
    if (!rowList.isEmpty()) {
        told.insert(QStringLiteral("rows"), rowList);
    }
    return told;
}

QString readingText(const PaperReading &reading, const std::vector<PageCode> &codes)
{
    QString text =
        QStringLiteral("%1\n").arg(reading.kind.isEmpty() ? QStringLiteral("no kind that is known") : reading.kind);
    for (const ReadField &field : reading.fields) {
        const QString row = field.row < 0 ? QString() : QStringLiteral(" %1").arg(field.row + 1);
        text += QStringLiteral("  %1%2: %3%4\n")
                    .arg(field.id, row, field.text, field.certain ? QString() : QStringLiteral("  (please check)"));
    }
    for (const PageCode &code : codes) {
        text += QStringLiteral("  %1: %2\n").arg(code.type, code.text);
    }
    return text;
}

Outcome read(const Call &call)
{
    const Result<PaperLibrary> papers = readPapers(call.resources() + QStringLiteral("/papers"));
    if (!papers) {
        return papers.error();
    }
    const PaperKind *kind = call.has("kind") ? papers->find(call.value("kind")) : nullptr;
    if (call.has("kind") && kind == nullptr) {
        return WrongUsage{QStringLiteral("--kind: '%1' is unknown").arg(call.value("kind"))};
    }
    const auto calibration = calibrationOf(call);
    if (!calibration) {
        return calibration.error();
    }
    const QString path = call.arguments().constFirst();
    const Result<cv::Mat> picture = pictureAt(path);
    if (!picture) {
        return picture.error();
    }
    const Result<StraightPage> page = call.has("straight") ? Result<StraightPage>(asItIs(*picture, path))
                                                           : pageIn(*picture, path, *calibration, kind);
    if (!page) {
        return page.error();
    }
    const auto engine = makeTesseract();
    if (!engine) {
        return engine.error();
    }
    ReadOptions options;
    options.kind = kind != nullptr ? kind->id : QString();
    options.accounts = call.has("full");
    const Result<PaperReading> reading = readPaper(page->bgr, page->mm, *papers, **engine, options);
    if (!reading) {
        return reading.error();
    }
    const std::vector<PageCode> codes = readCodes(page->bgr);
    Answer answer;
    answer.json = readingJson(*reading, codes);
    answer.text = readingText(*reading, codes);
    if (kind != nullptr && reading->kind.isEmpty()) {
        answer.fault = Fault(FaultCode::PageNotFound, path.toStdString() + ": no document of this kind");
    }
    return answer;
}

}  // namespace

QVector<Command> pageReadCommands()
{
    return {
        {QStringLiteral("page read"),
         QStringLiteral("IMAGE [--kind KIND] [--straight] [--calibration FILE] [--full]"),
         QStringLiteral("Read the fields and codes of the best document of a picture."),
         QStringLiteral(
             "KIND is one of resources/papers; without it the kind is found out. Dates are ISO, closed lists are\n"
             "codes. What is not certain must be looked at before it is used. Numbers of bank cards are masked\n"
             "without --full. With --straight the picture is a page already, as page join writes it.\n"
             "JSON: {\"kind\",\"turn\",\"fields\":{\"ID\":{\"text\",\"confidence\",\"certain\",\"box_mm\"}},\n"
             "\"codes\":[{\"type\",\"text\"}]}, of a table also \"rows\":[{\"ID\":{…}}]. A document of another "
             "kind than\n"
             "the one that was named: exit status 1."),
         1,
         1,
         {QStringLiteral("kind"), QStringLiteral("straight"), QStringLiteral("calibration"), QStringLiteral("full")},
         read}};
}

}  // namespace hall::ctl
