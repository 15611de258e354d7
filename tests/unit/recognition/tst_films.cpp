// SPDX-License-Identifier: GPL-3.0-or-later
// Drawn films on which the watcher was late or early once.
#include "app/recognition/autocapture.h"
#include "app/recognition/platewatcher.h"
#include "tests/support/scenes/sequence.h"

#include <QGuiApplication>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::scenes;

class FilmsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWithinASecond_data();
    void takesWithinASecond();
};

void FilmsTest::takesWithinASecond_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("background");
    QTest::addColumn<int>("script");
    // A quick look takes part of it for the whole now and then, long after the net has confirmed the whole.
    QTest::newRow("white on white") << quint64(13274143394966311132ULL) << int(Background::White)
                                    << int(Script::LayRemove);
}

// The first time only.
void FilmsTest::takesWithinASecond()
{
    QFETCH(quint64, seed);
    QFETCH(int, background);
    QFETCH(int, script);
    SequenceOptions options;
    options.seed = seed;
    options.background = static_cast<Background>(background);
    options.script = static_cast<Script>(script);
    Sequence film(options);
    PlateWatcher watcher;
    AutoCapture machine;
    while (const std::optional<Sequence::Frame> frame = film.next()) {
        const PlateLook look = watcher.look(frame->bgr);
        if (machine.look(look, std::chrono::milliseconds(frame->truth.ms)).capture) {
            QVERIFY(frame->truth.stillSince && !frame->truth.hand);
            const int waited = frame->truth.ms - *frame->truth.stillSince;
            QVERIFY2(waited < 1000, qPrintable(QString::number(waited)));
            return;
        }
    }
    QFAIL("never taken");
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    FilmsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_films.moc"
