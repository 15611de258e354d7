// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/paperreader.h"

#include "app/domain/identitynumber.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/reading/fieldfinder.h"
#include "app/recognition/zonereader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

using namespace Qt::StringLiterals;

namespace {

using Clock = std::chrono::steady_clock;

// From which the least sure character on counts as sure, when two looks agree. Found on drawn papers; see hall-bench
// page-read.
constexpr double sureText = 0.97;
constexpr double sureForm = 0.85;    // dates, sums: most slips break the form
constexpr double sureProven = 0.30;  // a check digit holds

struct Candidate
{
    FieldValue value;
    double confidence = 0;
    cv::Rect box;
};

// Two looks at one field become one answer.
std::optional<ReadField> settled(const QString &id, ValueType type, const std::vector<Candidate> &looks,
                                 const ReadablePage &page)
{
    // The value that most looks give; a proven one wins over all others.
    const Candidate *best = nullptr;
    int votes = 0;
    int different = 0;
    for (const Candidate &one : looks) {
        if (one.value.text.isEmpty()) {
            continue;
        }
        const auto same = static_cast<int>(std::count_if(
            looks.begin(), looks.end(), [&](const Candidate &other) { return other.value.text == one.value.text; }));
        const bool better = best == nullptr || (one.value.proven && !best->value.proven) ||
                            (one.value.proven == best->value.proven &&
                             (same > votes || (same == votes && one.confidence > best->confidence)));
        if (better) {
            best = &one;
            votes = same;
        }
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    double confidence = 0;
    for (const Candidate &one : looks) {
        if (one.value.text == best->value.text) {
            confidence = std::max(confidence, one.confidence);
        } else {
            ++different;
        }
    }
    const double enough =
        best->value.proven ? sureProven
        : type == ValueType::Text || type == ValueType::Name || type == ValueType::Code || type == ValueType::Digits
            ? sureText
            : sureForm;
    ReadField field;
    field.id = id;
    field.text = best->value.text;
    field.confidence = std::round(confidence * 1000) / 1000;
    field.certain = best->value.allowed && (votes >= 2 || best->value.proven) &&
                    (different == 0 || best->value.proven) && confidence >= enough;
    field.box = page.toMm(best->box);
    return field;
}

double scaleFor(const PaperKind &kind, cv::Size2f mm)
{
    const cv::Size2f &first = kind.sizes.front();
    return mm.width > 0 ? static_cast<double>(mm.width / first.width) : 1;
}

cv::Rect2f scaled(const cv::Rect2f &box, double scale)
{
    const auto s = static_cast<float>(scale);
    return {box.x * s, box.y * s, box.width * s, box.height * s};
}

// Values begin at the left: what stands apart further on is security print.
cv::Rect beginningOf(const cv::Rect &line, const std::vector<cv::Rect> &marks)
{
    std::vector<cv::Rect> own;
    for (const cv::Rect &mark : marks) {
        const int overlap = std::min(line.y + line.height, mark.y + mark.height) - std::max(line.y, mark.y);
        if (overlap * 2 > mark.height) {
            own.push_back(mark);
        }
    }
    std::sort(own.begin(), own.end(), [](const cv::Rect &a, const cv::Rect &b) { return a.x < b.x; });
    cv::Rect kept;
    for (const cv::Rect &mark : own) {
        if (kept.area() > 0 && mark.x - (kept.x + kept.width) > 1.4 * line.height) {
            break;
        }
        kept = kept.area() == 0 ? mark : (kept | mark);
    }
    return kept.area() > 0 && 2 * kept.height >= line.height ? kept : line;
}

// Lines of print in a box, tight, top down.
std::vector<cv::Rect> linesIn(const ReadablePage &page, const cv::Rect2f &mm)
{
    const cv::Rect area = page.toPixels(mm);
    if (area.width < 8 || area.height < 8) {
        return {};
    }
    cv::Mat soft;
    cv::GaussianBlur(page.gray(area), soft, {0, 0}, std::max(0.5, page.perMm * 0.06));
    // Half way from the paper to the darkest half per cent: security print is not as dark as letters.
    std::array<int, 256> counts{};
    for (int y = 0; y < soft.rows; ++y) {
        for (const uchar *p = soft.ptr(y); p != soft.ptr(y) + soft.cols; ++p) {
            ++counts[*p];
        }
    }
    int dark = 0;
    for (int seen = 0; dark < 255 && seen < area.area() / 200; ++dark) {
        seen += counts[static_cast<std::size_t>(dark)];
    }
    if (dark > 200) {
        return {};
    }
    cv::Mat marks;
    cv::threshold(soft, marks, (dark + 245) / 2.0 - 4, 255, cv::THRESH_BINARY_INV);
    // What comes in over the edge belongs to a neighbour.
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(marks, labels, stats, centres, 8, CV_32S);
    std::vector<cv::Rect> marksFound;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, 0), stats.at<int>(i, 1), stats.at<int>(i, 2), stats.at<int>(i, 3));
        if (stats.at<int>(i, 4) >= 0.03 * page.perMm * page.perMm && box.height < 8 * page.perMm) {
            marksFound.push_back(box);
        }
    }
    std::sort(marksFound.begin(), marksFound.end(),
              [](const cv::Rect &a, const cv::Rect &b) { return a.area() > b.area(); });
    std::vector<cv::Rect> lines;
    for (const cv::Rect &mark : marksFound) {
        const auto line = std::find_if(lines.begin(), lines.end(), [&](const cv::Rect &one) {
            const int overlap = std::min(one.y + one.height, mark.y + mark.height) - std::max(one.y, mark.y);
            return overlap * 2 > mark.height;
        });
        if (line == lines.end()) {
            lines.push_back(mark);
        } else {
            *line |= mark;
        }
    }
    std::erase_if(lines, [&](const cv::Rect &line) { return line.height < 1.2 * page.perMm; });
    std::sort(lines.begin(), lines.end(), [](const cv::Rect &a, const cv::Rect &b) { return a.y < b.y; });
    for (cv::Rect &line : lines) {
        line = beginningOf(line, marksFound) + area.tl();
    }
    return lines;
}

