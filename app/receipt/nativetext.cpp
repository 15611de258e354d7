// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/receipt/nativetext.h"

#include <QStringEncoder>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>
#include <utility>

namespace hall {

namespace {

struct Cells
{
    int row;  // first byte - A0h
    int from;
    int to;
};

// What GB 2312-1980 leaves empty is not named here; rows 16 to 87 are full but for the end of row 55.
constexpr std::array gb2312Symbols{
    Cells{1, 1, 94},  Cells{2, 17, 66}, Cells{2, 69, 78}, Cells{2, 81, 92}, Cells{3, 1, 94},
    Cells{4, 1, 83},  Cells{5, 1, 86},  Cells{6, 1, 24},  Cells{6, 33, 56}, Cells{7, 1, 33},
    Cells{7, 49, 81}, Cells{8, 1, 26},  Cells{8, 37, 73}, Cells{9, 4, 79},
};

bool isGb2312(int lead, int trail)
{
    const int row = lead - 0xA0;
    const int cell = trail - 0xA0;
    if (row < 1 || row > 87 || cell < 1 || cell > 94) {
        return false;
    }
    if (row >= 16) {
        return row != 55 || cell <= 89;
    }
    return std::any_of(gb2312Symbols.begin(), gb2312Symbols.end(),
                       [&](const Cells &cells) { return cells.row == row && cell >= cells.from && cell <= cells.to; });
}

// GBK/2, GBK/3 and GBK/4 hold the ideographs; of the symbols only those of GB 2312 are relied on, and of GBK/4 not the
// last eighty cells (FE50 and up), which printers fill in different ways.
bool isGbk(int lead, int trail)
{
    const bool third = lead >= 0x81 && lead <= 0xA0;
    const bool fourth = lead >= 0xAA && trail < 0xA1 && lead < 0xFE;
    const bool fourthEnd = lead == 0xFE && trail < 0x50;
    return isGb2312(lead, trail) || third || fourth || fourthEnd;
}

bool holds(const std::string &charset, const QByteArray &bytes, char32_t code)
{
    const auto lead = static_cast<unsigned char>(bytes.at(0));
    const auto trail = static_cast<unsigned char>(bytes.at(1));
    if (bytes.size() == 4) {
        return charset == "gb18030" && code >= 0x3400 && code <= 0x4DB5;
    }
    if (charset == "gb2312") {
        return isGb2312(lead, trail);
    }
    if (code == 0x1E3F) {
        return false;  // its cell, A8BC, was given to it in the second edition of GB 18030 only
    }
    return charset == "gbk" ? isGbk(lead, trail) : charset == "gb18030-2byte" || charset == "gb18030";
}

}  // namespace

std::optional<device::Bytes> nativeText(const QString &text, const std::string &charset)
{
    QStringEncoder encoder("GB18030");
    if (!encoder.isValid()) {
        return {};
    }
    device::Bytes all;
    for (const uint code : text.toUcs4()) {
        if (code >= 0x20 && code < 0x7F) {
            all.push_back(static_cast<unsigned char>(code));
            continue;
        }
        const char32_t one = code;
        const bool privateUse = (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000;
        const QByteArray bytes = encoder(QString::fromUcs4(&one, 1));
        if (privateUse || encoder.hasError() || (bytes.size() != 2 && bytes.size() != 4) ||
            !holds(charset, bytes, code)) {
            return {};
        }
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return all;
}

QStringList clustersOf(const QString &text)
{
    QStringList clusters;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype from = 0, to = finder.toNextBoundary(); to > 0; from = to, to = finder.toNextBoundary()) {
        clusters.append(text.mid(from, to - from));
    }
    return clusters;
}

int columnsOf(const QString &text)
{
    int columns = 0;
    for (const QString &cluster : clustersOf(text)) {
        const char16_t first = cluster.at(0).unicode();
        columns += first >= 0x20 && first < 0x7F ? 1 : 2;
    }
    return columns;
}

QStringList groupsOf(const QString &word)
{
    const auto digits = std::count_if(word.begin(), word.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const bool identity = word.size() == 18 && digits >= 17;
    const bool longNumber = digits == word.size() && digits > 8;
    QStringList groups;
    QString group;
    for (qsizetype at = 0; at < word.size(); ++at) {
        group += word.at(at);
        const bool ends = identity     ? at == 5 || at == 13
                          : longNumber ? at % 4 == 3
                                       : word.at(at) == u'-' || word.at(at) == u' ';
        if (ends) {
            groups.append(std::exchange(group, {}));
        }
    }
    if (!group.isEmpty()) {
        groups.append(group);
    }
    return groups;
}

QStringList inTwo(const QString &word)
{
    const QStringList groups = groupsOf(word);
    QStringList best{word};
    for (qsizetype at = 1; at < groups.size(); ++at) {
        const QStringList lines{groups.mid(0, at).join(QString()), groups.mid(at).join(QString())};
        const auto longest = std::max(lines.first().size(), lines.last().size());
        if (best.size() == 1 || longest < std::max(best.first().size(), best.last().size())) {
            best = lines;
        }
    }
    return best;
}

QStringList wrapped(const QString &text, int columns)
{
    QStringList lines;
    QString line;
    const auto add = [&](const QString &piece) {
        QString shown = piece;
        while (shown.endsWith(u' ')) {  // white at the end of a line takes no room
            shown.chop(1);
        }
        if (!line.isEmpty() && columnsOf(line) + columnsOf(shown) > columns) {
            lines.append(line.trimmed());
            line.clear();
        }
        line += piece;
    };
    QTextBoundaryFinder finder(QTextBoundaryFinder::Line, text);
    for (qsizetype from = 0, to = finder.toNextBoundary(); to > 0; from = to, to = finder.toNextBoundary()) {
        const QString piece = text.mid(from, to - from);
        if (columnsOf(piece.trimmed()) <= columns) {
            add(piece);
            continue;
        }
        for (const QString &group : groupsOf(piece)) {
            if (columnsOf(group.trimmed()) <= columns) {
                add(group);
                continue;
            }
            for (const QString &cluster : clustersOf(group)) {
                add(cluster);
            }
        }
    }
    if (!line.trimmed().isEmpty() || lines.isEmpty()) {
        lines.append(line.trimmed());
    }
    return lines;
}

}  // namespace hall
