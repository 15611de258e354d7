// SPDX-License-Identifier: GPL-3.0-or-later
// hall-kiosk: the kiosk's one process. Objects are built in KioskApp; here is only how the program starts and ends.
#include "app/kiosk/hardening.h"
#include "app/kiosk/kioskapp.h"
#include "app/kiosk/kioskconfig.h"
#include "app/kiosk/signsoflife.h"

#include <QFont>
#include <QGuiApplication>
#include <QQuickWindow>

#include <array>
#include <cstdio>
#include <unistd.h>
#include <vector>

namespace {

// Starts the same program anew with the same arguments: the only way to be sure that nothing is left in memory.
int startAnew(char **argv)
{
    // By its own name, so that a supervisor still knows it; by the open file where that has been replaced meanwhile.
    std::array<char, 4096> path{};
    if (readlink("/proc/self/exe", path.data(), path.size() - 1) > 0) {
        execv(path.data(), argv);
    }
    execv("/proc/self/exe", argv);
    std::perror("hall-kiosk: cannot start anew");
    return 1;
}

}  // namespace

int main(int argc, char **argv)
{
    using namespace hall;
    const std::vector<char *> arguments(argv, argv + argc + 1);
    int end = 0;
    {
        hardenProcess();
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
        QGuiApplication application(argc, argv);
        QGuiApplication::setApplicationName(QStringLiteral("hall-kiosk"));
        QGuiApplication::setApplicationVersion(QStringLiteral(HALL_VERSION));
        QGuiApplication::setFont(QFont(QStringLiteral("Noto Sans CJK SC")));
        QGuiApplication::setQuitOnLastWindowClosed(false);

        const auto config = parseKioskConfig(QGuiApplication::arguments());
        if (!config) {
            std::fputs(qPrintable(config.error().text + QLatin1Char('\n')),
                       config.error().exitCode == 0 ? stdout : stderr);
            return config.error().exitCode;
        }
        KioskApp kiosk(*config);
        if (const Done started = kiosk.start(); !started) {
            std::fprintf(stderr, "hall-kiosk: %s: %s\n", std::string(started.error().name()).c_str(),
                         started.error().detail.c_str());
            return 1;
        }
        const SignsOfLife life;
        end = config->selfTest ? kiosk.selfTest() : QGuiApplication::exec();
    }
    if (end != KioskApp::renewCode) {
        return end;
    }
    return KioskApp::askedToEnd() ? 0 : startAnew(const_cast<char **>(arguments.data()));
}