LineMode modeOf(ValueType type)
{
    switch (type) {
    case ValueType::Number:
        return LineMode::Number;
    case ValueType::Credit:
    case ValueType::Code:
        return LineMode::Code;
    case ValueType::Digits:
    case ValueType::Account:
    case ValueType::Integer:
        return LineMode::Digits;
    case ValueType::Text:
    case ValueType::Name:
    case ValueType::Date:
    case ValueType::Month:
    case ValueType::Time:
    case ValueType::Money:
    case ValueType::Words:
    case ValueType::Masked:
        break;
    }
    return LineMode::Chinese;
}

class PaperReader
{
public:
    PaperReader(const PaperLibrary &papers, TextRecogniser &engine, const ReadOptions &options)
        : m_papers(papers), m_engine(engine), m_options(options), m_deadline(Clock::now() + options.limit)
    {
    }

    Result<PaperReading> read(const cv::Mat &bgr, cv::Size2f mm)
    {
        const PaperKind *kind = nullptr;
        if (!m_options.kind.isEmpty()) {
            kind = m_papers.find(m_options.kind);
            if (kind == nullptr) {
                return fail(FaultCode::BadArgument, "no such kind of paper");
            }
        }
        if (kind == nullptr || !kind->probe) {
            return readByText(bgr, mm, kind);
        }
        return readByBoxes(bgr, mm, *kind);
    }

private:
    struct Upright
    {
        cv::Mat bgr;
        cv::Size2f mm;
        int turn = 0;
    };

    static Upright turnedBy(const cv::Mat &bgr, cv::Size2f mm, int turn)
    {
        return {turned(bgr, turn), turn % 2 == 0 ? mm : cv::Size2f(mm.height, mm.width), turn};
    }

    static double perMm(const Upright &page) { return page.bgr.cols / static_cast<double>(page.mm.width); }

