// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where on each kind of paper: data, one JSON file a kind in resources/papers (README.md there describes
// the form). Pure, any thread.
#pragma once

#include "app/domain/base/result.h"

#include <map>
#include <opencv2/core.hpp>
#include <optional>
#include <QByteArray>
#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <vector>

namespace hall {

enum class ValueType
{
    Text,
    Name,        // of a person
    Number,      // GB 11643, or what else an identity paper has for a number
    Credit,      // GB 32100
    Code,        // capital letters and digits
    Digits,      // digits only
    Integer,     // without a unit
    Date,        // ISO
    Month,       // yyyy-MM
    Time,        // yyyy-MM-ddTHH:mm
    Money,       // yuan; figures or Chinese capitals
    Words,       // one of a closed list, as its code
    Account,     // of a bank: Luhn
    Document,    // the number of an official document
    Masked,      // a number with stars in it: six figures, stars, four characters
    MaskedName,  // the first character of a name and stars
    Case,        // the short number of a case; check characters
};

// Where a value may be found. With a box, in it. Else behind one of `after` (nothing: from the start of the line that
// `until` stands in) and up to one of `until` (nothing: to the end of the cell).
struct FieldPlace
{
    std::optional<cv::Rect2f> box;  // millimetres of the upright paper
    QStringList after;
    QStringList until;
    bool flows = false;  // over the end of the line
    bool below = false;  // further lines beneath its beginning, or in the box, belong to it
};

struct PaperField
{
    QString id;
    ValueType type = ValueType::Text;
    QString words;                   // the list's name, of Words
    std::vector<FieldPlace> places;  // the first that gives a value counts
    bool last = false;               // the last such place on the page, not the first
    QRegularExpression pattern;      // what of the print is the value: its last group; empty: all
};

// A table: rows of values beneath their titles.
struct PaperColumn
{
    QString id;
    ValueType type = ValueType::Text;
    QString title;
};

struct PaperProbe
{
    cv::Rect2f box;
    ValueType type = ValueType::Text;
    QString text;  // of Text
};

struct PaperKind
{
    QString id;
    std::vector<cv::Size2f> sizes;    // millimetres, upright; of another size with the same proportions the boxes grow
    QStringList anchors;              // words of which one stands on it
    std::optional<PaperProbe> probe;  // which way is up, without reading all of it
    bool zone = false;                // three lines as on travel permits
    bool light = false;               // light print on dark
    bool faint = false;               // labels in pale ink, on paper without security print
    std::vector<double> rowRules;     // of a form with ruled cells: where its level rules are, millimetres, ascending
    std::vector<double> columnRules;  // and its upright ones
    std::vector<PaperField> fields;
    std::vector<PaperColumn> columns;
};

// Text variants → code.
using WordList = std::map<QString, QString>;

struct PaperLibrary
{
    std::vector<PaperKind> kinds;
    std::map<QString, WordList> words;

    [[nodiscard]] const PaperKind *find(const QString &id) const;  // nullptr: unknown
};

constexpr qsizetype largestPaperFile = 256 * 1024;  // bytes

// FileInvalid with the place in it: not the form, an unknown key or type, a size or box that no paper has, more than
// 80 fields or 40 words for one.
[[nodiscard]] Result<PaperKind> parsePaperKind(const QByteArray &json);
[[nodiscard]] Result<std::map<QString, WordList>> parseWordLists(const QByteArray &json);

// All *.json of a folder and words.json. Also FileUnreadable.
[[nodiscard]] Result<PaperLibrary> readPapers(const QString &folder);

}  // namespace hall
