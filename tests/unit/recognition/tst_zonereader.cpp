// SPDX-License-Identifier: GPL-3.0-or-later
// Zones of fictional permits, read from pictures of them: what is read is right, and what cannot be read is refused.
// HALL_TEST_SCALE multiplies the 12 and 5 pictures.
#include "app/recognition/pagefinder.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/zonereader.h"
#include "tests/support/permitpicture.h"

#include <opencv2/imgproc.hpp>
#include <QGuiApplication>
#include <QTest>
#include <random>

using namespace hall;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

const QDate today(2026, 11, 25);

struct Holder
{
    QString number;
    QString birth;
    QChar sex;
    QString until;
    QString names;
    QString name;  // as it is read

    [[nodiscard]] QString zone() const { return permitZone(number, birth, sex, until, names); }
};

// Numbers of the shapes that are given out, all of them fictional.
Holder holder(unsigned seed)
{
    std::minstd_rand random(seed * 7919 + 3);
    const auto upTo = [&random](unsigned most) { return static_cast<int>(random() % most); };
    static const QStringList surnames{QStringLiteral("CHAN"),  QStringLiteral("WONG"),   QStringLiteral("LEI"),
                                      QStringLiteral("HO"),    QStringLiteral("XU"),     QStringLiteral("QIU"),
                                      QStringLiteral("ZHUGE"), QStringLiteral("OUYANG"), QStringLiteral("FUNG")};
    static const QStringList given{QStringLiteral("SHI<LI"), QStringLiteral("YAN<SHI"), QStringLiteral("MU<BAN"),
                                   QStringLiteral("CE<SHI"), QStringLiteral("JIA<KE"),  QStringLiteral("BAO<QING")};
    const QString digits = QStringLiteral("%1").arg(upTo(1000000), 8, 10, QChar(u'0'));
    const int kind = upTo(3);
    Holder one;
    one.number = kind == 0 ? u'H' + digits : kind == 1 ? u'M' + digits : digits;
    one.birth = QStringLiteral("%1%2%3")
                    .arg(60 + upTo(40))
                    .arg(1 + upTo(12), 2, 10, QChar(u'0'))
                    .arg(1 + upTo(28), 2, 10, QChar(u'0'));
    one.sex = upTo(2) == 0 ? u'M' : u'F';
    one.until = QStringLiteral("%1%2%3")
                    .arg(27 + upTo(9))
                    .arg(1 + upTo(12), 2, 10, QChar(u'0'))
                    .arg(1 + upTo(28), 2, 10, QChar(u'0'));
    const QString surname = surnames[upTo(static_cast<unsigned>(surnames.size()))];
    const QString first = given[upTo(static_cast<unsigned>(given.size()))];
    one.names = surname + QStringLiteral("<<") + first;
    one.name = surname + QStringLiteral(", ") + QString(first).replace(u'<', u' ');
    return one;
}

cv::Mat viewOfImage(const QImage &image)
{
    return {image.height(), image.width(), CV_8UC3, const_cast<uchar *>(image.constBits()),
            static_cast<std::size_t>(image.bytesPerLine())};
}

// The way from the camera's frame to the straightened card.
cv::Mat cardIn(const QImage &photo)
{
    const cv::Mat picture = viewOfImage(photo);
    const std::vector<FoundPage> found = findPages(picture, {});
    if (found.empty()) {
        return {};
    }
    return straighten(picture, found.front().quad, kindSize("id-card"), zoneDpi).bgr;
}

cv::Mat flat(const QImage &card)
{
    QImage opaque(card.size(), QImage::Format_BGR888);
    opaque.fill(Qt::black);
    for (int y = 0; y < card.height(); ++y) {
        for (int x = 0; x < card.width(); ++x) {
            opaque.setPixelColor(x, y, card.pixelColor(x, y));
        }
    }
    return viewOfImage(opaque).clone();
}

bool same(const TravelPermit &permit, const Holder &holder)
{
    return permit.number.reveal() == holder.number && permit.name.reveal() == holder.name &&
           permit.sex == (holder.sex == u'M' ? 1 : 2) && permit.birthDate &&
           permit.birthDate->toString(QStringLiteral("yyMMdd")) == holder.birth && permit.validUntil &&
           permit.validUntil->toString(QStringLiteral("yyMMdd")) == holder.until;
}

int scale()
{
    return std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
}

Result<TravelPermit> read(const cv::Mat &card)
{
    return readPermit(card, today, std::chrono::steady_clock::now() + 20s);
}

}  // namespace

