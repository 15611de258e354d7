// SPDX-License-Identifier: GPL-3.0-or-later
// The four layouts of a resident card's text (GA/T 490, and the agency's notices on the cards of 2017 and 2023): texts
// are put together here field by field from the published table, written down apart from the decoder's, and every field
// must come out of it again. Nobody here exists.
#include "drivers/hub/carddecode.h"

#include <QTest>

using namespace hall;
using namespace hall::device;

namespace {

const QDate today(2026, 11, 25);

struct Field
{
    int at;    // bytes
    int size;  // bytes
    const char *value;
};

// Every field is filled up with spaces, as cards are.
ResidentCardContents cardWith(const std::vector<Field> &fields)
{
    QString text(128, u' ');
    for (const Field &field : fields) {
        const QString value = QString::fromUtf8(field.value);
        Q_ASSERT(value.size() <= field.size / 2);
        text.replace(field.at / 2, value.size(), value);
    }
    Bytes bytes;
    for (const QChar c : text) {
        bytes.push_back(static_cast<unsigned char>(c.unicode() & 0xFF));
        bytes.push_back(static_cast<unsigned char>(c.unicode() >> 8));
    }
    ResidentCardContents contents;
    contents.text = Sensitive<Bytes>(std::move(bytes));
    return contents;
}

const std::vector<Field> residentFields{{0, 30, "张测试"},
                                        {30, 2, "2"},
                                        {32, 4, "05"},
                                        {36, 16, "19900307"},
                                        {52, 70, "山东省青岛市示范区样例路1号"},
                                        {122, 36, "37020019900307006X"},
                                        {158, 30, "青岛市公安局示范分局"},
                                        {188, 16, "20200101"},
                                        {204, 16, "20400101"}};

const std::vector<Field> hmtFields{{0, 30, "陈示例"},
                                   {30, 2, "1"},
                                   {36, 16, "19900101"},
                                   {52, 70, "山东省青岛市示范区样例路2号"},
                                   {122, 36, "820000199001010010"},
                                   {158, 30, "青岛市公安局"},
                                   {188, 16, "20190101"},
                                   {204, 16, "20390101"},
                                   {220, 18, "M12345678"},
                                   {238, 4, "02"},
                                   {248, 2, "J"}};

const std::vector<Field> permanent2017Fields{{0, 120, "SAMPLE, ALEX EXAMPLE"},
                                             {120, 2, "2"},
                                             {122, 30, "USA310000000001"},
                                             {152, 6, "USA"},
                                             {158, 30, "样例"},
                                             {188, 16, "20180101"},
                                             {204, 16, "20380101"},
                                             {220, 16, "19900101"},
                                             {236, 4, "01"},
                                             {240, 8, "1500"},
                                             {248, 2, "I"}};

const std::vector<Field> permanent2023Fields{{0, 30, "样例"},
                                             {30, 2, "1"},
                                             {32, 4, "03"},
                                             {36, 16, "19900101"},
                                             {52, 70, "SAMPLE, MAXIMILIAN ALEXANDER EXAMPL"},
                                             {122, 36, "911840199001010018"},
                                             {188, 16, "20240101"},
                                             {204, 16, "20340101"},
                                             {220, 22, "E OF"},
                                             {242, 6, "CAN"},
                                             {248, 2, "Y"}};

std::vector<Field> with(std::vector<Field> fields, const Field &other)
{
    std::erase_if(fields, [&other](const Field &field) { return field.at == other.at; });
    fields.push_back(other);
    return fields;
}

// Every field of a person, one to a line, so that a difference shows which it is.
QStringList told(const Identity &p)
{
    const auto date = [](const std::optional<QDate> &d) { return d ? d->toString(Qt::ISODate) : QStringLiteral("-"); };
    return {QString::number(int(p.type)),
            p.name.reveal(),
            p.otherName.reveal(),
            p.number.reveal(),
            QString::number(p.sex),
            p.ethnicity,
            date(p.birthDate),
            p.region,
            p.address.reveal(),
            p.cardNumber.reveal(),
            p.nationality,
            p.authority,
            QString::number(p.issues),
            date(p.issued),
            date(p.validUntil),
            p.validForever ? QStringLiteral("forever") : QString(),
            p.warnings.join(u' ')};
}

}  // namespace

