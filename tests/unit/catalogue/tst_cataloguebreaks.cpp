// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of the whole delivered catalogue, broken at one place or at many: each break is told once, with its file, its
// place, what stands there and what cures it, in both languages, and nothing is told that only follows from it.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/defecttexts.h"
#include "app/catalogue/jsonplace.h"

#include "tests/unit/catalogue/cataloguecopy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using hall::Defect;
using hall::DefectId;
using hall::LoadedCatalogue;

namespace {

struct Break
{
    const char *file;
    const char *before;
    const char *after;
    const char *path;
    const char *id;
    const char *reason;    // a part of it, English
    const char *reasonZh;  // a part of it, Chinese
    const char *cureZh;
    bool last = false;  // the last place that reads so, not the first
};

const QVector<Break> breaks{
    {"services/graduate-subsidy.json", "\"id\": \"guardian-consent\"", "\"id\": \"parents-paper\"", "/minors",
     "no-guardian-consent", "no material 'guardian-consent'", "没有监护人同意书", "补上材料 guardian-consent"},
    {"services/labour-filing-hire.json", "[\"identify\", \"capture\"", "[\"identify\"", "/needs", "need-missing",
     "everybody scans the material 'labour-contract'", "人人都要扫描", "加上 \"capture\""},
    {"services/vacancy-search.json", "\"needs\": []", "\"needs\": [\"capture\"]", "/needs/0", "need-unused",
     "there is no material to scan", "没有要扫描的材料", "删去 \"capture\""},
    {"services/insured-proof.json", "\"identify\", \"print-receipt\"", "\"identify\"", "/needs", "need-missing",
     "a proof is printed", "要打印证明", "加上 \"print-receipt\""},
    {"services/zero-employment-family.json", "\"needs\": [\"identify\", ", "\"needs\": [", "/needs", "need-missing",
     "must sign in", "要核验身份", "加上 \"identify\""},
    {"services/training-subsidy.json", "{\"id\": \"name\", \"required\": true, \"readonly\": true},", "",
     "/forms/online/pages/0", "no-identity", "name is not on it", "缺少 name", "在第一页补上"},
    {"services/loan-guarantee-firm.json", "{\"id\": \"uscc\", ", "{\"id\": \"unit_phone\", ", "/forms/offline/pages/0",
     "no-identity", "uscc is not on it", "缺少 uscc", "在第一页补上", true},
    {"services/career-guidance.json", "{\"id\": \"guidance_date\"", "{\"id\": \"remark\"", "/autoHandle",
     "rule-never-decided", "'guidance_date' is not asked in the offline form",
     "离线表格（offline）没有问“guidance_date”", "在表里问它", true},
    {"services/job-seeking.json", "\"minutes\": 4", "\"minutes\": \"4\"", "/minutes", "wrong-type", "\"4\" stands here",
     "这里写的是 \"4\"", "1 到 120 之间的整数，不加引号"},
    {"services/benefit-query.json", "\"fee\": 0", "\"fee\": -1", "/fee", "too-small", "-1 stands here", "-1，太小",
     "不小于 0 的整数"},
    {"services/file-query.json", "\"minutes\": 1", "\"minutes\": 1000", "/minutes", "too-big", "1000 stands here",
     "1000，太大", "1 到 120"},
    {"services/employment-proof.json", "\"assurance\": \"holder\"", "\"assurance\": \"card\"", "/assurance",
     "not-one-of", "\"card\" stands here", "\"card\"，不在允许", "\"open\", \"possession\", \"holder\", \"staff\""},
    {"services/file-transfer-out.json", "\"version\": \"2026.1\"", "\"version\": \"\"", "/version", "empty-text",
     "the text is empty", "是空的", "写上：内容"},
    {"services/hardship-recognition.json", "\"event\": ", "\"evnt\": ", "/evnt", "misspelt", "'event' is missing",
     "缺少“event”", "改成 \"event\""},
    {"services/periodic-confirmation.json", "\"validFrom\": \"2026-01-01\"", "\"validFrom\": \"2026年1月1日\"",
     "/validFrom", "wrong-form", "not written as it must be", "\"2026年1月1日\"，写法不对", "如 \"2026-01-31\""},
    {"services/si-card-loss.json", "\"channels\": [\"kiosk\", ", "\"channels\": [\"kiosk\", \"kiosk\", ", "/channels/1",
     "twice-in-list", "\"kiosk\" stands in the list twice", "出现了两次", "删去一个"},
    {"services/si-card-pin.json", "  \"minutes\": ", "  \"minits\": 3, \"minutes\": ", "/minits", "stranger",
     "no property 'minits'", "没有“minits”这一项", "可以用的有"},
    {"services/graduate-change.json", "  \"fee\": 0,", "", "", "missing", "'fee' is missing", "缺少“fee”",
     "补上 \"fee\"：不小于 0 的整数"},
    {"services/file-certificate.json", "\"rule\": \"", "\"rule\": \"AND ", "/eligibility/0/rule", "bad-rule",
     "character 1: a value should stand before AND", "第 1 个字符处", "在该处改正规则"},
    {"services/unemployment-exit.json", "{\"id\": \"cert_no\"", "{\"id\": \"cert_nmbr\"",
     "/forms/online/pages/0/fields/1/id", "no-field", "no sound field 'cert_nmbr'", "没有可用的字段“cert_nmbr”",
     "请改正编号"},
    {"services/emp-cert-issue.json", "\"promised\": 1,", "\"promised\": 9,", "/time/promised",
     "promised-above-statutory", "9 workdays are promised, more than the law's 5", "承诺 9 个工作日", "改正 promised"},
    {"services/account-opening.json", "\"promised\": 0, \"immediate\": true", "\"promised\": 0, \"immediate\": false",
     "/time/promised", "later-without-days", "0 workdays are promised", "承诺的工作日却是 0", "写明需要几个工作日"},
    {"services/loan-guarantee.json", "\"minutes\": 8,", "\"minutes\": 8", "", "not-json",
     "line 279, column 15: a comma is missing here", "第 279 行第 15 列：这里缺少逗号：\"minutes\": 8▶",
     "补上英文逗号"},
    {"services/unemployment-renewal.json", "\"fee\": 0,", "\"fee\": 0，", "", "not-json", "is Chinese punctuation",
     "这里是中文标点“，”", "换成英文标点 ,"},
    {"templates/subsidy.json", "\"applicant\": \"person\",", "\"applicant\": \"people\",", "/applicant", "not-one-of",
     "\"people\" stands here", "\"people\"，不在允许", "\"person\", \"employer\""},
    {"codes/flexible-type.json", "\"code\": \"5\"", "\"code\": \"4\"", "/rows/4", "code-twice", "'4' appears twice",
     "“4”出现了两次", "删去一个"},
    {"dictionary.json", "\"zh\": \"岗位要求\", ", "", "/fields/vacancy_duties/label", "missing", "'zh' is missing",
     "缺少“zh”", "补上 \"zh\""},
    {"events.json", "\"emp-cert\", \"progress-query\"", "\"emp-cert\", \"progres-query\"", "/often/4", "no-service",
     "no sound service 'progres-query'", "没有可用的业务“progres-query”", "改正编号"},
    {"needs.json", "\"service\": \"unemployment-benefit\"", "\"service\": \"unemployment-benefits\"",
     "/needs/1/service", "no-service", "'unemployment-benefits'", "“unemployment-benefits”", "改正编号"},
    {"chains/card.json", ":card_state = '2'", ":card_stat = '2'", "/services/3/onlyIf", "bad-rule",
     "character 1: the dictionary has no field 'card_stat'", "没有字段“card_stat”", "改正规则"},
    {"chains/unemployed.json", ":job_intent = '1'", ":job_demand + :vacancy_count = 1", "/services/2/onlyIf",
     "bad-rule", "cannot be added", "不能相加", "改正规则"},
    {"visit-once.json",
     "\"service\": \"si-card-reissue\",\n          \"visits\": 1,\n          \"materials\": {\"before\": 1, \"after\": "
     "0, \"basis\": \"assumed\"},\n          \"workdays\": {\"statutory\": 10",
     "\"service\": \"si-card-reissue\",\n          \"visits\": 1,\n          \"materials\": {\"before\": 1, \"after\": "
     "0, \"basis\": \"assumed\"},\n          \"workdays\": {\"statutory\": 12",
     "/items/26/cases/2/workdays/statutory", "other-statutory",
     "12 workdays stand here, but services/si-card-reissue.json says 10", "这里的法定时限是 12 个工作日",
     "改正写错的一处"},
    {"visit-once.json",
     "\"service\": \"file-transfer-in\",\n          \"visits\": 1,\n          \"materials\": {\"before\": 2, "
     "\"after\": 0",
     "\"service\": \"file-transfer-in\",\n          \"visits\": 1,\n          \"materials\": {\"before\": 9, "
     "\"after\": 7",
     "/items/25/cases/0/materials/after", "papers-above-service", "knows only 3", "却只有 3 份", "改正写错的一处"},
    {"visit-once.json",
     "\"service\": \"labour-filing-change\",\n          \"visits\": 1,\n          \"materials\": {\"before\": 2, "
     "\"after\": 1",
     "\"service\": \"labour-filing-change\",\n          \"visits\": 1,\n          \"materials\": {\"before\": 2, "
     "\"after\": 0",
     "/items/0/cases/1/materials/after", "papers-below-service", "asks everybody for 1", "要求人人交 1 份",
     "改正写错的一处"},
    {"regions/3705.json", "\"district\": \"370502\"", "\"district\": \"370602\"", "/agencies/1/district", "not-in-area",
     "'370602' does not lie in 3705", "“370602”不属于 3705", "移到所属地区"},
    {"policies/3702.json", "\"from\": \"2016-01-01\"", "\"from\": \"2016-02-30\"",
     "/policies/housekeeping_premium_cap/rows/0/from", "no-day", "'2016-02-30' is no day", "不是一个日期",
     "日历上有的日期"},
};

bool hasChinese(const QString &text)
{
    static const QRegularExpression han(QStringLiteral("\\p{Han}"));
    return han.match(text).hasMatch();
}

// All that is delivered, lists and regions too.
class WholeCopy
{
public:
    WholeCopy()
    {
        QDirIterator files(hall::realCatalogue(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString from = files.next();
            const QString to = m_dir.filePath(QDir(hall::realCatalogue()).relativeFilePath(from));
            QDir().mkpath(QFileInfo(to).path());
            QFile::link(from, to);
        }
    }
    [[nodiscard]] QString folder() const { return m_dir.path(); }
    // Whether the place was there.
    [[nodiscard]] bool apply(const Break &one) const
    {
        QFile file(m_dir.filePath(QLatin1String(one.file)));
        if (!file.open(QIODevice::ReadOnly)) {
            return false;
        }
        QByteArray text = file.readAll();
        file.close();
        const qsizetype at = one.last ? text.lastIndexOf(one.before) : text.indexOf(one.before);
        text.replace(at, qstrlen(one.before), one.after);
        return at >= 0 && file.remove() && file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }

private:
    QTemporaryDir m_dir;
};

}  // namespace

class CatalogueBreaksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsTold_data();
    void everyKindIsTold();
    void deliveredIsSound();
    void oneBreak_data();
    void oneBreak();
    void allBreaksAtOnce();
    void lines();
    void notJson_data();
    void notJson();
};

