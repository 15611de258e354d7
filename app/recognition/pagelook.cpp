// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagelook.h"

#include "app/recognition/pagecover.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double clearlyMore = 1.02;
constexpr double asMuch = 0.93;
constexpr double brighter = 2.5;
constexpr double brokenWorth = 0.5;  // beside a page that is all there: some of it is seen, and its area is guessed
constexpr double mostSkin = 0.35;    // of the picture

}  // namespace

double Look::worth() const
{
    double sum = 0;
    for (const Ranked &one : best) {
        sum += (one.broken ? brokenWorth : 1) * one.score * quadArea(one.quad);
    }
    return sum;
}

bool Look::serves(const Look &plain) const
{
    return worth() > clearlyMore * plain.worth() ||
           (best.size() < plain.best.size() && worth() > asMuch * plain.worth());
}

void Look::ask(PaperNet &net, const cv::Mat &empty)
{
    witness.maps = net.look(work, empty);
    witness.mapScale = {static_cast<float>(work.cols) / static_cast<float>(std::max(1, witness.maps.paper.cols)),
                        static_cast<float>(work.rows) / static_cast<float>(std::max(1, witness.maps.paper.rows))};
}

const cv::Mat &Look::skinSeen(const cv::Mat &empty)
{
    if (skin.empty()) {
        cv::Mat paper;
        cv::resize(witness.maps.paper, paper, work.size(), 0, 0, cv::INTER_LINEAR);
        skin = skinIn(work, paper > 0.5, empty);
    }
    return skin;
}

const cv::Mat &Look::plainSkin(const cv::Mat &empty)
{
    if (inPlainLight.empty()) {
        inPlainLight = skinIn(work, cv::Mat::zeros(work.size(), CV_8U), empty);
        if (cv::countNonZero(inPlainLight) > mostSkin * static_cast<double>(inPlainLight.total())) {
            inPlainLight.setTo(0);
        }
    }
    return inPlainLight;
}

namespace {

// No lamp makes a dark plate white: what is dark on it lies, or is printed, on a sheet that hides the plate.
bool isOnSheet(const cv::Mat &empty, const Quad &quad, double beyond)
{
    cv::Mat lab;
    cv::cvtColor(empty, lab, cv::COLOR_BGR2Lab);
    const double before = lightBeyond(lab, quad);
    return before > 0 && beyond > brighter * before;
}

}  // namespace

bool isThing(const cv::Mat &empty, PaperNet *net, const Ranked &one, Look &look)
{
    const Contents contents = contentsOf(look.lab, one.quad);
    const ThingDoubt doubt(one.quad, one.steps, contents, look.lab.size());
    if (doubt.isOnLight() && !empty.empty() && isOnSheet(empty, one.quad, contents.beyond)) {
        return true;
    }
    if (net && doubt.any() && look.witness.maps.empty()) {
        look.ask(*net, empty);
    }
    const PaperMaps &maps = look.witness.maps;
    if (maps.empty() || doubt.isCertain()) {
        const bool is = doubt.isCertain() || doubt.isRimmed();
        look.things.insert(look.things.end(), is ? 1 : 0, one.quad);
        return is;
    }
    const PaperEvidence said = evidenceFor(maps, one.quad, look.witness.mapScale);
    const bool isThing = doubt.isLeather(said) || (doubt.isRimmed() && doubt.confirmedBy(said, !empty.empty()));
    look.things.insert(look.things.end(), isThing ? 1 : 0, one.quad);
    if (doubt.isPlain(said) && isOfArm(look.plainSkin(empty), one.quad)) {
        return true;
    }
    return isOfHand(look.skinSeen(empty), one.quad, said) || (doubt.any() && doubt.confirmedBy(said, !empty.empty()));
}

void leaveOutThings(const cv::Mat &empty, PaperNet *net, Look &look)
{
    std::erase_if(look.best, [&](const Ranked &one) { return isThing(empty, net, one, look); });
}

}  // namespace hall