    // Quarter turns that give one of the kind's shapes; all when the size says nothing.
    static std::vector<int> turnsFor(const PaperKind *kind, const cv::Mat &bgr)
    {
        if (kind == nullptr) {
            return {0, 2, 1, 3};
        }
        const double shape = static_cast<double>(bgr.cols) / bgr.rows;
        double straight = 10;
        double across = 10;
        for (const cv::Size2f &size : kind->sizes) {
            straight = std::min(straight, std::abs(std::log(shape * static_cast<double>(size.height / size.width))));
            across = std::min(across, std::abs(std::log(shape * static_cast<double>(size.width / size.height))));
        }
        return straight <= across ? std::vector{0, 2} : std::vector{1, 3};
    }

    // The kind's size that fits the picture's proportions best.
    static cv::Size2f sizeFor(const PaperKind &kind, const cv::Mat &upright)
    {
        const double shape = static_cast<double>(upright.cols) / upright.rows;
        cv::Size2f best = kind.sizes.front();
        double least = 10;
        for (const cv::Size2f &size : kind.sizes) {
            const double off = std::abs(std::log(shape * static_cast<double>(size.height / size.width)));
            if (off < least - 1e-6) {
                least = off;
                best = size;
            }
        }
        return best;
    }

    static Upright uprightOf(const PaperKind &kind, const cv::Mat &bgr, cv::Size2f mm, int turn)
    {
        Upright page = turnedBy(bgr, mm, turn);
        if (page.mm.width <= 0) {
            page.mm = sizeFor(kind, page.bgr);
        }
        return page;
    }

    // How well the probe fits: 1 = all of it.
    double probeScore(const PaperKind &kind, const ReadablePage &page, double scale)
    {
        const std::vector<cv::Rect> lines = linesIn(page, scaled(kind.probe->box, scale));
        double best = 0;
        for (const cv::Rect &line : lines) {
            const QString read = lineText(page, line, modeOf(kind.probe->type), Look::Plain).first;
            if (kind.probe->type != ValueType::Text) {
                const FieldValue value = valueOf(kind.probe->type, read);
                best = std::max(best, value.proven ? 1 : value.text.isEmpty() ? 0 : 0.6);
                continue;
            }
            const auto size = static_cast<double>(kind.probe->text.size());
            const int most = static_cast<int>(size) - 1;
            const std::vector<Found> found = findWord(read, kind.probe->text, most);
            best = std::max(best, found.empty() ? 0 : 1 - found.front().slips / size);
        }
        return best;
    }

    std::pair<QString, double> lineText(const ReadablePage &page, const cv::Rect &box, LineMode mode, Look look)
    {
        QString text;
        double least = 1;
        for (const ReadSymbol &symbol : m_engine.read(lineImage(page, box, 0, look), mode, m_deadline)) {
            text += plainCharacter(symbol.character);
            least = std::min<double>(least, symbol.confidence);
        }
        return {text, text.isEmpty() ? 0 : least};
    }

    Result<PaperReading> readByBoxes(const cv::Mat &bgr, cv::Size2f mm, const PaperKind &kind)
    {
        double best = 0;
        std::optional<Upright> chosen;
        ReadablePage page;
        for (const int turn : turnsFor(&kind, bgr)) {
            const Upright upright = uprightOf(kind, bgr, mm, turn);
            ReadablePage readable = readablePage(upright.bgr, perMm(upright), kind.light);
            readable.guarded = true;
            const double score = probeScore(kind, readable, scaleFor(kind, upright.mm));
            if (!chosen || score > best) {
                best = score;
                chosen = upright;
                page = readable;
            }
            if (best >= 0.99) {
                break;
            }
        }
        PaperReading reading;
        if (kind.zone) {
            addZone(*chosen, reading);
        }
        if (best < 0.5 && reading.fields.empty()) {
            return PaperReading();
        }
        reading.kind = kind.id;
        reading.turn = chosen->turn;
        // The number first: when it is proven, the dates and letters that follow from it need no long look.
        bool proven = false;
        for (const bool numbers : {true, false}) {
            for (const PaperField &field : kind.fields) {
                const bool number = field.type == ValueType::Number;
                const bool known = std::any_of(reading.fields.begin(), reading.fields.end(),
                                               [&](const ReadField &one) { return one.id == field.id; });
                if (known || number != numbers ||
                    (proven && field.type == ValueType::Date && field.id == u"birth_date")) {
                    continue;
                }
                if (const auto found = boxField(field, page, scaleFor(kind, chosen->mm))) {
                    reading.fields.push_back(*found);
                    proven = proven || (number && found->certain);
                }
            }
        }
        crossCheck(reading, kind);
        if (m_options.wholePage) {
            reading.text = whole(readPage(page, m_engine, m_deadline));
        }
        return reading;
    }

