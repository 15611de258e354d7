// SPDX-License-Identifier: GPL-3.0-or-later
// usage: make-fuzz-seeds FOLDER      writes tests/fuzz/corpus anew (ninja -C build make-fuzz-seeds; not part of a
// build). Every seed is made here: from the demonstration's cards of people who do not exist, from the catalogue of
// this tree, or from bytes written down below. The first bytes of a seed are what its target says they are.
#include "tests/fuzz/seeds.h"

#include <QDir>
#include <QFile>

#include <cstdio>

namespace hall::fuzz {
namespace {

QDir g_corpus;

}  // namespace

void openCorpus(const QString &folder)
{
    g_corpus = QDir(folder);
}

void seed(const QString &target, const QString &name, const QByteArray &bytes)
{
    g_corpus.mkpath(target);
    QFile file(g_corpus.filePath(target + u'/' + name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        std::fprintf(stderr, "make-fuzz-seeds: cannot write %s\n", qUtf8Printable(file.fileName()));
        std::exit(1);
    }
}

QByteArray first(int byte)
{
    return QByteArray(1, static_cast<char>(byte));
}

QByteArray read(const QString &path)
{
    QFile file(QStringLiteral(HALL_SOURCE_DIR "/resources/") + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray bytesOf(const device::Bytes &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

}  // namespace hall::fuzz

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: make-fuzz-seeds FOLDER\n");
        return 2;
    }
    using namespace hall::fuzz;
    openCorpus(QString::fromLocal8Bit(argv[1]));
    cards();
    printers();
    pagePrinters();
    scanners();
    cabinets();
    holders();
    cardLines();
    papers();
    permits();
    protocol();
    reference();
    sealNotice();
    catalogue();
    joinedService();
    documents();
    pictures();
    calibrations();
    conversations();
    return 0;
}
