// SPDX-License-Identifier: GPL-3.0-or-later
// A camera as nothing but a stream of pictures: what QCameraDevice drives. Qt Multimedia is one (qtframestream.h), a
// recording another (replayframes.h).
#pragma once

#include <QtCore/QSize>
#include <QtCore/QString>
#include <QtGui/QImage>

#include <functional>

namespace hall::device {

// Every function is called on the device's thread, which runs an event loop, and the events are told there.
class FrameStream
{
public:
    using Picture = std::function<QImage()>;  // the frame that has come, read only when wanted; null: it cannot be read
    struct Events
    {
        std::function<void()> listChanged;  // cameras came or went
        std::function<void(const Picture &picture)> frame;
        std::function<void()> broken;  // the camera says so itself
    };

    FrameStream() = default;
    FrameStream(const FrameStream &) = delete;
    FrameStream &operator=(const FrameStream &) = delete;
    virtual ~FrameStream() = default;

    virtual void begin(Events events) = 0;  // before anything else
    virtual void end() = 0;                 // closes; nothing is told afterwards
    // Of the first camera whose description begins so. In this size, or one that is nearest to it; the
    // largest when empty. False: there is none. It does not stream yet.
    virtual bool open(const QString &description, const QSize &size) = 0;
    virtual void close() = 0;
    [[nodiscard]] virtual bool isOpen() const = 0;
    [[nodiscard]] virtual bool isListed() const = 0;  // the open camera is still the one that was opened
    [[nodiscard]] virtual QString name() const = 0;   // description of the open camera; empty: none is open
    virtual void setActive(bool on) = 0;              // does nothing unless open
    [[nodiscard]] virtual bool isActive() const = 0;
};

}  // namespace hall::device
