// SPDX-License-Identifier: GPL-3.0-or-later
// Films: what is said of a moment agrees with its pixels.
#include "tests/support/scenes/sequence.h"

#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <QTest>

using namespace hall::scenes;
using namespace Qt::StringLiterals;

namespace {

double change(const cv::Mat &a, const cv::Mat &b)
{
    cv::Mat first;
    cv::Mat second;
    cv::blur(a, first, {9, 9});  // what noise does is over
    cv::blur(b, second, {9, 9});
    return cv::norm(first, second, cv::NORM_L1) / static_cast<double>(a.total() * 3);
}

// The most that any place has changed: an arm in a corner must not vanish in a mean.
double most(const cv::Mat &a, const cv::Mat &b)
{
    cv::Mat first;
    cv::Mat second;
    cv::blur(a, first, {9, 9});
    cv::blur(b, second, {9, 9});
    return cv::norm(first, second, cv::NORM_INF);
}

SequenceOptions shortFilm(Script script, std::uint64_t seed = 3)
{
    SequenceOptions options;
    options.seed = seed;
    options.size = {480, 270};
    options.script = script;
    return options;
}

}  // namespace

class TestSequences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { cv::setNumThreads(1); }

    void everyScript_data()
    {
        QTest::addColumn<int>("script");
        for (const Script script : allScripts()) {
            QTest::newRow(qPrintable(nameOf(script))) << static_cast<int>(script);
        }
    }

    // Empty frames look like the reference, frames in which nothing moves like the one before, moving ones do not.
    void everyScript()
    {
        QFETCH(int, script);
        Sequence film(shortFilm(static_cast<Script>(script)));
        QVERIFY(film.frames() > 30);
        cv::Mat last;
        FrameTruth lastTruth;
        double quiet = 0;
        int still = 0;
        int moving = 0;
        int seen = 0;
        int index = 0;
        double least = 1e9;
        while (const std::optional<Sequence::Frame> frame = film.next()) {
            const FrameTruth &truth = frame->truth;
            QCOMPARE(truth.ms, static_cast<int>(std::lround(index * 1000.0 / 15)));
            QCOMPARE(truth.empty, truth.documents.empty());
            if (truth.empty && !truth.hand) {
                QVERIFY(change(frame->bgr, film.emptyReference()) < 4);
                QVERIFY2(most(frame->bgr, film.emptyReference()) < 24, qPrintable(QString::number(truth.ms)));
            }
            for (const SceneDocument &document : truth.documents) {
                QVERIFY(truth.hand || document.covered == 0);
            }
            QVERIFY(!truth.stillSince ||
                    (!truth.moving && !truth.hand && !truth.empty && *truth.stillSince <= truth.ms));
            if (!last.empty() && !truth.moving && !lastTruth.moving && truth.hand == lastTruth.hand) {
                quiet = std::max(quiet, change(frame->bgr, last));
                ++still;
            } else if (!last.empty() && truth.moving && !truth.empty) {
                ++moving;
                least = std::min(least, change(frame->bgr, last));
            }
            seen += truth.stillSince ? 1 : 0;
            last = frame->bgr;
            lastTruth = truth;
            ++index;
        }
        QCOMPARE(index, film.frames());
        QVERIFY2(quiet < 3.5, qPrintable(QString::number(quiet)));
        QVERIFY(still > 4);
        const bool rests = static_cast<Script>(script) != Script::OnlyHands;
        QCOMPARE(moving > 10, rests);
        QCOMPARE(seen > 0, rests);
    }

    // When it is said that a document has been still since t, no earlier frame lies between with something in it that
    // moves.
    void stillSinceIsTheFirstMoment()
    {
        for (const Script script : {Script::LayOne, Script::LayCorrect, Script::TwoPages, Script::Pair}) {
            const Sequence film(shortFilm(script, 7));
            const FrameTruth end = film.truthAt(film.frames() - 1);
            QVERIFY(end.stillSince);
            QVERIFY(end.ms - *end.stillSince > 1500);
            for (int i = 0; i < film.frames(); ++i) {
                const FrameTruth truth = film.truthAt(i);
                if (truth.ms > *end.stillSince + 10) {
                    QVERIFY(!truth.hand);
                    QVERIFY(truth.ms < *end.stillSince + 80 || !truth.moving);
                    QCOMPARE(truth.documents.size(), end.documents.size());
                } else if (truth.ms > *end.stillSince - 80 && truth.ms < *end.stillSince) {
                    QVERIFY(truth.hand || truth.moving);
                }
            }
        }
    }

    void documentsGoAndCome()
    {
        const Sequence film(shortFilm(Script::TwoPages, 5));
        std::vector<Kind> order;
        for (int i = 0; i < film.frames(); ++i) {
            for (const SceneDocument &document : film.truthAt(i).documents) {
                if (order.empty() || order.back() != document.document->kind) {
                    order.push_back(document.document->kind);
                }
            }
        }
        QVERIFY((order == std::vector{Kind::ContractCover, Kind::ContractTerms}));
        const Sequence removed(shortFilm(Script::LayRemove, 5));
        QVERIFY(removed.truthAt(removed.frames() - 1).empty);
        const Sequence pair(shortFilm(Script::Pair, 5));
        QCOMPARE(pair.truthAt(pair.frames() - 1).documents.size(), std::size_t(2));
        QVERIFY(!pair.truthAt(pair.frames() - 1).documents[0].cut);
    }

    void aHandThatStaysCovers()
    {
        Sequence film(shortFilm(Script::HandStays, 9));
        std::optional<Sequence::Frame> last;
        while (std::optional<Sequence::Frame> frame = film.next()) {
            last = std::move(frame);
        }
        QVERIFY(last && last->truth.hand && !last->truth.moving && !last->truth.stillSince);
        QVERIFY(last->truth.documents.front().covered > 0.02);
    }

    void sameSeedSameFilm()
    {
        Sequence first(shortFilm(Script::LayTurn, 11));
        Sequence again(shortFilm(Script::LayTurn, 11));
        QCOMPARE(first.frames(), again.frames());
        while (const std::optional<Sequence::Frame> a = first.next()) {
            const std::optional<Sequence::Frame> b = again.next();
            QVERIFY(b && cv::norm(a->bgr, b->bgr, cv::NORM_INF) == 0);
        }
        first.restart();
        QVERIFY(first.next()->truth.ms == 0);
    }
};

QTEST_MAIN(TestSequences)
#include "tst_sequences.moc"
