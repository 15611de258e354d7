// SPDX-License-Identifier: GPL-3.0-or-later
// Plays films before the simulated camera: folders of pictures and animated pictures by the camera itself, every other
// kind of file by what Qt Multimedia can decode.
#pragma once

#include "drivers/sim/simcamera.h"

#include <QString>
#include <QThread>

namespace hall {

// Of the thread that made it; the camera outlives it.
class CameraFilm
{
public:
    explicit CameraFilm(device::SimCamera &camera);
    ~CameraFilm();
    CameraFilm(const CameraFilm &) = delete;
    CameraFilm &operator=(const CameraFilm &) = delete;

    // Returns with the first picture: within firstPicture, DeviceTimeout otherwise. FileUnreadable: nothing there;
    // PageBadImage: no film.
    Done play(const QString &path);

private:
    class Projector;  // lives on m_thread

    device::SimCamera &m_camera;
    QThread m_thread;
    std::unique_ptr<Projector> m_projector;
};

}  // namespace hall
