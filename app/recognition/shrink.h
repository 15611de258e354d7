// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace hall {

// The picture at a smaller size, each pixel about the mean of those that it stands for: halved as often as the size
// allows, which costs a fraction of taking means over areas at once, and interpolated for the rest. An equal or a
// larger size is interpolated. Any thread.
[[nodiscard]] cv::Mat shrunk(const cv::Mat &picture, cv::Size size);

// Who looks at a picture several times halves it once: while this lives, shrunk() of that picture on this thread keeps
// the halves. The picture must not be written to meanwhile. Of several that live, the youngest counts.
class KeptHalves
{
public:
    explicit KeptHalves(const cv::Mat &picture);
    ~KeptHalves();
    KeptHalves(const KeptHalves &) = delete;
    KeptHalves &operator=(const KeptHalves &) = delete;

private:
    friend cv::Mat shrunk(const cv::Mat &picture, cv::Size size);

    cv::Mat m_picture;
    std::vector<cv::Mat> m_halves;
    KeptHalves *m_before;
};

}  // namespace hall
