// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/paperkind.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFields = 80;
constexpr qsizetype mostWords = 40;
constexpr qsizetype longestWord = 60;
constexpr double longestSide = 500;  // mm

// Says what is wrong once; the first defect counts.
class Reader
{
public:
    [[nodiscard]] bool good() const { return m_defect.empty(); }
    [[nodiscard]] Fault fault() const { return Fault(FaultCode::FileInvalid, m_defect); }
    void wrong(const QString &where, const char *what)
    {
        if (good()) {
            m_defect = where.toStdString() + ": " + what;
        }
    }

    void known(const QJsonObject &object, const QStringList &keys, const QString &where)
    {
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!keys.contains(it.key())) {
                wrong(where, "a key that is not known");
            }
        }
    }
    QString text(const QJsonValue &value, const QString &where, bool mayLack = false)
    {
        if (mayLack && value.isUndefined()) {
            return {};
        }
        const QString text = value.toString();
        if (!value.isString() || text.isEmpty() || text.size() > longestWord) {
            wrong(where, "a short text is needed");
        }
        return text;
    }
    QStringList texts(const QJsonValue &value, const QString &where)
    {
        QStringList list;
        if (value.isUndefined()) {
            return list;
        }
        const QJsonArray array = value.toArray();
        if (!value.isArray() || array.size() > mostWords) {
            wrong(where, "a list of at most 40 texts is needed");
            return list;
        }
        for (const QJsonValue one : array) {
            list.append(text(one, where));
        }
        return list;
    }
    std::vector<double> numbers(const QJsonValue &value, qsizetype count, const QString &where)
    {
        std::vector<double> list;
        const QJsonArray array = value.toArray();
        for (const QJsonValue one : array) {
            list.push_back(one.toDouble(-1));
        }
        if (array.size() != count ||
            std::any_of(list.begin(), list.end(), [](double one) { return !(one >= 0 && one <= longestSide); })) {
            wrong(where, "millimetres are needed");
            list.assign(static_cast<std::size_t>(count), 1);
        }
        return list;
    }
    // Where the rules of a form are, along one side.
    std::vector<double> rules(const QJsonValue &value, const QString &where)
    {
        constexpr qsizetype fewest = 3;
        const qsizetype count = value.toArray().size();
        if (count < fewest || count > mostWords) {
            wrong(where, "three to 40 places of rules are needed");
            return {};
        }
        std::vector<double> list = numbers(value, count, where);
        if (good() && std::adjacent_find(list.begin(), list.end(), std::greater_equal<>()) != list.end()) {
            wrong(where, "rules are told in their order");
        }
        return list;
    }
    cv::Rect2f box(const QJsonValue &value, const QString &where)
    {
        const std::vector<double> list = numbers(value, 4, where);
        const cv::Rect2d box(list[0], list[1], list[2], list[3]);
        if (box.width <= 0 || box.height <= 0) {
            wrong(where, "a box has no area");
        }
        return box;
    }
    ValueType type(const QJsonValue &value, const QString &where)
    {
        static const std::vector<std::pair<QString, ValueType>> types{{u"text"_s, ValueType::Text},
                                                                      {u"name"_s, ValueType::Name},
                                                                      {u"number"_s, ValueType::Number},
                                                                      {u"credit"_s, ValueType::Credit},
                                                                      {u"code"_s, ValueType::Code},
                                                                      {u"digits"_s, ValueType::Digits},
                                                                      {u"date"_s, ValueType::Date},
                                                                      {u"integer"_s, ValueType::Integer},
                                                                      {u"month"_s, ValueType::Month},
                                                                      {u"time"_s, ValueType::Time},
                                                                      {u"money"_s, ValueType::Money},
                                                                      {u"words"_s, ValueType::Words},
                                                                      {u"account"_s, ValueType::Account},
                                                                      {u"masked"_s, ValueType::Masked},
                                                                      {u"masked-name"_s, ValueType::MaskedName},
                                                                      {u"case"_s, ValueType::Case},
                                                                      {u"document"_s, ValueType::Document}};
        for (const auto &[name, type] : types) {
            if (value.toString() == name) {
                return type;
            }
        }
        wrong(where, "an unknown type");
        return ValueType::Text;
    }
    bool flag(const QJsonValue &value, const QString &where)
    {
        if (!value.isUndefined() && !value.isBool()) {
            wrong(where, "true or false is needed");
        }
        return value.toBool();
    }

