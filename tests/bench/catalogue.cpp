// SPDX-License-Identifier: GPL-3.0-or-later
// catalogue-load: the delivered catalogue from its files to services that can be asked, against taking the same files
// apart as JSON and no more.
#include "app/catalogue/catalogueloader.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace hall::bench {

namespace {

struct Read
{
    qint64 files = 0;
    qint64 bytes = 0;
};

Result<Read> parseAll(const QString &folder)
{
    Read read;
    QDirIterator files(folder, {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(FaultCode::FileUnreadable, file.fileName().toStdString() + " cannot be read");
        }
        const QByteArray text = file.readAll();
        if (QJsonDocument::fromJson(text).isNull()) {
            return fail(FaultCode::FileInvalid, file.fileName().toStdString() + " is not JSON");
        }
        ++read.files;
        read.bytes += text.size();
    }
    return read;
}

Result<Figure> load(const Settings &settings, int count)
{
    const QString folder = settings.resources + QStringLiteral("/catalogue");
    Samples work;
    Samples baseline;
    double first = 0;
    qint64 services = 0;
    Result<Read> read = Read{};
    for (int i = 0; i < count; ++i) {
        const WorkTimer timer;
        const LoadedCatalogue loaded = loadCatalogue(folder);
        work.add(timer.ms());
        first = i == 0 ? timer.ms() : first;
        if (!loaded.defects.isEmpty()) {
            return fail(FaultCode::FileInvalid, folder.toStdString() + ": defects");
        }
        services = loaded.catalogue.services().size();
        const WorkTimer again;
        read = parseAll(folder);
        baseline.add(again.ms());
        if (!read) {
            return fail(read.error());
        }
    }
    return Figure{work.mean(),
                  QStringLiteral("ms"),
                  baseline.mean(),
                  count,
                  {{QStringLiteral("first"), first},
                   {QStringLiteral("p99"), work.percentile(99)},
                   {QStringLiteral("services"), services},
                   {QStringLiteral("files"), read->files},
                   {QStringLiteral("bytes"), read->bytes}}};
}

}  // namespace

QVector<Benchmark> catalogueBenchmarks()
{
    return {{QStringLiteral("catalogue-load"),
             QStringLiteral("ms of one core to load the catalogue; `first`, which also reads the schemas, is what a "
                            "start pays"),
             QStringLiteral("its files parsed as JSON and nothing else"), QStringLiteral("value and `first` < 200"), 20,
             load}};
}

}  // namespace hall::bench