void CatalogueBreaksTest::everyKindIsTold_data()
{
    QTest::addColumn<int>("kind");
    for (int kind = 0; kind < int(DefectId::Count); ++kind) {
        QTest::newRow(hall::defectText(DefectId(kind)).id) << kind;
    }
}

// Each kind has an id of its own, and says the same in both languages: what it names in one it names in the other.
void CatalogueBreaksTest::everyKindIsTold()
{
    QFETCH(int, kind);
    const hall::DefectText &text = hall::defectText(DefectId(kind));
    for (int other = 0; other < kind; ++other) {
        QVERIFY(qstrcmp(hall::defectText(DefectId(other)).id, text.id) != 0);
    }
    const hall::DefectArguments none;
    const Defect bare =
        hall::defectOf(QStringLiteral("file"), {}, DefectId(kind),
                       {hall::LocalText{QStringLiteral("一"), QStringLiteral("one")}, QStringLiteral("two"),
                        QStringLiteral("three"), QStringLiteral("four"), QStringLiteral("five")});
    QCOMPARE(bare.id, QLatin1String(text.id));
    QVERIFY(hasChinese(bare.reasonIn(u"zh_CN"_qs)));
    QVERIFY(kind == int(DefectId::NotJson) || hasChinese(bare.cureIn(u"zh_CN"_qs)));
    QVERIFY(!hasChinese(bare.reasonIn(u"en"_qs)) && !hasChinese(bare.cureIn(u"en"_qs)));
    for (int number = 1; number <= 5; ++number) {
        const QString mark = u'%' + QString::number(number);
        const QString en = QString::fromUtf8(text.reasonEn) + QString::fromUtf8(text.cureEn);
        const QString zh = QString::fromUtf8(text.reasonZh) + QString::fromUtf8(text.cureZh);
        QVERIFY2(en.contains(mark) == zh.contains(mark), qPrintable(mark));
    }
}

