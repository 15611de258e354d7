// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/call.h"

#include <cstdio>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace hall::gateway {
namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

}  // namespace

int failed(const Call &call, const Fault &fault, QJsonObject told)
{
    std::fprintf(stderr, "hall-gateway: %s: %s\n", std::string(fault.name()).c_str(), fault.detail.c_str());
    if (call.parser.isSet(QStringLiteral("json"))) {
        const auto text = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
        const QJsonObject error{{QStringLiteral("code"), text(fault.name())},
                                {QStringLiteral("who"), text(whoName(fault.who()))},
                                {QStringLiteral("remedy"), text(remedyName(fault.remedy()))},
                                {QStringLiteral("detail"), QString::fromStdString(fault.detail)}};
        told.insert(QStringLiteral("error"), error);
        print(QJsonDocument(told));
    }
    return kFailed;
}

int wrongUsage(const char *what)
{
    std::fprintf(stderr, "hall-gateway: %s\n", what);
    return kUsage;
}

void print(const QJsonDocument &document)
{
    std::puts(document.toJson(QJsonDocument::Compact).constData());
}

Sensitive<QString> readHidden(const char *question)
{
    termios before{};
    const bool terminal = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal) {
        termios hidden = before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        std::fputs(question, stderr);
    }
    std::string line;
    std::getline(std::cin, line);
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::fputc('\n', stderr);
    }
    Sensitive<QString> said(QString::fromStdString(line).trimmed());
    wipe(line);
    return said;
}

int withDatabase(const Call &call, const std::function<int(std::shared_ptr<Database>)> &work)
{
    auto database = Database::open(call.dataDir, call.database);
    return database ? work(*database) : failed(call, database.error());
}

}  // namespace hall::gateway
