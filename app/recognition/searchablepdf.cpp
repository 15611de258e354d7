// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/searchablepdf.h"

#include "app/recognition/reading/uprightprint.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#define POINTERHOLDER_TRANSITION 4  // only std::shared_ptr: qpdf/PointerHolder.hh
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <set>

namespace hall {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kGuessedPerMm = 200 / 25.4;  // pixels a millimetre
// Without glyphs, for text that is found and not seen. Debian has it with the engine (libtesseract5).
constexpr const char *kFontFile = "/usr/share/tesseract-ocr/5/tessdata/pdf.ttf";
constexpr int kFontWidth = 500;  // thousandths of its height, of every character (ISO 32000-1, 9.7.4.3)

double perMmOf(const cv::Mat &page, cv::Size2f mm)
{
    return mm.width > 0 ? page.cols / static_cast<double>(mm.width) : kGuessedPerMm;
}

bool isLatin(QChar c)
{
    return c.unicode() < 0x250 && c.isLetterOrNumber();
}

// The engine leaves spaces out; between words that are spelled they are put back.
PdfText runOf(const std::vector<TextSymbol> &symbols)
{
    PdfText run;
    for (const TextSymbol &symbol : symbols) {
        if (!run.text.isEmpty() && isLatin(run.text.back()) && isLatin(symbol.character) &&
            symbol.box.x - run.box.br().x > 0.35 * std::max(run.box.height, symbol.box.height)) {
            run.text += QLatin1Char(' ');
        }
        run.text += symbol.character;
        run.box = run.box.area() > 0 ? run.box | symbol.box : symbol.box;
    }
    return run;
}

std::string number(double value)
{
    return QByteArray::number(value, 'f', 3).toStdString();
}

std::string hex(QChar c)
{
    return QByteArray::number(c.unicode(), 16).rightJustified(4, '0').toStdString();
}

// What every character of the file is in Unicode.
std::string toUnicode(const std::set<QChar> &used)
{
    std::string map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    for (auto at = used.begin(); at != used.end();) {
        const auto count = std::min<std::ptrdiff_t>(100, std::distance(at, used.end()));  // 9.10.3: no more at once
        map += std::to_string(count) + " beginbfchar\n";
        for (std::ptrdiff_t i = 0; i < count; ++i, ++at) {
            map += '<' + hex(*at) + "> <" + hex(*at) + ">\n";
        }
        map += "endbfchar\n";
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

// ISO 32000-1, 8.9.5.
std::string codingOf(PdfInk ink)
{
    switch (ink) {
    case PdfInk::Colour:
        return "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode";
    case PdfInk::Grey:
        return "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode";
    case PdfInk::Bilevel:
        return "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode";
    }
    return {};
}

class Writer
{
public:
    Writer(const std::vector<PdfPage> &pages, const std::string &font) { build(pages, font); }

    std::vector<unsigned char> bytes()
    {
        QPDFWriter writer(m_pdf);
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.setMinimumPDFVersion("1.7");
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
    }

private:
    void build(const std::vector<PdfPage> &pages, const std::string &font)
    {
        m_pdf.emptyPDF();
        m_pdf.getRoot().replaceKey("/Lang", QPDFObjectHandle::newString("zh-CN"));
        std::set<QChar> used;
        for (const PdfPage &page : pages) {
            for (const PdfText &text : page.texts) {
                used.insert(text.text.cbegin(), text.text.cend());
            }
        }
        const QPDFObjectHandle letters = used.empty() ? QPDFObjectHandle::newNull() : fontOf(used, font);
        QPDFPageDocumentHelper document(m_pdf);
        for (const PdfPage &page : pages) {
            document.addPage(QPDFPageObjectHelper(sheet(page, letters)), false);
        }
    }

    QPDFObjectHandle dictionary(const std::string &text) { return QPDFObjectHandle::parse(&m_pdf, text); }

    // A composite font of 2-byte codes that are UTF-16 (9.7): each code is the one empty glyph.
    QPDFObjectHandle fontOf(const std::set<QChar> &used, const std::string &font)
    {
        QPDFObjectHandle file = m_pdf.newStream(font);
        file.getDict().replaceKey("/Length1", QPDFObjectHandle::newInteger(static_cast<long long>(font.size())));
        QPDFObjectHandle descriptor = m_pdf.makeIndirectObject(dictionary(
            "<</Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /FontBBox [0 0 " + std::to_string(kFontWidth) +
            " 1000] /ItalicAngle 0 /Ascent 1000 /Descent -1 /CapHeight 1000 "
            "/StemV 80>>"));
        descriptor.replaceKey("/FontFile2", file);
        std::string glyphs(0x20000, '\0');
        for (std::size_t i = 1; i < glyphs.size(); i += 2) {
            glyphs[i] = 1;
        }
        QPDFObjectHandle descendant = m_pdf.makeIndirectObject(dictionary(
            "<</Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont /CIDSystemInfo <</Registry (Adobe) "
            "/Ordering (Identity) /Supplement 0>> /DW " +
            std::to_string(kFontWidth) + ">>"));
        descendant.replaceKey("/FontDescriptor", descriptor);
        descendant.replaceKey("/CIDToGIDMap", m_pdf.newStream(glyphs));
        QPDFObjectHandle letters = m_pdf.makeIndirectObject(
            dictionary("<</Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H>>"));
        QPDFObjectHandle descendants = QPDFObjectHandle::newArray();
        descendants.appendItem(descendant);
        letters.replaceKey("/DescendantFonts", descendants);
        letters.replaceKey("/ToUnicode", m_pdf.newStream(toUnicode(used)));
        return letters;
    }

    QPDFObjectHandle sheet(const PdfPage &page, QPDFObjectHandle letters)
    {
        const double points =
            kPointsPerMm / (page.mm.width > 0 ? page.pixels.width / static_cast<double>(page.mm.width) : kGuessedPerMm);
        const std::string width = number(page.pixels.width * points);
        const std::string height = number(page.pixels.height * points);
        QPDFObjectHandle picture = m_pdf.newStream();
        picture.replaceDict(dictionary("<</Type /XObject /Subtype /Image " + codingOf(page.ink) + " /Width " +
                                       std::to_string(page.pixels.width) + " /Height " +
                                       std::to_string(page.pixels.height) + ">>"));
        picture.replaceStreamData(std::string(page.picture.begin(), page.picture.end()),
                                  picture.getDict().getKey("/Filter"), QPDFObjectHandle::newNull());
        std::string drawn = "q " + width + " 0 0 " + height + " 0 0 cm /P Do Q\n";
        if (letters.isDictionary() && !page.texts.empty()) {
            drawn += "BT 3 Tr\n";  // 9.3.6: neither filled nor stroked
            for (const PdfText &text : page.texts) {
                drawn += runOn(text, page.pixels.height, points);
            }
            drawn += "ET\n";
        }
        QPDFObjectHandle resources = dictionary("<</XObject <<>> /Font <<>>>>");
        resources.getKey("/XObject").replaceKey("/P", picture);
        if (letters.isDictionary()) {
            resources.getKey("/Font").replaceKey("/T", letters);
        }
        QPDFObjectHandle sheet =
            m_pdf.makeIndirectObject(dictionary("<</Type /Page /MediaBox [0 0 " + width + ' ' + height + "]>>"));
        sheet.replaceKey("/Resources", resources);
        sheet.replaceKey("/Contents", m_pdf.newStream(drawn));
        return sheet;
    }

    // As wide and as high as the print beneath it.
    static std::string runOn(const PdfText &text, int height, double points)
    {
        if (text.text.isEmpty() || text.box.area() <= 0) {
            return {};
        }
        const double size = text.box.height * points;
        const double natural = static_cast<double>(text.text.size()) * size * kFontWidth / 1000;
        std::string codes;
        for (const QChar c : text.text) {
            codes += hex(c);
        }
        return "/T " + number(size) + " Tf " + number(100 * text.box.width * points / natural) + " Tz 1 0 0 1 " +
               number(text.box.x * points) + ' ' + number((height - text.box.br().y) * points) + " Tm <" + codes +
               "> Tj\n";
    }

    QPDF m_pdf;
};

bool isPicture(const PdfPage &page)
{
    const std::vector<unsigned char> &bytes = page.picture;
    const bool jpeg = bytes.size() > 4 && bytes[0] == 0xff && bytes[1] == 0xd8;
    const bool zlib = bytes.size() > 4 && (bytes[0] & 0x0f) == 8;  // RFC 1950, 2.2
    return (page.ink == PdfInk::Bilevel ? zlib : jpeg) && page.pixels.width > 0 && page.pixels.height > 0;
}

}  // namespace

PageSheet readSheet(const cv::Mat &bgr, cv::Size2f mm, TextRecogniser &engine, std::chrono::milliseconds limit)
{
    PageSheet sheet;
    if (bgr.empty() || bgr.type() != CV_8UC3) {
        return sheet;
    }
    const Clock::time_point until = Clock::now() + limit;
    const UprightPrint upright = uprightPrint(bgr, perMmOf(bgr, mm), engine, until);
    sheet.turn = upright.turn;
    const PageText text = readPage(upright.page, engine, until);
    std::map<int, std::vector<TextSymbol>> runs;
    for (const TextSymbol &symbol : text.symbols) {
        runs[symbol.segment].push_back(symbol);
    }
    for (const auto &[segment, symbols] : runs) {
        sheet.texts.push_back(runOf(symbols));
    }
    return sheet;
}

Result<std::vector<unsigned char>> writePdf(const std::vector<PdfPage> &pages)
{
    if (pages.empty() || !std::all_of(pages.begin(), pages.end(), isPicture)) {
        return fail(FaultCode::BadArgument, "a PDF is made of pages that are pictures");
    }
    std::ifstream file(kFontFile, std::ios::binary);
    const std::string font{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (font.empty()) {
        return fail(FaultCode::FileUnreadable, std::string(kFontFile) + ": comes with libtesseract5");
    }
    try {
        return Writer(pages, font).bytes();
    } catch (const std::exception &error) {
        return fail(FaultCode::Internal, std::string("no PDF: ") + error.what());
    }
}

}  // namespace hall
