// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/textrecogniser.h"

#include "app/recognition/reading/onethread.h"

#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>

namespace hall {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char *digits = "0123456789";
constexpr const char *numbers = "0123456789X";
constexpr const char *codes = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr int mostWidth = 4000;
constexpr int mostHeight = 200;

class Tesseract final : public TextRecogniser
{
public:
    Tesseract() = default;
    ~Tesseract() override
    {
        m_chinese.End();
        m_latin.End();
    }
    Tesseract(const Tesseract &) = delete;
    Tesseract &operator=(const Tesseract &) = delete;
    Tesseract(Tesseract &&) = delete;
    Tesseract &operator=(Tesseract &&) = delete;

    bool load(const std::string &tessdata)
    {
        const char *folder = tessdata.empty() ? nullptr : tessdata.c_str();
        for (auto &[api, language] : {std::pair{&m_chinese, "chi_sim"}, std::pair{&m_latin, "eng"}}) {
            if (api->Init(folder, language, tesseract::OEM_LSTM_ONLY) != 0) {
                return false;
            }
            // Names and numbers are no dictionary's words.
            api->SetVariable("load_system_dawg", "0");
            api->SetVariable("load_freq_dawg", "0");
            api->SetVariable("debug_file", "/dev/null");
            api->SetVariable("tessedit_do_invert", "0");
        }
        return true;
    }

    ReadLine read(const cv::Mat &gray, LineMode mode, Clock::time_point deadline) override
    {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0 || gray.type() != CV_8UC1 || gray.empty() || gray.cols > mostWidth || gray.rows > mostHeight) {
            return {};
        }
        recogniseInOneThread();
        const bool chinese = mode == LineMode::Chinese || mode == LineMode::OneLetter;
        tesseract::TessBaseAPI &api = chinese ? m_chinese : m_latin;
        if (!chinese) {
            api.SetVariable("tessedit_char_whitelist", mode == LineMode::Digits   ? digits
                                                       : mode == LineMode::Number ? numbers
                                                       : mode == LineMode::Code   ? codes
                                                                                  : "");
        }
        api.SetPageSegMode(mode == LineMode::OneLetter ? tesseract::PSM_SINGLE_CHAR : tesseract::PSM_RAW_LINE);
        api.SetImage(gray.data, gray.cols, gray.rows, 1, static_cast<int>(gray.step));
        api.SetSourceResolution(300);
        tesseract::ETEXT_DESC monitor;
        monitor.set_deadline_msecs(static_cast<int>(std::min<long long>(left, 60'000)));
        ReadLine line;
        if (api.Recognize(&monitor) == 0) {
            const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
            collect(at.get(), line);
        }
        api.Clear();
        return line;
    }

private:
    static void collect(tesseract::ResultIterator *at, ReadLine &line)
    {
        if (at == nullptr) {
            return;
        }
        do {
            const std::unique_ptr<char[]> text(at->GetUTF8Text(tesseract::RIL_SYMBOL));
            if (text == nullptr) {
                continue;
            }
            int x1 = 0;
            int y1 = 0;
            int x2 = 0;
            int y2 = 0;
            at->BoundingBox(tesseract::RIL_SYMBOL, &x1, &y1, &x2, &y2);
            const float confidence = std::clamp(at->Confidence(tesseract::RIL_SYMBOL) / 100, 0.0F, 1.0F);
            for (const QChar c : QString::fromUtf8(text.get())) {
                if (!c.isSpace()) {
                    line.push_back({c, confidence, {x1, y1, x2 - x1, y2 - y1}});
                }
            }
        } while (at->Next(tesseract::RIL_SYMBOL));
    }

    tesseract::TessBaseAPI m_chinese;
    tesseract::TessBaseAPI m_latin;
};

}  // namespace

Result<std::unique_ptr<TextRecogniser>> makeTesseract(const std::string &tessdata)
{
    auto engine = std::make_unique<Tesseract>();
    if (!engine->load(tessdata)) {
        return fail(FaultCode::FileUnreadable, "no Tesseract data for Chinese and English");
    }
    return std::unique_ptr<TextRecogniser>(std::move(engine));
}

}  // namespace hall
