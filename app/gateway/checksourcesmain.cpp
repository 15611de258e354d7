// SPDX-License-Identifier: GPL-3.0-or-later
// hall-check-sources: the stand-in for the offices that cases are compared with, for demonstrations.
#include "app/gateway/demosources.h"
#include "app/protocol/secretfile.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <csignal>
#include <cstdio>

using namespace hall;
using namespace hall::gateway;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("hall-check-sources"));
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{QStringLiteral("data"), QStringLiteral("What the offices know of people who do not exist."),
                        QStringLiteral("FILE")},
                       {QStringLiteral("listen"), QStringLiteral("Address, port 0 = any."), QStringLiteral("HOST:PORT"),
                        QStringLiteral("127.0.0.1:0")}});
    parser.process(application);
    const QString listen = parser.value(QStringLiteral("listen"));
    bool numeric = false;
    const int port = listen.section(u':', -1).toInt(&numeric);
    if (!parser.isSet(QStringLiteral("data")) || !numeric || port < 0 || port > 65535) {
        std::fputs("hall-check-sources: needs --data FILE and --listen HOST:PORT\n", stderr);
        return 2;
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    DemoSources sources;
    const QString host = listen.section(u':', 0, -2);
    const auto file = readWholeFile(parser.value(QStringLiteral("data")), 4 * 1024 * 1024);
    const auto loaded = file ? sources.load(*file) : fail(file.error());
    const Done started = loaded ? sources.start(host, port) : fail(loaded.error());
    if (!started) {
        std::fprintf(stderr, "hall-check-sources: %s: %s\n", std::string(started.error().name()).c_str(),
                     started.error().detail.c_str());
        return 1;
    }
    std::printf("listening on http://%s:%d\n", qPrintable(host), sources.port());
    std::fflush(stdout);
    int received = 0;
    sigwait(&ends, &received);
    sources.stop();
    return 0;
}
