// SPDX-License-Identifier: GPL-3.0-or-later
// Camera pictures of any library as a Frame.
#pragma once

#include "drivers/core/values.h"

#include <cstddef>
#include <cstring>

namespace hall::device {

// Copies `height` rows of `width` 24-bit BGR pixels; row y begins at `firstRow + y * stride` (bytes, at least
// 3 * width). Number and time are the caller's. Pure, any thread.
[[nodiscard]] inline Frame packedFrame(const unsigned char *firstRow, int width, int height, std::ptrdiff_t stride)
{
    const auto rowBytes = static_cast<std::size_t>(width) * 3;
    auto bytes = std::make_shared<Bytes>(rowBytes * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        std::memcpy(bytes->data() + rowBytes * static_cast<std::size_t>(y), firstRow + y * stride, rowBytes);
    }
    Frame frame;
    frame.width = width;
    frame.height = height;
    frame.bgr = std::move(bytes);
    return frame;
}

}  // namespace hall::device
