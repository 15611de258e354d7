// SPDX-License-Identifier: GPL-3.0-or-later
// What a small trained net makes of a reduced picture: which of it is paper, where its sides run, what is a hand or a
// thing. It proposes and gives evidence; the sides' colour steps decide where a page lies (pagefinder.h).
// resources/models/paper.onnx holds its weights, training/README.md says how they come about.
#pragma once

#include "app/domain/base/result.h"
#include "app/recognition/quad.h"

#include <memory>
#include <opencv2/core.hpp>
#include <vector>

namespace hall {

// 32-bit float, 0…1, 160 × 96 (a picture that is higher than wide: 96 × 160), spread over the whole picture.
struct PaperMaps
{
    cv::Mat paper;  // also where a hand covers it
    cv::Mat sides;
    cv::Mat things;

    [[nodiscard]] bool empty() const { return paper.empty(); }
};

class PaperNet
{
public:
    // FileInvalid: not a net, or not one with these inputs and outputs.
    [[nodiscard]] static Result<std::shared_ptr<PaperNet>> parse(const std::vector<unsigned char> &onnx);
    // The one that is part of the program, read at the first call; none when it cannot be read.
    [[nodiscard]] static std::shared_ptr<PaperNet> shipped();

    virtual ~PaperNet() = default;
    PaperNet(const PaperNet &) = delete;
    PaperNet &operator=(const PaperNet &) = delete;

    // `bgr`: 8-bit, 3 channels; `emptyPlate`: the same size and type, or empty. One call at a time, others wait; any
    // thread. Empty maps when the net fails.
    [[nodiscard]] virtual PaperMaps look(const cv::Mat &bgr, const cv::Mat &emptyPlate) = 0;

protected:
    PaperNet() = default;
};

// How well a quad agrees with the maps; `scale`: pixels of the quad's picture for one of the maps.
struct PaperEvidence
{
    double inside = 0;   // mean paper
    double outside = 0;  // mean paper just outside, of the two sides where it is most
    double within = 0;   // mean of the sides' map along the line across the quad where it is most

    double thing = 0;  // mean of the hands and things in it

    // 0…1: how clearly this is one paper and all of it.
    [[nodiscard]] double clear() const;
};
[[nodiscard]] PaperEvidence evidenceFor(const PaperMaps &maps, const Quad &quad, cv::Size2f scale);

// Quads around what is paper in the maps, in pixels of a picture `scale` times as large.
[[nodiscard]] std::vector<Quad> paperCandidates(const PaperMaps &maps, cv::Size2f scale, double smallest);

}  // namespace hall
