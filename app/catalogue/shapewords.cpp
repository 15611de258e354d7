// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/shapewords.h"

#include "app/catalogue/jsonread.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <cmath>

namespace hall {

namespace {

constexpr qsizetype shownValue = 40;  // characters of a value that is told
constexpr qsizetype shownNames = 40;  // names or values that are listed

QString shown(const QJsonValue &value)
{
    if (value.isObject()) {
        return QStringLiteral("{…}");
    }
    if (value.isArray()) {
        return QStringLiteral("[…]");
    }
    // The document of a list of one, without its brackets.
    QString text = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    text = text.mid(1, text.size() - 2);
    return text.size() > shownValue ? text.left(shownValue) + u'…' : text;
}

QString listedNames(QStringList names)
{
    names.sort();
    return names.size() > shownNames ? QStringList(names.mid(0, shownNames)).join(QStringLiteral(", ")) + u'…'
                                     : names.join(QStringLiteral(", "));
}

QString valuesOf(const QJsonObject &shape)
{
    QStringList values;
    for (const QJsonValue value : shape[u"enum"].toArray()) {
        values.append(shown(value));
    }
    return values.join(QStringLiteral(", "));
}

LocalText numberWords(const QJsonObject &shape, bool whole)
{
    const bool low = shape.contains(u"minimum");
    const bool high = shape.contains(u"maximum");
    const QString least = shown(shape[u"minimum"]);
    const QString most = shown(shape[u"maximum"]);
    const LocalText kind = whole ? LocalText{QStringLiteral("整数"), QStringLiteral("a whole number")}
                                 : LocalText{QStringLiteral("数字"), QStringLiteral("a number")};
    const LocalText range =
        low && high ? LocalText{QStringLiteral("%1 到 %2 之间的").arg(least, most),
                                QStringLiteral(" from %1 to %2").arg(least, most)}
        : low  ? LocalText{QStringLiteral("不小于 %1 的").arg(least), QStringLiteral(" of %1 or more").arg(least)}
        : high ? LocalText{QStringLiteral("不大于 %1 的").arg(most), QStringLiteral(" of %1 or less").arg(most)}
               : LocalText{};
    return {range.zh + kind.zh + QStringLiteral("，不加引号"), kind.en + range.en + QStringLiteral(", without quotes")};
}

LocalText patternWords(const QString &pattern)
{
    static const QHash<QString, LocalText> known{
        {QStringLiteral("^[a-z][a-z0-9-]*$"),
         {QStringLiteral("小写英文字母开头，只含小写字母、数字和连字符（-）的名称，如 \"job-seeking\""),
          QStringLiteral("a name of small letters, digits and hyphens that begins with a letter, as \"job-seeking\"")}},
        {QStringLiteral("^[a-z][a-z0-9_]*$"),
         {QStringLiteral("小写英文字母开头，只含小写字母、数字和下划线（_）的名称，如 \"birth_date\""),
          QStringLiteral("a name of small letters, digits and underscores that begins with a letter, as "
                         "\"birth_date\"")}},
        {QStringLiteral("^[a-z0-9]+$"),
         {QStringLiteral("小写英文字母或数字，如 \"zyzy\""), QStringLiteral("small letters or digits, as \"zyzy\"")}},
        {QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
         {QStringLiteral("年-月-日，月和日各两位，如 \"2026-01-31\""),
          QStringLiteral("year-month-day with two digits for month and day, as \"2026-01-31\"")}},
        {QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
         {QStringLiteral("一天（\"2026-01-01\"）或一段日期（\"2026-02-15/2026-02-23\"）"),
          QStringLiteral("a day as \"2026-01-01\", or a span as \"2026-02-15/2026-02-23\"")}},
        {QStringLiteral("^[0-9]{6}$"),
         {QStringLiteral("六位行政区划代码，如 \"370202\""), QStringLiteral("six digits, as \"370202\"")}},
        {QStringLiteral("^([0-9]{2}|[0-9]{4})$"),
         {QStringLiteral("两位（省）或四位（市）数字，如 \"37\"、\"3702\""),
          QStringLiteral("two digits (a province) or four (a city), as \"37\" or \"3702\"")}},
        {QStringLiteral("^(national|[0-9]{2}|[0-9]{4}|[0-9]{6})$"),
         {QStringLiteral("\"national\"（全国）或两位、四位、六位行政区划代码，如 \"3702\""),
          QStringLiteral("\"national\", or two, four or six digits of a region, as \"3702\"")}},
        {QStringLiteral("^[0-9-]{5,20}$"),
         {QStringLiteral("只含数字和连字符的电话号码，如 \"0532-12333\""),
          QStringLiteral("a telephone number of digits and hyphens, as \"0532-12333\"")}}};
    return known.value(pattern,
                       {QStringLiteral("符合 %1 的文字").arg(pattern), QStringLiteral("a text like %1").arg(pattern)});
}

// "type": "integer" or ["integer", "null"].
QStringList typesOf(const QJsonObject &shape)
{
    return shape[u"type"].isArray()    ? strings(shape[u"type"])
           : shape[u"type"].isString() ? QStringList{shape[u"type"].toString()}
                                       : QStringList();
}

bool isOfType(const QJsonValue &value, const QString &type)
{
    return (type == u"object" && value.isObject()) || (type == u"array" && value.isArray()) ||
           (type == u"string" && value.isString()) || (type == u"boolean" && value.isBool()) ||
           (type == u"null" && value.isNull()) || (type == u"number" && value.isDouble()) ||
           (type == u"integer" && value.isDouble() && std::floor(value.toDouble()) == value.toDouble());
}

// Names as alike as a slip of the hand leaves them: one or two letters changed, left out or added.
bool alike(const QString &a, const QString &b)
{
    if (std::abs(a.size() - b.size()) > 2 || std::min(a.size(), b.size()) < 3) {
        return false;
    }
    if (a.compare(b, Qt::CaseInsensitive) == 0) {
        return true;
    }
    QVector<qsizetype> before(b.size() + 1);
    for (qsizetype k = 0; k <= b.size(); ++k) {
        before[k] = k;
    }
    for (qsizetype i = 1; i <= a.size(); ++i) {
        QVector<qsizetype> row(b.size() + 1, i);
        for (qsizetype k = 1; k <= b.size(); ++k) {
            row[k] = std::min({before[k] + 1, row[k - 1] + 1, before[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
        }
        before = row;
    }
    return before.constLast() <= (std::min(a.size(), b.size()) > 4 ? 2 : 1);
}

class Teller
{
public:
    Teller(const QJsonObject &schema, FileReport &report) : m_schema(schema), m_report(report) {}

    void look(const QJsonValue &schema, const QJsonValue &value, const QString &path)
    {
        const QJsonObject shape = resolved(schema);
        const QStringList types = typesOf(shape);
        const bool typed = types.isEmpty() || std::any_of(types.begin(), types.end(), [&value](const QString &type) {
                               return isOfType(value, type);
                           });
        if (!typed) {
            add(path, DefectId::WrongType, {shown(value), words(shape)});
        } else if (shape.contains(u"const") && shape[u"const"] != value) {
            add(path, DefectId::NotOneOf, {shown(value), shown(shape[u"const"])});
        } else if (shape.contains(u"enum") && !shape[u"enum"].toArray().contains(value)) {
            add(path, DefectId::NotOneOf, {shown(value), valuesOf(shape)});
        } else if (value.isString()) {
            lookAtText(shape, value, path);
        } else if (value.isDouble()) {
            lookAtNumber(shape, value, path);
        } else if (value.isArray()) {
            lookAtList(shape, value.toArray(), path);
        } else if (value.isObject()) {
            lookAtMembers(shape, value.toObject(), path);
        }
    }

    [[nodiscard]] const QStringList &places() const { return m_places; }

private:
    [[nodiscard]] QJsonObject resolved(const QJsonValue &schema) const
    {
        const QString name = schema[u"$ref"].toString();
        return name.isEmpty() ? schema.toObject() : m_schema[u"definitions"][name.section(u'/', -1)].toObject();
    }

    // What to write there.
    [[nodiscard]] LocalText words(const QJsonObject &shape) const
    {
        if (shape.contains(u"enum")) {
            const QString values = valuesOf(shape);
            return {QStringLiteral("以下之一：%1").arg(values), QStringLiteral("one of %1").arg(values)};
        }
        if (shape.contains(u"const")) {
            return {shown(shape[u"const"]), shown(shape[u"const"])};
        }
        QStringList zh;
        QStringList en;
        for (const QString &type : typesOf(shape)) {
            const LocalText one = typeWords(type, shape);
            zh.append(one.zh);
            en.append(one.en);
        }
        return {zh.join(QStringLiteral("，或 ")), en.join(QStringLiteral(", or "))};
    }

    [[nodiscard]] LocalText typeWords(const QString &type, const QJsonObject &shape) const
    {
        if (type == u"integer" || type == u"number") {
            return numberWords(shape, type == u"integer");
        }
        if (type == u"boolean") {
            return {QStringLiteral("true 或 false，不加引号"), QStringLiteral("true or false, without quotes")};
        }
        if (type == u"null") {
            return {QStringLiteral("null（没有）"), QStringLiteral("null (none)")};
        }
        if (type == u"array") {
            const LocalText of = words(resolved(shape[u"items"]));
            return {QStringLiteral("列表 [ … ]，其中每项为%1").arg(of.zh),
                    QStringLiteral("a list [ … ], each entry %1").arg(of.en)};
        }
        if (type == u"object") {
            const QStringList names = strings(shape[u"required"]);
            const QString members =
                names.isEmpty() ? QString() : QStringLiteral(" \"%1\": …").arg(names.join(u"\": …, \""_qs));
            return {QStringLiteral("对象 {%1 }").arg(members), QStringLiteral("an object {%1 }").arg(members)};
        }
        if (shape.contains(u"pattern")) {
            return patternWords(shape[u"pattern"].toString());
        }
        return {QStringLiteral("双引号里的文字，不能是空的"),
                QStringLiteral("a text in double quotes, not an empty one")};
    }

    void lookAtText(const QJsonObject &shape, const QJsonValue &value, const QString &path)
    {
        const QString text = value.toString();
        const QRegularExpression pattern(shape[u"pattern"].toString());
        if (shape.contains(u"pattern") && !pattern.match(text).hasMatch()) {
            add(path, DefectId::WrongForm, {shown(value), patternWords(pattern.pattern())});
        } else if (text.isEmpty() && shape[u"minLength"].toInt() > 0) {
            const LocalText what = path.endsWith(QLatin1String("/zh"))
                                       ? LocalText{QStringLiteral("中文"), QStringLiteral("it in Chinese")}
                                   : path.endsWith(QLatin1String("/en"))
                                       ? LocalText{QStringLiteral("英文"), QStringLiteral("it in English")}
                                       : LocalText{QStringLiteral("内容"), QStringLiteral("it")};
            add(path, DefectId::EmptyText, {what});
        }
    }

    void lookAtNumber(const QJsonObject &shape, const QJsonValue &value, const QString &path)
    {
        if (shape.contains(u"minimum") && value.toDouble() < shape[u"minimum"].toDouble()) {
            add(path, DefectId::TooSmall, {shown(value), words(shape)});
        } else if (shape.contains(u"maximum") && value.toDouble() > shape[u"maximum"].toDouble()) {
            add(path, DefectId::TooBig, {shown(value), words(shape)});
        }
    }

    void lookAtList(const QJsonObject &shape, const QJsonArray &items, const QString &path)
    {
        if (items.size() < shape[u"minItems"].toInt()) {
            add(path, DefectId::TooFew, {qint64(items.size()), shape[u"minItems"].toInt()});
        }
        if (shape.contains(u"maxItems") && items.size() > shape[u"maxItems"].toInt()) {
            add(path, DefectId::TooMany, {qint64(items.size()), shape[u"maxItems"].toInt()});
        }
        for (qsizetype i = 0; shape[u"uniqueItems"].toBool() && i < items.size(); ++i) {
            const auto first = std::find(items.begin(), items.end(), items[i]);
            if (first != items.begin() + i) {
                add(under(path, i), DefectId::TwiceInList, {shown(items[i])});
            }
        }
        for (qsizetype i = 0; i < items.size() && shape[u"items"].isObject(); ++i) {
            look(shape[u"items"], items[i], under(path, i));
        }
    }

    void lookAtMembers(const QJsonObject &shape, const QJsonObject &members, const QString &path)
    {
        const QJsonObject known = shape[u"properties"].toObject();
        const QJsonValue others = shape[u"additionalProperties"];
        QStringList missing = strings(shape[u"required"]);
        missing.removeIf([&members](const QString &name) { return members.contains(name); });
        const QRegularExpression names(shape[u"propertyNames"][u"pattern"].toString());
        for (auto it = members.constBegin(); it != members.constEnd(); ++it) {
            const QString here = under(path, it.key());
            if (!names.match(it.key()).hasMatch()) {
                add(here, DefectId::BadName, {it.key(), patternWords(names.pattern())});
            } else if (known.contains(it.key())) {
                look(known[it.key()], it.value(), here);
            } else if (others.isObject()) {
                look(others, it.value(), here);
            } else if (others.isBool() && !others.toBool()) {
                stranger(it.key(), here, path, known, missing);
            }
        }
        if (members.size() < shape[u"minProperties"].toInt()) {
            add(path, DefectId::NoMembers);
        }
        for (const QString &name : std::as_const(missing)) {
            m_report.add(path, DefectId::Missing, {name, words(resolved(known[name]))});
            m_places.append(under(path, name));
        }
    }

    // A name that nothing stands under. One that is nearly a missing one is told as that.
    void stranger(const QString &name, const QString &here, const QString &path, const QJsonObject &known,
                  QStringList &missing)
    {
        const auto meant =
            std::find_if(missing.begin(), missing.end(), [&name](const QString &other) { return alike(name, other); });
        if (meant == missing.end()) {
            add(here, DefectId::Stranger, {name, listedNames(known.keys())});
            return;
        }
        add(here, DefectId::Misspelt, {name, *meant});
        m_places.append(under(path, *meant));
        missing.erase(meant);
    }

    void add(const QString &place, DefectId id, const DefectArguments &arguments = {})
    {
        m_report.add(place, id, arguments);
        m_places.append(place);
    }

    const QJsonObject &m_schema;
    FileReport &m_report;
    QStringList m_places;
};

}  // namespace

QStringList tellShape(const QJsonObject &schema, const QJsonObject &document, FileReport &report)
{
    Teller teller(schema, report);
    teller.look(schema, document, {});
    return teller.places();
}

}  // namespace hall
