// SPDX-License-Identifier: GPL-3.0-or-later
// make-scenes --out DIR --seed N --count M [--set S|S8|S13|pairs|empty|quality|kinds|cards|curled|hall|sequences]
//             [--size WxH] [--format png|jpg] [--no-reference]
// Writes frames, empty-plate references and truth.json (README.md). The same arguments give the same pictures.
#include "tests/support/scenes/sets.h"
#include "tests/support/scenes/truth.h"

#include <cstdio>
#include <malloc.h>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace {

using namespace hall::scenes;
using namespace Qt::StringLiterals;

struct Settings
{
    QDir out;
    std::uint64_t seed = 0;
    int count = 0;
    std::optional<cv::Size> size;
    QString format;  // empty: png up to 1080p, jpg above
    bool reference = true;
};

int refused(const QString &why)
{
    std::fprintf(stderr, "make-scenes: %s\n", qPrintable(why));
    return 2;
}

bool write(const Settings &settings, const QString &name, const cv::Mat &bgr)
{
    const std::vector<int> how{cv::IMWRITE_JPEG_QUALITY, 95, cv::IMWRITE_PNG_COMPRESSION, 1};
    return cv::imwrite(QFile::encodeName(settings.out.filePath(name)).toStdString(), bgr, how);
}

bool writeTruth(const QString &path, const QJsonObject &truth)
{
    QFile file(path);
    const QByteArray bytes = QJsonDocument(truth).toJson(QJsonDocument::Compact);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

int makeSet(const Settings &settings, Set set, const QString &name)
{
    QJsonArray frames;
    for (int i = 0; i < settings.count; ++i) {
        SceneOptions options = optionsOf(set, settings.seed, i);
        options.size = settings.size.value_or(options.size);
        options.reference = settings.reference;
        const Scene scene = makeFrame(set, options, i);
        const QString ending = !settings.format.isEmpty()          ? settings.format
                               : options.size.area() > 1920 * 1080 ? u"jpg"_s
                                                                   : u"png"_s;
        const QString base = u"%1-%2"_s.arg(name).arg(i, 5, 10, QLatin1Char('0'));
        const QString file = base + u'.' + ending;
        const QString reference = settings.reference ? base + u"-empty."_s + ending : QString();
        if (!write(settings, file, scene.frame) ||
            (settings.reference && !write(settings, reference, scene.emptyReference))) {
            return refused(u"cannot write "_s + settings.out.filePath(file));
        }
        QJsonObject frame = toJson(scene, file, reference);
        if (set == Set::Hall) {
            frame.insert(u"background"_s, i % 2 == 0 ? u"face"_s : u"hall"_s);
        }
        frames.append(frame);
    }
    const QJsonObject truth{{u"set"_s, name}, {u"seed"_s, QString::number(settings.seed)}, {u"frames"_s, frames}};
    return writeTruth(settings.out.filePath(u"truth.json"_s), truth) ? 0 : refused(u"cannot write truth.json"_s);
}

// One folder a film.
int makeFilms(const Settings &settings)
{
    for (int i = 0; i < settings.count; ++i) {
        SequenceOptions options;
        options.seed = Random(settings.seed).fork(8000 + static_cast<std::uint64_t>(i)).next();
        options.script = allScripts()[static_cast<std::size_t>(i) % allScripts().size()];
        options.background = allBackgrounds()[static_cast<std::size_t>(i) / 2 % allBackgrounds().size()];
        options.size = settings.size.value_or(options.size);
        Sequence film(options);
        Settings folder = settings;
        const QString name = u"%1-%2"_s.arg(i, 3, 10, QLatin1Char('0')).arg(nameOf(options.script));
        if (!settings.out.mkpath(name)) {
            return refused(u"cannot make "_s + settings.out.filePath(name));
        }
        folder.out.setPath(settings.out.filePath(name));
        const QString ending = settings.format.isEmpty() ? u"jpg"_s : settings.format;
        QJsonArray frames;
        while (const std::optional<Sequence::Frame> frame = film.next()) {
            const QString file = u"%1.%2"_s.arg(frames.size(), 4, 10, QLatin1Char('0')).arg(ending);
            if (!write(folder, file, frame->bgr)) {
                return refused(u"cannot write "_s + folder.out.filePath(file));
            }
            frames.append(toJson(frame->truth, file));
        }
        write(folder, u"empty."_s + ending, film.emptyReference());
        const QJsonObject truth{
            {u"script"_s, nameOf(options.script)},          {u"background"_s, nameOf(options.background)},
            {u"per_second"_s, options.perSecond},           {u"reference"_s, u"empty."_s + ending},
            {u"calibration"_s, toJson(film.calibration())}, {u"frames"_s, frames}};
        if (!writeTruth(folder.out.filePath(u"truth.json"_s), truth)) {
            return refused(u"cannot write truth.json"_s);
        }
    }
    return 0;
}

}  // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    // Pictures of this size would else come fresh from the system, page by page, each time.
    mallopt(M_MMAP_THRESHOLD, 512 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    const QGuiApplication app(argc, argv);
    cv::setNumThreads(1);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({u"out"_s, u"Folder for the frames and truth.json"_s, u"dir"_s});
    parser.addOption({u"seed"_s, u"Everything follows from it"_s, u"n"_s, u"1"_s});
    parser.addOption({u"count"_s, u"Frames, or films"_s, u"m"_s, u"20"_s});
    parser.addOption({u"set"_s, setNames() + u", sequences"_s, u"name"_s, u"S"_s});
    parser.addOption({u"size"_s, u"Instead of the set's own size"_s, u"WxH"_s});
    parser.addOption({u"format"_s, u"png or jpg"_s, u"ending"_s});
    parser.addOption({u"no-reference"_s, u"No pictures of the empty plate"_s});
    parser.process(app);

    Settings settings;
    bool seedOk = false;
    bool countOk = false;
    settings.seed = parser.value(u"seed"_s).toULongLong(&seedOk);
    settings.count = parser.value(u"count"_s).toInt(&countOk);
    settings.format = parser.value(u"format"_s);
    settings.reference = !parser.isSet(u"no-reference"_s);
    if (!seedOk || !countOk || settings.count < 1 || parser.value(u"out"_s).isEmpty()) {
        return refused(u"--out DIR, --seed N and --count M (1 or more) are needed"_s);
    }
    if (!settings.format.isEmpty() && settings.format != u"png"_s && settings.format != u"jpg"_s) {
        return refused(u"--format is png or jpg"_s);
    }
    if (parser.isSet(u"size"_s)) {
        const QStringList parts = parser.value(u"size"_s).split(u'x');
        settings.size = cv::Size(parts.value(0).toInt(), parts.value(1).toInt());
        if (settings.size->width < 320 || settings.size->height < 240 || settings.size->width > 8192 ||
            settings.size->height > 8192) {
            return refused(u"--size is WxH, from 320x240 to 8192x8192"_s);
        }
    }
    settings.out.setPath(parser.value(u"out"_s));
    if (!settings.out.mkpath(u"."_s)) {
        return refused(u"cannot make "_s + settings.out.path());
    }
    const QString name = parser.value(u"set"_s);
    if (name == u"sequences"_s) {
        return makeFilms(settings);
    }
    const std::optional<Set> set = setNamed(name);
    return set ? makeSet(settings, *set, name) : refused(u"--set is one of "_s + setNames() + u", sequences"_s);
}
