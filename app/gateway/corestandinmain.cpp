// SPDX-License-Identifier: GPL-3.0-or-later
// hall-core-standin: the stand-in for a municipal core, for demonstrations and tests.
#include "app/gateway/corestandin.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <csignal>
#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("hall-core-standin"));
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions(
        {{QStringLiteral("data"), QStringLiteral("Folder of what it keeps."), QStringLiteral("DIR")},
         {QStringLiteral("listen"), QStringLiteral("Address, port 0 = any."), QStringLiteral("HOST:PORT"),
          QStringLiteral("127.0.0.1:0")},
         {QStringLiteral("decide"),
          QStringLiteral("Decide each case after so many seconds, and have its result ready after as many"
                         " more; 0 = never."),
          QStringLiteral("SECONDS"), QStringLiteral("0")},
         {QStringLiteral("agencies"),
          QStringLiteral("The agencies that it serves, {CODE: NAME}; it refuses a case of another."),
          QStringLiteral("FILE")},
         {QStringLiteral("people"),
          QStringLiteral("Answer what is asked of the people of this file, and of their cards (ASKING.md); needs"
                         " --dictionary."),
          QStringLiteral("FILE")},
         {QStringLiteral("dictionary"), QStringLiteral("The dictionary that has the keys of their fields."),
          QStringLiteral("FILE")},
         {QStringLiteral("certificate"), QStringLiteral("Serve over TLS by this certificate (PEM)."),
          QStringLiteral("FILE")},
         {QStringLiteral("key"), QStringLiteral("The key of the certificate (PEM)."), QStringLiteral("FILE")},
         {QStringLiteral("clients-ca"),
          QStringLiteral("Let in only whose certificate this authority has signed (PEM)."), QStringLiteral("FILE")}});
    parser.process(application);
    const QString listen = parser.value(QStringLiteral("listen"));
    bool numeric = false;
    bool timed = false;
    const int port = listen.section(u':', -1).toInt(&numeric);
    const int decide = parser.value(QStringLiteral("decide")).toInt(&timed);
    const bool tls = parser.isSet(QStringLiteral("certificate"));
    const bool secured =
        tls == parser.isSet(QStringLiteral("key")) && (tls || !parser.isSet(QStringLiteral("clients-ca")));
    if (!parser.isSet(QStringLiteral("data")) || !numeric || port < 0 || port > 65535 || !timed || decide < 0 ||
        !secured) {
        std::fputs("hall-core-standin: needs --data DIR and --listen HOST:PORT; --certificate and --key go together,"
                   " --clients-ca with them\n",
                   stderr);
        return 2;
    }
    QJsonObject agencies;
    if (parser.isSet(QStringLiteral("agencies"))) {
        QFile file(parser.value(QStringLiteral("agencies")));
        agencies = file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
        if (agencies.isEmpty()) {
            std::fprintf(stderr, "hall-core-standin: %s: no object of codes and names\n", qPrintable(file.fileName()));
            return 1;
        }
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    hall::standin::CoreStandin core(parser.value(QStringLiteral("data")), decide);
    core.knowAgencies(agencies);
    if (parser.isSet(QStringLiteral("people"))) {
        const QString wrong =
            core.asks().load(parser.value(QStringLiteral("people")), parser.value(QStringLiteral("dictionary")));
        if (!wrong.isEmpty()) {
            std::fprintf(stderr, "hall-core-standin: %s\n", qPrintable(wrong));
            return 1;
        }
    }
    core.secure(parser.value(QStringLiteral("certificate")), parser.value(QStringLiteral("key")),
                parser.value(QStringLiteral("clients-ca")));
    const QString host = listen.section(u':', 0, -2);
    if (const QString wrong = core.start(host, port); !wrong.isEmpty()) {
        std::fprintf(stderr, "hall-core-standin: %s\n", qPrintable(wrong));
        return 1;
    }
    std::printf("listening on %s://%s:%d\n", tls ? "https" : "http", qPrintable(host), core.port());
    std::fflush(stdout);
    int received = 0;
    sigwait(&ends, &received);
    core.stop();
    return 0;
}
