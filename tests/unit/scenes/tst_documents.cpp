// SPDX-License-Identifier: GPL-3.0-or-later
// The drawn papers: every kind, its fields where their ink is, numbers that nobody has and validators accept.
#include "app/domain/identitynumber.h"
#include "app/domain/travelpermit.h"
#include "tests/support/scenes/barcode.h"
#include "tests/support/scenes/codepaper.h"
#include "tests/support/scenes/document.h"
#include "tests/support/scenes/lettering.h"
#include "tests/support/scenes/people.h"

#include <opencv2/imgproc.hpp>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace hall;
using namespace hall::scenes;
using namespace Qt::StringLiterals;

namespace {

// How dark or coloured the ink of an area is against its surroundings: deviation of the levels.
double contrastIn(const Document &document, const cv::Rect2f &mm)
{
    const auto px = [&](float v) { return static_cast<int>(v * static_cast<float>(document.perMm)); };
    const cv::Rect area =
        cv::Rect(px(mm.x), px(mm.y), px(mm.width) + 1, px(mm.height) + 1) & cv::Rect({0, 0}, document.bgr.size());
    if (area.empty()) {
        return 0;
    }
    cv::Mat grey;
    cv::cvtColor(document.bgr(area), grey, cv::COLOR_BGR2GRAY);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(grey, mean, deviation);
    return deviation[0];
}

QSet<QString> dictionaryIds()
{
    QFile file(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/dictionary.json"));
    QSet<QString> ids;
    if (file.open(QIODevice::ReadOnly)) {
        const QJsonValue fields = QJsonDocument::fromJson(file.readAll())[u"fields"];
        for (const QJsonValue field : fields.toArray()) {
            ids.insert(field[u"id"].toString());
        }
        for (const QString &id : fields.toObject().keys()) {
            ids.insert(id);
        }
    }
    return ids;
}

// Ids that the dictionary has no name for: listed in the README.
const QSet<QString> ours{u"issued_date"_s,        u"valid_to"_s,          u"cert_issuer"_s,   u"zone"_s,
                         u"head_relation"_s,      u"birth_place"_s,       u"native_place"_s,  u"disability_kind"_s,
                         u"disability_cert_no"_s, u"low_income_amount"_s, u"low_income_no"_s, u"occupation_text"_s,
                         u"major_text"_s,         u"diploma_no"_s,        u"letter_no"_s,     u"invoice_date"_s,
                         u"submitted_at"_s,       u"list_month"_s,        u"list_base"_s};

}  // namespace

class TestDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lettersAreInTheTypefacesAskedFor()
    {
        QVERIFY(!typefacesNamed(u"none"_s));
        QCOMPARE(typefacesNamed(u"noto"_s), std::optional(Typefaces()));
        QCOMPARE(missingFamily(Typefaces()), QString());
        QCOMPARE(missingFamily({u"Nobody's"_s, u"Nobody's"_s, u"Nobody's"_s}), u"Nobody's"_s);
        const Lettering serif(Face::Song, false, 32);
        const QRectF usual = serif.ink(u"永"_s);
        {
            const PrintedIn sans({u"Noto Sans CJK SC"_s, u"Noto Sans CJK SC"_s, u"Noto Sans CJK SC"_s});
            QCOMPARE(Lettering(Face::Song, false, 32).ink(u"永"_s), Lettering(Face::Hei, false, 32).ink(u"永"_s));
            QVERIFY(Lettering(Face::Song, false, 32).ink(u"永"_s) != usual);
        }
        QCOMPARE(Lettering(Face::Song, false, 32).ink(u"永"_s), usual);
    }

    void everyKind_data()
    {
        QTest::addColumn<int>("kind");
        for (const Kind kind : allKinds()) {
            QTest::newRow(qPrintable(nameOf(kind))) << static_cast<int>(kind);
        }
    }

