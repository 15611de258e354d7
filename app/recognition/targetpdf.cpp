// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/targetpdf.h"

#include "app/recognition/platemeasure.h"

#include <QList>

namespace hall {

namespace {

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

}  // namespace

QByteArray targetPdf()
{
    return pdfOf(drawTarget(kTargetPdfDpi));
}

}  // namespace hall