class TestResidentLayouts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyField_data()
    {
        QTest::addColumn<ResidentCardContents>("contents");
        QTest::addColumn<QStringList>("person");
        const auto kind = [](NumberKind k) { return QString::number(int(k)); };
        const auto t = [](const char *text) { return QString::fromUtf8(text); };
        QTest::newRow("resident") << cardWith(residentFields)
                                  << QStringList{kind(NumberKind::Resident),
                                                 t("张测试"),
                                                 {},
                                                 t("37020019900307006X"),
                                                 t("2"),
                                                 t("05"),
                                                 t("1990-03-07"),
                                                 t("370200"),
                                                 t("山东省青岛市示范区样例路1号"),
                                                 {},
                                                 {},
                                                 t("青岛市公安局示范分局"),
                                                 t("0"),
                                                 t("2020-01-01"),
                                                 t("2040-01-01"),
                                                 {},
                                                 {}};
        QTest::newRow("J") << cardWith(hmtFields)
                           << QStringList{kind(NumberKind::HmtResidence),
                                          t("陈示例"),
                                          {},
                                          t("820000199001010010"),
                                          t("1"),
                                          {},
                                          t("1990-01-01"),
                                          t("820000"),
                                          t("山东省青岛市示范区样例路2号"),
                                          t("M12345678"),
                                          {},
                                          t("青岛市公安局"),
                                          t("2"),
                                          t("2019-01-01"),
                                          t("2039-01-01"),
                                          {},
                                          {}};
        QTest::newRow("I") << cardWith(permanent2017Fields)
                           << QStringList{kind(NumberKind::PermanentForeign),
                                          t("样例"),
                                          t("SAMPLE, ALEX EXAMPLE"),
                                          t("USA310000000001"),
                                          t("2"),
                                          {},
                                          t("1990-01-01"),
                                          {},
                                          {},
                                          {},
                                          t("USA"),
                                          t("1500"),
                                          t("0"),
                                          t("2018-01-01"),
                                          t("2038-01-01"),
                                          {},
                                          {}};
        QTest::newRow("Y") << cardWith(permanent2023Fields)
                           << QStringList{kind(NumberKind::PermanentForeign),
                                          t("样例"),
                                          t("SAMPLE, MAXIMILIAN ALEXANDER EXAMPLE OF"),
                                          t("911840199001010018"),
                                          t("1"),
                                          {},
                                          t("1990-01-01"),
                                          {},
                                          {},
                                          {},
                                          t("CAN"),
                                          {},
                                          t("3"),
                                          t("2024-01-01"),
                                          t("2034-01-01"),
                                          {},
                                          {}};
    }

    void everyField()
    {
        QFETCH(ResidentCardContents, contents);
        QFETCH(QStringList, person);
        const auto decoded = decodeCard(contents, today);
        QVERIFY2(decoded, decoded ? "" : decoded.error().detail.c_str());
        QCOMPARE(told(*decoded), person);
        QVERIFY(decoded->verified);
    }

    void withoutAnEnd()
    {
        for (const auto &fields : {residentFields, hmtFields, permanent2017Fields, permanent2023Fields}) {
            const auto person = decodeCard(cardWith(with(fields, {204, 16, "长期"})), today);
            QVERIFY(person);
            QVERIFY(person->validForever && !person->validUntil && person->warnings.isEmpty());
            const auto nonsense = decodeCard(cardWith(with(fields, {204, 16, "20401332"})), today);
            QVERIFY(nonsense);
            QVERIFY(!nonsense->validForever && !nonsense->validUntil);
            QCOMPARE(nonsense->warnings, QStringList{QStringLiteral("validity-date")});
            const auto over = decodeCard(cardWith(with(fields, {204, 16, "20261124"})), today);
            QVERIFY(over);
            QCOMPARE(over->warnings, QStringList{QStringLiteral("expired")});
        }
    }

    // A card without a Chinese name has the one in Latin letters for its name.
    void onlyLatinLetters()
    {
        const auto old = decodeCard(cardWith(with(permanent2017Fields, {158, 30, ""})), today);
        QVERIFY(old);
        QCOMPARE(old->name.reveal(), QStringLiteral("SAMPLE, ALEX EXAMPLE"));
        QVERIFY(old->otherName.reveal().isEmpty());
        const auto fresh = decodeCard(cardWith(with(permanent2023Fields, {0, 30, ""})), today);
        QVERIFY(fresh);
        QCOMPARE(fresh->name.reveal(), QStringLiteral("SAMPLE, MAXIMILIAN ALEXANDER EXAMPLE OF"));
    }

    // Read apart from the text: it stands for the address in it. A permanent residence card has no address at all.
    void theLatestAddress()
    {
        const auto moved = [](const std::vector<Field> &fields) {
            ResidentCardContents contents = cardWith(fields);
            const auto other = cardWith({{0, 70, "山东省青岛市示范区新样例路22号"}});
            contents.newAddress =
                Sensitive<Bytes>(Bytes(other.text.reveal().begin(), other.text.reveal().begin() + 70));
            return decodeCard(contents, today)->address.reveal();
        };
        QCOMPARE(moved(residentFields), QString::fromUtf8("山东省青岛市示范区新样例路22号"));
        QCOMPARE(moved(hmtFields), QString::fromUtf8("山东省青岛市示范区新样例路22号"));
        QVERIFY(moved(permanent2017Fields).isEmpty());
        QVERIFY(moved(permanent2023Fields).isEmpty());
    }

    void fingerprints()
    {
        ResidentCardContents contents = cardWith(residentFields);
        QVERIFY(!decodeCard(contents, today)->fingerprint);
        contents.fingerprint = true;
        QVERIFY(decodeCard(contents, today)->fingerprint);
    }

    // Another letter is another kind of card; it is never read as a resident's.
    void anotherFlag_data()
    {
        QTest::addColumn<QString>("flag");
        for (char16_t c = u'!'; c <= u'~'; ++c) {
            if (c != u'I' && c != u'J' && c != u'Y') {
                QTest::addRow("%c", char(c)) << QString(QChar(c));
            }
        }
    }

    void anotherFlag()
    {
        QFETCH(QString, flag);
        const QByteArray value = flag.toUtf8();
        const auto person = decodeCard(cardWith(with(residentFields, {248, 2, value.constData()})), today);
        QVERIFY(!person);
        QCOMPARE(person.error().code, FaultCode::CardUnknownKind);
    }
};

QTEST_APPLESS_MAIN(TestResidentLayouts)
#include "tst_residentlayouts.moc"
