// SPDX-License-Identifier: GPL-3.0-or-later
// The truth of frames as JSON. {"frames":[{"file","documents":[{"size_mm":[w,h],"quad":[[x,y]×4],…}],…}]}: what
// `hall-bench page-accuracy --photos` reads, and more beside it; README.md lists the keys.
#pragma once

#include "tests/support/scenes/sequence.h"

#include <QJsonObject>

namespace hall::scenes {

[[nodiscard]] QJsonObject toJson(const SceneDocument &document);
[[nodiscard]] QJsonObject toJson(const Calibration &calibration);
[[nodiscard]] QJsonObject toJson(const Scene &scene, const QString &file, const QString &reference);
[[nodiscard]] QJsonObject toJson(const FrameTruth &truth, const QString &file);

}  // namespace hall::scenes
