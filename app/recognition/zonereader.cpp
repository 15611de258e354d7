// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/zonereader.h"

#include "app/recognition/pagestraightener.h"
#include "app/recognition/reading/onethread.h"
#include "app/recognition/zonelines.h"

#include <algorithm>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>

namespace hall {

namespace {

constexpr const char *digits = "0123456789";
constexpr const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr const char *both = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

// What may stand where (Doc 9303 part 5, 4.2.2; the numbers' letters: GA/T 704.14). A filler may stand anywhere.
struct Field
{
    int line;
    int from;
    int to;
    const char *alphabet;
};
constexpr Field fields[] = {
    {0, 0, 5, letters},          // document code, issuing state
    {0, 5, 15, "HM0123456789"},  // number and its check digit
    {0, 15, 30, both},           // optional data
    {1, 0, 7, digits},           // date of birth
    {1, 7, 8, "MF12"},           // sex
    {1, 8, 15, digits},          // valid until
    {1, 15, 18, letters},        // nationality
    {1, 18, 29, both},           // optional data
    {1, 29, 30, digits},         // check digit of the whole
    {2, 0, 30, letters},         // names
};

using Lines = std::vector<ZoneLine>;
using Clock = std::chrono::steady_clock;

// The pictures that Tesseract is shown of one line: what one blurs another may keep apart.
cv::Mat rendered(const cv::Mat &gray, int way)
{
    cv::Mat out;
    switch (way) {
    case 0:  // as it is, the paper white
        gray.convertTo(out, CV_8U, 255.0 / std::max(1.0, cv::mean(gray)[0]));
        break;
    case 1:  // black and white
        cv::threshold(gray, out, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
        break;
    case 2:  // black and white by the surroundings, against uneven light
        cv::adaptiveThreshold(gray, out, 255, cv::ADAPTIVE_THRESH_GAUSSIAN_C, cv::THRESH_BINARY, 41, 12);
        break;
    case 3: {  // sharpened
        const cv::Mat paper = rendered(gray, 0);
        cv::Mat soft;
        cv::GaussianBlur(paper, soft, {0, 0}, 3);
        cv::addWeighted(paper, 2.2, soft, -1.2, 0, out);
        break;
    }
    default:  // sharpened, then black and white
        return rendered(rendered(gray, 3), 1);
    }
    return out;
}
constexpr int ways = 5;
constexpr int agreeing = 3;

class Recogniser
{
public:
    Recogniser(const std::string &tessdata, Clock::time_point deadline) : m_deadline(deadline)
    {
        m_ready = m_api.Init(tessdata.empty() ? nullptr : tessdata.c_str(), "eng", tesseract::OEM_LSTM_ONLY) == 0;
        if (m_ready) {
            // A zone is no language.
            m_api.SetVariable("load_system_dawg", "0");
            m_api.SetVariable("load_freq_dawg", "0");
            m_api.SetVariable("debug_file", "/dev/null");
        }
    }
    ~Recogniser()
    {
        m_api.ClearAdaptiveClassifier();
        m_api.End();
    }
    Recogniser(const Recogniser &) = delete;
    Recogniser &operator=(const Recogniser &) = delete;
    Recogniser(Recogniser &&) = delete;
    Recogniser &operator=(Recogniser &&) = delete;

    [[nodiscard]] bool ready() const { return m_ready; }
    [[nodiscard]] bool late() const { return Clock::now() >= m_deadline; }

    // As many characters as letters, or nothing.
    QString run(const std::vector<cv::Mat> &marks, const char *alphabet)
    {
        const auto size = static_cast<qsizetype>(marks.size());
        const QString word = recognised(marks, alphabet);
        if (word.size() == size) {
            return word;
        }
        QString single;
        for (std::size_t i = 0; size > 1 && i < marks.size(); ++i) {
            single += recognised({marks[i]}, alphabet);
        }
        return single.size() == size ? single : QString();
    }

private:
    // Letters that are set wide apart are taken for words of one letter each: they are shown closer together.
    static cv::Mat wordOf(const std::vector<cv::Mat> &marks)
    {
        constexpr int margin = 20;  // white around; Tesseract misses what touches the edge
        constexpr int gap = 9;
        int width = 2 * margin - gap;
        for (const cv::Mat &mark : marks) {
            width += mark.cols + gap;
        }
        cv::Mat word(zoneCellHeight + 2 * margin, width, CV_8U, cv::Scalar(255));
        int x = margin;
        for (const cv::Mat &mark : marks) {
            mark.copyTo(word(cv::Rect(x, margin, mark.cols, mark.rows)));
            x += mark.cols + gap;
        }
        return word;
    }

    QString recognised(const std::vector<cv::Mat> &marks, const char *alphabet)
    {
        if (late()) {
            return {};
        }
        recogniseInOneThread();
        const cv::Mat part = wordOf(marks);
        m_api.SetVariable("tessedit_char_whitelist", alphabet);
        m_api.SetPageSegMode(marks.size() == 1 ? tesseract::PSM_SINGLE_CHAR : tesseract::PSM_SINGLE_LINE);
        m_api.SetImage(part.data, part.cols, part.rows, 1, static_cast<int>(part.step));
        m_api.SetSourceResolution(300);
        tesseract::ETEXT_DESC monitor;
        monitor.set_deadline_msecs(
            static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(m_deadline - Clock::now()).count()));
        if (m_api.Recognize(&monitor) != 0) {
            return {};
        }
        const std::unique_ptr<char[]> text(m_api.GetUTF8Text());
        QString word;
        for (const QChar c : QString::fromUtf8(text.get())) {
            if (!c.isSpace()) {
                word.append(c);
            }
        }
        m_api.Clear();
        return word;
    }

    tesseract::TessBaseAPI m_api;
    Clock::time_point m_deadline;
    bool m_ready = false;
};

// The letters of the cells from `from` on, up to the next filler or `to`, each as high as its line; empty where a cell
// holds nothing.
std::vector<cv::Mat> runFrom(const ZoneLine &line, const cv::Mat &picture, int from, int to)
{
    constexpr int around = 3;  // pixels of the letter's soft edge
    std::vector<cv::Mat> marks;
    for (int i = from; i < to && !line.filler[static_cast<std::size_t>(i)]; ++i) {
        const cv::Rect &mark = line.mark[static_cast<std::size_t>(i)];
        if (mark.empty()) {
            return {};
        }
        const int left = std::max(0, mark.x - around);
        const int right = std::min(picture.cols, mark.br().x + around);
        marks.push_back(picture.colRange(left, right));
    }
    return marks;
}

// Ninety characters, or nothing where a run of letters does not come out at its length.
QString textOf(Recogniser &recogniser, const Lines &lines, int way)
{
    std::vector<cv::Mat> pictures;
    for (const ZoneLine &line : lines) {
        pictures.push_back(rendered(line.gray, way));
    }
    QString text;
    for (const Field &field : fields) {
        const auto number = static_cast<std::size_t>(field.line);
        for (int at = field.from; at < field.to;) {
            if (lines[number].filler[static_cast<std::size_t>(at)]) {
                text += u'<';
                ++at;
                continue;
            }
            const std::vector<cv::Mat> marks = runFrom(lines[number], pictures[number], at, field.to);
            const QString run = marks.empty() ? QString() : recogniser.run(marks, field.alphabet);
            if (run.isEmpty()) {
                return {};
            }
            text += run;
            at += static_cast<int>(run.size());
        }
    }
    return text;
}

// The text that three renderings agree on and whose check digits are right; a zone of another kind counts as well. What
// reads as two different zones is neither.
std::optional<Result<TravelPermit>> permitIn(Recogniser &recogniser, const Lines &lines, const QDate &today)
{
    QStringList before;
    for (int way = 0; way < ways && !recogniser.late(); ++way) {
        const QString text = textOf(recogniser, lines, way);
        Result<TravelPermit> permit = travelPermitFromZone(text, today);
        if (!permit && permit.error().code != FaultCode::CardUnknownKind) {
            continue;
        }
        if (!before.isEmpty() && before.constFirst() != text) {
            return std::nullopt;
        }
        before.append(text);
        if (before.size() == agreeing) {
            return permit;
        }
    }
    return std::nullopt;
}

}  // namespace

Result<TravelPermit> readPermit(const cv::Mat &card, const QDate &today, Clock::time_point deadline,
                                const std::string &tessdata)
{
    if (card.empty() || card.type() != CV_8UC3) {
        return fail(FaultCode::CardGarbled, "no picture");
    }
    Recogniser recogniser(tessdata, deadline);
    if (!recogniser.ready()) {
        return fail(FaultCode::FileUnreadable, "no Tesseract data for English");
    }
    const bool upright = card.cols >= card.rows;
    bool seen = false;
    for (const int quarters : upright ? std::array{0, 2} : std::array{1, 3}) {
        const Lines lines = findZoneLines(turned(card, quarters));
        if (lines.empty() || recogniser.late()) {
            continue;
        }
        seen = true;
        if (auto permit = permitIn(recogniser, lines, today)) {
            return std::move(*permit);
        }
    }
    return fail(FaultCode::CardGarbled, recogniser.late() ? "too late" : seen ? "not without doubt" : "no zone seen");
}

}  // namespace hall
