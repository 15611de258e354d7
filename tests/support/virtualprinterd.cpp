// SPDX-License-Identifier: GPL-3.0-or-later
// A virtual receipt printer behind a TCP port, for tests of programs. Says "port N", then obeys lines on its standard
// input, each answered by one line, and ends when the input does:
//   paper ok|near-end|out     the state of the roll          -> "ok"
//   output PNG BYTES          the last paper, as two files   -> "paper N" (how many came out), or "none"
#include "app/receipt/printerprofile.h"
#include "drivers/sim/virtualprinterserver.h"

#include <QFile>
#include <QGuiApplication>
#include <QStringList>

#include <cstdio>
#include <iostream>
#include <string>

using namespace hall;
using namespace hall::device;

namespace {

std::string setPaper(VirtualPrinter &printer, const QString &state)
{
    const QStringList names{QStringLiteral("ok"), QStringLiteral("near-end"), QStringLiteral("out")};
    constexpr SimPaper papers[] = {SimPaper::Ok, SimPaper::NearEnd, SimPaper::Out};
    const qsizetype index = names.indexOf(state);
    if (index < 0) {
        return "unknown";
    }
    printer.edit([&](VirtualPrinterState &now) { now.paper = papers[index]; });
    return "ok";
}

std::string writePaper(VirtualPrinter &printer, const QString &png, const QString &bytes)
{
    const auto paper = printer.lastPaper();
    if (!paper) {
        return "none";
    }
    QFile file(bytes);
    const auto size = static_cast<qint64>(paper->bytes.size());
    const bool written = paper->image.save(png, "PNG") && file.open(QIODevice::WriteOnly) &&
                         file.write(reinterpret_cast<const char *>(paper->bytes.data()), size) == size;
    return written ? "paper " + std::to_string(printer.paperCount()) : "unwritable";
}

std::string obey(VirtualPrinter &printer, const QStringList &words)
{
    if (words.size() == 2 && words[0] == QLatin1String("paper")) {
        return setPaper(printer, words[1]);
    }
    if (words.size() == 3 && words[0] == QLatin1String("output")) {
        return writePaper(printer, words[1], words[2]);
    }
    return "unknown";
}

}  // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");  // text is drawn on the paper, which needs fonts and no screen
    const QGuiApplication application(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    if (arguments.size() != 3) {
        std::fputs("usage: virtualprinterd RESOURCES PROFILE\n", stderr);
        return 2;
    }
    const auto profile = loadPrinterProfile(arguments[1], arguments[2]);
    if (!profile) {
        std::fprintf(stderr, "virtualprinterd: %s\n", profile.error().detail.c_str());
        return 1;
    }
    const auto printer = std::make_shared<VirtualPrinter>(VirtualPrinterModel::of(*profile));
    const auto server = VirtualPrinterServer::listen(printer);
    if (!server) {
        std::fprintf(stderr, "virtualprinterd: %s\n", server.error().detail.c_str());
        return 1;
    }
    std::cout << "port " << (*server)->port() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        std::cout << obey(*printer, QString::fromStdString(line).split(QLatin1Char(' '))) << std::endl;
    }
    return 0;
}
