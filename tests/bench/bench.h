// SPDX-License-Identifier: GPL-3.0-or-later
// hall-bench: figures of the real program parts, each beside a baseline measured in the same run. A benchmark is one
// row of a list; reading arguments, printing and the private folder are in main.cpp alone.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/receiptdocument.h"

#include <QJsonObject>
#include <QString>
#include <QVector>

namespace hall::bench {

struct Settings
{
    QString folder;         // private, on the disk to be measured; removed at the end
    QString programs;       // where hall-kiosk and hall-gateway lie
    QString resources;      // catalogue, printers, demo cards and people
    QString postgres;       // postgresql://user:password@host:port/name, or empty
    QString photos;         // folder with truth.json, or empty: drawn scenes
    int count = 0;          // how often; 0 = the benchmark's own number
    QString typefaces;      // page-read: what papers are printed in
    QString kind;           // page-read: papers of this kind only; empty: of every kind
    QString flag;           // page-flags: frames that may have this one only; empty: of all
    QString keep;           // page-read: folder for pictures of what was misread; empty: none are kept
    qint64 seed = 0;        // of the papers, frames or films that are drawn; 0 = the benchmark's own
    qint64 bytes = 4096;    // of a case before it is sealed
    bool withCore = false;  // drain-*: the gateway also opens and decides the cases meanwhile
};

struct Figure
{
    double value = 0;
    QString unit;
    double baseline = 0;  // in the same unit
    qint64 n = 0;         // how many measurements the value rests on
    QJsonObject detail;   // further figures of the same run
};

struct Benchmark
{
    QString name;
    QString value;     // what is measured
    QString baseline;  // what stands beside it
    QString goal;
    int count = 1;  // how often, unless told
    Result<Figure> (*run)(const Settings &settings, int count) = nullptr;
    bool needsPostgres = false;
};

// Twenty rows and a QR code; in large print every row takes two lines.
[[nodiscard]] ReceiptDocument twentyLines(bool large);
[[nodiscard]] Result<Figure> receiptFirstByte(const Settings &settings, int count);

// By subject, each list in its own file.
[[nodiscard]] QVector<Benchmark> commitBenchmarks();
[[nodiscard]] QVector<Benchmark> drainBenchmarks();
[[nodiscard]] QVector<Benchmark> whileDrainingBenchmarks();
[[nodiscard]] QVector<Benchmark> stepBenchmarks();
[[nodiscard]] QVector<Benchmark> askingBenchmarks();
[[nodiscard]] QVector<Benchmark> provinceBenchmarks();
[[nodiscard]] QVector<Benchmark> connectionBenchmarks();
[[nodiscard]] QVector<Benchmark> pageBenchmarks();
[[nodiscard]] QVector<Benchmark> accuracyBenchmarks();
[[nodiscard]] QVector<Benchmark> cornerBenchmarks();
[[nodiscard]] QVector<Benchmark> flagBenchmarks();
[[nodiscard]] QVector<Benchmark> captureBenchmarks();
[[nodiscard]] QVector<Benchmark> readingBenchmarks();
[[nodiscard]] QVector<Benchmark> codeBenchmarks();
[[nodiscard]] QVector<Benchmark> receiptBenchmarks();
[[nodiscard]] QVector<Benchmark> cardBenchmarks();
[[nodiscard]] QVector<Benchmark> deviceBenchmarks();
[[nodiscard]] QVector<Benchmark> ruleBenchmarks();
[[nodiscard]] QVector<Benchmark> catalogueBenchmarks();
[[nodiscard]] QVector<Benchmark> kioskBenchmarks();

}  // namespace hall::bench