    // Drawn with 400 dpi or more, again the same from the same seed, fields inside the paper with ink in their boxes
    // and without touching each other.
    void everyKind()
    {
        QFETCH(int, kind);
        static const QSet<QString> known = dictionaryIds();
        QVERIFY(known.size() > 100);
        for (const std::uint64_t seed : {3ULL, 4ULL, 5ULL}) {
            const Document document = drawDocument(static_cast<Kind>(kind), seed);
            QVERIFY(document.perMm * 25.4 >= 400);
            QCOMPARE(document.bgr.cols, qRound(document.mm.width * document.perMm));
            QCOMPARE(document.bgr.rows, qRound(document.mm.height * document.perMm));
            const cv::Rect2f paper(0, 0, document.mm.width, document.mm.height);
            for (const Field &field : document.fields) {
                const QByteArray where = (field.id + u' ' + field.text).toUtf8();
                QVERIFY2(known.contains(field.id) || ours.contains(field.id), where.constData());
                QVERIFY2(!field.text.isEmpty() && !field.value.isEmpty() && !field.lines.empty(), where.constData());
                QVERIFY2((field.box & paper).area() >= 0.98F * field.box.area(), where.constData());
                for (const cv::Rect2f &line : field.lines) {
                    QVERIFY2(line.height > 0.3F && contrastIn(document, line) > 8, where.constData());
                }
            }
            for (std::size_t i = 0; i < document.fields.size(); ++i) {
                for (std::size_t j = i + 1; j < document.fields.size(); ++j) {
                    for (const cv::Rect2f &a : document.fields[i].lines) {
                        for (const cv::Rect2f &b : document.fields[j].lines) {
                            QVERIFY2((a & b).area() < 0.02F * std::min(a.area(), b.area()),
                                     qPrintable(document.fields[i].id + u" on "_s + document.fields[j].id));
                        }
                    }
                }
            }
        }
    }

    // What is a choice in the dictionary has a code of its table as value.
    void codesAreInTheirTables()
    {
        QFile file(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/dictionary.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject dictionary = QJsonDocument::fromJson(file.readAll())[u"fields"].toObject();
        int checked = 0;
        for (const Kind kind : allKinds()) {
            for (const Field &field : drawDocument(kind, 12).fields) {
                const QString table = dictionary[field.id][u"codeTable"].toString();
                if (table.isEmpty()) {
                    continue;
                }
                QFile codes(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/codes/") + table +
                            QStringLiteral(".json"));
                QVERIFY2(codes.open(QIODevice::ReadOnly), qPrintable(table));
                const QJsonArray rows = QJsonDocument::fromJson(codes.readAll())[u"rows"].toArray();
                const bool known = std::any_of(rows.begin(), rows.end(), [&](const QJsonValue &row) {
                    return row[u"code"].toString() == field.value;
                });
                QVERIFY2(known, qPrintable(field.id + u' ' + field.value));
                ++checked;
            }
        }
        QVERIFY(checked > 15);
    }

    void sameSeedSameBytes()
    {
        for (const Kind kind : {Kind::EndOfContract, Kind::BusinessLicence, Kind::IdFront, Kind::Invoice}) {
            const Document first = drawDocument(kind, 9);
            // What is drawn between, with the same fonts by others, leaves no trace.
            QCOMPARE(drawDocument(Kind::Receipt, 1).codes.size(), std::size_t(1));
            const Document again = drawDocument(kind, 9);
            const Document other = drawDocument(kind, 10);
            QCOMPARE(cv::norm(first.bgr, again.bgr, cv::NORM_INF), 0.0);
            QVERIFY(first.fields == again.fields);
            QVERIFY(first.fields != other.fields);
        }
    }

    // Four employers write the same proof differently.
    void layoutsVary()
    {
        QSet<QString> layouts;
        QSet<QString> sizes;
        for (std::uint64_t seed = 0; seed < 24; ++seed) {
            layouts.insert(drawDocument(Kind::EndOfContract, seed).layout);
            sizes.insert(QString::number(drawDocument(Kind::DisabilityCard, seed).mm.width));
        }
        QCOMPARE(layouts.size(), 4);
        QCOMPARE(sizes.size(), 2);
    }

    // The check digit is right, the region is a city's, which issued cards never carry; sex and birth date agree.
    void numbersAreNobodys()
    {
        Random random(77);
        for (int i = 0; i < 300; ++i) {
            const Person person = makePerson(random);
            const NumberCheck check = checkNumber(person.number);
            QVERIFY(check.valid());
            QVERIFY(check.kind == NumberKind::Resident);
            QCOMPARE(*check.birthDate, person.birth);
            QCOMPARE(QString::number(*check.sex), person.sex.code);
            QVERIFY(person.number.startsWith(u"37"_s) && person.number.mid(4, 2) == u"00"_s);
            QVERIFY(person.phone.startsWith(u"1990000"_s));
        }
    }

    void cardsSayWhatTheirNumberSays()
    {
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            const Document card = drawDocument(Kind::IdFront, seed);
            QString number;
            QString birth;
            QString sex;
            for (const Field &field : card.fields) {
                number = field.id == u"cert_no"_s ? field.value : number;
                birth = field.id == u"birth_date"_s ? field.value : birth;
                sex = field.id == u"sex"_s ? field.value : sex;
            }
            const NumberCheck check = checkNumber(number);
            QVERIFY(check.valid());
            QCOMPARE(check.birthDate->toString(Qt::ISODate), birth);
            QCOMPARE(QString::number(*check.sex), sex);
        }
    }

