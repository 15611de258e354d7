// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/camerafilm.h"

#include "drivers/camera/videoimage.h"

#include <QFileInfo>
#include <QImageReader>
#include <QMediaPlayer>
#include <QUrl>
#include <QVideoFrame>
#include <QVideoSink>

#include <future>

namespace hall {

namespace {

constexpr std::chrono::seconds firstPicture(5);

}  // namespace

// The player and its sink; every function runs on the film's thread.
class CameraFilm::Projector final : public QObject
{
public:
    explicit Projector(device::SimCamera &camera) : m_camera(camera) {}

    void begin(const QString &path, std::shared_ptr<std::promise<Done>> told)
    {
        end();
        m_told = std::move(told);
        m_player = std::make_unique<QMediaPlayer>();
        m_sink = std::make_unique<QVideoSink>();
        m_player->setVideoSink(m_sink.get());
        connect(m_sink.get(), &QVideoSink::videoFrameChanged, this, [this](const QVideoFrame &frame) { take(frame); });
        connect(m_player.get(), &QMediaPlayer::errorOccurred, this,
                [this] { tell(fail(FaultCode::PageBadImage, "not a film")); });
        connect(m_player.get(), &QMediaPlayer::mediaStatusChanged, this, [this](QMediaPlayer::MediaStatus status) {
            if (status == QMediaPlayer::InvalidMedia) {
                tell(fail(FaultCode::PageBadImage, "not a film"));
            } else if (status == QMediaPlayer::EndOfMedia) {
                tell(fail(FaultCode::PageBadImage, "a film without pictures"));
                over();
            }
        });
        m_player->setSource(QUrl::fromLocalFile(path));
        m_player->play();
    }

    void end()
    {
        over();
        if (m_player) {
            m_player->stop();
        }
        m_player.reset();
        m_sink.reset();
    }

private:
    void take(const QVideoFrame &frame)
    {
        const QImage picture = device::imageOf(frame);
        if (picture.isNull()) {
            return;
        }
        m_film = m_film ? m_film : m_camera.beginFilm();
        if (!m_camera.showFilm(*m_film, picture)) {
            m_player->pause();  // something else lies there now
        }
        tell({});
    }
    void over()
    {
        if (m_film) {
            m_camera.endFilm(*m_film);
        }
        m_film.reset();
    }
    void tell(const Done &done)
    {
        if (m_told) {
            m_told->set_value(done);
        }
        m_told.reset();
    }

    device::SimCamera &m_camera;
    std::unique_ptr<QMediaPlayer> m_player;
    std::unique_ptr<QVideoSink> m_sink;
    std::optional<std::uint64_t> m_film;
    std::shared_ptr<std::promise<Done>> m_told;
};

CameraFilm::CameraFilm(device::SimCamera &camera) : m_camera(camera)
{
}

CameraFilm::~CameraFilm()
{
    if (m_projector) {
        QMetaObject::invokeMethod(
            m_projector.get(), [this] { m_projector->end(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
}

Done CameraFilm::play(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir() || !info.exists() || QImageReader(path).canRead()) {
        return m_camera.play(path);
    }
    if (!m_projector) {
        m_projector = std::make_unique<Projector>(m_camera);
        m_projector->moveToThread(&m_thread);
        m_thread.start();
    }
    const auto told = std::make_shared<std::promise<Done>>();
    auto answer = told->get_future();
    QMetaObject::invokeMethod(m_projector.get(), [this, path, told] { m_projector->begin(path, told); });
    if (answer.wait_for(firstPicture) != std::future_status::ready) {
        return fail(FaultCode::DeviceTimeout, "no picture of the film came");
    }
    return answer.get();
}

}  // namespace hall
