// SPDX-License-Identifier: GPL-3.0-or-later
// hall-store-writer hold|write DIR: opens the store and says "open", or the fault's name and exits 1. hold: until stdin
// ends. write: commits cases for ever and prints each id once the store has promised it; some get acknowledged.
#include "tests/unit/store/storetools.h"

#include <QCoreApplication>

#include <cstdio>

using namespace hall;
using namespace hall::test;

namespace {

void say(const QByteArray &line)
{
    std::fputs((line + '\n').constData(), stdout);
    std::fflush(stdout);
}

int writeForEver(KioskStore &store)
{
    for (int i = 0;; ++i) {
        const NewCase fresh = newCase(newTransactionId(1'767'225'600'000 + i), 500 + i % 7 * 900);
        if (!store.commit(fresh).result()) {
            return 1;
        }
        say(fresh.id.toLatin1());
        if (i % 4 == 0) {
            (void)store.noteFailure(fresh.id, QStringLiteral("centre.timeout"), false);
        }
    }
}

}  // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 3) {
        return 2;
    }
    StoreOptions options = optionsFor(QString::fromLocal8Bit(argv[2]));
    options.walBytes = 200'000;
    options.idleAfter = std::chrono::milliseconds(1);
    const Result<std::unique_ptr<KioskStore>> store = KioskStore::open(options);
    if (!store) {
        say(QByteArray::fromStdString(std::string(store.error().name())));
        return 1;
    }
    say("open");
    if (QByteArray(argv[1]) == "write") {
        return writeForEver(**store);
    }
    while (std::getchar() != EOF) {
    }
    return 0;
}