    void zonesAreRight_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("hk or mo") << static_cast<int>(Kind::HkMoPermit);
        QTest::newRow("taiwan") << static_cast<int>(Kind::TaiwanPermit);
    }

    void zonesAreRight()
    {
        QFETCH(int, kind);
        for (std::uint64_t seed = 0; seed < 6; ++seed) {
            const Document permit = drawDocument(static_cast<Kind>(kind), seed);
            QStringList zone;
            QString number;
            for (const Field &field : permit.fields) {
                if (field.id == u"zone"_s) {
                    zone.append(field.text);
                }
                number = field.id == u"cert_no"_s ? field.text : number;
            }
            const Result<TravelPermit> read = travelPermitFromZone(zone.join(u'\n'), QDate(2026, 11, 27));
            QVERIFY2(read, read ? "" : read.error().detail.c_str());
            QCOMPARE(read->number.reveal(), number);
        }
    }

    void tablesHaveRows()
    {
        const Document invoice = drawDocument(Kind::Invoice, 3);
        int rows = 0;
        for (const Field &field : invoice.fields) {
            rows = std::max(rows, field.row + 1);
        }
        const auto count = std::find_if(invoice.fields.begin(), invoice.fields.end(),
                                        [](const Field &field) { return field.id == u"insured_count"_s; });
        QVERIFY(count != invoice.fields.end());
        QCOMPARE(QString::number(rows), count->value);
        QCOMPARE(invoice.codes.size(), std::size_t(1));
    }

    void barsFollowTheStandard()
    {
        // Start B, A, check (104 + 33) % 103, stop: ISO/IEC 15417.
        QCOMPARE(code128(u"A"_s),
                 (std::vector<int>{2, 1, 1, 2, 1, 4, 1, 1, 1, 3, 2, 3, 1, 3, 1, 1, 2, 3, 2, 3, 3, 1, 1, 1, 2}));
        QCOMPARE(code128(u"123456"_s).size(), code128(u"ABC"_s).size());  // pairs of digits
        QVERIFY(code128(u"业"_s).empty());
        QVERIFY(code128({}).empty());
        for (const CodePaper paper : allCodePapers()) {
            const Document document = drawCodePaper(paper, 5);
            QCOMPARE(document.codes.size(), std::size_t{1});
            const cv::Rect2f box = document.codes.front().box;
            QVERIFY2(box.x > 0 && box.y > 0 && box.br().x < document.mm.width && box.br().y < document.mm.height,
                     qPrintable(nameOf(paper)));
        }
    }

    // A seal is red, round as the paper shows it, and where the truth says.
    void sealsAreRoundAndRed()
    {
        const Document licence = drawDocument(Kind::BusinessLicence, 4);
        QCOMPARE(licence.seals.size(), std::size_t(1));
        const cv::Rect2f seal = licence.seals.front();
        QVERIFY(std::abs(seal.width - seal.height) < 0.03F * seal.width);
        const auto px = [&](float v) { return static_cast<int>(v * static_cast<float>(licence.perMm)); };
        const cv::Mat part = licence.bgr(cv::Rect(px(seal.x), px(seal.y), px(seal.width), px(seal.height)));
        int red = 0;
        for (int y = 0; y < part.rows; ++y) {
            for (int x = 0; x < part.cols; ++x) {
                const auto &pixel = part.at<cv::Vec3b>(y, x);
                red += pixel[2] > pixel[1] + 40 && pixel[2] > pixel[0] + 40 ? 1 : 0;
            }
        }
        QVERIFY(red > part.rows * part.cols / 20);
    }
};

QTEST_MAIN(TestDocuments)
#include "tst_documents.moc"
