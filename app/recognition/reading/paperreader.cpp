// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/paperreader.h"

#include "app/domain/identitynumber.h"
#include "app/recognition/reading/numberfacts.h"
#include "app/recognition/reading/ruledform.h"
#include "app/recognition/reading/textfields.h"
#include "app/recognition/reading/uprightprint.h"

#include <algorithm>
#include <cmath>

namespace hall {

using namespace Qt::StringLiterals;

namespace {

constexpr float leastSpread = 400;  // mm of the longer side of A3

class PaperReader
{
public:
    PaperReader(const PaperLibrary &papers, TextRecogniser &engine, const ReadOptions &options)
        : m_reader(papers, engine, FieldReader::Clock::now() + options.limit), m_options(options)
    {
    }

    Result<PaperReading> read(const cv::Mat &bgr, cv::Size2f mm)
    {
        const PaperKind *kind = nullptr;
        if (!m_options.kind.isEmpty()) {
            kind = m_reader.papers().find(m_options.kind);
            if (kind == nullptr) {
                return fail(FaultCode::BadArgument, "no such kind of paper");
            }
        }
        if (kind == nullptr || !kind->probe) {
            const std::optional<int> spread = spreadTurn(bgr, mm);
            return spread ? readSpread(turnedBy(bgr, mm, *spread), kind) : readByText(bgr, mm, kind);
        }
        return readByBoxes(bgr, mm, *kind);
    }

private:
    Result<PaperReading> readByBoxes(const cv::Mat &bgr, cv::Size2f mm, const PaperKind &kind)
    {
        double best = 0;
        std::optional<UprightPaper> chosen;
        ReadablePage page;
        for (const int turn : turnsFor(&kind, bgr)) {
            const UprightPaper upright = uprightOf(kind, bgr, mm, turn);
            ReadablePage readable =
                readablePage(upright.bgr, upright.perMm(), kind.light ? Ground::Dark : Ground::Guarded);
            const double scale = scaleFor(kind, upright.mm);
            double score = m_reader.probeScore(kind, readable, scale);
            if (score < 0.5 && !kind.rowRules.empty()) {
                score = m_reader.probeScore(onItsRules(kind, readable, scale), readable, scale);
            }
            if (!chosen || score > best) {
                best = score;
                chosen = upright;
                page = readable;
            }
            if (best > 0.8) {
                break;
            }
        }
        PaperReading reading;
        if (kind.zone) {
            const QDate today = m_options.today.isValid() ? m_options.today : QDate::currentDate();
            addZone(*chosen, today, m_reader.deadline(), reading);
        }
        if (best < 0.5 && reading.fields.empty()) {
            return PaperReading();
        }
        reading.kind = kind.id;
        reading.turn = chosen->turn;
        reading.perMm = chosen->perMm();
        // The number first: when it is proven, the dates and letters that follow from it need no long look.
        bool proven = false;
        const double scale = scaleFor(kind, chosen->mm);
        const std::vector<PaperField> fields = onItsRules(kind, page, scale).fields;
        if (!kind.rowRules.empty()) {  // forms are printed in red, and stamped; what is filled in is black or blue
            leaveRedOut(chosen->bgr, page);
        }
        for (const bool numbers : {true, false}) {
            for (const PaperField &field : fields) {
                const bool number = field.type == ValueType::Number;
                const bool known = std::any_of(reading.fields.begin(), reading.fields.end(),
                                               [&](const ReadField &one) { return one.id == field.id; });
                if (known || number != numbers ||
                    (proven && field.type == ValueType::Date && field.id == u"birth_date")) {
                    continue;
                }
                if (const auto found = m_reader.boxField(field, page, scale)) {
                    reading.fields.push_back(*found);
                    proven = proven || (number && found->certain);
                }
            }
        }
        crossCheck(reading, kind);
        if (m_options.wholePage) {
            reading.text = whole(readPage(page, m_reader.engine(), m_reader.deadline()));
        }
        return reading;
    }