class TestZoneReader : public QObject
{
    Q_OBJECT

private:
    struct Count
    {
        int right = 0;
        int wrong = 0;
        int refused = 0;
    };

    static Count measure(int frames, const std::function<PhotoOptions(std::minstd_rand &)> &options)
    {
        Count count;
        for (int i = 0; i < frames; ++i) {
            std::minstd_rand random(static_cast<unsigned>(i) * 101 + 11);
            const Holder one = holder(static_cast<unsigned>(i));
            PhotoOptions photo = options(random);
            photo.seed = static_cast<unsigned>(i) + 1;
            const auto permit = read(cardIn(photographOf(permitBack(one.zone(), 4.25 + (i % 5) * 0.52), photo)));
            if (!permit) {
                ++count.refused;
                qInfo("frame %d refused: %s", i, permit.error().detail.c_str());
            } else if (same(*permit, one)) {
                ++count.right;
            } else {
                ++count.wrong;
                qWarning("frame %d wrong: %s for %s", i, qPrintable(permit->name.reveal()), qPrintable(one.name));
            }
        }
        qInfo("%d right, %d wrong, %d refused", count.right, count.wrong, count.refused);
        return count;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!zoneTypeInstalled()) {
            QSKIP("the type OCR B is not installed (fonts-ocr-b)");
        }
    }

    void everyWayUp_data()
    {
        QTest::addColumn<int>("quarters");
        for (int quarters = 0; quarters < 4; ++quarters) {
            QTest::addRow("%d quarter turns", quarters) << quarters;
        }
    }

    void everyWayUp()
    {
        QFETCH(int, quarters);
        const Holder one = holder(1);
        const auto permit = read(turned(flat(permitBack(one.zone())), quarters));
        QVERIFY2(permit.has_value(), permit ? "" : permit.error().detail.c_str());
        QVERIFY(same(*permit, one));
    }

    // As people lay them and halls are lit.
    void ordinaryFrames()
    {
        const int frames = 12 * scale();
        const Count count = measure(frames, [](std::minstd_rand &random) {
            const auto share = [&random] { return static_cast<double>(random() % 1000) / 1000; };
            PhotoOptions options;
            options.degrees = -12 + 24 * share() + (random() % 2 == 0 ? 180 : 0);
            options.blur = 1.2 * share();
            options.light = 0.65 + 0.5 * share();
            options.slope = 0.3 * share();
            options.noise = 2 + static_cast<int>(random() % 3);
            return options;
        });
        QCOMPARE(count.wrong, 0);
        QVERIFY2(count.right >= frames * 9 / 10, "fewer than nine in ten are read");
    }

    // What can hardly be read must not be read wrongly.
    void badFrames()
    {
        const Count count = measure(5 * scale(), [](std::minstd_rand &random) {
            PhotoOptions options;
            options.perMm = 5;
            options.degrees = static_cast<double>(random() % 9);
            options.blur = 0.8 + static_cast<double>(random() % 1000) / 600;
            options.light = 0.5;
            options.noise = 6;
            return options;
        });
        QCOMPARE(count.wrong, 0);
    }

    void oneWrongDigitIsRefused()
    {
        const Holder one = holder(2);
        QString zone = one.zone();
        zone[8] = zone[8] == u'1' ? u'7' : u'1';
        const auto permit = read(flat(permitBack(zone)));
        QVERIFY(!permit);
        QCOMPARE(permit.error().code, FaultCode::CardGarbled);
    }

    void anotherDocument()
    {
        QString zone = holder(3).zone();
        zone.replace(0, 5, QStringLiteral("I<UTO"));
        const auto permit = read(flat(permitBack(zone)));
        QVERIFY(!permit);
        QCOMPARE(permit.error().code, FaultCode::CardUnknownKind);
    }

    void noZone()
    {
        QCOMPARE(read(flat(permitBack({}))).error().code, FaultCode::CardGarbled);
        QCOMPARE(read({}).error().code, FaultCode::CardGarbled);
    }

    void tooLate()
    {
        const auto permit =
            readPermit(flat(permitBack(holder(4).zone())), today, std::chrono::steady_clock::now() - 1s);
        QCOMPARE(permit.error().code, FaultCode::CardGarbled);
        QCOMPARE(QString::fromStdString(permit.error().detail), QStringLiteral("too late"));
    }

    void noData()
    {
        const auto permit = readPermit(flat(permitBack(holder(5).zone())), today, std::chrono::steady_clock::now() + 5s,
                                       "/nonexistent");
        QCOMPARE(permit.error().code, FaultCode::FileUnreadable);
    }
};

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    TestZoneReader test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_zonereader.moc"