void CatalogueBreaksTest::deliveredIsSound()
{
    const WholeCopy copy;
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.isEmpty() && loaded.following.isEmpty(), qPrintable(hall::listed(loaded.defects)));
}

void CatalogueBreaksTest::oneBreak_data()
{
    QTest::addColumn<int>("which");
    for (int i = 0; i < breaks.size(); ++i) {
        QTest::newRow(
            qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(breaks[i].file), QLatin1String(breaks[i].id))))
            << i;
    }
}

// Alone: exactly this line.
void CatalogueBreaksTest::oneBreak()
{
    QFETCH(int, which);
    const Break &one = breaks[which];
    const WholeCopy copy;
    QVERIFY(copy.apply(one));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.size() == 1, qPrintable(hall::listed(loaded.defects)));
    const Defect &told = loaded.defects[0];
    QCOMPARE(told.file, QLatin1String(one.file));
    QCOMPARE(told.path, QLatin1String(one.path));
    QCOMPARE(told.id, QLatin1String(one.id));
    QVERIFY2(told.reasonIn(u"en"_qs).contains(QString::fromUtf8(one.reason)), qPrintable(told.reason));
    QVERIFY2(told.reasonIn(u"zh_CN"_qs).contains(QString::fromUtf8(one.reasonZh)), qPrintable(told.reasonZh));
    QVERIFY2(told.cureIn(u"zh_CN"_qs).contains(QString::fromUtf8(one.cureZh)), qPrintable(told.cureZh));
    QVERIFY(!told.cureIn(u"en"_qs).isEmpty() && !hasChinese(told.cureIn(u"en"_qs)));
}