    std::optional<ReadField> boxField(const PaperField &field, const ReadablePage &page, double scale)
    {
        for (const FieldPlace &place : field.places) {
            if (!place.box) {
                continue;
            }
            const cv::Rect2f box = scaled(*place.box, scale);
            std::vector<cv::Rect> lines = linesIn(page, box);
            if (!place.below && lines.size() > 1) {
                lines = {nearest(lines, page.toPixels(box))};
            }
            std::vector<Candidate> looks;
            for (const Look look : {Look::Plain, Look::Sharp}) {
                looks.push_back(lookAt(field, page, lines, look));
                const Candidate &first = looks.front();
                if (looks.size() == 1 && first.value.proven && first.confidence > 0.6) {
                    break;  // its form says that it is right
                }
            }
            if (auto found = settled(field.id, field.type, looks, page)) {
                return found;
            }
        }
        return std::nullopt;
    }

    // Of several lines the one in the middle of its box; specks do not count.
    static cv::Rect nearest(const std::vector<cv::Rect> &lines, const cv::Rect &box)
    {
        int tallest = 0;
        for (const cv::Rect &line : lines) {
            tallest = std::max(tallest, line.height);
        }
        const auto off = [&](const cv::Rect &line) {
            return std::abs(line.y + line.height / 2 - box.y - box.height / 2) + (2 * line.height < tallest ? 1000 : 0);
        };
        return *std::min_element(lines.begin(), lines.end(),
                                 [&](const cv::Rect &a, const cv::Rect &b) { return off(a) < off(b); });
    }

    Candidate lookAt(const PaperField &field, const ReadablePage &page, const std::vector<cv::Rect> &lines, Look look)
    {
        QString text;
        Candidate one;
        one.confidence = 1;
        for (const cv::Rect &line : lines) {
            const bool letter =
                look == Look::Plain && line.width < 1.5 * line.height && modeOf(field.type) == LineMode::Chinese;
            const auto [read, least] = lineText(page, line, letter ? LineMode::OneLetter : modeOf(field.type), look);
            text += read;
            one.confidence = std::min(one.confidence, least);
            one.box = one.box.area() == 0 ? line : (one.box | line);
        }
        one.value = valueIn(field, text);
        return one;
    }

    FieldValue valueIn(const PaperField &field, const QString &read) const
    {
        if (field.pattern.pattern().isEmpty()) {
            return valueOf(field.type, read, wordsOf(field));
        }
        QString plain;
        for (const QChar c : read) {
            plain += plainCharacter(c);
        }
        const auto match = field.pattern.match(plain);
        return match.hasMatch() ? valueOf(field.type, match.captured(match.lastCapturedIndex()), wordsOf(field))
                                : FieldValue();
    }

    const WordList *wordsOf(const PaperField &field) const
    {
        const auto list = m_papers.words.find(field.words);
        return list == m_papers.words.end() ? nullptr : &list->second;
    }

    void addZone(const Upright &page, PaperReading &reading) const
    {
        const QDate today = m_options.today.isValid() ? m_options.today : QDate::currentDate();
        const double scale = zoneDpi / (perMm(page) * 25.4);
        cv::Mat fine = page.bgr;
        if (scale > 1) {
            cv::resize(page.bgr, fine, {}, scale, scale, cv::INTER_CUBIC);
        }
        const auto permit = readPermit(fine, today, std::min(m_deadline, Clock::now() + std::chrono::seconds(4)));
        if (!permit) {
            return;
        }
        const auto put = [&](const QString &id, const QString &text) {
            reading.fields.push_back({id, text, 1, true, -1, {}});
        };
        put(u"cert_no"_s, permit->number.reveal());
        if (permit->validUntil) {
            put(u"cert_valid_to"_s, permit->validUntil->toString(Qt::ISODate));
        }
        if (permit->birthDate) {
            put(u"birth_date"_s, permit->birthDate->toString(Qt::ISODate));
        }
        put(u"sex"_s, QString::number(permit->sex));
    }

