// SPDX-License-Identifier: GPL-3.0-or-later
// A camera of Qt Multimedia, in its largest format that streams.
#pragma once

#include "drivers/camera/framestream.h"

#include <memory>

namespace hall::device {

[[nodiscard]] std::unique_ptr<FrameStream> qtFrameStream();

}  // namespace hall::device
