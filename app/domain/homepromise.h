// SPDX-License-Identifier: GPL-3.0-or-later
// Futures that are answered on one thread and asked for on another. In Qt 6.4.2 a continuation that is attached with
// QFuture::then() in the moment in which another thread finishes the future runs twice, the second time with what it
// has moved away: the program crashes. Here the main thread's futures are finished by the main thread's event loop,
// so that nothing can come between. The result itself is there at once, for whoever blocks in QFuture::result().
#pragma once

#include <QCoreApplication>
#include <QFuture>
#include <QPromise>
#include <QThread>
#include <QThreadPool>

#include <exception>
#include <memory>
#include <utility>

namespace hall {

// Made by whoever asks, on the asking thread; copies share one promise. On any thread but the main one the future is
// finished where it is answered: nothing is attached to it there, it is only waited for. The main thread does not block
// in QFuture::waitForFinished() without its event loop, nor in result() of a future that then() returned.
template <typename T> class HomePromise
{
public:
    HomePromise() { m_promise->start(); }

    [[nodiscard]] QFuture<T> future() const { return m_promise->future(); }

    // Once, on any thread.
    void answer(T value) const
    {
        m_promise->addResult(std::move(value));
        end();
    }

    // Instead of answer(): no continuation is run, and nobody waits any longer.
    void giveUp() const
    {
        m_promise->future().cancel();
        end();
    }

private:
    static QCoreApplication *mainThread()
    {
        QCoreApplication *application = QCoreApplication::instance();
        return application && application->thread() == QThread::currentThread() ? application : nullptr;
    }

    void end() const
    {
        if (m_home && m_home != mainThread()) {
            QMetaObject::invokeMethod(
                m_home, [promise = m_promise] { promise->finish(); }, Qt::QueuedConnection);
        } else {
            m_promise->finish();
        }
    }

    std::shared_ptr<QPromise<T>> m_promise = std::make_shared<QPromise<T>>();
    QCoreApplication *m_home = mainThread();
};

// Runs `work` in the global thread pool. What it throws cancels the future.
template <typename Work> auto runApart(Work work) -> QFuture<decltype(work())>
{
    const HomePromise<decltype(work())> promise;
    QThreadPool::globalInstance()->start([promise, work = std::move(work)]() mutable {
        try {
            promise.answer(work());
        } catch (const std::exception &) {
            promise.giveUp();
        }
    });
    return promise.future();
}

// Main thread: finishes what other threads have answered already, where no event loop runs any more.
inline void finishAnswered()
{
    QCoreApplication::sendPostedEvents(QCoreApplication::instance(), QEvent::MetaCall);
}

}  // namespace hall
