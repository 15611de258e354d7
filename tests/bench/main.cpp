// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <csignal>
#include <cstdio>
#include <thread>
#include <unistd.h>

namespace {

using namespace hall;
using namespace hall::bench;

constexpr int failedCode = 1;
constexpr int usageCode = 2;
constexpr int mostCount = 1'000'000;
constexpr qint64 mostSeed = 1'000'000'000;
constexpr qint64 mostBytes = 256 * 1024;  // several such cases still fit one batch

QVector<Benchmark> allBenchmarks()
{
    return commitBenchmarks() + drainBenchmarks() + whileDrainingBenchmarks() + stepBenchmarks() + askingBenchmarks() +
           provinceBenchmarks() + connectionBenchmarks() + pageBenchmarks() + accuracyBenchmarks() +
           cornerBenchmarks() + flagBenchmarks() + captureBenchmarks() + readingBenchmarks() + codeBenchmarks() +
           receiptBenchmarks() + cardBenchmarks() + deviceBenchmarks() + ruleBenchmarks() + catalogueBenchmarks() +
           kioskBenchmarks();
}

int wrongUsage(const QString &what)
{
    std::fprintf(stderr, "hall-bench: %s (hall-bench --help)\n", qPrintable(what));
    return usageCode;
}

QCommandLineOption option(const char *name, const char *what, const char *value = "", const QString &standard = {})
{
    return {QLatin1String(name), QString::fromUtf8(what), QLatin1String(value), standard};
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "Measures the real parts of HallKiosk beside a baseline in the same run. One JSON line a name:\n"
        "{\"name\",\"value\",\"unit\",\"baseline\",\"ratio\",\"n\",\"detail\"}; ratio = value / baseline.\n"
        "Exit status: 0 all measured, 1 one failed, 2 wrong usage."));
    parser.addPositionalArgument(QStringLiteral("NAME…"), QStringLiteral("What to measure, see --list."));
    parser.addOption({{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this help.")});
    parser.addOption(option("list", "Say what each name measures, its baseline and goal."));
    parser.addOption(option("count", "How often, instead of each benchmark's own number.", "N"));
    parser.addOption(
        option("bytes", "commit-*, drain-*: bytes of a case before it is sealed.", "B", QStringLiteral("4096")));
    parser.addOption(
        option("dir", "Where the private folder is made: the disk that is measured.", "DIR", QDir::tempPath()));
    parser.addOption(option("postgres",
                            "drain-postgres: postgresql://user:password@host:port/name of a server where "
                            "this user may create databases; made and dropped there.",
                            "URL"));
    parser.addOption(option("with-core", "drain-*: the gateway opens and decides the cases meanwhile."));
    parser.addOption(option("photos", "page-accuracy: photos with a truth.json instead of drawn scenes.", "DIR"));
    parser.addOption(option("typefaces", "page-read: what papers are printed in: noto, wqy, arphic or kai.", "NAME",
                            QStringLiteral("noto")));
    parser.addOption(option("kind", "page-read: papers of one kind only, a name of resources/papers.", "KIND"));
    parser.addOption(option(
        "flag", "page-flags: frames of one flag only, at both sizes: blur, cut, covered, glare or dark.", "NAME"));
    parser.addOption(option("keep", "page-read: keep pictures of the papers that were not read exactly.", "DIR"));
    parser.addOption(option(
        "seed", "page-* on drawn pictures but page-preview and page-still, auto-capture: others than usual.", "N"));
    parser.addOption(option("resources", "Catalogue, printers, demo people.", "DIR", QStringLiteral(HALL_RESOURCES)));
}

void printList()
{
    for (const Benchmark &benchmark : allBenchmarks()) {
        std::printf("%s (%d)\n    value:    %s\n    baseline: %s\n    goal:     %s\n", qPrintable(benchmark.name),
                    benchmark.count, qPrintable(benchmark.value), qPrintable(benchmark.baseline),
                    qPrintable(benchmark.goal));
    }
}

// The named rows in the order of the call; nothing when a name is unknown, which is told.
std::optional<QVector<Benchmark>> chosen(const QStringList &names)
{
    const QVector<Benchmark> all = allBenchmarks();
    QVector<Benchmark> rows;
    for (const QString &name : names) {
        const auto found = std::find_if(all.begin(), all.end(), [&name](const Benchmark &b) { return b.name == name; });
        if (found == all.end()) {
            wrongUsage(QStringLiteral("no benchmark is called '%1'; hall-bench --list names them").arg(name));
            return std::nullopt;
        }
        rows.append(*found);
    }
    return rows;
}

// Interrupted, the program takes its folder with it; the programs it started die with it (ChildProgram).
void removeWhenInterrupted(const QString &folder)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::thread([ends, folder] {
        int signal = 0;
        sigwait(&ends, &signal);
        QDir(folder).removeRecursively();
        _exit(128 + signal);
    }).detach();
}

void print(const Benchmark &benchmark, const Figure &figure)
{
    // Written by hand, because Qt sorts the members of an object.
    const auto number = [](double value) { return QByteArray::number(value, 'g', 6); };
    const QByteArray line = "{\"name\":\"" + benchmark.name.toUtf8() + "\",\"value\":" + number(figure.value) +
                            ",\"unit\":\"" + figure.unit.toUtf8() + "\",\"baseline\":" + number(figure.baseline) +
                            ",\"ratio\":" + number(figure.value / figure.baseline) +
                            ",\"n\":" + QByteArray::number(figure.n) +
                            ",\"detail\":" + QJsonDocument(figure.detail).toJson(QJsonDocument::Compact) + "}";
    std::puts(line.constData());
    std::fflush(stdout);
}

int measure(const QVector<Benchmark> &benchmarks, const Settings &settings)
{
    int code = 0;
    for (const Benchmark &benchmark : benchmarks) {
        Settings own = settings;
        own.folder = settings.folder + QLatin1Char('/') + benchmark.name;
        QDir().mkpath(own.folder);
        const Result<Figure> figure = benchmark.run(own, settings.count > 0 ? settings.count : benchmark.count);
        QDir(own.folder).removeRecursively();
        if (!figure) {
            std::fprintf(stderr, "hall-bench: %s: %s: %s\n", qPrintable(benchmark.name),
                         std::string(figure.error().name()).c_str(), figure.error().detail.c_str());
            code = failedCode;
        } else if (!(figure->baseline > 0)) {
            std::fprintf(stderr, "hall-bench: %s: the baseline is nothing\n", qPrintable(benchmark.name));
            code = failedCode;
        } else {
            print(benchmark, *figure);
        }
    }
    return code;
}

// What a call asks for, or the exit status it ends with at once.
struct Plan
{
    std::optional<int> end;
    QVector<Benchmark> benchmarks;
    Settings settings;
    QString where;  // the private folder is made there
};

Plan ending(int code)
{
    Plan plan;
    plan.end = code;
    return plan;
}

// A whole number within bounds, or nothing.
std::optional<qint64> numberOf(const QCommandLineParser &parser, const QString &name, qint64 most)
{
    bool numeric = false;
    const qint64 number = parser.value(name).toLongLong(&numeric);
    return numeric && number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

Plan planOf(const QCommandLineParser &parser)
{
    const QString countName = QStringLiteral("count");
    const QString bytesName = QStringLiteral("bytes");
    const auto count = numberOf(parser, countName, mostCount);
    const auto bytes = numberOf(parser, bytesName, mostBytes);
    if (parser.isSet(countName) && !count) {
        return ending(wrongUsage(QStringLiteral("--count: a whole number from 1 to %1 is meant").arg(mostCount)));
    }
    if (!bytes) {
        return ending(wrongUsage(QStringLiteral("--bytes: a whole number from 1 to %1 is meant").arg(mostBytes)));
    }
    const auto seed = numberOf(parser, QStringLiteral("seed"), mostSeed);
    if (parser.isSet(QStringLiteral("seed")) && !seed) {
        return ending(wrongUsage(QStringLiteral("--seed: a whole number from 1 to %1 is meant").arg(mostSeed)));
    }
    const QString flag = parser.value(QStringLiteral("flag"));
    static const QStringList flags{QStringLiteral("blur"), QStringLiteral("cut"), QStringLiteral("covered"),
                                   QStringLiteral("glare"), QStringLiteral("dark")};
    if (!flag.isEmpty() && !flags.contains(flag)) {
        return ending(wrongUsage(QStringLiteral("--flag: one of ") + flags.join(QStringLiteral(", "))));
    }
    if (parser.positionalArguments().isEmpty()) {
        return ending(wrongUsage(QStringLiteral("what should be measured? hall-bench --list names it")));
    }
    const auto rows = chosen(parser.positionalArguments());
    if (!rows) {
        return ending(usageCode);
    }
    Plan plan;
    plan.benchmarks = *rows;
    plan.where = parser.value(QStringLiteral("dir"));
    Settings &settings = plan.settings;
    settings.count = static_cast<int>(count.value_or(0));
    settings.bytes = *bytes;
    settings.seed = seed.value_or(0);
    settings.kind = parser.value(QStringLiteral("kind"));
    settings.flag = flag;
    settings.keep = parser.value(QStringLiteral("keep"));
    settings.typefaces = parser.value(QStringLiteral("typefaces"));
    settings.postgres = parser.value(QStringLiteral("postgres"));
    settings.programs = QCoreApplication::applicationDirPath();
    settings.resources = QDir(parser.value(QStringLiteral("resources"))).absolutePath();
    settings.photos = parser.value(QStringLiteral("photos"));
    settings.withCore = parser.isSet(QStringLiteral("with-core"));
    for (const Benchmark &benchmark : *rows) {
        if (benchmark.needsPostgres && !settings.postgres.startsWith(QLatin1String("postgresql://"))) {
            return ending(wrongUsage(benchmark.name +
                                     QStringLiteral(" needs --postgres postgresql://user:password@host:port/name")));
        }
    }
    return plan;
}

Plan readCall(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("hall-bench"));
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(QCoreApplication::arguments())) {
        return ending(wrongUsage(parser.errorText()));
    }
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        return ending(0);
    }
    if (parser.isSet(QStringLiteral("list"))) {
        printList();
        return ending(0);
    }
    return planOf(parser);
}

}  // namespace

int main(int argc, char **argv)
{
    Plan plan = readCall(argc, argv);
    if (plan.end) {
        return *plan.end;
    }
    const QTemporaryDir folder(plan.where + QStringLiteral("/hall-bench-XXXXXX"));
    if (!folder.isValid()) {
        std::fprintf(stderr, "hall-bench: no folder can be made in %s\n", qPrintable(plan.where));
        return failedCode;
    }
    plan.settings.folder = QDir(folder.path()).absolutePath();
    removeWhenInterrupted(plan.settings.folder);
    // Known to Qt before it draws: receipts need fonts, and nothing may come from or go to the user's own folders.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(plan.settings.folder));
    const QGuiApplication application(argc, argv);
    return measure(plan.benchmarks, plan.settings);
}