    // The number says when somebody was born and of which sex: what is printed beside it must say the same.
    static void crossCheck(PaperReading &reading, const PaperKind &kind)
    {
        const auto at = std::find_if(reading.fields.begin(), reading.fields.end(), [](const ReadField &field) {
            return field.id == u"cert_no" || field.id == u"ss_no";
        });
        if (at == reading.fields.end()) {
            return;
        }
        const ReadField number = *at;
        const NumberCheck check = checkNumber(number.text);
        if (!check.valid() || !check.birthDate || !check.sex) {
            return;
        }
        const bool sure = number.certain;
        const double confidence = number.confidence;
        const auto meet = [&](const QString &id, const QString &told) {
            const bool derive = std::any_of(kind.fields.begin(), kind.fields.end(),
                                            [&](const PaperField &field) { return field.id == id; });
            for (ReadField &field : reading.fields) {
                if (field.id != id) {
                    continue;
                }
                if (field.text == told) {
                    field.certain = field.certain || sure;
                    field.confidence = std::max(field.confidence, confidence);
                } else if (sure) {  // the check digit covers the number; nothing covers the print beside it
                    field.text = told;
                    field.certain = false;
                } else {
                    field.certain = false;
                }
                return;
            }
            if (derive && sure) {
                reading.fields.push_back({id, told, confidence, true, -1, number.box});
            }
        };
        meet(u"sex"_s, QString::number(*check.sex));
        meet(u"birth_date"_s, check.birthDate->toString(Qt::ISODate));
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
            for (const ReadSymbol &symbol :
                 m_engine.read(lineImage(page, box, segment.slope, Look::Plain), LineMode::Chinese, m_deadline)) {
                sum += static_cast<double>(symbol.confidence);
                ++count;
            }
            sure += count > 1 ? sum / count : 0;
        }
        return widest.empty() ? 0 : sure / static_cast<double>(widest.size());
    }

    Result<PaperReading> readByText(const cv::Mat &bgr, cv::Size2f mm, const PaperKind *kind)
    {
        struct Side
        {
            Upright upright;
            ReadablePage page;
            double score = 0;
        };
        std::vector<Side> sides;
        for (const int turn : turnsFor(kind, bgr)) {
            Side side{turnedBy(bgr, mm, turn), {}, 0};
            Upright &upright = side.upright;
            if (upright.mm.width <= 0) {  // letters of 8 pixels a millimetre are a guess for want of anything better
                upright.mm = kind != nullptr ? sizeFor(*kind, upright.bgr)
                                             : cv::Size2f(static_cast<float>(upright.bgr.cols) / 8, 0);
                upright.mm.height =
                    upright.mm.width * static_cast<float>(upright.bgr.rows) / static_cast<float>(upright.bgr.cols);
            }
            side.page = readablePage(upright.bgr, perMm(upright), kind != nullptr && kind->light);
            side.score = legibility(side.page, findSegments(side.page));
            sides.push_back(std::move(side));
            if (sides.back().score > 0.93) {
                break;
            }
        }
        std::stable_sort(sides.begin(), sides.end(), [](const Side &a, const Side &b) { return a.score > b.score; });
        for (const Side &side : sides) {
            Result<PaperReading> reading = readSide(side.upright, side.page, kind);
            // Upside down some words are legible too.
            if (!reading || !reading->kind.isEmpty() || &side == &sides.back()) {
                return reading;
            }
        }
        return PaperReading();
    }

    Result<PaperReading> readSide(const Upright &chosen, const ReadablePage &page, const PaperKind *kind)
    {
        m_mm = chosen.mm;
        PageText plain = readPage(page, m_engine, m_deadline, kind != nullptr && kind->faint);
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
                plain = readPage(page, m_engine, m_deadline, true);
            }
        } else if (anchorsOn(plain, *kind) == 0) {
            return PaperReading();
        }
        PaperReading reading;
        reading.turn = chosen.turn;
        reading.text = m_options.wholePage ? whole(plain) : QString();
        if (kind != nullptr) {
            reading.kind = kind->id;
            textFields(*kind, page, plain, reading);
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

    const PaperKind *kindOf(const PageText &text, cv::Size2f mm) const
    {
        const PaperKind *best = nullptr;
        double most = 2;
        for (const PaperKind &kind : m_papers.kinds) {
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

    // The runs that the spans touch, read again with another look.
    PageText secondLook(const ReadablePage &page, const PageText &plain, const std::vector<bool> &wanted)
    {
        PageText again;
        again.segments = plain.segments;
        for (std::size_t i = 0; i < plain.symbols.size();) {
            const int segment = plain.symbols[i].segment;
            std::size_t end = i;
            while (end < plain.symbols.size() && plain.symbols[end].segment == segment) {
                ++end;
            }
            if (wanted[static_cast<std::size_t>(segment)]) {
                for (const TextSymbol &symbol :
                     readSegment(page, plain, static_cast<std::size_t>(segment), Look::Sharp, m_engine, m_deadline)) {
                    again.symbols.push_back(symbol);
                    again.text += plainCharacter(symbol.character);
                }
            } else {
                for (std::size_t k = i; k < end; ++k) {
                    again.symbols.push_back(plain.symbols[k]);
                    again.text += plain.text[static_cast<qsizetype>(k)];
                }
            }
            i = end;
        }
        return again;
    }

    struct Try
    {
        Candidate candidate;
        Span span;
        std::size_t place = 0;
    };

    // Runs beside each other are one text, but not one date or number.
    static bool apart(const PaperField &field)
    {
        return field.type == ValueType::Date || field.type == ValueType::Number || field.type == ValueType::Credit ||
               field.type == ValueType::Digits || field.type == ValueType::Code || !field.pattern.pattern().isEmpty();
    }

    // Where it should stand, whatever was read there.
    static Span likelySpan(const PaperField &field, const PageText &text)
    {
        for (const FieldPlace &place : field.places) {
            const std::vector<Span> spans = place.box ? std::vector<Span>() : spansOf(text, place, field.last);
            if (!spans.empty()) {
                return spans.front();
            }
        }
        return {};
    }

    std::optional<Try> tried(const PaperField &field, const PageText &text) const
    {
        std::optional<Try> doubtful;
        for (std::size_t at = 0; at < field.places.size(); ++at) {
            if (field.places[at].box) {
                continue;
            }
            for (const Span &span : spansOf(text, field.places[at], field.last)) {
                const FieldValue value = valueIn(field, textOf(text, span, apart(field)));
                if (value.text.isEmpty()) {
                    continue;
                }
                Try one{{value, confidenceOf(text, span), boxOf(text, span)}, span, at};
                if (value.allowed) {
                    return one;
                }
                if (!doubtful) {
                    doubtful = one;
                }
            }
        }
        return doubtful;
    }

    void textFields(const PaperKind &kind, const ReadablePage &page, const PageText &plain, PaperReading &reading)
    {
        std::vector<bool> wanted(plain.segments.size(), false);
        const auto want = [&](const Span &span) {
            for (const std::size_t i : span.symbols) {
                wanted[static_cast<std::size_t>(plain.symbols[i].segment)] = true;
            }
        };
        std::vector<std::optional<Try>> first;
        for (const PaperField &field : kind.fields) {
            first.push_back(tried(field, plain));
            if (first.back()) {
                want(first.back()->span);
            }
        }
        std::vector<std::vector<TableCell>> columns;
        for (const PaperColumn &column : kind.columns) {
            columns.push_back(cellsBeneath(plain, column.title));
            for (const TableCell &cell : columns.back()) {
                want(cell.span);
            }
        }
        const PageText again = secondLook(page, plain, wanted);
        for (std::size_t i = 0; i < kind.fields.size(); ++i) {
            const PaperField &field = kind.fields[i];
            std::vector<Candidate> looks;
            if (first[i]) {
                looks.push_back(first[i]->candidate);
            }
            if (const auto second = tried(field, again)) {
                looks.push_back(second->candidate);
            }
            if (modeOf(field.type) != LineMode::Chinese && field.pattern.pattern().isEmpty()) {
                looks.push_back(
                    figuresAgain(field.type, page, plain, first[i] ? first[i]->span : likelySpan(field, plain)));
            }
            if (const auto found = settled(field.id, field.type, looks, page)) {
                reading.fields.push_back(*found);
            } else if (const auto boxed = boxField(field, page, scaleFor(kind, m_mm))) {
                reading.fields.push_back(*boxed);
            }
        }
        tableFields(kind, columns, page, plain, again, reading);
    }

    // Figures and capitals by the model that knows nothing else.
    Candidate figuresAgain(ValueType type, const ReadablePage &page, const PageText &text, const Span &span)
    {
        Span figures;
        for (const std::size_t i : span.symbols) {
            const QChar c = text.symbols[i].character;
            const bool latin = c.unicode() < 0x80 && c.isLetterOrNumber();
            if (latin) {
                figures.symbols.push_back(i);
            } else if (figures.symbols.size() > 4) {
                break;
            }
        }
        Candidate one;
        one.box = boxOf(text, figures);
        if (one.box.area() == 0) {
            return one;
        }
        const auto [read, least] = lineText(page, one.box, modeOf(type), Look::Bold);
        one.value = valueOf(type, read);
        one.confidence = least;
        return one;
    }

    void tableFields(const PaperKind &kind, const std::vector<std::vector<TableCell>> &columns,
                     const ReadablePage &page, const PageText &plain, const PageText &again, PaperReading &reading)
    {
        // Rows are the lines in which the first column that knows its values by form has one.
        std::vector<int> lines;
        for (const std::vector<TableCell> &column : columns) {
            for (const TableCell &cell : column) {
                lines.push_back(cell.line);
            }
        }
        std::sort(lines.begin(), lines.end());
        lines.erase(std::unique(lines.begin(), lines.end(), [](int a, int b) { return a == b; }), lines.end());
        std::erase_if(lines, [&](int line) {
            for (std::size_t c = 0; c < columns.size(); ++c) {
                const ValueType type = kind.columns[c].type;
                if (type == ValueType::Text || type == ValueType::Name) {
                    continue;
                }
                for (const TableCell &cell : columns[c]) {
                    if (cell.line == line && !valueOf(type, textOf(plain, cell.span)).text.isEmpty()) {
                        return false;
                    }
                }
            }
            return true;
        });
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const PaperColumn &column = kind.columns[c];
            for (const TableCell &cell : columns[c]) {
                const auto line = std::find(lines.begin(), lines.end(), cell.line);
                if (line == lines.end()) {
                    continue;
                }
                std::vector<Candidate> looks;
                looks.push_back({valueOf(column.type, textOf(plain, cell.span)), confidenceOf(plain, cell.span),
                                 boxOf(plain, cell.span)});
                for (const TableCell &other : sameCell(again, plain, cell)) {
                    looks.push_back({valueOf(column.type, textOf(again, other.span)), confidenceOf(again, other.span),
                                     boxOf(again, other.span)});
                }
                if (modeOf(column.type) != LineMode::Chinese) {
                    looks.push_back(figuresAgain(column.type, page, plain, cell.span));
                }
                if (auto found = settled(column.id, column.type, looks, page)) {
                    found->row = static_cast<int>(line - lines.begin());
                    reading.fields.push_back(*found);
                }
            }
        }
    }

    static std::vector<TableCell> sameCell(const PageText &again, const PageText &plain, const TableCell &cell)
    {
        TableCell other{cell.line, {}};
        for (std::size_t i = 0; i < again.symbols.size(); ++i) {
            const bool same = std::any_of(cell.span.symbols.begin(), cell.span.symbols.end(), [&](std::size_t k) {
                return plain.symbols[k].segment == again.symbols[i].segment;
            });
            if (same) {
                other.span.symbols.push_back(i);
            }
        }
        return {other};
    }

    const PaperLibrary &m_papers;
    TextRecogniser &m_engine;
    const ReadOptions &m_options;
    Clock::time_point m_deadline;
    cv::Size2f m_mm;
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