void CatalogueBreaksTest::allBreaksAtOnce()
{
    const WholeCopy copy;
    QStringList expected;
    QSet<QString> files;
    for (const Break &one : breaks) {
        QVERIFY2(copy.apply(one), one.file);
        expected.append(
            QStringLiteral("%1#%2 %3").arg(QLatin1String(one.file), QLatin1String(one.path), QLatin1String(one.id)));
        files.insert(QLatin1String(one.file));
    }
    QVERIFY(breaks.size() >= 30 && files.size() >= 25);
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QStringList told;
    for (const Defect &defect : loaded.defects) {
        told.append(QStringLiteral("%1#%2 %3").arg(defect.file, defect.path, defect.id));
        QVERIFY2(hasChinese(defect.reasonIn(u"zh_CN"_qs)) && hasChinese(defect.cureIn(u"zh_CN"_qs)),
                 qPrintable(told.last()));
    }
    expected.sort();
    told.sort();
    for (const QString &line : std::as_const(expected)) {
        QVERIFY2(told.count(line) == 1, qPrintable(line));
    }
    QCOMPARE(told, expected);
}

void CatalogueBreaksTest::lines()
{
    const QByteArray text =
        "{\n  \"a\": \"}, \\\" [\",\n  \"b\": [\n    1, {\"x\": null},\n    {\"y\":\n -2.5e3 }\n  ],\n\"c\": {}}\n";
    QCOMPARE(hall::lineOfPlace(text, u""_qs), 1);
    QCOMPARE(hall::lineOfPlace(text, u"/a"_qs), 2);
    QCOMPARE(hall::lineOfPlace(text, u"/b"_qs), 3);
    QCOMPARE(hall::lineOfPlace(text, u"/b/1/x"_qs), 4);
    QCOMPARE(hall::lineOfPlace(text, u"/b/2"_qs), 5);
    QCOMPARE(hall::lineOfPlace(text, u"/b/2/y"_qs), 5);
    QCOMPARE(hall::lineOfPlace(text, u"/b/2/z"_qs), 5);  // is missing there
    QCOMPARE(hall::lineOfPlace(text, u"/b/7"_qs), 3);
    QCOMPARE(hall::lineOfPlace(text, u"/c/d/e"_qs), 8);
    QCOMPARE(hall::lineOfPlace(text, u"/d"_qs), 1);
    QCOMPARE(hall::lineOfPlace("", u"/d"_qs), 1);
    QCOMPARE(hall::lineOfPlace("{\"a", u"/d"_qs), 1);
}

