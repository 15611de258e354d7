// SPDX-License-Identifier: GPL-3.0-or-later
// A film for the simulated camera, one picture after the other: a folder of picture files, or an animated picture.
#pragma once

#include "app/domain/base/result.h"

#include <QtCore/QStringList>
#include <QtGui/QImage>
#include <QtGui/QImageReader>

#include <chrono>
#include <memory>
#include <optional>

namespace hall::device {

// A picture file that is no larger than a camera could be taken for. FileUnreadable, PageBadImage.
[[nodiscard]] Result<QImage> pictureFile(const QString &path);

// One thread at a time.
class FilmStrip
{
public:
    // A folder without pictures and a file that is no picture: PageBadImage; nothing there: FileUnreadable. A picture
    // that does not move is a film of one.
    static Result<std::shared_ptr<FilmStrip>> open(const QString &path, int picturesPerSecond, int mostPictures);

    struct Picture
    {
        QImage image;
        std::chrono::milliseconds lasts{0};
    };
    // Leaves out those whose time, `late`, has passed, but never the last. Nothing at the end; pictures that cannot be
    // read are left out.
    [[nodiscard]] std::optional<Picture> next(std::chrono::milliseconds late = {});

private:
    std::optional<Picture> nextFile(std::chrono::milliseconds late);
    std::optional<Picture> nextMoving(std::chrono::milliseconds late);

    QStringList m_files;
    qsizetype m_place = 0;
    std::unique_ptr<QImageReader> m_moving;
    std::chrono::milliseconds m_pause{0};
    int m_left = 0;
};

}  // namespace hall::device