    static QString whole(const PageText &text)
    {
        QString out;
        for (std::size_t i = 0; i < text.symbols.size(); ++i) {
            if (i > 0 && text.symbols[i].row != text.symbols[i - 1].row) {
                out += u'\n';
            } else if (i > 0 && text.symbols[i].segment != text.symbols[i - 1].segment) {
                out += u' ';
            }
            out += text.symbols[i].character;
        }
        return out;
    }

    // The share of characters that the engine is sure of, over the widest runs.
    double legibility(const ReadablePage &page, const std::vector<Segment> &segments)
    {
        std::vector<Segment> widest;
        for (const Segment &segment : segments) {
            if (segment.box.height > 1.6 * page.perMm && segment.box.width > 3 * segment.box.height) {
                widest.push_back(segment);
            }
        }
        std::sort(widest.begin(), widest.end(), [](const Segment &a, const Segment &b) {
            return std::min(a.box.width, 12 * a.box.height) * a.box.height >
                   std::min(b.box.width, 12 * b.box.height) * b.box.height;
        });
        widest.resize(std::min<std::size_t>(widest.size(), 4));
        double sure = 0;
        for (const Segment &segment : widest) {
            cv::Rect box = segment.box;
            box.width = std::min(box.width, 12 * box.height);
            double sum = 0;
            int count = 0;
            for (const ReadSymbol &symbol : m_reader.engine().read(lineImage(page, box, segment.slope, Look::Plain),
                                                                   LineMode::Chinese, m_reader.deadline())) {
                sum += static_cast<double>(symbol.confidence);
                ++count;
            }
            sure += count > 1 ? sum / count : 0;
        }
        return widest.empty() ? 0 : sure / static_cast<double>(widest.size());
    }

    struct Side
    {
        UprightPaper upright;
        ReadablePage page;
        double score = 0;  // legibility
    };

    Side sideOf(const cv::Mat &bgr, cv::Size2f mm, int turn, const PaperKind *kind)
    {
        Side side{turnedBy(bgr, mm, turn), {}, 0};
        UprightPaper &upright = side.upright;
        if (upright.mm.width <= 0) {  // letters of 8 pixels a millimetre are a guess for want of anything better
            upright.mm =
                kind != nullptr ? sizeFor(*kind, upright.bgr) : cv::Size2f(static_cast<float>(upright.bgr.cols) / 8, 0);
            upright.mm.height =
                upright.mm.width * static_cast<float>(upright.bgr.rows) / static_cast<float>(upright.bgr.cols);
        }
        side.page =
            readablePage(upright.bgr, upright.perMm(), kind != nullptr && kind->light ? Ground::Dark : Ground::Paper);
        side.score = legibility(side.page, findSegments(side.page));
        return side;
    }

    // A sheet of A3 whose print is upright when it lies across holds two pages of A4 beside each other: the quarter
    // turns that make it upright. An A3 that stands upright is one large page.
    std::optional<int> spreadTurn(const cv::Mat &bgr, cv::Size2f mm)
    {
        if (std::max(mm.width, mm.height) < leastSpread || std::min(mm.width, mm.height) < leastSpread * 0.7F) {
            return std::nullopt;
        }
        const int turn =
            uprightPrint(bgr, bgr.cols / static_cast<double>(mm.width), m_reader.engine(), m_reader.deadline()).turn;
        return (turn % 2 == 0) == (mm.width > mm.height) ? std::optional(turn) : std::nullopt;
    }