void CatalogueBreaksTest::notJson_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("where");   // in Chinese
    QTest::addColumn<QString>("reason");  // English
    QTest::addColumn<QString>("cure");    // Chinese
    const auto row = [](const char *name, const char *text, const char *where, const char *reason, const char *cure) {
        QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(where) << QString::fromUtf8(reason)
                            << QString::fromUtf8(cure);
    };
    row("comma between members", "{\n  \"a\": 1\n  \"b\": 2\n}\n", "第 2 行第 9 列", "a comma is missing",
        "补上英文逗号");
    row("comma between entries", "{\"a\": [1, 2\n 3]}", "第 1 行第 12 列", "a comma is missing", "补上英文逗号");
    row("comma too much", "{\n  \"a\": 1,\n}\n", "第 2 行第 9 列", "a comma stands after the last entry",
        "删去这个逗号");
    row("comma too much in a list", "{\"a\": [1, 2,]}", "第 1 行第 12 列", "a comma stands after the last entry",
        "删去这个逗号");
    row("brace never closed", "{\n  \"a\": {\n    \"b\": 1\n}\n", "第 1 行第 1 列",
        "is not closed before the file ends", "补上 }");
    row("bracket closed by a brace", "{\n  \"a\": [1, 2\n}\n", "第 3 行第 1 列", "the [ of line 2 is still open",
        "在前面补上 ]");
    row("too many braces", "{\"a\": 1}\n}\n", "第 2 行第 1 列", "the file has ended", "删去多余的括号");
    row("no closing quote", "{\n  \"a\": \"text,\n  \"b\": 2\n}\n", "第 2 行第 8 列", "no closing quote", "补上双引号");
    row("no closing quote inside a line", "{\"zh\": \"失业, \"en\": \"Lost\"}", "第 1 行第 13 列",
        "the text ends at this quote", "漏了引号");
    row("no opening quote of a name", "{\n  a\": 1\n}\n", "第 2 行第 3 列", "a name in double quotes", "\"名称\": 值");
    row("a text without quotes", "{\"a\": person}", "第 1 行第 7 列", "'person' is no number", "双引号");
    row("single quotes", "{'a': 1}", "第 1 行第 2 列", "a single quote", "改用双引号");
    row("Chinese colon", "{\"a\"：1}", "第 1 行第 5 列", "Chinese punctuation", "换成英文标点 :");
    row("Chinese quotes", "{“a”: 1}", "第 1 行第 2 列", "Chinese punctuation", "换成英文标点 \"");
    row("no colon", "{\"a\" 1}", "第 1 行第 5 列", "a colon is missing", "补上英文冒号");
    row("a comment", "{\n  \"a\": 1 // one\n}", "第 2 行第 10 列", "a comment cannot stand", "删去注释");
    row("a value is missing", "{\"a\": , \"b\": 1}", "第 1 行第 7 列", "a value is missing before ,", "补上这个值");
    row("leading zero", "{\"a\": 007}", "第 1 行第 7 列", "is no number", "前面不加 0");
    row("quote inside", "{\"a\": \"say \"yes\" now\"}", "第 1 行第 12 列", "the text ends at this quote",
        "文字里的引号");
    row("a path of Windows", "{\"a\": \"C:\\data\"}", "第 1 行第 10 列", "the backslash is followed by 'd'",
        "写成 \\\\");
    row("a name twice", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"a\": 3\n}", "第 4 行第 3 列", "'a' stands already in line 2",
        "删去其中一处");
    row("nothing", "", "第 1 行第 1 列", "the file is empty", "写入内容");
    row("GBK", "{\"a\": \"\xbe\xcd\xd2\xb5\"}", "第 1 行", "not written in UTF-8", "另存为 UTF-8");
}

void CatalogueBreaksTest::notJson()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, where);
    QFETCH(QString, reason);
    QFETCH(QString, cure);
    const hall::CatalogueCopy copy;
    copy.write(u"services/broken.json"_qs, text);
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.size() == 1, qPrintable(hall::listed(loaded.defects)));
    const Defect &told = loaded.defects[0];
    QVERIFY2(told.reason.contains(reason), qPrintable(told.reason));
    QVERIFY2(told.reasonZh.contains(where), qPrintable(told.reasonZh));
    QVERIFY2(told.cureZh.contains(cure), qPrintable(told.cureZh));
}

QTEST_GUILESS_MAIN(CatalogueBreaksTest)
#include "tst_cataloguebreaks.moc"