private:
    std::string m_defect;
};

FieldPlace placeOf(Reader &reader, const QJsonObject &object, const QString &where)
{
    reader.known(object, {u"box"_s, u"after"_s, u"until"_s, u"flows"_s, u"below"_s}, where);
    FieldPlace place;
    if (object.contains(u"box"_s)) {
        place.box = reader.box(object[u"box"_s], where);
    }
    place.after = reader.texts(object[u"after"_s], where);
    place.until = reader.texts(object[u"until"_s], where);
    place.flows = reader.flag(object[u"flows"_s], where);
    place.below = reader.flag(object[u"below"_s], where);
    if (!place.box && place.after.isEmpty() && place.until.isEmpty()) {
        reader.wrong(where, "a place needs a box, \"after\" or \"until\"");
    }
    return place;
}

PaperField fieldOf(Reader &reader, const QJsonObject &object, const QString &where)
{
    reader.known(object, {u"id"_s, u"type"_s, u"words"_s, u"places"_s, u"last"_s, u"pattern"_s}, where);
    PaperField field;
    field.id = reader.text(object[u"id"_s], where);
    field.type = reader.type(object[u"type"_s], where + u'/' + field.id);
    field.words = reader.text(object[u"words"_s], where, true);
    field.last = reader.flag(object[u"last"_s], where);
    field.pattern.setPattern(reader.text(object[u"pattern"_s], where, true));
    if (!field.pattern.isValid()) {
        reader.wrong(where + u'/' + field.id, "no regular expression");
    }
    if ((field.type == ValueType::Words) == field.words.isEmpty()) {
        reader.wrong(where + u'/' + field.id, "a list of words belongs to type words");
    }
    const QJsonArray places = object[u"places"_s].toArray();
    if (places.isEmpty() || places.size() > mostWords) {
        reader.wrong(where + u'/' + field.id, "places are missing");
    }
    for (const QJsonValue place : places) {
        field.places.push_back(placeOf(reader, place.toObject(), where + u'/' + field.id));
    }
    return field;
}

Result<QJsonObject> objectIn(const QByteArray &json)
{
    if (json.size() > largestPaperFile) {
        return fail(FaultCode::FileInvalid, "too large");
    }
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject()) {
        return fail(FaultCode::FileInvalid, "no JSON object");
    }
    return document.object();
}

Result<QByteArray> bytesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, path.toStdString());
    }
    return file.read(largestPaperFile + 1);
}

}  // namespace

const PaperKind *PaperLibrary::find(const QString &id) const
{
    for (const PaperKind &kind : kinds) {
        if (kind.id == id) {
            return &kind;
        }
    }
    return nullptr;
}