    // What the left page says comes first; of a field that stands on both, the right one's is left out. Rows go on.
    Result<PaperReading> readSpread(const UprightPaper &sheet, const PaperKind *kind)
    {
        PaperReading both;
        both.turn = sheet.turn;
        int rows = 0;
        for (const bool right : {false, true}) {
            const int middle = sheet.bgr.cols / 2;
            const cv::Mat half = sheet.bgr(cv::Rect(right ? middle : 0, 0, middle, sheet.bgr.rows));
            const cv::Size2f mm(sheet.mm.width / 2, sheet.mm.height);
            Result<PaperReading> page = readSide({half, mm, 0}, readablePage(half, sheet.perMm()), kind);
            if (!page) {
                return page;
            }
            both.kind = both.kind.isEmpty() ? page->kind : both.kind;
            both.perMm = std::max(both.perMm, page->perMm);
            both.text += (both.text.isEmpty() || page->text.isEmpty() ? QString() : u"\n"_s) + page->text;
            const auto isKnown = [&](const ReadField &field) {
                return field.row < 0 && std::any_of(both.fields.begin(), both.fields.end(),
                                                    [&](const ReadField &one) { return one.id == field.id; });
            };
            int next = rows;
            for (ReadField &field : page->fields) {
                if (right && isKnown(field)) {
                    continue;
                }
                field.row += field.row >= 0 ? rows : 0;
                next = std::max(next, field.row + 1);
                field.box.x += right ? static_cast<double>(mm.width) : 0;
                both.fields.push_back(field);
            }
            rows = next;
        }
        return both;
    }

    Result<PaperReading> readByText(const cv::Mat &bgr, cv::Size2f mm, const PaperKind *kind)
    {
        constexpr double plainlyLegible = 0.93;
        std::vector<Side> sides;
        PaperReading unknown;  // of the side that is the most legible
        const std::vector<int> turns = turnsFor(kind, bgr);
        for (std::size_t i = 0; i < turns.size(); ++i) {
            sides.push_back(sideOf(bgr, mm, turns[i], kind));
            const bool plain = sides.back().score > plainlyLegible;
            if (!plain && i + 1 < turns.size()) {
                continue;
            }
            std::stable_sort(sides.begin(), sides.end(),
                             [](const Side &a, const Side &b) { return a.score > b.score; });
            for (const Side &side : sides) {
                Result<PaperReading> reading = readSide(side.upright, side.page, kind);
                if (!reading || !reading->kind.isEmpty() || (plain && kind == nullptr)) {
                    return reading;
                }
                unknown = unknown.text.isEmpty() ? *reading : unknown;
            }
            if (kind != nullptr && !kind->faint) {  // small letters that are blurred are pale
                Result<PaperReading> reading = readSide(sides.front().upright, sides.front().page, kind, true);
                if (!reading || !reading->kind.isEmpty()) {
                    return reading;
                }
            }
            sides.clear();  // upside down some words are legible too: the other way then
        }
        return unknown;
    }

    Result<PaperReading> readSide(const UprightPaper &chosen, const ReadablePage &page, const PaperKind *kind,
                                  bool faint = false)
    {
        PageText plain =
            readPage(page, m_reader.engine(), m_reader.deadline(), faint || (kind != nullptr && kind->faint));
        const bool asked = kind != nullptr;
        if (!asked) {
            kind = kindOf(plain, chosen.mm);
            if (kind != nullptr && kind->probe) {
                Result<PaperReading> boxed = readByBoxes(chosen.bgr, chosen.mm, *kind);
                if (boxed) {
                    boxed->turn = (boxed->turn + chosen.turn) % 4;
                    boxed->text = m_options.wholePage ? whole(plain) : QString();
                    return boxed;
                }
                kind = nullptr;
            } else if (kind != nullptr && kind->faint) {
                plain = readPage(page, m_reader.engine(), m_reader.deadline(), true);
            }
        } else if (anchorsOn(plain, *kind) == 0 && !labelsOn(plain, *kind)) {
            return PaperReading();
        }
        PaperReading reading = fieldsOf(chosen, page, plain, kind);
        if (kind != nullptr && !kind->faint && 3 * reading.fields.size() < kind->fields.size()) {
            // Thin letters of a printer that runs dry.
            const PageText pale = readPage(page, m_reader.engine(), m_reader.deadline(), true);
            PaperReading again = fieldsOf(chosen, page, pale, kind);
            if (again.fields.size() > reading.fields.size()) {
                reading = std::move(again);
            }
        }
        return reading;
    }

