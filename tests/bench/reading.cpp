// SPDX-License-Identifier: GPL-3.0-or-later
// page-read: what is read of drawn papers at 8 megapixels, field by field, once with the true corners and once with the
// corners that the finder gives. Every second paper is given upside down. A field is exact, unsure (right or wrong, but
// marked), unread, or wrong and shown as certain. --typefaces: what the papers are printed in; --seed: other papers;
// --kind: of one kind only; --keep: a folder for pictures of the papers of which a field was not read exactly.
#include "app/recognition/pagefinder.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/reading/paperreader.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/support/scenes/lettering.h"
#include "tests/support/scenes/sets.h"

#include <algorithm>
#include <map>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <QDir>
#include <QJsonArray>

namespace hall::bench {

namespace {

using namespace hall::scenes;

constexpr std::uint64_t usualSeed = 520'000;
constexpr double aim = 0.95;
const QDate today(2026, 11, 27);

struct Tally
{
    int fields = 0;
    int exact = 0;
    int certain = 0;
    int unread = 0;
    int wrongCertain = 0;
    int papers = 0;
    int whole = 0;  // papers with every field exact
    Samples ms;

    [[nodiscard]] double share() const { return fields > 0 ? static_cast<double>(exact) / fields : 0; }
};

struct Run
{
    Tally all;
    std::map<QString, Tally> kinds;
    std::map<QString, std::map<QString, Tally>> fields;  // by kind of paper, then by field
    int notFound = 0;
    QJsonArray misread;  // the people are invented
};

// Which paper of the run is read, and where its picture is kept if need be.
struct Turn
{
    int frame = 0;
    const char *corners = "";
    QString keep;  // empty: nowhere
};

QString alike(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (!c.isSpace()) {
            out += plainCharacter(c);
        }
    }
    return out;
}

const ReadField *readingOf(const hall::scenes::Field &truth, const PaperReading &reading)
{
    const auto read = std::find_if(reading.fields.begin(), reading.fields.end(), [&](const ReadField &field) {
        return field.id == truth.id && field.row == truth.row;
    });
    return read != reading.fields.end() ? &*read : nullptr;
}

bool isExact(const hall::scenes::Field &truth, const ReadField *read)
{
    return read != nullptr && alike(read->text) == alike(truth.value);
}

void count(const hall::scenes::Field &truth, const ReadField *read, Tally &tally)
{
    const bool exact = isExact(truth, read);
    const bool certain = read != nullptr && read->certain;
    ++tally.fields;
    tally.unread += read == nullptr ? 1 : 0;
    tally.exact += exact ? 1 : 0;
    tally.certain += certain ? 1 : 0;
    tally.wrongCertain += !exact && certain ? 1 : 0;
}

QJsonObject misreading(const Turn &turn, const QString &kind, const hall::scenes::Field &truth, const ReadField *read)
{
    return {{QStringLiteral("frame"), turn.frame},
            {QStringLiteral("kind"), kind},
            {QStringLiteral("field"), truth.id},
            {QStringLiteral("row"), truth.row},
            {QStringLiteral("truth"), truth.value},
            {QStringLiteral("read"), read != nullptr ? read->text : QString()},
            {QStringLiteral("certain"), read != nullptr && read->certain}};
}

// The corner pairs of the finder's quad that lie nearest to the document's.
const FoundPage *nearest(const std::vector<FoundPage> &pages, const Quad &truth)
{
    const FoundPage *best = nullptr;
    double most = 0.5;
    for (const FoundPage &page : pages) {
        const double share = overlap(page.quad, truth);
        if (share > most) {
            most = share;
            best = &page;
        }
    }
    return best;
}

void measure(const SceneDocument &document, const cv::Mat &frame, const Quad &quad, bool sized,
             const PaperLibrary &papers, TextRecogniser &engine, const Turn &turn, Run &run)
{
    const QString kind = nameOf(document.document->kind);
    const PaperKind *known = papers.find(kind);
    const cv::Size2f mm = document.document->mm;
    const double wide = std::max(cv::norm(quad[1] - quad[0]), cv::norm(quad[2] - quad[1]));
    const double native = wide / static_cast<double>(std::max(mm.width, mm.height)) * 25.4;
    const StraightPage page = straighten(frame, quad, mm, readingDpi(mm, native));
    ReadOptions options;
    options.kind = kind;
    options.accounts = true;
    options.today = today;
    options.limit = std::chrono::minutes(10);  // what is read is measured, not what else the machine does
    const WorkTimer timer;
    Result<PaperReading> reading = readPaper(page.bgr, sized ? page.mm : cv::Size2f(), papers, engine, options);
    const double ms = timer.ms();
    const PaperReading nothing;
    const PaperReading &told = reading ? *reading : nothing;
    bool whole = true;
    for (const hall::scenes::Field &field : document.document->fields) {
        const bool asked = std::any_of(known->fields.begin(), known->fields.end(),
                                       [&](const PaperField &one) { return one.id == field.id; }) ||
                           std::any_of(known->columns.begin(), known->columns.end(),
                                       [&](const PaperColumn &one) { return one.id == field.id; });
        if (!asked) {
            continue;
        }
        const ReadField *read = readingOf(field, told);
        for (Tally *tally : {&run.all, &run.kinds[kind], &run.fields[kind][field.id]}) {
            count(field, read, *tally);
        }
        if (!isExact(field, read)) {
            whole = false;
            run.misread.append(misreading(turn, kind, field, read));
        }
    }
    if (!whole && !turn.keep.isEmpty()) {
        const QString name = QStringLiteral("%1-%2-%3.png").arg(kind).arg(turn.frame).arg(QLatin1String(turn.corners));
        cv::imwrite(QDir(turn.keep).filePath(name).toStdString(), turned(page.bgr, told.turn));
    }
    for (Tally *tally : {&run.all, &run.kinds[kind]}) {
        ++tally->papers;
        tally->whole += whole ? 1 : 0;
        tally->ms.add(ms);
    }
}

QJsonObject told(const Tally &tally)
{
    QJsonObject object{{QStringLiteral("fields"), tally.fields},
                       {QStringLiteral("exact"), tally.share()},
                       {QStringLiteral("certain"), tally.certain},
                       {QStringLiteral("unread"), tally.unread},
                       {QStringLiteral("wrong_certain"), tally.wrongCertain}};
    if (tally.papers > 0) {
        object.insert(QStringLiteral("papers"), tally.papers);
        object.insert(QStringLiteral("papers_all_exact"), tally.whole);
        object.insert(QStringLiteral("ms_mean"), tally.ms.mean());
        object.insert(QStringLiteral("ms_p95"), tally.ms.percentile(95));
    }
    return object;
}

QJsonObject told(const Run &run)
{
    QJsonObject object = told(run.all);
    object.insert(QStringLiteral("not_found"), run.notFound);
    QJsonObject kinds;
    for (const auto &[name, tally] : run.kinds) {
        kinds.insert(name, told(tally));
    }
    QJsonObject fields;
    for (const auto &[kind, tallies] : run.fields) {
        QJsonObject ids;
        for (const auto &[name, tally] : tallies) {
            ids.insert(name, told(tally));
        }
        fields.insert(kind, ids);
    }
    object.insert(QStringLiteral("kinds"), kinds);
    object.insert(QStringLiteral("fields_of_kinds"), fields);
    object.insert(QStringLiteral("misread"), run.misread);
    object.insert(QStringLiteral("id_front_fields"), fields[nameOf(Kind::IdFront)].toObject());
    return object;
}

Result<Figure> pageRead(const Settings &settings, int count)
{
    const auto typefaces = typefacesNamed(settings.typefaces);
    if (!typefaces) {
        return fail(FaultCode::BadArgument, "--typefaces is one of " + typefaceNames().toStdString());
    }
    if (const QString family = missingFamily(*typefaces); !family.isEmpty()) {
        return fail(FaultCode::FileUnreadable, "this machine has no typeface '" + family.toStdString() + "'");
    }
    if (!settings.keep.isEmpty() && !QDir().mkpath(settings.keep)) {
        return fail(FaultCode::FileUnreadable, "no folder can be made: " + settings.keep.toStdString());
    }
    cv::setNumThreads(1);
    const Result<PaperLibrary> papers = readPapers(settings.resources + QStringLiteral("/papers"));
    if (!papers) {
        return fail(papers.error());
    }
    auto engine = makeTesseract();
    if (!engine) {
        return fail(engine.error());
    }
    const std::vector<Kind> &every = allKinds();
    const auto only =
        std::find_if(every.begin(), every.end(), [&](Kind kind) { return nameOf(kind) == settings.kind; });
    if (!settings.kind.isEmpty() && (only == every.end() || papers->find(settings.kind) == nullptr)) {
        return fail(FaultCode::BadArgument, "no such kind of paper");
    }
    const PrintedIn printed(*typefaces);
    const std::uint64_t seed = settings.seed > 0 ? static_cast<std::uint64_t>(settings.seed) : usualSeed;
    Run trueCorners;
    Run foundCorners;
    for (int i = 0; i < count; ++i) {
        // Two frames of every kind in turn, one of cards; each the other way up when its turn comes again.
        const bool one = only != every.end();
        const Set set = i % 3 == 0 && !one ? Set::Cards : Set::Kinds;
        const int number = one ? static_cast<int>(only - every.begin()) + i * static_cast<int>(every.size())
                           : set == Set::Cards ? i / 3
                                               : i / 3 * 2 + i % 3 - 1;
        const bool upright = (i + i / 36) % 2 == 0;
        const Scene scene = makeFrame(set, optionsOf(set, seed, number), i);
        for (const SceneDocument &document : scene.documents) {
            if (papers->find(nameOf(document.document->kind)) == nullptr) {
                continue;
            }
            Quad quad;
            for (std::size_t k = 0; k < 4; ++k) {
                quad[k] = cv::Point2f(document.quad[(k + (upright ? 0 : 2)) % 4]);
            }
            measure(document, scene.frame, quad, true, *papers, **engine, {i, "true", settings.keep}, trueCorners);
            FindOptions options;
            options.emptyReference = scene.emptyReference;
            const std::vector<FoundPage> pages = findPages(scene.frame, options);
            if (const FoundPage *found = nearest(pages, quad)) {
                measure(document, scene.frame, found->quad, false, *papers, **engine, {i, "found", settings.keep},
                        foundCorners);
            } else {
                ++foundCorners.notFound;
            }
        }
    }
    QJsonObject detail = told(trueCorners);
    detail.insert(QStringLiteral("typefaces"), settings.typefaces);
    detail.insert(QStringLiteral("seed"), static_cast<qint64>(seed));
    detail.insert(QStringLiteral("found_corners"), told(foundCorners));
    return Figure{std::max(1e-9, trueCorners.all.share()), QStringLiteral("share"), aim,
                  static_cast<qint64>(trueCorners.all.fields), detail};
}

}  // namespace

QVector<Benchmark> readingBenchmarks()
{
    return {{QStringLiteral("page-read"),
             QStringLiteral("share of fields read exactly, of drawn papers of every kind at 8 MP with true corners"),
             QStringLiteral("fixed: 0.95, what sheets must reach"),
             QStringLiteral("value ≥ 0.95, wrong_certain ≤ fields / 500, an ID card ≤ 250 ms"), 240, pageRead}};
}

}  // namespace hall::bench
