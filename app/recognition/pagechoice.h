// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses among the proposals for one picture: by the sides' colour steps, by what lies within what, and by what the
// net holds for paper. Lengths in working pixels. Part of the page finder (pagefinder.h). Pure, any thread.
#pragma once

#include "app/recognition/pagecandidates.h"
#include "app/recognition/pagedoubt.h"
#include "app/recognition/papernet.h"
#include "app/recognition/sidescore.h"

#include <optional>
#include <vector>

namespace hall {

constexpr double smallestShare = 0.012;  // of the picture: an identity card covers about 5 % of an A4 plate

struct Ranked
{
    Quad quad;
    double score = 0;
    QuadScore steps{};
    bool folded = false;  // of two halves that the net holds for one sheet
    bool boxed = false;   // by all places along its sides together (faintbox.h)
    bool broken = false;  // goes on beyond the picture, or under a hand
};

// What speaks for a quad.
struct Witness
{
    ScoreSource colours;
    PaperMaps maps;
    cv::Size2f mapScale;  // working pixels for one of the maps
    LeastPage least;
    bool pale = false;  // a closer look at a light table, where white paper hardly steps

    // By the colour steps.
    [[nodiscard]] Ranked weighed(const Quad &quad, int samples, bool bowed) const;
    // The same for a place that the net holds for paper: that makes up for weak steps.
    [[nodiscard]] Ranked trusted(Ranked one) const;
};

// What is asked for more than once of a picture. `source` must outlive it.
class Proposals
{
public:
    explicit Proposals(const CandidateSource &source) : m_source(source) {}
    [[nodiscard]] const std::vector<Quad> &outlines();
    [[nodiscard]] const std::vector<Quad> &linePairs();

private:
    const CandidateSource &m_source;
    std::optional<std::vector<Quad>> m_outlines;
    std::optional<std::vector<Quad>> m_linePairs;
};

// A quad steps as well when it lies a little beside the edges: of two near each other the one on them is right.
[[nodiscard]] double fitOf(const Ranked &one);

// Moves each onto the edges near by, where that is better. `allowance`: how much worse its steps may be then, for
// places that are only roughly known. `work`: the picture, 8-bit BGR.
void refine(const cv::Mat &work, const Witness &witness, float reach, double allowance, std::vector<Ranked> &pool);

// Whether `outer` is the sheet that `inner` is printed on, or part of: all of its sides can be seen, weak as they may
// be, and the net holds what lies around the inner one for paper, but less of what lies around the outer one.
// `saidInner`: of the inner one.
[[nodiscard]] bool liesAround(const Witness &witness, const Ranked &outer, const Ranked &inner,
                              const PaperEvidence &saidInner);

// Two pages as large as each other that lie side by side along their whole sides with hardly a gap are an open
// booklet's, unless both are cards; and of any two that do so the net may hold the whole for one sheet without a seam.
void joinHalves(const Witness &witness, std::vector<Ranked> &best);

struct Choice
{
    std::vector<Ranked> pages;
    bool mayGoOn = false;  // only the net, which was not asked yet, can tell whether one is a part of a larger sheet
};

// What lies there, by all that was prepared. `quick`: nothing faint is looked for beside what is clear.
[[nodiscard]] Choice pagesIn(const cv::Mat &work, const CandidateSource &candidates, Proposals &proposals,
                             const Witness &witness, bool quick, double leastScore);

}  // namespace hall
