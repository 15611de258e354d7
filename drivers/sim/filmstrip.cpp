// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/filmstrip.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

#include <algorithm>

namespace hall::device {

namespace {

constexpr qint64 largestFile = 32LL * 1024 * 1024;
constexpr int largestSide = 12'000;             // pixels
constexpr std::chrono::milliseconds least(10);  // that a picture lasts

bool tooLarge(const QSize &size)
{
    return size.width() > largestSide || size.height() > largestSide;
}

}  // namespace

Result<QImage> pictureFile(const QString &path)
{
    const QFileInfo info(path);
    if (!info.isFile() || !info.isReadable()) {
        return fail(FaultCode::FileUnreadable, "no such picture");
    }
    QImageReader reader(path);
    reader.setAutoTransform(true);
    QImage picture = info.size() > largestFile || tooLarge(reader.size()) ? QImage() : reader.read();
    if (picture.isNull()) {
        return fail(FaultCode::PageBadImage, "not a picture");
    }
    return picture;
}

Result<std::shared_ptr<FilmStrip>> FilmStrip::open(const QString &path, int picturesPerSecond, int mostPictures)
{
    const auto film = std::make_shared<FilmStrip>();
    film->m_left = mostPictures;
    film->m_pause = std::chrono::milliseconds(1000 / picturesPerSecond);
    const QFileInfo info(path);
    if (info.isDir()) {
        QStringList kinds;
        for (const QByteArray &format : QImageReader::supportedImageFormats()) {
            kinds.append(QStringLiteral("*.") + QString::fromLatin1(format));
        }
        const QDir folder(path);
        for (const QString &name : folder.entryList(kinds, QDir::Files | QDir::Readable, QDir::Name)) {
            film->m_files.append(folder.filePath(name));
        }
        if (film->m_files.isEmpty()) {
            return fail(FaultCode::PageBadImage, "a folder without pictures");
        }
        return film;
    }
    if (!info.isFile() || !info.isReadable()) {
        return fail(FaultCode::FileUnreadable, "no such film");
    }
    film->m_moving = std::make_unique<QImageReader>(path);
    if (info.size() > largestFile || tooLarge(film->m_moving->size()) || !film->m_moving->canRead()) {
        return fail(FaultCode::PageBadImage, "not a film of pictures");
    }
    return film;
}

std::optional<FilmStrip::Picture> FilmStrip::next(std::chrono::milliseconds late)
{
    return m_moving ? nextMoving(late) : nextFile(late);
}

std::optional<FilmStrip::Picture> FilmStrip::nextFile(std::chrono::milliseconds late)
{
    const qsizetype end = std::min<qsizetype>(m_files.size(), m_left);
    m_place = std::max(m_place, std::min<qsizetype>(m_place + late / m_pause, end - 1));
    while (m_place < end) {
        if (auto picture = pictureFile(m_files[m_place++])) {
            return Picture{std::move(*picture), m_pause};
        }
    }
    return std::nullopt;
}

std::optional<FilmStrip::Picture> FilmStrip::nextMoving(std::chrono::milliseconds late)
{
    std::optional<Picture> picture;
    while (m_left > 0) {
        QImage image = m_moving->read();
        if (image.isNull()) {
            m_left = 0;
            break;
        }
        --m_left;
        picture = Picture{std::move(image), std::max(least, std::chrono::milliseconds(m_moving->nextImageDelay()))};
        if (!m_moving->supportsAnimation()) {
            m_left = 0;
        }
        if (late < picture->lasts) {
            break;
        }
        late -= picture->lasts;
    }
    return picture;
}

}  // namespace hall::device
