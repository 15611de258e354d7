// SPDX-License-Identifier: GPL-3.0-or-later
// Small readers for documents that have been held against their schema; what is not of its shape reads as empty.
#pragma once

#include "app/catalogue/defect.h"
#include "app/catalogue/localtext.h"
#include "app/catalogue/rules/rule.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>

namespace hall {

[[nodiscard]] inline LocalText localText(const QJsonValue &value)
{
    return {value[QLatin1String("zh")].toString(), value[QLatin1String("en")].toString()};
}

[[nodiscard]] inline QVector<LocalText> localTexts(const QJsonValue &value)
{
    QVector<LocalText> texts;
    for (const QJsonValue each : value.toArray()) {
        texts.append(localText(each));
    }
    return texts;
}

[[nodiscard]] inline QStringList strings(const QJsonValue &value)
{
    QStringList result;
    for (const QJsonValue each : value.toArray()) {
        result.append(each.toString());
    }
    return result;
}

// A step of a JSON Pointer (RFC 6901) and the name that it stands for.
[[nodiscard]] inline QString pointerStep(QString name)
{
    return name.replace(QLatin1Char('~'), QLatin1String("~0")).replace(QLatin1Char('/'), QLatin1String("~1"));
}

[[nodiscard]] inline QString stepName(QString step)
{
    return step.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
}

[[nodiscard]] inline QString under(const QString &path, const QString &key)
{
    return path + QLatin1Char('/') + pointerStep(key);
}

[[nodiscard]] inline QString under(const QString &path, qsizetype index)
{
    return path + QLatin1Char('/') + QString::number(index);
}

// What stands around a character (a code point, from 1), which is marked.
[[nodiscard]] inline QString aroundCharacter(const QString &text, int position)
{
    constexpr qsizetype before = 24;
    constexpr qsizetype after = 16;
    qsizetype at = 0;
    for (int character = 1; character < position && at < text.size(); ++character) {
        at += text[at].isHighSurrogate() ? 2 : 1;
    }
    at = std::min(at, text.size());
    return (at > before ? QStringLiteral("…") : QString()) + text.left(at).right(before) + QStringLiteral("▶") +
           text.mid(at, after) + (text.size() - at > after ? QStringLiteral("…") : QString());
}

// A rule of the file; what is wrong with it goes to the report with its character.
[[nodiscard]] inline std::optional<rules::Rule> readRule(const QJsonValue &value, const QString &path,
                                                         const rules::Vocabulary &vocabulary, FileReport &report)
{
    if (value.isUndefined()) {
        return std::nullopt;
    }
    auto rule = rules::Rule::compile(value.toString(), vocabulary);
    if (!rule) {
        Defect defect = defectOf(report.file(), path, DefectId::BadRule,
                                 {rule.error().position, LocalText{rule.error().reasonZh, rule.error().reason},
                                  aroundCharacter(value.toString(), rule.error().position)});
        defect.about = rule.error().about;
        report.add(defect);
        return std::nullopt;
    }
    return std::move(*rule);
}

}  // namespace hall
