// SPDX-License-Identifier: GPL-3.0-or-later
// hallctl: the kiosk's libraries for staff, technicians and tests.
#include "app/ctl/commandline.h"

#include <QGuiApplication>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string_view>

namespace {

// stderr holds one clear line of our own; what libraries mutter is for whoever asks for it (QT_LOGGING_RULES).
void onLibraryMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg || qEnvironmentVariableIsSet("QT_LOGGING_RULES")) {
        std::fprintf(stderr, "%s\n", qPrintable(qFormatLogMessage(type, context, message)));
    }
}

}  // namespace

int main(int argc, char **argv)
{
    qInstallMessageHandler(onLibraryMessage);
    // Laying out a receipt needs fonts, and those a QGuiApplication; never a screen.
    const bool draws =
        std::any_of(argv, argv + argc, [](const char *word) { return std::string_view(word) == "receipt"; });
    if (draws) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    qputenv("OPENCV_LOG_LEVEL", "SILENT");
    const std::unique_ptr<QCoreApplication> application =
        draws ? std::make_unique<QGuiApplication>(argc, argv) : std::make_unique<QCoreApplication>(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("hallctl"));
    return hall::ctl::runCommand(QCoreApplication::arguments());
}
