// SPDX-License-Identifier: GPL-3.0-or-later
// A camera that is only a recording (drivers/transport/recording.h): the pictures of a scene come with the sizes and
// the pauses they came with, again and again. They are drawn from the few grey values that were kept, with the noise of
// a sensor; those that were the same to the last bit are so again.
#pragma once

#include "drivers/camera/framestream.h"
#include "drivers/transport/recording.h"

#include <memory>

namespace hall::device {

// Shared between the test, which may do this from any thread, and the stream.
class ReplayCamera
{
public:
    explicit ReplayCamera(Recording recording);
    ~ReplayCamera();

    bool enter(std::string_view scene);
    Done setFault(const std::string &fault);  // "unplug", "stall" (no pictures). BadArgument for any other
    void heal();

    class World;

private:
    friend std::unique_ptr<FrameStream> replayFrames(const ReplayCamera &camera);
    const std::shared_ptr<World> m_world;
};

[[nodiscard]] std::unique_ptr<FrameStream> replayFrames(const ReplayCamera &camera);

// As a frame of that size looks. Pure, any thread.
[[nodiscard]] QImage drawn(const RecordedPicture &picture);

}  // namespace hall::device