    PaperReading fieldsOf(const UprightPaper &chosen, const ReadablePage &page, const PageText &text,
                          const PaperKind *kind)
    {
        PaperReading reading;
        reading.turn = chosen.turn;
        reading.perMm = page.perMm;
        reading.text = m_options.wholePage ? whole(text) : QString();
        if (kind != nullptr) {
            reading.kind = kind->id;
            TextFields(m_reader, page, text, scaleFor(*kind, chosen.mm)).read(*kind, reading);
            crossCheck(reading, *kind);
        }
        return reading;
    }

    static double anchorsOn(const PageText &text, const PaperKind &kind)
    {
        double best = 0;
        for (const QString &anchor : kind.anchors) {
            const std::vector<Found> found =
                findWord(text.text, anchor, std::max(1, static_cast<int>(anchor.size()) / 3));
            if (!found.empty()) {
                best = std::max(best, static_cast<double>(anchor.size()) - 1.5 * found.front().slips);
            }
        }
        return best;
    }

    // Titles in large ornamental letters are not always legible: many of its labels tell a kind as well.
    static bool labelsOn(const PageText &text, const PaperKind &kind)
    {
        constexpr std::size_t enough = 4;
        constexpr qsizetype longEnough = 4;  // characters of a label that says something
        const auto found = [&](const PaperField &field) {
            return std::any_of(field.places.begin(), field.places.end(), [&](const FieldPlace &place) {
                return std::any_of(place.after.begin(), place.after.end(), [&](const QString &label) {
                    return label.size() >= longEnough && !findWord(text.text, label, slipsAllowed(label)).empty();
                });
            });
        };
        const auto count = static_cast<std::size_t>(std::count_if(kind.fields.begin(), kind.fields.end(), found));
        return count >= enough && 2 * count >= kind.fields.size();
    }

    const PaperKind *kindOf(const PageText &text, cv::Size2f mm) const
    {
        const PaperKind *best = nullptr;
        double most = 2;
        for (const PaperKind &kind : m_reader.papers().kinds) {
            const bool fits =
                mm.width <= 0 || std::any_of(kind.sizes.begin(), kind.sizes.end(), [&](cv::Size2f size) {
                    return std::abs(std::log(static_cast<double>(mm.width / mm.height * size.height / size.width))) <
                           0.08;
                });
            const double score = fits ? anchorsOn(text, kind) : 0;
            if (score > most) {
                most = score;
                best = &kind;
            }
        }
        return best;
    }

    FieldReader m_reader;
    const ReadOptions &m_options;
};

}  // namespace

double readingDpi(cv::Size2f mm, double native)
{
    const double least = std::max(mm.width, mm.height) < 100 ? 300 : 200;
    return std::clamp(native, least, 300.0);
}

cv::Size2f sizeLike(const PaperKind &kind, const Quad &quad)
{
    const double wide = cv::norm(quad[1] - quad[0]) + cv::norm(quad[2] - quad[3]);
    const double high = cv::norm(quad[2] - quad[1]) + cv::norm(quad[3] - quad[0]);
    const double shape = std::log(std::max(wide, 1.0) / std::max(high, 1.0));
    cv::Size2f best = kind.sizes.front();
    double least = 100;
    for (const cv::Size2f &size : kind.sizes) {
        const double own = std::log(static_cast<double>(size.width / size.height));
        for (const bool across : {false, true}) {
            const double off = std::abs(shape - (across ? -own : own));
            if (off < least - 1e-6) {
                least = off;
                best = across ? cv::Size2f(size.height, size.width) : size;
            }
        }
    }
    return best;
}

Result<PaperReading> readPaper(const cv::Mat &bgr, cv::Size2f mm, const PaperLibrary &papers, TextRecogniser &engine,
                               const ReadOptions &options)
{
    if (bgr.type() != CV_8UC3 || bgr.cols < 32 || bgr.rows < 32) {
        return fail(FaultCode::PageBadImage, "no picture of a page");
    }
    Result<PaperReading> reading = PaperReader(papers, engine, options).read(bgr, mm);
    if (reading && !options.accounts) {
        for (ReadField &field : reading->fields) {
            if (field.id == u"bank_account") {
                field.text = maskNumber(field.text);
            }
        }
    }
    return reading;
}

}  // namespace hall