Result<PaperKind> parsePaperKind(const QByteArray &json)
{
    const Result<QJsonObject> object = objectIn(json);
    if (!object) {
        return fail(object.error());
    }
    Reader reader;
    reader.known(*object,
                 {u"format"_s, u"id"_s, u"sizes_mm"_s, u"anchors"_s, u"probe"_s, u"zone"_s, u"light"_s, u"faint"_s,
                  u"rules"_s, u"fields"_s, u"columns"_s},
                 u"/"_s);
    if ((*object)[u"format"_s] != u"hall-paper/1"_s) {
        reader.wrong(u"/format"_s, "hall-paper/1 is needed");
    }
    PaperKind kind;
    kind.id = reader.text((*object)[u"id"_s], u"/id"_s);
    const QJsonArray sizes = (*object)[u"sizes_mm"_s].toArray();
    for (const QJsonValue size : sizes) {
        const std::vector<double> sides = reader.numbers(size, 2, u"/sizes_mm"_s);
        kind.sizes.emplace_back(static_cast<float>(sides[0]), static_cast<float>(sides[1]));
        if (sides[0] < 20 || sides[1] < 20) {
            reader.wrong(u"/sizes_mm"_s, "too small");
        }
    }
    if (sizes.isEmpty() || sizes.size() > 8) {
        reader.wrong(u"/sizes_mm"_s, "one to eight sizes are needed");
    }
    kind.anchors = reader.texts((*object)[u"anchors"_s], u"/anchors"_s);
    kind.zone = reader.flag((*object)[u"zone"_s], u"/zone"_s);
    kind.faint = reader.flag((*object)[u"faint"_s], u"/faint"_s);
    kind.light = reader.flag((*object)[u"light"_s], u"/light"_s);
    if (object->contains(u"probe"_s)) {
        const QJsonObject told = (*object)[u"probe"_s].toObject();
        reader.known(told, {u"box"_s, u"type"_s, u"text"_s}, u"/probe"_s);
        kind.probe = {reader.box(told[u"box"_s], u"/probe"_s), reader.type(told[u"type"_s], u"/probe"_s),
                      reader.text(told[u"text"_s], u"/probe"_s, true)};
    }
    if (object->contains(u"rules"_s)) {
        const QJsonObject told = (*object)[u"rules"_s].toObject();
        reader.known(told, {u"rows"_s, u"columns"_s}, u"/rules"_s);
        kind.rowRules = reader.rules(told[u"rows"_s], u"/rules/rows"_s);
        kind.columnRules = reader.rules(told[u"columns"_s], u"/rules/columns"_s);
    }
    const QJsonArray fields = (*object)[u"fields"_s].toArray();
    const QJsonArray columns = (*object)[u"columns"_s].toArray();
    if (fields.size() > mostFields || columns.size() > mostWords) {
        reader.wrong(u"/fields"_s, "too many");
    } else {
        for (const QJsonValue field : fields) {
            kind.fields.push_back(fieldOf(reader, field.toObject(), u"/fields"_s));
        }
        for (const QJsonValue column : columns) {
            const QJsonObject told = column.toObject();
            reader.known(told, {u"id"_s, u"type"_s, u"title"_s}, u"/columns"_s);
            kind.columns.push_back({reader.text(told[u"id"_s], u"/columns"_s),
                                    reader.type(told[u"type"_s], u"/columns"_s),
                                    reader.text(told[u"title"_s], u"/columns"_s)});
        }
    }
    if (!reader.good()) {
        return fail(reader.fault());
    }
    return kind;
}

Result<std::map<QString, WordList>> parseWordLists(const QByteArray &json)
{
    const Result<QJsonObject> object = objectIn(json);
    if (!object) {
        return fail(object.error());
    }
    Reader reader;
    reader.known(*object, {u"format"_s, u"lists"_s}, u"/"_s);
    if ((*object)[u"format"_s] != u"hall-paper-words/1"_s) {
        reader.wrong(u"/format"_s, "hall-paper-words/1 is needed");
    }
    std::map<QString, WordList> lists;
    const QJsonObject told = (*object)[u"lists"_s].toObject();
    for (auto list = told.begin(); list != told.end(); ++list) {
        const QJsonObject words = list->toObject();
        if (words.isEmpty() || words.size() > 400) {
            reader.wrong(u"/lists/"_s + list.key(), "codes with their texts are needed");
        }
        for (auto code = words.begin(); code != words.end(); ++code) {
            for (const QString &text : reader.texts(code.value(), u"/lists/"_s + list.key())) {
                lists[list.key()][text] = code.key();
            }
        }
    }
    if (!reader.good()) {
        return fail(reader.fault());
    }
    return lists;
}

Result<PaperLibrary> readPapers(const QString &folder)
{
    PaperLibrary library;
    const QStringList files = QDir(folder).entryList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (const QString &name : files) {
        const QString path = folder + u'/' + name;
        const Result<QByteArray> bytes = bytesOf(path);
        if (!bytes) {
            return fail(bytes.error());
        }
        if (name == u"words.json"_s) {
            auto words = parseWordLists(*bytes);
            if (!words) {
                return fail(words.error().code, path.toStdString() + ": " + words.error().detail);
            }
            library.words = std::move(*words);
            continue;
        }
        auto kind = parsePaperKind(*bytes);
        if (!kind) {
            return fail(kind.error().code, path.toStdString() + ": " + kind.error().detail);
        }
        library.kinds.push_back(std::move(*kind));
    }
    if (library.kinds.empty()) {
        return fail(FaultCode::FileUnreadable, folder.toStdString() + ": no kinds of paper");
    }
    for (const PaperKind &kind : library.kinds) {
        for (const PaperField &field : kind.fields) {
            if (!field.words.isEmpty() && !library.words.contains(field.words)) {
                return fail(FaultCode::FileInvalid, kind.id.toStdString() + ": a list of words that is not there");
            }
        }
    }
    return library;
}

}  // namespace hall
